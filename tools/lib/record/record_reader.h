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
	void *own;         /* of a parsed one, what look gave */
	/* it lives here; also yours, until the next one */
	struct arena arena;
	struct buf text; /* its file */
};

struct record_reader;

/* How they are read; the source and the type must outlive the reader. */
struct record_reading {
	struct source *source;
	const struct type *type;
	int today;
	bool stages; /* derive them, up to today */
	bool named;  /* each file's id is asked, too */
	/* what else is done with each that is parsed, by the thread that read
	 * it, which may say findings and give what lies in the arena; NULL:
	 * nothing */
	void *(*look)(const struct record *, struct arena *, struct findings *,
	    void *to);
	void *to;
};

/* The files are n entries of the source, all of one type, which must outlive
 * the reader. */
struct record_reader *record_reader_start(const struct record_reading *,
    const struct entry *, size_t n);
/* The same where no more is asked. */
struct record_reader *record_reader_new(struct source *, const struct type *,
    int today, bool stages, const struct entry *, size_t n);

/* The next record, good until the next call; NULL after the last. */
struct read_record *record_reader_next(struct record_reader *);
void record_reader_free(struct record_reader *);

#endif
