#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Bytes as letters (RFC 4648) and back, white space between them skipped. */
void base64_add(struct buf *, struct str bytes);
bool base64_read(struct buf *, struct str text); /* false: it is none */

#endif
