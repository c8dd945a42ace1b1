#ifndef LSP_BACKGROUND_H
#define LSP_BACKGROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "lsp/document.h"
#include "lsp/workspace.h"

/* Questions that take longer than a keystroke, asked by a process that forks
 * off for each: it has all that is in memory as it is at that moment, and
 * answers through a pipe while the editor goes on. */

enum background_kind {
	BACKGROUND_NEAR, /* a record, by the rules, among its neighbours */
	BACKGROUND_ALL,  /* all records */
	BACKGROUND_ANEW, /* the same, the schema read again first */
};

struct background {
	enum background_kind kind;
	struct workspace *of;
	struct document *doc; /* of NEAR; NULL: it was closed */
	int fd;               /* to read from */
	int pid;
	long long began; /* ms */
	struct buf in;
};

/* Forks. NULL: that cannot be done. */
struct background *background_start(enum background_kind, struct workspace *,
    struct document *, struct document *const *docs, size_t n);

/* Reads what is there, waiting when nothing is. False: it has ended. */
bool background_read(struct background *);

/* Hands each finding that it gave to say; false: it did not come to its end. */
bool background_answer(const struct background *,
    void (*say)(const struct finding *, void *), void *to);

/* Ends it, if it has not ended, and frees it. */
void background_free(struct background *);

long long background_now(void); /* ms, of a clock that only goes forward */

#endif
