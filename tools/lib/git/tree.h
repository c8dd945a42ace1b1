#ifndef GIT_TREE_H
#define GIT_TREE_H

#include <stdbool.h>

#include "git/oid.h"
#include "git/tree_entry.h"
#include "text/found.h"

/* Trees of a repository, as bytes that are gone through entry by entry: to hold
 * a large one as a list costs more than to compare its bytes. */

struct repository;

/* Reads them, and keeps those that were read last. Not for several threads. */
struct tree_reader;
struct tree_reader *tree_reader_new(const struct repository *);
void tree_reader_free(struct tree_reader *);

struct tree_cursor {
	struct oid id;
	void *held;               /* NULL: none */
	struct tree_marks *marks; /* where entries begin; NULL: not known */
	struct str bytes, rest;   /* rest: after the entry */
	struct tree_entry entry;  /* where there is one */
	bool there;
};

/* Opens one, before its first entry; of no tree (id none) one without entries.
 * path: for what is said; NULL: none. False after saying why it cannot be read;
 * it is to be closed all the same. */
bool tree_open(struct tree_reader *, struct tree_cursor *, const struct oid *,
    const char *path, struct findings *);
void tree_close(struct tree_cursor *);

/* Goes to the next entry; there is none at the end. False: what comes next is
 * no entry (tree_step says it), and there is none then. */
bool tree_next(struct tree_cursor *);
bool tree_step(struct tree_cursor *, struct findings *);

/* Passes what two trees go on with alike, before their next entries. */
void tree_skip_alike(struct tree_reader *, struct tree_cursor *,
    struct tree_cursor *);

/* What stands at a path in a tree, whose own path is "": its mode, 0 where
 * nothing is or another repository. False after saying what is missing. */
bool tree_find(struct tree_reader *, const struct oid *tree, struct str path,
    struct oid *, unsigned *mode, struct findings *);

#endif
