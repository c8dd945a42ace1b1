/* steady: between which days nothing changes by itself. */
#include "record/steady.h"

#include "record/part.h"

const struct steady steady_ever = { DAY_NONE, DAY_NONE };

struct steady
steady_on(int today)
{
	return (struct steady){ today, today };
}

bool
steady_holds(const struct steady *s, int today)
{
	return (s->from == DAY_NONE || s->from <= today) &&
	    (s->until == DAY_NONE || today <= s->until);
}

struct steady
steady_both(struct steady a, struct steady b)
{
	if (b.from != DAY_NONE && (a.from == DAY_NONE || a.from < b.from))
		a.from = b.from;
	if (b.until != DAY_NONE && (a.until == DAY_NONE || a.until > b.until))
		a.until = b.until;
	return a;
}

void
steady_part(struct steady *s, int today, int day)
{
	if (day == DAY_NONE)
		return;
	if (day <= today)
		*s = steady_both(*s, (struct steady){ day, DAY_NONE });
	else
		*s = steady_both(*s, (struct steady){ DAY_NONE, day - 1 });
}

/* Every date of a record, as deep as the schema, whose pages are read to a
 * fixed depth. */
struct look {
	void (*at)(const struct value *, void *);
	void *to;
};

static void look_in(const struct look *, const struct fields *,
    const struct value *);

static void
look_at(const struct look *l, const struct field *f, const struct value *v)
{
	if (!v->node || v->bad)
		return;
	if (f->kind == KIND_DATE || f->kind == KIND_PERIOD)
		l->at(v, l->to);
	if (f->kind == KIND_MAP)
		look_in(l, &f->fields, v->parts);
	if (f->kind != KIND_LIST || !v->parts)
		return;
	for (uint32_t i = 0; i < v->n; i++)
		if (f->of)
			look_at(l, f->of, &v->parts[i]);
		else
			look_in(l, &f->fields, v->parts[i].parts);
}

static void
look_in(const struct look *l, const struct fields *in,
    const struct value *values)
{
	for (size_t i = 0; values && i < in->n; i++)
		look_at(l, &in->all[i], &values[i]);
}

/* Where the stages of a record come from days, any day of it may begin or end
 * one. */
struct around {
	int today;
	struct steady s;
};

static void
part_at(const struct value *v, void *to)
{
	struct around *a = to;

	steady_part(&a->s, a->today, v->date.lo);
	steady_part(&a->s, a->today, v->date.hi);
}

/* An acceptance holds from its day to its end, which is included. */
static void
part_accepted(struct around *a, const struct record *rec)
{
	const struct role_field *role = &rec->type->roles[FIELD_ACCEPT];
	const struct value *list =
	    role->field ? &rec->values[role->field->index] : NULL;

	for (uint32_t n = 0; list && n < list->n; n++) {
		const struct value *e = &list->parts[n];
		int until = part_day(e, role->part[PART_UNTIL]);

		steady_part(&a->s, a->today, part_day(e, role->part[PART_DAY]));
		if (until != DAY_NONE)
			steady_part(&a->s, a->today, until + 1);
	}
}

struct steady
steady_around(const struct record *rec, int today)
{
	struct around a = { today, steady_ever };
	const struct look look = { part_at, &a };
	const struct type *t = rec->type;

	if (t->n_stages + t->n_exits && t->stage_field == FIELD_NONE)
		look_in(&look, &t->fields, rec->values);
	part_accepted(&a, rec);
	return a.s;
}

struct dates {
	int day;
	struct steady_dates found;
};

static void
take_date(const struct value *v, void *to)
{
	struct dates *d = to;
	int day = v->date.lo;

	if (day > d->day &&
	    (d->found.future == DAY_NONE || day < d->found.future))
		d->found.future = day;
	if (day <= d->day && day > d->found.past) /* DAY_NONE is the least */
		d->found.past = day;
}

struct steady_dates
steady_dates(const struct record *rec, int day)
{
	struct dates d = { day, { DAY_NONE, DAY_NONE } };
	const struct look look = { take_date, &d };

	look_in(&look, &rec->type->fields, rec->values);
	return d.found;
}
