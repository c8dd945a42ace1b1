/* checkpoint_counts: does someone who may stand for a checkpoint? */
#include "audit/checkpoint.h"

#include <string.h>

#include "schema/authority.h"
#include "base/buf.h"
#include "text/day.h"
#include "git/entry.h"
#include "base/lang.h"
#include "git/run.h"
#include "git/stamp.h"
#include "audit/vouch.h"

/* What a tag of a commit says of itself. */
struct tag {
	struct str object;
	struct stamp tagger;
};

static bool
read_tag(struct tag *t, struct str text)
{
	struct str tagger = stamp_line(text, STR("tagger"));

	t->object = stamp_line(text, STR("object"));
	t->tagger = stamp_read(tagger);
	return t->object.n == ENTRY_ID - 1 &&
	    str_is(stamp_line(text, STR("type")), "commit") &&
	    str_find(tagger, '<') < str_find(tagger, '>');
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

	return vouch_refuses(page, q->text, q->tag->tagger.email, kinds,
	    sizeof kinds / sizeof *kinds, day, q->arena, q->why, q->to);
}

static bool
ask_page(struct vouch *page, struct tag_question *q)
{
	int day, today;

	if (!vouch_has_page(page))
		return true;
	if (q->tag->tagger.when != STAMP_TOLD || !q->tag->tagger.zone.n ||
	    !vouch_day(page, q->tag->tagger.time, &day)) {
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
		if (read_tag(&tag, q.text))
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
