#ifndef GIT_READSET_H
#define GIT_READSET_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "git/entry.h"
#include "text/glob.h"
#include "base/map.h"
#include "base/pack.h"
#include "base/siphash.h"

/* What was read of a source: the files and their bytes, what was listed, and
 * whether something was there. By it another source can be asked for the same.
 * Threads may add to one at a time. */
struct readset {
	pthread_mutex_t lock;
	struct arena arena;
	/* by path: its blob's id in hex, empty where it could not be read */
	struct map files;
	/* by path, of a folder with '/' at its end: LOOK_THERE or LOOK_NOT */
	struct map looks;
	struct map modes; /* by path: its mode + 1 */
	bool no_files;    /* those that are read are not noted */
	struct listing *lists;
	size_t n, cap;
	bool torn; /* a file was read with two contents, or could not be */
};

enum { LOOK_NOT = 1, LOOK_THERE };

/* By what it is told whether a list is the same. */
enum listing_told {
	TOLD_NOT,    /* something could not be listed */
	TOLD_LIST,   /* by what is listed */
	TOLD_FOLDERS /* by all names where it was looked for */
};

/* What a list of files was asked for, and what came out. */
struct listing {
	struct globs which;
	bool only_files;
	enum listing_told told;
	uint64_t id;
	struct sipkey secret; /* by which a list is told */
};

struct readset *readset_new(void);
void readset_free(struct readset *);

/* id empty: it could not be read. */
void readset_file(struct readset *, const char *path, const char *id);
void readset_look(struct readset *, const char *path, bool there);
/* From now on it can be told of nothing that it would be the same. */
void readset_torn(struct readset *);
void readset_mode(struct readset *, const char *path, unsigned mode);
/* What it views is copied. */
void readset_list(struct readset *, const struct listing *);
/* All that was noted in another, of which files were not. */
void readset_add(struct readset *, const struct readset *);

/* What was listed and looked at, as bytes. False: not all can be told. */
bool readset_pack(const struct readset *, struct buf *);
/* The same back, in the arena of an empty one; false: these are other bytes. */
bool readset_unpack(struct readset *, struct str);

#endif
