#ifndef PUSH_REACH_H
#define PUSH_REACH_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "git/revwalk.h"

/* Says that git could not tell what is pushed: always false. */
bool reach_untold(struct findings *);

/* Which commits lead to which, among those that a push is about. git is asked
 * once for all its refs, whatever their number; what leads to the judge's
 * commit is left out, so that a long history costs nothing. */
struct reach;

/* What the refs of a push are to lead to, and what they lead to now: commits,
 * in hex. judge NULL: there is none. NULL after saying why it cannot be
 * told. */
struct reach_ask {
	const char *const *tips, *const *olds;
	size_t n_tips, n_olds;
	const char *judge;
};
struct reach *reach_read(const struct reach_ask *, struct findings *);
void reach_free(struct reach *);

size_t reach_count(const struct reach *); /* commits that are known */

/* Does one commit lead to another? False: git could not tell. */
bool reach_leads(struct reach *, const struct oid *old, const struct oid *tip,
    bool *does);

/* What leads to a tip and is new in the repository. */
enum { REACH_BELOW = 8 }; /* more are not compared with */
struct reach_news {
	size_t n;
	struct oid root; /* one without parents; none */
	bool two_roots;
	struct oid below[REACH_BELOW]; /* what they are built on */
	size_t n_below;
};
void reach_news(struct reach *, const struct oid *tip, struct reach_news *);

/* Tells of all that a ref would gain: what leads to its tip, but neither to
 * where it is now nor to the judge. Of a new ref (old none) it is what is new
 * everywhere: that it names what is here already changes nothing. at is less
 * than the count. When take says false, it is not told further: then false. */
bool reach_gained(struct reach *, const struct oid *tip, const struct oid *old,
    bool (*take)(const struct oid *, size_t at, void *), void *);

/* Where a commit is; the count: it is not known. */
size_t reach_at(const struct reach *, const struct oid *);

/* Is it none that the push brings? */
bool reach_is_here(const struct reach *, const struct oid *);

#endif
