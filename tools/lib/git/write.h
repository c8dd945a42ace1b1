#ifndef GIT_WRITE_H
#define GIT_WRITE_H

#include <stdbool.h>

#include "base/str.h"

/* Writes all bytes to an open file. False: errno tells why not. */
bool write_all(int fd, struct str bytes);

#endif
