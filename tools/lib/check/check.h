#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "base/lang.h"
#include "schema/schema.h"

struct arena;
struct catalog;
struct connection;
struct judged;
struct record;
struct rules;
struct source;

/* Everything that can be wrong with records: each by itself, with the others
 * (ids, references, links), and by the repository's rules. */

/* What one rule had to say, in judgements. */
struct tally {
	size_t concerned, pass, fail, unknown, accepted;
	/* of the unknown: no text of the regulations is known for their day */
	size_t no_text;
};

/* A step that is due and not done. */
struct check_due {
	const struct judged *judged;
	const char *path;
	struct place at;
	struct str key; /* of the entry; empty: of none */
};

/* Who is told of what is due, before or on a day. What say is given lasts until
 * it returns. ask is told of the catalog before records are read, and answer
 * when all was said; false ends the check, as an answer that is not whole. */
struct check_listener {
	int until;
	bool (*ask)(struct catalog *, struct findings *, void *);
	void (*say)(const struct check_due *, void *);
	bool (*answer)(struct findings *, void *);
	void *to;
};

struct check {
	/* Given. */
	const struct schema *schema;
	struct source *source;
	const struct rules *rules;
	int today;
	enum lang lang;
	bool show_accepted; /* accepted findings, as notes */
	bool unjudged;      /* nothing but what rules could not judge */
	bool private;       /* what rules say is not masked */
	bool tallied;       /* what rules counted is asked for, all of it */
	bool alone; /* only rules that read no other record than their own */
	bool progress;
	const char *dir; /* as in catalog_options */
	bool fixed, no_cache, subset;
	struct connection *server; /* and with at, as well */
	const char *at;
	/* of a path that no type claims; NULL: it is judged by none */
	const struct type *type;
	/* only what is at or below these is said; NULL: everything */
	const char **paths;
	size_t n_paths;

	const struct check_listener *listener; /* NULL: none */

	/* Found. */
	size_t records, unreadable, accepted, put_off;
	/* By rule; yours to free. Where it was not asked for, only no_text and
	 * accepted are sure. */
	struct tally *tallies;
};

/* Checks all records of the source. Findings come sorted by path, place and
 * id. False, having said why as trouble, when the answer is not whole. */
bool check_run(struct check *, struct findings *);

/* The two halves of check_run: all that asks for no record yet, and the rest,
 * which gives everything back. Between them a process may fork, once for each
 * time that it wants to know. check_drop gives back without asking. */
struct check_begun;
struct check_begun *check_begin(struct check *, struct findings *);
bool check_end(struct check_begun *);
void check_drop(struct check_begun *);

/* What can be said of one record without any other, once it was read: of its
 * stages, which are derived, and of the headings of its body. */
void check_record(struct record *, int today, int latest, struct arena *,
    struct findings *);

#endif
