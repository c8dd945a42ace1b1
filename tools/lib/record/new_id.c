/* new_id: the id of a new record. */
#include "record/new_id.h"

#include "base/buf.h"
#include "text/date.h"
#include "text/text.h"

/* Small letters without marks and digits, one '-' for all that stands between
 * them. */
static void
add_slug(struct buf *b, struct str v)
{
	struct buf plain = { 0 };
	bool joint = false, any = false;

	text_add_fold(&plain, v);
	for (size_t i = 0; i < plain.n; i++) {
		char c = plain.s[i];

		if ((c >= 'a' && c <= 'z') || str_is_digit(c)) {
			if (joint && any)
				buf_addc(b, '-');
			buf_addc(b, c);
			joint = false;
			any = true;
		} else {
			joint = true;
		}
	}
	buf_release(&plain);
}

static void
add_flat(struct buf *b, struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		buf_addc(b, v.s[i] == '/' ? '-' : v.s[i]);
}

/* A year, or year and month, that all possible days lie in; false: none. */
static bool
add_time(struct buf *b, struct date d, bool month)
{
	enum { YEAR = 4, MONTH = 7 };
	char lo[DAY_TEXT], hi[DAY_TEXT];
	size_t n = month ? MONTH : YEAR;

	day_text(d.lo, lo);
	day_text(d.hi, hi);
	if (!str_eq((struct str){ lo, n }, (struct str){ hi, n }))
		return false;
	buf_add(b, (struct str){ lo, n });
	return true;
}

static bool
is_text(enum field_kind k)
{
	return k == KIND_LINE || k == KIND_TEXT || k == KIND_NAME ||
	    k == KIND_DOCNO;
}

/* False: the record does not hold it. */
static bool
add_value(struct buf *b, const struct record *r, const struct id_part *p)
{
	const struct field *f = p->path.at[p->path.n - 1];
	const struct value *v, *list;
	struct str s;
	size_t last = 0;

	if (p->path.list != FIELD_NONE) {
		struct path up = p->path;

		up.n = (size_t)up.list + 1;
		up.list = FIELD_NONE;
		list = record_value(r, &up, 0);
		if (!list || !list->n)
			return false;
		last = list->n - 1;
	}
	v = record_value(r, &p->path, last);
	if (!v || v->bad || !v->text.n)
		return false;
	s = v->text;
	if (p->form == ID_TOP)
		s = str_first(s, str_find(s, '/'));
	else if (p->form == ID_BASE)
		s = str_base(s);
	if (p->form >= ID_FORM_YEAR)
		return add_time(b, v->date, p->form == ID_FORM_MONTH);
	if (is_text(f->kind))
		add_slug(b, s);
	else if (p->form == ID_FLAT)
		add_flat(b, s);
	else
		buf_add(b, s);
	return true;
}

struct new_id
new_id_of(const struct record *r, int today, struct arena *a)
{
	const struct id_pattern *ids = &r->type->new_id;
	struct new_id id = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < ids->n; i++) {
		const struct id_part *p = &ids->all[i];

		switch (p->kind) {
		case ID_TEXT:
			buf_add(&b, p->text);
			break;
		case ID_YEAR:
			add_time(&b, (struct date){ today, today }, false);
			break;
		case ID_NUMBER:
			id.before = arena_take(a, &b);
			id.digits = p->digits;
			break;
		case ID_FIELD:
			if (!add_value(&b, r, p) && !id.lacks)
				id.lacks = p->path.at[p->path.n - 1];
			break;
		}
	}
	if (id.digits)
		id.after = arena_take(a, &b);
	else
		id.before = arena_take(a, &b);
	return id;
}

long
new_id_number(const struct new_id *id, struct str other)
{
	enum { MOST = 1000000000 };
	long n = 0;

	if (!id->digits || !str_starts(other, id->before))
		return 0;
	other = str_from(other, id->before.n);
	while (other.n && str_is_digit(*other.s) && n < MOST) {
		n = n * 10 + (*other.s - '0');
		other = str_from(other, 1);
	}
	return other.n && str_is_digit(*other.s) ? 0 : n;
}

struct str
new_id_with(const struct new_id *id, long number, struct arena *a)
{
	return str_of(id->digits ? arena_f(a, "%.*s%0*ld%.*s", STRF(id->before),
				       id->digits, number, STRF(id->after)) :
				   arena_z(a, id->before));
}
