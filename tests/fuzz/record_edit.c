/* Changes of any record whatever: what is read afterwards is what was meant,
 * and nothing else moved. The first bytes choose the change, the rest is the
 * record. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../edit_law.h"
#include "../odd_record.h"
#include "hold.h"
#include "memory_schema.h"

enum { FIRST = 4, MOST = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct schema *
schema(void)
{
	return memory_schema(odd_repository, odd_type);
}

static const char *
set(struct record_edit *e, const struct record *r, const struct law_spot *p,
    uint64_t seed, unsigned what, struct arena *a)
{
	struct str v = odd_value(&seed, p->field), given;

	given = odd_spelling(&seed, p->field, v);
	if (what == 0) { /* its own */
		if (!p->value || p->value->bad || p->node->absent)
			return NULL;
		if (!record_edit_set(e, p->way, p->value->text))
			return "its own value is refused";
		return str_eq(e->text, r->front.text) ?
		    NULL :
		    "its own value changes a byte";
	}
	if (what == 1) {
		v = (struct str){ 0 };
		if (!record_edit_remove(e, p->way))
			return NULL;
	} else if (!record_edit_set(e, p->way, given)) {
		return NULL;
	}
	return law_edit(p, r, e->text, v, a);
}

static const char *
add(struct record_edit *e, const struct record *r, const struct law_spot *p,
    uint64_t seed, struct arena *a)
{
	const struct field *f = p->field;
	struct record_pair *pairs =
	    ARENA_ARRAY(a, struct record_pair, f->fields.n + 1);
	struct findings silent = { 0 };
	struct record now;
	const char *why;
	size_t n = 0;

	for (size_t i = 0; i < f->fields.n; i++) {
		const struct field *part = &f->fields.all[i];

		if (part->kind == KIND_LIST || part->kind == KIND_MAP)
			continue;
		pairs[n].way = part->name.name;
		pairs[n++].value =
		    odd_spelling(&seed, part, odd_value(&seed, part));
	}
	if (f->of)
		pairs[n++].value = STR("một giá trị mới, khác");
	if (!n || !record_edit_add(e, p->way, pairs, n))
		return NULL;
	why = law_bytes(p, r->front.text, e->text, false);
	if (why)
		return why;
	if (!record_read(&now, r->type, r->path, e->text, a, &silent))
		return "it does not read";
	return law_adds(p, r, &now, n, a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct findings silent = { 0 };
	struct record_edit e = { .schema = schema(),
		.type = &schema()->types[0],
		.path = "x.md",
		.latest = DAY_NONE,
		.to = &silent };
	struct arena a = { 0 };
	struct law_spots spots;
	struct record r;
	const char *why = NULL;
	struct str text;

	if (n < FIRST || n > MOST)
		return 0;
	text = (struct str){ (const char *)data + FIRST, n - FIRST };
	if (record_edit_begin(&e, text) &&
	    record_read(&r, e.type, e.path, e.text, &a, &silent)) {
		const struct law_spot *p;

		spots = law_spots(&r, &a);
		p = &spots.all[(data[0] + 256u * data[1]) % spots.n];
		why = p->field->kind == KIND_LIST ?
		    add(&e, &r, p, 1 + data[2], &a) :
		    set(&e, &r, p, 1 + data[2], data[3] % 4, &a);
		free(spots.all);
	}
	hold(!why, why ? why : "");
	record_edit_release(&e);
	arena_release(&a);
	return 0;
}
