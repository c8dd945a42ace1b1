#ifndef ODD_RECORD_H
#define ODD_RECORD_H

/* Records written as oddly as people write them: comments, empty lines, quotes,
 * brackets over several lines, texts of several lines, any spelling, any
 * indentation, any end of a line. Most of them read; whoever asks looks. */

#include <string.h>

#include "base/buf.h"
#include "draw.h"
#include "parse/emit.h"
#include "schema/type.h"

/* A type with a field of every shape. */
static const char odd_repository[] = "---\nformat: 1\n---\n";

static const char odd_type[] =
    "---\n"
    "type: nguoi\n"
    "label: {vi: Người, en: Person}\n"
    "fields:\n"
    "  ho_ten: {type: name, label: {vi: Họ và tên, en: Full name}}\n"
    "  gioi_tinh: {type: enum, label: {vi: Giới tính}, values: {nam: {vi: Nam, "
    "en: Male}, nu: {vi: Nữ, en: Female, also: [Đàn bà]}}}\n"
    "  co_mat: {type: flag, label: {vi: Có mặt}}\n"
    "  diem: {type: decimal, label: {vi: Điểm}}\n"
    "  so: {type: int, label: {vi: Số}}\n"
    "  sinh: {type: date, partial: true, label: {vi: Ngày sinh}}\n"
    "  ghi: {type: text, label: {vi: 'Ghi chú, nếu có'}}\n"
    "  noi: {type: line, label: {vi: 'Nơi: xã, thôn'}}\n"
    "  gioi_thieu: {type: map, label: {vi: Giới thiệu}, fields: {ngay: {type: "
    "date, label: {vi: Ngày}}, boi: {type: line, label: {vi: Người}}, y: "
    "text}}\n"
    "  the: {type: list, of: line, label: {vi: Thẻ}}\n"
    "  nhan_xet: {type: list, key: ky, label: {vi: Nhận xét}, fields: {ky: "
    "{type: period, label: {vi: Kỳ}}, loi: {type: text, label: {vi: Lời}}, "
    "xep: {type: enum, label: {vi: Xếp loại}, values: {tot: {vi: Tốt}, kha: "
    "{vi: Khá}}}, giay: {type: list, of: line}, o: {type: map, label: {vi: Ở}, "
    "fields: {x: {type: line, label: {vi: Xã}}, y: line}}}}\n"
    "  giup: {type: list, key: [ai, tu], fields: {ai: line, tu: date, den: "
    "date, y: {type: list, key: s, fields: {s: int, l: line}}}}\n"
    "  than: {type: list, fields: {ten: line, la: line}}\n"
    "  ma: {type: id, label: {vi: Mã}}\n"
    "---\n";

static const char *const odd_lines[] = { "Hà Lam", "Đặng Thị Ấn", "a: b", "#c",
	"x #y", "it's", "\"quoted\"", "- x", "null", "~", "0012", "no", "3.10",
	"{x", "[y]", "a, b", "x}", "@a", "%b", "&c", "*d", "!e", "|", ">",
	"? f", "back\\slash", "“a”", "a  b", "12:30", "=", "<<", "...", "---",
	"x:", "'", "\"", "tab\there", "thôn 2 (tổ 5), xã Tam Quang" };
static const char *const odd_texts[] = { "một\nhai", "một\n", "a\n\n\nb\n",
	"# c\nx", "---\nx\n---", "  a\n b", "a\n  b\n", "\na", "a\n\n",
	"k: v\nl", "- x\n- y\n", "dài và dài và dài\nvà hết" };
static const char *const odd_days[] = { "2021-03-05", "1999-03-08",
	"2020-02-29" };
static const char *const odd_periods[] = { "2021-Q1", "2021-Q2", "2021-06",
	"2020" };
static const char *const odd_words[] = { "dv-a-0017", "x", "a/b-c", "mã-1" };
enum { ODD_DEEP = 4 };

#define ODD_PICK(seed, all)                                                    \
	((all)[draw_below((seed), sizeof(all) / sizeof *(all))])

static inline bool
odd_one_in(uint64_t *seed, size_t n)
{
	return draw_below(seed, n) == 0;
}

/* A value that a field takes, as it is compared. */
static struct str
odd_value(uint64_t *seed, const struct field *f)
{
	switch (f->kind) {
	case KIND_ENUM:
		return f->values[draw_below(seed, f->n_values)].name;
	case KIND_FLAG:
		return odd_one_in(seed, 2) ? STR("1") : STR("0");
	case KIND_DATE:
		return str_of(ODD_PICK(seed, odd_days));
	case KIND_PERIOD:
		return str_of(ODD_PICK(seed, odd_periods));
	case KIND_INT:
		return odd_one_in(seed, 2) ? STR("7") : STR("-12");
	case KIND_DECIMAL:
		return odd_one_in(seed, 2) ? STR("67.14") : STR("3");
	case KIND_ID:
	case KIND_REF:
		return str_of(ODD_PICK(seed, odd_words));
	case KIND_SLUG:
		return STR("a/b-c");
	case KIND_DOCNO:
		return STR("12-QĐ/HU");
	case KIND_TEXT:
		if (odd_one_in(seed, 2))
			return str_of(ODD_PICK(seed, odd_texts));
		/* fall through */
	default:
		return str_of(ODD_PICK(seed, odd_lines));
	}
}

/* The same as somebody spells it. */
static struct str
odd_spelling(uint64_t *seed, const struct field *f, struct str v)
{
	static const char *const words[2][4] = { { "khong", "không", "No",
						     "false" },
		{ "co", "Có", "YES", "true" } };
	const struct name *n = f->kind == KIND_ENUM ?
	    name_find(f->values, f->n_values, sizeof *f->values, v) :
	    NULL;

	if (f->kind == KIND_FLAG)
		return str_of(words[str_is(v, "1")][draw_below(seed, 4)]);
	if (n && odd_one_in(seed, 2))
		return str_of(name_shown(n, LANG_VI));
	if (n && n->n_also && odd_one_in(seed, 2))
		return n->also[0];
	return v;
}

static void
odd_comment(uint64_t *seed, struct buf *b)
{
	if (odd_one_in(seed, 6))
		buf_addf(b, " %*s# ghi chú: {x", (int)draw_below(seed, 4), "");
	else if (odd_one_in(seed, 8))
		buf_addz(b, "  ");
}

static void
odd_gap(uint64_t *seed, struct buf *b)
{
	while (odd_one_in(seed, 6)) {
		if (odd_one_in(seed, 2))
			buf_addf(b, "%*s# một ghi chú",
			    (int)draw_below(seed, 5), "");
		buf_addc(b, '\n');
	}
}

static void
odd_key(uint64_t *seed, struct buf *b, const struct field *f, bool labels,
    enum emit_in in)
{
	bool label = odd_one_in(seed, 8) ? !labels : labels;
	struct str key =
	    label ? str_of(name_shown(&f->name, LANG_VI)) : f->name.name;

	if (odd_one_in(seed, 12))
		buf_addf(b, "\"%.*s\"", STRF(key));
	else
		emit_key(b, key, in);
	buf_addz(b, odd_one_in(seed, 15) ? " :" : ":");
}

static void
odd_scalar(uint64_t *seed, struct buf *b, struct str v, enum emit_in in)
{
	static const enum node_style styles[] = { STYLE_PLAIN, STYLE_PLAIN,
		STYLE_SINGLE, STYLE_DOUBLE };

	emit_scalar(b, v, ODD_PICK(seed, styles), in);
}

static void odd_flow(uint64_t *, struct buf *, const struct fields *,
    bool labels, int deep);

static void
odd_space(uint64_t *seed, struct buf *b)
{
	if (odd_one_in(seed, 12)) {
		if (odd_one_in(seed, 3))
			buf_addz(b, " # ở giữa");
		buf_addf(b, "\n%*s", 10 + (int)draw_below(seed, 4), "");
	} else if (odd_one_in(seed, 3)) {
		buf_addc(b, ' ');
	}
}

static void
odd_flow_value(uint64_t *seed, struct buf *b, const struct field *f,
    bool labels, int deep)
{
	size_t n = draw_below(seed, 4);

	if (f->kind == KIND_MAP) {
		odd_flow(seed, b, &f->fields, labels, deep);
	} else if (f->kind == KIND_LIST) {
		buf_addc(b, '[');
		for (size_t i = 0; i < n; i++) {
			odd_space(seed, b);
			if (f->of)
				odd_scalar(seed, b, odd_value(seed, f->of),
				    EMIT_FLOW);
			else
				odd_flow(seed, b, &f->fields, labels, deep);
			if (i + 1 < n)
				buf_addc(b, ',');
		}
		buf_addc(b, ']');
	} else if (!odd_one_in(seed, 12)) {
		odd_scalar(seed, b, odd_spelling(seed, f, odd_value(seed, f)),
		    EMIT_FLOW);
	}
}

static void
odd_flow(uint64_t *seed, struct buf *b, const struct fields *in, bool labels,
    int deep)
{
	bool any = false;

	buf_addc(b, '{');
	for (size_t i = 0; i < in->n && deep < ODD_DEEP; i++) {
		if (odd_one_in(seed, 3))
			continue;
		if (any)
			buf_addc(b, ',');
		odd_space(seed, b);
		odd_key(seed, b, &in->all[i], labels, EMIT_FLOW);
		buf_addc(b, ' ');
		odd_flow_value(seed, b, &in->all[i], labels, deep + 1);
		any = true;
	}
	odd_space(seed, b);
	buf_addc(b, '}');
}

static void odd_block(uint64_t *, struct buf *, const struct fields *,
    bool labels, int col, int deep);

/* A text of several lines behind "|" or ">". */
static void
odd_literal(uint64_t *seed, struct buf *b, struct str v, int col)
{
	struct buf sign = { 0 }, lines = { 0 };

	if (emit_literal(&sign, &lines, v, (size_t)col, STR("\n"))) {
		if (odd_one_in(seed, 4))
			sign.s[0] = '>';
		buf_add(b, buf_str(&sign));
		odd_comment(seed, b);
		buf_addc(b, '\n');
		buf_add(b, buf_str(&lines));
	} else {
		emit_scalar(b, v, STYLE_DOUBLE, EMIT_BLOCK);
		buf_addc(b, '\n');
	}
	buf_release(&sign);
	buf_release(&lines);
}

static void
odd_rows(uint64_t *seed, struct buf *b, const struct field *f, bool labels,
    int col, int deep)
{
	for (size_t n = 1 + draw_below(seed, 3); n > 0; n--) {
		odd_gap(seed, b);
		buf_addf(b, "%*s-%*s", col, "", 1 + (int)draw_below(seed, 2),
		    "");
		if (f->of) {
			odd_scalar(seed, b, odd_value(seed, f->of), EMIT_BLOCK);
		} else if (odd_one_in(seed, 2)) {
			odd_flow(seed, b, &f->fields, labels, deep);
		} else {
			struct buf row = { 0 };
			int in = col + 2;

			/* the first key stands behind the '-' */
			odd_block(seed, &row, &f->fields, labels, in, deep);
			while (row.n && (row.s[0] == '\n' || row.s[0] == '#')) {
				struct str rest = buf_str(&row), line;
				struct buf cut = { 0 };

				str_split(&rest, '\n', &line);
				buf_add(&cut, rest);
				buf_release(&row);
				row = cut;
			}
			while (b->s[b->n - 1] == ' ')
				buf_cut(b, b->n - 1);
			if (row.n > (size_t)in && row.s[in - 1] == ' ' &&
			    row.s[in] != ' ' && row.s[in] != '#') {
				buf_addc(b, ' ');
				buf_add(b, str_from(buf_str(&row), (size_t)in));
			} else {
				buf_addc(b, '\n');
			}
			buf_release(&row);
			continue;
		}
		odd_comment(seed, b);
		buf_addc(b, '\n');
	}
}

static void
odd_block_value(uint64_t *seed, struct buf *b, const struct field *f,
    bool labels, int col, int deep)
{
	int in = col + 1 + (int)draw_below(seed, 4);
	struct str v;

	if (f->kind == KIND_MAP && !odd_one_in(seed, 3)) {
		odd_comment(seed, b);
		buf_addc(b, '\n');
		odd_block(seed, b, &f->fields, labels, in, deep);
		return;
	}
	if (f->kind == KIND_LIST && !odd_one_in(seed, 4)) {
		odd_comment(seed, b);
		buf_addc(b, '\n');
		odd_rows(seed, b, f, labels, odd_one_in(seed, 4) ? col : in,
		    deep);
		return;
	}
	if (f->kind == KIND_MAP || f->kind == KIND_LIST) {
		buf_addc(b, ' ');
		odd_flow_value(seed, b, f, labels, deep);
	} else if (odd_one_in(seed, 10)) {
		buf_addz(b, odd_one_in(seed, 2) ? " ~" : "");
	} else {
		v = odd_value(seed, f);
		buf_addf(b, "%*s", 1 + (int)draw_below(seed, 2), "");
		if (str_find(v, '\n') < v.n) {
			odd_literal(seed, b, v, in);
			return;
		}
		odd_scalar(seed, b, odd_spelling(seed, f, v), EMIT_BLOCK);
	}
	odd_comment(seed, b);
	buf_addc(b, '\n');
}

static void
odd_block(uint64_t *seed, struct buf *b, const struct fields *in, bool labels,
    int col, int deep)
{
	for (size_t i = 0; i < in->n && deep < ODD_DEEP; i++) {
		if (odd_one_in(seed, 3))
			continue;
		odd_gap(seed, b);
		buf_addf(b, "%*s", col, "");
		odd_key(seed, b, &in->all[i], labels, EMIT_BLOCK);
		odd_block_value(seed, b, &in->all[i], labels, col, deep + 1);
	}
}

static inline void
odd_record(uint64_t *seed, struct buf *out, const struct type *t)
{
	struct buf b = { 0 };
	struct str rest, line;
	bool crlf = odd_one_in(seed, 5);

	buf_addz(&b, "---\n");
	odd_block(seed, &b, &t->fields, odd_one_in(seed, 2), 0, 0);
	odd_gap(seed, &b);
	buf_addz(&b, "---\n\n## Hoàn cảnh\n\nMột câu.\n");
	if (odd_one_in(seed, 10))
		buf_addz(out, "\xef\xbb\xbf");
	rest = buf_str(&b);
	while (rest.n && str_split(&rest, '\n', &line))
		buf_addf(out, crlf ? "%.*s\r\n" : "%.*s\n", STRF(line));
	buf_release(&b);
}

#endif
