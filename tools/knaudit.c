/* knaudit: replay the history of records against their types. See knaudit.1. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit.h"
#include "audit_rules.h"
#include "date.h"
#include "out.h"
#include "past.h"
#include "print.h"
#include "tool.h"

static const char usage[] =
    "knaudit [-C DIR] [-o FORMAT] [--strict] [--rules-at REV]... [--today DATE]\n"
    "               [A..B | B]";

struct options {
	bool strict;
};

/* What was judged. */
struct judged {
	struct audit audit;
	struct audit_rules rules;
};

/* "A..B", or the end alone; an end that is left out is HEAD. */
static bool
split_range(struct tool *t, const char **from, const char **to)
{
	const char *word = t->n_words ? t->words[0] : NULL;
	const char *dots = word ? strstr(word, "..") : NULL;

	*from = NULL;
	*to = word;
	if (!dots)
		return true;
	if (dots[2] == '.')
		return tool_wrong(t, _("'%s': write the two commits as A..B; "
		    "'git merge-base' finds where they parted"), word);
	*from = dots == word ? "HEAD" : arena_z(&t->arena,
	    str_first(str_of(word), (size_t)(dots - word)));
	*to = dots[2] ? dots + 2 : NULL;
	return true;
}

static void
say_row(const struct finding *f, void *to)
{
	struct cell row[] = {
		{ .kind = CELL_TEXT, .s = str_of(f->at.path) },
		{ .kind = CELL_TEXT, .s = str_of(level_name(f->level)) },
		{ .kind = CELL_TEXT, .s = str_of(f->id) },
		{ .kind = CELL_TEXT, .s = str_of(f->text) },
	};

	if (f->level == TROUBLE)
		say_text(f, stderr);
	else
		print_row(to, row);
}

/* Rules, on the end of the range or on the commits that were named. */
static bool
judge_rules(struct tool *t, struct judged *j, struct findings *out)
{
	struct past *past = j->audit.past;
	char end[ENTRY_ID];
	bool ok = true;

	j->rules = (struct audit_rules){
		.fixed = t->pages ? &t->schema : NULL, .lang = t->lang,
		.zone = arena_z(&t->arena, t->schema.zone),
		.today = t->today_text ? t->today : DAY_NONE,
		.progress = isatty(STDERR_FILENO),
	};
	for (size_t i = 0; ok && i < t->n_each; i++)
		ok = audit_rules(&j->rules, t->all_each[i], true, out);
	if (!t->n_each && !past_is_empty(past))
		ok = audit_rules(&j->rules, oid_hex(past_tip(past), end),
		    false, out);
	j->audit.unread += j->rules.unread;
	return ok;
}

static void
say_sum(struct tool *t, const struct judged *j, const struct findings *f)
{
	const struct audit *a = &j->audit;

	if (j->rules.commits)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("%zu rules run on %zu records of %zu commits, %zu "
		    "findings accepted"), j->rules.rules, j->rules.records,
		    j->rules.commits, j->rules.accepted);
	found_as(&t->to, NULL, a->unread ? WARNING : NOTE, place_file(NULL),
	    _("%zu commits, %zu changes judged, %zu corrections, %zu versions "
	    "unreadable; findings: errors %zu, warnings %zu, notes %zu"),
	    a->commits, a->changes, a->corrected, a->unread, f->count[ERROR],
	    f->count[WARNING], f->count[NOTE]);
}

static int
audit(struct tool *t, const struct options *o, bool json)
{
	static const char *const names[] = { "place", "level", "id", "text" };
	struct findings out = { .say = say_text, .to = stdout };
	struct judged j = { .audit.fixed = t->pages ? &t->schema : NULL };
	struct audit *a = &j.audit;
	const char *zone = arena_z(&t->arena, t->schema.zone);
	const char *from, *to;
	struct print *p = NULL;
	bool ok;

	if (!split_range(t, &from, &to))
		return 2;
	a->past = past_open(".", to, zone, &t->to);
	if (a->past && from)
		a->known = past_open(".", from, zone, &t->to);
	ok = a->past && (!from || a->known);
	if (ok && json)
		out = (struct findings){ .say = say_row, .to = p = print_new(
		    PRINT_JSON, stdout, names, NULL, 4, 0) };
	ok = ok && audit_run(a, &out) && judge_rules(t, &j, &out);
	if (p)
		print_free(p);
	past_close(a->past);
	past_close(a->known);
	if (!out_flush(t->name) || !ok || out.count[TROUBLE])
		return 2;
	say_sum(t, &j, &out);
	if (o->strict && a->unread)
		return 2;
	return out.count[ERROR] > 0;
}

static int
work(struct tool *t, const struct options *o)
{
	static const char *const formats[] = { "text", "json" };
	int format = tool_choice(t, "-o", str_of(t->format ? t->format :
	    "text"), formats, sizeof formats / sizeof *formats);

	if (format < 0)
		return 2;
	if (t->n_words > 1)
		return tool_misused(t, _("'%s' is one argument too many"),
		    t->words[1]);
	return tool_open(t) ? audit(t, o, format == 1) : 2;
}

int
main(int argc, char **argv)
{
	struct tool t = { .name = "knaudit", .usage = usage,
	    .takes = TOOL_FORMAT | TOOL_TODAY };
	struct options o = {0};
	const struct tool_option own[] = {
		{ "strict", 0, NULL,
		    N_("status 2 when a version of a record cannot be read"),
		    NULL, &o.strict },
		{ "rules-at", 0, "REV",
		    N_("run the rules on this commit, not on the end of the "
		    "range (may be repeated)"), &t.each, NULL },
	};
	int status = tool_options(&t, argc, argv, own,
	    sizeof own / sizeof *own);

	if (status < 0)
		status = work(&t, &o);
	return tool_end(&t, status);
}
