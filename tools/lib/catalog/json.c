/* json: the members of an object of JSON, by SQLite. */
#include "catalog/json.h"

#include <limits.h>
#include <sqlite3.h>
#include <string.h>

/* As a number SQLite would write it in its own way. */
static const char members[] =
    "SELECT key, iif(type = 'text', value, ?1 -> fullkey) FROM json_each(?1, "
    "?2) WHERE type NOT IN ('null', 'object', 'array')";

/* False: it is none, or more than a text that ends with NUL can say. */
static bool
take_text(sqlite3_stmt *q, int column, struct str *s)
{
	s->s = (const char *)sqlite3_column_text(q, column);
	s->n = (size_t)sqlite3_column_bytes(q, column);
	return s->s && strlen(s->s) == s->n;
}

static bool
each_row(sqlite3_stmt *q, void (*each)(struct str, struct str, void *),
    void *to)
{
	struct str key, value;
	int more;

	while ((more = sqlite3_step(q)) == SQLITE_ROW) {
		if (!take_text(q, 0, &key) || !take_text(q, 1, &value))
			return false;
		each(key, value, to);
	}
	return more == SQLITE_DONE;
}

bool
json_each(struct str json, const char *path,
    void (*each)(struct str, struct str, void *), void *to)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	bool ok = json.n <= INT_MAX &&
	    sqlite3_open(":memory:", &db) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, members, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(q, 1, json.s, (int)json.n, SQLITE_STATIC) ==
		SQLITE_OK &&
	    sqlite3_bind_text(q, 2, path, -1, SQLITE_STATIC) == SQLITE_OK &&
	    each_row(q, each, to);

	sqlite3_finalize(q);
	sqlite3_close(db);
	return ok;
}
