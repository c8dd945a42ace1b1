#ifndef CHECK_NEW_ERRORS_H
#define CHECK_NEW_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "text/found.h"
#include "text/kept.h"
#include "base/lang.h"
#include "git/source.h"

/* What a change makes wrong that was not wrong before. An old error in a record
 * stops nobody from changing another, nor from mending that one by and by. */

/* Says the errors of now that none of the n sources before has, all judged by
 * the schema of now, and all trouble; and, as a warning, who may be there
 * twice. False: there are errors. *old is how many
 * errors are not new. */
bool new_errors_check(struct source *now, struct source *const before[],
    size_t n, enum lang, size_t *old, struct findings *);

/* Findings that were there before, known by what they say and, unless their
 * file is gone from now (NULL: any file may have been moved), where. All-zero
 * holds none. */
struct before {
	struct arena arena;
	struct map at_path; /* with the path */
	struct map moved;   /* of files that are gone */
};
void new_errors_before_add(struct before *, const struct kept *,
    struct source *now);
bool new_errors_before_has(const struct before *, const struct finding *);
void new_errors_before_release(struct before *);

#endif
