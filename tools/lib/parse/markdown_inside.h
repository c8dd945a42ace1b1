#ifndef PARSE_MARKDOWN_INSIDE_H
#define PARSE_MARKDOWN_INSIDE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "parse/markdown.h"
#include "base/str.h"

struct cmark_node;
struct cmark_iter;

/* What markdown and page, the two that know cmark, share. */

struct cmark_node *markdown_parse(struct str body);

/* cmark writes U+FFFE and U+FFFF, where it decodes an entity and where it
 * renders Markdown, as bytes that UTF-8 has not: 0xfe and 0xff. Adds a text
 * with the characters themselves. */
void markdown_utf8(struct buf *out, struct str);

struct str markdown_literal(struct cmark_node *);

/* A walk over all nodes in order: to each once, at its start. It must be
 * walked to its end. */
struct walk {
	struct cmark_iter *iter;
	struct cmark_node *node;
	int line; /* of the block it stands in */
};
struct walk markdown_walk(struct cmark_node *root);
bool markdown_next(struct walk *);

/* Where one has come to in the lines of a body. */
struct lines {
	struct str rest, line; /* line: the last one cut off */
	int at;                /* its number, from 1 */
};

/* Is this node a fenced block? Nodes must be asked about in their order. */
bool markdown_fence(struct cmark_node *, struct lines *, int first_line,
    struct arena *, struct fence *);

/* Those of a body as cmark finds them. */
size_t markdown_fences_parsed(struct str body, int first_line, struct arena *,
    struct fence **);

size_t markdown_headings_parsed(struct str body, int first_line, struct arena *,
    struct heading **);

/* markdown_plain.c: the same of a body of which the lines tell by themselves
 * which are fences, or headings. False: this is none, or it is not sure. */
bool markdown_plain_fences(struct str body, int first_line, struct arena *,
    struct fence **, size_t *n);
bool markdown_plain_headings(struct str body, int first_line, struct arena *,
    struct heading **, size_t *n);

#endif
