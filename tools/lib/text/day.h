#ifndef TEXT_DAY_H
#define TEXT_DAY_H

#include <limits.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* A day is a number of days since 1970-01-01 in the proleptic Gregorian
 * calendar, years 1 to 9999: never an instant, never a zone. */
enum { DAY_NONE = INT_MIN };

enum { DAY_TEXT = 11 }; /* "2021-06-30" and its NUL */

int day_make(int year, int month, int day); /* DAY_NONE: no such day */
int day_month_end(int year, int month);     /* the month is one */
void day_split(int day, int *year, int *month, int *of_month);
int day_of_week(int day);                    /* 1 Monday … 7 Sunday */
bool day_parse(struct str, int *day);        /* YYYY-MM-DD only */
char *day_text(int day, char out[DAY_TEXT]); /* returns out */

/* n calendar months later (earlier when negative), clamped to the month's
 * end: 31 August + 6 months is 28 or 29 February. DAY_NONE out of range. */
int day_add_months(int day, int n);

/* Full months from a to b: the largest n with day_add_months(a, n) <= b;
 * negative when b is before a. */
int day_months_between(int a, int b);

/* Has this machine the data of a zone such as Asia/Ho_Chi_Minh? UTC needs none.
 * Without it no instant has a day there. */
bool day_has_zone(const char *zone);

/* That data, added to b. False where it has none. */
bool day_zone_data(const char *zone, struct buf *);

/* Today in a zone. False where the machine has no such zone. */
bool day_today(const char *zone, int *day);

/* The same with the instants around it that are of that day for sure: to look
 * at a zone takes long. */
struct day_span {
	long long from, to; /* both included */
	int day;
};
bool day_span(long long, const char *zone, struct day_span *);

/* The day of an instant (seconds since 1970-01-01 UTC) in a zone. It changes
 * TZ for a moment: not while other threads look at the environment. */
bool day_of_instant(long long, const char *zone, int *day);

#endif
