/* xlsx: a report as a workbook: what it says, then a sheet for each of its
 * tables, then what it was made from. Numbers are numbers there, so that who
 * gets it can go on reckoning. */
#include "report/inside.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/lang.h"
#include "report/paper.h"
#include "text/xlsx.h"

/* The sheet of one table. */
struct table_sheet {
	struct report_run *r;
	const struct report_result *t;
	struct xlsx_sheet *sheet;
};

/* May the number, or the day, itself stand in the cell? Else it is what people
 * see. */
static enum xlsx_as
column_as(const struct report_result *t, size_t i)
{
	const struct result_column *s = result_column(t, i);

	switch (s->format) {
	case NUMERAL_PERCENT2:
		return XLSX_SHARE;
	case NUMERAL_INT:
		return XLSX_WHOLE;
	case NUMERAL_DATE:
		return XLSX_DAY;
	case NUMERAL_AUTO:
		return s->origin && s->origin->holds == HOLDS_DAY ? XLSX_DAY :
								    XLSX_PLAIN;
	default:
		return XLSX_PLAIN;
	}
}

static struct cell
cell_of(struct report_run *r, const struct report_result *t, size_t row,
    size_t i)
{
	const struct cell *c = result_cell(t, row, i);

	if (c->kind == CELL_NULL || c->kind == CELL_MASKED ||
	    (c->kind != CELL_TEXT && result_is_number(t, i)) ||
	    (c->kind == CELL_TEXT && column_as(t, i) == XLSX_DAY))
		return *c;
	return cell_text(result_shown(r, t, row, i));
}

static bool
put_total(const struct table_sheet *s, struct cell *row)
{
	for (size_t i = 0; i < s->t->n_printed; i++)
		if (result_column(s->t, i)->total)
			row[i] = result_total(s->t, s->t->printed[i]);
		else
			row[i] = i ? (struct cell){ .kind = CELL_NULL } :
				     cell_text(str_of(_("Total")));
	return xlsx_row(s->sheet, row, true);
}

static bool
put_table(const struct table_sheet *s)
{
	const struct report_result *t = s->t;
	size_t n = t->n_printed;
	struct xlsx_column *columns =
	    ARENA_ARRAY(&s->r->arena, struct xlsx_column, n);
	struct cell *row = ARENA_ARRAY(&s->r->arena, struct cell, n);
	bool ok;

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct xlsx_column){ result_column(t, i)->label,
			column_as(t, i) };
	ok = xlsx_table(s->sheet, columns, n);
	for (size_t k = 0; ok && k < t->rows; k++) {
		for (size_t i = 0; i < n; i++)
			row[i] = cell_of(s->r, t, k, i);
		ok = xlsx_row(s->sheet, row, false);
	}
	if (ok && t->rows && result_has_total(t))
		ok = put_total(s, row);
	return ok;
}

/* A row as its fields: what each is called, and its value. */
static bool
put_fields(const struct table_sheet *s)
{
	struct xlsx_column *columns =
	    ARENA_ARRAY(&s->r->arena, struct xlsx_column, 2);
	bool ok;

	columns[0].label = _("Field");
	columns[1].label = _("Value");
	ok = xlsx_table(s->sheet, columns, 2);
	for (size_t k = 0; ok && k < s->t->rows; k++)
		for (size_t i = 0; ok && i < s->t->n_printed; i++) {
			if (!result_has_field(s->t, k, i))
				continue;
			ok = xlsx_row(s->sheet,
			    (struct cell[]){
				cell_text(
				    str_of(result_column(s->t, i)->label)),
				cell_text(
				    str_trim(result_shown(s->r, s->t, k, i))) },
			    false);
		}
	return ok;
}

/* Lines of text, each in a row. */

static bool
put_lines(struct xlsx_sheet *s, struct str text, bool strong)
{
	struct str line;
	bool ok = true;

	while (ok && str_split(&text, '\n', &line))
		ok = xlsx_line(s, line, strong);
	return ok;
}

static bool
put_part(struct xlsx_sheet *s, const struct paper_column *c)
{
	bool ok = true;

	for (size_t i = 0; ok && i < c->n; i++)
		ok = xlsx_line(s, c->lines[i].text,
		    c->lines[i].style == PAPER_STRONG);
	return ok && (!c->n || xlsx_line(s, STR(""), false));
}

static bool
put_head(const struct report_run *r, struct xlsx_sheet *s)
{
	const struct paper *p = r->paper;

	return !p ||
	    (put_part(s, &p->head[0]) && put_part(s, &p->head[1]) &&
		xlsx_line(s, p->kind, true));
}

static bool
put_foot(const struct report_run *r, struct xlsx_sheet *s)
{
	const struct paper *p = r->paper;

	return !p ||
	    (put_part(s, &p->recipients) && put_part(s, &p->signers[0]) &&
		put_part(s, &p->signers[1]));
}

static struct str
first_line(struct str v)
{
	return str_trim(str_first(v, str_find(v, '\n')));
}

static bool
is_rule(struct str line)
{
	size_t n = 0;

	while (str_take(&line, STR("\u2550")) || str_take(&line, STR("\u2500")))
		n++;
	return n && !line.n;
}

/* Is it a heading, and of what? Text of a page sets one apart by a line below
 * it. */
static bool
is_heading(struct str text, struct str *heading)
{
	struct str rest = text, line;

	if (!str_split(&rest, '\n', &line) || !str_split(&rest, '\n', &line))
		return false;
	line = str_trim(line);
	if (!is_rule(line))
		return false;
	*heading = first_line(text);
	return true;
}

struct writing {
	struct report_run *r;
	struct xlsx *book;
	struct xlsx_sheet *text;
	struct str heading; /* the last one: what a table is called */
};

static bool
put_block(struct writing *w, const struct report_result *t)
{
	struct table_sheet s = { w->r, t, NULL };
	struct buf title = { 0 };
	bool ok;

	if (t->block->kind == BLOCK_VALUES)
		return true;
	s.sheet = xlsx_add(w->book, w->heading);
	ok = xlsx_line(s.sheet, w->r->title, true);
	if (ok && !str_eq(w->heading, w->r->title))
		ok = xlsx_line(s.sheet, w->heading, true);
	ok = ok && xlsx_line(s.sheet, STR(""), false) &&
	    (t->block->kind == BLOCK_FIELDS ? put_fields(&s) : put_table(&s));
	buf_addf(&title, "→ %s", xlsx_name(s.sheet));
	ok = ok && xlsx_line(w->text, buf_str(&title), false) &&
	    xlsx_line(w->text, STR(""), false);
	buf_release(&title);
	return ok;
}

static bool
put_page(struct writing *w, const struct page *page)
{
	enum { WIDTH = 100 };
	size_t block = 0;
	struct buf b = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < page_blocks(page); i++) {
		const struct fence *f = page_fence(page, i);
		enum block_kind kind;
		bool heading;

		if (f && report_is_block(f->info, &kind)) {
			if (kind != BLOCK_WITH)
				ok = put_block(w, &w->r->results[block++]);
			continue;
		}
		buf_clear(&b);
		page_block(page, i, MARKDOWN_TEXT, WIDTH, &b);
		heading = is_heading(buf_str(&b), &w->heading);
		if (heading)
			w->heading = arena_keep(&w->r->arena, w->heading);
		ok = heading ? xlsx_line(w->text, w->heading, true) &&
			xlsx_line(w->text, STR(""), false) :
			       put_lines(w->text, buf_str(&b), false);
	}
	buf_release(&b);
	return ok;
}

/* What it was made from, under the keys of the other forms. */
static bool
put_footer(struct writing *w)
{
	static const struct xlsx_column columns[] = { { .label = "knreport" },
		{ .label = "" } };
	struct xlsx_sheet *s = xlsx_add(w->book, STR("knreport"));
	struct buf params = { 0 };
	size_t n;
	const struct compose_fact *facts = run_facts(w->r, &n);
	bool ok;

	parameters_add_json(w->r, &params);
	ok = xlsx_table(s, columns, 2) &&
	    xlsx_row(s,
		(struct cell[]){ cell_text(STR("report")),
		    cell_text(w->r->report->name) },
		false) &&
	    xlsx_row(s,
		(struct cell[]){ cell_text(STR("params")),
		    cell_text(buf_str(&params)) },
		false);
	for (size_t i = 0; ok && i < n; i++)
		ok = xlsx_row(s,
		    (struct cell[]){ cell_text(str_of(facts[i].key)),
			cell_text(str_of(facts[i].value)) },
		    false);
	buf_release(&params);
	return ok;
}

static bool
put_all(struct report_run *r, const struct page *page, const char *path)
{
	const char *scratch = getenv("TMPDIR"), *hidden = result_hidden(r);
	struct writing w = { .r = r, .heading = r->title };
	bool ok;

	w.book = xlsx_new(path, scratch && *scratch ? scratch : "/tmp",
	    arena_z(&r->arena, r->title), r->c->today, r->a->to);
	if (!w.book)
		return false;
	w.text = xlsx_add(w.book, str_of(_("Report")));
	ok = put_head(r, w.text) && put_page(&w, page) && put_foot(r, w.text) &&
	    (!hidden || xlsx_line(w.text, str_of(hidden), false)) &&
	    put_footer(&w) && xlsx_finish(w.book);
	xlsx_free(w.book);
	return ok;
}

/* The workbook's library writes to a file by name: one in memory has one. */
bool
xlsx_put(struct report_run *r, const struct page *page)
{
	int fd = memfd_create("knreport", MFD_CLOEXEC);
	const char *path = arena_f(&r->arena, "/proc/self/fd/%d", fd);
	struct buf bytes = { 0 };
	bool ok;

	if (fd < 0)
		return found_trouble(r->a->to,
		    _("the workbook cannot be written: %s"), strerror(errno));
	ok = put_all(r, page, path);
	if (ok && !buf_read_file(&bytes, path, SIZE_MAX))
		ok = found_trouble(r->a->to,
		    _("the workbook cannot be written: %s"), strerror(errno));
	if (ok)
		fwrite(bytes.s, 1, bytes.n, r->c->out);
	buf_release(&bytes);
	close(fd);
	return ok;
}
