/* Figures as people write them, against whole numbers that cannot be rounded
 * wrongly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/numeral.h"
#include "query/tabulate.h"
#include "test.h"

static bool
shows(struct cell c, enum numeral as, enum lang lang, const char *want)
{
	struct buf b = { 0 };
	bool same;

	numeral_add(&b, &c, as, lang);
	same = strcmp(buf_z(&b), want) == 0;
	if (!same)
		printf("# %s, not %s\n", buf_z(&b), want);
	buf_release(&b);
	return same;
}

static struct cell
real(double d)
{
	return (struct cell){ .kind = CELL_REAL, .d = d };
}

static struct cell
text(const char *z)
{
	return (struct cell){ .kind = CELL_TEXT, .s = str_of(z) };
}

static struct cell
whole(long long i)
{
	return (struct cell){ .kind = CELL_INT, .i = i };
}

/* thousandths as text, with so many digits, by whole numbers only. */
static void
by_hand(long long thousandths, int digits, char *out)
{
	long long unit = digits == 2 ? 10 : digits == 1 ? 100 : 1000;
	long long n = (llabs(thousandths) + unit / 2) / unit;
	long long per = 1000 / unit;
	char grouped[40], plain[24];
	size_t k = 0, len;

	len = (size_t)snprintf(plain, sizeof plain, "%lld", n / per);
	for (size_t i = 0; i < len; i++) {
		grouped[k++] = plain[i];
		if ((len - i - 1) % 3 == 0 && i + 1 < len)
			grouped[k++] = ',';
	}
	grouped[k] = '\0';
	out += sprintf(out, "%s%s", thousandths < 0 && n ? "-" : "", grouped);
	if (digits)
		sprintf(out, ".%0*lld", digits, n % per);
}

static void
rounding(void)
{
	bool decimal = true, percent = true, round = true, same = true;
	unsigned seed = 1;
	char want[64], written[64];

	for (int i = 0; i < 20000; i++) {
		long long n;

		seed = seed * 1664525u + 1013904223u;
		n = (long long)(seed % 4000001u) - 2000000;
		if (i % 2)
			n = n / 5 * 5; /* often half-way */
		snprintf(written, sizeof written, "%s%lld.%03lld",
		    n < 0 ? "-" : "", llabs(n) / 1000, llabs(n) % 1000);
		by_hand(n, 1, want);
		decimal &= shows(real((double)n / 1000), NUMERAL_DECIMAL1,
		    LANG_EN, want);
		same &= shows(text(written), NUMERAL_DECIMAL1, LANG_EN, want);
		by_hand(n, 0, want);
		round &=
		    shows(real((double)n / 1000), NUMERAL_INT, LANG_EN, want);
		by_hand(n, 2, want);
		strcat(want, "%");
		percent &= shows(real((double)n / 1000), NUMERAL_PERCENT2,
		    LANG_EN, want);
	}
	ok(decimal, "one digit, half-up");
	ok(round, "no digit, half-up");
	ok(percent, "two digits, half-up");
	ok(same, "the same of a number that is a text");
}

static void
forms(void)
{
	static const struct cell null = { .kind = CELL_NULL };
	static const struct cell masked = { .kind = CELL_MASKED };

	ok(shows(whole(1234567), NUMERAL_AUTO, LANG_VI, "1.234.567"), "vi");
	ok(shows(whole(1234567), NUMERAL_AUTO, LANG_EN, "1,234,567"), "en");
	ok(shows(whole(-1234), NUMERAL_INT, LANG_VI, "-1.234"), "negative");
	ok(shows(whole(2021), NUMERAL_TEXT, LANG_VI, "2021"), "a year as text");
	ok(shows(whole(-9223372036854775807 - 1), NUMERAL_INT, LANG_EN,
	       "-9,223,372,036,854,775,808"),
	    "the least number");
	ok(shows(real(67.14), NUMERAL_AUTO, LANG_VI, "67,14"), "a comma");
	ok(shows(real(3.0), NUMERAL_AUTO, LANG_VI, "3"), "no empty digits");
	ok(shows(real(1e300), NUMERAL_INT, LANG_EN, "1e+300"), "out of reach");
	ok(shows(real(-0.001), NUMERAL_DECIMAL1, LANG_EN, "0.0"), "no -0.0");
	ok(shows(real(9.95), NUMERAL_DECIMAL1, LANG_EN, "10.0"), "carries");
	ok(shows(text("1999-03-08"), NUMERAL_DATE, LANG_VI, "08/03/1999"),
	    "day");
	ok(shows(text("1999-03"), NUMERAL_DATE, LANG_VI, "03/1999"), "month");
	ok(shows(text("1999"), NUMERAL_DATE, LANG_VI, "1999"), "year");
	ok(shows(text("1999-02-30"), NUMERAL_DATE, LANG_VI, "1999-02-30"),
	    "no such day");
	ok(shows(text("1999-03-08"), NUMERAL_DATE, LANG_EN, "1999-03-08"),
	    "ISO");
	ok(shows(text("67,14"), NUMERAL_PERCENT2, LANG_VI, "67,14"),
	    "what is no number stays");
	ok(shows(text(""), NUMERAL_INT, LANG_VI, ""), "an empty text");
	ok(shows(text("."), NUMERAL_INT, LANG_VI, "."), "a lone point");
	ok(shows(text("1e"), NUMERAL_INT, LANG_VI, "1e"), "half an exponent");
	ok(shows(text("1e2x"), NUMERAL_INT, LANG_VI, "1e2x"), "more than one");
	ok(shows(null, NUMERAL_INT, LANG_VI, "–"), "absent");
	ok(shows(masked, NUMERAL_INT, LANG_VI, "•••"), "masked");
}

static void
shares(void)
{
	bool same = true;

	for (long long w = 1; w < 300; w++)
		for (long long p = 0; p < 300; p++) {
			long long h = p * 10000 / w;

			h += p * 10000 % w * 2 >= w;
			same &= tabulate_percent(whole(p), whole(w)).d * 100 >
				(double)h - 0.001 &&
			    tabulate_percent(whole(p), whole(w)).d * 100 <
				(double)h + 0.001;
		}
	ok(same, "shares are half-up");
	ok(tabulate_percent(whole(1), whole(0)).kind == CELL_NULL,
	    "of nothing");
	ok(tabulate_percent(text("1"), whole(1)).kind == CELL_NULL,
	    "of a text");
	ok(tabulate_percent(whole(-1), whole(3)).d < -33.32, "a negative one");
	ok(tabulate_percent(whole(9223372036854775807),
	       whole(9223372036854775807))
		    .d > 99.99,
	    "of very much");
}

int
main(void)
{
	rounding();
	forms();
	shares();
	return done();
}
