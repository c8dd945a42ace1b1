/* What a commit changed in a record comes back from its bytes as it was put
 * in, and damaged bytes are damage, not other rows. */
#include "catalog/history_rows.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "test.h"
#include "../draw.h"
#include "history/history.h"

enum { TIMES = 200, MOST = 6, FIELDS = 3 };

static const struct str names_all[FIELDS] = { { NULL, 0 }, { "ten", 3 },
	{ "nx.ngay", 7 } };

static struct str
draw_text(uint64_t *state)
{
	static const struct str all[] = { { NULL, 0 }, { "", 0 }, { "a", 1 },
		{ "Nguyễn Văn Mẫu", 19 }, { "a\0b", 3 } };

	return all[draw_below(state, sizeof all / sizeof *all)];
}

static bool
is_text(sqlite3_stmt *st, int i, struct str s)
{
	if (sqlite3_column_type(st, i) == SQLITE_NULL)
		return !s.s;
	return s.s && (size_t)sqlite3_column_bytes(st, i) == s.n &&
	    (!s.n || !memcmp(sqlite3_column_blob(st, i), s.s, s.n));
}

static bool
is_row(sqlite3_stmt *st, const struct history_row *r)
{
	return is_text(st, 0, str_of(history_op_name(r->op))) &&
	    is_text(st, 1, r->field) && is_text(st, 2, r->entry) &&
	    sqlite3_column_int(st, 3) == r->private && is_text(st, 4, r->old) &&
	    is_text(st, 5, r->new);
}

static struct history_row
draw_row(uint64_t *state)
{
	struct history_row r = { .op = draw_below(state, HISTORY_OPS) };

	r.field = names_all[draw_below(state, FIELDS)];
	r.private = (int)draw_below(state, 4);
	r.entry = draw_text(state);
	r.old = draw_text(state);
	r.new = draw_text(state);
	return r;
}

static void
bind(sqlite3_stmt *st, struct str bytes)
{
	sqlite3_reset(st);
	sqlite3_bind_blob64(st, 1, bytes.s ? bytes.s : "", bytes.n,
	    SQLITE_TRANSIENT);
}

/* How many rows come before the end. */
static size_t
count(sqlite3_stmt *st, int *rc)
{
	size_t n = 0;

	while ((*rc = sqlite3_step(st)) == SQLITE_ROW)
		n++;
	return n;
}

/* Conditions that are looked at inside, beside the same that are not. */
static bool
asks_alike(sqlite3 *db, uint64_t *state)
{
	static const char *const wheres[] = {
		"op = 'create'",
		"op = 'set'",
		"field = 'ten'",
		"op = 'add' AND field = 'nx.ngay'",
		"op IN ('move', 'create')",
		"op = 'no such'",
		"field = 'TEN' COLLATE nocase",
	};
	static const char *const wheres_plain[] = {
		"+op = 'create'",
		"+op = 'set'",
		"+field = 'ten'",
		"+op = 'add' AND +field = 'nx.ngay'",
		"+op IN ('move', 'create')",
		"+op = 'no such'",
		"+field = 'TEN' COLLATE nocase",
	};
	bool same = true;
	size_t all = 0;
	int rc;

	for (size_t i = 0; i < TIMES; i++) {
		size_t which = i % (sizeof wheres / sizeof *wheres), had[2];
		struct history_row rows[MOST];
		struct buf b = { 0 };

		for (size_t k = 0; k < MOST; k++)
			rows[k] = draw_row(state);
		for (int whole = 1; whole >= 0; whole--)
			for (size_t k = 0; k < MOST; k++)
				if (history_rows_whole(rows[k].op) == whole)
					history_rows_add(&b, &rows[k]);
		for (int plain = 0; plain < 2; plain++) {
			sqlite3_stmt *st = NULL;
			char sql[200];

			snprintf(sql, sizeof sql,
			    "SELECT 1 FROM " HISTORY_ROWS "(?) WHERE %s",
			    (plain ? wheres_plain : wheres)[which]);
			sqlite3_prepare_v2(db, sql, -1, &st, NULL);
			bind(st, buf_str(&b));
			had[plain] = count(st, &rc);
			same = same && rc == SQLITE_DONE;
			sqlite3_finalize(st);
		}
		same = same && had[0] == had[1];
		all += had[0];
		buf_release(&b);
	}
	return same && all;
}

int
main(void)
{
	uint64_t state = 1;
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	bool same = true, damage = true;
	int rc;

	sqlite3_open(":memory:", &db);
	ok(history_rows_register(db), "SQLite takes the function");
	sqlite3_prepare_v2(db,
	    "SELECT op, field, entry, private, old, new FROM " HISTORY_ROWS
	    "(?)",
	    -1, &st, NULL);
	for (int i = 0; i < TIMES; i++) {
		struct history_row rows[MOST];
		struct buf b = { 0 };
		size_t n = draw_below(&state, MOST + 1), last = 0;

		for (size_t k = 0; k < n; k++) {
			rows[k] = draw_row(&state);
			last = b.n;
			history_rows_add(&b, &rows[k]);
		}
		bind(st, buf_str(&b));
		for (size_t k = 0; k < n; k++)
			same = same && sqlite3_step(st) == SQLITE_ROW &&
			    is_row(st, &rows[k]);
		same = same && sqlite3_step(st) == SQLITE_DONE;
		for (size_t k = last + 1; k < b.n; k++) {
			bind(st, str_first(buf_str(&b), k));
			damage = damage && count(st, &rc) == n - 1 &&
			    rc == SQLITE_CORRUPT;
		}
		buf_release(&b);
	}
	ok(same, "rows come back as they were put in");
	ok(damage, "what is cut off is damage, after the rows that are whole");
	ok(asks_alike(db, &state), "conditions choose what they say");
	bind(st, STR("\x7f"));
	ok(count(st, &rc) == 0 && rc == SQLITE_CORRUPT,
	    "an operation that there is not is damage");
	sqlite3_reset(st);
	sqlite3_bind_null(st, 1);
	ok(count(st, &rc) == 0 && rc == SQLITE_DONE, "no bytes are no rows");
	sqlite3_finalize(st);
	ok(sqlite3_prepare_v2(db, "SELECT * FROM " HISTORY_ROWS, -1, &st,
	       NULL) != SQLITE_OK,
	    "without bytes it cannot be asked");
	sqlite3_finalize(st);
	sqlite3_close(db);
	return done();
}
