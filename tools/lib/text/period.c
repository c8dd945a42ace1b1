/* period: months and years by name, and as people say them. */
#include "text/period.h"

#include <stdio.h>
#include <string.h>

#include "text/text.h"

/* From the first of a month on; a term of years is many months. */
struct months {
	int year, first, n;
};

enum { MONTHS = 12, QUARTER = 3, HALF = 6 };

static bool
is_one(struct months m)
{
	return m.year > 0 && m.first >= 1 && m.n >= 1 &&
	    (m.first + m.n - 1 <= MONTHS ||
		(m.first == 1 && m.n % MONTHS == 0 &&
		    m.year + m.n / MONTHS - 1 <= 9999));
}

/* False: they have none. */
static bool
name(struct months m, char out[PERIOD_TEXT])
{
	unsigned year = (unsigned)m.year % 10000, n = (unsigned)m.n, part;
	bool whole;

	if (!is_one(m))
		return false;
	part = (unsigned)(m.first - 1) / n % MONTHS + 1;
	whole = (unsigned)(m.first - 1) % n == 0;
	if (n > MONTHS)
		snprintf(out, PERIOD_TEXT, "%04u-%04u", year,
		    (year + n / MONTHS - 1) % 10000);
	else if (n == MONTHS)
		snprintf(out, PERIOD_TEXT, "%04u", year);
	else if (n == 1)
		snprintf(out, PERIOD_TEXT, "%04u-%02u", year, part);
	else if (whole && (n == QUARTER || n == HALF))
		snprintf(out, PERIOD_TEXT, "%04u-%c%u", year,
		    n == HALF ? 'H' : 'Q', part % 10);
	else if (m.first == 1)
		snprintf(out, PERIOD_TEXT, "%04u-%hhuT", year,
		    (unsigned char)n);
	else
		return false;
	return true;
}

/* What people write, word by word: Y a year, N a number of one or two digits, I
 * a Roman one; and how its numbers are meant. */
static const struct {
	const char *words;
	char kind;
} ways[] = {
	{ "Y", 'Y' },
	{ "nam Y", 'Y' },
	{ "ca nam Y", 'Y' },
	{ "quy I Y", 'Q' },
	{ "quy N Y", 'Q' },
	{ "quy I nam Y", 'Q' },
	{ "quy N nam Y", 'Q' },
	{ "q I Y", 'Q' },
	{ "q N Y", 'Q' },
	{ "Y q N", 'Q' },
	{ "h N Y", 'H' },
	{ "Y h N", 'H' },
	{ "N Y", 'M' },
	{ "Y N", 'M' },
	{ "t N Y", 'M' },
	{ "thang N Y", 'M' },
	{ "thang N nam Y", 'M' },
	{ "N t Y", 'T' },
	{ "Y N t", 'T' },
	{ "N thang Y", 'T' },
	{ "N thang nam Y", 'T' },
	{ "N thang dau nam Y", 'T' },
	{ "N months of Y", 'T' },
	{ "first N months of Y", 'T' },
	{ "N thang cuoi nam Y", 'E' }, /* at its end */
	{ "first half of Y", '1' },
	{ "second half of Y", '2' },
	{ "Y Y", 'R' }, /* from one to another */
	{ "nhiem ky Y Y", 'R' },
	{ "giai doan Y Y", 'R' },
};

/* The numbers of what was written, in their order. */
struct spoken {
	char words[32];
	int year[2], years;
	int n;
};

static bool
add_word(struct spoken *s, struct str word)
{
	static const char *const roman[] = { "i", "ii", "iii", "iv" };
	size_t at = strlen(s->words);
	int n;

	if (at + word.n + 2 > sizeof s->words)
		return false;
	if (at)
		s->words[at++] = ' ';
	if (word.n == 4 && s->years < 2 && str_digits(word, 0, 4, &n)) {
		s->year[s->years++] = n;
		word = STR("Y");
	} else if (word.n < 3 && str_digits(word, 0, word.n, &n)) {
		s->n = n;
		word = STR("N");
	}
	for (int i = 0; i < 4; i++)
		if (str_is(word, roman[i])) {
			s->n = i + 1;
			word = STR("I");
		}
	memcpy(s->words + at, word.s, word.n);
	return true;
}

static bool
is_in(char c, const char *first_last)
{
	return c >= first_last[0] && c <= first_last[1];
}

/* A sign that may stand between two words, with blanks around it. */
static struct str
skip_between(struct str v)
{
	static const char *const signs[] = { "/", "-", "\u2013", ".", "," };

	v = str_trim(v);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(v, str_of(signs[i])))
			return str_trim(str_from(v, strlen(signs[i])));
	return v;
}

static bool
listen(struct str v, struct spoken *s)
{
	for (v = str_trim(v); v.n; v = skip_between(v)) {
		const char *kind = is_in(v.s[0], "09") ? "09" : "az";
		size_t n = 0;

		while (n < v.n && is_in(v.s[n], kind))
			n++;
		if (!n || !add_word(s, str_first(v, n)))
			return false;
		v = str_from(v, n);
	}
	return true;
}

static struct months
meant(const struct spoken *s, char kind)
{
	int y = s->year[0], n = s->n;

	switch (kind) {
	case 'Y':
		return (struct months){ y, 1, MONTHS };
	case 'H':
		return (struct months){ y, (n - 1) * HALF + 1, HALF };
	case 'Q':
		return (struct months){ y, (n - 1) * QUARTER + 1, QUARTER };
	case 'M':
		return (struct months){ y, n, 1 };
	case 'T':
		return (struct months){ y, 1, n <= MONTHS ? n : 0 };
	case 'E':
		return (struct months){ y, MONTHS - n + 1, n };
	case '1':
	case '2':
		return (struct months){ y, kind == '1' ? 1 : HALF + 1, HALF };
	default:
		return (struct months){ y, 1,
			s->year[1] > y ? (s->year[1] - y + 1) * MONTHS : 0 };
	}
}

static bool
understand(struct str v, struct months *m)
{
	struct spoken s = { { 0 }, { 0 }, 0, 0 };
	struct buf folded = { 0 };
	bool heard;

	if (v.n > 40)
		return false;
	text_add_fold(&folded, v);
	heard = listen(buf_str(&folded), &s);
	buf_release(&folded);
	for (size_t i = 0; heard && i < sizeof ways / sizeof *ways; i++)
		if (strcmp(ways[i].words, s.words) == 0) {
			*m = meant(&s, ways[i].kind);
			return is_one(*m);
		}
	return false;
}

bool
period_meant(struct str v, char out[PERIOD_TEXT])
{
	struct months m;

	return understand(v, &m) && name(m, out);
}

/* A year, half, quarter or month by its name. */
static bool
parse_plain(struct str v, struct months *m)
{
	int n;

	*m = (struct months){ 0, 1, MONTHS };
	if (!str_digits(v, 0, 4, &m->year))
		return false;
	if (v.n == 7 && v.s[4] == '-' &&
	    (v.s[5] == 'Q' || v.s[5] == 'H' || str_is_digit(v.s[5])) &&
	    str_digits(v, 6, 1, &n)) {
		m->n = v.s[5] == 'Q' ? QUARTER : v.s[5] == 'H' ? HALF : 1;
		if (m->n == 1)
			n += 10 * (v.s[5] - '0');
		m->first = (n - 1) * m->n + 1;
	} else if (v.n != 4) {
		return false;
	}
	return is_one(*m);
}

static bool
parse(struct str v, struct months *m)
{
	char out[PERIOD_TEXT];

	if (parse_plain(v, m))
		return true;
	return v.n < PERIOD_TEXT && understand(v, m) && name(*m, out) &&
	    str_is(v, out);
}

bool
period_parse(struct str v, struct date *date)
{
	struct months m;
	int last;

	if (!parse(v, &m))
		return false;
	last = m.first + m.n - 1;
	date->lo = day_make(m.year, m.first, 1);
	date->hi = day_month_end(m.year + (last - 1) / MONTHS,
	    (last - 1) % MONTHS + 1);
	return true;
}

bool
period_of(int day, char kind, char out[PERIOD_TEXT])
{
	struct spoken s = { { 0 }, { 0 }, 1, 0 };
	char text[DAY_TEXT];
	int of_month;

	if (!*day_text(day, text) || !kind || !strchr("MQHYT", kind))
		return false;
	day_split(day, &s.year[0], &s.n, &of_month);
	if (kind == 'Q' || kind == 'H')
		s.n = (s.n - 1) / (kind == 'H' ? HALF : QUARTER) + 1;
	return name(meant(&s, kind), out);
}

int
period_compare(struct str a, struct str b)
{
	struct date x = { INT_MAX, INT_MAX }, y = x;

	(void)(date_parse(a, &x) || period_parse(a, &x));
	(void)(date_parse(b, &y) || period_parse(b, &y));
	if (x.lo != y.lo)
		return x.lo < y.lo ? -1 : 1;
	if (x.hi != y.hi)
		return x.hi < y.hi ? -1 : 1;
	return str_cmp(a, b);
}

void
period_add_label(struct buf *b, struct str v, enum lang lang)
{
	static const char *const roman[] = { "I", "II", "III", "IV" };
	bool vi = lang == LANG_VI;
	struct months m;
	int part;

	if (!parse(v, &m)) {
		buf_add(b, v);
		return;
	}
	part = (m.first - 1) / m.n + 1;
	if (m.n > MONTHS)
		buf_addf(b, "%04d\u2013%04d", m.year,
		    m.year + m.n / MONTHS - 1);
	else if (m.n == MONTHS)
		buf_addf(b, vi ? "năm %04d" : "%04d", m.year);
	else if (m.n == 1 && vi)
		buf_addf(b, "tháng %d/%04d", m.first, m.year);
	else if (m.n == 1)
		buf_add(b, v);
	else if (m.n == QUARTER && vi)
		buf_addf(b, "quý %s/%04d", roman[part - 1], m.year);
	else if (m.n == QUARTER)
		buf_addf(b, "Q%d %04d", part, m.year);
	else if (m.n == HALF && vi)
		buf_addf(b, "6 tháng %s năm %04d", part == 1 ? "đầu" : "cuối",
		    m.year);
	else if (m.n == HALF)
		buf_addf(b, "%s half of %04d", part == 1 ? "first" : "second",
		    m.year);
	else
		buf_addf(b, vi ? "%d tháng năm %04d" : "%d months of %04d", m.n,
		    m.year);
}
