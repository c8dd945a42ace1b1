/* functions: dates, ages, periods and Vietnamese text for SQL. */
#include "catalog/functions.h"

#include <limits.h>
#include <string.h>

#include <sqlite3.h>

#include "text/calendar.h"
#include "catalog/aggregates.h"
#include "catalog/bounded.h"
#include "catalog/inside.h"
#include "text/date.h"
#include "text/period.h"
#include "base/lang.h"
#include "text/phrase.h"
#include "text/text.h"
#include "text/case.h"

/* Arguments. */

static bool
date_of(sqlite3_value *v, struct date *date)
{
	return sqlite3_value_type(v) == SQLITE_TEXT &&
	    date_parse(db_text(v), date);
}

static bool
day_of(sqlite3_value *v, int *day)
{
	return sqlite3_value_type(v) == SQLITE_TEXT &&
	    day_parse(db_text(v), day);
}

/* A whole number, also one that a division left as 216.0. */
static bool
int_of(sqlite3_value *v, int *n)
{
	int type = sqlite3_value_type(v);
	double d = sqlite3_value_double(v);

	if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) ||
	    !(d >= INT_MIN && d <= INT_MAX) || d != (int)d)
		return false;
	*n = (int)d;
	return true;
}

/* Results. None given is NULL. */

static void
give_text(sqlite3_context *c, struct str v)
{
	sqlite3_result_text64(c, v.s, v.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void
give_day(sqlite3_context *c, int day)
{
	char text[DAY_TEXT];

	if (day != DAY_NONE && *day_text(day, text))
		give_text(c, str_of(text));
}

/* Dates. */

static void
today(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *to = sqlite3_user_data(c);

	(void)n, (void)v;
	to->watch.steady = steady_on(to->today);
	give_day(c, to->today);
}

static void
age_months(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct date born;
	int on, most;

	(void)n;
	if (!date_of(v[0], &born) || !day_of(v[1], &on))
		return;
	most = day_months_between(born.lo, on);
	if (most == day_months_between(born.hi, on))
		sqlite3_result_int(c, most);
}

static void
age_is_reached(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct date born;
	int months, on, is;

	(void)n;
	if (!date_of(v[0], &born) || !int_of(v[1], &months) ||
	    !day_of(v[2], &on))
		return;
	is = date_age_reached(born, months, on);
	if (is >= 0)
		sqlite3_result_int(c, is);
}

static void
add_months(sqlite3_context *c, int n, sqlite3_value **v)
{
	int day, months;

	(void)n;
	if (day_of(v[0], &day) && int_of(v[1], &months))
		give_day(c, day_add_months(day, months));
}

static void
count_months(sqlite3_context *c, int n, sqlite3_value **v)
{
	int a, b;

	(void)n;
	if (day_of(v[0], &a) && day_of(v[1], &b))
		sqlite3_result_int(c, day_months_between(a, b));
}

static void
count_days(sqlite3_context *c, int n, sqlite3_value **v)
{
	int a, b;

	(void)n;
	if (day_of(v[0], &a) && day_of(v[1], &b))
		sqlite3_result_int(c, b - a);
}

static void
add_workdays(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *to = sqlite3_user_data(c);
	bool guessed = false;
	int day, days, end;

	(void)n;
	if (!day_of(v[0], &day) || !int_of(v[1], &days))
		return;
	end = calendar_add_workdays(to->calendar, day, days, &guessed);
	workday_certainty_note(&to->counted, day, end, guessed);
	give_day(c, end);
}

static void
count_workdays(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct catalog_functions *to = sqlite3_user_data(c);
	bool guessed = false;
	int a, b;

	(void)n;
	if (!day_of(v[0], &a) || !day_of(v[1], &b))
		return;
	sqlite3_result_int(c, calendar_workdays(to->calendar, a, b, &guessed));
	workday_certainty_note(&to->counted, a, b, guessed);
}

/* Periods. */

static bool
period_of_value(sqlite3_value *v, struct date *period)
{
	return sqlite3_value_type(v) == SQLITE_TEXT &&
	    period_parse(db_text(v), period);
}

static void
period_start(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct date period;

	(void)n;
	if (period_of_value(v[0], &period))
		give_day(c, period.lo);
}

static void
period_end(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct date period;

	(void)n;
	if (period_of_value(v[0], &period))
		give_day(c, period.hi);
}

/* The kind is written by whoever wrote the statement: a wrong one is a mistake
 * there, not missing evidence. */
static void
period_of_day(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct str kind = db_text(v[1]);
	char period[PERIOD_TEXT];
	struct buf wrong = { 0 };
	int day;

	(void)n;
	if (!kind.s)
		return;
	if (kind.n != 1 || !strchr("MQHYT", kind.s[0])) {
		buf_addf(&wrong,
		    _("period_of: '%.*s' is no kind of period: write 'M', 'Q', "
		      "'H', 'Y' or 'T'"),
		    STRF(kind));
		sqlite3_result_error(c, buf_z(&wrong), -1);
		buf_release(&wrong);
	} else if (day_of(v[0], &day) && period_of(day, kind.s[0], period))
		give_text(c, str_of(period));
}

/* Text. */

/* A form of a text costs about so many looks at each byte. */
enum { KEY_WORK = 8 };

static void
give_form(sqlite3_context *c, sqlite3_value *v,
    void (*add)(struct buf *, struct str), bool bytes)
{
	struct buf b = { 0 };

	if (sqlite3_value_type(v) == SQLITE_NULL ||
	    !meter_spend(c, KEY_WORK * db_text(v).n))
		return;
	add(&b, db_text(v));
	if (bytes)
		sqlite3_result_blob64(c, buf_z(&b), b.n, SQLITE_TRANSIENT);
	else
		give_text(c, (struct str){ buf_z(&b), b.n });
	buf_release(&b);
}

static void
fold(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	give_form(c, v[0], text_add_fold, false);
}

static void
has_words(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct str words = db_text(v[1]);
	struct buf in = { 0 }, folded = { 0 };
	size_t work = KEY_WORK;

	(void)n;
	for (size_t i = 0; i < words.n; i++)
		work += words.s[i] == ' ';
	if (sqlite3_value_type(v[0]) == SQLITE_NULL || !words.s ||
	    !meter_spend(c, work * db_text(v[0]).n + words.n))
		return;
	text_add_fold(&in, db_text(v[0]));
	text_add_fold(&folded, words);
	sqlite3_result_int(c, phrase_found(buf_str(&in), buf_str(&folded)));
	buf_release(&in);
	buf_release(&folded);
}

static void
tone_key(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	give_form(c, v[0], text_add_tone_key, false);
}

static void
lower(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	give_form(c, v[0], case_add_small, false);
}

static void
upper(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	give_form(c, v[0], case_add_capital, false);
}

/* A blob, because its bytes are for memcmp and need not be UTF-8. */
static void
name_key(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	give_form(c, v[0], text_add_name_key, true);
}

/* Its bytes come behind the key, since two texts that differ are not one. */
static void
add_text_key(struct buf *b, struct str v)
{
	text_add_order_key(b, v);
	buf_addc(b, 1);
	buf_add(b, v);
}

static void
text_key(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	give_form(c, v[0], add_text_key, true);
}

/* Nothing can be said from here: where the statement has taken all it may,
 * what is sorted is soon over, and then it ends. */
static bool
may_compare(struct meter *m, int n_a, int n_b)
{
	return !m->spend || m->spend(m->to, (size_t)n_a + (size_t)n_b);
}

static int
compare_vi(void *to, int n_a, const void *a, int n_b, const void *b)
{
	if (!may_compare(to, n_a, n_b))
		return 0;
	return text_compare((struct str){ a, (size_t)n_a },
	    (struct str){ b, (size_t)n_b });
}

static int
compare_nocase(void *to, int n_a, const void *a, int n_b, const void *b)
{
	if (!may_compare(to, n_a, n_b))
		return 0;
	return case_compare((struct str){ a, (size_t)n_a },
	    (struct str){ b, (size_t)n_b });
}

/* SQLite's functions that depend on nothing but their arguments. (json_patch
 * does too, but takes the product of their lengths.) */
const char *const catalog_functions_pure[] = { "->", "->>", "abs", "acos",
	"acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "ceil",
	"ceiling", "char", "coalesce", "cos", "cosh", "count", "cume_dist",
	"degrees", "dense_rank", "exp", "first_value", "floor", "format",
	"glob", "group_concat", "hex", "ifnull", "iif", "instr", "json",
	"json_array", "json_array_length", "json_extract", "json_group_array",
	"json_group_object", "json_insert", "json_object", "json_quote",
	"json_remove", "json_replace", "json_set", "json_type", "json_valid",
	"lag", "last_value", "lead", "length", "like", "likelihood", "likely",
	"ln", "log", "log10", "log2", "lower", "ltrim", "max", "min", "mod",
	"nth_value", "ntile", "nullif", "percent_rank", "pi", "pow", "power",
	"printf", "quote", "radians", "rank", "replace", "round", "row_number",
	"rtrim", "sign", "sin", "sinh", "sqrt", "substr", "substring", "sum",
	"tan", "tanh", "total", "trim", "trunc", "typeof", "unicode",
	"unlikely", "upper", NULL };

const struct catalog_function catalog_functions_list[] = {
	{ "today", "today()", N_("the day that counts as today (--today)") },
	{ "age_months", "age_months(born, on)",
	    N_("full months of age on a day; NULL when a partial date of birth "
	       "leaves it open") },
	{ "age_reached", "age_reached(born_raw, months, on)",
	    N_("1 or 0: of that age or more on a day; NULL when a partial date "
	       "of birth leaves it open") },
	{ "month_add", "month_add(d, n)",
	    N_("the day n months later, no later than its month's end") },
	{ "months_between", "months_between(a, b)",
	    N_("full months from day a to day b") },
	{ "days_between", "days_between(a, b)",
	    N_("days from day a to day b") },
	{ "workday_add", "workday_add(d, n)",
	    N_("the n-th working day after a day") },
	{ "workdays", "workdays(a, b)",
	    N_("working days after day a, up to day b included") },
	{ "period_start", "period_start(p)",
	    N_("the first day of a period such as 2021-Q2") },
	{ "period_end", "period_end(p)",
	    N_("the last day of a period such as 2021-Q2") },
	{ "period_of", "period_of(d, 'M'|'Q'|'H'|'Y'|'T')",
	    N_("the month, quarter, half or year a day lies in, or the months "
	       "of its year so far") },
	{ "fold", "fold(text)", N_("lower case without marks, for searching") },
	{ "has_words", "has_words(text, words)",
	    N_("1 or 0: has these words in this order, each begun at least, "
	       "marks aside; a comma parts words that may stand anywhere") },
	{ "tone_key", "tone_key(text)",
	    N_("the same for two places of a tone mark (hòa, hoà)") },
	{ "name_key", "name_key(text)",
	    N_("sorts people by given name, then middle, then family") },
	{ "text_key", "text_key(text)",
	    N_("sorts text by the Vietnamese alphabet") },
	{ "ids", "ids(id)",
	    N_("the ids of a group as a sorted JSON array, each as often as it "
	       "came, NULL left out") },
	{ NULL, NULL, NULL }
};

bool
catalog_functions_add(sqlite3 *db, struct catalog_functions *to)
{
	static const struct {
		const char *name;
		int args;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} calls[] = {
		{ "today", 0, today },
		{ "age_months", 2, age_months },
		{ "age_reached", 3, age_is_reached },
		{ "month_add", 2, add_months },
		{ "months_between", 2, count_months },
		{ "days_between", 2, count_days },
		{ "workday_add", 2, add_workdays },
		{ "workdays", 2, count_workdays },
		{ "period_start", 1, period_start },
		{ "period_end", 1, period_end },
		{ "period_of", 2, period_of_day },
		{ "fold", 1, fold },
		{ "has_words", 2, has_words },
		{ "tone_key", 1, tone_key },
		{ "name_key", 1, name_key },
		{ "text_key", 1, text_key },
		{ "lower", 1, lower },
		{ "upper", 1, upper },
	};
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (sqlite3_create_function_v2(db, calls[i].name, calls[i].args,
			flags, to, calls[i].call, NULL, NULL,
			NULL) != SQLITE_OK)
			return false;
	return sqlite3_create_collation_v2(db, "vi", SQLITE_UTF8, &to->meter,
		   compare_vi, NULL) == SQLITE_OK &&
	    sqlite3_create_collation_v2(db, "nocase", SQLITE_UTF8, &to->meter,
		compare_nocase, NULL) == SQLITE_OK &&
	    catalog_bounded_add(db, &to->meter) &&
	    catalog_aggregates_add(db, &to->meter);
}
