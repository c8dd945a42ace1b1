#ifndef LAYOUT_LAW_H
#define LAYOUT_LAW_H

/* What holds of every record that is laid out: it says what it said, keys stand
 * in the order of the schema by one spelling, no comment is lost, and once is
 * enough. */

#include <string.h>

#include "base/arena.h"
#include "record/layout.h"
#include "record/record.h"
#include "schema/schema.h"

/* A record as it was laid out; the arena is the caller's to release. */
struct laid {
	bool read;
	struct str once, twice;
	struct arena arena;
};

/* The type by which odd records are written, in another order. */
static const char layout_type[] =
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
laid_out(const struct schema *schema, const struct type *type, const char *path,
    struct str text, bool labels, struct arena *a)
{
	struct findings silent = { 0 };
	struct record_edit e = { .schema = schema,
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

/* What is wrong; NULL: nothing. laid.s is NULL where the record does not read,
 * or is refused. */
static const char *
layout_law(const struct schema *schema, const struct type *type,
    const char *path, struct str text, bool labels, struct laid *l)
{
	struct findings silent = { 0 };
	struct record was, now;

	l->read = record_read(&was, type, path, text, &l->arena, &silent);
	if (!l->read)
		return NULL;
	l->once = laid_out(schema, type, path, text, labels, &l->arena);
	if (!l->once.s)
		return NULL;
	l->twice = laid_out(schema, type, path, l->once, labels, &l->arena);
	if (!record_read(&now, type, path, l->once, &l->arena, &silent))
		return "it does not read";
	if (!is_same_record(&was, &now))
		return "it says something else";
	if (!is_laid_out(&type->fields, now.front.root, labels, true))
		return "it is not laid out";
	if (comments(text) != comments(l->once))
		return "a comment is lost";
	return str_eq(l->once, l->twice) ? NULL : "twice is not once";
}

#endif
