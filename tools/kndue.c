/* kndue: what falls due, and who is to do it. See kndue.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "check/due.h"
#include "git/source.h"
#include "schema/authority.h"
#include "schema/rule.h"
#include "text/day.h"
#include "text/ical.h"
#include "text/numeral.h"
#include "text/print.h"
#include "text/text.h"
#include "tool/tool.h"

static const char usage[] =
    "kndue [-C DIR] [--schema DIR] [--at REV | --staged] [--today DATE]\n"
    "             [--within DAYS] [--by WHOM] [--for ID] [--all | --fold]\n"
    "             [--private] [--strict] [--no-cache] [-o FORMAT]\n"
    "       kndue --addresses [--within DAYS] [--by WHOM] [-o FORMAT]";

struct options {
	const char *within, *by, *only;
	bool all, fold, addresses;
};

enum form { FORM_TABLE, FORM_TSV, FORM_JSON, FORM_ICS, FORM_MD };
static const char *const forms[] = { [FORM_TABLE] = "table",
	[FORM_TSV] = "tsv",
	[FORM_JSON] = "json",
	[FORM_ICS] = "ics",
	[FORM_MD] = "md" };

enum {
	WITHIN_DAYS = 14,
	WITHIN_MOST = 3660,
	LINES_MOST = 10 /* of one who has to read them */
};

/* One answer. */
struct telling {
	struct tool *tool;
	const struct due *due;
	const struct due_view *view;
	bool grouped, alone; /* alone: of one of them only */
	enum due_by by;
};

/* What whom a line is for is called in a table. */
static const char *const by_labels[DUE_BYS] = { N_("who"), N_("helper"),
	N_("cell"), N_("unit") };

/* Cells. */

static struct cell
of_text(const char *z)
{
	return z ? cell_text(str_of(z)) : (struct cell){ .kind = CELL_NULL };
}

static struct cell
of_str(struct str s)
{
	return s.n ? cell_text(s) : (struct cell){ .kind = CELL_NULL };
}

static struct cell
of_int(long long i)
{
	return (struct cell){ .kind = CELL_INT, .i = i };
}

/* What somebody is called. */
static struct cell
of_name(const struct telling *t, struct str name)
{
	return t->tool->private ? of_str(name) :
				  (struct cell){ .kind = CELL_MASKED };
}

static const char *
day_shown(struct buf *b, int day, enum lang lang)
{
	char text[DAY_TEXT];
	struct cell c = cell_text(str_of(day_text(day, text)));

	buf_clear(b);
	numeral_add(b, &c, NUMERAL_DATE, lang);
	return buf_z(b);
}

/* How long it is until then, or was since. */
static void
add_days(struct buf *b, const struct due_line *l, int today)
{
	if (l->due == today)
		buf_addz(b, _("today"));
	else if (l->due > today)
		buf_addf(b, _("in %d d"), l->due - today);
	else if (l->overdue)
		buf_addf(b, _("%d d late"), today - l->due);
	else
		buf_addf(b, _("%d d ago"), today - l->due);
}

/* Rows for programs: everything. */

static const char *const row_names[] = { "due", "days", "overdue", "rule",
	"label", "text", "next", "type", "id", "name", "path", "line", "list",
	"n", "entry", "owner", "owner_name", "helper", "helper_name", "cell",
	"cell_name", "unit", "unit_name", "uid", "more" };
enum { ROW_CELLS = sizeof row_names / sizeof *row_names };

static void
put_row(const struct telling *t, struct print *p, const struct due_line *l)
{
	char day[DAY_TEXT];
	struct cell cells[ROW_CELLS] = {
		of_text(day_text(l->due, day)),
		of_int(l->due - t->due->today),
		of_int(l->overdue),
		of_str(l->rule->id),
		of_text(l->title),
		of_text(l->text),
		of_text(l->next),
		of_str(l->rule->type->name.name),
		of_str(l->id),
		of_name(t, l->name),
		of_text(l->path),
		l->at.line ? of_int(l->at.line) : of_text(NULL),
		of_str(l->list),
		l->n < 0 ? of_text(NULL) : of_int(l->n),
		of_str(l->key),
	};
	size_t n = 15;

	for (int i = 0; i < DUE_BYS; i++) {
		cells[n++] = of_str(l->who[i]);
		cells[n++] =
		    l->who[i].n ? of_name(t, l->called[i]) : of_text(NULL);
	}
	cells[n++] = of_str(l->uid);
	cells[n] = of_int((long long)l->more);
	print_row(p, cells);
}

static void
tell_rows(const struct telling *t)
{
	struct print *p = tool_rows(t->tool, row_names, ROW_CELLS);

	for (size_t i = 0; i < t->view->n; i++)
		put_row(t, p, t->view->all[i]);
	print_free(p);
}

/* A table for people. */

enum { TABLE_CELLS = 9 };

static void
put_line(const struct telling *t, struct print *p, const struct due_line *l)
{
	struct cell cells[TABLE_CELLS];
	struct buf day = { 0 }, days = { 0 }, more = { 0 };
	size_t n = 0;

	add_days(&days, l, t->due->today);
	if (l->more)
		buf_addf(&more, "+%zu", l->more);
	cells[n++] = of_str(l->who[t->by]);
	if (t->tool->private)
		cells[n++] = of_str(l->called[t->by]);
	cells[n++] = of_text(day_shown(&day, l->due, t->tool->lang));
	cells[n++] = of_str(buf_str(&days));
	cells[n++] = of_str(l->id);
	if (t->tool->private)
		cells[n++] = of_str(l->name);
	cells[n++] = of_text(l->next);
	cells[n++] = of_str(buf_str(&more));
	cells[n++] = of_text(l->title);
	print_row(p, cells);
	buf_release(&day);
	buf_release(&days);
	buf_release(&more);
}

/* "… and 12 more: dv-a 7, dv-b 5" */
static void
put_beyond(const struct telling *t)
{
	const struct due_view *v = t->view;
	struct buf b = { 0 };
	size_t all = 0;

	for (size_t i = 0; i < v->n_shares; i++) {
		const struct due_share *s = &v->shares[i];

		if (!s->beyond)
			continue;
		buf_addf(&b, "%s%.*s %zu", all ? ", " : "",
		    STRF(s->who.n ? s->who : str_of(_("nobody"))), s->beyond);
		all += s->beyond;
	}
	if (all)
		printf(_("… and %zu more (--all shows each): %s\n"), all,
		    buf_z(&b));
	buf_release(&b);
}

static void
tell_table(const struct telling *t)
{
	static const char *const names[TABLE_CELLS] = { "who", "name", "due",
		"days", "id", "of", "next", "more", "rule" };
	bool private = t->tool->private;
	const char *labels[TABLE_CELLS];
	struct print *p;
	size_t n = 0;

	labels[n++] = _(by_labels[t->by]);
	if (private)
		labels[n++] = _("name");
	labels[n++] = _("due");
	labels[n++] = _("days");
	labels[n++] = _("record");
	if (private)
		labels[n++] = _("name");
	labels[n++] = _("what to do");
	labels[n++] = _("more");
	labels[n++] = _("rule");
	p = print_new(PRINT_TABLE, stdout, names, labels, n,
	    print_width(stdout));
	for (size_t i = 0; i < t->view->n; i++)
		put_line(t, p, t->view->all[i]);
	print_free(p);
	put_beyond(t);
}

/* Markdown, to be read as it is in a message. */

static void
add_md(struct buf *b, const char *before, struct str s)
{
	size_t from;

	buf_addz(b, before);
	from = b->n;
	print_add_md(b, s);
	text_harmless(b, from);
}

static void
put_md_head(const struct due_share *s)
{
	struct buf b = { 0 };

	add_md(&b, "\n## ", s->who.n ? s->who : str_of(_("nobody")));
	if (s->called.n)
		add_md(&b, ", ", s->called);
	printf("%s\n\n", buf_z(&b));
	buf_release(&b);
}

static void
put_md_line(const struct telling *t, const struct due_line *l)
{
	struct buf b = { 0 }, day = { 0 };

	buf_addf(&b, "- **%s** (", day_shown(&day, l->due, t->tool->lang));
	add_days(&b, l, t->due->today);
	add_md(&b, ") ", l->id);
	if (l->name.n)
		add_md(&b, ", ", l->name);
	add_md(&b, ": ", str_of(l->next));
	if (l->text && strcmp(l->text, l->next) != 0)
		add_md(&b, " — ", str_of(l->text));
	if (l->more)
		buf_addf(&b, _(" (and %zu more)"), l->more);
	if (!t->alone && !(t->grouped && l->who[t->by].n) &&
	    l->who[DUE_BY_OWNER].n)
		add_md(&b, " → ", l->who[DUE_BY_OWNER]);
	printf("%s\n", buf_z(&b));
	buf_release(&b);
	buf_release(&day);
}

/* Lines and shares are in one order. */
static void
put_md_shares(const struct telling *t)
{
	const struct due_view *v = t->view;
	size_t n = 0;

	for (size_t i = 0; i < v->n_shares; i++) {
		const struct due_share *s = &v->shares[i];

		put_md_head(s);
		for (size_t end = n + s->shown; n < end; n++)
			put_md_line(t, v->all[n]);
		if (s->beyond)
			printf(_("- … and %zu more\n"), s->beyond);
	}
}

static void
tell_md(const struct telling *t)
{
	const struct due *d = t->due;
	struct buf to = { 0 }, now = { 0 };

	printf(_("# What is due by %s, as of %s\n"),
	    day_shown(&to, d->today + d->within, t->tool->lang),
	    day_shown(&now, d->today, t->tool->lang));
	buf_release(&to);
	buf_release(&now);
	if (!t->view->n)
		printf(_("\nNothing.\n"));
	if (t->grouped) {
		put_md_shares(t);
		return;
	}
	if (t->view->n)
		putchar('\n');
	for (size_t i = 0; i < t->view->n; i++)
		put_md_line(t, t->view->all[i]);
	put_beyond(t);
}

/* A calendar. */

static void
add_event(const struct telling *t, struct ical *c, const struct due_line *l)
{
	struct buf title = { 0 }, text = { 0 };
	struct str of = l->name.n ? l->name : l->id;
	struct str who = l->who[t->by], called = l->called[t->by];

	buf_addf(&title, "%s — %.*s", l->next, STRF(of));
	if (l->more)
		buf_addf(&title, " (+%zu)", l->more);
	buf_addf(&text, "%s\n%s: %.*s", l->text ? l->text : l->title,
	    _("record"), STRF(l->id));
	if (who.n)
		buf_addf(&text, "\n%s: %.*s", _(by_labels[t->by]),
		    STRF(called.n ? called : who));
	ical_add(c,
	    &(struct ical_event){ .uid = l->uid,
		.title = buf_str(&title),
		.text = buf_str(&text),
		.kind = l->rule->id,
		.day = l->due,
		.reminds = l->due >= t->due->today });
	buf_release(&title);
	buf_release(&text);
}

static void
tell_ics(const struct telling *t)
{
	struct ical *c = ical_new(str_of(_("What is due")), t->due->today);

	for (size_t i = 0; i < t->view->n; i++)
		add_event(t, c, t->view->all[i]);
	ical_write(c, stdout);
	ical_free(c);
}

/* Who has something to do, and their addresses. */

/* Who reads what is for somebody: of a unit it is who answers for it. */
static const struct person *
reader_of(const struct telling *t, struct str who)
{
	const struct authority *a = t->tool->schema.authority;
	const struct person *one = a ? authority_member(a, who) : NULL;

	return a && !one ? authority_member(a, due_answers(t->due, who)) : one;
}

static void
tell_addresses(const struct telling *t, enum form form)
{
	static const char *const names[] = { "who", "address", "steps" };
	const char *labels[] = { _(by_labels[t->by]), _("address"),
		_("steps") };
	enum print_format format = form == FORM_TSV ? PRINT_TSV :
	    form == FORM_JSON                       ? PRINT_JSON :
						      PRINT_TABLE;
	struct print *p =
	    print_new(format, stdout, names, labels, 3, print_width(stdout));

	for (size_t i = 0; i < t->view->n_shares; i++) {
		const struct due_share *s = &t->view->shares[i];
		const struct person *one = reader_of(t, s->who);
		struct cell cells[] = { of_str(s->who),
			one ? of_str(one->email) : of_text(NULL),
			of_int((long long)s->steps) };

		print_row(p, cells);
	}
	print_free(p);
}

/* The answer. */

static void
tell(const struct telling *t, const struct options *o, enum form form)
{
	if (o->addresses)
		tell_addresses(t, form);
	else if (form == FORM_TABLE)
		tell_table(t);
	else if (form == FORM_MD)
		tell_md(t);
	else if (form == FORM_ICS)
		tell_ics(t);
	else
		tell_rows(t);
}

/* What is not in the answer, and what it rests on. */
static int
conclude(const struct telling *t)
{
	struct tool *tool = t->tool;
	const struct due *d = t->due;
	size_t late = 0, nobody = 0;

	for (size_t i = 0; i < d->n; i++) {
		late += d->lines[i].overdue;
		nobody += !d->lines[i].who[t->by].n;
	}
	if (!out_flush(tool->name))
		return 2;
	fprintf(stderr,
	    _("steps: %zu due, of these %zu overdue and %zu for nobody; "
	      "records: %zu read, %zu unreadable\n"),
	    d->n, late, nobody, d->records, d->unreadable);
	if (tool->strict && d->unreadable)
		return 2;
	return t->view->n ? 0 : 1;
}

static bool
fits(struct tool *t, const struct options *o, enum form form)
{
	if (o->all && o->fold)
		return tool_wrong(t, _("--all and --fold exclude each other"));
	if (o->addresses && (form == FORM_ICS || form == FORM_MD))
		return tool_wrong(t,
		    _("--addresses: -o is one of table, tsv and json"));
	if (o->addresses && (o->only || o->all || o->fold))
		return tool_wrong(t,
		    _("--addresses goes with none of --for, --all and "
		      "--fold"));
	if (t->n_words)
		return tool_wrong(t,
		    _("'%s': there is nothing to name here; --for names whose "
		      "work is shown"),
		    t->words[0]);
	return true;
}

/* In English, or as people call them: "Chi bộ" is chi-bo. */
static bool
read_by(struct tool *t, const struct options *o, struct due_wish *w)
{
	static const char *const words[] = { "owner", "helper", "cell", "unit",
		"phu-trach", "nguoi-giup", "chi-bo", "don-vi" };
	struct buf b = { 0 };
	int i = DUE_BY_OWNER;

	if (o->by) {
		text_add_fold(&b, str_of(o->by));
		for (size_t k = 0; k < b.n; k++)
			if (b.s[k] == ' ')
				b.s[k] = '-';
		i = tool_choice(t, "--by", buf_str(&b), words,
		    sizeof words / sizeof *words);
	}
	buf_release(&b);
	w->grouped = o->by || o->addresses;
	w->by = (enum due_by)(i < 0 ? 0 : i % DUE_BYS);
	return i >= 0;
}

static bool
needs_whose(struct tool *t, const struct options *o)
{
	const char *asks = o->by ? "--by" :
	    o->only              ? "--for" :
	    o->addresses         ? "--addresses" :
				   NULL;

	return !asks || t->schema.whose.n ||
	    tool_wrong(t,
		_("%s: schema/repository.md names no view that tells whose "
		  "work a record is ('whose', see schema(5))"),
		asks);
}

static bool
read_only(struct tool *t, const struct due *d, const struct options *o,
    struct due_wish *w)
{
	struct str near = { 0 };

	w->only = str_of(o->only);
	if (!o->only || due_knows(d, w->only))
		return true;
	for (size_t i = 0; i < d->n; i++)
		if (str_nearer(w->only, d->lines[i].who[w->by], near))
			near = d->lines[i].who[w->by];
	return tool_wrong(t, _("--for: there is no record '%s'%s"), o->only,
	    name_meant(&t->arena, near));
}

static int
answer(struct tool *t, const struct options *o, struct due *d,
    struct due_wish *w, enum form form)
{
	struct due_view v = { 0 };
	struct telling telling = { t, d, &v, w->grouped, o->only, w->by };
	int status;

	if (!due_read(d, &t->to) || !read_only(t, d, o, w))
		return 2;
	due_show(d, w, &v);
	tell(&telling, o, form);
	status = conclude(&telling);
	due_view_release(&v);
	return status;
}

static int
work(struct tool *t, const struct options *o)
{
	int form = tool_format(t, forms, sizeof forms / sizeof *forms);
	bool people = form == FORM_TABLE || form == FORM_MD;
	long long within = WITHIN_DAYS;
	struct due_wish w = { .fold = o->fold || (people && !o->all),
		.most = people && !o->all && !o->addresses ? LINES_MOST : 0 };
	struct rules rules = { 0 };
	struct due d = { 0 };
	int status = 2;

	if (form < 0 || !fits(t, o, (enum form)form) || !read_by(t, o, &w) ||
	    (o->within &&
		!tool_number(t, "--within", o->within, 0, WITHIN_MOST,
		    &within)))
		return 2;
	if (!tool_open(t) || !needs_whose(t, o) ||
	    !rules_read(&rules, &t->schema, &t->to))
		return 2;
	d = (struct due){ .schema = &t->schema,
		.source = t->source,
		.rules = &rules,
		.today = t->today,
		.within = (int)within,
		.lang = t->lang,
		.private = t->private,
		.progress = isatty(STDERR_FILENO),
		.dir = ".",
		.fixed = t->pages,
		.no_cache = t->no_cache };
	status = answer(t, o, &d, &w, (enum form)form);
	due_release(&d);
	return status;
}

int
main(int argc, char **argv)
{
	struct tool t = { .name = "kndue",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_AT | TOOL_TODAY | TOOL_FORMAT |
		    TOOL_PRIVATE | TOOL_STRICT };
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "within", 0, "DAYS",
		    N_("also what is due in so many days (else 14)"), &o.within,
		    NULL },
		{ "by", 0, "WHOM",
		    N_("together what is for one owner, helper, cell or unit"),
		    &o.by, NULL },
		{ "for", 0, "ID", N_("only what is for this one"), &o.only,
		    NULL },
		{ "all", 'a', NULL, N_("show each step, and all of them"), NULL,
		    &o.all },
		{ "fold", 0, NULL,
		    N_("one line a record and week, whatever the format"), NULL,
		    &o.fold },
		{ "addresses", 0, NULL,
		    N_("who has something to do, and their address"), NULL,
		    &o.addresses },
	};

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
