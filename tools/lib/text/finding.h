#ifndef TEXT_FINDING_H
#define TEXT_FINDING_H

#include <stdbool.h>

#include "base/str.h"
#include "text/level.h"

/* What the library itself can find: a row each in finding.def. */
enum find {
#define FIND(name, id, level, why) FIND_##name,
#include "text/finding.def"
#undef FIND
	FINDS
};

/* The row of a find: its id, its level, and why it is one, untranslated. */
struct finding_row {
	const char *id; /* "front-open": never changes meaning */
	enum level level;
	const char *why;
	bool guard; /* no repository sets its level */
};
const struct finding_row *finding_row(enum find);
const struct finding_row *finding_named(struct str id); /* NULL: no such id */
const struct finding_row *finding_near(struct str id);  /* NULL: none is near */

#endif
