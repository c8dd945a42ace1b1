/* records: what each new commit does to records, and what its tip comes
 * to.
 *
 * What is compared with is what they were built on, so that errors which the
 * server has already stop nobody. */
#include "push/inside.h"

#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "git/entry.h"
#include "check/new_errors.h"
#include "base/mem.h"
#include "text/kept.h"
#include "record/record.h"
#include "schema/schema.h"
#include "git/source.h"

/* A file that a commit changed: what it is now, then what it was in each
 * parent. */
struct touched {
	const char *path;
	struct oid *ids; /* none: it is not there */
};

/* The schema of a commit, kept for the next one that has the same. */
struct commit_law {
	struct oid tree; /* none: nothing is kept */
	struct source *source;
	struct schema schema;
	int today;
};

/* The commits, one after the other. */
struct judging {
	struct push *push;
	const struct push_folder *folder;
	struct commit_law law;
	size_t sides;        /* of the commit at hand: it and its parents */
	struct touched *all; /* by it, in the data folder */
	size_t n, cap;
	struct arena arena; /* of the commit */
};

/* The law. */

static void
law_close(struct commit_law *l)
{
	schema_release(&l->schema);
	source_close(l->source);
	*l = (struct commit_law){ 0 };
}

static bool
law_open(struct push *p, struct revwalk *past, const struct oid *id,
    struct commit_law *l)
{
	const struct revwalk_commit *c = revwalk_commit(past, id, p->to);
	char commit[ENTRY_ID];
	struct oid tree;
	bool folder, ok;

	oid_hex(id, commit);
	if (!c ||
	    !revwalk_find(past, &c->tree, "schema", &tree, &folder, p->to))
		return false;
	if (!oid_none(&tree) && oid_eq(&tree, &l->tree))
		return true;
	law_close(l);
	l->source = source_commit(".", commit, "UTC", p->to);
	ok = l->source && schema_read(&l->schema, l->source, "schema", p->to) &&
	    schema_today(&l->schema, NULL, &l->today, p->to);
	if (ok)
		l->tree = tree;
	else
		law_close(l);
	return ok ||
	    found(p->to, FIND_PUSH_SCHEMA, place_file(NULL),
		_("commit %.12s: its schema cannot be used, so its records "
		  "cannot be judged"),
		commit);
}

/* What is wrong with one version of a record; false: it could not be read from
 * the repository. */
static bool
judge_blob(struct push *p, struct revwalk *past, const struct commit_law *l,
    const char *path, const struct oid *id, struct kept *said)
{
	struct findings to = { .say = kept_say,
		.to = said,
		.levels = &l->schema.levels };
	const struct type *two, *type = schema_type_of(&l->schema, path, &two);
	struct arena a = { 0 };
	struct buf bytes = { 0 };
	struct record r;
	bool large = false, ok = true;

	if (type && !oid_none(id)) {
		ok = revwalk_read(past, id, path, SOURCE_FILE_MOST, &large,
		    &bytes, p->to);
		if (!ok && large)
			found(&to, FIND_READ_LARGE, place_file(path),
			    _("file is larger than a record can be"));
		if (ok && record_read(&r, type, path, buf_str(&bytes), &a, &to))
			check_record(&r, l->today,
			    schema_latest(&l->schema, l->today), &a, &to);
	}
	buf_release(&bytes);
	arena_release(&a);
	return ok || large;
}

/* Says the errors that a commit made. */
static bool
judge_touched(struct judging *j, const struct oid *id)
{
	struct push *p = j->push;
	struct revwalk *past = j->folder->past;
	struct before was = { 0 };
	struct kept now = { 0 }, old = { 0 };
	bool ok = law_open(p, past, id, &j->law), sound;
	char commit[ENTRY_ID];

	oid_hex(id, commit);
	for (size_t i = 0; ok && i < j->n; i++) {
		const struct touched *t = &j->all[i];

		for (size_t k = 0; ok && k < j->sides; k++)
			ok = judge_blob(p, past, &j->law, t->path, &t->ids[k],
			    k ? &old : &now);
	}
	sound = ok;
	if (ok)
		new_errors_before_add(&was, &old, NULL);
	for (size_t i = 0; ok && i < now.n; i++) {
		const struct finding *f = &now.all[i];

		if (f->level < ERROR || new_errors_before_has(&was, f))
			continue;
		found_as(p->to, f->id, f->level, f->at,
		    _("in commit %.12s: %s"), commit, f->text);
		sound = false;
	}
	new_errors_before_release(&was);
	kept_release(&now);
	kept_release(&old);
	return sound;
}

/* What each commit changed. */

static bool
everywhere(struct str folder, void *to)
{
	(void)folder, (void)to;
	return true;
}

static void
note_touched(struct str path, const struct oid *ids, void *to)
{
	struct judging *j = to;
	struct touched *t = MEM_PUSH(j->all, j->n, j->cap);

	t->path = arena_z(&j->arena, path);
	t->ids = ARENA_ARRAY(&j->arena, struct oid, j->sides);
	memcpy(t->ids, ids, j->sides * sizeof *ids);
}

/* Against each of its parents: what one of them has, it did not change. */
static bool
judge_commit(struct judging *j, const struct revwalk_commit *c)
{
	struct revwalk *past = j->folder->past;
	struct oid *all = ARENA_ARRAY(&j->arena, struct oid, c->n_parents + 1);
	const struct revwalk_trees trees = { .all = all,
		.n = c->n_parents + 1,
		.n_parents = c->n_parents };
	const struct revwalk_seen seen = { everywhere, note_touched, j };
	bool ok = true;

	j->sides = trees.n;
	all[0] = c->tree;
	for (size_t i = 0; ok && i < c->n_parents; i++) {
		const struct revwalk_commit *parent =
		    revwalk_commit(past, &c->parents[i], j->push->to);

		ok = parent;
		if (ok)
			all[i + 1] = parent->tree;
	}
	ok = ok && revwalk_compare(past, &trees, &seen, j->push->to) &&
	    (!j->n || judge_touched(j, &c->id));
	j->n = 0;
	arena_reset(&j->arena);
	return ok;
}

static bool
is_here(const struct oid *id, void *to)
{
	const struct push *p = to;

	return reach_is_here(p->reach, id);
}

/* Every new commit but the tips, which are judged with all that belongs to
 * them. */
static bool
judge_commits(struct push *p, const struct push_folder *in)
{
	struct judging j = { .push = p, .folder = in };
	const struct revwalk_known here = { is_here, p };
	const struct revwalk_commit **list;
	struct oid *tips = mem_alloc(in->n * sizeof *tips);
	struct map is_tip = { 0 };
	bool sound;
	size_t n;

	for (size_t i = 0; i < in->n; i++) {
		tips[i] = in->all[i]->tip;
		*map_put(&is_tip, oid_str(&tips[i])) = p;
	}
	sound = revwalk_commits_of(in->past, tips, in->n, &here, NULL, &list,
	    &n, p->to);
	for (size_t i = 0; i < n; i++)
		if (!map_get(&is_tip, oid_str(&list[i]->id)))
			sound = judge_commit(&j, list[i]) && sound;
	law_close(&j.law);
	map_release(&is_tip);
	arena_release(&j.arena);
	free(j.all);
	free(tips);
	return sound;
}

/* The tip: all records, all rules, and what leads from one to another. */
static bool
judge_tip(struct push *p, const struct update *u)
{
	const struct reach_news *c = &u->news;
	struct source *now = source_commit(".", u->commit, "UTC", p->to);
	struct source *was[REACH_BELOW];
	char hex[ENTRY_ID];
	size_t n = 0, old = 0;
	bool sound = now;

	for (size_t i = 0; sound && i < c->n_below; i++) {
		was[n] = source_commit(".", oid_hex(&c->below[i], hex), "UTC",
		    p->to);
		sound = was[n++] != NULL;
	}
	if (sound)
		sound = new_errors_check(now, was, n, p->lang, &old, p->to);
	if (sound && old)
		found_as(p->to, NULL, NOTE, place_file(NULL),
		    _("%s: errors that were there before: %zu; 'kncheck' lists "
		      "them"),
		    u->ref, old);
	while (n)
		source_close(was[--n]);
	source_close(now);
	return sound;
}

static bool
add_tree(struct buf *key, struct revwalk *past, const struct oid *commit,
    struct findings *to)
{
	const struct revwalk_commit *c = revwalk_commit(past, commit, to);

	if (c)
		buf_add(key, oid_str(&c->tree));
	return c;
}

/* Two refs may be pushed with one tip, or with several that hold the same: what
 * is wrong is said once. */
static bool
judge_tips(struct push *p, const struct push_folder *in)
{
	struct map judged = { 0 };
	struct buf key = { 0 };
	bool sound = true;

	for (size_t i = 0; i < in->n; i++) {
		const struct update *u = in->all[i];
		bool ok = add_tree(&key, in->past, &u->tip, p->to);

		for (size_t k = 0; ok && k < u->news.n_below; k++)
			ok = add_tree(&key, in->past, &u->news.below[k], p->to);
		if (ok && u->news.n && !map_get(&judged, buf_str(&key))) {
			ok = judge_tip(p, u);
			*map_put(&judged,
			    arena_keep(&p->arena, buf_str(&key))) = p;
		}
		sound = ok && sound;
		buf_clear(&key);
	}
	buf_release(&key);
	map_release(&judged);
	return sound;
}

bool
push_records(struct push *p, const struct push_folder *in)
{
	bool sound = judge_commits(p, in);

	return judge_tips(p, in) && sound;
}
