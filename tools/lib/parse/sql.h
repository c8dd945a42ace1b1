#ifndef PARSE_SQL_H
#define PARSE_SQL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* The words of a statement in SQLite's SQL, and what they tell before SQLite
 * itself is asked. Nothing here knows a schema, and nothing here decides that
 * a statement is safe: the gate does, with SQLite's own authorizer. */

enum sql_kind {
	SQL_WORD,   /* a name or a keyword */
	SQL_NAME,   /* "a", `a` or [a] */
	SQL_STRING, /* 'a' */
	SQL_NUMBER,
	SQL_BLOB,      /* x'00ff' */
	SQL_PARAMETER, /* ? ?1 :a @a $a */
	SQL_OPERATOR,  /* also brackets , ; and . */
	SQL_SPACE,
	SQL_COMMENT,
	SQL_OPEN, /* a string, name or comment never closed */
	SQL_BAD   /* bytes that are no SQL */
};

struct sql_token {
	enum sql_kind kind;
	struct str text; /* as written, with its quotes */
	size_t off;
};

/* The token at *at, which moves behind it. False at the end. Tokens follow
 * each other without a gap; sql_next passes over space and comments. */
bool sql_raw(struct str sql, size_t *at, struct sql_token *);
bool sql_next(struct str sql, size_t *at, struct sql_token *);

/* A statement, cut once: its tokens without space and comments, and without the
 * semicolons around it. Behind the last stands an empty one of kind SQL_BAD. */
struct sql_words {
	struct str text; /* as sql_strip gives it; off counts in it */
	const struct sql_token *all;
	size_t n;
};
struct sql_words sql_words(struct arena *, struct str);

/* WORD, NAME or STRING: where SQLite wants a name it takes any of them. */
bool sql_may_name(struct sql_token);

/* Does a word say this keyword, in any case? */
bool sql_says_word(struct str, const char *upper);

/* Most words and operators are asked for many others: the first letter mostly
 * tells. */
static inline bool
sql_is_word(struct sql_token t, const char *upper)
{
	return t.kind == SQL_WORD && t.text.n &&
	    !((t.text.s[0] ^ upper[0]) & ~0x20) && sql_says_word(t.text, upper);
}

static inline bool
sql_is_op(struct sql_token t, const char *op)
{
	return t.kind == SQL_OPERATOR && t.text.n && t.text.s[0] == op[0] &&
	    str_is(t.text, op);
}

/* Is this what a name or string, quoted or not, says? (ASCII case aside.) */
bool sql_says(struct str written, struct str name);
void sql_add_plain(struct buf *, struct str written); /* without its quotes */

/* "x" with quotes doubled: a name that cannot be anything else. */
void sql_add_name(struct buf *, struct str name);
void sql_add_text(struct buf *, struct str text); /* 'x' */

/* Without the semicolons, blanks and comments around it. */
struct str sql_strip(struct str);

/* Is there nothing never closed, no semicolon, no bracket that closes what was
 * not opened here or stays open? Stripped, such a text may stand in
 * brackets. */
bool sql_is_whole(struct str);

/* Is it one expression: whole, not empty, no comma outside of brackets, no
 * comments? It must still be put in brackets. */
bool sql_is_expression(struct str);

/* Does it put rows of several SELECTs into one result anywhere: UNION,
 * INTERSECT, EXCEPT (so also recursive WITH), or VALUES, which does the same?
 * Then the origin of a result column is only that of one of them. */
bool sql_is_compound(const struct sql_words *);

/* Does the outermost statement say ORDER BY? */
bool sql_is_ordered(const struct sql_words *);

/* Is the name written anywhere, quoted or not, as anything but a string? */
bool sql_names(struct str sql, struct str name);

/* The next name that WITH defines, at any depth; *at is behind it then. (The
 * second and later names of a WINDOW clause look the same and are given too.)
 * NULL: there are no more. */
const struct sql_token *sql_cte(const struct sql_words *, size_t *at);

#endif
