/* lookup: records by what people call them. */
#include "record/lookup.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/record_reader.h"
#include "text/name.h"
#include "text/text.h"

struct looking {
	struct source *source;
	struct arena *arena;
	struct lookup *all;
	size_t n, cap;
};

static struct entry *
list(struct source *s, const struct type *t, struct arena *a, size_t *n)
{
	struct globs which = { t->files, t->except, t->n_files, t->n_except };
	struct findings silent = { 0 };
	struct entry *all;

	source_files(s, &which, a, &all, n, &silent);
	return all;
}

/* Where a file is called as the id says, only one of that name can be it. */
static size_t
keep_named(struct entry *all, size_t n, struct str id)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (str_eq(str_stem(str_base(str_of(all[i].path)), STR(".md")),
			str_base(id)))
			all[kept++] = all[i];
	return kept;
}

static void
add(struct looking *l, const struct record *r, struct str unit)
{
	*MEM_PUSH(l->all, l->n, l->cap) =
	    (struct lookup){ r->type, arena_z(l->arena, str_of(r->path)),
		    arena_keep(l->arena, r->id), arena_keep(l->arena, unit) };
}

static struct lookup *
take(struct looking *l, size_t *n)
{
	*n = l->n;
	return arena_take_array(l->arena, l->all, l->n, sizeof *l->all);
}

struct lookup *
lookup_id(struct source *s, const struct schema *schema, const struct type *of,
    struct str id, struct arena *arena, size_t *n)
{
	struct looking l = { .source = s, .arena = arena };

	for (size_t i = 0; i < schema->n_types; i++) {
		const struct type *t = &schema->types[i];
		struct arena files = { 0 };
		struct record_reader *reader;
		struct read_record *r;
		struct entry *all;
		size_t n_all;

		if (of && of != t)
			continue;
		all = list(s, t, &files, &n_all);
		if (t->basename_id || t->id == FIELD_NONE)
			n_all = keep_named(all, n_all,
			    t->basename_id ? id : str_stem(id, STR(".md")));
		reader = record_reader_new(s, t, 0, false, all, n_all);
		while ((r = record_reader_next(reader)))
			if (str_eq(r->record.id, id))
				add(&l, &r->record, STR(""));
		record_reader_free(reader);
		arena_release(&files);
	}
	return take(&l, n);
}

/* Units. */

static const struct value *
first_ref(const struct fields *in, const struct value *values)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->all[i].kind == KIND_REF && values[i].node &&
		    !values[i].bad)
			return &values[i];
	return NULL;
}

static struct str
unit_of(const struct record *r, int today)
{
	const struct fields *in = &r->type->fields;
	const struct value *ref;

	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];
		const struct value *v = &r->values[i], *last = NULL;

		if (f->kind != KIND_LIST || f->of || f->span == FIELD_NONE)
			continue;
		for (uint32_t k = 0; k < v->n; k++) {
			const struct value *day =
			    record_part(&v->parts[k], &f->fields.all[f->span]);

			if (day && !day->bad && day->date.lo <= today)
				last = &v->parts[k];
		}
		ref = last ? first_ref(&f->fields, last->parts) : NULL;
		if (ref)
			return ref->text;
	}
	ref = first_ref(in, r->values);
	return ref ? ref->text : STR("");
}

/* Names. */

static bool
ends_in(struct str name, struct str words)
{
	return str_ends(name, words) &&
	    (name.n == words.n || name.s[name.n - words.n - 1] == ' ');
}

/* Takes the last word off. */
static struct str
last_word(struct str *rest)
{
	struct str word = str_trim(*rest);
	size_t n = word.n;

	while (n && word.s[n - 1] != ' ')
		n--;
	*rest = str_first(word, n);
	return str_from(word, n);
}

/* Who types marks means them: only those that were left out are any. */
static bool
is_word_but_for_marks(struct str typed, struct str word)
{
	struct buf a = { 0 }, b = { 0 };
	bool is;

	text_add_spelling(&a, typed);
	text_add_spelling(&b, word);
	is = str_eq(buf_str(&a), buf_str(&b));
	buf_clear(&a);
	buf_clear(&b);
	text_add_lower(&a, typed);
	text_add_lower(&b, word);
	is = is || name_is_restored(buf_str(&a), buf_str(&b));
	buf_release(&a);
	buf_release(&b);
	return is;
}

static bool
ends_but_for_marks(struct str name, struct str typed)
{
	bool is = true;

	while (is && str_trim(typed).n)
		is = is_word_but_for_marks(last_word(&typed), last_word(&name));
	return is;
}

/* How well a name is that which was typed: the best ones count alone. */
enum fit { FITS_WHOLE, FITS_FOLDED, FITS_END, FITS };

static enum fit
how_it_fits(struct str name, struct str typed, struct str folded)
{
	struct buf a = { 0 }, b = { 0 };
	enum fit fit = FITS;

	text_add_spelling(&a, name);
	text_add_spelling(&b, typed);
	if (str_eq(buf_str(&a), buf_str(&b)))
		fit = FITS_WHOLE;
	buf_clear(&a);
	text_add_fold(&a, name);
	if (fit == FITS && str_eq(buf_str(&a), folded))
		fit = FITS_FOLDED;
	else if (fit == FITS && ends_in(buf_str(&a), folded))
		fit = FITS_END;
	if (fit != FITS_WHOLE && fit != FITS &&
	    !ends_but_for_marks(name, typed))
		fit = FITS;
	buf_release(&a);
	buf_release(&b);
	return fit;
}

static int
by_id(const void *a, const void *b)
{
	return str_cmp(((const struct lookup *)a)->id,
	    ((const struct lookup *)b)->id);
}

struct lookup *
lookup_name(struct source *s, const struct type *t, struct str name, int today,
    struct arena *arena, size_t *n)
{
	struct looking by[FITS] = { { .arena = arena }, { .arena = arena },
		{ .arena = arena } };
	enum fit best = 0;
	const struct field *f = type_called(t);
	struct buf key = { 0 };
	struct arena files = { 0 };
	struct record_reader *reader;
	struct read_record *r;
	struct entry *all;
	size_t n_all;

	text_add_fold(&key, str_trim(name));
	all = list(s, t, &files, &n_all);
	reader = record_reader_new(s, t, 0, false, all,
	    f && buf_str(&key).n ? n_all : 0);
	while ((r = record_reader_next(reader))) {
		enum fit fit;
		const struct value *v =
		    r->parsed ? &r->record.values[f->index] : NULL;

		if (!v || !v->node || v->bad || !r->record.id.n)
			continue;
		fit = how_it_fits(v->text, name, buf_str(&key));
		if (fit < FITS)
			add(&by[fit], &r->record, unit_of(&r->record, today));
	}
	record_reader_free(reader);
	arena_release(&files);
	buf_release(&key);
	while (best < FITS - 1 && !by[best].n)
		best++;
	for (int i = 0; i < FITS; i++)
		if (i != (int)best)
			free(by[i].all);
	if (by[best].n)
		qsort(by[best].all, by[best].n, sizeof *by[best].all, by_id);
	return take(&by[best], n);
}

bool
lookup_is_called(struct source *s, const struct schema *schema,
    const struct type *t, struct str id, struct str name)
{
	const struct field *f = type_called(t);
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct buf bytes = { 0 }, key = { 0 };
	struct record r;
	bool is = false;
	size_t n;
	struct lookup *all = lookup_id(s, schema, t, id, &a, &n);

	text_add_fold(&key, str_trim(name));
	if (f && n == 1 && source_read(s, all->path, &bytes, &silent) &&
	    record_read(&r, t, all->path, buf_str(&bytes), &a, &silent) &&
	    r.values[f->index].node)
		is = how_it_fits(r.values[f->index].text, name, buf_str(&key)) <
		    FITS;
	buf_release(&bytes);
	buf_release(&key);
	arena_release(&a);
	return is;
}

struct str
lookup_near(struct source *s, const struct type *t, struct str id,
    struct arena *arena)
{
	struct arena files = { 0 };
	struct record_reader *reader;
	struct read_record *r;
	struct str best = { 0 };
	struct entry *all;
	size_t n;

	all = list(s, t, &files, &n);
	reader = record_reader_new(s, t, 0, false, all, n);
	while ((r = record_reader_next(reader)))
		if (r->record.id.n && name_id_nearer(id, r->record.id, best))
			best = arena_keep(arena, r->record.id);
	record_reader_free(reader);
	arena_release(&files);
	return best;
}
