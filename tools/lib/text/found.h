#ifndef TEXT_FOUND_H
#define TEXT_FOUND_H

#include <stdarg.h>
#include <stddef.h>

#include "text/finding.h"
#include "text/fix.h"
#include "text/place.h"

/* One thing said. What it points at lasts until say returns. */
struct finding {
	const char *id;
	enum level level;
	struct place at;
	const char *text; /* in the reader's language */
	/* whose level may be set; NULL: it is as it is */
	const struct finding_row *row;
	/* how it is mended; NULL: there is no one right answer, or it was not
	 * asked for */
	const struct fix *fix;
	/* not 0: it says how many more of its id there are for its file */
	size_t more;
};

/* The levels that a repository sets. All-zero sets none. */
struct found_levels {
	signed char set[FINDS]; /* level + 1; 0: the row's own */
};
void found_set_level(struct found_levels *, const struct finding_row *,
    enum level);
enum level found_level(const struct found_levels *, const struct finding_row *);

/* Who is told. All-zero only counts. */
struct findings {
	void (*say)(const struct finding *, void *);
	void *to; /* handed to say */
	size_t count[LEVELS];
	const struct found_levels *levels; /* of the repository; NULL: none */
	bool fixes; /* each finding is to carry how it is mended */
	/* nobody asks what there is, nor how much: what is right all the same
	 * need not be looked at */
	bool unheard;
};

/* Both are always false, so that a function can end with "return found(...)".
 * The format is already translated: found(to, FIND_X, at, _("..."), ...).
 * found_as is for rules that live in schema/ and bring their own id. */
bool found(struct findings *, enum find, struct place, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool found_as(struct findings *, const char *id, enum level, struct place,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The same, and what was perhaps meant (name_meant). */
bool found_near(struct findings *, enum find, struct place, struct str near,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The same with how it is mended (NULL: not). */
bool found_fix(struct findings *, enum find, struct place, const struct fix *,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* What stops the tool and is at no place of a file. Always false. */
bool found_trouble(struct findings *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool found_troublev(struct findings *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/* A finding that was made elsewhere, on the level that is in force here. */
void found_pass(struct findings *, const struct finding *);

int found_status(const struct findings *); /* the exit status: 0, 1 or 2 */

#endif
