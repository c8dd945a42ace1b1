/* roster: the ids, names and references of all records, in memory. */
#include "lsp/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "git/source.h"
#include "record/record_reader.h"
#include "text/text.h"

struct roster_record *
roster_at(const struct roster *r, const char *path)
{
	return map_get(&r->by_path, str_of(path));
}

struct roster_id *
roster_find(const struct roster *r, const struct type *t, struct str id)
{
	return map_get(&r->ids[t->index], id);
}

static struct roster_id *
id_of(struct roster *r, const struct type *t, struct str id)
{
	struct roster_id *one = roster_find(r, t, id);

	if (one)
		return one;
	one = ARENA_NEW(&r->arena, struct roster_id);
	one->type = t;
	one->id = arena_keep(&r->arena, id);
	*map_put(&r->ids[t->index], one->id) = one;
	return one;
}

/* References as a record is walked through. */
struct gathered {
	struct roster *roster;
	struct position_walk walk; /* through its file */
	struct roster_ref *all;
	size_t n, cap;
};

static void
gather_ref(struct gathered *g, const struct field *f, const struct value *v)
{
	const struct type *to = schema_type(g->roster->schema, f->to);

	if (to && v->text.n)
		*MEM_PUSH(g->all, g->n, g->cap) =
		    (struct roster_ref){ id_of(g->roster, to, v->text),
			    position_walk_to(&g->walk, v->node->off),
			    position_walk_to(&g->walk, v->node->end) };
}

/* As deep as the schema, whose pages are read to a fixed depth. */
static void
gather(struct gathered *g, const struct field *f, const struct value *v)
{
	if (!v->node || v->bad)
		return;
	if (f->kind == KIND_REF)
		gather_ref(g, f, v);
	for (size_t i = 0; f->kind == KIND_MAP && v->parts && i < f->fields.n;
	     i++)
		gather(g, &f->fields.all[i], &v->parts[i]);
	for (uint32_t n = 0; f->kind == KIND_LIST && n < v->n; n++) {
		const struct value *e = &v->parts[n];

		if (f->of)
			gather(g, f->of, e);
		for (size_t i = 0; e->parts && i < f->fields.n; i++)
			gather(g, &f->fields.all[i], &e->parts[i]);
	}
}

static void
forget(struct roster_record *one)
{
	for (size_t i = 0; i < one->n_refs; i++)
		one->refs[i].to->referred--;
	if (one->id && one->id->record == one)
		one->id->record = NULL;
	free(one->memory);
	one->memory = NULL;
	one->id = NULL;
	one->refs = NULL;
	one->n_refs = 0;
	one->called = one->folded = (struct str){ 0 };
	one->from = one->end = (struct position_any){ 0 };
}

static struct roster_record *
record_at(struct roster *r, const struct record *rec)
{
	struct roster_record *one = roster_at(r, rec->path);

	if (one)
		return one;
	one = mem_alloc(sizeof *one);
	one->path = arena_z(&r->arena, str_of(rec->path));
	one->type = rec->type;
	*map_put(&r->by_path, str_of(one->path)) = one;
	*MEM_PUSH(r->all, r->n, r->cap) = one;
	return one;
}

/* One piece of memory for the references, the name and its folded form. */
static void
keep(struct roster_record *one, const struct gathered *g, struct str called,
    struct str folded)
{
	size_t refs = g->n * sizeof *g->all;
	char *at = one->memory = mem_alloc(refs + called.n + folded.n);

	one->refs = one->memory;
	one->n_refs = g->n;
	if (refs)
		memcpy(at, g->all, refs);
	at += refs;
	if (called.n)
		memcpy(at, called.s, called.n);
	one->called = (struct str){ at, called.n };
	at += called.n;
	if (folded.n)
		memcpy(at, folded.s, folded.n);
	one->folded = (struct str){ at, folded.n };
}

static void
note_id(struct roster *r, struct roster_record *one, const struct record *rec,
    bool parsed, struct position_walk *walk)
{
	const struct type *t = rec->type;

	if (!rec->id.n)
		return;
	one->id = id_of(r, t, rec->id);
	one->id->record = one;
	if (parsed && t->id != FIELD_NONE) {
		one->from =
		    position_walk_to(walk, rec->values[t->id].node->off);
		one->end = position_walk_to(walk, rec->values[t->id].node->end);
	}
}

struct roster_record *
roster_note(struct roster *r, const struct record *rec, bool parsed)
{
	struct roster_record *one = record_at(r, rec);
	const struct field *name = type_called(rec->type);
	const struct value *v =
	    parsed && name ? &rec->values[name->index] : NULL;
	struct gathered g = { .roster = r };
	struct str called = { 0 };
	struct buf folded = { 0 };

	one->gone = false;
	one->unread = !parsed;
	if (!parsed && one->id) /* while it is being typed */
		return one;
	forget(one);
	if (parsed)
		g.walk = position_walk_of(rec->front.text);
	note_id(r, one, rec, parsed, &g.walk);
	if (v && v->node && !v->bad)
		called = v->text;
	text_add_fold(&folded, called);
	buf_addc(&folded, ' ');
	text_add_fold(&folded, rec->id);
	for (size_t i = 0; parsed && i < rec->type->fields.n; i++)
		gather(&g, &rec->type->fields.all[i], &rec->values[i]);
	for (size_t i = 0; i < g.n; i++)
		g.all[i].to->referred++;
	keep(one, &g, called, buf_str(&folded));
	free(g.all);
	buf_release(&folded);
	return one;
}

void
roster_drop(struct roster *r, const char *path)
{
	struct roster_record *one = roster_at(r, path);

	if (!one)
		return;
	forget(one);
	one->gone = true;
}

static void
load_type(struct roster *r, const struct type *t, struct source *s, int today)
{
	struct globs which = { t->files, t->except, t->n_files, t->n_except };
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct entry *list;
	struct record_reader *reader;
	struct read_record *one;
	size_t n;

	source_files(s, &which, &a, &list, &n, &silent);
	reader = record_reader_new(s, t, today, false, list, n);
	while ((one = record_reader_next(reader)))
		roster_note(r, &one->record, one->parsed);
	record_reader_free(reader);
	arena_release(&a);
}

void
roster_load(struct roster *r, const struct schema *schema, struct source *s,
    int today)
{
	*r = (struct roster){ .schema = schema };
	r->ids = mem_alloc(schema->n_types * sizeof *r->ids);
	for (size_t i = 0; i < schema->n_types; i++)
		load_type(r, &schema->types[i], s, today);
}

void
roster_release(struct roster *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->all[i]->memory);
		free(r->all[i]);
	}
	for (size_t i = 0; r->ids && i < r->schema->n_types; i++)
		map_release(&r->ids[i]);
	free(r->ids);
	free(r->all);
	map_release(&r->by_path);
	arena_release(&r->arena);
	*r = (struct roster){ 0 };
}
