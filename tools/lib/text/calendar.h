#ifndef TEXT_CALENDAR_H
#define TEXT_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

struct calendar_numbers {
	int *all;
	size_t n, cap;
};

/* Working days: weekends, public holidays and the weekend days worked in
 * exchange, as the pages of schema/calendar tell them. All-zero knows no year:
 * every answer is then by weekends only, and approximate. */
struct calendar {
	struct calendar_numbers off;   /* days off on a weekday */
	struct calendar_numbers on;    /* weekend days worked */
	struct calendar_numbers years; /* whose days off are all known */
};

void calendar_add_off(struct calendar *, int from, int to); /* days, both in */
void calendar_add_on(struct calendar *, int day);
void calendar_add_year(struct calendar *, int year);
void calendar_ready(struct calendar *); /* sorts; once, before asking */
void calendar_release(struct calendar *);

bool calendar_works(const struct calendar *, int day);

/* The n-th working day after day (n >= 0; day itself for 0). *approx becomes
 * true where a year that was passed through is not known; it is never made
 * false. DAY_NONE out of range. */
int calendar_add_workdays(const struct calendar *, int day, int n,
    bool *approx);

/* How many working days lie after a, up to b included; negative, counted the
 * other way, when b is before a. */
int calendar_workdays(const struct calendar *, int a, int b, bool *approx);

#endif
