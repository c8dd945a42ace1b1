#ifndef SPOIL_H
#define SPOIL_H

#include "district.h"

/* What is wrong on purpose: makes the facts of somebody whose story says so
 * such that a rule finds them, or cannot tell. */
void spoil(const struct district *, struct person *);

/* What is to be said of it: at the end of the list rule is NULL. */
enum said { ERROR, WARNING, NOTE, ACCEPTED_NOTE };

struct meant {
	const char *rule;
	enum said said;
	const char *what; /* is wrong, for people */
};

const struct meant *spoil_meant(const struct person *);

#endif
