/* ties: what ties a record to others. */
#include "record/ties.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/agree.h"
#include "text/text.h"

/* Reading. */

static void
add_tie(struct ties *t, const struct field *f, const struct value *v)
{
	*MEM_PUSH(t->all, t->n, t->cap) =
	    (struct tie){ .field = f, .text = v->text, .off = v->node->off };
}

/* As deep as the schema, whose pages are read to a fixed depth. */
static void
walk(struct ties *t, const struct field *f, const struct value *v)
{
	if (!f->ties || !v->node || v->bad)
		return;
	if (f->kind == KIND_MAP) {
		for (size_t i = 0; v->parts && i < f->fields.n; i++)
			walk(t, &f->fields.all[i], &v->parts[i]);
	} else if (f->kind == KIND_LIST) {
		for (uint32_t n = 0; n < v->n; n++) {
			const struct value *e = &v->parts[n];

			if (f->of)
				walk(t, f->of, e);
			for (size_t i = 0; e->parts && i < f->fields.n; i++)
				walk(t, &f->fields.all[i], &e->parts[i]);
		}
	} else {
		add_tie(t, f, v);
	}
}

static struct tie_person *
new_person(const struct type *t, struct arena *a)
{
	struct tie_person *p = ARENA_NEW(a, struct tie_person);

	p->text = ARENA_ARRAY(a, struct str, t->n_same);
	p->plain = ARENA_ARRAY(a, struct str, t->n_same);
	p->day = ARENA_ARRAY(a, struct date, t->n_same);
	return p;
}

static void
read_name(struct tie_person *p, size_t i, struct str name, struct arena *a)
{
	struct buf b = { 0 }, fold = { 0 }, plain = { 0 };

	text_add_spelling(&b, name);
	text_add_fold(&fold, name);
	text_add_spelling(&plain, buf_str(&fold));
	p->text[i] = arena_take(a, &b);
	p->plain[i] = arena_take(a, &plain);
	buf_release(&fold);
}

static struct tie_person *
read_person(const struct record *rec, struct arena *a)
{
	const struct type *t = rec->type;
	struct tie_person *p = t->n_same ? new_person(t, a) : NULL;

	for (size_t i = 0; i < t->n_same; i++) {
		const struct value *v = agree_value(rec, t->same[i]);

		if (!v || v->bad)
			return NULL;
		if (t->same[i]->kind == KIND_DATE)
			p->text[i] = v->text;
		else
			read_name(p, i, v->text, a);
		p->day[i] = v->date;
		if (!i)
			p->first.off = v->node->off;
	}
	return p;
}

void
ties_read(struct ties *t, const struct record *rec, struct arena *a)
{
	const struct type *type = rec->type;

	*t = (struct ties){ .type = type, .id = rec->id, .front = &rec->front };
	if (rec->id.n && type->id != FIELD_NONE)
		t->id_off = rec->values[type->id].node->off;
	for (size_t i = 0; i < type->fields.n; i++)
		walk(t, &type->fields.all[i], &rec->values[i]);
	t->person = read_person(rec, a);
	t->n_links = links_read(rec, a, &t->links);
}

void
ties_release(struct ties *t)
{
	free(t->all);
	*t = (struct ties){ 0 };
}

struct place
ties_place(const struct ties *t, const struct tie *tie, const char *path)
{
	return t->front ? front_place(t->front, path, tie->off) :
			  (struct place){ path, tie->line, tie->col };
}

/* As bytes. */

static const struct field *
field_of(const struct type *t, size_t number)
{
	return number < t->n_numbered ? t->numbered[number] : NULL;
}

static void
pack_tie(const struct ties *t, const struct tie *tie, struct buf *b)
{
	struct place at = ties_place(t, tie, NULL);

	pack_number(b, tie->off);
	pack_number(b, at.line);
	pack_number(b, at.col);
}

static void
unpack_tie(struct unpack *p, struct tie *tie)
{
	tie->off = (uint32_t)pack_take_number(p);
	tie->line = (int)pack_take_number(p);
	tie->col = (int)pack_take_number(p);
}

static void
pack_person(const struct ties *t, struct buf *b)
{
	const struct tie_person *p = t->person;

	for (size_t i = 0; i < t->type->n_same; i++) {
		pack_str(b, p->text[i]);
		pack_str(b, p->plain[i]);
		pack_number(b, p->day[i].lo);
		pack_number(b, p->day[i].hi);
	}
	pack_tie(t, &p->first, b);
}

static void
unpack_person(struct unpack *p, struct ties *t, struct arena *a)
{
	t->person = new_person(t->type, a);
	for (size_t i = 0; i < t->type->n_same; i++) {
		t->person->text[i] = pack_take_str(p);
		t->person->plain[i] = pack_take_str(p);
		t->person->day[i].lo = (int)pack_take_number(p);
		t->person->day[i].hi = (int)pack_take_number(p);
	}
	unpack_tie(p, &t->person->first);
}

void
ties_pack(const struct ties *t, struct buf *b)
{
	pack_str(b, t->id);
	pack_number(b, t->id_off);
	pack_number(b, (int64_t)t->n);
	for (size_t i = 0; i < t->n; i++) {
		pack_number(b, (int64_t)t->all[i].field->number);
		pack_str(b, t->all[i].text);
		pack_tie(t, &t->all[i], b);
	}
	pack_number(b, t->person != NULL);
	if (t->person)
		pack_person(t, b);
	pack_number(b, (int64_t)t->n_links);
	for (size_t i = 0; i < t->n_links; i++) {
		pack_str(b, t->links[i].to);
		pack_str(b, str_of(t->links[i].path));
		pack_number(b, t->links[i].line);
		pack_number(b, t->links[i].col);
	}
}

bool
ties_unpack(struct ties *t, const struct type *type, struct unpack *p,
    struct arena *a)
{
	size_t n;

	*t = (struct ties){ .type = type };
	t->id = pack_take_str(p);
	t->id_off = (uint32_t)pack_take_number(p);
	n = pack_take_count(p);
	for (size_t i = 0; p->ok && i < n; i++) {
		struct tie *tie = MEM_PUSH(t->all, t->n, t->cap);

		*tie = (struct tie){ .field = field_of(type,
					 (size_t)pack_take_number(p)) };
		tie->text = pack_take_str(p);
		unpack_tie(p, tie);
		p->ok = p->ok && tie->field;
	}
	if (pack_take_number(p) && type->n_same)
		unpack_person(p, t, a);
	n = pack_take_count(p);
	t->links = ARENA_ARRAY(a, struct body_link, n);
	for (; t->n_links < n; t->n_links++) {
		struct body_link *l = &t->links[t->n_links];

		l->to = pack_take_str(p);
		l->path = arena_z(a, pack_take_str(p));
		l->line = (int)pack_take_number(p);
		l->col = (int)pack_take_number(p);
	}
	return p->ok;
}
