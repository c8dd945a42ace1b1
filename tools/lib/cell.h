#ifndef CELL_H
#define CELL_H

#include "str.h"

/* One value in a row of an answer. */
enum cell_kind { CELL_NULL, CELL_INT, CELL_REAL, CELL_TEXT, CELL_MASKED };

struct cell {
	enum cell_kind kind;
	long long i;
	double d;
	struct str s;				/* of text */
};

#endif
