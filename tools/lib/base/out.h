#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>

/* Writes out what was printed so far, before something is said on stderr.
 * False after saying on stderr why it could not be written. */
bool out_flush(const char *tool);

/* Ends what a tool says: flushes and closes stdout. Returns status, or 2 after
 * saying why on stderr when not all of it could be written. */
int out_end(const char *tool, int status);

#endif
