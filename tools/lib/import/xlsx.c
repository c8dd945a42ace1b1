/* xlsx: a workbook, read by another program that is held to limits. */
#include "import/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "git/run.h"

static const char *const script[] = {
#include "import/xlsx_reader.py.lines"
};

/* What the reader may take. */
#define SECONDS "120"
#define MEMORY "1610612736" /* 1.5 GiB of addresses */
enum { OUTPUT = 256 << 20, CELLS = 8000000 };

struct reading {
	struct workbook *w;
	struct sheet *sheet;
	const char *path;
	struct findings *to;
	size_t bytes, cells;
	struct merge {
		int top, left, bottom, right;
	} * merges; /* of the sheet, in the arena */
	size_t n_merges, cap_merges;
	bool whole, bad;
};

static bool
wrong(struct reading *r, const char *text)
{
	r->bad = true;
	return found(r->to, FIND_IMPORT_FILE, place_file(r->path), "%s", text);
}

/* Why the reader stopped, in words of ours. */
static const struct {
	const char *word, *text;
} reasons[] = {
	{ "missing",
	    N_("to read a workbook the Debian package python3-openpyxl is "
	       "needed: 'apt-get install python3-openpyxl', or save the sheet "
	       "as CSV in UTF-8") },
	{ "large",
	    N_("unpacked the workbook is larger than any register of people; "
	       "it was not opened") },
	{ "ods",
	    N_("this is an OpenDocument sheet; save it as XLSX or as CSV in "
	       "UTF-8") },
	{ "xlsb",
	    N_("this is a binary workbook (XLSB); save it as XLSX or as CSV "
	       "in UTF-8") },
	{ "other",
	    N_("this is a ZIP archive, but no workbook; unpack it and name "
	       "the workbook in it") },
	{ "sheets", N_("the workbook has too many sheets; divide it") },
	{ "columns",
	    N_("a sheet has more columns than a register of people; take "
	       "away what is no part of the table") },
	{ "rows",
	    N_("a sheet has more rows than a register of people (200000 are "
	       "read); divide it") },
	{ "memory",
	    N_("the workbook takes more memory than it may; divide it, or "
	       "save the sheet as CSV in UTF-8") },
};

/* Parts of a line, with what the reader escaped. */
static size_t
parts_of(struct str line, struct str *parts, size_t most, struct buf *b)
{
	struct str part;
	size_t n = 0, at[8], end[8];

	buf_clear(b);
	while (n < most && str_split(&line, '\t', &part)) {
		at[n] = b->n;
		for (size_t i = 0; i < part.n; i++)
			if (part.s[i] == '\\' && i + 1 < part.n) {
				char c = part.s[++i];

				buf_addc(b,
				    c == 't'     ? '\t' :
					c == 'n' ? '\n' :
						   c);
			} else {
				buf_addc(b, part.s[i]);
			}
		end[n++] = b->n;
	}
	for (size_t i = 0; i < n; i++)
		parts[i] = (struct str){ b->s + at[i], end[i] - at[i] };
	return n;
}

static void
say_reason(struct reading *r, struct str word, struct str more)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (str_is(word, reasons[i].word)) {
			wrong(r, _(reasons[i].text));
			return;
		}
	r->bad = true;
	found(r->to, FIND_IMPORT_FILE, place_file(r->path),
	    _("the workbook cannot be read (%.*s); open it in a spreadsheet "
	      "program and save it again"),
	    STRF(more));
}

static int
number(struct str s)
{
	int n;

	return s.n && s.n <= 9 && str_digits(s, 0, s.n, &n) ? n : 0;
}

/* "C3:E4" */
static bool
read_merge(struct str s, struct merge *m)
{
	int at[4] = { 0 }, k = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];

		if (c >= 'A' && c <= 'Z' && (k == 0 || k == 2) && at[k] < 99999)
			at[k] = at[k] * 26 + (c - 'A' + 1);
		else if (str_is_digit(c) && at[k & ~1] && at[k | 1] < 99999999)
			k |= 1, at[k] = at[k] * 10 + (c - '0');
		else if (c == ':' && k == 1)
			k = 2;
		else
			return false;
	}
	*m = (struct merge){ at[1], at[0], at[3], at[2] };
	return k == 3 && m->bottom >= m->top && m->right >= m->left;
}

enum { MERGES = 20000 };

static void
note_merge(struct reading *r, struct str ref)
{
	struct merge m;

	if (r->n_merges == MERGES || !read_merge(ref, &m))
		return;
	if (r->n_merges == r->cap_merges) {
		size_t cap = r->cap_merges ? 2 * r->cap_merges : 16;
		struct merge *more =
		    ARENA_ARRAY(&r->w->arena, struct merge, cap);

		for (size_t i = 0; i < r->n_merges; i++)
			more[i] = r->merges[i];
		r->merges = more;
		r->cap_merges = cap;
	}
	r->merges[r->n_merges++] = m;
}

static struct sheet_row *
row_of(struct sheet *s, int n)
{
	for (size_t i = s->n_rows; i-- > 0;)
		if (s->rows[i].n == n)
			return &s->rows[i];
		else if (s->rows[i].n < n)
			break;
	return NULL;
}

enum { SPREAD_ROWS = 5000, SPREAD_COLUMNS = 200 };

/* A merged cell shows its value over all that it covers. */
static void
spread(struct reading *r)
{
	for (size_t i = 0; r->sheet && i < r->n_merges; i++) {
		const struct merge *m = &r->merges[i];
		struct sheet_row *top = row_of(r->sheet, m->top);
		struct sheet_cell c;

		if (!top || m->right - m->left > SPREAD_COLUMNS ||
		    m->bottom - m->top > SPREAD_ROWS)
			continue;
		c = *sheet_cell_at(top, (size_t)m->left - 1);
		if (c.kind == SHEET_EMPTY)
			continue;
		c.merged = true;
		for (int n = m->top; n <= m->bottom; n++) {
			struct sheet_row *row = row_of(r->sheet, n);

			for (int k = m->left; row && k <= m->right; k++)
				sheet_cell_add(row, (size_t)k - 1, c,
				    &r->w->arena);
		}
	}
	r->n_merges = 0;
}

static bool
take_cell(struct reading *r, const struct str *p)
{
	static const char kinds[] = "sndbe";
	static const enum sheet_kind kind[] = { SHEET_TEXT, SHEET_NUMBER,
		SHEET_DAY, SHEET_FLAG, SHEET_ERROR };
	int n = number(p[1]), column = number(p[2]);
	const char *is = p[3].n == 1 ? strchr(kinds, *p[3].s) : NULL;

	if (!r->sheet || n < 1 || column < 1 || column > SHEET_COLUMNS || !is ||
	    !*is || ++r->cells > CELLS)
		return wrong(r,
		    _("the workbook has more cells than a register of "
		      "people; divide it"));
	sheet_cell_add(sheet_row_add(r->sheet, n), (size_t)column - 1,
	    (struct sheet_cell){ .kind = kind[is - kinds],
		.formula = p[4].n,
		.text = p[5] },
	    &r->w->arena);
	return true;
}

static bool
take_line(struct str line, void *to)
{
	struct reading *r = to;
	struct str p[8];
	struct buf b = { 0 };
	size_t n;
	bool more = true;

	r->bytes += line.n;
	if (r->bytes > OUTPUT)
		return wrong(r,
		    _("the workbook has more text than a register of "
		      "people; divide it"));
	n = parts_of(line, p, 6, &b);
	if (n >= 2 && str_is(p[0], "E")) {
		say_reason(r, p[1], n > 2 ? p[2] : STR(""));
		more = false;
	} else if (n == 3 && str_is(p[0], "S")) {
		spread(r);
		r->sheet = sheet_add(r->w, p[1]);
		r->sheet->hidden = !str_is(p[2], "visible");
	} else if (n == 2 && str_is(p[0], "M")) {
		note_merge(r, p[1]);
	} else if (n == 6 && str_is(p[0], "C")) {
		more = take_cell(r, p);
	} else if (str_is(p[0], "V")) {
		r->w->macros = true;
	} else if (str_is(p[0], "Z")) {
		spread(r);
		r->whole = true;
	}
	buf_release(&b);
	return more;
}

bool
xlsx_read(struct workbook *w, const char *path, struct findings *to)
{
	struct reading r = { .w = w, .path = path, .to = to };
	struct buf program = { 0 };
	char rows[16], columns[16], sheets[16], unpacked[16];
	const char *argv[] = { "timeout", "-k", "5", SECONDS, "prlimit",
		"--as=" MEMORY, "--cpu=" SECONDS, "--fsize=0", "--core=0",
		"/usr/bin/python3", "-I", "-B", "-c", NULL, path, rows, columns,
		sheets, unpacked, NULL };
	int status;

	for (size_t i = 0; i < sizeof script / sizeof *script; i++)
		buf_addz(&program, script[i]);
	argv[13] = buf_z(&program);
	snprintf(rows, sizeof rows, "%d", SHEET_ROWS);
	snprintf(columns, sizeof columns, "%d", SHEET_COLUMNS);
	snprintf(sheets, sizeof sheets, "%d", SHEET_SHEETS);
	snprintf(unpacked, sizeof unpacked, "%d", OUTPUT);
	status = run_program_lines(argv, '\n', take_line, &r);
	buf_release(&program);
	if (r.bad || r.whole)
		return !r.bad;
	if (status == 126 || status == 127)
		return wrong(&r, _(reasons[0].text));
	if (status == 124 || status == 137 || status == -1)
		return wrong(&r,
		    _("the workbook takes longer to read than it may; divide "
		      "it, or save the sheet as CSV in UTF-8"));
	return wrong(&r,
	    _("the workbook could not be read to its end: it takes more "
	      "memory than it may, or is broken; save it again, or as CSV in "
	      "UTF-8"));
}
