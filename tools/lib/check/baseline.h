#ifndef CHECK_BASELINE_H
#define CHECK_BASELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "text/kept.h"

/* Findings that are known, in a file with a line "ID PLACE" for each, sorted as
 * bytes: lines may go, none may come. A finding said twice has two lines. In a
 * place a new line is \n and a backslash \\. Lines that begin with # and empty
 * ones say nothing. */
struct baseline;

/* The file at path. NULL after saying why it cannot be used. */
struct baseline *baseline_read(const char *path, struct findings *);
void baseline_free(struct baseline *);

/* Lines that were not in the file when it was first committed to the repository
 * around the current folder, or put there again, know nothing and are said. How
 * many there are; 0 also where it was never committed. */
size_t baseline_grown(struct baseline *, struct findings *);

/* Is this a known finding? Each line stands for one. */
bool baseline_takes(struct baseline *, const struct finding *);
size_t baseline_taken(const struct baseline *);

/* How many lines no finding took; said one by one. */
size_t baseline_gone(const struct baseline *, struct findings *);

/* Puts a new file in the place of the old one: with the lines that were taken;
 * of none (b NULL) with a line for each of these findings. False after saying
 * why not. */
bool baseline_write(const char *path, const struct baseline *b,
    const struct kept *, struct findings *);

#endif
