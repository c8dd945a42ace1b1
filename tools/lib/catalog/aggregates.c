/* aggregates: what many rows come to.
 *
 * Versions of SQLite read a table in an order of their own, and add up as they
 * read. So what is listed is sorted here, and a sum is kept without error. */
#include "catalog/aggregates.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/inside.h"
#include "catalog/meter.h"
#include "text/date.h"
#include "text/period.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/text.h"

/* Sums. */

/* Doubles that no bit of one lies within another's, smallest first: together
 * they are the sum (Shewchuk 1997). There are at most as many as the exponents
 * of a double have room for. */
enum { PIECES = 48 };

struct sum {
	double piece[PIECES];
	size_t n;
	long long rows, reals;        /* reals: not whole numbers */
	long long infinite, negative; /* of these, and below zero */
	int64_t high;                 /* of the others, the sum: */
	uint64_t low;                 /* high * 2^64 + low */
};

static void
add_whole(struct sum *s, int64_t x, int sign)
{
	uint64_t was = s->low;

	if (sign > 0) {
		s->low += (uint64_t)x;
		s->high += (s->low < was) - (x < 0);
	} else {
		s->low -= (uint64_t)x;
		s->high -= (s->low > was) - (x < 0);
	}
}

static bool
is_int64(const struct sum *s)
{
	return s->high == -(int64_t)(s->low >> 63);
}

static void
add_real(struct sum *s, double x)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->n; i++) {
		double y = s->piece[i], both, rest;

		if (fabs(x) < fabs(y)) {
			double swap = x;

			x = y;
			y = swap;
		}
		both = x + y;
		rest = y - (both - x);
		if (rest != 0)
			s->piece[kept++] = rest;
		x = both;
	}
	s->n = kept;
	if (s->n < PIECES)
		s->piece[s->n++] = x;
}

/* The nearest double to all pieces. */
static double
round_once(const struct sum *s)
{
	size_t n = s->n;
	double sum, rest = 0;

	if (!n)
		return 0;
	sum = s->piece[--n];
	while (n && rest == 0) {
		double before = sum, y = s->piece[--n];

		sum = before + y;
		rest = y - (sum - before);
	}
	/* Half-way, and there is more on the same side. */
	if (n &&
	    ((rest < 0 && s->piece[n - 1] < 0) ||
		(rest > 0 && s->piece[n - 1] > 0))) {
		double more = sum + 2 * rest;

		if (2 * rest == more - sum)
			sum = more;
	}
	return sum;
}

static double
sum_real(const struct sum *s)
{
	struct sum all = *s;

	if (s->infinite)
		return !s->negative            ? INFINITY :
		    s->negative == s->infinite ? -INFINITY :
						 NAN;
	add_real(&all, (double)s->high * 0x1p64);
	add_real(&all, (double)(s->low >> 32) * 0x1p32);
	add_real(&all, (double)(s->low & 0xffffffff));
	return round_once(&all);
}

/* Text that would count as its year. */
static bool
is_time(sqlite3_value *v)
{
	struct str text = db_text(v);
	struct date date;

	return str_find(text, '-') == 4 &&
	    (date_parse(text, &date) || period_parse(text, &date));
}

static void
count(sqlite3_context *c, sqlite3_value *v, int sign)
{
	struct sum *s = sqlite3_aggregate_context(c, sizeof *s);
	int type = sqlite3_value_numeric_type(v);
	double x;

	if (!s) {
		sqlite3_result_error_nomem(c);
	} else if (type == SQLITE_INTEGER) {
		s->rows += sign;
		add_whole(s, sqlite3_value_int64(v), sign);
	} else if (type == SQLITE_TEXT && is_time(v)) {
		sqlite3_result_error(c,
		    _("days and periods are no numbers and cannot be added up; "
		      "write min, max or count"),
		    -1);
	} else if (type != SQLITE_NULL) {
		s->rows += sign;
		s->reals += sign;
		x = sqlite3_value_double(v);
		if (!isinf(x)) {
			add_real(s, sign * x);
		} else {
			s->infinite += sign;
			s->negative += x < 0 ? sign : 0;
		}
	}
}

static void
sum_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	count(c, v[0], 1);
}

static void
sum_back(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	count(c, v[0], -1);
}

static void
sum_value(sqlite3_context *c)
{
	struct sum *s = sqlite3_aggregate_context(c, 0);

	if (!s || !s->rows)
		return;
	if (s->reals)
		sqlite3_result_double(c, sum_real(s));
	else if (!is_int64(s))
		sqlite3_result_error(c,
		    _("whole numbers add up to more than there is room for; "
		      "write total"),
		    -1);
	else
		sqlite3_result_int64(c, (sqlite3_int64)s->low);
}

static void
total_value(sqlite3_context *c)
{
	struct sum *s = sqlite3_aggregate_context(c, 0);

	sqlite3_result_double(c, s ? sum_real(s) : 0);
}

static void
avg_value(sqlite3_context *c)
{
	struct sum *s = sqlite3_aggregate_context(c, 0);

	if (s && s->rows)
		sqlite3_result_double(c, sum_real(s) / (double)s->rows);
}

/* Lists. */

struct group_entry {
	int type; /* of what it is sorted by */
	sqlite3_int64 i;
	double d;
	/* before: what separates it from the one before it */
	struct str key, text, before;
};

struct list {
	struct arena arena;
	struct group_entry *all;
	size_t first, n, cap; /* those before first are gone */
	size_t bytes;         /* of the rest */
};

static void
list_release(struct list *l)
{
	arena_release(&l->arena);
	free(l->all);
	*l = (struct list){ 0 };
}

/* Our own memory is outside of SQLite's limits, so the longest value that the
 * database allows is minded here, before there is one. */
static void
push(sqlite3_context *c, sqlite3_value *by, struct str text, struct str before)
{
	size_t most = (size_t)sqlite3_limit(sqlite3_context_db_handle(c),
	    SQLITE_LIMIT_LENGTH, -1);
	struct list *l = sqlite3_aggregate_context(c, sizeof *l);
	struct group_entry e = { .type = sqlite3_value_type(by) };

	if (!l) {
		sqlite3_result_error_nomem(c);
		return;
	}
	if (e.type == SQLITE_INTEGER || e.type == SQLITE_FLOAT) {
		e.i = sqlite3_value_int64(by);
		e.d = sqlite3_value_double(by);
	} else if (e.type != SQLITE_NULL) {
		e.key = db_text(by);
	}
	if (!meter_spend(c, e.key.n + text.n + before.n))
		return;
	if (l->bytes + text.n + before.n > most || e.key.n > most) {
		sqlite3_result_error_toobig(c);
		return;
	}
	l->bytes += text.n + before.n;
	e.key = arena_keep(&l->arena, e.key);
	e.text = arena_keep(&l->arena, text);
	e.before = arena_keep(&l->arena, before);
	*MEM_PUSH(l->all, l->n, l->cap) = e;
}

static int
rank(const struct group_entry *e)
{
	return e->type == SQLITE_NULL                            ? 0 :
	    e->type == SQLITE_INTEGER || e->type == SQLITE_FLOAT ? 1 :
	    e->type == SQLITE_TEXT                               ? 2 :
								   3;
}

static int
by_key(const void *a, const void *b)
{
	const struct group_entry *x = a, *y = b;
	int differ = (rank(x) > rank(y)) - (rank(x) < rank(y));

	if (!differ)
		differ = (x->d > y->d) - (x->d < y->d);
	if (!differ)
		differ = (x->i > y->i) - (x->i < y->i);
	if (!differ)
		differ = str_cmp(x->key, y->key);
	if (!differ)
		differ = str_cmp(x->text, y->text);
	return differ ? differ : str_cmp(x->before, y->before);
}

/* Adds what there is, sorted; what came stays as it came, since a window gives
 * it back in that order. */
static void
add_sorted(struct buf *b, const struct list *l)
{
	size_t n = l->n - l->first;
	struct group_entry *all = mem_resize(NULL, n * sizeof *all);

	memcpy(all, l->all + l->first, n * sizeof *all);
	qsort(all, n, sizeof *all, by_key);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(b, all[i].before);
		buf_add(b, all[i].text);
	}
	free(all);
}

static struct list *
list_of(sqlite3_context *c)
{
	struct list *l = sqlite3_aggregate_context(c, 0);

	return l && l->n > l->first ? l : NULL;
}

static void
give_list(sqlite3_context *c, const char *open, const char *close)
{
	const struct list *l = list_of(c);
	struct buf b = { 0 };

	if (l && !meter_spend(c, l->bytes + (l->n - l->first) * sizeof *l->all))
		return;
	buf_addz(&b, open);
	if (l)
		add_sorted(&b, l);
	buf_addz(&b, close);
	sqlite3_result_text64(c, buf_z(&b), b.n, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_release(&b);
}

static void
list_end(sqlite3_context *c)
{
	struct list *l = sqlite3_aggregate_context(c, 0);

	if (l)
		list_release(l);
}

static void
list_back(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct list *l = list_of(c);

	(void)n;
	if (l && sqlite3_value_type(v[0]) != SQLITE_NULL) {
		const struct group_entry *e = &l->all[l->first++];

		l->bytes -= e->text.n + e->before.n;
	}
}

static void
concat_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	if (sqlite3_value_type(v[0]) != SQLITE_NULL)
		push(c, v[n > 2 ? 2 : 0], db_text(v[0]),
		    n > 1 ? db_text(v[1]) : STR(","));
}

static void
concat_value(sqlite3_context *c)
{
	if (list_of(c))
		give_list(c, "", "");
}

static void
concat_final(sqlite3_context *c)
{
	concat_value(c);
	list_end(c);
}

/* JSON. */

static void
add_json(struct buf *b, struct str v)
{
	buf_addc(b, '"');
	for (size_t i = 0, next; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);

		if (c < 0)
			buf_addz(b, "\\ufffd");
		else if (c < ' ')
			buf_addf(b, "\\u%04x", (unsigned)c);
		else {
			if (c == '"' || c == '\\')
				buf_addc(b, '\\');
			buf_add(b, (struct str){ v.s + i, next - i });
		}
	}
	buf_addc(b, '"');
}

/* The mark of SQLite's functions on what is JSON already. */
enum { JSON_MARK = 'J' };

static bool
add_json_value(struct buf *b, sqlite3_context *c, sqlite3_value *v)
{
	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL:
		buf_addz(b, "null");
		return true;
	case SQLITE_BLOB:
		sqlite3_result_error(c, _("JSON cannot hold a blob"), -1);
		return false;
	case SQLITE_TEXT:
		if (sqlite3_value_subtype(v) != JSON_MARK) {
			add_json(b, db_text(v));
			return true;
		}
		/* fallthrough */
	default:
		buf_add(b, db_text(v));
		return true;
	}
}

/* Puts in a name, a value, or both; either may be NULL. */
static void
push_json(sqlite3_context *c, sqlite3_value *name, sqlite3_value *value)
{
	struct buf b = { 0 };

	if (name)
		add_json(&b, db_text(name));
	if (name && value)
		buf_addc(&b, ':');
	if (!value || add_json_value(&b, c, value))
		push(c, name ? name : value, buf_str(&b), STR(","));
	buf_release(&b);
}

static void
ids_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	if (sqlite3_value_type(v[0]) != SQLITE_NULL)
		push_json(c, v[0], NULL);
}

static void
array_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	push_json(c, NULL, v[0]);
}

static void
object_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	if (sqlite3_value_type(v[0]) != SQLITE_NULL)
		push_json(c, v[0], v[1]);
}

/* In an array NULL is an entry too. */
static void
array_back(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct list *l = list_of(c);

	(void)n, (void)v;
	if (l)
		l->bytes -= l->all[l->first++].text.n + STR(",").n;
}

static void
array_value(sqlite3_context *c)
{
	give_list(c, "[", "]");
	sqlite3_result_subtype(c, JSON_MARK);
}

static void
array_final(sqlite3_context *c)
{
	array_value(c);
	list_end(c);
}

static void
object_value(sqlite3_context *c)
{
	give_list(c, "{", "}");
	sqlite3_result_subtype(c, JSON_MARK);
}

static void
object_final(sqlite3_context *c)
{
	object_value(c);
	list_end(c);
}

#ifdef SQLITE_RESULT_SUBTYPE
enum { SUBTYPE = SQLITE_SUBTYPE | SQLITE_RESULT_SUBTYPE };
#else
enum { SUBTYPE = SQLITE_SUBTYPE };
#endif

bool
catalog_aggregates_add(sqlite3 *db, struct meter *meter)
{
	static const struct {
		const char *name;
		int args;
		void (*step)(sqlite3_context *, int, sqlite3_value **);
		void (*final)(sqlite3_context *);
		void (*value)(sqlite3_context *);
		void (*back)(sqlite3_context *, int, sqlite3_value **);
	} all[] = {
		{ "sum", 1, sum_step, sum_value, sum_value, sum_back },
		{ "total", 1, sum_step, total_value, total_value, sum_back },
		{ "avg", 1, sum_step, avg_value, avg_value, sum_back },
		{ "group_concat", 1, concat_step, concat_final, concat_value,
		    list_back },
		{ "group_concat", 2, concat_step, concat_final, concat_value,
		    list_back },
		{ "group_concat", 3, concat_step, concat_final, concat_value,
		    list_back },
		{ "ids", 1, ids_step, array_final, array_value, list_back },
		{ "json_group_array", 1, array_step, array_final, array_value,
		    array_back },
		{ "json_group_object", 2, object_step, object_final,
		    object_value, list_back },
	};
	const int flags =
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS | SUBTYPE;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (sqlite3_create_window_function(db, all[i].name, all[i].args,
			flags, meter, all[i].step, all[i].final, all[i].value,
			all[i].back, NULL) != SQLITE_OK)
			return false;
	return true;
}
