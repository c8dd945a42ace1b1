#ifndef COUNTED_H
#define COUNTED_H

#include <stdbool.h>

/* Between which days working days were counted, and whether in years that the
 * calendar knows: so that of many answers those can be told that rest on a
 * guess. All-zero: none was counted. */
struct counted {
	bool guessed;       /* one was, between whatever days */
	unsigned char *how; /* by day; NULL: none yet */
};

enum how_counted { COUNTED_NOT, COUNTED_SURE, COUNTED_GUESSED };

/* Notes a count from one day to another. A day that was ever guessed stays
 * so. */
void counted_note(struct counted *, int a, int b, bool guessed);
enum how_counted counted_how(const struct counted *, int day);
void counted_release(struct counted *); /* forgets all */

#endif
