/* fix: mends a record where there is one right answer. */
#include "check/fix.h"

#include <string.h>

#include "base/buf.h"
#include "record/record.h"
#include "text/text.h"

void
fix_apply(const struct fix *f, struct str text, struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct splice *s = &f->all[i];

		buf_add(out, (struct str){ text.s + at, s->off - at });
		buf_add(out, s->by);
		at = s->end;
	}
	buf_add(out, str_from(text, at));
}

/* One reading of a record. */
struct reading {
	struct arena arena;
	struct record record;
	struct kept said;
	bool parsed;
};

static void
read_again(struct reading *r, const struct fixing *f, struct str text)
{
	struct findings to = { .say = kept_say, .to = &r->said, .fixes = true };

	*r = (struct reading){ 0 };
	r->parsed =
	    record_read(&r->record, f->type, f->path, text, &r->arena, &to);
}

static void
reading_release(struct reading *r)
{
	arena_release(&r->arena);
	kept_release(&r->said);
}

/* Is a fix about how the file is written, whatever it says? */
static bool
is_of_file(const struct finding *f)
{
	return strncmp(f->id, "front-", 6) == 0;
}

/* Composed, and each line ended by one byte. */
static void
add_plain(struct buf *b, struct str v)
{
	struct buf nfc = { 0 };
	struct str rest, line;

	text_add_nfc(&nfc, v);
	rest = buf_str(&nfc);
	while (str_split(&rest, '\n', &line)) {
		if (rest.s && str_ends(line, STR("\r")))
			line.n--;
		buf_add(b, line);
		buf_addc(b, '\n');
	}
	buf_release(&nfc);
}

/* The same text, whatever form its letters and line ends have? */
static bool
is_same_text(struct str a, struct str b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same = str_eq(a, b);

	if (same)
		return true;
	add_plain(&x, a);
	add_plain(&y, b);
	same = str_eq(buf_str(&x), buf_str(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

/* Does a fix write anything in [off, end)? */
static bool
touches(const struct fix *f, size_t off, size_t end)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->all[i].off <= end && f->all[i].end >= off)
			return true;
	return false;
}

/* Do two trees say the same, but for what was mended? */
static bool
is_same_tree(const struct node *a, const struct node *b, const struct fix *f,
    bool of_file)
{
	const struct node *x, *y;

	if (a->kind != b->kind || a->n != b->n || a->absent != b->absent)
		return false;
	if (!is_same_text(a->key, b->key) &&
	    (of_file || !touches(f, a->key_off, a->key_end)))
		return false;
	if (a->kind == NODE_SCALAR)
		return is_same_text(a->value, b->value) ||
		    (!of_file && touches(f, a->off, a->end));
	for (x = a->first, y = b->first; x && y; x = x->next, y = y->next)
		if (!is_same_tree(x, y, f, of_file))
			return false;
	return !x && !y;
}

static bool
is_said_again(const struct kept *said, const struct finding *f)
{
	for (size_t i = 0; i < said->n; i++) {
		const struct finding *g = &said->all[i];

		if (strcmp(f->id, g->id) == 0 && f->at.line == g->at.line &&
		    f->at.col == g->at.col)
			return true;
	}
	return false;
}

/* The text with one more thing mended, in the arena; s NULL: it cannot be. */
static struct str
mended(struct fixing *f, const struct reading *was, const struct finding *what)
{
	struct buf b = { 0 };
	struct reading now;
	struct str text;
	bool good;

	fix_apply(what->fix, f->text, &b);
	text = arena_take(&f->arena, &b);
	read_again(&now, f, text);
	good = now.parsed && !is_said_again(&now.said, what) &&
	    is_same_text(was->record.front.body, now.record.front.body) &&
	    is_same_tree(was->record.front.root, now.record.front.root,
		what->fix, is_of_file(what));
	reading_release(&now);
	return good ? text : (struct str){ 0 };
}

/* Mends the first thing that can be, of those from *i on. False: nothing. */
static bool
mend_one(struct fixing *f, size_t *i)
{
	struct reading r;
	bool done = false;

	read_again(&r, f, f->text);
	for (; r.parsed && !done && *i < r.said.n; *i += !done) {
		const struct finding *what = &r.said.all[*i];
		struct str text;

		if (!what->fix || (f->wanted && !f->wanted(what, f->to)))
			continue;
		text = mended(f, &r, what);
		done = text.s != NULL;
		if (done) {
			f->text = text;
			kept_say(what, &f->done);
		}
	}
	reading_release(&r);
	return done;
}

void
fix_record(struct fixing *f, struct str text)
{
	enum { MOST = 10000 }; /* more than a file of that size has */
	size_t i = 0, n = 0;

	f->text = arena_keep(&f->arena, text);
	while (n++ < MOST && mend_one(f, &i))
		continue;
}

void
fix_release(struct fixing *f)
{
	arena_release(&f->arena);
	kept_release(&f->done);
}
