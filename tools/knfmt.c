/* knfmt: lay records out as their schema does. See knfmt.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "git/diff_lines.h"
#include "git/replace_all.h"
#include "git/source.h"
#include "history/change_text.h"
#include "record/layout.h"
#include "tool/editing.h"

static const char usage[] =
    "knfmt [-C DIR] [--schema DIR] [--lang vi|en] [--spelling name|label]\n"
    "             [--dry-run | --check] PATH...";

struct asked {
	const char *spelling;
	bool dry_run, check;
};

struct formatting {
	struct tool *tool;
	bool labels;
	struct map paths; /* of records → their types, each once */
	struct replacement *all;
	size_t n, cap;
};

/* Which records. */

static bool
add_record(struct formatting *f, const char *path)
{
	const struct type *type;

	if (source_mode(f->tool->source, path) == MODE_LINK)
		return tool_wrong(f->tool,
		    _("'%s' is a symbolic link, which is not written through"),
		    path);
	if (source_mode(f->tool->source, path) != MODE_FILE)
		return tool_wrong(f->tool,
		    _("'%s' is no file that git would take as a record"), path);
	type = editing_type(f->tool, path);
	if (type)
		*map_put(&f->paths, str_of(path)) = (void *)type;
	return type != NULL;
}

static bool
add_below(struct formatting *f, const char *folder)
{
	struct tool *t = f->tool;
	struct str in = str_of(strcmp(folder, ".") == 0 ? "" : folder);
	bool good = true, any = false;

	for (size_t i = 0; i < t->schema.n_types; i++) {
		const struct type *type = &t->schema.types[i];
		struct globs which = { type->files, type->except, type->n_files,
			type->n_except };
		struct entry *list;
		size_t n;

		if (!globs_below(&which, in))
			continue;
		good = source_files(t->source, &which, &t->arena, &list, &n,
			   &t->to) &&
		    good;
		for (size_t k = 0; k < n; k++) {
			struct str path = str_of(list[k].path);

			if (in.n &&
			    !(str_starts(path, in) && path.s[in.n] == '/'))
				continue;
			any = true;
			good = add_record(f, list[k].path) && good;
		}
	}
	return good &&
	    (any || tool_wrong(t, _("there is no record below '%s'"), folder));
}

static bool
is_folder(const struct formatting *f, const char *path)
{
	return strcmp(path, ".") == 0 ||
	    source_mode(f->tool->source, path) == MODE_FOLDER;
}

static bool
gather(struct formatting *f)
{
	const char **paths = tool_paths(f->tool, 0);
	bool good = paths != NULL;

	for (; paths && *paths; paths++)
		good = (is_folder(f, *paths) ? add_below(f, *paths) :
					       add_record(f, *paths)) &&
		    good;
	return good;
}

/* Laying them out. */

static bool
format(struct formatting *f, const char *path, const struct type *type)
{
	struct tool *t = f->tool;
	struct record_edit e = { .schema = &t->schema,
		.type = type,
		.path = path,
		.latest = DAY_NONE,
		.to = &t->to };
	struct buf was = { 0 };
	bool good = source_read(t->source, path, &was, &t->to) &&
	    record_edit_begin(&e, buf_str(&was)) &&
	    record_layout(&e, f->labels);

	if (good && !str_eq(e.was, e.text))
		*MEM_PUSH(f->all, f->n, f->cap) =
		    (struct replacement){ path, arena_keep(&t->arena, e.was),
			    arena_keep(&t->arena, e.text) };
	record_edit_release(&e);
	buf_release(&was);
	return good;
}

/* All of them, so that all that is wrong is said. */
static bool
format_all(struct formatting *f)
{
	bool good = gather(f);

	for (size_t i = 0; i < f->paths.n; i++)
		good = format(f, f->paths.pairs[i].key.s,
			   f->paths.pairs[i].value) &&
		    good;
	return good;
}

static void
show_difference(const struct formatting *f)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < f->n; i++)
		diff_lines(f->all[i].path, f->all[i].was, f->all[i].now, &b);
	change_text_lines(buf_str(&b), stdout);
	buf_release(&b);
}

static void
list_paths(const struct formatting *f)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		buf_addz(&b, f->all[i].path);
		change_text_line(&b, stdout);
	}
	buf_release(&b);
}

static int
run(struct formatting *f, const struct asked *asked)
{
	struct tool *t = f->tool;
	bool look = asked->dry_run || asked->check;
	const char *root = source_root(t->source);
	int lock = -1, status = 2;

	if (!look && (lock = replace_lock(root, &t->to)) < 0)
		return 2;
	if (format_all(f) && (look || replace_all(root, f->all, f->n, &t->to)))
		status = asked->check && f->n > 0;
	if (lock >= 0)
		close(lock);
	if (status == 2)
		return 2;
	if (asked->dry_run)
		show_difference(f);
	else
		list_paths(f);
	fprintf(stderr,
	    look ? _("records: %zu read, %zu not laid out so\n") :
		   _("records: %zu read, %zu laid out\n"),
	    f->paths.n, f->n);
	return status;
}

static int
work(struct tool *t, const struct asked *asked)
{
	static const char *const spellings[] = { "name", "label" };
	struct formatting f = { .tool = t };
	int spelling = -1, status;

	if (!t->n_words)
		return tool_misused(t,
		    _("which records? Name files or folders"));
	if (asked->dry_run && asked->check)
		return tool_misused(t,
		    _("--check and --dry-run do not go together"));
	if (asked->spelling &&
	    (spelling = tool_choice(t, "--spelling", str_of(asked->spelling),
		 spellings, 2)) < 0)
		return 2;
	if (!tool_open(t))
		return 2;
	if (!source_root(t->source)) {
		tool_wrong(t,
		    _("records are changed in a work tree, and this is none"));
		return 2;
	}
	f.labels = asked->spelling ? spelling == 1 : t->schema.label_spelling;
	status = run(&f, asked);
	map_release(&f.paths);
	free(f.all);
	return status;
}

int
main(int argc, char **argv)
{
	struct asked asked = { 0 };
	const struct tool_option own[] = {
		{ "spelling", 0, "name|label",
		    N_("by what keys and values are called"), &asked.spelling,
		    NULL },
		{ "dry-run", 0, NULL,
		    N_("show the difference, and change nothing"), NULL,
		    &asked.dry_run },
		{ "check", 0, NULL,
		    N_("list the files that are not laid out so, and change "
		       "nothing"),
		    NULL, &asked.check },
	};
	struct tool t = { .name = "knfmt", .usage = usage };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &asked) : t.status);
}
