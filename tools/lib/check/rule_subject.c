/* rule_subject: what of a record a judgement is about.
 *
 * The SQL of a rule says in which list and at which entry, the rule's page at
 * which field. An entry counts only in the list that it is one of. */
#include "check/rule_subject.h"

#include "base/buf.h"
#include "record/entry_key.h"
#include "record/voice.h"

/* A field, after all that it stands in. */
struct chain {
	const struct field *at[PATH_MOST];
	size_t n;
};

static struct chain
chain_of(const struct field *f)
{
	struct chain c = { 0 };

	for (const struct field *up = f; up; up = up->up)
		c.n++;
	if (c.n > PATH_MOST) /* no page names one so deep */
		c.n = 0;
	for (size_t i = c.n; i > 0; i--, f = f->up)
		c.at[i - 1] = f;
	return c;
}

/* A list by the name that it has in SQL or in a page: a_b, a.b. */
static const struct field *
list_named(const struct fields *in, struct str name)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i], *below;
		struct str own = f->name.name;
		size_t k = 0;

		while (k < own.n && k < name.n &&
		    (own.s[k] == name.s[k] ||
			(own.s[k] == '-' && name.s[k] == '_')))
			k++;
		if (k < own.n)
			continue;
		if (k == name.n && f->kind == KIND_LIST)
			return f;
		if (k == name.n || !(name.s[k] == '_' || name.s[k] == '.'))
			continue;
		below = list_named(&f->fields, str_from(name, k + 1));
		if (below)
			return below;
	}
	return NULL;
}

static const struct field *
list_on(const struct path *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->at[i]->kind == KIND_LIST)
			return p->at[i];
	return NULL;
}

/* The list whose entry was judged; NULL: none. */
static const struct field *
rule_subject_list(const struct judged *j)
{
	const struct rule *r = j->rule;
	const struct field *list = NULL;

	if (j->n < 0)
		return NULL;
	if (j->list.n)
		list = list_named(&r->type->fields, j->list);
	for (size_t i = 0; i < r->n_measured && !list; i++)
		list = list_on(&r->measured[i]);
	return list ? list : list_on(&r->field);
}

/* The value of a field, or of the nearest thing that it stands in and that is
 * there, in the judged entry of list; of other lists in the first one. Of a
 * list that is the field itself only the judged entry. */
static const struct value *
value_at(const struct record *rec, const struct field *f,
    const struct field *list, const struct judged *j)
{
	const long judged[] = { j->n, j->n2 };
	const struct value *in = rec->values, *v, *last = NULL;
	struct chain c = chain_of(f), to = chain_of(list);
	bool same = true;
	size_t lists = 0;

	for (size_t i = 0; i < c.n && in; i++) {
		long n = -1;

		v = &in[c.at[i]->index];
		same = same && i < to.n && to.at[i] == c.at[i];
		if (!v->node)
			break;
		last = v;
		in = v->parts;
		if (c.at[i]->kind != KIND_LIST)
			continue;
		if (same && lists < 2)
			n = judged[lists++];
		if (n < 0 && i + 1 < c.n)
			n = 0;
		if (n < 0 || n >= (long)v->n)
			break;
		last = &v->parts[n];
		in = last->parts;
	}
	return last;
}

static const struct value *
path_value(const struct record *rec, const struct path *p,
    const struct field *list, const struct judged *j)
{
	return p->n ? value_at(rec, p->at[p->n - 1], list, j) : NULL;
}

/* The last entry's, where the step that is awaited is dated in a list. */
static const struct value *
open_value(const struct record *rec, const struct judged *j)
{
	const struct path *p = &j->rule->open;
	const struct field *list = list_on(p);
	struct judged last = *j;
	const struct value *all;

	last.n = last.n2 = -1;
	all = list ? value_at(rec, list, NULL, &last) : NULL;
	last.n = all ? (long)all->n - 1 : -1;
	return path_value(rec, p, list, &last);
}

/* Does a field stand in another list than the one that was judged? */
static bool
is_elsewhere(const struct path *p, const struct field *list)
{
	struct chain c = chain_of(list);

	for (size_t i = 0; p->list != FIELD_NONE && i < c.n; i++)
		if (c.at[i] == p->at[p->list])
			return false;
	return p->list != FIELD_NONE && list;
}

const struct value *
rule_subject_value(const struct record *rec, const struct judged *j)
{
	const struct rule *r = j->rule;
	const struct field *list = rule_subject_list(j);
	const struct value *open = open_value(rec, j);
	const struct value *v = is_elsewhere(&r->field, list) ?
	    NULL :
	    path_value(rec, &r->field, list, j);

	if (!v && j->due != DAY_NONE)
		v = open;
	for (size_t i = 0; i < r->n_measured && !v; i++)
		if (!is_elsewhere(&r->measured[i], list))
			v = path_value(rec, &r->measured[i], list, j);
	if (!v && list)
		v = value_at(rec, list, list, j);
	return v ? v : open;
}

static void
add_lacking(struct voice voice, const struct field *f, const struct value *v,
    struct buf *absent, struct buf *partial)
{
	struct buf *b = !v || !v->node                              ? absent :
	    f->kind == KIND_DATE && !v->bad && !date_whole(v->date) ? partial :
								      NULL;

	struct arena a = { 0 };

	if (!b)
		return;
	if (b->n)
		buf_addz(b, ", ");
	buf_addz(b, voice_shown(voice, f, &a));
	arena_release(&a);
}

void
rule_subject_lacking(const struct record *rec, const struct judged *j,
    struct buf *absent, struct buf *partial)
{
	const struct path *p = &j->rule->field;
	const struct field *f = p->n ? p->at[p->n - 1] : NULL;
	const struct field *list = rule_subject_list(j);
	const struct value *in;
	struct voice voice;

	if (!f || is_elsewhere(p, list))
		return;
	voice = voice_of_record(rec);
	in = f->up ? value_at(rec, f->up, list, j) : NULL;
	in = f->up ? in && in->parts && !in->n ? in->parts : NULL : rec->values;
	if (!in) {
		add_lacking(voice, f->up, NULL, absent, partial);
		return;
	}
	add_lacking(voice, f, &in[f->index], absent, partial);
	if (absent->n || partial->n || !f->up || f->kind == KIND_DATE)
		return; /* beside the day of a step stands all that it has */
	for (size_t i = 0; i < f->up->fields.n; i++) {
		const struct field *beside = &f->up->fields.all[i];

		if (beside != f && sql_names(j->rule->sql, beside->name.name))
			add_lacking(voice, beside, &in[i], absent, partial);
	}
}

struct str
rule_subject_key(const struct record *rec, const struct judged *j,
    struct arena *a)
{
	const struct field *list = rule_subject_list(j);
	const struct value *v = list ? value_at(rec, list, list, j) : NULL;

	return v && !v->n ? entry_key(list, v, a) : (struct str){ 0 };
}

struct str
rule_subject_list_name(const struct judged *j)
{
	const struct field *list = rule_subject_list(j);

	return list ? list->dotted : (struct str){ 0 };
}

bool
rule_subject_key_private(const struct judged *j)
{
	const struct field *list = rule_subject_list(j);

	return list && entry_key_private(list);
}
