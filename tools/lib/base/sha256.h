#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/buf.h"
#include "base/str.h"

/* The SHA-256 of a text (FIPS 180-4), added as Base64. */
void sha256_add_base64(struct buf *, struct str);

#endif
