#ifndef AUDIT_SOUND_H
#define AUDIT_SOUND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/found.h"
#include "base/map.h"
#include "git/revwalk.h"

/* Whether what commits bring is made of objects that git itself would write,
 * and how much it is. What a parent has at the same place already was asked of
 * the parent. */
struct sound {
	/* Given. */
	struct revwalk *past;
	size_t most; /* changes that are looked at; 0: all */
	/* is each file there? A partial clone lacks some, a push none */
	bool files;
	/* May a record lie at a path of the data, or below it? NULL: not asked.
	 * No link and no submodule may then stand there. */
	bool (*is_of_records)(struct str path, void *);
	void *to;
	struct findings *out; /* who is told what is wrong */

	/* Found. */
	/* files, in all commits, that differ from what each parent has */
	size_t changes;
	bool wrong;         /* something was said to be */
	struct map counted; /* by tree */
	struct arena arena;
};
void sound_release(struct sound *); /* what was found */

/* A commit and all that is new in its tree; what is wrong is said at this
 * place. False after telling trouble of what could not be read. */
bool sound_commit(struct sound *, const struct revwalk_commit *,
    struct place at, struct findings *trouble);

/* The tags that lead from a ref to its commit. */
bool sound_tags(struct sound *, const struct oid *, struct place at,
    struct findings *trouble);

/* Files that a tree has when it is checked out; no more than most are counted,
 * which is the same in all calls. */
bool sound_count(struct sound *, const struct oid *tree, size_t most, size_t *n,
    struct findings *trouble);

#endif
