/* print: rows of cells, for a person or a machine. */
#include "text/print.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "text/text.h"

static const char mask[] = "•••";

/* A cell of a table, which waits until the width of its column is known. */
struct shown_cell {
	struct str s;
	size_t width;
};

struct print_column {
	const char *name, *label;
	size_t width;
	size_t cells;      /* the widest but for the label */
	bool text, number; /* was there such a cell? */
	bool numbers;      /* texts of it are numbers */
	bool whole;        /* ids, days and codes, of which a part is none */
};

struct print {
	enum print_format format;
	FILE *out;
	struct print_column *columns;
	size_t n;
	size_t width; /* of a line; 0: no limit */
	bool terminal;
	struct buf line;
	struct arena arena;
	struct shown_cell *shown;
	size_t n_shown, cap_shown;
};

static const char *const format_names[] = { [PRINT_TSV] = "tsv",
	[PRINT_CSV] = "csv",
	[PRINT_JSON] = "json",
	[PRINT_TABLE] = "table",
	[PRINT_MD] = "md" };

bool
print_is_for_people(enum print_format f)
{
	return f == PRINT_TABLE || f == PRINT_MD;
}

bool
print_format_named(struct str name, enum print_format *format)
{
	for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++)
		if (str_is(name, format_names[i])) {
			*format = (enum print_format)i;
			return true;
		}
	return false;
}

enum { WIDTH_UNKNOWN = 80 };

int
print_width(FILE *out)
{
	struct winsize size;

	if (!isatty(fileno(out)))
		return 0;
	if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || !size.ws_col)
		return WIDTH_UNKNOWN;
	return size.ws_col;
}

/* Numbers */

/* The fewest digits from which d can be read back. Fifteen never say more than
 * d does, save for the smallest numbers, which hold fewer. */
static void
digits(double d, char out[REAL_TEXT])
{
	int precision = d > -1e-300 && d < 1e-300 ? 1 : 15;

	do
		snprintf(out, REAL_TEXT, "%.*g", precision, d);
	while (precision++ < 17 && strtod(out, NULL) != d);
}

/* A tool never sets LC_NUMERIC, but a caller of the library might. */
static void
put_point(char *out)
{
	const char *point = localeconv()->decimal_point;
	char *at = strcmp(point, ".") != 0 ? strstr(out, point) : NULL;

	if (at) {
		*at = '.';
		memmove(at + 1, at + strlen(point),
		    strlen(at + strlen(point)) + 1);
	}
}

char *
print_real(double d, char out[REAL_TEXT])
{
	if (isnan(d))
		return strcpy(out, "");
	if (isinf(d))
		return strcpy(out, d < 0 ? "-9e999" : "9e999");
	digits(d, out);
	put_point(out);
	if (!strpbrk(out, ".e"))
		strcat(out, ".0");
	return out;
}

static void
add_int(struct buf *b, long long i)
{
	unsigned long long u =
	    i < 0 ? 0 - (unsigned long long)i : (unsigned long long)i;
	char text[24], *p = text + sizeof text;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		*--p = '-';
	buf_add(b, (struct str){ p, (size_t)(text + sizeof text - p) });
}

static bool
is_null(const struct cell *c)
{
	return c->kind == CELL_NULL || (c->kind == CELL_REAL && isnan(c->d));
}

static bool
is_number(const struct cell *c)
{
	return !is_null(c) && (c->kind == CELL_INT || c->kind == CELL_REAL);
}

static void
add_number(struct buf *b, const struct cell *c)
{
	char text[REAL_TEXT];

	if (c->kind == CELL_INT)
		add_int(b, c->i);
	else
		buf_addz(b, print_real(c->d, text));
}

/* Text. Each adds s as its format writes it; runs that need no change are
 * added whole. */

/* Adds s with each byte of set replaced by the string beside it in with. */
static void
add_replaced(struct buf *b, struct str s, const char *set,
    const char *const *with)
{
	size_t run = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *p = s.s[i] ? strchr(set, s.s[i]) : NULL;

		if (!p)
			continue;
		buf_add(b, (struct str){ s.s + run, i - run });
		buf_addz(b, with[p - set]);
		run = i + 1;
	}
	buf_add(b, str_from(s, run));
}

static void
add_tsv(struct buf *b, struct str s)
{
	static const char *const with[] = { "\\t", "\\n", "\\r", "\\\\" };

	add_replaced(b, s, "\t\n\r\\", with);
}

static void
add_csv(struct buf *b, struct str s)
{
	static const char *const with[] = { "\"\"" };
	bool formula = s.n && s.s[0] && strchr("=+-@\t\r", s.s[0]);
	bool quote = !s.n;

	for (size_t i = 0; i < s.n && !quote; i++)
		quote = s.s[i] && strchr(",\"\r\n", s.s[i]);
	if (quote)
		buf_addc(b, '"');
	if (formula)
		buf_addc(b, '\'');
	add_replaced(b, s, "\"", with);
	if (quote)
		buf_addc(b, '"');
}

/* Is c written as itself between the quotes of a JSON string? */
static bool
is_json_plain(int32_t c)
{
	return c >= ' ' && c != '"' && c != '\\' &&
	    (c < 0x7f || (c >= 0xa0 && !text_forbidden(c)));
}

static void
add_json_escape(struct buf *b, int32_t c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *p = c > 0 && c < 0x80 ? strchr(from, c) : NULL;

	if (c < 0)
		buf_addz(b, "\xef\xbf\xbd"); /* U+FFFD: no character */
	else if (p)
		buf_addf(b, "\\%c", to[p - from]);
	else if (c < 0x10000)
		buf_addf(b, "\\u%04x", (unsigned)c);
	else
		buf_addf(b, "\\u%04x\\u%04x",
		    0xd800u + (((unsigned)c - 0x10000) >> 10),
		    0xdc00u + ((unsigned)c & 0x3ff));
}

void
print_add_json(struct buf *b, struct str s)
{
	size_t run = 0, next;

	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i = next) {
		int32_t c = text_at(s, i, &next);

		if (is_json_plain(c))
			continue;
		buf_add(b, (struct str){ s.s + run, i - run });
		add_json_escape(b, c);
		run = next;
	}
	buf_add(b, str_from(s, run));
	buf_addc(b, '"');
}

static bool
is_word(struct str s, size_t i)
{
	unsigned char c = i < s.n ? (unsigned char)s.s[i] : ' ';

	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/* An underscore within a word is no mark-up; ids are easier to read so. */
void
print_add_md(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		bool inside =
		    c == '_' && i && is_word(s, i - 1) && is_word(s, i + 1);

		if (c == '\r' || c == '\n' || c == '\t') {
			buf_addc(b, ' ');
			continue;
		}
		if (c && strchr("\\|*_`[]<>&~$", c) && !inside)
			buf_addc(b, '\\');
		buf_addc(b, c);
	}
}

void
print_add_json_cell(struct buf *b, const struct cell *c)
{
	if (is_number(c))
		add_number(b, c);
	else if (c->kind == CELL_TEXT)
		print_add_json(b, c->s);
	else if (c->kind == CELL_MASKED)
		buf_addf(b, "\"%s\"", mask);
	else
		buf_addz(b, "null");
}

void
print_json_name(struct buf *b, const char *name)
{
	if (b->n && !strchr("{[\n", b->s[b->n - 1]))
		buf_addc(b, ',');
	if (!name)
		return;
	print_add_json(b, str_of(name));
	buf_addc(b, ':');
}

void
print_json_text(struct buf *b, const char *name, struct str text)
{
	print_json_name(b, name);
	print_add_json(b, text);
}

void
print_json_cell(struct buf *b, const char *name, const struct cell *c)
{
	print_json_name(b, name);
	print_add_json_cell(b, c);
}

static void
add_text(struct print *p, struct str s)
{
	size_t from = p->line.n;

	switch (p->format) {
	case PRINT_TSV:
		add_tsv(&p->line, s);
		break;
	case PRINT_CSV:
		add_csv(&p->line, s);
		break;
	case PRINT_JSON: /* has cells of its own */
	case PRINT_TABLE:
		buf_add(&p->line, s);
		break;
	case PRINT_MD:
		print_add_md(&p->line, s);
		break;
	}
	if (p->terminal || print_is_for_people(p->format))
		text_harmless(&p->line, from);
}

static void
add_cell(struct print *p, const struct cell *c)
{
	if (is_number(c))
		add_number(&p->line, c);
	else if (c->kind == CELL_TEXT)
		add_text(p, c->s);
	else if (c->kind == CELL_MASKED)
		buf_addz(&p->line, mask);
}

static void
put_line(struct print *p)
{
	buf_addz(&p->line, p->format == PRINT_CSV ? "\r\n" : "\n");
	fwrite(p->line.s, 1, p->line.n, p->out);
	buf_clear(&p->line);
}

/* Rows that can be written as they come. */

/* cells NULL: the names. */
static void
put_row(struct print *p, const struct cell *cells)
{
	bool object = p->format == PRINT_JSON;

	if (object)
		buf_addc(&p->line, '{');
	for (size_t i = 0; i < p->n; i++) {
		if (object) {
			print_json_cell(&p->line, p->columns[i].name,
			    &cells[i]);
			continue;
		}
		if (i)
			buf_addc(&p->line, p->format == PRINT_TSV ? '\t' : ',');
		if (cells)
			add_cell(p, &cells[i]);
		else
			add_text(p, str_of(p->columns[i].name));
	}
	if (object)
		buf_addc(&p->line, '}');
	put_line(p);
}

/* Rows that wait for the rest of the table. */

enum { LONGEST_WORD = 48 }; /* bytes of an id, as long as they are */

static void
keep_line(struct print *p, struct print_column *c)
{
	struct shown_cell *s = MEM_PUSH(p->shown, p->n_shown, p->cap_shown);

	s->s = arena_keep(&p->arena, buf_str(&p->line));
	s->width = text_width(s->s);
	if (s->width > c->width)
		c->width = s->width;
	buf_clear(&p->line);
}

static void
keep_labels(struct print *p)
{
	for (size_t i = 0; i < p->n; i++) {
		add_text(p, str_of(p->columns[i].label));
		keep_line(p, &p->columns[i]);
	}
}

static void
keep_cells(struct print *p, const struct cell *cells)
{
	for (size_t i = 0; i < p->n; i++) {
		p->columns[i].number |= is_number(&cells[i]);
		p->columns[i].text |= cells[i].kind == CELL_TEXT;
		add_cell(p, &cells[i]);
		p->columns[i].whole &= p->line.n <= LONGEST_WORD &&
		    str_find(buf_str(&p->line), ' ') == p->line.n;
		keep_line(p, &p->columns[i]);
		if (p->shown[p->n_shown - 1].width > p->columns[i].cells)
			p->columns[i].cells = p->shown[p->n_shown - 1].width;
	}
}

static bool
is_right(const struct print_column *c)
{
	return c->numbers || (c->number && !c->text);
}

/* s in width columns, cut where it is wider. */
static void
add_padded(struct buf *b, const struct shown_cell *s, size_t width, bool right)
{
	struct str start = s->s;
	size_t w = s->width;

	if (w > width) {
		start = text_cut(start, width - 1);
		w = text_width(start) + 1;
	}
	if (right)
		buf_fill(b, ' ', width - w);
	buf_add(b, start);
	if (s->width > width)
		buf_addz(b, "…");
	if (!right)
		buf_fill(b, ' ', width - w);
}

enum { GAP = 2, NARROWEST = 6 };

/* A column that should have at most so many. */
static size_t
narrowed(const struct print_column *c, size_t most)
{
	if ((is_right(c) || c->whole) && c->cells > most)
		most = c->cells;
	return c->width < most ? c->width : most;
}

/* How wide the lines are when columns have at most so many, if they may. */
static size_t
width_at_most(const struct print *p, size_t most)
{
	size_t width = p->n ? (p->n - 1) * GAP : 0;

	for (size_t i = 0; i < p->n; i++)
		width += narrowed(&p->columns[i], most);
	return width;
}

/* Narrows the widest columns of text and labels alike until the lines fit, or
 * all are as narrow as is still of use. */
static void
fit(struct print *p)
{
	size_t lo = NARROWEST, hi = NARROWEST;

	if (!p->width)
		return;
	for (size_t i = 0; i < p->n; i++)
		if (p->columns[i].width > hi)
			hi = p->columns[i].width;
	while (lo < hi) {
		size_t mid = lo + (hi - lo + 1) / 2;

		if (width_at_most(p, mid) <= p->width)
			lo = mid;
		else
			hi = mid - 1;
	}
	for (size_t i = 0; i < p->n; i++)
		p->columns[i].width = narrowed(&p->columns[i], lo);
}

/* A line that is still too wide ends in …, so that no number is read short. */
static void
put_table_line(struct print *p)
{
	struct str all = buf_str(&p->line);
	bool cut;

	while (all.n && all.s[all.n - 1] == ' ')
		all.n--;
	cut = p->width && text_width(all) > p->width;
	p->line.n = cut ? text_cut(all, p->width - 1).n : all.n;
	buf_addz(&p->line, cut ? "…" : "");
	put_line(p);
}

static void
put_table(struct print *p)
{
	fit(p);
	for (size_t i = 0; i < p->n_shown; i++) {
		struct print_column *c = &p->columns[i % p->n];
		bool last = i % p->n == p->n - 1;

		add_padded(&p->line, &p->shown[i], c->width, is_right(c));
		if (!last) {
			buf_fill(&p->line, ' ', GAP);
			continue;
		}
		put_table_line(p);
		if (i != p->n - 1)
			continue;
		for (size_t k = 0; k < p->n; k++) {
			buf_fill(&p->line, ' ', k ? GAP : 0);
			buf_fill(&p->line, '-', p->columns[k].width);
		}
		put_table_line(p);
	}
}

static void
put_md_rule(struct print *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct print_column *c = &p->columns[i];

		buf_addz(&p->line, "| ");
		buf_fill(&p->line, '-', c->width - is_right(c));
		buf_addz(&p->line, is_right(c) ? ": " : " ");
	}
	buf_addc(&p->line, '|');
	put_line(p);
}

enum { MD_NARROWEST = 3 };

static void
put_md(struct print *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->columns[i].width < MD_NARROWEST)
			p->columns[i].width = MD_NARROWEST;
	for (size_t i = 0; i < p->n_shown; i++) {
		struct print_column *c = &p->columns[i % p->n];

		buf_addz(&p->line, "| ");
		add_padded(&p->line, &p->shown[i], c->width, is_right(c));
		buf_addc(&p->line, ' ');
		if (i % p->n != p->n - 1)
			continue;
		buf_addc(&p->line, '|');
		put_line(p);
		if (i == p->n - 1)
			put_md_rule(p);
	}
}

struct print *
print_new(enum print_format format, FILE *out, const char *const *names,
    const char *const *labels, size_t n, int width)
{
	struct print *p = mem_alloc(sizeof *p);

	p->format = format;
	p->out = out;
	p->n = n;
	p->width = width > 0 ? (size_t)width : 0;
	p->terminal = isatty(fileno(out));
	p->columns = ARENA_ARRAY(&p->arena, struct print_column, n);
	for (size_t i = 0; i < n; i++) {
		p->columns[i].name = names[i];
		p->columns[i].label =
		    labels && labels[i] ? labels[i] : names[i];
		p->columns[i].whole = true;
	}
	if (format == PRINT_TSV || format == PRINT_CSV)
		put_row(p, NULL);
	else if (format != PRINT_JSON)
		keep_labels(p);
	return p;
}

void
print_numbers(struct print *p, size_t column)
{
	p->columns[column].numbers = true;
}

void
print_row(struct print *p, const struct cell *cells)
{
	if (print_is_for_people(p->format))
		keep_cells(p, cells);
	else
		put_row(p, cells);
}

void
print_free(struct print *p)
{
	if (!p)
		return;
	if (p->format == PRINT_TABLE)
		put_table(p);
	else if (p->format == PRINT_MD)
		put_md(p);
	free(p->shown);
	free(p->line.s);
	arena_release(&p->arena);
	free(p);
}
