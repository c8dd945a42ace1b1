/* Values of records are set and taken out at random: it reads back as what was
 * meant, and nothing else moves. Of records written as oddly as people write,
 * by default; "edit_law N" makes N changes; "edit_law N DIR" in each N-th
 * record of a repository. What a value is set to is itself, then another one.
 */
#include <stdlib.h>
#include <string.h>

#include "../edit_law.h"
#include "../odd_record.h"
#include "git/source.h"
#include "test.h"
#include "text/say.h"

enum { CHANGES = 4000, SEED = 20260101, EACH = 8 };

static struct schema schema;

static struct tally {
	size_t records, unread, own, set, gone, added, refused;
	size_t wrong;
} tally;

static void
wrong(const char *why, const struct law_spot *p, struct str value,
    struct str was, struct str now)
{
	if (tally.wrong++ < 3)
		printf("# %s: %.*s = %.*s\n%.*s\n# became\n%.*s\n", why,
		    STRF(p->way), STRF(value), STRF(was), STRF(now));
}

/* One change of a record. value.s NULL: taken out. */
static void
change(const struct record *was, const struct law_spot *p, struct str given,
    struct str value, bool own)
{
	struct findings silent = { 0 };
	struct record_edit e = { .schema = &schema,
		.type = was->type,
		.path = was->path,
		.latest = DAY_NONE,
		.to = &silent };
	const char *why = NULL;
	struct arena a = { 0 };
	bool done;

	if (!record_edit_begin(&e, was->front.text)) {
		wrong("refused to begin", p, value, was->front.text, STR(""));
		return;
	}
	done = given.s ? record_edit_set(&e, p->way, given) :
			 record_edit_remove(&e, p->way);
	if (own && (!done || !str_eq(e.text, was->front.text)))
		why = done ? "its own value changed a byte" :
			     "its own value was refused";
	else if (done)
		why = law_edit(p, was, e.text, value, &a);
	else if (!str_eq(e.text, was->front.text))
		why = "refused, but changed";
	if (why)
		wrong(why, p, given, was->front.text, e.text);
	tally.refused += !done;
	tally.own += own;
	tally.set += !own && given.s;
	tally.gone += !given.s;
	record_edit_release(&e);
	arena_release(&a);
}

/* Another entry of a list, if there is none of its key. */
static void
add(uint64_t *seed, const struct record *was, const struct law_spot *p)
{
	const struct field *f = p->field;
	struct findings silent = { 0 };
	struct record_edit e = { .schema = &schema,
		.type = was->type,
		.path = was->path,
		.latest = DAY_NONE,
		.to = &silent };
	struct arena a = { 0 };
	struct record_pair *pairs =
	    ARENA_ARRAY(&a, struct record_pair, f->fields.n + 1);
	const char *why = NULL;
	size_t n = 0;
	struct record now;

	for (size_t i = 0; i < f->fields.n; i++) {
		const struct field *part = &f->fields.all[i];

		if (part->kind == KIND_LIST || part->kind == KIND_MAP ||
		    (!entry_key_has(f, part) && odd_one_in(seed, 3)))
			continue;
		pairs[n].way = part->name.name;
		pairs[n++].value = odd_spelling(seed, part,
		    part->kind == KIND_PERIOD ? STR("2019-Q4") :
						odd_value(seed, part));
	}
	if (f->of)
		pairs[n++].value = STR("một giá trị mới, khác");
	record_edit_begin(&e, was->front.text);
	if (n && !record_edit_add(&e, p->way, pairs, n)) {
		tally.refused++;
	} else if (n) {
		why = law_bytes(p, was->front.text, e.text, false);
		if (!why &&
		    record_read(&now, was->type, was->path, e.text, &a,
			&silent))
			why = law_adds(p, was, &now, n, &a);
		tally.added++;
	}
	if (why)
		wrong(why, p, STR("+"), was->front.text, e.text);
	record_edit_release(&e);
	arena_release(&a);
}

static bool
may_be_set(const struct record *r, const struct law_spot *p)
{
	return p->field->up || r->type->id != (int)p->field->index;
}

static void
change_spot(uint64_t *seed, const struct record *r, const struct law_spot *p)
{
	struct str v;

	if (p->field->kind == KIND_LIST) {
		add(seed, r, p);
		return;
	}
	if (p->value && !p->value->bad && !p->node->absent) {
		change(r, p, p->value->text, p->value->text, true);
		change(r, p, p->node->value, p->value->text, true);
	}
	if (!may_be_set(r, p))
		return;
	v = odd_value(seed, p->field);
	/* a name of that kind may be none of this field */
	if (p->field->pattern.n)
		return;
	change(r, p, odd_spelling(seed, p->field, v), v, false);
	if (odd_one_in(seed, 3))
		change(r, p, (struct str){ 0 }, (struct str){ 0 }, false);
}

static void
change_record(uint64_t *seed, const struct type *type, const char *path,
    struct str text, size_t each)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct law_spots spots;
	struct record r;

	if (!record_read(&r, type, path, text, &a, &silent)) {
		tally.unread++;
		arena_release(&a);
		return;
	}
	tally.records++;
	spots = law_spots(&r, &a);
	if (each)
		for (size_t i = 0; i < each && spots.n; i++)
			change_spot(seed, &r,
			    &spots.all[draw_below(seed, spots.n)]);
	else
		for (size_t i = 0; i < spots.n; i++)
			change_spot(seed, &r, &spots.all[i]);
	free(spots.all);
	arena_release(&a);
}

static void
odd_records(size_t changes)
{
	uint64_t seed = SEED;

	while (tally.own + tally.set + tally.gone + tally.added < changes) {
		struct buf b = { 0 };

		odd_record(&seed, &b, &schema.types[0]);
		change_record(&seed, &schema.types[0], "x.md", buf_str(&b),
		    EACH);
		buf_release(&b);
	}
}

static void
records_of(struct source *s, size_t nth)
{
	uint64_t seed = SEED;
	struct findings silent = { 0 };
	size_t seen = 0;

	for (size_t i = 0; i < schema.n_types; i++) {
		const struct type *t = &schema.types[i];
		struct globs which = { t->files, t->except, t->n_files,
			t->n_except };
		struct arena a = { 0 };
		struct entry *all;
		size_t n;

		source_files(s, &which, &a, &all, &n, &silent);
		for (size_t k = 0; k < n; k++) {
			struct buf b = { 0 };

			if (seen++ % nth == 0 &&
			    source_read(s, all[k].path, &b, &silent))
				change_record(&seed, t, all[k].path,
				    buf_str(&b), 0);
			buf_release(&b);
		}
		arena_release(&a);
	}
}

int
main(int argc, char **argv)
{
	struct findings to = { .say = say_text, .to = stdout };
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : CHANGES;
	struct source *s =
	    argc > 2 ? source_worktree(argv[2], &to) : source_memory();

	if (argc <= 2) {
		source_memory_add(s, STR("schema/repository.md"),
		    str_of(odd_repository));
		source_memory_add(s, STR("schema/types/nguoi.md"),
		    str_of(odd_type));
	}
	if (!ok(s && n && schema_read(&schema, s, "schema", &to),
		"the schema reads"))
		return done();
	if (argc > 2)
		records_of(s, n);
	else
		odd_records(n);
	printf("# %zu records, %zu that do not read; set to their own value: "
	       "%zu, to another: %zu, taken out: %zu; added: %zu; refused: "
	       "%zu\n",
	    tally.records, tally.unread, tally.own, tally.set, tally.gone,
	    tally.added, tally.refused);
	ok(tally.wrong == 0, "nothing but what was meant: %zu are wrong",
	    tally.wrong);
	ok(tally.records > tally.unread && tally.own && tally.set &&
		tally.gone && tally.added,
	    "there was something to change");
	ok(tally.refused * 50 <= tally.own + tally.set + tally.gone,
	    "hardly anything is refused");
	schema_release(&schema);
	source_close(s);
	return done();
}
