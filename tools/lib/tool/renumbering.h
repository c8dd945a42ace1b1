#ifndef TOOL_RENUMBERING_H
#define TOOL_RENUMBERING_H

#include "tool/editing.h"

/* Gives a record that nobody else has yet another id (the next free one, or
 * id), together with every reference to it, and its file the name of that:
 * where two clones that had not met gave one number. word: its id or path. All
 * files are changed or none. What others refer to by that id stays. The status
 * to end with. */
int renumbering_run(struct tool *, const struct editing_options *,
    const char *word, const char *id);

#endif
