#ifndef TEXT_GLOB_H
#define TEXT_GLOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* Which paths a pattern means, as git reads them. * matches within a folder, ?
 * one character, [a-z] one of these and [!a-z] one that is not, ** as a whole
 * part any folders, none included, and at the end all that lies below; a \
 * takes away what the next character means. Nothing else is special, a leading
 * dot neither. A pattern without '/' is about the last part of a path, in
 * whatever folder. */

/* Paths that match one of the patterns and none of the excepted. */
struct globs {
	const struct str *match, *except;
	size_t n_match, n_except;
};

/* Why a pattern does not mean what its writer must think, and what to write
 * instead (translated); NULL: it is sound. */
const char *glob_wrong(struct str pattern);

/* The folder that all its paths lie below, as far as that is plain; empty: the
 * root. A pattern that is plain to its end names one file (*plain). */
struct str glob_folder(struct str pattern, bool *plain);

/* How all its paths begin, as far as that is plain; empty where nothing can be
 * said. */
struct str glob_begins(struct str pattern);

bool glob_match(struct str pattern, struct str path);
bool globs_match(const struct globs *, struct str path);

/* What patterns come to for the files that lie in one folder itself, none below
 * it: those that can match there, and most say no more than how a name ends. In
 * the arena, views of the patterns. */
struct globs globs_in(const struct globs *, struct str folder, struct arena *);

/* Could a path of this shape match, in which GLOB_HOLE stands for any text that
 * is not known yet? */
enum { GLOB_HOLE = '\1' };
bool glob_could_match(struct str pattern, struct str shape);

/* Could a path below folder match? The root is "". */
bool glob_below(struct str pattern, struct str folder);
bool globs_below(const struct globs *, struct str folder);

#endif
