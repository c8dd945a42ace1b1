#ifndef GIT_EDITOR_H
#define GIT_EDITOR_H

#include <stdbool.h>

#include "text/found.h"

/* Opens a file in the editor that git would open (GIT_EDITOR, core.editor,
 * VISUAL, EDITOR), and waits for its end. False after saying that there is none
 * or that it did not end well. dir: the folder that git is asked in. */
bool editor_open(const char *dir, const char *path, struct findings *);

#endif
