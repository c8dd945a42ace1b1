#ifndef TEXT_CELL_H
#define TEXT_CELL_H

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

#endif
