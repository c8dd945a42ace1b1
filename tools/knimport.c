/* knimport: somebody's workbook into records. See knimport.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "git/commit_files.h"
#include "git/file_set.h"
#include "git/source.h"
#include "import/file.h"
#include "import/import.h"
#include "import/propose.h"
#include "text/say.h"
#include "tool/tool.h"

static const char usage[] =
    "knimport [-C DIR] [--as PAGE] [--sheet NAME] [--encoding NAME]\n"
    "                [--write | --commit] [-o FORMAT] [--private] FILE\n"
    "       knimport --propose [-t TYPE] [--sheet NAME] FILE";

struct options {
	const char *as, *sheet, *encoding;
	bool write, commit, propose;
};

/* Telling. */

enum { COLUMN_SHEET = 1, MOST_COLUMNS = 13 };

static const char *const columns[MOST_COLUMNS] = { "file", "sheet", "row",
	"column", "cell", "heading", "field", "level", "id", "value", "becomes",
	"taken", "why" };

static bool
is_private(const struct tool *t, const struct import_doubt *d)
{
	return !t->private && (!d->field || field_private(d->field));
}

static enum level
level_of(const struct tool *t, const struct import_doubt *d)
{
	return found_level(&t->schema.levels, finding_row(d->find));
}

/* What becomes of the cell. */
static const char *
fate(struct tool *t, const struct import_doubt *d)
{
	bool hide = is_private(t, d);
	const char *raw =
	    hide ? "•••" : arena_f(&t->arena, "\"%.*s\"", STRF(d->raw));
	const char *becomes = hide ? "•••" : arena_z(&t->arena, d->becomes);

	if (d->find == FIND_IMPORT_AGREES)
		return arena_f(&t->arena, _("%s does not agree"), raw);
	if (d->becomes.n && d->taken)
		return arena_f(&t->arena, _("%s becomes %s"), raw, becomes);
	if (d->becomes.n)
		return arena_f(&t->arena,
		    _("%s is left out; it would become %s"), raw, becomes);
	return arena_f(&t->arena, _("%s is left out"), raw);
}

static const char *
text_of(struct tool *t, const struct import_doubt *d)
{
	const char *a1 = d->column != (size_t)IMPORT_NO_COLUMN ?
	    sheet_a1(d->column, d->row, &t->arena) :
	    NULL;

	if (!a1)
		return arena_z(&t->arena, str_of(d->why));
	if (!d->heading.n)
		return arena_f(&t->arena, "%s: %s: %s", a1, fate(t, d), d->why);
	if (d->find == FIND_IMPORT_COLUMN || !d->raw.n)
		return arena_f(&t->arena, "%s '%.*s': %s", a1, STRF(d->heading),
		    d->why);
	return arena_f(&t->arena, "%s '%.*s': %s: %s", a1, STRF(d->heading),
	    fate(t, d), d->why);
}

static const char *
path_of(struct tool *t, const struct workbook *w, const struct sheet *s)
{
	return s->name.n ?
	    arena_f(&t->arena, "%s:%.*s", w->name, STRF(s->name)) :
	    w->name;
}

/* Each one, however many there are. */
static void
say_doubts(struct tool *t, const struct workbook *w, const struct import *m,
    size_t count[LEVELS])
{
	for (size_t i = 0; i < m->n_doubts; i++) {
		const struct import_doubt *d = &m->doubts[i];
		struct finding f = { .id = finding_row(d->find)->id,
			.level = level_of(t, d),
			.at = { path_of(t, w, d->sheet), d->row,
			    d->column != (size_t)IMPORT_NO_COLUMN ?
				(int)d->column + 1 :
				1 },
			.text = text_of(t, d) };

		if (f.level >= LEVELS)
			continue;
		count[f.level]++;
		say_text(&f, stdout);
	}
}

static const struct cell no_cell = { .kind = CELL_NULL };
static const struct cell masked = { .kind = CELL_MASKED };

static struct cell
number_cell(long long i)
{
	return (struct cell){ .kind = CELL_INT, .i = i };
}

static void
print_doubts(struct tool *t, const struct workbook *w, const struct import *m,
    struct print *out, size_t count[LEVELS])
{
	for (size_t i = 0; i < m->n_doubts; i++) {
		const struct import_doubt *d = &m->doubts[i];
		bool cell = d->column != (size_t)IMPORT_NO_COLUMN;
		bool hide = is_private(t, d);
		enum level level = level_of(t, d);
		struct cell c[MOST_COLUMNS];

		if (level >= LEVELS)
			continue;
		count[level]++;
		c[0] = cell_text(str_of(w->name));
		c[1] = cell_text(d->sheet->name);
		c[2] = number_cell(d->row);
		c[3] = cell ? number_cell((long long)d->column + 1) : no_cell;
		c[4] = cell ?
		    cell_text(str_of(sheet_a1(d->column, d->row, &t->arena))) :
		    no_cell;
		c[5] = cell_text(d->heading);
		c[6] = d->field ? cell_text(d->field->dotted) : no_cell;
		c[7] = cell_text(str_of(level_name(level)));
		c[8] = cell_text(str_of(finding_row(d->find)->id));
		c[9] = hide && d->raw.n ? masked : cell_text(d->raw);
		c[10] = hide && d->becomes.n ? masked : cell_text(d->becomes);
		c[11] = number_cell(d->taken);
		c[12] = cell_text(str_of(d->why));
		print_row(out, c);
	}
}

static void
say_counts(struct tool *t, const struct import *m, bool written)
{
	size_t doubts = 0;

	for (size_t i = 0; i < m->n_doubts; i++)
		doubts += m->doubts[i].column != (size_t)IMPORT_NO_COLUMN &&
		    level_of(t, &m->doubts[i]) == WARNING;
	fprintf(stderr,
	    _("%zu rows: %zu new, %zu changed, %zu as they were, %zu held "
	      "back; doubtful cells: %zu; records made that rows lead to: "
	      "%zu\n"),
	    m->rows, m->created, m->changed, m->same, m->held, doubts, m->made);
	if (m->gone)
		fprintf(stderr,
		    _("records whose former row is not there any more: %zu; "
		      "they stay as they are\n"),
		    m->gone);
	if (!written && m->blocked)
		fprintf(stderr,
		    _("nothing was written, and cannot be until each column "
		      "is said what it is\n"));
	else if (!written && m->n_files)
		fprintf(stderr,
		    _("nothing was written; --write puts %zu files in place, "
		      "--commit commits them too\n"),
		    m->n_files);
	else if (!m->n_files)
		fprintf(stderr, _("there is nothing to write\n"));
}

/* Writing. */

struct committing {
	struct tool *tool;
	const struct import *import;
	struct commit_files files;
};

/* What the commit says: no name, no row, no file of the office. */
static void
add_message(const struct import *m, struct buf *b)
{
	buf_addf(b, _("Import by %.*s: %zu new records, %zu changed"),
	    STRF(m->page->name), m->created + m->made, m->changed);
	buf_addz(b, "\n\n");
	buf_addf(b, "Import: %.*s\n", STRF(m->page->name));
	for (size_t i = 0; i < m->n_corrections; i++)
		buf_addf(b, "Correction: %.*s %.*s: %s\n",
		    STRF(m->corrections[i].id), STRF(m->corrections[i].field),
		    _("as the newer workbook has it"));
}

static bool
commit(int lock, void *to)
{
	const struct committing *c = to;
	struct buf message = { 0 };
	bool done;

	add_message(c->import, &message);
	done = commit_files(&c->files, buf_str(&message), lock, &c->tool->to);
	buf_release(&message);
	return done;
}

static void
say_half(struct tool *t)
{
	found_as(&t->to, NULL, WARNING, place_file(NULL),
	    _("an import was interrupted while it wrote; the next --write or "
	      "--commit takes that back first"));
}

/* Of new files git need know nothing. */
static bool
may_commit(struct tool *t, const struct commit_files *all,
    const struct import *m)
{
	const char **paths = ARENA_ARRAY(&t->arena, const char *, all->n + 1);
	struct commit_files old = { .root = all->root, .paths = paths };

	if (source_git_folder(t->source) == NULL)
		return tool_wrong(t,
		    _("this is no git repository, so nothing can be "
		      "committed; --write only puts the files in place"));
	for (size_t i = 0; i < m->n_files; i++)
		if (m->files[i].was.s)
			paths[old.n++] = m->files[i].path;
	return commit_files_ready(&old, &t->to);
}

static bool
write_all_files(struct tool *t, const struct import *m, bool commit_too)
{
	size_t n = m->n_files;
	struct replacement *all = ARENA_ARRAY(&t->arena, struct replacement, n);
	const char **paths = ARENA_ARRAY(&t->arena, const char *, n);
	const char *root = source_root(t->source);
	struct committing c = { t, m, { root, paths, n, .added = true } };

	for (size_t i = 0; i < n; i++) {
		const struct import_file *f = &m->files[i];

		paths[i] = f->path;
		all[i] = (struct replacement){ f->path, f->was, f->text };
	}
	if (commit_too && !may_commit(t, &c.files, m))
		return false;
	if (file_set_put(root, all, n, commit_too ? commit : NULL, &c, &t->to))
		return true;
	if (!file_set_is_half(root))
		return tool_wrong(t, _("nothing was changed"));
	say_half(t);
	return false;
}

static bool
finish(struct tool *t, const struct options *o, const struct import *m)
{
	bool write = (o->write || o->commit) && !m->blocked && m->n_files;

	if (write && !write_all_files(t, m, o->commit))
		return false;
	out_flush(t->name);
	say_counts(t, m, write);
	if (write && o->commit)
		fprintf(stderr, _("%zu files were written and committed\n"),
		    m->n_files);
	else if (write)
		fprintf(stderr,
		    _("%zu files were written; when they are as they should "
		      "be:\n  git add --all records && git commit -m '%s' "
		      "-m 'Import: %.*s'\n"),
		    m->n_files, _("Import of a workbook"), STRF(m->page->name));
	return true;
}

/* Choosing. */

static const struct import_page *
choose_page(struct tool *t, const struct options *o,
    const struct import_pages *ps, const struct workbook *w)
{
	struct buf all = { 0 };
	const struct import_page *page = NULL;
	size_t i;

	for (i = 0; i < ps->n; i++)
		buf_addf(&all, "%s%.*s", i ? ", " : "", STRF(ps->all[i].name));
	if (o->as) {
		page = import_page_find(ps, str_of(o->as));
		if (!page)
			tool_wrong(t,
			    _("--as: there is no mapping page '%s' in "
			      "schema/import (there are: %s)"),
			    o->as, buf_z(&all));
	} else if (w) {
		i = import_choose(ps, w);
		page = i < ps->n ? &ps->all[i] : NULL;
		if (!page)
			tool_wrong(t,
			    _("no mapping page of schema/import knows half of "
			      "the headings (there are: %s); --as names one, "
			      "--propose makes one"),
			    buf_z(&all));
	}
	buf_release(&all);
	return page;
}

static bool
encoding(struct tool *t, const struct options *o, struct import_page *p)
{
	if (!o->encoding)
		return true;
	p->has_code = old_code_named(str_of(o->encoding), &p->code);
	return p->has_code || str_is_word(str_of(o->encoding), "utf-8") ||
	    tool_wrong(t, _("--encoding: there is no '%s' (there are: %s)"),
		o->encoding, "utf-8, tcvn3, vni, viscii, cp1258");
}

static int
plan(struct tool *t, const struct options *o, const struct import_page *page,
    const struct workbook *w)
{
	struct import m = { .schema = &t->schema,
		.source = t->source,
		.page = page,
		.only = o->sheet,
		.today = t->today,
		.latest = schema_latest(&t->schema, t->today),
		.lang = t->lang,
		.to = &t->to };
	struct print *out = tool_rows(t, columns, MOST_COLUMNS);
	size_t count[LEVELS] = { 0 };
	bool ok = import_plan(&m, w);

	if (w->macros)
		found_as(&t->to, NULL, NOTE, place_file(w->name),
		    _("the workbook has macros, which were not run"));
	if (out)
		print_doubts(t, w, &m, out, count);
	else
		say_doubts(t, w, &m, count);
	if (out)
		print_free(out);
	ok = ok && finish(t, o, &m);
	import_release(&m);
	return ok ? count[ERROR] > 0 : 2;
}

static int
import(struct tool *t, const struct options *o, struct workbook *w)
{
	struct import_pages pages;
	const struct import_page *page;
	struct import_page chosen = { 0 };
	int status = 2;

	if (!import_pages_read(&pages, &t->schema, &t->to))
		goto out;
	page = o->as ? choose_page(t, o, &pages, NULL) : NULL;
	if (page)
		chosen = *page;
	if ((o->as && !page) || !encoding(t, o, &chosen) ||
	    !file_read(w, t->words[0], chosen.has_code ? &chosen.code : NULL,
		&t->to))
		goto out;
	if (!page) {
		page = choose_page(t, o, &pages, w);
		if (!page)
			goto out;
		chosen = *page;
		encoding(t, o, &chosen);
	}
	status = plan(t, o, &chosen, w);
out:
	import_pages_release(&pages);
	return status;
}

static int
propose_page(struct tool *t, const struct options *o, struct workbook *w)
{
	struct import_page p = { 0 };
	struct import_pages pages;
	const struct type *type = t->type ? t->type : t->schema.default_type;
	bool ok;

	if (!type)
		return tool_misused(t,
		    _("the repository names no default type; say -t TYPE"));
	ok = import_pages_read(&pages, &t->schema, &t->to) &&
	    encoding(t, o, &p) &&
	    file_read(w, t->words[0], p.has_code ? &p.code : NULL, &t->to) &&
	    propose(&pages, type, w, o->sheet, stdout, &t->to);
	import_pages_release(&pages);
	return ok ? 0 : 2;
}

static bool
fits(struct tool *t, const struct options *o)
{
	if (t->n_words != 1)
		return tool_misused(t,
			   t->n_words ? _("one workbook at a time") :
					_("there is no workbook named")) == 0;
	if (o->write && o->commit)
		return tool_wrong(t,
		    _("--commit writes too; say one of the two"));
	if (o->propose && (o->write || o->commit || o->as))
		return tool_wrong(t,
		    _("--propose only prints a page; say it alone"));
	return true;
}

static int
work(struct tool *t, const struct options *o)
{
	static const char *const formats[] = { "text", "tsv", "json" };
	struct workbook w = { 0 };
	const char *root;
	bool mended = false;
	int status;

	if (!fits(t, o) || tool_format(t, formats, 3) < 0)
		return 2;
	/* -C is done: a path that was typed is relative to it */
	if (!tool_open(t))
		return 2;
	root = source_root(t->source);
	if ((o->write || o->commit) && !file_set_mend(root, &mended, &t->to))
		return 2;
	if (mended)
		source_again(t->source);
	if (!o->propose && !o->write && !o->commit && file_set_is_half(root))
		say_half(t);
	status = o->propose ? propose_page(t, o, &w) : import(t, o, &w);
	sheets_release(&w);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "as", 0, "PAGE",
		    N_("by this page of schema/import, else by the one that "
		       "knows most headings"),
		    &o.as, NULL },
		{ "sheet", 0, "NAME",
		    N_("only this sheet, even where it is hidden"), &o.sheet,
		    NULL },
		{ "encoding", 0, "NAME",
		    N_("what the text was written in, where it is not "
		       "Unicode"),
		    &o.encoding, NULL },
		{ "write", 0, NULL,
		    N_("put the records in place; without it only look"), NULL,
		    &o.write },
		{ "commit", 0, NULL, N_("put them in place and commit them"),
		    NULL, &o.commit },
		{ "propose", 0, NULL,
		    N_("print a mapping page made from the headings"), NULL,
		    &o.propose },
	};
	struct tool t = { .name = "knimport",
		.usage = usage,
		.takes = TOOL_TODAY | TOOL_TYPE | TOOL_FORMAT | TOOL_PRIVATE };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
