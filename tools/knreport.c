/* knreport: run a report. See knreport.1. */
#include <stdio.h>
#include <unistd.h>

#include "answer.h"
#include "compose.h"
#include "date.h"
#include "install.h"
#include "report.h"
#include "source.h"
#include "tool.h"

static const char usage[] =
    "knreport [-C DIR] [-o text|md|json|html] [--ids] [--private] [--strict]\n"
    "                NAME [PARAM=VALUE...]\n"
    "       knreport [-C DIR] --list";

struct options {
	bool ids, list, strict;
};

static int
list_reports(struct tool *t)
{
	static const char *const names[] = { "report", "title", "params" };
	struct reports all;
	struct print *p;

	if (!reports_read(&all, &t->schema, &t->to))
		return 2;
	p = print_new(PRINT_TABLE, stdout, names, NULL, 3,
	    print_width(stdout));
	for (size_t i = 0; i < all.n; i++) {
		const struct report *r = &all.all[i];
		struct buf params = {0};
		struct cell row[3] = {
			{ .kind = CELL_TEXT, .s = r->name },
			{ .kind = CELL_TEXT,
			    .s = report_text(r, t->lang)->title },
			{ .kind = CELL_TEXT },
		};

		for (size_t k = 0; k < r->n_parameters; k++)
			buf_addf(&params, "%s%.*s", k ? " " : "",
			    STRF(r->parameters[k].name.name));
		row[2].s = buf_str(&params);
		print_row(p, row);
		buf_release(&params);
	}
	print_free(p);
	return 0;
}

/* Whether the same could be made again, and if not, why. */
static const char *
reproducible(struct tool *t, char commit[41])
{
	const char *id = source_commit_id(t->source);
	bool dirty = true;

	commit[0] = '\0';
	if (id) {
		snprintf(commit, 41, "%s", id);
		return t->pages ? N_("no, the schema is not that of the commit") :
		    "yes";
	}
	if (!source_head(".", commit, &dirty)) {
		snprintf(commit, 41, "none");
		return N_("no, there is no commit");
	}
	if (t->pages)
		return N_("no, the schema is not that of the commit");
	if (t->staged && dirty)
		return N_("no, the index or the work tree differs from the commit");
	return dirty ? N_("no, the work tree differs from the commit") : "yes";
}

static int
run_report(struct tool *t, const struct options *o, const struct answer *a,
    const struct report *r, enum compose_format format)
{
	char commit[41], today[DATE_TEXT];
	const char *again = reproducible(t, commit);
	const struct compose_fact facts[] = {
		{ "commit", commit }, { "schema", t->schema.id },
		{ "today", day_text(t->today, today) },
		{ "lang", lang_name(t->lang) },
		{ "format", t->format }, { "version", KN_VERSION },
		{ "private", t->private ? "yes" : "no" },
		{ "ids", o->ids ? "yes" : "no" },
		{ "reproducible", again },
	};
	struct compose c = {
		.answer = a, .report = r, .words = t->words + 1,
		.n_words = t->n_words - 1, .format = format, .ids = o->ids,
		.private = t->private, .facts = facts,
		.n_facts = sizeof facts / sizeof *facts, .out = stdout,
		.today = t->today,
		.width = print_width(stdout) ? print_width(stdout) : 80,
	};
	struct answer_counts n;

	if (!compose(&c, &n))
		return 2;
	if (n.unreadable)
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("%zu read, %zu not evaluable, %zu unreadable"), n.read,
		    n.unknown, n.unreadable);
	answer_say_gaps(a);
	return o->strict && n.unreadable ? 2 : 0;
}

static int
work(struct tool *t, const struct options *o, enum compose_format format)
{
	struct catalog_options options = { .today = t->today, .lang = t->lang,
	    .private = t->private, .progress = isatty(2),
	    .dir = ".", .fixed = t->pages };
	struct answer a = { .lang = t->lang, .to = &t->to };
	struct report r;
	int status;

	if (!report_read(&r, &t->schema, str_of(t->words[0]), &t->to))
		return 2;
	a.catalog = catalog_new(&t->schema, t->source, &options, &t->to);
	if (!a.catalog)
		return 2;
	status = run_report(t, o, &a, &r, format);
	catalog_free(a.catalog);
	return status;
}

static int
run(struct tool *t, const struct options *o)
{
	static const char *const formats[] = {
		[COMPOSE_TEXT] = "text", [COMPOSE_MD] = "md",
		[COMPOSE_JSON] = "json", [COMPOSE_HTML] = "html",
	};
	int format;

	if (o->list && t->format)
		return tool_misused(t, _("-o goes with a report only"));
	if (!t->format)
		t->format = formats[COMPOSE_TEXT];
	format = tool_choice(t, "-o", str_of(t->format), formats,
	    sizeof formats / sizeof *formats);
	if (format < 0)
		return 2;
	if (o->list && t->n_words)
		return tool_misused(t, _("--list takes no report"));
	if (!o->list && !t->n_words)
		return tool_misused(t, _("there is no report named; --list "
		    "shows all"));
	if (!tool_open(t))
		return 2;
	return o->list ? list_reports(t) :
	    work(t, o, (enum compose_format)format);
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	const struct tool_option own[] = {
		{ "ids", 0, NULL,
		    N_("show the records behind each figure"), NULL, &o.ids },
		{ "list", 0, NULL,
		    N_("list the reports there are"), NULL, &o.list },
		{ "strict", 0, NULL,
		    N_("status 2 when a record cannot be read"),
		    NULL, &o.strict },
	};
	struct tool t = { .name = "knreport", .usage = usage,
	    .takes = TOOL_AT | TOOL_TODAY | TOOL_FORMAT | TOOL_PRIVATE };
	int status = tool_options(&t, argc, argv, own,
	    sizeof own / sizeof *own);

	if (status < 0)
		status = run(&t, &o);
	return tool_end(&t, status);
}
