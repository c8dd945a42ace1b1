/* walk: the columns that people name, a record's own and those of records that
 * it leads to. */
#include "query/walk.h"

#include "text/text.h"

/* Names. */

/* Is it what one of a name's labels or other spellings says? */
static bool
is_called(const struct name *name, struct str spelling)
{
	struct buf b = { 0 };
	bool is = false;

	for (size_t i = 0; !is && i < 2 + name->n_also; i++) {
		buf_clear(&b);
		text_add_spelling(&b,
		    i < 2 ? str_of(name->label.in[i]) : name->also[i - 2]);
		is = b.n && str_eq(buf_str(&b), spelling);
	}
	buf_release(&b);
	return is;
}

/* A column; *other is another one that is called so. NULL: there is none. */
static const struct column *
column_called(const struct table *t, struct str typed,
    const struct column **other)
{
	const struct column *c = tables_column(t, typed);
	struct buf spelling = { 0 };

	*other = NULL;
	if (c)
		return c;
	text_add_spelling(&spelling, typed);
	for (size_t i = 0; i < t->n; i++) {
		if (!is_called(&t->columns[i].shown, buf_str(&spelling)))
			continue;
		if (!c)
			c = &t->columns[i];
		/* x_min, x_max and x_raw are called as x is. */
		else if (!c->field || c->field != t->columns[i].field)
			*other = &t->columns[i];
	}
	buf_release(&spelling);
	return c;
}

/* The list of a table of entries, which stands at the top of its record. */
static const struct field *
list_of(const struct table *t)
{
	const struct path *p = &t->list;

	return p->n && p->list == (int)p->n - 1 ? p->at[p->n - 1] : NULL;
}

/* The table of a record's list. NULL: none is called so. */
static const struct table *
list_called(const struct answer *a, const struct table *t, struct str typed)
{
	struct buf spelling = { 0 };
	const struct table *list = NULL;
	size_t n;
	const struct table *all = catalog_tables(a->catalog, &n);

	text_add_spelling(&spelling, typed);
	for (size_t i = 0; !list && !t->list.n && i < n; i++) {
		const struct field *f = list_of(&all[i]);
		struct str name = all[i].name;

		if (!f || !t->type || all[i].type != t->type)
			continue;
		name = str_from(name, t->name.n + 1);
		if (str_eq(name, typed) ||
		    is_called(&f->name, buf_str(&spelling)))
			list = &all[i];
	}
	buf_release(&spelling);
	return list;
}

static bool
has_span(const struct table *list)
{
	return list && list_of(list)->span != FIELD_NONE;
}

static bool
is_ref(const struct column *c)
{
	return c->field && c->field->kind == KIND_REF;
}

/* What an entry stands for: its one reference, if it has one. */
static const struct column *
entry_ref(const struct table *list)
{
	const struct column *only = NULL;

	for (size_t i = 0; i < list->n; i++)
		if (is_ref(&list->columns[i])) {
			if (only)
				return NULL;
			only = &list->columns[i];
		}
	return only;
}

/* What there is to be named, and what of it was perhaps meant. */
struct offer {
	struct buf all;
	size_t n;
	struct str typed, near;
	bool on; /* something follows, so what leads nowhere is left out */
};

static void
offer(struct offer *o, struct str name)
{
	enum { SHOWN = 24 };

	if (o->n++ < SHOWN)
		buf_addf(&o->all, "%s%.*s", o->all.n ? ", " : "", STRF(name));
	else if (o->n == SHOWN + 1)
		buf_addz(&o->all, ", …");
	if (str_nearer(o->typed, name, o->near))
		o->near = name;
}

static void
offer_table(const struct answer *a, const struct table *t, struct offer *o)
{
	const struct field *last = NULL;
	size_t n;
	const struct table *all = catalog_tables(a->catalog, &n);

	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->columns[i];

		/* x_min, x_max and x_raw go without saying, as does where an
		 * entry stands. */
		if (o->on        ? is_ref(c) :
			c->field ? c->field != last :
				   !t->list.n)
			offer(o, c->name);
		last = c->field;
	}
	for (size_t i = 0; i < n && !t->list.n && t->type; i++)
		if (all[i].type == t->type && list_of(&all[i]) &&
		    has_span(&all[i]))
			offer(o, str_from(all[i].name, t->name.n + 1));
}

/* Walking. */

/* Where one stands: at a row of a table. */
struct walk {
	const struct answer *a;
	struct arena *arena;
	struct str typed;
	const struct table *t;
	const char *where; /* which of its rows; NULL: the one asked about */
	struct column to;  /* what was walked so far, for who asks */
};

/* Of a way each step asks for rows of its own, all of them called w. */
static const char *
cell_of(const struct walk *w, struct str column)
{
	struct buf b = { 0 };

	if (w->where)
		buf_addz(&b, "(SELECT w.");
	else {
		sql_add_name(&b, w->t->name);
		buf_addc(&b, '.');
	}
	sql_add_name(&b, column);
	if (w->where) {
		buf_addz(&b, " FROM ");
		sql_add_name(&b, w->t->name);
		buf_addf(&b, " AS w WHERE %s)", w->where);
	}
	return arena_take(w->arena, &b).s;
}

/* "Cell: Belongs to: Name" */
static void
note(struct walk *w, const struct name *n, bool private)
{
	for (int l = 0; l < 2; l++) {
		const char *before = w->to.shown.label.in[l];

		w->to.shown.label.in[l] =
		    arena_f(w->arena, "%s%s%s", before ? before : "",
			before ? ": " : "", name_shown(n, (enum lang)l));
	}
	w->to.private |= private;
}

static void
follow(struct walk *w, const struct column *ref)
{
	const char *id = cell_of(w, ref->name);

	w->t = catalog_table(w->a->catalog, ref->field->to);
	w->where = arena_f(w->arena, "w.id = %s", id);
}

static void
enter(struct walk *w, const struct table *list)
{
	const char *id = cell_of(w, STR("id")), *path = cell_of(w, STR("path"));
	const struct field *f = list_of(list);

	note(w, &f->name, field_private(f));
	w->where = arena_f(w->arena,
	    "w.id = %s AND w.path = %s AND w.since <= today() AND (w.until IS "
	    "NULL OR today() < w.until)",
	    id, path);
	w->t = list;
}

static const struct column *
arrive(struct walk *w, const struct column *c)
{
	struct column *to = arena_new(w->arena, sizeof *to);

	*to = *c;
	to->shown = w->to.shown;
	to->name = to->shown.name = arena_keep(w->arena, w->typed);
	to->private = w->to.private;
	to->walk = str_of(cell_of(w, c->name));
	return to;
}

static const struct column *
wrong(const struct walk *w, struct str step, struct str rest)
{
	const struct table *t = w->t;
	struct offer o = { .typed = step, .on = rest.n > step.n };
	const struct column *ref = t->list.n ? entry_ref(t) : NULL;

	offer_table(w->a, t, &o);
	if (ref)
		offer_table(w->a, catalog_table(w->a->catalog, ref->field->to),
		    &o);
	found_trouble(w->a->to,
	    _("'%.*s': there is no '%.*s' in %.*s%s (there are: %s)"),
	    STRF(w->typed), STRF(step), STRF(t->name),
	    name_meant(w->arena, o.near), buf_z(&o.all));
	buf_release(&o.all);
	return NULL;
}

/* The way ends at a list, whose entry says one thing. */
static const struct column *
arrive_at_list(struct walk *w)
{
	const struct column *ref = entry_ref(w->t);
	struct offer o = { 0 };

	if (ref) {
		w->to.private |= ref->private;
		return arrive(w, ref);
	}
	offer_table(w->a, w->t, &o);
	found_trouble(w->a->to,
	    _("'%.*s' holds several values; say which (there are: %s)"),
	    STRF(w->typed), buf_z(&o.all));
	buf_release(&o.all);
	return NULL;
}

static const struct column *
has_no_span(const struct walk *w, const struct table *list)
{
	found_trouble(w->a->to,
	    _("'%.*s': a record may have many entries of '%.*s' on one day; "
	      "ask for them by knsql, in table '%.*s'"),
	    STRF(w->typed), STRF(list_of(list)->name.name), STRF(list->name));
	return NULL;
}

static const struct column *
may_be_two(const struct answer *a, struct str typed, const struct column *one,
    const struct column *other)
{
	found_trouble(a->to,
	    _("'%.*s' may be column '%.*s' or '%.*s'; say which"), STRF(typed),
	    STRF(one->name), STRF(other->name));
	return NULL;
}

/* The first steps of *rest that are one name here, as those of a map are:
 * le.ngay is le_ngay. */
static bool
next_name(const struct walk *w, struct str *rest, struct str *name,
    const struct column **c, const struct column **other,
    const struct table **list)
{
	char *joined = arena_z(w->arena, *rest);

	for (size_t n = 0; n < rest->n; joined[n++] = '_') {
		n += str_find(str_from(*rest, n), '.');
		*name = (struct str){ joined, n };
		*c = column_called(w->t, *name, other);
		*list = *c ? NULL : list_called(w->a, w->t, *name);
		if (*c || *list) {
			*rest = str_from(*rest, n + 1);
			return true;
		}
	}
	*name = str_first(*rest, str_find(*rest, '.'));
	return false;
}

static const struct column *
walk(struct walk *w)
{
	struct str rest = w->typed, name;
	const struct table *list;
	const struct column *c, *other;

	while (rest.n) {
		struct walk here = *w;

		if (!next_name(w, &rest, &name, &c, &other, &list)) {
			c = w->t->list.n ? entry_ref(w->t) : NULL;
			if (!c)
				return wrong(w, name, rest);
			w->to.private |= c->private;
			follow(w, c);
			if (!next_name(w, &rest, &name, &c, &other, &list))
				return wrong(&here, name, rest);
		}
		if (list) {
			if (!has_span(list))
				return has_no_span(w, list);
			enter(w, list);
			continue;
		}
		if (other)
			return may_be_two(w->a, name, c, other);
		note(w, &c->shown, c->private);
		if (!rest.n)
			return arrive(w, c);
		if (!is_ref(c)) {
			found_trouble(w->a->to,
			    _("'%.*s': '%.*s' is no reference, so nothing "
			      "follows it"),
			    STRF(w->typed), STRF(name));
			return NULL;
		}
		follow(w, c);
	}
	return arrive_at_list(w);
}

static const struct column *
none_such(const struct answer *a, const struct table *t, struct str typed)
{
	struct str near =
	    name_near(&t->columns->shown, t->n, sizeof *t->columns, typed);
	struct offer lists = { .typed = typed };

	offer_table(a, t, &lists);
	near = near.n ? near : lists.near;
	buf_release(&lists.all);
	found_trouble(a->to,
	    near.n ? _("'%.*s' has no column '%.*s'; did you mean '%.*s'?") :
		     _("'%.*s' has no column '%.*s'; knsql --tables %.*s "
		       "lists them"),
	    STRF(t->name), STRF(typed), STRF(near.n ? near : t->name));
	return NULL;
}

const struct column *
walk_column(const struct answer *a, const struct table *t, struct str typed,
    struct arena *arena)
{
	const struct column *other, *c = column_called(t, typed, &other);
	struct walk w = { .a = a, .arena = arena, .typed = typed, .t = t };

	if (other)
		return may_be_two(a, typed, c, other);
	if (c)
		return c;
	if (str_find(typed, '.') == typed.n && !list_called(a, t, typed))
		return none_such(a, t, typed);
	return walk(&w);
}

/* In an expression. */

/* Does the first name of a way lead from the table? A word alone that is no way
 * may be any of SQL's. */
static bool
leads(const struct answer *a, const struct table *t, struct str way)
{
	struct arena arena = { 0 };
	struct walk w = { .a = a, .arena = &arena, .t = t };
	bool dotted = str_find(way, '.') < way.n;
	const struct table *list = NULL;
	const struct column *c, *other;
	struct str name;
	bool does = next_name(&w, &way, &name, &c, &other, &list) &&
	    (dotted || (has_span(list) && str_ends(list->name, name)));

	arena_release(&arena);
	return does;
}

/* A name with dots in it that begins at words->all[*i]; *i is then its last. */
static void
take_way(const struct sql_words *words, size_t *i, struct buf *way)
{
	sql_add_plain(way, words->all[*i].text);
	while (sql_is_op(words->all[*i + 1], ".") &&
	    sql_may_name(words->all[*i + 2])) {
		*i += 2;
		buf_addc(way, '.');
		sql_add_plain(way, words->all[*i].text);
	}
}

bool
walk_expression(const struct answer *a, const struct table *t, struct str sql,
    struct buf *out)
{
	struct arena arena = { 0 };
	struct sql_words words = sql_words(&arena, sql);
	size_t copied = 0;
	int depth = 0, within = 0; /* within a SELECT from that depth on */
	bool ok = true;

	for (size_t i = 0; ok && i < words.n; i++) {
		struct sql_token k = words.all[i], end;
		struct buf way = { 0 };
		const struct column *c;

		depth += sql_is_op(k, "(") - sql_is_op(k, ")");
		if (depth < within)
			within = 0;
		if (!within && sql_is_op(k, "(") &&
		    (sql_is_word(words.all[i + 1], "SELECT") ||
			sql_is_word(words.all[i + 1], "WITH")))
			within = depth;
		if (within || (k.kind != SQL_WORD && k.kind != SQL_NAME))
			continue;
		take_way(&words, &i, &way);
		end = words.all[i];
		if (!sql_is_op(words.all[i + 1], "(") &&
		    leads(a, t, buf_str(&way))) {
			c = walk_column(a, t, arena_keep(&arena, buf_str(&way)),
			    &arena);
			ok = c != NULL;
			buf_add(out,
			    str_from(str_first(words.text, k.off), copied));
			if (ok)
				buf_add(out, c->walk);
			copied = end.off + end.text.n;
		}
		buf_release(&way);
	}
	buf_add(out, str_from(words.text, copied));
	arena_release(&arena);
	return ok;
}
