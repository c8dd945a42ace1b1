#ifndef GIT_STAMP_H
#define GIT_STAMP_H

#include <stdbool.h>

#include "base/str.h"

/* Who made a commit and when, as a line of it says:
 * "Name <address> 1624928400 +0700". */

/* Can the moment be told? It is one of the days from 1970-01-01 on that have
 * four digits for the year in every zone. */
enum stamp_when {
	/* no line, no number, or not only one before the zone */
	STAMP_NONE,
	STAMP_BEFORE,
	STAMP_AFTER, /* no such day */
	STAMP_TOLD
};

struct stamp {
	struct str name, email; /* views into the line */
	enum stamp_when when;
	long long time;  /* seconds since 1970, UTC */
	struct str zone; /* as it is written */
	bool zoned;      /* some place has such a clock */
	int offset;      /* minutes; 0 where not zoned */
};

/* Of a line without its keyword; s NULL: there is none. */
struct stamp stamp_read(struct str line);

/* The line of a commit's header that begins with a keyword and a blank, without
 * them: the first one. s NULL: none. */
struct str stamp_line(struct str header, struct str keyword);

#endif
