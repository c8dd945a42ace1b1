/* Splices: what each one does to the bytes. */
#include "parse/edit.h"

#include <string.h>

#include "test.h"

static struct arena arena;

/* What an entry is called in a case: its key, or "key[n]" in the list of that
 * key, or "key.sub" in its map. in: what it stands in. */
static const struct node *
entry_at(const struct front *f, const char *name, const struct node **in)
{
	size_t n = strcspn(name, ".[");
	const struct node *e =
	    front_get(f->root, arena_z(&arena, (struct str){ name, n }));
	int left;

	*in = f->root;
	if (!e || !name[n])
		return e;
	*in = e;
	if (name[n] == '.')
		return front_get(e, name + n + 1);
	left = name[n + 1] - '0';
	for (e = e->first; e && left > 0; left--)
		e = e->next;
	return e;
}

enum what { REMOVE, AFTER, FIRST };

static const struct {
	const char *what_it_does;
	enum what what;
	const char *entry, *written, *head, *want;
} cases[] = {
	{ "a field goes with its line, not with the comment above", REMOVE, "b",
	    NULL, "a: 1\n# c\nb: 2 # d\nc: 3\n", "a: 1\n# c\nc: 3\n" },
	{ "a field of several lines goes", REMOVE, "b", NULL,
	    "a: 1\nb:\n  - 1\n  - {x: 2}\nc: 3\n", "a: 1\nc: 3\n" },
	{ "the first between brackets goes", REMOVE, "m.a", NULL,
	    "m: { a: 1,  b: 2 }\n", "m: { b: 2 }\n" },
	{ "the last between brackets goes", REMOVE, "m.b", NULL,
	    "m: {a: 1, b: 2}\n", "m: {a: 1}\n" },
	{ "the only one between brackets goes", REMOVE, "m.a", NULL,
	    "m: {a: 1}\n", "m: {}\n" },
	{ "an entry of a list goes", REMOVE, "l[1]", NULL,
	    "l:\n  - a\n  # c\n  - b\n  - c\n", "l:\n  - a\n  # c\n  - c\n" },
	{ "an entry behind another", AFTER, "l[0]", "- {x: 1}",
	    "l:\n  - a   # c\n  # d\n  - b\n",
	    "l:\n  - a   # c\n  - {x: 1}\n  # d\n  - b\n" },
	{ "an entry of a list that stands in the column of its key", AFTER,
	    "l[0]", "- b", "l:\n- a\nx: 1\n", "l:\n- a\n- b\nx: 1\n" },
	{ "an entry of several lines", AFTER, "l[0]", "- a: 1\n  b: 2",
	    "l:\n    - a: 0\n      b: 0\n",
	    "l:\n    - a: 0\n      b: 0\n    - a: 1\n      b: 2\n" },
	{ "a field behind another", AFTER, "a", "c: 2", "a: 1\n\nb: 3\n",
	    "a: 1\nc: 2\n\nb: 3\n" },
	{ "a field as the first", FIRST, "a", "c: 2", "# c\na: 1\n",
	    "c: 2\n# c\na: 1\n" },
	{ "a field as the first between brackets", FIRST, "m.a", "c: 2",
	    "m: {a: 1}\n", "m: {c: 2, a: 1}\n" },
	{ "a field behind another between brackets", AFTER, "m.a", "c: 2",
	    "m: {a: 1, b: 3}\n", "m: {a: 1, c: 2, b: 3}\n" },
};

static const struct node *
before(const struct node *in, const struct node *entry)
{
	const struct node *last = NULL;

	for (const struct node *e = in->first; e && e != entry; e = e->next)
		last = e;
	return last;
}

static bool
change(struct edit *e, size_t i)
{
	const struct node *in, *entry = entry_at(e->front, cases[i].entry, &in);
	struct str written = str_of(cases[i].written);

	switch (cases[i].what) {
	case REMOVE:
		return edit_remove(e, in, before(in, entry), entry);
	case AFTER:
		return edit_insert(e, in, entry, written);
	default:
		return edit_insert(e, in, NULL, written);
	}
}

static struct str
with_ends(const char *head, const char *eol)
{
	struct buf b = { 0 };
	struct str text, line, rest;

	buf_addf(&b, "---\n%s---\nbody\n", head);
	rest = arena_keep(&arena, buf_str(&b));
	buf_clear(&b);
	while (str_split(&rest, '\n', &line))
		if (line.n || rest.s)
			buf_addf(&b, "%.*s%s", STRF(line), eol);
	text = arena_keep(&arena, buf_str(&b));
	buf_release(&b);
	return text;
}

static void
check(size_t i, const char *eol)
{
	struct str text = with_ends(cases[i].head, eol);
	struct findings silent = { 0 };
	struct buf out = { 0 };
	struct front f;
	struct edit e = { .front = &f, .arena = &arena };

	if (!front_read(&f, text, "x.md", &arena, &silent)) {
		ok(false, "reads: %s", cases[i].what_it_does);
		return;
	}
	change(&e, i);
	edit_apply(&e, &out);
	if (!ok(str_eq(buf_str(&out), with_ends(cases[i].want, eol)), "%s%s",
		cases[i].what_it_does,
		eol[1] ? ", lines ending in two bytes" : ""))
		printf("# got:\n%s", buf_z(&out));
	edit_release(&e);
	buf_release(&out);
}

static void
check_together(void)
{
	struct findings silent = { 0 };
	struct str text = STR("---\na: 1\nb: 2\nc: 3\n---\n");
	struct buf out = { 0 };
	struct front f;
	struct edit e = { .front = &f, .arena = &arena };
	const struct node *b;

	front_read(&f, text, "x.md", &arena, &silent);
	b = front_get(f.root, "b");
	edit_insert(&e, f.root, front_get(f.root, "c"), STR("d: 4"));
	edit_remove(&e, f.root, f.root->first, b);
	edit_insert(&e, f.root, f.root->first, STR("x: 0"));
	ok(edit_apply(&e, &out) &&
		str_eq(buf_str(&out),
		    STR("---\na: 1\nx: 0\nc: 3\nd: 4\n---\n")),
	    "several at once");
	edit_bytes(&e, b->off, b->end, STR("5"));
	ok(!edit_apply(&e, &out), "two about the same bytes are refused");
	edit_release(&e);
	buf_release(&out);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(i, "\n");
		check(i, "\r\n");
	}
	check_together();
	arena_release(&arena);
	return done();
}
