/* knreport: run a report. See knreport.1. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "query/answer.h"
#include "report/compose.h"
#include "text/day.h"
#include "report/docx.h"
#include "check/rulings.h"
#include "report/footer.h"
#include "base/install.h"
#include "base/mem.h"
#include "base/pack.h"
#include "schema/report.h"
#include "report/site.h"
#include "git/entry.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "knreport [-C DIR] [-o FORMAT] [--ids] [--private] [--strict]\n"
    "                [--no-cache] [--on URL] NAME [PARAM=VALUE...]\n"
    "       knreport [-C DIR] [--ids] [--private] [--strict] --site DIR\n"
    "       knreport [-C DIR] --list\n"
    "       knreport [-C DIR] --verify FILE";

struct options {
	bool ids, list;
	const char *verify, *site;
};

static int
list_reports(struct tool *t)
{
	static const char *const names[] = { "report", "title", "params" };
	struct reports all;
	struct print *p;

	if (!reports_read(&all, &t->schema, &t->to))
		return 2;
	p = print_new(PRINT_TABLE, stdout, names, NULL, 3, print_width(stdout));
	for (size_t i = 0; i < all.n; i++) {
		const struct report *r = &all.all[i];
		struct buf params = { 0 };
		struct cell row[3] = {
			cell_text(r->name),
			cell_text(report_text(r, t->lang)->title),
			cell_text(STR("")),
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

struct again {
	const struct tool *tool;
	struct source *head; /* NULL: no commit */
	const char *said;    /* NULL: not asked yet */
};

static const char *
again_id(const struct again *a)
{
	const char *id = source_commit_id(a->tool->source);

	if (!id && a->head)
		id = source_commit_id(a->head);
	return id ? id : "none";
}

/* What was read is compared with the commit, so all must have been read. */
static const char *
again_say(void *to)
{
	struct again *a = to;
	const struct tool *t = a->tool;
	bool of_commit = source_commit_id(t->source);

	if (a->said)
		return a->said;
	if (!of_commit && !a->head)
		a->said = N_("no, there is no commit");
	else if (t->pages)
		a->said = N_("no, the schema is not that of the commit");
	else if (of_commit || source_same(t->source, a->head))
		a->said = "yes";
	else if (t->staged)
		a->said = N_("no, the index differs from the commit");
	else
		a->said = N_("no, the work tree differs from the commit");
	return a->said;
}

static struct source *
open_head(const struct tool *t)
{
	const char *root = source_root(t->source);
	struct findings silent = { 0 };

	return source_commit_id(t->source) ?
	    NULL :
	    source_commit(root ? root : ".", "HEAD", "UTC", &silent);
}

static bool
judge(const struct type *type, struct str id,
    void (*say)(const struct ruling *, void *), void *say_to, void *to)
{
	return rulings_judge(to, type, id, say, say_to);
}

/* A report that was made before of the same records, kept with them. */

enum { KEPT_MOST = 1 << 20 };

/* Not what another program makes, and not where it must be made again. */
static bool
may_be_kept(const struct tool *t, const struct options *o,
    const struct compose *c)
{
	return c->report && c->format != COMPOSE_XLSX &&
	    c->format != COMPOSE_DOCX && !o->verify && !t->server;
}

/* In what is kept something else stands for the commit, which is another after
 * each: of as many digits, and by chance, so that no record has it. */
struct stand_in {
	char commit[ENTRY_ID];
};

static bool
stand_in_make(struct stand_in *s)
{
	unsigned char chance[(ENTRY_ID - 1) / 2];
	bool ok = getrandom(chance, sizeof chance, 0) == sizeof chance;

	for (size_t i = 0; ok && i < sizeof chance; i++)
		snprintf(s->commit + 2 * i, 3, "%02x", chance[i]);
	return ok;
}

static void
print_page(const struct compose *c, struct str page, struct str stands,
    const char *commit)
{
	size_t at;

	while ((at = str_find_str(page, stands)) < page.n) {
		fwrite(page.s, 1, at, c->out);
		fputs(commit, c->out);
		page = str_from(page, at + stands.n);
	}
	fwrite(page.s, 1, page.n, c->out);
}

/* All that it depends on, beside the records: what is asked, and what its
 * footer says of that, but for the commit. */
static void
add_question(const struct tool *t, const struct compose *c, struct again *again,
    struct buf *q)
{
	buf_addf(q, "report %d %d %d ", (int)c->format, c->width, t->staged);
	for (size_t i = 0; i < t->n_words; i++)
		pack_str(q, str_of(t->words[i]));
	for (size_t i = 0; i < c->n_facts; i++)
		if (c->facts[i].value && strcmp(c->facts[i].key, "commit"))
			pack_str(q, str_of(c->facts[i].value));
	pack_str(q, str_of(again_say(again)));
}

/* The same of its parts: how they are written, and whether it could be made
 * again, are none of them. */
static void
add_parts_question(const struct tool *t, struct buf *q)
{
	buf_addf(q, "parts %d %d %d ", (int)t->lang, t->today, t->private);
	pack_str(q, str_of(t->schema.id));
	for (size_t i = 0; i < t->n_words; i++)
		pack_str(q, str_of(t->words[i]));
}

static bool
recall(struct tool *t, const struct compose *c, struct again *again)
{
	struct buf question = { 0 }, kept = { 0 };
	struct str stands, page;
	struct unpack p;
	bool ok;

	if (!catalog_recall_may(t->catalog, &t->to))
		return false;
	add_question(t, c, again, &question);
	ok = catalog_recall(t->catalog, buf_str(&question), &kept, &t->to);
	p = pack_from(buf_str(&kept));
	stands = pack_take_str(&p);
	page = pack_take_str(&p);
	ok = ok && pack_end(&p) && stands.n;
	if (ok)
		print_page(c, page, stands, again_id(again));
	buf_release(&question);
	buf_release(&kept);
	return ok;
}

static void
keep(struct tool *t, const struct compose *c, struct again *again,
    const struct stand_in *s, struct str page, const struct notes *notes)
{
	struct buf question = { 0 }, kept = { 0 };
	struct catalog_answer all[2];

	add_question(t, c, again, &question);
	pack_str(&kept, str_of(s->commit));
	pack_str(&kept, page);
	all[0] = (struct catalog_answer){ buf_str(&question), buf_str(&kept) };
	all[1] = (struct catalog_answer){ c->kept->question,
		buf_str(&c->kept->parts) };
	catalog_recall_keep(t->catalog, all,
	    all[1].answer.n <= KEPT_MOST ? 2 : 1, notes);
	buf_release(&question);
	buf_release(&kept);
}

/* The same facts, with what stands for the commit. */
static void
stand_in_for(struct compose *c, struct compose_fact *facts,
    const struct stand_in *s)
{
	for (size_t i = 0; i < c->n_facts; i++) {
		facts[i] = c->facts[i];
		if (strcmp(facts[i].key, "commit") == 0)
			facts[i].value = s->commit;
	}
	c->facts = facts;
}

static size_t
said(const struct findings *to)
{
	size_t n = 0;

	for (size_t i = 0; i < LEVELS; i++)
		n += to->count[i];
	return n;
}

/* Makes it, and keeps it where there was nothing to say of it. */
static bool
make_kept(struct tool *t, const struct compose *c, struct again *again,
    struct rulings *rulings, struct answer_counts *n)
{
	struct compose inner = *c;
	struct buf question = { 0 };
	struct compose_kept parts = { 0 };
	struct compose_fact *facts =
	    ARENA_ARRAY(&t->arena, struct compose_fact, c->n_facts);
	struct stand_in stands;
	size_t before = said(&t->to), size = 0;
	size_t trouble = t->to.count[TROUBLE];
	char *page = NULL;
	bool ok;

	*n = (struct answer_counts){ 0 };
	if (recall(t, c, again))
		return true;
	if (t->to.count[TROUBLE] > trouble) /* not all can be read */
		return false;
	if (!stand_in_make(&stands))
		return compose(c, n);
	stand_in_for(&inner, facts, &stands);
	catalog_recall_note(t->catalog);
	rulings->keep = true;
	add_parts_question(t, &question);
	parts.question = buf_str(&question);
	inner.kept = &parts;
	inner.out = open_memstream(&page, &size);
	if (!inner.out)
		mem_out();
	ok = compose(&inner, n);
	if (fclose(inner.out) != 0)
		mem_out();
	print_page(c, (struct str){ page, size }, str_of(stands.commit),
	    again_id(again));
	if (ok && !n->unreadable && said(&t->to) == before && size <= KEPT_MOST)
		keep(t, &inner, again, &stands, (struct str){ page, size },
		    rulings->notes);
	buf_release(&question);
	buf_release(&parts.parts);
	free(page);
	return ok;
}

/* Makes the report, or with none the site. */
static bool
make(struct tool *t, const struct options *o, const struct compose *c,
    struct again *again, struct rulings *rulings, struct answer_counts *n)
{
	size_t pages;

	if (may_be_kept(t, o, c))
		return make_kept(t, c, again, rulings, n);
	if (c->report)
		return compose(c, n);
	if (!site_write(c, &t->schema, o->site, &pages, n))
		return false;
	printf(_("%s: %zu pages; index.html is the first\n"), o->site, pages);
	return true;
}

static int
run_report(struct tool *t, const struct options *o, const struct answer *a,
    const struct report *r, enum compose_format format, FILE *out)
{
	struct again again = { .tool = t, .head = open_head(t) };
	struct rulings rulings = { .catalog = t->catalog,
		.schema = &t->schema,
		.to = &t->to,
		.today = t->today,
		.lang = t->lang,
		.private = t->private };
	char today[DAY_TEXT];
	const struct compose_fact facts[] = {
		{ "commit", .value = again_id(&again) },
		{ "schema", .value = t->schema.id },
		{ "today", .value = day_text(t->today, today) },
		{ "lang", .value = lang_name(t->lang) },
		{ "format", .value = t->format },
		{ "version", .value = KN_VERSION },
		{ "private", .value = t->private ? "yes" : "no" },
		{ "ids", .value = o->ids ? "yes" : "no" },
		{ "reproducible", .ask = again_say, .to = &again },
	};
	struct compose c = {
		.answer = a,
		.report = r,
		.words = r ? t->words + 1 : NULL,
		.n_words = r ? t->n_words - 1 : 0,
		.format = format,
		.ids = o->ids,
		.private = t->private,
		.judge = judge,
		.judge_to = &rulings,
		.facts = facts,
		.n_facts = sizeof facts / sizeof *facts,
		.out = out,
		.today = t->today,
		.width = print_width(out) ? print_width(out) : 80,
	};
	struct answer_counts n;
	bool ok = make(t, o, &c, &again, &rulings, &n);

	rulings_release(&rulings);
	source_close(again.head);
	if (!ok)
		return 2;
	if (n.unreadable)
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("%zu read, %zu not evaluable, %zu unreadable"), n.read,
		    n.unknown, n.unreadable);
	answer_say_gaps(a);
	return t->strict && n.unreadable ? 2 : 0;
}

static int
work(struct tool *t, const struct options *o, enum compose_format format,
    FILE *out)
{
	struct answer a;
	struct report r;

	if (!report_read(&r, &t->schema, str_of(t->words[0]), &t->to) ||
	    !tool_ask(t, false, &a))
		return 2;
	return run_report(t, o, &a, &r, format, out);
}

/* All reports, in a folder. */
static int
work_site(struct tool *t, const struct options *o)
{
	struct answer a;

	t->format = "site";
	return tool_ask(t, false, &a) ?
	    run_report(t, o, &a, NULL, COMPOSE_HTML, stdout) :
	    2;
}

/* What is no text goes to a file, and may need another program. */
static bool
can_make(struct tool *t, int format)
{
	if (format != COMPOSE_XLSX && format != COMPOSE_DOCX)
		return true;
	if (isatty(STDOUT_FILENO))
		return tool_wrong(t,
		    _("-o %s makes a file: write '>NAME.%s' behind the "
		      "command"),
		    t->format, t->format);
	return format != COMPOSE_DOCX || docx_can(&t->to);
}

static int
find_format(struct tool *t)
{
	static const char *const formats[] = {
		[COMPOSE_TEXT] = "text",
		[COMPOSE_MD] = "md",
		[COMPOSE_JSON] = "json",
		[COMPOSE_HTML] = "html",
		[COMPOSE_XLSX] = "xlsx",
		[COMPOSE_DOCX] = "docx",
	};

	return tool_format(t, formats, sizeof formats / sizeof *formats);
}

/* Verifying: the report is made again from what its footer says. */

/* Bytes beyond those of any report are not looked at. */
static bool
read_page(struct tool *t, const char *path, struct buf *b)
{
	enum { MOST = 256 << 20 };
	bool ok = strcmp(path, "-") == 0 ? buf_read(b, stdin, MOST) :
					   buf_read_file(b, path, MOST);

	return ok || tool_wrong(t, "%s: %s", path, strerror(errno));
}

/* Takes away what programs on Windows put into a text that they pass on: a byte
 * order mark, and CR before the end of each line. Did it? */
static bool
make_plain(struct buf *page)
{
	struct str all = buf_str(page);
	bool mark = str_starts(all, STR("\xef\xbb\xbf"));
	size_t from = mark ? 3 : 0, kept = 0;
	bool crlf = str_find_str(all, STR("\r\n")) < all.n;

	for (size_t i = 0; crlf && i < all.n; i++)
		crlf = all.s[i] != '\n' || (i && all.s[i - 1] == '\r');
	for (size_t i = from; i < all.n; i++)
		if (!crlf || all.s[i] != '\r' || i + 1 == all.n ||
		    all.s[i + 1] != '\n')
			page->s[kept++] = all.s[i];
	page->n = kept;
	return mark || crlf;
}

static bool
is_utf16(struct str page)
{
	return str_starts(page, STR("\xff\xfe")) ||
	    str_starts(page, STR("\xfe\xff"));
}

static bool
may_be_made(struct tool *t, const char *path, const struct footer *f)
{
	if (strcmp(f->version, KN_VERSION) != 0)
		found_as(&t->to, NULL, WARNING, place_file(path),
		    _("it was made by version %s, this is %s"), f->version,
		    KN_VERSION);
	return strcmp(f->reproducible, "yes") == 0 ||
	    tool_wrong(t, _("%s: it says that it cannot be made again: %s"),
		path, f->reproducible);
}

/* The options that the report was made with. False: no such thing. */
static bool
take_footer(struct tool *t, struct options *o, const struct footer *f)
{
	if (!lang_start(f->lang, &t->lang))
		return tool_wrong(t,
		    _("--lang: unknown language '%s'; there are vi and en"),
		    f->lang);
	t->at = f->commit;
	t->today_text = f->today;
	t->private = strcmp(f->private, "yes") == 0;
	o->ids = strcmp(f->ids, "yes") == 0;
	*MEM_PUSH(t->words, t->n_words, t->cap_words) = f->report;
	for (size_t i = 0; i < f->n_words; i++)
		*MEM_PUSH(t->words, t->n_words, t->cap_words) = f->words[i];
	return tool_open(t);
}

static int
compare(struct tool *t, const char *path, const struct footer *f,
    struct str page, struct str again, bool plain)
{
	size_t same = 0;

	while (same < page.n && same < again.n && page.s[same] == again.s[same])
		same++;
	if (same == page.n && same == again.n) {
		printf(plain ?
			_("%s: the same again from commit %.12s as of %s\n") :
			_("%s: the same again from commit %.12s as of %s, but "
			  "for the ends of lines (CR LF) or a mark of its "
			  "encoding, which another program put in\n"),
		    path, f->commit, f->today);
		return 0;
	}
	found(&t->to, FIND_REPORT_VERIFY, place_at(path, page, same),
	    _("from here on it is not what commit %.12s gives as of %s"),
	    f->commit, f->today);
	return 1;
}

static int
verify(struct tool *t, struct options *o)
{
	struct buf page = { 0 };
	struct footer f;
	char *again = NULL;
	size_t n = 0;
	FILE *out = NULL;
	enum lang mine = t->lang;
	int format, status = 2;
	bool plain;

	if (!read_page(t, o->verify, &page))
		goto end;
	if (is_utf16(buf_str(&page))) {
		tool_wrong(t,
		    _("%s: it is in UTF-16, as '>' of PowerShell writes; "
		      "'iconv -f UTF-16 -t UTF-8' gives it back"),
		    o->verify);
		goto end;
	}
	plain = !make_plain(&page);
	if (!footer_read(&f, buf_str(&page), &t->arena)) {
		tool_wrong(t,
		    _("%s: no report of knreport, or its last lines are not "
		      "whole"),
		    o->verify);
		goto end;
	}
	if (strcmp(f.format, "site") == 0) {
		tool_wrong(t,
		    _("%s: it is a page of a site, which is made again as a "
		      "whole: knreport --site DIR"),
		    o->verify);
		goto end;
	}
	t->format = f.format;
	format = find_format(t);
	if (format < 0 || !may_be_made(t, o->verify, &f) ||
	    !take_footer(t, o, &f))
		goto end;
	out = open_memstream(&again, &n);
	if (!out)
		mem_out();
	status = work(t, o, (enum compose_format)format, out);
	if (fclose(out) != 0)
		mem_out();
	lang_start(lang_name(mine), &t->lang);
	if (status == 0)
		status = compare(t, o->verify, &f, buf_str(&page),
		    (struct str){ again, n }, plain);
end:
	free(again);
	buf_release(&page);
	return status;
}

/* Everything that decides what is printed stands in the footer. */
static bool
is_alone(const struct tool *t, const struct options *o)
{
	return !t->n_words && !t->at && !t->staged && !t->today_text &&
	    !t->format && !t->private && !t->schema_dir && !o->ids &&
	    !o->list && !o->site;
}

static int
run(struct tool *t, struct options *o)
{
	int format;

	if (o->verify)
		return is_alone(t, o) ?
		    verify(t, o) :
		    tool_misused(t,
			_("--verify takes everything from the report itself"));
	if (o->site && (o->list || t->format || t->n_words))
		return tool_misused(t,
		    _("--site takes all reports, so no NAME, -o or --list"));
	if (o->list && t->format)
		return tool_misused(t, _("-o goes with a report only"));
	format = find_format(t);
	if (format < 0)
		return 2;
	if (o->list && t->n_words)
		return tool_misused(t, _("--list takes no report"));
	if (!o->list && !o->site && !t->n_words)
		return tool_misused(t,
		    _("there is no report named; --list shows all"));
	if (!o->list && !o->site && !can_make(t, format))
		return 2;
	if (!tool_open(t))
		return 2;
	return o->site ? work_site(t, o) :
	    o->list    ? list_reports(t) :
			 work(t, o, (enum compose_format)format, stdout);
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "ids", 0, NULL, N_("show the records behind each figure"),
		    NULL, &o.ids },
		{ "list", 0, NULL, N_("list the reports there are"), NULL,
		    &o.list },
		{ "site", 0, "DIR", N_("all reports as pages in a folder"),
		    &o.site, NULL },
		{ "verify", 0, "FILE", N_("make a report again, and compare"),
		    &o.verify, NULL },
	};
	struct tool t = { .name = "knreport",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_ON | TOOL_AT | TOOL_TODAY |
		    TOOL_FORMAT | TOOL_PRIVATE | TOOL_NOTED | TOOL_STRICT };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? run(&t, &o) : t.status);
}
