#ifndef CHECK_ACCEPTANCES_H
#define CHECK_ACCEPTANCES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/pack.h"
#include "record/record.h"

/* What records accept: entries of the field that repository.md names for it. */

struct acceptance {
	const char *path;
	struct str rule, key, why, by; /* key empty: not of one entry */
	int since, until;              /* days; until DAY_NONE: for good */
	struct place at;
	bool used;
	/* what it names, or the reason, is private */
	bool quiet, quiet_why;
	struct acceptance *next; /* for the same */
};

/* Those of one record, in the arena; path is not set. */
size_t acceptances_read(const struct record *, struct arena *,
    struct acceptance **);
void acceptances_pack(const struct acceptance *, size_t n, struct buf *);
size_t acceptances_unpack(struct unpack *, struct arena *,
    struct acceptance **);

/* Those of all records. All-zero has none. */
struct acceptances {
	struct arena arena;
	struct map by_what; /* → struct acceptance */
	struct acceptance **all;
	size_t n, cap;
};

/* Adds those of a record; path must outlive them. */
void acceptances_add(struct acceptances *, const char *path,
    const struct acceptance *, size_t n);
/* One for what a rule finds in a file, perhaps at an entry, that holds today;
 * NULL: none. */
struct acceptance *acceptances_find(const struct acceptances *,
    const char *path, struct str rule, struct str key, int today);
void acceptances_release(struct acceptances *);

bool acceptances_holds(const struct acceptance *, int today);

#endif
