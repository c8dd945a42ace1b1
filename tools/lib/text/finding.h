#ifndef TEXT_FINDING_H
#define TEXT_FINDING_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* What is wrong with a record is data; what stops the tool is trouble. */
enum level { NOTE, WARNING, ERROR, TROUBLE, LEVELS, LEVEL_OFF = LEVELS };

/* Where a finding is. Lines and columns count from 1, columns by display
 * width; line 0: the whole file; path NULL: no file. */
struct place {
	const char *path;
	int line, col;
};

/* The place of a byte of a text that was read from path. */
struct place place_at(const char *path, struct str text, size_t off);
struct place place_file(const char *path);

/* One thing said. What it points at lasts until say returns. */
struct finding {
	const char *id; /* "front-open": never changes meaning */
	enum level level;
	struct place at;
	const char *text; /* in the reader's language */
	/* whose level may be set; NULL: it is as it is */
	const struct find_row *row;
	/* not 0: it says how many more of its id there are for its file */
	size_t more;
};

/* Who is told. All-zero only counts. */
struct findings {
	void (*say)(const struct finding *, void *);
	void *to; /* handed to say */
	size_t count[LEVELS];
	const struct levels *levels; /* of the repository; NULL: none set */
};

/* What the library itself can find: a row each in finding.def. */
enum find {
#define FIND(name, id, level, why) FIND_##name,
#include "text/finding.def"
#undef FIND
	FINDS
};

/* The row of a find: its id, its level, and why it is one, untranslated. */
struct find_row {
	const char *id;
	enum level level;
	const char *why;
	bool guard; /* no repository sets its level */
};
const struct find_row *find_row(enum find);
const struct find_row *find_named(struct str id); /* NULL: no such id */
const struct find_row *find_near(struct str id);  /* NULL: none is near */

/* The levels that a repository sets. All-zero sets none. */
struct levels {
	signed char set[FINDS]; /* level + 1; 0: the row's own */
};
void level_set(struct levels *, const struct find_row *, enum level);
enum level level_in_force(const struct levels *, const struct find_row *);

/* Both are always false, so that a function can end with "return found(...)".
 * The format is already translated: found(to, FIND_X, at, _("..."), ...).
 * found_as is for rules that live in schema/ and bring their own id. */
bool found(struct findings *, enum find, struct place, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool found_as(struct findings *, const char *id, enum level, struct place,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* What stops the tool and is at no place of a file. Always false. */
bool found_trouble(struct findings *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool found_troublev(struct findings *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/* "error" and so on, never translated. level_named knows no "off". */
const char *level_name(enum level);
bool level_named(struct str, enum level *);

int findings_status(const struct findings *); /* the exit status: 0, 1 or 2 */

/* say: one line "path:line:col: level: text [id]" on FILE *out, control bytes
 * made harmless; trouble goes to stderr. */
void say_text(const struct finding *, void *out);

/* say: passed on to others, with the path of a folder before each path; that
 * may be one of a commit, "COMMIT:path". "" is no folder. */
struct below {
	const char *folder;
	struct findings *to;
};
void say_below(const struct finding *, void *below);

/* say: one annotation for a workflow of GitHub on FILE *out. */
void say_github(const struct finding *, void *out);

/* say: kept in a struct kept, to be sorted or passed on later. */
struct kept {
	struct arena arena;
	struct finding *all;
	size_t n, cap;
};
void say_keep(const struct finding *, void *kept);
/* By path, place, level, id, text; what was said twice stays once. */
void kept_sort(struct kept *);
void kept_pass(const struct kept *, struct findings *);
void kept_release(struct kept *);

#endif
