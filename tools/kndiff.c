/* kndiff: what differs between two states of records. See kndiff.1. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "history/record_diff.h"
#include "record/fields.h"
#include "text/glob.h"
#include "text/kept.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/print.h"
#include "git/run.h"
#include "history/change_text.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "kndiff [-C DIR] [-o FORMAT] [--stat] [--private] [--staged]\n"
    "              [A | A..B] [-- PATH ...]\n"
    "       kndiff --external PATH OLD-FILE OLD-HEX OLD-MODE\n"
    "                         NEW-FILE NEW-HEX NEW-MODE\n"
    "       kndiff --textconv FILE";

struct options {
	bool stat, staged, external, textconv;
};

struct diff {
	struct tool *tool;
	const struct options *options;
	struct source *before;       /* of tool->source after */
	struct schema own;           /* of before */
	const struct schema *schema; /* that before is read with */
	const char **paths;          /* NULL: everywhere */
	size_t n_paths;
	struct record_diff *differ;

	/* While it is printed. */
	struct print *print;
	struct str id, path; /* of the last record */
	size_t records, changes, in_record;
	struct arena arena;
};

/* Printing. */

enum { COLUMNS = 8 };

static const char *const names[COLUMNS] = { "type", "id", "path", "op", "field",
	"entry", "old", "new" };

static struct cell
text(struct str s)
{
	return s.s ? (struct cell){ .kind = CELL_TEXT, .s = s } :
		     (struct cell){ .kind = CELL_NULL };
}

static struct cell
masked(struct str s, bool hide)
{
	return s.s && hide ? (struct cell){ .kind = CELL_MASKED } : text(s);
}

static void
end_record(struct diff *d)
{
	struct buf b = { 0 };

	if (d->options->stat && d->in_record) {
		change_text_add_record(&b, d->id, d->path);
		buf_addf(&b, _(": %zu changes"), d->in_record);
		change_text_line(&b, stdout);
	}
	buf_release(&b);
	d->in_record = 0;
}

static void
begin_record(struct diff *d, const struct history_change *c)
{
	struct buf b = { 0 };

	if (d->records && str_eq(d->id, c->id) && str_eq(d->path, c->path))
		return;
	end_record(d);
	d->records++;
	d->id = arena_keep(&d->arena, c->id);
	d->path = arena_keep(&d->arena, c->path);
	if (d->options->stat || d->print)
		return;
	change_text_add_record(&b, c->id, c->path);
	change_text_line(&b, stdout);
	buf_release(&b);
}

static void
put_change(const struct history_change *c, void *to)
{
	struct diff *d = to;
	bool hide = !d->tool->private;
	struct str op = str_of(history_op_name(c->op));
	struct change_text s = { op, c->field,
		masked(c->entry, hide && c->entry_private),
		masked(c->old, hide && c->private),
		masked(c->new, hide && c->private) };
	struct buf b = { 0 };

	begin_record(d, c);
	d->changes++;
	d->in_record++;
	if (d->print) {
		struct cell row[COLUMNS] = { text(c->type), text(c->id),
			text(c->path), text(op), text(c->field), s.entry, s.old,
			s.new };

		print_row(d->print, row);
	} else if (!d->options->stat) {
		buf_addz(&b, "  ");
		change_text_add(&b, &s);
		change_text_line(&b, stdout);
	}
	buf_release(&b);
}

static void
put_all(struct diff *d)
{
	if (!d->options->stat)
		d->print = tool_rows(d->tool, names, COLUMNS);
	record_diff_tell(d->differ, put_change, d);
	end_record(d);
	if (d->options->stat && d->records)
		printf(_("%zu records, %zu changes\n"), d->records, d->changes);
	print_free(d->print);
}

/* Which files may differ. */

static bool
is_asked(const struct diff *d, const char *path)
{
	const struct type *two;

	if (!schema_type_of(d->schema, path, &two) &&
	    !schema_type_of(&d->tool->schema, path, &two))
		return false;
	for (size_t i = 0; i < d->n_paths; i++) {
		size_t n = strlen(d->paths[i]);

		if (!n ||
		    (strncmp(path, d->paths[i], n) == 0 &&
			(path[n] == '\0' || path[n] == '/')))
			return true;
	}
	return !d->n_paths;
}

static void
add_side(struct diff *d, int side, const char *path)
{
	struct source *from = side ? d->tool->source : d->before;
	struct findings *to = &d->tool->to;
	struct buf bytes = { 0 };

	if (source_mode(from, path) != MODE_FILE)
		return;
	if (source_read(from, path, &bytes, to))
		record_diff_add(d->differ, side, path, buf_str(&bytes), to);
	else
		record_diff_add_unread(d->differ, path);
	buf_release(&bytes);
}

static void
add_path(struct diff *d, const char *path)
{
	if (!is_asked(d, path))
		return;
	add_side(d, 0, path);
	add_side(d, 1, path);
}

static bool
list_side(struct diff *d, struct source *from, const struct schema *s,
    struct entry **list, size_t *n)
{
	struct str *match = NULL;
	size_t n_match = 0, cap = 0;
	struct globs globs;
	bool ok;

	for (size_t i = 0; i < s->n_types; i++)
		for (size_t k = 0; k < s->types[i].n_files; k++)
			*MEM_PUSH(match, n_match, cap) = s->types[i].files[k];
	globs = (struct globs){ match, NULL, n_match, 0 };
	ok = source_files(from, &globs, &d->arena, list, n, &d->tool->to);
	free(match);
	return ok;
}

/* Both sides tell the ids of their files: what has the same need not be
 * read. */
static bool
add_by_ids(struct diff *d)
{
	struct entry *a, *b;
	size_t n_a, n_b, i = 0, k = 0;

	if (!list_side(d, d->before, d->schema, &a, &n_a) ||
	    !list_side(d, d->tool->source, &d->tool->schema, &b, &n_b))
		return false;
	while (i < n_a || k < n_b) {
		int order = i == n_a ? 1 :
		    k == n_b         ? -1 :
				       strcmp(a[i].path, b[k].path);

		if (order || strcmp(a[i].id, b[k].id))
			add_path(d, order > 0 ? b[k].path : a[i].path);
		i += order <= 0;
		k += order >= 0;
	}
	return true;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Which files of the work tree differ git itself knows best. */
static bool
add_by_git(struct diff *d, const char *at)
{
	const char *const index[] = { "diff-files", "--name-only", "-z",
		"--relative", "--no-ext-diff", NULL };
	const char *const commit[] = { "diff-index", "--name-only", "-z",
		"--relative", "--no-ext-diff", at, NULL };
	const char *const more[] = { "ls-files", "--others",
		"--exclude-standard", "-z", NULL };
	const char *root = source_root(d->tool->source);
	struct buf said = { 0 };
	const char **all = NULL;
	size_t n = 0, cap = 0;
	struct str rest, path;
	bool ok;

	ok = run_git(root, at ? commit : index, &said) == 0 &&
	    run_git(root, more, &said) == 0;
	rest = buf_str(&said);
	while (ok && str_split(&rest, '\0', &path))
		if (path.n)
			*MEM_PUSH(all, n, cap) = arena_z(&d->arena, path);
	if (n)
		qsort(all, n, sizeof *all, by_bytes);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(all[i - 1], all[i]))
			add_path(d, all[i]);
	free(all);
	buf_release(&said);
	return ok ||
	    tool_wrong(d->tool,
		_("git cannot tell which files differ; 'git status' says "
		  "more"));
}

/* Sides. */

static bool
open_before(struct diff *d, const char *at)
{
	struct tool *t = d->tool;
	const char *zone = arena_z(&t->arena, t->schema.zone);
	struct findings silent = { 0 };

	d->before = at ? source_commit(".", at, zone, &t->to) :
			 source_index(".", &t->to);
	if (!d->before)
		return false;
	d->schema = &t->schema;
	if (t->pages)
		return true;
	if (schema_read(&d->own, d->before, "schema", &silent))
		d->schema = &d->own;
	else if (source_has(d->before, "schema/repository.md"))
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("the schema before cannot be read; records are read with "
		      "the one after"));
	else
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("there was no schema yet before; records are read with "
		      "the one after"));
	return true;
}

static void
tell_undated(struct diff *d, const struct source *s)
{
	const char *id = source_commit_id(s);
	struct tool *t = d->tool;

	if (id &&
	    source_commit_day(s, arena_z(&t->arena, t->schema.zone)) ==
		DAY_NONE)
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("the day of commit %.12s cannot be told: 'knaudit' says "
		      "why"),
		    id);
}

static bool
take_paths(struct diff *d, size_t from)
{
	struct tool *t = d->tool;

	d->n_paths = t->n_words - from;
	d->paths = ARENA_ARRAY(&t->arena, const char *, d->n_paths);
	for (size_t i = 0; i < d->n_paths; i++) {
		d->paths[i] =
		    source_path(t->source, t->words[from + i], &t->arena);
		if (!d->paths[i])
			return tool_wrong(t,
			    _("'%s' lies outside of the repository"),
			    t->words[from + i]);
	}
	return true;
}

static int
compare(struct diff *d)
{
	struct tool *t = d->tool;
	const char *a = NULL, *b = NULL;
	bool ok;

	if (t->n_before > 1)
		return tool_misused(t,
		    _("'%s' is one argument too many; paths stand after --"),
		    t->words[1]);
	if (t->n_before && !tool_range(t, t->words[0], &a, &b))
		return 2;
	if (b && d->options->staged)
		return tool_misused(t,
		    _("--staged compares with one commit, not two"));
	t->at = b;
	t->staged = d->options->staged;
	if (t->staged && !a)
		a = "HEAD";
	if (!tool_open(t) || !open_before(d, a) || !take_paths(d, t->n_before))
		return 2;
	tell_undated(d, d->before);
	tell_undated(d, t->source);
	d->differ = record_diff_new(d->schema, &t->schema, t->today);
	ok = b || t->staged ? add_by_ids(d) : add_by_git(d, a);
	if (!ok)
		return 2;
	put_all(d);
	return t->to.count[TROUBLE] ? 2 : !d->records;
}

/* In git's place. */

static bool
read_file(struct tool *t, const char *path, struct buf *b)
{
	return buf_read_file(b, path, SOURCE_FILE_MOST) ||
	    tool_wrong(t, "%s: %s", path, strerror(errno));
}

/* GIT_EXTERNAL_DIFF's arguments: git(1). A single one is a file in conflict. */
static int
external(struct diff *d)
{
	enum { NEEDED = 7 };
	static const int file[] = { 1, 4 };
	struct tool *t = d->tool;
	const char *path;
	struct buf bytes = { 0 };

	if (t->n_words == 1) {
		printf(_("%s is in conflict\n"), t->words[0]);
		return 0;
	}
	if (t->n_words < NEEDED)
		return tool_misused(t, _("--external takes what git gives"));
	if (!tool_open(t))
		return 2;
	path = source_path(t->source, t->words[0], &t->arena);
	if (!path)
		return tool_wrong(t, _("'%s' lies outside of the repository"),
			   t->words[0]),
		       2;
	d->differ = record_diff_new(&t->schema, &t->schema, t->today);
	for (int i = 0; i < 2; i++) {
		const char *name = t->words[file[i]];

		buf_clear(&bytes);
		if (strcmp(name, "/dev/null") == 0)
			continue;
		if (!read_file(t, name, &bytes)) {
			buf_release(&bytes);
			return 2;
		}
		record_diff_add(d->differ, i, path, buf_str(&bytes), &t->to);
	}
	buf_release(&bytes);
	put_all(d);
	return 0;
}

/* The type that fits a record best: git gives no path here. */
static const struct type *
fitting(struct tool *t, struct str bytes, const char *path, struct arena *a)
{
	const struct type *best = NULL;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < t->schema.n_types; i++) {
		struct findings count = { 0 };
		struct record r;

		if (record_read(&r, &t->schema.types[i], path, bytes, a,
			&count) &&
		    count.count[ERROR] < least) {
			least = count.count[ERROR];
			best = &t->schema.types[i];
		}
	}
	return best;
}

static void
put_items(struct tool *t, const struct items *items)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->all[i];
		struct change_text s = { .field = item->path,
			.entry = masked(item->entry,
			    item->entry_private && !t->private) };

		change_text_add_item(&b, &s);
		buf_addz(&b, ": ");
		if (item->private && !t->private)
			buf_addz(&b, "•••");
		else
			buf_add(&b, fields_said(item));
		buf_addc(&b, '\n');
	}
	fwrite(buf_z(&b), 1, b.n, stdout);
	buf_release(&b);
}

/* Why a record cannot be read, as the first line, so that nobody takes what
 * follows for all that it says; and its bytes, if they may be seen. */
static void
put_unread(struct diff *d, struct str bytes, const char *path)
{
	struct tool *t = d->tool;
	struct kept kept = { 0 };
	struct findings to = { .say = kept_say, .to = &kept };
	bool meant = str_starts(bytes, STR("---")) && t->schema.n_types;
	struct record r;

	if (meant)
		record_read(&r, &t->schema.types[0], path, bytes, &d->arena,
		    &to);
	for (size_t i = 0; i < kept.n; i++) {
		const struct finding *f = &kept.all[i];
		struct buf b = { 0 };

		if (f->level < ERROR)
			continue;
		buf_addf(&b, _("line %d cannot be read: %s"), f->at.line,
		    f->text);
		change_text_line(&b, stdout);
		buf_release(&b);
		break;
	}
	if (!meant || t->private)
		fwrite(bytes.s, 1, bytes.n, stdout);
	kept_release(&kept);
}

/* A record as a line an item, for git to compare; what is no record as it
 * is. */
static int
textconv(struct diff *d)
{
	struct tool *t = d->tool;
	struct findings silent = { 0 };
	struct buf bytes = { 0 };
	const struct type *type;
	struct record r;
	struct items items;

	if (t->n_words != 1)
		return tool_misused(t, _("--textconv takes one file"));
	if (!tool_open(t) || !read_file(t, t->words[0], &bytes)) {
		buf_release(&bytes);
		return 2;
	}
	type = fitting(t, buf_str(&bytes), t->words[0], &d->arena);
	if (type &&
	    record_read(&r, type, t->words[0], buf_str(&bytes), &d->arena,
		&silent)) {
		items = fields_items(&r, true, &d->arena);
		put_items(t, &items);
	} else {
		put_unread(d, buf_str(&bytes), t->words[0]);
	}
	buf_release(&bytes);
	return 0;
}

static int
work(struct tool *t, const struct options *o)
{
	static const char *const formats[] = { "text", "tsv", "json" };
	struct diff d = { .tool = t, .options = o };
	int status;

	if (tool_format(t, formats, sizeof formats / sizeof *formats) < 0)
		return 2;
	status = o->external ? external(&d) :
	    o->textconv      ? textconv(&d) :
			       compare(&d);
	record_diff_free(d.differ);
	schema_release(&d.own);
	source_close(d.before);
	arena_release(&d.arena);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "stat", 0, NULL, N_("only count the changes of each record"),
		    NULL, &o.stat },
		{ "staged", 0, NULL, N_("what is staged, against HEAD or A"),
		    NULL, &o.staged },
		{ "external", 0, NULL,
		    N_("show one file, called by git as diff.*.command"), NULL,
		    &o.external },
		{ "textconv", 0, NULL,
		    N_("write one file a line an item, as diff.*.textconv"),
		    NULL, &o.textconv },
	};
	struct tool t = { .name = "kndiff",
		.usage = usage,
		.takes = TOOL_TODAY | TOOL_FORMAT | TOOL_PRIVATE };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
