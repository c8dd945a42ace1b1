#ifndef TEXT_PERIOD_H
#define TEXT_PERIOD_H

#include "base/buf.h"
#include "base/lang.h"
#include "text/date.h"

/* Whole months, or whole years, under the one name that they have: 2021,
 * 2021-H1, 2021-Q2, 2021-06; 2021-9T, its first nine months (those of a month,
 * a quarter, a half or the year are called so); 2020-2025, a term: all of these
 * years. */
enum { PERIOD_TEXT = 10 };

bool period_parse(struct str, struct date *); /* its first and last day */

/* The name of what a person wrote: Quý III/2026, quý 3 năm 2026, 9 tháng 2026,
 * 6 tháng đầu năm 2026, tháng 9/2026, 9/2026, năm 2026, nhiệm kỳ 2020–2025, Q3
 * 2026, 9 months of 2026 and so on, without regard to marks and capitals; or a
 * name in another spelling, such as 2026-6T. False: none, or a year of two
 * digits. */
bool period_meant(struct str, char out[PERIOD_TEXT]);

/* The month, quarter, half or year (M Q H Y) that a day lies in, or the months
 * of its year up to its own (T). False: another kind, or no day. */
bool period_of(int day, char kind, char out[PERIOD_TEXT]);

/* Periods or dates by their first days, then by their last. What is neither
 * comes last. */
int period_compare(struct str, struct str);

/* As people say it: quý III/2026, 9 tháng năm 2026; Q3 2026, 9 months of 2026.
 * What is no period is added as it is. */
void period_add_label(struct buf *, struct str, enum lang);

#endif
