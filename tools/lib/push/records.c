/* records: what each new commit does to records, and what its tip comes
 * to.
 *
 * git itself tells what the new commits change: it knows its quarantine. What
 * is compared with is what they were built on, so that errors which the server
 * has already stop nobody. */
#include "push/inside.h"

#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "git/entry.h"
#include "check/new_errors.h"
#include "base/mem.h"
#include "text/kept.h"
#include "record/record.h"
#include "git/run.h"
#include "schema/schema.h"
#include "git/source.h"

/* A file that a commit changed: as it is now, and as it was in its parents. */
struct touched {
	const char *path;
	struct oid now; /* none: taken away */
	struct oid *was;
	size_t n;
};

/* The schema of a commit, kept for the next one that has the same. */
struct commit_law {
	struct oid tree; /* none: nothing is kept */
	struct source *source;
	struct schema schema;
	int today;
};

/* The commits, as git tells of them one by one. */
struct reading {
	struct push *push;
	const struct push_folder *folder;
	struct map tips; /* judged with all that belongs to them */
	struct commit_law law;
	struct oid commit;   /* the one that is told; none yet */
	struct touched *all; /* by it, in the data folder */
	size_t n, cap;
	const char *record; /* whose path comes next; NULL */
	struct arena arena; /* of the commit */
	bool whole, sound;
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
	    new_errors_today(&l->schema, &l->today, p->to);
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
			check_record(&r, l->today, &a, &to);
	}
	buf_release(&bytes);
	arena_release(&a);
	return ok || large;
}

/* Says the errors that a commit made. */
static bool
judge_commit(struct reading *r)
{
	struct push *p = r->push;
	struct revwalk *past = r->folder->past;
	struct before *was = new_errors_before_new();
	struct kept now = { 0 }, old = { 0 };
	bool ok = law_open(p, past, &r->commit, &r->law), sound;
	char commit[ENTRY_ID];

	oid_hex(&r->commit, commit);
	for (size_t i = 0; ok && i < r->n; i++) {
		const struct touched *t = &r->all[i];

		for (size_t k = 0; ok && k < t->n; k++)
			ok = judge_blob(p, past, &r->law, t->path, &t->was[k],
			    &old);
		ok = ok && judge_blob(p, past, &r->law, t->path, &t->now, &now);
	}
	sound = ok;
	if (ok)
		new_errors_before_add(was, &old, NULL);
	for (size_t i = 0; ok && i < now.n; i++) {
		const struct finding *f = &now.all[i];

		if (f->level < ERROR || new_errors_before_has(was, f))
			continue;
		found_as(p->to, f->id, f->level, f->at,
		    _("in commit %.12s: %s"), commit, f->text);
		sound = false;
	}
	new_errors_before_free(was);
	kept_release(&now);
	kept_release(&old);
	return sound;
}

/* What each commit changed. */

/* Takes what follows the colons of git's raw form: a mode, then an id, for each
 * parent and for the commit. Only plain files are records. */
static bool
take_ids(struct reading *r, struct str meta, struct touched *t)
{
	struct str part, ids = meta;
	bool plain = false;

	while (t->n < ids.n && ids.s[t->n] == ':')
		t->n++;
	ids = str_from(ids, t->n);
	for (size_t i = 0; i < t->n + 1; i++) {
		if (!str_split(&ids, ' ', &part))
			return false;
		plain = str_starts(part, STR("100"));
	}
	t->was = ARENA_ARRAY(&r->arena, struct oid, t->n);
	for (size_t i = 0; i < t->n + 1; i++) {
		struct oid *to = i < t->n ? &t->was[i] : &t->now;

		if (!str_split(&ids, ' ', &part) || part.n != ENTRY_ID - 1 ||
		    !oid_read_start(to, part))
			return false;
	}
	if (!plain)
		t->now = (struct oid){ 0 };
	return true;
}

/* Cuts the folder off a path. False: it is not in it. */
static bool
is_below(struct str *path, const char *folder)
{
	struct str in = str_of(folder);

	if (!in.n)
		return true;
	if (!str_starts(*path, in) || path->n <= in.n || path->s[in.n] != '/')
		return false;
	*path = str_from(*path, in.n + 1);
	return true;
}

static bool
take_path(struct reading *r, struct str path)
{
	struct touched t = { 0 };
	bool whole = true;

	if (is_below(&path, r->folder->path)) {
		t.path = arena_z(&r->arena, path);
		whole = take_ids(r, str_of(r->record), &t);
		*MEM_PUSH(r->all, r->n, r->cap) = t;
	}
	r->record = NULL;
	return whole;
}

static void
end_commit(struct reading *r)
{
	if (r->n && !map_get(&r->tips, oid_str(&r->commit)))
		r->sound = judge_commit(r) && r->sound;
	r->n = 0;
	arena_reset(&r->arena);
}

/* A commit's id; a file's modes and ids, then its path. */
static bool
take_piece(struct str piece, void *to)
{
	struct reading *r = to;

	if (r->record)
		return r->whole = take_path(r, piece);
	piece = str_trim(piece);
	if (!piece.n)
		return true;
	if (piece.s[0] == ':') {
		r->record = arena_z(&r->arena, piece);
		return true;
	}
	end_commit(r);
	return r->whole =
		   piece.n == ENTRY_ID - 1 && oid_read_start(&r->commit, piece);
}

static bool
ask_commits(struct reading *r)
{
	static const char *const start[] = { "log", "-z", "-c", "--root",
		"--raw", "--no-renames", "--no-abbrev", "--no-show-signature",
		"--topo-order", "--reverse", "--format=%H" };
	static const char *const end[] = { "--not", "--all", "--", NULL };
	enum { START = sizeof start / sizeof *start };
	const struct push_folder *in = r->folder;
	const char **args =
	    mem_alloc(sizeof start + sizeof end + in->n * sizeof *args);
	bool ok;

	memcpy(args, start, sizeof start);
	for (size_t i = 0; i < in->n; i++)
		args[START + i] = in->all[i]->commit;
	memcpy(args + START + in->n, end, sizeof end);
	ok = run_git_lines(".", args, '\0', take_piece, r) == 0 && r->whole &&
	    !r->record;
	free(args);
	return ok;
}

/* Every new commit but the tips. */
static bool
judge_commits(struct push *p, const struct push_folder *in)
{
	struct reading r = { .push = p,
		.folder = in,
		.whole = true,
		.sound = true };

	for (size_t i = 0; i < in->n; i++)
		*map_put(&r.tips, oid_str(&in->all[i]->tip)) = p;
	if (ask_commits(&r))
		end_commit(&r);
	else
		r.sound = push_git_failed(p);
	law_close(&r.law);
	map_release(&r.tips);
	arena_release(&r.arena);
	free(r.all);
	return r.sound;
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
