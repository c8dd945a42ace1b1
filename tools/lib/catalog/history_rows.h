#ifndef CATALOG_HISTORY_ROWS_H
#define CATALOG_HISTORY_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/pack.h"
#include "base/str.h"
#include "history/history.h"

struct sqlite3;

/* What a commit changed in a record, as one blob, and back as rows: a commit
 * brings some dozens, and SQLite takes as long for each row that is put in, and
 * for each index of it, as we do to find it out. */

/* s NULL: none. */
struct history_row {
	enum history_op op;
	int private; /* bits */
	struct str field, entry, old, new;
};

/* Those that are of the whole record come first. */
void history_rows_add(struct buf *, const struct history_row *);
bool history_rows_whole(enum history_op);
/* The next one, with views of the bytes. False: they are damaged. */
bool history_rows_take(struct unpack *, struct history_row *);

/* Bits of private: old and new are, and entry is. */
enum { HISTORY_PRIVATE_VALUES = 1, HISTORY_PRIVATE_ENTRY = 2 };

/* Adds changes of one record as they are told. */
void history_rows_pack(struct buf *, const struct history_change *, size_t n);

/* Gives a database the table-valued function HISTORY_ROWS(blob), with a row for
 * each that was added: columns op, field, entry, private, old, new. Our own SQL
 * may read it, also through views. False: SQLite refused. */
#define HISTORY_ROWS "kn_history_rows"
bool history_rows_register(struct sqlite3 *);

#endif
