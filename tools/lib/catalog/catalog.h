#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "text/cell.h"
#include "text/found.h"
#include "base/buf.h"
#include "base/lang.h"
#include "record/record.h"
#include "record/steady.h"
#include "schema/schema.h"
#include "parse/sql.h"
#include "base/str.h"

struct arena;
struct connection;
struct workday_certainty;
struct source;

/* Records as tables of an embedded database (schema(5)), and safe ways to ask
 * it. Only catalog*.c know SQLite. Every statement of a page or a command line
 * goes through the gate; tables are filled when a statement first needs them,
 * so that work follows the question. */

struct catalog;

struct catalog_options {
	int today;
	enum lang lang;
	/* private columns show where named (knquery, knsql), else they are
	 * masked (reports) */
	bool open;
	bool private;  /* --private: nothing is masked */
	bool progress; /* may show progress on stderr */
	/* in the repository whose history is asked; NULL: there is none */
	const char *dir;
	/* every commit's records are read with this schema (--schema), not with
	 * its own */
	bool fixed;
	/* what was kept of the history is not used, and nothing is kept */
	bool no_cache;
	/* says where pages leave the SQL that PostgreSQL runs, too */
	bool subset;
	/* it is watched for how long what is said of today stays so */
	bool watched;
	/* where knexport loaded the records of the source: statements are
	 * answered there; NULL: here. It must outlive the catalog, which is
	 * what reads from it. at: how the user called the source's commit */
	struct connection *server;
	const char *at;
};

/* How many records were read, and could not be, of the types asked for. */
struct catalog_counts {
	size_t read, unreadable;
};

/* What a column holds, as far as days go; 0 is not known. */
enum {
	HOLDS_DAY = 1,
	HOLDS_PERIOD = 2,
	/* a date that may lack its day, an instant */
	HOLDS_TIME = 4,
	HOLDS_NUMBER = 8,
	HOLDS_WORD = 16, /* text that is never a day */
	HOLDS_OTHER = 32,
	HOLDS_LINE = 64, /* text, perhaps a day */
	/* text that a function made: it has no type that SQL would turn a
	 * number into */
	HOLDS_MADE = 128,
};

/* What SQL calls that is told by no record. */
enum {
	CALLS_TODAY = 1,
	CALLS_CALENDAR = 2 /* it counts working days */
};

/* A column people may name. */
struct column {
	struct str name;
	struct name shown;         /* label and help, name as above */
	const struct field *field; /* NULL: engine column or computed */
	const char *sqltype;       /* "TEXT", "INTEGER", "REAL" */
	unsigned holds;
	bool private;
	const struct type
	    *stages_of;  /* holds names of its stages; NULL: of none */
	struct str sql;  /* computed: its expression */
	unsigned calls;  /* of that, once its table was tried */
	struct str walk; /* of another record: an expression that leads to it */
	/* of table rule: what its values are; CELL_NULL: text */
	enum cell_kind kind;
};

struct table {
	struct str name;
	const struct type *type; /* NULL: bad, rule, a view */
	struct path list; /* the lists it is in; n 0: the record itself */
	struct column *columns;
	size_t n;
	bool view;
};

/* NULL after saying why: names of tables or columns that clash, a page of a
 * view that cannot be read. The schema and the source must outlive it. Computed
 * columns and views are tried when a statement first names their table, so that
 * a tool starts fast; catalog_check tries all, false after saying which do not
 * hold. Before, the columns of a view are not known (n is 0), and no computed
 * column is marked private. */
struct catalog *catalog_new(const struct schema *, struct source *,
    const struct catalog_options *, struct findings *);
bool catalog_check(struct catalog *, struct findings *);
void catalog_free(struct catalog *);

const struct table *catalog_tables(const struct catalog *, size_t *n);
const struct table *catalog_table(const struct catalog *, struct str name);
/* What a view is; of any other table it is empty. */
struct str catalog_view_sql(const struct catalog *, const struct table *);
const struct column *tables_column(const struct table *, struct str name);

/* What people call a column of that name which no field has (path, stage …);
 * NULL: there is none. */
const struct name *tables_own_name(struct str name);
/* The column of a field, and its table; NULL: it has none. */
const struct column *catalog_field_column(const struct catalog *,
    const struct type *, const struct field *, const struct table **);
struct source *catalog_source(const struct catalog *);
struct catalog_counts catalog_counts(const struct catalog *);
/* What the history does not tell: how many versions of records could not be
 * read, of how many commits the day is not known, and the first of each, and so
 * on; 0 where no statement asked for history. Of commits it is the start of
 * their id. */
struct catalog_gaps {
	size_t n;
	const char *commit, *path;
	size_t n_undated;
	const char *undated;
	size_t commits;
	size_t n_before;  /* without a schema to read them with */
	size_t n_carried; /* read with that of a later commit */
};
struct catalog_gaps catalog_history_gaps(const struct catalog *);
/* How sure the working days are that were counted. All that was counted since
 * it was last released, which anyone may do. */
struct workday_certainty *catalog_counted(struct catalog *);

/* The days between which all that statements gave would have been the same,
 * whichever of them is today, since it was last begun; today alone where it is
 * not watched. */
void catalog_watch_begin(struct catalog *);
struct steady catalog_watched(const struct catalog *);

/* Reads every record of a type (NULL: of all types) that was not read yet,
 * once, into the tables that were noted as needed; those not needed stay empty
 * and are filled by a later query at the cost of reading again. seen, when
 * given, is told of each file (of one that does not parse: parsed false, only
 * path, type and, where the file still tells it, id set), with what look gave;
 * what it is given lasts until it returns. look, when given, is called before
 * for each that parses, by whatever thread read it: what it finds is said with
 * what else there is about the record, and what it gives lies in the arena.
 * missed is told that not all files of a type could be
 * listed. Findings about records go to to. False when something could not be
 * read. */
struct catalog_hook {
	void *(*look)(const struct record *, struct arena *, struct findings *,
	    void *);
	void (*seen)(const struct record *, bool parsed, void *looked, void *);
	void (*missed)(const struct type *, void *);
	void *to;
};
bool catalog_load(struct catalog *, const struct type *,
    const struct catalog_hook *, struct findings *to);

/* Reads the records of a type, so many at a time, so that memory does not grow
 * with them: the tables of the type that were noted as needed, and bad and
 * unread, hold one portion while each is called, which asks them alone. What
 * was noted is then forgotten, and so are the rows. Rows come in the order of
 * the files. False when something could not be read, or after each said false.
 */
bool catalog_load_portions(struct catalog *, const struct type *, size_t most,
    bool (*each)(void *), void *, struct findings *);

/* What was worked out from all records, kept with them until one of them
 * changes. question is all else that it depends on. catalog_recall is false
 * when nothing is known; it reads what changed, but never all records, and says
 * what is wrong with that. Nothing is kept where the rows of the records are
 * not. With it notes (notes.h; NULL: none) are written. catalog_recall_may does
 * all but look: false when nothing can be known. */
struct notes;
bool catalog_recall(struct catalog *, struct str question, struct buf *answer,
    struct findings *);
bool catalog_recall_may(struct catalog *, struct findings *);
struct catalog_answer {
	struct str question, answer;
};
void catalog_recall_keep(struct catalog *, const struct catalog_answer *,
    size_t n, const struct notes *);
/* From now on it is noted what all statements read: what is kept then was made
 * by these alone, and stays until something changes that they read. */
void catalog_recall_note(struct catalog *);
/* It rests on this, too, which no statement reads now. */
struct reads;
void catalog_recall_rests(struct catalog *, const struct reads *);

/* The answer that was kept for a question although something changed since, and
 * what did (changes.h), in the arena: for who keeps with it what each of its
 * parts rests on. False: that is not known. Only after catalog_recall_may. */
struct changed_file;
bool catalog_recall_before(struct catalog *, struct str question,
    struct buf *answer, struct arena *, struct changed_file **, size_t *n);
/* How many records there are of all types, and the files of one by its id, in
 * the arena. Only after catalog_recall, or when notes were opened: there, where
 * the rows are kept, no record need be read for it. No file: also when they
 * could not be told. */
struct catalog_counts catalog_kept(const struct catalog *);
size_t catalog_paths(struct catalog *, const struct type *, struct str id,
    struct arena *, const char ***paths);

/* From now on what runs sees of the records those of n ids only, and those that
 * have none, at the cost of these; ids NULL: all again. All that is asked for
 * must have been asked before. No statement may be running. */
bool catalog_restrict(struct catalog *, const struct str *ids, size_t n,
    struct findings *);

/* Are the rows of all records there, whatever is asked of them? */
bool catalog_is_whole(const struct catalog *);

/* Do all rows lie in memory, so that processes that are forked off have them as
 * well? */
bool catalog_in_memory(const struct catalog *);

/* Is it a server that answers? */
bool catalog_is_remote(const struct catalog *);

/* Table rule, a real temporary table, for the statements of one rule: with
 * these columns (their sqltype may be "") these are asked for; with n 0 there
 * is none. Before it is filled row by row it is begun, with the same columns.
 * No statement may be running in either case. */
bool catalog_rule_table(struct catalog *, const struct column *, size_t n,
    struct findings *);
bool catalog_rule_begin(struct catalog *, const struct column *, size_t n,
    struct findings *);
bool catalog_rule_add(struct catalog *, const struct cell *);

#endif
