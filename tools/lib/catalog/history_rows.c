/* history_rows: what a commit changed in a record, as bytes and as rows. */
#include "catalog/history_rows.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "base/pack.h"

enum { PRIVATE_BITS = 2 };

void
history_rows_add(struct buf *b, const struct history_row *r)
{
	struct str texts[] = { r->field, r->entry, r->old, r->new };

	pack_number(b, (int64_t)r->op << PRIVATE_BITS | r->private);
	pack_strs(b, texts, sizeof texts / sizeof *texts);
}

void
history_rows_pack(struct buf *b, const struct history_change *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct history_change *c = &all[i];
		struct history_row row = { .op = c->op,
			.private = (c->private ? HISTORY_PRIVATE_VALUES : 0) |
			    (c->entry_private ? HISTORY_PRIVATE_ENTRY : 0),
			.field = c->field,
			.entry = c->entry,
			.old = c->old,
			.new = c->new };

		history_rows_add(b, &row);
	}
}

bool
history_rows_whole(enum history_op op)
{
	return op == HISTORY_CREATE || op == HISTORY_DELETE ||
	    op == HISTORY_MOVE;
}

bool
history_rows_take(struct unpack *p, struct history_row *r)
{
	int64_t first = pack_take_number(p), op = first >> PRIVATE_BITS;

	if (op < 0 || op >= HISTORY_OPS)
		return p->ok = false;
	r->op = (enum history_op)op;
	r->private = first & ((1 << PRIVATE_BITS) - 1);
	r->field = pack_take_str(p);
	r->entry = pack_take_str(p);
	r->old = pack_take_str(p);
	r->new = pack_take_str(p);
	return p->ok;
}

/* As a table of SQLite. */

enum column { OP, FIELD, ENTRY, PRIVATE, OLD, NEW, BYTES };

static const char declared[] =
    "CREATE TABLE x(op TEXT, field TEXT, entry TEXT, private INTEGER, old "
    "TEXT, new TEXT, bytes BLOB HIDDEN)";

struct cursor {
	sqlite3_vtab_cursor base;
	struct buf bytes; /* a copy: SQLite's own is gone after xFilter */
	struct unpack rest;
	struct history_row row;
	sqlite3_int64 n;
	bool there;
	int by; /* conditions */
	struct buf op, field;
	bool whole; /* such an op */
};

static int
connect(sqlite3 *db, void *none, int argc, const char *const *argv,
    sqlite3_vtab **out, char **why)
{
	sqlite3_vtab *t;
	int rc = sqlite3_declare_vtab(db, declared);

	(void)none;
	(void)argc;
	(void)argv;
	(void)why;
	if (rc == SQLITE_OK)
		rc = sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
	if (rc != SQLITE_OK)
		return rc;
	t = mem_alloc(sizeof *t);
	*out = t;
	return SQLITE_OK;
}

static int
disconnect(sqlite3_vtab *t)
{
	free(t);
	return SQLITE_OK;
}

/* Which conditions are looked at here, so that other rows never come. */
enum { BY_OP = 1, BY_FIELD = 2 };

/* The number of the condition that a column equals a value that is given, else
 * -1. */
static int
equals(sqlite3_index_info *info, int column)
{
	for (int i = 0; i < info->nConstraint; i++) {
		const struct sqlite3_index_constraint *c =
		    &info->aConstraint[i];

		if (c->iColumn == column && c->usable &&
		    c->op == SQLITE_INDEX_CONSTRAINT_EQ &&
		    !sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY"))
			return i;
	}
	return -1;
}

/* The bytes must be given. */
static int
best_index(sqlite3_vtab *t, sqlite3_index_info *info)
{
	enum { ROWS = 25, FEWER = 5 };
	static const struct {
		int column, by;
	} ways[] = { { BYTES, 0 }, { OP, BY_OP }, { FIELD, BY_FIELD } };
	int args = 0, at;

	(void)t;
	if (equals(info, BYTES) < 0)
		return SQLITE_CONSTRAINT;
	info->estimatedRows = ROWS;
	info->estimatedCost = ROWS;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		at = equals(info, ways[i].column);
		/* Several values would be asked for one after the other. */
		if (at < 0 || (i && sqlite3_vtab_in(info, at, -1)))
			continue;
		info->aConstraintUsage[at].argvIndex = ++args;
		info->aConstraintUsage[at].omit = i == 0;
		info->idxNum |= ways[i].by;
		if (i)
			info->estimatedRows = FEWER;
	}
	return SQLITE_OK;
}

static int
open(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	struct cursor *c = mem_alloc(sizeof *c);

	(void)t;
	*out = &c->base;
	return SQLITE_OK;
}

static int
close(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;

	buf_release(&c->bytes);
	buf_release(&c->op);
	buf_release(&c->field);
	free(c);
	return SQLITE_OK;
}

static bool
is_wanted(const struct cursor *c)
{
	if (c->by & BY_OP &&
	    !str_eq(str_of(history_op_name(c->row.op)), buf_str(&c->op)))
		return false;
	return !(c->by & BY_FIELD) ||
	    (c->row.field.s && str_eq(c->row.field, buf_str(&c->field)));
}

static int
next(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;

	do {
		c->n++;
		c->there = c->rest.rest.n;
		if (c->there && !history_rows_take(&c->rest, &c->row))
			return SQLITE_CORRUPT;
		if (c->whole && !history_rows_whole(c->row.op))
			c->there = false; /* nor are those that follow */
	} while (c->there && !is_wanted(c));
	return SQLITE_OK;
}

static void
set(struct buf *b, sqlite3_value *v)
{
	const void *bytes = sqlite3_value_blob(v);

	buf_clear(b);
	if (bytes)
		buf_add(b,
		    (struct str){ bytes, (size_t)sqlite3_value_bytes(v) });
}

static bool
is_whole(struct str op)
{
	for (int i = 0; i < HISTORY_OPS; i++)
		if (history_rows_whole(i) && str_is(op, history_op_name(i)))
			return true;
	return false;
}

static int
filter(sqlite3_vtab_cursor *cursor, int by, const char *name, int argc,
    sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)cursor;
	int next_arg = 1;

	(void)name;
	(void)argc;
	set(&c->bytes, argv[0]);
	if (by & BY_OP)
		set(&c->op, argv[next_arg++]);
	if (by & BY_FIELD)
		set(&c->field, argv[next_arg]);
	c->by = by;
	c->whole = by & BY_OP && is_whole(buf_str(&c->op));
	c->rest = pack_from(buf_str(&c->bytes));
	c->n = 0;
	return next(cursor);
}

static int
at_end(sqlite3_vtab_cursor *cursor)
{
	return !((struct cursor *)cursor)->there;
}

static int
give(sqlite3_context *to, struct str s, sqlite3_destructor_type how)
{
	if (s.s)
		sqlite3_result_text64(to, s.s, s.n, how, SQLITE_UTF8);
	return SQLITE_OK;
}

static int
column(sqlite3_vtab_cursor *cursor, sqlite3_context *to, int i)
{
	const struct cursor *c = (struct cursor *)cursor;
	const struct history_row *r = &c->row;

	switch ((enum column)i) {
	case OP:
		return give(to, str_of(history_op_name(r->op)), SQLITE_STATIC);
	case FIELD:
		return give(to, r->field, SQLITE_TRANSIENT);
	case ENTRY:
		return give(to, r->entry, SQLITE_TRANSIENT);
	case PRIVATE:
		sqlite3_result_int(to, r->private);
		return SQLITE_OK;
	case OLD:
		return give(to, r->old, SQLITE_TRANSIENT);
	case NEW:
		return give(to, r->new, SQLITE_TRANSIENT);
	case BYTES:
		break;
	}
	return SQLITE_OK;
}

static int
rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
	*out = ((struct cursor *)cursor)->n;
	return SQLITE_OK;
}

/* Without xCreate it is there by its name alone. */
static const sqlite3_module module = {
	.xConnect = connect,
	.xBestIndex = best_index,
	.xDisconnect = disconnect,
	.xOpen = open,
	.xClose = close,
	.xFilter = filter,
	.xNext = next,
	.xEof = at_end,
	.xColumn = column,
	.xRowid = rowid,
};

bool
history_rows_register(sqlite3 *db)
{
	return sqlite3_create_module(db, HISTORY_ROWS, &module, NULL) ==
	    SQLITE_OK;
}
