#ifndef TOOL_UNCOMMITTED_H
#define TOOL_UNCOMMITTED_H

#include "schema/schema.h"
#include "text/found.h"

/* Notes how many files of records, and pages of schema/, below the current
 * folder are not as in HEAD: what a server says, or is loaded with, is without
 * them. Where there are none, or nobody can tell, nothing is said. */
void uncommitted_say(const struct schema *, struct findings *);

#endif
