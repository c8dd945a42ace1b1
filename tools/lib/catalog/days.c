/* days: days that a statement takes for numbers, or compares with what
 * is no day, and text that it compares with numbers. SQLite would calculate
 * with the year (2021-06-30 is 2021 to it), and put any number before any text,
 * without a word. What is a day in some rows only is left. */
#include "catalog/holds.h"

#include <string.h>

#include "text/date.h"
#include "text/period.h"
#include "text/text.h"

struct days {
	const struct statement *asked;
	bool ok;
};

static unsigned
node_holds(const struct days *d, struct sql_node *n)
{
	return holds_node(d->asked->catalog, n).holds;
}

/* Days and what is made of them, and nothing else? */
static bool
is_of(unsigned holds, unsigned these)
{
	return holds && !(holds & ~these);
}

/* A day, if not in every row: nothing may be calculated with it. */
static bool
is_time(const struct days *d, struct sql_node *n)
{
	return node_holds(d, n) & HOLDS_TIMES;
}

/* What is wrong. */

enum { SHOWN = 40 }; /* columns of what is quoted */

static struct str
shown(const struct sql_node *n)
{
	return text_cut(n->text, SHOWN);
}

static struct place
place_of(const struct days *d, const struct sql_node *n)
{
	return wrong_place_of(d->asked, n->text.s);
}

static void
say_calculated(struct days *d, const struct sql_node *n)
{
	struct str v = shown(n);

	d->ok = found(d->asked->to, FIND_SQL_VALUE, place_of(d, n),
	    n->holds & HOLDS_DAY ?
		_("'%.*s' is a day and no number; write days_between(a, b) for "
		  "the days between two, month_add(d, n) or workday_add(d, n) "
		  "for a later day") :
		_("'%.*s' is a period or a part of a date and no number; write "
		  "period_start(p) or period_end(p) for a day of it"),
	    STRF(v));
}

/* Digits and signs that would be a day in quotes, as 2021-01-01 is. */
static bool
is_bare_day(struct str v, struct buf *day)
{
	int d;

	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] != ' ')
			buf_addc(day, v.s[i]);
	return day_parse(buf_str(day), &d);
}

static void
say_compared(struct days *d, const struct sql_node *day,
    const struct sql_node *with)
{
	struct str a = shown(day), b = shown(with);
	struct place at = place_of(d, with);
	struct buf bare = { 0 };

	d->ok = false;
	if (is_bare_day(with->text, &bare))
		found(d->asked->to, FIND_SQL_VALUE, at,
		    _("%.*s is a number; write the day in quotes: '%s'"),
		    STRF(b), buf_z(&bare));
	else if (with->kind == SQL_IS_TEXT || with->kind == SQL_IS_NUMBER)
		found(d->asked->to, FIND_SQL_VALUE, at,
		    _("'%.*s' is never '%.*s'; write %s"), STRF(a),
		    STRF(b.n > 1 && b.s[0] == '\'' ?
			    str_first(str_from(b, 1), b.n - 2) :
			    b),
		    day->holds & HOLDS_DAY ?
			_("a date in quotes, such as '2021-06-30'") :
			_("a period or date in quotes, such as '2021-Q2' or "
			  "'2021-06'"));
	else
		found(d->asked->to, FIND_SQL_VALUE, at,
		    _("'%.*s' is a day and is compared with '%.*s', which is "
		      "none; days are counted by days_between(a, b), and "
		      "written in quotes"),
		    STRF(a), STRF(b));
	buf_release(&bare);
}

/* Comparing. */

static bool
is_beginning(struct str v)
{
	if (v.n >= 10)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (i == 4 || i == 7 ? v.s[i] != '-' :
				       v.s[i] < '0' || v.s[i] > '9')
			return false;
	return true;
}

/* May a text be compared with days? The beginning of a day stands for the first
 * day that begins so behind >= > and <, but behind <= it would leave out what
 * begins so: lower says which. */
static bool
may_be_compared(struct str v, unsigned holds, bool lower)
{
	struct date date;
	int day;

	if (!v.n || day_parse(v, &day))
		return true;
	if (holds & (HOLDS_PERIOD | HOLDS_TIME))
		return date_parse(v, &date) || period_parse(v, &date) ||
		    is_beginning(v) || (holds & HOLDS_TIME && v.n > 10);
	return lower && is_beginning(v);
}

/* op, with the day on its left, and a value on its right. */
static bool
is_wrong(struct days *d, struct sql_node *day, struct sql_node *value,
    bool lower)
{
	unsigned a = node_holds(d, day), b = node_holds(d, value);
	struct buf plain = { 0 };
	bool wrong;

	if (!is_of(a, HOLDS_TIMES) || day->kind == SQL_IS_TEXT)
		return false;
	if (value->kind == SQL_IS_TEXT) {
		sql_add_plain(&plain, value->t.text);
		wrong = !may_be_compared(buf_str(&plain), a, lower);
		buf_release(&plain);
		return wrong;
	}
	return is_of(b, HOLDS_NUMBER | HOLDS_WORD) ||
	    (is_of(a, HOLDS_DAY) && is_of(b, HOLDS_PERIOD));
}

static void
check_pair(struct days *d, struct sql_node *a, struct sql_node *b,
    bool lower_left, bool lower_right)
{
	if (a->kind == SQL_IS_ROW && b->kind == SQL_IS_ROW) {
		struct sql_part *p = a->parts, *q = b->parts;

		for (; p && q; p = p->next, q = q->next)
			check_pair(d, p->node, q->node, true, true);
	} else if (is_wrong(d, a, b, lower_right))
		say_compared(d, a, b);
	else if (is_wrong(d, b, a, lower_left))
		say_compared(d, b, a);
}

/* Numbers and text. */

/* What a SELECT in brackets gives; NULL: what comes of several. */
static struct sql_node *
inner(struct sql_node *n)
{
	while (n && n->kind == SQL_IS_SELECT) {
		struct sql_select *s = n->body->selects;
		struct sql_item *i = s && !s->next ? s->items : NULL;

		n = i ? i->value : NULL;
	}
	return n;
}

/* A number that no column or cast gives a type by which SQL would turn the
 * other side into one, or into text. */
static bool
is_bare_number(struct days *d, struct sql_node *n)
{
	n = inner(n);
	return n && n->kind != SQL_IS_COLUMN && n->kind != SQL_IS_CAST &&
	    is_of(node_holds(d, n), HOLDS_NUMBER);
}

/* '' stands where there is nothing, of numbers, too. */
static bool
is_written_text(const struct sql_node *n)
{
	return n->kind == SQL_IS_TEXT && n->t.text.n > strlen("''");
}

enum mixed { MIXED_WELL, MIXED_QUOTED, MIXED_BARE, MIXED_ORDERED };

/* A text and a number that are compared; orders: by which comes first. */
static enum mixed
mixed(struct days *d, struct sql_node *text, struct sql_node *number,
    bool orders)
{
	if (!is_bare_number(d, number))
		return MIXED_WELL;
	if (is_written_text(text) && number->kind != SQL_IS_NUMBER)
		return MIXED_QUOTED;
	if (is_of(node_holds(d, text), HOLDS_MADE))
		return MIXED_BARE;
	if (orders && text->kind == SQL_IS_COLUMN &&
	    is_of(node_holds(d, text), HOLDS_LINE | HOLDS_WORD))
		return MIXED_ORDERED;
	return MIXED_WELL;
}

/* False after saying what is wrong. */
static bool
check_mixed(struct days *d, struct sql_node *text, struct sql_node *number,
    bool orders)
{
	enum mixed how = mixed(d, text, number, orders);
	struct str a, b;

	if (how == MIXED_WELL)
		return true;
	a = shown(text);
	b = how == MIXED_ORDERED ? a : shown(number);
	return d->ok = found(d->asked->to, FIND_SQL_VALUE, place_of(d, text),
		   how == MIXED_QUOTED ?
		       _("%.*s is text, which never equals a number, as '%.*s' "
			 "is one, and comes after each: write a number, "
			 "without quotes") :
		       how == MIXED_BARE ?
		       _("'%.*s' is text, which never equals a number, as %.*s "
			 "is one, and comes after each: write the number in "
			 "quotes, or CAST(%.*s AS INTEGER)") :
		       _("'%.*s' is text, so letters are compared, and 10 "
			 "comes before 9: write CAST(%.*s AS INTEGER)"),
		   STRF(a), STRF(b), STRF(a));
}

static void
check_compared(struct days *d, const struct sql_node *n)
{
	struct sql_part *p = n->parts;
	struct sql_node *left = p ? p->node : NULL;
	bool between = sql_is_word(n->t, "BETWEEN");
	bool right = sql_is_op(n->t, ">=") || sql_is_op(n->t, "<") ||
	    sql_is_op(n->t, ">");
	bool left_too = sql_is_op(n->t, "<=") || sql_is_op(n->t, "<") ||
	    sql_is_op(n->t, ">");
	bool orders = between || right || left_too;

	for (size_t i = 0; p && p->next; p = p->next, i++) {
		struct sql_node *with = p->next->node;

		check_pair(d, left, with, left_too, between ? i == 0 : right);
		if (check_mixed(d, left, with, orders))
			check_mixed(d, with, left, orders);
	}
}

static void
check_calculated(struct days *d, const struct sql_node *n)
{
	for (struct sql_part *p = n->parts; p; p = p->next)
		if (is_time(d, p->node))
			say_calculated(d, p->node);
}

/* Functions that are given what they cannot use. */

static bool
is_text_of(char takes, struct str v)
{
	struct date date;
	int day;

	return takes == 'd' ? day_parse(v, &day) :
	    takes == 'r'    ? date_parse(v, &date) :
			      takes == 'p' && period_parse(v, &date);
}

static bool
may_take(struct days *d, char takes, struct sql_node *n)
{
	unsigned holds = node_holds(d, n);
	struct buf plain = { 0 };
	bool may = true;

	if (takes == 'n')
		return !(holds & HOLDS_TIMES);
	if (n->kind == SQL_IS_TEXT) {
		sql_add_plain(&plain, n->t.text);
		may = !plain.n || is_text_of(takes, buf_str(&plain));
		buf_release(&plain);
		return may;
	}
	return !is_of(holds,
	    HOLDS_NUMBER | HOLDS_WORD |
		(takes == 'p' ? HOLDS_DAY : HOLDS_PERIOD));
}

static void
say_given(struct days *d, const struct sql_node *call, char takes,
    const struct sql_node *n)
{
	struct str v = shown(n);

	d->ok = found(d->asked->to, FIND_SQL_VALUE, place_of(d, n),
	    takes == 'p' ?
		_("%.*s needs a period such as '2021-Q2', not %.*s") :
		_("%.*s needs a day such as '2021-06-30', not %.*s"),
	    STRF(call->t.text), STRF(v));
}

static void
check_call(struct days *d, const struct sql_node *n)
{
	const char *takes = holds_takes(n);

	for (struct sql_part *p = n->parts; *takes && p; p = p->next) {
		if (*takes != ' ' && !may_take(d, *takes, p->node)) {
			if (*takes == 'n')
				say_calculated(d, p->node);
			else
				say_given(d, n, *takes, p->node);
		}
		takes += takes[1] != '\0';
	}
}

static void
check(struct days *d, const struct sql_node *n)
{
	switch (n->kind) {
	case SQL_IS_ARITHMETIC:
		check_calculated(d, n);
		break;
	case SQL_IS_COMPARED:
		check_compared(d, n);
		break;
	case SQL_IS_CALL:
		check_call(d, n);
		break;
	case SQL_IS_CAST:
		if (holds_casts_number(n))
			check_calculated(d, n);
		break;
	default:
		break;
	}
}

bool
days_check(const struct statement *a)
{
	struct days d = { .asked = a, .ok = true };

	for (struct sql_node *n = a->tree.nodes; n; n = n->next)
		check(&d, n);
	return d.ok;
}
