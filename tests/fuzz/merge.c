/* Three versions of anything: nothing that one side wrote vanishes unseen. The
 * first byte is how many changes follow, of four bytes each (side, what, line,
 * another line); the rest is the common ancestor. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../merge_law.h"
#include "base/mem.h"
#include "text/say.h"
#include "merge/merge.h"
#include "schema/schema.h"
#include "git/source.h"

enum { MOST = 1 << 14, CHANGE = 4, LINES_MOST = 1000 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char repository[] = "---\nformat: 1\n---\n";

static const char type_nguoi[] =
    "---\n"
    "type: nguoi\n"
    "id: ma\n"
    "unknown: allow\n"
    "fields:\n"
    "  ma: {type: id, required: true}\n"
    "  ho_ten: {type: name, private: true, label: {vi: Họ và tên, en: Name}}\n"
    "  ngay_sinh: {type: date, partial: true}\n"
    "  gioi_tinh: {type: enum, values: {nam: {vi: Nam, en: Male}, nu: {vi: Nữ, "
    "en: Female}}}\n"
    "  ghi: text\n"
    "  gioi_thieu: {type: map, fields: {ngay: date, boi: line}}\n"
    "  the: {type: list, of: line}\n"
    "  chi_bo: {type: list, key: tu, fields: {tu: date, don_vi: id}}\n"
    "  giup_do: {type: list, key: [ai, tu], fields: {ai: id, tu: date, "
    "den: date}}\n"
    "  nhan_xet: {type: list, key: ky, fields: {ky: period, ngay: date, "
    "xep_loai: {type: enum, values: [tot, kha]}, boi: id, y: {type: list, key: "
    "so, fields: {so: int, loi: line}}}}\n"
    "  hoan: {type: list, fields: {quy_tac: slug, den: date}}\n"
    "---\n";

static const struct type *
type(void)
{
	static struct schema schema;
	static bool read;
	struct findings to = { .say = say_text, .to = stderr };

	if (!read) {
		struct source *s = source_memory();

		source_memory_add(s, STR("schema/repository.md"),
		    STR(repository));
		source_memory_add(s, STR("schema/types/nguoi.md"),
		    STR(type_nguoi));
		if (!schema_read(&schema, s, "schema", &to))
			abort();
		read = true;
	}
	return &schema.types[0];
}

struct lines {
	struct str all[LINES_MOST];
	size_t n;
};

static void
cut(struct lines *l, struct str text)
{
	struct str line;

	l->n = 0;
	while (l->n < LINES_MOST && str_split(&text, '\n', &line))
		l->all[l->n++] = line;
}

static void
take_out(struct lines *l, size_t i)
{
	memmove(l->all + i, l->all + i + 1, (l->n - i - 1) * sizeof *l->all);
	l->n--;
}

static void
put_in(struct lines *l, size_t i, struct str line)
{
	if (l->n == LINES_MOST)
		return;
	memmove(l->all + i + 1, l->all + i, (l->n - i) * sizeof *l->all);
	l->all[i] = line;
	l->n++;
}

/* Another line in its place that says something like it. */
static struct str
varied(struct str line, unsigned how, struct arena *a)
{
	static const char *const from[] = { "2021", "tot", "ky: ", ": ", "a",
		"  # c" };
	static const char *const to[] = { "2022", "kha", "boi: x, ky: ", ": x",
		"ạ", "" };
	size_t i = how % 6, at = str_find_str(line, str_of(from[i]));

	if (how >= 128)
		return str_of(arena_f(a, "%.*s  # %u", STRF(line), how));
	if (at == line.n)
		return line;
	return str_of(arena_f(a, "%.*s%s%.*s", STRF(str_first(line, at)), to[i],
	    STRF(str_from(line, at + strlen(from[i])))));
}

static void
change(struct lines *l, const uint8_t *c, struct arena *a)
{
	size_t i = l->n ? c[2] % l->n : 0, k = l->n ? c[3] % l->n : 0;
	struct str line = l->n ? l->all[k] : STR("");

	switch (l->n ? c[1] % 6 : 1) {
	case 0:
		take_out(l, i);
		break;
	case 1:
		put_in(l, i, line);
		break;
	case 2:
		l->all[i] = varied(l->all[i], c[3], a);
		break;
	case 3:
		put_in(l, i + 1, varied(l->all[i], c[3], a));
		break;
	case 4:
		take_out(l, i);
		put_in(l, k < l->n ? k : l->n, line);
		break;
	default:
		put_in(l, i, str_of(arena_f(a, "# %u", c[3])));
	}
}

static struct str
join(const struct lines *l, struct arena *a)
{
	struct buf b = { 0 };
	struct str text;

	for (size_t i = 0; i < l->n; i++) {
		buf_addz(&b, i ? "\n" : "");
		buf_add(&b, l->all[i]);
	}
	text = arena_keep(a, buf_str(&b));
	buf_release(&b);
	return text;
}

static void
check(const struct merge *m)
{
	struct findings to = { 0 };
	struct buf out = { 0 };
	bool clean = merge_file(m, &out, &to);
	const char *wrong = law_merge(m->type, m->text[BASE], m->text[OURS],
	    m->text[THEIRS], buf_str(&out), clean);
	/* Where only one side changed something, that side is the result. */
	bool easy = str_eq(m->text[OURS], m->text[THEIRS]) ||
	    str_eq(m->text[BASE], m->text[OURS]) ||
	    str_eq(m->text[BASE], m->text[THEIRS]);
	bool binary = false;

	for (int i = 0; i < SIDES; i++)
		binary = binary ||
		    (m->text[i].n && memchr(m->text[i].s, '\0', m->text[i].n));
	if (easy && !clean)
		wrong = "a conflict where one side did nothing";
	else if (easy || binary)
		wrong = NULL;
	else if (!clean && str_find_str(buf_str(&out), STR("<<<<<<<")) == out.n)
		wrong = "a conflict without marks";
	else if (clean == (to.count[ERROR] > 0))
		wrong = "a conflict without a reason";
	if (wrong) {
		if (getenv("EDIT_SHOW"))
			fprintf(stderr,
			    "-- base\n%.*s\n-- ours\n%.*s\n-- theirs"
			    "\n%.*s\n-- result\n%s\n",
			    STRF(m->text[BASE]), STRF(m->text[OURS]),
			    STRF(m->text[THEIRS]), buf_z(&out));
		fprintf(stderr, "broken: %s\n", wrong);
		abort();
	}
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct lines lines[SIDES];
	size_t changes = n ? data[0] : 0;
	struct merge m = { .path = "records/nguoi/x.md", .type = type() };
	struct arena a = { 0 };
	struct str base;

	if (n > MOST || n < 1 + changes * CHANGE)
		return 0;
	base = (struct str){ (const char *)data + 1 + changes * CHANGE,
		n - 1 - changes * CHANGE };
	cut(&lines[OURS], base);
	lines[BASE] = lines[THEIRS] = lines[OURS];
	for (size_t i = 0; i < changes; i++) {
		const uint8_t *c = data + 1 + i * CHANGE;

		change(&lines[c[0] & 1 ? OURS : THEIRS], c, &a);
	}
	for (int i = 0; i < SIDES; i++)
		m.text[i] = join(&lines[i], &a);
	check(&m);
	arena_release(&a);
	return 0;
}
