/* coming: would the server take the commit that is about to be made? */
#include "push/coming.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/arena.h"
#include "base/lang.h"
#include "git/revwalk.h"
#include "git/run.h"
#include "push/inside.h"

/* What git knows. */

static bool
read_process(int pid, const char *file, struct buf *b)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
	buf_clear(b);
	return buf_read_file(b, path, SIZE_MAX / 4);
}

/* The process that started one. */
static int
parent_of(int pid)
{
	struct buf b = { 0 };
	const char *end;
	int parent = 0;

	if (read_process(pid, "stat", &b)) {
		end = strrchr(buf_z(&b), ')');
		if (!end || sscanf(end + 1, " %*c %d", &parent) != 1)
			parent = 0;
	}
	buf_release(&b);
	return parent;
}

/* No hook is told that the commit takes the place of HEAD, so git's own words
 * are asked, which are those of a process above us. */
static bool
is_amending(void)
{
	enum { ABOVE_MOST = 8 };
	struct buf words = { 0 };
	struct str rest, word;
	bool is = false, is_git = false;
	int pid = getppid();

	for (int i = 0; !is_git && pid > 1 && i < ABOVE_MOST; i++) {
		if (!read_process(pid, "cmdline", &words))
			break;
		rest = buf_str(&words);
		is_git = str_split(&rest, '\0', &word) &&
		    str_is(str_base(word), "git");
		while (is_git && str_split(&rest, '\0', &word))
			is |= str_starts(word, STR("--am")) &&
			    str_starts(STR("--amend"), word);
		pid = parent_of(pid);
	}
	buf_release(&words);
	return is;
}

/* hex: what git printed; NULL: it could not. */
static bool
read_id(struct oid *o, const char *hex, struct findings *to)
{
	return (hex && oid_read(o, hex)) ||
	    found(to, FIND_GIT, place_file(NULL),
		_("git could not write what is to be committed, so it cannot "
		  "be looked at"));
}

static void
add_ids(struct coming *c, struct str lines)
{
	struct str line;

	while (c->n < COMING_ON_MOST && str_split(&lines, '\n', &line))
		c->n += oid_read_line(&c->on[c->n], line);
}

/* A first commit goes on from nothing. */
static void
find_parents(struct coming *c)
{
	const char *const parents[] = { "rev-parse",
		is_amending() ? "HEAD^@" : "HEAD", NULL };
	static const char *const heads[] = { "rev-parse", "--git-path",
		"MERGE_HEAD", NULL };
	struct buf ids = { 0 };
	struct arena a = { 0 };
	const char *path;

	run_git(".", parents, &ids);
	add_ids(c, buf_str(&ids));
	buf_clear(&ids);
	path = run_git_line(".", heads, &a);
	c->merge = path && *path && buf_read_file(&ids, path, SIZE_MAX / 4);
	add_ids(c, buf_str(&ids));
	buf_release(&ids);
	arena_release(&a);
}

bool
coming_read(struct coming *c, struct findings *to)
{
	static const char *const args[] = { "write-tree", NULL };
	struct arena a = { 0 };
	const char *id = run_git_line(".", args, &a);
	bool ok;

	*c = (struct coming){ 0 };
	find_parents(c);
	ok = read_id(&c->tree, id, to);
	arena_release(&a);
	return ok;
}

/* Judging: a commit is made as git will make it, but no ref leads to it. */

struct judging {
	struct oid tip;
	struct findings *to;
	size_t errors;
};

static const char *
make(const struct coming *c, const char *message_path, struct arena *a)
{
	const char *args[2 + 2 * COMING_ON_MOST + 3] = { "commit-tree" };
	char hex[ENTRY_ID];
	size_t n = 1;

	args[n++] = arena_z(a, str_of(oid_hex(&c->tree, hex)));
	for (size_t i = 0; i < c->n; i++) {
		args[n++] = "-p";
		args[n++] = arena_z(a, str_of(oid_hex(&c->on[i], hex)));
	}
	args[n++] = "-F";
	args[n++] = message_path;
	args[n] = NULL;
	return run_git_line(".", args, a);
}

/* Whoever writes the message is told of it, though it is no error. */
static bool
is_of_message(const struct finding *f)
{
	return f->level == WARNING &&
	    strcmp(f->id, finding_row(FIND_CORRECTION_UNUSED)->id) == 0;
}

/* Only of the files, since nobody knows that commit. */
static void
say_error(const struct finding *f, void *to)
{
	struct judging *j = to;
	const char *path = f->at.path ? strchr(f->at.path, ':') : NULL;

	if (f->level < ERROR && !is_of_message(f))
		return;
	j->errors += f->level >= ERROR;
	found_as(j->to, f->id, f->level, place_file(path ? path + 1 : NULL),
	    "%s", f->text);
}

static bool
is_outside(const struct oid *id, void *to)
{
	const struct judging *j = to;

	return !oid_eq(id, &j->tip);
}

bool
coming_judge(const struct coming *c, const char *message_path,
    struct buf *missing, struct findings *to)
{
	struct judging j = { .to = to };
	struct findings out = { .say = say_error, .to = &j }, silent = { 0 };
	struct arena a = { 0 };
	const char *id = make(c, message_path, &a);
	struct audit_push push = { .tips = &j.tip,
		.n_tips = 1,
		.outside = { is_outside, &j } };
	struct audit audit = { .push = &push, .missing = missing };
	struct revwalk *past = NULL;
	bool ok = read_id(&j.tip, id, to);

	if (ok)
		past = audit.past = revwalk_open(".", id, "UTC", &silent);
	if (past)
		ok = push_history_today(id, &audit.today, to) &&
		    audit_run(&audit, &out) && !j.errors;
	else if (ok)
		found_as(to, NULL, NOTE, place_file(NULL),
		    _("what this commit changes is judged by the server alone: "
		      "the history is not whole here"));
	audit_release(&audit);
	revwalk_close(past);
	arena_release(&a);
	return ok;
}
