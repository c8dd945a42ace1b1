#ifndef PARSE_SQL_TREE_H
#define PARSE_SQL_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "parse/sql.h"
#include "base/str.h"

/* A statement as trees: what is calculated and compared with what, and where
 * each name may come from. It is made of statements that SQLite has taken; of
 * any other text it is a tree too, if no right one. */

enum sql_node_kind {
	SQL_IS_OTHER, /* all that is not told apart */
	SQL_IS_NULL,
	SQL_IS_NUMBER,
	SQL_IS_TEXT,
	SQL_IS_COLUMN,
	SQL_IS_CALL,       /* t is the function's name */
	SQL_IS_ARITHMETIC, /* t is the operator */
	SQL_IS_TEST,       /* 1 or 0: AND, NOT, LIKE, … */
	/* the first part with each other: = < IS IN BETWEEN CASE, t */
	SQL_IS_COMPARED,
	SQL_IS_CHOICE, /* CASE: one of the parts */
	SQL_IS_CAST,   /* t is the type's first word */
	SQL_IS_ROW,    /* (a, b) */
	SQL_IS_SELECT,
};

struct sql_node {
	enum sql_node_kind kind;
	struct sql_token t; /* name, literal, operator */
	struct str table;   /* x in x.a, as written; or empty */
	struct str text;    /* all of it, as written */
	bool collated;      /* COLLATE says how it is compared */
	bool truth; /* it stands where only truth counts: WHERE, AND, WHEN */
	/* a call with OVER: what stands behind PARTITION BY, as parts of it;
	 * NULL where OVER names a window */
	bool over;
	struct sql_node *partition;
	struct sql_part *parts, *last;
	struct sql_select *select; /* of a column: where it stands */
	struct sql_body *body;     /* of SQL_IS_SELECT */
	struct sql_node *next;     /* the node made after it */
	/* For who asks: what it holds, of which column; asked: that is set, or
	 * being found. */
	unsigned holds;
	const void *column;
	bool asked;
};

struct sql_part {
	struct sql_node *node;
	struct sql_part *next;
};

/* A column of a result: a value, perhaps with a name; or a star. */
struct sql_item {
	struct str name;        /* as written; s NULL: none */
	struct sql_node *value; /* NULL: a star */
	struct str table;       /* x in x.*; or empty */
	struct sql_item *next;
};

/* How it is joined to those before it. */
enum sql_join {
	SQL_JOIN_INNER, /* or the first, or a comma */
	SQL_JOIN_LEFT,
	SQL_JOIN_OTHER /* RIGHT, FULL */
};

/* What stands behind FROM. */
struct sql_source {
	struct str name;  /* by which columns may call it */
	struct str table; /* as written; empty: body is it */
	struct sql_body *body;
	size_t off;     /* of body */
	bool function;  /* table is one that gives a table */
	bool qualified; /* it says of which database */
	enum sql_join join;
	struct sql_node *on; /* NULL: none */
	struct sql_source *next;
};

struct sql_select {
	struct sql_item *items;
	struct sql_source *sources;
	bool bracketed;          /* a join in brackets is read as if bare */
	struct sql_node *where;  /* NULL: none */
	struct sql_part *groups; /* what stands behind GROUP BY */
	bool having, limited;    /* it says so */
	struct sql_body *body;   /* it is a part of */
	struct sql_select *next; /* behind UNION and its kin */
};

/* What WITH defines. */
struct sql_common {
	struct str name;
	struct sql_item *columns; /* names only; NULL: its items' */
	struct sql_body *body;
	struct sql_common *next;
};

/* SELECTs that make one result. */
struct sql_body {
	struct sql_common *common;
	bool recursive;           /* it is WITH RECURSIVE */
	struct sql_body *around;  /* whose common ones it sees too */
	struct sql_select *outer; /* whose columns it sees; or NULL */
	struct sql_select *selects;
};

/* Where a table is named: behind FROM, or as in "x IN t". */
struct sql_table {
	struct str name; /* as written */
	struct sql_table *next;
};

struct sql_tree {
	struct sql_body *body;
	struct sql_node *nodes;   /* all of them, by next */
	struct sql_table *tables; /* by next */
};

/* The tree, in the arena; with body NULL, and no nodes, where the statement is
 * nested too deep to look at. The words must last as long. */
struct sql_tree sql_tree(struct arena *, const struct sql_words *);

/* The column and the literal of "c = 'x'", where either may be first, and so
 * of == <> != IS IN and CASE: the next of them from *part on, which begins as
 * NULL. False: the node compares no more of them. */
bool sql_tree_equals(const struct sql_node *, struct sql_part **part,
    struct sql_node **column, struct sql_token *literal);

#endif
