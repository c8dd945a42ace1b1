/* paper: the head and the foot of a paper of the Party. */
#include "report/paper.h"

#include <string.h>

#include "text/day.h"
#include "text/print.h"
#include "text/text.h"

/* What it says. */

static void
add_line(struct report_run *r, struct paper_column *c, struct str text,
    enum paper_style style)
{
	struct paper_line *more;

	if (c->n == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 8;
		more = ARENA_ARRAY(&r->arena, struct paper_line, c->cap);
		if (c->n)
			memcpy(more, c->lines, c->n * sizeof *more);
		c->lines = more;
	}
	c->lines[c->n++] = (struct paper_line){ text, style };
}

/* Adds a text with its values, each of its lines for itself. */
static void
add_filled(struct report_run *r, struct paper_column *c, struct str text,
    enum paper_style style, const struct report_paper *p,
    const struct page_values *v)
{
	struct buf b = { 0 };
	struct str rest, line;

	page_fill_text(text, p->line, v, &b);
	rest = arena_take(&r->arena, &b);
	while (str_split(&rest, '\n', &line))
		if (str_trim(line).n)
			add_line(r, c, str_trim(line), style);
}

/* "-BC/ĐU" leaves room for the number that the register gives. */
static void
add_number(struct report_run *r, struct paper *out,
    const struct report_paper *p, const struct page_values *v)
{
	struct paper_column number = { 0 };

	if (!p->number.n)
		return;
	add_filled(r, &number, p->number, PAPER_PLAIN, p, v);
	if (number.n)
		add_line(r, &out->head[0],
		    str_of(arena_f(&r->arena, "%s %s%.*s", _("No."),
			number.lines[0].text.s[0] == '-' ? "…" : "",
			STRF(number.lines[0].text))),
		    PAPER_PLAIN);
}

/* A month below 3 and a day below 10 have a 0 before them, so that no figure
 * can be put there. */
static struct str
day_in_words(struct report_run *r)
{
	int year, month, day;

	day_split(r->c->today, &year, &month, &day);
	if (r->a->lang == LANG_VI)
		return str_of(arena_f(&r->arena,
		    month < 3 ? "ngày %02d tháng %02d năm %d" :
				"ngày %02d tháng %d năm %d",
		    day, month, year));
	return str_of(arena_f(&r->arena, "%04d-%02d-%02d", year, month, day));
}

static void
add_place(struct report_run *r, struct paper *out, const struct report_paper *p,
    const struct page_values *v)
{
	struct paper_column place = { 0 };

	add_filled(r, &place, p->place, PAPER_PLAIN, p, v);
	add_line(r, &out->head[1],
	    place.n ? str_of(arena_f(&r->arena, "%.*s, %.*s",
			  STRF(place.lines[0].text), STRF(day_in_words(r)))) :
		      day_in_words(r),
	    PAPER_ITALIC);
}

static void
add_signer(struct report_run *r, struct paper_column *c,
    const struct report_signer *s, const struct report_paper *p,
    const struct page_values *v)
{
	add_filled(r, c, s->capacity, PAPER_STRONG, p, v);
	add_filled(r, c, s->position, PAPER_STRONG, p, v);
	add_line(r, c, STR(""), PAPER_GAP);
	add_filled(r, c, s->name, PAPER_STRONG, p, v);
}

static void
add_recipients(struct report_run *r, struct paper *out,
    const struct report_paper *p, const struct page_values *v)
{
	struct paper_column *c = &out->recipients;
	struct paper_column one;

	if (!p->n_recipients)
		return;
	add_line(r, c, str_of(_("Recipients:")), PAPER_ITALIC);
	for (size_t i = 0; i < p->n_recipients; i++) {
		one = (struct paper_column){ 0 };
		add_filled(r, &one, p->recipients[i], PAPER_PLAIN, p, v);
		for (size_t k = 0; k < one.n; k++)
			add_line(r, c,
			    str_of(arena_f(&r->arena, "%s%.*s", k ? "  " : "- ",
				STRF(one.lines[k].text))),
			    PAPER_PLAIN);
	}
}

struct paper *
paper_new(struct report_run *r, const struct report_paper *p,
    const struct page_values *v)
{
	struct paper *out = ARENA_NEW(&r->arena, struct paper);
	struct paper_column kind = { 0 };

	add_filled(r, &out->head[0], p->above, PAPER_PLAIN, p, v);
	add_filled(r, &out->head[0], p->issuer, PAPER_STRONG, p, v);
	add_line(r, &out->head[0], STR("*"), PAPER_PLAIN);
	add_number(r, out, p, v);
	add_line(r, &out->head[1], str_of(_("COMMUNIST PARTY OF VIETNAM")),
	    PAPER_STRONG);
	add_line(r, &out->head[1], STR("────────"), PAPER_RULE);
	add_place(r, out, p, v);
	add_filled(r, &kind, p->kind, PAPER_STRONG, p, v);
	out->kind = kind.n ? kind.lines[0].text : STR("");
	add_recipients(r, out, p, v);
	for (; out->n_signers < p->n_signers; out->n_signers++)
		add_signer(r, &out->signers[out->n_signers],
		    &p->signers[out->n_signers], p, v);
	return out;
}

/* As text: two columns side by side, each line in the middle of its own. */

/* Lines no wider than a column, cut at blanks where there are any. */
static struct paper_column
wrapped(struct report_run *r, const struct paper_column *c, size_t width)
{
	struct paper_column out = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		struct str rest = c->lines[i].text, line;
		size_t end;

		do {
			line = text_cut(rest, width);
			end = line.n;
			while (end && end < rest.n && rest.s[end] != ' ')
				end--;
			if (end)
				line.n = end;
			add_line(r, &out, str_trim(line), c->lines[i].style);
			rest = str_trim(str_from(rest, line.n));
		} while (rest.n && line.n);
	}
	return out;
}

/* A line of a column, in the middle of what is left of a width or at its
 * start. */
static void
add_part(struct buf *b, const struct paper_column *c, size_t line, size_t width,
    bool middle)
{
	struct buf text = { 0 };
	size_t taken;

	if (line < c->n)
		buf_add(&text, c->lines[line].text);
	text_harmless(&text, 0);
	taken = text_width(buf_str(&text));
	if (middle && taken < width)
		buf_fill(b, ' ', (width - taken) / 2);
	buf_add(b, buf_str(&text));
	buf_release(&text);
}

static void
put_text(struct report_run *r, const struct paper_column *a,
    const struct paper_column *b, bool middle)
{
	size_t half = (size_t)r->c->width / 2, taken;
	struct paper_column left = wrapped(r, a, half - 2),
			    right = wrapped(r, b, half - 2);
	struct buf line = { 0 };

	for (size_t i = 0; i < left.n || i < right.n; i++) {
		add_part(&line, &left, i, half, middle);
		taken = text_width(buf_str(&line));
		buf_fill(&line, ' ', taken < half ? half - taken : 1);
		add_part(&line, &right, i, half, true);
		run_put_line(r, &line);
	}
	run_put_line(r, &line);
	buf_release(&line);
}

/* As Markdown: a table of two columns, its first line the labels. */

static struct str
line_of(const struct paper_column *c, size_t line)
{
	return line < c->n ? c->lines[line].text : STR("");
}

static void
put_md(struct report_run *r, const struct paper_column *left,
    const struct paper_column *right)
{
	size_t n = left->n > right->n ? left->n : right->n;
	const char *labels[] = { arena_z(&r->arena, line_of(left, 0)),
		arena_z(&r->arena, line_of(right, 0)) };
	struct print *p = print_new(PRINT_MD, r->c->out, labels, labels, 2, 0);

	for (size_t i = 1; i < n; i++)
		print_row(p,
		    (struct cell[]){ cell_text(line_of(left, i)),
			cell_text(line_of(right, i)) });
	print_free(p);
	fputc('\n', r->c->out);
}

static void
put_columns(struct report_run *r, const struct paper_column *left,
    const struct paper_column *right, bool middle)
{
	if (!left->n && !right->n)
		return;
	if (r->c->format == COMPOSE_MD)
		put_md(r, left, right);
	else
		put_text(r, left, right, middle);
}

static bool
give_kind(struct str name, struct buf *out, void *to)
{
	const struct paper *p = to;

	(void)name;
	buf_add(out, p->kind);
	return true;
}

/* In Markdown as a page would have it, so that it makes nothing of its text. */
static void
put_kind(struct report_run *r, struct paper *p)
{
	struct page_values v = { give_kind, NULL, p };
	struct paper_column kind = { 0 };
	struct buf b = { 0 };
	struct page *page;

	if (!p->kind.n)
		return;
	if (r->c->format == COMPOSE_MD) {
		page = page_new(STR("**{{kind}}**"), 1);
		page_fill(page, &v);
		page_block(page, 0, MARKDOWN_MD, 0, &b);
		page_free(page);
		run_put(r, &b);
	} else {
		add_line(r, &kind, p->kind, PAPER_STRONG);
		add_part(&b, &kind, 0, (size_t)r->c->width, true);
		run_put_line(r, &b);
		run_put_line(r, &b);
	}
	buf_release(&b);
}

void
paper_put_head(struct report_run *r, struct paper *p)
{
	put_columns(r, &p->head[0], &p->head[1], true);
	put_kind(r, p);
}

void
paper_put_foot(struct report_run *r, struct paper *p)
{
	if (p->n_signers > 1) {
		put_columns(r, &p->signers[0], &p->signers[1], true);
		put_columns(r, &p->recipients, &(struct paper_column){ 0 },
		    false);
	} else {
		put_columns(r, &p->recipients, &p->signers[0], false);
	}
}
