/* knquery: select records. See knquery.1. */
#include <stdint.h>
#include <stdio.h>

#include "query/answer.h"
#include "query/select.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "knquery [-0] [-C DIR] [-t TYPE] [-c COL,...] [-s COL,...] [-n N]\n"
    "               [-k WORDS] [-o FORMAT] [--counts] [--strict] [--no-cache]\n"
    "               [--on URL] [WHERE] [-- PATH...]";

struct options {
	const char *columns, *order, *most, *words;
};

/* What is printed when no column is named. */
static const char standard[] = "id,stage,stage_since,path";

static int
read_format(struct tool *t, const struct options *o, struct select_output *out)
{
	static const char *const formats[] = { "paths", "tsv", "csv", "json",
		"table", "md" };
	int i;

	if (!t->format && o->columns)
		t->format = "tsv";
	i = tool_format(t, formats, sizeof formats / sizeof *formats);
	if (i < 0)
		return 2;
	out->paths = i == 0;
	out->nul = t->nul;
	print_format_named(str_of(t->format), &out->format);
	if (out->paths && o->columns)
		return tool_misused(t,
		    _("-c needs a format with columns, not -o paths"));
	if (t->nul && !out->paths)
		return tool_misused(t, _("-0 goes with -o paths only"));
	return 0;
}

/* A file named that is of another type would silently match nothing. */
static bool
are_of_type(struct tool *t, const char *const *paths)
{
	const struct type *type, *two;

	for (; *paths; paths++) {
		type = schema_type_of(&t->schema, *paths, &two);
		if (type && type != t->type)
			return tool_wrong(t,
			    _("'%s' is a record of type '%.*s', not '%.*s'; "
			      "say -t %.*s"),
			    *paths, STRF(type->name.name),
			    STRF(t->type->name.name), STRF(type->name.name));
	}
	return true;
}

/* What to select, from the words of the command line. */
static bool
read_words(struct tool *t, const struct options *o, struct selection *s)
{
	s->words = str_of(o->words);
	if (t->n_before)
		s->where = str_of(t->words[0]);
	if (t->n_before && source_has(t->source, t->words[0]))
		return tool_wrong(t,
		    _("'%s' is a file or folder, not a condition; paths stand "
		      "after --"),
		    t->words[0]);
	if (t->n_before > 1)
		return tool_wrong(t,
		    _("WHERE is one argument, so '%s' is one too many; put the "
		      "whole condition in quotes"),
		    t->words[1]);
	if (t->n_words == t->n_before)
		return true;
	s->paths = tool_paths(t, t->n_before);
	return s->paths && are_of_type(t, s->paths);
}

/* Nobody named the standard columns: what of them is private stays out. */
static size_t
leave_private(const struct column **all, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!all[i]->private)
			all[kept++] = all[i];
	return kept;
}

static bool
read_columns(struct tool *t, const struct answer *a, const struct options *o,
    const struct table *table, struct select_output *out)
{
	struct str columns = str_of(o->columns ? o->columns : standard);

	out->columns =
	    select_columns(a, table, columns, &t->arena, &out->n_columns);
	if (!out->columns)
		return false;
	if (!o->columns && !t->private)
		out->n_columns = leave_private(out->columns, out->n_columns);
	if (!o->order)
		return true;
	out->order =
	    select_orders(a, table, str_of(o->order), &t->arena, &out->n_order);
	return out->order != NULL;
}

static int
answer_with(struct tool *t, const struct options *o, const struct answer *a,
    struct select_output *out)
{
	struct selection s = {
		.table = catalog_table(a->catalog, t->type->name.name),
	};
	struct answer_counts n = { 0 };

	if (!read_words(t, o, &s) || !read_columns(t, a, o, s.table, out))
		return 2;
	if (!select_print(a, &s, out, &n) || !answer_count(a, s.table, &n.read))
		return 2;
	return answer_end(a, &n, t->counts, t->strict);
}

static int
work(struct tool *t, const struct options *o)
{
	struct select_output out = { .out = stdout, .most = SIZE_MAX };
	struct answer a;
	long long most;
	int status;

	if (!tool_open(t))
		return 2;
	status = read_format(t, o, &out);
	if (status)
		return status;
	if (o->most) {
		if (!tool_number(t, "-n", o->most, 0, 1000000000, &most))
			return 2;
		out.most = (size_t)most;
	}
	return tool_ask(t, true, &a) ? answer_with(t, o, &a, &out) : 2;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "columns", 'c', "COL,...", N_("show these columns"),
		    &o.columns, NULL },
		{ "sort", 's', "COL,...", N_("in this order; -COL descends"),
		    &o.order, NULL },
		{ "limit", 'n', "N", N_("print at most so many"), &o.most,
		    NULL },
		{ "words", 'k', "WORDS",
		    N_("whose text has these words in this order, marks aside"),
		    &o.words, NULL },
	};
	struct tool t = { .name = "knquery",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_ON | TOOL_AT | TOOL_TODAY |
		    TOOL_DEFAULT_TYPE | TOOL_FORMAT | TOOL_NUL | TOOL_PRIVATE |
		    TOOL_STRICT | TOOL_COUNTS };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
