#ifndef GLOB_H
#define GLOB_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

/* Which paths a pattern means. * matches within a folder, ? one character, **
 * as a whole part any folders, none included, and at the end all that lies
 * below. Nothing else is special, a leading dot neither. A pattern without '/'
 * is about the last part of a path, in whatever folder. */

/* Paths that match one of the patterns and none of the excepted. */
struct globs {
	const struct str *match, *except;
	size_t n_match, n_except;
};

bool glob_match(struct str pattern, struct str path);
bool globs_match(const struct globs *, struct str path);

/* Could a path below folder match? The root is "". */
bool glob_below(struct str pattern, struct str folder);
bool globs_below(const struct globs *, struct str folder);

#endif
