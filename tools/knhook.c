/* knhook: check what is about to be committed or pushed. See knhook.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "correction.h"
#include "dropped.h"
#include "gate.h"
#include "hook.h"
#include "mem.h"
#include "out.h"
#include "push.h"
#include "source.h"
#include "tool.h"

static const char usage[] =
    "knhook pre-commit | pre-merge-commit | commit-msg FILE | pre-receive\n"
    "       knhook install [-C DIR] [--chain] [--server]";

extern char **environ;

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
	struct findings silent = {0};
	struct source *s = p->n < PARENTS_MOST ?
	    source_commit(".", name, "UTC", &silent) : NULL;

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
			struct buf id = {0};

			buf_add(&id, (struct str){ *e + n,
			    strcspn(*e + n, "=") });
			add_parent(p, buf_z(&id));
			buf_release(&id);
		}
}

static int
check_index(struct tool *t)
{
	struct source *now = source_index(".", &t->to);
	struct parents p = {0};
	size_t old = 0;
	bool good = now;

	if (good) {
		find_parents(&p);
		good = gate_check(now, p.all, p.n, t->lang, &old, &t->to);
	}
	if (!good && now)
		fprintf(stderr, _("the commit is refused: mend what is said "
		    "above, 'git add' it and commit again\n"));
	else if (old)
		fprintf(stderr, _("errors that were there before: %zu; "
		    "'kncheck' lists them\n"), old);
	while (p.n)
		source_close(p.all[--p.n]);
	source_close(now);
	return good ? 0 : findings_status(&t->to);
}

/* commit-msg. */

static bool
read_message(struct tool *t, const char *path, struct buf *b)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!f)
		return tool_wrong(t, _("'%s' cannot be read"), path);
	while ((n = getline(&line, &cap, f)) > 0)
		buf_add(b, (struct str){ line, (size_t)n });
	free(line);
	fclose(f);
	return true;
}

/* Are the corrections right that a message asks for? */
static bool
check_corrections(struct tool *t, struct str message, const char *path)
{
	struct schema schema = {0};
	struct source *s = source_index(".", &t->to);
	bool ok = s && schema_read(&schema, s, "schema", &t->to) &&
	    correction_check(message, path, &schema, s, &t->to);

	schema_release(&schema);
	source_close(s);
	return ok;
}

/* Only a merge, and a message that corrects something, cost more than reading
 * it. */
static int
check_message(struct tool *t)
{
	const char *path = t->words[1];
	struct buf message = {0};
	bool good = true;

	if (!read_message(t, path, &message)) {
		buf_release(&message);
		return 2;
	}
	if (dropped_may_be())
		good = dropped_check(buf_str(&message), &t->to);
	if (str_find_str(buf_str(&message), STR("Correction:")) < message.n)
		good = check_corrections(t, buf_str(&message), path) && good;
	if (!good)
		fprintf(stderr, _("the commit is refused; your message is "
		    "kept in '%s'\n"), path);
	buf_release(&message);
	return good ? 0 : findings_status(&t->to);
}

/* pre-receive. */

static int
check_push(struct tool *t)
{
	return push_judge(stdin, t->lang, &t->to) ? 0 :
	    findings_status(&t->to);
}

/* What git, or a person, asks for. */

struct asked {
	bool chain, server;
};

static int
install(struct tool *t, const struct asked *asked)
{
	struct hook_options how = { asked->chain, asked->server };

	return hook_install(".", &how, &t->to) ? 0 : findings_status(&t->to);
}

static const char *const actions[] = {
	"pre-commit", "pre-merge-commit", "commit-msg", "pre-receive", "install"
};
enum { PRE_COMMIT, PRE_MERGE_COMMIT, COMMIT_MSG, PRE_RECEIVE, INSTALL,
    ACTIONS };

static int
work(struct tool *t, const struct asked *asked)
{
	int action;

	if (!t->n_words)
		return tool_misused(t, _("which hook?"));
	action = tool_choice(t, "knhook", str_of(t->words[0]), actions,
	    ACTIONS);
	if (action < 0)
		return 2;
	if (t->schema_dir)
		return tool_misused(t, _("--schema: what is committed is "
		    "judged by its own schema"));
	if (action != INSTALL && (asked->chain || asked->server))
		return tool_misused(t, _("--chain and --server go with "
		    "install"));
	if (t->n_words != (action == COMMIT_MSG ? 2 : 1))
		return tool_misused(t, action == COMMIT_MSG ?
		    _("commit-msg takes the file that holds the message") :
		    _("'%s' takes no more words"), t->words[0]);
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
	struct asked asked = {0};
	const struct tool_option own[] = {
		{ .name = "chain", .flag = &asked.chain, .help = N_("install: "
		    "keep hooks that are there, and run them first") },
		{ .name = "server", .flag = &asked.server, .help = N_("install: "
		    "pre-receive too, though there is a work tree") },
	};
	int status = tool_options(&t, argc, argv, own,
	    sizeof own / sizeof *own);

	if (status < 0)
		status = work(&t, &asked);
	return tool_end(&t, status);
}
