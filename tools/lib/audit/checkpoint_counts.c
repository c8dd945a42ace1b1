/* checkpoint_counts: does someone who may stand for a checkpoint? */
#include "audit/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "schema/authority.h"
#include "base/buf.h"
#include "text/day.h"
#include "git/entry.h"
#include "base/lang.h"
#include "git/run.h"
#include "audit/vouch.h"

/* What a tag says of itself, in lines "object ID", "type commit", "tag NAME",
 * "tagger NAME <ADDRESS> TIME ZONE". */
struct tag {
	struct str object, type, email;
	long long time;
	bool timed;
};

static struct str
line_after(struct str *rest, const char *key)
{
	struct str line = { 0 }, k = str_of(key);

	if (!str_split(rest, '\n', &line) || !str_starts(line, k))
		return (struct str){ 0 };
	return str_from(line, k.n);
}

static bool
read_tag(struct tag *t, struct str text, struct arena *a)
{
	struct str tagger;
	size_t open, close;
	char *end;
	const char *z;

	t->object = line_after(&text, "object ");
	t->type = line_after(&text, "type ");
	line_after(&text, "tag ");
	tagger = line_after(&text, "tagger ");
	open = str_find(tagger, '<');
	close = str_find(tagger, '>');
	if (t->object.n != ENTRY_ID - 1 || !str_is(t->type, "commit") ||
	    close == tagger.n || open >= close)
		return false;
	t->email = str_first(str_from(tagger, open + 1), close - open - 1);
	z = arena_z(a, str_trim(str_from(tagger, close + 1)));
	t->time = strtoll(z, &end, 10);
	t->timed = end != z && *end == ' ';
	return true;
}

/* What one page says of it. */
struct tag_question {
	const struct tag *tag;
	struct str text;
	bool arrives;
	struct arena *arena;
	const char **why;
	struct findings *to;
};

static bool
ask_on(struct vouch *page, struct tag_question *q, int day)
{
	/* Who keeps the schema could give himself the other one. */
	static const enum action_kind kinds[] = { ACTION_REFS, ACTION_SCHEMA };

	return vouch_refuses(page, q->text, q->tag->email, kinds,
	    sizeof kinds / sizeof *kinds, day, q->arena, q->why, q->to);
}

static bool
ask_page(struct vouch *page, struct tag_question *q)
{
	int day, today;

	if (!vouch_has_page(page))
		return true;
	if (!q->tag->timed || !vouch_day(page, q->tag->time, &day)) {
		*q->why = _("the day of its tagger cannot be told");
		return true;
	}
	if (!ask_on(page, q, day))
		return false;
	if (*q->why || !q->arrives)
		return true;
	return vouch_today(page, &today, q->to) && ask_on(page, q, today);
}

static bool
ask_pages(const char *dir, const char *judge, struct vouch *page,
    struct tag_question *q)
{
	const char *then = arena_z(q->arena, q->tag->object);
	struct vouch *old;
	bool ok = ask_page(page, q);

	if (!ok || *q->why || strcmp(then, judge) == 0)
		return ok;
	q->arrives = false;
	old = vouch_open(dir, then, q->to);
	ok = old && ask_page(old, q);
	vouch_close(old);
	return ok;
}

bool
checkpoint_counts(const char *dir, const char *id, const char *judge,
    bool arrives, struct arena *a, enum checkpoint_word *word, const char **why,
    struct findings *to)
{
	const char *const args[] = { "--no-replace-objects", "cat-file", "tag",
		id, NULL };
	struct vouch *page = vouch_open(dir, judge, to);
	struct buf out = { 0 };
	struct tag tag;
	bool ok = page;

	*why = NULL;
	*word = CHECKPOINT_UNTOLD;
	if (page && vouch_has_page(page)) {
		struct tag_question q = { &tag, { 0 }, arrives, a, why, to };

		if (run_git(dir, args, &out) == 0)
			q.text = arena_keep(a, buf_str(&out));
		if (read_tag(&tag, q.text, a))
			ok = ask_pages(dir, judge, page, &q);
		else
			*why = _("it is no tag of a commit with a text of its "
				 "own, as 'git tag -s' makes");
		*word = *why ? CHECKPOINT_NOT : CHECKPOINT_COUNTS;
	}
	vouch_close(page);
	buf_release(&out);
	return ok;
}
