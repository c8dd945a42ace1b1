#ifndef TOOL_TOOL_INSIDE_H
#define TOOL_TOOL_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "tool/tool.h"

/* What tool and its parts know of each other. */

/* Prints what may stand where the last of n words is being typed, a line each:
 * the word, a tab and what it means. rows: all options of the tool. False:
 * that is all. True: the tool is to go on, up to where it chooses among words
 * (tool_choice), which are what may stand there. */
bool tool_complete(struct tool *, const struct tool_option *rows, size_t n_rows,
    size_t n, char **words);

/* The value of an option whose words the tool itself knows. */
extern const char tool_complete_any[];
/* Prints those words. */
void tool_complete_words(const struct tool *, const char *const *words,
    size_t n);

#endif
