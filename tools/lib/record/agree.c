/* agree: what the values of one record owe each other and the calendar. */
#include "record/agree.h"

#include "base/lang.h"
#include "text/numeral.h"
#include "text/text.h"
#include "record/voice.h"

struct agreeing {
	const struct record *r;
	int latest;
	struct arena arena;
	struct findings *to;
	const struct value *born; /* NULL: not known */
	int from[2]; /* the first day of life that may be one, or an event's */
	/* the days before the birth, or events before the least age */
	const struct field *early;
	const struct value *first;
	size_t n_early;
	int last; /* day of the record */
};

const struct value *
agree_value(const struct record *r, const struct field *f)
{
	const struct value *in = r->values;

	if (f->up) {
		const struct value *up = agree_value(r, f->up);

		in = up && !up->bad ? up->parts : NULL;
	}
	return in && in[f->index].node ? &in[f->index] : NULL;
}

void
agree_apart(const struct record *a, const struct record *b, struct buf *apart)
{
	for (size_t i = 0; i < a->type->n_same; i++) {
		struct buf one = { 0 }, other = { 0 };
		struct arena names = { 0 };
		const struct field *f = a->type->same[i];
		const struct value *v = agree_value(a, f), *w;

		/* b may be read with another version of the schema */
		f = type_field(b->type, f->dotted);
		w = f ? agree_value(b, f) : NULL;
		if (v && w) {
			text_add_spelling(&one, v->text);
			text_add_spelling(&other, w->text);
			if (!str_eq(buf_str(&one), buf_str(&other)))
				buf_addf(apart, "%s%s", apart->n ? ", " : "",
				    field_shown(a->type->same[i], &names));
		}
		arena_release(&names);
		buf_release(&one);
		buf_release(&other);
	}
}

static struct place
place_of(const struct agreeing *a, const struct value *v)
{
	return front_place(&a->r->front, a->r->path, v->node->off);
}

static const char *
named(struct agreeing *a, const struct field *f)
{
	return voice_shown(voice_of_record(a->r), f, &a->arena);
}

/* " of 2021-06-30", or nothing of what is private. */
static const char *
shown(struct agreeing *a, const struct field *f, const struct value *v)
{
	return field_private(f) ?
	    "" :
	    arena_f(&a->arena, _(" of %s"),
		f->kind == KIND_DATE || f->kind == KIND_PERIOD ?
		    numeral_day(&a->arena, v->text) :
		    arena_z(&a->arena, v->text));
}

/* Is that a day of which it is told that it is yet to come? */
static bool
is_future(const struct agreeing *a, const struct field *f,
    const struct value *v)
{
	return f->kind == KIND_DATE && !f->plan && a->latest != DAY_NONE &&
	    v->date.lo > a->latest;
}

static double
number(const struct field *f, const struct value *v)
{
	return f->kind == KIND_INT ? (double)v->i : v->d;
}

static bool
is_kept(const struct bond *b, const struct field *f, const struct value *v,
    const struct value *than)
{
	switch (b->kind) {
	case BOND_AFTER:
		return v->date.hi > than->date.lo;
	case BOND_NOT_BEFORE:
		return v->date.hi >= than->date.lo;
	default:
		return number(f, v) <= number(b->than, than);
	}
}

/* The value that a bond of a value speaks of; NULL: there is none. */
static const struct value *
other_of(const struct agreeing *a, const struct field *f,
    const struct value *beside, const struct bond *b)
{
	const struct value *than = b->than->up == f->up ?
	    &beside[b->than->index] :
	    agree_value(a->r, b->than);

	return than && than->node && !than->bad ? than : NULL;
}

/* Another day instead of one, held to all days of the record. */
struct instead {
	const struct value *of;
	struct date day;
	bool others; /* there are other days */
	bool near;   /* one of them is near */
	bool wrong;  /* it would be too early or too late for one */
};

static struct value
as_meant(const struct instead *m, const struct value *v)
{
	struct value is = *v;

	if (v == m->of)
		is.date = m->day;
	return is;
}

static void
hold_to_day(const struct agreeing *a, struct instead *m, const struct field *f,
    const struct value *v)
{
	enum { NEAR = 366 };

	if (f->kind != KIND_DATE || f->plan || v == m->of || v == a->born ||
	    is_future(a, f, v))
		return;
	m->others = true;
	m->near |=
	    v->date.lo - m->day.lo <= NEAR && m->day.lo - v->date.lo <= NEAR;
}

static void
hold_to(const struct agreeing *a, struct instead *m, const struct fields *in,
    const struct value *values)
{
	for (size_t i = 0; values && i < in->n; i++) {
		const struct field *f = &in->all[i];
		const struct value *v = &values[i];

		if (!v->node || v->bad)
			continue;
		hold_to_day(a, m, f, v);
		for (size_t k = 0; k < f->n_bonds; k++) {
			const struct bond *b = &f->bonds[k];
			const struct value *than = other_of(a, f, values, b);
			struct value x, y;

			if (!than || (v != m->of && than != m->of))
				continue;
			x = as_meant(m, v);
			y = as_meant(m, than);
			m->wrong |= !is_kept(b, f, &x, &y);
		}
		if (f->kind == KIND_MAP)
			hold_to(a, m, &f->fields, v->parts);
		for (uint32_t n = 0; f->kind == KIND_LIST && n < v->n; n++)
			hold_to(a, m, &f->fields, v->parts[n].parts);
	}
}

/* Is that day among those of the record, and in its order? */
static bool
may_be(const struct agreeing *a, const struct value *v, struct date day)
{
	struct instead m = { .of = v, .day = day };

	hold_to(a, &m, &a->r->type->fields, a->r->values);
	return !m.wrong && (m.near || !m.others);
}

/* The year of a day to come with two of its digits changed about, if that day
 * has been and goes with the others: 2205 for 2025. NULL: none. */
static const char *
turned(struct agreeing *a, const struct value *v)
{
	char *z = arena_z(&a->arena, v->text);
	struct date date;

	for (int i = 0; i < 3; i++) {
		char first = z[i], second = z[i + 1];

		z[i] = second;
		z[i + 1] = first;
		if (date_parse(str_of(z), &date) && date.lo <= a->latest &&
		    day_months_between(date.lo, a->latest) < 12 * 100 &&
		    may_be(a, v, date))
			return z;
		z[i] = first;
		z[i + 1] = second;
	}
	return NULL;
}

static void
say_future(struct agreeing *a, const struct field *f, const struct value *v)
{
	const char *meant = field_private(f) ? NULL : turned(a, v);

	if (meant)
		found(a->to, FIND_DAY_FUTURE, place_of(a, v),
		    _("%s%s is a day yet to come; did you mean %s?"),
		    named(a, f), shown(a, f, v), meant);
	else
		found(a->to, FIND_DAY_FUTURE, place_of(a, v),
		    _("%s%s is a day yet to come; write the day on which it "
		      "was, or leave it out until then"),
		    named(a, f), shown(a, f, v));
}

static void
check_bond(struct agreeing *a, const struct field *f, const struct value *v,
    const struct bond *b, const struct value *than)
{
	if (is_future(a, f, v) || is_future(a, b->than, than))
		return;
	if (!is_kept(b, f, v, than))
		found(a->to,
		    b->kind == BOND_AT_MOST ? FIND_VALUE_RANGE : FIND_DAY_ORDER,
		    place_of(a, v),
		    b->kind == BOND_AFTER ?
			_("%s%s must be later than %s%s; correct the one that "
			  "is wrong") :
			b->kind == BOND_NOT_BEFORE ?
			_("%s%s is before %s%s; correct the one that is "
			  "wrong") :
			_("%s%s is more than %s%s; correct the one that is "
			  "wrong"),
		    named(a, f), shown(a, f, v), named(a, b->than),
		    shown(a, b->than, than));
}

static void
check_day(struct agreeing *a, const struct field *f, const struct value *v)
{
	if (is_future(a, f, v)) {
		say_future(a, f, v);
		return;
	}
	if (!a->born || v == a->born)
		return;
	if (v->date.hi < a->from[f->event] && !a->n_early++) {
		a->early = f;
		a->first = v;
	}
	if (!f->plan && v->date.lo > a->last)
		a->last = v->date.lo;
}

static void
check_fields(struct agreeing *a, const struct fields *in,
    const struct value *values)
{
	for (size_t i = 0; values && i < in->n; i++) {
		const struct field *f = &in->all[i];
		const struct value *v = &values[i];

		if (!v->node || v->bad)
			continue;
		if (f->kind == KIND_DATE)
			check_day(a, f, v);
		for (size_t k = 0; k < f->n_bonds; k++) {
			const struct value *than =
			    other_of(a, f, values, &f->bonds[k]);

			if (than)
				check_bond(a, f, v, &f->bonds[k], than);
		}
		if (f->kind == KIND_MAP)
			check_fields(a, &f->fields, v->parts);
		for (uint32_t n = 0; f->kind == KIND_LIST && n < v->n; n++)
			check_fields(a, &f->fields, v->parts[n].parts);
	}
}

/* One day that is too early may be wrong itself; where there are more it is
 * the birth. */
static void
say_early(struct agreeing *a)
{
	const struct type *t = a->r->type;
	const char *born = named(a, t->born), *one = named(a, a->early);
	const char *of_one = shown(a, a->early, a->first);

	if (a->n_early > 1)
		found(a->to, FIND_DAY_LIFE, place_of(a, a->born),
		    _("%zu days of this record, the first of them %s%s, lie "
		      "before %s or under the age of %d; correct %s"),
		    a->n_early, one, of_one, born, t->life_min, born);
	else if (a->first->date.hi < a->born->date.lo)
		found(a->to, FIND_DAY_LIFE, place_of(a, a->first),
		    _("%s%s is before %s; correct the one that is wrong"), one,
		    of_one, born);
	else
		found(a->to, FIND_DAY_LIFE, place_of(a, a->first),
		    _("on %s%s the person was younger than %d, by %s; "
		      "correct the one that is wrong"),
		    one, of_one, t->life_min, born);
}

void
agree_check(const struct record *r, int latest, struct findings *to)
{
	const struct type *t = r->type;
	struct agreeing a = { .r = r,
		.latest = latest,
		.to = to,
		.last = DAY_NONE };

	a.born = t->born ? agree_value(r, t->born) : NULL;
	if (a.born &&
	    (a.born->bad || (latest != DAY_NONE && a.born->date.lo > latest)))
		a.born = NULL;
	for (int event = 0; a.born && event < 2; event++)
		a.from[event] = day_add_months(a.born->date.lo,
		    event ? 12 * t->life_min : 0);
	check_fields(&a, &t->fields, r->values);
	if (a.n_early)
		say_early(&a);
	if (a.born &&
	    a.last > day_add_months(a.born->date.hi, 12 * t->life_max))
		found(to, FIND_DAY_LIFE, place_of(&a, a.born),
		    _("from %s to the last day of this record it is more "
		      "than %d years; correct %s"),
		    named(&a, t->born), t->life_max, named(&a, t->born));
	arena_release(&a.arena);
}
