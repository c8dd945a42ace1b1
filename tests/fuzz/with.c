/* Common tables of a report from anyone: what is taken for one is whole, a
 * statement is joined with all that it uses, and what is wrong in any word of
 * it is said where that word stands in the page. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hold.h"
#include "schema/report_with.h"
#include "parse/sql.h"

enum { FIRST = 7, BLOCK = 1000, MOST = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
is_same(struct place a, struct place b)
{
	return a.line == b.line && a.col == b.col;
}

/* Each word of a part is found, from where it stands in the statement, where it
 * stands in the text that the part was cut from. */
static void
check_places(const struct report_block *b, size_t at, struct str part,
    struct str text, int line)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(part, &i, &t);) {
		struct place in = place_at("p", b->sql, at + t.off);
		struct place out =
		    place_at("p", text, (size_t)(t.text.s - text.s));

		in.line += b->line - 1;
		out.line += line - 1;
		hold(is_same(report_place(b, in), out), "a place");
	}
}

/* Where a line of a statement begins. */
static size_t
line_start(struct str sql, int line)
{
	size_t i = 0;

	for (; line > 1; i++)
		line -= sql.s[i] == '\n';
	return i;
}

static void
check_joined(const struct with *w, struct str text,
    const struct report_block *b)
{
	size_t i = 1, at;

	if (!b->n_pieces) {
		hold(str_eq(b->sql, b->written), "nothing used, yet changed");
		return;
	}
	hold(str_starts(b->sql, STR("WITH RECURSIVE\n")), "its start");
	for (size_t k = 0; k < w->n && i + 1 < b->n_pieces; k++) {
		if (b->pieces[i].line != w->all[k].at.line ||
		    b->pieces[i].col != w->all[k].at.col)
			continue;
		at = line_start(b->sql, b->pieces[i++].from);
		hold(str_starts(str_from(b->sql, at), w->all[k].text),
		    "a table as it was written");
		check_places(b, at, w->all[k].text, text, FIRST);
	}
	hold(i + 1 == b->n_pieces, "tables in another order");
}

/* Nothing in it could take in what is written behind it. */
static bool
is_closed(struct str sql)
{
	struct sql_token t;
	long depth = 0;

	for (size_t i = 0; sql_next(sql, &i, &t);) {
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
		if (depth < 0 || t.kind == SQL_OPEN)
			return false;
	}
	return depth == 0;
}

static void
check_tables(const struct with *w, struct str text)
{
	for (size_t i = 0; i < w->n; i++) {
		struct str one = w->all[i].text;

		hold(is_closed(one), "a table with an open end");
		hold(one.s >= text.s && one.s + one.n <= text.s + text.n,
		    "a table from elsewhere");
		hold(
		    is_same(w->all[i].at,
			(struct place){ "p",
			    place_at("p", text, (size_t)(one.s - text.s)).line +
				FIRST - 1,
			    place_at("p", text, (size_t)(one.s - text.s))
				.col }),
		    "where a table begins");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n }, with;
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct with w = { 0 };
	size_t cut = str_find(text, '|');
	struct report_block *tables;
	struct report_block b = { .kind = BLOCK_TABLE,
		.line = BLOCK,
		.written = str_from(text, cut + 1) };

	if (n > MOST)
		return 0;
	with = str_first(text, cut);
	if (report_with_read(&w, with, (struct place){ "p", FIRST, 1 },
		&silent)) {
		hold(w.n > 0, "no tables, yet no complaint");
		check_tables(&w, with);
		if (report_with_join(&w, &b, "p", &a, &silent)) {
			check_joined(&w, with, &b);
			if (b.n_pieces)
				hold(b.pieces[b.n_pieces - 1].line >= BLOCK,
				    "the block behind its tables");
			report_with_keep(&w, &b, 1, n % 2, "p", &a);
			hold(sql_strip(b.run).n <= sql_strip(b.sql).n,
			    "more is run than asked");
		}
		tables = report_with_tables(&w, &a);
		for (size_t i = 0; i < w.n; i++) {
			hold(tables[i].n_pieces > 2,
			    "a block without its table");
			check_joined(&w, with, &tables[i]);
		}
	} else {
		hold(silent.count[TROUBLE] > 0, "refused without a word");
	}
	report_with_release(&w);
	arena_release(&a);
	return 0;
}
