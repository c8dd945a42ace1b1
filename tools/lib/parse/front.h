#ifndef PARSE_FRONT_H
#define PARSE_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/found.h"
#include "base/str.h"

/* Reads front matter: the fences, then our YAML profile (record(5)) into a
 * tree that remembers where in the file everything stands. No implicit types:
 * every scalar is text. */

enum node_kind { NODE_SCALAR, NODE_MAP, NODE_LIST };

enum node_style {
	STYLE_PLAIN,
	STYLE_SINGLE,
	STYLE_DOUBLE,
	STYLE_LITERAL,
	STYLE_FOLDED,
	STYLE_BLOCK,
	STYLE_FLOW, /* maps and lists */
};

/* Offsets are bytes from the start of the file; a span is [off, end). */
struct node {
	enum node_kind kind : 8;
	enum node_style style : 8;
	bool absent; /* null, ~, an empty plain scalar, [] or {} */
	uint32_t n;  /* entries of a map or list */
	/* the value as written, quotes, brackets or block indicator included;
	 * equal when empty */
	uint32_t off, end;
	/* its key as written; equal: an entry of a list, or the root */
	uint32_t key_off, key_end;
	struct str key;   /* the key's text; of a list entry: empty */
	struct str value; /* of a scalar: its text, escapes and folding done */
	struct node *first, *next; /* entries of a map or list, in order */
};

struct front {
	struct str text;   /* the whole file */
	struct str head;   /* between the fences */
	struct str body;   /* after the second fence's line end */
	int body_line;     /* where the body starts, from 1 */
	struct node *root; /* a map; absent when there is nothing in it */
	/* it has characters that are neither ASCII nor common Latin letters */
	bool rare;
	bool plain;             /* it is in NFC, and has no CR */
	struct locator *places; /* of text; see front_place */
};

/* False, after saying why, when text has no front matter or it does not parse:
 * then nothing in it can be trusted. True with findings said that do not stop
 * the reading (BOM, CRLF, not NFC, a value cut by " #", '...' at its end). The
 * tree lives in the arena and views text, which must outlive it. */
bool front_read(struct front *, struct str text, const char *path,
    struct arena *, struct findings *);

/* The same of a page of the schema, where every level of a record takes two:
 * its maps and lists may be nested much deeper. */
bool front_page(struct front *, struct str text, const char *path,
    struct arena *, struct findings *);

/* Only the YAML, as if it stood between fences: for tests and fuzzing. */
bool front_yaml(struct node **root, struct str yaml, const char *path,
    struct arena *, struct findings *);

/* Cuts a text into what stands between its fences and what stands behind them,
 * as views. False: it has no fences. */
bool front_cut(struct str text, struct str *head, struct str *body);

/* Reads fields that stand in text from a line on to the end, as if between
 * fences; the rest of text only lies before them. No body. */
bool front_read_part(struct front *, struct str text, size_t from,
    const char *path, struct arena *, struct findings *);

/* The place of a byte of a text that front_read was given. */
struct place front_place(const struct front *, const char *path, size_t off);

const struct node *front_get(const struct node *map, const char *key);

#endif
