#ifndef RECORD_KNOWN_IDS_H
#define RECORD_KNOWN_IDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/schema.h"
#include "text/found.h"

struct source;

/* The ids that a clone knows: of its work tree, of what is to be committed
 * next, and of all that any ref leads to, other people's branches too. */

/* where: the file; in a commit behind a ref's name, "origin/main:x/y.md". */
struct known_ids {
	const struct schema *schema;
	const struct type *type;
	/* whole: the id itself is asked for. Else, where a file is called as
	 * the last part of its id, that is enough, and no file is read */
	bool whole;
	void (*each)(struct str id, const char *where, void *);
	void *to;
};

/* Tells of each of a type at least once. False after saying what could not be
 * asked: then there may be more. */
bool known_ids_tell(const struct known_ids *, struct source *worktree,
    struct findings *);

/* Is an id free? False after saying where it is already, in whatever letters,
 * or that not all could be asked. */
bool known_ids_is_free(const struct schema *, struct source *worktree,
    const struct type *, struct str id, struct findings *);

/* The next id of these that is free, in the arena: with the number after the
 * highest one that is known, or was once the name of such a file. False as
 * above. */
struct new_id;
bool known_ids_next(const struct schema *, struct source *worktree,
    const struct type *, const struct new_id *, struct str *id, struct arena *,
    struct findings *);

#endif
