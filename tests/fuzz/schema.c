/* A type's page from anyone: it is refused with a word, or what was read holds
 * together, so that a catalog can be made of it and a record read by it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "catalog/catalog.h"
#include "text/day.h"
#include "hold.h"
#include "schema/schema.h"
#include "git/source.h"

enum { MOST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const pages[][2] = {
	{ "schema/repository.md",
	    "---\nformat: 1\nzone: UTC\naccept: chap_nhan\n---\n" },
	{ "schema/types/u.md",
	    "---\ntype: u\nid: ma\nfields: {ma: slug, ten: name}\n---\n" },
	{ "records/u/xa.md", "---\nma: xa\nten: Xã\n---\n" },
	{ "records/t/1.md",
	    "---\nma: t-1\nho_ten: Trần Thị Bích\nngay_sinh: 1999-03\n"
	    "gioi_tinh: nu\nso: 12\nle: 1.50\nco: co\nky: 2021-Q2\n"
	    "cap: {ngay: 2021-02-30, boi: xa}\n"
	    "xet:\n  - {ngay: 2021-05-01, ket_qua: dat}\n  - {ngay: 2021}\n"
	    "the: [a, b]\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab: x\n"
	    "---\n\n## Nhận xét\n" },
};

static size_t
told(const struct findings *to)
{
	return to->count[ERROR] + to->count[TROUBLE];
}

static void
check_fields(const struct fields *fields, const struct field *up, int depth)
{
	hold(depth < 16, "fields without an end");
	for (size_t i = 0; i < fields->n; i++) {
		const struct field *f = &fields->all[i];

		hold(f->kind < KINDS && field_kind_name(f->kind) &&
			f->name.name.n,
		    "a field without a name or a kind");
		hold(f->index == i && f->up == up, "a field out of place");
		hold(f->kind != KIND_ENUM || f->n_values, "an empty enum");
		hold(f->kind != KIND_MAP || f->fields.n, "an empty map");
		hold(f->kind != KIND_LIST || f->of || f->fields.n,
		    "a list of nothing");
		hold(f->n_key <= f->fields.n && f->span < (int)f->fields.n,
		    "a key that is no field");
		for (size_t k = 0; k < f->n_bonds; k++)
			hold(f->bonds[k].than != f, "a field bound to itself");
		check_fields(&f->fields, f, depth + 1);
	}
}

static void
check_stage(const struct type *t, const struct stage *s)
{
	hold(s->name.name.n, "a stage without a name");
	for (size_t i = 0; i < s->n_next; i++)
		hold(s->next[i] < t->n_stages + t->n_exits,
		    "a stage leads nowhere");
	for (size_t i = 0; i < s->n_when; i++)
		hold(s->when[i].field && s->when[i].n,
		    "a condition of nothing");
	for (size_t i = 0; i < s->since.n; i++)
		hold(s->since.at[i], "a way through nothing");
}

static void
check_type(const struct schema *s, const struct type *t)
{
	hold(schema_type(s, t->name.name) == t, "a type not found by its name");
	hold(t->id < (int)t->fields.n && t->stage_field < (int)t->fields.n,
	    "an id that is no field");
	check_fields(&t->fields, NULL, 0);
	for (size_t i = 0; i < t->n_stages + t->n_exits; i++)
		check_stage(t, &t->stages[i]);
	for (size_t i = 0; i < t->n_columns; i++)
		hold(t->columns[i].name.name.n && t->columns[i].sql.n,
		    "a computed column without SQL");
}

/* Everything that the types say, and every record, is asked for. */
static void
check_catalog(const struct schema *s, struct source *source)
{
	struct catalog_options o = { 0 };
	struct findings to = { 0 };
	struct catalog *c;
	size_t before;
	bool ok;

	hold(day_parse(STR("2021-06-30"), &o.today), "no today");
	c = catalog_new(s, source, &o, &to);
	hold(c || told(&to), "no catalog, without a word");
	if (!c)
		return;
	before = told(&to);
	ok = catalog_check(c, &to);
	hold(ok || told(&to) > before, "a catalog in disorder, without a word");
	catalog_load(c, NULL, NULL, &to);
	catalog_free(c);
}

static bool
read_schema(struct schema *s, struct source *source)
{
	struct findings to = { 0 };
	bool ok = schema_read(s, source, "schema", &to);

	hold(ok || told(&to), "refused without a word");
	hold(!ok || !told(&to), "taken in spite of an error");
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct source *source = source_memory();
	struct schema s = { 0 }, again = { 0 };
	bool ok;

	if (n > MOST)
		goto out;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		source_memory_add(source, str_of(pages[i][0]),
		    str_of(pages[i][1]));
	source_memory_add(source, STR("schema/types/t.md"),
	    (struct str){ (const char *)data, n });
	ok = read_schema(&s, source);
	hold(read_schema(&again, source) == ok &&
		(!ok || str_is(str_of(s.id), again.id)),
	    "read twice, it is another");
	for (size_t i = 0; ok && i < s.n_types; i++)
		check_type(&s, &s.types[i]);
	if (ok)
		check_catalog(&s, source);
out:
	schema_release(&s);
	schema_release(&again);
	source_close(source);
	return 0;
}
