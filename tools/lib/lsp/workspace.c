/* workspace: a repository, read once and kept. */
#include "lsp/workspace.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog/catalog.h"
#include "git/source.h"
#include "record/salvage.h"
#include "text/day.h"

static const char page[] = "schema/repository.md";

static bool
is_there(const char *folder, const char *name)
{
	char *path = mem_f("%s/%s", folder, name);
	struct stat st;
	bool is = stat(path, &st) == 0;

	free(path);
	return is;
}

/* The nearest folder above a file, without links, that holds a schema; what is
 * above a git work tree is someone else's. Yours to free; NULL: none does. */
static char *
find_root(const char *file)
{
	char *dir = mem_f("%s", file), *real = NULL, *slash;

	while (!real && (slash = strrchr(dir, '/'))) {
		*slash = '\0';
		real = realpath(*dir ? dir : "/", NULL);
	}
	free(dir);
	while (real && !is_there(real, page)) {
		slash = strrchr(real, '/');
		if (is_there(real, ".git") || !slash || slash == real) {
			free(real);
			return NULL;
		}
		*slash = '\0';
	}
	return real;
}

static void
forget_check(struct workspace *w)
{
	if (w->begun)
		check_drop(w->begun);
	w->begun = NULL;
	free(w->check.tallies);
	w->check.tallies = NULL;
}

static void
forget(struct workspace *w)
{
	forget_check(w);
	catalog_free(w->catalog);
	w->catalog = NULL;
	w->catalog_checked = false;
	roster_release(&w->roster);
	if (w->ready)
		schema_release(&w->schema);
	w->ready = false;
}

int
workspace_today(struct workspace *w)
{
	struct findings silent = { 0 };
	int today;

	if (!schema_today(&w->schema, w->today_text, &today, &silent))
		today = DAY_NONE;
	if (today != w->today)
		forget_check(w);
	return w->today = today;
}

/* Whoever edits a record has it before their eyes: messages tell what to write
 * also for private values. */
static void
open_types(struct schema *s)
{
	for (size_t i = 0; i < s->n_types; i++)
		s->types[i].open = true;
}

bool
workspace_load(struct workspace *w, struct document *const *docs, size_t n)
{
	struct findings silent = { 0 };
	struct source *source = source_worktree(w->root, &silent);
	struct schema schema = { 0 };
	struct rules rules = { 0 };

	if (source)
		source_keep(source);
	for (size_t i = 0; source && i < n; i++)
		if (docs[i]->in == w)
			source_cover(source, docs[i]->rel, &docs[i]->text);
	if (!source || !schema_read(&schema, source, "schema", &silent) ||
	    !rules_read(&rules, &schema, &silent)) {
		schema_release(&schema);
		source_close(source);
		return false;
	}
	forget(w);
	source_close(w->source);
	w->source = source;
	w->schema = schema;
	w->rules = rules;
	open_types(&w->schema);
	w->ready = true;
	w->anew = false;
	w->today = DAY_NONE;
	roster_load(&w->roster, &w->schema, w->source, workspace_today(w));
	return true;
}

struct workspace *
workspace_open(const char *file, const char *today, enum lang lang)
{
	char *root = find_root(file);
	struct workspace *w;

	if (!root)
		return NULL;
	w = mem_alloc(sizeof *w);
	w->root = root;
	w->today_text = today;
	w->today = DAY_NONE;
	w->lang = lang;
	w->anew = !workspace_load(w, NULL, 0);
	return w;
}

void
workspace_free(struct workspace *w)
{
	if (!w)
		return;
	forget(w);
	source_close(w->source);
	free(w->root);
	free(w);
}

char *
workspace_rel(const struct workspace *w, const char *file)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct source *s =
	    w->source ? w->source : source_worktree(w->root, &silent);
	const char *path = s ? source_path(s, file, &a) : NULL;
	char *rel = path && *path ? mem_f("%s", path) : NULL;

	if (s != w->source)
		source_close(s);
	arena_release(&a);
	return rel;
}

void
workspace_add_uri(const struct workspace *w, const char *rel, struct buf *b)
{
	char *path = mem_f("%s/%s", w->root, rel);

	document_add_uri(b, path);
	free(path);
}

bool
workspace_is_page(const char *rel)
{
	return str_starts(str_of(rel), STR("schema/"));
}

const struct type *
workspace_type(const struct workspace *w, const char *rel)
{
	const struct type *two = NULL,
			  *one = w && w->ready && rel ?
	    schema_type_of(&w->schema, rel, &two) :
	    NULL;

	return two ? NULL : one;
}

bool
workspace_begin(struct workspace *w)
{
	if (!w->ready || workspace_today(w) == DAY_NONE)
		return false;
	if (w->begun)
		return true;
	w->check = (struct check){ .dir = w->root,
		.schema = &w->schema,
		.source = w->source,
		.rules = &w->rules,
		.today = w->today,
		.lang = w->lang,
		.private = true,
		/* what is kept must not stay locked as long as an editor is
		 * open, nor know of what is not saved */
		.no_cache = true,
		.paths = &w->only_path };
	w->begun = check_begin(&w->check, &w->said);
	return true;
}

struct catalog *
workspace_catalog(struct workspace *w, bool all)
{
	struct catalog_options o = { .today = w->today,
		.lang = w->lang,
		.no_cache = true };
	struct findings silent = { 0 };

	if (w->ready && !w->catalog)
		w->catalog = catalog_new(&w->schema, w->source, &o, &silent);
	if (w->catalog && all && !w->catalog_checked) {
		w->catalog_checked = true;
		catalog_check(w->catalog, &silent);
	}
	return w->catalog;
}

void
workspace_note(struct workspace *w, const char *rel, struct str text)
{
	const struct type *t = workspace_type(w, rel);
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct record rec;
	bool parsed;

	if (!t)
		return;
	parsed = record_read(&rec, t, rel, text, &a, &silent);
	if (!parsed)
		rec = (struct record){ .path = rel,
			.type = t,
			.id = salvage_id(t, rel, text, &a) };
	roster_note(&w->roster, &rec, parsed);
	arena_release(&a);
}

void
workspace_changed(struct workspace *w, const char *rel)
{
	struct findings silent = { 0 };
	struct buf bytes = { 0 };

	if (!w->ready)
		return;
	if (source_read(w->source, rel, &bytes, &silent))
		workspace_note(w, rel, buf_str(&bytes));
	else
		roster_drop(&w->roster, rel);
	buf_release(&bytes);
}
