/* revwalk: commits and trees for those who walk through history.
 *
 * Objects are read raw and taken apart here: libgit2 refuses a commit without
 * an author, which git shows all the same. */
#include "git/revwalk.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/commit.h"
#include "git/object.h"
#include "git/snapshot_inside.h"

struct revwalk {
	struct snapshot *snap;
	struct arena arena;
	struct map commits; /* struct known_commit by id */
	struct oid tip;
	bool empty;
};

/* How far the walk has come with a commit. */
enum state { STATE_NEW, STATE_OPEN, STATE_DONE };

struct known_commit {
	struct revwalk_commit commit;
	enum state state;
	size_t next; /* parent to go to */
};

/* Commits. */

static struct known_commit *
commit_of(struct revwalk *p, const struct oid *id, struct findings *f)
{
	struct known_commit *k = map_get(&p->commits, oid_str(id));

	if (k)
		return k;
	k = ARENA_NEW(&p->arena, struct known_commit);
	if (!commit_load(p->snap->repository, id, &k->commit, &p->arena, f))
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
	git_odb_object *o =
	    object_read(p->snap->repository, id, GIT_OBJECT_COMMIT, NULL, f);

	if (!o)
		return false;
	commit_signature(object_bytes(o), signature, payload);
	libgit()->odb_object_free(o);
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
	return revwalk_commits_of(p, &p->tip, !p->empty, known, NULL, list, n,
	    f);
}

bool
revwalk_commits_of(struct revwalk *p, const struct oid *tips, size_t n_tips,
    const struct revwalk_known *known, struct arena *arena,
    const struct revwalk_commit ***list, size_t *n, struct findings *f)
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
	*list =
	    arena_take_array(arena ? arena : &p->arena, all, *n, sizeof *all);
	for (size_t i = 0; i < *n; i++)
		commit_of(p, &(*list)[i]->id, f)->state = STATE_NEW;
	while (d.n) /* given up half-way */
		d.way[--d.n]->state = STATE_NEW;
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
	rc = libgit()->merge_bases_many(&found_at, p->snap->repository->git,
	    count, ids);
	*n = rc ? 0 : found_at.count;
	*bases = mem_alloc(*n * sizeof **bases);
	for (size_t i = 0; i < *n; i++)
		memcpy((*bases)[i].b, found_at.ids[i].id, sizeof(*bases)->b);
	libgit()->oidarray_dispose(&found_at);
	free(ids);
	return rc == 0 || rc == GIT_ENOTFOUND ||
	    found(f, FIND_GIT, place_file(NULL),
		_("where the sides of a merge parted cannot be told: %s; 'git "
		  "fsck' says what is damaged"),
		libgit_reason());
}

/* Trees. */

struct tree_reader *
revwalk_reader(struct revwalk *p)
{
	return p->snap->trees;
}

bool
revwalk_root(struct revwalk *p, const struct oid *tree, struct oid *root,
    struct findings *f)
{
	unsigned mode;
	bool ok = tree_find(p->snap->trees, tree, str_of(revwalk_base(p)), root,
	    &mode, f);

	if ((mode & MODE_KIND) != MODE_FOLDER)
		*root = (struct oid){ 0 };
	return ok;
}

bool
revwalk_find(struct revwalk *p, const struct oid *tree, const char *path,
    struct oid *out, bool *folder, struct findings *f)
{
	struct oid root;
	unsigned mode = 0;
	bool ok = revwalk_root(p, tree, &root, f) &&
	    tree_find(p->snap->trees, &root, str_of(path), out, &mode, f);

	*folder = (mode & MODE_KIND) == MODE_FOLDER;
	return ok;
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

/* What commits hold. */

bool
revwalk_read(struct revwalk *p, const struct oid *id, const char *path,
    size_t most, bool *large, struct buf *b, struct findings *f)
{
	size_t size;
	bool ok =
	    object_read_file(p->snap->repository, id, path, most, &size, b, f);

	*large = size > most;
	return ok;
}

bool
revwalk_is_file(struct revwalk *p, const struct oid *id, const char *path,
    struct findings *f)
{
	return object_is_file(p->snap->repository, id, path, f);
}

bool
revwalk_is_commit(struct revwalk *p, const struct oid *id, bool *is,
    struct findings *f)
{
	git_object_t type;
	bool ok = object_kind(p->snap->repository, id, NULL, &type, f);

	*is = ok && type == GIT_OBJECT_COMMIT;
	return ok;
}

bool
revwalk_tag(struct revwalk *p, const struct oid *id, struct buf *b, bool *is,
    struct findings *f)
{
	git_object_t type;
	git_odb_object *o;
	bool ok = object_kind(p->snap->repository, id, NULL, &type, f);

	*is = ok && type == GIT_OBJECT_TAG;
	if (!*is)
		return ok;
	o = object_read(p->snap->repository, id, type, NULL, f);
	if (o)
		buf_add(b, object_bytes(o));
	libgit()->odb_object_free(o);
	return o;
}

const char *
revwalk_base(const struct revwalk *p)
{
	return p->snap->base ? p->snap->base : "";
}

/* Opening. */

/* Like git we trust what zlib finds whole: to hash each object again takes as
 * long as to read it, and is what git fsck is for. */
static void
read_fast(void)
{
	libgit()->libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

/* Without libgit2's reading of commits, which is stricter than git's. */
static bool
take_head(struct revwalk *p, const char *dir, struct findings *f)
{
	const struct revwalk_commit *c;
	git_oid id;

	if (libgit()->reference_name_to_id(&id, p->snap->repository->git,
		"HEAD"))
		return found(f, FIND_GIT, place_file(NULL),
		    _("HEAD cannot be read: %s"), libgit_reason());
	p->tip = *libgit_oid(&id);
	c = revwalk_commit(p, &p->tip, f);
	return c && snapshot_take_tree(p->snap, dir, &c->tree, f);
}

static bool
take_tip(struct revwalk *p, const char *dir, const char *at, const char *zone,
    struct findings *f)
{
	if (repository_is_shallow(p->snap->repository))
		return found(f, FIND_GIT_SHALLOW, place_file(NULL),
		    _("this clone is shallow, so its history is cut off: 'git "
		      "fetch --unshallow' gets the rest"));
	if (!at &&
	    libgit()->repository_head_unborn(p->snap->repository->git) == 1) {
		p->empty = true;
		return true;
	}
	if (!at)
		return take_head(p, dir, f);
	if (!snapshot_take_commit(p->snap, dir, at, zone, f))
		return false;
	p->tip = p->snap->commit.id;
	return true;
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
	snapshot_close(p->snap);
	map_release(&p->commits);
	arena_release(&p->arena);
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

	return libgit()->reference_name_to_id(&id, p->snap->repository->git,
		   "HEAD") == 0 &&
	    oid_eq(libgit_oid(&id), &p->tip);
}

const char *
revwalk_folder(const struct revwalk *p)
{
	return libgit()->repository_commondir(p->snap->repository->git);
}
