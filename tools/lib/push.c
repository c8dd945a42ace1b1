/* push: what a server asks of a push.
 *
 * git itself tells which commits are new (those that lead to no ref that is
 * there) and what they change: it knows its quarantine. What is compared with
 * is what the new commits were built on, so that errors which the server has
 * already stop nobody. */
#include "push.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "arrival.h"
#include "buf.h"
#include "check.h"
#include "entry.h"
#include "gate.h"
#include "git_folders.h"
#include "ledger.h"
#include "map.h"
#include "mem.h"
#include "parcel.h"
#include "past.h"
#include "record.h"
#include "refs.h"
#include "run.h"
#include "schema.h"
#include "source.h"

struct update {
	const char *old, *new, *ref;		/* old NULL: a new ref */
	const char *commit;			/* that new leads to */
	struct ref_move move;			/* the same, for refs_may */
};

/* A file that a commit changed: as it is now, and as it was in its parents. */
struct touched {
	const char *path;
	struct oid now;				/* none: taken away */
	struct oid *was;
	size_t n;
};

struct push {
	struct findings *to;
	enum lang lang;
	struct arena arena;
	struct refs refs;			/* of the server, as they are */
	struct map moves;			/* struct ref_move, by ref */
	struct buf lines;			/* "ID REF" of all, "-" for no id */
	bool noting;				/* the ledger is needed */
	struct ledger *ledger;
	const char *root;			/* the one that is pushed into it */
	const char *folder;			/* the data folder that is judged */
	struct map seen;			/* new commits already judged */
	struct map tips;			/* the same of tips: how it went */
	struct map said;			/* of their history, by data folder: a
						 * struct map each */
};

/* How a tip was judged, in map tips. */
static const char sound_tip, unsound_tip;

/* git. */

/* What git prints for these arguments; false: its status was not 0. */
static bool
ask(struct buf *out, const char *const args[])
{
	return run_git(".", args, out) == 0;
}

/* The commit that a name leads to; NULL: none. */
static const char *
commit_of(struct push *p, const char *name)
{
	const char *spec = arena_f(&p->arena, "%s^{commit}", name);
	const char *const args[] = { "rev-parse", "--verify", "--quiet", spec,
	    NULL };
	struct buf out = {0};
	const char *id = NULL;

	if (ask(&out, args))
		id = arena_z(&p->arena, str_trim(buf_str(&out)));
	buf_release(&out);
	return id;
}

/* The refs. */

static bool
refuse(struct push *p, enum find why, const struct update *u, const char *text)
{
	return found(p->to, why, place_file(NULL), "%s: %s", u->ref, text);
}

static bool
git_failed(struct push *p, const struct update *u)
{
	return refuse(p, FIND_GIT, u, _("git could not tell what is pushed; "
	    "nothing is taken that was not looked at"));
}

static bool
leads_to(const char *old, const char *new, bool *does)
{
	const char *const args[] = { "merge-base", "--is-ancestor", old, new,
	    NULL };
	struct buf out = {0};
	int status = run_git(".", args, &out);

	buf_release(&out);
	*does = status == 0;
	return status == 0 || status == 1;
}

/* Is the move of the ref itself lawful? */
static bool
check_ref(struct push *p, struct update *u)
{
	bool does;

	if (!refs_may(&p->refs, p->ledger, &p->moves, &u->move, p->to))
		return false;
	if (!u->new)
		return true;
	u->commit = commit_of(p, u->new);
	if (!u->commit || (strcmp(u->commit, u->new) &&
	    str_starts(str_of(u->ref), STR("refs/heads/"))))
		return refuse(p, FIND_PUSH_KIND, u,
		    _("what is pushed is no commit"));
	if (!u->old)
		return true;
	if (!leads_to(u->old, u->new, &does))
		return git_failed(p, u);
	return does || refuse(p, FIND_PUSH_REWRITE, u, _("the push would throw "
	    "away commits that are here: 'git pull' first, then push "
	    "again, without --force"));
}

/* The new commits. */

struct commits {
	const char **new, **below;		/* below: what they are built on */
	size_t n, cap, n_below, cap_below;
	const char *root;			/* one without parents */
	bool two_roots;
};

/* A line of rev-list: "ID PARENT…", or "-ID" of one that is not new. */
static void
take_commit(struct push *p, struct commits *c, struct str line)
{
	struct str id;

	if (str_starts(line, STR("-"))) {
		str_split(&line, ' ', &id);
		*MEM_PUSH(c->below, c->n_below, c->cap_below) =
		    arena_z(&p->arena, str_from(id, 1));
		return;
	}
	str_split(&line, ' ', &id);
	*MEM_PUSH(c->new, c->n, c->cap) = arena_z(&p->arena, id);
	if (!line.n) {
		c->two_roots = c->root != NULL;
		c->root = c->new[c->n - 1];
	}
}

static bool
list_commits(struct push *p, const struct update *u, struct commits *c)
{
	const char *const args[] = { "rev-list", "--topo-order", "--reverse",
	    "--parents", "--boundary", u->commit, "--not", "--all", NULL };
	struct buf out = {0};
	struct str rest, line;
	bool ok = ask(&out, args);

	rest = buf_str(&out);
	while (ok && str_split(&rest, '\n', &line))
		if (line.n)
			take_commit(p, c, line);
	buf_release(&out);
	return ok || git_failed(p, u);
}

static bool
check_roots(struct push *p, const struct update *u, const struct commits *c)
{
	if (!c->root)
		return true;
	if (!p->refs.ids.n && !c->two_roots &&
	    (!p->root || strcmp(p->root, c->root) == 0)) {
		if (!p->root)
			found_as(p->to, NULL, NOTE, place_file(NULL), _("%s: "
			    "the repository is empty, so the pushed schema is "
			    "trusted"), u->ref);
		p->root = c->root;
		return true;
	}
	return found(p->to, FIND_PUSH_ROOT, place_file(NULL), _("%s: commit "
	    "%.12s begins a history of its own, which does not go on from what "
	    "is here"), u->ref, c->root);
}

/* What each commit changed. */

/* Takes what follows the colons of git's raw form: a mode, then an id, for each
 * parent and for the commit. Only plain files are records. */
static bool
take_ids(struct push *p, struct str meta, struct touched *t)
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
	t->was = ARENA_ARRAY(&p->arena, struct oid, t->n);
	for (size_t i = 0; i < t->n + 1; i++) {
		struct oid *to = i < t->n ? &t->was[i] : &t->now;

		if (!str_split(&ids, ' ', &part) || part.n != ENTRY_ID - 1 ||
		    !oid_read(to, arena_z(&p->arena, part)))
			return false;
	}
	if (!plain)
		t->now = (struct oid){0};
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

/* Everything that a commit touched in the data folder that is judged, from the next records of git's answer. */
static size_t
take_touched(struct push *p, struct str *rest, struct touched **all)
{
	size_t n = 0, cap = 0;
	struct str record, path;

	*all = NULL;
	while (rest->n) {
		struct str before = *rest;
		struct touched *t;

		str_split(rest, '\0', &record);
		record = str_trim(record);
		if (!record.n)
			continue;
		if (record.s[0] != ':') {
			*rest = before;
			break;
		}
		if (!str_split(rest, '\0', &path))
			break;
		if (!is_below(&path, p->folder))
			continue;
		t = MEM_PUSH(*all, n, cap);
		*t = (struct touched){ .path = arena_z(&p->arena, path) };
		if (!take_ids(p, record, t))
			n--;			/* no SHA-1: past_open says so */
	}
	return n;
}

/* Judging a commit's records, each by itself. */

/* The schema of a commit, kept for the next one that has the same. */
struct commit_law {
	struct oid tree;			/* none: nothing is kept */
	struct source *source;
	struct schema schema;
	int today;
};

static void
law_close(struct commit_law *l)
{
	schema_release(&l->schema);
	source_close(l->source);
	*l = (struct commit_law){0};
}

static bool
law_open(struct push *p, struct past *past, const char *commit,
    struct commit_law *l)
{
	const struct past_commit *c;
	struct oid id, tree;
	bool folder, ok;

	if (!oid_read(&id, commit) || !(c = past_commit(past, &id, p->to)) ||
	    !past_find(past, &c->tree, "schema", &tree, &folder, p->to))
		return false;
	if (!oid_none(&tree) && oid_eq(&tree, &l->tree))
		return true;
	law_close(l);
	l->source = source_commit(".", commit, "UTC", p->to);
	ok = l->source && schema_read(&l->schema, l->source, "schema",
	    p->to) && gate_today(&l->schema, &l->today, p->to);
	if (ok)
		l->tree = tree;
	else
		law_close(l);
	return ok || found(p->to, FIND_PUSH_SCHEMA, place_file(NULL),
	    _("commit %.12s: its schema cannot be used, so its records cannot "
	    "be judged"), commit);
}

/* What is wrong with one version of a record; false: it could not be read from
 * the repository. */
static bool
judge_blob(struct push *p, struct past *past, const struct commit_law *l,
    const char *path, const struct oid *id, struct kept *said)
{
	struct findings to = { .say = say_keep, .to = said,
	    .levels = &l->schema.levels };
	const struct type *two, *type = schema_type_of(&l->schema, path, &two);
	struct arena a = {0};
	struct buf bytes = {0};
	struct record r;
	bool large = false, ok = true;

	if (type && !oid_none(id)) {
		ok = past_read(past, id, path, SOURCE_FILE_MOST, &large,
		    &bytes, p->to);
		if (!ok && large)
			found(&to, FIND_READ_LARGE, place_file(path), _("file "
			    "is larger than a record can be"));
		if (ok && record_read(&r, type, path, buf_str(&bytes), &a, &to))
			check_record(&r, l->today, &a, &to);
	}
	buf_release(&bytes);
	arena_release(&a);
	return ok || large;
}

/* Says the errors that a commit made. */
static bool
judge_commit(struct push *p, struct past *past, struct commit_law *law,
    const char *commit, const struct touched *all, size_t n)
{
	struct before *was = before_new();
	struct kept now = {0}, old = {0};
	bool ok = law_open(p, past, commit, law), sound;

	for (size_t i = 0; ok && i < n; i++) {
		for (size_t k = 0; ok && k < all[i].n; k++)
			ok = judge_blob(p, past, law, all[i].path,
			    &all[i].was[k], &old);
		ok = ok && judge_blob(p, past, law, all[i].path, &all[i].now,
		    &now);
	}
	sound = ok;
	if (ok)
		before_add(was, &old, NULL);
	for (size_t i = 0; ok && i < now.n; i++) {
		const struct finding *f = &now.all[i];

		if (f->level < ERROR || before_has(was, f))
			continue;
		found_as(p->to, f->id, f->level, f->at, _("in commit %.12s: "
		    "%s"), commit, f->text);
		sound = false;
	}
	before_free(was);
	kept_release(&now);
	kept_release(&old);
	return sound;
}

/* A commit, in the data folder that is judged. */
static struct str
commit_key(struct push *p, const char *commit)
{
	return str_of(arena_f(&p->arena, "%s:%s", commit, p->folder));
}

/* Every new commit but the tip, which is judged with all that belongs to it. */
static bool
judge_commits(struct push *p, const struct update *u)
{
	const char *const args[] = { "log", "-z", "-c", "--root", "--raw",
	    "--no-renames", "--no-abbrev", "--topo-order", "--reverse",
	    "--format=%H", u->commit, "--not", "--all", "--", NULL };
	struct past *past = past_open(".", u->commit, "UTC", p->to);
	struct commit_law law = {0};
	struct buf out = {0};
	struct str rest, id;
	bool ok = past && (ask(&out, args) || git_failed(p, u));
	bool sound = ok;

	rest = buf_str(&out);
	while (ok && str_split(&rest, '\0', &id)) {
		struct touched *all;
		const char *commit;
		void **slot;
		size_t n;

		id = str_trim(id);
		if (id.n != ENTRY_ID - 1)
			continue;
		commit = arena_z(&p->arena, id);
		n = take_touched(p, &rest, &all);
		slot = map_put(&p->seen, commit_key(p, commit));
		if (!*slot && n && strcmp(commit, u->commit))
			sound = judge_commit(p, past, &law, commit, all, n) &&
			    sound;
		*slot = p;
		free(all);
	}
	law_close(&law);
	buf_release(&out);
	past_close(past);
	return sound;
}

/* The tip: all records, all rules, and what leads from one to another. */
static bool
judge_tip(struct push *p, const struct update *u, const struct commits *c)
{
	enum { BELOW_MOST = 8 };		/* more are not compared with */
	struct source *now = source_commit(".", u->commit, "UTC", p->to);
	struct source *was[BELOW_MOST];
	size_t n = 0, old = 0;
	bool sound = now;

	for (size_t i = 0; sound && i < c->n_below && n < BELOW_MOST; i++) {
		was[n] = source_commit(".", c->below[i], "UTC", p->to);
		sound = was[n++] != NULL;
	}
	if (sound)
		sound = gate_check(now, was, n, p->lang, &old, p->to);
	if (sound && old)
		found_as(p->to, NULL, NOTE, place_file(NULL), _("%s: errors "
		    "that were there before: %zu; 'kncheck' lists them"),
		    u->ref, old);
	while (n)
		source_close(was[--n]);
	source_close(now);
	return sound;
}

/* Two refs may be pushed with one tip: what is wrong is said once. */
static bool
judge_once(struct push *p, const struct update *u, const struct commits *c)
{
	void **slot = map_put(&p->tips, commit_key(p, u->commit));

	if (!*slot) {
		bool sound = judge_commits(p, u);

		sound = judge_tip(p, u, c) && sound;
		*slot = (void *)(sound ? &sound_tip : &unsound_tip);
	}
	return *slot == &sound_tip;
}

/* The history: as knaudit judges it, by the schema and authority of the ref as it
 * is, and by those of the judge. */

/* What the ref would gain. Of a new one it is what is new everywhere: that it
 * names what is here already changes nothing. What leads to the judge was judged
 * by him. */
static bool
list_gained(struct push *p, const struct update *u, const struct commits *c,
    struct commits *gained)
{
	const char *const args[] = { "rev-list", u->commit, "--not", u->old,
	    p->refs.judge, NULL };
	struct buf out = {0};
	struct str rest, line;
	bool ok = !u->old || ask(&out, args);

	for (size_t i = 0; !u->old && i < c->n; i++)
		*MEM_PUSH(gained->new, gained->n, gained->cap) = c->new[i];
	rest = buf_str(&out);
	while (ok && str_split(&rest, '\n', &line))
		if (line.n)
			*MEM_PUSH(gained->new, gained->n, gained->cap) =
			    arena_z(&p->arena, line);
	buf_release(&out);
	return ok || git_failed(p, u);
}

/* What was said of the history, in the data folder that is judged. */
static struct map *
said_of(struct push *p)
{
	void **slot = map_put(&p->said, str_of(p->folder));

	if (!*slot)
		*slot = mem_alloc(sizeof(struct map));
	return *slot;
}

static bool
judge_history(struct push *p, const struct update *u, const struct commits *c)
{
	const char *there[2];
	struct commits gained = {0};
	bool sound = list_gained(p, u, c, &gained);
	size_t n = 0;

	if (p->refs.judge)
		there[n++] = p->refs.judge;
	if (u->old)
		there[n++] = commit_of(p, u->old);
	if (sound) {
		struct arrival a = { .tip = u->commit, .there = there,
		    .n_there = n, .range = gained.new, .n = gained.n,
		    .new = c->new, .n_new = c->n, .said = said_of(p),
		    .arena = &p->arena };

		sound = arrival_judge(&a, p->to);
	}
	free(gained.new);
	return sound;
}

/* The data folders. */

/* Would the ref gain a commit that changes the one that is judged? */
static bool
is_touched(struct push *p, const struct update *u, const struct commits *c,
    bool *is)
{
	struct commits gained = {0};
	struct past *past = NULL;
	bool ok = true;

	*is = !*p->folder;
	if (!*is)
		ok = list_gained(p, u, c, &gained) &&
		    (past = past_open(".", u->commit, "UTC", p->to));
	for (size_t i = 0; ok && !*is && i < gained.n; i++) {
		const struct past_commit *one;
		struct oid id;

		ok = oid_read(&id, gained.new[i]) &&
		    (one = past_commit(past, &id, p->to)) &&
		    past_touches(past, one, is, p->to);
	}
	past_close(past);
	free(gained.new);
	return ok;
}

static bool
judge_folder(struct push *p, const struct update *u, const struct commits *c)
{
	bool records = true, touched;

	if (!is_touched(p, u, c, &touched))
		return false;
	if (!touched)
		return true;
	if (c->n)
		records = judge_once(p, u, c);
	return judge_history(p, u, c) && records;
}

/* Those that are pushed, and those that are here: what leads away from one is
 * judged, too. */
static bool
judge_folders(struct push *p, const struct update *u, const struct commits *c)
{
	struct data_folders all = { .arena = &p->arena };
	struct findings *to = p->to;
	bool sound = folders_of_commit(&all, u->commit, to) &&
	    (!u->old || folders_of_commit(&all, u->old, to)) &&
	    (!p->refs.judge || folders_of_commit(&all, p->refs.judge, to));

	if (sound && !all.n)
		*MEM_PUSH(all.all, all.n, all.cap) = "";
	for (size_t i = 0; i < all.n; i++) {
		struct below below = { all.all[i], to };
		struct findings in = { .say = say_below, .to = &below };

		p->to = &in;
		p->folder = all.all[i];
		folder_use(p->folder);
		sound = judge_folder(p, u, c) && sound;
	}
	folder_use(NULL);
	p->to = to;
	free(all.all);
	return sound;
}

static bool
judge_update(struct push *p, struct update *u)
{
	struct commits c = {0};
	bool sound = check_ref(p, u) && (!u->new || (list_commits(p, u, &c) &&
	    check_roots(p, u, &c) && judge_folders(p, u, &c)));

	free(c.new);
	free(c.below);
	return sound;
}

/* The lines that git gives. */

static const char *
id_or_null(struct push *p, struct str id)
{
	return id.n == strspn(arena_z(&p->arena, id), "0") ? NULL :
	    arena_z(&p->arena, id);
}

/* An object's name, as git writes it: SHA-1, or SHA-256. */
static bool
is_id(struct str s)
{
	return (s.n == 40 || s.n == 64) &&
	    strspn(s.s, "0123456789abcdef") >= s.n;
}

static bool
is_ref(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] <= ' ' || s.s[i] == '\x7f')
			return false;
	return str_starts(s, STR("refs/"));
}

static bool
take_update(struct push *p, struct str line, struct update *u)
{
	struct str old, new;

	if (!str_split(&line, ' ', &old) || !str_split(&line, ' ', &new) ||
	    !is_id(old) || !is_id(new) || !is_ref(line))
		return found(p->to, FIND_GIT, place_file(NULL), _("git gives "
		    "this hook lines 'old new ref'; this was another one"));
	*u = (struct update){ .old = id_or_null(p, old),
	    .new = id_or_null(p, new), .ref = arena_z(&p->arena, line) };
	u->move = (struct ref_move){ u->old, u->new, u->ref };
	p->noting |= ref_needs_ledger(&u->move);
	buf_addf(&p->lines, "%s %s\n", u->new ? u->new : "-", u->ref);
	return true;
}

/* All of it is read before anything is opened: the number of a standard input
 * that is closed goes to the next file. */
static bool
read_updates(struct push *p, FILE *from, struct buf *lines)
{
	enum { CHUNK = 1 << 16 };
	size_t n;

	do {
		buf_room(lines, CHUNK);
		n = fread(lines->s + lines->n, 1, CHUNK, from);
		lines->n += n;
	} while (n);
	lines->s[lines->n] = '\0';
	if (ferror(from))
		return found(p->to, FIND_GIT, place_file(NULL), _("standard "
		    "input cannot be read (%s), where git gives this hook "
		    "what is pushed"), strerror(errno));
	if (!str_trim(buf_str(lines)).n)
		return found(p->to, FIND_GIT, place_file(NULL), _("nothing is "
		    "on standard input, where git gives this hook what is "
		    "pushed"));
	return str_ends(buf_str(lines), STR("\n")) || found(p->to, FIND_GIT,
	    place_file(NULL), _("standard input ends within a line; git gives "
	    "this hook whole ones"));
}

/* What only a server that is asked one push after the other can tell. */

static bool
open_refs(struct push *p)
{
	if (!refs_read(&p->refs, p->to))
		return false;
	if (p->refs.ids.n && !p->noting)
		return true;
	p->ledger = ledger_open(p->to);
	refs_release(&p->refs);
	if (!p->ledger || !refs_read(&p->refs, p->to))
		return false;
	return p->refs.ids.n || ledger_first_may(p->ledger,
	    buf_str(&p->lines)) || found(p->to, FIND_PUSH_FIRST,
	    place_file(ledger_first_path(p->ledger)), _("another first push is "
	    "trusted here: 'git fetch' what it brought; if it never arrives, "
	    "who keeps this server can delete this file"));
}

static bool
keep_ledger(struct push *p)
{
	if (!p->ledger)
		return true;
	return (p->refs.ids.n || ledger_first_note(p->ledger,
	    buf_str(&p->lines), p->to)) && ledger_keep(p->ledger, p->to);
}

static bool
judge_all(struct push *p, struct str lines)
{
	struct update *all = NULL;
	size_t n = 0, cap = 0;
	struct str line;
	bool sound = true, known;

	while (lines.n && str_split(&lines, '\n', &line))
		sound = take_update(p, line, MEM_PUSH(all, n, cap)) && sound;
	for (size_t i = 0; sound && i < n; i++)
		*map_put(&p->moves, str_of(all[i].ref)) = &all[i].move;
	known = sound = sound && open_refs(p);
	for (size_t i = 0; known && i < n; i++)
		if (all[i].new)
			refs_expect(&p->refs, all[i].ref);
	for (size_t i = 0; known && i < n; i++)
		sound = judge_update(p, &all[i]) && sound;
	sound = sound && keep_ledger(p);
	free(all);
	return sound;
}

bool
push_judge(FILE *updates, enum lang lang, struct findings *to)
{
	struct push p = { .to = to, .lang = lang };
	struct buf lines = {0};
	bool sound = read_updates(&p, updates, &lines) &&
	    parcel_judge(buf_str(&lines), to) &&
	    judge_all(&p, buf_str(&lines));

	if (!sound)
		found_as(to, NULL, NOTE, place_file(NULL), _("the push is "
		    "refused; nothing has changed here"));
	ledger_close(p.ledger);
	refs_release(&p.refs);
	map_release(&p.moves);
	buf_release(&p.lines);
	buf_release(&lines);
	map_release(&p.seen);
	map_release(&p.tips);
	for (size_t i = 0; i < p.said.n; i++) {
		map_release(p.said.pairs[i].value);
		free(p.said.pairs[i].value);
	}
	map_release(&p.said);
	arena_release(&p.arena);
	return sound;
}
