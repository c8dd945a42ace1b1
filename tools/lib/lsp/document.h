#ifndef LSP_DOCUMENT_H
#define LSP_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "lsp/position.h"
#include "text/kept.h"

struct workspace;

/* A file as an editor has it. */

/* Lines [from, to] of a text, from 1, became by more, or fewer. */
struct document_shift {
	int from, to, by;
};

/* What was found in one version of it. */
struct document_said {
	struct kept kept;
	long long version;
	bool is; /* something was asked at all */
};

struct document {
	char *uri;
	char *path; /* in the file system; NULL: it is no file */
	long long version;
	struct buf bytes;
	struct str text; /* the same, as a view */

	struct workspace *in; /* NULL: no repository holds it */
	const char *rel;      /* its path there */

	/* what the record alone says, what the rules say of it and its
	 * neighbours, and what the whole repository does */
	struct document_said own, near, all;
	/* changes since the oldest question that is still open */
	struct document_shift *shifts;
	size_t n_shifts, cap_shifts;
	bool untold;        /* what is known of it is still to be told */
	long long near_due; /* when to ask, in ms; 0: not */
	/* a question is open: of which version, before which shift */
	bool asked_near, asked_all;
	long long near_version, all_version;
	size_t near_shift, all_shift;
};

struct document *document_new(struct str uri, long long version,
    struct str text);
void document_free(struct document *);

/* The whole text is another one. */
void document_replace(struct document *, struct str text);
/* A part of it is. False, with nothing changed: it ends before it begins. */
bool document_splice(struct document *, struct position from,
    struct position to, struct str by, enum position_units);

/* Moves what was found along with the text, from a change on. */
void document_follow(const struct document *, struct document_said *,
    size_t from_shift);
void document_said_release(struct document_said *);

/* The path of a file: URI, yours to free; NULL: it is none. */
char *document_path(struct str uri);
/* Adds the URI of a path. */
void document_add_uri(struct buf *, const char *path);

#endif
