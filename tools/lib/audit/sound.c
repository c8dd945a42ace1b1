/* sound: what commits bring, looked at object by object. */
#include "audit/sound.h"

#include <stdlib.h>
#include <string.h>

#include "git/fsck.h"
#include "git/fsck_name.h"
#include "base/lang.h"
#include "base/mem.h"

enum { FILE_MOST = 1 << 20 }; /* a file that git reads and we look at */

/* A parent's tree, read beside the one that is looked at. */
struct beside {
	struct tree_cursor tree;
	struct oid below; /* a folder of the name at hand */
};

struct compared {
	struct tree_cursor tree;
	struct beside *was;
	size_t n;
	/* is there a name, a mode or an order that no parent has? */
	bool fresh;
};

struct sound_walk {
	struct sound *sound;
	struct place at;
	struct findings *trouble;
	struct buf path;
	int deep;
	bool enough; /* too much, or too deep */
};

/* Saying. */

static void
say_wrong(struct sound_walk *w, const char *kind, const struct oid *id,
    const struct fsck_wrong *wrong)
{
	struct buf b = { 0 };

	w->sound->wrong = true;
	fsck_tell(&b, kind, id->b, wrong);
	found(w->sound->out, FIND_OBJECT, w->at, "%s", buf_z(&b));
	buf_release(&b);
}

static void
say_link(struct sound_walk *w, unsigned mode)
{
	struct buf at = { 0 };

	buf_addf(&at, "%s:%s", w->at.path, buf_z(&w->path));
	found(w->sound->out, FIND_OBJECT_LINK, place_file(at.s),
	    (mode & MODE_KIND) == MODE_LINK ?
		_("a link, where records lie: what it leads to is no part of "
		  "their history; put the file itself here") :
		_("a submodule, where records lie: what it holds is no part of "
		  "their history; put the files themselves here"));
	buf_release(&at);
}

/* Trees side by side. */

/* Up to where it differs from its only parent. */
static void
skip_alike(struct sound_walk *w, struct compared *s)
{
	tree_skip_alike(revwalk_reader(w->sound->past), &s->tree,
	    &s->was->tree);
	tree_next(&s->was->tree);
}

/* False: there is none, or none can be made out. */
static bool
take_next(struct compared *s)
{
	struct tree_entry last = s->tree.entry;
	bool whole = tree_next(&s->tree);

	s->fresh = s->fresh || !whole ||
	    (last.name.s && s->tree.there &&
		tree_entry_order(&last, &s->tree.entry) >= 0);
	return s->tree.there;
}

static bool
compared_open(struct sound_walk *w, struct compared *s, const struct oid *tree,
    const struct oid *was, size_t n)
{
	struct tree_reader *r = revwalk_reader(w->sound->past);
	bool ok;

	*s = (struct compared){ .was = mem_alloc(n * sizeof *s->was),
		.n = n,
		.fresh = n != 1 || oid_none(was) };
	ok = tree_open(r, &s->tree, tree, NULL, w->trouble);
	for (size_t i = 0; ok && i < n; i++)
		ok = tree_open(r, &s->was[i].tree, &was[i], NULL, w->trouble);
	if (ok && n == 1)
		skip_alike(w, s);
	for (size_t i = 0; ok && n > 1 && i < n; i++)
		tree_next(&s->was[i].tree);
	return ok;
}

static void
compared_close(struct compared *s)
{
	tree_close(&s->tree);
	for (size_t i = 0; i < s->n; i++)
		tree_close(&s->was[i].tree);
	free(s->was);
}

/* What a parent has under the name of the entry; NULL: nothing. */
static const struct tree_entry *
entry_was(struct tree_cursor *t, const struct tree_entry *e)
{
	int c = 1;

	while (t->there && (c = tree_entry_order(&t->entry, e)) < 0)
		tree_next(t);
	return t->there && c == 0 ? &t->entry : NULL;
}

static bool
is_same(const struct tree_entry *a, const struct tree_entry *b)
{
	return a->mode == b->mode &&
	    memcmp(a->id, b->id, sizeof(struct oid)) == 0;
}

/* A tree by itself. */

/* Had a parent's the same fault already? */
static bool
was_wrong(const struct compared *s, const struct fsck_wrong *now)
{
	struct fsck_wrong was;

	for (size_t i = 0; i < s->n; i++)
		if (s->was[i].tree.held &&
		    !fsck_tree(s->was[i].tree.bytes, &was) &&
		    was.what == now->what && str_eq(was.at, now->at))
			return true;
	return false;
}

static void
judge_tree(struct sound_walk *w, const struct compared *s, const struct oid *id)
{
	struct fsck_wrong wrong;

	if (!fsck_tree(s->tree.bytes, &wrong) && !was_wrong(s, &wrong))
		say_wrong(w, "tree", id, &wrong);
}

/* What stands in it. */

static bool
is_below_base(struct sound_walk *w, struct str *path)
{
	struct str base = str_of(revwalk_base(w->sound->past));

	*path = buf_str(&w->path);
	if (str_starts(*path, base)) {
		*path = str_from(*path, base.n);
		return true;
	}
	*path = STR(""); /* a link above the data */
	return str_starts(base, buf_str(&w->path)) && base.s[w->path.n] == '/';
}

static void
judge_link(struct sound_walk *w, const struct tree_entry *e)
{
	struct sound *s = w->sound;
	struct str path;

	if (s->is_of_records && is_below_base(w, &path) &&
	    (!path.n || s->is_of_records(path, s->to)))
		say_link(w, e->mode);
}

static bool
judge_gits(struct sound_walk *w, const struct oid *id, enum git_file is)
{
	struct fsck_wrong wrong = { 0 };
	struct buf text = { 0 };
	bool large, modules = is == GIT_FILE_MODULES;
	bool ok = revwalk_read(w->sound->past, id, buf_z(&w->path), FILE_MOST,
	    &large, &text, w->trouble);

	if (large)
		wrong.what =
		    modules ? FSCK_GITMODULES_LARGE : FSCK_GITATTRIBUTES_LARGE;
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
judge_file(struct sound_walk *w, const struct tree_entry *e,
    const struct oid *id)
{
	enum git_file is = fsck_git_file(e->name);

	if (is == GIT_FILE_MODULES || is == GIT_FILE_ATTRIBUTES)
		return judge_gits(w, id, is);
	return !w->sound->files ||
	    revwalk_is_file(w->sound->past, id, buf_z(&w->path), w->trouble);
}

static bool walk_tree(struct sound_walk *, const struct oid *tree,
    const struct oid *was, size_t n);

static bool
walk_folder(struct sound_walk *w, const struct oid *id,
    const struct compared *s)
{
	struct fsck_wrong deep = { .what = FSCK_DEEP_TREE };
	struct oid *was;
	bool ok;

	if (w->deep == FOLDERS_DEEP) {
		say_wrong(w, "tree", id, &deep);
		w->enough = true;
		return true;
	}
	was = mem_alloc(s->n * sizeof *was);
	for (size_t i = 0; i < s->n; i++)
		was[i] = s->was[i].below;
	buf_addc(&w->path, '/');
	w->deep++;
	ok = walk_tree(w, id, was, s->n);
	w->deep--;
	free(was);
	return ok;
}

/* Looks for the entry in the parents. True: one of them has it as it is. named:
 * has an only parent the name? Then what follows may be alike. */
static bool
is_known(struct compared *s, bool *named)
{
	const struct tree_entry *e = &s->tree.entry;
	bool known = false, kind = false;

	*named = false;
	for (size_t i = 0; i < s->n; i++) {
		struct beside *b = &s->was[i];
		const struct tree_entry *had = entry_was(&b->tree, e);

		b->below = (struct oid){ 0 };
		if (had && tree_entry_is_folder(had))
			b->below = tree_entry_id(had);
		known = known || (had && is_same(had, e));
		kind = kind || (had && had->mode == e->mode);
		*named = s->n == 1 && had;
	}
	s->fresh = s->fresh || !kind;
	return known;
}

static bool
judge_entry(struct sound_walk *w, struct compared *s)
{
	enum { PATH_MOST = 1000 }; /* leaves room for where a clone lies */
	const struct tree_entry *e = &s->tree.entry;
	struct oid id = tree_entry_id(e);

	if (oid_none(&id)) {
		s->fresh = true; /* the tree says so */
		return true;
	}
	if (w->path.n > PATH_MOST)
		say_wrong(w, "tree", &id,
		    &(struct fsck_wrong){ FSCK_LARGE_PATHNAME, e->name });
	if (tree_entry_is_folder(e))
		return walk_folder(w, &id, s);
	w->sound->changes++;
	if (tree_entry_is_file(e))
		return judge_file(w, e, &id);
	judge_link(w, e);
	return true;
}

static bool
walk_tree(struct sound_walk *w, const struct oid *tree, const struct oid *was,
    size_t n)
{
	struct sound *sound = w->sound;
	size_t start = w->path.n;
	struct compared s;
	bool ok = compared_open(w, &s, tree, was, n), named;

	while (ok && !w->enough && take_next(&s)) {
		buf_add(&w->path, s.tree.entry.name);
		ok = is_known(&s, &named) || judge_entry(w, &s);
		buf_cut(&w->path, start);
		w->enough =
		    w->enough || (sound->most && sound->changes > sound->most);
		if (named)
			skip_alike(w, &s);
	}
	if (ok && s.fresh)
		judge_tree(w, &s, tree);
	compared_close(&s);
	return ok;
}

/* Commits and tags. */

bool
sound_commit(struct sound *s, const struct revwalk_commit *c, struct place at,
    struct findings *trouble)
{
	struct sound_walk w = { .sound = s, .at = at, .trouble = trouble };
	struct oid *was = mem_alloc(c->n_parents * sizeof *was);
	bool ok = true, known = false;

	if (c->wrong.what)
		say_wrong(&w, "commit", &c->id, &c->wrong);
	for (size_t i = 0; ok && i < c->n_parents; i++) {
		const struct revwalk_commit *parent =
		    revwalk_commit(s->past, &c->parents[i], trouble);

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
	enum { TAGS_MOST = 16 }; /* tags of tags of tags … */
	struct sound_walk w = { .sound = s, .at = at, .trouble = trouble };
	struct oid now = *id;
	struct fsck_wrong wrong;
	struct buf bytes = { 0 };
	bool ok = true, is = true;

	for (int i = 0; ok && is; i++) {
		buf_clear(&bytes);
		ok = revwalk_tag(s->past, &now, &bytes, &is, trouble);
		if (!ok || !is)
			break;
		if (i == TAGS_MOST)
			wrong = (struct fsck_wrong){ .what = FSCK_DEEP_TREE };
		else if (fsck_tag(buf_str(&bytes), &wrong))
			ok = oid_read_start(&now,
			    str_from(buf_str(&bytes), sizeof "object " - 1));
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
	struct tree_cursor t;
	bool ok;

	*n = k ? k->n : 0;
	if (k || deep > FOLDERS_DEEP)
		return true;
	ok = tree_open(revwalk_reader(s->past), &t, id, NULL, trouble);
	while (ok && *n < most && tree_next(&t) && t.there) {
		size_t below = 1;
		struct oid sub = tree_entry_id(&t.entry);

		if (tree_entry_is_folder(&t.entry))
			ok = count_tree(s, &sub, most, deep + 1, &below,
			    trouble);
		*n = below < most - *n ? *n + below : most;
	}
	tree_close(&t);
	if (!ok)
		return false;
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
