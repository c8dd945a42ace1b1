#ifndef GIT_OID_H
#define GIT_OID_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "git/entry.h"
#include "text/place.h"

/* The name of an object. All-zero: none. */
struct oid {
	unsigned char b[20];
};

bool oid_eq(const struct oid *, const struct oid *);
bool oid_none(const struct oid *);
struct str oid_str(const struct oid *);                /* its bytes, as a key */
char *oid_hex(const struct oid *, char out[ENTRY_ID]); /* returns out */
bool oid_read(struct oid *, const char *hex);
bool oid_read_start(struct oid *, struct str hex); /* of a longer text */
bool oid_read_line(struct oid *, struct str hex);  /* nothing else in it */

/* "ID:path", or "ID" alone where path is empty. */
struct place oid_place(const struct oid *, struct str path, struct arena *);
/* Such a place as people see it, with the first 12 digits; else the path. */
const char *oid_place_shown(const char *path, struct arena *);

/* The id, in hex, that git gives to a file of these bytes. */
void oid_of_file(struct str bytes, char out[ENTRY_ID]);

#endif
