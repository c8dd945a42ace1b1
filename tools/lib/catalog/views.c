/* views: what several rules and reports share, as named SQL. */
#include "catalog/inside.h"

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
	const struct node *root;
	struct table_state *s;
	struct str name, sql = { 0 };
	struct page_keys f;
	int line = 0;

	if (!page_keys_open(&f, c->schema->source, path, &c->arena, to))
		return false;
	root = f.front.root;
	page_keys_form(&f, root, &page_form_view);
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
	s->written = db_nfc(&c->arena, sql);
	s->sql = sql_strip(s->written);
	s->at.line = line;
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
	return ok && check_whose(c, to);
}

struct str
catalog_view_sql(const struct catalog *c, const struct table *t)
{
	return t->view ? c->states[t - c->tables].sql : STR("");
}
