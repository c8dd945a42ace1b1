#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include <limits.h>
#include <stdbool.h>

#include "base/str.h"

/* A day is a number of days since 1970-01-01 in the proleptic Gregorian
 * calendar, years 1 to 9999: never an instant, never a zone. */
enum { DAY_NONE = INT_MIN };

enum { DATE_TEXT = 11 }; /* "2021-06-30" and its NUL */

/* From first to last possible day, both included; equal when it is whole. */
struct date {
	int lo, hi;
};

int day_make(int year, int month, int day); /* DAY_NONE: no such day */
void day_split(int day, int *year, int *month, int *of_month);
int day_of_week(int day);                     /* 1 Monday … 7 Sunday */
bool day_parse(struct str, int *day);         /* YYYY-MM-DD only */
char *day_text(int day, char out[DATE_TEXT]); /* returns out */

bool date_parse(struct str, struct date *); /* YYYY, YYYY-MM or YYYY-MM-DD */
bool date_whole(struct date);

/* What a person who wrote 8/3/1999, 08-03-1999, 8.3.1999, 'ngày 8 tháng 3 năm
 * 1999' (day first) or 1999-3-8, 1999/03/08 (year first) meant, as YYYY-MM-DD;
 * 3/1999 as YYYY-MM. False: it is written right, there is no such date, or a
 * guess would be needed (two-digit years never). */
bool date_mistyped(struct str, char out[DATE_TEXT]);

/* 2021, 2021-H1, 2021-Q2, 2021-06: its first and last day. */
bool period_parse(struct str, struct date *);

/* The period of kind 'M', 'Q', 'H' or 'Y' that a day lies in. */
enum { PERIOD_TEXT = 8 };
bool period_of(int day, char kind, char out[PERIOD_TEXT]);

/* n calendar months later (earlier when negative), clamped to the month's
 * end: 31 August + 6 months is 28 or 29 February. DAY_NONE out of range. */
int month_add(int day, int n);

/* Full months from a to b: the largest n with month_add(a, n) <= b; negative
 * when b is before a. */
int months_between(int a, int b);

/* Is someone born on a possible day of born at least so many full months old
 * on day? 1 or 0 when every possible day agrees, else -1. */
int age_reached(struct date born, int months, int on);

/* Has this machine the data of a zone such as Asia/Ho_Chi_Minh? UTC needs none.
 * Without it no instant has a day there. */
bool day_has_zone(const char *zone);

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
