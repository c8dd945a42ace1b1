/* views: what several rules and reports share, as named SQL. */
#include "catalog/inside.h"

#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

#include "catalog/holds.h"
#include "schema/page_keys.h"
#include "parse/markdown.h"
#include "git/source.h"

/* The page's one ```sql block. */
static bool
read_block(struct page_keys *f, struct str *sql, int *line)
{
	struct fence *fences;
	size_t blocks = 0,
	       n = markdown_fences(f->front.body, f->front.body_line, f->arena,
		   &fences);

	for (size_t i = 0; i < n; i++)
		if (str_is(fences[i].info, "sql")) {
			*sql = fences[i].text;
			*line = fences[i].line;
			blocks++;
		}
	if (blocks != 1)
		page_keys_wrong(f, FIND_SCHEMA_FORM, NULL,
		    _("a view has exactly one ```sql block"));
	return blocks == 1;
}

static bool
read_page(struct catalog *c, const char *path, struct findings *to)
{
	static const struct page_key keys[] = {
		{ "view", KEY_TEXT, true },
		{ "label", KEY_ANY, false },
		{ "help", KEY_ANY, false },
	};
	const struct node *root;
	struct table_state *s;
	struct str name, sql = { 0 };
	struct page_keys f;
	int line = 0;

	if (!page_keys_open(&f, c->schema->source, path, &c->arena, to))
		return false;
	root = f.front.root;
	page_keys_keys(&f, root, keys, sizeof keys / sizeof *keys);
	name = page_keys_text(root, "view");
	if (name.n && !page_keys_is_plain(name))
		page_keys_wrong(&f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "view"),
		    _("a view's name is small letters, digits and _"));
	if (!read_block(&f, &sql, &line) || f.bad)
		return false;
	s = tables_add(c, name, TABLE_VIEW, NULL, path, to);
	if (!s)
		return false;
	s->written = authorizer_nfc(&c->arena, sql);
	s->sql = sql_strip(s->written);
	s->at.line = line;
	s->at.col = 1;
	return true;
}

bool
views_read(struct catalog *c, struct findings *to)
{
	struct entry *pages;
	size_t n;
	bool ok;

	if (!c->schema->folder || !c->schema->source)
		return true;
	ok =
	    schema_pages(c->schema, "views/**/*.md", &c->arena, &pages, &n, to);
	for (size_t i = 0; i < n; i++)
		ok = read_page(c, pages[i].path, to) && ok;
	return ok;
}

static bool
set_columns(struct statement *a, size_t view)
{
	struct catalog *c = a->catalog;
	struct table *t = &c->tables[view];
	size_t n = (size_t)sqlite3_column_count(a->plan);
	struct column *all = ARENA_ARRAY(&c->arena, struct column, n);

	for (size_t i = 0; i < n; i++) {
		struct str name = str_of(sqlite3_column_name(a->plan, (int)i));
		const struct column *origin = mask_origin(a, i);

		if (!page_keys_is_plain(name))
			return found(a->to, FIND_SQL_NAME, a->at,
			    _("column %zu of the view needs a name of small "
			      "letters, digits and _: write AS name"),
			    i + 1);
		for (size_t k = 0; k < i; k++)
			if (str_eq(all[k].name, name))
				return found(a->to, FIND_SQL_NAME, a->at,
				    _("the view has two columns '%.*s'"),
				    STRF(name));
		if (origin)
			all[i] = *origin;
		else
			all[i].holds = holds_result(a, i);
		all[i].name = arena_keep(&c->arena, name);
		all[i].shown.name = all[i].name;
		all[i].private = mask_hides(a, i);
		all[i].sql = (struct str){ 0 };
		if (!all[i].sqltype)
			all[i].sqltype = "";
	}
	t->columns = all;
	t->n = n;
	return true;
}

static void
set_needs(const struct statement *a, struct table_state *s)
{
	s->needs = ARENA_ARRAY(&a->catalog->arena, size_t, a->reading.n);
	for (size_t i = 0; i < a->reading.n; i++)
		if (a->reading.tables[i])
			s->needs[s->n_needs++] = i;
}

bool
views_ready(struct catalog *c, size_t view, struct findings *to)
{
	struct table_state *s = &c->states[view];
	struct statement a = { .catalog = c,
		.written = s->written,
		.at = s->at,
		.to = to };
	bool ok = authorizer_ask(&a);

	if (ok && sqlite3_bind_parameter_count(a.plan))
		ok = found(to, FIND_SQL_GATE, s->at,
		    _("a view has no parameters"));
	if (ok && a.reading.tables[c->rule])
		ok = found(to, FIND_SQL_GATE, s->at,
		    _("a view cannot read table 'rule', which changes"));
	if (ok) {
		set_needs(&a, s);
		s->hides = mask_hushes(&a);
	}
	ok = ok && set_columns(&a, view);
	authorizer_release(&a);
	return ok;
}
