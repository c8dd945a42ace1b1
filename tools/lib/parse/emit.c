/* emit: keys and values of front matter, written so that they read back. */
#include "parse/emit.h"

#include <string.h>

#include "base/arena.h"
#include "text/found.h"

/* A map of one key and its value, read without a word; NULL: it is none, or
 * something is said of it. */
static const struct node *
only_entry(struct str yaml, struct arena *a)
{
	struct findings counted = { 0 };
	struct node *root;

	if (!front_yaml(&root, yaml, "", a, &counted))
		return NULL;
	for (int i = 0; i < LEVELS; i++)
		if (counted.count[i])
			return NULL;
	return root->kind == NODE_MAP && root->n == 1 ? root->first : NULL;
}

static const struct node *
in_context(const struct node *e, enum emit_in in)
{
	if (!e || in == EMIT_BLOCK)
		return e;
	return e->kind == NODE_MAP && e->n == 1 ? e->first : NULL;
}

/* Does "key: value", written so, read as these two? */
static bool
reads_as(struct str written_key, struct str key, struct str written,
    struct str value, enum emit_in in)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	const struct node *e;
	bool same;

	buf_addf(&b, in == EMIT_FLOW ? "k: {%.*s: %.*s}\n" : "%.*s: %.*s\n",
	    STRF(written_key), STRF(written));
	e = in_context(only_entry(buf_str(&b), &a), in);
	same = e && e->kind == NODE_SCALAR && !e->absent &&
	    str_eq(e->key, key) && str_eq(e->value, value);
	buf_release(&b);
	arena_release(&a);
	return same;
}

static void
add_double(struct buf *b, struct str v)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == '\n')
			buf_addz(b, "\\n");
		else if (v.s[i] == '\r')
			buf_addz(b, "\\r");
		else if (v.s[i] == '\t')
			buf_addz(b, "\\t");
		else if (v.s[i] == '"' || v.s[i] == '\\')
			buf_addf(b, "\\%c", v.s[i]);
		else
			buf_addc(b, v.s[i]);
	}
	buf_addc(b, '"');
}

static void
add_single(struct buf *b, struct str v)
{
	buf_addc(b, '\'');
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == '\'')
			buf_addc(b, '\'');
		buf_addc(b, v.s[i]);
	}
	buf_addc(b, '\'');
}

static bool
is_one_line(struct str v)
{
	return str_find(v, '\n') == v.n && str_find(v, '\r') == v.n;
}

void
emit_scalar(struct buf *to, struct str value, enum node_style like,
    enum emit_in in)
{
	struct buf b = { 0 };

	if (like == STYLE_SINGLE)
		add_single(&b, value);
	else if (like != STYLE_DOUBLE)
		buf_add(&b, value);
	if (!b.n || !is_one_line(value) ||
	    !reads_as(STR("k"), STR("k"), buf_str(&b), value, in)) {
		buf_clear(&b);
		add_double(&b, value);
	}
	buf_add(to, buf_str(&b));
	buf_release(&b);
}

void
emit_key(struct buf *to, struct str key, enum emit_in in)
{
	if (is_one_line(key) && reads_as(key, key, STR("v"), STR("v"), in))
		buf_add(to, key);
	else
		add_double(to, key);
}

static void
add_lines(struct buf *b, struct str value, size_t indent, struct str eol)
{
	struct str line, rest = value;

	if (str_ends(rest, STR("\n")))
		rest.n--;
	while (str_split(&rest, '\n', &line)) {
		if (line.n)
			buf_fill(b, ' ', indent);
		buf_add(b, line);
		buf_add(b, eol);
	}
}

bool
emit_literal(struct buf *sign, struct buf *lines, struct str value,
    size_t indent, struct str eol)
{
	struct buf b = { 0 };
	const char *chomp = !str_ends(value, STR("\n")) ? "-" :
	    str_ends(value, STR("\n\n"))                ? "+" :
							  "";
	bool good = value.n && !strchr("\n\r\t ", *value.s);

	if (good) {
		buf_addf(&b, "|%s\n", chomp);
		add_lines(&b, value, 2, STR("\n"));
		b.n--; /* reads_as ends the last line */
		good = reads_as(STR("k"), STR("k"), buf_str(&b), value,
		    EMIT_BLOCK);
	}
	buf_release(&b);
	if (!good)
		return false;
	buf_addf(sign, "|%s", chomp);
	add_lines(lines, value, indent, eol);
	return true;
}
