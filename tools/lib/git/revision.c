/* revision: which commit is meant. */
#include "git/revision.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/commit.h"
#include "git/object.h"
#include "text/date.h"

/* Names. */

/* Where git looks for a name, in this order; it takes the first, and warns. */
static const char *const places[] = { "", "refs/", "refs/tags/", "refs/heads/",
	"refs/remotes/" };

static bool
is_ambiguous(const struct repository *r, const char *at)
{
	size_t n = strcspn(at, "~^@:{"), all = 0;
	git_oid first, id;

	/* A whole id is always that of the commit. */
	if (n == ENTRY_ID - 1 && strspn(at, "0123456789abcdefABCDEF") == n)
		return false;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		char *name = mem_f("%s%.*s", places[i], (int)n, at);

		if (libgit()->reference_name_to_id(&id, r->git, name) == 0) {
			if (!all || libgit()->oid_cmp(&first, &id))
				all++;
			first = id;
		}
		free(name);
	}
	return all > 1;
}

/* The name that was probably meant; yours to free. */
static char *
near_name(git_repository *repo, struct str meant)
{
	git_reference_iterator *it;
	git_reference *ref;
	char *name = NULL;

	if (libgit()->reference_iterator_new(&it, repo))
		return NULL;
	while (libgit()->reference_next(&ref, it) == 0) {
		struct str one = str_of(libgit()->reference_shorthand(ref));

		if (str_nearer(meant, one, str_of(name))) {
			free(name);
			name = strdup(one.s);
		}
		libgit()->reference_free(ref);
	}
	libgit()->reference_iterator_free(it);
	return name;
}

static bool
say_unknown(const struct repository *r, const char *at, struct findings *f)
{
	struct str name = str_first(str_of(at), strcspn(at, "~^@:"));
	char *near = near_name(r->git, name), day[DAY_TEXT];

	if (date_mistyped(str_of(at), day))
		found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("no revision '%s': a day is written %s"), at, day);
	else if (near)
		found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("no revision '%s': did you mean '%s'?"), at, near);
	else if (libgit()->repository_head_unborn(r->git) == 1)
		found(f, FIND_GIT_EMPTY, place_file(NULL),
		    _("no revision '%s': the repository has no commits yet, "
		      "'git commit' makes the first"),
		    at);
	else if (repository_is_shallow(r))
		found(f, FIND_GIT_SHALLOW, place_file(NULL),
		    _("no revision '%s' in this shallow clone: 'git fetch "
		      "--unshallow' gets the rest"),
		    at);
	else
		found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("no revision '%s': 'git branch -a' and 'git tag' list "
		      "names"),
		    at);
	free(near);
	return false;
}

static bool
say_unread(const struct repository *r, const char *at, int rc,
    struct findings *f)
{
	git_reference *ref = NULL;

	if (rc == GIT_EAMBIGUOUS)
		return found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("'%s' is the start of more than one id: write more of "
		      "it"),
		    at);
	if (rc != GIT_ENOTFOUND && rc != GIT_EINVALIDSPEC &&
	    rc != GIT_EUNBORNBRANCH)
		return found(f, FIND_GIT, place_file(NULL),
		    _("revision '%s' cannot be read: %s"), at, libgit_reason());
	/* A name that is there for a commit that is not. */
	if (rc == GIT_ENOTFOUND &&
	    libgit()->reference_dwim(&ref, r->git, at) == 0) {
		git_reference *end = NULL;

		if (libgit()->reference_resolve(&end, ref) == 0)
			object_lacks(r, NULL,
			    libgit_oid(libgit()->reference_target(end)), rc, f);
		else
			say_unknown(r, at, f);
		libgit()->reference_free(end);
		libgit()->reference_free(ref);
		return false;
	}
	return say_unknown(r, at, f);
}

/* HEAD@{2020-01-01}: not the state of that day, but what this copy had then. */
static bool
asks_reflog_by_time(const char *at)
{
	const char *in = strstr(at, "@{");
	size_t n;

	if (!in)
		return false;
	in += 2;
	n = strcspn(in, "}");
	return !(n == strspn(in, "-0123456789") && n < 8) &&
	    strncmp(in, "u}", 2) && strncmp(in, "upstream}", 9) &&
	    strncmp(in, "push}", 5);
}

/* Reading. */

/* A commit on the way to the one that is meant. */
struct finding_commit {
	const struct repository *r;
	struct arena arena;
	struct revwalk_commit commit;
	struct revision at;
};

static bool
go_to(struct finding_commit *c, const struct oid *id, struct findings *f)
{
	struct oid to = *id; /* which may lie in the arena */

	arena_reset(&c->arena);
	if (!commit_load(c->r, &to, &c->commit, &c->arena, f))
		return false;
	c->at = (struct revision){ .id = to,
		.tree = c->commit.tree,
		.timed = c->commit.made.when == STAMP_TOLD,
		.time = c->commit.made.time };
	return true;
}

/* Is it a commit's whole id, or the name of a ref to one? Most often it is, and
 * libgit2 would read the commit once more, in its own way. */
static bool
names_commit(const struct repository *r, const char *at, struct oid *id)
{
	struct findings silent = { 0 };
	git_reference *ref = NULL, *end = NULL;
	git_object_t kind;
	bool named = oid_read(id, at);

	if (!named && *at && libgit()->reference_dwim(&ref, r->git, at) == 0 &&
	    libgit()->reference_resolve(&end, ref) == 0) {
		*id = *libgit_oid(libgit()->reference_target(end));
		named = true;
	}
	libgit()->reference_free(end);
	libgit()->reference_free(ref);
	return named && object_kind(r, id, NULL, &kind, &silent) &&
	    kind == GIT_OBJECT_COMMIT;
}

static bool
take_name(struct finding_commit *c, const char *at, struct findings *f)
{
	git_object *o = NULL, *commit = NULL;
	struct oid id;
	bool ok;
	int rc;

	if (names_commit(c->r, at, &id))
		return go_to(c, &id, f);
	if (asks_reflog_by_time(at))
		return found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("'%s' asks when this clone changed, not when something "
		      "was committed: write the day alone, such as 2024-02-29"),
		    at);
	rc = libgit()->revparse_single(&o, c->r->git, at);
	if (rc)
		return say_unread(c->r, at, rc, f);
	rc = libgit()->object_peel(&commit, o, GIT_OBJECT_COMMIT);
	libgit()->object_free(o);
	if (rc == GIT_EPEEL || rc == GIT_EINVALIDSPEC)
		return found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("'%s' is not a commit"), at);
	if (rc)
		return say_unread(c->r, at, rc, f);
	ok = go_to(c, libgit_oid(libgit()->object_id(commit)), f);
	libgit()->object_free(commit);
	return ok;
}

/* A day. */

/* The last second of a day in a zone, by halving: converting each commit's
 * time would load the zone for each. */
static bool
day_end(int day, const char *zone, long long *end)
{
	enum { DAY = 24 * 60 * 60 };
	long long in = (long long)day * DAY - 2 * DAY; /* not after the day */
	long long past = in + 5 * DAY;
	int d;

	while (past - in > 1) {
		long long mid = in + (past - in) / 2;

		if (!day_of_instant(mid, zone, &d))
			return false;
		if (d <= day)
			in = mid;
		else
			past = mid;
	}
	*end = in;
	return true;
}

/* The first commit of all is later, if it says when it was made. */
static bool
say_too_old(const struct revision *first, const char *at, const char *zone,
    struct findings *f)
{
	char day[DAY_TEXT];
	int of;

	if (!first->timed || !day_of_instant(first->time, zone, &of))
		of = 0;
	return found(f, FIND_AT_UNKNOWN, place_file(NULL),
	    _("no commit is as old as %s: the first is of %s"), at,
	    day_text(of, day));
}

static bool
say_undated(const char *at, const struct oid *id, struct findings *f)
{
	char hex[ENTRY_ID];

	return found(f, FIND_AT_UNKNOWN, place_file(NULL),
	    _("whether commit %.12s is of %s or later cannot be told, as its "
	      "day cannot: give a commit instead of a day"),
	    oid_hex(id, hex), at);
}

/* Goes to the first parent. False after saying why not: in a shallow clone the
 * one that the last commit names is not here. */
static bool
to_parent(struct finding_commit *c, const char *at, const char *zone,
    struct findings *f)
{
	const struct oid *parent = c->commit.parents;

	if (!c->commit.n_parents)
		return say_too_old(&c->at, at, zone, f);
	if (repository_is_shallow(c->r) &&
	    !libgit()->odb_exists(c->r->odb, libgit_id(parent)))
		return found(f, FIND_GIT_SHALLOW, place_file(NULL),
		    _("this clone is shallow and does not reach back to %s: "
		      "'git fetch --unshallow' gets the rest"),
		    at);
	return go_to(c, parent, f);
}

/* Goes back to the first commit that is not after the end of a day. One whose
 * day cannot be told is after it where the one that it goes on from is. */
static bool
to_day(struct finding_commit *c, const char *at, long long end,
    const char *zone, struct findings *f)
{
	struct oid undated = { 0 };

	for (;;) {
		bool told = c->at.timed;

		if (told && c->at.time > end)
			undated = (struct oid){ 0 };
		else if (!told && oid_none(&undated))
			undated = c->at.id;
		if (!oid_none(&undated) && (told || !c->commit.n_parents))
			return say_undated(at, &undated, f);
		if (told && c->at.time <= end)
			return true;
		if (!to_parent(c, at, zone, f))
			return false;
	}
}

static bool
take_day(struct finding_commit *c, const char *at, const char *zone,
    struct findings *f)
{
	long long end;
	int day;

	if (!day_parse(str_of(at), &day))
		return found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("there is no day '%s'%s"), at,
		    date_advice(&c->arena, str_of(at)));
	if (!day_end(day, zone, &end))
		return found(f, FIND_AT_ZONE, place_file(NULL),
		    _("time zone '%s' is not known here: install the time zone "
		      "data, or correct it in schema/repository.md"),
		    zone);
	return take_name(c, "HEAD", f) && to_day(c, at, end, zone, f);
}

static bool
looks_like_day(const char *at)
{
	static const char form[] = "dddd-dd-dd";
	size_t i;

	for (i = 0; form[i] && at[i]; i++)
		if (form[i] == 'd' ? at[i] < '0' || at[i] > '9' : at[i] != '-')
			return false;
	return !form[i] && !at[i];
}

static bool
take(struct finding_commit *c, const char *at, const char *zone,
    struct findings *f)
{
	if (looks_like_day(at))
		return take_day(c, at, zone, f);
	if (is_ambiguous(c->r, at))
		return found(f, FIND_AT_UNKNOWN, place_file(NULL),
		    _("'%s' is the name of more than one thing: write "
		      "refs/heads/… for a branch, refs/tags/… for a tag, or "
		      "the whole id of a commit"),
		    at);
	return take_name(c, at, f);
}

bool
revision_read(const struct repository *r, const char *at, const char *zone,
    struct revision *to, struct findings *f)
{
	struct finding_commit c = { .r = r };
	bool ok = take(&c, at, zone ? zone : "UTC", f);

	*to = c.at;
	arena_release(&c.arena);
	return ok;
}
