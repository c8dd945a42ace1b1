/* Periods by name and as people write them. */
#include "text/period.h"

#include "../draw.h"

#include <stdint.h>
#include <string.h>

#include "test.h"

static const char *
days(const char *z)
{
	static char text[2 * DAY_TEXT];
	struct date d;

	if (!period_parse(str_of(z), &d))
		return "none";
	day_text(d.lo, text);
	text[DAY_TEXT - 1] = ' ';
	day_text(d.hi, text + DAY_TEXT);
	return text;
}

static const char *
meant(const char *z)
{
	static char out[PERIOD_TEXT];

	return period_meant(str_of(z), out) ? out : "none";
}

static void
test_parse(void)
{
	static const char *const rows[][2] = {
		{ "2021", "2021-01-01 2021-12-31" },
		{ "2021-H1", "2021-01-01 2021-06-30" },
		{ "2021-H2", "2021-07-01 2021-12-31" },
		{ "2021-Q1", "2021-01-01 2021-03-31" },
		{ "2021-Q4", "2021-10-01 2021-12-31" },
		{ "2024-02", "2024-02-01 2024-02-29" },
		{ "2021-12", "2021-12-01 2021-12-31" },
		{ "2024-2T", "2024-01-01 2024-02-29" },
		{ "2026-9T", "2026-01-01 2026-09-30" },
		{ "2026-11T", "2026-01-01 2026-11-30" },
		{ "2020-2025", "2020-01-01 2025-12-31" },
		{ "0001", "0001-01-01 0001-12-31" },
		{ "9998-9999", "9998-01-01 9999-12-31" },
	};
	static const char *const bad[] = { "", "2021-H3", "2021-H0", "2021-Q5",
		"2021-Q0", "2021-h1", "2021-q2", "2021-06-30", "2021-13",
		"2021-00", "2021-6", "2021-H1 ", " 2021", "0000", "0000-H1",
		"2021-X1", "Q1-2021", "2021-QQ", "2021-9t", "2021-09T",
		"2021-0T", "2021-1T", "2021-3T", "2021-6T", "2021-12T",
		"2021-13T", "2021-2021", "2025-2020", "2020-25", "2021-",
		"10000", "2021Q1", "2021–2025" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(strcmp(days(rows[i][0]), rows[i][1]) == 0, "%s: %s",
		    rows[i][0], days(rows[i][0]));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(strcmp(days(bad[i]), "none") == 0, "no period '%s'", bad[i]);
}

static void
test_meant(void)
{
	static const char *const rows[][2] = {
		{ "Quý III/2026", "2026-Q3" },
		{ "quý 3/2026", "2026-Q3" },
		{ "QUÝ  III  NĂM 2026", "2026-Q3" },
		{ "quy iv - 2026", "2026-Q4" },
		{ "Q3/2026", "2026-Q3" },
		{ "q.3 2026", "2026-Q3" },
		{ "2026Q3", "2026-Q3" },
		{ "2026-q3", "2026-Q3" },
		{ "9 tháng 2026", "2026-9T" },
		{ "9 tháng năm 2026", "2026-9T" },
		{ "09 tháng đầu năm 2026", "2026-9T" },
		{ "9 tha\u0301ng 2026", "2026-9T" },
		{ "9T/2026", "2026-9T" },
		{ "2026-09T", "2026-9T" },
		{ "first 9 months of 2026", "2026-9T" },
		{ "6 tháng đầu năm 2026", "2026-H1" },
		{ "6 tháng cuối năm 2026", "2026-H2" },
		{ "3 tháng đầu năm 2026", "2026-Q1" },
		{ "3 tháng cuối năm 2026", "2026-Q4" },
		{ "12 tháng 2026", "2026" },
		{ "1 tháng 2026", "2026-01" },
		{ "2026-6T", "2026-H1" },
		{ "H1 2026", "2026-H1" },
		{ "tháng 9/2026", "2026-09" },
		{ "Tháng 09 năm 2026", "2026-09" },
		{ "T9/2026", "2026-09" },
		{ "9/2026", "2026-09" },
		{ "09-2026", "2026-09" },
		{ "2026/9", "2026-09" },
		{ "năm 2026", "2026" },
		{ "Cả năm 2026", "2026" },
		{ "nhiệm kỳ 2020–2025", "2020-2025" },
		{ "Nhiệm kỳ 2020 - 2025", "2020-2025" },
		{ "giai đoạn 2021-2030", "2021-2030" },
		/* Nobody can tell. */
		{ "9 tháng", "none" },
		{ "quý 3", "none" },
		{ "9 năm 2026", "none" },
		{ "5 năm 2021-2025", "none" },
		{ "IV/2026", "none" },
		{ "tháng IV/2026", "none" },
		{ "quý V/2026", "none" },
		{ "quý 5/2026", "none" },
		{ "13 tháng 2026", "none" },
		{ "24 tháng 2026", "none" },
		{ "2026-24T", "none" },
		{ "0 tháng 2026", "none" },
		{ "tháng 13/2026", "none" },
		{ "4 tháng cuối năm 2026", "none" },
		{ "13 tháng cuối năm 2026", "none" },
		{ "quý 3/26", "none" },
		{ "2020-25", "none" },
		{ "2025-2020", "none" },
		{ "20266", "none" },
		{ "0000", "none" },
		{ "30/9/2026", "none" },
		{ "2026-09-30", "none" },
		{ "9 tháng //2026", "none" },
		{ "9 tháng 2026 và", "none" },
		{ "Y", "none" },
		{ "q N Y", "none" },
		{ "", "none" },
		{ "                                          2026", "none" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(strcmp(meant(rows[i][0]), rows[i][1]) == 0, "'%s' is %s",
		    rows[i][0], meant(rows[i][0]));
	ok(!period_meant((struct str){ "2021\0", 5 }, (char[PERIOD_TEXT]){ 0 }),
	    "no period with a NUL");
}

/* Whatever can be put together: one name for one span, which its label and
 * other spellings give as well, in order of its days. */
static void
test_names(void)
{
	static const char parts[] = "0123456789HQT-"; /* and the NUL */
	enum { PARTS = sizeof parts };
	char z[10] = "2023-", out[PERIOD_TEXT], last[PERIOD_TEXT] = "";
	size_t n = 0, wrong = 0, names = 0;
	struct date a, b;

	for (size_t i = 0; i < PARTS * PARTS * PARTS; i++) {
		z[5] = parts[i % PARTS];
		z[6] = parts[i / PARTS % PARTS];
		z[7] = parts[i / PARTS / PARTS];
		if (!period_parse(str_of(z), &a) || (!z[6] && z[7]))
			continue;
		names++;
		wrong += strcmp(meant(z), z) != 0;
		for (int lang = 0; lang < 2; lang++) {
			struct buf label = { 0 };

			period_add_label(&label, str_of(z), (enum lang)lang);
			wrong += strcmp(meant(buf_z(&label)), z) != 0;
			buf_release(&label);
		}
		n += period_compare(str_of(z), STR("2023-Q2")) < 0;
	}
	/* 12 months, 4 quarters, 2 halves, and 2 4 5 7 8 9 10 11 months */
	ok(names == 26, "26 names in a year: %zu", names);
	ok(!wrong, "each is its own, and what its labels say");
	ok(n == 14, "what begins or ends before the second quarter: %zu", n);

	wrong = 0;
	for (int d = day_make(1999, 12, 31); d <= day_make(2005, 1, 2); d++)
		for (const char *kind = "MQHYT"; *kind; kind++) {
			wrong += !period_of(d, *kind, out) ||
			    !period_parse(str_of(out), &a) || d < a.lo ||
			    d > a.hi || strcmp(meant(out), out) != 0;
			if (*kind != 'T')
				continue;
			/* It ends with the month and began with the year. */
			period_of(d, 'M', last);
			wrong +=
			    !period_parse(str_of(last), &b) || a.hi != b.hi;
			period_of(d, 'Y', last);
			wrong +=
			    !period_parse(str_of(last), &b) || a.lo != b.lo;
		}
	ok(!wrong, "every day lies in the periods that it is given");
	ok(!period_of(day_make(2021, 7, 1), 'W', out) &&
		!period_of(day_make(2021, 7, 1), '\0', out) &&
		!period_of(DAY_NONE, 'M', out),
	    "no week, and no period of no day");
}

static void
test_labels(void)
{
	static const char *const rows[][3] = {
		{ "2026", "năm 2026", "2026" },
		{ "2026-H1", "6 tháng đầu năm 2026", "first half of 2026" },
		{ "2026-H2", "6 tháng cuối năm 2026", "second half of 2026" },
		{ "2026-Q3", "quý III/2026", "Q3 2026" },
		{ "2026-09", "tháng 9/2026", "2026-09" },
		{ "2026-9T", "9 tháng năm 2026", "9 months of 2026" },
		{ "2020-2025", "2020–2025", "2020–2025" },
		{ "2026-13", "2026-13", "2026-13" },
		{ "chưa rõ", "chưa rõ", "chưa rõ" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf vi = { 0 }, en = { 0 };

		period_add_label(&vi, str_of(rows[i][0]), LANG_VI);
		period_add_label(&en, str_of(rows[i][0]), LANG_EN);
		ok(strcmp(buf_z(&vi), rows[i][1]) == 0 &&
			strcmp(buf_z(&en), rows[i][2]) == 0,
		    "%s: %s, %s", rows[i][0], buf_z(&vi), buf_z(&en));
		buf_release(&vi);
		buf_release(&en);
	}
}

/* Bytes of a seed, many of them such as stand in periods. */
static void
test_any_bytes(void)
{
	static const char *const pieces[] = { "2026", "9", "12", "Q", "III",
		" ", "/", "-", "–", "tháng", "năm", "quý", "đầu", "T", "H",
		"\xc3", "0", "of", "months", "2030" };
	uint64_t seed = 42;
	size_t wrong = 0, some = 0;

	for (int i = 0; i < 200000; i++) {
		char z[64] = "", out[PERIOD_TEXT];
		struct date d;

		for (int k = 0; k < 6 && strlen(z) < 48; k++) {
			strcat(z,
			    pieces[draw_below(&seed,
				sizeof pieces / sizeof *pieces)]);
		}
		if (!period_meant(str_of(z), out))
			continue;
		some++;
		wrong += !period_parse(str_of(out), &d) || d.lo > d.hi ||
		    strcmp(meant(out), out) != 0;
	}
	ok(some > 50 && !wrong, "what is understood has a name: %zu", some);
}

int
main(void)
{
	test_parse();
	test_meant();
	test_names();
	test_labels();
	test_any_bytes();
	return done();
}
