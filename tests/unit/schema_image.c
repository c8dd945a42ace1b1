/* A schema as bytes, and back: the same bytes wherever it lay, and the same
 * schema wherever they are laid. The schema is the repository's own, which has
 * all that pages can say, with a page that says who may do what. */
#include <stdlib.h>
#include <string.h>

#include "base/image.h"
#include "base/map.h"
#include "git/entry.h"
#include "git/source.h"
#include "schema/rule.h"
#include "schema/schema.h"
#include "schema/schema_image.h"
#include "schema/view.h"
#include "test.h"
#include "text/say.h"

static const char authority[] =
    "---\n"
    "unit: {type: to_chuc, above: cap_tren, in: {quan_chung: "
    "\"chi_bo[].don_vi\"}}\n"
    "people:\n"
    "  - {name: Trần Văn An, email: an@example.vn, keys: [\"ssh-ed25519 "
    "AAAAC3NzaC1lZDI1NTE5AAAAIFgyfvGAcXbHD6ZqzlIdtXMAuMCFH1rwrAV/16mRc7TR "
    "an\"], roles: [{role: schema}, {role: van-phong, since: 2021-01-01}]}\n"
    "roles:\n"
    "  van-phong: {types: [quan_chung, to_chuc], fields: [ho_ten], stages: "
    "[nguon]}\n"
    "---\n";

static struct findings to = { .say = say_text };

static struct source *
whole_schema(const char *root)
{
	struct str match = STR("schema/**/*.md"), except = STR("README.md");
	struct globs which = { &match, &except, 1, 1 };
	struct source *from = source_worktree(root, &to);
	struct source *s = source_memory();
	struct arena a = { 0 };
	struct entry *all;
	size_t n = 0;

	if (from)
		source_list(from, &which, &a, &all, &n, &to);
	for (size_t i = 0; i < n; i++) {
		struct buf b = { 0 };

		source_read(from, all[i].path, &b, &to);
		source_memory_add(s, str_of(all[i].path), buf_str(&b));
		buf_release(&b);
	}
	source_memory_add(s, STR("schema/authority.md"), str_of(authority));
	source_close(from);
	arena_release(&a);
	return s;
}

static bool
read_all(struct schema *s, struct source *from)
{
	struct rules *rules;
	struct views *views;

	if (!schema_read(s, from, "schema", &to))
		return false;
	rules = ARENA_NEW(&s->arena, struct rules);
	views = ARENA_NEW(&s->arena, struct views);
	if (!rules_read(rules, s, &to) ||
	    !view_read_all(views, s, &s->arena, &to))
		return false;
	s->rules = rules;
	s->views = views;
	schema_sum(s);
	return true;
}

static bool
is_same(const struct buf *a, const struct buf *b)
{
	return a->n && a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

/* Of another schema_read. */
static void
finds_all(const struct schema *s, const struct schema *read)
{
	size_t fields = 0, found = 0;

	for (size_t t = 0; t < s->n_types; t++)
		for (size_t i = 0; i < s->types[t].fields.n; i++) {
			const struct fields *in = &s->types[t].fields;
			const struct label *label = &in->all[i].name.label;

			fields++;
			found += spellings_find(&in->by,
				     str_of(lang_label(label, LANG_VI) ?
					     lang_label(label, LANG_VI) :
					     in->all[i].name.name.s)) == (int)i;
		}
	ok(fields > 100 && found == fields,
	    "each field is found by what people call it");
	ok(s->rules->n == read->rules->n && s->views->n == read->views->n &&
		s->n_types == read->n_types,
	    "there are as many types, rules and views");
	for (size_t i = 0; i < s->rules->n; i++)
		if (s->rules->all[i].type &&
		    s->rules->all[i].type !=
			schema_type(s, s->rules->all[i].type->name.name))
			found = 0;
	ok(found, "rules are of types of this schema");
	ok(s->authority && authority_member(s->authority, STR("x")) == NULL &&
		s->authority->people[0].grants[1].role ==
		    &s->authority->roles[0],
	    "a grant is of a role of this schema");
}

static void
patterns_hold(const struct schema *s)
{
	size_t n = 0, held = 0;

	for (size_t t = 0; t < s->n_types; t++)
		for (size_t i = 0; i < s->types[t].n_numbered; i++) {
			const struct field *f = s->types[t].numbered[i];

			n += f->pattern.n > 0;
			held += f->pattern.n && !field_matches(f, STR("\n"));
		}
	ok(n && held == n, "patterns are asked: %zu", n);
}

static void
cut_short(const struct buf *b)
{
	size_t taken = 0;

	for (size_t n = 0; n < b->n; n += b->n / 97 + 1) {
		struct schema s;
		struct buf copy = { 0 };

		buf_add(&copy, str_first(buf_str(b), n));
		buf_room(&copy, 1);
		taken += schema_image_lay(&s, copy.s, n);
		schema_release(&s);
		buf_release(&copy);
	}
	ok(!taken, "fewer bytes are refused");
}

/* What leads to something that nobody copies cannot be laid anywhere. */
static void
leads_out(void)
{
	static const struct image_row row = { IMAGE_TO, .at = 0 };
	static const struct image_shape shape = { sizeof(void *), &row, 1 };
	struct buf b = { 0 };
	int there = 0;
	void *p = &there;

	ok(!image_pack(&b, &p, &shape) && !b.n,
	    "a pointer to elsewhere is refused");
	p = NULL;
	ok(image_pack(&b, &p, &shape) && b.n, "one to nothing is not");
	buf_release(&b);
}

int
main(int argc, char **argv)
{
	const char *root = argc > 1 ? argv[1] : getenv("ROOT");
	struct source *from;
	struct schema one, two, laid;
	struct buf first = { 0 }, second = { 0 }, third = { 0 }, copy = { 0 };

	to.to = stdout;
	from = whole_schema(root ? root : ".");
	leads_out();
	if (!ok(read_all(&one, from) && read_all(&two, from),
		"the schema reads"))
		return done();
	ok(schema_image_pack(&first, &one) && schema_image_pack(&second, &two),
	    "it is packed");
	ok(is_same(&first, &second),
	    "the same bytes, wherever it lies: no pointer is left in them");
	schema_release(&two);
	buf_add(&copy, buf_str(&first));
	if (!ok(schema_image_lay(&laid, copy.s, copy.n), "it is laid out"))
		return done();
	ok(schema_image_pack(&third, &laid) && is_same(&first, &third),
	    "the same bytes once more");
	finds_all(&laid, &one);
	patterns_hold(&laid);
	cut_short(&first);
	schema_release(&one);
	schema_release(&laid);
	source_close(from);
	buf_release(&first);
	buf_release(&second);
	buf_release(&third);
	buf_release(&copy);
	return done();
}
