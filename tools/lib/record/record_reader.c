/* record_reader: the records of many files, read and typed side by side. */
#include "record/record_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "text/kept.h"
#include "record/salvage.h"
#include "record/stage.h"
#include "git/oid.h"

enum { THREADS_MOST = 8 };

struct record_reader {
	struct record_reading how;
	const struct entry *files;
	struct read_record *read; /* n of them, by file modulo n */
	size_t n;
	struct parallel *jobs;
};

static void
name_bytes(const struct record_reader *f, const struct entry *file,
    struct read_record *r)
{
	*r->id = '\0';
	if (!f->how.named || !r->read)
		return;
	if (*file->id)
		memcpy(r->id, file->id, sizeof r->id);
	else
		oid_of_file(buf_str(&r->text), r->id);
}

static void
read_file(size_t file, void *own, void *to)
{
	const struct record_reader *f = to;
	const struct record_reading *how = &f->how;
	const char *path = f->files[file].path;
	struct read_record *r = &f->read[file % f->n];
	struct findings said = { .say = kept_say, .to = &r->said };

	(void)own;
	if (r->said.n)
		kept_release(&r->said);
	arena_reset(&r->arena);
	buf_clear(&r->text);
	r->own = NULL;
	r->record = (struct record){ .path = path, .type = how->type };
	r->read = source_read(how->source, path, &r->text, &said);
	name_bytes(f, &f->files[file], r);
	r->parsed = r->read &&
	    record_read(&r->record, how->type, path, buf_str(&r->text),
		&r->arena, &said);
	if (!r->parsed)
		r->record = (struct record){ .path = path,
			.type = how->type,
			.id = salvage_id(how->type, path, buf_str(&r->text),
			    &r->arena) };
	if (r->parsed && how->stages)
		stage_derive(&r->record, how->today, &r->arena, &said);
	if (r->parsed && how->look)
		r->own = how->look(&r->record, &r->arena, &said, how->to);
}

struct record_reader *
record_reader_start(const struct record_reading *how, const struct entry *files,
    size_t n)
{
	struct record_reader *f = mem_alloc(sizeof *f);
	struct parallel_jobs jobs = { .n = n,
		.most = THREADS_MOST,
		.work = read_file,
		.to = f };

	*f = (struct record_reader){ .how = *how, .files = files };
	f->n = parallel_slots(&jobs);
	f->read = mem_alloc(f->n * sizeof *f->read);
	f->jobs = parallel_new(&jobs);
	return f;
}

struct record_reader *
record_reader_new(struct source *source, const struct type *type, int today,
    bool stages, const struct entry *files, size_t n)
{
	const struct record_reading how = { .source = source,
		.type = type,
		.today = today,
		.stages = stages };

	return record_reader_start(&how, files, n);
}

struct read_record *
record_reader_next(struct record_reader *f)
{
	size_t file;

	return parallel_next(f->jobs, &file) ? &f->read[file % f->n] : NULL;
}

void
record_reader_free(struct record_reader *f)
{
	parallel_free(f->jobs);
	for (size_t i = 0; i < f->n; i++) {
		kept_release(&f->read[i].said);
		arena_release(&f->read[i].arena);
		buf_release(&f->read[i].text);
	}
	free(f->read);
	free(f);
}
