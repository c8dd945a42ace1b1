/* type_stages: the course that a type's page declares. */
#include "schema/type_stages.h"

#include "text/flag.h"

static void
since_read(struct page_keys *f, const struct node *map, const struct type *t,
    struct stage *s)
{
	const struct node *n = page_keys_get(map, "since");

	if (!n || n->kind != NODE_SCALAR)
		return;
	if (!field_path(&t->fields, n->value, &s->since)) {
		field_path_wrong(f, n, n->value);
		s->since.n = 0;
	} else if (s->since.at[s->since.n - 1]->kind != KIND_DATE) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("'since' must name a date"));
		s->since.n = 0;
	}
}

/* The fields that stand beside the last one of a path. */
static const struct fields *
beside(const struct type *t, const struct path *p)
{
	return p->n > 1 ? &p->at[p->n - 2]->fields : &t->fields;
}

static struct str
canonical(struct page_keys *f, const struct node *n, const struct field *field)
{
	int i;

	if (field->kind == KIND_FLAG) {
		i = flag_parse(n->value);
		if (i >= 0)
			return str_of(i ? "1" : "0");
	} else if (field->kind == KIND_ENUM) {
		i = spellings_find(&field->by_value, n->value);
		if (i != FIELD_NONE)
			return field->values[i].name;
	} else {
		return n->value;
	}
	page_keys_wrong(f, FIND_SCHEMA_NAME, n,
	    _("'%.*s' is no value of '%.*s'"), STRF(n->value),
	    STRF(field->name.name));
	return n->value;
}

static void
when_read(struct page_keys *f, const struct node *map, const struct type *t,
    struct stage *s)
{
	const struct node *n = page_keys_node(map, "when", KEY_MAP);
	const struct fields *in;

	if (!n || !s->since.n)
		return;
	in = beside(t, &s->since);
	s->when = ARENA_ARRAY(f->arena, struct condition, n->n);
	for (const struct node *e = n->first; e; e = e->next) {
		struct condition *c = &s->when[s->n_when];
		int i = spellings_find(&in->by, e->key);
		const struct node *v = e->kind == NODE_LIST ? e->first : e;

		if (i == FIELD_NONE) {
			page_keys_wrong(f, FIND_SCHEMA_NAME, e,
			    _("'%.*s' is no field beside '%.*s'"), STRF(e->key),
			    STRF(s->since.at[s->since.n - 1]->name.name));
			continue;
		}
		c->field = &in->all[i];
		c->values = ARENA_ARRAY(f->arena, struct str, e->n + 1);
		for (; v; v = e->kind == NODE_LIST ? v->next : NULL)
			c->values[c->n++] = canonical(f, v, c->field);
		s->n_when++;
	}
}

static void
needs_read(struct page_keys *f, const struct node *map, const struct type *t,
    struct stage *s)
{
	struct str *all;
	size_t n = page_keys_texts(f, map, "needs", &all);

	s->needs = ARENA_ARRAY(f->arena, struct path, n);
	for (size_t i = 0; i < n; i++)
		if (field_path(&t->fields, all[i], &s->needs[s->n_needs]))
			s->n_needs++;
		else
			field_path_wrong(f, page_keys_get(map, "needs"),
			    all[i]);
}

static void
until_read(struct page_keys *f, const struct node *map, const struct type *t,
    struct stage *s)
{
	struct str v = page_keys_text(map, "until");
	const struct fields *in;
	int i;

	if (!v.n || !s->since.n)
		return;
	in = beside(t, &s->since);
	i = spellings_find(&in->by, v);
	if (i == FIELD_NONE || in->all[i].kind != KIND_DATE)
		page_keys_wrong(f, FIND_SCHEMA_NAME,
		    page_keys_get(map, "until"),
		    _("'until' must name a date beside '%.*s'"),
		    STRF(s->since.at[s->since.n - 1]->name.name));
	else
		s->until = &in->all[i];
}

/* A stage is dated by 'since' or typed, never both. */
static void
stage_fits(struct page_keys *f, const struct node *n, const struct type *t,
    const struct stage *s)
{
	bool typed = t->stage_field != FIELD_NONE;
	const struct node *since = page_keys_get(n, "since");
	const struct node *next = page_keys_get(n, "next");

	if (!typed && !s->exit && !since)
		page_keys_wrong(f, FIND_SCHEMA_MISSING, n,
		    _("'since' is missing, the field that dates the stage"));
	if (typed && since)
		page_keys_wrong(f, FIND_SCHEMA_FORM, since,
		    _("'since' does not go with 'stage_field', by which stages "
		      "are typed"));
	if (next && page_keys_flag(f, n, "final"))
		page_keys_wrong(f, FIND_SCHEMA_FORM, next,
		    _("a final stage has no 'next'"));
}

static void
stage_read(struct page_keys *f, const struct node *n, const struct type *t,
    struct stage *s)
{
	s->name.name = arena_keep(f->arena, n->key);
	stage_fits(f, n, t, s);
	if (n->absent)
		return;
	if (n->kind != NODE_MAP) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("a stage is {since: …, label: …}"));
		return;
	}
	page_keys_form(f, n, s->exit ? &page_form_exit : &page_form_stage);
	s->name.label = page_keys_label(f, n, "label");
	s->name.help = page_keys_label(f, n, "help");
	s->name.n_also = page_keys_texts(f, n, "also", &s->name.also);
	s->optional = page_keys_flag(f, n, "optional");
	s->start = page_keys_flag(f, n, "start");
	s->final = page_keys_flag(f, n, "final");
	since_read(f, n, t, s);
	when_read(f, n, t, s);
	needs_read(f, n, t, s);
	until_read(f, n, t, s);
}

static const struct stage *
stage_named(const struct type *t, struct str name)
{
	return name_find(t->stages, t->n_stages, sizeof *t->stages, name);
}

/* next: and reopen: name stages, which must all be known by then. */
static void
next_read(struct page_keys *f, const struct node *n, const struct type *t,
    struct stage *s)
{
	const char *key = s->exit ? "reopen" : "next";
	struct str *all;
	size_t many = page_keys_texts(f, n, key, &all);

	s->next = ARENA_ARRAY(f->arena, size_t, many);
	for (size_t i = 0; i < many; i++) {
		const struct stage *next = stage_named(t, all[i]);

		if (next)
			s->next[s->n_next++] = (size_t)(next - t->stages);
		else
			page_keys_wrong(f, FIND_SCHEMA_NAME,
			    page_keys_get(n, key),
			    _("'%.*s' is no stage of this type"), STRF(all[i]));
	}
}

static void
stages_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *stages = page_keys_node(root, "stages", KEY_MAP);
	const struct node *exits = page_keys_node(root, "exits", KEY_MAP);
	const struct node *maps[2] = { stages, exits };
	struct stage *s;

	t->stages = ARENA_ARRAY(f->arena, struct stage,
	    (stages ? stages->n : 0) + (exits ? exits->n : 0));
	t->n_stages = stages ? stages->n : 0;
	t->n_exits = exits ? exits->n : 0;
	s = t->stages;
	for (int m = 0; m < 2; m++)
		for (const struct node *e = maps[m] ? maps[m]->first : NULL; e;
		     e = e->next, s++) {
			s->exit = m == 1;
			stage_read(f, e, t, s);
			field_spelling(f, e, &t->by_stage, t->stages,
			    sizeof *t->stages, (size_t)(s - t->stages));
		}
	s = t->stages;
	for (int m = 0; m < 2; m++)
		for (const struct node *e = maps[m] ? maps[m]->first : NULL; e;
		     e = e->next, s++)
			next_read(f, e, t, s);
}

/* A typed stage: the field's values are the stages. */
static void
stage_field_read(struct page_keys *f, const struct node *root, struct type *t)
{
	struct str v = page_keys_text(root, "stage_field");
	const struct field *field;

	t->stage_field = FIELD_NONE;
	if (!v.n)
		return;
	t->stage_field = spellings_find(&t->fields.by, v);
	if (t->stage_field == FIELD_NONE) {
		field_path_wrong(f, page_keys_get(root, "stage_field"), v);
		return;
	}
	field = &t->fields.all[t->stage_field];
	if (field->kind != KIND_ENUM)
		page_keys_wrong(f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "stage_field"),
		    _("'stage_field' must name an enum whose values are the "
		      "stages"));
}

/* Typed stages are the values of their field, no more and no less. */
static void
stage_values_check(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *at = page_keys_get(root, "stages");
	const struct field *field;

	if (t->stage_field == FIELD_NONE)
		return;
	field = &t->fields.all[t->stage_field];
	for (size_t i = 0; field->kind == KIND_ENUM && i < t->n_stages; i++)
		if (spellings_find(&field->by_value, t->stages[i].name.name) ==
		    FIELD_NONE)
			page_keys_wrong(f, FIND_SCHEMA_NAME, at,
			    _("stage '%.*s' is no value of '%.*s'"),
			    STRF(t->stages[i].name.name),
			    STRF(field->name.name));
	for (size_t i = 0; i < field->n_values; i++)
		if (!stage_named(t, field->values[i].name))
			page_keys_wrong(f, FIND_SCHEMA_NAME, at,
			    _("value '%.*s' of '%.*s' is no stage"),
			    STRF(field->values[i].name),
			    STRF(field->name.name));
}

void
type_stages_read(struct page_keys *f, const struct node *root, struct type *t)
{
	stage_field_read(f, root, t);
	stages_read(f, root, t);
	stage_values_check(f, root, t);
}
