/* A mapping page and a file of text in whatever code, from anyone: what cannot
 * be read is said, each doubt has its place, each record that would be written
 * reads back without a word and keeps its row, and the same file once more
 * changes nothing.
 *
 * The input is a letter (u, t, n, v, c: which code is named), the page's lines
 * behind "type: t" up to one of "===" (none: a page of ours), and the file. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "git/entry.h"
#include "git/source.h"
#include "hold.h"
#include "import/delimited.h"
#include "import/import.h"
#include "record/record.h"
#include "schema/schema.h"
#include "text/day.h"

enum { MOST = 1 << 13 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char type_u[] =
    "---\ntype: u\nid: ma\nfields: {ma: slug, ten: line}\n---\n";
static const char type_t[] =
    "---\ntype: t\nid: ma\nsame_person: [ten, sinh]\nfields:\n"
    "  ma: {type: id, required: true, immutable: true}\n"
    "  ten: {type: name, required: true}\n"
    "  sinh: {type: date, partial: true}\n"
    "  gt: {type: enum, values: {nam: {vi: Nam}, nu: {vi: Nữ}}}\n"
    "  so: docno\n  diem: decimal\n  dem: int\n  co: flag\n  ky: period\n"
    "  ghi: text\n  dv: {type: ref, to: u}\n  tren: {type: ref, to: t}\n"
    "  vao: {type: map, fields: {ngay: {type: date, event: true}, so: docno}}\n"
    "  ds: {type: list, key: tu, fields: {tu: {type: date, required: true}, "
    "dv: {type: ref, to: u}}}\n"
    "stages:\n  vao: {since: vao.ngay, label: {vi: Đã vào}}\n---\n";
static const char page_own[] =
    "---\nimport: p\ntype: t\nempty: [\"-\"]\nwords: {CB: Chi bộ}\ncolumns:\n"
    "  - {heading: Mã, field: ma}\n  - {heading: Tên, field: ten}\n"
    "  - {heading: Sinh, field: sinh, doubts: take}\n"
    "  - {heading: GT, field: gt, values: {x: nam}}\n"
    "  - {heading: Số, field: so}\n  - {heading: Điểm, field: diem}\n"
    "  - {heading: Đếm, field: dem, doubts: hold}\n"
    "  - {heading: Có, field: co}\n  - {heading: Kỳ, field: ky}\n"
    "  - {heading: Ghi, field: ghi}\n  - {heading: DV, field: dv}\n"
    "  - {heading: Trên, field: tren}\n"
    "  - {heading: Vào, field: vao.ngay}\n  - {heading: SV, field: vao.so}\n"
    "  - {heading: Từ, field: \"ds[].tu\"}\n"
    "  - {heading: Tại, field: \"ds[].dv\"}\n"
    "  - {heading: Từ 2, field: \"ds[2].tu\"}\n"
    "  - {heading: GĐ, agrees: stage}\n---\n";

static size_t
told(const struct findings *to)
{
	return to->count[ERROR] + to->count[TROUBLE];
}

static struct source *
source_of(struct str page)
{
	struct source *s = source_memory();

	source_memory_add(s, STR("schema/repository.md"),
	    STR("---\nformat: 1\nzone: UTC\ndefault_type: t\n---\n"));
	source_memory_add(s, STR("schema/types/u.md"), str_of(type_u));
	source_memory_add(s, STR("schema/types/t.md"), str_of(type_t));
	source_memory_add(s, STR("schema/import/p.md"), page);
	source_memory_add(s, STR("records/u/a.md"),
	    STR("---\nma: a\nten: Chi bộ A\n---\n"));
	source_memory_add(s, STR("records/t/cu.md"),
	    STR("---\nma: cu\nten: Lê Thị Cũ\nsinh: 1990\ngt: nu\n---\n"));
	return s;
}

/* Each would be taken as it is. */
static void
check_file(const struct import *m, const struct import_file *f)
{
	struct arena a = { 0 };
	struct findings to = { 0 };
	struct record r;

	hold(entry_is_inside(str_of(f->path)), "a file somewhere else");
	hold(record_read(&r, m->page->type, f->path, f->text, &a, &to),
	    "a record that cannot be read");
	hold(!told(&to), "a record that has an error");
	hold(r.id.n, "a record without an id");
	hold(str_find_str(f->text, STR("```knimport p\n")) < f->text.n,
	    "a record that lost its row");
	arena_release(&a);
}

static void
check_doubt(const struct import_doubt *d)
{
	hold(d->sheet && d->why && *d->why, "a doubt about nothing");
	hold(d->row >= 0, "a row before the first");
	hold(d->column == (size_t)IMPORT_NO_COLUMN || d->heading.n ||
		d->find == FIND_IMPORT_CELL,
	    "a column that has no heading");
}

/* How many files it would write; -1: something stops it. */
static long
plan(struct schema *schema, struct source *s, const struct import_page *page,
    const struct workbook *w, bool again)
{
	struct findings to = { 0 };
	int day = DAY_NONE;
	struct import m = { .schema = schema,
		.source = s,
		.page = page,
		.to = &to };
	long n = -1;

	day_parse(STR("2021-06-30"), &day);
	m.today = m.latest = day;
	if (import_plan(&m, w)) {
		n = m.blocked ? 0 : (long)m.n_files;
		hold(m.rows == m.created + m.changed + m.same + m.held,
		    "rows that nothing became of");
		for (size_t i = 0; i < m.n_doubts; i++)
			check_doubt(&m.doubts[i]);
		for (size_t i = 0; i < (size_t)n; i++) {
			check_file(&m, &m.files[i]);
			if (!again)
				source_memory_add(s, str_of(m.files[i].path),
				    m.files[i].text);
		}
	} else {
		hold(told(&to), "an import that stops in silence");
	}
	import_release(&m);
	return n;
}

static void
import_all(struct source *s, struct str file, const enum old_code *code)
{
	struct findings to = { 0 };
	struct schema schema = { 0 };
	struct import_pages pages = { 0 };
	struct workbook w = { 0 };
	bool ok = schema_read(&schema, s, "schema", &to) &&
	    import_pages_read(&pages, &schema, &to);

	hold(ok || told(&to), "a page that is refused in silence");
	ok = ok && delimited_read(&w, file, "x.csv", code, &to);
	hold(ok || told(&to), "a file that is refused in silence");
	if (ok && pages.n == 1 && pages.all[0].type->id != FIELD_NONE) {
		w.name = "x.csv";
		if (plan(&schema, s, &pages.all[0], &w, false) > 0)
			hold(plan(&schema, s, &pages.all[0], &w, true) == 0,
			    "once more, and it is not the same");
	}
	sheets_release(&w);
	import_pages_release(&pages);
	schema_release(&schema);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char codes[] = "utnvc";
	static const char *const names[] = { "", "tcvn3", "vni", "viscii",
		"cp1258" };
	struct str all = { (const char *)data, n }, page = str_of(page_own);
	struct buf b = { 0 };
	enum old_code code;
	const char *c;
	size_t end;
	struct source *s;

	if (n < 2 || n > MOST || !(c = strchr(codes, data[0])) || !data[0])
		return 0;
	all = str_from(all, 1);
	end = str_find_str(all, STR("\n===\n"));
	if (end < all.n) {
		buf_addz(&b, "---\nimport: p\ntype: t\n");
		buf_add(&b, str_first(all, end));
		buf_addz(&b, "\n---\n");
		page = buf_str(&b);
		all = str_from(all, end + 5);
	}
	s = source_of(page);
	import_all(s, all,
	    *c != 'u' && old_code_named(str_of(names[c - codes]), &code) ?
		&code :
		NULL);
	source_close(s);
	buf_release(&b);
	return 0;
}
