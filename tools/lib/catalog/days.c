/* days: days that a statement takes for numbers, or compares with what
 * is no day, and text that it compares with numbers. SQLite would calculate
 * with the year (2021-06-30 is 2021 to it), and put any number before any text,
 * without a word.
 *
 * What a name stands for is looked up as SQLite does. What cannot be seen, and
 * what is a day in some rows only, is left. */
#include "catalog/authorizer.h"

#include <stdint.h>
#include <string.h>

#include "text/date.h"
#include "base/map.h"
#include "parse/sql_tree.h"
#include "text/text.h"

/* Views in common tables in brackets: no statement of a person goes on so. */
enum { DEEPEST = 100 };

struct days {
	struct asked *asked;
	struct catalog *catalog;
	int depth;
	bool ok;
};

static unsigned node_holds(struct days *, struct sql_node *);

/* Names. */

static bool
same(struct str written, struct str other)
{
	struct buf plain = { 0 };
	bool is;

	if (!other.n || !written.n)
		return false;
	if (other.s[0] != '"' && other.s[0] != '[' && other.s[0] != '`' &&
	    other.s[0] != '\'')
		return sql_says(written, other);
	sql_add_plain(&plain, other);
	is = sql_says(written, buf_str(&plain));
	buf_release(&plain);
	return is;
}

/* Looks for a column. There: what it holds; not there, or where that is not
 * known, HOLDS_OTHER. */
enum there { NOT_THERE, PERHAPS, THERE };

struct found_column {
	enum there there;
	unsigned holds;
};

static const struct found_column not_there = { NOT_THERE, HOLDS_OTHER },
				 perhaps = { PERHAPS, HOLDS_OTHER };

static struct found_column in_sources(struct days *, struct sql_select *,
    struct str table, struct str name);

/* The item at a place; NULL where a star makes places unknown. */
static struct sql_item *
item_at(struct sql_select *s, size_t at)
{
	for (struct sql_item *i = s->items; i && i->value; i = i->next)
		if (!at--)
			return i;
	return NULL;
}

/* What every SELECT of a body has in one place: one thing, or HOLDS_OTHER. */
static unsigned
body_holds(struct days *d, struct sql_body *b, size_t at)
{
	unsigned holds = 0;

	for (struct sql_select *s = b->selects; s; s = s->next) {
		struct sql_item *i = item_at(s, at);
		unsigned one = i ? node_holds(d, i->value) : HOLDS_OTHER;

		if (holds && one && holds != one)
			return HOLDS_OTHER;
		holds |= one;
	}
	return holds;
}

static struct found_column
in_body(struct days *d, struct sql_body *b, struct str name)
{
	struct sql_select *s = b->selects;
	bool star = false;
	size_t at = 0;

	for (struct sql_item *i = s ? s->items : NULL; i; i = i->next, at++) {
		if (!i->value)
			star = true;
		else if (same(name, i->name))
			return (struct found_column){ THERE,
				star && s->next ? HOLDS_OTHER :
				    star        ? node_holds(d, i->value) :
						  body_holds(d, b, at) };
	}
	for (struct sql_item *i = s ? s->items : NULL; i; i = i->next) {
		struct found_column c;

		if (i->value)
			continue;
		c = in_sources(d, s, i->table, name);
		if (c.there != NOT_THERE)
			return s->next ? perhaps : c;
	}
	return not_there;
}

static struct found_column
in_common(struct days *d, struct sql_common *c, struct str name)
{
	size_t at = 0;

	if (!c->body)
		return perhaps;
	if (!c->columns)
		return in_body(d, c->body, name);
	for (struct sql_item *i = c->columns; i; i = i->next, at++)
		if (same(name, i->name))
			return (struct found_column){ THERE,
				body_holds(d, c->body, at) };
	return not_there;
}

static struct sql_common *
common_of(struct sql_select *s, struct str name)
{
	for (struct sql_body *b = s->body; b; b = b->around)
		for (struct sql_common *c = b->common; c; c = c->next)
			if (same(name, c->name))
				return c;
	return NULL;
}

static struct found_column
in_table(struct days *d, struct str written, struct str name)
{
	struct buf plain = { 0 };
	size_t table;

	sql_add_plain(&plain, written);
	table = tables_find(d->catalog, buf_str(&plain));
	buf_release(&plain);
	if (table == SIZE_MAX || !d->catalog->tables[table].n)
		return perhaps;
	for (size_t i = 0; i < d->catalog->tables[table].n; i++) {
		const struct column *c = &d->catalog->tables[table].columns[i];

		if (sql_says(name, c->name))
			return (struct found_column){ THERE,
				c->holds ? c->holds : HOLDS_OTHER };
	}
	return not_there;
}

static struct found_column
in_source(struct days *d, struct sql_select *in, const struct sql_source *s,
    struct str name)
{
	struct sql_common *c = s->body ? NULL : common_of(in, s->table);
	struct found_column found = perhaps;

	if (d->depth == DEEPEST)
		return perhaps;
	d->depth++;
	if (s->body)
		found = in_body(d, s->body, name);
	else if (c)
		found = in_common(d, c, name);
	else
		found = in_table(d, s->table, name);
	d->depth--;
	return found;
}

static struct found_column
in_sources(struct days *d, struct sql_select *s, struct str table,
    struct str name)
{
	struct found_column best = not_there;

	for (struct sql_source *o = s->sources; o; o = o->next) {
		struct found_column c;

		if (table.n && !same(table, o->name))
			continue;
		c = in_source(d, s, o, name);
		if (c.there > best.there)
			best = c;
		else if (c.there == THERE && c.holds != best.holds)
			best.holds = HOLDS_OTHER; /* joined by USING */
	}
	return best;
}

/* Other names of the same SELECT count where no table has the column. */
static struct found_column
in_items(struct days *d, struct sql_select *s, const struct sql_node *n)
{
	for (struct sql_item *i = s->items; i; i = i->next)
		if (i->value && i->value != n && same(n->t.text, i->name))
			return (struct found_column){ THERE,
				node_holds(d, i->value) };
	return not_there;
}

static unsigned
column_holds(struct days *d, const struct sql_node *n)
{
	for (struct sql_select *s = n->select; s; s = s->body->outer) {
		struct found_column c = in_sources(d, s, n->table, n->t.text);

		if (c.there == NOT_THERE && !n->table.n)
			c = in_items(d, s, n);
		if (c.there != NOT_THERE)
			return c.holds;
	}
	return sql_is_word(n->t, "TRUE") || sql_is_word(n->t, "FALSE") ?
	    HOLDS_NUMBER :
	    HOLDS_OTHER;
}

/* Functions: what they give, and of what. */

enum gives {
	GIVES_OTHER,
	GIVES_DAY,
	GIVES_PERIOD,
	GIVES_NUMBER,
	GIVES_TEXT,
	GIVES_ANY,   /* one of what it is given */
	GIVES_LATER, /* the same, but for the first */
	GIVES_FIRST
};

static const struct function {
	const char *name;
	enum gives gives;
	/* d a day, r also a part of one, p a period, n a number, each; for all
	 * others the last; a blank: anything */
	const char *takes;
} functions[] = {
	{ "today", GIVES_DAY, "" },
	{ "month_add", GIVES_DAY, "dn" },
	{ "workday_add", GIVES_DAY, "dn" },
	{ "period_start", GIVES_DAY, "p" },
	{ "period_end", GIVES_DAY, "p" },
	{ "period_of", GIVES_PERIOD, "d " },
	{ "days_between", GIVES_NUMBER, "dd" },
	{ "months_between", GIVES_NUMBER, "dd" },
	{ "workdays", GIVES_NUMBER, "dd" },
	{ "age_months", GIVES_NUMBER, "rd" },
	{ "age_reached", GIVES_NUMBER, "rnd" },
	{ "coalesce", GIVES_ANY, "" },
	{ "ifnull", GIVES_ANY, "" },
	{ "min", GIVES_ANY, "" },
	{ "max", GIVES_ANY, "" },
	{ "iif", GIVES_LATER, "" },
	{ "nullif", GIVES_FIRST, "" },
	{ "first_value", GIVES_FIRST, "" },
	{ "last_value", GIVES_FIRST, "" },
	{ "nth_value", GIVES_FIRST, "" },
	{ "lag", GIVES_FIRST, "" },
	{ "lead", GIVES_FIRST, "" },
	{ "likely", GIVES_FIRST, "" },
	{ "unlikely", GIVES_FIRST, "" },
	{ "likelihood", GIVES_FIRST, "" },
	{ "count", GIVES_NUMBER, "" },
	{ "length", GIVES_NUMBER, "" },
	{ "instr", GIVES_NUMBER, "" },
	{ "unicode", GIVES_NUMBER, "" },
	{ "row_number", GIVES_NUMBER, "" },
	{ "rank", GIVES_NUMBER, "" },
	{ "dense_rank", GIVES_NUMBER, "" },
	{ "sum", GIVES_NUMBER, "n" },
	{ "avg", GIVES_NUMBER, "n" },
	{ "total", GIVES_NUMBER, "n" },
	{ "abs", GIVES_NUMBER, "n" },
	{ "round", GIVES_NUMBER, "n" },
	{ "sign", GIVES_NUMBER, "n" },
	{ "floor", GIVES_NUMBER, "n" },
	{ "ceil", GIVES_NUMBER, "n" },
	{ "ceiling", GIVES_NUMBER, "n" },
	{ "trunc", GIVES_NUMBER, "n" },
	{ "mod", GIVES_NUMBER, "n" },
	{ "sqrt", GIVES_NUMBER, "n" },
	{ "pow", GIVES_NUMBER, "n" },
	{ "power", GIVES_NUMBER, "n" },
	{ "exp", GIVES_NUMBER, "n" },
	{ "ln", GIVES_NUMBER, "n" },
	{ "log", GIVES_NUMBER, "n" },
	{ "log10", GIVES_NUMBER, "n" },
	{ "log2", GIVES_NUMBER, "n" },
	{ "substr", GIVES_TEXT, "" },
	{ "substring", GIVES_TEXT, "" },
	{ "lower", GIVES_TEXT, "" },
	{ "upper", GIVES_TEXT, "" },
	{ "trim", GIVES_TEXT, "" },
	{ "ltrim", GIVES_TEXT, "" },
	{ "rtrim", GIVES_TEXT, "" },
	{ "replace", GIVES_TEXT, "" },
	{ "printf", GIVES_TEXT, "" },
	{ "format", GIVES_TEXT, "" },
	{ "group_concat", GIVES_TEXT, "" },
	{ "hex", GIVES_TEXT, "" },
	{ "char", GIVES_TEXT, "" },
	{ "typeof", GIVES_TEXT, "" },
};

static const struct function *
function_of(const struct sql_node *n)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (same(n->t.text, str_of(functions[i].name)))
			return &functions[i];
	return NULL;
}

/* Together: what any of them holds. */
static unsigned
parts_hold(struct days *d, struct sql_part *p)
{
	unsigned holds = 0;

	for (; p; p = p->next)
		holds |= node_holds(d, p->node);
	return holds;
}

static unsigned
call_holds(struct days *d, const struct sql_node *n)
{
	const struct function *f = function_of(n);

	switch (f ? f->gives : GIVES_OTHER) {
	case GIVES_DAY:
		return HOLDS_DAY;
	case GIVES_PERIOD:
		return HOLDS_PERIOD;
	case GIVES_NUMBER:
		return HOLDS_NUMBER;
	case GIVES_TEXT:
		return HOLDS_MADE;
	case GIVES_ANY:
		return parts_hold(d, n->parts);
	case GIVES_LATER:
		return parts_hold(d, n->parts ? n->parts->next : NULL);
	case GIVES_FIRST:
		return n->parts ? node_holds(d, n->parts->node) : HOLDS_OTHER;
	default:
		return HOLDS_OTHER;
	}
}

/* Values. */

/* '' stands where there is no day. */
static unsigned
text_holds(const struct sql_node *n)
{
	struct buf plain = { 0 };
	unsigned holds = HOLDS_OTHER;
	int day;

	sql_add_plain(&plain, n->t.text);
	if (!plain.n)
		holds = 0;
	else if (day_parse(buf_str(&plain), &day))
		holds = HOLDS_DAY;
	buf_release(&plain);
	return holds;
}

/* By SQLite's rule, does a cast to this type give a number? */
static bool
is_number_type(struct str word)
{
	static const struct str texts[] = {
		{ "char", 4 },
		{ "varchar", 7 },
		{ "nvarchar", 8 },
		{ "text", 4 },
		{ "clob", 4 },
		{ "blob", 4 },
		{ "character", 9 },
		{ "varying", 7 },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (same(word, texts[i]))
			return false;
	return true;
}

/* Days and what is made of them, and nothing else? */
static bool
is_of(unsigned holds, unsigned these)
{
	return holds && !(holds & ~these);
}

enum { TIMES = HOLDS_DAY | HOLDS_PERIOD | HOLDS_TIME };

/* A day, if not in every row: nothing may be calculated with it. */
static bool
is_time(struct days *d, struct sql_node *n)
{
	return node_holds(d, n) & TIMES;
}

static unsigned
arithmetic_holds(struct days *d, const struct sql_node *n)
{
	for (struct sql_part *p = n->parts; p; p = p->next)
		if (is_time(d, p->node))
			return 0; /* told of by itself */
	return HOLDS_NUMBER;
}

static unsigned
find_holds(struct days *d, struct sql_node *n)
{
	switch (n->kind) {
	case SQL_IS_NULL:
		return 0;
	case SQL_IS_NUMBER:
	case SQL_IS_TEST:
	case SQL_IS_COMPARED:
		return HOLDS_NUMBER;
	case SQL_IS_TEXT:
		return text_holds(n);
	case SQL_IS_COLUMN:
		return column_holds(d, n);
	case SQL_IS_CALL:
		return call_holds(d, n);
	case SQL_IS_ARITHMETIC:
		return arithmetic_holds(d, n);
	case SQL_IS_CHOICE:
		return parts_hold(d, n->parts);
	case SQL_IS_CAST:
		if (!is_number_type(n->t.text)) {
			unsigned holds = parts_hold(d, n->parts);

			return holds & HOLDS_MADE ? HOLDS_OTHER : holds;
		}
		return is_time(d, n->parts->node) ? 0 : HOLDS_NUMBER;
	case SQL_IS_SELECT:
		return body_holds(d, n->body, 0);
	default:
		return sql_is_op(n->t, "||") ? HOLDS_MADE : HOLDS_OTHER;
	}
}

/* 0: nothing, as NULL, or still being found out. */
static unsigned
node_holds(struct days *d, struct sql_node *n)
{
	if (n->asked)
		return n->holds;
	if (d->depth == DEEPEST)
		return HOLDS_OTHER;
	n->asked = true;
	d->depth++;
	n->holds = find_holds(d, n);
	d->depth--;
	return n->holds;
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
	return authorizer_place_of(d->asked, n->text.s);
}

static void
say_calculated(struct days *d, const struct sql_node *n)
{
	struct str v = shown(n);

	d->ok = false;
	if (n->holds & HOLDS_DAY)
		found(d->asked->to, FIND_SQL_VALUE, place_of(d, n),
		    _("'%.*s' is a day and no number; write days_between(a, b) "
		      "for the days between two, month_add(d, n) or "
		      "workday_add(d, n) for a later day"),
		    STRF(v));
	else
		found(d->asked->to, FIND_SQL_VALUE, place_of(d, n),
		    _("'%.*s' is a period or a part of a date and no number; "
		      "write period_start(p) or period_end(p) for a day of it"),
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

	if (!is_of(a, TIMES) || day->kind == SQL_IS_TEXT)
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
		struct sql_item *i = s && !s->next ? item_at(s, 0) : NULL;

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
	struct place at;
	struct str a, b;

	if (how == MIXED_WELL)
		return true;
	at = place_of(d, text);
	a = shown(text);
	b = shown(number);
	d->ok = false;
	if (how == MIXED_QUOTED)
		found(d->asked->to, FIND_SQL_VALUE, at,
		    _("%.*s is text, which never equals a number, as '%.*s' is "
		      "one, and comes after each: write a number, without "
		      "quotes"),
		    STRF(a), STRF(b));
	else if (how == MIXED_BARE)
		found(d->asked->to, FIND_SQL_VALUE, at,
		    _("'%.*s' is text, which never equals a number, as %.*s is "
		      "one, and comes after each: write the number in quotes, "
		      "or CAST(%.*s AS INTEGER)"),
		    STRF(a), STRF(b), STRF(a));
	else
		found(d->asked->to, FIND_SQL_VALUE, at,
		    _("'%.*s' is text, so letters are compared, and 10 comes "
		      "before 9: write CAST(%.*s AS INTEGER)"),
		    STRF(a), STRF(a));
	return false;
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
		return !(holds & TIMES);
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

	d->ok = false;
	found(d->asked->to, FIND_SQL_VALUE, place_of(d, n),
	    takes == 'p' ?
		_("%.*s needs a period such as '2021-Q2', not %.*s") :
		_("%.*s needs a day such as '2021-06-30', not %.*s"),
	    STRF(call->t.text), STRF(v));
}

static void
check_call(struct days *d, const struct sql_node *n)
{
	const struct function *f = function_of(n);
	const char *takes = f ? f->takes : "";

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
		if (is_number_type(n->t.text))
			check_calculated(d, n);
		break;
	default:
		break;
	}
}

/* The nodes of a tree as they stand, first to last. */
static struct sql_node *
turned(struct sql_node *last)
{
	struct sql_node *first = NULL;

	while (last) {
		struct sql_node *before = last->before;

		last->before = first;
		first = last;
		last = before;
	}
	return first;
}

bool
authorizer_days(struct asked *a)
{
	struct days d = { .asked = a, .catalog = a->catalog, .ok = true };

	a->tree = sql_tree(&a->reading.arena, a->sql);
	a->tree.last = turned(a->tree.last);
	for (struct sql_node *n = a->tree.last; n; n = n->before)
		check(&d, n);
	return d.ok;
}

unsigned
authorizer_holds(struct asked *a, size_t column)
{
	struct days d = { .asked = a, .catalog = a->catalog, .ok = true };

	return a->tree.body ? body_holds(&d, a->tree.body, column) :
			      HOLDS_OTHER;
}
