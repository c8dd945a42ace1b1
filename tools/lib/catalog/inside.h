#ifndef CATALOG_INSIDE_H
#define CATALOG_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/catalog.h"
#include "catalog/functions.h"
#include "catalog/reads.h"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

/* What the catalog's own files know of each other.
 *
 * Two databases. "plan" holds every table and view as a plain empty table and
 * is only ever asked to prepare statements: there SQLite says exactly which
 * columns a statement itself reads and where its results come from, and what
 * happens inside a view or a computed column does not blur the answer. "db"
 * holds the records and runs what plan has let through. In both a table is made
 * when a statement first names it. */

/* Where a cell of a row comes from. */
enum take {
	TAKE_NONE, /* a generated column */
	TAKE_ID,
	TAKE_PATH,
	TAKE_STAGE,
	TAKE_STAGE_SINCE,
	TAKE_N, /* which entry, of list number n */
	TAKE_SINCE,
	TAKE_UNTIL, /* of a list with a span */
	TAKE_TEXT,
	TAKE_INT,
	TAKE_REAL,
	TAKE_DAY, /* a partial date that is whole */
	TAKE_FIRST,
	TAKE_LAST, /* the days it may be */
};

struct cell_from {
	enum take take;
	size_t n;               /* steps, or for TAKE_N which list */
	size_t step[PATH_MOST]; /* field indices from the row's values */
};

/* From the values around it to a list. */
struct list_from {
	size_t n;
	size_t step[PATH_MOST];
	int span; /* a date of an entry, or FIELD_NONE */
};

enum table_kind {
	TABLE_RECORD,
	TABLE_LIST,
	TABLE_STAGE,
	TABLE_BAD,
	TABLE_UNREAD,
	TABLE_RULE,
	TABLE_VIEW,
	TABLE_HISTORY
};

enum table_progress { TABLE_NEW, TABLE_OPENING, TABLE_READY, TABLE_BROKEN };

/* What is kept of a table beside what others may see of it. */
struct table_state {
	enum table_kind kind;
	struct cell_from *from;            /* of each column */
	struct list_from lists[PATH_MOST]; /* outermost first */
	size_t n_lists;
	enum table_progress state; /* in plan */
	bool made;                 /* in db */
	bool indexed;
	bool restricted; /* a view stands for it: see restrict.c */
	/* not of bad and unread: see type_state */
	bool wanted, filled;
	/* wanted ones of a record or list; the others are not in db */
	bool *columns;
	bool stale; /* must be made anew before it is filled */
	struct sqlite3_stmt *insert;
	size_t *stored; /* columns, as insert takes them */
	size_t n_stored;

	/* of a view, as in its page, and stripped */
	struct str written, sql;
	struct place at;
	size_t *needs;       /* tables it reads */
	bool **need_columns; /* and of each, which columns; NULL: none */
	size_t n_needs;
	unsigned calls;
	/* it reads what is private, if only through another view */
	bool hides;
};

struct type_state {
	bool read; /* counted */
	/* where rows are kept: how many there are, asked for or not */
	struct catalog_counts kept;
	bool bad_filled, unread_filled;
	struct sqlite3_stmt *paths; /* of an id */
};

struct room;
struct history_cache;
struct reads;
struct remote_state;
struct row_cache;

struct catalog {
	const struct schema *schema;
	struct source *source;
	struct catalog_options options;
	struct arena arena;
	struct table *tables;
	struct table_state *states; /* as tables */
	size_t n, cap, cap_states;
	size_t lent;              /* so many of the last: see lent.h */
	size_t bad, unread, rule; /* which of them */
	struct map by_name;       /* → index + 1 */
	struct type_state *types;
	struct catalog_counts counts;
	unsigned long long rows; /* in all tables */

	struct sqlite3 *plan, *db;
	struct row_cache *rows_kept; /* NULL: none */
	bool synced;                 /* its rows are those of the files now */
	struct catalog_functions functions, in_plan;
	struct columns_read *reading; /* of what plan prepares now */
	int depth;                    /* of views being made ready */
	unsigned trusted;             /* how deep in our own SQL: see db.c */
	bool restricted;              /* to some records: see restrict.c */
	enum find refused_as;         /* and why, when refused.n */
	struct buf refused, refused_name;

	struct room *room; /* of the statement that runs now */
	struct str *kept;  /* temporary tables in db */
	size_t n_kept, cap_kept;
	struct history_cache *history; /* NULL: not asked for yet */

	bool noting;        /* of all that is asked: */
	struct reads noted; /* what it reads */

	struct remote_state *remote; /* NULL: no server answers */
	bool *asked;                 /* of it, by type */
};

/* db.c: our own SQL, which the gate lets through. Those that give a bool have
 * said what failed; the others give what SQLite gives. */
bool db_run(struct catalog *, struct sqlite3 *, const char *sql,
    struct findings *);
int db_prepare(struct catalog *, const char *sql, struct sqlite3_stmt **);
int db_step(struct catalog *, struct sqlite3_stmt *);
/* The same in db, of what sqlite3_mprintf makes: "%w" is a name. */
bool db_run_f(struct catalog *, struct findings *, const char *fmt, ...);
void db_bind(struct sqlite3_stmt *, int at, const struct cell *); /* a copy */
/* What lasts until the statement has run; s NULL, or n 0, is NULL. */
void db_bind_text(struct sqlite3_stmt *, int at, struct str);
void db_bind_some(struct sqlite3_stmt *, int at, struct str);
/* The bytes of a column, until the next step. */
struct str db_bytes(struct sqlite3_stmt *, int column);
bool db_failed(struct sqlite3 *, struct findings *); /* always false */
/* Ends what was begun when table rule was filled row by row. */
bool db_settle(struct catalog *, struct findings *);
/* SQL in NFC, as everything that is stored, in the arena where it was not. */
struct str db_nfc(struct arena *, struct str sql);
/* A value as text; s NULL: it is NULL. */
struct str db_text(struct sqlite3_value *);
/* Is it a table that query_options.keep made? */
bool db_is_kept(const struct catalog *, const char *table);

/* tables.c: what tables there are. */

/* False after saying which names clash. */
bool tables_make(struct catalog *, struct findings *);
/* Adds an empty table. NULL after saying that the name is taken. */
struct table_state *tables_add(struct catalog *, struct str name,
    enum table_kind, const struct type *, const char *page, struct findings *);
size_t tables_find(const struct catalog *, struct str name); /* or SIZE_MAX */
/* The same of a name as a statement writes it, perhaps in quotes. */
size_t tables_find_written(const struct catalog *, struct str);
struct str tables_plain(struct arena *, struct str); /* lower case, - as _ */
/* Adds its name and in brackets those of its first n columns. */
void tables_add_names(struct buf *, const struct table *, size_t n, bool typed);

/* views.c: the pages of schema/views. */
bool views_read(struct catalog *, struct findings *);

/* plan.c: tables in plan, where computed columns and views are tried. False
 * after saying what does not hold. */
bool plan_ready(struct catalog *, size_t table, struct findings *);
bool plan_table(struct catalog *, size_t table, struct findings *);

/* Where rows are kept from run to run, those of record number r have rowids
 * that begin with its bits: r itself in its own table, r and these many bits
 * behind it in that of a list. No file is large enough for more entries. */
enum { ROWS_BITS = 20 };

/* connect.c: a database of ours in a file, or ":memory:"; NULL after saying why
 * not. */
struct sqlite3 *connect_open(struct catalog *, const char *path,
    struct catalog_functions *, struct findings *);

/* store.c: tables in db. False after saying what failed. */

/* Makes it, and what it needs, in db. */
bool store_make(struct catalog *, size_t table, struct findings *);
/* All rows are in: adds the columns that are not stored. (SQLite would work
 * them out, and fail where they fail, for every row that goes in.) */
bool store_filled(struct catalog *, size_t table, struct findings *);
/* Takes a stale table away, to be made and filled anew. */
bool store_drop(struct catalog *, size_t table, struct findings *);
/* Notes that this will be read. */
void store_want(struct catalog *, const struct reads *);
bool store_index(struct catalog *, size_t table, struct findings *);

/* Prepares the insert of a table, puts a row in that is bound. */
bool store_inserts(struct catalog *, size_t table, struct findings *);
bool store_insert(struct catalog *, size_t table, struct findings *);

/* Makes a view in db; temporary: of what is temporary too. */
bool store_view(struct catalog *, size_t table, bool temporary,
    struct findings *);
/* Is it made so by itself? */
bool store_is_temporary(const struct catalog *, size_t view);

/* restrict.c: views that were made while only some records are seen. */
bool restrict_views(struct catalog *, struct findings *);
/* The table of the ids that catalog_restrict was given. */
#define RESTRICT_IDS "kn_ids"

/* history.c: the history's tables, which lie in a database of their own
 * that is attached to db. */
bool history_make(struct catalog *, size_t table, struct findings *);
bool history_needed(const struct catalog *, size_t table);
void history_cache_free(struct catalog *);

/* progress.c: says on stderr how far it is, when somebody looks and it takes
 * long; fmt NULL: it is over. */
double progress_now(void); /* in seconds */
void progress_say(const struct catalog *, double began, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* load.c: reads the records of the types whose tables are wanted. */
bool load_wanted(struct catalog *, struct findings *);

#endif
