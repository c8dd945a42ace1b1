#ifndef LSP_COMPLETE_INSIDE_H
#define LSP_COMPLETE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "lsp/client.h"
#include "lsp/cursor.h"
#include "lsp/document.h"
#include "lsp/wire.h"

/* What the files that complete know of each other. */

/* Of the protocol: CompletionItemKind. */
enum {
	ITEM_FIELD = 5,
	ITEM_PROPERTY = 10,
	ITEM_VALUE = 12,
	ITEM_ENUM = 13,
	ITEM_REFERENCE = 18,
	ITEM_MEMBER = 20,
	ITEM_SNIPPET = 15,
	ITEM_EVENT = 23
};

/* So many records are offered; the editor asks again as more is typed. */
enum { COMPLETE_MOST = 200 };

struct complete {
	struct document *doc;
	const struct client *client;
	struct cursor cursor;
	struct str typed; /* folded: what stands before the cursor */
	struct buf folded;
	const struct type *type;
	bool labels;    /* the record writes labels */
	enum lang lang; /* in which language */
	struct wire *items;
	struct wire *range; /* of what is there; NULL: not known yet */
	size_t n;
	bool more; /* not all are there */
	struct arena arena;
};

/* An item as it is made. */
struct complete_item {
	const char *shown;  /* what a list of them shows */
	struct str insert;  /* what is written */
	struct str search;  /* what is typed to find it; empty: shown */
	const char *detail; /* beside it; NULL: nothing */
	struct str help;    /* empty: none */
	int kind;
	bool preferred;
};

/* Adds one. */
void complete_add(struct complete *, const struct complete_item *);
/* Does what was typed lead to a text, or to a name by any of its spellings? */
bool complete_leads_to(struct complete *, struct str text);
bool complete_leads_to_name(struct complete *, const struct name *);
/* A value as it is written where the cursor is. */
struct str complete_quoted(struct complete *, struct str);
/* Elements of a size that begin with a name; today; generations of the
 * regulations; records of a type. */
void complete_names(struct complete *, const struct name *all, size_t n,
    size_t size, int kind);
void complete_day(struct complete *);
void complete_generations(struct complete *);
void complete_records(struct complete *, const struct type *);

/* complete_page.c: in front matter of a page of the schema. False: the byte is
 * not there. */
bool complete_page(struct complete *, size_t off);

#endif
