/* revwalk: commits and trees for those who walk through history.
 *
 * Objects are read raw and taken apart here: libgit2 refuses a commit without
 * an author, which git shows all the same, and to hold a large tree as a list
 * of entries costs more than to compare its bytes. */
#include "git/revwalk.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "git/commit.h"
#include "git/inside.h"
#include "base/lang.h"
#include "base/mem.h"
#include "git/tree_entry.h"

static_assert(sizeof(struct oid) == sizeof(git_oid), "both are SHA-1");

/* Trees that were read last: a commit's are met again in its child's, or its
 * parent's, comparison. */
enum { TREES = 64, TREES_BYTES = 16 << 20 };

struct revwalk {
	struct snapshot *snap;
	git_odb_object *trees[TREES]; /* the latest first */
	size_t n_trees, tree_bytes;
	struct arena arena;
	struct map commits; /* struct known_commit by id */
	struct oid tip;
	bool empty;
	char *folder;
};

/* How far the walk has come with a commit. */
enum state { STATE_NEW, STATE_OPEN, STATE_DONE };

struct known_commit {
	struct revwalk_commit commit;
	enum state state;
	size_t next; /* parent to go to */
};

/* Names of objects. */

bool
oid_eq(const struct oid *a, const struct oid *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

bool
oid_none(const struct oid *o)
{
	static const struct oid none;

	return oid_eq(o, &none);
}

struct str
oid_str(const struct oid *o)
{
	return (struct str){ (const char *)o->b, sizeof o->b };
}

static const git_oid *
of_git(const struct oid *o)
{
	return (const git_oid *)o->b;
}

char *
oid_hex(const struct oid *o, char out[ENTRY_ID])
{
	return git_oid_tostr(out, ENTRY_ID, of_git(o));
}

bool
oid_read(struct oid *o, const char *hex)
{
	git_oid id;

	if (strlen(hex) != ENTRY_ID - 1 || git_oid_fromstr(&id, hex))
		return false;
	memcpy(o->b, id.id, sizeof o->b);
	return true;
}

bool
oid_read_start(struct oid *o, struct str hex)
{
	char z[ENTRY_ID] = { 0 };

	memcpy(z, hex.s, hex.n < sizeof z - 1 ? hex.n : sizeof z - 1);
	return oid_read(o, z);
}

/* Objects. */

static bool
wrong_type(const struct oid *id, git_object_t is, git_object_t should,
    const char *path, struct findings *f)
{
	char hex[ENTRY_ID];

	return found(f, FIND_GIT,
	    path && *path ? place_file(path) : (struct place){ 0 },
	    _("object %s is a %s, not a %s; 'git fsck' says what is damaged"),
	    oid_hex(id, hex), git_object_type2string(is),
	    git_object_type2string(should));
}

/* Files are asked for by size; what else git keeps is never so large. */
enum { OBJECT_MOST = 64 << 20 };

static bool
is_large(struct revwalk *p, const struct oid *id, git_object_t type,
    struct findings *f)
{
	struct fsck_wrong large = { .what = FSCK_LARGE_OBJECT };
	git_object_t is;
	size_t size;
	struct buf b = { 0 };

	if (type == GIT_OBJECT_BLOB ||
	    git_odb_read_header(&size, &is, p->snap->odb, of_git(id)) ||
	    size <= OBJECT_MOST)
		return false;
	fsck_tell(&b, git_object_type2string(is), id->b, &large);
	found(f, FIND_GIT, (struct place){ 0 }, "%s", buf_z(&b));
	buf_release(&b);
	return true;
}

static git_odb_object *
read_object(struct revwalk *p, const struct oid *id, git_object_t type,
    const char *path, struct findings *f)
{
	git_odb_object *o = NULL;
	int rc;

	if (is_large(p, id, type, f))
		return NULL;
	rc = git_odb_read(&o, p->snap->odb, of_git(id));
	if (rc) {
		snapshot_lacks(p->snap, path, of_git(id), rc, f);
		return NULL;
	}
	if (git_odb_object_type(o) == type)
		return o;
	wrong_type(id, git_odb_object_type(o), type, path, f);
	git_odb_object_free(o);
	return NULL;
}

static struct str
bytes_of(git_odb_object *o)
{
	return (struct str){ git_odb_object_data(o), git_odb_object_size(o) };
}

static void
forget_tree(struct revwalk *p)
{
	git_odb_object *last = p->trees[--p->n_trees];

	p->tree_bytes -= git_odb_object_size(last);
	git_odb_object_free(last);
}

static void
put_first(struct revwalk *p, git_odb_object *o, size_t behind)
{
	memmove(p->trees + 1, p->trees, behind * sizeof *p->trees);
	p->trees[0] = o;
}

/* Yours to free, as git's objects are: they count who holds them. */
static git_odb_object *
read_tree(struct revwalk *p, const struct oid *id, struct findings *f)
{
	git_odb_object *o, *mine;

	for (size_t i = 0; i < p->n_trees; i++) {
		o = p->trees[i];
		if (memcmp(git_odb_object_id(o)->id, id->b, sizeof id->b))
			continue;
		put_first(p, o, i);
		return git_odb_object_dup(&mine, o) ? NULL : mine;
	}
	o = read_object(p, id, GIT_OBJECT_TREE, NULL, f);
	if (!o || git_odb_object_dup(&mine, o))
		return o;
	while (p->n_trees &&
	    (p->n_trees == TREES ||
		p->tree_bytes + git_odb_object_size(o) > TREES_BYTES))
		forget_tree(p);
	put_first(p, mine, p->n_trees++);
	p->tree_bytes += git_odb_object_size(o);
	return o;
}

static bool
damaged(const struct oid *id, struct findings *f)
{
	char hex[ENTRY_ID];

	return found(f, FIND_GIT, (struct place){ 0 },
	    _("object %s is damaged: 'git fsck' tells more"), oid_hex(id, hex));
}

/* Commits. */

static bool
no_commit(const struct revwalk_commit *c, struct findings *f)
{
	struct buf b = { 0 };

	fsck_tell(&b, "commit", c->id.b, &c->wrong);
	found(f, FIND_GIT, (struct place){ 0 }, "%s", buf_z(&b));
	buf_release(&b);
	return false;
}

static struct known_commit *
commit_of(struct revwalk *p, const struct oid *id, struct findings *f)
{
	struct known_commit *k = map_get(&p->commits, oid_str(id));
	git_odb_object *o;
	bool ok;

	if (k)
		return k;
	o = read_object(p, id, GIT_OBJECT_COMMIT, NULL, f);
	if (!o)
		return NULL;
	k = ARENA_NEW(&p->arena, struct known_commit);
	k->commit.id = *id;
	ok = commit_read(&k->commit, bytes_of(o), &p->arena);
	if (!ok)
		no_commit(&k->commit, f);
	git_odb_object_free(o);
	if (!ok)
		return NULL;
	*map_put(&p->commits, oid_str(&k->commit.id)) = k;
	return k;
}

const struct revwalk_commit *
revwalk_commit(struct revwalk *p, const struct oid *id, struct findings *f)
{
	struct known_commit *k = commit_of(p, id, f);

	return k ? &k->commit : NULL;
}

const struct revwalk_commit *
revwalk_coming(struct revwalk *p, const struct oid *tree,
    const struct oid *parents, size_t n)
{
	struct known_commit *k = ARENA_NEW(&p->arena, struct known_commit);
	struct oid *on = ARENA_ARRAY(&p->arena, struct oid, n);

	memcpy(on, parents, n * sizeof *on);
	k->commit.tree = *tree;
	k->commit.parents = on;
	k->commit.n_parents = n;
	memset(k->commit.id.b, 0xff, sizeof k->commit.id.b);
	*map_put(&p->commits, oid_str(&k->commit.id)) = k;
	return &k->commit;
}

bool
revwalk_signature(struct revwalk *p, const struct oid *id,
    struct buf *signature, struct buf *payload, struct findings *f)
{
	git_odb_object *o = read_object(p, id, GIT_OBJECT_COMMIT, NULL, f);

	if (!o)
		return false;
	commit_signature(bytes_of(o), signature, payload);
	git_odb_object_free(o);
	return true;
}

/* The walk: down to the first commits, then up again. */

struct descent {
	struct revwalk *p;
	const struct revwalk_known *known;
	struct known_commit **way;
	size_t n, cap;
};

static bool
go_down(struct descent *d, const struct oid *id, struct findings *f)
{
	struct known_commit *k = map_get(&d->p->commits, oid_str(id));

	if (k && k->state != STATE_NEW)
		return true;
	if (d->known && d->known->known(id, d->known->to))
		return true;
	k = commit_of(d->p, id, f);
	if (!k)
		return false;
	k->state = STATE_OPEN;
	k->next = 0;
	*MEM_PUSH(d->way, d->n, d->cap) = k;
	return true;
}

bool
revwalk_commits(struct revwalk *p, const struct revwalk_known *known,
    const struct revwalk_commit ***list, size_t *n, struct findings *f)
{
	return revwalk_commits_of(p, &p->tip, !p->empty, known, list, n, f);
}

bool
revwalk_commits_of(struct revwalk *p, const struct oid *tips, size_t n_tips,
    const struct revwalk_known *known, const struct revwalk_commit ***list,
    size_t *n, struct findings *f)
{
	struct descent d = { .p = p, .known = known };
	const struct revwalk_commit **all = NULL;
	size_t cap = 0, tip = 0;
	bool ok = true;

	*n = 0;
	while (ok && (d.n || tip < n_tips)) {
		struct known_commit *k;

		if (!d.n) {
			ok = go_down(&d, &tips[tip++], f);
			continue;
		}
		k = d.way[d.n - 1];

		if (k->next < k->commit.n_parents) {
			ok = go_down(&d, &k->commit.parents[k->next++], f);
			continue;
		}
		k->state = STATE_DONE;
		d.n--;
		*MEM_PUSH(all, *n, cap) = &k->commit;
	}
	*list = ARENA_ARRAY(&p->arena, const struct revwalk_commit *, *n);
	if (*n)
		memcpy(*list, all, *n * sizeof *all);
	for (size_t i = 0; i < *n; i++)
		commit_of(p, &all[i]->id, f)->state = STATE_NEW;
	while (d.n) /* given up half-way */
		d.way[--d.n]->state = STATE_NEW;
	free(all);
	free(d.way);
	return ok;
}

bool
revwalk_bases(struct revwalk *p, const struct oid *commits, size_t count,
    struct oid **bases, size_t *n, struct findings *f)
{
	git_oid *ids = mem_alloc(count * sizeof *ids);
	git_oidarray found_at = { 0 };
	int rc;

	/* The first is compared with what the others come to. */
	memcpy(ids, commits[count - 1].b, sizeof *ids);
	for (size_t i = 1; i < count; i++)
		memcpy(&ids[i], commits[i - 1].b, sizeof *ids);
	rc = git_merge_bases_many(&found_at, p->snap->repo, count, ids);
	*n = rc ? 0 : found_at.count;
	*bases = mem_alloc(*n * sizeof **bases);
	for (size_t i = 0; i < *n; i++)
		memcpy((*bases)[i].b, found_at.ids[i].id, sizeof(*bases)->b);
	git_oidarray_dispose(&found_at);
	free(ids);
	return rc == 0 || rc == GIT_ENOTFOUND ||
	    found(f, FIND_GIT, (struct place){ 0 },
		_("where the sides of a merge parted cannot be told: %s; 'git "
		  "fsck' says what is damaged"),
		snapshot_reason());
}

/* Trees, as bytes: "mode name\0id" one after the other. */

struct cursor {
	git_odb_object *tree; /* NULL: none, at its end */
	struct oid of;
	struct str rest;
	const char *start; /* of the entry */
	unsigned mode;     /* 0: no entry more */
	const char *name;
	struct oid id;
};

static bool
step(struct cursor *c, struct findings *f)
{
	struct tree_entry e;

	c->mode = 0;
	c->start = c->rest.s;
	if (!c->rest.n)
		return true;
	if (!tree_entry_take(&c->rest, &e))
		return damaged(&c->of, f);
	c->mode = e.mode;
	c->name = e.name.s;
	memcpy(c->id.b, e.id, sizeof c->id);
	return true;
}

static bool
open_cursor(struct revwalk *p, struct cursor *c, const struct oid *tree,
    struct findings *f)
{
	*c = (struct cursor){ .of = *tree };
	if (oid_none(tree))
		return true;
	c->tree = read_tree(p, tree, f);
	if (!c->tree)
		return false;
	c->rest = bytes_of(c->tree);
	return step(c, f);
}

static void
close_cursor(struct cursor *c)
{
	git_odb_object_free(c->tree);
}

static bool
is_folder(const struct cursor *c)
{
	return (c->mode & MODE_KIND) == MODE_FOLDER;
}

/* As git orders a tree: a folder as if '/' ended its name. */
static int
in_order(const struct cursor *a, const struct cursor *b)
{
	const unsigned char *x = (const unsigned char *)a->name;
	const unsigned char *y = (const unsigned char *)b->name;
	unsigned char ex, ey;

	while (*x && *x == *y) {
		x++;
		y++;
	}
	ex = *x ? *x : is_folder(a) ? '/' : '\0';
	ey = *y ? *y : is_folder(b) ? '/' : '\0';
	return (ex > ey) - (ex < ey);
}

/* git itself would check out no such name, so no record is there. */
static bool
may_be(const char *name)
{
	return !strchr(name, '/') && entry_is_inside(str_of(name));
}

static bool
find_in(struct revwalk *p, struct oid *in, const char *name, bool *folder,
    struct findings *f)
{
	struct cursor c;
	bool ok = open_cursor(p, &c, in, f);

	*in = (struct oid){ 0 };
	while (ok && c.mode) {
		if (strcmp(c.name, name) == 0 &&
		    (c.mode & MODE_KIND) != MODE_MODULE) {
			*in = c.id;
			*folder = is_folder(&c);
			break;
		}
		ok = step(&c, f);
	}
	close_cursor(&c);
	return ok;
}

static bool
find_from(struct revwalk *p, const struct oid *tree, struct str path,
    struct oid *out, bool *folder, struct findings *f)
{
	struct str part;
	bool ok = true;

	*out = *tree;
	*folder = true;
	while (ok && !oid_none(out) && str_split(&path, '/', &part)) {
		struct buf name = { 0 };

		if (!part.n)
			continue;
		buf_add(&name, part);
		if (*folder)
			ok = find_in(p, out, name.s, folder, f);
		else
			*out = (struct oid){ 0 };
		buf_release(&name);
	}
	return ok;
}

bool
revwalk_find(struct revwalk *p, const struct oid *tree, const char *path,
    struct oid *out, bool *folder, struct findings *f)
{
	struct oid root;

	return find_from(p, tree, str_of(p->snap->base), &root, folder, f) &&
	    find_from(p, &root, str_of(path), out, folder, f);
}

bool
revwalk_touches(struct revwalk *p, const struct revwalk_commit *c, bool *does,
    struct findings *f)
{
	struct oid now, was;
	bool folder;

	*does = !*p->snap->base || !c->n_parents;
	if (!revwalk_find(p, &c->tree, "", &now, &folder, f))
		return false;
	for (size_t i = 0; !*does && i < c->n_parents; i++) {
		const struct revwalk_commit *on =
		    revwalk_commit(p, &c->parents[i], f);

		if (!on || !revwalk_find(p, &on->tree, "", &was, &folder, f))
			return false;
		*does = !oid_eq(&now, &was);
	}
	return true;
}

bool
revwalk_read(struct revwalk *p, const struct oid *id, const char *path,
    size_t most, bool *large, struct buf *b, struct findings *f)
{
	git_odb_object *o;
	git_object_t type;
	size_t size;

	*large =
	    git_odb_read_header(&size, &type, p->snap->odb, of_git(id)) == 0 &&
	    size > most;
	if (*large)
		return false;
	o = read_object(p, id, GIT_OBJECT_BLOB, path, f);
	if (!o)
		return false;
	buf_add(b, bytes_of(o));
	git_odb_object_free(o);
	return true;
}

bool
revwalk_tree_open(struct revwalk *p, const struct oid *id,
    struct revwalk_tree *t, struct findings *f)
{
	git_odb_object *o = read_tree(p, id, f);

	*t = (struct revwalk_tree){ .held = o };
	if (o)
		t->bytes = bytes_of(o);
	return o;
}

void
revwalk_tree_close(struct revwalk_tree *t)
{
	git_odb_object_free(t->held);
	*t = (struct revwalk_tree){ 0 };
}

static bool
type_of(struct revwalk *p, const struct oid *id, const char *path,
    git_object_t *is, struct findings *f)
{
	size_t size;
	int rc = git_odb_read_header(&size, is, p->snap->odb, of_git(id));

	return rc == 0 || snapshot_lacks(p->snap, path, of_git(id), rc, f);
}

bool
revwalk_is_file(struct revwalk *p, const struct oid *id, const char *path,
    struct findings *f)
{
	git_object_t is;

	return type_of(p, id, path, &is, f) &&
	    (is == GIT_OBJECT_BLOB ||
		wrong_type(id, is, GIT_OBJECT_BLOB, path, f));
}

bool
revwalk_is_commit(struct revwalk *p, const struct oid *id, bool *is,
    struct findings *f)
{
	git_object_t type;
	bool ok = type_of(p, id, NULL, &type, f);

	*is = ok && type == GIT_OBJECT_COMMIT;
	return ok;
}

bool
revwalk_tag(struct revwalk *p, const struct oid *id, struct buf *b, bool *is,
    struct findings *f)
{
	git_object_t type;
	git_odb_object *o;
	bool ok = type_of(p, id, NULL, &type, f);

	*is = ok && type == GIT_OBJECT_TAG;
	if (!*is)
		return ok;
	o = read_object(p, id, type, NULL, f);
	if (o)
		buf_add(b, bytes_of(o));
	git_odb_object_free(o);
	return o;
}

const char *
revwalk_base(const struct revwalk *p)
{
	return p->snap->base ? p->snap->base : "";
}

/* Every file. */

struct files {
	struct revwalk *p;
	void (*seen)(struct str, const struct oid *, void *);
	void *to;
	struct findings *f;
	struct buf path;
	int deep;
};

static bool
too_deep(const struct buf *path, struct findings *f)
{
	return found(f, FIND_READ_DEEP, place_file(path->s),
	    _("folder lies more than %d folders deep"), FOLDERS_DEEP);
}

static bool
list_files(struct files *w, const struct oid *tree)
{
	size_t start = w->path.n;
	struct cursor c;
	bool ok = open_cursor(w->p, &c, tree, w->f);

	while (ok && c.mode) {
		buf_addz(&w->path, c.name);
		if (is_folder(&c) && may_be(c.name) &&
		    w->deep == FOLDERS_DEEP) {
			ok = too_deep(&w->path, w->f);
		} else if (is_folder(&c) && may_be(c.name)) {
			buf_addc(&w->path, '/');
			w->deep++;
			ok = list_files(w, &c.id);
			w->deep--;
		} else if ((c.mode & MODE_KIND) == (MODE_FILE & MODE_KIND)) {
			w->seen(buf_str(&w->path), &c.id, w->to);
		}
		w->path.n = start;
		w->path.s[start] = '\0';
		ok = ok && step(&c, w->f);
	}
	close_cursor(&c);
	return ok;
}

bool
revwalk_files(struct revwalk *p, const struct oid *tree,
    void (*seen)(struct str, const struct oid *, void *), void *to,
    struct findings *f)
{
	struct files w = { .p = p, .seen = seen, .to = to, .f = f };
	bool ok = list_files(&w, tree);

	buf_release(&w.path);
	return ok;
}

static bool
look_plain(struct revwalk *p, const struct oid *tree, int deep, bool *plain,
    struct findings *f)
{
	struct cursor c;
	bool ok = open_cursor(p, &c, tree, f);

	while (ok && c.mode && *plain) {
		if (!is_folder(&c))
			*plain =
			    (c.mode & MODE_KIND) == (MODE_FILE & MODE_KIND);
		else if (deep == FOLDERS_DEEP)
			*plain = false;
		else
			ok = look_plain(p, &c.id, deep + 1, plain, f);
		ok = ok && step(&c, f);
	}
	close_cursor(&c);
	return ok;
}

bool
revwalk_is_plain(struct revwalk *p, const struct oid *tree, bool *plain,
    struct findings *f)
{
	*plain = true;
	return look_plain(p, tree, 0, plain, f);
}

/* Comparing trees. */

struct compare {
	struct revwalk *p;
	const struct revwalk_trees *trees;
	const struct revwalk_seen *seen;
	struct findings *f;
	struct buf path;
	int deep;
};

/* Is there one base, or none, in what stands at one place? */
static bool
base_of(const struct compare *c, const struct oid *ids, size_t parent,
    struct oid *base)
{
	size_t from = c->trees->base[parent], to = c->trees->base[parent + 1];

	*base = from < to ? ids[from] : (struct oid){ 0 };
	for (size_t i = from; i < to; i++)
		if (!oid_eq(&ids[i], base))
			return false;
	return true;
}

/* Is what the commit holds what its parents merged come to? False also where
 * that cannot be told of the whole. */
static bool
is_expected(const struct compare *c, const struct oid *ids)
{
	struct oid now = c->trees->n_parents ? ids[1] : (struct oid){ 0 };

	for (size_t i = 1; i < c->trees->n_parents; i++) {
		const struct oid *other = &ids[1 + i];
		struct oid base;

		if (oid_eq(&now, other))
			continue;
		if (!base_of(c, ids, i, &base))
			return false;
		if (oid_eq(&base, &now))
			now = *other;
		else if (!oid_eq(&base, other))
			return false;
	}
	return oid_eq(&now, &ids[0]);
}

static bool compare_folders(struct compare *, const struct oid *ids);

/* What stands under one name, the path from start on, in all trees. */
static bool
compare_entry(struct compare *c, size_t start, bool folder,
    const struct oid *ids)
{
	bool ok = true;

	if (is_expected(c, ids) || !may_be(c->path.s + start))
		return true;
	if (!folder) {
		c->seen->seen(buf_str(&c->path), ids, c->seen->to);
		return true;
	}
	if (!c->seen->below(buf_str(&c->path), c->seen->to))
		return true;
	if (c->deep == FOLDERS_DEEP)
		return too_deep(&c->path, c->f);
	buf_addc(&c->path, '/');
	c->deep++;
	ok = compare_folders(c, ids);
	c->deep--;
	return ok;
}

/* Folders and files of git's own kinds count; a link or a submodule is no
 * record. */
static bool
counts(const struct cursor *c)
{
	return is_folder(c) || (c->mode & MODE_KIND) == (MODE_FILE & MODE_KIND);
}

/* Takes the next name: the ids that stand under it, and the cursors past it. */
static bool
next_name(struct compare *c, struct cursor *all, struct oid *ids, bool *folder)
{
	const struct cursor *first = NULL;
	struct cursor here;
	bool ok = true;

	for (size_t i = 0; i < c->trees->n; i++)
		if (all[i].mode && (!first || in_order(&all[i], first) < 0))
			first = &all[i];
	here = *first;
	*folder = is_folder(&here);
	buf_addz(&c->path, here.name);
	for (size_t i = 0; i < c->trees->n; i++) {
		ids[i] = (struct oid){ 0 };
		if (!all[i].mode || in_order(&all[i], &here))
			continue;
		if (counts(&all[i]))
			ids[i] = all[i].id;
		ok = step(&all[i], c->f) && ok;
	}
	return ok;
}

/* Two trees are mostly the same: entries up to where their bytes first differ
 * need not be looked at in both. */
static bool
skip_alike(struct cursor *a, struct cursor *b, struct findings *f)
{
	struct str x, y;
	size_t n = 0, most, done;

	if (!a->mode || !b->mode)
		return true;
	x = bytes_of(a->tree);
	y = bytes_of(b->tree);
	most = x.n < y.n ? x.n : y.n;
	while (most - n >= sizeof(uint64_t) &&
	    memcmp(x.s + n, y.s + n, sizeof(uint64_t)) == 0)
		n += sizeof(uint64_t);
	while (n < most && x.s[n] == y.s[n])
		n++;
	/* An entry read by step ends where the rest begins. */
	while (a->mode && x.n - a->rest.n <= n)
		if (!step(a, f))
			return false;
	done = a->mode ? (size_t)(a->start - x.s) : x.n;
	b->rest = str_from(y, done);
	return step(b, f);
}

static bool
has_more(const struct cursor *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].mode)
			return true;
	return false;
}

static bool
compare_folders(struct compare *c, const struct oid *trees)
{
	size_t n = c->trees->n, start = c->path.n;
	struct cursor *all = mem_alloc(n * sizeof *all);
	struct oid *ids = mem_alloc(n * sizeof *ids);
	bool ok = true, folder;

	for (size_t i = 0; i < n; i++)
		ok = open_cursor(c->p, &all[i], &trees[i], c->f) && ok;
	if (ok && n == 2)
		ok = skip_alike(&all[0], &all[1], c->f);
	while (ok && has_more(all, n)) {
		ok = next_name(c, all, ids, &folder) &&
		    compare_entry(c, start, folder, ids);
		c->path.n = start;
		c->path.s[start] = '\0';
	}
	for (size_t i = 0; i < n; i++)
		close_cursor(&all[i]);
	free(all);
	free(ids);
	return ok;
}

bool
revwalk_compare(struct revwalk *p, const struct revwalk_trees *trees,
    const struct revwalk_seen *seen, struct findings *f)
{
	struct compare c = { .p = p, .trees = trees, .seen = seen, .f = f };
	struct oid *roots = mem_alloc(trees->n * sizeof *roots);
	bool ok = true, folder;

	for (size_t i = 0; ok && i < trees->n; i++) {
		ok = find_from(p, &trees->all[i], str_of(p->snap->base),
		    &roots[i], &folder, f);
		if (!folder)
			roots[i] = (struct oid){ 0 };
	}
	if (ok && !is_expected(&c, roots))
		ok = compare_folders(&c, roots);
	free(roots);
	buf_release(&c.path);
	return ok;
}

/* Texts. */

static git_merge_file_input
merge_input(struct str s)
{
	git_merge_file_input in;

	git_merge_file_input_init(&in, GIT_MERGE_FILE_INPUT_VERSION);
	in.ptr = s.s ? s.s : "";
	in.size = s.n;
	return in;
}

bool
revwalk_merge_text(struct str base, struct str ours, struct str theirs,
    struct buf *out, void *to)
{
	git_merge_file_input b = merge_input(base), o = merge_input(ours);
	git_merge_file_input t = merge_input(theirs);
	git_merge_file_result r = { 0 };
	bool ok = git_merge_file(&r, &b, &o, &t, NULL) == 0 && r.automergeable;

	(void)to;
	if (ok)
		buf_add(out, (struct str){ r.ptr, r.len });
	git_merge_file_result_free(&r);
	return ok;
}

/* Opening. */

/* Like git we trust what zlib finds whole: to hash each object again takes as
 * long as to read it, and is what git fsck is for. */
static void
read_fast(void)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

/* Without libgit2's reading of commits, which is stricter than git's. */
static bool
take_head(struct revwalk *p, const char *dir, struct findings *f)
{
	const struct revwalk_commit *c;
	git_oid id;

	if (git_reference_name_to_id(&id, p->snap->repo, "HEAD"))
		return found(f, FIND_GIT, (struct place){ 0 },
		    _("HEAD cannot be read: %s"), snapshot_reason());
	memcpy(p->tip.b, id.id, sizeof p->tip.b);
	c = revwalk_commit(p, &p->tip, f);
	return c && snapshot_take_tree(p->snap, dir, of_git(&c->tree), f);
}

static bool
take_tip(struct revwalk *p, const char *dir, const char *at, const char *zone,
    struct findings *f)
{
	if (snapshot_is_shallow(p->snap))
		return found(f, FIND_GIT_SHALLOW, (struct place){ 0 },
		    _("this clone is shallow, so its history is cut off: 'git "
		      "fetch --unshallow' gets the rest"));
	if (!at && git_repository_head_unborn(p->snap->repo) == 1) {
		p->empty = true;
		return true;
	}
	if (!at)
		return take_head(p, dir, f);
	if (!snapshot_take_commit(p->snap, dir, at, zone, f))
		return false;
	return oid_read(&p->tip, snapshot_id(p->snap));
}

struct revwalk *
revwalk_open(const char *dir, const char *at, const char *zone,
    struct findings *f)
{
	struct snapshot *snap = snapshot_open(dir, f);
	struct revwalk *p;

	if (!snap)
		return NULL;
	read_fast();
	p = mem_alloc(sizeof *p);
	p->snap = snap;
	p->folder = strdup(git_repository_commondir(snap->repo));
	if (!p->folder)
		mem_out();
	if (take_tip(p, dir, at, zone, f))
		return p;
	revwalk_close(p);
	return NULL;
}

void
revwalk_close(struct revwalk *p)
{
	if (!p)
		return;
	while (p->n_trees)
		forget_tree(p);
	snapshot_close(p->snap);
	map_release(&p->commits);
	arena_release(&p->arena);
	free(p->folder);
	free(p);
}

bool
revwalk_is_empty(const struct revwalk *p)
{
	return p->empty;
}

const struct oid *
revwalk_tip(const struct revwalk *p)
{
	return &p->tip;
}

bool
revwalk_is_head(const struct revwalk *p)
{
	git_oid id;

	return git_reference_name_to_id(&id, p->snap->repo, "HEAD") == 0 &&
	    memcmp(id.id, p->tip.b, sizeof p->tip.b) == 0;
}

const char *
revwalk_folder(const struct revwalk *p)
{
	return p->folder;
}
