#ifndef DAYS_H
#define DAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/day.h"

/* Days on which offices work, and the meetings that come back each month.
 * The days off are those of schema/calendar. */
bool is_off(int day);
int work_day(int day);                /* that day, or the last before */
int work_day_after(int day);          /* that day, or the next one */
int work_days_later(int day, int n);  /* counted from the next day */
int work_days_before(int day, int n); /* so that day is the n-th */

int day_of(const char *text); /* YYYY-MM-DD */
int year_of(int day);
int month_of(int day);
int quarter_end(int day); /* the last day of its quarter */

/* The day on which a cell meets in the month of a day: one of the first ten,
 * another for each cell. */
int meeting_day(int day, size_t cell);
int meeting_before(int day, size_t cell); /* the last one up to a day */

#endif
