/* knsum: count and cross-tabulate records. See knsum.1. */
#include <stdio.h>

#include "query/answer.h"
#include "query/select.h"
#include "query/tabulate.h"
#include "query/walk.h"
#include "tool/tool.h"

static const char usage[] =
    "knsum [-C DIR] [-t TYPE] [-b COL,...] [-a EXPR,...] [--pivot COL]\n"
    "             [--total] [--percent] [-o FORMAT] [--counts] [--strict]\n"
    "             [--no-cache] [--on URL] [WHERE]";

struct options {
	const char *by, *values, *pivot;
	bool total, percent;
};

static bool
read_columns(const struct answer *a, const struct options *o,
    const struct table *table, struct arena *arena, struct tabulation *t)
{
	if (o->by) {
		t->by =
		    select_columns(a, table, str_of(o->by), arena, &t->n_by);
		if (!t->by)
			return false;
	}
	if (o->pivot) {
		t->pivot = walk_column(a, table, str_of(o->pivot), arena);
		if (!t->pivot)
			return false;
	}
	for (size_t i = 0; i < t->n_by; i++)
		if (t->pivot && str_eq(t->by[i]->name, t->pivot->name))
			return found_trouble(a->to,
			    _("--pivot: '%.*s' is a column of -b already"),
			    STRF(t->pivot->name));
	t->values =
	    tabulate_values(a, table, str_of(o->values), arena, &t->n_values);
	return t->values != NULL;
}

static bool
has_shares(struct tool *tool, const struct tabulation *t)
{
	for (size_t i = 0; i < t->n_values; i++)
		if (t->values[i].additive)
			return true;
	return tool_wrong(tool,
	    _("--percent: only count(…) and sum(…) have shares, '%s' has none"),
	    t->values[0].name);
}

static int
work(struct tool *tool, const struct options *o, struct tabulation *t)
{
	struct selection s = {
		.where = str_of(tool->n_words ? tool->words[0] : NULL),
	};
	struct answer_counts n = { 0 };
	struct answer a;

	if (!tool_ask(tool, true, &a))
		return 2;
	t->selection = &s;
	s.table = catalog_table(a.catalog, tool->type->name.name);
	if (!read_columns(&a, o, s.table, &tool->arena, t))
		return 2;
	if (t->percent && !has_shares(tool, t))
		return 2;
	if (!tabulate_print(&a, t, &n))
		return 2;
	return answer_end(&a, &n, tool->counts, tool->strict);
}

static int
run(struct tool *tool, const struct options *o)
{
	static const char *const formats[] = { "table", "tsv", "csv", "json",
		"md" };
	struct tabulation t = { .out = stdout,
		.total = o->total,
		.percent = o->percent };

	if (tool_format(tool, formats, sizeof formats / sizeof *formats) < 0)
		return 2;
	print_format_named(str_of(tool->format), &t.format);
	if (tool->n_words > 1)
		return tool_misused(tool,
		    _("WHERE is one argument, so '%s' is one too many; put the "
		      "whole condition in quotes"),
		    tool->words[1]);
	if (o->total && !o->by)
		return tool_misused(tool,
		    _("--total needs groups: say -b COL"));
	return tool_open(tool) ? work(tool, o, &t) : 2;
}

int
main(int argc, char **argv)
{
	struct options o = { .values = "count(*)" };
	const struct tool_option own[] = {
		{ "by", 'b', "COL,...",
		    N_("a row for each value of these columns"), &o.by, NULL },
		{ "aggregate", 'a', "EXPR,...",
		    N_("figures to show (else count(*))"), &o.values, NULL },
		{ "pivot", 0, "COL", N_("a column for each value of this one"),
		    &o.pivot, NULL },
		{ "total", 0, NULL, N_("add totals"), NULL, &o.total },
		{ "percent", 0, NULL,
		    N_("add the share of each figure in its column"), NULL,
		    &o.percent },
	};
	struct tool t = { .name = "knsum",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_ON | TOOL_AT | TOOL_TODAY |
		    TOOL_DEFAULT_TYPE | TOOL_FORMAT | TOOL_PRIVATE |
		    TOOL_STRICT | TOOL_COUNTS };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? run(&t, &o) : t.status);
}
