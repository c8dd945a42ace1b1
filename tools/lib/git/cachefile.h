#ifndef GIT_CACHEFILE_H
#define GIT_CACHEFILE_H

#include <stdbool.h>

/* A file of ours in git's folder that can be thrown away at any moment. It
 * counts only as it was sealed: another size, inode or time, or none of them
 * noted, and it is made anew. (Nothing else may be trusted of a file that was
 * cut short, copied or half written.) While one process writes, no other reads,
 * and the other way round. */
struct cachefile;

/* folder: git's. NULL: another process writes it now, or it cannot be kept
 * here; then one works without it. Readers may be several. */
struct cachefile *cachefile_open(const char *folder, const char *name);
void cachefile_close(struct cachefile *);

const char *cachefile_path(const struct cachefile *);
bool cachefile_sealed(const struct cachefile *); /* may be read */

/* May it be changed from now on? False when others read it, or nothing may be
 * written here. It is no longer sealed then. */
bool cachefile_change(struct cachefile *);
bool cachefile_empty(struct cachefile *); /* to begin with nothing */

/* All was written: it is brought to the disk and may be read by others. */
bool cachefile_seal(struct cachefile *);

#endif
