/* view: the pages of schema/views, as they are read. */
#include "schema/view.h"

#include "parse/markdown.h"
#include "schema/page_keys.h"

/* The page's one ```sql block. */
static bool
read_block(struct page_keys *f, struct view *v)
{
	struct fence *fences;
	size_t blocks = 0,
	       n = markdown_fences(f->front.body, f->front.body_line, f->arena,
		   &fences);

	for (size_t i = 0; i < n; i++)
		if (str_is(fences[i].info, "sql")) {
			v->sql = fences[i].text;
			v->line = fences[i].line;
			blocks++;
		}
	if (blocks != 1)
		page_keys_wrong(f, FIND_SCHEMA_FORM, NULL,
		    _("a view has exactly one ```sql block"));
	return blocks == 1;
}

bool
view_pages(const struct schema *s, struct arena *a, struct entry **pages,
    size_t *n, struct findings *to)
{
	return schema_pages(s, "views/**/*.md", a, pages, n, to);
}

bool
view_read(struct view *v, const struct schema *s, const char *path,
    struct arena *a, struct findings *to)
{
	const struct node *root;
	struct page_keys f;

	*v = (struct view){ .page = path };
	if (!page_keys_open(&f, s->source, path, a, to))
		return false;
	root = f.front.root;
	page_keys_form(&f, root, &page_form_view);
	v->name = page_keys_text(root, "view");
	if (v->name.n && !page_keys_is_plain(v->name))
		page_keys_wrong(&f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "view"),
		    _("a view's name is small letters, digits and _"));
	return read_block(&f, v) && !f.bad;
}

bool
view_read_all(struct views *views, const struct schema *s, struct arena *a,
    struct findings *to)
{
	struct entry *pages;
	size_t n;
	bool ok = view_pages(s, a, &pages, &n, to);

	views->all = ARENA_ARRAY(a, struct view, n);
	for (views->n = 0; ok && views->n < n; views->n++)
		ok = view_read(&views->all[views->n], s, pages[views->n].path,
		    a, to);
	return ok;
}
