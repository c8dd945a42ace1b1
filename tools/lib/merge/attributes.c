/* attributes: does git give records to our merge driver? */
#include "merge/attributes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/data_folders.h"
#include "base/lang.h"
#include "base/mem.h"
#include "text/say.h"
#include "git/run.h"
#include "schema/schema.h"
#include "git/source.h"

/* What is asked of git: the path of a record, and the pattern that it and its
 * like match. */
struct asked {
	const char *path, *pattern;
};

struct asking {
	struct source *source;
	struct arena arena;
	struct asked *all;
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
	    (struct asked){ n ? list[0].path : invent(a, pattern),
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
say(struct asking *a, const struct asked *one, struct str value)
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
			say(a, &a->all[i], value);
	}
}

static void
ask_git(struct asking *a, const char *root)
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
check_folder(struct source *source, struct findings *to)
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
		    (struct asked){ "records/x/x.md", all_records };
	ask_git(&a, source_root(source));
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
		check_folder(source, to);
	source_close(source);
	buf_release(&path);
}

void
attributes_check(const char *dir, struct findings *to)
{
	struct source *source = source_worktree(dir, to);
	struct arena arena = { 0 };
	struct data_folders folders = { .arena = &arena };

	if (source && !source_has(source, "schema/repository.md"))
		data_folders_of_index(&folders, to);
	for (size_t i = 0; i < folders.n; i++)
		check_below(source_root(source), folders.all[i], to);
	if (source && !folders.n)
		check_folder(source, to);
	source_close(source);
	free(folders.all);
	arena_release(&arena);
}
