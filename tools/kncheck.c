/* kncheck: say what is wrong with records. See kncheck.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "query/answer.h"
#include "catalog/catalog.h"
#include "check/check.h"
#include "check/kept_bytes.h"
#include "report/compose.h"
#include "base/out.h"
#include "text/print.h"
#include "text/say.h"
#include "schema/import_page.h"
#include "schema/report.h"
#include "schema/rule.h"
#include "check/sarif.h"
#include "check/fixtures.h"
#include "git/source.h"
#include "tool/mending.h"
#include "tool/tool.h"
#include "check/selftest.h"
#include "git/cachefile.h"
#include "base/write.h"
#include "base/install.h"

static const char usage[] =
    "kncheck [-C DIR] [--schema DIR] [--at REV | --staged] [--today DATE]\n"
    "               [-t TYPE] [--private] [--strict] [--no-cache] [-o FORMAT]\n"
    "               [--on URL] [--accepted | --counts | --unjudged] [PATH...]\n"
    "       kncheck --fix [--dry-run] [PATH...]\n"
    "       kncheck --list | --explain ID | --self-test";

struct asked {
	bool strict, accepted, counts, unjudged, list, self_test;
	bool fix, dry_run;
	const char *explain;
};

/* Findings as rows. */

static const char *const finding_names[] = { "path", "line", "col", "level",
	"id", "text", "more" };
enum { FINDING_CELLS = sizeof finding_names / sizeof *finding_names };

static struct cell
text_cell(const char *z)
{
	return z ? (struct cell){ .kind = CELL_TEXT, .s = str_of(z) } :
		   (struct cell){ .kind = CELL_NULL };
}

static struct cell
count_cell(size_t n)
{
	return (struct cell){ .kind = CELL_INT, .i = (long long)n };
}

static void
say_row(const struct finding *f, void *to)
{
	struct cell cells[FINDING_CELLS] = {
		text_cell(f->at.path),
		{ .kind = f->at.line ? CELL_INT : CELL_NULL, .i = f->at.line },
		{ .kind = f->at.line ? CELL_INT : CELL_NULL, .i = f->at.col },
		text_cell(level_name(f->level)),
		text_cell(f->id),
		text_cell(f->text),
		count_cell(f->more),
	};

	print_row(to, cells);
	if (f->level == TROUBLE)
		say_text(f, stderr);
}

/* How findings are told. */

enum telling_form { TELL_TEXT, TELL_JSON, TELL_GITHUB, TELL_SARIF };

struct telling {
	const struct tool *tool;
	struct capped capped;
	struct print *json;
	struct sarif *sarif;
};

/* A page of another schema lies elsewhere. */
static struct source *
holder(const struct tool *t, const char *path)
{
	bool page = t->pages && path && source_has(t->pages, path) &&
	    !(t->source && source_has(t->source, path));

	return page ? t->pages : t->source;
}

/* Forges and viewers look for paths from the top of the repository. */
static void
say_from_top(const struct finding *f, void *to)
{
	struct telling *w = to;
	struct source *in = holder(w->tool, f->at.path);
	struct findings out = { .say = say_github, .to = stdout };
	struct say_below below = { in ? source_folder(in) : "", &out };

	if (w->sarif) {
		sarif_reads(w->sarif, in);
		sarif_say(f, w->sarif);
	} else {
		say_below(f, &below);
	}
	if (f->level == TROUBLE)
		say_text(f, stderr);
}

/* What stops the tool is told to who reads annotations or a log, too. */
static void
telling_start(struct telling *w, struct tool *t, enum telling_form form)
{
	struct capped *c = &w->capped;

	w->tool = t;
	c->say = say_text;
	c->to = stdout;
	if (form == TELL_JSON) {
		c->say = say_row;
		c->to = w->json = print_new(PRINT_JSON, stdout, finding_names,
		    NULL, FINDING_CELLS, 0);
	} else if (form >= TELL_GITHUB) {
		if (form == TELL_SARIF)
			w->sarif = sarif_new(stdout, t->name, t->lang);
		c->say = say_from_top;
		c->to = w;
		t->to.say = capped_say;
		t->to.to = c;
	}
}

static void
telling_end(struct telling *w, int status)
{
	capped_end(&w->capped);
	print_free(w->json);
	if (w->sarif)
		sarif_end(w->sarif, status);
}

/* --list and --explain. */

static void
list_rule(struct print *p, const struct rule *r, enum lang lang)
{
	const char *title = lang_label(&r->label, lang);
	char confidence[2] = { r->confidence, '\0' };
	struct cell cells[] = {
		text_cell(r->id.s),
		text_cell(r->off      ? "off" :
			r->check_none ? "none" :
					level_name(r->level)),
		text_cell(confidence),
		text_cell(title ? title : lang_label(&r->message, lang)),
	};

	print_row(p, cells);
}

static enum level
level_here(const struct tool *t, const struct finding_row *row)
{
	return found_level(&t->schema.levels, row);
}

static int
list(struct tool *t, const struct rules *rules)
{
	static const char *const names[] = { "id", "level", "confidence",
		"text" };
	const char *labels[] = { _("id"), _("level"), _("confidence"),
		_("text") };
	struct print *p = print_new(PRINT_TABLE, stdout, names, labels, 4,
	    print_width(stdout));

	for (size_t i = 0; i < rules->n; i++)
		list_rule(p, &rules->all[i], t->lang);
	for (size_t i = 0; i < FINDS; i++) {
		const struct finding_row *row = finding_row((enum find)i);
		struct cell cells[] = {
			text_cell(row->id),
			text_cell(level_name(level_here(t, row))),
			{ .kind = CELL_NULL },
			text_cell(_(row->why)),
		};

		print_row(p, cells);
	}
	print_free(p);
	return 0;
}

/* The page's prose is English; other languages have their own words. */
static const char *
explanation(const struct rule *r, enum lang lang)
{
	return lang != LANG_EN && r->help.in[lang] ? r->help.in[lang] : r->why;
}

static int
explain_rule(const struct rule *r, enum lang lang)
{
	printf("%s (%s)\n", r->id.s,
	    r->off            ? "off" :
		r->check_none ? _("never judged by a program") :
				level_name(r->level));
	if (lang_label(&r->label, lang))
		printf("\n%s\n", lang_label(&r->label, lang));
	if (lang_label(&r->message, lang))
		printf("\n%s\n", lang_label(&r->message, lang));
	if (*explanation(r, lang))
		printf("\n%s\n", explanation(r, lang));
	for (size_t i = 0; i < r->n_in_force; i++)
		printf("%s%.*s  %c  %.*s%s\n", i ? "" : "\n",
		    STRF(r->in_force[i].gen), r->in_force[i].confidence,
		    STRF(r->in_force[i].source),
		    r->in_force[i].none ? _(" (no such rule)") : "");
	printf("\n%s\n", r->page);
	return 0;
}

static int
explain_find(const struct tool *t, const struct finding_row *row)
{
	enum level level = level_here(t, row);

	printf("%s (%s)\n\n%s\n", row->id, level_name(level), _(row->why));
	if (level != row->level)
		printf(_("\nschema/repository.md sets this level; else it is "
			 "%s.\n"),
		    level_name(row->level));
	else if (row->guard || level == TROUBLE)
		printf(_("\nNo repository can set this level.\n"));
	return 0;
}

/* What a type of record is, and its fields. */
static int
explain_type(const struct type *type, enum lang lang)
{
	const char *help = lang_label(&type->name.help, lang);

	printf("%s\n\n%s\n", type->name.name.s, name_shown(&type->name, lang));
	if (help)
		printf("\n%s\n", help);
	putchar('\n');
	for (size_t i = 0; i < type->fields.n; i++) {
		const struct name *n = &type->fields.all[i].name;

		help = lang_label(&n->help, lang);
		printf("%s: %s%s%s\n", n->name.s, name_shown(n, lang),
		    help ? ". " : "", help ? help : "");
	}
	printf("\n%s\n", type->page);
	return 0;
}

static int
explain(struct tool *t, const struct rules *rules, const char *id)
{
	const struct type *type = schema_type(&t->schema, str_of(id));
	const struct finding_row *row = finding_named(str_of(id));
	const struct rule *r = rules_find(rules, str_of(id));
	const struct rule *near;

	if (r)
		return explain_rule(r, t->lang);
	if (row)
		return explain_find(t, row);
	if (type)
		return explain_type(type, t->lang);
	near = rules_near(rules, str_of(id));
	row = near ? NULL : finding_near(str_of(id));
	tool_wrong(t,
	    _("there is no rule or finding '%s'%s (kncheck --list shows all)"),
	    id,
	    name_meant(&t->arena,
		near    ? near->id :
		    row ? str_of(row->id) :
			  STR("")));
	return 2;
}

static int
self_test(struct tool *t, const struct rules *rules)
{
	struct findings to = { .say = say_text,
		.to = stdout,
		.levels = &t->schema.levels };
	size_t judged = 0, untested = 0;
	struct fixtures samples;

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->all[i];
		size_t n;

		if (r->check_none)
			continue;
		selftest_rule(r, &t->schema, t->lang, &n, &to);
		judged += n;
		if (!n) {
			size_t before = to.count[ERROR];

			found(&to, FIND_UNTESTED, place_file(r->page),
			    _("no example shows what this rule does"));
			untested += to.count[ERROR] - before;
		}
	}
	if (fixtures_read(&samples, &t->schema, &to))
		fixtures_check(&samples, &t->schema, rules, t->today, t->lang,
		    &to);
	judged += samples.n;
	if (!out_flush(t->name))
		return 2;
	fprintf(stderr,
	    _("%zu rules, %zu examples, %zu not as they should be\n"), rules->n,
	    judged, to.count[ERROR] + to.count[TROUBLE] - untested);
	return found_status(&to);
}

/* The check itself. */

/* Only who sits before the terminal and checks by hand what lies there is told
 * what to write for a private value: no log, no hook and nobody else. */
static bool
is_by_hand(const struct tool *t)
{
	static const char *const of_others[] = { "CI", "GIT_DIR",
		"GIT_INDEX_FILE", "GIT_PREFIX", "GIT_REFLOG_ACTION",
		"GIT_QUARANTINE_PATH" };

	for (size_t i = 0; i < sizeof of_others / sizeof *of_others; i++)
		if (getenv(of_others[i]))
			return false;
	return !t->at && !t->staged &&
	    (!t->format || !strcmp(t->format, "text")) && isatty(STDOUT_FILENO);
}

static void
print_counts(const struct check *c, const struct rules *rules)
{
	static const char *const names[] = { "rule", "concerned", "pass",
		"fail", "unknown", "no text", "accepted" };
	const char *labels[] = { _("rule"), _("concerned"), _("pass"),
		_("fail"), _("unknown"), _("no text"), _("accepted") };
	struct print *p = print_new(PRINT_TABLE, stdout, names, labels, 7,
	    print_width(stdout));

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->all[i];
		const struct tally *n = &c->tallies[i];
		bool judged = !r->off && !r->check_none;
		struct cell cells[7] = { text_cell(r->id.s) };

		if (judged) {
			cells[1] = count_cell(n->concerned);
			cells[2] = count_cell(n->pass);
			cells[3] = count_cell(n->fail);
			cells[4] = count_cell(n->unknown);
			cells[5] = count_cell(n->no_text);
			cells[6] = count_cell(n->accepted);
		}
		print_row(p, cells);
	}
	print_free(p);
}

static void
print_sum(const struct check *c, const struct findings *f)
{
	fprintf(stderr,
	    _("records: %zu read, %zu unreadable; findings: errors %zu, "
	      "warnings %zu, notes %zu, accepted %zu\n"),
	    c->records, c->unreadable, f->count[ERROR], f->count[WARNING],
	    f->count[NOTE], c->accepted);
}

/* No record can mend that, so it is told once. */
static void
print_no_text(const struct check *c)
{
	size_t cases = 0, rules = 0;

	for (size_t i = 0; i < c->rules->n; i++) {
		cases += c->tallies[i].no_text;
		rules += c->tallies[i].no_text > 0;
	}
	if (cases)
		fprintf(stderr,
		    _("not judged, for no text of the regulations is known for "
		      "their day: %zu cases of %zu rules; --unjudged names "
		      "them\n"),
		    cases, rules);
}

static void
print_put_off(const struct check *c)
{
	if (c->put_off)
		fprintf(stderr,
		    _("put off by the records: %zu; --accepted shows them\n"),
		    c->put_off);
}

/* What is said behind the findings; the status. */
static int
conclude(const struct tool *t, const struct asked *asked, const struct check *c,
    const struct findings *said, bool whole)
{
	int status = whole ? found_status(said) : 2;

	if (!out_flush(t->name)) {
		status = 2;
	} else if (!whole && !c->records) {
		fprintf(stderr, _("nothing was checked\n"));
	} else {
		print_sum(c, said);
		if (!c->paths) {
			print_no_text(c);
			print_put_off(c);
		}
	}
	return asked->strict && !status && said->count[WARNING] ? 1 : status;
}

static int
check(struct tool *t, const struct asked *asked, const struct rules *rules,
    struct telling *telling)
{
	struct check c = {
		.dir = ".",
		.fixed = t->pages,
		.subset = true,
		.schema = &t->schema,
		.source = t->source,
		.rules = rules,
		.today = t->today,
		.lang = t->lang,
		.type = t->type,
		.show_accepted = asked->accepted,
		.unjudged = asked->unjudged,
		.tallied = asked->counts,
		.progress = isatty(STDERR_FILENO),
		.no_cache = t->no_cache,
		.at = t->at ? t->at : "HEAD",
		.paths = t->n_words ? tool_paths(t, 0) : NULL,
		.n_paths = t->n_words,
	};
	struct findings to = { 0 };
	bool whole, open = t->private || is_by_hand(t);
	int status;

	if ((t->n_words && !c.paths) || !tool_server(t))
		return 2;
	c.server = t->server;
	for (size_t i = 0; i < t->schema.n_types; i++)
		t->schema.types[i].open = open;
	if (asked->fix) {
		status = mending_run(t, &c, asked->dry_run);
		free(c.tallies);
		return status;
	}
	if (!asked->counts) {
		to.say = capped_say;
		to.to = &telling->capped;
	}
	whole = check_run(&c, &to);
	capped_end(&telling->capped);
	if (asked->counts)
		print_counts(&c, rules);
	status = conclude(t, asked, &c, &to, whole);
	free(c.tallies);
	return status;
}

/* What is asked must not be left out of the answer without a word. */
static bool
fits(struct tool *t, const struct asked *asked)
{
	bool pages = asked->list || asked->explain || asked->self_test;

	if (asked->list + !!asked->explain + asked->self_test + asked->counts >
	    1)
		return tool_wrong(t,
		    _("--list, --explain, --self-test and --counts exclude "
		      "each other"));
	if (asked->unjudged && (pages || asked->counts || asked->accepted))
		return tool_wrong(t,
		    _("--unjudged goes with none of --accepted, --counts, "
		      "--list, --explain and --self-test"));
	if (t->on && (pages || asked->fix))
		return tool_wrong(t,
		    _("--on answers questions about all records; it goes "
		      "with none of --fix, --list, --explain and "
		      "--self-test"));
	if (pages && t->n_words)
		return tool_wrong(t,
		    _("'%s': a path goes with none of --list, --explain and "
		      "--self-test"),
		    t->words[0]);
	if (asked->dry_run && !asked->fix)
		return tool_wrong(t, _("--dry-run goes with --fix only"));
	if (asked->fix &&
	    (pages || asked->counts || asked->unjudged || asked->accepted ||
		t->format || t->at || t->staged))
		return tool_wrong(t,
		    _("--fix mends the work tree, and goes with paths, "
		      "--dry-run and --private only"));
	if ((pages || asked->counts) && t->format)
		return tool_wrong(t, _("-o goes with findings only"));
	return true;
}

/* What was tried. */

/* In git's folder stands which schema was tried as a whole, and what of it was
 * found less than an error, in one language: it need not be tried again until
 * one of its pages changes, or by another build of the tools, which may find
 * what this one does not. What cannot be noted (no git, no work tree, nothing
 * may be written) is tried each time. */
static struct cachefile *
open_tried(struct tool *t, struct str *line)
{
	const char *root = source_root(t->source);

	*line = str_of(arena_f(&t->arena, "%s %s %s\n", KN_VERSION,
	    install_build, t->schema.id));
	return root ?
	    cachefile_open(arena_f(&t->arena, "%s/.git", root), "tried", NULL) :
	    NULL;
}

/* What was found then. False: it is not that schema, or another language. */
static bool
take_tried(const struct tool *t, struct str tried, struct str line,
    struct kept *said)
{
	struct unpack p;

	if (!str_starts(tried, line))
		return false;
	p = pack_from(str_from(tried, line.n));
	if (!p.rest.n)
		return true;
	if (pack_take_number(&p) != (int64_t)t->lang)
		return false;
	kept_bytes_take(&p, said);
	return pack_end(&p);
}

static bool
was_tried(struct tool *t, struct kept *said)
{
	enum { TRIED_MOST = 1 << 20 };
	struct buf b = { 0 };
	struct str line;
	struct cachefile *c = open_tried(t, &line);
	bool was = c && cachefile_sealed(c) &&
	    buf_read_file(&b, cachefile_path(c), TRIED_MOST) &&
	    take_tried(t, buf_str(&b), line, said);

	buf_release(&b);
	cachefile_close(c);
	return was;
}

static void
note_tried(struct tool *t, const struct kept *said)
{
	struct buf b = { 0 };
	struct str line;
	struct cachefile *c = open_tried(t, &line);

	buf_add(&b, line);
	if (said->n) {
		pack_number(&b, (int64_t)t->lang);
		kept_bytes_pack(&b, said, 0);
	}
	if (c && cachefile_change(c) && cachefile_empty(c) &&
	    write_file(cachefile_path(c), buf_str(&b)))
		cachefile_seal(c);
	cachefile_close(c);
	buf_release(&b);
}

static bool
try_reports(struct tool *t, struct findings *to)
{
	struct catalog_options o = { .today = t->today,
		.lang = t->lang,
		.no_cache = true };
	struct reports reports;
	bool ok = reports_read(&reports, &t->schema, to);
	struct catalog *c =
	    ok && reports.n ? catalog_new(&t->schema, t->source, &o, to) : NULL;

	if (c)
		ok =
		    compose_check(&(struct answer){ c, t->lang, to }, &reports);
	catalog_free(c);
	return ok;
}

/* Reports judge no record, but a page that cannot be run is found here and not
 * on the day it is needed. */
static bool
check_reports(struct tool *t)
{
	struct kept said = { 0 };
	struct findings to = { .say = kept_say,
		.to = &said,
		.levels = t->to.levels };
	bool ok = was_tried(t, &said);

	if (!ok) {
		kept_release(&said);
		ok = try_reports(t, &to);
		if (ok)
			note_tried(t, &said);
	}
	kept_pass(&said, &t->to);
	kept_release(&said);
	return ok;
}

/* So is a mapping page that names a field which is not there. */
static bool
check_imports(struct tool *t)
{
	struct import_pages pages;
	bool ok = import_pages_read(&pages, &t->schema, &t->to);

	import_pages_release(&pages);
	return ok;
}

static int
answer(struct tool *t, const struct asked *asked, struct telling *telling,
    struct rules *rules)
{
	if (!tool_open(t))
		return 2;
	if (telling->sarif)
		sarif_knows(telling->sarif, NULL, &t->schema.levels);
	if (!rules_read(rules, &t->schema, &t->to))
		return 2;
	if (telling->sarif)
		sarif_knows(telling->sarif, rules, &t->schema.levels);
	if (asked->list)
		return list(t, rules);
	if (asked->explain)
		return explain(t, rules, asked->explain);
	if (asked->self_test)
		return self_test(t, rules);
	if (!check_reports(t) || !check_imports(t))
		return 2;
	return check(t, asked, rules, telling);
}

static int
work(struct tool *t, const struct asked *asked)
{
	static const char *const formats[] = {
		[TELL_TEXT] = "text",
		[TELL_JSON] = "json",
		[TELL_GITHUB] = "github",
		[TELL_SARIF] = "sarif",
	};
	int format = t->format ?
	    tool_choice(t, "-o", str_of(t->format), formats,
		sizeof formats / sizeof *formats) :
	    TELL_TEXT;
	struct telling telling = { 0 };
	struct rules rules = { 0 };
	int status;

	if (format < 0 || !fits(t, asked))
		return 2;
	telling_start(&telling, t, (enum telling_form)format);
	status = answer(t, asked, &telling, &rules);
	telling_end(&telling, status);
	return status;
}

int
main(int argc, char **argv)
{
	struct tool t = { .name = "kncheck",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_ON | TOOL_AT | TOOL_TODAY |
		    TOOL_TYPE | TOOL_FORMAT };
	struct asked asked = { 0 };
	const struct tool_option own[] = {
		{ "strict", 0, NULL, N_("warnings, too, make the status 1"),
		    NULL, &asked.strict },
		{ "accepted", 0, NULL,
		    N_("show findings that records accept, as notes"), NULL,
		    &asked.accepted },
		{ "fix", 0, NULL,
		    N_("mend what has one right answer, and say so"), NULL,
		    &asked.fix },
		{ "dry-run", 0, NULL,
		    N_("show the difference, and change nothing"), NULL,
		    &asked.dry_run },
		{ "private", 0, NULL,
		    N_("say what to write for private values, too"), NULL,
		    &t.private },
		{ "counts", 0, NULL,
		    N_("how often each rule was asked, with what result"), NULL,
		    &asked.counts },
		{ "unjudged", 0, NULL,
		    N_("only whom a rule could not judge, and what is missing"),
		    NULL, &asked.unjudged },
		{ "list", 0, NULL, N_("list every rule and finding"), NULL,
		    &asked.list },
		{ "explain", 0, "ID",
		    N_("say what a rule or finding means, and why"),
		    &asked.explain, NULL },
		{ "self-test", 0, NULL,
		    N_("run the examples in the pages of rules and types"),
		    NULL, &asked.self_test },
	};

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &asked) : t.status);
}
