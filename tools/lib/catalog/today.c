/* today: for how long what a statement says of today stays so.
 *
 * SQLite compares a day with today where nobody can watch it. So, in what is
 * watched, "a <= today()" is written as a function of ours of a, which knows on
 * which day it would say otherwise; and so are other forms of which the answer
 * goes in steps. Wherever else today() is asked, the answer is that of one day.
 */
#include "catalog/today.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "catalog/functions.h"
#include "catalog/inside.h"
#include "parse/sql_tree.h"
#include "text/date.h"
#include "text/day.h"
#include "text/period.h"

static struct catalog_functions *
watched(sqlite3_context *c)
{
	return sqlite3_user_data(c);
}

static void
narrow(struct catalog_functions *f, struct steady to)
{
	f->watch.steady = steady_both(f->watch.steady, to);
}

static void
give_day(sqlite3_context *c, int day)
{
	char text[DAY_TEXT];

	if (day != DAY_NONE && *day_text(day, text))
		sqlite3_result_text(c, text, -1, SQLITE_TRANSIENT);
}

static void
give_now(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *f = watched(c);

	(void)n, (void)v;
	narrow(f, steady_on(f->today));
	give_day(c, f->today);
}

static void
give_awaited(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n, (void)v;
	give_day(c, watched(c)->today);
}

/* Steps. */

/* What goes one way with the days, so that it is the same between two days of
 * which it is. It is looked so far for another day. */
enum { LOOK_MOST = 64 };

struct steps {
	int (*at)(const struct steps *, int day);
	int day, says;
	char kind;
	struct str text;
};

/* So many days that way it is still the same. */
static int
same_for(const struct steps *s, int today, int way)
{
	int now = s->at(s, today), same = 0, other = LOOK_MOST + 1;

	if (s->at(s, today + way * LOOK_MOST) == now)
		return LOOK_MOST;
	while (other - same > 1) {
		int middle = same + (other - same) / 2;

		if (s->at(s, today + way * middle) == now)
			same = middle;
		else
			other = middle;
	}
	return same;
}

static void
narrow_steps(struct catalog_functions *f, const struct steps *s)
{
	narrow(f,
	    (struct steady){ f->today - same_for(s, f->today, -1),
		f->today + same_for(s, f->today, 1) });
}

/* Comparing. What a comparison says of what comes before today, of today, and
 * of what comes after it. */
enum { BEFORE = 1, SAME = 2, AFTER = 4 };

static int
order_at(const struct steps *s, int day)
{
	char text[DAY_TEXT];
	int order = str_cmp(s->text, str_of(day_text(day, text)));

	return (s->says & (order < 0 ? BEFORE : order > 0 ? AFTER : SAME)) != 0;
}

/* Of a whole day, without looking. */
static void
narrow_day(struct catalog_functions *f, int day, int says)
{
	struct steady *s = &f->watch.steady;

	if (!(says & AFTER) != !(says & SAME))
		steady_part(s, f->today, day);
	if (!(says & SAME) != !(says & BEFORE))
		steady_part(s, f->today, day + 1);
}

static void
say_order(sqlite3_context *c, sqlite3_value **v, int says)
{
	struct catalog_functions *f = watched(c);
	struct steps s = { .at = order_at, .says = says };
	int day;

	switch (sqlite3_value_type(v[0])) {
	case SQLITE_NULL:
		return;
	case SQLITE_TEXT:
		break;
	case SQLITE_BLOB:
		sqlite3_result_int(c, (says & AFTER) != 0);
		return;
	default: /* numbers come before texts */
		sqlite3_result_int(c, (says & BEFORE) != 0);
		return;
	}
	s.text = db_text(v[0]);
	if (day_parse(s.text, &day))
		narrow_day(f, day, says);
	else if (says == SAME || says == (BEFORE | AFTER))
		; /* it is no day */
	else
		narrow_steps(f, &s);
	sqlite3_result_int(c, order_at(&s, f->today));
}

#define COMPARISON(name, says)                                                 \
	static void name(sqlite3_context *c, int n, sqlite3_value **v)         \
	{                                                                      \
		(void)n;                                                       \
		say_order(c, v, says);                                         \
	}

COMPARISON(say_less, BEFORE)
COMPARISON(say_less_or_same, BEFORE | SAME)
COMPARISON(say_same, SAME)
COMPARISON(say_other, BEFORE | AFTER)
COMPARISON(say_more_or_same, SAME | AFTER)
COMPARISON(say_more, AFTER)

/* Counting. */

static int
months_at(const struct steps *s, int day)
{
	return day_months_between(s->day, day);
}

static void
give_months(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *f = watched(c);
	struct steps s = { .at = months_at };

	(void)n;
	if (sqlite3_value_type(v[0]) != SQLITE_TEXT ||
	    !day_parse(db_text(v[0]), &s.day))
		return;
	narrow_steps(f, &s);
	sqlite3_result_int(c, months_at(&s, f->today));
}

static void
give_age(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *f = watched(c);
	struct steps lo = { .at = months_at }, hi = lo;
	struct date born;

	(void)n;
	if (sqlite3_value_type(v[0]) != SQLITE_TEXT ||
	    !date_parse(db_text(v[0]), &born))
		return;
	lo.day = born.lo;
	hi.day = born.hi;
	narrow_steps(f, &lo);
	narrow_steps(f, &hi);
	if (months_at(&lo, f->today) == months_at(&hi, f->today))
		sqlite3_result_int(c, months_at(&lo, f->today));
}

/* Periods. */

static int
period_at(const struct steps *s, int day)
{
	char now[PERIOD_TEXT];

	return period_of(day, s->kind, now) ? str_cmp(str_of(now), s->text) : 2;
}

static void
give_period(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *f = watched(c);
	const char *kind = (const char *)sqlite3_value_text(v[0]);
	struct steps s = { .at = period_at, .kind = kind ? *kind : 0 };
	char now[PERIOD_TEXT];

	(void)n;
	if (!period_of(f->today, s.kind, now))
		return;
	s.text = str_of(now);
	narrow_steps(f, &s);
	sqlite3_result_text(c, now, -1, SQLITE_TRANSIENT);
}

bool
today_add(sqlite3 *db, struct catalog_functions *to)
{
	static const struct {
		const char *name;
		int args;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} calls[] = {
		{ "kn now", 0, give_now },
		{ "kn awaited", 0, give_awaited },
		{ "kn <", 1, say_less },
		{ "kn <=", 1, say_less_or_same },
		{ "kn =", 1, say_same },
		{ "kn <>", 1, say_other },
		{ "kn >=", 1, say_more_or_same },
		{ "kn >", 1, say_more },
		{ "kn months_between", 1, give_months },
		{ "kn age_months", 1, give_age },
		{ "kn period_of", 1, give_period },
	};
	/* Not deterministic: SQLite asks one that is, and of no row, once
	 * before all rows, also where no row would ask. */
	const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (sqlite3_create_function_v2(db, calls[i].name, calls[i].args,
			flags, to, calls[i].call, NULL, NULL,
			NULL) != SQLITE_OK)
			return false;
	return true;
}

/* Statements. */

/* What is written otherwise: a node, as a function of one of its parts; NULL:
 * of none. */
struct swap {
	size_t off, end;
	const char *name;
	const struct sql_node *of;
};

struct swaps {
	struct str sql;
	struct swap *all;
	size_t n, cap;
};

static bool
is_call(const struct sql_node *n, const char *name, size_t parts)
{
	size_t has = 0;

	for (const struct sql_part *p = n->parts; p; p = p->next)
		has++;
	return n->kind == SQL_IS_CALL && !n->over && !n->collated &&
	    has == parts && sql_says(n->t.text, str_of(name));
}

static bool
is_today(const struct sql_node *n)
{
	return is_call(n, "today", 0);
}

/* As they are written, and what they are with their sides changed. */
static const struct comparison {
	const char *op, *name, *turned;
} comparisons[] = {
	{ "<", "kn <", "kn >" },
	{ "<=", "kn <=", "kn >=" },
	{ "=", "kn =", "kn =" },
	{ "==", "kn =", "kn =" },
	{ "<>", "kn <>", "kn <>" },
	{ "!=", "kn <>", "kn <>" },
	{ ">=", "kn >=", "kn <=" },
	{ ">", "kn >", "kn <" },
};

static bool
may_be_compared(const struct sql_node *n)
{
	return n->kind != SQL_IS_ROW && !n->collated && !is_today(n) &&
	    n->text.n;
}

static bool
swap_comparison(const struct sql_node *n, struct swap *swap)
{
	const struct sql_node *a = n->parts ? n->parts->node : NULL;
	const struct sql_node *b =
	    a && n->parts->next ? n->parts->next->node : NULL;

	if (n->kind != SQL_IS_COMPARED || !b || n->parts->next->next)
		return false;
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
		const struct comparison *c = &comparisons[i];

		if (!sql_is_op(n->t, c->op))
			continue;
		swap->name = is_today(b) ? c->name : c->turned;
		swap->of = is_today(b) ? a : b;
		return (is_today(a) || is_today(b)) &&
		    may_be_compared(swap->of);
	}
	return false;
}

/* Functions of a day that is today: which argument is, and which stays. */
static const struct stepping {
	const char *name, *swap;
	size_t parts, today, stays;
} steppings[] = {
	{ "months_between", "kn months_between", 2, 1, 0 },
	{ "age_months", "kn age_months", 2, 1, 0 },
	{ "period_of", "kn period_of", 2, 0, 1 },
};

static const struct sql_node *
part_at(const struct sql_node *n, size_t at)
{
	const struct sql_part *p = n->parts;

	while (at--)
		p = p->next;
	return p->node;
}

/* A kind of period must be right as it stands: a wrong one is complained of. */
static bool
is_kind(const struct sql_node *n)
{
	return n->kind == SQL_IS_TEXT && n->t.text.n == strlen("'M'") &&
	    memchr("MQHYT", n->t.text.s[1], 5);
}

static bool
swap_stepping(const struct sql_node *n, struct swap *swap)
{
	for (size_t i = 0; i < sizeof steppings / sizeof *steppings; i++) {
		const struct stepping *s = &steppings[i];

		if (!is_call(n, s->name, s->parts) ||
		    !is_today(part_at(n, s->today)))
			continue;
		swap->name = s->swap;
		swap->of = part_at(n, s->stays);
		return may_be_compared(swap->of) &&
		    (s->today || is_kind(swap->of));
	}
	return false;
}

static bool
swap_today(const struct sql_node *n, bool awaits, struct swap *swap)
{
	swap->name = awaits ? "kn awaited" : "kn now";
	swap->of = NULL;
	return is_today(n);
}

static void
find_swaps(struct swaps *w, const struct sql_tree *tree, bool awaits)
{
	for (const struct sql_node *n = tree->nodes; n; n = n->next) {
		struct swap one = { 0 };

		if (!swap_comparison(n, &one) && !swap_stepping(n, &one) &&
		    !swap_today(n, awaits, &one))
			continue;
		one.off = (size_t)(n->text.s - w->sql.s);
		one.end = one.off + n->text.n;
		*MEM_PUSH(w->all, w->n, w->cap) = one;
	}
}

/* Those around others first. */
static int
by_place(const void *va, const void *vb)
{
	const struct swap *a = va, *b = vb;

	if (a->off != b->off)
		return a->off < b->off ? -1 : 1;
	return (a->end < b->end) - (a->end > b->end);
}

/* What stands between two places, as deep as the tree. */
static void
add_between(const struct swaps *w, size_t from, size_t end, struct buf *to)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct swap *s = &w->all[i];
		size_t of;

		if (s->off < from || s->end > end)
			continue;
		buf_add(to, str_first(str_from(w->sql, from), s->off - from));
		buf_addf(to, "\"%s\"(", s->name);
		from = s->end;
		if (s->of) {
			of = (size_t)(s->of->text.s - w->sql.s);
			buf_addc(to, '(');
			add_between(w, of, of + s->of->text.n, to);
			buf_addc(to, ')');
		}
		buf_addc(to, ')');
	}
	buf_add(to, str_first(str_from(w->sql, from), end - from));
}

struct str
today_sql(struct arena *a, struct str sql, bool awaits)
{
	struct sql_words words = sql_words(a, sql);
	struct sql_tree tree = sql_tree(a, &words);
	struct swaps w = { .sql = words.text };
	struct buf to = { 0 };

	find_swaps(&w, &tree, awaits);
	if (!w.n)
		return sql;
	qsort(w.all, w.n, sizeof *w.all, by_place);
	add_between(&w, 0, words.text.n, &to);
	free(w.all);
	return arena_take(a, &to);
}
