#ifndef TOOL_EDITING_H
#define TOOL_EDITING_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record_edit.h"
#include "tool/tool.h"

/* What tools that change records share: finding them by path or id, changing
 * the files of all of them or none, telling what changed, committing it.
 *
 *	struct editing e = { .tool = t, … };
 *
 *	status = editing_begin(&e) && (r = editing_record(&e, "qc-…")) &&
 *	    record_edit_set(r, …) ? editing_end(&e) : 2;
 *	editing_release(&e);
 */

/* The options that they share. */
struct editing_options {
	bool commit, dry_run;
	bool unfinished;     /* what is missing in a new record is to come */
	const char *correct; /* NULL: none */
};

struct editing {
	/* Given. tool: opened. */
	struct tool *tool;
	struct editing_options options;
	/* "set", untranslated: what the message of the commit says was done */
	const char *done;
	/* the first line of that message; NULL: what was done to which */
	const char *subject;

	/* Found. */
	struct edited **all; /* in the order they were asked for */
	size_t n, cap;
	int lock;
	const char **corrected; /* lines of the message, for corrections */
	size_t n_corrected, cap_corrected;
};

/* Waits for its turn: from now on no other tool writes records here. False
 * after saying why not, also where there is no work tree. */
bool editing_begin(struct editing *);

/* The type of the record at a path; NULL after saying why it is none. */
const struct type *editing_type(struct tool *, const char *path);

/* The record of a path or id; asked for again, the same one. NULL after saying
 * what it is not. */
struct record_edit *editing_record(struct editing *, const char *word);

/* A record that is not there yet, of which nothing is said. It needs a path,
 * and all that is wrong with it counts. */
struct record_edit *editing_new(struct editing *, const struct type *);

/* Puts a record, a new one or not, at a path. False after saying why not: it is
 * none of the repository, no record of its type lies there, or something
 * does. */
bool editing_place(struct editing *, struct record_edit *, const char *path);

/* Adds a line to the message of the commit. */
void editing_note(struct editing *, const char *line);

/* Writes what was changed before the end, and lets others write meanwhile; the
 * end then goes on from there. False after saying why not. */
bool editing_write(struct editing *);

/* Somebody else wrote bytes into such a file, which is to hold others now. */
void editing_go_on(struct record_edit *, struct str bytes, struct str now);

/* Notes that the last change of a record may need a correction. */
void editing_touched(struct editing *, struct record_edit *);

/* Looks at all once more, then shows the difference, or writes, tells and
 * commits. The status to end with. */
int editing_end(struct editing *);

void editing_release(struct editing *);

#endif
