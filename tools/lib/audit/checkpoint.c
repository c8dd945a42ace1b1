/* checkpoint: what every ref pointed at, and whether it still does.
 *
 * Git is asked for all of it, and told not to let one object stand in for
 * another: what is compared is what the ids are of. */
#include "audit/checkpoint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "audit/record_counts.h"
#include "text/day.h"
#include "git/entry.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/run.h"
#include "git/stamp.h"
#include "base/write.h"

static const char folder[] = "refs/tags/ketnap/";
static const char signature[] = "\n-----BEGIN ";

enum { ID = ENTRY_ID - 1, SHOWN = 12 };

/* Git, with up to five words; what it says is added to out. Its status. */
#define GIT(dir, out, ...)                                                     \
	ask((dir), (out),                                                      \
	    (const char *const[]){ "--no-replace-objects", __VA_ARGS__,        \
		NULL })

static int
ask(const char *dir, struct buf *out, const char *const args[])
{
	struct buf none = { 0 };
	int status = run_git(dir, args, out ? out : &none);

	buf_release(&none);
	return status;
}

/* What of the repository only this copy of it has. */
static bool
is_local(struct str ref)
{
	static const char *const local[] = {
		"refs/remotes/",
		"refs/stash",
		"refs/bisect/",
		"refs/worktree/",
		"refs/rewritten/",
	};

	for (size_t i = 0; i < sizeof local / sizeof *local; i++)
		if (str_starts(ref, str_of(local[i])))
			return true;
	return false;
}

static bool
is_branch(struct str ref)
{
	return str_starts(ref, STR("refs/heads/"));
}

static bool
is_tag(struct str ref)
{
	return str_starts(ref, STR("refs/tags/"));
}

/* The commit of HEAD in out, "" without one. */
static char *
ask_head(const char *dir, char out[ENTRY_ID])
{
	struct buf id = { 0 };

	out[0] = '\0';
	if (GIT(dir, &id, "rev-parse", "--verify", "--quiet",
		"HEAD^{commit}") == 0 &&
	    id.n >= ID) {
		memcpy(out, id.s, ID);
		out[ID] = '\0';
	}
	buf_release(&id);
	return out;
}

/* How many commits lead to one; negative: that cannot be told. */
static long long
commits_of(const char *dir, const char *id)
{
	struct buf out = { 0 };
	long long n = GIT(dir, &out, "rev-list", "--count", id, "--") ?
	    -1 :
	    atoll(buf_z(&out));

	buf_release(&out);
	return n;
}

/* Making one. */

static void
add_records(struct str type, size_t n, void *to)
{
	buf_addf(to, "records %.*s %zu\n", STRF(type), n);
}

struct noting {
	struct checkpoint *checkpoint;
	struct buf *text;
};

static void
add_ref(struct str ref, struct str id, void *to)
{
	struct noting *n = to;
	struct checkpoint *c = n->checkpoint;

	if (is_branch(ref))
		buf_addf(n->text, "ref %.*s %lld %.*s\n", STRF(id),
		    commits_of(c->dir, arena_z(&c->arena, id)), STRF(ref));
	else if (!is_local(ref))
		buf_addf(n->text, "ref %.*s - %.*s\n", STRF(id), STRF(ref));
}

static bool
add_text(struct checkpoint *c, struct buf *text, struct findings *to)
{
	struct noting n = { c, text };
	char day[DAY_TEXT], head[ENTRY_ID];

	if (!*ask_head(c->dir, head))
		return found(to, FIND_GIT_NONE, place_file(NULL),
		    _("there is no commit yet that a checkpoint could note"));
	buf_addf(text,
	    "ketnap checkpoint %s\n\nformat 1\nhead %s\n"
	    "found errors %zu warnings %zu notes %zu\n",
	    day_text(c->day, day), head, c->count[ERROR], c->count[WARNING],
	    c->count[NOTE]);
	return record_counts(c->dir, head, add_records, text, to) &&
	    run_git_refs(c->dir, add_ref, &n, to);
}

/* A name that is not taken: one more a day has a number. */
static void
find_name(struct checkpoint *c)
{
	char day[DAY_TEXT];
	const char *ref;

	day_text(c->day, day);
	c->name = arena_f(&c->arena, "ketnap/%s", day);
	for (int n = 2;; n++) {
		ref = arena_f(&c->arena, "refs/tags/%s", c->name);
		if (GIT(c->dir, NULL, "show-ref", "--verify", "--quiet", ref))
			return;
		c->name = arena_f(&c->arena, "ketnap/%s.%d", day, n);
	}
}

/* Does git know with which key to sign? */
static bool
has_key(const char *dir)
{
	struct buf out = { 0 };
	bool has = GIT(dir, NULL, "config", "--get", "user.signingkey") == 0 ||
	    GIT(dir, NULL, "config", "--get", "gpg.ssh.defaultKeyCommand") == 0;

	if (!has &&
	    GIT(dir, &out, "config", "--type=bool", "--get", "tag.gpgSign") ==
		0)
		has = str_starts(buf_str(&out), STR("true"));
	buf_release(&out);
	return has;
}

/* A file that is only for git to read; false: errno tells. */
static bool
put_aside(struct str text, struct buf *path)
{
	const char *tmp = getenv("TMPDIR");
	int fd;
	bool ok;

	buf_addf(path, "%s/ketnap-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	fd = mkstemp(path->s);
	ok = fd >= 0 && write_all(fd, text);
	return fd >= 0 && close(fd) == 0 && ok;
}

/* Git 2.39 makes an unsigned tag, and says that all went well, when its key
 * cannot be read. */
static bool
is_as_meant(struct checkpoint *c, const char *ref, struct findings *to)
{
	struct buf out = { 0 };
	bool ok = GIT(c->dir, &out, "cat-file", "tag", ref) == 0;

	if (ok && c->is_signed &&
	    str_find_str(buf_str(&out), str_of(signature)) == out.n) {
		GIT(c->dir, NULL, "update-ref", "-d", ref, c->id);
		ok = found(to, FIND_GIT, place_file(c->name),
		    _("git did not sign this, so it was taken away again"));
	}
	buf_release(&out);
	return ok;
}

static bool
make_tag(struct checkpoint *c, struct str text, struct findings *to)
{
	struct buf path = { 0 }, out = { 0 };
	const char *ref = arena_f(&c->arena, "refs/tags/%s", c->name);
	bool ok;

	c->is_signed = has_key(c->dir);
	ok = put_aside(text, &path) &&
	    run_git_aloud(c->dir,
		(const char *const[]){ "tag", "-a",
		    c->is_signed ? "-s" : "--no-sign", "--cleanup=verbatim",
		    "-F", path.s, "--", c->name, "HEAD", NULL }) == 0;
	if (path.n)
		unlink(path.s);
	ok = ok && GIT(c->dir, &out, "rev-parse", "--verify", ref) == 0;
	c->id = arena_z(&c->arena, str_first(buf_str(&out), ID));
	buf_release(&path);
	buf_release(&out);
	if (!ok)
		return run_git_failed(to, c->is_signed ? "tag -s" : "tag -a");
	return is_as_meant(c, ref, to);
}

bool
checkpoint_make(struct checkpoint *c, struct findings *to)
{
	struct buf text = { 0 };
	bool ok = add_text(c, &text, to);

	if (ok) {
		find_name(c);
		ok = make_tag(c, buf_str(&text), to);
	}
	buf_release(&text);
	return ok;
}

void
checkpoint_release(struct checkpoint *c)
{
	arena_release(&c->arena);
}

/* Looking back. */

struct look {
	const char *dir;
	const char *expected;
	bool met; /* the one that is expected */
	struct findings *to;
	struct arena arena;
	struct map refs;    /* name → id, as they are now */
	struct map records; /* type → number, at HEAD */
	struct map told;    /* refs and types */
	const char *head;   /* "" : none */
	const char *name;   /* of the checkpoint: "ketnap/DAY" */
};

static struct place
place_of(struct look *l, struct str what)
{
	return place_file(arena_f(&l->arena, "%s%s%.*s", l->name,
	    what.n ? ":" : "", STRF(what)));
}

static void
note_records(struct str type, size_t n, void *to)
{
	struct look *l = to;
	size_t *kept = ARENA_NEW(&l->arena, size_t);

	*kept = n;
	*map_put(&l->records, arena_keep(&l->arena, type)) = kept;
}

static void
note_ref(struct str ref, struct str id, void *to)
{
	struct look *l = to;

	*map_put(&l->refs, arena_keep(&l->arena, ref)) = arena_z(&l->arena, id);
}

/* Does what a ref holds now contain what it held? */
static bool
contains(struct look *l, const char *now, const char *then)
{
	return now &&
	    (strcmp(now, then) == 0 ||
		GIT(l->dir, NULL, "merge-base", "--is-ancestor", then, now) ==
		    0);
}

/* A clone has the branches of others under refs/remotes. */
static const char *
kept_by(struct look *l, struct str ref, const char *then)
{
	struct str name = str_from(ref, sizeof "refs/heads/" - 1);

	if (contains(l, map_get(&l->refs, ref), then))
		return map_get(&l->refs, ref);
	for (size_t i = 0; is_branch(ref) && i < l->refs.n; i++) {
		const struct mapped *s = &l->refs.pairs[i];
		struct str rest = s->key;

		if (!str_starts(rest, STR("refs/remotes/")))
			continue;
		rest = str_from(rest, sizeof "refs/remotes/" - 1);
		if (str_eq(str_from(rest, str_find(rest, '/') + 1), name) &&
		    contains(l, s->value, then))
			return s->value;
	}
	return NULL;
}

/* Is it in any branch at all? */
static bool
is_held(struct look *l, const char *id)
{
	struct buf out = { 0 };
	const char *with = arena_f(&l->arena, "--contains=%s", id);
	bool held = GIT(l->dir, &out, "for-each-ref", "--count=1", with,
			"refs/heads", "refs/remotes") == 0 &&
	    out.n;

	buf_release(&out);
	return held;
}

static bool
is_told(struct look *l, struct str what)
{
	void **slot = map_put(&l->told, what);
	bool told = *slot;

	*slot = l;
	return told;
}

static void
say_ref(struct look *l, struct str ref, const char *then)
{
	bool there = map_get(&l->refs, ref);

	if (is_told(l, ref))
		return;
	if (there && is_tag(ref))
		found(l->to, FIND_AUDIT_REWRITTEN, place_of(l, ref),
		    _("this tag then was %.*s, and is another now"), SHOWN,
		    then);
	else if (there)
		found(l->to, FIND_AUDIT_REWRITTEN, place_of(l, ref),
		    _("this no longer contains %.*s, which it then pointed at: "
		      "its history was rewritten"),
		    SHOWN, then);
	else if (is_tag(ref) || (is_branch(ref) && !is_held(l, then)))
		found(l->to, FIND_AUDIT_REWRITTEN, place_of(l, ref),
		    _("this is gone, and with it %.*s, which it then pointed "
		      "at"),
		    SHOWN, then);
	else
		found(l->to, FIND_AUDIT_REF_GONE, place_of(l, ref),
		    is_branch(ref) ? _("this is gone, but what it pointed at "
				       "is in another branch") :
				     _("this is not here; clones do not bring "
				       "it along"));
}

static void
look_at_ref(struct look *l, struct str line)
{
	struct str id = str_first(line, ID), count, ref;
	const char *then = arena_z(&l->arena, id), *now;
	long long had, has;

	ref = str_from(line, ID + 1);
	if (!str_split(&ref, ' ', &count) || id.n != ID)
		return;
	if (is_tag(ref)) {
		now = map_get(&l->refs, ref);
		if (!now || strcmp(now, then) != 0)
			say_ref(l, ref, then);
		return;
	}
	now = kept_by(l, ref, then);
	if (!now) {
		say_ref(l, ref, then);
		return;
	}
	had = str_is(count, "-") ? 0 : atoll(arena_z(&l->arena, count));
	has = had ? commits_of(l->dir, then) : 0;
	if (has != had && !is_told(l, ref))
		found(l->to, FIND_AUDIT_REWRITTEN, place_of(l, ref),
		    _("%lld commits led to %.*s, and now %lld: look for "
		      "grafts, 'git replace -l' and missing objects"),
		    had, SHOWN, then, has);
}

static void
look_at_records(struct look *l, struct str line)
{
	struct str type;
	const size_t *now;
	size_t had;

	if (!str_split(&line, ' ', &type))
		return;
	had = (size_t)strtoull(arena_z(&l->arena, line), NULL, 10);
	now = map_get(&l->records, type);
	if ((now ? *now : 0) < had && !is_told(l, type))
		found(l->to, FIND_AUDIT_FEWER, place_of(l, type),
		    _("then there were %zu records, and now %zu"), had,
		    now ? *now : 0);
}

/* HEAD may be another branch now. */
static bool
is_comparable(struct look *l, struct str text)
{
	const struct str key = STR("\nhead ");
	struct str id = str_from(text, str_find_str(text, key));

	id = str_first(str_from(id, key.n), ID);
	return *l->head && id.n == ID &&
	    contains(l, l->head, arena_z(&l->arena, id));
}

static void
look_at_lines(struct look *l, struct str text)
{
	bool comparable = is_comparable(l, text);
	struct str line;

	while (str_split(&text, '\n', &line)) {
		const struct str ref = STR("ref "), records = STR("records ");

		if (str_starts(line, ref))
			look_at_ref(l, str_from(line, ref.n));
		else if (comparable && str_starts(line, records))
			look_at_records(l, str_from(line, records.n));
	}
}

/* Whose it is, as far as git can tell. The page tells it, too, but whoever has
 * a list of keys of his own trusts that one. */
static void
look_at_signature(struct look *l, struct str text, const char *id,
    enum checkpoint_word word)
{
	if (word == CHECKPOINT_COUNTS &&
	    GIT(l->dir, NULL, "config", "--get", "gpg.ssh.allowedSignersFile"))
		return;
	if (str_find_str(text, str_of(signature)) == text.n)
		found(l->to, FIND_CHECKPOINT_UNSIGNED, place_of(l, STR("")),
		    _("this checkpoint is not signed: anyone who can push "
		      "could have made it"));
	else if (GIT(l->dir, NULL, "verify-tag", id))
		found(l->to, FIND_CHECKPOINT_UNPROVEN, place_of(l, STR("")),
		    _("the signature is not good, or git does not know whose "
		      "it is: 'git verify-tag %s' tells"),
		    l->name);
}

/* Its name is the day that it is of; by whom and when it was made, its tagger's
 * line says. */
static void
look_at_time(struct look *l, struct str text)
{
	struct stamp s = stamp_read(stamp_line(text, STR("tagger")));

	if (s.when != STAMP_TOLD || !s.zoned)
		found(l->to, FIND_CHECKPOINT_UNPROVEN, place_of(l, STR("")),
		    _("when this checkpoint was made cannot be told from the "
		      "time of its tagger"));
}

/* "tag NAME" and, after the head of the object, our first line. */
static bool
is_ours(struct look *l, struct str text)
{
	const char *tag = arena_f(&l->arena, "\ntag %s\n", l->name);
	size_t body = str_find_str(text, STR("\n\n"));

	return str_find_str(text, str_of(tag)) < body &&
	    str_starts(str_from(text, body), STR("\n\nketnap checkpoint ")) &&
	    str_find_str(text, STR("\nformat 1\n")) < text.n;
}

/* Is the tag itself here? */
static bool
is_here(struct look *l, const char *id)
{
	if (GIT(l->dir, NULL, "cat-file", "-e", id) == 0)
		return true;
	return found(l->to, FIND_GIT_MISSING, place_of(l, STR("")),
	    _("object %s is not in the repository: 'git fsck' says what is "
	      "lost; fetch from a copy that has it"),
	    id);
}

/* What nobody stands for who may is a note, and what it says is not looked at:
 * else whoever can push a tag could make errors that stay. */
static bool
ask_page(struct look *l, const char *id, enum checkpoint_word *word)
{
	const char *why = NULL;

	*word = CHECKPOINT_UNTOLD;
	if (!*l->head ||
	    (l->expected && str_starts(str_of(id), str_of(l->expected))))
		return true;
	if (!checkpoint_counts(l->dir, id, l->head, false, &l->arena, word,
		&why, l->to))
		return false;
	if (*word == CHECKPOINT_NOT)
		found(l->to, FIND_CHECKPOINT_IGNORED, place_of(l, STR("")),
		    _("this checkpoint does not count: %s"), why);
	return true;
}

static bool
look_at(struct look *l, struct str ref, const char *id)
{
	struct buf out = { 0 };
	struct str text;
	enum checkpoint_word word;

	l->name = arena_z(&l->arena, str_from(ref, sizeof "refs/tags/" - 1));
	if (l->expected && str_starts(str_of(id), str_of(l->expected)))
		l->met = true;
	if (!is_here(l, id) || !ask_page(l, id, &word))
		return false;
	if (word == CHECKPOINT_NOT)
		return true;
	if (GIT(l->dir, &out, "cat-file", "tag", id) ||
	    !is_ours(l, buf_str(&out))) {
		found(l->to, FIND_CHECKPOINT_UNPROVEN, place_of(l, STR("")),
		    _("this is no checkpoint as knaudit makes them, or one of "
		      "another name"));
	} else {
		look_at_signature(l, buf_str(&out), id, word);
		look_at_time(l, buf_str(&out));
		text = str_first(buf_str(&out),
		    str_find_str(buf_str(&out), str_of(signature)));
		look_at_lines(l, arena_keep(&l->arena, text));
	}
	buf_release(&out);
	return true;
}

static int
by_ref(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Their refs, in order. */
static struct str *
list_all(struct look *l, size_t *n)
{
	struct str *all = ARENA_ARRAY(&l->arena, struct str, l->refs.n);

	*n = 0;
	for (size_t i = 0; i < l->refs.n; i++)
		if (str_starts(l->refs.pairs[i].key, str_of(folder)))
			all[(*n)++] = l->refs.pairs[i].key;
	if (*n)
		qsort(all, *n, sizeof *all, by_ref);
	return all;
}

static bool
look_at_all(struct look *l, size_t *n)
{
	struct str *all = list_all(l, n);
	char *head = arena_new(&l->arena, ENTRY_ID);

	if (!*n)
		return true;
	l->head = ask_head(l->dir, head);
	if (*head && !record_counts(l->dir, head, note_records, l, l->to))
		return false;
	for (size_t i = 0; i < *n; i++)
		if (!look_at(l, all[i], map_get(&l->refs, all[i])))
			return false;
	return true;
}

static bool
is_id(const char *z)
{
	size_t n = strlen(z);

	return n >= SHOWN && n <= ID && strspn(z, "0123456789abcdef") == n;
}

bool
checkpoint_look(const char *dir, const char *expected, size_t *n,
    struct findings *to)
{
	struct look l = { .dir = dir, .expected = expected, .to = to };
	bool ok;

	*n = 0;
	if (expected && !is_id(expected))
		return found(to, FIND_AT_UNKNOWN, place_file(NULL),
		    _("'%s' is no id of a checkpoint: %d to %d of its digits "
		      "0-9 and a-f"),
		    expected, SHOWN, ID);
	ok = run_git_refs(dir, note_ref, &l, to) && look_at_all(&l, n);
	l.name = expected;
	if (ok && expected && !l.met)
		found(to, FIND_AUDIT_REWRITTEN, place_of(&l, STR("")),
		    _("there is no checkpoint of this id: it was taken away, "
		      "or never came here ('git fetch --tags')"));
	map_release(&l.refs);
	map_release(&l.records);
	map_release(&l.told);
	arena_release(&l.arena);
	return ok;
}
