/* dropped: what a merge leaves out of its sides. */
#include "push/dropped.h"

#include "base/buf.h"
#include "audit/correction_trailer.h"
#include "text/day.h"
#include "history/history.h"
#include "base/lang.h"
#include "git/revwalk.h"
#include "git/run.h"

enum {
	HEADS_MOST = 64, /* sides of an octopus */
	SAID_MOST = 100, /* then it is clear what it is about */
};

struct dropping {
	struct str message;
	struct findings *to;
	struct arena arena;
	size_t errors, said;
};

/* What git knows. */

/* The commits that are merged into HEAD, a line each, added to b. */
static bool
read_heads(struct buf *b)
{
	static const char *const args[] = { "rev-parse", "--git-path",
		"MERGE_HEAD", NULL };
	struct arena a = { 0 };
	const char *path = run_git_line(".", args, &a);
	bool is =
	    path && *path && buf_read_file(b, path, HEADS_MOST * ENTRY_ID);

	arena_release(&a);
	return is;
}

bool
dropped_may_be(void)
{
	struct buf heads = { 0 };
	bool may = read_heads(&heads);

	buf_release(&heads);
	return may;
}

/* The tree that will be committed. */
static bool
write_tree(struct dropping *d, struct oid *tree)
{
	static const char *const args[] = { "write-tree", NULL };
	const char *id = run_git_line(".", args, &d->arena);

	return (id && oid_read(tree, id)) ||
	    found(d->to, FIND_GIT, place_file(NULL),
		_("git could not write what is to be committed, so it cannot "
		  "be compared with what is merged"));
}

/* Saying. */

static const char *
side_name(enum history_side side)
{
	static const char *const names[] = {
		[HISTORY_NO_SIDE] = "",
		[HISTORY_OURS] = N_("our side"),
		[HISTORY_THEIRS] = N_("their side"),
		[HISTORY_BOTH] = N_("both sides"),
	};

	return _(names[side]);
}

static const char *
item_name(struct dropping *d, const struct history_change *c)
{
	if (c->entry.s && c->entry.n)
		return arena_f(&d->arena, "%.*s[%.*s]", STRF(c->field),
		    STRF(c->entry_private ? STR("•••") : c->entry));
	return arena_z(&d->arena, c->field);
}

static void
say_record(struct dropping *d, const struct history_change *c, struct place at)
{
	const char *side = side_name(c->dropped);

	if (c->torn)
		found(d->to, FIND_MERGE_CHOSEN, at,
		    _("one side changed this record, the other took it away; "
		      "what was done on %s is not in the merge"),
		    side);
	else if (c->op == HISTORY_DELETE)
		found(d->to, FIND_MERGE_DROPPED, at,
		    _("this record is there on %s, and the merge leaves it "
		      "out: take it in; to take it away is a commit of its "
		      "own"),
		    side);
	else
		found(d->to, FIND_MERGE_DROPPED, at,
		    _("this record was taken away on %s, and the merge has it: "
		      "take it out; to bring it back is a commit of its own"),
		    side);
}

static void
say_item(struct dropping *d, const struct history_change *c, struct place at)
{
	const char *name = item_name(d, c), *side = side_name(c->dropped);

	if (c->torn)
		found(d->to, FIND_MERGE_CHOSEN, at,
		    _("'%s': both sides changed it; what was done on %s is not "
		      "in the merge"),
		    name, side);
	else
		found(d->to, FIND_MERGE_DROPPED, at,
		    _("'%s': what was changed on %s is not in the merge: take "
		      "it in, or say why not in the message, 'Correction: %.*s "
		      "%.*s: REASON'"),
		    name, side, STRF(c->id), STRF(c->field));
}

static void
note_change(struct dropping *d, const struct history_change *c)
{
	struct correction why;
	bool record = c->op == HISTORY_CREATE || c->op == HISTORY_DELETE;
	struct place at = place_file(arena_z(&d->arena, c->path));

	if (!c->dropped ||
	    (!record &&
		correction_trailer_find(&why, d->message, c->id, c->field)))
		return;
	d->errors += !c->torn;
	if (d->said++ >= SAID_MOST)
		return;
	if (record)
		say_record(d, c, at);
	else
		say_item(d, c, at);
}

static bool
compare(struct dropping *d, struct revwalk *past)
{
	const struct history_told *told = NULL;
	struct history *h = history_new(past, NULL, NULL);
	struct oid tree, on[1 + HEADS_MOST] = { *revwalk_tip(past) };
	struct buf heads = { 0 };
	struct str rest, line;
	size_t n = 1;

	read_heads(&heads);
	rest = buf_str(&heads);
	while (n <= HEADS_MOST && str_split(&rest, '\n', &line))
		n += oid_read_line(&on[n], line);
	buf_release(&heads);
	if (write_tree(d, &tree))
		told = history_tell(h, revwalk_coming(past, &tree, on, n),
		    DAY_NONE, false, d->to);
	for (size_t i = 0; told && i < told->n; i++)
		note_change(d, &told->changes[i]);
	history_free(h);
	return told;
}

bool
dropped_check(struct str message, struct findings *to)
{
	struct dropping d = { .message = message, .to = to };
	struct revwalk *past = revwalk_open(".", NULL, "UTC", to);
	bool ok = past && (revwalk_is_empty(past) || compare(&d, past));

	if (d.said > SAID_MOST)
		found_as(to, NULL, NOTE, place_file(NULL),
		    _("and %zu more that a side changed are not in the merge"),
		    d.said - SAID_MOST);
	revwalk_close(past);
	arena_release(&d.arena);
	return ok && !d.errors;
}
