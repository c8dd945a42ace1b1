/* sound: what commits bring, looked at object by object. */
#include "sound.h"

#include <stdlib.h>
#include <string.h>

#include "fsck.h"
#include "fsck_name.h"
#include "lang.h"
#include "mem.h"
#include "tree_entry.h"

enum { FILE_MOST = 1 << 20 };	/* a file that git reads and we look at */

/* A tree and those that its parents have at the same place. */
struct side {
	struct past_tree tree, *was;
	struct str rest, *rest_was;
	struct tree_entry entry, *entry_was;
	bool *there;				/* is entry_was one? */
	struct oid *below;			/* folders of the entry's name */
	size_t n;
};

struct walk {
	struct sound *sound;
	struct place at;
	struct findings *trouble;
	struct buf path;
	int deep;
	bool enough;				/* too much, or too deep */
};

/* Saying. */

static void
say_wrong(struct walk *w, const char *kind, const struct oid *id,
    const struct fsck_wrong *wrong)
{
	struct buf b = {0};

	fsck_tell(&b, kind, id->b, wrong);
	found(w->sound->out, FIND_OBJECT, w->at, "%s", buf_z(&b));
	buf_release(&b);
}

static void
say_link(struct walk *w, unsigned mode)
{
	struct buf at = {0};

	buf_addf(&at, "%s:%s", w->at.path, buf_z(&w->path));
	found(w->sound->out, FIND_OBJECT_LINK, place_file(at.s),
	    (mode & MODE_KIND) == MODE_LINK ?
	    _("a link, where records lie: what it leads to is no part of their "
	    "history; put the file itself here") :
	    _("a submodule, where records lie: what it holds is no part of "
	    "their history; put the files themselves here"));
	buf_release(&at);
}

/* Trees side by side. */

static void
step(struct str *rest, struct tree_entry *e, bool *there)
{
	*there = rest->n && tree_entry_take(rest, e);
}

static bool
side_open(struct walk *w, struct side *l, const struct oid *tree,
    const struct oid *was, size_t n)
{
	bool ok = past_tree_open(w->sound->past, tree, &l->tree, w->trouble);

	*l = (struct side){ .tree = l->tree, .n = n,
	    .was = mem_alloc(n * sizeof *l->was),
	    .rest_was = mem_alloc(n * sizeof *l->rest_was),
	    .entry_was = mem_alloc(n * sizeof *l->entry_was),
	    .there = mem_alloc(n * sizeof *l->there),
	    .below = mem_alloc(n * sizeof *l->below) };
	l->rest = l->tree.bytes;
	for (size_t i = 0; ok && i < n; i++) {
		if (oid_none(&was[i]))
			continue;
		ok = past_tree_open(w->sound->past, &was[i], &l->was[i],
		    w->trouble);
		l->rest_was[i] = l->was[i].bytes;
		step(&l->rest_was[i], &l->entry_was[i], &l->there[i]);
	}
	return ok;
}

static void
side_close(struct side *l)
{
	past_tree_close(&l->tree);
	for (size_t i = 0; i < l->n; i++)
		past_tree_close(&l->was[i]);
	free(l->was);
	free(l->rest_was);
	free(l->entry_was);
	free(l->there);
	free(l->below);
}

/* What parent i has under the name of the entry; NULL: nothing. */
static const struct tree_entry *
entry_was(struct side *l, size_t i)
{
	int c = 1;

	while (l->there[i]) {
		c = tree_entry_order(&l->entry_was[i], &l->entry);
		if (c >= 0)
			break;
		step(&l->rest_was[i], &l->entry_was[i], &l->there[i]);
	}
	return l->there[i] && c == 0 ? &l->entry_was[i] : NULL;
}

static bool
is_same(const struct tree_entry *a, const struct tree_entry *b)
{
	return a->mode == b->mode &&
	    memcmp(a->id, b->id, sizeof (struct oid)) == 0;
}

/* A tree by itself. */

/* Had a parent's the same fault already? */
static bool
was_wrong(const struct side *l, const struct fsck_wrong *now)
{
	struct fsck_wrong was;

	for (size_t i = 0; i < l->n; i++)
		if (l->was[i].bytes.s && !fsck_tree(l->was[i].bytes, &was) &&
		    was.what == now->what && str_eq(was.at, now->at))
			return true;
	return false;
}

static void
judge_tree(struct walk *w, const struct side *l, const struct oid *id)
{
	struct fsck_wrong wrong;

	if (!fsck_tree(l->tree.bytes, &wrong) && !was_wrong(l, &wrong))
		say_wrong(w, "tree", id, &wrong);
}

/* What stands in it. */

static bool
is_below_base(struct walk *w, struct str *path)
{
	struct str base = str_of(past_base(w->sound->past));

	*path = buf_str(&w->path);
	if (str_starts(*path, base)) {
		*path = str_from(*path, base.n);
		return true;
	}
	*path = STR("");			/* a link above the data */
	return str_starts(base, buf_str(&w->path)) &&
	    base.s[w->path.n] == '/';
}

static void
judge_link(struct walk *w, const struct tree_entry *e)
{
	struct sound *s = w->sound;
	struct str path;

	if (s->is_of_records && is_below_base(w, &path) &&
	    (!path.n || s->is_of_records(path, s->to)))
		say_link(w, e->mode);
}

static bool
judge_gits(struct walk *w, const struct oid *id, enum git_file is)
{
	struct fsck_wrong wrong = {0};
	struct buf text = {0};
	bool large, modules = is == GIT_FILE_MODULES;
	bool ok = past_read(w->sound->past, id, buf_z(&w->path), FILE_MOST,
	    &large, &text, w->trouble);

	if (large)
		wrong.what = modules ? FSCK_GITMODULES_LARGE :
		    FSCK_GITATTRIBUTES_LARGE;
	else if (ok && modules)
		fsck_modules(buf_str(&text), &wrong);
	else if (ok)
		fsck_attributes(buf_str(&text), &wrong);
	wrong.at = buf_str(&w->path);
	if (wrong.what)
		say_wrong(w, "blob", id, &wrong);
	buf_release(&text);
	return ok || large;
}

static bool
judge_file(struct walk *w, const struct tree_entry *e, const struct oid *id)
{
	enum git_file is = git_file_named(e->name);

	if (is == GIT_FILE_MODULES || is == GIT_FILE_ATTRIBUTES)
		return judge_gits(w, id, is);
	return !w->sound->files || past_is_file(w->sound->past, id,
	    buf_z(&w->path), w->trouble);
}

static bool walk_tree(struct walk *, const struct oid *tree,
    const struct oid *was, size_t n);

static bool
walk_folder(struct walk *w, const struct oid *id, const struct oid *was,
    size_t n)
{
	struct fsck_wrong deep = { .what = FSCK_DEEP_TREE };
	bool ok;

	if (w->deep == FOLDERS_DEEP) {
		say_wrong(w, "tree", id, &deep);
		w->enough = true;
		return true;
	}
	buf_addc(&w->path, '/');
	w->deep++;
	ok = walk_tree(w, id, was, n);
	w->deep--;
	return ok;
}

static bool
judge_entry(struct walk *w, struct side *l)
{
	enum { PATH_MOST = 1000 };	/* leaves room for where a clone lies */
	const struct tree_entry *e = &l->entry;
	bool known = false, ok = true;
	struct oid id;

	for (size_t i = 0; i < l->n; i++) {
		const struct tree_entry *had = entry_was(l, i);

		known = known || (had && is_same(had, e));
		l->below[i] = (struct oid){0};
		if (had && tree_entry_is_folder(had))
			memcpy(l->below[i].b, had->id, sizeof id.b);
	}
	memcpy(id.b, e->id, sizeof id.b);
	if (!known && w->path.n > PATH_MOST)
		say_wrong(w, "tree", &id, &(struct fsck_wrong){
		    FSCK_LARGE_PATHNAME, e->name });
	if (!known && tree_entry_is_folder(e)) {
		ok = walk_folder(w, &id, l->below, l->n);
	} else if (!known) {
		w->sound->changes++;
		if ((e->mode & MODE_KIND) == (MODE_FILE & MODE_KIND))
			ok = judge_file(w, e, &id);
		else
			judge_link(w, e);
	}
	return ok;
}

static bool
walk_tree(struct walk *w, const struct oid *tree, const struct oid *was,
    size_t n)
{
	struct sound *s = w->sound;
	size_t start = w->path.n;
	struct side l;
	bool ok = side_open(w, &l, tree, was, n);

	if (ok)
		judge_tree(w, &l, tree);
	while (ok && !w->enough && l.rest.n &&
	    tree_entry_take(&l.rest, &l.entry)) {
		buf_add(&w->path, l.entry.name);
		ok = judge_entry(w, &l);
		w->path.n = start;
		w->path.s[start] = '\0';
		w->enough = w->enough || (s->most && s->changes > s->most);
	}
	side_close(&l);
	return ok;
}

/* Commits and tags. */

bool
sound_commit(struct sound *s, const struct past_commit *c, struct place at,
    struct findings *trouble)
{
	struct walk w = { .sound = s, .at = at, .trouble = trouble };
	struct oid *was = mem_alloc(c->n_parents * sizeof *was);
	bool ok = true, known = false;

	if (c->wrong.what)
		say_wrong(&w, "commit", &c->id, &c->wrong);
	for (size_t i = 0; ok && i < c->n_parents; i++) {
		const struct past_commit *parent = past_commit(s->past,
		    &c->parents[i], trouble);

		ok = parent != NULL;
		if (ok)
			was[i] = parent->tree;
		known = known || (ok && oid_eq(&was[i], &c->tree));
	}
	if (ok && !known)
		ok = walk_tree(&w, &c->tree, was, c->n_parents);
	buf_release(&w.path);
	free(was);
	return ok;
}

bool
sound_tags(struct sound *s, const struct oid *id, struct place at,
    struct findings *trouble)
{
	enum { TAGS_MOST = 16 };		/* tags of tags of tags … */
	struct walk w = { .sound = s, .at = at, .trouble = trouble };
	struct oid now = *id;
	struct fsck_wrong wrong;
	struct buf bytes = {0};
	bool ok = true, is = true;

	for (int i = 0; ok && is; i++) {
		buf_clear(&bytes);
		ok = past_tag(s->past, &now, &bytes, &is, trouble);
		if (!ok || !is)
			break;
		if (i == TAGS_MOST)
			wrong = (struct fsck_wrong){ .what = FSCK_DEEP_TREE };
		else if (fsck_tag(buf_str(&bytes), &wrong))
			ok = oid_read_start(&now, str_from(buf_str(&bytes),
			    sizeof "object " - 1));
		if (wrong.what)
			say_wrong(&w, "tag", &now, &wrong);
		is = !wrong.what;
	}
	buf_release(&bytes);
	return ok;
}

/* Counting. */

struct counted {
	struct oid id;
	size_t n;
};

static bool
count_tree(struct sound *s, const struct oid *id, size_t most, int deep,
    size_t *n, struct findings *trouble)
{
	struct counted *k = map_get(&s->counted, oid_str(id));
	struct past_tree tree;
	struct tree_entry e;
	struct str rest;
	bool ok = true;

	*n = k ? k->n : 0;
	if (k || deep > FOLDERS_DEEP)
		return true;
	if (!past_tree_open(s->past, id, &tree, trouble))
		return false;
	rest = tree.bytes;
	while (ok && *n < most && rest.n && tree_entry_take(&rest, &e)) {
		size_t below = 1;
		struct oid sub;

		memcpy(sub.b, e.id, sizeof sub.b);
		if (tree_entry_is_folder(&e))
			ok = count_tree(s, &sub, most, deep + 1, &below,
			    trouble);
		*n = below < most - *n ? *n + below : most;
	}
	past_tree_close(&tree);
	k = ARENA_NEW(&s->arena, struct counted);
	*k = (struct counted){ *id, *n };
	*map_put(&s->counted, oid_str(&k->id)) = k;
	return ok;
}

bool
sound_count(struct sound *s, const struct oid *tree, size_t most, size_t *n,
    struct findings *trouble)
{
	return count_tree(s, tree, most, 0, n, trouble);
}

void
sound_release(struct sound *s)
{
	map_release(&s->counted);
	arena_release(&s->arena);
}
