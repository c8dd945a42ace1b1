/* references: what records owe each other. */
#include "record/references.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "record/voice.h"
#include "text/locator.h"
#include "base/mem.h"
#include "text/name.h"
#include "git/source.h"
#include "text/text.h"

/* Only in types with no more records something near is looked for; and so many
 * records of one name are shown. */
enum { SEARCHED_MOST = 20000, CALLED_SHOWN = 10 };

/* References to an id that was not seen when they were read. */
struct want {
	const char *path;
	const struct field *field;
	uint32_t off;
	struct want *next;
};

struct wanted {
	struct str id;
	struct want *first;
	bool searched;   /* for an id that is near */
	struct str near; /* empty: none is */
};

/* A reference that leads nowhere. */
struct lost {
	const struct type *to;
	struct wanted *wanted;
	const struct want *want;
};

/* The file that places are in. Few are asked, so it is read again. */
struct reopened {
	const char *path; /* NULL: none yet */
	struct buf bytes;
	struct arena arena;
	struct locator places;
	struct voice voice;
};

void
references_start(struct references *r, const struct schema *s,
    struct source *source)
{
	*r = (struct references){ .schema = s, .source = source };
	r->types = mem_alloc(s->n_types * sizeof *r->types);
}

/* Ids that differ only in case are one id to a file system or a reader. Most
 * are small letters and digits, and are their own folded form. */
static bool
is_folded(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if ((unsigned char)id.s[i] >= 0x80 ||
		    (id.s[i] >= 'A' && id.s[i] <= 'Z'))
			return false;
	return true;
}

static struct str
folded(struct str id, struct buf *b)
{
	if (is_folded(id))
		return id;
	buf_clear(b);
	text_add_lower(b, id);
	return buf_str(b);
}

static struct reference *
chain_of(const struct references *r, const struct type *t, struct str id)
{
	struct buf b = { 0 };
	struct reference *first =
	    map_get(&r->types[t->index].ids, folded(id, &b));

	buf_release(&b);
	return first;
}

const struct reference *
references_find(const struct references *r, const struct type *t, struct str id)
{
	const struct reference *one = chain_of(r, t, id);

	while (one && !str_eq(one->id, id))
		one = one->next;
	return one;
}

/* How a record speaks that is not at hand any more. */
static struct voice
voice_in(const struct references *r, struct reopened *file)
{
	const struct type *two,
	    *t = schema_type_of(r->schema, file->path, &two);
	struct findings silent = { 0 };
	struct front f;

	if (!t || !file->bytes.n ||
	    !front_read(&f, buf_str(&file->bytes), file->path, &file->arena,
		&silent))
		return (struct voice){ 0 };
	return voice_of(&t->fields, f.root, false);
}

static struct place
place_in(const struct references *r, struct reopened *file, const char *path,
    size_t off)
{
	struct findings silent = { 0 };

	if (!file->path || strcmp(file->path, path) != 0) {
		buf_clear(&file->bytes);
		arena_reset(&file->arena);
		file->path = path;
		source_read(r->source, path, &file->bytes, &silent);
		file->places = (struct locator){ .arena = &file->arena,
			.text = buf_str(&file->bytes) };
		file->voice = voice_in(r, file);
	}
	return file->bytes.n ? locator_place(&file->places, path, off) :
			       place_file(path);
}

static void
reopened_release(struct reopened *file)
{
	buf_release(&file->bytes);
	arena_release(&file->arena);
}

/* The id of a record as it is kept: most are the end of its file's name. */
static struct str
kept_id(struct references *r, const struct ties *ties, const char *path)
{
	struct str id = ties->id, name = str_of(path);

	if (ties->type->id == FIELD_NONE)
		return name;
	if (str_ends(name, STR(".md")))
		name.n -= sizeof ".md" - 1;
	return str_ends(name, id) ? str_from(name, name.n - id.n) :
				    arena_keep(&r->arena, id);
}

static void
note_id(struct references *r, const struct ties *ties, const char *path)
{
	struct map *ids = &r->types[ties->type->index].ids;
	struct reference *one;
	struct str key;
	void **slot;

	if (!ties->id.n)
		return;
	one = ARENA_NEW(&r->arena, struct reference);
	one->path = path;
	one->id = kept_id(r, ties, path);
	one->off = ties->id_off;
	key = folded(one->id, &r->key);
	slot = key.s == one->id.s ? map_put(ids, key) :
				    map_put_kept(ids, key, &r->arena);
	if (*slot) {
		one->next = ((struct reference *)*slot)->next;
		((struct reference *)*slot)->next = one;
	} else {
		*slot = one;
	}
}

/* NULL: there is no type of that name. */
static const struct type *
refers_to(struct references *r, const struct type *t, const struct field *f)
{
	struct references_of *of = &r->types[t->index];

	if (!of->refers)
		of->refers =
		    ARENA_ARRAY(&r->arena, const struct type *, t->n_numbered);
	if (!of->refers[f->number])
		of->refers[f->number] = schema_type(r->schema, f->to);
	return of->refers[f->number];
}

/* Where an id is kept that was found of late. */
static size_t
recent_place(struct str id)
{
	size_t at = id.n ? (unsigned char)id.s[id.n - 1] * 7u +
		(unsigned char)id.s[id.n / 2] + id.n :
			   0;

	return at % REFERENCES_RECENT;
}

static bool
is_there(struct references *r, const struct type *t, struct str id, size_t at)
{
	const struct reference **recent = &r->types[t->index].recent[at];

	if (!*recent || !str_eq((*recent)->id, id)) {
		const struct reference *one = references_find(r, t, id);

		if (!one)
			return false;
		*recent = one;
	}
	return true;
}

/* NULL: it is there. One that is wanted may have come since: references_end
 * asks again. */
static struct wanted *
wanted_of(struct references *r, const struct type *t, struct str id)
{
	struct references_of *of = &r->types[t->index];
	size_t at = recent_place(id);
	struct wanted *w = of->recent_wanted[at];

	if (w && str_eq(w->id, id))
		return w;
	if (is_there(r, t, id, at))
		return NULL;
	w = map_get(&of->wanted, id);
	if (!w) {
		w = ARENA_NEW(&r->arena, struct wanted);
		w->id = arena_keep(&r->arena, id);
		*map_put(&of->wanted, w->id) = w;
	}
	return of->recent_wanted[at] = w;
}

static void
note_ref(struct references *r, const struct type *from, const struct tie *tie,
    const char *path)
{
	const struct type *to = refers_to(r, from, tie->field);
	struct wanted *w;
	struct want *one;

	w = to ? wanted_of(r, to, tie->text) : NULL;
	if (!w)
		return;
	one = ARENA_NEW(&r->arena, struct want);
	*one = (struct want){ path, tie->field, tie->off, w->first };
	w->first = one;
}

static void
note_unique(struct references *r, const struct ties *ties,
    const struct tie *tie, const char *path, struct findings *to)
{
	struct buf *key = &r->key;
	void **slot;

	buf_clear(key);
	buf_add(key, ties->type->name.name);
	buf_addc(key, '.');
	buf_add(key, tie->field->dotted);
	buf_addc(key, '=');
	buf_add(key, tie->text);
	slot = map_put_kept(&r->unique, buf_str(key), &r->arena);
	if (*slot)
		found(to, FIND_UNIQUE, ties_place(ties, tie, path),
		    _("'%s' must be unique, but %s has the same"),
		    name_shown(&tie->field->name, lang_now()),
		    (const char *)*slot);
	else
		*slot = (void *)path;
}

/* One person twice. */

/* What a type tells a person by, of one record. */
struct trait {
	struct str text; /* as it is compared; not of a date */
	bool plain;      /* it has no marks: they may have been left out */
	struct date day; /* of a date */
};

/* A record by its person. */
struct someone {
	const char *path;
	struct someone *next; /* of those that are like it */
	struct trait traits[];
};

/* So many of one name and year are looked at; there are no more. */
enum { LIKE_MOST = 200 };

/* All that may be one person have one key: names without marks, the year of
 * days. Good until the next key. */
static struct str
someone_key(struct references *r, const struct type *t,
    const struct tie_person *p)
{
	struct buf *key = &r->key;

	buf_clear(key);
	buf_add(key, t->name.name);
	for (size_t i = 0; i < t->n_same; i++) {
		buf_addc(key, '\n');
		if (t->same[i]->kind == KIND_DATE)
			buf_add(key, str_first(p->text[i], 4));
		else
			buf_add(key, p->plain[i]);
	}
	return buf_str(key);
}

/* What outlives the ties. */
static struct someone *
someone_new(struct references *r, const struct type *t,
    const struct tie_person *p, const char *path)
{
	struct someone *one =
	    arena_new(&r->arena, sizeof *one + t->n_same * sizeof *one->traits);

	one->path = path;
	for (size_t i = 0; i < t->n_same; i++) {
		struct trait *trait = &one->traits[i];

		trait->day = p->day[i];
		if (t->same[i]->kind == KIND_DATE)
			continue;
		trait->text = arena_keep(&r->arena, p->text[i]);
		trait->plain = str_eq(p->text[i], p->plain[i]);
	}
	return one;
}

/* 1: the same in all; 0: they may be one; -1: they are two. */
static int
compare_people(const struct type *t, const struct someone *one,
    const struct someone *other)
{
	int same = 1;

	for (size_t i = 0; i < t->n_same; i++) {
		const struct trait *a = &one->traits[i];
		const struct trait *b = &other->traits[i];

		if (str_eq(a->text, b->text) && a->day.lo == b->day.lo &&
		    a->day.hi == b->day.hi)
			continue;
		same = 0;
		if (t->same[i]->kind == KIND_DATE ?
			a->day.lo > b->day.hi || b->day.lo > a->day.hi :
			!a->plain && !b->plain)
			return -1;
	}
	return same;
}

static void
say_same(struct references *r, const struct ties *ties, const char *path,
    const struct someone *other, bool whole, struct findings *to)
{
	const struct type *t = ties->type;
	struct buf names = { 0 };

	for (size_t i = 0; i < t->n_same; i++)
		buf_addf(&names, "%s%s", i ? ", " : "",
		    field_shown(t->same[i], &r->arena));
	found(to, FIND_SAME_PERSON,
	    ties_place(ties, &ties->person->first, path),
	    whole ? _("%s has the same %s; if both are one person, keep one of "
		      "the records; if not, accept '%s' here with the "
		      "reason") :
		    _("%s may be of the same person, by %s, of which one lacks "
		      "marks, or the day or month; if both are one person, "
		      "keep one of the records; if not, accept '%s' here with "
		      "the reason"),
	    other->path, buf_z(&names), finding_row(FIND_SAME_PERSON)->id);
	buf_release(&names);
}

/* Is someone who may be the same there already? */
static void
note_same(struct references *r, const struct ties *ties, const char *path,
    struct findings *to)
{
	const struct type *t = ties->type;
	struct someone *p, *like = NULL;
	int same = -1, n = 0;
	void **slot;

	if (!ties->person)
		return;
	p = someone_new(r, t, ties->person, path);
	slot =
	    map_put_kept(&r->same, someone_key(r, t, ties->person), &r->arena);
	for (struct someone *o = *slot; o && n < LIKE_MOST; o = o->next, n++) {
		int is = compare_people(t, p, o);

		if (is > same || (is == same && is >= 0)) {
			same = is;
			like =
			    o; /* the first of them, which is the last here */
		}
	}
	if (like)
		say_same(r, ties, path, like, same, to);
	p->next = *slot;
	*slot = p;
}

/* From one record upward. */
struct link {
	const char *path;
	const struct field *field;
	struct str from, to;
	uint32_t off;
	size_t walked; /* in which walk it was met first */
};

static struct str
link_key(struct arena *a, const struct field *f, struct str id)
{
	return str_of(arena_f(a, "%p\n%.*s", (const void *)f, STRF(id)));
}

static void
note_link(struct references *r, const struct ties *ties, const struct tie *tie,
    const char *path)
{
	struct link *l = ARENA_NEW(&r->arena, struct link);

	*l = (struct link){ path, tie->field, arena_keep(&r->arena, ties->id),
		arena_keep(&r->arena, tie->text), tie->off, 0 };
	*map_put(&r->links, link_key(&r->arena, tie->field, l->from)) = l;
}

void
references_record(struct references *r, const struct ties *ties,
    const char *path, struct findings *to)
{
	note_id(r, ties, path);
	for (size_t i = 0; i < ties->n; i++) {
		const struct tie *tie = &ties->all[i];

		if (tie->field->kind == KIND_REF)
			note_ref(r, ties->type, tie, path);
		if (tie->field->unique)
			note_unique(r, ties, tie, path, to);
		if (tie->field->no_circle && ties->id.n)
			note_link(r, ties, tie, path);
	}
	note_same(r, ties, path, to);
}

void
references_unread(struct references *r, const struct type *t, struct str id,
    const char *path)
{
	struct str name = str_stem(str_of(path), STR(".md"));

	if (id.n)
		*map_put(&r->types[t->index].unread,
		    arena_keep(&r->arena, id)) = r;
	if (!id.n || t->basename_id)
		*map_put(&r->types[t->index].names,
		    arena_keep(&r->arena, name)) = r;
	if (!id.n && !t->basename_id)
		r->types[t->index].lost = true;
}

void
references_missed(struct references *r, const struct type *t)
{
	r->types[t->index].lost = true;
}

static bool
is_unread(const struct references *r, const struct type *t, struct str id)
{
	return map_get(&r->types[t->index].unread, id) ||
	    map_get(&r->types[t->index].names, str_base(id));
}

static void
say_twice(const struct reference *one, const struct reference *other,
    struct place at, struct findings *to)
{
	if (str_eq(one->id, other->id))
		found(to, FIND_ID_TWICE, at,
		    _("id '%.*s' is also that of %s; 'knnew --renumber "
		      "%.*s' gives the one that was not pushed yet another"),
		    STRF(one->id), other->path, STRF(one->id));
	else
		found(to, FIND_ID_TWICE, at,
		    _("id '%.*s' differs only in capitals from '%.*s' in %s"),
		    STRF(one->id), STRF(other->id), other->path);
}

/* Every one of a chain gets its finding, naming another one of it. */
static void
end_ids(struct references *r, const struct map *ids, struct findings *to)
{
	struct reopened file = { 0 };

	for (size_t i = 0; i < ids->n; i++) {
		const struct reference *first = ids->pairs[i].value;

		if (!first->next)
			continue;
		for (const struct reference *one = first; one; one = one->next)
			say_twice(one, one == first ? first->next : first,
			    place_in(r, &file, one->path, one->off), to);
	}
	reopened_release(&file);
}

/* The nearest id of a type to one in its folded form; empty: none is near. A
 * courtesy, for small types and for the first of many wrong references. */
static struct str
nearest(const struct references *r, const struct type *t, struct str id)
{
	const struct map *ids = &r->types[t->index].ids;
	const struct mapped *best = NULL;

	for (size_t i = 0; ids->n <= SEARCHED_MOST && i < ids->n; i++) {
		const struct mapped *one = &ids->pairs[i];

		if (name_id_nearer(id, one->key, best ? best->key : STR("")))
			best = one;
	}
	return best ? ((struct reference *)best->value)->id : STR("");
}

/* Who is called what. */

/* A record by its name. */
struct called {
	struct str id;
	struct called *next; /* of the same name */
};

/* Reads what the records of a type are called; private names only where
 * messages may show them. */
static void
read_called(struct references *r, const struct type *t)
{
	const struct field *f = type_called(t);
	const struct map *ids = &r->types[t->index].ids;
	struct findings silent = { 0 };

	if (r->types[t->index].called_read || !f || ids->n > SEARCHED_MOST ||
	    (field_private(f) && !t->open))
		return;
	r->types[t->index].called_read = true;
	for (size_t i = 0; i < ids->n; i++) {
		const struct reference *one = ids->pairs[i].value;
		struct buf bytes = { 0 }, key = { 0 };
		struct arena a = { 0 };
		struct record rec;
		const struct value *v = NULL;

		if (source_read(r->source, one->path, &bytes, &silent) &&
		    record_read(&rec, t, one->path, buf_str(&bytes), &a,
			&silent))
			v = &rec.values[f->index];
		if (v && v->node && !v->bad) {
			struct called *c = ARENA_NEW(&r->arena, struct called);
			void **slot;

			text_add_fold(&key, v->text);
			slot = map_put(&r->types[t->index].called,
			    arena_keep(&r->arena, buf_str(&key)));
			*c = (struct called){ one->id, *slot };
			*slot = c;
		}
		buf_release(&key);
		buf_release(&bytes);
		arena_release(&a);
	}
}

/* Does a name end in these words? */
static bool
ends_in(struct str name, struct str words)
{
	return str_ends(name, words) &&
	    (name.n == words.n || name.s[name.n - words.n - 1] == ' ');
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The ids of those that a name is the name of, or else the end of it, sorted.
 * How many there are. */
static size_t
called(struct references *r, const struct type *t, struct str name,
    struct buf *ids)
{
	const struct map *all = &r->types[t->index].called;
	struct buf key = { 0 };
	struct str *list = NULL;
	size_t n = 0, cap = 0;
	const struct called *c, *whole;

	read_called(r, t);
	text_add_fold(&key, str_trim(name));
	whole = map_get(all, buf_str(&key));
	for (c = whole; c; c = c->next)
		*MEM_PUSH(list, n, cap) = c->id;
	for (size_t i = whole ? all->n : 0; i < all->n; i++)
		if (ends_in(all->pairs[i].key, buf_str(&key)))
			for (c = all->pairs[i].value; c; c = c->next)
				*MEM_PUSH(list, n, cap) = c->id;
	if (n)
		qsort(list, n, sizeof *list, by_text);
	for (size_t i = 0; i < n && i < CALLED_SHOWN; i++)
		buf_addf(ids, "%s%.*s", i ? ", " : "", STRF(list[i]));
	if (n > CALLED_SHOWN)
		buf_addz(ids, ", …");
	free(list);
	buf_release(&key);
	return n;
}

/* Of a type with records that nobody knows by their id. */
static void
say_unsure(const struct type *t, struct str id, bool quiet, struct place at,
    struct findings *to)
{
	found(to, FIND_REF_UNSURE, at,
	    quiet ? _("not every record of '%.*s' could be read, so it is not "
		      "known whether this one is there") :
		    _("not every record of '%.*s' could be read, so it is not "
		      "known whether '%.*s' is there"),
	    STRF(t->name.name), STRF(id));
}

static bool
has_blank(struct str v)
{
	return str_find(v, ' ') < v.n;
}

/* What is not to be shown: a private value, or what may be the name of somebody
 * whose name is. */
static bool
is_quiet(const struct lost *l)
{
	const struct field *name = type_called(l->to);

	return !l->to->open &&
	    (field_private(l->want->field) ||
		(has_blank(l->wanted->id) && name && field_private(name)));
}

/* The id that was typed with blanks, capitals or marks. */
static void
add_as_id(struct buf *b, struct str v)
{
	text_add_fold(b, v);
	for (size_t i = 0; i < b->n; i++)
		if (b->s[i] == ' ')
			b->s[i] = '-';
}

static void
say_lost(struct references *r, const struct lost *l, struct place at,
    struct voice voice, struct findings *to)
{
	enum { SEARCHED = 100 };
	struct wanted *w = l->wanted;
	const struct type *t = l->to;
	const char *type = name_shown(&t->name, lang_now());
	const char *f = voice_shown(voice, l->want->field, &r->arena);
	bool quiet = is_quiet(l);
	struct buf b = { 0 }, ids = { 0 };
	size_t n;

	n = quiet ? 0 : called(r, t, w->id, &ids);
	if (!quiet && !n && !w->searched) {
		w->searched = true;
		if (r->searched++ < SEARCHED) {
			add_as_id(&b, w->id);
			w->near = nearest(r, t, buf_str(&b));
		}
	}
	if (n == 1)
		found(to, FIND_REF, at,
		    _("%s takes an id; '%.*s' is the name of %s: write %s"), f,
		    STRF(w->id), buf_z(&ids), buf_z(&ids));
	else if (n)
		found(to, FIND_REF, at,
		    _("%s takes an id; '%.*s' is the name of %zu records: "
		      "write one of %s"),
		    f, STRF(w->id), n, buf_z(&ids));
	else if (r->types[t->index].lost && !has_blank(w->id))
		say_unsure(t, w->id, quiet, at, to);
	else if (quiet)
		found(to, FIND_REF, at,
		    has_blank(w->id) ?
			_("%s must be the id of a record of '%s', not a "
			  "name") :
			_("%s refers to no record of '%s'"),
		    f, type);
	else
		found_near(to, FIND_REF, at, w->near,
		    _("there is no '%.*s' among '%s'"), STRF(w->id), type);
	buf_release(&b);
	buf_release(&ids);
}

static int
by_place(const void *va, const void *vb)
{
	const struct want *a = ((const struct lost *)va)->want;
	const struct want *b = ((const struct lost *)vb)->want;
	int c = a->path == b->path ? 0 : strcmp(a->path, b->path);

	return c ? c : (a->off > b->off) - (a->off < b->off);
}

/* File by file, so that each is read once, and from its top, whatever the order
 * in which the ids are kept. */
static void
end_refs(struct references *r, struct lost *all, size_t n, struct findings *to)
{
	struct reopened file = { 0 };

	if (n)
		qsort(all, n, sizeof *all, by_place);
	for (size_t i = 0; i < n; i++) {
		struct place at =
		    place_in(r, &file, all[i].want->path, all[i].want->off);

		say_lost(r, &all[i], at, file.voice, to);
	}
	reopened_release(&file);
}

static struct link *
link_up(const struct references *r, struct arena *a, const struct link *l)
{
	struct link *up = map_get(&r->links, link_key(a, l->field, l->to));

	arena_reset(a);
	return up;
}

/* Each of a circle gets its finding, with the way round from it. */
static void
say_circle(struct references *r, struct arena *a, const struct link *first,
    struct reopened *file, struct findings *to)
{
	enum { SHOWN = 6 };
	const struct link *l = first, *on;

	do {
		struct buf way = { 0 };
		size_t n = 0;

		for (on = l; n < SHOWN && (n == 0 || on != l);
		     n++, on = link_up(r, a, on))
			buf_addf(&way, "%.*s → ", STRF(on->from));
		if (on == l)
			buf_add(&way, l->from);
		else
			buf_addz(&way, "…");
		found(to, FIND_REF_CIRCLE, place_in(r, file, l->path, l->off),
		    _("%s leads back to where it began: %s; correct one of "
		      "them"),
		    field_shown(l->field, &r->arena),
		    field_private(l->field) ? "•••" : buf_z(&way));
		buf_release(&way);
		l = link_up(r, a, l);
	} while (l != first);
}

static void
end_links(struct references *r, struct findings *to)
{
	struct reopened file = { 0 };
	struct arena a = { 0 };

	for (size_t i = 0; i < r->links.n; i++) {
		struct link *l = r->links.pairs[i].value;

		while (l && !l->walked) {
			l->walked = i + 1;
			l = link_up(r, &a, l);
		}
		if (l && l->walked == i + 1)
			say_circle(r, &a, l, &file, to);
	}
	reopened_release(&file);
	arena_release(&a);
}

void
references_end(struct references *r, struct findings *to)
{
	struct lost *lost = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < r->schema->n_types; i++) {
		const struct type *t = &r->schema->types[i];

		end_ids(r, &r->types[i].ids, to);
		for (size_t k = 0; k < r->types[i].wanted.n; k++) {
			struct wanted *w = r->types[i].wanted.pairs[k].value;

			if (references_find(r, t, w->id) ||
			    is_unread(r, t, w->id))
				continue;
			for (const struct want *one = w->first; one;
			     one = one->next)
				*MEM_PUSH(lost, n, cap) =
				    (struct lost){ t, w, one };
		}
	}
	end_refs(r, lost, n, to);
	end_links(r, to);
	free(lost);
}

void
references_page(struct references *r, const struct type *t, struct str id,
    struct place at, struct findings *to)
{
	if (references_find(r, t, id) || is_unread(r, t, id))
		return;
	if (r->types[t->index].lost)
		say_unsure(t, id, false, at, to);
	else
		found(to, FIND_REF, at, _("there is no '%.*s' among '%s'"),
		    STRF(id), name_shown(&t->name, lang_now()));
}

void
references_release(struct references *r)
{
	for (size_t i = 0; r->schema && i < r->schema->n_types; i++) {
		map_release(&r->types[i].ids);
		map_release(&r->types[i].wanted);
		map_release(&r->types[i].unread);
		map_release(&r->types[i].names);
		map_release(&r->types[i].called);
	}
	free(r->types);
	map_release(&r->unique);
	map_release(&r->same);
	map_release(&r->links);
	buf_release(&r->key);
	arena_release(&r->arena);
	*r = (struct references){ 0 };
}
