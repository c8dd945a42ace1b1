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

	for (size_t i = 0; i < RAW_ID; i++)
		raw[i] =
		    (char)(str_hex(id[2 * i]) << 4 | str_hex(id[2 * i + 1]));
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
	struct str raw = take_bytes(p, RAW_ID);

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

/* What most files have in common, so that it need not be said: the days and the
 * device with the one before, the time of a change with that of the bytes. */
enum {
	HAS_DAYS = 1,
	HAS_CHANGED = 2,
	HAS_DEVICE = 4, /* and a mode */
	HAS_ID = 8,
	IS_PARSED = 16
};

static char
kind_of(const struct row_file *f, const struct row_file *last)
{
	const struct file_stat *s = &f->stat, *t = &last->stat;
	int kind = f->parsed ? IS_PARSED : 0;

	if (f->days.from != last->days.from ||
	    f->days.until != last->days.until)
		kind |= HAS_DAYS;
	if (s->changed != s->modified)
		kind |= HAS_CHANGED;
	if (s->device != t->device || s->mode != t->mode)
		kind |= HAS_DEVICE;
	if (*f->id)
		kind |= HAS_ID;
	return (char)kind;
}

static void
pack_file(struct buf *b, const struct row_file *f, const struct row_file *last)
{
	const struct file_stat *s = &f->stat, *t = &last->stat;
	char kind = kind_of(f, last);

	buf_addc(b, kind);
	pack_step(b, f->rec, last->rec);
	pack_number(b, s->size);
	pack_step(b, s->modified, t->modified);
	pack_step(b, (int64_t)s->inode, (int64_t)t->inode);
	if (kind & HAS_DAYS) {
		pack_number(b, f->days.from);
		pack_number(b, f->days.until);
	}
	if (kind & HAS_CHANGED)
		pack_number(b, s->changed);
	if (kind & HAS_DEVICE) {
		pack_number(b, (int64_t)s->device);
		pack_number(b, s->mode);
	}
	if (kind & HAS_ID)
		pack_id(b, f->id);
}

/* Into the one before. */
static void
take_file(struct unpack *p, struct row_file *f)
{
	struct file_stat *s = &f->stat;
	struct str first = take_bytes(p, 1);
	int kind = p->ok ? *first.s : 0;

	f->parsed = kind & IS_PARSED;
	f->rec = take_step(p, f->rec);
	s->size = pack_take_number(p);
	s->modified = take_step(p, s->modified);
	s->inode = (unsigned long long)take_step(p, (int64_t)s->inode);
	if (kind & HAS_DAYS) {
		f->days.from = (int)pack_take_number(p);
		f->days.until = (int)pack_take_number(p);
	}
	s->changed = kind & HAS_CHANGED ? pack_take_number(p) : s->modified;
	if (kind & HAS_DEVICE) {
		s->device = (unsigned long long)pack_take_number(p);
		s->mode = (unsigned)pack_take_number(p);
	}
	f->id[0] = '\0';
	if (kind & HAS_ID)
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
row_files_pack(const struct row_files *files, const struct row_piece *piece,
    const struct entry *list, struct buf *b)
{
	const struct row_file none = { 0 }, *last = &none;
	const char *before = "";

	pack_number(b, (int64_t)piece->n);
	for (size_t i = piece->from; i < piece->from + piece->n; i++) {
		size_t same = same_start(before, list[i].path);

		pack_number(b, (int64_t)same);
		pack_str(b, str_of(list[i].path + same));
		pack_file(b, &files->all[i], last);
		before = list[i].path;
		last = &files->all[i];
	}
}

/* Pieces of about so many files; one more often that grew. */
enum { PIECE = 256, PIECE_MOST = 2 * PIECE };

static struct row_piece *
add_piece(struct row_files *files, size_t from)
{
	struct row_piece *piece =
	    MEM_PUSH(files->pieces, files->n_pieces, files->cap_pieces);

	*piece = (struct row_piece){ .from = from };
	return piece;
}

void
row_files_cut(struct row_files *files, size_t n)
{
	bool cut = !files->n_pieces;

	for (size_t i = 0; i < files->n_pieces; i++)
		cut = cut || files->pieces[i].n > PIECE_MOST;
	if (!cut)
		return;
	files->cut = true;
	files->n_pieces = 0;
	for (size_t i = 0; i < n; i += PIECE)
		add_piece(files, i)->n = n - i < PIECE ? n - i : PIECE;
}

/* One after the other out of such bytes. */
struct reader {
	struct unpack bytes; /* not ok: they were none */
	size_t left;         /* of the piece */
	struct buf path;
	struct row_file file;
	struct row_files *files;
	size_t at; /* in the list of files */
};

static void
next_piece(struct reader *r)
{
	r->left = pack_take_count(&r->bytes);
	r->file = (struct row_file){ 0 };
	buf_clear(&r->path);
	add_piece(r->files, r->at);
}

static struct row_piece *
piece_of(const struct reader *r)
{
	return &r->files->pieces[r->files->n_pieces - 1];
}

/* False: there is no more. */
static bool
next(struct reader *r, int today)
{
	struct unpack *p = &r->bytes;
	struct row_file *f = &r->file;
	struct str rest;
	int64_t same;

	while (!r->left && p->ok && p->rest.n)
		next_piece(r);
	if (!r->left)
		return false;
	same = pack_take_number(p);
	rest = pack_take_str(p);
	p->ok = p->ok && same >= 0 && (uint64_t)same <= r->path.n;
	if (!p->ok)
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
note_gone(struct reader *r)
{
	struct row_files *files = r->files;
	struct row_gone *gone =
	    MEM_PUSH(files->gone, files->n_gone, files->cap_gone);

	piece_of(r)->changed = true;
	*gone = (struct row_gone){ r->file.rec,
		arena_z(&files->paths, buf_str(&r->path)) };
}

/* Both are in order; each is gone through once. What is new lies in the piece
 * of what follows it. */
static void
compare(struct reader *r, const struct entry *list, size_t n, int today)
{
	bool more = next(r, today), known;

	for (size_t i = 0; i < n; i++) {
		struct row_file *f = &r->files->all[i];
		struct file_stat now = f->stat;
		int order = -1;

		while (more &&
		    (order = strcmp(buf_z(&r->path), list[i].path)) < 0) {
			note_gone(r);
			more = next(r, today);
		}
		known = more && !order;
		if (known) {
			*f = r->file;
			f->same = is_same(&list[i], &now, f) && f->current;
			f->stat = now;
		}
		piece_of(r)->n++;
		piece_of(r)->changed |= !f->same;
		r->at = i + 1;
		if (known)
			more = next(r, today);
	}
	for (; more; more = next(r, today))
		note_gone(r);
}

bool
row_files_compare(struct row_files *files, struct str bytes,
    const struct entry *list, size_t n, int today)
{
	struct reader r = { .bytes = pack_from(bytes), .files = files };
	bool ok;

	if (!bytes.n)
		return true;
	compare(&r, list, n, today);
	ok = pack_end(&r.bytes) && !r.left;
	buf_release(&r.path);
	return ok;
}

void
row_files_release(struct row_files *f)
{
	free(f->all);
	free(f->gone);
	free(f->pieces);
	arena_release(&f->paths);
}
