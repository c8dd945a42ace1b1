/* compose_chart: charts as lines of text. */
#include "compose_inside.h"

#include <stdlib.h>

#include "tabulate.h"
#include "text.h"

static void
add_spaces(struct buf *b, size_t n)
{
	while (n--)
		buf_addc(b, ' ');
}

/* Eighths of a block make bars that differ where their figures do. */
static void
add_bar(struct buf *b, double share, size_t width)
{
	static const char *const eighths[] = {
		"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"
	};
	size_t n = (size_t)(share * (double)width * 8 + 0.5);

	for (size_t i = 0; i < n / 8; i++)
		buf_addz(b, "█");
	buf_addz(b, eighths[n % 8]);
	if (!n && share > 0)
		buf_addz(b, eighths[1]);
}

enum { BAR_LEAST = 10, LABEL_SHARE = 3 };

/* One series: its widest label and figure, and the figure of a whole bar. */
struct series {
	size_t column;
	size_t label, figure;
	double most;
};

static struct series
measure(struct run *r, const struct result *t, size_t column, size_t width)
{
	struct series s = { .column = column };

	for (size_t k = 0; k < t->rows; k++) {
		const struct cell *c = &t->cells[k * t->n];
		double v = cell_number(&c[column]);
		size_t label = text_width(shown_text(r, &t->columns[0], c[0]));
		size_t figure = text_width(
		    shown_text(r, &t->columns[column], c[column]));

		v = v < 0 ? -v : v;
		s.label = label > s.label ? label : s.label;
		s.figure = figure > s.figure ? figure : s.figure;
		s.most = v > s.most ? v : s.most;
	}
	if (s.label > width / LABEL_SHARE)
		s.label = width / LABEL_SHARE;
	return s;
}

static void
put_bar(struct run *r, const struct result *t, const struct series *s,
    size_t row, size_t width)
{
	const struct cell *c = &t->cells[row * t->n];
	struct str label = shown_text(r, &t->columns[0], c[0]);
	struct str figure = shown_text(r, &t->columns[s->column],
	    c[s->column]);
	double v = cell_number(&c[s->column]);
	size_t taken = s->label + s->figure + 3, from;
	struct buf b = {0};

	if (text_width(label) > s->label) {
		buf_add(&b, text_cut(label, s->label - 1));
		buf_addz(&b, "…");
	} else {
		buf_add(&b, label);
	}
	text_harmless(&b, 0);
	add_spaces(&b, s->label + 2 - (text_width(buf_str(&b)) < s->label + 2 ?
	    text_width(buf_str(&b)) : s->label + 2));
	from = b.n;
	add_spaces(&b, s->figure - text_width(figure));
	buf_add(&b, figure);
	text_harmless(&b, from);
	buf_addc(&b, ' ');
	if (s->most > 0)
		add_bar(&b, (v < 0 ? -v : v) / s->most,
		    width > taken + BAR_LEAST ? width - taken : BAR_LEAST);
	if (t->block->kind == BLOCK_FUNNEL && row) {
		struct cell share = tabulate_percent(c[s->column],
		    t->cells[(row - 1) * t->n + s->column]);

		buf_addc(&b, ' ');
		numeral_add(&b, &share, NUMERAL_PERCENT2, r->a->lang);
	}
	while (b.n && b.s[b.n - 1] == ' ')
		b.n--;
	fwrite(b.s, 1, b.n, r->c->out);
	fputc('\n', r->c->out);
	buf_release(&b);
}

enum { SHARE_WIDTH = 8 };

void
chart_put(struct run *r, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);
	size_t n = result_visible(t, columns);
	size_t width = r->c->width > 0 ? (size_t)r->c->width : 80;

	if (t->block->kind == BLOCK_FUNNEL)
		width -= SHARE_WIDTH;
	for (size_t i = 1; i < n; i++) {
		struct series s = measure(r, t, columns[i], width);

		fprintf(r->c->out, "%s\n", t->columns[columns[i]].label);
		for (size_t k = 0; k < t->rows; k++)
			put_bar(r, t, &s, k, width);
		fputc('\n', r->c->out);
	}
}
