#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include "base/arena.h"
#include "text/day.h"

/* From first to last possible day, both included; equal when it is whole. */
struct date {
	int lo, hi;
};

bool date_parse(struct str, struct date *); /* YYYY, YYYY-MM or YYYY-MM-DD */
bool date_whole(struct date);

/* Is someone born on a possible day of born at least so many full months old
 * on day? 1 or 0 when every possible day agrees, else -1. */
int date_age_reached(struct date born, int months, int on);

/* What a person who wrote 8/3/1999, 08-03-1999, 8.3.1999, 'ngày 8 tháng 3 năm
 * 1999' (day first) or 1999-3-8, 1999/03/08 (year first) meant, as YYYY-MM-DD;
 * 3/1999 as YYYY-MM. False: it is written right, there is no such date, or a
 * guess would be needed (two-digit years never). */
bool date_mistyped(struct str, char out[DAY_TEXT]);

/* Is it a whole date, written so or as it should be, of a day that no calendar
 * has, such as 31/4/1998? */
bool date_impossible(struct str);

/* What helps whoever typed that for a day: "; write 2021-06-30", " (2021-02 has
 * 28 days)", or "". */
const char *date_advice(struct arena *, struct str);

#endif
