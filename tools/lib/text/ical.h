#ifndef TEXT_ICAL_H
#define TEXT_ICAL_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

/* A calendar for other programs (RFC 5545), of whole days. What is handed over
 * is text and nothing else: no address, no markup, no link comes of it. */
struct ical;

struct ical_event {
	struct str uid, title, text; /* text: lines */
	struct str kind;             /* a word by which programs sort */
	int day;
	bool reminds; /* two days ahead and on the day, in the morning */
};

/* today: the day that it is made, which all events say. */
struct ical *ical_new(struct str name, int today);
void ical_add(struct ical *, const struct ical_event *);
void ical_write(const struct ical *, FILE *);
void ical_free(struct ical *);

#endif
