/* knsql: any SELECT over the tables. See knsql.1. */
#include <stdio.h>

#include "query/answer.h"
#include "catalog/functions.h"
#include "text/print.h"
#include "tool/tool.h"

static const char usage[] =
    "knsql [-C DIR] [-o FORMAT] [--counts] [--strict] [--no-cache]\n"
    "             [--on URL] SQL\n"
    "       knsql [-C DIR] [-o FORMAT] --tables [TABLE]\n"
    "       knsql [-C DIR] [-o FORMAT] --functions";

struct options {
	bool tables, functions, counts;
};

static struct cell
text(const char *z)
{
	return z && *z ? cell_text(str_of(z)) : (struct cell){ 0 };
}

/* What a column holds, in the schema's word where it has one. */
static const char *
holds(const struct column *c)
{
	return c->field ? field_kind_name(c->field->kind) : c->sqltype;
}

static void
list_table(const struct answer *a, const struct table *table, struct print *p)
{
	for (size_t i = 0; i < table->n; i++) {
		const struct column *c = &table->columns[i];
		struct cell row[] = {
			cell_text(table->name),
			cell_text(c->name),
			text(holds(c)),
			text(c->private ? "private" : NULL),
			text(c->shown.label.in[0] || c->shown.label.in[1] ?
				answer_label(a, c) :
				NULL),
			text(lang_label(&c->shown.help, a->lang)),
		};

		print_row(p, row);
	}
}

static bool
no_table(struct tool *t, const struct answer *a, struct str typed)
{
	size_t n;
	const struct table *all = catalog_tables(a->catalog, &n);
	struct str near = { 0 };

	for (size_t i = 0; i < n; i++)
		if (str_nearer(typed, all[i].name, near))
			near = all[i].name;
	return tool_wrong(t, _("there is no table '%.*s'%s"), STRF(typed),
	    near.n ? name_meant(&t->arena, near) :
		     _("; --tables alone lists all"));
}

static int
list_tables(struct tool *t, const struct answer *a, enum print_format format)
{
	static const char *const names[] = { "table", "column", "type",
		"private", "label", "help" };
	const struct table *all, *one = NULL;
	struct print *p;
	size_t n;

	if (t->n_words) {
		struct str typed = str_of(t->words[0]);

		one = catalog_table(a->catalog, typed);
		if (!one)
			return no_table(t, a, typed), 2;
	}
	if (!catalog_check(a->catalog, a->to))
		return 2;
	p = print_new(format, stdout, names, NULL, sizeof names / sizeof *names,
	    print_width(stdout));
	all = catalog_tables(a->catalog, &n);
	for (size_t i = 0; i < n; i++)
		if (!one || one == &all[i])
			list_table(a, &all[i], p);
	print_free(p);
	return 0;
}

static int
list_functions(enum print_format format)
{
	static const char *const names[] = { "call", "gives" };
	struct print *p =
	    print_new(format, stdout, names, NULL, 2, print_width(stdout));
	const struct catalog_function *f;

	for (f = catalog_functions_list; f->name; f++) {
		struct cell row[] = { text(f->call), text(_(f->gives)) };

		print_row(p, row);
	}
	print_free(p);
	return 0;
}

static int
ask(struct tool *t, const struct options *o, const struct answer *a,
    enum print_format format)
{
	struct query_options options = { .at = place_file(NULL) };
	struct catalog_counts n;
	struct query *q;
	size_t rows = 0;
	bool ok;

	q = query_new(a->catalog, str_of(t->words[0]), &options, &t->to);
	if (!q)
		return 2;
	if (query_parameters(q)) {
		tool_wrong(t,
		    _("there is no value for ':%s'; write it into the "
		      "statement"),
		    query_parameter(q, 0));
		query_free(q);
		return 2;
	}
	ok = answer_print(a, q, format, stdout, &rows);
	query_free(q);
	n = catalog_counts(a->catalog);
	answer_say_gaps(a);
	if (ok && (o->counts || n.unreadable))
		found_as(&t->to, NULL, n.unreadable ? WARNING : NOTE,
		    place_file(NULL), _("%zu read, %zu rows, %zu unreadable"),
		    n.read, rows, n.unreadable);
	answer_say_approx(a);
	if (!ok || (t->strict && n.unreadable))
		return 2;
	return rows ? 0 : 1;
}

static int
work(struct tool *t, const struct options *o, enum print_format format)
{
	struct answer a;

	if (!tool_ask(t, true, &a))
		return 2;
	return o->tables ? list_tables(t, &a, format) : ask(t, o, &a, format);
}

/* The number of words that the options leave room for. */
static int
check_words(struct tool *t, const struct options *o)
{
	if (o->tables && o->functions)
		return tool_misused(t,
		    _("--tables and --functions exclude each other"));
	if (!o->tables && !o->functions && !t->n_words)
		return tool_misused(t, _("there is no statement"));
	if (t->n_words > 1 && o->tables)
		return tool_misused(t,
		    _("--tables takes one table, so '%s' is one too many"),
		    t->words[1]);
	if (t->n_words && o->functions)
		return tool_misused(t, _("--functions takes no '%s'"),
		    t->words[0]);
	if (t->n_words > 1)
		return tool_misused(t,
		    _("'%s' is one argument too many; put the whole statement "
		      "in quotes"),
		    t->words[1]);
	return 0;
}

static int
run(struct tool *t, const struct options *o)
{
	static const char *const formats[] = { "tsv", "csv", "json", "table",
		"md" };
	enum print_format f;
	int status = check_words(t, o);

	if (status)
		return status;
	if (tool_format(t, formats, sizeof formats / sizeof *formats) < 0)
		return 2;
	print_format_named(str_of(t->format), &f);
	if (o->functions)
		return list_functions(f);
	return tool_open(t) ? work(t, o, f) : 2;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "tables", 0, NULL, N_("list the tables and their columns"),
		    NULL, &o.tables },
		{ "functions", 0, NULL, N_("list the functions"), NULL,
		    &o.functions },
		{ "counts", 0, NULL, N_("say how many records were read"), NULL,
		    &o.counts },
	};
	struct tool t = { .name = "knsql",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_ON | TOOL_AT | TOOL_TODAY |
		    TOOL_FORMAT | TOOL_PRIVATE | TOOL_STRICT };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? run(&t, &o) : t.status);
}
