/* known_ids_many: ids for many new records. */
#include "record/known_ids_many.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/run.h"
#include "git/source.h"
#include "record/known_ids.h"
#include "text/text.h"

/* What is known of one type. */
struct asked {
	bool done, good, whole;
	struct map ids;  /* in lower case → where, text */
	struct map once; /* names of files that there ever were */
	struct map most; /* what stands around the number → struct highest */
};

struct highest {
	const struct new_id *ids;
	long most;
};

struct known_ids_many {
	const struct schema *schema;
	struct source *worktree;
	struct findings *to;
	struct asked *types;
	struct arena arena;
};

/* What a callback needs of both. */
struct asking {
	struct known_ids_many *k;
	struct asked *a;
};

struct known_ids_many *
known_ids_many_new(const struct schema *s, struct source *worktree,
    struct findings *to)
{
	struct known_ids_many *k = mem_alloc(sizeof *k);

	*k = (struct known_ids_many){ .schema = s,
		.worktree = worktree,
		.to = to };
	k->types = mem_alloc((s->n_types + 1) * sizeof *k->types);
	return k;
}

void
known_ids_many_free(struct known_ids_many *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->schema->n_types; i++) {
		map_release(&k->types[i].ids);
		map_release(&k->types[i].once);
		map_release(&k->types[i].most);
	}
	free(k->types);
	arena_release(&k->arena);
	free(k);
}

static struct str
in_lower(struct str v, struct arena *a)
{
	struct buf low = { 0 };

	text_add_lower(&low, v);
	return arena_take(a, &low);
}

/* Asking. */

static void
note_id(struct str id, const char *where, void *to)
{
	struct asking *q = to;
	void **slot = map_put(&q->a->ids, in_lower(id, &q->k->arena));

	if (!*slot)
		*slot = arena_z(&q->k->arena, str_of(where));
}

static bool
note_file(struct str path, void *to)
{
	struct asking *q = to;

	if (str_ends(path, STR(".md")))
		*map_put(&q->a->once,
		    in_lower(str_stem(path, STR(".md")), &q->k->arena)) = q;
	return true;
}

/* The names of all files of such ids that there ever were, wherever. */
static void
ask_once(struct asking *q, const struct type *type)
{
	const struct id_part *first = type->new_id.all;
	struct str begin =
	    first->kind == ID_TEXT ? str_base(first->text) : (struct str){ 0 };
	const char *args[] = { "log", "--all", "--no-renames",
		"--diff-filter=A", "--format=", "--name-only", "-z", "--", NULL,
		NULL };

	for (size_t i = 0; i < begin.n; i++)
		if (strchr("*?[\\", begin.s[i]))
			begin = str_first(begin, i);
	args[8] = arena_f(&q->k->arena, ":(glob)**/%.*s*.md", STRF(begin));
	run_git_lines(source_root(q->k->worktree), args, (struct str){ 0 },
	    '\0', note_file, q);
}

/* whole: ids are told by records, not only by the names of their files. */
static struct asked *
ask(struct known_ids_many *k, const struct type *type, bool whole)
{
	struct asked *a = &k->types[type->index];
	struct asking q = { k, a };
	struct known_ids ids = { .schema = k->schema,
		.type = type,
		.whole = whole,
		.each = note_id,
		.to = &q };

	if (a->done && (a->whole || !whole))
		return a;
	a->done = true;
	a->whole = whole;
	a->good = known_ids_tell(&ids, k->worktree, k->to);
	if (type->basename_id && type->new_id.has_number && !a->once.n)
		ask_once(&q, type);
	return a;
}

/* Giving. */

static struct highest *
highest_of(struct known_ids_many *k, struct asked *a, const struct new_id *ids)
{
	struct new_id plain = *ids;
	void **slot = map_put(&a->most,
	    str_of(arena_f(&k->arena, "%.*s\1%.*s", STRF(ids->before),
		STRF(ids->after))));
	struct highest *h = *slot;

	if (h)
		return h;
	h = *slot = ARENA_NEW(&k->arena, struct highest);
	plain.before = in_lower(ids->before, &k->arena);
	for (size_t i = 0; i < a->ids.n; i++) {
		long n = new_id_number(&plain, a->ids.pairs[i].key);

		h->most = n > h->most ? n : h->most;
	}
	return h;
}

/* What has it; NULL: it is free. Nobody may be taken for a record that was
 * deleted. */
static const char *
has(struct known_ids_many *k, const struct asked *a, struct str id, bool number)
{
	struct str low = in_lower(id, &k->arena);
	const char *where = map_get(&a->ids, a->whole ? low : str_base(low));

	if (!where && number && map_get(&a->once, str_base(low)))
		where = "";
	return where;
}

void
known_ids_many_take(struct known_ids_many *k, const struct type *type,
    struct str id)
{
	void **slot =
	    map_put(&k->types[type->index].ids, in_lower(id, &k->arena));

	if (!*slot)
		*slot = arena_z(&k->arena, (struct str){ 0 });
}

struct str
known_ids_many_next(struct known_ids_many *k, const struct type *type,
    const struct new_id *ids, struct arena *arena, const char **where)
{
	bool whole = str_find(ids->before, '/') < ids->before.n ||
	    str_find(ids->after, '/') < ids->after.n;
	struct asked *a = ask(k, type, whole);
	struct highest *h = ids->digits ? highest_of(k, a, ids) : NULL;
	struct str id;

	*where = NULL;
	if (!a->good)
		return (struct str){ 0 };
	do {
		id = new_id_with(ids, h ? ++h->most : 0, arena);
		*where = has(k, a, id, h != NULL);
	} while (h && *where);
	if (*where)
		return (struct str){ 0 };
	known_ids_many_take(k, type, id);
	return id;
}
