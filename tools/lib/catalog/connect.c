/* connect: opens a database of ours, with its functions and its gate. */
#include "catalog/authorizer.h"
#include "catalog/inside.h"

#include <sqlite3.h>

#include "git/source.h"
#include "parse/front.h"
#include "text/text.h"

/* What is stored is in NFC, so that one way to write a letter finds it. */
static void
give_nfc(sqlite3_context *ctx, struct str v)
{
	struct buf nfc = { 0 };

	v = text_as_nfc(v, &nfc);
	sqlite3_result_text64(ctx, v.s, v.n, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_release(&nfc);
}

/* body: read when it is asked for, never stored. Only the column calls this;
 * the gate lets no statement do so. */
static void
body_of(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct catalog *c = sqlite3_user_data(ctx);
	const char *path = (const char *)sqlite3_value_text(v[0]);
	struct findings silent = { 0 };
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct front front;

	(void)n;
	if (path && source_read(c->source, path, &text, &silent) &&
	    front_read(&front, buf_str(&text), path, &arena, &silent))
		give_nfc(ctx, front.body);
	buf_release(&text);
	arena_release(&arena);
}

/* Nothing of the records may reach a disk: what is sorted or kept in between
 * stays in memory, under the limit. */
static const char settings[] =
    "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA "
    "synchronous=OFF;PRAGMA temp_store=MEMORY; PRAGMA automatic_index=ON;"
    /* Its first use would ask the gate to write to sqlite_master. */
    "SELECT count(*) FROM json_each('[]');SELECT count(*) FROM json_tree('[]')";

sqlite3 *
connect_open(struct catalog *c, const char *path,
    struct catalog_functions *functions, struct findings *to)
{
	sqlite3 *db = NULL;
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	bool ok;

	functions->meter = (struct meter){ authorizer_spend, c };
	functions->today = c->options.today;
	functions->calendar = &c->schema->calendar;
	ok = sqlite3_open_v2(path, &db,
		 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		     SQLITE_OPEN_NOMUTEX,
		 NULL) == SQLITE_OK &&
	    catalog_functions_add(db, functions) &&
	    (!functions->watch.on || today_add(db, functions)) &&
	    sqlite3_create_function_v2(db, "kn_body", 1, flags, c, body_of,
		NULL, NULL, NULL) == SQLITE_OK;
	if (!ok)
		db_failed(db, to);
	ok = ok && db_run(c, db, settings, to);
	if (ok)
		authorizer_close(c, db);
	if (ok)
		return db;
	sqlite3_close(db);
	return NULL;
}
