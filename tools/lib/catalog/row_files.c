/* row_files: the files whose rows are kept, and what is known of each. */
#include "catalog/row_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "text/date.h"

/* An id as half as many bytes. */
enum { RAW_ID = (ENTRY_ID - 1) / 2 };

static void
pack_id(struct buf *b, const char *id)
{
	char raw[RAW_ID];

	buf_addc(b, *id != '\0');
	for (size_t i = 0; *id && i < RAW_ID; i++)
		raw[i] =
		    (char)(str_hex(id[2 * i]) << 4 | str_hex(id[2 * i + 1]));
	if (*id)
		buf_add(b, (struct str){ raw, RAW_ID });
}

static struct str
take_bytes(struct unpack *p, size_t n)
{
	struct str bytes = str_first(p->rest, n);

	p->ok = p->ok && n <= p->rest.n;
	p->rest = str_from(p->rest, p->ok ? n : p->rest.n);
	return bytes;
}

static void
take_id(struct unpack *p, char id[ENTRY_ID])
{
	static const char digits[] = "0123456789abcdef";
	struct str is = take_bytes(p, 1), raw;

	id[0] = '\0';
	if (!p->ok || !*is.s)
		return;
	raw = take_bytes(p, RAW_ID);
	for (size_t i = 0; p->ok && i < RAW_ID; i++) {
		unsigned char c = (unsigned char)raw.s[i];

		id[2 * i] = digits[c >> 4];
		id[2 * i + 1] = digits[c & 0xf];
	}
	id[p->ok ? ENTRY_ID - 1 : 0] = '\0';
}

/* Numbers wrap around rather than overflow. */
static void
pack_step(struct buf *b, int64_t now, int64_t last)
{
	pack_number(b, (int64_t)((uint64_t)now - (uint64_t)last));
}

static int64_t
take_step(struct unpack *p, int64_t last)
{
	return (int64_t)((uint64_t)last + (uint64_t)pack_take_number(p));
}

/* The time of a change is most often that of the bytes. */
static void
pack_file(struct buf *b, const struct row_file *f, const struct row_file *last)
{
	const struct file_stat *s = &f->stat, *t = &last->stat;

	pack_step(b, f->rec, last->rec);
	pack_number(b, f->parsed);
	pack_step(b, f->days.from, last->days.from);
	pack_step(b, f->days.until, last->days.until);
	pack_number(b, s->size);
	pack_step(b, s->modified, t->modified);
	pack_step(b, s->changed, s->modified);
	pack_step(b, (int64_t)s->device, (int64_t)t->device);
	pack_step(b, (int64_t)s->inode, (int64_t)t->inode);
	pack_step(b, s->mode, t->mode);
	pack_id(b, f->id);
}

static void
take_file(struct unpack *p, struct row_file *f)
{
	struct file_stat *s = &f->stat;

	f->rec = take_step(p, f->rec);
	f->parsed = pack_take_number(p);
	f->days.from = (int)take_step(p, f->days.from);
	f->days.until = (int)take_step(p, f->days.until);
	s->size = pack_take_number(p);
	s->modified = take_step(p, s->modified);
	s->changed = take_step(p, s->modified);
	s->device = (unsigned long long)take_step(p, (int64_t)s->device);
	s->inode = (unsigned long long)take_step(p, (int64_t)s->inode);
	s->mode = (unsigned)take_step(p, s->mode);
	take_id(p, f->id);
}

static size_t
same_start(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

void
row_files_pack(const struct row_files *files, const struct entry *list,
    size_t n, struct buf *b)
{
	const struct row_file none = { 0 }, *last = &none;
	const char *before = "";

	pack_number(b, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		size_t same = same_start(before, list[i].path);

		pack_number(b, (int64_t)same);
		pack_str(b, str_of(list[i].path + same));
		pack_file(b, &files->all[i], last);
		before = list[i].path;
		last = &files->all[i];
	}
}

/* One after the other out of such bytes. */
struct reader {
	struct unpack bytes; /* not ok: they were none */
	size_t left;
	struct buf path;
	struct row_file file;
};

/* False: there is no more. */
static bool
next(struct reader *r, int today)
{
	struct unpack *p = &r->bytes;
	int64_t same = r->left ? pack_take_number(p) : 0;
	struct str rest = r->left ? pack_take_str(p) : (struct str){ 0 };
	struct row_file *f = &r->file;

	p->ok = p->ok && same >= 0 && (uint64_t)same <= r->path.n;
	if (!r->left || !p->ok)
		return false;
	r->left--;
	buf_cut(&r->path, (size_t)same);
	buf_add(&r->path, rest);
	take_file(p, f);
	f->current = steady_holds(&f->days, today);
	return p->ok;
}

static bool
is_same(const struct entry *e, const struct file_stat *now,
    const struct row_file *known)
{
	if (*e->id)
		return strcmp(e->id, known->id) == 0;
	return now->mode && file_stat_eq(now, &known->stat);
}

static void
note_gone(struct row_files *files, const struct reader *r)
{
	struct row_gone *gone =
	    MEM_PUSH(files->gone, files->n_gone, files->cap_gone);

	*gone = (struct row_gone){ r->file.rec,
		arena_z(&files->paths, buf_str(&r->path)) };
}

/* Both are in order; each is gone through once. */
static void
compare(struct row_files *files, struct reader *r, const struct entry *list,
    size_t n, int today)
{
	bool more = next(r, today);

	for (size_t i = 0; i < n; i++) {
		struct row_file *f = &files->all[i];
		struct file_stat now = f->stat;
		int order = -1;

		while (more &&
		    (order = strcmp(buf_z(&r->path), list[i].path)) < 0) {
			note_gone(files, r);
			more = next(r, today);
		}
		if (!more || order)
			continue;
		*f = r->file;
		f->same = is_same(&list[i], &now, f) && f->current;
		f->stat = now;
		more = next(r, today);
	}
	for (; more; more = next(r, today))
		note_gone(files, r);
}

bool
row_files_compare(struct row_files *files, struct str bytes,
    const struct entry *list, size_t n, int today)
{
	struct reader r = { .bytes = pack_from(bytes) };
	bool ok;

	r.left = pack_take_count(&r.bytes);
	compare(files, &r, list, n, today);
	ok = pack_end(&r.bytes) && !r.left;
	buf_release(&r.path);
	return ok;
}

void
row_files_release(struct row_files *f)
{
	free(f->all);
	free(f->gone);
	arena_release(&f->paths);
}
