/* Rows as text, read back by other readers: JSON by SQLite, numbers by strtod,
 * CSV and TSV by the little readers below. */
#include "text/print.h"

#include <fcntl.h>
#include <math.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "test.h"
#include "../draw.h"
#include "text/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t seed = 20260101;

static uint64_t
draw(void)
{
	return draw_number(&seed);
}

static const struct cell null = { .kind = CELL_NULL };
static const struct cell masked = { .kind = CELL_MASKED };

static struct cell
text(const char *z)
{
	return (struct cell){ .kind = CELL_TEXT, .s = str_of(z) };
}

static struct cell
integer(long long i)
{
	return (struct cell){ .kind = CELL_INT, .i = i };
}

static struct cell
real(double d)
{
	return (struct cell){ .kind = CELL_REAL, .d = d };
}

/* Everything that n columns of rows are printed as; the caller's to free. */
static char *
printed(enum print_format format, int width, const char *const *names,
    const char *const *labels, size_t n, const struct cell *cells, size_t rows,
    size_t *length)
{
	char *out = NULL;
	FILE *f = open_memstream(&out, length);
	struct print *p = print_new(format, f, names, labels, n, width);

	for (size_t i = 0; i < rows; i++)
		print_row(p, cells + i * n);
	print_free(p);
	fclose(f);
	return out;
}

static bool
prints(enum print_format format, int width, const char *const *names,
    const char *const *labels, size_t n, const struct cell *cells, size_t rows,
    const char *want)
{
	size_t length;
	char *got =
	    printed(format, width, names, labels, n, cells, rows, &length);
	bool same = length == strlen(want) && memcmp(got, want, length) == 0;

	if (!same)
		printf("# got:\n%s# want:\n%s", got, want);
	free(got);
	return same;
}

static const char *const names[] = { "ma", "so", "ti_le" };
static const char *const labels[] = { "Mã", "Số", NULL };

static void
test_formats(void)
{
	const struct cell rows[] = {
		text("Nguyễn"),
		integer(-12),
		real(0.5),
		text(""),
		null,
		masked,
		text("a\tb\nc\\d\re|_\"x,"),
		integer(7),
		real(3),
	};

	ok(prints(PRINT_TSV, 0, names, labels, 3, rows, 3,
	       "ma\tso\tti_le\nNguyễn\t-12\t0.5\n\t\t•••\n"
	       "a\\tb\\nc\\\\d\\re|_\"x,\t7\t3.0\n"),
	    "tsv");
	ok(prints(PRINT_CSV, 0, names, labels, 3, rows, 3,
	       "ma,so,ti_le\r\nNguyễn,-12,0.5\r\n\"\",,•••\r\n"
	       "\"a\tb\nc\\d\re|_\"\"x,\",7,3.0\r\n"),
	    "csv");
	ok(prints(PRINT_JSON, 0, names, labels, 3, rows, 3,
	       "{\"ma\":\"Nguyễn\",\"so\":-12,\"ti_le\":0.5}\n"
	       "{\"ma\":\"\",\"so\":null,\"ti_le\":\"•••\"}\n"
	       "{\"ma\":\"a\\tb\\nc\\\\d\\re|_\\\"x,\",\"so\":7,\"ti_le\":3.0"
	       "}\n"),
	    "json");
	ok(prints(PRINT_TABLE, 0, names, labels, 3, rows, 3,
	       "Mã                    Số  ti_le\n"
	       "-------------------  ---  -----\n"
	       "Nguyễn               -12    0.5\n"
	       "                            •••\n"
	       "a\\tb\\nc\\d\\x0De|_\"x,    7    3.0\n"),
	    "table");
	ok(prints(PRINT_MD, 0, names, labels, 3, rows, 3,
	       "| Mã                |  Số | ti_le |\n"
	       "| ----------------- | --: | ----: |\n"
	       "| Nguyễn            | -12 |   0.5 |\n"
	       "|                   |     |   ••• |\n"
	       "| a b c\\\\d e\\|\\_\"x, |   7 |   3.0 |\n"),
	    "md");
}

static void
test_nothing(void)
{
	ok(prints(PRINT_TSV, 0, names, NULL, 2, NULL, 0, "ma\tso\n") &&
		prints(PRINT_CSV, 0, names, NULL, 2, NULL, 0, "ma,so\r\n") &&
		prints(PRINT_JSON, 0, names, NULL, 2, NULL, 0, "") &&
		prints(PRINT_TABLE, 0, names, NULL, 2, NULL, 0,
		    "ma  so\n--  --\n") &&
		prints(PRINT_MD, 0, names, NULL, 2, NULL, 0,
		    "| ma  | so  |\n| --- | --- |\n"),
	    "no rows: the names alone");
	ok(prints(PRINT_JSON, 0, NULL, NULL, 0, &null, 1, "{}\n") &&
		prints(PRINT_TABLE, 0, NULL, NULL, 0, &null, 1, ""),
	    "no columns");
	print_free(NULL);
}

static void
test_named(void)
{
	enum print_format f;

	ok(print_format_named(STR("tsv"), &f) && f == PRINT_TSV &&
		print_format_named(STR("csv"), &f) && f == PRINT_CSV &&
		print_format_named(STR("json"), &f) && f == PRINT_JSON &&
		print_format_named(STR("table"), &f) && f == PRINT_TABLE &&
		print_format_named(STR("md"), &f) && f == PRINT_MD &&
		!print_format_named(STR("xml"), &f) &&
		!print_format_named(STR(""), &f) &&
		!print_format_named(STR("TSV"), &f) &&
		!print_format_named(STR("js"), &f),
	    "formats by name");
}

static void
test_formulas(void)
{
	static const char *const one[] = { "x" };
	static const char *const rows[][2] = {
		{ "=1+1", "x\r\n'=1+1\r\n" },
		{ "+84", "x\r\n'+84\r\n" },
		{ "-x", "x\r\n'-x\r\n" },
		{ "@a", "x\r\n'@a\r\n" },
		{ "\t=1", "x\r\n'\t=1\r\n" },
		{ "\r=1", "x\r\n\"'\r=1\"\r\n" },
		{ "a=1", "x\r\na=1\r\n" },
		{ "=a,b", "x\r\n\"'=a,b\"\r\n" },
		{ "'=1", "x\r\n'=1\r\n" },
	};
	struct cell c;

	for (size_t i = 0; i < COUNT(rows); i++) {
		c = text(rows[i][0]);
		ok(prints(PRINT_CSV, 0, one, NULL, 1, &c, 1, rows[i][1]),
		    "a cell of csv is no formula (row %zu)", i);
	}
	c = integer(-5);
	ok(prints(PRINT_CSV, 0, one, NULL, 1, &c, 1, "x\r\n-5\r\n"),
	    "a negative number is none either");
	c = real(-0.5);
	ok(prints(PRINT_CSV, 0, one, NULL, 1, &c, 1, "x\r\n-0.5\r\n"),
	    "nor a real one");
}

/* Numbers */

static void
test_integers(void)
{
	static const char *const one[] = { "n" };
	static const long long rows[] = { 0, 1, -1, 9, 10, 1234567890123,
		INT64_MAX, INT64_MIN };
	char want[64];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cell c = integer(rows[i]);

		snprintf(want, sizeof want, "n\n%lld\n", rows[i]);
		ok(prints(PRINT_TSV, 0, one, NULL, 1, &c, 1, want),
		    "integer %lld", rows[i]);
	}
}

static bool
is_shortest(double d, const char *got)
{
	char shorter[400];
	size_t digits = 0;

	for (const char *p = got; *p && *p != 'e'; p++)
		digits += *p >= '0' && *p <= '9' && (digits || *p != '0');
	if (digits > 1 && strstr(got, ".0") == got + strlen(got) - 2)
		return true; /* a whole number */
	if (digits < 2)
		return true;
	snprintf(shorter, sizeof shorter, "%.*g", (int)digits - 1, d);
	return strtod(shorter, NULL) != d;
}

static void
test_reals(void)
{
	static const struct {
		double d;
		const char *text;
	} rows[] = {
		{ 0, "0.0" },
		{ -0.0, "-0.0" },
		{ 3, "3.0" },
		{ -3, "-3.0" },
		{ 0.1, "0.1" },
		{ 67.14, "67.14" },
		{ 1e20, "1e+20" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1e15, "1e+15" },
		{ 123456789012345, "123456789012345.0" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 5e-324, "5e-324" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" },
		{ INFINITY, "9e999" },
		{ -INFINITY, "-9e999" },
		{ NAN, "" },
		{ 9007199254740993.0, "9007199254740992.0" },
	};
	char out[REAL_TEXT];
	size_t wrong = 0, longer = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(strcmp(print_real(rows[i].d, out), rows[i].text) == 0,
		    "real %s", rows[i].text);
	for (int i = 0; i < 100000; i++) {
		uint64_t bits = draw();
		double d;

		if (i % 2)
			d = (double)(int64_t)(bits % 2000000) / 100 - 10000;
		else
			memcpy(&d, &bits, sizeof d);
		if (!isfinite(d))
			continue;
		wrong += strtod(print_real(d, out), NULL) != d ||
		    !strpbrk(out, ".e");
		longer += !is_shortest(d, out);
	}
	ok(wrong == 0, "any real reads back as itself");
	ok(longer == 0, "and no shorter text would do");
}

/* Text, read back */

static void
add_random(struct buf *b, bool bad)
{
	static const char *const pieces[] = {
		"a",
		"Ngọc",
		"\t",
		"\n",
		"\r",
		"\\",
		"\"",
		",",
		"'",
		"=",
		"|",
		"\x1b[1m",
		"\x7f",
		"\xc2\x85",
		"\u2028",
		"\u202e",
		"😀",
		"\b",
		"\f",
		"/",
		"</script>",
		"\\n",
		"\\u0041",
		" ",
		"\ufeff",
		"\U000e0041",
		"•",
		"\x01",
		"n",
	};

	for (unsigned n = (unsigned)(draw() % 8); n; n--)
		if (bad && draw() % 5 == 0)
			buf_addc(b, (char)(0x80 + draw() % 128));
		else
			buf_addz(b, pieces[draw() % COUNT(pieces)]);
}

static void
add_untsv(struct buf *b, struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] != '\\')
			buf_addc(b, v.s[i]);
		else
			switch (v.s[++i]) {
			case 't':
				buf_addc(b, '\t');
				break;
			case 'n':
				buf_addc(b, '\n');
				break;
			case 'r':
				buf_addc(b, '\r');
				break;
			default:
				buf_addc(b, v.s[i]);
			}
}

/* The next field of RFC 4180 text; *end is what follows it, 0 at the end. */
static void
add_uncsv(struct buf *b, struct str *v, char *end)
{
	bool quoted = v->n && v->s[0] == '"';
	size_t i = quoted;

	for (; i < v->n; i++) {
		char c = v->s[i];

		if (quoted && c == '"') {
			if (i + 1 == v->n || v->s[i + 1] != '"') {
				i++;
				break;
			}
			i++;
		} else if (!quoted && (c == ',' || c == '\r'))
			break;
		buf_addc(b, c);
	}
	*end = i < v->n ? v->s[i] : '\0';
	*v = str_from(*v, i + 1 + (*end == '\r'));
}

static void
test_round_trips(void)
{
	static const char *const two[] = { "a", "b" };
	struct buf v = { 0 }, got = { 0 };
	size_t tsv = 0, csv = 0, length;
	struct str part, line;
	char end;

	for (int i = 0; i < 5000; i++) {
		struct cell c[2] = { [1] = { .kind = CELL_INT, .i = 5 } };
		char *out;

		buf_clear(&v);
		add_random(&v, true);
		c[0] = (struct cell){ .kind = CELL_TEXT, .s = buf_str(&v) };
		out = printed(PRINT_TSV, 0, two, NULL, 2, c, 1, &length);
		line = str_from((struct str){ out, length }, 4);
		buf_clear(&got);
		str_split(&line, '\t', &part);
		add_untsv(&got, part);
		tsv +=
		    !str_eq(buf_str(&got), buf_str(&v)) || !str_is(line, "5\n");
		free(out);
		out = printed(PRINT_CSV, 0, two, NULL, 2, c, 1, &length);
		line = str_from((struct str){ out, length }, 5);
		buf_clear(&got);
		add_uncsv(&got, &line, &end);
		if (v.n && strchr("=+-@\t\r", v.s[0]))
			csv += got.n < 2 || got.s[0] != '\'' ||
			    !str_eq(str_from(buf_str(&got), 1), buf_str(&v));
		else
			csv += !str_eq(buf_str(&got), buf_str(&v));
		csv += end != ',' || !str_is(line, "5\r\n");
		free(out);
	}
	ok(tsv == 0, "any text comes back out of tsv");
	ok(csv == 0, "any text comes back out of csv, formulas defused");
	buf_release(&v), buf_release(&got);
}

/* The value of key "a\"b" in a line of JSON, as SQLite reads it. */
static bool
reads_json(sqlite3_stmt *q, const char *json, size_t n, struct str want)
{
	bool same;

	sqlite3_reset(q);
	sqlite3_bind_text(q, 1, json, (int)n, SQLITE_STATIC);
	same = sqlite3_step(q) == SQLITE_ROW && sqlite3_column_int(q, 0) &&
	    (size_t)sqlite3_column_bytes(q, 1) == want.n &&
	    memcmp(sqlite3_column_text(q, 1), want.s, want.n) == 0 &&
	    sqlite3_column_double(q, 2) == 0.1 &&
	    sqlite3_column_type(q, 3) == SQLITE_NULL;
	return same;
}

static void
test_json(void)
{
	static const char *const keys[] = { "a\"b", "so", "không" };
	struct buf v = { 0 };
	size_t wrong = 0, raw = 0, length, next, bad;
	sqlite3 *db;
	sqlite3_stmt *q;

	sqlite3_open(":memory:", &db);
	sqlite3_prepare_v2(db,
	    "SELECT json_valid(?1), (SELECT value FROM json_each(?1) LIMIT 1), "
	    "json_extract(?1, '$.so'), json_extract(?1, '$.\"không\"')",
	    -1, &q, NULL);
	for (int i = 0; i < 5000; i++) {
		struct cell c[3] = { [1] = real(0.1) };
		char *out;

		buf_clear(&v);
		add_random(&v, false);
		c[0] = (struct cell){ .kind = CELL_TEXT, .s = buf_str(&v) };
		out = printed(PRINT_JSON, 0, keys, NULL, 3, c, 1, &length);
		wrong += !reads_json(q, out, length, buf_str(&v));
		free(out);
		buf_clear(&v);
		add_random(&v, true);
		c[0].s = buf_str(&v);
		out = printed(PRINT_JSON, 0, keys, NULL, 3, c, 1, &length);
		sqlite3_reset(q);
		sqlite3_bind_text(q, 1, out, (int)length, SQLITE_STATIC);
		wrong += sqlite3_step(q) != SQLITE_ROW ||
		    !sqlite3_column_int(q, 0) ||
		    !text_valid((struct str){ out, length }, &bad);
		for (size_t k = 0; k + 1 < length; k = next)
			raw +=
			    text_forbidden(text_at((struct str){ out, length },
				k, &next)) != NULL;
		free(out);
	}
	ok(wrong == 0, "SQLite reads any text back out of JSON");
	ok(raw == 0, "and nothing in it is invisible");
	buf_clear(&v);
	buf_add(&v, STR("a\0b\xff"));
	struct cell c = { .kind = CELL_TEXT, .s = buf_str(&v) };
	ok(prints(PRINT_JSON, 0, (const char *const[]){ "x" }, NULL, 1, &c, 1,
	       "{\"x\":\"a\\u0000b\ufffd\"}\n"),
	    "NUL and bad bytes in JSON");
	c = real(NAN);
	ok(prints(PRINT_JSON, 0, (const char *const[]){ "x" }, NULL, 1, &c, 1,
	       "{\"x\":null}\n"),
	    "no number is null");
	sqlite3_finalize(q);
	sqlite3_close(db);
	buf_release(&v);
}

/* Tables */

static void
test_table_types(void)
{
	static const char *const three[] = { "mixed", "number", "none" };
	const struct cell rows[] = {
		integer(1),
		integer(1),
		null,
		text("abc"),
		null,
		null,
		null,
		real(22.5),
		masked,
	};

	ok(prints(PRINT_TABLE, 0, three, NULL, 3, rows, 3,
	       "mixed  number  none\n"
	       "-----  ------  ----\n"
	       "1           1\n"
	       "abc\n"
	       "         22.5  •••\n"),
	    "a column with text in it is no number");
}

static void
test_table_width(void)
{
	static const char *const two[] = { "ten", "so" };
	static const char *const known[] = { "ten", "giúp đỡ" };
	static const char *const dated[] = { "ngày sinh", "nghề" };
	const struct cell ids[] = {
		text("Nguyễn Văn An"),
		text("qc-2021-1"),
		text("An"),
		text("qc-2"),
	};
	const struct cell days[] = {
		text("7/95"),
		text("làm ruộng"),
		{ .kind = CELL_MASKED },
		text("giáo viên"),
	};
	const struct cell rows[] = {
		text("Nguye\u0302\u0303n Văn An"),
		integer(123456),
		text("日本語日本語"),
		integer(7),
		text("\x1b[31m"),
		integer(0),
	};

	ok(prints(PRINT_TABLE, 17, two, NULL, 2, rows, 3,
	       "ten            so\n"
	       "---------  ------\n"
	       "Nguye\u0302\u0303n V…  123456\n"
	       "日本語日…       7\n"
	       "\\x1B[31m        0\n"),
	    "text is cut, numbers are not");
	ok(prints(PRINT_TABLE, 9, two, NULL, 2, rows, 1,
	       "ten     …\n"
	       "------  …\n"
	       "Nguye\u0302\u0303…  …\n"),
	    "a number that has no room is not begun");
	ok(prints(PRINT_TABLE, 19, known, NULL, 2, ids, 2,
	       "ten       giúp đỡ\n"
	       "--------  ---------\n"
	       "Nguyễn …  qc-2021-1\n"
	       "An        qc-2\n"),
	    "an id is not cut, whatever its column is called");
	ok(prints(PRINT_TABLE, 14, dated, NULL, 2, days, 2,
	       "ngày …  nghề\n"
	       "------  ------\n"
	       "7/95    làm r…\n"
	       "•••     giáo …\n"),
	    "a label is cut sooner than the days below it");
}

/* No line of any table is wider than asked for, and with room nothing is
 * cut. */
static void
test_table_law(void)
{
	static const char *const four[] = { "a", "bb", "ccc", "dddd" };
	struct buf v[12] = { 0 };
	size_t wide = 0, cut = 0, length;
	struct str rest, line;

	for (int i = 0; i < 2000; i++) {
		struct cell cells[12];
		int width = 1 + (int)(draw() % 60);
		char *out;

		for (size_t k = 0; k < 12; k++) {
			buf_clear(&v[k]);
			add_random(&v[k], true);
			cells[k] = k % 4 == 2 ?
			    integer((long long)(draw() >> 40)) :
			    (struct cell){ .kind = CELL_TEXT,
				    .s = buf_str(&v[k]) };
		}
		out = printed(PRINT_TABLE, width, four, NULL, 4, cells, 3,
		    &length);
		for (rest = (struct str){ out, length };
		     str_split(&rest, '\n', &line);)
			wide += text_width(line) > (size_t)width;
		free(out);
		out = printed(PRINT_TABLE, 1000, four, NULL, 4, cells, 3,
		    &length);
		cut += str_find_str((struct str){ out, length }, STR("…")) !=
		    length;
		free(out);
	}
	ok(wide == 0, "no line is wider than the terminal");
	ok(cut == 0, "with room, nothing is cut");
	for (size_t k = 0; k < 12; k++)
		buf_release(&v[k]);
}

static void
test_md(void)
{
	static const char *const one[] = { "x" };
	static const char *const rows[][2] = {
		{ "a|b", "a\\|b" },
		{ "a\\|b", "a\\\\\\|b" },
		{ "<b>&amp;", "\\<b\\>\\&amp;" },
		{ "*x*", "\\*x\\*" },
		{ "quan_chung", "quan_chung" },
		{ "_x_", "\\_x\\_" },
		{ "[a](b)", "\\[a\\](b)" },
		{ "`c`", "\\`c\\`" },
		{ "a\r\nb", "a  b" },
		{ "\x1b", "\\x1B" },
		{ "đ_ă", "đ_ă" },
		{ "~~x~~", "\\~\\~x\\~\\~" },
	};
	char want[64];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cell c = text(rows[i][0]);
		int pad = (int)text_width(str_of(rows[i][1]));
		int width = pad > 3 ? pad : 3;

		snprintf(want, sizeof want, "| x%*s |\n| %.*s |\n| %s%*s |\n",
		    width - 1, "", width, "--------------------", rows[i][1],
		    width - pad, "");
		ok(prints(PRINT_MD, 0, one, NULL, 1, &c, 1, want),
		    "md shows what is there (row %zu)", i);
	}
}

/* Terminals and ends */

/* What a terminal receives when one cell is printed in a format. */
static void
add_terminal(struct buf *b, enum print_format format, const char *z)
{
	static const char *const one[] = { "x" };
	struct winsize size = { .ws_row = 24, .ws_col = 33 };
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct cell c = text(z);
	struct print *p;
	char bytes[256];
	ssize_t n;
	FILE *f;

	grantpt(master);
	unlockpt(master);
	f = fopen(ptsname(master), "w");
	ioctl(master, TIOCSWINSZ, &size);
	ok(print_width(f) == 33, "a terminal has a width");
	p = print_new(format, f, one, NULL, 1, 0);
	print_row(p, &c);
	print_free(p);
	fclose(f);
	while ((n = read(master, bytes, sizeof bytes)) > 0)
		buf_add(b, (struct str){ bytes, (size_t)n });
	close(master);
}

static void
test_terminal(void)
{
	struct buf b = { 0 };
	FILE *f = tmpfile();

	for (enum print_format k = PRINT_TSV; k <= PRINT_MD; k++) {
		buf_clear(&b);
		add_terminal(&b, k, "é\x1b]0;x\x07\u202e");
		ok(b.n && str_find(buf_str(&b), '\x1b') == b.n &&
			str_find(buf_str(&b), '\x07') == b.n &&
			str_find_str(buf_str(&b), STR("\u202e")) == b.n &&
			str_find_str(buf_str(&b), STR("é")) < b.n,
		    "no control byte reaches a terminal (format %d)", (int)k);
	}
	ok(f && print_width(f) == 0, "a file has no width");
	if (f)
		fclose(f);
	buf_release(&b);
}

/* The status of a child that writes to path and ends by out_end, and what it
 * said on stderr. path NULL: stdout is closed. */
static int
end_status(const char *path, const char *say, struct buf *said)
{
	int fds[2], status = -1;
	char bytes[256];
	ssize_t n;
	pid_t child;

	fflush(stdout);
	if (pipe(fds) != 0 || (child = fork()) < 0)
		return -1;
	if (child == 0) {
		dup2(fds[1], 2);
		close(1);
		if (path && open(path, O_WRONLY) != 1)
			_exit(99);
		fputs(say, stdout);
		_exit(out_end("kntest", 1));
	}
	close(fds[1]);
	while ((n = read(fds[0], bytes, sizeof bytes)) > 0)
		buf_add(said, (struct str){ bytes, (size_t)n });
	close(fds[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_end(void)
{
	struct buf said = { 0 }, big = { 0 };

	ok(end_status("/dev/null", "x", &said) == 1 && !said.n,
	    "what was written keeps the status");
	ok(end_status("/dev/full", "x", &said) == 2 &&
		str_is(buf_str(&said),
		    "kntest: cannot write: No space left on device\n"),
	    "a full disk is trouble");
	buf_clear(&said);
	for (int i = 0; i < 100000; i++)
		buf_addz(&big, "line\n");
	ok(end_status("/dev/full", buf_z(&big), &said) == 2 &&
		str_starts(buf_str(&said), STR("kntest: cannot write: ")),
	    "so it is when it was full long before the end");
	buf_clear(&said);
	ok(end_status(NULL, "", &said) == 1 && !said.n,
	    "a closed stdout is none when there is nothing to say");
	ok(end_status(NULL, "x", &said) == 2 && said.n, "and is when there is");
	buf_release(&said), buf_release(&big);
}

int
main(void)
{
	test_formats();
	test_nothing();
	test_named();
	test_formulas();
	test_integers();
	test_reals();
	test_round_trips();
	test_json();
	test_table_types();
	test_table_width();
	test_table_law();
	test_md();
	test_terminal();
	test_end();
	return done();
}
