#ifndef TEXT_CELL_H
#define TEXT_CELL_H

#include "base/arena.h"
#include "base/str.h"

/* One value of a row, typed as the database has it. A masked cell is a value
 * that is there and must not be shown. */
enum cell_kind { CELL_NULL, CELL_INT, CELL_REAL, CELL_TEXT, CELL_MASKED };

struct cell {
	enum cell_kind kind;
	long long i;  /* CELL_INT */
	double d;     /* CELL_REAL */
	struct str s; /* CELL_TEXT */
};

static inline struct cell
cell_text(struct str s)
{
	return (struct cell){ .kind = CELL_TEXT, .s = s };
}

/* The same value, its text in an arena. */
static inline struct cell
cell_keep(struct arena *a, struct cell c)
{
	if (c.kind == CELL_TEXT)
		c.s = arena_keep(a, c.s);
	return c;
}

#endif
