/* Changes of a record: what each one does to the bytes, and which are
 * refused. */
#include "record/record_edit.h"

#include <string.h>

#include "git/source.h"
#include "test.h"

static const char repository[] = "---\nformat: 1\n---\n";

static const char type_nguoi[] =
    "---\n"
    "type: nguoi\n"
    "label: {vi: Người, en: Person}\n"
    "id: ma\n"
    "fields:\n"
    "  ma: {type: id, required: true}\n"
    "  ho_ten: {type: name, private: true, label: {vi: Họ và tên, en: Full "
    "name}}\n"
    "  gioi_tinh: {type: enum, label: {vi: Giới tính}, values: {nam: {vi: Nam, "
    "en: Male}, nu: {vi: Nữ, en: Female, also: [Đàn bà]}}}\n"
    "  co_mat: {type: flag, label: {vi: Có mặt}}\n"
    "  diem: {type: decimal, label: {vi: Điểm}}\n"
    "  sinh: {type: date, partial: true, label: {vi: Ngày sinh}}\n"
    "  ghi: {type: text, label: {vi: Ghi chú}}\n"
    "  noi: {type: line, label: {vi: Nơi (xã. thôn)}}\n"
    "  gioi_thieu: {type: map, label: {vi: Giới thiệu}, fields: {ngay: {type: "
    "date, required: true, label: {vi: Ngày}}, boi: {type: line, label: {vi: "
    "Người}}}}\n"
    "  the: {type: list, of: line}\n"
    "  nhan_xet: {type: list, key: ky, label: {vi: Nhận xét}, fields: {ky: "
    "{type: period, label: {vi: Kỳ}}, ngay: {type: date, label: {vi: Ngày}}, "
    "xep: {type: enum, label: {vi: Xếp loại}, values: {tot: {vi: Tốt}, kha: "
    "{vi: Khá}}}, giay: {type: list, of: line}, o: {type: map, fields: {x: "
    "line, y: line}}}}\n"
    "  giup: {type: list, key: [ai, tu], fields: {ai: line, tu: date, den: "
    "date}}\n"
    "  than: {type: list, fields: {ten: line, la: line}}\n"
    "---\n";

static struct schema schema;

/* SET: "way=value"; DROP: a way; ADD: "list|way=value|way=value". A case of
 * several lines makes several changes. */
static bool
change(struct record_edit *e, struct str line)
{
	struct record_pair pairs[8] = { { { 0 }, { 0 } } };
	struct str way, word;
	size_t n = 0;

	if (*line.s == '-')
		return record_edit_remove(e, str_from(line, 1));
	if (*line.s != '+')
		return record_edit_pair(line, pairs) &&
		    record_edit_set(e, pairs->way, pairs->value);
	line = str_from(line, 1);
	str_split(&line, '|', &way);
	while (str_split(&line, '|', &word)) {
		if (!record_edit_pair(word, &pairs[n]))
			pairs[n].value = word;
		n++;
	}
	return record_edit_add(e, way, pairs, n);
}

static void
keep_text(const struct finding *f, void *to)
{
	struct buf *b = to;

	buf_addf(b, "%s%s", b->n ? " / " : "", f->text);
}

static void
add_with_ends(struct buf *b, const char *head, const char *eol)
{
	struct buf all = { 0 };
	struct str line, rest;

	buf_addf(&all, "---\n%s---\nbody\n", head);
	rest = buf_str(&all);
	while (rest.n && str_split(&rest, '\n', &line))
		buf_addf(b, "%.*s%s", STRF(line), eol);
	buf_release(&all);
}

struct edited {
	bool done;
	struct buf text, said;
};

static struct edited
edit(const char *head, const char *changes, const char *eol)
{
	struct edited x = { 0 };
	struct findings to = { .say = keep_text, .to = &x.said };
	struct record_edit e = { .schema = &schema,
		.type = &schema.types[0],
		.path = "x.md",
		.latest = DAY_NONE,
		.to = &to };
	struct buf text = { 0 };
	struct str rest = str_of(changes), line;

	add_with_ends(&text, head, eol);
	x.done = record_edit_begin(&e, buf_str(&text));
	while (x.done && str_split(&rest, '\n', &line))
		x.done = change(&e, line);
	x.done = x.done && record_edit_end(&e);
	buf_add(&x.text, e.text);
	buf_release(&text);
	record_edit_release(&e);
	return x;
}

static const struct {
	const char *name, *change, *head, *want;
} cases[] = {
	{ "a value is set", "noi=Hà Lam", "ma: a\nnoi: Tam Kỳ   # c\n",
	    "ma: a\nnoi: Hà Lam   # c\n" },
	{ "quotes stay", "noi=Hà Lam", "ma: a\nnoi: 'Tam Kỳ'\n",
	    "ma: a\nnoi: 'Hà Lam'\n" },
	{ "double quotes stay", "noi=Hà \"Lam\"",
	    "ma: a\nnoi: \"Tam Kỳ\" # c\n",
	    "ma: a\nnoi: \"Hà \\\"Lam\\\"\" # c\n" },
	{ "what needs quotes gets them", "noi=a: b #c", "ma: a\nnoi: x\n",
	    "ma: a\nnoi: \"a: b #c\"\n" },
	{ "in brackets a comma needs quotes", "gioi_thieu.boi=A, B",
	    "ma: a\ngioi_thieu: {ngay: 2021-01-01, boi: x}\n",
	    "ma: a\ngioi_thieu: {ngay: 2021-01-01, boi: \"A, B\"}\n" },
	{ "an empty value is filled", "noi=Hà Lam", "ma: a\nnoi:   # c\n",
	    "ma: a\nnoi: Hà Lam   # c\n" },
	{ "null is filled", "noi=Hà Lam", "ma: a\nnoi: ~ # c\n",
	    "ma: a\nnoi: Hà Lam # c\n" },
	{ "an empty value in brackets is filled", "gioi_thieu.boi=x",
	    "ma: a\ngioi_thieu: {ngay: 2021-01-01, boi: }\n",
	    "ma: a\ngioi_thieu: {ngay: 2021-01-01, boi: x}\n" },
	{ "a day as people write it", "sinh=8/3/1999", "ma: a\n",
	    "ma: a\nsinh: 1999-03-08\n" },
	{ "a decimal comma", "diem=67,14", "ma: a\n", "ma: a\ndiem: 67.14\n" },
	{ "a new field comes in the order of the type", "co_mat=có",
	    "ma: a\n# c\nho_ten: X\n\n# d\nnoi: x\n",
	    "ma: a\n# c\nho_ten: X\nco_mat: co\n\n# d\nnoi: x\n" },
	{ "a new field before all others", "ma=a", "# c\nnoi: x\n",
	    "ma: a\n# c\nnoi: x\n" },
	{ "in an empty record", "ma=a", "# c\n", "# c\nma: a\n" },
	{ "a new map", "gioi_thieu.boi=x\ngioi_thieu.ngay=1/2/2021", "ma: a\n",
	    "ma: a\ngioi_thieu:\n  ngay: 2021-02-01\n  boi: x\n" },
	{ "a map without a value", "gioi_thieu.ngay=1/2/2021",
	    "ma: a\ngioi_thieu: {} # c\nnoi: x\n",
	    "ma: a\ngioi_thieu: # c\n  ngay: 2021-02-01\nnoi: x\n" },
	{ "an enum by its label is written by its name", "gioi_tinh=Nữ",
	    "ma: a\ngioi_tinh: nam\n", "ma: a\ngioi_tinh: nu\n" },
	{ "a label stays a label", "gioi_tinh=nu", "ma: a\ngioi_tinh: Nam\n",
	    "ma: a\ngioi_tinh: Nữ\n" },
	{ "another spelling becomes a label", "gioi_tinh=nam",
	    "ma: a\ngioi_tinh: đàn bà\n", "ma: a\ngioi_tinh: Nam\n" },
	{ "what is said already stays as it is spelled", "gioi_tinh=nu",
	    "ma: a\ngioi_tinh: đàn bà\n", "ma: a\ngioi_tinh: đàn bà\n" },
	{ "yes stays yes", "co_mat=true", "ma: a\nco_mat: Có\n",
	    "ma: a\nco_mat: Có\n" },
	{ "no is said as yes was", "co_mat=no", "ma: a\nco_mat: có\n",
	    "ma: a\nco_mat: không\n" },
	{ "keys by labels where the record has labels",
	    "gioi_tinh=nu\nnhan_xet[2021-Q2].ngay=1/2/2021",
	    "ma: a\nHọ và tên: X\nNơi (xã. thôn): y\nNhận xét:\n  - Kỳ: "
	    "2021-Q2\n",
	    "ma: a\nHọ và tên: X\nGiới tính: Nữ\nNơi (xã. thôn): y\nNhận "
	    "xét:\n  - Kỳ: 2021-Q2\n    Ngày: 2021-02-01\n" },
	{ "a way by labels, one with a '.' in it",
	    "Nơi (xã. thôn)=y\nNhận xét[quý II/2021].Xếp loại=Khá",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q2}\n",
	    "ma: a\nnoi: y\nnhan_xet:\n  - {ky: 2021-Q2, xep: kha}\n" },
	{ "a text of several lines", "ghi=a\nghi=b", "ma: a\n",
	    "ma: a\nghi: b\n" },
	{ "a block text becomes one line", "ghi=x",
	    "ma: a\nghi: |- # c\n    a\n\n    b\n# d\nnoi: y\n",
	    "ma: a\nghi: x # c\n# d\nnoi: y\n" },
	{ "a folded one too", "ghi=x", "ma: a\nghi: >+\n  a\n\n\n",
	    "ma: a\nghi: x\n" },
	{ "a plain one of two lines", "noi=x", "ma: a\nnoi: y\n  z # c\n",
	    "ma: a\nnoi: x # c\n" },
	{ "a field goes", "-noi", "ma: a\n# c\nnoi: x # d\nthe: [a]\n",
	    "ma: a\n# c\nthe: [a]\n" },
	{ "what is not there goes", "-noi", "ma: a\n", "ma: a\n" },
	{ "the only field of a map goes with the map", "-gioi_thieu.boi",
	    "ma: a\ngioi_thieu: {boi: x}\n", "ma: a\n" },
	{ "an entry goes", "-nhan_xet[2021-Q2]",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q1}\n  # c\n  - {ky: 2021-Q2}\n",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q1}\n  # c\n" },
	{ "a value of a list goes", "-the[b]", "ma: a\nthe: [a, b, c]\n",
	    "ma: a\nthe: [a, c]\n" },
	{ "an entry comes in its place, written as the last one is",
	    "+nhan_xet|ky=quý 2 năm 2021|xep=Tốt",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q1} # c\n  # d\n  - {ky: "
	    "2021-Q3}\n",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q1} # c\n  - {ky: 2021-Q2, xep: "
	    "tot}\n  # d\n  - {ky: 2021-Q3}\n" },
	{ "an entry of several lines", "+nhan_xet|xep=kha|ky=2021-Q2|o.y=1",
	    "ma: a\nnhan_xet:\n- ky: 2021-Q1\n  xep: tot\n",
	    "ma: a\nnhan_xet:\n- ky: 2021-Q1\n  xep: tot\n- ky: 2021-Q2\n  "
	    "xep: kha\n  o:\n    y: 1\n" },
	{ "a new list", "+nhan_xet|ky=2021-Q2|xep=kha", "ma: a\nthan: []\n",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q2, xep: kha}\nthan: []\n" },
	{ "a list without entries", "+than|ten=x", "ma: a\nthan: [] # c\n",
	    "ma: a\nthan: # c\n  - {ten: x}\n" },
	{ "a new list of values, and one more", "+the|a\n+the|b, c", "ma: a\n",
	    "ma: a\nthe: [a, \"b, c\"]\n" },
	{ "a list of values in an entry", "+nhan_xet[2021-Q2].giay|x",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q2}\n",
	    "ma: a\nnhan_xet:\n  - {ky: 2021-Q2, giay: [x]}\n" },
	{ "a list of values that is empty", "+the|x", "ma: a\nthe: # c\n",
	    "ma: a\nthe: [x] # c\n" },
	{ "an entry by a part of its key", "giup[An].den=2/2/2021",
	    "ma: a\ngiup:\n  - {ai: An, tu: 2021-01-01}\n",
	    "ma: a\ngiup:\n  - {ai: An, tu: 2021-01-01, den: 2021-02-02}\n" },
	{ "an entry by all of it", "giup[\"An, B\", 1/1/2021].den=2021-02-02",
	    "ma: a\ngiup:\n  - {ai: \"An, B\", tu: 2021-01-01}\n",
	    "ma: a\ngiup:\n  - {ai: \"An, B\", tu: 2021-01-01, den: "
	    "2021-02-02}\n" },
	{ "a map in an entry", "nhan_xet[2021-Q2].o.x=1",
	    "ma: a\nnhan_xet:\n  - ky: 2021-Q2\n",
	    "ma: a\nnhan_xet:\n  - ky: 2021-Q2\n    o:\n      x: 1\n" },
	{ "a map in an entry in brackets", "nhan_xet[2021-Q2].o.x=1",
	    "ma: a\nnhan_xet: [{ky: 2021-Q2}]\n",
	    "ma: a\nnhan_xet: [{ky: 2021-Q2, o: {x: 1}}]\n" },
	{ "what was wrong before may stay wrong", "noi=x",
	    "ma: a\ngioi_tinh: khac\n", "ma: a\ngioi_tinh: khac\nnoi: x\n" },
};

static const struct {
	const char *name, *change, *head, *said;
} refused[] = {
	{ "no such field", "ho_te=X", "ma: a\n",
	    "there is no field 'ho_te' in 'Person'; did you mean 'ho_ten'?" },
	{ "no such field in a map", "gioi_thieu.nga=1/1/2021", "ma: a\n",
	    "there is no field 'nga' in 'Giới thiệu' (gioi_thieu); did you "
	    "mean 'ngay'?" },
	{ "a value the schema refuses", "gioi_tinh=khac", "ma: a\n",
	    "'Giới tính' (gioi_tinh) must be one of: Male (nam); Female (nu), "
	    "not 'khac'" },
	{ "a day that is none", "sinh=30/2/2021", "ma: a\n", NULL },
	{ "a map without what it needs", "gioi_thieu.boi=x", "ma: a\n",
	    "'Giới thiệu: Ngày' (gioi_thieu.ngay) is missing" },
	{ "the id goes", "-ma", "ma: a\nnoi: x\n",
	    "the id of a record is what others call it by, and is not changed; "
	    "'knnew --renumber ID' gives a new record another one" },
	{ "its id", "ma=b", "ma: a\n",
	    "the id of a record is what others call it by, and is not changed; "
	    "'knnew --renumber ID' gives a new record another one" },
	{ "what is required goes", "-gioi_thieu.ngay",
	    "ma: a\ngioi_thieu: {ngay: 2021-01-01, boi: x}\n",
	    "'Giới thiệu: Ngày' (gioi_thieu.ngay) is missing" },
	{ "a list without a key", "than[x].la=y", "ma: a\nthan: [{ten: x}]\n",
	    "no key tells the entries of 'than' apart, so that none can be "
	    "named; change it in the file itself: x.md" },
	{ "an entry that is not there", "nhan_xet[2021-Q2].xep=tot",
	    "ma: a\nnhan_xet: [{ky: 2021-Q1}]\n",
	    "'Nhận xét' (nhan_xet) has no entry '2021-Q2' (there is: "
	    "2021-Q1)" },
	{ "an entry that could be two", "giup[An].den=2/2/2021",
	    "ma: a\ngiup: [{ai: An, tu: 2021-01-01}, {ai: An, tu: "
	    "2021-02-01}]\n",
	    "'giup' has more than one entry 'An' (there is: An, 2021-01-01; "
	    "An, 2021-02-01)" },
	{ "an entry that is there", "+nhan_xet|ky=2021-Q1",
	    "ma: a\nnhan_xet: [{ky: 2021-Q1}]\n",
	    "'Nhận xét' (nhan_xet) has an entry of this key already; change "
	    "that one with knset" },
	{ "a list is no value", "nhan_xet=x", "ma: a\n",
	    "'Nhận xét' (nhan_xet) is a list: knadd adds an entry, "
	    "'nhan_xet[KEY].…' changes one" },
	{ "a list needs an entry", "nhan_xet.xep=tot", "ma: a\n",
	    "'Nhận xét' (nhan_xet) is a list: name the entry, as in "
	    "nhan_xet[ky].…" },
	{ "a list without a key needs the file", "than.la=x", "ma: a\n",
	    "no key tells the entries of 'than' apart, so that none can be "
	    "named; change it in the file itself: x.md" },
	{ "by labels where the record has labels", "Giới thiệu=x",
	    "ma: a\nHọ và tên: X\n",
	    "'Giới thiệu' is a map: name a field of it, as in Giới "
	    "thiệu.Ngày=…" },
	{ "also what was perhaps meant", "Gioi thieu.Ngay=x",
	    "ma: a\nHọ và tên: X\n",
	    "there is no field 'Gioi thieu' in 'Person'; did you mean 'Giới "
	    "thiệu'?" },
	{ "a map is no value", "gioi_thieu=x", "ma: a\n",
	    "'Giới thiệu' (gioi_thieu) is a map: name a field of it, as in "
	    "gioi_thieu.ngay=…" },
	{ "a value has no parts", "noi.x=y", "ma: a\n",
	    "'Nơi (xã. thôn)' (noi) holds one value: nothing stands in it" },
	{ "a bracket that is not closed", "-nhan_xet[x", "ma: a\n",
	    "'[x' lacks its ']'" },
	{ "a comment between brackets", "-gioi_thieu.ngay",
	    "ma: a\ngioi_thieu: {ngay: 2021-01-01, # c\n  boi: x}\n",
	    "a comment or the way it is written stands in the way of changing "
	    "'Giới thiệu: Ngày' (gioi_thieu.ngay); change it in the file "
	    "itself" },
	{ "a conflict", "noi=x", "ma: a\n<<<<<<< ours\nnoi: y\n", NULL },
	{ "a field twice in an entry", "+than|ten=a|ten=b", "ma: a\n",
	    "'than.ten' is given twice" },
	{ "a value for a list of maps", "+than|x", "ma: a\n",
	    "an entry of 'than' has fields: give them as ten=…" },
};

static void
check(size_t i, const char *eol)
{
	struct edited x = edit(cases[i].head, cases[i].change, eol);
	struct buf want = { 0 };

	add_with_ends(&want, cases[i].want, eol);
	if (!ok(x.done && str_eq(buf_str(&x.text), buf_str(&want)), "%s%s",
		cases[i].name, eol[1] ? ", lines ending in two bytes" : ""))
		printf("# %s\n# got:\n%s", buf_z(&x.said), buf_z(&x.text));
	buf_release(&x.text);
	buf_release(&x.said);
	buf_release(&want);
}

static void
check_refused(size_t i)
{
	struct edited x = edit(refused[i].head, refused[i].change, "\n");

	if (!ok(!x.done && x.said.n &&
		    (!refused[i].said ||
			strcmp(buf_z(&x.said), refused[i].said) == 0),
		"refused: %s", refused[i].name))
		printf("# %s\n%s", buf_z(&x.said), buf_z(&x.text));
	buf_release(&x.text);
	buf_release(&x.said);
}

int
main(void)
{
	struct source *s = source_memory();
	struct findings silent = { 0 };

	source_memory_add(s, STR("schema/repository.md"), str_of(repository));
	source_memory_add(s, STR("schema/types/nguoi.md"), str_of(type_nguoi));
	ok(schema_read(&schema, s, "schema", &silent), "the schema reads");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(i, "\n");
		check(i, "\r\n");
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		check_refused(i);
	schema_release(&schema);
	source_close(s);
	return done();
}
