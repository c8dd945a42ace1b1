/* The catalog over records in memory: tables, the gate, masking, order. */
#include "catalog/catalog.h"
#include "catalog/query.h"

#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "text/kept.h"
#include "base/mem.h"
#include "git/source.h"
#include "test.h"

static const char repository[] =
    "---\nformat: 1\ndefault_type: nguoi\nzone: UTC\n---\n";

static const char type_nguoi[] =
    "---\n"
    "type: nguoi\n"
    "id: ma\n"
    "fields:\n"
    "  ma: {type: id, required: true}\n"
    "  ho_ten: {type: name, private: true, label: {vi: Họ và tên, en: Full "
    "name}}\n"
    "  ngay_sinh: {type: date, partial: true, private: true}\n"
    "  gioi_tinh: {type: enum, values: [nam, nu]}\n"
    "  diem: decimal\n"
    "  so_con: int\n"
    "  co_mat: flag\n"
    "  ngay_vao: date\n"
    "  chi_bo: {type: ref, to: don_vi}\n"
    "  ghi-chu: line\n"
    "  stage: line\n"
    "  lien_he: {type: map, private: true, fields: {dien_thoai: line, o: "
    "{type: map, fields: {xa: line}}}}\n"
    "  gioi_thieu: {type: map, fields: {ngay: date}}\n"
    "  sinh_hoat: {type: list, key: tu, span: tu, fields: {tu: date, noi: "
    "{type: ref, to: don_vi}}}\n"
    "  the: {type: list, of: line}\n"
    "  ten_cu: {type: list, private: true, of: name}\n"
    "  hop: {type: list, fields: {ngay: date, phieu: {type: list, fields: {ai: "
    "name, y: line}}}}\n"
    "stages:\n"
    "  moi: {since: gioi_thieu.ngay}\n"
    "  vao: {since: ngay_vao}\n"
    "columns:\n"
    "  tuoi: {sql: \"age_months(ngay_sinh_raw, today()) / 12\", type: int}\n"
    "  gia: {sql: \"tuoi >= 60\", type: flag}\n"
    "  gap_doi: {sql: \"so_con * 2\", type: int}\n"
    "---\n";

static const char type_don_vi[] =
    "---\ntype: don_vi\nid: ma\nfields:\n"
    "  ma: {type: slug, required: true, pattern: \"[a-z]+(/[a-z]+)*\"}\n"
    "  ten: line\n"
    "  order: line\n"
    "---\n";

static const char person_a[] =
    "---\nma: a-1\nho_ten: Trần Thị Bích\nngay_sinh: 1999-03-08\n"
    "gioi_tinh: nu\ndiem: 67.10\nso_con: 2\nco_mat: co\n"
    "ngay_vao: 2021-02-01\nchi_bo: xa/thon\nghi-chu: một\nstage: x\n"
    "lien_he: {dien_thoai: \"0900\", o: {xa: Tam Quang}}\n"
    "gioi_thieu: {ngay: 2020-01-01}\n"
    "sinh_hoat:\n  - {tu: 2020-05-01, noi: xa/thon}\n"
    "  - {tu: 2018-01-01, noi: xa}\n"
    "the: [đỏ, xanh]\nten_cu: [Bích Cũ]\n"
    "hop:\n  - {ngay: 2020-01-01}\n"
    "  - {ngay: 2020-02-01, phieu: [{ai: Lê, y: co}, {ai: Vũ, y: khong}]}\n"
    "---\n\nThân của a.\n";

static const char person_b[] =
    "---\nma: b-2\nho_ten: Lê Văn An\nngay_sinh: 1960-05\ngioi_tinh: nam\n"
    "so_con: nhieu\ngioi_thieu: {ngay: 2021-01-01}\n---\n\nThân của b.\n";

static const char person_c[] =
    "---\nma: c-3\nho_ten: Phạm Cúc\nngay_sinh: 2000-01-01\ngioi_tinh: nu\n"
    "so_con: 2\n---\n";

static const char unit[] = "---\nma: xa/thon\nten: Thôn\norder: một\n---\n";
static const char unit_up[] = "---\nma: xa\nten: Xã\n---\n";

static const char view_mo[] =
    "---\nview: mo\n---\nWho is where, nothing private.\n\n"
    "```sql\nSELECT id, chi_bo, upper(gioi_tinh) AS gt FROM nguoi\n```\n";
static const char view_kin[] =
    "---\nview: kin\n---\n\n```sql\n"
    "WITH x AS (SELECT id, ho_ten, so_con FROM nguoi)\n"
    "SELECT id, upper(ho_ten) AS hoa, so_con FROM x\n```\n";
static const char view_gop[] = "---\nview: gop\n---\n\n```sql\n"
			       "SELECT id, gioi_tinh AS cai FROM nguoi UNION\n"
			       "SELECT id, ho_ten FROM nguoi\n```\n";
static const char view_chong[] =
    "---\nview: chong\n---\n\n```sql\nSELECT cai FROM gop\n```\n";

/* A world to ask questions in. */
struct world {
	struct source *source;
	struct schema schema;
	struct kept kept;
	struct findings to;
	struct catalog *catalog;
};

static void
put(struct world *w, const char *path, const char *bytes)
{
	source_memory_add(w->source, str_of(path), str_of(bytes));
}

static void
begin(struct world *w)
{
	*w = (struct world){ .source = source_memory() };
	w->to = (struct findings){ .say = kept_say, .to = &w->kept };
	put(w, "schema/repository.md", repository);
	put(w, "schema/types/nguoi.md", type_nguoi);
	put(w, "schema/types/don_vi.md", type_don_vi);
	put(w, "schema/views/mo.md", view_mo);
	put(w, "schema/views/kin.md", view_kin);
	put(w, "schema/views/gop.md", view_gop);
	put(w, "schema/views/chong.md", view_chong);
	put(w, "records/nguoi/a-1.md", person_a);
	put(w, "records/nguoi/b-2.md", person_b);
	put(w, "records/nguoi/c-3.md", person_c);
	put(w, "records/don_vi/thon.md", unit);
	put(w, "records/don_vi/xa.md", unit_up);
}

static bool
start(struct world *w, struct catalog_options o)
{
	int day;

	day_parse(STR("2021-06-30"), &day);
	o.today = day;
	if (schema_read(&w->schema, w->source, "schema", &w->to))
		w->catalog = catalog_new(&w->schema, w->source, &o, &w->to);
	return w->catalog;
}

static void
finish(struct world *w)
{
	catalog_free(w->catalog);
	schema_release(&w->schema);
	source_close(w->source);
	kept_release(&w->kept);
}

static void
add_cell(struct buf *b, struct cell c)
{
	switch (c.kind) {
	case CELL_NULL:
		buf_addz(b, "-");
		break;
	case CELL_INT:
		buf_addf(b, "%lld", c.i);
		break;
	case CELL_REAL:
		buf_addf(b, "%g", c.d);
		break;
	case CELL_TEXT:
		buf_add(b, c.s);
		break;
	case CELL_MASKED:
		buf_addz(b, "*");
		break;
	}
}

/* Rows as text: cells with '|', rows with ';'. What went wrong comes as
 * "[id] text". Yours to free. */
static char *
ask(struct world *w, const char *sql, const struct query_options *given)
{
	struct query_options o = given ? *given : (struct query_options){ 0 };
	size_t said = w->kept.n;
	struct query *q = query_new(w->catalog, str_of(sql), &o, &w->to);
	struct buf b = { 0 };
	int more = -1;

	while (q && (more = query_step(q, &w->to)) > 0) {
		buf_addz(&b, b.n ? ";" : "");
		for (size_t i = 0; i < query_columns(q); i++) {
			buf_addz(&b, i ? "|" : "");
			add_cell(&b, query_cell(q, i));
		}
	}
	for (; said < w->kept.n; said++)
		buf_addf(&b, "[%s] %s", w->kept.all[said].id,
		    w->kept.all[said].text);
	if (more < 0 && !b.n)
		buf_addz(&b, "failed without a word");
	query_free(q);
	buf_room(&b, 0);
	return buf_take(&b);
}

static void
gives(struct world *w, const char *sql, const char *want)
{
	char *got = ask(w, sql, NULL);

	if (!ok(strcmp(got, want) == 0, "%s", sql))
		printf("# wanted %s\n# got    %s\n", want, got);
	free(got);
}

/* Says a finding of that id, with that text in it. */
static void
refused(struct world *w, const char *sql, const char *id, const char *text)
{
	char *got = ask(w, sql, NULL);
	struct str v = str_of(got);
	char want[64];

	snprintf(want, sizeof want, "[%s] ", id);
	if (!ok(str_starts(v, str_of(want)) &&
		    (!*text || str_find_str(v, str_of(text)) < v.n),
		"%s: %.60s", id, sql))
		printf("# wanted %s%s\n# got    %.300s\n", want, text, got);
	free(got);
}

static void
test_tables(void)
{
	struct world w;

	begin(&w);
	start(&w, (struct catalog_options){ .private = true });
	gives(&w, "SELECT id, path, ma, ho_ten FROM nguoi",
	    "a-1|records/nguoi/a-1.md|a-1|Trần Thị "
	    "Bích;b-2|records/nguoi/b-2.md|b-2|Lê Văn "
	    "An;c-3|records/nguoi/c-3.md|c-3|Phạm Cúc");
	gives(&w,
	    "SELECT ngay_sinh, ngay_sinh_min, ngay_sinh_max, ngay_sinh_raw "
	    "FROM nguoi WHERE id < 'c'",
	    "-|1960-05-01|1960-05-31|1960-05;1999-03-08|1999-03-08|1999-03-08"
	    "|1999-03-08");
	gives(&w,
	    "SELECT diem, diem_raw, typeof(diem), co_mat, so_con FROM nguoi "
	    "WHERE id = 'a-1'",
	    "67.1|67.10|real|1|2");
	gives(&w,
	    "SELECT ghi_chu, f_stage, gioi_thieu_ngay, lien_he_dien_thoai, "
	    "lien_he_o_xa FROM nguoi WHERE id = 'a-1'",
	    "một|x|2020-01-01|0900|Tam Quang");
	gives(&w, "SELECT stage, stage_since FROM nguoi",
	    "-|-;moi|2021-01-01;vao|2021-02-01");
	gives(&w, "SELECT id, round, stage, n, since, until FROM nguoi_stage",
	    "a-1|1|moi|0|2020-01-01|2021-02-01;a-1|1|vao|1|2021-02-01|-;b-2|1"
	    "|moi|0|2021-01-01|-");
	gives(&w,
	    "SELECT n, tu, noi, since, until FROM nguoi_sinh_hoat ORDER BY n",
	    "0|2020-05-01|xa/thon|2020-05-01|-;1|2018-01-01|xa|2018-01-01|202"
	    "0-05-01");
	gives(&w, "SELECT id, n, value FROM nguoi_the", "a-1|0|đỏ;a-1|1|xanh");
	gives(&w, "SELECT n1, n2, ai, y FROM nguoi_hop_phieu",
	    "1|0|Lê|co;1|1|Vũ|khong");
	gives(&w, "SELECT count(*) FROM nguoi_hop", "2");
	gives(&w, "SELECT type, id, path, field, raw FROM bad",
	    "nguoi|b-2|records/nguoi/b-2.md|so_con|nhieu");
	gives(&w, "SELECT so_con IS NULL FROM nguoi WHERE id = 'b-2'", "1");
	gives(&w, "SELECT id, trim(body, char(10)) FROM nguoi WHERE body != ''",
	    "a-1|Thân của a.;b-2|Thân của b.");
	gives(&w, "SELECT id, tuoi, gia, gap_doi FROM nguoi",
	    "a-1|22|0|4;b-2|61|1|-;c-3|21|0|4");
	gives(&w, "SELECT \"order\" FROM don_vi WHERE \"order\" > ''", "một");
	gives(&w, "SELECT hoa FROM kin WHERE id = 'c-3'", "PHẠM CÚC");
	gives(&w, "SELECT count(*) FROM chong", "6");
	gives(&w,
	    "SELECT n.id, d.ten FROM nguoi n JOIN don_vi d ON d.id = n.chi_bo",
	    "a-1|Thôn");
	gives(&w, "SELECT n.id FROM nguoi n JOIN don_vi d USING (id)", "");
	gives(&w, "SELECT count(*) FROM nguoi a JOIN nguoi_the b USING (id)",
	    "2");
	gives(&w, "SELECT value FROM json_each('[3,4]')", "3;4");
	ok(catalog_counts(w.catalog).read == 5, "each record counts once");
	ok(catalog_table(w.catalog, STR("NGUOI")) != NULL &&
		tables_column(catalog_table(w.catalog, STR("nguoi")),
		    STR("Ho_Ten"))
		    ->private,
	    "tables and columns are found by name");
	finish(&w);
}

static void
test_lazy(void)
{
	struct world w;
	struct catalog_counts n;

	begin(&w);
	put(&w, "records/nguoi/hong.md", "---\n- [\n---\n");
	start(&w, (struct catalog_options){ .private = true });
	free(ask(&w, "SELECT 1", NULL));
	n = catalog_counts(w.catalog);
	ok(n.read == 0 && n.unreadable == 0, "nothing is read unasked");
	free(ask(&w, "SELECT count(*) FROM don_vi", NULL));
	ok(catalog_counts(w.catalog).read == 2, "only the type that is asked");
	gives(&w, "SELECT count(*) FROM mo", "3");
	n = catalog_counts(w.catalog);
	ok(n.read == 5 && n.unreadable == 1, "a view reads what it is made of");
	gives(&w, "SELECT count(*) FROM nguoi_the", "2");
	gives(&w, "SELECT count(*) FROM nguoi", "3");
	ok(catalog_counts(w.catalog).read == 5, "read again, counted once");
	gives(&w, "SELECT ho_ten FROM nguoi WHERE id = 'c-3'", "Phạm Cúc");
	gives(&w, "SELECT ngay_sinh, gap_doi FROM nguoi WHERE id = 'c-3'",
	    "2000-01-01|4");
	gives(&w,
	    "SELECT a.ngay_sinh FROM nguoi a JOIN nguoi b USING (gioi_tinh) "
	    "WHERE a.id = 'c-3'",
	    "2000-01-01;2000-01-01");
	gives(&w,
	    "SELECT gioi_tinh, count(*) FROM nguoi a FULL JOIN nguoi b USING "
	    "(gioi_tinh) GROUP BY 1",
	    "nam|1;nu|4");
	finish(&w);
}

struct seen {
	size_t parsed, not, looked;
};

static void *
look(const struct record *r, struct arena *a, struct findings *to, void *seen)
{
	(void)seen;
	found(to, FIND_ID_TWICE, place_file(r->path), "looked at");
	return arena_keep(a, r->id).n ? (void *)r->values : NULL;
}

static void
see(const struct record *r, bool parsed, void *looked, void *to)
{
	struct seen *s = to;

	s->looked += parsed && looked == r->values;
	s->parsed += parsed && r->values;
	s->not += !parsed;
}

static void
test_load(void)
{
	struct world w;
	struct seen seen = { 0 };
	struct catalog_hook hook = { .look = look, .seen = see, .to = &seen };
	struct query_options later = { .later = true };
	struct query *q;
	size_t said;

	begin(&w);
	put(&w, "records/nguoi/hong.md", "---\n- [\n---\n");
	start(&w, (struct catalog_options){ .private = true });
	q = query_new(w.catalog, STR("SELECT * FROM nguoi_the, don_vi"), &later,
	    &w.to);
	ok(q && catalog_counts(w.catalog).read == 0, "later reads nothing");
	query_free(q);
	said = w.kept.n;
	catalog_load(w.catalog, NULL, &hook, &w.to);
	ok(seen.parsed == 5 && seen.not == 1, "every file is seen once");
	ok(w.kept.n > said + 5, "and what is wrong with it is said");
	ok(seen.looked == 5, "each was looked at before, if it parses");
	said = w.kept.n;
	gives(&w, "SELECT count(*) FROM nguoi_the", "2");
	catalog_load(w.catalog, NULL, &hook, &w.to);
	ok(seen.parsed == 5 && w.kept.n == said, "and not again");
	finish(&w);
}

static void
test_gate(void)
{
	struct world w;

	begin(&w);
	start(&w, (struct catalog_options){ .private = true });
	/* It writes. */
	refused(&w, "DELETE FROM nguoi", "sql-gate", "'DELETE'");
	refused(&w, "WITH x AS (SELECT 1) DELETE FROM nguoi", "sql-gate", "");
	refused(&w, "WITH x AS (SELECT 1) INSERT INTO nguoi(id) SELECT 1",
	    "sql-gate", "");
	refused(&w, "WITH x(a) AS (SELECT 1) UPDATE nguoi SET ma = 1",
	    "sql-gate", "");
	refused(&w, "CREATE TABLE x(a)", "sql-gate", "");
	refused(&w, "DROP TABLE nguoi", "sql-gate", "");
	refused(&w, "BEGIN", "sql-gate", "");
	refused(&w, "SELECT 1; DROP TABLE nguoi", "sql-gate", "one statement");
	refused(&w, "REINDEX", "sql-gate", "");
	refused(&w, "EXPLAIN SELECT 1", "sql-gate", "");
	/* It attaches, and reads files or insides. */
	refused(&w, "ATTACH '/tmp/x' AS x", "sql-gate", "");
	refused(&w, "SELECT * FROM sqlite_master", "sql-gate", "");
	refused(&w, "SELECT * FROM \"sqlite_schema\"", "sql-gate", "");
	refused(&w, "SELECT * FROM 'sqlite_schema'", "sql-gate", "");
	refused(&w,
	    "SELECT name FROM [sqlite_schema] a FULL JOIN main.`sqlite_schema` "
	    "b USING (name)",
	    "sql-gate", "");
	refused(&w, "SELECT * FROM temp.sqlite_temp_schema", "sql-gate", "");
	refused(&w, "PRAGMA table_info(nguoi)", "sql-gate", "");
	refused(&w, "SELECT * FROM pragma_table_info('nguoi')", "sql-gate", "");
	refused(&w, "SELECT * FROM dbstat", "sql-gate", "");
	refused(&w, "SELECT 1 FROM dbstat a FULL JOIN dbstat b USING (name)",
	    "sql-gate", "");
	refused(&w, "SELECT load_extension('x')", "sql-gate", "load_extension");
	refused(&w, "SELECT readfile('/etc/passwd')", "sql-name", "");
	refused(&w, "SELECT kn_body('records/nguoi/a-1.md')", "sql-gate",
	    "kn_body");
	refused(&w, "SELECT fts3_tokenizer('simple')", "sql-gate", "");
	refused(&w, "SELECT sqlite_version()", "sql-gate", "");
	refused(&w, "SELECT sqlite_compileoption_get(0)", "sql-gate", "");
	refused(&w, "SELECT rowid FROM nguoi", "sql-name", "ROWID");
	refused(&w, "SELECT last_insert_rowid()", "sql-gate", "");
	/* It asks chance or the clock. */
	refused(&w, "SELECT random()", "sql-gate", "'random'");
	refused(&w, "SELECT randomblob(8)", "sql-gate", "");
	refused(&w, "SELECT id FROM nguoi ORDER BY random()", "sql-gate", "");
	refused(&w, "SELECT date('now')", "sql-gate", "today()");
	refused(&w, "SELECT current_timestamp", "sql-gate", "today()");
	refused(&w, "SELECT strftime('%s')", "sql-gate", "");
	/* It never ends, or fills the memory. */
	refused(&w,
	    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
	    "SELECT count(*) FROM c",
	    "sql-limit", "steps");
	refused(&w,
	    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
	    "SELECT n FROM c ORDER BY n DESC",
	    "sql-limit", "");
	refused(&w,
	    "WITH RECURSIVE c(n, s) AS (SELECT 1, printf('%900000s', 'x') "
	    "UNION ALL SELECT n + 1, s || n FROM c) SELECT * FROM c ORDER BY s",
	    "sql-limit", "memory");
	refused(&w,
	    "SELECT printf('%9000000s', 'x') || printf('%9000000s', 'x')",
	    "sql-limit", "longer");
	refused(&w, "SELECT zeroblob(1000000000)", "sql-gate", "");
	refused(&w,
	    "WITH a AS (SELECT 1), b AS (SELECT 1 FROM a,a,a,a), c AS (SELECT "
	    "1 FROM b,b,b,b), d AS (SELECT 1 FROM c,c,c,c), e AS (SELECT 1 "
	    "FROM d,d,d,d), f AS (SELECT 1 FROM e,e,e,e), g AS (SELECT 1 FROM "
	    "f,f,f,f), h AS (SELECT 1 FROM g,g,g,g), i AS (SELECT 1 FROM "
	    "h,h,h,h), j AS (SELECT 1 FROM i,i,i,i), k AS (SELECT 1 FROM "
	    "j,j,j,j), l AS (SELECT 1 FROM k,k,k,k) SELECT count(*) FROM l",
	    "sql-limit", "");
	/* It is wrong. */
	refused(&w, "", "sql-syntax", "no statement");
	refused(&w, " -- nothing\n;", "sql-syntax", "no statement");
	refused(&w, "SELEC 1", "sql-gate", "SELEC");
	refused(&w, "SELECT FROM nguoi", "sql-syntax",
	    "'FROM' is not expected here");
	refused(&w, "SELECT 'x", "sql-syntax", "never closed");
	refused(&w, "SELECT (1", "sql-syntax", "");
	refused(&w, "SELECT 1 FROM ngoui", "sql-name", "did you mean 'nguoi'?");
	refused(&w, "SELECT ngaysinh FROM nguoi", "sql-name",
	    "no column 'ngaysinh' in nguoi; did you mean 'ngay_sinh'?");
	refused(&w, "SELECT \"Họ và tên\" FROM nguoi", "sql-name",
	    "did you mean 'ho_ten'?");
	refused(&w, "SELECT \"abc def\" FROM nguoi", "sql-name",
	    "single quotes");
	refused(&w, "SELECT age_month(ngay_sinh, today()) FROM nguoi",
	    "sql-name", "did you mean 'age_months'?");
	refused(&w, "SELECT id FROM nguoi, don_vi", "sql-name",
	    "several tables");
	refused(&w, "SELECT ?", "sql-gate", ":name");
	refused(&w, "SELECT * FROM nguoi NATURAL JOIN don_vi", "sql-gate",
	    "NATURAL");
	refused(&w, "WITH nguoi AS (SELECT 1 AS a) SELECT a FROM nguoi",
	    "sql-name", "table already");
	refused(&w, "WITH \"Mo\"(a) AS (SELECT 1) SELECT a FROM mo", "sql-name",
	    "table already");
	refused(&w, "SELECT * FROM rule", "sql-name", "rule");
	refused(&w, "SELECT json('{')", "sql-run", "JSON");
	/* Values that cannot be. */
	refused(&w, "SELECT 1 FROM nguoi WHERE gioi_tinh = 'nuu'", "sql-value",
	    "did you mean 'nu'?");
	refused(&w, "SELECT 1 FROM nguoi x WHERE x.gioi_tinh IN ('nam', 'NU')",
	    "sql-value", "'nu'");
	refused(&w, "SELECT 1 FROM nguoi WHERE stage = 'moii'", "sql-value",
	    "did you mean 'moi'?");
	refused(&w, "SELECT 1 FROM nguoi_stage WHERE stage <> 'roi'",
	    "sql-value", "stage");
	refused(&w, "SELECT 1 FROM nguoi WHERE ngay_vao > 2021", "sql-value",
	    "in quotes");
	refused(&w, "SELECT 1 FROM nguoi WHERE chi_bo = 'Xã Thôn'", "sql-value",
	    "id");
	/* Also under another name, where a table's own name comes first. */
	refused(&w,
	    "SELECT upper(gioi_tinh) AS gioi_tinh FROM nguoi WHERE gioi_tinh = "
	    "'NAM'",
	    "sql-value", "'nam'");
	refused(&w,
	    "WITH w(x) AS (SELECT gioi_tinh FROM nguoi) SELECT 1 FROM w WHERE "
	    "'nuu' = x",
	    "sql-value", "'nu'");
	refused(&w,
	    "SELECT (SELECT x FROM (SELECT gioi_tinh AS x, id FROM nguoi) "
	    "WHERE x IS 'nuu') FROM don_vi",
	    "sql-value", "'nu'");
	gives(&w,
	    "WITH w(gioi_tinh) AS (SELECT upper(gioi_tinh) FROM nguoi) SELECT "
	    "count(*) FROM w WHERE gioi_tinh = 'NAM'",
	    "1");
	gives(&w,
	    "SELECT count(*) FROM (SELECT upper(gioi_tinh) AS gioi_tinh FROM "
	    "nguoi) u WHERE u.gioi_tinh = 'NAM'",
	    "1");
	gives(&w,
	    "SELECT count(*) FROM (SELECT gioi_tinh AS x FROM nguoi UNION ALL "
	    "SELECT 'khác') WHERE x = 'khác'",
	    "1");
	gives(&w,
	    "SELECT count(*) FROM nguoi WHERE gioi_tinh COLLATE nocase = 'NAM'",
	    "1");
	gives(&w, "SELECT id FROM nguoi WHERE gioi_tinh = 'nam'", "b-2");
	gives(&w, "SELECT id FROM mo WHERE gt = 'NAM'", "b-2");
	/* SQLite never looks into a common table that nothing names; its words
	 * count all the same where words decide, as for UNION. */
	gives(&w, "WITH a AS (SELECT x FROM nowhere) SELECT id FROM mo",
	    "a-1;b-2;c-3");
	gives(&w,
	    "SELECT id FROM nguoi WHERE gioi_tinh > 'n' AND chi_bo = 'xa/thon'",
	    "a-1");
	gives(&w,
	    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c "
	    "WHERE n < 4) SELECT sum(n) FROM c",
	    "10");
	finish(&w);
}

static void
test_places(void)
{
	struct world w;
	struct query_options o = { .at = { "schema/rules/x.md", 12, 1 } };

	begin(&w);
	start(&w, (struct catalog_options){ .private = true });
	free(ask(&w, "SELECT id,\n  ngaysinh FROM nguoi", &o));
	ok(w.kept.n && w.kept.all[w.kept.n - 1].at.line == 13 &&
		w.kept.all[w.kept.n - 1].at.col == 3,
	    "a name is pointed at");
	free(ask(&w, "SELECT id\nFROM nguoi WHERE random() > 1", &o));
	ok(w.kept.all[w.kept.n - 1].at.line == 13 &&
		w.kept.all[w.kept.n - 1].at.col == 18,
	    "so is what is refused");
	free(ask(&w, "\n\nSELECT 1 WHERE", &o));
	ok(w.kept.all[w.kept.n - 1].at.line >= 12 &&
		strcmp(w.kept.all[w.kept.n - 1].at.path, o.at.path) == 0,
	    "so is the end");
	/* What is there, but not here. */
	refused(&w, "SELECT id FROM (SELECT ma FROM nguoi)", "sql-name",
	    "no column 'id' here, though nguoi has one");
	refused(&w, "SELECT x.Id FROM nguoi y", "sql-name",
	    "nothing called 'x' has one");
	refused(&w, "SELECT y.idd FROM nguoi y", "sql-name",
	    "did you mean 'id'?");
	finish(&w);
}

/* Reports: what stems from a private column does not show. */
static void
test_masked(void)
{
	struct world w;
	struct str safe[] = { STR("n") };
	struct query_options o = { .safe = safe, .n_safe = 1 };
	char *got;

	begin(&w);
	start(&w, (struct catalog_options){ 0 });
	gives(&w, "SELECT id, gioi_tinh FROM nguoi WHERE id = 'a-1'", "a-1|nu");
	gives(&w, "SELECT id, ho_ten FROM nguoi WHERE id = 'a-1'", "a-1|*");
	gives(&w, "SELECT id, upper(gioi_tinh) FROM nguoi WHERE id = 'a-1'",
	    "a-1|NU");
	gives(&w,
	    "SELECT id, upper(gioi_tinh), upper(ho_ten) FROM nguoi WHERE id = "
	    "'a-1'",
	    "a-1|*|*");
	gives(&w, "SELECT group_concat(ho_ten) FROM nguoi", "*");
	gives(&w, "SELECT id FROM nguoi ORDER BY ho_ten", "b-2;c-3;a-1");
	gives(&w,
	    "SELECT id, count(*) FROM nguoi WHERE ho_ten > '' AND id = 'a-1'",
	    "a-1|*");
	gives(&w, "SELECT tuoi, gia, gap_doi FROM nguoi WHERE id = 'a-1'",
	    "*|*|4");
	gives(&w, "SELECT body FROM nguoi WHERE id = 'a-1'", "*");
	gives(&w,
	    "SELECT ngay_sinh, ngay_sinh_raw, ngay_sinh_min, lien_he_o_xa FROM "
	    "nguoi WHERE id = 'a-1'",
	    "*|*|*|*");
	gives(&w, "SELECT id, value FROM nguoi_ten_cu", "a-1|*");
	gives(&w, "SELECT field, raw FROM bad", "so_con|*");
	gives(&w,
	    "SELECT id FROM nguoi WHERE id = 'a-1' UNION SELECT ho_ten FROM "
	    "nguoi WHERE id = 'b-2'",
	    "*;*");
	gives(&w,
	    "SELECT ho_ten FROM nguoi WHERE id = 'a-1' UNION ALL SELECT id "
	    "FROM nguoi WHERE id = 'b-2'",
	    "*;*");
	gives(&w,
	    "SELECT id FROM nguoi WHERE id = 'a-1' UNION SELECT id FROM nguoi "
	    "WHERE id = 'b-2'",
	    "a-1;b-2");
	gives(&w,
	    "SELECT a FROM (SELECT id AS a FROM nguoi WHERE id = 'a-1' EXCEPT "
	    "SELECT ho_ten FROM nguoi)",
	    "*");
	gives(&w,
	    "SELECT * FROM (VALUES ((SELECT id FROM nguoi WHERE id = 'a-1')), "
	    "((SELECT ho_ten FROM nguoi WHERE id = 'b-2')))",
	    "*;*");
	gives(&w,
	    "WITH RECURSIVE c(x, n) AS (SELECT id, 1 FROM nguoi WHERE id = "
	    "'a-1' UNION ALL SELECT ho_ten, 2 FROM nguoi, c WHERE n = 1) "
	    "SELECT x FROM c WHERE n = 1",
	    "*");
	gives(&w,
	    "WITH c AS (SELECT id, ho_ten AS t FROM nguoi) SELECT id, t, "
	    "length(t) FROM c WHERE id = 'a-1'",
	    "a-1|*|*");
	gives(&w,
	    "SELECT (SELECT ho_ten FROM nguoi x WHERE x.id = d.id), id FROM "
	    "don_vi d WHERE id = 'xa'",
	    "*|xa");
	gives(&w,
	    "SELECT ho_ten = 'x', (ho_ten), +id, CAST(id AS TEXT) FROM nguoi "
	    "WHERE id = 'a-1'",
	    "*|*|*|*");
	gives(&w, "SELECT max(ho_ten), id FROM nguoi", "*|a-1");
	gives(&w,
	    "SELECT first_value(ho_ten) OVER (ORDER BY id), id FROM nguoi "
	    "WHERE id = 'a-1'",
	    "*|a-1");
	gives(&w,
	    "SELECT json_extract(json_array(ho_ten), '$[0]') FROM nguoi WHERE "
	    "id = 'a-1'",
	    "*");
	gives(&w,
	    "SELECT value FROM nguoi n, json_each(json_array(ho_ten)) WHERE "
	    "n.id = 'a-1'",
	    "*");
	gives(&w, "SELECT EXISTS (SELECT 1 FROM nguoi WHERE ho_ten > '')", "*");
	gives(&w,
	    "SELECT CASE WHEN ho_ten > '' THEN id END FROM nguoi WHERE id = "
	    "'a-1'",
	    "*");
	/* What SQLite never asks about. */
	gives(&w, "SELECT count(*) FROM nguoi a JOIN nguoi b USING (ho_ten)",
	    "*");
	gives(&w, "SELECT ho_ten FROM nguoi a FULL JOIN nguoi b USING (ho_ten)",
	    "*;*;*");
	gives(&w,
	    "SELECT ho_ten FROM nguoi a RIGHT JOIN nguoi b USING (ho_ten, id)",
	    "*;*;*");
	/* What fails does not say at which value. */
	refused(&w, "SELECT period_of('2021-01-01', ho_ten) FROM nguoi",
	    "sql-run", "may be private");
	refused(&w, "SELECT json_extract('{}', ho_ten) FROM nguoi", "sql-run",
	    "may be private");
	refused(&w, "SELECT period_of('2021-01-01', gioi_tinh) FROM nguoi",
	    "sql-run", "'nu'");
	/* Views. */
	gives(&w, "SELECT gt FROM mo WHERE id = 'a-1'", "NU");
	gives(&w, "SELECT id, so_con FROM kin WHERE id = 'a-1'", "a-1|2");
	gives(&w, "SELECT count(*), sum(so_con) FROM kin", "3|4");
	gives(&w, "SELECT id, hoa, upper(id) FROM kin WHERE id = 'a-1'",
	    "a-1|*|*");
	gives(&w, "SELECT cai FROM gop WHERE id = 'a-1'", "*;*");
	gives(&w, "SELECT id FROM gop LIMIT 1", "*");
	gives(&w, "SELECT cai FROM chong LIMIT 1", "*");
	/* A page may vouch for a column, and only for that one. */
	got = ask(&w,
	    "SELECT chi_bo, count(*) AS n, max(tuoi) AS t FROM nguoi GROUP BY "
	    "1",
	    &o);
	ok(strcmp(got, "-|2|*;xa/thon|1|*") == 0, "safe shows what it names");
	free(got);
	finish(&w);
}

/* What only a view reads, or the course of a record, or a statement of our
 * own. */
static void
test_masked_within(void)
{
	struct world w;
	struct query_options inside = { .inside = true };
	char *got;

	begin(&w);
	put(&w, "schema/views/vo.md",
	    "---\nview: vo\n---\n\n```sql\n"
	    "SELECT id, so_con FROM nguoi WHERE "
	    "period_of('2021-01-01', ho_ten) > ''\n```\n");
	put(&w, "schema/views/vo_nua.md",
	    "---\nview: vo_nua\n---\n\n"
	    "```sql\nSELECT id FROM vo\n```\n");
	put(&w, "schema/types/y.md",
	    "---\ntype: y\nid: ma\nfields:\n"
	    "  ma: {type: id, required: true}\n"
	    "  vao: {type: date, private: true}\n  ra: date\n"
	    "stages:\n  moi: {since: vao}\n  xong: {since: ra}\n---\n");
	put(&w, "schema/types/z.md",
	    "---\ntype: z\nid: ma\nfields:\n"
	    "  ma: {type: id, required: true}\n"
	    "  o: {type: enum, private: true, values: [kin, mo]}\n"
	    "stage_field: o\n"
	    "stages: {kin: {start: true, next: [mo]}, mo: {final: true}}\n"
	    "---\n");
	put(&w, "records/y/y-1.md", "---\nma: y-1\nvao: 1977-07-01\n---\n");
	put(&w, "records/z/z-1.md", "---\nma: z-1\no: kin\n---\n");
	start(&w, (struct catalog_options){ 0 });
	refused(&w, "SELECT id FROM vo", "sql-run", "may be private");
	refused(&w, "SELECT count(*) FROM vo_nua", "sql-run", "may be private");
	gives(&w, "SELECT stage, stage_since FROM y", "moi|*");
	gives(&w, "SELECT stage, since, until FROM y_stage", "moi|*|*");
	gives(&w, "SELECT stage, stage_since FROM nguoi WHERE id = 'a-1'",
	    "vao|2021-02-01");
	gives(&w, "SELECT id, stage, o FROM z", "z-1|*|*");
	got = ask(&w, "SELECT vao, stage_since FROM y", &inside);
	ok(strcmp(got, "1977-07-01|1977-07-01") == 0, "inside all is seen");
	free(got);
	finish(&w);
}

/* knquery, knsql: what is named shows. */
static void
test_open(void)
{
	struct world w;
	struct query_options masked = { .masked = true };
	char *got;

	begin(&w);
	start(&w, (struct catalog_options){ .open = true });
	gives(&w, "SELECT id, ho_ten FROM nguoi WHERE id = 'a-1'",
	    "a-1|Trần Thị Bích");
	gives(&w, "SELECT upper(ho_ten) FROM nguoi WHERE id = 'c-3'",
	    "PHẠM CÚC");
	gives(&w, "SELECT * FROM nguoi_ten_cu", "a-1|records/nguoi/a-1.md|0|*");
	gives(&w,
	    "SELECT t FROM (SELECT ma AS t FROM (SELECT * FROM nguoi)) WHERE t "
	    "= 'a-1'",
	    "a-1");
	gives(&w,
	    "SELECT upper(ma) FROM (SELECT * FROM nguoi) WHERE ma = 'a-1'",
	    "*");
	gives(&w, "SELECT * FROM kin WHERE id = 'a-1'", "a-1|*|2");
	gives(&w, "SELECT hoa FROM kin WHERE id = 'c-3'", "PHẠM CÚC");
	gives(&w, "SELECT ma FROM nguoi WHERE 'ho_ten' = ma OR id = 'a-1'",
	    "a-1");
	gives(&w, "SELECT * FROM nguoi_ten_cu UNION SELECT * FROM nguoi_ten_cu",
	    "*|*|*|*");
	got = ask(&w, "SELECT ho_ten FROM nguoi WHERE id = 'a-1'", &masked);
	ok(strcmp(got, "*") == 0, "a query can be masked all the same");
	free(got);
	finish(&w);
}

/* What a star brings is not named, whatever else bears the name. */
static void
test_stars(void)
{
	struct world w;

	begin(&w);
	put(&w, "schema/views/ten.md",
	    "---\nview: ten\n---\n\n```sql\n"
	    "SELECT ho_ten AS x FROM nguoi WHERE id = 'c-3'\n```\n");
	put(&w, "schema/types/y.md",
	    "---\ntype: y\nid: ma\nfields:\n"
	    "  ma: {type: id, required: true}\n"
	    "  ho_ten: {type: name, private: true}\n---\n");
	put(&w, "records/y/y-1.md", "---\nma: y-1\nho_ten: Vũ Dần\n---\n\nY\n");
	start(&w, (struct catalog_options){ .open = true });
#define Y "y-1|records/y/y-1.md|-|-|y-1|*|"
#define T "a-1|records/nguoi/a-1.md|0|*"
	gives(&w, "SELECT * FROM y", Y "*");
	gives(&w, "SELECT id AS ho_ten, * FROM y", "y-1|" Y "*");
	gives(&w, "SELECT*,1 AS ho_ten FROM y", Y "*|1");
	gives(&w, "WITH ho_ten AS (SELECT 1) SELECT d.* FROM y d, ho_ten",
	    Y "*");
	gives(&w, "SELECT ho_ten.* FROM y ho_ten", Y "*");
	gives(&w, "SELECT 'y' . /* all */ * FROM y", Y "*");
	gives(&w, "SELECT DISTINCT * FROM y WHERE ho_ten > ''", Y "*");
	gives(&w, "SELECT ALL d.* FROM y d GROUP BY ho_ten", Y "*");
	gives(&w, "SELECT d.* FROM y d ORDER BY ho_ten, body", Y "*");
	gives(&w, "SELECT d.*, q.ho_ten FROM y d, nguoi q WHERE q.id = 'c-3'",
	    Y "*|Phạm Cúc");
	gives(&w,
	    "SELECT q.ho_ten, d.*, 2 * 3 FROM nguoi q, y d WHERE q.id = 'c-3'",
	    "Phạm Cúc|" Y "*|6");
	gives(&w, "SELECT d.*, e.ho_ten FROM y d, y e", Y "*|Vũ Dần");
	gives(&w, "SELECT max(ho_ten) m, d.* FROM y d", "Vũ Dần|" Y "*");
	gives(&w, "SELECT ho_ten IS DISTINCT FROM id, upper(id), * FROM y",
	    "1|Y-1|" Y "*");
	gives(&w, "SELECT count(*), max(ho_ten) FROM y", "1|Vũ Dần");
	gives(&w, "SELECT count(*), t.* FROM nguoi_ten_cu t", "1|" T);
	gives(&w,
	    "SELECT t.id, u.* FROM nguoi_ten_cu t, nguoi_ten_cu u WHERE "
	    "t.value = u.value",
	    "a-1|" T);
	/* What has no origin. */
	gives(&w,
	    "SELECT * FROM nguoi_ten_cu a FULL JOIN nguoi_ten_cu b USING (id, "
	    "path, n, value)",
	    "*|*|*|*");
	gives(&w,
	    "SELECT * FROM (nguoi_ten_cu a FULL JOIN nguoi_ten_cu b USING (id, "
	    "path, n, value))",
	    "*|*|*|*");
	gives(&w,
	    "SELECT * FROM (SELECT upper(a.value) AS ho_ten FROM (SELECT * "
	    "FROM nguoi_ten_cu) a)",
	    "*");
	gives(&w, "SELECT u.* FROM (SELECT upper(value) FROM nguoi_ten_cu) u",
	    "BÍCH CŨ");
	gives(&w,
	    "SELECT u.*, max(ho_ten) FROM (SELECT id, count(*) AS n FROM "
	    "nguoi_the GROUP BY 1) u, y",
	    "a-1|2|Vũ Dần");
	/* A star within. */
	gives(&w, "SELECT ho_ten FROM (SELECT ho_ten, * FROM y)", "Vũ Dần");
	gives(&w, "SELECT ho_ten FROM (SELECT * FROM y)", "*");
	gives(&w, "SELECT id, upper(ho_ten) FROM (SELECT * FROM y)", "y-1|*");
	gives(&w, "SELECT * FROM (SELECT ho_ten FROM y)", "*");
	gives(&w, "SELECT (SELECT * FROM ten), 1 AS x FROM y", "*|*");
	gives(&w, "WITH c(a) AS (SELECT * FROM ten) SELECT a FROM c", "*");
	gives(&w,
	    "WITH c(a) AS (SELECT ten.* FROM ten) SELECT lower(a) AS x FROM c",
	    "*");
	gives(&w, "SELECT 'Phạm Cúc' IN ten", "*");
	gives(&w, "SELECT 'Phạm Cúc' NOT IN main . \"ten\" AS x", "*");
	gives(&w,
	    "WITH c AS (SELECT 'y-1') SELECT upper(ho_ten) FROM y WHERE id IN "
	    "c",
	    "VŨ DẦN");
	gives(&w,
	    "SELECT (SELECT ho_ten FROM (SELECT * FROM nguoi) z WHERE z.id = "
	    "'c-3') FROM y",
	    "*");
	gives(&w,
	    "SELECT upper(ho_ten) FROM y WHERE EXISTS (SELECT * FROM "
	    "nguoi_the)",
	    "VŨ DẦN");
	/* Several SELECTs. */
	gives(&w, "SELECT ho_ten FROM y UNION SELECT id FROM y", "Vũ Dần;y-1");
	gives(&w,
	    "SELECT value, * FROM nguoi_ten_cu UNION SELECT value, * FROM "
	    "nguoi_ten_cu",
	    "*|*|*|*|*");
	gives(&w,
	    "SELECT * FROM nguoi_the UNION SELECT * FROM nguoi_the LIMIT 1",
	    "a-1|records/nguoi/a-1.md|0|đỏ");
	/* What fails. */
	refused(&w, "SELECT period_of('2021-01-01', ho_ten) FROM y", "sql-run",
	    "Vũ Dần");
	refused(&w,
	    "SELECT period_of('2021-01-01', a) AS ho_ten FROM (WITH c(a) AS "
	    "(SELECT * FROM ten) SELECT a FROM c)",
	    "sql-run", "may be private");
#undef Y
#undef T
	finish(&w);
}

static void
test_order(void)
{
	struct world w;
	struct query_options few = { .most_rows = 2 };
	char *got;

	begin(&w);
	start(&w, (struct catalog_options){ .private = true });
	gives(&w, "SELECT so_con, id FROM nguoi", "2|a-1;-|b-2;2|c-3");
	gives(&w, "SELECT so_con, id FROM nguoi ORDER BY so_con DESC",
	    "2|a-1;2|c-3;-|b-2");
	gives(&w, "SELECT so_con, id FROM nguoi ORDER BY so_con DESC LIMIT 1",
	    "2|a-1");
	gives(&w, "SELECT id FROM nguoi LIMIT 2 OFFSET 1", "b-2;c-3");
	gives(&w, "SELECT gioi_tinh, ho_ten FROM nguoi -- end\n;",
	    "nam|Lê Văn An;nu|Phạm Cúc;nu|Trần Thị Bích");
	gives(&w, "SELECT DISTINCT gioi_tinh FROM nguoi", "nam;nu");
	gives(&w,
	    "SELECT gioi_tinh, count(*) FROM nguoi GROUP BY 1 ORDER BY "
	    "count(*) /* ? */",
	    "nam|1;nu|2");
	gives(&w, "SELECT ma AS x FROM don_vi UNION ALL SELECT id FROM nguoi",
	    "a-1;b-2;c-3;xa;xa/thon");
	gives(&w,
	    "SELECT x FROM (SELECT id AS x FROM nguoi ORDER BY id DESC LIMIT "
	    "2)",
	    "b-2;c-3");
	gives(&w, "SELECT id FROM nguoi ORDER BY (SELECT 1 LIMIT 1) LIMIT 1",
	    "a-1");
	gives(&w, "SELECT ho_ten FROM nguoi ORDER BY name_key(ho_ten)",
	    "Lê Văn An;Trần Thị Bích;Phạm Cúc");
	got = ask(&w, "SELECT id FROM nguoi", &few);
	ok(str_find_str(str_of(got), STR("sql-limit")) < strlen(got),
	    "more rows than asked for is said");
	free(got);
	finish(&w);
}

static void
test_bind(void)
{
	struct world w;
	struct query *q;
	struct query_options o = { 0 };
	struct cell id = { .kind = CELL_TEXT, .s = STR("c-3") };

	begin(&w);
	start(&w, (struct catalog_options){ .private = true });
	q = query_new(w.catalog,
	    STR("SELECT ho_ten FROM nguoi WHERE id = :id OR :id = 'all' LIMIT "
		":n"),
	    &o, &w.to);
	ok(q && query_parameters(q) == 2 &&
		strcmp(query_parameter(q, 0), "id") == 0,
	    "parameters have names");
	ok(q && query_bind(q, STR("id"), &id) &&
		!query_bind(q, STR("idx"), &id),
	    "and are found by them");
	query_bind(q, STR("n"), &(struct cell){ .kind = CELL_INT, .i = 5 });
	ok(query_step(q, &w.to) == 1 &&
		str_is(query_cell(q, 0).s, "Phạm Cúc") &&
		query_step(q, &w.to) == 0,
	    "and hold");
	ok(query_step(q, &w.to) == 1, "and it can be run again");
	ok(str_is(query_origin(q, 0)->name, "ho_ten"), "with its origin");
	query_free(q);
	finish(&w);
}

static void
test_rule(void)
{
	struct world w;
	struct column columns[] = {
		{ .name = STR("id"), .sqltype = "" },
		{ .name = STR("min"), .sqltype = "" },
	};
	struct column other[] = { { .name = STR("max"), .sqltype = "" } };
	struct cell row[] = {
		{ .kind = CELL_TEXT, .s = STR("a-1") },
		{ .kind = CELL_INT, .i = 18 },
	};
	static const char sql[] = "SELECT n.id, r.min FROM rule r JOIN nguoi n "
				  "ON n.id = r.id";

	begin(&w);
	start(&w, (struct catalog_options){ 0 });
	ok(catalog_rule_table(w.catalog, columns, 2, &w.to) &&
		catalog_rule_add(w.catalog, row),
	    "table rule is made");
	gives(&w, sql, "a-1|18");
	gives(&w, "SELECT r.min, n.ho_ten FROM rule r JOIN nguoi n USING (id)",
	    "18|*");
	ok(catalog_rule_table(w.catalog, columns, 2, &w.to), "made anew");
	gives(&w, sql, "");
	ok(catalog_rule_table(w.catalog, other, 1, &w.to), "made otherwise");
	refused(&w, sql, "sql-name", "");
	ok(catalog_rule_add(w.catalog, &row[1]), "filled again");
	gives(&w, "SELECT max FROM rule", "18");
	ok(catalog_rule_table(w.catalog, NULL, 0, &w.to), "taken away");
	refused(&w, "SELECT max FROM rule", "sql-name", "rule");
	finish(&w);
}

/* A schema with one more page that does not hold. */
static void
broken(const char *path, const char *page, const char *sql, const char *id,
    const char *text)
{
	struct world w;
	bool said = false;
	char *got = NULL;

	begin(&w);
	put(&w, path, page);
	if (start(&w, (struct catalog_options){ .private = true }))
		got = ask(&w, sql, NULL);
	for (size_t i = 0; i < w.kept.n; i++)
		said |= strcmp(w.kept.all[i].id, id) == 0 &&
		    str_find_str(str_of(w.kept.all[i].text), str_of(text)) <
			strlen(w.kept.all[i].text);
	if (!ok(said, "broken: %s", text))
		for (size_t i = 0; i < w.kept.n; i++)
			printf("# %s:%d: %s [%s]\n", w.kept.all[i].at.path,
			    w.kept.all[i].at.line, w.kept.all[i].text,
			    w.kept.all[i].id);
	free(got);
	finish(&w);
}

#define TYPE(fields, rest) "---\ntype: x\nfields:\n" fields rest "---\n"
#define COMPUTED(sql)                                                          \
	TYPE("  a: int\n", "columns:\n  k: {sql: \"" sql "\", type: int}\n")
#define VIEW(name, sql) "---\nview: " name "\n---\n\n```sql\n" sql "\n```\n"

static void
test_broken(void)
{
	static const char x[] = "schema/types/x.md", v[] = "schema/views/v.md";
	static const char ask_x[] = "SELECT * FROM x";
	static const char ask_v[] = "SELECT * FROM v";

	broken(x,
	    TYPE("  a_b: line\n  a: {type: map, fields: {b: line}}\n", ""),
	    ask_x, "schema-clash", "field 'a_b' and field 'a.b'");
	broken(x,
	    TYPE("  stage: {type: list, of: line}\n  d: date\n",
		"stages: {y: {since: d}}\n"),
	    ask_x, "schema-clash", "table 'x_stage'");
	broken("schema/types/bad.md",
	    "---\ntype: bad\nfields: {a: line}\n---\n", ask_x, "schema-clash",
	    "table 'bad'");
	broken(x, COMPUTED("a + nope"), ask_x, "sql-name", "'nope'");
	broken(x, COMPUTED("(SELECT 1)"), ask_x, "sql-gate", "SELECT");
	broken(x, COMPUTED("sum(a)"), ask_x, "sql-syntax", "gathers rows");
	broken(x, COMPUTED("k + 1"), ask_x, "sql-name", "only after it");
	broken(x, COMPUTED("1) + (2"), ask_x, "sql-syntax", "one expression");
	broken(x, COMPUTED("random()"), ask_x, "sql-gate", "random");
	broken(x, COMPUTED("a + :p"), ask_x, "sql-gate", "parameters");
	broken(v, VIEW("v", "SELECT 1 AS a; SELECT 2"), ask_v, "sql-gate",
	    "one statement");
	broken(v, VIEW("v", "SELECT a FROM v"), ask_v, "sql-name",
	    "made from itself");
	broken(v, VIEW("v", "SELECT date('now') AS a"), ask_v, "sql-gate",
	    "clock");
	broken(v, VIEW("v", "SELECT 1 + 1"), ask_v, "sql-name", "AS name");
	broken(v, VIEW("v", "SELECT id, id FROM nguoi"), ask_v, "sql-name",
	    "two columns");
	broken(v, VIEW("v", "SELECT id, 1 + random() AS a FROM nguoi"), ask_v,
	    "sql-gate", "random");
	broken(v, VIEW("nguoi", "SELECT 1 AS a"), ask_v, "schema-clash",
	    "table 'nguoi'");
	broken(v, VIEW("v", "SELECT :p AS a"), ask_v, "sql-gate",
	    "no parameters");
	broken(v, "---\nview: v\n---\n", ask_v, "schema-form", "one ```sql");
}

/* An expression that fails for one record fails who asks for it, not all. */
static void
test_failing(void)
{
	struct world w;

	begin(&w);
	put(&w, "schema/types/x.md",
	    TYPE("  a: line\n",
		"columns:\n"
		"  k: {sql: \"json_extract(a, '$.b')\", type: int}\n"));
	put(&w, "records/x/1.md", "---\na: not JSON\n---\n");
	put(&w, "records/x/2.md", "---\na: '{\"b\": 5}'\n---\n");
	start(&w, (struct catalog_options){ .private = true });
	gives(&w, "SELECT count(*), count(a) FROM x", "2|2");
	gives(&w, "SELECT k FROM x WHERE path = 'records/x/2.md'", "5");
	refused(&w, "SELECT k FROM x", "sql-run", "JSON");
	finish(&w);
}

int
main(void)
{
	test_tables();
	test_lazy();
	test_load();
	test_gate();
	test_places();
	test_masked();
	test_masked_within();
	test_open();
	test_stars();
	test_order();
	test_bind();
	test_rule();
	test_broken();
	test_failing();
	return done();
}
