/* day_text: days as people write them, and what they may have meant. */
#include "import/day_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "text/day.h"
#include "text/text.h"

/* A day is figures with signs and words between them. */
struct part {
	int value;
	size_t digits; /* 0: it is hidden, as in ##/##/1985 */
};

enum { PARTS = 3, OLDEST = 1900, NEWEST = 2100 };

struct reading {
	struct part part[PARTS];
	size_t n;
	bool unsure; /* about, perhaps, or a letter for a figure */
	bool other;  /* it says more than a day */
	bool hidden; /* a figure of a year is */
};

static struct meaning
sure(struct str text)
{
	return (struct meaning){ .says = MEANING_SURE, .text = text };
}

static struct meaning
doubt(struct str text, const char *why)
{
	return (struct meaning){ .says = MEANING_DOUBT,
		.text = text,
		.find = FIND_IMPORT_DAY,
		.why = why };
}

/* Words around figures that say nothing more, and those that say perhaps. */
static bool
is_word_of_day(struct str w, bool *unsure)
{
	static const char *const plain[] = { "ngay", "thang", "nam", "sinh",
		"t", "n" };
	static const char *const perhaps[] = { "khoang", "chung", "co", "le",
		"c", "k" };

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (str_is(w, plain[i]))
			return true;
	for (size_t i = 0; i < sizeof perhaps / sizeof *perhaps; i++)
		if (str_is(w, perhaps[i])) {
			*unsure = true;
			return true;
		}
	return false;
}

static bool
is_hiding(char c)
{
	return c == '#' || c == 'x' || c == '?' || c == '*' || c == '_';
}

/* One run of figures, letters and signs that hide figures. */
static void
take_run(struct reading *r, struct str run)
{
	struct part p = { 0 };
	size_t hidden = 0, letters = 0;

	for (size_t i = 0; i < run.n; i++) {
		char c = run.s[i];

		if (c == 'o' || c == 'l') {
			letters++; /* typed for 0 and 1 */
			c = c == 'o' ? '0' : '1';
		}
		if (str_is_digit(c) && p.digits < 9) {
			p.value = p.value * 10 + (c - '0');
			p.digits++;
		} else if (is_hiding(c)) {
			hidden++;
		} else {
			r->other |= !is_word_of_day(run, &r->unsure);
			return;
		}
	}
	if (letters && letters == p.digits) {
		r->other |= !is_word_of_day(run, &r->unsure);
		return;
	}
	if (hidden && p.digits) {
		r->hidden = true;
		return;
	}
	r->unsure |= letters > 0;
	if (!p.digits && run.n == 1 && *run.s == '?') {
		r->unsure = true;
		return;
	}
	if (r->n == PARTS)
		r->other = true;
	else
		r->part[r->n++] = p;
}

static struct reading
parts_of(struct str text)
{
	struct reading r = { 0 };
	struct buf b = { 0 };
	struct str s;

	text_add_fold(&b, text);
	s = buf_str(&b);
	if (str_ends(s, STR(" 00:00:00")))
		s.n -= 9;
	if (str_ends(s, STR("?")) && s.n > 1 && str_is_digit(s.s[s.n - 2])) {
		r.unsure = true;
		s.n--;
	}
	for (size_t i = 0; i < s.n;) {
		size_t begin = i;

		while (i < s.n && !strchr("/.-, ~:\\", s.s[i]))
			i++;
		if (i > begin)
			take_run(&r, (struct str){ s.s + begin, i - begin });
		if (i < s.n && s.s[i] == '~')
			r.unsure = true;
		i++;
	}
	buf_release(&b);
	return r;
}

/* A year of two figures, of which nobody said the century. */
static bool
full_year(const struct part *p, int century, int *year, bool *guessed)
{
	if (p->digits == 4) {
		*year = p->value;
		return p->value >= OLDEST && p->value < NEWEST;
	}
	if (p->digits != 2)
		return false;
	*guessed = !century;
	if (!century)
		century = 1930;
	*year = century - century % 100 + p->value;
	if (*year < century)
		*year += 100;
	return true;
}

static struct str
written(struct arena *a, int y, int m, int d)
{
	return str_of(d ? arena_f(a, "%04d-%02d-%02d", y, m, d) :
		m       ? arena_f(a, "%04d-%02d", y, m) :
			  arena_f(a, "%04d", y));
}

static struct meaning
no_day(const char *why)
{
	return doubt((struct str){ 0 }, why);
}

/* Is it hidden or 0, as in 00/00/1985? */
static bool
is_untold(const struct part *p)
{
	return p->value == 0;
}

static struct meaning
read_three(const struct reading *r, enum import_days order, int century,
    bool partial, struct arena *a)
{
	static const int at[IMPORT_DAYS][3] = { { 0, 1, 2 }, { 1, 0, 2 },
		{ 2, 1, 0 } };
	const int *is = at[r->part[0].digits == 4             ? IMPORT_YMD :
		order == IMPORT_YMD && r->part[2].digits == 4 ? IMPORT_DMY :
								order];
	const struct part *d = &r->part[is[0]], *m = &r->part[is[1]];
	bool guessed = false;
	int year;

	if (r->hidden || !full_year(&r->part[is[2]], century, &year, &guessed))
		return no_day(_("its year is not told"));
	if (is_untold(d) || is_untold(m)) {
		if (!partial)
			return no_day(_("the day is not told whole"));
		return doubt(written(a, year, is_untold(m) ? 0 : m->value, 0),
		    _("the day is not told whole"));
	}
	if (m->value > 12 && d->value <= 12 && d->digits <= 2 &&
	    day_make(year, d->value, m->value) != DAY_NONE)
		return doubt(written(a, year, d->value, m->value),
		    _("there is no such month; day and month seem to be "
		      "swapped"));
	if (d->digits > 2 || m->digits > 2 ||
	    day_make(year, m->value, d->value) == DAY_NONE)
		return no_day(_("there is no such day"));
	if (guessed)
		return doubt(written(a, year, m->value, d->value),
		    _("the year has two figures; 'century' of the page can say "
		      "which"));
	if (r->unsure)
		return doubt(written(a, year, m->value, d->value),
		    _("it says that the day is not certain, or has a letter "
		      "for a figure"));
	return sure(written(a, year, m->value, d->value));
}

static struct meaning
read_partial(const struct reading *r, int century, bool partial,
    struct arena *a)
{
	const struct part *y = &r->part[r->n - 1], *m = &r->part[0];
	bool guessed = false;
	int year, month = 0;

	if (r->n == 2 && m->digits == 4) {
		const struct part *swap = y;

		y = m;
		m = swap;
	}
	if (r->hidden || !full_year(y, century, &year, &guessed))
		return no_day(_("its year is not told"));
	if (r->n == 2)
		month = m->value;
	if (month > 12 || (r->n == 2 && m->digits > 2))
		return no_day(_("there is no such month"));
	if (!partial)
		return no_day(_("the day is not told whole"));
	if (guessed)
		return doubt(written(a, year, month, 0),
		    _("the year has two figures; 'century' of the page can say "
		      "which"));
	if (r->unsure || (r->n == 2 && !month))
		return doubt(written(a, year, month, 0),
		    _("it says that the day is not certain, or has a letter "
		      "for a figure"));
	return sure(written(a, year, month, 0));
}

/* 08031999: figures without signs between them. */
static struct meaning
read_run(int value, enum import_days order, struct arena *a)
{
	int last = value % 10000, first = value / 1000000,
	    second = value / 10000 % 100;
	int y = order == IMPORT_YMD ? value / 10000 : last;
	int m = order == IMPORT_YMD ? value / 100 % 100 :
	    order == IMPORT_MDY     ? first :
				      second;
	int d = order == IMPORT_YMD ? value % 100 :
	    order == IMPORT_MDY     ? second :
				      first;

	if (y < OLDEST || y >= NEWEST || day_make(y, m, d) == DAY_NONE)
		return no_day(_("this is no day"));
	return doubt(written(a, y, m, d),
	    _("the signs between day, month and year are missing"));
}

struct meaning
day_text_read(struct str text, enum import_days order, int century,
    bool partial, struct arena *a)
{
	struct reading r = parts_of(text);

	if (text.n >= 4 && strspn(arena_z(a, text), "#") == text.n)
		return no_day(
		    _("the column was too narrow to show it when the workbook "
		      "was saved as text"));
	if (r.other || !r.n)
		return no_day(
		    r.hidden ? _("its year is not told") : _("this is no day"));
	if (r.n == 3)
		return read_three(&r, order, century, partial, a);
	if (r.n == 1 && r.part[0].digits == 8 && !r.hidden)
		return read_run(r.part[0].value, order, a);
	if (r.n == 1 && r.part[0].digits == 2)
		return no_day(_("this is no day"));
	return read_partial(&r, century, partial, a);
}

enum { SERIAL_ZERO = -25569 }; /* 1899-12-30, as a day of ours */

struct meaning
day_text_serial(struct str digits, struct arena *a)
{
	char out[DAY_TEXT];
	int n;

	if (digits.n != 5 || !str_digits(digits, 0, digits.n, &n))
		return no_day(_("this is no day"));
	return doubt(arena_keep(a, str_of(day_text(SERIAL_ZERO + n, out))),
	    _("this is the number by which a spreadsheet counts days; show "
	      "the column as days"));
}
