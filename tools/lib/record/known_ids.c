/* known_ids: the ids that a clone knows. */
#include "record/known_ids.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "git/run.h"
#include "git/source.h"
#include "record/new_id.h"
#include "record/record.h"
#include "record/salvage.h"
#include "text/text.h"

struct telling {
	const struct known_ids *ids;
	struct findings *to;
	const char *root;
	struct map done; /* ids of commits and blobs that were looked at */
	struct arena arena;
	bool whole; /* no file's name is enough */
	bool good;
};

static void
tell_read(struct telling *t, struct source *s, const char *path,
    const char *where)
{
	struct findings silent = { 0 };
	const struct type *type = t->ids->type;
	struct arena a = { 0 };
	struct buf bytes = { 0 };
	struct record r;
	struct str id;

	if (source_read(s, path, &bytes, &silent)) {
		id = record_read(&r, type, path, buf_str(&bytes), &a, &silent) ?
		    r.id :
		    salvage_id(type, path, buf_str(&bytes), &a);
		if (id.n)
			t->ids->each(id, where, t->ids->to);
	}
	buf_release(&bytes);
	arena_release(&a);
}

/* ref: NULL, not of a commit. */
static void
tell_source(struct telling *t, struct source *s, const char *ref)
{
	const struct type *type = t->ids->type;
	struct globs which = { type->files, type->except, type->n_files,
		type->n_except };
	struct arena a = { 0 };
	struct entry *all;
	size_t n;

	t->good = source_files(s, &which, &a, &all, &n, t->to) && t->good;
	for (size_t i = 0; i < n; i++) {
		const char *path = all[i].path, *where = path;
		void **seen = NULL;

		if (ref)
			where = arena_f(&a, "%s:%s", ref, path);
		if (t->whole && *all[i].id) /* one blob, one id */
			seen = map_put(&t->done,
			    arena_keep(&t->arena, str_of(all[i].id)));
		if (seen && *seen)
			continue;
		if (seen)
			*seen = t;
		if (!t->whole)
			t->ids->each(str_stem(str_of(path), STR(".md")), where,
			    t->ids->to);
		else
			tell_read(t, s, path, where);
	}
	arena_release(&a);
}

static const char *
short_ref(struct str ref, struct arena *a)
{
	static const char *const heads[] = { "refs/heads/", "refs/remotes/",
		"refs/tags/", "refs/" };

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (str_starts(ref, str_of(heads[i])))
			return arena_z(a, str_from(ref, str_of(heads[i]).n));
	return arena_z(a, ref);
}

static void
tell_ref(struct str ref, struct str id, void *to)
{
	struct telling *t = to;
	struct findings silent = { 0 };
	const char *name = short_ref(ref, &t->arena);
	void **seen = map_put_kept(&t->done, id, &t->arena);
	struct source *s;

	if (*seen)
		return;
	*seen = t;
	s = source_commit(t->root, arena_z(&t->arena, id),
	    t->ids->schema->zone.s ? arena_z(&t->arena, t->ids->schema->zone) :
				     NULL,
	    &silent);
	if (s)
		tell_source(t, s, name);
	source_close(s);
}

bool
known_ids_tell(const struct known_ids *ids, struct source *worktree,
    struct findings *to)
{
	struct telling t = { .ids = ids,
		.to = to,
		.good = true,
		.root = source_root(worktree) };
	char *top = run_top(t.root);
	/* what is there now: another tool may have written meanwhile */
	struct source *index, *now = source_worktree(t.root, to);

	t.whole = ids->whole || !ids->type->basename_id;
	if (now)
		tell_source(&t, now, NULL);
	t.good = t.good && now;
	source_close(now);
	if (top) {
		index = source_index(t.root, to);
		if (index)
			tell_source(&t, index, NULL);
		t.good = t.good && index;
		source_close(index);
		t.good = run_git_refs(t.root, tell_ref, &t, to) && t.good;
	}
	free(top);
	map_release(&t.done);
	arena_release(&t.arena);
	return t.good;
}

/* One id among them. */
struct search {
	struct str id;     /* in lower case; of names the last part */
	const char *where; /* in the arena; NULL: nowhere */
	struct arena arena;
};

static void
look_for(struct str id, const char *where, void *to)
{
	struct search *s = to;
	struct buf low = { 0 };

	text_add_lower(&low, id);
	if (!s->where && str_eq(buf_str(&low), s->id))
		s->where = arena_z(&s->arena, str_of(where));
	buf_release(&low);
}

bool
known_ids_is_free(const struct schema *schema, struct source *worktree,
    const struct type *type, struct str id, struct findings *to)
{
	struct search s = { 0 };
	struct buf low = { 0 };
	struct known_ids ids = { .schema = schema,
		.type = type,
		.whole = str_find(id, '/') < id.n,
		.each = look_for,
		.to = &s };
	bool good;

	text_add_lower(&low, id);
	s.id = buf_str(&low);
	good = known_ids_tell(&ids, worktree, to);
	if (s.where)
		good = found_trouble(to, _("id '%.*s' is taken: %s has it"),
		    STRF(id), s.where);
	buf_release(&low);
	arena_release(&s.arena);
	return good;
}

static struct str
in_lower(struct str v, struct arena *a)
{
	struct buf low = { 0 };

	text_add_lower(&low, v);
	return arena_take(a, &low);
}

/* The highest number. */
struct highest {
	const struct new_id *ids;
	long most;
};

static void
take_highest(struct str id, const char *where, void *to)
{
	struct highest *h = to;
	struct buf low = { 0 };
	long n;

	(void)where;
	text_add_lower(&low, id);
	n = new_id_number(h->ids, buf_str(&low));
	h->most = n > h->most ? n : h->most;
	buf_release(&low);
}

/* Did a file ever have the name that a record of this id has? Its record was
 * deleted, and nobody else may be taken for it. */
static bool
was_there(const char *root, const struct type *type, struct str id)
{
	struct arena a = { 0 };
	const char *args[] = { "log", "--all", "-1", "--format=%h", "--", NULL,
		NULL };
	const char *line;
	bool was;

	if (!type->basename_id)
		return false;
	args[5] = arena_f(&a, ":(glob)**/%.*s.md", STRF(str_base(id)));
	line = run_git_line(root, args, &a);
	was = line && *line;
	arena_release(&a);
	return was;
}

bool
known_ids_next(const struct schema *schema, struct source *worktree,
    const struct type *type, const struct new_id *new, struct str *id,
    struct arena *a, struct findings *to)
{
	struct new_id plain = *new;
	struct highest h = { .ids = &plain };
	struct known_ids ids = { .schema = schema,
		.type = type,
		.whole = str_find(new->before, '/') < new->before.n ||
		    str_find(new->after, '/') < new->after.n,
		.each = take_highest,
		.to = &h };
	const char *root = source_root(worktree);

	if (!new->digits) {
		*id = new_id_with(new, 0, a);
		return known_ids_is_free(schema, worktree, type, *id, to);
	}
	plain.before = in_lower(new->before, a);
	if (!known_ids_tell(&ids, worktree, to))
		return false;
	do
		*id = new_id_with(new, ++h.most, a);
	while (was_there(root, type, *id));
	return true;
}
