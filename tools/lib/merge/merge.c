/* merge: three versions of a file into one.
 *
 * Byte order mark and line ends are set aside and merged by themselves, so that
 * a side which only changed these stands in nobody's way. What was merged is
 * read again: it must hold item by item what fields_merge says and every
 * comment as often as it should, and nothing may be wrong with it that is wrong
 * on neither side. Else nothing of it is kept, and the lines that differ are
 * marked. */
#include "merge/merge.h"

#include <string.h>

#include "base/arena.h"
#include "check/check.h"
#include "parse/edit.h"
#include "record/fields.h"
#include "base/lang.h"
#include "base/map.h"
#include "text/kept.h"
#include "merge/comments.h"
#include "record/record.h"

/* One version. */
struct merge_side {
	/* without the mark, lines end in LF where they all ended alike */
	struct str text;
	bool bom, crlf;
	struct record record;
	struct kept said; /* what is wrong with it */
	/* where the head begins, and the line that ends it */
	size_t head, tail;
};

struct merging {
	const struct merge *given;
	struct arena arena;
	struct merge_side side[SIDES];
	bool no_base;
	struct findings *to;
	/* the merged body, from the line that ends the head on */
	struct buf tail;
	bool tail_clean;
};

static bool
has_side(const struct merging *m, int side)
{
	return side != BASE || !m->no_base;
}

/* Bytes that are not the record's. */

enum ends { ENDS_LF, ENDS_CRLF, ENDS_MIXED };

/* Lines end in CRLF where no other CR is there: what is left of "\r\r\n" would
 * be read as the end of a line, which it is not. */
static enum ends
ends_of(struct str s)
{
	size_t lf = 0, cr = 0, crlf = 0;

	for (size_t i = 0; i < s.n; i++) {
		cr += s.s[i] == '\r';
		if (s.s[i] == '\n') {
			lf++;
			crlf += i > 0 && s.s[i - 1] == '\r';
		}
	}
	return crlf == 0             ? ENDS_LF :
	    crlf == lf && crlf == cr ? ENDS_CRLF :
				       ENDS_MIXED;
}

static struct str
without_cr(struct arena *a, struct str s)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] != '\r' || i + 1 == s.n || s.s[i + 1] != '\n')
			buf_addc(&b, s.s[i]);
	return arena_take(a, &b);
}

static void
set_aside(struct merging *m)
{
	static const char bom[] = "\xef\xbb\xbf";
	bool mixed = false;

	for (int i = 0; i < SIDES; i++)
		mixed = mixed || ends_of(m->given->text[i]) == ENDS_MIXED;
	for (int i = 0; i < SIDES; i++) {
		struct merge_side *s = &m->side[i];

		s->text = m->given->text[i];
		s->bom = str_starts(s->text, STR(bom));
		if (s->bom)
			s->text = str_from(s->text, sizeof bom - 1);
		s->crlf = !mixed && ends_of(s->text) == ENDS_CRLF;
		if (s->crlf)
			s->text = without_cr(&m->arena, s->text);
		if (!s->text.s)
			s->text = STR("");
	}
}

static bool
choose_flag(const struct merging *m, bool base, bool ours, bool theirs)
{
	return !m->no_base && ours == base ? theirs : ours;
}

/* Gives the merged text the byte order mark and line ends that it should
 * have. */
static void
put_back(const struct merging *m, struct str text, struct buf *out)
{
	const struct merge_side *s = m->side;
	bool crlf = choose_flag(m, s[BASE].crlf, s[OURS].crlf, s[THEIRS].crlf);

	if (choose_flag(m, s[BASE].bom, s[OURS].bom, s[THEIRS].bom))
		buf_addz(out, "\xef\xbb\xbf");
	if (!crlf) {
		buf_add(out, text);
		return;
	}
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n')
			buf_addc(out, '\r');
		buf_addc(out, text.s[i]);
	}
}

/* Conflicts of the whole. */

/* How much of both texts is alike, in whole lines, from the start; then, of
 * what is left, from the end. */
static size_t
alike_start(struct str a, struct str b)
{
	size_t n = 0;

	for (size_t i = 0; i < a.n && i < b.n && a.s[i] == b.s[i]; i++)
		if (a.s[i] == '\n')
			n = i + 1;
	return n;
}

static size_t
alike_end(struct str a, struct str b)
{
	size_t n = 0;

	for (size_t i = 0;
	     i < a.n && i < b.n && a.s[a.n - 1 - i] == b.s[b.n - 1 - i]; i++)
		if (a.s[a.n - 1 - i] == '\n')
			n = i;
	return n;
}

/* Everything between the first and the last line that differ. */
static void
mark_all(const struct merging *m, struct buf *out)
{
	struct str s[SIDES];
	size_t start, end;

	for (int i = 0; i < SIDES; i++)
		s[i] = m->side[i].text;
	start = alike_start(s[OURS], s[THEIRS]);
	end = alike_end(str_from(s[OURS], start), str_from(s[THEIRS], start));
	buf_add(out, str_first(s[OURS], start));
	lines_mark(&m->given->marking, s[BASE],
	    str_first(str_from(s[OURS], start), s[OURS].n - start - end),
	    str_first(str_from(s[THEIRS], start), s[THEIRS].n - start - end),
	    out);
	buf_add(out, str_from(s[OURS], s[OURS].n - end));
}

/* A conflict for certain: as git marks it, or, where git sees none, all lines
 * that differ. */
static void
mark_whole(const struct merging *m, struct buf *out)
{
	struct buf b = { 0 };

	if (lines_merge(&m->given->marking, m->side[BASE].text,
		m->side[OURS].text, m->side[THEIRS].text, &b)) {
		buf_clear(&b);
		mark_all(m, &b);
	}
	put_back(m, buf_str(&b), out);
	buf_release(&b);
}

void
merge_mark(const struct merge *given, struct buf *out)
{
	struct merging m = { .given = given,
		.no_base = given->text[BASE].n == 0 };

	set_aside(&m);
	mark_whole(&m, out);
	arena_release(&m.arena);
}

/* Files that are no records. */

static bool
is_binary(struct str s)
{
	enum { LOOK = 8000 }; /* as git does */

	return memchr(s.s ? s.s : "", '\0', s.n < LOOK ? s.n : LOOK) != NULL;
}

static bool
merge_text(const struct merging *m, struct buf *out)
{
	const struct merge *g = m->given;

	for (int i = 0; i < SIDES; i++)
		if (is_binary(g->text[i])) {
			buf_add(out, g->text[OURS]);
			return found(m->to, FIND_MERGE_LINES,
			    place_file(g->path),
			    _("both sides changed this file, which is no text; "
			      "ours is kept here: take one with 'git checkout "
			      "--ours' or '--theirs'"));
		}
	return lines_merge(&g->marking, g->text[BASE], g->text[OURS],
		   g->text[THEIRS], out) ||
	    found(m->to, FIND_MERGE_LINES, place_file(g->path),
		_("both sides changed the same lines"));
}

/* Reading. */

static const char *
side_name(int side)
{
	static const char *const names[SIDES] = { N_("the common ancestor"),
		N_("our version"), N_("their version") };

	return _(names[side]);
}

static bool
read_side(struct merging *m, int i)
{
	struct merge_side *s = &m->side[i];
	struct findings to = { .say = kept_say,
		.to = &s->said,
		.levels = m->given->levels };
	const struct front *f = &s->record.front;
	const char *path = m->given->path;

	if (!record_read(&s->record, m->given->type, path, s->text, &m->arena,
		&to)) {
		kept_sort(&s->said);
		return found(m->to, FIND_MERGE_UNREAD,
		    s->said.n ? s->said.all[0].at : place_file(path),
		    _("%s cannot be read as a record: %s"), side_name(i),
		    s->said.n ? s->said.all[0].text : "");
	}
	check_record(&s->record, m->given->today, DAY_NONE, &m->arena, &to);
	s->head = (size_t)(f->head.s - s->text.s);
	s->tail = s->head + f->head.n;
	return true;
}

/* Are there three versions of one record? */
static bool
read_sides(struct merging *m)
{
	const struct merge_side *s = m->side;

	for (int i = 0; i < SIDES; i++)
		if (has_side(m, i) && !read_side(m, i))
			return false;
	if (m->no_base && !str_eq(s[OURS].record.id, s[THEIRS].record.id))
		return found(m->to, FIND_MERGE_OTHER,
		    place_file(m->given->path),
		    _("both sides put in a record under this path, with "
		      "different ids: give one of them another path"));
	return true;
}

/* The body. */

static void
merge_tail(struct merging *m)
{
	struct str tail[SIDES] = { 0 };

	for (int i = 0; i < SIDES; i++)
		tail[i] = str_from(m->side[i].text, m->side[i].tail);
	/* Of two new records one may have no body yet. */
	if (m->no_base && !str_trim(m->side[OURS].record.front.body).n)
		tail[BASE] = tail[OURS];
	else if (m->no_base && !str_trim(m->side[THEIRS].record.front.body).n)
		tail[BASE] = tail[THEIRS];
	m->tail_clean = lines_merge(&m->given->marking, tail[BASE], tail[OURS],
	    tail[THEIRS], &m->tail);
	if (!m->tail_clean)
		found(m->to, FIND_MERGE_BODY,
		    (struct place){ m->given->path,
			m->side[OURS].record.front.body_line, 1 },
		    _("both sides changed the same lines of the body"));
}

/* The text that ours and some changes make. */
static bool
build(const struct merging *m, const struct merge_front *f, bool marks,
    struct buf *out)
{
	const struct merge_side *s = m->side;
	struct edit e = { .front = f->sure.front, .arena = f->arena };
	struct str fence[SIDES];
	bool apart;

	for (int i = 0; i < SIDES; i++)
		fence[i] = str_first(s[i].text, s[i].head);
	if (!m->no_base && str_eq(fence[OURS], fence[BASE]))
		edit_bytes(&e, 0, s[OURS].head, fence[THEIRS]);
	for (size_t i = 0; i < f->sure.n; i++)
		edit_bytes(&e, f->sure.all[i].off, f->sure.all[i].end,
		    f->sure.all[i].by);
	for (size_t i = 0; marks && i < f->marks.n; i++)
		edit_bytes(&e, f->marks.all[i].off, f->marks.all[i].end,
		    f->marks.all[i].by);
	if (marks || m->tail_clean)
		edit_bytes(&e, s[OURS].tail, s[OURS].text.n, buf_str(&m->tail));
	apart = edit_apply(&e, out);
	edit_release(&e);
	return apart;
}

/* The result, looked at again. */

static bool
same_item(const struct item *a, const struct item *b)
{
	return a && b ? str_eq(a->value, b->value) && a->bad == b->bad : a == b;
}

/* Is it, item by item, what was meant? Where there are conflicts it may still
 * be as ours. */
static bool
is_meant(struct merging *m, const struct record *now, bool conflicts)
{
	struct items items[SIDES] = { 0 },
		     have = fields_items(now, false, &m->arena);
	struct map by_key = { 0 };
	struct merged *all;
	size_t n, wanted = 0;
	bool same = true;

	for (int i = 0; i < SIDES; i++)
		if (has_side(m, i))
			items[i] =
			    fields_items(&m->side[i].record, false, &m->arena);
	all = fields_merge(&items[BASE], &items[OURS], &items[THEIRS], NULL,
	    &m->arena, &n);
	for (size_t i = 0; i < have.n; i++)
		*map_put(&by_key, have.all[i].key) = &have.all[i];
	for (size_t i = 0; i < n && same; i++) {
		const struct merged *one = &all[i];
		const struct item *any = one->base ? one->base :
		    one->ours                      ? one->ours :
						     one->theirs;
		const struct item *is = map_get(&by_key, any->key);

		wanted += is != NULL;
		same = (one->verdict != MERGE_CONFLICT &&
			   same_item(is, one->now)) ||
		    (conflicts && same_item(is, one->ours));
	}
	map_release(&by_key);
	return same && wanted == have.n;
}

static void
add_said(struct map *said, const struct kept *k)
{
	for (size_t i = 0; i < k->n; i++)
		*map_put(said, str_of(k->all[i].text)) = said;
}

/* Says what is wrong now and was wrong on neither side. False: an error is
 * among that. */
static bool
is_sound(struct merging *m, struct kept *now)
{
	struct map before = { 0 };
	bool sound = true;

	add_said(&before, &m->side[OURS].said);
	add_said(&before, &m->side[THEIRS].said);
	kept_sort(now);
	for (size_t i = 0; i < now->n; i++) {
		const struct finding *f = &now->all[i];

		if (f->level < WARNING || map_get(&before, str_of(f->text)))
			continue;
		if (f->level >= ERROR)
			sound = found(m->to, FIND_MERGE_BROKEN,
			    place_file(m->given->path),
			    _("each side is right by itself, both together are "
			      "not: %s"),
			    f->text);
		else
			found_as(m->to, f->id, f->level, f->at, "%s", f->text);
	}
	map_release(&before);
	return sound;
}

static bool
is_commented(struct merging *m, const struct record *now)
{
	const struct front *sides[SIDES] = { 0 };

	for (int i = 0; i < SIDES; i++)
		if (has_side(m, i))
			sides[i] = &m->side[i].record.front;
	return comments_stand(sides, &now->front) ||
	    found(m->to, FIND_MERGE_COMMENT, place_file(m->given->path),
		_("both sides changed or moved one comment; the lines of both "
		  "sides are left here"));
}

static bool
stands(struct merging *m, const struct merge_front *f, bool conflicts)
{
	struct kept said = { 0 };
	struct findings to = { .say = kept_say,
		.to = &said,
		.levels = m->given->levels };
	struct buf text = { 0 };
	struct record now;
	bool good;

	good = build(m, f, false, &text) &&
	    record_read(&now, m->given->type, m->given->path, buf_str(&text),
		&m->arena, &to) &&
	    is_meant(m, &now, conflicts);
	if (!good) {
		found(m->to, FIND_MERGE_UNSURE, place_file(m->given->path),
		    _("what was merged does not read as it was meant; the "
		      "lines of both sides are left here"));
	} else {
		check_record(&now, m->given->today, DAY_NONE, &m->arena, &to);
		good = m->given->ancestor ||
		    ((conflicts || is_commented(m, &now)) &&
			is_sound(m, &said));
	}
	kept_release(&said);
	buf_release(&text);
	return good;
}

static bool
merge_record(struct merging *m, struct buf *out)
{
	struct merge_front f = { .marking = m->given->marking,
		.ancestor = m->given->ancestor,
		.arena = &m->arena,
		.to = m->to };
	size_t said = m->to->count[ERROR];
	struct buf text = { 0 };
	bool whole;

	for (int i = 0; i < SIDES; i++)
		f.side[i] = has_side(m, i) ? &m->side[i].record : NULL;
	whole = merge_front(&f);
	if (whole) {
		merge_tail(m);
		whole = stands(m, &f, m->to->count[ERROR] != said) &&
		    build(m, &f, true, &text);
	}
	if (whole)
		put_back(m, buf_str(&text), out);
	else
		mark_whole(m, out);
	merge_front_release(&f);
	buf_release(&m->tail);
	buf_release(&text);
	return whole && m->to->count[ERROR] == said;
}

bool
merge_file(const struct merge *g, struct buf *out, struct findings *to)
{
	struct merging m = { .given = g,
		.to = to,
		.no_base = g->text[BASE].n == 0 };
	const struct str *s = g->text;
	bool clean = true;

	if (str_eq(s[OURS], s[THEIRS]) || str_eq(s[THEIRS], s[BASE])) {
		buf_add(out, s[OURS]);
	} else if (str_eq(s[OURS], s[BASE])) {
		buf_add(out, s[THEIRS]);
	} else if (!g->type) {
		clean = merge_text(&m, out);
	} else {
		set_aside(&m);
		clean = read_sides(&m);
		if (clean)
			clean = merge_record(&m, out);
		else
			mark_whole(&m, out);
	}
	for (int i = 0; i < SIDES; i++)
		kept_release(&m.side[i].said);
	arena_release(&m.arena);
	return clean;
}
