#ifndef LAW_H
#define LAW_H

/* The subset law of the front matter reader, with libyaml as the judge: what
 * we accept it accepts with the same events and spans; what it accepts and we
 * refuse is refused by a rule of the profile. And what holds of every tree. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/found.h"
#include "parse/front.h"
#include "base/str.h"

enum { LAW_DEPTH = 32 }; /* libyaml is quadratic in it */

/* Rules of the profile: the others refuse only what is no YAML. */
static const char *const law_profile[] = {
	"front-alias",
	"front-anchor",
	"front-bracket",
	"front-character",
	"front-comma",
	"front-comment",
	"front-complex",
	"front-conflict",
	"front-depth",
	"front-directive",
	"front-document",
	"front-duplicate",
	"front-end",
	"front-escape",
	"front-flow",
	"front-key",
	"front-list",
	"front-block",
	"front-merge",
	"front-pair",
	"front-quote",
	"front-root",
	"front-space",
	"front-start",
	"front-tab",
	"front-tag",
	"front-utf8",
};

static bool
law_is_profile(const char *id)
{
	for (size_t i = 0; i < sizeof law_profile / sizeof *law_profile; i++)
		if (strcmp(id, law_profile[i]) == 0)
			return true;
	return false;
}

/* One line an event: what, its span in bytes, its text. */
static void
law_add(struct buf *b, const char *what, size_t off, size_t end, struct str v)
{
	buf_addf(b, "%s %zu %zu %zu ", what, off, end, v.n);
	buf_add(b, v);
	buf_addc(b, '\n');
}

static const char *const law_styles[] = {
	[STYLE_PLAIN] = "plain",
	[STYLE_SINGLE] = "single",
	[STYLE_DOUBLE] = "double",
	[STYLE_LITERAL] = "literal",
	[STYLE_FOLDED] = "folded",
};

static void
law_ours(struct buf *b, const struct node *node, bool root)
{
	bool map = node->kind == NODE_MAP;

	if (node->kind == NODE_SCALAR) {
		bool block =
		    node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
		bool empty = node->off == node->end;
		law_add(b, law_styles[node->style], empty ? 0 : node->off,
		    empty || block ? 0 : node->end, node->value);
		return;
	}
	if (root && node->off == node->end) {
		law_add(b, "plain", 0, 0, STR(""));
		return;
	}
	bool flow = node->style == STYLE_FLOW;
	law_add(b,
	    flow    ? map ? "{" : "[" :
		map ? "map" :
		      "list",
	    node->off, 0, STR(""));
	for (const struct node *e = node->first; e; e = e->next) {
		if (map) {
			/* A key's style shows in its span; its text is ours. */
			law_add(b, "key", e->key_off, e->key_end, e->key);
		}
		law_ours(b, e, false);
	}
	law_add(b, map ? "}" : "]", 0, flow ? node->end : 0, STR(""));
}

/* libyaml counts characters; map[i] is the byte where character i is. */
static size_t *
law_bytes(struct str text)
{
	size_t *map = malloc((text.n + 2) * sizeof *map), n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (((unsigned char)text.s[i] & 0xc0) != 0x80)
			map[n++] = i;
	for (; n < text.n + 2; n++)
		map[n] = text.n;
	return map;
}

struct law_state {
	struct buf *out;
	size_t *bytes, n;
	struct {
		bool map, key;
	} in[LAW_DEPTH + 1];
	int depth;
};

static size_t
law_byte(const struct law_state *s, yaml_mark_t m)
{
	return s->bytes[m.index <= s->n ? m.index : s->n];
}

/* A value was read in a map: next comes a key, and the other way round. */
static bool
law_is_key(struct law_state *s)
{
	if (!s->in[s->depth].map)
		return false;
	s->in[s->depth].key = !s->in[s->depth].key;
	return !s->in[s->depth].key;
}

static void
law_scalar(struct law_state *s, const yaml_event_t *e)
{
	static const char *const styles[] = {
		[YAML_PLAIN_SCALAR_STYLE] = "plain",
		[YAML_SINGLE_QUOTED_SCALAR_STYLE] = "single",
		[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = "double",
		[YAML_LITERAL_SCALAR_STYLE] = "literal",
		[YAML_FOLDED_SCALAR_STYLE] = "folded",
	};
	int style = e->data.scalar.style;
	bool key = law_is_key(s);
	bool block = style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE;
	bool empty = !key && e->start_mark.index == e->end_mark.index;

	if (e->data.scalar.anchor || e->data.scalar.tag)
		buf_addz(s->out, "property\n");
	law_add(s->out, key ? "key" : styles[style],
	    empty ? 0 : law_byte(s, e->start_mark),
	    empty || block ? 0 : law_byte(s, e->end_mark),
	    (struct str){ (const char *)e->data.scalar.value,
		e->data.scalar.length });
}

static bool
law_event(struct law_state *s, const yaml_event_t *e)
{
	bool flow,
	    map = e->type == YAML_MAPPING_START_EVENT ||
	    e->type == YAML_MAPPING_END_EVENT;

	switch (e->type) {
	case YAML_SCALAR_EVENT:
		law_scalar(s, e);
		return true;
	case YAML_ALIAS_EVENT:
		law_is_key(s);
		buf_addz(s->out, "alias\n");
		return true;
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		flow = map ?
		    e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE :
		    e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
		if (law_is_key(s))
			buf_addz(s->out, "complex\n");
		law_add(s->out,
		    flow    ? map ? "{" : "[" :
			map ? "map" :
			      "list",
		    law_byte(s, e->start_mark), 0, STR(""));
		if (++s->depth > LAW_DEPTH)
			return false;
		s->in[s->depth].map = map;
		s->in[s->depth].key = true;
		return true;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		s->depth--;
		/* The end of a block is a token of its own, or none. */
		flow = e->end_mark.index > e->start_mark.index;
		law_add(s->out, map ? "}" : "]", 0,
		    flow ? law_byte(s, e->end_mark) : 0, STR(""));
		return true;
	case YAML_DOCUMENT_START_EVENT:
		if (s->out->n)
			buf_addz(s->out, "document\n");
		return true;
	default:
		return true;
	}
}

/* Does libyaml accept it? Its events, as law_ours has them. *deep: it is
 * deeper than we ask about. */
static bool
law_theirs(struct buf *out, struct str text, bool *deep)
{
	struct law_state s = { .out = out, .n = text.n };
	yaml_parser_t parser;
	yaml_event_t e;
	bool more = true, accepted = true;

	*deep = false;
	s.bytes = law_bytes(text);
	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.s,
	    text.n);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	while (more) {
		if (!yaml_parser_parse(&parser, &e)) {
			accepted = false;
			break;
		}
		if (!law_event(&s, &e)) {
			*deep = true;
			more = false;
		}
		if (e.type == YAML_STREAM_END_EVENT)
			more = false;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&parser);
	free(s.bytes);
	if (accepted && !out->n) /* an empty stream */
		law_add(out, "plain", 0, 0, STR(""));
	return accepted;
}

/* A value's span, read alone, gives the same value. */
static bool
law_again(struct str text, const struct node *node, bool flow)
{
	struct buf b = { 0 };
	struct arena a = { 0 };
	struct findings none = { 0 };
	struct node *root;
	bool same;

	buf_addz(&b, flow ? "{k: " : "k: ");
	buf_add(&b, (struct str){ text.s + node->off, node->end - node->off });
	buf_addz(&b, flow ? " }" : "\n");
	same = front_yaml(&root, buf_str(&b), NULL, &a, &none) &&
	    root->n == 1 && root->first->kind == NODE_SCALAR &&
	    root->first->style == node->style &&
	    root->first->absent == node->absent &&
	    str_eq(root->first->value, node->value);
	arena_release(&a);
	buf_release(&b);
	return same;
}

/* NULL, or what does not hold of a tree within text[off, end). */
static const char *
law_tree(struct str text, const struct node *node, size_t off, size_t end,
    bool flow)
{
	uint32_t n = 0;
	bool scalar = node->kind == NODE_SCALAR;

	if (node->off > node->end || node->off < off || node->end > end)
		return "a span lies outside the one around it";
	if (node->key_off > node->key_end || node->key_off < off)
		return "a key's span is upside down";
	if (node->key_end > node->key_off && node->key_end > node->off)
		return "a key follows its value";
	if (scalar && node->first)
		return "a scalar has entries";
	if (scalar && node->style <= STYLE_DOUBLE && node->end > node->off &&
	    !law_again(text, node, flow))
		return "a span read alone gives another value";
	if (!scalar &&
	    (node->style != STYLE_BLOCK) != (node->style == STYLE_FLOW))
		return "a collection has the style of a scalar";
	flow = flow || node->style == STYLE_FLOW;
	off = node->off;
	for (const struct node *e = node->first; e; e = e->next, n++) {
		const char *wrong = law_tree(text, e, off, node->end, flow);
		if (wrong)
			return wrong;
		off = e->end;
	}
	return n == node->n ? NULL : "the count of entries is wrong";
}

struct law_seen {
	size_t errors;
	/* the first error's id; others may follow from it */
	const char *first;
	struct place at;
};

static void
law_say(const struct finding *f, void *to)
{
	struct law_seen *seen = to;

	if (f->level < ERROR)
		return;
	if (!seen->errors++) {
		seen->first = f->id;
		seen->at = f->at;
	}
}

/* NULL when the law holds of this text, else how it is broken. */
static const char *
law_broken(struct str text)
{
	struct arena a = { 0 };
	struct buf ours = { 0 }, theirs = { 0 };
	struct law_seen seen = { 0 };
	struct findings to = { .say = law_say, .to = &seen };
	struct node *root;
	bool deep, accept, accepts = law_theirs(&theirs, text, &deep);
	const char *wrong = NULL;

	accept = front_yaml(&root, text, NULL, &a, &to);
	if (accept == (seen.errors > 0))
		wrong = accept ? "accepted with an error" :
				 "refused without an error";
	else if (accept && !accepts)
		wrong = "accepted, but it is no YAML";
	else if (accept) {
		law_ours(&ours, root, true);
		if (!str_eq(buf_str(&ours), buf_str(&theirs)))
			wrong = "other events than libyaml's";
		else
			wrong = law_tree(text, root, 0, text.n, false);
	} else if (accepts && !deep && !law_is_profile(seen.first)) {
		wrong = "YAML refused by what is no rule of the profile";
	}
	if (wrong && getenv("LAW_SHOW"))
		fprintf(stderr, "-- text\n%.*s\n-- ours (%s)\n%s-- theirs\n%s",
		    STRF(text), seen.first ? seen.first : "accepted",
		    buf_z(&ours), accepts ? buf_z(&theirs) : "refused\n");
	arena_release(&a);
	buf_release(&ours);
	buf_release(&theirs);
	return wrong;
}

#endif
