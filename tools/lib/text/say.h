#ifndef TEXT_SAY_H
#define TEXT_SAY_H

#include "text/found.h"

/* What struct findings may have as say. */

/* One line "path:line:col: level: text [id]" on FILE *out, control bytes made
 * harmless; trouble goes to stderr. */
void say_text(const struct finding *, void *out);

/* One annotation for a workflow of GitHub on FILE *out. */
void say_github(const struct finding *, void *out);

/* Passed on to others, with the path of a folder before each path; that may be
 * one of a commit, "COMMIT:path". "" is no folder. */
struct say_below {
	const char *folder;
	struct findings *to;
};
void say_below(const struct finding *, void *below);

#endif
