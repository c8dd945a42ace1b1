#ifndef TEXT_WORKDAY_CERTAINTY_H
#define TEXT_WORKDAY_CERTAINTY_H

#include <stdbool.h>

/* Between which days working days were counted, and whether in years that the
 * calendar knows: so that of many answers those can be told that rest on a
 * guess. All-zero: none was counted. */
struct workday_certainty {
	bool guessed;       /* one was, between whatever days */
	unsigned char *how; /* by day; NULL: none yet */
};

enum how_certain { COUNTED_NOT, COUNTED_SURE, COUNTED_GUESSED };

/* Notes a count from one day to another. A day that was ever guessed stays
 * so. */
void workday_certainty_note(struct workday_certainty *, int a, int b,
    bool guessed);
enum how_certain workday_certainty_how(const struct workday_certainty *,
    int day);
void workday_certainty_release(struct workday_certainty *); /* forgets all */

#endif
