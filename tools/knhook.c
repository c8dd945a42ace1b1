/* knhook: check what is about to be committed or pushed. See knhook.1. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "audit/correction_trailer.h"
#include "git/data_folders.h"
#include "text/day.h"
#include "history/history.h"
#include "git/hook.h"
#include "base/lang.h"
#include "base/mem.h"
#include "check/new_errors.h"
#include "base/out.h"
#include "push/coming.h"
#include "push/push.h"
#include "git/revwalk.h"
#include "git/run.h"
#include "text/say.h"
#include "schema/schema.h"
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

/* What a merge that is about to be committed does not have of its sides. It is
 * compared with what they come to when they are merged field by field, as the
 * history will tell of it once it is there. */

enum { SAID_MOST = 100 }; /* then it is clear what it is about */

struct dropping {
	struct str message;
	struct findings *to;
	struct arena arena;
	size_t errors, said;
};

static const char *
side_name(enum history_side side)
{
	static const char *const names[] = {
		[HISTORY_NO_SIDE] = "",
		[HISTORY_OURS] = N_("our side"),
		[HISTORY_THEIRS] = N_("their side"),
		[HISTORY_BOTH] = N_("both sides"),
	};

	return _(names[side]);
}

static const char *
item_name(struct dropping *d, const struct history_change *c)
{
	if (c->entry.s && c->entry.n)
		return arena_f(&d->arena, "%.*s[%.*s]", STRF(c->field),
		    STRF(c->entry_private ? STR("•••") : c->entry));
	return arena_z(&d->arena, c->field);
}

static void
say_record(struct dropping *d, const struct history_change *c, struct place at)
{
	const char *side = side_name(c->dropped);

	if (c->torn)
		found(d->to, FIND_MERGE_CHOSEN, at,
		    _("one side changed this record, the other took it away; "
		      "what was done on %s is not in the merge"),
		    side);
	else if (c->op == HISTORY_DELETE)
		found(d->to, FIND_MERGE_DROPPED, at,
		    _("this record is there on %s, and the merge leaves it "
		      "out: take it in; to take it away is a commit of its "
		      "own"),
		    side);
	else
		found(d->to, FIND_MERGE_DROPPED, at,
		    _("this record was taken away on %s, and the merge has it: "
		      "take it out; to bring it back is a commit of its own"),
		    side);
}

static void
say_item(struct dropping *d, const struct history_change *c, struct place at)
{
	const char *name = item_name(d, c), *side = side_name(c->dropped);

	if (c->torn)
		found(d->to, FIND_MERGE_CHOSEN, at,
		    _("'%s': both sides changed it; what was done on %s is not "
		      "in the merge"),
		    name, side);
	else
		found(d->to, FIND_MERGE_DROPPED, at,
		    _("'%s': what was changed on %s is not in the merge: take "
		      "it in, or say why not in the message, 'Correction: %.*s "
		      "%.*s: WHY'"),
		    name, side, STRF(c->id), STRF(c->field));
}

static void
note_change(struct dropping *d, const struct history_change *c)
{
	struct correction why;
	bool record = c->op == HISTORY_CREATE || c->op == HISTORY_DELETE;
	struct place at = place_file(arena_z(&d->arena, c->path));

	if (!c->dropped ||
	    (!record &&
		correction_trailer_find(&why, d->message, c->id, c->field)))
		return;
	d->errors += !c->torn;
	if (d->said++ >= SAID_MOST)
		return;
	if (record)
		say_record(d, c, at);
	else
		say_item(d, c, at);
}

static bool
compare(struct dropping *d, const struct coming *c, struct revwalk *past)
{
	struct history *h = history_new(past, NULL, NULL, NULL);
	const struct history_told *told =
	    history_tell(h, revwalk_coming(past, &c->tree, c->on, c->n),
		DAY_NONE, false, d->to);

	for (size_t i = 0; told && i < told->n; i++)
		note_change(d, &told->changes[i]);
	history_free(h);
	return told;
}

/* Says what of a side the index lacks: errors, unless a line of the message
 * corrects the field; a warning where it could not have both. False: there are
 * errors, or why it could not be found out was said. */
static bool
check_dropped(const struct coming *c, struct str message, struct findings *to)
{
	struct dropping d = { .message = message, .to = to };
	struct revwalk *past = revwalk_open(".", NULL, "UTC", to);
	bool ok = past && (revwalk_is_empty(past) || compare(&d, c, past));

	if (d.said > SAID_MOST)
		found_as(to, NULL, NOTE, place_file(NULL),
		    _("and %zu more that a side changed are not in the merge"),
		    d.said - SAID_MOST);
	revwalk_close(past);
	arena_release(&d.arena);
	return ok && !d.errors;
}

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

/* What the commit does to the records of each data folder. */
static bool
check_coming(struct tool *t, const struct data_folders *folders,
    struct str message, const char *path, struct buf *missing)
{
	struct coming coming;
	bool good = !folders->n || coming_read(&coming, &t->to), all = good;

	for (size_t i = 0; good && i < folders->n; i++) {
		struct say_below below = { folders->all[i], &t->to };
		struct findings to = { .say = say_below, .to = &below };
		bool ok;

		/* one side of a merge may be what is left out */
		if (!coming.merge && is_untouched(t, folders->all[i]))
			continue;
		data_folders_use(folders->all[i]);
		ok = !coming.merge || check_dropped(&coming, message, &to);
		all = ok && coming_judge(&coming, path, missing, &to) && all;
		data_folders_use(NULL);
	}
	return all;
}

/* The command by which the same is committed with the lines it lacks, which
 * its author then completes. */
static void
say_command(const char *path, struct str missing)
{
	struct str line;

	if (!missing.n || str_find(missing, '\'') < missing.n)
		return;
	fprintf(stderr, _("if it is to be so, say why: %s"),
	    "git commit -e -F ");
	fprintf(stderr, "'%s'", path);
	while (str_split(&missing, '\n', &line))
		if (line.n)
			fprintf(stderr, " --trailer '%.*s'", STRF(line));
	fputc('\n', stderr);
}

static int
check_message(struct tool *t)
{
	const char *path = t->words[1];
	struct data_folders folders = { 0 };
	struct buf message = { 0 }, missing = { 0 };
	bool good;

	if (!buf_read_file(&message, path, SIZE_MAX / 4)) {
		buf_release(&message);
		tool_wrong(t, _("'%s' cannot be read"), path);
		return 2;
	}
	good = find_folders(t, &folders);
	if (good && correction_trailer_may_be(buf_str(&message)))
		good = check_corrections(t, &folders, buf_str(&message), path);
	good = good &&
	    check_coming(t, &folders, buf_str(&message), path, &missing);
	if (!good) {
		fprintf(stderr,
		    _("the commit is refused; your message is kept in '%s'\n"),
		    path);
		say_command(path, buf_str(&missing));
	}
	free(folders.all);
	buf_release(&message);
	buf_release(&missing);
	return status_of(good, &t->to);
}

/* pre-receive. */

static int
check_push(struct tool *t)
{
	return status_of(push_judge(stdin, t->lang, &t->to), &t->to);
}

/* install. */

/* What is asked of git: the path of a record, and the pattern that it and its
 * like match. */
struct wanted {
	const char *path, *pattern;
};

struct asking {
	struct source *source;
	struct arena arena;
	struct wanted *all;
	size_t n, cap;
	struct findings *to;
};

static const char all_records[] = "records/**/*.md";

/* A path that a pattern matches. */
static const char *
invent(struct asking *a, struct str pattern)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < pattern.n; i++)
		if (str_starts(str_from(pattern, i), STR("**/")))
			i += 2;
		else if (pattern.s[i] == '*' || pattern.s[i] == '?')
			buf_addc(&b, 'x');
		else
			buf_addc(&b, pattern.s[i]);
	return arena_take(&a->arena, &b).s;
}

/* Asks for a record that is there, or else could be. */
static void
ask_for(struct asking *a, const struct type *type, struct str pattern)
{
	const struct globs which = { &pattern, type->except, 1,
		type->n_except };
	struct findings silent = { 0 };
	struct entry *list;
	size_t n;
	bool usual = str_starts(pattern, STR("records/")) &&
	    str_ends(pattern, STR(".md"));

	source_list(a->source, &which, &a->arena, &list, &n, &silent);
	*MEM_PUSH(a->all, a->n, a->cap) =
	    (struct wanted){ n ? list[0].path : invent(a, pattern),
		    usual ? all_records : arena_z(&a->arena, pattern) };
}

static void
ask_for_types(struct asking *a, const struct schema *s)
{
	for (size_t i = 0; i < s->n_types; i++)
		for (size_t k = 0; k < s->types[i].n_files; k++)
			ask_for(a, &s->types[i], s->types[i].files[k]);
}

/* As it is written in .gitattributes. */
static const char *
written(struct asking *a, struct str value)
{
	if (str_is(value, "set"))
		return "merge";
	if (str_is(value, "unset"))
		return "-merge";
	return arena_f(&a->arena, "merge=%.*s", STRF(value));
}

static void
say_wanted(struct asking *a, const struct wanted *one, struct str value)
{
	struct place at = place_file(".gitattributes");

	if (str_is(value, "unspecified"))
		found_as(a->to, NULL, WARNING, at,
		    _("it does not say so yet: add the line '%s merge=ketnap' "
		      "and commit it"),
		    one->pattern);
	else
		found_as(a->to, NULL, WARNING, at,
		    _("git does not merge '%s' with knmerge, since it is told "
		      "'%s': change that, or add the line '%s merge=ketnap' "
		      "below it, and commit it"),
		    one->path, written(a, value), one->pattern);
}

/* What git answers: path, name and value of each, ended by NUL. */
static void
say_answers(struct asking *a, struct str answers)
{
	struct str path, name, value;

	for (size_t i = 0; i < a->n && str_split(&answers, '\0', &path) &&
	     str_split(&answers, '\0', &name) &&
	     str_split(&answers, '\0', &value);
	     i++) {
		bool said = str_is(value, "ketnap");

		for (size_t k = 0; k < i && !said; k++)
			said =
			    strcmp(a->all[k].pattern, a->all[i].pattern) == 0;
		if (!said)
			say_wanted(a, &a->all[i], value);
	}
}

static void
ask_attributes(struct asking *a, const char *root)
{
	static const char *const first[] = { "check-attr", "-z", "merge",
		"--" };
	enum { FIRST = sizeof first / sizeof *first };
	const char **args =
	    ARENA_ARRAY(&a->arena, const char *, FIRST + a->n + 1);
	struct buf out = { 0 };

	memcpy(args, first, sizeof first);
	for (size_t i = 0; i < a->n; i++)
		args[FIRST + i] = a->all[i].path;
	if (run_git(root, args, &out) == 0)
		say_answers(a, buf_str(&out));
	buf_release(&out);
}

/* Of one data folder. */
static void
check_records(struct source *source, struct findings *to)
{
	struct say_below below = { source_folder(source), to };
	struct findings silent = { 0 },
			out = { .say = say_below, .to = &below };
	struct asking a = { .source = source, .to = &out };
	struct schema schema = { 0 };

	if (schema_read(&schema, source, "schema", &silent))
		ask_for_types(&a, &schema);
	if (!a.n)
		*MEM_PUSH(a.all, a.n, a.cap) =
		    (struct wanted){ "records/x/x.md", all_records };
	ask_attributes(&a, source_root(source));
	free(a.all);
	schema_release(&schema);
	arena_release(&a.arena);
}

static void
check_below(const char *top, const char *folder, struct findings *to)
{
	struct source *source;
	struct buf path = { 0 };

	buf_addf(&path, "%s/%s", top, folder);
	source = source_worktree(buf_z(&path), to);
	if (source)
		check_records(source, to);
	source_close(source);
	buf_release(&path);
}

/* Whether git gives the records of the data folder around here to knmerge;
 * where there is none, those of each one in the repository. Says as warnings
 * what .gitattributes there lacks, or says otherwise. */
static void
check_attributes(struct findings *to)
{
	struct source *source = source_worktree(".", to);
	struct arena arena = { 0 };
	struct data_folders folders = { .arena = &arena };

	if (source && !source_has(source, "schema/repository.md"))
		data_folders_of_index(&folders, to);
	for (size_t i = 0; i < folders.n; i++)
		check_below(source_root(source), folders.all[i], to);
	if (source && !folders.n)
		check_records(source, to);
	source_close(source);
	free(folders.all);
	arena_release(&arena);
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
		check_attributes(&t->to);
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
