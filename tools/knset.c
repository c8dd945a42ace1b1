/* knset: set fields of records. See knset.1. */
#include "tool/editing.h"

static const char usage[] =
    "knset [-C DIR] [--schema DIR] [--lang vi|en] [--today DATE] [-t TYPE]\n"
    "             [--dry-run | --commit | --correct REASON] [--private]\n"
    "             PATH|ID ... FIELD=[VALUE] ...";

/* Which words are records? All in front of the first "FIELD=VALUE"; after that
 * one that is no such pair begins the next group. */
struct group {
	size_t records, changes, end; /* indexes of words */
};

static bool
is_change(const char *word)
{
	struct record_pair p;

	return record_edit_pair(str_of(word), &p);
}

static bool
next_group(const struct tool *t, struct group *g)
{
	g->records = g->end;
	g->changes = g->records;
	while (g->changes < t->n_words && !is_change(t->words[g->changes]))
		g->changes++;
	g->end = g->changes;
	while (g->end < t->n_words && is_change(t->words[g->end]))
		g->end++;
	return g->records < t->n_words;
}

static bool
fits(struct tool *t)
{
	struct group g = { 0 };

	if (!t->n_words)
		return tool_misused(t, _("which record?")) == 0;
	while (next_group(t, &g)) {
		if (g.changes == g.records)
			return tool_misused(t,
				   _("'%s': name a record in front of what is "
				     "to be set"),
				   t->words[g.changes]) == 0;
		if (g.end == g.changes)
			return tool_misused(t,
				   _("'%s': what is to be set? Write "
				     "FIELD=VALUE"),
				   t->words[g.records]) == 0;
	}
	return true;
}

static bool
fits_reason(struct tool *t, const struct editing_options *o)
{
	struct str reason = str_trim(str_of(o->correct));

	if (o->correct && o->dry_run)
		return tool_misused(t,
			   _("--correct commits, and --dry-run changes "
			     "nothing")) == 0;
	if (o->commit && o->dry_run)
		return tool_misused(t,
			   _("--commit and --dry-run do not go together")) == 0;
	if (o->correct && (!reason.n || str_find(reason, '\n') < reason.n))
		return tool_wrong(t,
		    _("--correct needs the reason, in one line: why was it "
		      "wrong?"));
	return true;
}

static bool
change(struct editing *e, struct record_edit *edit, const char *word)
{
	struct record_pair p;
	bool done;

	record_edit_pair(str_of(word), &p);
	done = p.value.n ? record_edit_set(edit, p.way, p.value) :
			   record_edit_remove(edit, p.way);
	if (done)
		editing_touched(e, edit);
	return done;
}

/* All changes of all records, so that all that is wrong is said. */
static bool
change_all(struct editing *e)
{
	struct tool *t = e->tool;
	struct group g = { 0 };
	bool good = true;

	while (next_group(t, &g))
		for (size_t i = g.records; i < g.changes; i++) {
			struct record_edit *edit =
			    editing_record(e, t->words[i]);

			good = good && edit;
			for (size_t k = g.changes; edit && k < g.end; k++)
				good = change(e, edit, t->words[k]) && good;
		}
	return good;
}

static int
work(struct tool *t, const struct editing_options *o)
{
	struct editing e = { .tool = t,
		.options = *o,
		.done = N_("set"),
		.lock = -1 };
	int status = 2;

	if (!fits(t) || !fits_reason(t, o) || !tool_open(t))
		return 2;
	if (editing_begin(&e))
		status =
		    change_all(&e) ? editing_end(&e) : found_status(&t->to);
	editing_release(&e);
	return status;
}

int
main(int argc, char **argv)
{
	struct editing_options o = { 0 };
	const struct tool_option own[] = {
		{ "dry-run", 0, NULL,
		    N_("show the difference, and change nothing"), NULL,
		    &o.dry_run },
		{ "commit", 0, NULL,
		    N_("commit what was changed, and only that"), NULL,
		    &o.commit },
		{ "correct", 0, "REASON",
		    N_("commit it as a correction of what was wrong"),
		    &o.correct, NULL },
	};
	struct tool t = { .name = "knset",
		.usage = usage,
		.takes = TOOL_TODAY | TOOL_TYPE | TOOL_PRIVATE };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
