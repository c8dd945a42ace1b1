#ifndef GIT_FSCK_H
#define GIT_FSCK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Whether an object is one that git itself would write. git and its like read
 * others, too, each in its own way, so that one shows what another hides; of
 * these there is one reading. */

enum fsck {
	FSCK_SOUND,
#define FSCK(id, name, text) FSCK_##id,
#include "git/fsck.def"
#undef FSCK
	FSCKS
};

/* The first thing that is wrong. at: the name of a header or of a tree's entry,
 * viewed in the bytes; s NULL: neither. */
struct fsck_wrong {
	enum fsck what;
	struct str at;
};

/* Adds "tree 0123456789ab: 'name': what is wrong (itsName)". */
void fsck_tell(struct buf *, const char *kind, const unsigned char id[20],
    const struct fsck_wrong *);

/* True: nothing is wrong. */
bool fsck_commit(struct str bytes, struct fsck_wrong *);
bool fsck_tag(struct str bytes, struct fsck_wrong *);
bool fsck_tree(struct str bytes, struct fsck_wrong *);

/* What git reads in any folder. */
bool fsck_modules(struct str text, struct fsck_wrong *);    /* .gitmodules */
bool fsck_attributes(struct str text, struct fsck_wrong *); /* .gitattributes */

#endif
