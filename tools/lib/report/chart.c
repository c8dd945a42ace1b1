/* chart: charts as lines of text. */
#include "report/inside.h"

#include <math.h>
#include <string.h>

#include "report/scale.h"
#include "query/tabulate.h"
#include "text/text.h"

enum {
	PLOT_LEAST = 10,
	LABEL_SHARE = 3, /* of a line, at most */
	SHARE_WIDTH = 8, /* "100.00%" behind a bar */
};

/* A chart that is drawn. */
struct chart {
	struct report_run *run;
	const struct report_result *result;
	size_t width; /* of a line */
	size_t label; /* of the widest one, or cut */
};

static struct str
shown(const struct chart *c, size_t row, size_t i)
{
	return result_shown(c->run, c->result, row, i);
}

static const struct cell *
cell_at(const struct chart *c, size_t row, size_t i)
{
	return result_cell(c->result, row, i);
}

/* Adds a text, cut to a width and filled up to it. */
static void
add_padded(struct buf *b, struct str text, size_t width, bool right)
{
	struct buf one = { 0 };
	size_t taken;

	if (text_width(text) > width) {
		buf_add(&one, text_cut(text, width ? width - 1 : 0));
		buf_addz(&one, "…");
	} else {
		buf_add(&one, text);
	}
	text_harmless(&one, 0);
	taken = text_width(buf_str(&one));
	if (right && taken < width)
		buf_fill(b, ' ', width - taken);
	buf_add(b, buf_str(&one));
	if (!right && taken < width)
		buf_fill(b, ' ', width - taken);
	buf_release(&one);
}

static void
add_label(const struct chart *c, struct buf *b, size_t i)
{
	size_t from = b->n;

	buf_addz(b, result_column(c->result, i)->label);
	text_harmless(b, from);
}

/* Bars and funnels, each series for itself. */

/* Eighths of a block make bars that differ where their figures do. */
static void
add_bar(struct buf *b, double share, size_t width)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊",
		"▉" };
	enum { EIGHTHS = sizeof eighths / sizeof *eighths };
	size_t n = (size_t)(share * (double)width * EIGHTHS + 0.5);

	for (size_t i = 0; i < n / EIGHTHS; i++)
		buf_addz(b, "█");
	buf_addz(b, eighths[n % EIGHTHS]);
	if (!n && share > 0)
		buf_addz(b, eighths[1]);
}

/* In the middle, on halves of a block where it must. */
static void
add_funnel(struct buf *b, double share, size_t width)
{
	size_t n = (size_t)(share * (double)width + 0.5), left;
	bool halves;

	if (!n && share > 0)
		n = 1;
	halves = n && (width - n) % 2;
	left = (width - n) / 2;
	buf_fill(b, ' ', left);
	if (halves)
		buf_addz(b, "▐");
	for (size_t i = halves; i < n; i++)
		buf_addz(b, "█");
	if (halves)
		buf_addz(b, "▌");
	buf_fill(b, ' ', width - n - left - halves);
}

static void
add_share(const struct chart *c, struct buf *b, size_t row, size_t i)
{
	struct cell share;
	struct buf text = { 0 };

	if (!row)
		return;
	share = tabulate_percent(*cell_at(c, row, i), *cell_at(c, row - 1, i));
	numeral_add(&text, &share, NUMERAL_PERCENT2, c->run->a->lang);
	add_padded(b, buf_str(&text), SHARE_WIDTH, true);
	buf_release(&text);
}

static double
length_of(const struct cell *c)
{
	return scale_takes(c) ? fabs(result_number(c)) : 0;
}

static size_t
room(const struct chart *c, size_t taken)
{
	return c->width > taken + PLOT_LEAST ? c->width - taken : PLOT_LEAST;
}

static void
put_bars(const struct chart *c, size_t i)
{
	bool funnel = c->result->block->kind == BLOCK_FUNNEL;
	size_t figure = result_width(c->run, c->result, i),
	       plot =
		   room(c, c->label + figure + 3 + (funnel ? SHARE_WIDTH : 0));
	struct buf b = { 0 };
	double most = 0, v;

	for (size_t k = 0; k < c->result->rows; k++) {
		v = length_of(cell_at(c, k, i));
		most = v > most ? v : most;
	}
	add_label(c, &b, i);
	run_put_line(c->run, &b);
	for (size_t k = 0; k < c->result->rows; k++) {
		v = length_of(cell_at(c, k, i));
		add_padded(&b, shown(c, k, 0), c->label, false);
		buf_addz(&b, "  ");
		add_padded(&b, shown(c, k, i), figure, true);
		buf_addc(&b, ' ');
		if (funnel)
			add_funnel(&b, most > 0 ? v / most : 0, plot);
		else
			add_bar(&b, most > 0 ? v / most : 0, plot);
		if (funnel)
			add_share(c, &b, k, i);
		run_put_line(c->run, &b);
	}
	run_put_line(c->run, &b);
	buf_release(&b);
}

/* Lines: all series in one drawing, which goes down the page. */

static const char *const marks[] = { "●", "○", "■", "□", "▲", "△" };
enum { MARKS = sizeof marks / sizeof *marks };

static size_t
column_of(const struct scale *s, double v, size_t plot)
{
	return (size_t)(scale_at(s, v) * (double)(plot - 1) + 0.5);
}

/* What is drawn in one place of a row: lines to its neighbours, or the mark of
 * a series, which hides them. */
enum { UP = 1, LEFT = 2, RIGHT = 4, LINES = 8 };

static const char *const lines[LINES] = {
	[0] = " ",
	[LEFT | RIGHT] = "─",
	[LEFT] = "─",
	[RIGHT] = "─",
	[UP] = "│",
	[UP | RIGHT] = "╰",
	[UP | LEFT] = "╯",
	[UP | LEFT | RIGHT] = "┴",
};

/* One series in one row: from where it was in the row before to where it is. */
static void
draw(const struct chart *c, const struct scale *s, size_t row, size_t i,
    unsigned char *at, size_t plot)
{
	const struct cell *was = row ? cell_at(c, row - 1, i) : NULL;
	size_t to, from;

	if (!scale_takes(cell_at(c, row, i)))
		return;
	to = column_of(s, result_number(cell_at(c, row, i)), plot);
	from = was && scale_takes(was) ?
	    column_of(s, result_number(was), plot) :
	    to;
	for (size_t k = from < to ? from : to;
	     from != to && k <= (from < to ? to : from); k++)
		if (at[k] < LINES)
			at[k] |= k == from ? UP | (from < to ? RIGHT : LEFT) :
					     LEFT | RIGHT;
	at[to] = (unsigned char)(LINES + (i - 1) % MARKS);
}

/* What each mark means, then the marks over their figures and the ends of the
 * scale. */
static void
put_key(const struct chart *c, const struct scale *s, const size_t *figure,
    size_t plot)
{
	struct cell lo = { .kind = CELL_REAL, .d = s->lo }, hi = lo;
	struct buf b = { 0 }, end = { 0 };

	for (size_t i = 1; i < c->result->n_printed; i++) {
		buf_addf(&b, "%s%s ", i > 1 ? "   " : "",
		    marks[(i - 1) % MARKS]);
		add_label(c, &b, i);
	}
	run_put_line(c->run, &b);
	buf_fill(&b, ' ', c->label);
	for (size_t i = 1; i < c->result->n_printed; i++) {
		buf_fill(&b, ' ', i > 1 ? 1 : 2);
		add_padded(&b, str_of(marks[(i - 1) % MARKS]), figure[i], true);
	}
	hi.d = s->hi;
	buf_addz(&b, "  ");
	numeral_add(&end, &lo, NUMERAL_AUTO, c->run->a->lang);
	plot -=
	    text_width(buf_str(&end)) < plot ? text_width(buf_str(&end)) : plot;
	buf_add(&b, buf_str(&end));
	buf_clear(&end);
	numeral_add(&end, &hi, NUMERAL_AUTO, c->run->a->lang);
	add_padded(&b, buf_str(&end), plot, true);
	run_put_line(c->run, &b);
	buf_release(&end);
	buf_release(&b);
}

static void
put_lines(const struct chart *c)
{
	struct scale s = scale_of(c->result, false);
	size_t *figure =
	    ARENA_ARRAY(&c->run->arena, size_t, c->result->n_printed);
	size_t taken = c->label + 3, plot;
	unsigned char *at;
	struct buf b = { 0 };

	for (size_t i = 1; i < c->result->n_printed; i++) {
		figure[i] = result_width(c->run, c->result, i);
		taken += figure[i] + 1;
	}
	plot = room(c, taken);
	at = ARENA_ARRAY(&c->run->arena, unsigned char, plot);
	put_key(c, &s, figure, plot);
	for (size_t k = 0; k < c->result->rows; k++) {
		memset(at, 0, plot);
		for (size_t i = 1; i < c->result->n_printed; i++)
			draw(c, &s, k, i, at, plot);
		add_padded(&b, shown(c, k, 0), c->label, false);
		for (size_t i = 1; i < c->result->n_printed; i++) {
			buf_fill(&b, ' ', i > 1 ? 1 : 2);
			add_padded(&b, shown(c, k, i), figure[i], true);
		}
		buf_addz(&b, "  ");
		for (size_t i = 0; i < plot; i++)
			buf_addz(&b,
			    at[i] < LINES ? lines[at[i]] :
					    marks[at[i] - LINES]);
		run_put_line(c->run, &b);
	}
	run_put_line(c->run, &b);
	buf_release(&b);
}

void
chart_put(struct report_run *r, const struct report_result *t)
{
	struct chart c = { r, t, (size_t)r->c->width, result_width(r, t, 0) };

	if (c.label > c.width / LABEL_SHARE)
		c.label = c.width / LABEL_SHARE;
	if (t->block->kind == BLOCK_LINE)
		put_lines(&c);
	else
		for (size_t i = 1; i < t->n_printed; i++)
			put_bars(&c, i);
}
