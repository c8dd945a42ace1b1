/* record_reader: the records of many files, read and typed side by side.
 *
 * Files are taken in batches. A worker fills the next batch that nobody has,
 * in a ring of them; the reader empties them in order. Few files are read by
 * the reader itself: threads cost more than they save. */
#include "record/record_reader.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "record/salvage.h"
#include "record/stage.h"

enum {
	BATCH = 64, /* files taken at once */
	RING = 8,   /* batches at hand */
	WORKERS_MOST = 8,
	FEW = 4 * BATCH, /* files not worth a thread */
};

struct record_reader {
	struct source *source;
	const struct type *type;
	int today;
	bool stages;
	const struct entry *files;
	size_t n, next;           /* files; the one given out next */
	struct read_record *ring; /* RING batches, or a single record */

	pthread_t workers[WORKERS_MOST];
	size_t n_workers;     /* 0: the reader does it all */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t filled, emptied;
	size_t taken; /* batches that a worker has, or had */
	size_t done;  /* batches that were given out */
	bool full[RING];
	bool stop;
};

static void
fill(const struct record_reader *f, const struct entry *file,
    struct read_record *fed)
{
	struct findings to = { .say = say_keep, .to = &fed->said };

	if (fed->said.n)
		kept_release(&fed->said);
	arena_reset(&fed->arena);
	buf_clear(&fed->text);
	fed->record = (struct record){ .path = file->path, .type = f->type };
	fed->read = source_read(f->source, file->path, &fed->text, &to);
	fed->parsed = fed->read &&
	    record_read(&fed->record, f->type, file->path, buf_str(&fed->text),
		&fed->arena, &to);
	if (!fed->parsed)
		fed->record = (struct record){ .path = file->path,
			.type = f->type,
			.id = salvage_id(f->type, file->path,
			    buf_str(&fed->text), &fed->arena) };
	if (fed->parsed && f->stages)
		stage_derive(&fed->record, f->today, &fed->arena, &to);
}

static size_t
batches(const struct record_reader *f)
{
	return (f->n + BATCH - 1) / BATCH;
}

static void
fill_batch(const struct record_reader *f, size_t batch)
{
	struct read_record *at = f->ring + batch % RING * BATCH;
	size_t from = batch * BATCH;

	for (size_t i = from; i < from + BATCH && i < f->n; i++)
		fill(f, &f->files[i], at++);
}

/* The next batch to fill once there is room for it; false: there is none. */
static bool
take(struct record_reader *f, size_t *batch)
{
	bool more;

	pthread_mutex_lock(&f->lock);
	while (!f->stop && f->taken < batches(f) && f->taken >= f->done + RING)
		pthread_cond_wait(&f->emptied, &f->lock);
	more = !f->stop && f->taken < batches(f);
	if (more)
		*batch = f->taken++;
	pthread_mutex_unlock(&f->lock);
	return more;
}

static void *
work(void *arg)
{
	struct record_reader *f = arg;
	size_t batch;

	while (take(f, &batch)) {
		fill_batch(f, batch);
		pthread_mutex_lock(&f->lock);
		f->full[batch % RING] = true;
		pthread_cond_signal(&f->filled);
		pthread_mutex_unlock(&f->lock);
	}
	return NULL;
}

static void
start(struct record_reader *f)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t want = cores < 1  ? 1 :
	    cores > WORKERS_MOST ? WORKERS_MOST :
				   (size_t)cores;

	f->ring = mem_alloc(RING * BATCH * sizeof *f->ring);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->filled, NULL);
	pthread_cond_init(&f->emptied, NULL);
	while (f->n_workers < want &&
	    pthread_create(&f->workers[f->n_workers], NULL, work, f) == 0)
		f->n_workers++;
}

static void
release(struct read_record *fed)
{
	kept_release(&fed->said);
	arena_release(&fed->arena);
	buf_release(&fed->text);
}

struct record_reader *
record_reader_new(struct source *source, const struct type *type, int today,
    bool stages, const struct entry *files, size_t n)
{
	struct record_reader *f = mem_alloc(sizeof *f);

	f->source = source;
	f->type = type;
	f->today = today;
	f->stages = stages;
	f->files = files;
	f->n = n;
	if (n > FEW)
		start(f);
	if (!f->n_workers && !f->ring)
		f->ring = mem_alloc(sizeof *f->ring);
	return f;
}

/* The batch that f->next begins is full now, and the one before it is done. */
static void
await(struct record_reader *f)
{
	size_t batch = f->next / BATCH;

	pthread_mutex_lock(&f->lock);
	if (batch) {
		f->full[(batch - 1) % RING] = false;
		f->done = batch;
		pthread_cond_broadcast(&f->emptied);
	}
	while (!f->full[batch % RING])
		pthread_cond_wait(&f->filled, &f->lock);
	pthread_mutex_unlock(&f->lock);
}

struct read_record *
record_reader_next(struct record_reader *f)
{
	size_t i = f->next;

	if (i == f->n)
		return NULL;
	if (!f->n_workers) {
		fill(f, &f->files[f->next++], f->ring);
		return f->ring;
	}
	if (i % BATCH == 0)
		await(f);
	f->next++;
	return &f->ring[i % (RING * BATCH)];
}

void
record_reader_free(struct record_reader *f)
{
	size_t n = f->n > FEW ? RING * BATCH : 1;

	if (f->n_workers) {
		pthread_mutex_lock(&f->lock);
		f->stop = true;
		pthread_cond_broadcast(&f->emptied);
		pthread_mutex_unlock(&f->lock);
	}
	for (size_t i = 0; i < f->n_workers; i++)
		pthread_join(f->workers[i], NULL);
	if (f->n > FEW) {
		pthread_cond_destroy(&f->filled);
		pthread_cond_destroy(&f->emptied);
		pthread_mutex_destroy(&f->lock);
	}
	for (size_t i = 0; i < n; i++)
		release(&f->ring[i]);
	free(f->ring);
	free(f);
}
