/* steady: between which days nothing changes by itself. */
#include "record/steady.h"

/* A day from which on something may be different. */
static void
part_at(struct steady *s, int today, int day)
{
	if (day == DAY_NONE)
		return;
	if (day <= today && (s->from == DAY_NONE || day > s->from))
		s->from = day;
	if (day > today && (s->until == DAY_NONE || day <= s->until))
		s->until = day - 1;
}

/* Both on its day and after it. */
static void
part_around(struct steady *s, int today, int day)
{
	part_at(s, today, day);
	if (day != DAY_NONE)
		part_at(s, today, day + 1);
}

static void look_in(struct steady *, int today, const struct fields *,
    const struct value *);

/* As deep as the schema, whose pages are read to a fixed depth. */
static void
look_at(struct steady *s, int today, const struct field *f,
    const struct value *v)
{
	if (!v->node || v->bad)
		return;
	if (f->kind == KIND_DATE || f->kind == KIND_PERIOD) {
		part_around(s, today, v->date.lo);
		part_around(s, today, v->date.hi);
	}
	if (f->kind == KIND_MAP)
		look_in(s, today, &f->fields, v->parts);
	if (f->kind != KIND_LIST || !v->parts)
		return;
	for (uint32_t i = 0; i < v->n; i++)
		if (f->of)
			look_at(s, today, f->of, &v->parts[i]);
		else
			look_in(s, today, &f->fields, v->parts[i].parts);
}

static void
look_in(struct steady *s, int today, const struct fields *in,
    const struct value *values)
{
	for (size_t i = 0; values && i < in->n; i++)
		look_at(s, today, &in->all[i], &values[i]);
}

struct steady
steady_around(const struct record *rec, int today)
{
	struct steady s = { DAY_NONE, DAY_NONE };

	look_in(&s, today, &rec->type->fields, rec->values);
	return s;
}
