/* knmerge: merge three versions of a record. See knmerge.1. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "merge/merge.h"
#include "git/replace.h"
#include "git/run.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "knmerge [--schema DIR] [--today DATE] BASE OURS THEIRS SIZE PATH";

/* What git gives its driver: %O %A %B %L %P. */
enum { WORD_BASE, WORD_OURS, WORD_THEIRS, WORD_SIZE, WORD_PATH, WORDS };

static const int word_of[SIDES] = { WORD_BASE, WORD_OURS, WORD_THEIRS };

/* Enters the nearest folder of path that is there, since the data may lie in a
 * folder of the repository; what is left of the path. */
static const char *
enter_folder(char *path)
{
	char *end = path + strlen(path), *slash;

	while ((slash = memrchr(path, '/', (size_t)(end - path)))) {
		*slash = '\0';
		if (slash > path && chdir(path) == 0)
			return slash + 1;
		*slash = '/';
		end = slash;
	}
	return path;
}

/* --schema starts where the tool does. What is not there is said later. */
static void
keep_schema(struct tool *t)
{
	char *real = t->schema_dir ? realpath(t->schema_dir, NULL) : NULL;

	if (real)
		t->schema_dir = arena_z(&t->arena, str_of(real));
	free(real);
}

/* The type of the record of that path, if it is one. False: no one knows,
 * which was said. */
static bool
find_type(struct tool *t, const char *path, const struct type **type)
{
	const struct type *two;
	char *folder = strdup(path);
	const char *rest;
	bool ok;

	keep_schema(t);
	rest = enter_folder(folder);
	ok = tool_open(t);

	*type = NULL;
	if (ok && (path = source_path(t->source, rest, &t->arena)))
		*type = schema_type_of(&t->schema, path, &two);
	free(folder);
	return ok;
}

static bool
shows_base(void)
{
	static const char *const ask[] = { "config", "merge.conflictStyle",
		NULL };
	struct buf style = { 0 };
	bool shows = run_git(".", ask, &style) == 0 &&
	    str_ends(str_trim(buf_str(&style)), STR("diff3"));

	buf_release(&style);
	return shows;
}

/* Where two branches have merged each other, git first merges what they come
 * from, with marks that are longer by two signs for each time; what is said of
 * that is about a file that no one has. */
static bool
is_ancestor(const char *path, size_t size)
{
	enum { USUAL = 7, LONGER = 2 };
	const char *const ask[] = { "check-attr", "-z", "conflict-marker-size",
		"--", path, NULL };
	struct buf out = { 0 };
	struct str rest, part = { 0 }, number = { 0 };
	size_t own = 0;
	bool asked = size >= LONGER && run_git(".", ask, &out) == 0;

	rest = buf_str(&out);
	for (int i = 0; i < 3 && str_split(&rest, '\0', &part); i++)
		number = part;
	for (size_t i = 0; i < number.n && own <= USHRT_MAX; i++)
		own = number.s[i] >= '0' && number.s[i] <= '9' ?
		    own * 10 + (size_t)(number.s[i] - '0') :
		    USHRT_MAX + 1;
	if (!own || own > USHRT_MAX)
		own = USUAL;
	buf_release(&out);
	return asked && size >= own + LONGER;
}

static int
merge(struct tool *t)
{
	struct merge m = { 0 };
	struct buf text[SIDES] = { { 0 } }, out = { 0 };
	long long size;
	char *ours;
	int status = 2;

	if (t->n_words != WORDS)
		return tool_misused(t,
		    _("git gives its merge driver five words, not %zu"),
		    t->n_words);
	m.path = t->words[WORD_PATH];
	m.marking.base = shows_base();
	ours = realpath(t->words[WORD_OURS], NULL);
	if (!ours) {
		tool_wrong(t, _("'%s' cannot be read: %s"), t->words[WORD_OURS],
		    strerror(errno));
		return 2;
	}
	if (!tool_number(t, "SIZE", t->words[WORD_SIZE], 1, USHRT_MAX, &size))
		goto out;
	m.marking.size = (size_t)size;
	m.ancestor = is_ancestor(m.path, m.marking.size);
	if (m.ancestor)
		t->to.say = NULL;
	for (int i = 0; i < SIDES; i++) {
		const char *path = t->words[word_of[i]];

		if (!buf_read_file(&text[i], path, SIZE_MAX / 4)) {
			tool_wrong(t, _("'%s' cannot be read: %s"), path,
			    strerror(errno));
			goto out;
		}
		m.text[i] = buf_str(&text[i]);
	}
	if (find_type(t, m.path, &m.type)) {
		m.today = t->today;
		m.levels = &t->schema.levels;
		status = merge_file(&m, &out, &t->to) ? 0 : 1;
		if (status && m.type && !m.text[BASE].n)
			found_as(&t->to, NULL, NOTE, place_file(m.path),
			    _("if these are two records to which two clones "
			      "gave one id: 'git merge --abort', then 'knnew "
			      "--renumber %s' where it was not pushed yet"),
			    m.path);
	} else {
		found(&t->to, FIND_MERGE_SCHEMA, place_file(m.path),
		    _("the schema cannot be used, so the file is not merged "
		      "field by field"));
		merge_mark(&m, &out);
		status = 1;
	}
	if (!replace_file(ours, buf_str(&out), 0, &t->to))
		status = 2;
out:
	for (int i = 0; i < SIDES; i++)
		buf_release(&text[i]);
	buf_release(&out);
	free(ours);
	return status;
}

int
main(int argc, char **argv)
{
	struct tool t = { .name = "knmerge",
		.usage = usage,
		.takes = TOOL_TODAY };
	static char end[] = "--";
	char *words[WORDS + 3] = { argv[0], end };

	/* What git gives is no option, even where the path looks like one. */
	if (argc == WORDS + 1) {
		memcpy(words + 2, argv + 1, (WORDS + 1) * sizeof *words);
		argv = words;
		argc++;
	}
	return tool_end(&t,
	    tool_options(&t, argc, argv, NULL, 0) ? merge(&t) : t.status);
}
