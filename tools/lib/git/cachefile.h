#ifndef GIT_CACHEFILE_H
#define GIT_CACHEFILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/file_stat.h"
#include "text/found.h"

/* A file of ours in git's folder that can be thrown away at any moment. It
 * counts only as it was sealed: another size, inode or time, or none of them
 * noted, and it is made anew. (Nothing else may be trusted of a file that was
 * cut short, copied or half written.) While one process writes, no other reads,
 * and the other way round. */
struct cachefile;

/* What is kept of one data folder of a repository (base: see revwalk_base) is
 * called by it, too: there may be others. In an arena. */
const char *cachefile_name(struct arena *, const char *name, struct str base);

/* folder: git's. NULL: another process writes it now, or it cannot be kept
 * here; then one works without it. Readers may be several. What stands in its
 * place and is not ours, or not as we left it, is told (NULL: not) in a line;
 * that another one writes, or that nothing may be written here, is not. */
struct cachefile *cachefile_open(const char *folder, const char *name,
    struct findings *);
void cachefile_close(struct cachefile *);

const char *cachefile_path(const struct cachefile *);
bool cachefile_sealed(const struct cachefile *); /* may be read */

/* The time of a file that is written beside it now, by which one knows which
 * files may yet change without a trace. False: nothing may be written here. */
bool cachefile_now(const struct cachefile *, struct file_stat *);

/* May it be changed from now on? It is no longer sealed then. False when others
 * read it, or nothing may be written here: it is sealed still if it is the file
 * that it was. */
bool cachefile_change(struct cachefile *);
bool cachefile_empty(struct cachefile *); /* to begin with nothing */

/* The path of an empty file beside it, that is written while others read this
 * one, or write their own: it takes the place of this, which may be changed
 * then, or is dropped. NULL: another process has one, or nothing may be
 * written. False: it could not be renamed, and is dropped. */
const char *cachefile_part(struct cachefile *);
bool cachefile_part_take(struct cachefile *);
void cachefile_part_drop(struct cachefile *);

void cachefile_drop(struct cachefile *); /* what could not be written */

/* All was written: it is brought to the disk and may be read by others. */
bool cachefile_seal(struct cachefile *);

/* One that is read and written whole needs no seal: it is trusted by the sum of
 * its bytes. What is wrong with it is told (NULL: not). Whoever puts one there
 * leaves the old one or the new one; adds the sum to the bytes. */
bool cachefile_get(const struct cachefile *, struct buf *, struct findings *);
bool cachefile_put(const struct cachefile *, struct buf *);

/* Tells in a line that what was found out could not be kept, and why. */
void cachefile_unkept(const struct cachefile *, const char *why,
    struct findings *);

#endif
