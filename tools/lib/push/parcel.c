/* parcel: what a push holds, looked at before it is opened. */
#include "push/parcel.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "git/entry.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/revwalk.h"
#include "git/run.h"
#include "push/reach.h"
#include "audit/sound.h"

/* Offices have a hundred thousand records and push some commits a day: these
 * leave room for a first push of everything, and bound what one who means harm
 * can have the server do. */
enum {
	REFS_MOST = 1000,      /* in a push */
	COMMITS_MOST = 200000, /* that are new in a push */
	CHANGES_MOST = 250000, /* files, over all its commits */
	FILES_MOST = 1000000   /* in a tip */
};

struct parcel {
	struct findings *to;
	struct arena arena;
	const char **tips; /* each once */
	size_t n_tips, cap_tips, refs;
	struct oid *commits; /* that are new */
	size_t n, cap;
	struct revwalk *past;
	struct sound sound;
};

/* Says what there is too much of: always false. */
#define TOO_MUCH(p, ...)                                                       \
	found((p)->to, FIND_PUSH_LARGE, place_file(NULL), __VA_ARGS__)

/* What is pushed. */

static void
take_tips(struct parcel *p, struct str updates)
{
	struct map seen = { 0 };
	struct str line, word;

	while (str_split(&updates, '\n', &line)) {
		void **slot;
		struct oid id;

		if (!str_split(&line, ' ', &word) ||
		    !str_split(&line, ' ', &word) || !oid_read_line(&id, word))
			continue; /* who reads them says so */
		p->refs++;
		slot = map_put(&seen, word);
		if (!*slot && !oid_none(&id))
			*MEM_PUSH(p->tips, p->n_tips, p->cap_tips) =
			    arena_z(&p->arena, word);
		*slot = p;
	}
	map_release(&seen);
}

static bool
take_commit(struct str line, void *to)
{
	struct parcel *p = to;
	struct oid id;

	if (oid_read_line(&id, line))
		*MEM_PUSH(p->commits, p->n, p->cap) = id;
	return p->n <= COMMITS_MOST;
}

/* Parents before their children. */
static bool
list_commits(struct parcel *p)
{
	static const char *const start[] = { "rev-list", "--topo-order",
		"--reverse", "--ignore-missing" };
	static const char *const end[] = { "--not", "--all", NULL };
	enum { START = sizeof start / sizeof *start };
	const char **args = ARENA_ARRAY(&p->arena, const char *,
	    START + p->n_tips + sizeof end / sizeof *end);
	int status;

	memcpy(args, start, sizeof start);
	memcpy(args + START, p->tips, p->n_tips * sizeof *args);
	memcpy(args + START + p->n_tips, end, sizeof end);
	status =
	    run_git_lines(".", args, (struct str){ 0 }, '\n', take_commit, p);
	if (p->n > COMMITS_MOST)
		return TOO_MUCH(p,
		    _("the push has more than %d commits: push some first, "
		      "'git push origin COMMIT:BRANCH', and then the rest"),
		    COMMITS_MOST);
	return status == 0 || reach_untold(p->to);
}

/* What it holds. */

static struct place
place_of(struct parcel *p, const struct oid *id)
{
	enum { SHOWN = 12 };
	char hex[ENTRY_ID];

	return place_file(arena_f(&p->arena, "%.*s", SHOWN, oid_hex(id, hex)));
}

static bool
judge_commits(struct parcel *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct revwalk_commit *c =
		    revwalk_commit(p->past, &p->commits[i], p->to);

		if (!c ||
		    !sound_commit(&p->sound, c, place_of(p, &c->id), p->to))
			return false;
		if (p->sound.changes > CHANGES_MOST)
			return TOO_MUCH(p,
			    _("the push changes more than %d files: push some "
			      "of its commits first, 'git push origin "
			      "COMMIT:BRANCH', and then the rest"),
			    CHANGES_MOST);
	}
	return true;
}

/* What a ref is to lead to: the tags on the way, if any, and a commit that can
 * be read. What is no commit, others tell. */
static bool
judge_tip(struct parcel *p, const char *tip)
{
	struct oid id;
	bool is;

	return oid_read(&id, tip) &&
	    sound_tags(&p->sound, &id, place_of(p, &id), p->to) &&
	    revwalk_is_commit(p->past, &id, &is, p->to) &&
	    (!is || revwalk_commit(p->past, &id, p->to));
}

static bool
judge_size(struct parcel *p, const char *tip)
{
	const struct revwalk_commit *c;
	struct oid id;
	bool is;
	size_t n;

	if (!oid_read(&id, tip) || !revwalk_is_commit(p->past, &id, &is, p->to))
		return false;
	c = is ? revwalk_commit(p->past, &id, p->to) : NULL;
	if (!c)
		return !is;
	return sound_count(&p->sound, &c->tree, FILES_MOST + 1, &n, p->to) &&
	    (n <= FILES_MOST ||
		TOO_MUCH(p, _("what is pushed has more than %d files"),
		    FILES_MOST));
}

/* What git could not take apart is looked at before git is asked for more. */
static bool
judge(struct parcel *p)
{
	if (p->refs > REFS_MOST)
		return TOO_MUCH(p,
		    _("the push names more than %d branches and tags: push "
		      "them in several parts"),
		    REFS_MOST);
	p->past = p->n_tips ? revwalk_open(".", NULL, "UTC", p->to) : NULL;
	if (!p->past)
		return !p->n_tips;
	p->sound = (struct sound){ .past = p->past,
		.most = CHANGES_MOST,
		.files = true,
		.out = p->to };
	for (size_t i = 0; i < p->n_tips; i++)
		if (!judge_tip(p, p->tips[i]))
			return false;
	if (!list_commits(p) || !judge_commits(p))
		return false;
	for (size_t i = 0; i < p->n_tips; i++)
		if (!judge_size(p, p->tips[i]))
			return false;
	return !p->sound.wrong;
}

bool
parcel_judge(struct str updates, struct findings *to)
{
	struct parcel p = { .to = to };
	bool ok;

	take_tips(&p, updates);
	ok = judge(&p);
	sound_release(&p.sound);
	revwalk_close(p.past);
	free(p.tips);
	free(p.commits);
	arena_release(&p.arena);
	return ok;
}
