/* What is mended where there is one right answer: a table of values of a field
 * as they are written and as they should be, and what is left alone. */
#include "check/fix.h"

#include <string.h>

#include "base/buf.h"
#include "git/source.h"
#include "test.h"

static const char repository[] =
    "---\nformat: 1\ndefault_type: nguoi\nzone: Asia/Ho_Chi_Minh\n---\n";
static const char page[] =
    "---\ntype: nguoi\nfields:\n"
    "  ten: {type: name, private: true, label: {vi: Họ và tên, en: Name}}\n"
    "  ngay: {type: date, label: {vi: Ngày sinh, en: Born}}\n"
    "  thang: {type: date, partial: true}\n"
    "  so: int\n"
    "  tl: {type: decimal, max: 100}\n"
    "  co: flag\n"
    "  ma: id\n"
    "  van_ban: docno\n"
    "  ghi: text\n"
    "  hoc: {type: enum, label: {vi: Học vấn, en: School}, values: "
    "{thcs: {vi: Trung học cơ sở, en: Lower}, "
    "bc: {vi: \"Biết đọc, biết viết\", en: Reads}, "
    "da-hoc: {vi: Đã học, en: Learnt}, ban: Bạn, bang: {vi: Bán, en: Sold}}}\n"
    "  viec: {type: list, of: line}\n"
    "  lop: {type: list, key: ngay, fields: {ngay: date, so: decimal}}\n"
    "---\n";

/* Lines of front matter; now NULL: they stay as they are. */
static const struct {
	const char *was, *now;
} rows[] = {
	{ "ngay: 2021-06-30", NULL },
	{ "ngay: 8/3/1999", "ngay: 1999-03-08" },
	{ "ngay: 8/3/1999   # khai sinh", "ngay: 1999-03-08   # khai sinh" },
	{ "ngay: '08-03-1999'", "ngay: '1999-03-08'" },
	{ "ngay: \"8.3.1999\"", "ngay: \"1999-03-08\"" },
	{ "ngay: ngày 8 tháng 3 năm 1999", "ngay: 1999-03-08" },
	{ "ngay: 3/1999", NULL },
	{ "ngay: 8/3/99", NULL },
	{ "ngay: 30/2/1999", NULL },
	{ "thang: 3/1999", "thang: 1999-03" },
	{ "so: 1.234", "so: 1234" },
	{ "so: 1.23", NULL },
	{ "tl: 67,14", "tl: 67.14" },
	{ "tl: -67,14", "tl: -67.14" },
	{ "tl: 67,", NULL },
	{ "co: y", "co: co" },
	{ "co: ko", "co: khong" },
	{ "co: khôg", NULL },
	{ "hoc: Trung hoc cơ sở", "hoc: Trung học cơ sở" },
	{ "hoc: trung hoc co so", "hoc: Trung học cơ sở" },
	{ "hoc: da hoc", "hoc: da-hoc" },
	{ "hoc: biet doc, biet viet", "hoc: \"Biết đọc, biết viết\"" },
	{ "hoc: Bàn", NULL }, /* another word */
	{ "hoc: thc", NULL }, /* a guess */
	{ "hoc: THCS", "hoc: thcs" },
	{ "ngày sinh: 1999-03-08", NULL },
	{ "Ngay sinh: 8/3/1999", "Ngày sinh: 1999-03-08" },
	{ "Ngay sinh: 1999-03-08\nngay: 1999-03-08", NULL },
	{ "Ngay sihn: 1999-03-08", NULL },
	{ "ten: Ðinh Văn A", "ten: Đinh Văn A" },
	{ "ten: \"Ðinh\xc2\xa0V\u0103n A\"", "ten: \"Đinh Văn A\"" },
	{ "ten: \"Đinh V?n A\"", NULL },
	{ "ghi: Ðinh Văn A", "ghi: Đinh Văn A" },
	{ "ghi: |\n  Ðà Nẵng,\n  Việt Nam", "ghi: |\n  Đà Nẵng,\n  Việt Nam" },
	{ "ghi: \"Ðà\xc2\xa0Nẵng\"", NULL }, /* the space may be meant */
	{ "van_ban: 12–QĐ/HU", "van_ban: 12-QĐ/HU" },
	{ "ma: \u0430b-1", "ma: ab-1" },
	{ "lop: [{ngay: 8/3/1999, so: 1}]",
	    "lop: [{ngay: 1999-03-08, so: 1}]" },
	{ "lop:\n  - ngay: 8/3/1999 # c\n    so: 2,5\n  - {so: \"3,5\"}",
	    "lop:\n  - ngay: 1999-03-08 # c\n    so: 2.5\n  - {so: \"3.5\"}" },
	{ "viec: [\"Ðo\", b]", "viec: [\"Đo\", b]" },
};

static struct str
whole(struct arena *a, const char *head, const char *body)
{
	return str_of(arena_f(a, "---\n%s\n---\n%s", head, body));
}

static struct str
fixed(const struct schema *s, struct str text, struct arena *a)
{
	struct fixing f = { .type = &s->types[0], .path = "a.md" };
	struct str now;

	fix_record(&f, text);
	now = arena_keep(a, f.text);
	fix_release(&f);
	return now;
}

int
main(void)
{
	struct source *src = source_memory();
	struct findings to = { 0 };
	struct schema schema;
	struct arena a = { 0 };

	source_memory_add(src, STR("schema/repository.md"), str_of(repository));
	source_memory_add(src, STR("schema/types/nguoi.md"), str_of(page));
	ok(schema_read(&schema, src, "schema", &to), "the schema reads");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str was = whole(&a, rows[i].was, "body\n");
		struct str now = fixed(&schema, was, &a);
		struct str want =
		    rows[i].now ? whole(&a, rows[i].now, "body\n") : was;

		ok(str_eq(now, want), "%s: %.*s", rows[i].was, STRF(now));
		ok(str_eq(fixed(&schema, now, &a), now), "%s: once is enough",
		    rows[i].was);
	}
	ok(str_is(fixed(&schema,
		      STR("\xef\xbb\xbf---\r\nngay: 8/3/1999\r\nghi: |\r\n"
			  "  ho\xcc\x80"
			  "a\r\n...\r\nbo\xcc\x80\r\n"),
		      &a),
	       "---\nngay: 1999-03-08\nghi: |\n  hòa\n---\nbò\n"),
	    "byte order mark, line ends, letters and fence");
	ok(str_is(fixed(&schema, STR("---\r\nngay: [8/3/1999\r\n---\r\n"), &a),
	       "---\r\nngay: [8/3/1999\r\n---\r\n"),
	    "what does not parse stays");
	arena_release(&a);
	schema_release(&schema);
	source_close(src);
	return done();
}
