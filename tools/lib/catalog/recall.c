/* recall: what was worked out from all records, kept with their rows. */
#include "catalog/inside.h"

#include <sqlite3.h>

#include "catalog/notes.h"
#include "catalog/row_cache.h"
#include "catalog/sync.h"
#include "text/kept.h"

/* So many answers are kept: those that were asked last. */
enum { ANSWERS_MOST = 64 };

static bool
find_answer(struct catalog *c, struct str question, struct buf *answer)
{
	sqlite3_stmt *st = NULL;
	bool known;

	if (db_prepare(c,
		"SELECT answer FROM \"kn answers\" WHERE question = ? AND "
		"state = ?",
		&st) != SQLITE_OK)
		return false;
	db_bind_text(st, 1, question);
	sqlite3_bind_int64(st, 2, row_cache_state(c));
	known = db_step(c, st) == SQLITE_ROW;
	if (known)
		buf_add(answer,
		    (struct str){ sqlite3_column_blob(st, 0),
			(size_t)sqlite3_column_bytes(st, 0) });
	sqlite3_finalize(st);
	return known;
}

bool
catalog_recall(struct catalog *c, struct str question, struct buf *answer,
    struct findings *to)
{
	struct kept said = { 0 };
	struct findings aside = { .say = kept_say,
		.to = &said,
		.levels = to->levels };
	bool known;

	/* Else all records were read for nothing, if it is not there. */
	if (!row_cache_has(c) || row_cache_is_cold(c))
		return false;
	known = sync_all(c, &aside) && row_cache_has(c) &&
	    row_cache_may_keep(c) && find_answer(c, question, answer);
	if (row_cache_has(c)) /* else all is read, and said, again */
		kept_pass(&said, to);
	kept_release(&said);
	return known;
}

/* What is to be kept. */
struct keeping {
	int64_t state;
	struct str question, answer;
	const struct notes *notes;
};

static bool
write_answer(const struct keeping *k, sqlite3 *db)
{
	static const char old[] =
	    "DELETE FROM \"kn answers\" WHERE state <> ?1 OR n <= (SELECT "
	    "max(n) FROM \"kn answers\") - ?2";
	static const char one[] =
	    "INSERT OR REPLACE INTO \"kn answers\"(question, state, answer) "
	    "VALUES(?, ?, ?)";
	sqlite3_stmt *st = NULL;
	bool ok = sqlite3_prepare_v2(db, old, -1, &st, NULL) == SQLITE_OK;

	if (ok) {
		sqlite3_bind_int64(st, 1, k->state);
		sqlite3_bind_int(st, 2, ANSWERS_MOST);
		ok = sqlite3_step(st) == SQLITE_DONE;
	}
	sqlite3_finalize(st);
	st = NULL;
	ok = ok && sqlite3_prepare_v2(db, one, -1, &st, NULL) == SQLITE_OK;
	if (ok) {
		db_bind_text(st, 1, k->question);
		sqlite3_bind_int64(st, 2, k->state);
		sqlite3_bind_blob64(st, 3, k->answer.s, k->answer.n,
		    SQLITE_STATIC);
		ok = sqlite3_step(st) == SQLITE_DONE;
	}
	sqlite3_finalize(st);
	return ok;
}

static bool
write_all(sqlite3 *db, void *to)
{
	const struct keeping *k = to;

	return (!k->notes || notes_write(k->notes, db)) && write_answer(k, db);
}

void
catalog_recall_keep(struct catalog *c, struct str question, struct str answer,
    const struct notes *notes)
{
	struct keeping k = { 0, question, answer, notes };

	/* What commits say is no function of the records. */
	if (!row_cache_has(c) || !c->synced || c->history)
		return;
	k.state = row_cache_state(c);
	row_cache_write(c, write_all, &k);
}
