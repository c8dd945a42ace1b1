/* numeral: figures and days as people write them. */
#include "text/numeral.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/period.h"
#include "text/print.h"

const char *const numeral_names[NUMERALS] = { "", "int", "decimal1", "percent2",
	"date", "period", "text" };

static char
point(enum lang lang)
{
	return lang == LANG_VI ? ',' : '.';
}

static char
thousands(enum lang lang)
{
	return lang == LANG_VI ? '.' : ',';
}

/* A number as its decimal digits: 0.digits × 10^point. */
struct decimal {
	bool negative;
	struct buf digits;
	int point;
};

/* Beyond this exponent a number is shown as it is. */
enum { EXPONENT_MOST = 40 };

/* -12.50, 1e-07. False: it is no number, or its digits would be no use. */
static bool
decimal_read(struct decimal *d, struct str v)
{
	bool after = false;
	size_t i = 0;

	*d = (struct decimal){ 0 };
	if (i < v.n && v.s[i] == '-') {
		d->negative = true;
		i++;
	}
	for (; i < v.n && (str_is_digit(v.s[i]) || (v.s[i] == '.' && !after));
	     i++)
		if (v.s[i] == '.') {
			after = true;
		} else {
			buf_addc(&d->digits, v.s[i]);
			d->point += !after;
		}
	if (i < v.n && v.s[i] == 'e' && v.n - i <= 5) {
		char exponent[8] = { 0 }, *end;

		memcpy(exponent, v.s + i + 1, v.n - i - 1);
		d->point += (int)strtol(exponent, &end, 10);
		if (end != exponent)
			i += (size_t)(end - exponent) + 1;
	}
	return i == v.n && d->digits.n && d->digits.n <= 1000 &&
	    d->point <= EXPONENT_MOST && d->point >= -EXPONENT_MOST;
}

/* Keeps so many digits after the point, half-up, with zeros where there were
 * none, and at least one before it. */
static void
decimal_round(struct decimal *d, int places)
{
	struct buf digits = { 0 };
	long keep;
	bool up;

	while (d->point < 1) {
		buf_addc(&digits, '0');
		d->point++;
	}
	buf_add(&digits, buf_str(&d->digits));
	buf_release(&d->digits);
	keep = (long)d->point + places;
	up = digits.n > (size_t)keep && digits.s[keep] >= '5';
	while (digits.n < (size_t)keep)
		buf_addc(&digits, '0');
	digits.n = (size_t)keep;
	for (long i = keep; up && i-- > 0;) {
		up = digits.s[i] == '9';
		digits.s[i] = up ? '0' : (char)(digits.s[i] + 1);
	}
	if (up) {
		buf_addc(&d->digits, '1');
		d->point++;
	}
	buf_add(&d->digits, buf_str(&digits));
	buf_release(&digits);
}

static bool
is_zero(const struct buf *digits)
{
	for (size_t i = 0; i < digits->n; i++)
		if (digits->s[i] != '0')
			return false;
	return true;
}

static void
decimal_add(struct buf *b, const struct decimal *d, enum lang lang)
{
	size_t from = 0, whole = (size_t)d->point;

	while (from + 1 < whole && d->digits.s[from] == '0')
		from++;
	if (d->negative && !is_zero(&d->digits))
		buf_addc(b, '-');
	for (size_t i = from; i < d->digits.n; i++) {
		if (i == whole)
			buf_addc(b, point(lang));
		else if (i > from && i < whole && (whole - i) % 3 == 0)
			buf_addc(b, thousands(lang));
		buf_addc(b, d->digits.s[i]);
	}
}

/* With so many digits after the point, or all it has. False, with nothing
 * added: it is no number. */
enum { EXACT = -1 };

static bool
add_number(struct buf *b, struct str v, int places, enum lang lang)
{
	struct decimal d;
	bool ok = decimal_read(&d, v);

	if (places == EXACT)
		places = str_ends(v, STR(".0")) ? 0 : (int)d.digits.n - d.point;
	if (ok) {
		decimal_round(&d, places > 0 ? places : 0);
		decimal_add(b, &d, lang);
	}
	buf_release(&d.digits);
	return ok;
}

/* 1999-03-08 is 08/03/1999; 1999-03 is 03/1999. */
static void
add_date(struct buf *b, struct str v, enum lang lang)
{
	struct date span;
	struct str year = str_first(v, 4);

	if (lang != LANG_VI || !date_parse(v, &span)) {
		buf_add(b, v);
		return;
	}
	if (v.n == 10)
		buf_addf(b, "%.*s/", STRF(str_from(v, 8)));
	if (v.n >= 7)
		buf_addf(b, "%.2s/", v.s + 5);
	buf_add(b, year);
}

static void
add_text(struct buf *b, struct str v, enum numeral as, enum lang lang)
{
	static const int places
	    [NUMERALS] = { [NUMERAL_DECIMAL1] = 1, [NUMERAL_PERCENT2] = 2 };

	if (as == NUMERAL_DATE)
		add_date(b, v, lang);
	else if (as == NUMERAL_PERIOD)
		period_add_label(b, v, lang);
	else if (as == NUMERAL_AUTO || as == NUMERAL_TEXT ||
	    !add_number(b, v, places[as], lang))
		buf_add(b, v);
	else if (as == NUMERAL_PERCENT2)
		buf_addc(b, '%');
}

void
numeral_add(struct buf *b, const struct cell *c, enum numeral as,
    enum lang lang)
{
	char real[REAL_TEXT];
	struct buf number = { 0 };

	switch (c->kind) {
	case CELL_NULL:
		buf_addz(b, "–");
		return;
	case CELL_MASKED:
		buf_addz(b, "•••");
		return;
	case CELL_TEXT:
		add_text(b, c->s, as, lang);
		return;
	case CELL_INT:
		buf_addf(&number, "%lld", c->i);
		break;
	case CELL_REAL:
		buf_addz(&number, print_real(c->d, real));
		break;
	}
	if (as == NUMERAL_AUTO && c->kind == CELL_INT)
		as = NUMERAL_INT;
	if (as != NUMERAL_AUTO || !add_number(b, buf_str(&number), EXACT, lang))
		add_text(b, buf_str(&number), as, lang);
	buf_release(&number);
}

const char *
numeral_day(struct arena *a, struct str v)
{
	struct buf b = { 0 };

	if (v.n == DAY_TEXT - 1)
		add_date(&b, v, lang_now());
	else
		period_add_label(&b, v, lang_now());
	return arena_take(a, &b).s;
}
