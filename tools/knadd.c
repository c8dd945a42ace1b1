/* knadd: add an entry to a list of a record. See knadd.1. */
#include "tool/editing.h"

static const char usage[] =
    "knadd [-C DIR] [--schema DIR] [--lang vi|en] [--today DATE] [-t TYPE]\n"
    "             [--dry-run | --commit] [--private]\n"
    "             PATH|ID LIST FIELD=VALUE ... | VALUE ...";

static bool
fits(struct tool *t, const struct editing_options *o)
{
	if (t->n_words < 3)
		return tool_misused(t,
			   _("give a record, a list of it, and what is to be "
			     "added")) == 0;
	if (o->commit && o->dry_run)
		return tool_misused(t,
			   _("--commit and --dry-run do not go together")) == 0;
	return true;
}

/* Of a list of single values each word is one. */
static bool
add_values(struct record_edit *edit, struct str list, const char **words,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct record_pair p = { .value = str_of(words[i]) };

		if (!record_edit_add(edit, list, &p, 1))
			return false;
	}
	return true;
}

static bool
add(struct editing *e)
{
	struct tool *t = e->tool;
	struct record_edit *edit = editing_record(e, t->words[0]);
	struct str list = str_of(t->words[1]);
	size_t n = t->n_words - 2;
	struct record_pair *pairs =
	    ARENA_ARRAY(&t->arena, struct record_pair, n);
	bool values = false;

	if (!edit)
		return false;
	if (!record_edit_values(edit, list, &values))
		return false;
	if (values)
		return add_values(edit, list, t->words + 2, n);
	for (size_t i = 0; i < n; i++)
		if (!record_edit_pair(str_of(t->words[i + 2]), &pairs[i]))
			return tool_wrong(t,
			    _("'%s': write FIELD=VALUE for each field of the "
			      "entry"),
			    t->words[i + 2]);
	return record_edit_add(edit, list, pairs, n);
}

static int
work(struct tool *t, const struct editing_options *o)
{
	struct editing e = { .tool = t,
		.options = *o,
		.done = N_("add"),
		.lock = -1 };
	int status = 2;

	if (!fits(t, o) || !tool_open(t))
		return 2;
	if (editing_begin(&e))
		status = add(&e) ? editing_end(&e) : found_status(&t->to);
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
	};
	struct tool t = { .name = "knadd",
		.usage = usage,
		.takes = TOOL_TODAY | TOOL_TYPE | TOOL_PRIVATE };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
