/* push: what a server asks of a push. */
#include "push/push.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "git/entry.h"
#include "git/data_folders.h"
#include "push/ledger.h"
#include "base/mem.h"
#include "text/say.h"
#include "push/parcel.h"
#include "push/inside.h"
#include "git/run.h"

/* The refs. */

static bool
refuse(struct push *p, enum find why, const struct update *u, const char *text)
{
	return found(p->to, why, place_file(NULL), "%s: %s", u->ref, text);
}

static bool
check_roots(struct push *p, const struct update *u)
{
	const struct reach_news *c = &u->news;
	char hex[ENTRY_ID];

	if (oid_none(&c->root))
		return true;
	if (!p->refs.ids.n && !c->two_roots &&
	    (oid_none(&p->root) || oid_eq(&p->root, &c->root))) {
		if (oid_none(&p->root))
			found_as(p->to, NULL, NOTE, place_file(NULL),
			    _("%s: the repository is empty, so the pushed "
			      "schema is trusted"),
			    u->ref);
		p->root = c->root;
		return true;
	}
	return found(p->to, FIND_PUSH_ROOT, place_file(NULL),
	    _("%s: commit %.12s begins a history of its own, which does not go "
	      "on from what is here"),
	    u->ref, oid_hex(&c->root, hex));
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
	if (!u->commit ||
	    (strcmp(u->commit, u->new) &&
		str_starts(str_of(u->ref), STR("refs/heads/"))))
		return refuse(p, FIND_PUSH_KIND, u,
		    _("what is pushed is no commit"));
	if (u->old &&
	    (oid_none(&u->was) ||
		!reach_leads(p->reach, &u->was, &u->tip, &does)))
		return reach_untold(p->to);
	if (u->old && !does)
		return refuse(p, FIND_PUSH_REWRITE, u,
		    _("the push would throw away commits that are here: 'git "
		      "pull' first, then push again, without --force"));
	reach_news(p->reach, &u->tip, &u->news);
	return check_roots(p, u);
}

/* What the names lead to, asked of git at once. */

struct naming {
	struct push *push;
	size_t at; /* new, then old, of each update */
};

static bool
take_name(struct str line, void *to)
{
	struct naming *n = to;
	struct push *p = n->push;
	struct update *u = n->at < 2 * p->n ? &p->all[n->at / 2] : NULL;

	if (u && n->at % 2)
		oid_read_line(&u->was, line);
	else if (u && oid_read_line(&u->tip, line))
		u->commit = arena_z(&p->arena, line);
	n->at++;
	return true;
}

static bool
name_commits(struct push *p)
{
	static const char *const args[] = { "cat-file",
		"--batch-check=%(objectname)", NULL };
	static const char none[] = "0000000000000000000000000000000000000000";
	struct naming naming = { p, 0 };
	struct buf in = { 0 };
	bool ok;

	for (size_t i = 0; i < p->n; i++)
		buf_addf(&in, "%s^{commit}\n%s^{commit}\n",
		    p->all[i].new ? p->all[i].new : none,
		    p->all[i].old ? p->all[i].old : none);
	ok = run_git_lines(".", args, buf_str(&in), '\n', take_name, &naming) ==
		0 &&
	    naming.at == 2 * p->n;
	buf_release(&in);
	return ok || reach_untold(p->to);
}

static bool
open_reach(struct push *p)
{
	struct reach_ask ask = { .judge = p->refs.judge };
	const char **names = ARENA_ARRAY(&p->arena, const char *, 2 * p->n);

	ask.tips = names;
	ask.olds = names + p->n;
	for (size_t i = 0; i < p->n; i++) {
		const struct update *u = &p->all[i];

		if (!u->commit)
			continue;
		names[ask.n_tips++] = u->commit;
		if (!oid_none(&u->was))
			names[p->n + ask.n_olds++] = u->old;
	}
	p->reach = reach_read(&ask, p->to);
	return p->reach;
}

/* The data folders. */

static bool
judge_folder(struct push *p, struct push_folder *in)
{
	struct findings *to = p->to;
	struct say_below below = { in->path, to };
	struct findings said = { .say = say_below, .to = &below };
	bool sound;

	p->to = &said;
	data_folders_use(in->path);
	in->past = revwalk_open(".", in->all[0]->commit, "UTC", p->to);
	sound = in->past && push_history_concerns(p, in);
	if (sound && in->n) {
		sound = push_records(p, in);
		sound = push_history(p, in) && sound;
	}
	revwalk_close(in->past);
	data_folders_use(NULL);
	p->to = to;
	return sound;
}

static void
add_to_folder(struct push *p, struct map *folders, const char *path,
    struct update *u)
{
	void **slot = map_put(folders, str_of(path));
	struct push_folder *in = *slot;

	if (!in) {
		*slot = in = ARENA_NEW(&p->arena, struct push_folder);
		in->path = path;
	}
	*MEM_PUSH(in->all, in->n, in->cap) = u;
}

/* Those that a commit has, asked once. */
static bool
folders_of(struct push *p, struct map *known, const char *commit,
    struct data_folders *all)
{
	struct data_folders *of = map_get(known, str_of(commit));
	bool ok = true;

	if (!of) {
		of = ARENA_NEW(&p->arena, struct data_folders);
		of->arena = &p->arena;
		ok = data_folders_of_commit(of, commit, p->to);
		*map_put(known, str_of(commit)) = of;
	}
	for (size_t i = 0; ok && i < of->n; i++)
		ok = data_folders_add(all, of->all[i], p->to);
	return ok;
}

/* Those that are pushed, and those that are here: what leads away from one is
 * judged, too. */
static bool
find_folders(struct push *p, struct map *known, struct map *folders,
    struct update *u)
{
	struct data_folders all = { .arena = &p->arena };
	bool ok = folders_of(p, known, u->commit, &all) &&
	    (!u->old || folders_of(p, known, u->old, &all)) &&
	    (!p->refs.judge || folders_of(p, known, p->refs.judge, &all));

	if (ok && !all.n)
		add_to_folder(p, folders, "", u);
	for (size_t i = 0; ok && i < all.n; i++)
		add_to_folder(p, folders, all.all[i], u);
	free(all.all);
	return ok;
}

static bool
judge_folders(struct push *p)
{
	struct map known = { 0 }, folders = { 0 };
	bool sound = true;

	for (size_t i = 0; i < p->n; i++)
		if (p->all[i].lawful && p->all[i].new)
			sound = find_folders(p, &known, &folders, &p->all[i]) &&
			    sound;
	for (size_t i = 0; i < folders.n; i++) {
		struct push_folder *in = folders.pairs[i].value;

		sound = judge_folder(p, in) && sound;
		free(in->all);
	}
	for (size_t i = 0; i < known.n; i++)
		free(((struct data_folders *)known.pairs[i].value)->all);
	map_release(&known);
	map_release(&folders);
	return sound;
}

/* The lines that git gives. */

static const char *
id_or_null(struct push *p, struct str id)
{
	return id.n == strspn(arena_z(&p->arena, id), "0") ?
	    NULL :
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
		return found(p->to, FIND_GIT, place_file(NULL),
		    _("git gives this hook lines 'old new ref'; this was "
		      "another one"));
	*u = (struct update){ .old = id_or_null(p, old),
		.new = id_or_null(p, new),
		.ref = arena_z(&p->arena, line) };
	u->move = (struct ref_move){ u->old, u->new, u->ref };
	p->noting |= refs_need_ledger(&u->move);
	buf_addf(&p->lines, "%s %s\n", u->new ? u->new : "-", u->ref);
	return true;
}

/* All of it is read before anything is opened: the number of a standard input
 * that is closed goes to the next file. */
static bool
read_updates(struct push *p, FILE *from, struct buf *lines)
{
	if (!buf_read(lines, from, SIZE_MAX / 4))
		return found(p->to, FIND_GIT, place_file(NULL),
		    _("standard input cannot be read (%s), where git gives "
		      "this hook what is pushed"),
		    strerror(errno));
	if (!str_trim(buf_str(lines)).n)
		return found(p->to, FIND_GIT, place_file(NULL),
		    _("nothing is on standard input, where git gives this hook "
		      "what is pushed"));
	return str_ends(buf_str(lines), STR("\n")) ||
	    found(p->to, FIND_GIT, place_file(NULL),
		_("standard input ends within a line; git gives this hook "
		  "whole ones"));
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
	return p->refs.ids.n ||
	    ledger_first_may(p->ledger, buf_str(&p->lines)) ||
	    found(p->to, FIND_PUSH_FIRST,
		place_file(ledger_first_path(p->ledger)),
		_("another first push is trusted here: 'git fetch' what it "
		  "brought; if it never arrives, who keeps this server can "
		  "delete this file"));
}

static bool
keep_ledger(struct push *p)
{
	if (!p->ledger)
		return true;
	return (p->refs.ids.n ||
		   ledger_first_note(p->ledger, buf_str(&p->lines), p->to)) &&
	    ledger_keep(p->ledger, p->to);
}

static bool
take_updates(struct push *p, struct str lines)
{
	struct str line;
	bool sound = true;

	while (lines.n && str_split(&lines, '\n', &line))
		sound = take_update(p, line, MEM_PUSH(p->all, p->n, p->cap)) &&
		    sound;
	for (size_t i = 0; sound && i < p->n; i++)
		*map_put(&p->moves, str_of(p->all[i].ref)) = &p->all[i].move;
	return sound;
}

static bool
judge_all(struct push *p, struct str lines)
{
	bool sound = true;

	if (!take_updates(p, lines) || !open_refs(p) || !name_commits(p) ||
	    !open_reach(p))
		return false;
	if (p->refs.judge && !oid_read(&p->judge, p->refs.judge))
		return reach_untold(p->to);
	for (size_t i = 0; i < p->n; i++)
		if (p->all[i].new)
			refs_expect(&p->refs, p->all[i].ref);
	for (size_t i = 0; i < p->n; i++) {
		p->all[i].lawful = check_ref(p, &p->all[i]);
		sound = p->all[i].lawful && sound;
	}
	return judge_folders(p) && sound && keep_ledger(p);
}

bool
push_judge(FILE *updates, enum lang lang, struct findings *to)
{
	struct push p = { .to = to, .lang = lang };
	struct buf lines = { 0 };
	bool sound = read_updates(&p, updates, &lines) &&
	    parcel_judge(buf_str(&lines), to) && judge_all(&p, buf_str(&lines));

	if (!sound)
		found_as(to, NULL, NOTE, place_file(NULL),
		    _("the push is refused; nothing has changed here"));
	ledger_close(p.ledger);
	refs_release(&p.refs);
	map_release(&p.moves);
	buf_release(&p.lines);
	buf_release(&lines);
	reach_free(p.reach);
	free(p.all);
	arena_release(&p.arena);
	return sound;
}
