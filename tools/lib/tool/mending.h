#ifndef TOOL_MENDING_H
#define TOOL_MENDING_H

#include <stdbool.h>

#include "check/check.h"
#include "tool/tool.h"

/* Mends the records of the work tree in what a check finds and has one right
 * answer for, in all files or none, and says what was mended; dry_run: shows
 * the difference instead. What a record accepts stays. The status to end with:
 * 1 where errors are left. */
int mending_run(struct tool *, struct check *, bool dry_run);

#endif
