/* recall: what was worked out from all records, kept with their rows. */
#include "catalog/inside.h"

#include <sqlite3.h>

#include "catalog/changes.h"
#include "catalog/notes.h"
#include "catalog/reads.h"
#include "catalog/row_cache.h"
#include "catalog/sync.h"
#include "text/kept.h"
#include "text/workday_certainty.h"

/* So many answers are kept: those that were asked last. */
enum { ANSWERS_MOST = 128 };

static bool
is_changed(const struct reads *what, const struct table *t, size_t table,
    const char *column)
{
	for (size_t i = 0; what->columns[table] && i < t->n; i++)
		if (what->columns[table][i] &&
		    (!column || str_is(t->columns[i].name, column)))
			return true;
	return false;
}

/* How many records there are, and could be read and typed, is told with every
 * answer. */
static bool
are_counted_otherwise(const struct catalog *c, const struct reads *what)
{
	bool is = false;

	for (size_t i = 0; !is && i < what->n; i++)
		is = i == c->bad || i == c->unread ?
		    is_changed(what, &c->tables[i], i, NULL) :
		    c->states[i].kind == TABLE_RECORD &&
			is_changed(what, &c->tables[i], i, "path");
	return is;
}

/* Does something that changed since a state touch what was read? Also where it
 * is not known what changed. */
static bool
is_touched(struct catalog *c, int64_t state, struct str packed)
{
	struct arena a = { 0 };
	struct unpack p = pack_from(packed);
	struct changed_file *all;
	struct reads reads;
	size_t n;
	bool touched = !reads_unpack(&reads, &a, c, &p) || !pack_end(&p) ||
	    !changes_since(c, state, &a, &all, &n);

	for (size_t i = 0; !touched && i < n; i++)
		touched = are_counted_otherwise(c, &all[i].what);
	touched = touched || changes_meet(all, n, &reads, c);
	arena_release(&a);
	return touched;
}

static bool
find_answer(struct catalog *c, struct str question, struct buf *answer)
{
	sqlite3_stmt *st = NULL;
	int64_t state;
	bool known;

	if (db_prepare(c,
		"SELECT answer, state, reads FROM \"kn answers\" WHERE "
		"question = ?",
		&st) != SQLITE_OK)
		return false;
	db_bind_text(st, 1, question);
	known = db_step(c, st) == SQLITE_ROW;
	state = known ? sqlite3_column_int64(st, 1) : 0;
	known = known &&
	    (state == row_cache_state(c) ||
		(sqlite3_column_type(st, 2) == SQLITE_BLOB &&
		    !is_touched(c, state, db_bytes(st, 2))));
	if (known)
		buf_add(answer, db_bytes(st, 0));
	sqlite3_finalize(st);
	return known;
}

bool
catalog_recall_may(struct catalog *c, struct findings *to)
{
	struct kept said = { 0 };
	struct findings aside = { .say = kept_say,
		.to = &said,
		.levels = to->levels };
	bool may;

	/* Else all records were read for nothing, if it is not there. */
	if (!row_cache_has(c) || row_cache_is_cold(c))
		return false;
	may = sync_all(c, &aside) && row_cache_has(c) && row_cache_may_keep(c);
	if (row_cache_has(c)) /* else all is read, and said, again */
		kept_pass(&said, to);
	kept_release(&said);
	return may;
}

bool
catalog_recall(struct catalog *c, struct str question, struct buf *answer,
    struct findings *to)
{
	return catalog_recall_may(c, to) && find_answer(c, question, answer);
}

void
catalog_recall_note(struct catalog *c)
{
	c->noting = true;
}

void
catalog_recall_rests(struct catalog *c, const struct reads *reads)
{
	if (c->noting)
		reads_add(&c->noted, reads, &c->arena, c);
}

void
catalog_recall_part(struct catalog *c, struct catalog_part *p)
{
	struct workday_certainty *counted = catalog_counted(c);

	*p = (struct catalog_part){ .guessed = counted->guessed,
		.outer = c->noted };
	counted->guessed = false;
	c->noted = (struct reads){ 0 };
}

void
catalog_recall_part_end(struct catalog *c, struct catalog_part *p)
{
	struct workday_certainty *counted = catalog_counted(c);
	bool before = p->guessed;

	p->reads = c->noted;
	p->guessed = counted->guessed;
	counted->guessed |= before;
	c->noted = p->outer;
	reads_add(&c->noted, &p->reads, &c->arena, c);
}

bool
catalog_recall_before(struct catalog *c, struct str question,
    struct buf *answer, struct arena *a, struct changed_file **all, size_t *n)
{
	sqlite3_stmt *st = NULL;
	bool known;

	if (!row_cache_has(c) || !c->synced ||
	    db_prepare(c,
		"SELECT answer, state FROM \"kn answers\" WHERE question = ?",
		&st) != SQLITE_OK)
		return false;
	db_bind_text(st, 1, question);
	known = db_step(c, st) == SQLITE_ROW;
	if (known)
		buf_add(answer, db_bytes(st, 0));
	known =
	    known && changes_since(c, sqlite3_column_int64(st, 1), a, all, n);
	sqlite3_finalize(st);
	return known;
}

/* What is to be kept. */
struct keeping {
	int64_t state;
	const struct catalog_answer *all;
	size_t n;
	struct str reads; /* empty: it rests on all records */
	const struct notes *notes;
};

static bool
write_one(const struct keeping *k, sqlite3_stmt *st,
    const struct catalog_answer *one)
{
	bool ok;

	db_bind_text(st, 1, one->question);
	sqlite3_bind_int64(st, 2, k->state);
	sqlite3_bind_blob64(st, 3, one->answer.s, one->answer.n, SQLITE_STATIC);
	if (k->reads.n)
		sqlite3_bind_blob64(st, 4, k->reads.s, k->reads.n,
		    SQLITE_STATIC);
	ok = sqlite3_step(st) == SQLITE_DONE;
	sqlite3_reset(st);
	return ok;
}

static bool
write_answers(const struct keeping *k, sqlite3 *db)
{
	static const char old[] =
	    "DELETE FROM \"kn answers\" WHERE (state <> ?1 AND reads IS NULL) "
	    "OR n <= (SELECT max(n) FROM \"kn answers\") - ?2";
	static const char one[] =
	    "INSERT OR REPLACE INTO \"kn answers\"(question, state, "
	    "answer, reads) VALUES(?, ?, ?, ?)";
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
	for (size_t i = 0; ok && i < k->n; i++)
		ok = write_one(k, st, &k->all[i]);
	sqlite3_finalize(st);
	return ok;
}

static bool
write_all(sqlite3 *db, void *to)
{
	const struct keeping *k = to;

	return (!k->notes || notes_write(k->notes, db)) && write_answers(k, db);
}

void
catalog_recall_keep(struct catalog *c, const struct catalog_answer *all,
    size_t n, const struct notes *notes)
{
	struct keeping k = { .all = all, .n = n, .notes = notes };
	struct buf reads = { 0 };

	/* What commits say is no function of the records. */
	if (!row_cache_has(c) || !c->synced || c->history)
		return;
	if (c->noting)
		reads_pack(&c->noted, c, &reads);
	k.reads = buf_str(&reads);
	k.state = row_cache_state(c);
	row_cache_write(c, write_all, &k);
	buf_release(&reads);
}
