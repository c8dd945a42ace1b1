#ifndef TEXT_NUMERAL_H
#define TEXT_NUMERAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/cell.h"
#include "base/lang.h"

/* Figures and days as people of a language write them in a report:
 * 1.234 and 67,14% and 08/03/1999 in Vietnamese, 1,234 and 67.14% and
 * 1999-03-08 in English. */
enum numeral {
	NUMERAL_AUTO, /* as its kind suggests */
	NUMERAL_INT,
	NUMERAL_DECIMAL1,
	NUMERAL_PERCENT2, /* of 67.142: 67.14% */
	NUMERAL_DATE,
	NUMERAL_PERIOD, /* of 2021-Q2: quý II/2021, Q2 2021 */
	NUMERAL_TEXT,
	NUMERALS
};

extern const char *const numeral_names[NUMERALS]; /* AUTO is "" */

/* What is absent is –, what is masked •••. A text that is no number or date is
 * added as it is. Rounding is half-up (away from zero) on the decimal digits
 * that the number is written with, not on its binary ones: 2.675 is 2.68. */
void numeral_add(struct buf *, const struct cell *, enum numeral, enum lang);

/* A day, a month or a period as messages say it. */
const char *numeral_day(struct arena *, struct str);

#endif
