#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "finding.h"
#include "str.h"

/* Where files come from: the work tree, the index, a commit, or memory. Gives
 * (path, bytes) and knows nothing of records. Paths are relative to the root
 * of the data repository, with '/', never leaving it. */

struct source;

/* A file or symbolic link that is there. */
struct entry {
	const char *path;
	unsigned mode;				/* as git has it: 0100644, 0120000 … */
	char id[41];				/* blob id in hex; empty in the work tree */
};

enum { SOURCE_FILE_MOST = 1 << 20 };		/* a larger file is not read */

/* The work tree around dir (the nearest folder from dir upwards that holds
 * schema/repository.md, else the git work tree's root, else dir itself). NULL
 * after saying why. */
struct source *source_worktree(const char *dir, struct findings *);
struct source *source_index(const char *dir, struct findings *);

/* at: any revision git knows, or YYYY-MM-DD: along first parents from HEAD the
 * first commit whose committer day in zone is not after it. dir may be a bare
 * repository. */
struct source *source_commit(const char *dir, const char *at, const char *zone,
    struct findings *);

/* Files kept in memory, for examples in rule pages and for tests. */
struct source *source_memory(void);
void source_memory_add(struct source *, struct str path, struct str bytes);

void source_close(struct source *);

/* For a commit: its id in hex and its committer day; else NULL, DAY_NONE. */
const char *source_commit_id(const struct source *);
int source_commit_day(const struct source *, const char *zone);

/* HEAD's commit id in hex in out, and whether the work tree or the index
 * differs from it (asked of git itself). False: no repository, or no commit. */
bool source_head(const char *dir, char out[41], bool *dirty);

/* Every file whose path matches one of the patterns and none of the excepted,
 * sorted by path as bytes; kept in the arena. In a pattern * matches within a
 * folder, ? one character, ** as a whole part any folders, none included.
 * A symbolic link is listed, never followed. False after saying what could
 * not be listed (*n and *list hold the rest all the same). */
struct globs {
	const struct str *match, *except;
	size_t n_match, n_except;
};
bool source_list(struct source *, const struct globs *, struct arena *,
    struct entry **list, size_t *n, struct findings *);
bool glob_match(struct str pattern, struct str path);

/* Is there a file (or a folder) of that path? */
bool source_has(struct source *, const char *path);

/* The bytes of a file, added to b. False after saying why: not there, not
 * readable, a folder, a link that leaves the root, larger than
 * SOURCE_FILE_MOST. */
bool source_read(struct source *, const char *path, struct buf *b,
    struct findings *);

/* The root's path in the file system, or NULL (a commit, the index, memory). */
const char *source_root(const struct source *);

/* "records/x.md" for what a person in the current folder calls "../x.md": a
 * path relative to the root, kept in the arena; NULL when it lies outside. */
const char *source_path(const struct source *, const char *as_typed,
    struct arena *);

#endif
