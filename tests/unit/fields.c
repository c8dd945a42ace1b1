/* Items of records: what differs, what does not, and what a merge makes. */
#include "record/fields.h"

#include <stdlib.h>
#include <string.h>

#include "git/source.h"
#include "test.h"
#include "text/say.h"

static const char repository[] = "---\nformat: 1\n---\n";

static const char type_nguoi[] =
    "---\n"
    "type: nguoi\n"
    "id: ma\n"
    "unknown: allow\n"
    "fields:\n"
    "  ma: {type: id, required: true}\n"
    "  ho_ten: {type: name, private: true, label: {vi: Họ và tên, en: Full "
    "name}}\n"
    "  gioi_tinh: {type: enum, values: {nam: {vi: Nam, en: Male}, nu: {vi: Nữ, "
    "en: Female}}}\n"
    "  co_mat: flag\n"
    "  diem: decimal\n"
    "  ghi: text\n"
    "  gioi_thieu: {type: map, fields: {ngay: date, boi: line}}\n"
    "  the: {type: list, of: line}\n"
    "  nhan_xet: {type: list, key: ky, fields: {ky: period, ngay: date, xep: "
    "{type: enum, values: [tot, kha]}, y: {type: list, key: so, fields: {so: "
    "int, loi: line}}}}\n"
    "  than: {type: list, fields: {ten: {type: name, private: true}, la: "
    "line}}\n"
    "---\n";

static struct schema schema;
static struct arena arena;

static struct record *
record(const char *text)
{
	struct record *r = ARENA_NEW(&arena, struct record);
	struct findings silent = { 0 };

	if (!record_read(r, &schema.types[0], "x.md", str_of(text), &arena,
		&silent))
		ok(false, "reads: %s", text);
	return r;
}

static struct items
items(const char *text)
{
	return fields_items(record(text), true, &arena);
}

/* "ho_ten: a -> b", a line a change; of an entry "the[x]"; ! a whole one. */
static const char *
show(const struct change *c, size_t n)
{
	static struct buf b;

	buf_clear(&b);
	buf_addz(&b, "");
	for (size_t i = 0; i < n; i++) {
		const struct item *a = c[i].before, *z = c[i].after;
		const struct item *any = z ? z : a;

		buf_addf(&b, "%s%.*s", c[i].row ? "!" : "", STRF(any->path));
		if (any->entry.s)
			buf_addf(&b, "[%.*s]", STRF(any->entry));
		buf_addf(&b, ": %.*s -> %.*s\n", STRF(a ? a->value : STR("·")),
		    STRF(z ? z->value : STR("·")));
	}
	return buf_z(&b);
}

static const char *
differ(const char *a, const char *b)
{
	struct items ia = items(a), ib = items(b);
	struct change *c;
	size_t n;

	c = fields_compare(&ia, &ib, &arena, &n);
	return show(c, n);
}

static void
check(const char *a, const char *b, const char *want, const char *what)
{
	const char *got = differ(a, b);

	if (!ok(strcmp(got, want) == 0, "%s", what))
		printf("# got:\n%s# want:\n%s", got, want);
}

#define HEAD(s) "---\nma: a\n" s "---\n"

static const struct {
	const char *a, *b, *want, *what;
} cases[] = {
	{ HEAD("ho_ten: An\n"), HEAD("Họ và tên: 'An'\n"), "",
	    "another spelling of key and quotes is no change" },
	{ HEAD("gioi_tinh: nu\nco_mat: co\n"),
	    HEAD("gioi_tinh: Nữ # x\nco_mat: yes\n"), "",
	    "a label for a name is no change" },
	{ HEAD("ho_ten: H\xc3\xb2"
	       "a\n"),
	    HEAD("ho_ten: Ho\xcc\x80"
		 "a\n"),
	    "", "another normal form is no change" },
	{ HEAD("the: [a, b]\n"), HEAD("the:\n  - b\n  - a\n"), "",
	    "the order and style of a list are no change" },
	{ HEAD("gioi_thieu: {ngay: 2021-02-10, boi: x}\n"),
	    HEAD("gioi_thieu:\n  boi: x\n  ngay: 2021-02-10\n"), "",
	    "the style and order of a map are no change" },
	{ HEAD("ho_ten: ~\nthe: []\n"), HEAD(""), "", "absent is absent" },
	{ HEAD("ho_ten: An\n"), HEAD("ho_ten: Ân\n"), "ho_ten: An -> Ân\n",
	    "a value is set" },
	{ HEAD("diem: 67.1\n"), HEAD("diem: 67.10\n"), "diem: 67.1 -> 67.10\n",
	    "printed digits are a value" },
	{ HEAD("ho_ten: An\n"), HEAD("diem: 1\n"),
	    "ho_ten: An -> ·\ndiem: · -> 1\n", "taken away and put in" },
	{ HEAD("gioi_thieu: {ngay: 2021-02-10}\n"),
	    HEAD("gioi_thieu: {ngay: 2021-02-11, boi: x}\n"),
	    "gioi_thieu.ngay: 2021-02-10 -> 2021-02-11\n"
	    "gioi_thieu.boi: · -> x\n",
	    "within a map" },
	{ HEAD("the: [a, a]\n"), HEAD("the: [a]\n"), "!the[a]: a -> ·\n",
	    "two that are alike are two" },
	{ HEAD("nhan_xet: [{ky: 2021-Q1, xep: tot}]\n"),
	    HEAD("nhan_xet: [{ky: 2021-Q2, xep: kha}, {xep: kha, ky: "
		 "2021-Q1}]\n"),
	    "nhan_xet.xep[2021-Q1]: tot -> kha\n"
	    "!nhan_xet.ky[2021-Q2]: · -> 2021-Q2\n"
	    "!nhan_xet.xep[2021-Q2]: · -> kha\n",
	    "entries by their key" },
	{ HEAD("nhan_xet: [{ky: 2021-Q1, y: [{so: 1, loi: a}]}]\n"),
	    HEAD("nhan_xet: [{ky: 2021-Q1, y: [{so: 1, loi: b}, {so: 2}]}]\n"),
	    "nhan_xet.y.loi[2021-Q1 / 1]: a -> b\n"
	    "!nhan_xet.y.so[2021-Q1 / 2]: · -> 2\n",
	    "a list within a list" },
	{ HEAD("nhan_xet: [{xep: tot}]\n"), HEAD("nhan_xet: [{xep: kha}]\n"),
	    "!nhan_xet[{xep: tot}]: {xep: tot} -> ·\n"
	    "!nhan_xet[{xep: kha}]: · -> {xep: kha}\n",
	    "an entry without its key is its content" },
	{ HEAD("than: [{ten: 'B, la: x'}]\n"),
	    HEAD("than: [{ten: B, la: x}]\n"),
	    "!than[{ten: \"B, la: x\"}]: {ten: \"B, la: x\"} -> ·\n"
	    "!than[{ten: B, la: x}]: · -> {ten: B, la: x}\n",
	    "content that only looks alike" },
	{ HEAD("diem: 8,5\n"), HEAD("diem: 8.5\n"), "diem: 8,5 -> 8.5\n",
	    "what was no value becomes one" },
	{ HEAD("diem: 1\n"), HEAD("diem: [1]\n"), "diem: 1 -> [1]\n",
	    "a list for one value" },
	{ HEAD("la: 1\n"), HEAD("la: 2\nkia: {a: 1}\n"),
	    "la: 1 -> 2\nkia.a: · -> 1\n", "fields that no one declared" },
	{ HEAD("kia: {a: 1, b: {c: [2], d: ~}}\nla: {x: 1}\n"),
	    HEAD("kia:\n  b:\n    c: [3]\n  a: '1'\nla: 1\n"),
	    "kia.b.c: [2] -> [3]\nla.x: 1 -> ·\nla: · -> 1\n",
	    "maps that no one declared are opened" },
	{ HEAD("kia: {a.b: {c: 1}, a: {b.c: 2, b: {c: 3}}}\nkia.a.b.c: 4\n"),
	    HEAD("kia: {a.b: {c: 2}, a: {b.c: 3, b: {c: 4}}}\nkia.a.b.c: 1\n"),
	    "kia.a.b.c: 1 -> 2\nkia.a.b.c: 2 -> 3\nkia.a.b.c: 3 -> 4\n"
	    "kia.a.b.c: 4 -> 1\n",
	    "ways that only look alike" },
	{ HEAD("gioi_thieu: {ngay: 2021-02-10}\n"),
	    HEAD("gioi_thieu: {ngay: 2021-02-10}\n\"gioi_thieu.ngay\": x\n"),
	    "gioi_thieu.ngay: · -> x\n", "a key that is called like a path" },
	{ HEAD("ho_ten: An\n"), HEAD("Họ và tên: An\nho_ten: Bê\n"),
	    "ho_ten: · -> Bê\n", "a field that stands there twice" },
	{ HEAD("") "## A\n\nmột\n\n## B\nhai\n",
	    HEAD("") "\n## A\r\n\r\nmột\r\n\r\n\r\n## B\nhai", "",
	    "line ends and empty lines between sections are no change" },
	{ HEAD("") "đầu\n\n## A\nmột\n\nB\n---\nhai\n### C\nba\n",
	    HEAD("") "đầu\n\n## A\nmột.\n\nB\n---\nhai\n### C\nbốn\n\n# D\n",
	    "body[A]: một -> một.\n"
	    "body[B]: hai\n### C\nba -> hai\n### C\nbốn\n"
	    "!body[D]: · -> \n",
	    "the body by section" },
	{ HEAD("") "## A\n\nmột\n", HEAD("") "A\n===\nmột\n", "",
	    "another spelling of a heading is no change" },
	{ HEAD("") "## A\n1\n## A\n2\n", HEAD("") "## A\n1\n",
	    "!body[A]: 2 -> ·\n", "two sections of one name" },
};

/* Merging: "path[entry]: verdict value", for what is not as in base. */

static bool
join(struct str base, struct str ours, struct str theirs, struct buf *out,
    void *to)
{
	(void)base;
	(void)to;
	buf_addf(out, "%.*s+%.*s", STRF(ours), STRF(theirs));
	return ours.n < 10;
}

static const char *
merge(const char *base, const char *ours, const char *theirs, bool text)
{
	static const char *const names[] = { "kept", "ours", "theirs", "both",
		"text", "conflict" };
	static struct buf b;
	struct items ib = items(base), io = items(ours), it = items(theirs);
	struct text_merge with = { join, NULL };
	struct merged *all;
	size_t n;

	buf_clear(&b);
	buf_addz(&b, "");
	all = fields_merge(&ib, &io, &it, text ? &with : NULL, &arena, &n);
	for (size_t i = 0; i < n; i++) {
		const struct merged *m = &all[i];
		const struct item *any = m->base ? m->base :
		    m->ours                      ? m->ours :
						   m->theirs;

		if (m->verdict == MERGE_KEPT)
			continue;
		buf_addf(&b, "%.*s", STRF(any->path));
		if (any->entry.s)
			buf_addf(&b, "[%.*s]", STRF(any->entry));
		buf_addf(&b, ": %s %.*s\n", names[m->verdict],
		    STRF(m->now ? m->now->value : STR("·")));
	}
	return buf_z(&b);
}

static const struct {
	const char *base, *ours, *theirs, *want, *what;
	bool text;
} merges[] = {
	{ HEAD("ho_ten: An\ndiem: 1\n"), HEAD("ho_ten: Ân\ndiem: 1\n"),
	    HEAD("ho_ten: An\ndiem: 2\n"), "ho_ten: ours Ân\ndiem: theirs 2\n",
	    "one field each", false },
	{ HEAD("diem: 1\n"), HEAD("diem: 2\n"), HEAD("diem: 3\n"),
	    "diem: conflict ·\n", "one field in two ways", false },
	{ HEAD("diem: 1\n"), HEAD("diem: 2\n"), HEAD("diem: \"2\"\n"),
	    "diem: both 2\n", "the same change twice", false },
	{ HEAD("diem: 1\n"), HEAD(""), HEAD("diem: 3\n"), "diem: conflict ·\n",
	    "taken away and changed", false },
	{ HEAD("diem: 1\n"), HEAD(""), HEAD("diem: 1\n"), "diem: ours ·\n",
	    "taken away", false },
	{ HEAD("the: [a]\n"), HEAD("the: [a, b]\n"), HEAD("the: [c, a]\n"),
	    "the[b]: ours b\nthe[c]: theirs c\n", "entries from both", false },
	{ HEAD("nhan_xet: [{ky: 2021-Q1, ngay: 2021-03-01, xep: tot}]\n"),
	    HEAD("nhan_xet: [{ky: 2021-Q1, ngay: 2021-03-02, xep: tot}]\n"),
	    HEAD("nhan_xet: [{ky: 2021-Q1, ngay: 2021-03-01, xep: kha}]\n"),
	    "nhan_xet.ngay[2021-Q1]: ours 2021-03-02\n"
	    "nhan_xet.xep[2021-Q1]: theirs kha\n",
	    "within one entry", false },
	{ HEAD("nhan_xet: [{ky: 2021-Q1, ngay: 2021-03-01, xep: tot}]\n"),
	    HEAD(""),
	    HEAD("nhan_xet: [{ky: 2021-Q1, ngay: 2021-03-01, xep: kha}]\n"),
	    "nhan_xet.ky[2021-Q1]: conflict ·\n"
	    "nhan_xet.ngay[2021-Q1]: conflict ·\n"
	    "nhan_xet.xep[2021-Q1]: conflict ·\n",
	    "an entry taken away here and changed there", false },
	{ HEAD("ghi: a\n"), HEAD("ghi: b\n"), HEAD("ghi: c\n"),
	    "ghi: text b+c\n", "texts that go together", true },
	{ HEAD("ghi: a\n"), HEAD("ghi: b\n"), HEAD("ghi: c\n"),
	    "ghi: conflict ·\n", "texts with nobody to merge them", false },
	{ HEAD("") "## A\n1\n", HEAD("") "## A\n2\n", HEAD("") "## A\n3\n",
	    "body[A]: text 2+3\n", "sections", true },
	{ HEAD("") "## A\n1\n", HEAD("") "## A\n2 and very much more\n",
	    HEAD("") "## A\n3\n", "body[A]: conflict ·\n",
	    "sections that do not go together", true },
};

/* Laws, over every two and three texts of the tables. */

static const char *texts[2 * sizeof cases / sizeof *cases];
enum { TEXTS = sizeof texts / sizeof *texts };

static bool
is_as(const struct merged *all, size_t n, const struct items *want)
{
	size_t there = 0;

	for (size_t i = 0; i < n; i++) {
		const struct item *now = all[i].now;
		bool found = !now;

		for (size_t k = 0; now && k < want->n; k++)
			found |= str_eq(want->all[k].key, now->key) &&
			    str_eq(want->all[k].value, now->value);
		if (!found || all[i].verdict == MERGE_CONFLICT)
			return false;
		there += now != NULL;
	}
	return there == want->n;
}

static void
laws(void)
{
	size_t bad_self = 0, bad_one = 0, bad_mirror = 0, bad_keys = 0;
	struct items all[TEXTS];

	for (size_t i = 0; i < TEXTS; i++) {
		all[i] = items(texts[i]);
		for (size_t k = 0; k < all[i].n; k++)
			for (size_t l = 0; l < k; l++)
				bad_keys += str_eq(all[i].all[k].key,
				    all[i].all[l].key);
	}
	for (size_t i = 0; i < TEXTS; i++)
		for (size_t k = 0; k < TEXTS; k++) {
			struct items again = items(texts[k]);
			size_t n, m;

			fields_compare(&all[k], &again, &arena, &n);
			bad_self += n != 0;
			fields_compare(&all[i], &all[k], &arena, &n);
			fields_compare(&all[k], &all[i], &arena, &m);
			bad_mirror += n != m;
			struct merged *a = fields_merge(&all[i], &all[k],
			    &all[i], NULL, &arena, &n);
			struct merged *b = fields_merge(&all[i], &all[i],
			    &all[k], NULL, &arena, &m);
			bad_one +=
			    !is_as(a, n, &all[k]) || !is_as(b, m, &all[k]);
			a = fields_merge(&all[i], &all[k], &all[k], NULL,
			    &arena, &n);
			bad_one += !is_as(a, n, &all[k]);
		}
	ok(!bad_keys, "no two items of a record have one key");
	ok(!bad_self, "a record does not differ from itself");
	ok(!bad_mirror, "as much differs one way as the other");
	ok(!bad_one, "a merge in which one side changed is that side");
}

/* What differs is the same whether all of both is looked at or not. */
static void
apart(void)
{
	size_t bad = 0;

	for (size_t i = 0; i < TEXTS; i++)
		for (size_t k = 0; k < TEXTS; k++) {
			struct record *a = record(texts[i]);
			struct record *b = record(texts[k]);
			struct items wa = fields_items(a, true, &arena), ia;
			struct items wb = fields_items(b, true, &arena), ib;
			struct buf whole = { 0 };
			struct change *c;
			size_t n;

			c = fields_compare(&wa, &wb, &arena, &n);
			buf_addz(&whole, show(c, n));
			fields_items_apart(a, b, true, &arena, &ia, &ib);
			c = fields_compare(&ia, &ib, &arena, &n);
			bad += strcmp(buf_z(&whole), show(c, n)) != 0;
			buf_release(&whole);
		}
	ok(!bad, "what is written alike is left out without a loss");
}

static void
privacy(void)
{
	struct items in = items(HEAD("ho_ten: An\ngioi_tinh: nu\nla: 1\n"
				     "than: [{ten: B, la: x}]\n") "x\n");
	static const struct {
		const char *path;
		bool private, entry;
	} want[] = {
		{ "ma", false, false },
		{ "ho_ten", true, false },
		{ "gioi_tinh", false, false },
		{ "than", true, true },
		{ "la", true, false },
		{ "body", true, false },
	};
	bool good = in.n == sizeof want / sizeof *want;

	for (size_t i = 0; good && i < in.n; i++)
		good = str_is(in.all[i].path, want[i].path) &&
		    in.all[i].private == want[i].private &&
		    in.all[i].entry_private == want[i].entry;
	ok(good, "private values are known as such");
}

static void
spans(void)
{
	static const char text[] =
	    HEAD("ho_ten: 'An'\nthe: [a, bê]\n") "\n## A\nx\n\n";
	static const char *const want[] = { "a", "'An'", "a", "bê", "x" };
	struct items in = items(text);
	bool good = in.n == sizeof want / sizeof *want;

	for (size_t i = 0; good && i < in.n; i++)
		good = str_is((struct str){ text + in.all[i].off,
				  in.all[i].end - in.all[i].off },
		    want[i]);
	ok(good, "items tell where they are written");
}

int
main(void)
{
	struct source *s = source_memory();
	struct findings to = { .say = say_text, .to = stdout };

	source_memory_add(s, STR("schema/repository.md"), str_of(repository));
	source_memory_add(s, STR("schema/types/nguoi.md"), str_of(type_nguoi));
	if (!ok(schema_read(&schema, s, "schema", &to), "the schema reads"))
		return done();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(cases[i].a, cases[i].b, cases[i].want, cases[i].what);
		texts[2 * i] = cases[i].a;
		texts[2 * i + 1] = cases[i].b;
	}
	for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
		const char *got = merge(merges[i].base, merges[i].ours,
		    merges[i].theirs, merges[i].text);

		if (!ok(strcmp(got, merges[i].want) == 0, "merge: %s",
			merges[i].what))
			printf("# got:\n%s# want:\n%s", got, merges[i].want);
	}
	laws();
	apart();
	privacy();
	spans();
	schema_release(&schema);
	source_close(s);
	arena_release(&arena);
	return done();
}
