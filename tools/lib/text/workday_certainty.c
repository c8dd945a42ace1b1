/* workday_certainty: between which days working days were counted, and how
 * surely. */
#include "text/workday_certainty.h"

#include <stdlib.h>

#include "base/mem.h"

/* 1900 to 2199: the days that records are about. Nothing is noted of others, so
 * nobody knows whether they were sure. */
enum { FIRST_DAY = -25567, LAST_DAY = 84005 };

static void
note_day(struct workday_certainty *c, int day, bool guessed)
{
	unsigned char *how;

	if (day < FIRST_DAY || day > LAST_DAY)
		return;
	if (!c->how)
		c->how = mem_alloc(LAST_DAY - FIRST_DAY + 1);
	how = &c->how[day - FIRST_DAY];
	if (*how != COUNTED_GUESSED)
		*how = guessed ? COUNTED_GUESSED : COUNTED_SURE;
}

void
workday_certainty_note(struct workday_certainty *c, int a, int b, bool guessed)
{
	c->guessed |= guessed;
	note_day(c, a, guessed);
	note_day(c, b, guessed);
}

enum how_certain
workday_certainty_how(const struct workday_certainty *c, int day)
{
	if (!c->how || day < FIRST_DAY || day > LAST_DAY)
		return COUNTED_NOT;
	return (enum how_certain)c->how[day - FIRST_DAY];
}

void
workday_certainty_release(struct workday_certainty *c)
{
	free(c->how);
	*c = (struct workday_certainty){ 0 };
}
