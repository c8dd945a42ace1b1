/* knexport: records as tables for other programs. See knexport.1. */
#include <stdio.h>
#include <string.h>

#include "export/export.h"
#include "export/pseudonym.h"
#include "query/answer.h"
#include "schema/rule.h"
#include "tool/tool.h"

static const char usage[] =
    "knexport [-C DIR] -o FORMAT [-t TYPE] [--to PATH] [--bodies]\n"
    "                [--private | --pseudonyms FILE] [--spreadsheet]\n"
    "                [--separator CHAR] [--strict] [TABLE...]\n"
    "       knexport [-C DIR] -o postgres --on URL [--private] [--bodies]\n"
    "                [--strict]\n"
    "       knexport [-C DIR] -o jsonschema [-t TYPE] [--to PATH] "
    "[--written]";

struct options {
	const char *to, *pseudonyms, *separator;
	bool bodies, spreadsheet, written;
};

static bool
is_json_schema(const struct tool *t)
{
	return strcmp(t->format, "jsonschema") == 0;
}

/* One byte that stands between values, and in no number or quotation. */
static bool
find_separator(struct tool *t, const char *text, char *separator)
{
	*separator = ',';
	if (!text)
		return true;
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		text = "\t";
	*separator = *text;
	return (*text && !text[1] && strchr(",;\t|", *text)) ||
	    tool_wrong(t,
		_("--separator: '%s' is none; there are ',', ';', '|' and "
		  "'tab'"),
		text);
}

/* What does not go together. */
static int
fits(struct tool *t, const struct options *o)
{
	if (t->private && o->pseudonyms)
		return tool_misused(t,
		    _("--private and --pseudonyms exclude each other: with "
		      "all that is private shown, other ids hide nobody"));
	if (strcmp(t->format, "csv") != 0 && (o->separator || o->spreadsheet))
		return tool_misused(t,
		    _("--separator and --spreadsheet go with -o csv"));
	if (!is_json_schema(t) && o->written)
		return tool_misused(t, _("--written goes with -o jsonschema"));
	if (is_json_schema(t) &&
	    (t->n_words || t->private || o->pseudonyms || o->bodies))
		return tool_misused(t,
		    _("-o jsonschema tells of types, not of records: it takes "
		      "-t, --to and --written"));
	if (t->type_text && t->n_words)
		return tool_misused(t,
		    _("-t takes all tables of a type, so no '%s'"),
		    t->words[0]);
	if (export_format_needs_place(t->format) && !o->to)
		return tool_misused(t,
		    _("--to is missing: what '-o %s' makes is not for "
		      "standard output"),
		    t->format);
	if (t->on && strcmp(t->format, "postgres") != 0)
		return tool_misused(t, _("--on goes with -o postgres"));
	if (t->on && (o->to || o->pseudonyms || t->type_text || t->n_words))
		return tool_misused(t,
		    _("--on takes all tables, and neither --to nor "
		      "--pseudonyms: the server is to answer what is asked "
		      "of the records"));
	if (o->to && !*o->to)
		return tool_misused(t, _("--to: the path is empty"));
	return 0;
}

static int
end(struct tool *t, const struct export_options *e,
    const struct export_counts *n)
{
	if (t->on)
		printf(_("%s: %llu rows written; files: %zu, changed: %zu, "
			 "gone: %zu\n"),
		    t->on, n->rows, n->files, n->changed, n->gone);
	if (e->to)
		printf(_("%s: %llu rows\n"), e->to, n->rows);
	if (n->unreadable)
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("%zu records could not be read and are left out; "
		      "'kncheck' says why"),
		    n->unreadable);
	answer_say_gaps(e->answer);
	answer_say_approx(e->answer);
	return t->strict && n->unreadable ? 2 : !n->rows && !t->on;
}

static int export(struct tool *t, const struct options *o,
    struct export_options *e)
{
	struct pseudonyms *names = NULL;
	struct export_counts counts;
	bool ok = true, made;

	if (o->pseudonyms) {
		names =
		    pseudonyms_open(o->pseudonyms, t->source, &made, &t->to);
		ok = names;
		if (ok && made)
			found_as(&t->to, NULL, NOTE, place_file(NULL),
			    _("the key '%s' was made; with it the same "
			      "persons have the same pseudonyms again, and "
			      "whoever has it can tell who they are"),
			    o->pseudonyms);
	}
	e->pseudonyms = names;
	ok = ok && export_run(e, &counts);
	pseudonyms_free(names);
	return ok ? end(t, e, &counts) : 2;
}

static int
work(struct tool *t, const struct options *o, char separator)
{
	struct answer a;
	struct rules rules = { 0 };
	struct export_options e = {
		.answer = &a,
		.schema = &t->schema,
		.source = t->source,
		.format = t->format,
		.to = o->to,
		.type = t->type,
		.words = t->words,
		.n_words = t->n_words,
		.private = t->private,
		.bodies = o->bodies,
		.spreadsheet = o->spreadsheet,
		.separator = separator,
		.today = t->today,
	};

	/* rows come in portions, and none is kept from run to run */
	t->no_cache = true;
	if (!tool_server(t) || !tool_ask_here(t, false, &a))
		return 2;
	e.server = t->server;
	if (strcmp(t->format, "postgres") == 0 && t->private) {
		if (!rules_read(&rules, &t->schema, &t->to))
			return 2;
		e.rules = &rules;
	}
	if (is_json_schema(t))
		return export_json_schema(&e, o->written) ? 0 : 2;
	return export(t, o, &e);
}

static int
run(struct tool *t, const struct options *o)
{
	size_t n;
	const char *const *words = export_format_words(&n);
	char separator;
	int status;

	if (!t->format)
		return tool_misused(t, _("-o is missing: the form to export"));
	if (tool_format(t, words, n) < 0)
		return 2;
	status = fits(t, o);
	if (status)
		return status;
	return find_separator(t, o->separator, &separator) && tool_open(t) ?
	    work(t, o, separator) :
	    2;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "bodies", 0, NULL, N_("export the text of records, too"),
		    NULL, &o.bodies },
		{ "pseudonyms", 0, "FILE",
		    N_("other ids for persons, by the key in a file"),
		    &o.pseudonyms, NULL },
		{ "separator", 0, "CHAR",
		    N_("what stands between values of CSV: , ; | tab"),
		    &o.separator, NULL },
		{ "spreadsheet", 0, NULL,
		    N_("CSV for spreadsheets: labels, and no formulas"), NULL,
		    &o.spreadsheet },
		{ "to", 0, "PATH", N_("the file or folder that is written"),
		    &o.to, NULL },
		{ "written", 0, NULL,
		    N_("JSON Schema of front matter as it is written"), NULL,
		    &o.written },
	};
	struct tool t = { .name = "knexport",
		.usage = usage,
		.takes = TOOL_ON | TOOL_AT | TOOL_TODAY | TOOL_TYPE |
		    TOOL_FORMAT | TOOL_PRIVATE | TOOL_STRICT };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? run(&t, &o) : t.status);
}
