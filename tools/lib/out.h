#ifndef OUT_H
#define OUT_H

/* Ends what a tool says: flushes and closes stdout. Returns status, or 2 after
 * saying why on stderr when not all of it could be written. */
int out_end(const char *tool, int status);

#endif
