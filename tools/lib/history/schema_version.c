/* schema_version: which schema was in force at a commit. */
#include "history/inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

struct schema_versions {
	pthread_mutex_t lock; /* of what follows */
	struct map by_tree;   /* struct schema_version, by the tree's id */
	struct arena arena;
	const struct schema *likely; /* NULL: none */
};

struct schema_versions *
schema_versions_new(const struct schema *likely)
{
	struct schema_versions *s = mem_alloc(sizeof *s);

	s->likely = likely;
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

static void
version_release(struct schema_version *e)
{
	schema_release(&e->own);
	source_close(e->source);
}

void
schema_versions_free(struct schema_versions *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->by_tree.n; i++)
		version_release(s->by_tree.pairs[i].value);
	map_release(&s->by_tree);
	arena_release(&s->arena);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* Its pages, as a source in memory. */
struct pages {
	struct history *history;
	struct source *source;
};

static void
add_page(struct str path, const struct oid *id, void *to)
{
	struct pages *p = to;
	struct history *h = p->history;
	struct buf name = { 0 }, bytes = { 0 };
	bool large;

	if (!str_ends(path, STR(".md")))
		return;
	buf_addz(&name, "schema/");
	buf_add(&name, path);
	if (revwalk_read(h->past, id, name.s, SOURCE_FILE_MOST, &large, &bytes,
		h->to))
		source_memory_add(p->source, buf_str(&name), buf_str(&bytes));
	else if (!large)
		h->failed = true;
	buf_release(&name);
	buf_release(&bytes);
}

/* Pages of a tree that are those of a schema. */
struct matching {
	struct revwalk *past;
	const struct schema *schema;
	struct buf path;
	size_t n;
	bool same;
};

static int
by_path(const void *path, const void *page)
{
	return strcmp(path, ((const struct schema_page *)page)->path);
}

static void
match_page(struct str path, const struct oid *id, void *to)
{
	struct matching *m = to;
	struct findings silent = { 0 };
	const struct schema_page *page;
	char hex[ENTRY_ID];

	if (!str_ends(path, STR(".md")) || str_is(path, "README.md"))
		return;
	buf_clear(&m->path);
	buf_addz(&m->path, "schema/");
	buf_add(&m->path, path);
	page = bsearch(buf_z(&m->path), m->schema->pages, m->schema->n_pages,
	    sizeof *page, by_path);
	m->same = m->same && page && strcmp(page->id, oid_hex(id, hex)) == 0 &&
	    revwalk_is_file(m->past, id, page->path, &silent);
	m->n++;
}

static bool
is_likely(struct history *h, const struct oid *tree)
{
	const struct schema *s = h->schemas->likely;
	struct matching m = { .past = h->past, .schema = s, .same = true };
	struct findings silent = { 0 };
	bool same = s && s->n_pages &&
	    revwalk_files(h->past, tree, match_page, &m, &silent) && m.same &&
	    m.n == s->n_pages;

	buf_release(&m.path);
	return same;
}

static void
read_schema(struct history *h, struct schema_version *e, const struct oid *tree)
{
	struct pages pages = { .history = h };
	struct findings silent = { 0 };

	if (is_likely(h, tree)) {
		e->schema = h->schemas->likely;
		h->failed = !schema_zone(e->schema, h->to);
		return;
	}
	pages.source = source_memory();
	e->source = pages.source;
	if (!revwalk_files(h->past, tree, add_page, &pages, h->to))
		h->failed = true;
	if (h->failed || !schema_read(&e->own, e->source, "schema", &silent))
		return;
	if (schema_zone(&e->own, h->to))
		e->schema = &e->own;
	else /* elsewhere it has days */
		h->failed = true;
}

static struct schema_version *
read_epoch(struct history *h, const struct oid *tree)
{
	struct schema_versions *all = h->schemas;
	struct schema_version *e;
	struct oid *key;

	if (oid_none(tree))
		return NULL;
	pthread_mutex_lock(&all->lock);
	e = map_get(&all->by_tree, oid_str(tree));
	if (!e) {
		e = ARENA_NEW(&all->arena, struct schema_version);
		key = ARENA_NEW(&all->arena, struct oid);
		*key = *tree;
		read_schema(h, e, tree);
		if (h->failed)
			version_release(e);
		else
			*map_put(&all->by_tree, oid_str(key)) = e;
	}
	pthread_mutex_unlock(&all->lock);
	return h->failed ? NULL : e;
}

const struct schema_version *
schema_version_own(struct history *h, const struct revwalk_commit *c)
{
	bool folder;
	struct oid tree;

	if (h->own_of == c)
		return h->own;
	if (!revwalk_find(h->past, &c->tree, "schema", &tree, &folder, h->to))
		h->failed = true;
	if (h->failed)
		return NULL;
	h->own = folder ? read_epoch(h, &tree) : NULL;
	h->own_of = h->failed ? NULL : c;
	return h->own;
}

/* What is carried back. */

/* The commits that lead to the one named, and that one. */
static bool
find_before(struct history *h)
{
	const struct revwalk_commit *const named = h->carried.commit, **list;
	size_t n;

	if (!revwalk_commits_of(h->past, &named->id, 1, NULL, NULL, &list, &n,
		h->to))
		h->failed = true;
	for (size_t i = 0; !h->failed && i < n; i++)
		*map_put(&h->carried.before, oid_str(&list[i]->id)) =
		    (void *)list[i];
	return !h->failed;
}

static bool
no_from(struct history *h, const char *why)
{
	h->failed = true;
	return found(h->to, FIND_SCHEMA_NAME,
	    place_file("schema/repository.md"), "%s: %.12s: %s",
	    "history.schema_from", h->carried.from, why);
}

const struct schema_version *
schema_version_carried(struct history *h)
{
	struct findings silent = { 0 };
	const struct revwalk_commit *c;
	const struct schema_version *e;
	struct oid id;

	if (!h->carried.from || h->carried.epoch.schema)
		return h->carried.from ? &h->carried.epoch : NULL;
	c = oid_read(&id, h->carried.from) ?
	    revwalk_commit(h->past, &id, &silent) :
	    NULL;
	if (!c) {
		no_from(h, _("there is no such commit here"));
		return NULL;
	}
	e = schema_version_own(h, c);
	if (!h->failed && (!e || !e->schema))
		no_from(h, _("this commit has no schema that could be used"));
	if (h->failed)
		return NULL;
	h->carried.commit = c;
	h->carried.schema = *e->schema;
	h->carried.schema.authority = NULL;
	h->carried.epoch.schema = &h->carried.schema;
	return &h->carried.epoch;
}

/* Of a first commit, c, without a schema. */
static const struct schema_version *
version_before(struct history *h, const struct revwalk_commit *c)
{
	if (!schema_version_carried(h))
		return NULL;
	if (!h->carried.before.n && !find_before(h))
		return NULL;
	return map_get(&h->carried.before, oid_str(&c->id)) ?
	    &h->carried.epoch :
	    NULL;
}

/* For all commits from c along first parents until one whose is known. */
static void
note_epoch(struct history *h, const struct revwalk_commit *c,
    const struct schema_version *e, const struct revwalk_commit *until)
{
	while (c && c != until) {
		*map_put(&h->by_commit, oid_str(&c->id)) =
		    (void *)(e ? e : &h->none);
		c = c->n_parents ?
		    revwalk_commit(h->past, &c->parents[0], h->to) :
		    NULL;
	}
}

const struct schema_version *
schema_version_of(struct history *h, const struct revwalk_commit *c)
{
	const struct revwalk_commit *from = c, *until = NULL;
	const struct schema_version *e = NULL, *own;

	if (h->fixed)
		return h->fixed;
	while (c && !h->failed) {
		e = map_get(&h->by_commit, oid_str(&c->id));
		until = e ? c : NULL;
		if (e)
			break;
		own = schema_version_own(h, c);
		if (own && own->schema) {
			e = own;
			*map_put(&h->by_commit, oid_str(&c->id)) = (void *)e;
			until = c;
			break;
		}
		if (!c->n_parents) {
			e = own ? NULL : version_before(h, c);
			break;
		}
		c = revwalk_commit(h->past, &c->parents[0], h->to);
		h->failed = h->failed || !c;
	}
	if (h->failed)
		return NULL;
	note_epoch(h, from, e, until);
	return e && e->schema ? e : NULL;
}

void
schema_versions_release(struct history *h)
{
	if (h->own_schemas)
		schema_versions_free(h->schemas);
	map_release(&h->by_commit);
	map_release(&h->carried.before);
}
