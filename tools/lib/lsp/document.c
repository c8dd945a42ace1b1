/* document: a file as an editor has it. */
#include "lsp/document.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* URIs. */

static const char scheme[] = "file://";

static bool
is_plain(unsigned char c)
{
	return isalnum(c) || strchr("-._~/", c);
}

/* Percent signs undone; false for NUL, which no path has. */
static bool
add_decoded(struct buf *b, struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		int hi =
		    v.s[i] == '%' && i + 2 < v.n ? str_hex(v.s[i + 1]) : -1;
		int lo = hi < 0 ? -1 : str_hex(v.s[i + 2]);
		char c = lo < 0 ? v.s[i] : (char)(hi * 16 + lo);

		if (!c)
			return false;
		buf_addc(b, c);
		i += lo < 0 ? 0 : 2;
	}
	return true;
}

char *
document_path(struct str uri)
{
	struct buf b = { 0 };

	if (!str_take(&uri, str_of(scheme)))
		return NULL;
	str_take(&uri, STR("localhost"));
	if (uri.n && uri.s[0] == '/' && add_decoded(&b, uri))
		return buf_take(&b);
	buf_release(&b);
	return NULL;
}

void
document_add_uri(struct buf *b, const char *path)
{
	buf_addz(b, scheme);
	for (; *path; path++)
		if (is_plain((unsigned char)*path))
			buf_addc(b, *path);
		else
			buf_addf(b, "%%%02X", (unsigned char)*path);
}

/* The text. */

static void
set_text(struct document *d, struct buf *bytes)
{
	buf_release(&d->bytes);
	d->bytes = *bytes;
	*bytes = (struct buf){ 0 };
	d->text = (struct str){ buf_z(&d->bytes), d->bytes.n };
}

struct document *
document_new(struct str uri, long long version, struct str text)
{
	struct document *d = mem_alloc(sizeof *d);
	struct buf bytes = { 0 };

	d->uri = mem_f("%.*s", STRF(uri));
	d->path = document_path(uri);
	d->version = version;
	buf_add(&bytes, text);
	set_text(d, &bytes);
	return d;
}

void
document_said_release(struct document_said *s)
{
	kept_release(&s->kept);
	*s = (struct document_said){ 0 };
}

void
document_free(struct document *d)
{
	if (!d)
		return;
	document_said_release(&d->own);
	document_said_release(&d->near);
	document_said_release(&d->all);
	buf_release(&d->bytes);
	free(d->shifts);
	free((char *)d->rel);
	free(d->path);
	free(d->uri);
	free(d);
}

static int
lines_in(struct str v)
{
	int n = 0;

	for (size_t i = 0; i < v.n; i++)
		n += v.s[i] == '\n';
	return n;
}

static void
shift_one(struct finding *f, const struct document_shift *s)
{
	if (f->at.line > s->to)
		f->at.line += s->by;
	else if (f->at.line > s->from && f->at.line > s->to + s->by)
		f->at.line = s->to + s->by > s->from ? s->to + s->by : s->from;
}

void
document_follow(const struct document *d, struct document_said *said,
    size_t from)
{
	for (size_t k = from; k < d->n_shifts; k++)
		for (size_t i = 0; i < said->kept.n; i++)
			shift_one(&said->kept.all[i], &d->shifts[k]);
}

static void
shift(struct document *d, size_t from, size_t to, struct str by)
{
	struct document_shift *s =
	    MEM_PUSH(d->shifts, d->n_shifts, d->cap_shifts);
	size_t last = d->n_shifts - 1;

	s->from = 1 + lines_in(str_first(d->text, from));
	s->to =
	    s->from + lines_in(str_first(str_from(d->text, from), to - from));
	s->by = lines_in(by) - (s->to - s->from);
	document_follow(d, &d->own, last);
	document_follow(d, &d->near, last);
	document_follow(d, &d->all, last);
	if (!d->asked_near && !d->asked_all)
		d->n_shifts = 0;
}

static void
splice(struct document *d, size_t from, size_t to, struct str by)
{
	struct buf bytes = { 0 };

	shift(d, from, to, by);
	buf_room(&bytes, d->text.n - (to - from) + by.n);
	buf_add(&bytes, str_first(d->text, from));
	buf_add(&bytes, by);
	buf_add(&bytes, str_from(d->text, to));
	set_text(d, &bytes);
}

bool
document_splice(struct document *d, struct position from, struct position to,
    struct str by, enum position_units units)
{
	size_t a, b;

	if (to.line < from.line ||
	    (to.line == from.line && to.character < from.character))
		return false;
	a = position_off(d->text, from, units);
	b = position_off(d->text, to, units);
	splice(d, a, b, by);
	return true;
}

/* What is the same at both ends did not change. */
void
document_replace(struct document *d, struct str text)
{
	size_t head = 0, tail = 0,
	       least = text.n < d->text.n ? text.n : d->text.n;

	while (head < least && text.s[head] == d->text.s[head])
		head++;
	while (tail < least - head &&
	    text.s[text.n - 1 - tail] == d->text.s[d->text.n - 1 - tail])
		tail++;
	splice(d, head, d->text.n - tail,
	    str_first(str_from(text, head), text.n - head - tail));
}
