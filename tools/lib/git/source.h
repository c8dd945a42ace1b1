#ifndef GIT_SOURCE_H
#define GIT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/entry.h"
#include "git/file_stat.h"
#include "text/found.h"
#include "text/glob.h"
#include "base/map.h"
#include "base/str.h"

/* Where files come from: the work tree, the index, a commit, or memory. Gives
 * (path, bytes) and knows nothing of records. Paths are relative to the root
 * of the data repository, with '/', never leaving it. */

struct source;

enum { SOURCE_FILE_MOST = 1 << 20 }; /* a larger file is not read */

/* The work tree around dir (the nearest folder from dir upwards that holds
 * schema/repository.md, else the git work tree's root, else dir itself; never
 * above the git work tree that dir lies in). NULL after saying why. The index
 * and commits find their root in the same way, in what they hold. */
struct source *source_worktree(const char *dir, struct findings *);
struct source *source_index(const char *dir, struct findings *);

/* at: any revision git knows, or YYYY-MM-DD: along first parents from HEAD the
 * first commit whose committer day in zone is not after it. dir may be a bare
 * repository. */
struct source *source_commit(const char *dir, const char *at, const char *zone,
    struct findings *);

/* From now on a file of the work tree counts even where git ignores it: a
 * folder that is named is taken as it is. */
void source_take_ignored(struct source *);

/* Files kept in memory, for examples in rule pages and for tests. */
struct source *source_memory(void);
void source_memory_add(struct source *, struct str path, struct str bytes);

/* From now on a file of the work tree is what an editor has of it, whether it
 * is there or not: these bytes, which must last until it is uncovered (NULL) or
 * the source is closed. */
void source_cover(struct source *, const char *path, const struct str *bytes);

/* From now on only these files are listed; what others hold can still be asked.
 * NULL: all. The paths must last. */
void source_only(struct source *, const struct map *paths);

/* The work tree is looked at and git asked again which files there are, as was
 * done once before: when something was first listed. */
void source_again(struct source *);

/* Does the work tree have all files that git knows of? Else, or where git does
 * not say, what is told of that is no function of the files. */
bool source_is_whole(struct source *);

/* From now on what git says of a work tree is kept in its folder, and not asked
 * again while nothing changed on which it rests. */
void source_keep(struct source *);

void source_close(struct source *);

/* For a commit: its id in hex and its committer day; else NULL, DAY_NONE. */
const char *source_commit_id(const struct source *);
int source_commit_day(const struct source *, const char *zone);

/* From now on what is read of a source is noted, and source_same says whether
 * another one, such as a commit, would have given the same all along: the same
 * files with the same bytes, listed and there or not. It is asked of files, not
 * of git's opinion of the work tree, which may be told not to look. */
void source_note(struct source *);
bool source_same(const struct source *noted, struct source *other);

/* A file that need not be read, since it still has the bytes of this id: noted
 * as if it had been. */
void source_note_same(struct source *, const char *path, const char *id);

/* The same of what is listed and looked at, but for the files that are read and
 * source_files: for who knows by other means that those are the same. As bytes,
 * and whether a source, perhaps in another run, would have given the same:
 * false also when they are no such bytes. What was only looked for cannot be
 * told for ever: false when not all could. */
void source_note_looks(struct source *);
bool source_looks(const struct source *, struct buf *);
bool source_looks_same(struct source *, struct str);

/* Where that is noted: what is looked at from now on, up to the end, by itself.
 * And what was looked at in such a while, if it would be the same, is noted as
 * looked at again. False: as above. */
void source_looks_begin(struct source *);
bool source_looks_end(struct source *, struct buf *);
bool source_looks_again(struct source *, struct str);

/* Every file whose path matches one of the patterns and none of the excepted
 * (glob.h), sorted by path as bytes; kept in the arena. A symbolic link and
 * another repository (a submodule) are listed, never followed or entered; .git
 * is never entered; left out are files of the work tree that git ignores, and
 * those of the index that "git add -N" only announced. False after saying what
 * could not be listed (*n and *list hold the rest all the same). */
bool source_list(struct source *, const struct globs *, struct arena *,
    struct entry **list, size_t *n, struct findings *);

/* The same without links and other repositories: the files that can be records,
 * which are the same wherever they are read. */
bool source_files(struct source *, const struct globs *, struct arena *,
    struct entry **list, size_t *n, struct findings *);

/* What lies there itself, no link followed: a MODE_ of entry.h, as it would be
 * listed; MODE_FOLDER: any folder; 0: nothing, or a file that git ignores. */
unsigned source_mode(struct source *, const char *path);

/* Is there a file (or a folder) of that path? */
bool source_has(struct source *, const char *path);

/* Is a folder there, or a link that leads to one? */
bool source_is_folder(struct source *, const char *path);

/* The bytes of a file, added to b. False after saying why: not there, not
 * readable, a folder, a link that leaves the root, larger than
 * SOURCE_FILE_MOST. Threads may list, look and read in one source at a time,
 * each with findings of its own: the work tree and memory serve them side by
 * side, the index and a commit one after the other. */
bool source_read(struct source *, const char *path, struct buf *b,
    struct findings *);

/* By what a file of the work tree is known to be the one it was. False: that
 * cannot be told (no plain file, or no work tree). Threads may ask side by
 * side. */
bool source_stat(struct source *, const char *path, struct file_stat *);

/* The same of many, of which those in one folder follow each other; of one of
 * which it cannot be told it stays what it is. */
void source_stat_all(struct source *, const struct entry *, size_t n,
    struct file_stat *);

/* git's own folder for this work tree, or of a bare repository; kept with the
 * source. NULL: there is none, or what is read is not what lies there, as some
 * of it is covered. */
const char *source_git_folder(struct source *);

/* The root's path in the file system, or NULL (a commit, the index, memory). */
const char *source_root(const struct source *);

/* Where the root lies in the repository that holds it: "x/y", without links; ""
 * is its top, or outside of any. Valid until the source is closed. */
const char *source_folder(struct source *);

/* "records/x.md" for what a person in the current folder calls "../x.md": a
 * path relative to the root, kept in the arena; "" for the root itself, NULL
 * for what lies outside. Links in folders are resolved, the last part may be
 * one. Without a work tree (a bare repository, memory) what is typed is already
 * relative to the root. */
const char *source_path(const struct source *, const char *as_typed,
    struct arena *);

#endif
