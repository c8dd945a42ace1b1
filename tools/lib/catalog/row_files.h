#ifndef CATALOG_ROW_FILES_H
#define CATALOG_ROW_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/entry.h"
#include "git/file_stat.h"
#include "record/steady.h"

/* The files of a type whose rows are kept, and what is known of each. */

struct row_file {
	int64_t rec;  /* by which its rows are found; 0: it has none yet */
	bool same;    /* the rows that are kept are those of its bytes */
	bool parsed;  /* of one that is the same */
	bool current; /* and what today changes is not different from then */
	struct steady days;    /* of that */
	struct file_stat stat; /* all-zero: it cannot be told */
	char id[ENTRY_ID];     /* known before, else empty */
};

/* One that is no more. */
struct row_gone {
	int64_t rec;
	const char *path;
};

/* Files that are kept together, so that not all are kept anew where one
 * changed. */
struct row_piece {
	size_t from, n; /* in the list of files */
	bool changed;   /* something in it, or that was */
};

struct row_files {
	struct row_file *all; /* as the list of files */
	struct row_gone *gone;
	size_t n_gone, cap_gone;
	struct arena paths; /* of those */
	bool changed;       /* what is known is to be kept anew */
	struct row_piece *pieces;
	size_t n_pieces, cap_pieces;
	bool cut; /* none of them is kept yet */
};

/* A piece as bytes, which are read at every start: paths, in order, by what
 * follows what is the same as in the one before, numbers by how they differ
 * from its. */
void row_files_pack(const struct row_files *, const struct row_piece *,
    const struct entry *list, struct buf *);

/* Cuts them anew, if they were not cut yet or one holds too many. */
void row_files_cut(struct row_files *, size_t n);

/* What was known of a type, piece by piece, is told beside what a list of files
 * looks like now. False: those were other bytes, and no file may be taken for
 * new. */
bool row_files_compare(struct row_files *, struct str bytes,
    const struct entry *list, size_t n, int today);

void row_files_release(struct row_files *);

#endif
