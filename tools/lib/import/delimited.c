/* delimited: CSV and TSV. */
#include "import/delimited.h"

#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "text/text.h"

/* Encoding. */

static void
add_utf16(struct buf *b, struct str s, bool little)
{
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		unsigned char one = (unsigned char)s.s[i];
		unsigned char two = (unsigned char)s.s[i + 1];
		int32_t c = little ? two << 8 | one : one << 8 | two;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.n) {
			unsigned char three = (unsigned char)s.s[i + 2];
			unsigned char four = (unsigned char)s.s[i + 3];
			int32_t low =
			    little ? four << 8 | three : three << 8 | four;

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				i += 2;
			}
		}
		text_add_char(b, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
	}
}

/* The file as UTF-8, in b or where it was. False after saying that it is not
 * and what it looks like. */
static bool
as_utf8(struct str *bytes, struct buf *b, const char *path,
    const enum old_code *code, struct findings *to)
{
	enum old_code seems;
	size_t bad;

	if (str_take(bytes, STR("\xef\xbb\xbf")))
		code = NULL;
	if (str_take(bytes, STR("\xff\xfe"))) {
		add_utf16(b, *bytes, true);
		*bytes = buf_str(b);
	} else if (str_take(bytes, STR("\xfe\xff"))) {
		add_utf16(b, *bytes, false);
		*bytes = buf_str(b);
	}
	if (text_valid(*bytes, &bad)) {
		if (!memchr(bytes->n ? bytes->s : "", '\0', bytes->n))
			return true;
		return found(to, FIND_IMPORT_FILE, place_file(path),
		    _("this is no text: it has bytes that are 0; save it as "
		      "XLSX or as CSV in UTF-8"));
	}
	if (code) {
		old_code_add(b, *bytes, *code);
		*bytes = buf_str(b);
		return true;
	}
	if (old_code_seems(*bytes, &seems))
		return found(to, FIND_IMPORT_FILE, place_at(path, *bytes, bad),
		    _("the file is not in UTF-8; it looks like %s: say "
		      "'encoding: %s' in the mapping page, look at what comes "
		      "of it, or save the file as CSV in UTF-8"),
		    old_code_name(seems), old_code_name(seems));
	return found(to, FIND_IMPORT_FILE, place_at(path, *bytes, bad),
	    _("the file is not in UTF-8, and looks like none of tcvn3, vni, "
	      "viscii and cp1258: save it as XLSX or as CSV in UTF-8"));
}

/* Separator. */

static const char separators[] = { '\t', ';', ',', '|' };
enum { SEPARATORS = sizeof separators };

/* How often each stands outside of quotes in a line, which ends at the index
 * that is returned. */
static size_t
count_in_line(struct str s, size_t i, size_t n[SEPARATORS])
{
	bool quoted = false;

	memset(n, 0, SEPARATORS * sizeof *n);
	for (; i < s.n && (quoted || s.s[i] != '\n'); i++) {
		const char *is = memchr(separators, s.s[i], SEPARATORS);

		if (s.s[i] == '"')
			quoted = !quoted;
		else if (is && !quoted)
			n[is - separators]++;
	}
	return i;
}

enum { LINES_LOOKED_AT = 50 };

/* That which stands most often in the line that has most of it: a title above
 * the table has few or none. */
static char
separator_of(struct str s)
{
	size_t n[SEPARATORS], most = 0, i = 0;
	char is = ',';

	for (int line = 0; line < LINES_LOOKED_AT && i < s.n; line++, i++) {
		i = count_in_line(s, i, n);
		for (size_t k = 0; k < SEPARATORS; k++)
			if (n[k] > most) {
				most = n[k];
				is = separators[k];
			}
	}
	return is;
}

/* Rows. */

struct reading {
	struct workbook *w;
	struct sheet *sheet;
	struct str s;
	size_t i;
	char separator;
	const char *path;
	struct findings *to;
	int row, line;
};

static bool
wrong(struct reading *r, const char *text)
{
	return found(r->to, FIND_IMPORT_FILE,
	    (struct place){ r->path, r->line, 1 }, "%s", text);
}

static bool
at_end_of_cell(const struct reading *r)
{
	return r->i == r->s.n || r->s.s[r->i] == r->separator ||
	    r->s.s[r->i] == '\n' ||
	    (r->s.s[r->i] == '\r' &&
		(r->i + 1 == r->s.n || r->s.s[r->i + 1] == '\n'));
}

static bool
read_quoted(struct reading *r, struct buf *cell)
{
	int opened = r->line;

	for (r->i++; r->i < r->s.n; r->i++) {
		char c = r->s.s[r->i];

		r->line += c == '\n';
		if (c != '"') {
			if (c != '\r')
				buf_addc(cell, c);
			continue;
		}
		if (r->i + 1 < r->s.n && r->s.s[r->i + 1] == '"') {
			buf_addc(cell, '"');
			r->i++;
			continue;
		}
		r->i++;
		return at_end_of_cell(r) ||
		    wrong(r,
			_("a quote ends within a cell; inside quotes a quote "
			  "is written twice (\"\")"));
	}
	r->line = opened;
	return wrong(r,
	    _("a quote is opened in this line and never closed; write a quote "
	      "that belongs to the text twice (\"\"), in a cell that is in "
	      "quotes"));
}

static bool
read_cell(struct reading *r, struct sheet_row *row, size_t column,
    struct buf *cell)
{
	buf_clear(cell);
	if (column >= SHEET_COLUMNS)
		return wrong(r, _("the line has too many cells"));
	if (r->i < r->s.n && r->s.s[r->i] == '"') {
		if (!read_quoted(r, cell))
			return false;
	} else {
		size_t begin = r->i;

		while (!at_end_of_cell(r))
			r->i++;
		buf_add(cell, (struct str){ r->s.s + begin, r->i - begin });
	}
	if (cell->n)
		sheet_cell_add(row, column,
		    (struct sheet_cell){ .kind = SHEET_TEXT,
			.text = buf_str(cell) },
		    &r->w->arena);
	return true;
}

static bool
read_row(struct reading *r, struct buf *cell)
{
	struct sheet_row row = { .n = ++r->row };
	size_t column = 0;

	for (;;) {
		if (!read_cell(r, &row, column++, cell))
			return false;
		if (r->i == r->s.n || r->s.s[r->i] != r->separator)
			break;
		r->i++;
	}
	if (r->i < r->s.n && r->s.s[r->i] == '\r')
		r->i++;
	if (r->i < r->s.n)
		r->i++;
	r->line++;
	if (row.n_cells)
		*sheet_row_add(r->sheet, row.n) = row;
	return r->sheet->n_rows <= SHEET_ROWS ||
	    wrong(r,
		_("the file has more rows than a register of people; divide "
		  "it"));
}

/* A table whose lines are divided otherwise than its first one. */
static bool
check_mixed(struct reading *r)
{
	size_t n[SEPARATORS], i = 0, own = 0, widest[SEPARATORS] = { 0 };
	int line = 1;

	while (separators[own] != r->separator)
		own++;
	while (i < r->s.n) {
		int at = line;
		size_t begin = i;

		i = count_in_line(r->s, i, n);
		for (size_t k = begin; k < i; k++)
			line += r->s.s[k] == '\n';
		i++;
		line++;
		if (n[own] > widest[own])
			widest[own] = n[own];
		for (size_t k = 0; k < SEPARATORS; k++)
			if (k != own && !n[own] && widest[own] > 1 &&
			    n[k] >= widest[own]) {
				r->line = at;
				return wrong(r,
				    _("this line is divided by another sign "
				      "than those above it; use one sign in "
				      "the whole file"));
			}
	}
	return true;
}

bool
delimited_read(struct workbook *w, struct str bytes, const char *path,
    const enum old_code *code, struct findings *to)
{
	struct buf utf8 = { 0 }, cell = { 0 };
	struct reading r = { .w = w, .path = path, .to = to, .line = 1 };
	bool ok = as_utf8(&bytes, &utf8, path, code, to);

	r.s = bytes;
	r.sheet = sheet_add(w, STR(""));
	r.separator = separator_of(bytes);
	ok = ok && check_mixed(&r);
	r.line = 1;
	while (ok && r.i < r.s.n)
		ok = read_row(&r, &cell);
	buf_release(&cell);
	buf_release(&utf8);
	return ok;
}
