/* knhook: check what is about to be committed or pushed. See knhook.1. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merge/attributes.h"
#include "base/buf.h"
#include "audit/correction_trailer.h"
#include "push/dropped.h"
#include "check/new_errors.h"
#include "git/data_folders.h"
#include "git/hook.h"
#include "base/mem.h"
#include "base/out.h"
#include "text/say.h"
#include "push/push.h"
#include "git/run.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "knhook pre-commit | pre-merge-commit | commit-msg FILE | pre-receive\n"
    "       knhook install [-C DIR] [--chain] [--server]";

extern char **environ;

/* What is refused never ends with 0, whatever was said of it. */
static int
status_of(bool good, const struct findings *to)
{
	int status = found_status(to);

	if (good)
		return 0;
	return status ? status : 2;
}

/* pre-commit, pre-merge-commit. */

enum { PARENTS_MOST = 16 };

/* The commits that the next one goes on from. */
struct parents {
	struct source *all[PARENTS_MOST];
	size_t n;
};

static void
add_parent(struct parents *p, const char *name)
{
	struct findings silent = { 0 };
	struct source *s = p->n < PARENTS_MOST ?
	    source_commit(".", name, "UTC", &silent) :
	    NULL;

	if (s)
		p->all[p->n++] = s;
}

/* git runs pre-merge-commit before it writes MERGE_HEAD, but tells what it
 * merges by variables GITHEAD_<id>. */
static void
find_parents(struct parents *p)
{
	static const char prefix[] = "GITHEAD_";
	const size_t n = sizeof prefix - 1;

	add_parent(p, "HEAD");
	add_parent(p, "MERGE_HEAD");
	for (char **e = environ; *e; e++)
		if (strncmp(*e, prefix, n) == 0) {
			struct buf id = { 0 };

			buf_add(&id,
			    (struct str){ *e + n, strcspn(*e + n, "=") });
			add_parent(p, buf_z(&id));
			buf_release(&id);
		}
}

/* The data folders that the next commit may change: those of the index, and
 * those that are there now. */
static bool
find_folders(struct tool *t, struct data_folders *folders)
{
	*folders = (struct data_folders){ .arena = &t->arena };
	return data_folders_of_index(folders, &t->to) &&
	    data_folders_of_commit(folders, "HEAD", &t->to);
}

/* Is a folder within the repository as it is in HEAD? Nothing there is anyone's
 * business then. The whole repository is always looked at. */
static bool
is_untouched(struct tool *t, const char *folder)
{
	const char *below = arena_f(&t->arena, ":(top,literal)%s", folder);
	const char *const args[] = { "diff", "--cached", "--quiet", "HEAD",
		"--", below, NULL };
	struct buf out = { 0 };
	bool is = *folder &&
	    (run_git(".", args, &out) == 0 || !data_folders_is_left(folder));

	buf_release(&out);
	return is;
}

/* One data folder: what is wrong with it is said with its paths from the top of
 * the repository, where git runs its hooks. */
static bool
check_folder(struct tool *t, const char *folder, size_t *old)
{
	struct say_below below = { folder, &t->to };
	struct findings to = { .say = say_below, .to = &below };
	struct parents p = { 0 };
	struct source *now;
	bool good;

	data_folders_use(folder);
	now = source_index(".", &to);
	if (now)
		find_parents(&p);
	good = now && new_errors_check(now, p.all, p.n, t->lang, old, &to);
	while (p.n)
		source_close(p.all[--p.n]);
	source_close(now);
	data_folders_use(NULL);
	return good;
}

static int
check_index(struct tool *t)
{
	struct data_folders folders;
	size_t old = 0;
	bool good = find_folders(t, &folders), read = good;

	if (good && !folders.n)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("there is no data folder here (schema/repository.md), so "
		      "nothing is checked"));
	for (size_t i = 0; read && i < folders.n; i++) {
		size_t n = 0;

		if (is_untouched(t, folders.all[i]))
			continue;
		good = check_folder(t, folders.all[i], &n) && good;
		old += n;
	}
	free(folders.all);
	capped_end(&t->capped);
	if (!good && read)
		fprintf(stderr,
		    _("the commit is refused: mend what is said above, 'git "
		      "add' it and commit again\n"));
	else if (old)
		fprintf(stderr,
		    _("errors that were there before: %zu; 'kncheck' lists "
		      "them\n"),
		    old);
	return status_of(good, &t->to);
}

/* commit-msg. */

/* Are the corrections right that a message asks for? They may be of records in
 * several data folders. */
static bool
check_corrections(struct tool *t, const struct data_folders *folders,
    struct str message, const char *path)
{
	struct schema *schemas =
	    ARENA_ARRAY(&t->arena, struct schema, folders->n);
	struct correction_in *in =
	    ARENA_ARRAY(&t->arena, struct correction_in, folders->n);
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < folders->n; i++) {
		struct say_below below = { folders->all[i], &t->to };
		struct findings to = { .say = say_below, .to = &below };

		if (!data_folders_is_left(folders->all[i]))
			continue;
		data_folders_use(folders->all[i]);
		in[n] = (struct correction_in){ &schemas[n],
			source_index(".", &to) };
		ok = in[n].source &&
		    schema_read(&schemas[n], in[n].source, "schema", &to);
		data_folders_use(NULL);
		n++;
	}
	ok = ok && correction_trailer_check(message, path, in, n, &t->to);
	while (n) {
		schema_release(&schemas[--n]);
		source_close(in[n].source);
	}
	return ok;
}

static bool
check_merge(struct tool *t, const struct data_folders *folders,
    struct str message)
{
	bool good = true;

	for (size_t i = 0; i < folders->n; i++) {
		struct say_below below = { folders->all[i], &t->to };
		struct findings to = { .say = say_below, .to = &below };

		data_folders_use(folders->all[i]);
		good = dropped_check(message, &to) && good;
		data_folders_use(NULL);
	}
	return good;
}

/* Only a merge, and a message that corrects something, cost more than reading
 * it. */
static int
check_message(struct tool *t)
{
	const char *path = t->words[1];
	struct data_folders folders = { 0 };
	struct buf message = { 0 };
	bool merge, corrects, good = true;

	if (!buf_read_file(&message, path, SIZE_MAX / 4)) {
		buf_release(&message);
		tool_wrong(t, _("'%s' cannot be read"), path);
		return 2;
	}
	merge = dropped_may_be();
	corrects =
	    str_find_str(buf_str(&message), STR("Correction:")) < message.n;
	if (merge || corrects)
		good = find_folders(t, &folders);
	if (merge && good)
		good = check_merge(t, &folders, buf_str(&message));
	if (corrects && folders.n)
		good =
		    check_corrections(t, &folders, buf_str(&message), path) &&
		    good;
	if (!good)
		fprintf(stderr,
		    _("the commit is refused; your message is kept in '%s'\n"),
		    path);
	free(folders.all);
	buf_release(&message);
	return status_of(good, &t->to);
}

/* pre-receive. */

static int
check_push(struct tool *t)
{
	return status_of(push_judge(stdin, t->lang, &t->to), &t->to);
}

/* What git, or a person, asks for. */

struct asked {
	bool chain, server;
};

static int
install(struct tool *t, const struct asked *asked)
{
	struct hook_options how = { asked->chain, asked->server };
	bool merges;

	if (!hook_install(".", &how, &merges, &t->to))
		return status_of(false, &t->to);
	if (merges)
		attributes_check(".", &t->to);
	return 0;
}

static const char *const actions[] = { "pre-commit", "pre-merge-commit",
	"commit-msg", "pre-receive", "install" };
enum {
	PRE_COMMIT,
	PRE_MERGE_COMMIT,
	COMMIT_MSG,
	PRE_RECEIVE,
	INSTALL,
	ACTIONS
};

static int
work(struct tool *t, const struct asked *asked)
{
	int action;

	if (!t->n_words)
		return tool_misused(t, _("which hook?"));
	action =
	    tool_choice(t, "knhook", str_of(t->words[0]), actions, ACTIONS);
	if (action < 0)
		return 2;
	if (t->schema_dir)
		return tool_misused(t,
		    _("--schema: what is committed is judged by its own "
		      "schema"));
	if (action != INSTALL && (asked->chain || asked->server))
		return tool_misused(t,
		    _("--chain and --server go with install"));
	if (t->n_words != (action == COMMIT_MSG ? 2 : 1))
		return tool_misused(t,
		    action == COMMIT_MSG ?
			_("commit-msg takes the file that holds the message") :
			_("'%s' takes no more words"),
		    t->words[0]);
	switch (action) {
	case COMMIT_MSG:
		return check_message(t);
	case PRE_RECEIVE:
		return check_push(t);
	case INSTALL:
		return install(t, asked);
	default:
		return check_index(t);
	}
}

int
main(int argc, char **argv)
{
	struct tool t = { .name = "knhook", .usage = usage };
	struct asked asked = { 0 };
	const struct tool_option own[] = {
		{ "chain", 0, NULL,
		    N_("install: keep hooks that are there, and run them "
		       "first"),
		    NULL, &asked.chain },
		{ "server", 0, NULL,
		    N_("install: pre-receive too, though there is a work tree"),
		    NULL, &asked.server },
	};

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &asked) : t.status);
}
