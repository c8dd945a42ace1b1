#ifndef PARSE_SQL_SUBSET_H
#define PARSE_SQL_SUBSET_H

#include "base/arena.h"
#include "base/str.h"
#include "parse/sql.h"
#include "parse/sql_tree.h"

/* Where a statement leaves the SQL that SQLite and PostgreSQL both run with the
 * same answer (schema(5), THE SQL OF PAGES), as far as that can be seen without
 * knowing what columns hold. What is listed does leave it; what is not may
 * still. */

enum sql_leaving {
	SQL_TRUTH_AS_VALUE, /* a = b is calculated with or shown */
	SQL_VALUE_AS_TRUTH, /* WHERE x */
	SQL_NO_NAME,        /* FROM (SELECT …) */
	SQL_NO_ON,          /* a JOIN b */
	SQL_BARE_COLUMN,    /* neither grouped by nor in an aggregate */
	SQL_IS_VALUE,       /* a IS b */
	SQL_NO_RECURSIVE,   /* WITH t AS (… t …) */
	SQL_IN_TABLE,       /* a IN t */
	SQL_LIMIT_COMMA,    /* LIMIT a, b */
	SQL_NO_OPERATOR,    /* GLOB, ==, -> */
	SQL_NO_COLLATION,   /* COLLATE */
	SQL_NO_FUNCTION,    /* one that PostgreSQL lacks */
	SQL_QUOTES,         /* `a`, [a], AS 'a' */
	SQL_COMMA_JOIN,     /* FROM a, b JOIN c ON c.x = a.x */
	SQL_LEAVINGS
};

struct sql_left {
	enum sql_leaving why;
	struct str at; /* as written */
	struct sql_left *next;
};

/* In the arena, in no order; NULL: it leaves it nowhere. Marks the nodes of the
 * tree. */
struct sql_left *sql_subset(struct arena *, const struct sql_words *,
    const struct sql_tree *);

/* Does PostgreSQL have the function, or get it from knexport(1)? */
bool sql_subset_has(struct str function);

#endif
