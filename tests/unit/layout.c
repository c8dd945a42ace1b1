/* Records that are written as oddly as people write them are laid out, by names
 * and by labels: they say what they said, keys stand in the order of the schema
 * by one spelling, no comment is lost, and once is enough. "layout N" does so
 * with N records, "layout N DIR" with each N-th of a repository. */
#include <stdlib.h>
#include <string.h>

#include "../odd_record.h"
#include "git/source.h"
#include "record/layout.h"
#include "test.h"
#include "text/say.h"

enum { RECORDS = 1500, SEED = 20260101 };

/* The type by which odd records are written, in another order. */
static const char other_type[] =
    "---\n"
    "type: nguoi\n"
    "label: {vi: Người, en: Person}\n"
    "fields:\n"
    "  ma: {type: id, label: {vi: Mã}}\n"
    "  than: {type: list, fields: {la: line, ten: line}}\n"
    "  nhan_xet: {type: list, key: ky, label: {vi: Nhận xét}, fields: {giay: "
    "{type: list, of: line}, xep: {type: enum, label: {vi: Xếp loại}, values: "
    "{kha: {vi: Khá}, tot: {vi: Tốt}}}, o: {type: map, label: {vi: Ở}, "
    "fields: {y: line, x: {type: line, label: {vi: Xã}}}}, ky: {type: period, "
    "label: {vi: Kỳ}}, loi: {type: text, label: {vi: Lời}}}}\n"
    "  gioi_thieu: {type: map, label: {vi: Giới thiệu}, fields: {y: text, boi: "
    "{type: line, label: {vi: Người}}, ngay: {type: date, label: {vi: Ngày}}}}"
    "\n"
    "  ghi: {type: text, label: {vi: 'Ghi chú, nếu có'}}\n"
    "  giup: {type: list, key: [ai, tu], fields: {y: {type: list, key: s, "
    "fields: {l: line, s: int}}, den: date, ai: line, tu: date}}\n"
    "  ho_ten: {type: name, label: {vi: Họ và tên, en: Full name}}\n"
    "  sinh: {type: date, partial: true, label: {vi: Ngày sinh}}\n"
    "  co_mat: {type: flag, label: {vi: Có mặt}}\n"
    "  the: {type: list, of: line, label: {vi: Thẻ}}\n"
    "  gioi_tinh: {type: enum, label: {vi: Giới tính}, values: {nu: {vi: Nữ, "
    "en: Female, also: [Đàn bà]}, nam: {vi: Nam, en: Male}}}\n"
    "  so: {type: int, label: {vi: Số}}\n"
    "  noi: {type: line, label: {vi: 'Nơi: xã, thôn'}}\n"
    "  diem: {type: decimal, label: {vi: Điểm}}\n"
    "---\n";

static struct schema schema, writers;
static struct tally {
	size_t records, changed, refused, wrong;
} tally;

/* What a record says, as its type reads it. */
static bool
is_same_value(const struct field *f, const struct value *a,
    const struct value *b, bool row)
{
	bool list = f->kind == KIND_LIST && !row;
	size_t n = list ? a->n : f->fields.n;

	if (a->bad != b->bad || a->n != b->n || !a->parts != !b->parts ||
	    !a->node != !b->node ||
	    (f->kind == KIND_ENUM && a->i != b->i && !a->bad) ||
	    !str_eq(a->text, b->text))
		return false;
	for (size_t i = 0; a->parts && i < n; i++) {
		const struct field *part = !list ? &f->fields.all[i] :
		    f->of                        ? f->of :
						   f;

		if (!is_same_value(part, &a->parts[i], &b->parts[i],
			list && !f->of))
			return false;
	}
	return true;
}

static bool
is_same_record(const struct record *a, const struct record *b)
{
	for (size_t i = 0; i < a->type->fields.n; i++)
		if (!is_same_value(&a->type->fields.all[i], &a->values[i],
			&b->values[i], false))
			return false;
	return str_eq(a->front.body, b->front.body) && str_eq(a->id, b->id);
}

static size_t
comments(struct str text)
{
	static const char *const all[] = { "# ghi chú: {x", "# một ghi chú",
		"# ở giữa" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct str rest = text, c = str_of(all[i]);

		for (size_t at; (at = str_find_str(rest, c)) < rest.n; n++)
			rest = str_from(rest, at + c.n);
	}
	return n;
}

/* Of keys and words, and, but for maps in brackets that a comment keeps as they
 * are, of the order. */
static bool
is_laid_out(const struct fields *in, const struct node *map, bool labels,
    bool order)
{
	int last = FIELD_NONE;

	for (const struct node *n = map->first; n; n = n->next) {
		int i = spellings_find(&in->by, n->key);
		const struct field *f = i == FIELD_NONE ? NULL : &in->all[i];

		if (!f)
			continue;
		if (order && i < last)
			return false;
		last = i;
		if (!str_eq(n->key,
			labels ? str_of(name_shown(&f->name, LANG_VI)) :
				 f->name.name) &&
		    !(labels && f->name.label.in[LANG_EN] &&
			str_is(n->key, f->name.label.in[LANG_EN])))
			return false;
		if (f->kind == KIND_MAP && n->kind == NODE_MAP &&
		    !is_laid_out(&f->fields, n, labels,
			n->style == STYLE_BLOCK))
			return false;
		if (f->kind != KIND_LIST || f->of || n->kind != NODE_LIST)
			continue;
		for (const struct node *e = n->first; e; e = e->next)
			if (e->kind == NODE_MAP &&
			    !is_laid_out(&f->fields, e, labels,
				e->style == STYLE_BLOCK))
				return false;
	}
	return true;
}

static struct str
laid_out(const struct type *type, const char *path, struct str text,
    bool labels, struct arena *a)
{
	struct findings silent = { 0 };
	struct record_edit e = { .schema = &schema,
		.type = type,
		.path = path,
		.latest = DAY_NONE,
		.to = &silent };
	struct str now = { 0 };

	if (record_edit_begin(&e, text) && record_layout(&e, labels))
		now = arena_keep(a, e.text);
	record_edit_release(&e);
	return now;
}

static void
lay(const struct type *type, const char *path, struct str text, bool labels)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct record was, now;
	const char *why = NULL;
	struct str laid, again;

	if (!record_read(&was, type, path, text, &a, &silent))
		goto out;
	tally.records++;
	laid = laid_out(type, path, text, labels, &a);
	if (!laid.s) {
		tally.refused++;
		goto out;
	}
	tally.changed += !str_eq(laid, text);
	again = laid_out(type, path, laid, labels, &a);
	if (!record_read(&now, type, path, laid, &a, &silent))
		why = "it does not read";
	else if (!is_same_record(&was, &now))
		why = "it says something else";
	else if (!is_laid_out(&type->fields, now.front.root, labels, true))
		why = "it is not laid out";
	else if (comments(text) != comments(laid))
		why = "a comment is lost";
	else if (!str_eq(laid, again))
		why = "twice is not once";
	if (why && tally.wrong++ < 3)
		printf("# %s (%s):\n%.*s\n# became\n%.*s\n# then\n%.*s\n", why,
		    labels ? "labels" : "names", STRF(text), STRF(laid),
		    STRF(again));
out:
	arena_release(&a);
}

/* As if saved on Windows. */
static void
with_crlf(struct buf *b)
{
	struct str rest = buf_str(b), line;
	struct buf out = { 0 };

	while (str_split(&rest, '\n', &line) && (rest.s || line.n)) {
		buf_add(&out, line);
		buf_addz(&out, "\r\n");
	}
	buf_release(b);
	*b = out;
}

static void
odd_records(size_t n)
{
	uint64_t seed = SEED;

	for (size_t i = 0; i < n; i++) {
		struct buf b = { 0 };

		odd_record(&seed, &b, &writers.types[0]);
		if (i % 5 == 0)
			with_crlf(&b);
		lay(&schema.types[0], "x.md", buf_str(&b), i % 2);
		buf_release(&b);
	}
}

static void
records_of(struct source *s, size_t nth)
{
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
			    source_read(s, all[k].path, &b, &silent)) {
				lay(t, all[k].path, buf_str(&b), false);
				lay(t, all[k].path, buf_str(&b), true);
			}
			buf_release(&b);
		}
		arena_release(&a);
	}
}

static struct source *
memory_of(const char *type)
{
	struct source *s = source_memory();

	source_memory_add(s, STR("schema/repository.md"),
	    str_of(odd_repository));
	source_memory_add(s, STR("schema/types/nguoi.md"), str_of(type));
	return s;
}

int
main(int argc, char **argv)
{
	struct findings to = { .say = say_text, .to = stdout };
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : RECORDS;
	struct source *odd = memory_of(odd_type);
	struct source *s =
	    argc > 2 ? source_worktree(argv[2], &to) : memory_of(other_type);

	if (!ok(s && n && schema_read(&schema, s, "schema", &to) &&
		    schema_read(&writers, odd, "schema", &to),
		"the schema reads"))
		return done();
	if (argc > 2)
		records_of(s, n);
	else
		odd_records(n);
	printf("# %zu records, %zu of them changed, %zu refused\n",
	    tally.records, tally.changed, tally.refused);
	ok(tally.wrong == 0, "each says what it said: %zu are wrong",
	    tally.wrong);
	ok(tally.changed > 0, "there was something to lay out");
	ok(tally.refused * 50 <= tally.records, "hardly any is refused");
	schema_release(&schema);
	schema_release(&writers);
	source_close(s);
	source_close(odd);
	return done();
}
