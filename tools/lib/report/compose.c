/* compose: run a report and write it, step by step. */
#include "report/compose.h"

#include <stdlib.h>

#include "report/inside.h"
#include "report/paper.h"
#include "parse/markdown.h"
#include "text/kept.h"

/* Values of {{name}}. */

static bool
fill_value(struct str name, struct buf *out, void *to)
{
	struct report_run *r = to;
	struct cell c;
	const struct result_column *s = result_value(r, name, &c);

	if (s) {
		result_add(r, out, s, c);
		return true;
	}
	for (size_t i = 0; i < r->report->n_parameters; i++) {
		const struct parameter *p = &r->report->parameters[i];

		if (!str_eq(name, p->name.name))
			continue;
		numeral_add(out, &r->parameters[i], run_format(p->kind),
		    r->a->lang);
		return true;
	}
	return false;
}

static void
unknown_value(struct str name, int line, void *to)
{
	struct report_run *r = to;
	struct str near = { 0 };

	for (size_t i = 0; i < r->report->n_blocks; i++)
		for (size_t k = 0; k < r->results[i].n; k++) {
			struct str one = str_of(r->results[i].columns[k].name);

			if (r->results[i].block->kind == BLOCK_VALUES &&
			    str_nearer(name, one, near))
				near = one;
		}
	r->bad = true;
	found_near(r->a->to, FIND_REPORT_NAME,
	    (struct place){ r->filling, line, 1 }, near,
	    _("no block of values gives '%.*s'"), STRF(name));
}

/* The page, block by block. */

static bool
has_own_title(struct report_run *r)
{
	struct heading *h;
	size_t n =
	    markdown_headings(r->text->body, r->text->body_line, &r->arena, &h);

	for (size_t i = 0; i < n; i++)
		if (h[i].level == 1)
			return true;
	return false;
}

/* The body, under the page's title unless it has one of its own. */
static struct page *
titled_page(struct report_run *r)
{
	struct buf b = { 0 };
	struct page *page;
	int lines = 0;

	if (!has_own_title(r) &&
	    str_find(r->text->title, '\n') == r->text->title.n) {
		buf_addf(&b, "# %.*s\n\n", STRF(r->text->title));
		lines = 2;
	}
	buf_add(&b, r->text->body);
	page = page_new(buf_str(&b), r->text->body_line - lines);
	buf_release(&b);
	return page;
}

/* The whole run. */

static const char not_typed[] = "SELECT count(*) FROM (SELECT DISTINCT type, "
				"id, path FROM bad) AS b";

/* What the figures rest on. Asked last: table bad reads what was not read. */
static bool
count(struct report_run *r)
{
	struct query_options options = { .any_order = true };
	struct catalog_counts n = catalog_counts(r->a->catalog);
	struct query *q =
	    query_new(r->a->catalog, str_of(not_typed), &options, r->a->to);
	bool ok = q && query_step(q, r->a->to) == 1;

	r->counts.read = n.read;
	r->counts.unreadable = n.unreadable;
	r->counts.matched = r->evidence.n;
	r->counts.unknown = ok ? (size_t)query_cell(q, 0).i : 0;
	query_free(q);
	return ok;
}

void
compose_note(const struct compose *c)
{
	answer_note(c->answer, str_of(not_typed));
	if (catalog_is_whole(c->answer->catalog))
		return;
	for (size_t i = 0; i < c->report->n_blocks; i++)
		answer_note(c->answer, c->report->blocks[i].sql);
}

/* Does a common table, or one that it uses, name a parameter? */
static bool
names_parameter(const struct report_block *b)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(b->sql, &i, &t);)
		if (t.kind == SQL_PARAMETER)
			return true;
	return false;
}

static void
forget(struct report_run *r)
{
	if (!r->c || !r->c->more)
		query_forget(r->a->catalog);
	for (size_t i = 0; r->c && r->c->more && i < r->report->n_common; i++)
		if (r->report->common[i].keep &&
		    names_parameter(&r->report->common[i]))
			query_forget_one(r->a->catalog,
			    r->report->common[i].keep);
}

static bool
run_all(struct report_run *r)
{
	r->results =
	    ARENA_ARRAY(&r->arena, struct report_result, r->report->n_blocks);
	if (!verdicts_table(r))
		return false;
	parts_open(r);
	if (!r->c->noted)
		compose_note(r->c);
	if (!parameters_take(r) || !verdicts_take(r))
		return false;
	for (size_t i = 0; i < r->report->n_common; i++)
		if (r->report->common[i].keep && !block_keep(r, i))
			return false;
	for (size_t i = 0; i < r->report->n_blocks; i++)
		if (!block_run(r, i))
			return false;
	return block_check_names(r) && evidence_check(r) && count(r);
}

/* Puts the values into the page, its title and its paper. */
static void
fill_all(struct report_run *r, struct page *page)
{
	const struct report_paper *paper = report_paper(r->report, r->a->lang);
	struct page_values values = { fill_value, unknown_value, r };
	struct buf title = { 0 };

	r->filling = r->text->page;
	page_fill(page, &values);
	values.unknown = NULL; /* the page has it too */
	page_fill_text(r->text->title, 0, &values, &title);
	r->title = arena_take(&r->arena, &title);
	values.unknown = unknown_value;
	if (paper) {
		r->filling = paper->page;
		r->paper = paper_new(r, paper, &values);
	}
}

static bool
write_report(struct report_run *r)
{
	struct page *page = titled_page(r);
	bool ok = true;

	fill_all(r, page);
	if (!r->bad)
		switch (r->c->format) {
		case COMPOSE_TEXT:
		case COMPOSE_MD:
			text_put(r, page);
			break;
		case COMPOSE_JSON:
			json_put(r);
			break;
		case COMPOSE_HTML:
			html_put(r, page);
			break;
		case COMPOSE_XLSX:
			ok = xlsx_put(r, page);
			break;
		case COMPOSE_DOCX:
			ok = docx_put(r, page);
			break;
		}
	page_free(page);
	return ok && !r->bad;
}

static void
run_release(struct report_run *r)
{
	for (size_t i = 0; r->results && i < r->report->n_blocks; i++)
		free(r->results[i].cells);
	query_free(r->elements);
	forget(r);
	map_release(&r->evidence);
	arena_release(&r->arena);
}

bool
compose(const struct compose *c, struct answer_counts *n)
{
	struct report_run r = { .c = c,
		.a = c->answer,
		.report = c->report,
		.text = report_text(c->report, c->answer->lang) };
	bool ok = run_all(&r) && write_report(&r);

	if (ok)
		parts_keep(&r);
	*n = r.counts;
	run_release(&r);
	return ok;
}

/* Do all blocks hold, with each common table as a table that they read? In a
 * block itself, SQLite reads it anew wherever it is named. */
static bool
hold(struct report_run *r)
{
	const struct answer *a = r->a;
	const struct report *p = r->report;
	struct kept kept = { 0 };
	struct findings to = { .say = kept_say,
		.to = &kept,
		.levels = a->to->levels };
	struct answer asked = { a->catalog, a->lang, &to };
	bool ok = true;

	r->a = &asked;
	for (size_t i = 0; ok && i < p->n_common; i++)
		ok = block_check_alone(r, &p->common[i]);
	for (size_t i = 0; ok && i < p->n_blocks; i++)
		ok = block_check_alone(r, &p->blocks[i]);
	query_lent_end(a->catalog);
	r->a = a;
	ok = ok && !kept.n;
	kept_release(&kept);
	return ok;
}

/* Says what is wrong with which block. */
static bool
check_blocks(struct report_run *r)
{
	const struct report *p = r->report;
	bool ok = true, blocks = true;

	for (size_t i = 0; i < p->n_blocks; i++)
		blocks &= block_check(r, &p->blocks[i]);
	/* of a block that holds, so do the common tables that it uses */
	for (size_t i = 0; i < p->n_common; i++)
		if (!blocks || !p->common[i].used)
			ok &= block_check(r, &p->common[i]);
	return ok && blocks;
}

static bool
check_report(const struct answer *a, const struct report *report)
{
	struct kept kept = { 0 };
	struct findings once = { .say = kept_say,
		.to = &kept,
		.levels = a->to->levels };
	struct answer asked = { a->catalog, a->lang, &once };
	struct report_run r = { .a = &asked,
		.report = report,
		.text = report_text(report, a->lang) };
	bool ok = true;

	if (report->like) /* it is tried as the other one */
		return true;
	r.parameters = ARENA_ARRAY(&r.arena, struct cell, report->n_parameters);
	ok &= verdicts_table(&r) && block_check_columns(&r);
	if (report->site.kind == REPORT_EACH)
		ok &= block_check(&r,
		    &(struct report_block){ .sql = report->site.from,
			.line = report->site.line });
	ok &= (report->n_common && hold(&r)) || check_blocks(&r);
	ok &= catalog_rule_table(a->catalog, NULL, 0, a->to);
	kept_sort(&kept);
	kept_pass(&kept, a->to);
	kept_release(&kept);
	run_release(&r);
	return ok;
}

bool
compose_check(const struct answer *a, const struct reports *reports)
{
	bool ok = true;

	/* what a view says must not be read while others are lent */
	if (!catalog_check(a->catalog, a->to))
		return false;
	for (size_t i = 0; i < reports->n; i++)
		ok = check_report(a, &reports->all[i]) && ok;
	return ok;
}
