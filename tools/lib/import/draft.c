/* draft: a record that is put together value by value. */
#include "import/draft.h"

#include "parse/emit.h"
#include "text/text.h"

bool
draft_same_path(const struct path *a, const struct path *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i] != b->at[i])
			return false;
	return true;
}

struct draft_value *
draft_get(const struct draft *d, const struct path *p, size_t entry)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->all[i].entry == entry &&
		    draft_same_path(d->all[i].path, p))
			return &d->all[i];
	return NULL;
}

void
draft_set(struct draft *d, const struct path *p, size_t entry, struct str text,
    size_t column)
{
	struct draft_value *v = draft_get(d, p, entry), *more;

	if (!v && d->n == d->cap) {
		d->cap = d->cap ? 2 * d->cap : 32;
		more = ARENA_ARRAY(d->arena, struct draft_value, d->cap);
		for (size_t i = 0; i < d->n; i++)
			more[i] = d->all[i];
		d->all = more;
	}
	if (!v)
		v = &d->all[d->n++];
	*v = (struct draft_value){ p, entry, text, column };
}

void
draft_remove(struct draft *d, struct draft_value *v)
{
	size_t i = (size_t)(v - d->all);

	for (d->n--; i < d->n; i++)
		d->all[i] = d->all[i + 1];
}

/* Writing. */

struct writing {
	const struct draft *d;
	bool label;
	struct buf *b;
};

enum { WIDTH = 80, ENTRIES = 100 };

static struct str
key_of(const struct writing *w, const struct field *f)
{
	const char *label = lang_label(&f->name.label, LANG_VI);

	return w->label && label ? str_of(label) : f->name.name;
}

/* Is a value below the field, in that entry (of whichever: ENTRIES)? */
static bool
is_below(const struct draft_value *v, const struct field *f, size_t depth,
    size_t entry)
{
	return depth < v->path->n && v->path->at[depth] == f &&
	    (entry == ENTRIES || v->entry == entry);
}

static const struct draft_value *
below(const struct draft *d, const struct field *f, size_t depth, size_t entry)
{
	for (size_t i = 0; i < d->n; i++)
		if (is_below(&d->all[i], f, depth, entry))
			return &d->all[i];
	return NULL;
}

/* {a: 1, b: 2}: false where a field in it has parts. */
static bool
add_flow(const struct writing *w, const struct fields *in, size_t depth,
    size_t entry, struct buf *b)
{
	bool first = true;

	buf_addc(b, '{');
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];
		const struct draft_value *v = below(w->d, f, depth, entry);

		if (!v)
			continue;
		if (v->path->n != depth + 1)
			return false;
		if (!first)
			buf_addz(b, ", ");
		first = false;
		emit_key(b, key_of(w, f), EMIT_FLOW);
		buf_addz(b, ": ");
		emit_scalar(b, v->text, STYLE_PLAIN, EMIT_FLOW);
	}
	buf_addc(b, '}');
	return true;
}

static void write_fields(const struct writing *, const struct fields *,
    size_t depth, size_t entry, size_t indent, bool dash);

/* A map behind its key or its dash: in one line where it has room. */
static void
write_map(const struct writing *w, const struct fields *in, size_t depth,
    size_t entry, size_t indent, size_t used, bool dash)
{
	struct buf flow = { 0 };

	if (add_flow(w, in, depth, entry, &flow) &&
	    used + text_width(buf_str(&flow)) <= WIDTH) {
		buf_add(w->b, buf_str(&flow));
		buf_addc(w->b, '\n');
	} else {
		if (!dash)
			buf_addc(w->b, '\n');
		write_fields(w, in, depth, entry, indent, dash);
	}
	buf_release(&flow);
}

static void
write_list(const struct writing *w, const struct field *f, size_t depth,
    size_t indent)
{
	buf_addc(w->b, '\n');
	for (size_t e = 0; e < ENTRIES; e++) {
		if (!below(w->d, f, depth, e))
			continue;
		buf_fill(w->b, ' ', indent);
		buf_addz(w->b, "- ");
		write_map(w, &f->fields, depth + 1, e, indent + 2, indent + 2,
		    true);
	}
}

/* dash: the first key stands behind one already. */
static void
write_fields(const struct writing *w, const struct fields *in, size_t depth,
    size_t entry, size_t indent, bool dash)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];
		const struct draft_value *v = below(w->d, f, depth, entry);
		size_t begin;

		if (!v)
			continue;
		begin = w->b->n;
		if (!dash)
			buf_fill(w->b, ' ', indent);
		dash = false;
		emit_key(w->b, key_of(w, f), EMIT_BLOCK);
		buf_addc(w->b, ':');
		if (v->path->n == depth + 1) {
			buf_addc(w->b, ' ');
			emit_scalar(w->b, v->text, STYLE_PLAIN, EMIT_BLOCK);
			buf_addc(w->b, '\n');
		} else if (f->kind == KIND_LIST) {
			write_list(w, f, depth, indent + 2);
		} else {
			size_t used = w->b->n - begin + 1;
			size_t at = w->b->n;

			buf_addc(w->b, ' ');
			write_map(w, &f->fields, depth + 1, entry, indent + 2,
			    used, false);
			if (w->b->s[at + 1] == '\n') { /* no blank before it */
				for (size_t k = at; k + 1 < w->b->n; k++)
					w->b->s[k] = w->b->s[k + 1];
				buf_cut(w->b, w->b->n - 1);
			}
		}
	}
}

void
draft_write(const struct draft *d, bool label, struct buf *b)
{
	struct writing w = { d, label, b };

	buf_addz(b, "---\n");
	write_fields(&w, &d->type->fields, 0, ENTRIES, 0, false);
	buf_addz(b, "---\n");
}
