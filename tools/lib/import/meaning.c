/* meaning: one cell as the value of a field. */
#include "import/meaning.h"

#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "import/day_text.h"
#include "text/case.h"
#include "text/date.h"
#include "text/flag.h"
#include "text/letters.h"
#include "text/old_font.h"
#include "text/period.h"
#include "text/text.h"

static struct meaning
nothing(void)
{
	return (struct meaning){ .says = MEANING_NOTHING };
}

static struct meaning
sure(struct str text)
{
	return (struct meaning){ .says = MEANING_SURE, .text = text };
}

static struct meaning
doubt(enum find find, struct str text, const char *why)
{
	return (struct meaning){ .says = MEANING_DOUBT,
		.text = text,
		.find = find,
		.why = why };
}

static const struct str none = { 0 };

/* Text. */

static bool
is_space(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x3000;
}

/* Runs of white space become one blank, those at the ends go, and so does what
 * does not show. */
static struct str
one_line(struct str s, struct arena *a)
{
	struct buf b = { 0 }, nfc = { 0 };
	size_t next;

	for (size_t i = 0; i < s.n; i = next) {
		int32_t c = text_at(s, i, &next);

		if (is_space(c)) {
			if (b.n && b.s[b.n - 1] != ' ')
				buf_addc(&b, ' ');
		} else if (c < 0 || !text_forbidden(c)) {
			buf_add(&b, (struct str){ s.s + i, next - i });
		}
	}
	text_add_nfc(&nfc, str_trim(buf_str(&b)));
	buf_release(&b);
	return arena_take(a, &nfc);
}

/* Is each of its letters one that a font of one byte could have shown? */
static bool
could_be_typed(struct str s)
{
	size_t next;
	bool some = false;

	for (size_t i = 0; i < s.n; i = next) {
		int32_t c = text_at(s, i, &next);

		some |= c >= 0x80;
		if (c < 0 || old_font_byte(c) < 0)
			return false;
	}
	return some;
}

struct str
meaning_text(const struct meaning_reader *r, const struct sheet_cell *c)
{
	struct str s = c->text;
	struct buf b = { 0 };

	if (r->page && r->page->has_code && could_be_typed(s)) {
		old_code_add_typed(&b, s, r->page->code);
		s = arena_take(r->arena, &b);
	}
	return one_line(s, r->arena);
}

/* Words. */

static bool
is_sign(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '-' || c == '/' ||
	    c == '(' || c == ')';
}

/* Each abbreviation that stands as a word, in its own case. */
struct str
meaning_words(const struct import_page *p, struct str s, struct arena *a)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s.n;) {
		size_t k = 0;

		for (; k < p->n_words && (!i || is_sign(s.s[i - 1])); k++) {
			struct str w = p->words[2 * k];

			if (str_starts(str_from(s, i), w) &&
			    (i + w.n == s.n || is_sign(s.s[i + w.n]) ||
				is_sign(w.s[w.n - 1])))
				break;
		}
		if (k < p->n_words && (!i || is_sign(s.s[i - 1]))) {
			buf_add(&b, p->words[2 * k + 1]);
			i += p->words[2 * k].n;
			if (b.n && i < s.n && s.s[i] == '.')
				i++;
			if (b.n && i < s.n && s.s[i] != ' ' && !is_sign(s.s[i]))
				buf_addc(&b, ' ');
		} else {
			buf_addc(&b, s.s[i++]);
		}
	}
	s = one_line(buf_str(&b), a);
	buf_release(&b);
	return s;
}

/* Without marks, case and signs. */
static struct str
bare(struct str s, struct arena *a)
{
	struct buf b = { 0 }, out = { 0 };

	text_add_fold(&b, s);
	for (size_t i = 0; i < b.n; i++)
		if (!is_sign(b.s[i]))
			buf_addc(&out, b.s[i]);
		else if (out.n && out.s[out.n - 1] != ' ')
			buf_addc(&out, ' ');
	buf_release(&b);
	s = str_trim(arena_take(a, &out));
	return s;
}

/* UTF-8 whose bytes were read as those of Windows-1252, read back. */
static void
add_bytes(struct buf *b, struct str s)
{
	size_t next, bad;

	for (size_t i = 0; i < s.n; i = next) {
		int byte = old_font_byte(text_at(s, i, &next));

		buf_addc(b, byte < 0 ? '\xff' : (char)byte);
	}
	if (!text_valid(buf_str(b), &bad))
		buf_clear(b); /* not all of it can be told */
}

/* Letters that are not what they look like. True: *v says so. */
static bool
has_wrong_letters(const struct meaning_reader *r, struct str *s, bool name,
    struct meaning *v)
{
	const char *font = old_font(*s, name);
	struct buf b = { 0 };
	struct letters l;
	struct str right;

	if (font) {
		bool vni = strstr(font, "VNI"), typed = strstr(font, "font");

		if (!typed)
			add_bytes(&b, *s);
		else
			old_code_add_typed(&b, *s, vni ? OLD_VNI : OLD_TCVN3);
		*v = doubt(FIND_IMPORT_TEXT, arena_take(r->arena, &b),
		    arena_f(r->arena, _("its letters look like %s"), _(font)));
		return true;
	}
	if (!letters_look(*s, name ? LETTERS_NAME : LETTERS_TEXT, &l, &b)) {
		buf_release(&b);
		return false;
	}
	right = one_line(arena_take(r->arena, &b), r->arena);
	if (l.first[LETTERS_LOST].c)
		*v = doubt(FIND_IMPORT_TEXT, none,
		    _("a sign stands where some program lost a letter"));
	else if (l.first[LETTERS_LIKE].c)
		*v = doubt(FIND_IMPORT_TEXT, right,
		    _("a letter only looks like the right one"));
	else
		*s = right;
	return l.first[LETTERS_LOST].c || l.first[LETTERS_LIKE].c;
}

/* Kinds. */

/* Has it letters, and none that is small (none that is capital)? */
static bool
is_all(struct str s, void (*as)(struct buf *, struct str))
{
	struct buf b = { 0 };
	bool same;

	as(&b, s);
	same = str_eq(buf_str(&b), s);
	buf_release(&b);
	return same;
}

/* A name typed in capitals, or without any: its words begin with one. */
static struct str
capitalised(struct str s, struct arena *a)
{
	struct buf low = { 0 }, b = { 0 };
	size_t next;
	bool begins = true;

	if (!is_all(s, case_add_capital) && !is_all(s, case_add_small))
		return s;
	case_add_small(&low, s);
	for (size_t i = 0; i < low.n; i = next) {
		struct str one;

		text_at(buf_str(&low), i, &next);
		one = (struct str){ low.s + i, next - i };
		if (begins)
			case_add_capital(&b, one);
		else
			buf_add(&b, one);
		begins = low.s[i] == ' ' || low.s[i] == '-';
	}
	buf_release(&low);
	return arena_take(a, &b);
}

static struct meaning
read_name(const struct meaning_reader *r, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_is_digit(s.s[i]) ||
		    strchr("()[]/\\;:,+*?\"=<>&", s.s[i]))
			return doubt(FIND_IMPORT_VALUE, none,
			    _("a name has letters only; what else it says "
			      "goes to another cell"));
	s = capitalised(s, r->arena);
	if (str_find(s, ' ') == s.n)
		return doubt(FIND_IMPORT_VALUE, s,
		    _("a whole name has more than one word"));
	return sure(s);
}

/* A number that a spreadsheet took the first zeros of. */
static struct str
with_zeros(struct str s, int digits, struct arena *a)
{
	size_t lost = (size_t)digits > s.n ? (size_t)digits - s.n : 0;

	return lost ? str_of(arena_f(a, "%.*s%.*s", (int)lost,
			  "00000000000000000000", STRF(s))) :
		      s;
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.s[i]))
			return false;
	return s.n > 0;
}

/* 9.05E+08 */
static bool
is_rounded(struct str s)
{
	size_t e = str_find(s, 'E');

	return e && e + 2 < s.n && (s.s[e + 1] == '+' || s.s[e + 1] == '-') &&
	    all_digits(str_from(s, e + 2));
}

static struct meaning
read_line(const struct meaning_reader *r, const struct import_column *c,
    const struct field *f, struct str s)
{
	struct buf b = { 0 };
	struct str plain;

	if (is_rounded(s))
		return doubt(FIND_IMPORT_VALUE, none,
		    _("a spreadsheet shortened this number; show the column "
		      "as text"));
	if (c->digits && all_digits(s)) {
		plain = with_zeros(s, c->digits, r->arena);
		if (plain.n != s.n && plain.n - s.n > 1)
			return doubt(FIND_IMPORT_VALUE, none,
			    _("figures are missing"));
		s = plain;
	}
	if (field_matches(f, s))
		return sure(s);
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("-/()", s.s[i]))
			buf_addc(&b, s.s[i]);
	plain = one_line(buf_str(&b), r->arena);
	buf_release(&b);
	if (!plain.n || !field_matches(f, plain))
		plain = none;
	return doubt(FIND_IMPORT_VALUE, plain,
	    arena_f(r->arena, _("it is not of the form %.*s"),
		STRF(f->pattern)));
}

/* 12-QĐ/HU, and what people write around it. */
static struct meaning
read_docno(const struct meaning_reader *r, const struct field *f, struct str s)
{
	struct meaning day;
	struct str number = s, rest;
	size_t at;

	if (str_take(&number, STR("Số ")) || str_take(&number, STR("số ")) ||
	    str_take(&number, STR("Số: ")) || str_take(&number, STR("Số:")) ||
	    str_take(&number, STR("số: ")) || str_take(&number, STR("số:")))
		number = str_trim(number);
	at = str_find(number, ' ');
	if (at == number.n && all_digits(number) && !f->partial)
		return doubt(FIND_IMPORT_VALUE, none,
		    _("the sign behind the number is missing, as in "
		      "12-QĐ/HU"));
	if (at == number.n)
		return sure(number);
	rest = str_from(number, at + 1);
	number = str_first(number, at);
	while (number.n && strchr(",;.", number.s[number.n - 1]))
		number.n--;
	day = day_text_read(rest, IMPORT_DMY, 0, false, r->arena);
	if (day.says == MEANING_SURE && !all_digits(number))
		return doubt(FIND_IMPORT_VALUE,
		    str_of(arena_f(r->arena, "%.*s %.*s", STRF(number),
			STRF(day.text))),
		    _("a day stands behind the number"));
	if (all_digits(number) && str_find(rest, ' ') == rest.n &&
	    str_find(rest, '/') < rest.n)
		return doubt(FIND_IMPORT_VALUE,
		    str_of(arena_f(r->arena, "%.*s-%.*s", STRF(number),
			STRF(rest))),
		    _("a blank stands within the number"));
	return doubt(FIND_IMPORT_VALUE, none,
	    _("this is no document's number such as 12-QĐ/HU"));
}

/* Of n things that begin with a name the one whose name, label or other
 * spelling is the same without marks and signs; NAME_NONE: none, or two. */
static int
bare_name(const struct meaning_reader *r, const void *names, size_t n,
    size_t size, struct str s)
{
	struct str is = bare(s, r->arena);
	int found = NAME_NONE;

	for (size_t i = 0; is.n && i < n; i++) {
		const struct name *v =
		    (const void *)((const char *)names + i * size);
		bool same = str_eq(bare(v->name, r->arena), is);

		for (int l = 0; l < 2; l++)
			same |= v->label.in[l] &&
			    str_eq(bare(str_of(v->label.in[l]), r->arena), is);
		for (size_t k = 0; k < v->n_also; k++)
			same |= str_eq(bare(v->also[k], r->arena), is);
		if (same && found != NAME_NONE)
			return NAME_NONE;
		if (same)
			found = (int)i;
	}
	return found;
}

enum { FEW_VALUES = 8 };

/* What there is to choose from, where that is few. */
static const char *
choices(const struct meaning_reader *r, const struct field *f)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < f->n_values; i++)
		buf_addf(&b, "%s%s", i ? ", " : "",
		    name_shown(&f->values[i], lang_now()));
	return arena_take(r->arena, &b).s;
}

static struct meaning
read_enum(const struct meaning_reader *r, const struct field *f, struct str s)
{
	int i = spellings_find(&f->by_value, s);
	struct str near;

	if (i == NAME_NONE)
		i = spellings_find(&f->by_value,
		    meaning_words(r->page, s, r->arena));
	if (i != NAME_NONE)
		return sure(f->values[i].name);
	i = bare_name(r, f->values, f->n_values, sizeof *f->values, s);
	if (i != NAME_NONE)
		return doubt(FIND_IMPORT_VALUE, f->values[i].name,
		    _("it is written without its marks or with other signs"));
	near = name_near_value(f->values, f->n_values, sizeof *f->values, s);
	if (near.n)
		return doubt(FIND_IMPORT_VALUE, near,
		    _("it is none of the values, but near to one"));
	return doubt(FIND_IMPORT_VALUE, near,
	    f->n_values <= FEW_VALUES ?
		arena_f(r->arena,
		    _("it is none of the values (%s); 'values' of the column "
		      "can say what it means"),
		    choices(r, f)) :
		_("it is none of the values; 'values' of the column can "
		  "say what it means"));
}

static struct meaning
read_flag(const struct meaning_reader *r, struct str s)
{
	static const char *const yes[] = { "x", "v", "✓", "✔", "☑", "1",
		"đúng" };
	static const char *const no[] = { "0", "☐", "sai" };
	struct buf b = { 0 };
	const char *word;
	bool known;
	int flag = flag_parse(s);
	bool vi = name_marked(&r->page->type->name);

	case_add_small(&b, s);
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (str_is(buf_str(&b), yes[i]))
			flag = 1;
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (str_is(buf_str(&b), no[i]))
			flag = 0;
	buf_release(&b);
	if (flag >= 0)
		return sure(flag ? (vi ? STR("co") : STR("true")) :
			vi       ? STR("khong") :
				   STR("false"));
	flag = flag_meant(s, &word, &known);
	return doubt(FIND_IMPORT_VALUE,
	    flag < 0 ? none :
		flag ? (vi ? STR("co") : STR("true")) :
		vi   ? STR("khong") :
		       STR("false"),
	    _("this is neither yes nor no"));
}

/* 1.234 and 67,14 as people write them. */
static struct meaning
read_number(const struct meaning_reader *r, const struct field *f, struct str s)
{
	struct buf b = { 0 };
	struct str digits = s, meant;
	size_t points = 0, commas = 0;

	if (digits.n && *digits.s == '-')
		digits = str_from(digits, 1);
	for (size_t i = 0; i < digits.n; i++) {
		points += digits.s[i] == '.';
		commas += digits.s[i] == ',';
		if (f->kind == KIND_DECIMAL && digits.s[i] == ',')
			buf_addc(&b, '.');
		else if (digits.s[i] != '.' && digits.s[i] != ',')
			buf_addc(&b, digits.s[i]);
	}
	meant = arena_take(r->arena, &b);
	if (all_digits(digits) && !(digits.n > 1 && *digits.s == '0'))
		return sure(s);
	if (f->kind == KIND_DECIMAL && points == 1 && !commas && digits.n > 2 &&
	    *digits.s != '.')
		return sure(s);
	if (f->kind == KIND_INT && points == 1 && !commas &&
	    str_ends(digits, STR(".0")))
		return sure(str_first(s, s.n - 2));
	if (points + commas &&
	    all_digits(digits.n && meant.n ? str_first(meant, 1) : none))
		return doubt(FIND_IMPORT_VALUE, meant,
		    _("points and commas of a number are not told apart"));
	return doubt(FIND_IMPORT_VALUE, none, _("this is no number"));
}

/* Days. */

static bool
lies_ahead(const struct meaning_reader *r, const struct field *f, struct str s)
{
	struct date d;

	return !f->plan && r->latest != DAY_NONE && date_parse(s, &d) &&
	    d.lo > r->latest;
}

/* The day with day and month in each other's place; empty: there is none. */
static struct str
swap(struct str s, struct arena *a)
{
	int day, y, m, d;

	if (!day_parse(s, &day))
		return none;
	day_split(day, &y, &m, &d);
	return d <= 12 && d != m ?
	    str_of(arena_f(a, "%04d-%02d-%02d", y, d, m)) :
	    none;
}

static struct meaning
read_day_cell(const struct meaning_reader *r, struct str s, bool swapped)
{
	struct str day = str_first(s, 10);

	if (swapped && swap(day, r->arena).n)
		return doubt(FIND_IMPORT_DAY, swap(day, r->arena),
		    arena_f(r->arena,
			_("other cells of this column are text because their "
			  "day is past 12: this one was perhaps read month "
			  "first, so that it shows %.*s"),
			STRF(day)));
	if (s.n > 10)
		return doubt(FIND_IMPORT_DAY, day,
		    _("it has a time of day, so it is perhaps no typed day"));
	return sure(day);
}

static struct meaning
read_date(const struct meaning_reader *r, const struct import_column *c,
    const struct field *f, const struct sheet_cell *cell, struct str s,
    bool swapped)
{
	struct meaning v;
	int year;

	if (cell->kind == SHEET_DAY)
		v = read_day_cell(r, s, swapped);
	else if (s.n == 5 && all_digits(s))
		v = day_text_serial(s, r->arena);
	else if (s.n == 4 && f->partial && str_digits(s, 0, 4, &year) &&
	    year >= 1900 && year < 2100)
		v = sure(s);
	else
		v = day_text_read(s, c->days, r->page->century, f->partial,
		    r->arena);
	if (v.says == MEANING_SURE && lies_ahead(r, f, v.text))
		return doubt(FIND_IMPORT_DAY, none, _("the day lies ahead"));
	if (v.says == MEANING_DOUBT && lies_ahead(r, f, v.text))
		v.text = none;
	return v;
}

bool
meaning_day_is_plain(const struct sheet_cell *c)
{
	int first, second;
	size_t n = strspn(c->text.n ? c->text.s : "", "0123456789");

	if (c->kind != SHEET_TEXT || n < 1 || n > 2 || n + 1 >= c->text.n ||
	    !strchr("/.-", c->text.s[n]) || !str_digits(c->text, 0, n, &first))
		return false;
	return first > 12 && first < 32 &&
	    str_digits(c->text, n + 1,
		1 + (n + 2 < c->text.n && str_is_digit(c->text.s[n + 2])),
		&second) &&
	    second >= 1 && second <= 12;
}

static struct meaning
read_period(const struct meaning_reader *r, struct str s)
{
	char name[PERIOD_TEXT];
	struct date d;

	if (period_parse(s, &d))
		return sure(s);
	if (period_meant(s, name))
		return sure(arena_keep(r->arena, str_of(name)));
	return doubt(FIND_IMPORT_VALUE, none, _("this is no period"));
}

static struct meaning
read_kind(const struct meaning_reader *r, const struct import_column *c,
    const struct field *f, const struct sheet_cell *cell, struct str s,
    bool swapped)
{
	if (cell->kind == SHEET_DAY && f->kind != KIND_DATE)
		return doubt(FIND_IMPORT_VALUE, none,
		    _("a spreadsheet made a day of it; show the column as "
		      "text and type it again"));
	switch (f->kind) {
	case KIND_NAME:
		return read_name(r, s);
	case KIND_DOCNO:
		return read_docno(r, f, s);
	case KIND_ENUM:
		return read_enum(r, f, s);
	case KIND_FLAG:
		return read_flag(r, s);
	case KIND_INT:
	case KIND_DECIMAL:
		return read_number(r, f, s);
	case KIND_DATE:
		return read_date(r, c, f, cell, s, swapped);
	case KIND_PERIOD:
		return read_period(r, s);
	case KIND_LINE:
	case KIND_TEXT:
	case KIND_ID:
	case KIND_SLUG:
		return read_line(r, c, f, s);
	case KIND_REF:
	case KIND_MAP:
	case KIND_LIST:
	case KINDS:
		break;
	}
	return sure(s);
}

/* Choices of the page. */

/* The value for cells that begin so. False: none of them does. */
static bool
begins_with(const struct meaning_reader *r, const struct import_column *c,
    struct str s, struct str *value)
{
	struct str is = bare(s, r->arena);

	for (size_t i = 0; i < c->n_begins; i++)
		if (str_starts(is, bare(c->begins[2 * i], r->arena))) {
			*value = c->begins[2 * i + 1];
			return true;
		}
	return false;
}

/* The text of a cell, or what the column says that it means; *given: it does.
 * Empty: nothing. */
static struct str
text_given(const struct meaning_reader *r, const struct import_column *c,
    const struct sheet_cell *cell, bool *given)
{
	struct str s = meaning_text(r, cell),
		   key = import_page_key(s, r->arena);
	const struct str *mapped = map_get(&c->values, key);

	*given = mapped;
	if (!s.n || (!mapped && map_get(&r->page->empty, key)))
		return none;
	return mapped ? *mapped : s;
}

static struct meaning
read_text(const struct meaning_reader *r, const struct import_column *c,
    const struct field *f, const struct sheet_cell *cell, bool swapped)
{
	bool given;
	struct str s = text_given(r, c, cell, &given);
	struct meaning v;

	if (!s.n)
		return nothing();
	if (given)
		return read_kind(r, c, f, cell, s, swapped);
	if (c->n_begins && !begins_with(r, c, s, &s))
		return doubt(FIND_IMPORT_VALUE, none,
		    _("it begins as none of those in 'begins' of the column"));
	else if (f->kind != KIND_DATE &&
	    has_wrong_letters(r, &s, f->kind == KIND_NAME, &v))
		return v;
	return read_kind(r, c, f, cell, s, swapped);
}

struct meaning
meaning_stage(const struct meaning_reader *r, const struct import_column *c,
    const struct sheet_cell *cell)
{
	const struct type *t = r->page->type;
	size_t n = t->n_stages + t->n_exits;
	bool given;
	struct str s = text_given(r, c, cell, &given);
	int i;

	if (cell->kind == SHEET_EMPTY || !s.n)
		return nothing();
	i = spellings_find(&t->by_stage, s);
	if (i == NAME_NONE)
		i = spellings_find(&t->by_stage,
		    meaning_words(r->page, s, r->arena));
	if (i == NAME_NONE)
		i = bare_name(r, t->stages, n, sizeof *t->stages, s);
	if (i != NAME_NONE)
		return sure(t->stages[i].name.name);
	return doubt(FIND_IMPORT_VALUE,
	    name_near_value(t->stages, n, sizeof *t->stages, s),
	    _("no stage is called so; 'values' of the column can say which "
	      "one it means"));
}

struct meaning
meaning_read(const struct meaning_reader *r, const struct import_column *c,
    const struct field *f, const struct sheet_cell *cell, bool swapped)
{
	if (cell->kind == SHEET_EMPTY)
		return nothing();
	if (cell->kind == SHEET_ERROR)
		return doubt(FIND_IMPORT_CELL, none,
		    _("the spreadsheet shows an error here"));
	if (cell->formula && !cell->text.n)
		return doubt(FIND_IMPORT_CELL, none,
		    _("it is a formula that nobody calculated yet; open the "
		      "workbook in a spreadsheet program and save it"));
	return read_text(r, c, f, cell, swapped);
}
