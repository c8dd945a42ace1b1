/* select: which tables are exported, and which of their columns. */
#include "export/inside.h"

#include <stdlib.h>

#include "base/mem.h"
#include "export/pseudonym.h"
#include "parse/sql.h"
#include "query/answer.h"

/* Is it the table of a type's own records? */
static bool
is_record(const struct table *t)
{
	return t->type && !t->list.n && tables_column(t, STR("path"));
}

/* Those of a database beside the tables of types. */
static bool
is_of_problems(const struct table *t)
{
	return str_is(t->name, "bad") || str_is(t->name, "unread");
}

static bool
is_wanted(const struct exporting *e, const struct table *t)
{
	if (t->type)
		return !e->o->type || t->type == e->o->type;
	return e->format->database && is_of_problems(t) && !e->o->type &&
	    !e->o->pseudonyms;
}

/* Which of the columns of its field stands for it where people read: the text
 * of a partial date, which says what is known; of a decimal the number, or in
 * CSV its text, which has all its decimals. */
static bool
is_for_people(const struct exporting *e, const struct table *t, size_t i)
{
	const struct column *c = &t->columns[i];
	const struct field *f = c->field;
	bool first = !i || t->columns[i - 1].field != f;
	bool last = i + 1 == t->n || t->columns[i + 1].field != f;

	if (str_is(c->name, "id") && is_record(t) && !f)
		return t->type->id == FIELD_NONE;
	if (!f)
		return !t->list.n ||
		    (!str_is(c->name, "since") && !str_is(c->name, "until"));
	return (f->kind == KIND_DATE && f->partial) ||
		(f->kind == KIND_DECIMAL && e->format->texts) ?
	    last :
	    first;
}

/* Is what it shows the id of a person, or made of one? */
static void
mark_person(struct export_column *k, const struct table *t,
    const struct schema *s)
{
	const struct column *c = k->column;
	const struct type *type = t->type;
	bool person = type && pseudonym_hides(type);
	const struct type *to;

	if (!type || !c)
		return;
	if (c->field && c->field->kind == KIND_REF &&
	    (to = schema_type(s, c->field->to)) && pseudonym_hides(to))
		k->is_person = true;
	else if (person &&
	    ((!c->field && str_is(c->name, "id")) ||
		(c->field && !c->field->up && type->id != FIELD_NONE &&
		    c->field == &type->fields.all[type->id])))
		k->is_person = true;
	else if (person && !c->field &&
	    (str_is(c->name, "path") || str_is(c->name, "body") ||
		(c->sql.n &&
		    (sql_names(c->sql, STR("id")) ||
			sql_names(c->sql, STR("path")) ||
			(type->id != FIELD_NONE &&
			    sql_names(c->sql,
				type->fields.all[type->id].name.name))))))
		k->is_dropped = true;
}

static bool
is_body(const struct column *c)
{
	return !c->field && str_is(c->name, "body");
}

static void
add_column(struct exporting *e, struct export_table *x, size_t i)
{
	const struct table *t = x->table;
	const struct column *c = &t->columns[i];
	struct export_column *k = &x->columns[x->n++];
	const struct column *first = c;

	if (e->format->people && c->field)
		for (size_t n = i; n && t->columns[n - 1].field == c->field;)
			first = &t->columns[--n];
	*k = (struct export_column){ .column = c,
		.name = arena_z(&e->arena,
		    e->format->people ? first->name : c->name),
		.label = answer_label(e->o->answer, c),
		.from = c->name,
		.is_day = c->holds == HOLDS_DAY ||
		    (e->format->people && c->field &&
			c->field->kind == KIND_DATE) };
	if (e->o->pseudonyms)
		mark_person(k, t, e->o->schema);
}

static const char *
table_label(struct exporting *e, const struct table *t)
{
	enum lang lang = e->o->answer->lang;
	struct buf b = { 0 };

	if (!t->type)
		return arena_z(&e->arena, t->name);
	buf_addz(&b, name_shown(&t->type->name, lang));
	for (size_t i = 0; i < t->list.n; i++)
		buf_addf(&b, ": %s", name_shown(&t->list.at[i]->name, lang));
	if (!t->list.n && !is_record(t))
		buf_addf(&b, ": %s", _("stages"));
	return arena_take(&e->arena, &b).s;
}

static void
add_sql(struct exporting *e, struct export_table *x)
{
	struct buf sql = { 0 };

	buf_addz(&sql, "SELECT ");
	for (size_t i = 0; i < x->n; i++) {
		buf_addz(&sql, i ? "," : "");
		sql_add_name(&sql, x->columns[i].from);
	}
	if (x->table->view)
		buf_addc(&sql, '*');
	buf_addz(&sql, " FROM ");
	sql_add_name(&sql, x->table->name);
	x->sql = arena_take(&e->arena, &sql);
}

/* Where people read, the id is first, and last the path, which tells a program
 * which file it is. */
enum { RANKS = 5 };

/* Does it say which entry of a list? n; of a list in one n1, n2 … */
static bool
is_entry(struct str name)
{
	return name.n && name.s[0] == 'n' &&
	    (name.n == 1 || (name.n == 2 && str_is_digit(name.s[1])));
}

static int
rank_of(const struct export_table *x, const struct column *c)
{
	const struct type *type = x->table->type;

	if (str_is(c->name, "path") && !c->field)
		return 4;
	if (!c->field)
		return str_is(c->name, "id") ? 0 : is_entry(c->name) ? 1 : 3;
	return x->record && type->id != FIELD_NONE &&
		c->field == &type->fields.all[type->id] ?
	    0 :
	    2;
}

static void
add_columns(struct exporting *e, struct export_table *x)
{
	const struct table *t = x->table;
	bool people = e->format->people;

	x->columns = ARENA_ARRAY(&e->arena, struct export_column, t->n);
	for (int rank = 0; rank < (people ? RANKS : 1); rank++)
		for (size_t i = 0; i < t->n; i++)
			if ((!is_body(&t->columns[i]) || e->o->bodies) &&
			    (!people ||
				(is_for_people(e, t, i) &&
				    rank_of(x, &t->columns[i]) == rank)))
				add_column(e, x, i);
}

static bool
add_table(struct exporting *e, const struct table *t, size_t *cap)
{
	struct export_table *x = MEM_PUSH(e->tables, e->n, *cap);

	*x = (struct export_table){ .table = t,
		.name = arena_z(&e->arena, t->name),
		.label = table_label(e, t),
		.record = is_record(t),
		.keyed = is_record(t) };
	if (!t->view)
		add_columns(e, x);
	add_sql(e, x);
	return true;
}

static bool
no_table(struct exporting *e, struct str typed)
{
	size_t n;
	const struct table *all = catalog_tables(e->o->answer->catalog, &n);
	struct str near = { 0 };

	for (size_t i = 0; i < n; i++)
		if (str_nearer(typed, all[i].name, near))
			near = all[i].name;
	return found_trouble(e->to, _("there is no table '%.*s'%s"),
	    STRF(typed),
	    near.n ? name_meant(&e->arena, near) :
		     _("; 'knsql --tables' lists all"));
}

static bool
add_named(struct exporting *e, const char *word, size_t *cap)
{
	const struct table *t =
	    catalog_table(e->o->answer->catalog, str_of(word));

	if (!t || str_is(t->name, "rule"))
		return no_table(e, str_of(word));
	for (size_t i = 0; i < e->n; i++)
		if (e->tables[i].table == t)
			return found_trouble(e->to,
			    _("table '%s' is named twice"), word);
	if (!t->type && e->o->pseudonyms)
		return found_trouble(e->to,
		    _("table '%s' may tell the ids of persons in ways that "
		      "pseudonyms do not reach; name tables of types"),
		    word);
	return add_table(e, t, cap);
}

/* Tables of one type stand together, in the order of the catalog. */
static int
by_place(const void *va, const void *vb)
{
	const struct export_table *a = va, *b = vb;

	if (!a->table->type != !b->table->type)
		return a->table->type ? -1 : 1;
	return (a->table > b->table) - (a->table < b->table);
}

bool
select_tables(struct exporting *e)
{
	size_t n, cap = 0;
	const struct table *all = catalog_tables(e->o->answer->catalog, &n);
	bool ok = true;

	for (size_t i = 0; ok && i < e->o->n_words; i++)
		ok = add_named(e, e->o->words[i], &cap);
	for (size_t i = 0; ok && !e->o->n_words && i < n; i++)
		if (is_wanted(e, &all[i]))
			ok = add_table(e, &all[i], &cap);
	if (ok && e->n)
		qsort(e->tables, e->n, sizeof *e->tables, by_place);
	return ok;
}
