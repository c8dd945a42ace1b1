#ifndef RECORD_RECORD_READER_H
#define RECORD_RECORD_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/kept.h"
#include "record/record.h"
#include "git/source.h"

/* The records of many files, read and typed by several threads, given out in
 * the order of the files. */

struct read_record {
	/* parsed false: path and type only, and the id where that is told */
	struct record record;
	bool parsed;
	bool read;         /* its bytes could be read */
	char id[ENTRY_ID]; /* as git names its bytes, where that was asked */
	struct kept said;  /* findings about it */
	/* it lives here; also yours, until the next one */
	struct arena arena;
	struct buf text; /* its file */
};

struct record_reader;

/* The files are n entries of the source, all of one type; they, the source and
 * the type must outlive the reader. stages: derive them, up to today. */
struct record_reader *record_reader_new(struct source *, const struct type *,
    int today, bool stages, const struct entry *, size_t n);
/* The same, and each file's id. */
struct record_reader *record_reader_named(struct source *, const struct type *,
    int today, bool stages, const struct entry *, size_t n);

/* The next record, good until the next call; NULL after the last. */
struct read_record *record_reader_next(struct record_reader *);
void record_reader_free(struct record_reader *);

#endif
