/* bounded: functions of SQLite that a hostile statement could spend
 * hours in. */
#include "catalog/bounded.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "catalog/inside.h"
#include "catalog/meter.h"
#include "catalog/printf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/text.h"
#include "text/case.h"

/* The most bytes of one value times bytes of the other; and what a character
 * compared by LIKE costs in bytes passed over. */
enum { BOUNDED_WORK = 1 << 26, LIKE_WORK = 8 };

/* Text in NFC, in which all that is stored is too; b has it where it was not
 * given so. False: NULL, or all was taken. */
static bool
take_text(sqlite3_context *c, sqlite3_value *v, struct str *text, struct buf *b)
{
	*text = db_text(v);
	if (!text->s || !meter_spend(c, text->n))
		return false;
	*text = text_as_nfc(*text, b);
	return true;
}

static void
fail(sqlite3_context *c, const char *why)
{
	sqlite3_result_error(c, why, -1);
}

static bool
is_cheap(sqlite3_context *c, struct str a, struct str b)
{
	if (!a.n || b.n <= BOUNDED_WORK / a.n)
		return true;
	fail(c, _("what is compared is too long"));
	return false;
}

/* Within a character of UTF-8, behind its first byte. */
static bool
is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where b is in a, counted from 1 in characters; 0: nowhere. No match begins
 * inside a character, except at the very start. */
static sqlite3_int64
place_in_text(struct str a, struct str b)
{
	sqlite3_int64 n = 1;
	size_t at;

	if (!b.n || str_starts(a, b))
		return 1;
	if (is_inside(b.s[0]))
		return 0;
	at = str_find_str(a, b);
	if (at == a.n)
		return 0;
	for (size_t i = 1; i <= at; i++)
		n += !is_inside(a.s[i]);
	return n;
}

static void
instr(sqlite3_context *c, int n, sqlite3_value **v)
{
	bool blobs = sqlite3_value_type(v[0]) == SQLITE_BLOB &&
	    sqlite3_value_type(v[1]) == SQLITE_BLOB;
	struct buf nfc[2] = { 0 };
	struct str a, b;
	size_t at;

	(void)n;
	if (blobs) {
		a.s = sqlite3_value_blob(v[0]);
		a.n = (size_t)sqlite3_value_bytes(v[0]);
		b.s = sqlite3_value_blob(v[1]);
		b.n = (size_t)sqlite3_value_bytes(v[1]);
		at = str_find_str(a, b);
		if (meter_spend(c, a.n))
			sqlite3_result_int64(c,
			    !b.n          ? 1 :
				at == a.n ? 0 :
					    (sqlite3_int64)at + 1);
	} else if (take_text(c, v[0], &a, &nfc[0]) &&
	    take_text(c, v[1], &b, &nfc[1])) {
		sqlite3_result_int64(c, place_in_text(a, b));
	}
	buf_release(&nfc[0]);
	buf_release(&nfc[1]);
}

static void
give_replaced(sqlite3_context *c, struct str text, struct str from,
    struct str to)
{
	size_t most = (size_t)sqlite3_limit(sqlite3_context_db_handle(c),
	    SQLITE_LIMIT_LENGTH, -1);
	struct buf b = { 0 };
	size_t at;

	while ((at = str_find_str(text, from)) < text.n && b.n <= most) {
		buf_add(&b, str_first(text, at));
		buf_add(&b, to);
		text = str_from(text, at + from.n);
	}
	buf_add(&b, text);
	if (b.n > most)
		sqlite3_result_error_toobig(c);
	else if (meter_spend(c, b.n))
		sqlite3_result_text64(c, buf_z(&b), b.n, SQLITE_TRANSIENT,
		    SQLITE_UTF8);
	buf_release(&b);
}

static void
replace(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct str text, from, to;
	struct buf nfc[3] = { 0 };

	(void)n;
	if (take_text(c, v[0], &text, &nfc[0]) &&
	    take_text(c, v[1], &from, &nfc[1])) {
		if (!from.n || !from.s[0])
			sqlite3_result_value(c, v[0]);
		else if (take_text(c, v[2], &to, &nfc[2]))
			give_replaced(c, text, from, to);
	}
	for (size_t i = 0; i < 3; i++)
		buf_release(&nfc[i]);
}

/* How long the character of set is that text begins (ends) with; 0: none. */
static size_t
at_edge(struct str text, struct str set, bool end)
{
	for (size_t i = 0, next; i < set.n; i = next) {
		struct str one;

		for (next = i + 1; next < set.n && is_inside(set.s[next]) &&
		     (unsigned char)set.s[i] >= 0xc0;)
			next++;
		one = (struct str){ set.s + i, next - i };
		if (end ? str_ends(text, one) : str_starts(text, one))
			return one.n;
	}
	return 0;
}

static void
trim_ends(sqlite3_context *c, int n, sqlite3_value **v, bool start, bool end)
{
	struct str text, set = STR(" ");
	struct buf nfc[2] = { 0 };
	size_t cut, was;

	if (take_text(c, v[0], &text, &nfc[0]) &&
	    (n == 1 || take_text(c, v[1], &set, &nfc[1])) &&
	    is_cheap(c, text, set)) {
		was = text.n;
		while (start && (cut = at_edge(text, set, false)))
			text = str_from(text, cut);
		while (end && (cut = at_edge(text, set, true)))
			text.n -= cut;
		if (meter_spend(c, (was - text.n) * set.n))
			sqlite3_result_text64(c, text.s, text.n,
			    SQLITE_TRANSIENT, SQLITE_UTF8);
	}
	buf_release(&nfc[0]);
	buf_release(&nfc[1]);
}

static void
trim(sqlite3_context *c, int n, sqlite3_value **v)
{
	trim_ends(c, n, v, true, true);
}

static void
ltrim(sqlite3_context *c, int n, sqlite3_value **v)
{
	trim_ends(c, n, v, true, false);
}

static void
rtrim(sqlite3_context *c, int n, sqlite3_value **v)
{
	trim_ends(c, n, v, false, true);
}

/* x LIKE y is like(y, x). Both are in NFC then; nfc holds what was not. */
struct matched {
	struct str pattern, text;
	struct buf nfc[2];
};

/* False: NULL, or not to be answered. */
static bool
may_match(sqlite3_context *c, sqlite3_value **v, struct matched *m)
{
	*m = (struct matched){ 0 };
	if (!take_text(c, v[0], &m->pattern, &m->nfc[0]) ||
	    !take_text(c, v[1], &m->text, &m->nfc[1]))
		return false;
	if (m->pattern.n > (size_t)sqlite3_limit(sqlite3_context_db_handle(c),
			       SQLITE_LIMIT_LIKE_PATTERN_LENGTH, -1)) {
		fail(c, _("a pattern of LIKE or GLOB is too long"));
		return false;
	}
	return is_cheap(c, m->pattern, m->text);
}

static void
matched_release(struct matched *m)
{
	buf_release(&m->nfc[0]);
	buf_release(&m->nfc[1]);
}

/* The one character behind ESCAPE. False: NULL, or not to be answered. */
static bool
read_escape(sqlite3_context *c, sqlite3_value *v, int32_t *by)
{
	struct str escape;
	struct buf nfc = { 0 };
	size_t next = 0;
	bool is = take_text(c, v, &escape, &nfc);

	if (is) {
		*by = escape.n ? text_at(escape, 0, &next) : -1;
		if (*by < 0 || next != escape.n || *by == '%' || *by == '_') {
			fail(c,
			    _("ESCAPE needs one character, not '_' or '%'"));
			is = false;
		}
	}
	buf_release(&nfc);
	return is;
}

static void
like(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct matched m;
	int32_t by = 0;
	size_t work = 0;
	bool is;

	if (may_match(c, v, &m) && (n == 2 || read_escape(c, v[2], &by))) {
		is = case_like(m.text, m.pattern, by, &work);
		if (meter_spend(c, LIKE_WORK * work))
			sqlite3_result_int(c, is);
	}
	matched_release(&m);
}

/* strglob needs texts that end. */
static bool
is_glob(struct str pattern, struct str text)
{
	char *p = mem_alloc(pattern.n + 1), *t = mem_alloc(text.n + 1);
	bool is;

	memcpy(p, pattern.s, pattern.n);
	memcpy(t, text.s, text.n);
	is = !sqlite3_strglob(p, t);
	free(p);
	free(t);
	return is;
}

static void
glob(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct matched m;

	(void)n;
	if (may_match(c, v, &m) &&
	    meter_spend(c,
		LIKE_WORK *
		    (str_find(m.pattern, '*') < m.pattern.n ? m.pattern.n : 1) *
		    m.text.n))
		sqlite3_result_int(c, is_glob(m.pattern, m.text));
	matched_release(&m);
}

bool
catalog_bounded_add(sqlite3 *db, struct meter *meter)
{
	static const struct {
		const char *name;
		int args;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} calls[] = {
		{ "instr", 2, instr },
		{ "replace", 3, replace },
		{ "trim", 1, trim },
		{ "trim", 2, trim },
		{ "ltrim", 1, ltrim },
		{ "ltrim", 2, ltrim },
		{ "rtrim", 1, rtrim },
		{ "rtrim", 2, rtrim },
		{ "like", 2, like },
		{ "like", 3, like },
		{ "glob", 2, glob },
		{ "printf", -1, catalog_printf },
		{ "format", -1, catalog_printf },
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (sqlite3_create_function_v2(db, calls[i].name, calls[i].args,
			SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
			meter, calls[i].call, NULL, NULL, NULL) != SQLITE_OK)
			return false;
	return true;
}
