/* merges: many random merges through real git, judged without looking at how
 * they are merged.
 *
 *	merges [N [SEED]]
 *
 * In an empty folder it makes a repository of N records. Two branches change
 * each of them at random and are merged twice: by knmerge, and by git's own
 * driver. What each side meant is known, so it can be told which merges must be
 * a conflict, which must not, and whether anything vanished. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../merge_law.h"
#include "../draw.h"
#include "base/mem.h"
#include "text/say.h"
#include "schema/schema.h"
#include "git/source.h"

enum { SINGLES = 5, PAIRS = 2, ENTRIES = 8, PARAGRAPHS = 5 };
enum { BASE_SIDE, OUR_SIDE, THEIR_SIDE, SIDE_COUNT };

static const char type_page[] =
    "---\n"
    "type: nguoi\n"
    "id: ma\n"
    "basename: id\n"
    "fields:\n"
    "  ma: {type: id, required: true}\n"
    "  ho_ten: {type: name, required: true, private: true}\n"
    "  ngay_sinh: {type: date, partial: true}\n"
    "  dan_toc: line\n"
    "  nghe_nghiep: line\n"
    "  hoc_van: {type: enum, values: [v0, v1, v2, v3]}\n"
    "  gioi_thieu: {type: map, fields: {ngay: date, boi: id}}\n"
    "  nhan_xet: {type: list, key: ky, max: 4, fields: {ky: {type: period, "
    "required: true}, ngay: date, boi: id}}\n"
    "  chi_bo: {type: list, key: ky, fields: {ky: {type: period, required: "
    "true}, ngay: date, boi: id}}\n"
    "---\n";

/* A small generator: the same on every machine. Only one draw to an expression:
 * the order of two would be the compiler's. */
static uint64_t state;

static unsigned
chance(unsigned below)
{
	return (unsigned)draw_below(&state, below);
}

/* A value is a small number, 0 for none, so that sides often meet. */
struct entry_of {
	int there, ngay, boi;
};

struct content {
	int single[SINGLES];
	int comment[SINGLES];
	int intro[PAIRS];                 /* gioi_thieu: ngay, boi */
	struct entry_of list[2][ENTRIES]; /* nhan_xet, chi_bo; by key */
	int paragraph[PARAGRAPHS];
};

/* How a record is written, the same on all sides. */
struct style {
	bool quoted, flow_intro, flow_list[2], indented;
};

struct one {
	struct content c[SIDE_COUNT];
	struct style style;
};

static const char *const singles[SINGLES] = { "ho_ten", "ngay_sinh", "dan_toc",
	"nghe_nghiep", "hoc_van" };
static const char *const lists[2] = { "nhan_xet", "chi_bo" };

/* Writing. */

static void
add_single(struct buf *b, const struct one *o, const struct content *c, int i)
{
	if (!c->single[i])
		return;
	buf_addf(b, "%s: ", singles[i]);
	if (i == 1)
		buf_addf(b, "199%d-03-08", c->single[i]);
	else if (i == 4)
		buf_addf(b, "v%d", c->single[i] % 4);
	else
		buf_addf(b, o->style.quoted ? "\"Giá trị %d\"" : "Giá trị %d",
		    c->single[i]);
	if (c->comment[i])
		buf_addf(b, "  # ghi chú %d", c->comment[i]);
	buf_addz(b, "\n");
}

static void
add_pair(struct buf *b, int ngay, int boi, bool flow, const char *pad,
    bool first)
{
	const char *gap = flow ? ", " : pad;

	if (ngay)
		buf_addf(b, "%sngay: 2021-03-%02d%s", first ? "" : gap, ngay,
		    flow ? "" : "\n");
	if (boi)
		buf_addf(b, "%sboi: dv-%d%s", first && !ngay ? "" : gap, boi,
		    flow ? "" : "\n");
}

static void
add_intro(struct buf *b, const struct one *o, const struct content *c)
{
	if (!c->intro[0] && !c->intro[1])
		return;
	if (o->style.flow_intro) {
		buf_addz(b, "gioi_thieu: {");
		add_pair(b, c->intro[0], c->intro[1], true, "", true);
		buf_addz(b, "}\n");
	} else {
		buf_addz(b, "gioi_thieu:\n");
		add_pair(b, c->intro[0], c->intro[1], false, "  ", false);
	}
}

static void
add_list(struct buf *b, const struct one *o, const struct content *c, int l)
{
	const char *pad = o->style.indented ? "    " : "  ";
	bool any = false;

	for (int i = 0; i < ENTRIES; i++) {
		const struct entry_of *e = &c->list[l][i];

		if (!e->there)
			continue;
		if (!any)
			buf_addf(b, "%s:\n", lists[l]);
		any = true;
		buf_addf(b, "%s", pad + 2);
		if (o->style.flow_list[l]) {
			buf_addf(b, "- {ky: 20%d-Q%d", 20 + i / 4, i % 4 + 1);
			add_pair(b, e->ngay, e->boi, true, "", false);
			buf_addz(b, "}\n");
		} else {
			buf_addf(b, "- ky: 20%d-Q%d\n", 20 + i / 4, i % 4 + 1);
			add_pair(b, e->ngay, e->boi, false, pad, false);
		}
	}
}

static void
render(struct buf *b, const struct one *o, int side, size_t n)
{
	const struct content *c = &o->c[side];

	buf_addf(b, "---\nma: r%zu\n", n);
	for (int i = 0; i < SINGLES; i++) {
		add_single(b, o, c, i);
		if (i == 2)
			add_intro(b, o, c);
	}
	add_list(b, o, c, 0);
	add_list(b, o, c, 1);
	buf_addz(b, "---\n");
	for (int i = 0; i < PARAGRAPHS; i++)
		if (c->paragraph[i])
			buf_addf(b, "\nĐoạn %d, lần viết %d.\n", i,
			    c->paragraph[i]);
}

/* Making and changing. */

static void
new_entry(struct entry_of *e, bool there)
{
	*e = (struct entry_of){ .there = there };
	if (!there)
		return;
	e->ngay = 1 + (int)chance(3);
	e->boi = (int)chance(3);
}

static void
make(struct one *o)
{
	struct content *c = &o->c[BASE_SIDE];

	*o = (struct one){ 0 };
	o->style.quoted = chance(2);
	o->style.flow_intro = chance(2);
	o->style.flow_list[0] = chance(3);
	o->style.flow_list[1] = !chance(3);
	o->style.indented = chance(2);
	for (int i = 0; i < SINGLES; i++) {
		c->single[i] = (int)chance(4) + (i == 0);
		c->comment[i] = c->single[i] && chance(4) == 0;
	}
	c->intro[0] = 1 + (int)chance(3);
	c->intro[1] = (int)chance(3);
	for (int l = 0; l < 2; l++)
		for (int i = 0; i < ENTRIES; i++)
			new_entry(&c->list[l][i], i < 5 && chance(2));
	for (int i = 0; i < PARAGRAPHS; i++)
		c->paragraph[i] = 1;
	o->c[OUR_SIDE] = o->c[THEIR_SIDE] = *c;
}

static void
change_entry(struct content *c)
{
	struct entry_of *list = c->list[chance(2)];
	struct entry_of *e = &list[chance(ENTRIES)];

	if (!e->there)
		new_entry(e, true);
	else if (chance(5) == 0)
		new_entry(e, false);
	else if (chance(2))
		e->ngay = 1 + (int)chance(4);
	else
		e->boi = (int)chance(4);
}

static void
change(struct content *c)
{
	int i = (int)chance(SINGLES);

	switch (chance(8)) {
	case 0:
	case 1:
		c->single[i] = (i == 0) + (int)chance(4);
		if (!c->single[i])
			c->comment[i] = 0;
		break;
	case 2:
		c->intro[0] = 1 + (int)chance(4);
		break;
	case 3:
		c->intro[1] = (int)chance(4);
		break;
	case 4:
		c->paragraph[chance(PARAGRAPHS)] = (int)chance(4);
		break;
	case 5:
		if (c->single[i])
			c->comment[i] = 1 + (int)chance(3);
		else
			change_entry(c);
		break;
	default:
		change_entry(c);
	}
}

/* What was meant. */

struct meant {
	bool clash;         /* one field, two new values */
	bool torn;          /* an entry taken out here, changed there */
	bool emptied;       /* a list taken out here, changed there */
	bool body, comment; /* the same paragraph, the same comment */
	bool equal;         /* one field, the same new value */
};

static void
meet(struct meant *m, bool *clash, int base, int ours, int theirs)
{
	if (ours == base || theirs == base)
		return;
	if (ours == theirs)
		m->equal = true;
	else
		*clash = true;
}

static void
meet_entry(struct meant *m, const struct entry_of *b, const struct entry_of *o,
    const struct entry_of *t)
{
	bool o_changed = memcmp(o, b, sizeof *b),
	     t_changed = memcmp(t, b, sizeof *b);

	if (b->there && o->there != t->there) {
		m->torn = m->torn || (o->there ? o_changed : t_changed);
		return;
	}
	if (!o->there || !t->there)
		return;
	/* Two new entries are merged field by field from nothing. */
	meet(m, &m->clash, b->there ? b->ngay : 0, o->ngay, t->ngay);
	meet(m, &m->clash, b->there ? b->boi : 0, o->boi, t->boi);
}

static bool
is_empty(const struct content *c, int l)
{
	for (int i = 0; i < ENTRIES; i++)
		if (c->list[l][i].there)
			return false;
	return true;
}

static struct meant
what_was_meant(const struct one *one)
{
	const struct content *b = &one->c[BASE_SIDE], *o = &one->c[OUR_SIDE];
	const struct content *t = &one->c[THEIR_SIDE];
	struct meant m = { 0 };

	for (int i = 0; i < SINGLES; i++) {
		int v[SIDE_COUNT] = { b->single[i], o->single[i],
			t->single[i] };

		for (int k = 0; i == 4 && k < SIDE_COUNT; k++)
			v[k] = v[k] ? v[k] % 4 + 1 : 0;
		meet(&m, &m.clash, v[0], v[1], v[2]);
		meet(&m, &m.comment, b->comment[i], o->comment[i],
		    t->comment[i]);
	}
	for (int i = 0; i < PAIRS; i++)
		meet(&m, &m.clash, b->intro[i], o->intro[i], t->intro[i]);
	for (int l = 0; l < 2; l++)
		m.emptied = m.emptied ||
		    (!is_empty(b, l) && (is_empty(o, l) || is_empty(t, l)) &&
			memcmp(b->list[l], o->list[l], sizeof b->list[l]) &&
			memcmp(b->list[l], t->list[l], sizeof b->list[l]));
	for (int l = 0; l < 2; l++)
		for (int i = 0; i < ENTRIES; i++)
			meet_entry(&m, &b->list[l][i], &o->list[l][i],
			    &t->list[l][i]);
	for (int i = 0; i < PARAGRAPHS; i++)
		meet(&m, &m.body, b->paragraph[i], o->paragraph[i],
		    t->paragraph[i]);
	return m;
}

/* git. */

static void
fail(const char *what)
{
	fprintf(stderr, "merges: %s\n", what);
	exit(2);
}

static void
shell(const char *command)
{
	int status = system(command);

	if (status)
		fail(command);
}

static void
write_file(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(b->s, 1, b->n, f) != b->n || fclose(f))
		fail(path);
}

static void
read_all(FILE *f, struct buf *b)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(b, (struct str){ part, n });
}

static void
write_records(const struct one *all, size_t n, int side)
{
	for (size_t i = 0; i < n; i++) {
		struct buf text = { 0 }, path = { 0 };

		render(&text, &all[i], side, i);
		buf_addf(&path, "records/nguoi/r%zu.md", i);
		write_file(path.s, &text);
		buf_release(&text);
		buf_release(&path);
	}
}

static void
make_repository(const struct one *all, size_t n)
{
	struct buf page = { 0 };

	shell("git init -q . && mkdir -p schema/types records/nguoi && "
	      "printf -- '---\\nformat: 1\\n---\\n' >schema/repository.md && "
	      "git config merge.ketnap.driver 'knmerge %O %A %B %L %P'");
	buf_addz(&page, type_page);
	write_file("schema/types/nguoi.md", &page);
	buf_release(&page);
	write_records(all, n, BASE_SIDE);
	shell("git add -A && git commit -qm base && git checkout -qb theirs");
	write_records(all, n, THEIR_SIDE);
	shell("git commit -qam theirs && git checkout -q -b ours main");
	write_records(all, n, OUR_SIDE);
	shell("git commit -qam ours");
}

/* Merges; what was said, and the paths in conflict, a line each. */
static void
merge(const char *attributes, struct buf *said, struct buf *conflicts)
{
	struct buf command = { 0 };
	FILE *f;

	buf_addf(&command,
	    "git reset -q --hard ours && echo '%s' >.git/info/attributes && "
	    "git merge -q theirs -m merged 2>&1",
	    attributes);
	f = popen(command.s, "r");
	if (!f)
		fail(command.s);
	read_all(f, said);
	pclose(f); /* 1 where there are conflicts */
	f = popen("git ls-files -u | cut -f2 | sort -u", "r");
	if (!f)
		fail("git ls-files");
	read_all(f, conflicts);
	if (pclose(f))
		fail("git ls-files");
	buf_release(&command);
}

static void
set_of_lines(struct map *set, const struct buf *b)
{
	struct str rest = buf_str(b), line;

	while (str_split(&rest, '\n', &line))
		if (line.n)
			*map_put(set, line) = set;
}

/* Judging. */

struct counts {
	size_t conflicts, git_conflicts, must, wrong;
	size_t apart, apart_conflicts, git_apart_conflicts;
	struct map reasons; /* of merges that met in nothing */
	struct arena arena;
};

static void
wrong(struct counts *c, size_t n, const char *what)
{
	c->wrong++;
	printf("r%zu: %s\n", n, what);
}

/* The reasons that were given for a record: "[merge-body]" and so on. */
static bool
reasons_of(const struct buf *said, const char *path, struct buf *out)
{
	struct str rest = buf_str(said), line;
	struct buf start = { 0 };

	buf_addf(&start, "%s:", path);
	while (str_split(&rest, '\n', &line)) {
		size_t at = str_find_str(line, STR("[merge-"));

		if (str_starts(line, buf_str(&start)) && at < line.n)
			buf_addf(out, "%.*s ", STRF(str_from(line, at)));
	}
	buf_release(&start);
	return out->n > 0;
}

static void
count_reasons(struct counts *c, const struct buf *reasons)
{
	struct str rest = buf_str(reasons), one;

	while (str_split(&rest, ' ', &one)) {
		void **slot;

		if (!one.n)
			continue;
		slot = map_put(&c->reasons, arena_keep(&c->arena, one));
		*slot = (void *)((uintptr_t)*slot + 1);
	}
}

static bool
has(const struct buf *b, const char *what)
{
	return str_find_str(buf_str(b), str_of(what)) < b->n;
}

static void
judge(struct counts *c, const struct one *one, size_t n,
    const struct type *type, bool conflict, bool git_conflict,
    const struct buf *said)
{
	struct meant m = what_was_meant(one);
	bool must = m.clash || m.torn, meets = must || m.body || m.comment;
	struct buf path = { 0 }, result = { 0 }, reasons = { 0 },
		   text[3] = { { 0 } };
	const char *broken;
	FILE *f;

	buf_addf(&path, "records/nguoi/r%zu.md", n);
	f = fopen(path.s, "r");
	if (!f)
		fail(path.s);
	read_all(f, &result);
	fclose(f);
	for (int i = 0; i < SIDE_COUNT; i++)
		render(&text[i], one, i, n);
	broken = law_merge(type, buf_str(&text[0]), buf_str(&text[1]),
	    buf_str(&text[2]), buf_str(&result), !conflict);
	if (broken)
		wrong(c, n, broken);
	if (must && !conflict)
		wrong(c, n, "two new values of one field went together");
	if (conflict && !reasons_of(said, path.s, &reasons))
		wrong(c, n, "a conflict for which no reason was given");
	if (conflict && !has(&result, "<<<<<<<"))
		wrong(c, n, "a conflict without marks");
	if (!must &&
	    (has(&reasons, "[merge-value]") || has(&reasons, "[merge-added]") ||
		(has(&reasons, "[merge-deleted]") && !m.emptied)))
		wrong(c, n, "different fields, or equal values, in conflict");
	c->conflicts += conflict;
	c->git_conflicts += git_conflict;
	c->must += must;
	if (!meets) {
		c->apart++;
		c->apart_conflicts += conflict;
		c->git_apart_conflicts += git_conflict;
		count_reasons(c, &reasons);
	}
	for (int i = 0; i < SIDE_COUNT; i++)
		buf_release(&text[i]);
	buf_release(&path);
	buf_release(&result);
	buf_release(&reasons);
}

static int
by_key(const void *va, const void *vb)
{
	const struct mapped *a = va, *b = vb;

	return str_cmp(a->key, b->key);
}

static void
print(const struct counts *c, size_t n)
{
	struct mapped *all = c->reasons.pairs;

	printf("%zu merges, %zu of them of two new values for one field\n", n,
	    c->must);
	printf("in conflict: knmerge %zu (%zu%%), git %zu (%zu%%)\n",
	    c->conflicts, c->conflicts * 100 / n, c->git_conflicts,
	    c->git_conflicts * 100 / n);
	printf(
	    "%zu changed different fields, entries, paragraphs and comments; "
	    "in conflict: knmerge %zu, git %zu\n",
	    c->apart, c->apart_conflicts, c->git_apart_conflicts);
	if (c->reasons.n)
		qsort(all, c->reasons.n, sizeof *all, by_key);
	for (size_t i = 0; i < c->reasons.n; i++)
		printf("  %.*s %zu\n", STRF(all[i].key),
		    (size_t)(uintptr_t)all[i].value);
	printf("%zu are not as they must be\n", c->wrong);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1000;
	struct one *all = mem_alloc((n + 1) * sizeof *all);
	struct buf said = { 0 }, conflicts = { 0 }, git_conflicts = { 0 },
		   none = { 0 };
	struct map ours = { 0 }, git = { 0 };
	struct findings to = { .say = say_text, .to = stderr };
	struct counts counts = { 0 };
	struct schema schema = { 0 };
	struct source *source;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 20210630;
	if (n == 0 || state == 0)
		fail("usage: merges [N [SEED]], neither of them 0");
	for (size_t i = 0; i < n; i++) {
		make(&all[i]);
		for (unsigned k = 1 + chance(4); k > 0; k--)
			change(&all[i].c[OUR_SIDE]);
		for (unsigned k = 1 + chance(4); k > 0; k--)
			change(&all[i].c[THEIR_SIDE]);
	}
	make_repository(all, n);
	source = source_worktree(".", &to);
	if (!source || !schema_read(&schema, source, "schema", &to))
		fail("the schema cannot be used");
	merge("", &none, &git_conflicts);
	merge("*.md merge=ketnap", &said, &conflicts);
	set_of_lines(&ours, &conflicts);
	set_of_lines(&git, &git_conflicts);
	for (size_t i = 0; i < n; i++) {
		char path[64];

		snprintf(path, sizeof path, "records/nguoi/r%zu.md", i);
		judge(&counts, &all[i], i, &schema.types[0],
		    map_get(&ours, str_of(path)), map_get(&git, str_of(path)),
		    &said);
	}
	print(&counts, n);
	map_release(&ours);
	map_release(&git);
	map_release(&counts.reasons);
	arena_release(&counts.arena);
	buf_release(&said);
	buf_release(&none);
	buf_release(&conflicts);
	buf_release(&git_conflicts);
	schema_release(&schema);
	source_close(source);
	free(all);
	return counts.wrong != 0;
}
