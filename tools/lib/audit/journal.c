/* journal: what was found of each commit, for the next audit.
 *
 * It lies in one file, which is read and written as a whole: numbers and texts
 * as this machine has them, after a sum of them all. */
#include "audit/journal.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/siphash.h"
#include "git/cachefile.h"
#include "base/write.h"
#include "text/day.h"

static const char format[] = "ketnap audit 1";

struct zone {
	struct str name, data;
};

/* What a file holds. */
struct walk {
	struct zone *zones;
	size_t n_zones, cap_zones;
	struct str end_key, end; /* s NULL: none */
	struct journal_entry *all;
	size_t n, cap;
};

struct journal {
	struct cachefile *file;
	bool keep;
	struct str key;
	struct arena arena;
	struct buf bytes; /* of the file */
	struct walk was, now;
	struct map by_id;  /* struct journal_entry, of was */
	struct buf walked; /* the entries of now, written */
};

/* Texts. */

void
journal_add_number(struct buf *b, long long n)
{
	buf_add(b, (struct str){ (const char *)&n, sizeof n });
}

bool
journal_next_number(struct str *rest, long long *n)
{
	if (rest->n < sizeof *n)
		return false;
	memcpy(n, rest->s, sizeof *n);
	*rest = str_from(*rest, sizeof *n);
	return true;
}

void
journal_add(struct buf *b, struct str s)
{
	journal_add_number(b, (long long)s.n);
	buf_add(b, s);
	buf_addc(b, '\0');
}

bool
journal_next(struct str *rest, struct str *s)
{
	struct str from = *rest;
	long long n;

	if (!journal_next_number(&from, &n) || n < 0 ||
	    (unsigned long long)n >= from.n || from.s[n])
		return false;
	*s = str_first(from, (size_t)n);
	*rest = str_from(from, (size_t)n + 1);
	return true;
}

/* Findings. What is NULL has no letters. */

void
journal_add_finding(struct buf *b, const struct finding *f)
{
	journal_add_number(b, (long long)f->level);
	journal_add_number(b, f->at.line);
	journal_add_number(b, f->at.col);
	journal_add_number(b, (long long)f->more);
	journal_add(b, str_of(f->id));
	journal_add(b, str_of(f->at.path));
	journal_add(b, str_of(f->text));
}

static const char *
some(struct str s)
{
	return s.n ? s.s : NULL;
}

static bool
next_finding(struct str *rest, struct finding *f)
{
	long long level, line, col, more;
	struct str id, path, text;

	if (!journal_next_number(rest, &level) ||
	    !journal_next_number(rest, &line) ||
	    !journal_next_number(rest, &col) ||
	    !journal_next_number(rest, &more) || !journal_next(rest, &id) ||
	    !journal_next(rest, &path) || !journal_next(rest, &text) ||
	    level < 0 || level >= LEVELS)
		return false;
	*f = (struct finding){ .id = some(id),
		.level = (enum level)level,
		.at = { some(path), (int)line, (int)col },
		.text = text.s,
		.more = (size_t)more };
	return true;
}

void
journal_pass(struct str texts, struct findings *to)
{
	struct finding f;

	while (next_finding(&texts, &f))
		found_pass(to, &f);
}

/* Reading. */

static bool
next_oid(struct str *rest, struct oid *id)
{
	if (rest->n < sizeof id->b)
		return false;
	memcpy(id->b, rest->s, sizeof id->b);
	*rest = str_from(*rest, sizeof id->b);
	return true;
}

static bool
next_int(struct str *rest, int *i)
{
	long long n;

	if (!journal_next_number(rest, &n))
		return false;
	*i = (int)n;
	return true;
}

/* Bits of an entry. */
enum { FUTURE = 1, UNSURE = 2, ROOT = 4, MERGE = 8 };

static bool
next_entry(struct str *rest, struct journal_entry *e)
{
	int bits;
	bool ok = next_oid(rest, &e->id) && next_int(rest, &e->day) &&
	    next_int(rest, &e->latest) && next_int(rest, &bits);
	long long n;

	for (size_t i = 0; ok && i < JOURNAL_COUNTS; i++) {
		ok = journal_next_number(rest, &n);
		e->counts[i] = (size_t)n;
	}
	ok = ok && journal_next(rest, &e->found) &&
	    journal_next(rest, &e->corrections) &&
	    journal_next(rest, &e->deleted) && journal_next(rest, &e->said);
	if (!ok)
		return false;
	e->future = bits & FUTURE;
	e->unsure = bits & UNSURE;
	e->root = bits & ROOT;
	e->merge = bits & MERGE;
	return true;
}

static bool
same_zone(const struct zone *z)
{
	struct buf data = { 0 };
	bool same =
	    day_zone_data(z->name.s, &data) && str_eq(buf_str(&data), z->data);

	buf_release(&data);
	return same;
}

static bool
next_zones(struct str *rest, struct walk *w)
{
	long long n;
	bool ok = journal_next_number(rest, &n);

	for (long long i = 0; ok && i < n; i++) {
		struct zone z;

		ok = journal_next(rest, &z.name) &&
		    journal_next(rest, &z.data) && same_zone(&z);
		if (ok)
			*MEM_PUSH(w->zones, w->n_zones, w->cap_zones) = z;
	}
	return ok;
}

static bool
next_walk(struct str rest, struct str key, struct walk *w)
{
	struct str text;
	bool ok = journal_next(&rest, &text) && str_is(text, format) &&
	    journal_next(&rest, &text) && str_eq(text, key) &&
	    next_zones(&rest, w) && journal_next(&rest, &w->end_key) &&
	    journal_next(&rest, &w->end);

	while (ok && rest.n) {
		struct journal_entry e = { 0 };

		ok = next_entry(&rest, &e);
		if (ok)
			*MEM_PUSH(w->all, w->n, w->cap) = e;
	}
	return ok;
}

static void
walk_release(struct walk *w)
{
	free(w->zones);
	free(w->all);
	*w = (struct walk){ 0 };
}

/* It keeps out what the disk made of the file, not who writes such files. */
static uint64_t
sum(struct str bytes)
{
	static const struct sipkey key = { 0x6b65746e6170, 0x617564697431 };

	return siphash(key, bytes);
}

static bool
take_body(struct str *bytes)
{
	uint64_t told;

	if (bytes->n < sizeof told)
		return false;
	memcpy(&told, bytes->s, sizeof told);
	*bytes = str_from(*bytes, sizeof told);
	return sum(*bytes) == told;
}

static void
read_file(struct journal *j)
{
	struct str bytes;

	if (!buf_read_file(&j->bytes, cachefile_path(j->file), SIZE_MAX / 4))
		buf_clear(&j->bytes);
	bytes = buf_str(&j->bytes);
	if (!take_body(&bytes) || !next_walk(bytes, j->key, &j->was))
		walk_release(&j->was);
	for (size_t i = 0; i < j->was.n; i++)
		*map_put(&j->by_id, oid_str(&j->was.all[i].id)) =
		    &j->was.all[i];
	for (size_t i = 0; i < j->was.n_zones; i++)
		*MEM_PUSH(j->now.zones, j->now.n_zones, j->now.cap_zones) =
		    j->was.zones[i];
}

struct journal *
journal_open(const char *folder, const char *name, struct str key, bool keep,
    struct findings *to)
{
	struct cachefile *file = cachefile_open(folder, name, to);
	struct journal *j;

	if (!file)
		return NULL;
	j = mem_alloc(sizeof *j);
	j->file = file;
	j->keep = keep;
	j->key = arena_keep(&j->arena, key);
	if (cachefile_sealed(file))
		read_file(j);
	return j;
}

size_t
journal_count(const struct journal *j)
{
	return j->was.n;
}

const struct journal_entry *
journal_at(const struct journal *j, size_t i)
{
	return &j->was.all[i];
}

const struct journal_entry *
journal_find(const struct journal *j, const struct oid *id)
{
	return map_get(&j->by_id, oid_str(id));
}

struct str
journal_end(const struct journal *j, struct str key)
{
	return str_eq(key, j->was.end_key) ? j->was.end : (struct str){ 0 };
}

/* Writing. */

void
journal_note(struct journal *j, const struct journal_entry *e)
{
	struct buf *b = &j->walked;

	buf_add(b, oid_str(&e->id));
	journal_add_number(b, e->day);
	journal_add_number(b, e->latest);
	journal_add_number(b,
	    (e->future ? FUTURE : 0) | (e->unsure ? UNSURE : 0) |
		(e->root ? ROOT : 0) | (e->merge ? MERGE : 0));
	for (size_t i = 0; i < JOURNAL_COUNTS; i++)
		journal_add_number(b, (long long)e->counts[i]);
	journal_add(b, e->found);
	journal_add(b, e->corrections);
	journal_add(b, e->deleted);
	journal_add(b, e->said);
}

void
journal_note_zone(struct journal *j, const char *zone)
{
	struct walk *w = &j->now;
	struct buf data = { 0 };

	for (size_t i = 0; i < w->n_zones; i++)
		if (str_is(w->zones[i].name, zone))
			return;
	day_zone_data(zone, &data);
	*MEM_PUSH(w->zones, w->n_zones, w->cap_zones) =
	    (struct zone){ arena_keep(&j->arena, str_of(zone)),
		    arena_take(&j->arena, &data) };
}

void
journal_note_end(struct journal *j, struct str key, struct str texts)
{
	j->now.end_key = arena_keep(&j->arena, key);
	j->now.end = arena_keep(&j->arena, texts);
}

void
journal_spoil(struct journal *j)
{
	j->keep = false;
}

static void
add_body(struct journal *j, struct buf *b)
{
	journal_add(b, STR(format));
	journal_add(b, j->key);
	journal_add_number(b, (long long)j->now.n_zones);
	for (size_t i = 0; i < j->now.n_zones; i++) {
		journal_add(b, j->now.zones[i].name);
		journal_add(b, j->now.zones[i].data);
	}
	journal_add(b, j->now.end_key);
	journal_add(b, j->now.end);
	buf_add(b, buf_str(&j->walked));
}

/* Of one that is read by others at this moment nothing is said: it is kept the
 * next time. */
static void
keep(struct journal *j, struct findings *to)
{
	struct buf body = { 0 }, all = { 0 };
	uint64_t told;

	add_body(j, &body);
	if (str_eq(buf_str(&body), str_from(buf_str(&j->bytes), sizeof told)) ||
	    !cachefile_change(j->file))
		goto out;
	told = sum(buf_str(&body));
	buf_add(&all, (struct str){ (const char *)&told, sizeof told });
	buf_add(&all, buf_str(&body));
	if (!cachefile_empty(j->file) ||
	    !write_file(cachefile_path(j->file), buf_str(&all)) ||
	    !cachefile_seal(j->file)) {
		cachefile_unkept(j->file, strerror(errno), to);
		cachefile_drop(j->file);
	}
out:
	buf_release(&body);
	buf_release(&all);
}

void
journal_close(struct journal *j, bool whole, struct findings *to)
{
	if (!j)
		return;
	if (whole && j->keep)
		keep(j, to);
	cachefile_close(j->file);
	walk_release(&j->was);
	walk_release(&j->now);
	map_release(&j->by_id);
	buf_release(&j->bytes);
	buf_release(&j->walked);
	arena_release(&j->arena);
	free(j);
}
