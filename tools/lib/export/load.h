#ifndef EXPORT_LOAD_H
#define EXPORT_LOAD_H

#include <stdbool.h>
#include <stddef.h>

struct export_format;
struct exporting;

/* An export into a server, within one transaction: who reads there sees the old
 * tables or the new ones. Where all but the commit is as it was, only the rows
 * of records whose blobs changed are written anew. */

/* The form for a server. */
extern const struct export_format export_load;

/* What a load did. */
struct load_counts {
	bool whole;     /* all anew */
	size_t files;   /* that there are */
	size_t changed; /* whose rows were written */
	size_t gone;
	size_t unreadable;
};

/* Begins, and finds out what changed; from now on the source lists those files
 * alone. whole: all anew, whatever is there. False after saying why not. */
bool load_begin(struct exporting *, bool whole);
/* Nothing was written, but can be with all anew. */
bool load_again(const struct exporting *);
struct load_counts load_counts(const struct exporting *);
/* Ends it, written or not. */
void load_free(struct exporting *);

#endif
