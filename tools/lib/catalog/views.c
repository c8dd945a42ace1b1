/* views: what several rules and reports share, as named SQL. */
#include "catalog/inside.h"

#include "parse/sql.h"
#include "schema/view.h"

/* Its table, which is made when a statement first names it. */
static bool
add(struct catalog *c, const struct view *v, struct findings *to)
{
	struct table_state *s =
	    tables_add(c, v->name, TABLE_VIEW, NULL, v->page, to);

	if (!s)
		return false;
	s->written = db_nfc(&c->arena, v->sql);
	s->sql = sql_strip(s->written);
	s->at.line = v->line;
	s->at.col = 1;
	return true;
}

/* The view that repository.md names for whose work a record is. */
static bool
check_whose(const struct catalog *c, struct findings *to)
{
	const struct schema *s = c->schema;
	struct str near = { 0 };
	const struct table *all = c->tables;

	for (size_t i = 0; s->whose.n && i < c->n; i++) {
		if (all[i].view && str_eq(all[i].name, s->whose))
			return true;
		if (all[i].view && str_nearer(s->whose, all[i].name, near))
			near = all[i].name;
	}
	if (!s->whose.n)
		return true;
	return found(to, FIND_SCHEMA_NAME, s->whose_at,
	    near.n ? _("there is no view '%.*s'; did you mean '%.*s'?") :
		     _("there is no view '%.*s'"),
	    STRF(s->whose), STRF(near));
}

static bool
add_read(struct catalog *c, const struct views *views, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; i < views->n; i++)
		ok = add(c, &views->all[i], to) && ok;
	return ok;
}

static bool
read_all(struct catalog *c, struct findings *to)
{
	struct entry *pages;
	struct view v;
	size_t n;
	bool ok = view_pages(c->schema, &c->arena, &pages, &n, to);

	for (size_t i = 0; i < n; i++)
		ok = view_read(&v, c->schema, pages[i].path, &c->arena, to) &&
		    add(c, &v, to) && ok;
	return ok;
}

bool
views_read(struct catalog *c, struct findings *to)
{
	const struct schema *s = c->schema;
	bool ok;

	if (!s->folder || !s->source)
		return true;
	ok = s->views ? add_read(c, s->views, to) : read_all(c, to);
	return ok && check_whose(c, to);
}

struct str
catalog_view_sql(const struct catalog *c, const struct table *t)
{
	return t->view ? c->states[t - c->tables].sql : STR("");
}
