#ifndef TEXT_PLACE_H
#define TEXT_PLACE_H

#include <stddef.h>

#include "base/str.h"

/* Where a finding is. Lines and columns count from 1, columns by display
 * width; line 0: the whole file; path NULL: no file. */
struct place {
	const char *path;
	int line, col;
};

/* The place of a byte of a text that was read from path. */
struct place place_at(const char *path, struct str text, size_t off);
/* The same of a text that itself begins at a place of a file; at that place
 * where its line is not known. */
struct place place_within(struct place at, struct str text, size_t off);
struct place place_file(const char *path);

#endif
