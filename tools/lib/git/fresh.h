#ifndef FRESH_H
#define FRESH_H

#include <stdbool.h>

#include "text/finding.h"
#include "base/str.h"

/* A folder that is made out of sight and shown whole, or not at all. Nothing
 * that is there is ever overwritten. */
struct fresh;

/* dir must not be there, or be an empty folder (which stays what it is: whose,
 * and open to whom). What is made now is in a hidden folder beside it or in it.
 * NULL after saying why not; findings must outlive it. */
struct fresh *fresh_begin(const char *dir, struct findings *);

/* Where it is being made: anything may be put there, also by others. */
const char *fresh_folder(const struct fresh *);

/* Makes a file, and the folders it lies in. False after saying why not. */
bool fresh_write(struct fresh *, const char *path, struct str bytes);

/* Everything is on the disk, and dir is there. False after saying why not, and
 * then nothing is. A new dir can be entered by its owner only. */
bool fresh_show(struct fresh *);

/* Removes what was not shown. */
void fresh_end(struct fresh *);

#endif
