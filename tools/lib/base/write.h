#ifndef BASE_WRITE_H
#define BASE_WRITE_H

#include <stdbool.h>

#include "base/str.h"

/* Writes all bytes to an open file. False: errno tells why not. */
bool write_all(int fd, struct str bytes);

/* Makes a file of these bytes, or has it hold nothing else; they may not be on
 * the disk yet. False as above. */
bool write_file(const char *path, struct str bytes);

#endif
