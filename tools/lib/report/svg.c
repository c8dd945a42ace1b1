/* svg: charts as drawings in a page of HTML. How each series looks is said in
 * the drawing, for programs that give drawings no style; page.css has the
 * colours for a dark screen. */
#include "report/inside.h"

#include <math.h>

#include "report/scale.h"
#include "text/html.h"
#include "query/tabulate.h"
#include "text/text.h"

/* In units of the drawing, which a page shows one to one where it has room. */
enum {
	WIDTH = 720,
	PLOT_LEAST = WIDTH / 4, /* for bars, whatever the labels take */
	PLOT = 240,             /* height of a line chart */
	LINE = 20,              /* of text */
	LETTER = 8,             /* a wide one, at 13 px */
	GAP = 8,                /* between what stands beside each other */
	/* of bars: of one series, and of several */
	BAR = 18,
	THIN = 16,
	BETWEEN = 3, /* two bars */
	STEP = 44,   /* of a funnel */
	SWATCH = 20, /* of the key */
	INSET = 24,  /* of the first and the last point, for their figures */
};

/* Where a text has its base line: below the middle of what it stands beside,
 * below the top of its line, above what it stands on. */
enum {
	BELOW_MIDDLE = 4,
	BELOW_TOP = 14,
	ABOVE_BAR = 6,
	ABOVE_STEP = 6,
	ABOVE_POINT = 9,
	BELOW_POINT = 17
};

enum {
	LABEL_MOST = 30,  /* letters of a label */
	AXIS_MOST = 14,   /* of one below a line chart */
	POINTS_TOLD = 13, /* whose figures have room */
	TOLD_MOST = 60,   /* figures in a description */
};

/* How a series looks: on a photocopy each bar is dark where its neighbours are
 * light, and no two have the same marks. */
static const struct look {
	const char *color, *dash;
	bool dark;
	const char *marks; /* in a square of 6 */
	const char *point;
} looks[] = {
	{ "#9a2b26", "none", true, "" /* solid */,
	    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z" },
	{ "#33608c", "7 3", false, "M-1 5l2 2M-1 -1l8 8M5 -1l2 2",
	    "m-4 -4h8v8h-8z" },
	{ "#5c420a", "2 3", true, "M-1 1l2 -2M-1 7l8 -8M5 7l2 -2",
	    "m0 -5l5 9h-10z" },
	{ "#3c6a3e", "9 3 2 3", false, "M3 0v6", "m0 -6l6 6l-6 6l-6 -6z" },
	{ "#5f3c74", "4 4", true, "M0 3h6", "m-5 -4h10l-5 9z" },
	{ "#55504d", "12 4", false, "M2 2h1M5 5h1", "m-5 -2h10v4h-10z" },
};
enum { SERIES = sizeof looks / sizeof *looks };

struct svg {
	struct report_run *run;
	const struct report_result *result;
	struct buf *out;
	double y; /* how far down it is drawn */
};

static const struct cell *
cell_at(const struct svg *g, size_t row, size_t i)
{
	return result_cell(g->result, row, i);
}

static struct str
shown(const struct svg *g, size_t row, size_t i)
{
	return result_shown(g->run, g->result, row, i);
}

static struct str
label(const struct svg *g, size_t i)
{
	return str_of(result_column(g->result, i)->label);
}

static double
widest(const struct svg *g, size_t i, size_t letters)
{
	size_t most = result_width(g->run, g->result, i);

	return (double)(most < letters ? most : letters) * LETTER;
}

/* Pieces of a drawing. */

static void
add_text(const struct svg *g, double x, double y, const char *class,
    struct str text, size_t letters)
{
	bool cut = letters && text_width(text) > letters;

	buf_addf(g->out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\"%s>", class,
	    x, y,
	    *class == 'e'     ? " text-anchor=\"end\"" :
		*class == 'm' ? " text-anchor=\"middle\"" :
				"");
	html_add(g->out, cut ? text_cut(text, letters - 1) : text);
	buf_addz(g->out, cut ? "…</text>" : "</text>");
}

/* What a mark stands for, which is shown when one points at it. */
static void
open_mark(const struct svg *g, size_t row, size_t i)
{
	buf_addz(g->out, "<g><title>");
	html_add(g->out, shown(g, row, 0));
	buf_addz(g->out, ", ");
	html_add(g->out, label(g, i));
	buf_addz(g->out, ": ");
	html_add(g->out, shown(g, row, i));
	buf_addz(g->out, "</title>");
}

static void
close_mark(const struct svg *g)
{
	buf_addz(g->out, "</g>\n");
}

static size_t
look_of(size_t i)
{
	return (i - 1) % SERIES;
}

static size_t
chart_number(const struct svg *g)
{
	return (size_t)(g->result - g->run->results);
}

/* What fills the bars of each series. */
static void
add_fills(const struct svg *g)
{
	size_t n = g->result->n_printed - 1;

	if (n == 1 || g->result->block->kind == BLOCK_LINE)
		return;
	buf_addz(g->out, "<defs>");
	for (size_t i = 1; i < n && i < SERIES; i++) {
		const struct look *l = &looks[i];

		buf_addf(g->out,
		    "<pattern id=\"f%zu-%zu\" width=\"6\" height=\"6\" "
		    "patternUnits=\"userSpaceOnUse\"><rect class=\"%s%zu\" "
		    "width=\"6\" height=\"6\" fill=\"%s\"/>",
		    chart_number(g), i, l->dark ? "s" : "w", i,
		    l->dark ? l->color : "#fff");
		buf_addf(g->out,
		    "<path class=\"%s%zu\" d=\"M0 0%s\" stroke=\"%s\" "
		    "stroke-width=\"%s\"/></pattern>",
		    l->dark ? "w" : "s", i, l->marks,
		    l->dark ? "#fff" : l->color, l->dark ? ".6" : "1");
	}
	buf_addz(g->out, "</defs>\n");
}

static void
add_rect(const struct svg *g, double x, double width, double height, size_t i)
{
	const struct look *l = &looks[look_of(i)];

	buf_addf(g->out,
	    "<g class=\"s%zu\" fill=\"%s\" stroke=\"%s\"><rect x=\"%.1f\" "
	    "y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"",
	    look_of(i), l->color, l->color, x, g->y, width, height);
	if (*l->marks)
		buf_addf(g->out, " fill=\"url(#f%zu-%zu)\"", chart_number(g),
		    look_of(i));
	buf_addz(g->out, "/></g>");
}

/* A point, of another shape in each series. */
static void
add_point(const struct svg *g, double x, double y, size_t i)
{
	const struct look *l = &looks[look_of(i)];

	buf_addf(g->out,
	    "<path class=\"s%zu\" d=\"M%.1f %.1f%s\" fill=\"%s\"/>", look_of(i),
	    x, y, l->point, l->color);
}

static void
add_rule(const struct svg *g, const char *class, double x1, double y1,
    double x2, double y2)
{
	buf_addf(g->out,
	    "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
	    "y2=\"%.1f\" stroke=\"%s\"/>\n",
	    class, x1, y1, x2, y2, *class == 'x' ? "#444" : "#ccc");
}

static void
add_swatch(struct svg *g, double x, size_t i)
{
	g->y += BETWEEN;
	add_rect(g, x, SWATCH - GAP / 2, LINE - 2 * BETWEEN, i);
	g->y -= BETWEEN;
}

/* What each series looks like, where there are several. */
static void
add_key(struct svg *g)
{
	double x = GAP;

	if (g->result->n_printed <= 2)
		return;
	for (size_t i = 1; i < g->result->n_printed; i++) {
		double width =
		    (double)text_width(label(g, i)) * LETTER + 2 * SWATCH;

		if (x > GAP && x + width > WIDTH) {
			x = GAP;
			g->y += LINE;
		}
		if (g->result->block->kind == BLOCK_LINE)
			add_point(g, x + SWATCH / 2, g->y + LINE / 2, i);
		else
			add_swatch(g, x, i);
		add_text(g, x + SWATCH + GAP / 2, g->y + BELOW_TOP, "l",
		    label(g, i), 0);
		x += width;
	}
	g->y += LINE + GAP;
}

/* Bars. */

/* The bars of one row, below its label when there are several. */
static void
add_bars(struct svg *g, const struct scale *s, size_t row, double from,
    double plot)
{
	double height = g->result->n_printed > 2 ? THIN : BAR;
	double zero = from + scale_at(s, 0) * plot;

	add_text(g, from - GAP,
	    g->y + ((double)(g->result->n_printed - 1) * height) / 2 +
		BELOW_MIDDLE,
	    "e", shown(g, row, 0), LABEL_MOST);
	for (size_t i = 1; i < g->result->n_printed; i++) {
		const struct cell *c = cell_at(g, row, i);
		double at = scale_takes(c) ?
		    from + scale_at(s, result_number(c)) * plot :
		    zero;

		open_mark(g, row, i);
		add_rect(g, at < zero ? at : zero, fabs(at - zero),
		    height - BETWEEN, i);
		add_text(g, (at > zero ? at : zero) + GAP / 2,
		    g->y + height - ABOVE_BAR, "v", shown(g, row, i), 0);
		close_mark(g);
		g->y += height;
	}
	g->y += GAP;
}

static void
draw_bars(struct svg *g)
{
	struct scale s = scale_of(g->result, true);
	double from = widest(g, 0, LABEL_MOST) + GAP, figure = 0, plot, top;

	for (size_t i = 1; i < g->result->n_printed; i++)
		figure = fmax(figure, widest(g, i, LABEL_MOST));
	plot = fmax(WIDTH - from - figure - GAP, PLOT_LEAST);
	add_key(g);
	top = g->y;
	for (size_t k = 0; k < g->result->rows; k++)
		add_bars(g, &s, k, from, plot);
	add_rule(g, "x", from + scale_at(&s, 0) * plot, top,
	    from + scale_at(&s, 0) * plot, g->y);
}

/* Funnels, each series for itself. */

static double
share_of(const struct svg *g, size_t row, size_t i, double most)
{
	const struct cell *c = cell_at(g, row, i);

	return most > 0 && scale_takes(c) ? fabs(result_number(c)) / most : 0;
}

static void
add_step(struct svg *g, size_t row, size_t i, double from, double plot,
    double most)
{
	double width = share_of(g, row, i, most) * plot;
	double middle = from + plot / 2, bar = STEP - LINE;
	struct buf text = { 0 };
	struct cell share;

	if (row) {
		double above = share_of(g, row - 1, i, most) * plot;

		buf_addf(g->out,
		    "<path class=\"f\" fill=\"#ddd\" "
		    "d=\"M%.1f %.1fH%.1fL%.1f %.1fH%.1fz\"/>",
		    middle - above / 2, g->y - LINE, middle + above / 2,
		    middle + width / 2, g->y, middle - width / 2);
		share = tabulate_percent(*cell_at(g, row, i),
		    *cell_at(g, row - 1, i));
		numeral_add(&text, &share, NUMERAL_PERCENT2, g->run->a->lang);
		if (share.kind != CELL_NULL)
			add_text(g, middle, g->y - ABOVE_STEP, "m",
			    buf_str(&text), 0);
	}
	open_mark(g, row, i);
	add_text(g, from - GAP, g->y + bar / 2 + BELOW_MIDDLE, "e",
	    shown(g, row, 0), LABEL_MOST);
	add_rect(g, middle - width / 2, width, bar, 1);
	add_text(g, from + plot + GAP, g->y + bar / 2 + BELOW_MIDDLE, "v",
	    shown(g, row, i), 0);
	close_mark(g);
	g->y += STEP;
	buf_release(&text);
}

static void
draw_funnel(struct svg *g)
{
	double from = widest(g, 0, LABEL_MOST) + GAP;

	for (size_t i = 1; i < g->result->n_printed; i++) {
		double plot = WIDTH - from - widest(g, i, LABEL_MOST) - GAP;
		double most = 0;

		if (g->result->n_printed > 2) {
			add_text(g, 0, g->y + BELOW_TOP, "l", label(g, i), 0);
			g->y += LINE + GAP;
		}
		for (size_t k = 0; k < g->result->rows; k++)
			if (scale_takes(cell_at(g, k, i)))
				most = fmax(most,
				    fabs(result_number(cell_at(g, k, i))));
		for (size_t k = 0; k < g->result->rows; k++)
			add_step(g, k, i, from, fmax(plot, PLOT_LEAST), most);
	}
}

/* Lines. */

struct plot {
	struct scale scale;
	double x, y, width; /* of its corner at the upper left */
};

static double
x_of(const struct svg *g, const struct plot *p, size_t row)
{
	size_t n = g->result->rows;
	double width = p->width - 2 * INSET;

	return p->x + INSET +
	    (n > 1 ? width * (double)row / (double)(n - 1) : width / 2);
}

static double
y_of(const struct plot *p, double v)
{
	return p->y + PLOT * (1 - scale_at(&p->scale, v));
}

static struct str
tick(const struct svg *g, const struct scale *s, double v)
{
	struct cell c = { .kind = CELL_REAL,
		.d = round(v / s->step) * s->step };
	struct result_column plain = *result_column(g->result, 1);

	plain.origin = NULL;
	if (plain.format == NUMERAL_INT && s->step < 1)
		plain.format = NUMERAL_AUTO;
	return result_text(g->run, &plain, c);
}

static void
add_ticks(const struct svg *g, const struct plot *p)
{
	const struct scale *s = &p->scale;
	size_t n = (size_t)((s->hi - s->lo) / s->step + 0.5);

	for (size_t i = 0; i <= n; i++) {
		double v = s->lo + (double)i * s->step, y = y_of(p, v);

		add_rule(g, fabs(v) < s->step / 2 ? "x" : "g", p->x, y,
		    p->x + p->width, y);
		add_text(g, p->x - GAP, y + BELOW_MIDDLE, "e", tick(g, s, v),
		    0);
	}
}

/* As many of the labels as there is room for, always from the first. */
static void
add_axis(struct svg *g, const struct plot *p)
{
	double width = widest(g, 0, AXIS_MOST) + 2 * GAP;
	size_t most = (size_t)((p->width - 2 * INSET) / width) + 1;
	size_t each = (g->result->rows + most - 1) / most;

	for (size_t k = 0; k < g->result->rows; k += each ? each : 1)
		add_text(g, x_of(g, p, k), p->y + PLOT + LINE, "m",
		    shown(g, k, 0), AXIS_MOST);
}

/* The line, broken where a figure is not there. */
static void
add_line(const struct svg *g, const struct plot *p, size_t i)
{
	bool on = false;

	buf_addf(g->out,
	    "<path class=\"c s%zu\" fill=\"none\" stroke=\"%s\" "
	    "stroke-width=\"2\" stroke-dasharray=\"%s\" d=\"",
	    look_of(i), looks[look_of(i)].color, looks[look_of(i)].dash);
	for (size_t k = 0; k < g->result->rows; k++) {
		const struct cell *c = cell_at(g, k, i);

		if (scale_takes(c))
			buf_addf(g->out, "%c%.1f %.1f", on ? 'L' : 'M',
			    x_of(g, p, k), y_of(p, result_number(c)));
		on = scale_takes(c);
	}
	buf_addz(g->out, "\"/>\n");
}

/* Does the line go up on both sides of a point? Its figure stands below. */
static bool
is_valley(const struct svg *g, size_t row, size_t i)
{
	double v = result_number(cell_at(g, row, i));

	return (!row || result_number(cell_at(g, row - 1, i)) >= v) &&
	    (row + 1 == g->result->rows ||
		result_number(cell_at(g, row + 1, i)) >= v);
}

static void
add_points(const struct svg *g, const struct plot *p, size_t i)
{
	bool told = g->result->n_printed == 2 && g->result->rows <= POINTS_TOLD;

	for (size_t k = 0; k < g->result->rows; k++) {
		const struct cell *c = cell_at(g, k, i);
		double x = x_of(g, p, k), y = y_of(p, result_number(c));

		if (!scale_takes(c))
			continue;
		open_mark(g, k, i);
		add_point(g, x, y, i);
		if (told)
			add_text(g, x,
			    is_valley(g, k, i) && y + 2 * LINE < p->y + PLOT ?
				y + BELOW_POINT :
				y - ABOVE_POINT,
			    "m", shown(g, k, i), 0);
		close_mark(g);
	}
}

static void
draw_lines(struct svg *g)
{
	struct plot p = { scale_of(g->result, false), 0, 0, 0 };
	double side = widest(g, 0, AXIS_MOST) / 2 + GAP, figure;

	add_key(g);
	figure = (double)text_width(tick(g, &p.scale, p.scale.hi)) * LETTER;
	p.x = fmax(figure + 2 * GAP, side);
	p.y = g->y + LINE;
	p.width = WIDTH - p.x - side;
	add_ticks(g, &p);
	for (size_t i = 1; i < g->result->n_printed; i++)
		add_line(g, &p, i);
	for (size_t i = 1; i < g->result->n_printed; i++)
		add_points(g, &p, i);
	add_axis(g, &p);
	g->y = p.y + PLOT + LINE + GAP;
}

/* What it shows, in words. */

static void
add_title(const struct svg *g, struct buf *b)
{
	static const char *const kinds[] = {
		[BLOCK_BAR] = N_("Bar chart"),
		[BLOCK_LINE] = N_("Line chart"),
		[BLOCK_FUNNEL] = N_("Funnel"),
	};

	buf_addz(b, _(kinds[g->result->block->kind]));
	for (size_t i = 1; i < g->result->n_printed; i++)
		buf_addf(b, "%s%.*s", i > 1 ? ", " : ": ", STRF(label(g, i)));
}

static void
add_description(const struct svg *g, struct buf *b)
{
	size_t rows = TOLD_MOST / g->result->n_printed + 1;

	for (size_t k = 0; k < g->result->rows && k < rows; k++) {
		buf_addf(b, "%s%.*s: ", k ? "; " : "", STRF(shown(g, k, 0)));
		for (size_t i = 1; i < g->result->n_printed; i++)
			buf_addf(b, "%s%.*s", i > 1 ? ", " : "",
			    STRF(shown(g, k, i)));
	}
	buf_addz(b, g->result->rows > rows ? "; …" : ".");
}

void
svg_add(struct report_run *r, const struct report_result *t, struct buf *out)
{
	struct buf drawing = { 0 }, words = { 0 };
	struct svg g = { .run = r, .result = t, .out = &drawing };
	size_t id = chart_number(&g);

	if (t->n_printed < 2 || !t->rows)
		return;
	add_fills(&g);
	if (t->block->kind == BLOCK_LINE)
		draw_lines(&g);
	else if (t->block->kind == BLOCK_FUNNEL)
		draw_funnel(&g);
	else
		draw_bars(&g);
	buf_addf(out,
	    "<svg role=\"img\" aria-labelledby=\"t%zu d%zu\" viewBox=\"0 0 %d "
	    "%.0f\" width=\"%d\" height=\"%.0f\" font-size=\"13\">\n"
	    "<title id=\"t%zu\">",
	    id, id, WIDTH, g.y, WIDTH, g.y, id);
	add_title(&g, &words);
	html_add(out, buf_str(&words));
	buf_addf(out, "</title>\n<desc id=\"d%zu\">", id);
	buf_clear(&words);
	add_description(&g, &words);
	html_add(out, buf_str(&words));
	buf_addz(out, "</desc>\n");
	buf_add(out, buf_str(&drawing));
	buf_addz(out, "</svg>\n");
	buf_release(&words);
	buf_release(&drawing);
}
