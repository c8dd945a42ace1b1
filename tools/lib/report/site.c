/* site: all reports as pages of HTML in one folder, which lead to each other.
 * Links are between files of one folder, so that they work wherever it is. */
#include "report/site.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "git/atomic_dir.h"
#include "base/write.h"
#include "text/html.h"

static const char list_file[] = "site.txt", index_file[] = "index.html";

struct site_page {
	const struct report *report;
	struct str value; /* of its parameter; empty: it has none */
	struct str title;
	const char *file;
	struct str html;
};

struct site_verdicts {
	const struct type *type; /* NULL: nobody asked */
	struct ruling *all;
	size_t n, cap;
	struct arena arena;
};

struct site {
	const struct compose *like;
	struct schema *schema;
	struct findings *to;
	struct arena arena;
	struct reports reports;
	const struct report *index;
	struct site_page *all;
	size_t n, cap;
	struct map files;             /* by "NAME" and "NAME/VALUE" */
	const struct site_page *here; /* which is written */
	struct site_verdicts verdicts;
	struct compose_defaults defaults;
};

/* Which pages there are. */

enum { FILE_MOST = 200 }; /* bytes of a name, whatever the file system */

/* A name that any file system takes, and no two values share. */
static const char *
file_name(struct site *s, const struct report *r, struct str value)
{
	struct buf b = { 0 };

	if (r == s->index)
		return index_file;
	buf_add(&b, r->name);
	buf_addz(&b, value.n ? "." : "");
	for (size_t i = 0; i < value.n; i++) {
		char c = value.s[i];

		if ((c >= 'a' && c <= 'z') || str_is_digit(c) || c == '-' ||
		    c == '_')
			buf_addc(&b, c);
		else
			buf_addf(&b, ".%02x", (unsigned char)c);
	}
	buf_addz(&b, ".html");
	return arena_take(&s->arena, &b).s;
}

static bool
add_page(struct site *s, const struct report *r, struct str value,
    struct str title)
{
	struct site_page p = { .report = r,
		.value = arena_keep(&s->arena, value),
		.title = arena_keep(&s->arena, title),
		.file = file_name(s, r, value) };
	struct str key = value.n ? str_of(arena_f(&s->arena, "%.*s/%.*s",
				       STRF(r->name), STRF(value))) :
				   r->name;

	if (strlen(p.file) > FILE_MOST)
		return found_trouble(s->to,
		    _("%.*s: '%.*s' is too long to name a page"), STRF(r->name),
		    STRF(value));
	if (map_get(&s->files, key))
		return true;
	*map_put(&s->files, key) = (void *)p.file;
	*MEM_PUSH(s->all, s->n, s->cap) = p;
	return true;
}

/* A page for each value that its SQL gives, called as the second column
 * says. */
static bool
add_each(struct site *s, const struct report *r)
{
	struct query_options options = { .masked = true,
		.at = { r->text[LANG_VI].page, r->site.line, 1 } };
	struct query *q =
	    query_new(s->like->answer->catalog, r->site.from, &options, s->to);
	bool ok = q, named = q && query_columns(q) > 1;
	int more = 0;

	while (ok && (more = query_step(q, s->to)) == 1) {
		struct cell value = query_cell(q, 0);
		struct cell title = query_cell(q, named);

		ok = value.kind == CELL_TEXT && value.s.n ?
		    add_page(s, r, value.s,
			title.kind == CELL_TEXT ? title.s : value.s) :
		    found(s->to, FIND_REPORT_ROWS, options.at,
			_("'from' of a site must give the values of its "
			  "pages, and none may be absent or private"));
	}
	query_free(q);
	return ok && more == 0;
}

static bool
needs_parameter(const struct report *r)
{
	for (size_t i = 0; i < r->n_parameters; i++)
		if (!r->parameters[i].has_default)
			return true;
	return false;
}

static bool
is_page(const struct report *r)
{
	return r->site.kind == REPORT_PAGE && !needs_parameter(r);
}

/* In a repository that is still empty a default may find nothing: then there is
 * no page. What is wrong with it otherwise is said when the page is made. */
static bool
finds_default(struct site *s, const struct parameter *p)
{
	struct query_options options = { .any_order = true };
	struct findings silent = { 0 };
	struct query *q = p->sql_default ?
	    query_new(s->like->answer->catalog, sql_strip(p->fallback),
		&options, &silent) :
	    NULL;
	bool found_one =
	    !q || query_parameters(q) || query_step(q, &silent) != 0;

	query_free(q);
	return found_one;
}

static bool
finds_defaults(struct site *s, const struct report *r)
{
	for (size_t i = 0; i < r->n_parameters; i++)
		if (!finds_default(s, &r->parameters[i]))
			return false;
	return true;
}

static bool
find_index(struct site *s)
{
	for (size_t i = 0; i < s->reports.n; i++) {
		const struct report *r = &s->reports.all[i];

		if (r->site.kind != REPORT_INDEX)
			continue;
		if (s->index)
			return found_trouble(s->to,
			    _("two reports are the first page of a site: %.*s "
			      "and %.*s"),
			    STRF(s->index->name), STRF(r->name));
		s->index = r;
	}
	return s->index ||
	    found_trouble(s->to,
		_("no report is the first page of a site: one says 'site: "
		  "index' (schema.5)"));
}

static struct str
title_of(const struct site *s, const struct report *r)
{
	return report_text(r, s->like->answer->lang)->title;
}

static bool
find_pages(struct site *s)
{
	bool ok = add_page(s, s->index, STR(""), title_of(s, s->index));

	for (size_t i = 0; ok && i < s->reports.n; i++)
		if (s->reports.all[i].site.kind == REPORT_EACH)
			ok = add_each(s, &s->reports.all[i]);
	for (size_t i = 0; ok && i < s->reports.n; i++)
		if (is_page(&s->reports.all[i]) &&
		    finds_defaults(s, &s->reports.all[i]))
			ok = add_page(s, &s->reports.all[i], STR(""),
			    title_of(s, &s->reports.all[i]));
	return ok;
}

/* What stands around a report. */

static const char *
file_of(struct str page, void *to)
{
	const struct site *s = to;
	const char *file = map_get(&s->files, page);

	/* A page that leads to itself leads nowhere. */
	return file && strcmp(file, s->here->file) != 0 ? file : NULL;
}

static void
add_link(struct buf *b, const char *file, struct str text)
{
	buf_addz(b, "<a href=\"");
	html_add(b, str_of(file));
	buf_addz(b, "\">");
	html_add(b, text);
	buf_addz(b, "</a>");
}

static void
add_nav(struct buf *b, void *to)
{
	const struct site *s = to;

	if (s->here->report == s->index)
		return;
	buf_addz(b, "<nav>");
	add_link(b, index_file, title_of(s, s->index));
	buf_addz(b, " › <span aria-current=\"page\">");
	html_add(b, s->here->title);
	buf_addz(b, "</span></nav>\n");
}

static void
add_heading(struct buf *b, const char *text)
{
	buf_addz(b, "<h2>");
	html_add(b, str_of(text));
	buf_addz(b, "</h2>\n");
}

/* The pages of a report that has one each, or those that have one alone. */
static void
add_pages(struct buf *b, const struct site *s, const struct report *of)
{
	buf_addz(b, "<ul class=\"pages\">\n");
	for (size_t i = 1; i < s->n; i++)
		if (of ? s->all[i].report == of : !s->all[i].value.n) {
			buf_addz(b, "<li>");
			add_link(b, s->all[i].file, s->all[i].title);
			buf_addz(b, "</li>\n");
		}
	buf_addz(b, "</ul>\n");
}

/* What has no page, and how it is asked for. */
static void
add_others(struct buf *b, const struct site *s)
{
	for (size_t i = 0; i < s->reports.n; i++) {
		const struct report *r = &s->reports.all[i];

		if (r->site.kind != REPORT_PAGE || map_get(&s->files, r->name))
			continue;
		buf_addz(b, "<p>");
		html_add(b, title_of(s, r));
		buf_addz(b, ": <code>knreport ");
		html_add(b, r->name);
		for (size_t k = 0; k < r->n_parameters; k++)
			if (!r->parameters[k].has_default) {
				buf_addc(b, ' ');
				html_add(b, r->parameters[k].name.name);
				buf_addz(b, "=…");
			}
		buf_addz(b, "</code></p>\n");
	}
}

static void
add_lists(struct buf *b, void *to)
{
	const struct site *s = to;

	if (s->here->report != s->index)
		return;
	for (size_t i = 0; i < s->reports.n; i++) {
		const struct report *r = &s->reports.all[i];

		if (r->site.kind == REPORT_EACH) {
			buf_addz(b, "<h2>");
			html_add(b, title_of(s, r));
			buf_addz(b, "</h2>\n");
			add_pages(b, s, r);
		}
	}
	add_heading(b, _("Reports"));
	add_pages(b, s, NULL);
	add_others(b, s);
	add_heading(b, _("What is private"));
	buf_addz(b, s->like->private ? "<p class=\"warn\">" : "<p>");
	html_add(b,
	    str_of(s->like->private ?
		    _("These pages show what is private. Keep the folder as "
		      "the records themselves are kept.") :
		    _("Names and what else is private are hidden on all pages "
		      "(•••). 'knreport --site DIR --private' makes them with "
		      "everything, for those who may see it.")));
	buf_addz(b, "</p>\n");
}

/* What the rules say of all records of a type, asked once for all pages. */

static void
keep_ruling(const struct ruling *v, void *to)
{
	struct site_verdicts *all = to;
	struct ruling one = *v;

	one.id = arena_keep(&all->arena, v->id);
	if (v->text)
		one.text = arena_z(&all->arena, str_of(v->text));
	*MEM_PUSH(all->all, all->n, all->cap) = one;
}

static bool
judge(const struct type *type, struct str id,
    void (*say)(const struct ruling *, void *), void *say_to, void *to)
{
	struct site *s = to;
	struct site_verdicts *all = &s->verdicts;

	if (id.n)
		return s->like->judge(type, id, say, say_to, s->like->judge_to);
	if (all->type != type) {
		all->type = type;
		all->n = 0;
		if (!s->like->judge(type, id, keep_ruling, all,
			s->like->judge_to))
			return false;
	}
	for (size_t i = 0; i < all->n; i++)
		say(&all->all[i], say_to);
	return true;
}

/* Making. */

static bool
make_page(struct site *s, struct site_page *p, struct answer_counts *n)
{
	size_t at = (size_t)(p - s->all);
	const struct compose_site site = { file_of, add_nav, add_lists, s };
	struct compose c = *s->like;
	const char *word = NULL;
	char *html = NULL;
	size_t size = 0;
	bool ok;

	s->here = p;
	if (p->value.n)
		word = arena_f(&s->arena, "%.*s=%.*s",
		    STRF(p->report->site.each->name.name), STRF(p->value));
	c.report = p->report;
	c.words = &word;
	c.n_words = p->value.n > 0;
	c.format = COMPOSE_HTML;
	c.site = &site;
	c.noted = true;
	c.again = at && s->all[at - 1].report == p->report;
	c.more = at + 1 < s->n && s->all[at + 1].report == p->report;
	c.defaults = &s->defaults;
	c.judge = judge;
	c.judge_to = s;
	c.out = open_memstream(&html, &size);
	if (!c.out)
		mem_out();
	ok = compose(&c, n);
	if (fclose(c.out) != 0)
		mem_out();
	p->html = arena_keep(&s->arena, (struct str){ html, size });
	free(html);
	return ok;
}

/* Two processes share the pages, this one and a copy of it, which has the same
 * records in its memory: a catalog answers one question at a time. What the
 * copy made it writes, page after page, into a file in memory that both
 * have. */

/* The pages that one report has for each of its values stay here, and those
 * that need what is worked out once, the verdicts of rules and the history. */
static bool
is_for_both(const struct site_page *p)
{
	const struct report *r = p->report;

	if (r->site.kind != REPORT_PAGE || r->judged)
		return false;
	for (size_t i = 0; i < r->n_blocks; i++)
		if (str_find_str(r->blocks[i].sql, STR("history_")) <
		    r->blocks[i].sql.n)
			return false;
	return true;
}

/* By page: has one of the two begun it? In memory that both have. */
typedef _Atomic unsigned char site_claim;

/* The copy takes the pages from the front, this process from the back. */
static bool
make_shared(struct site *s, site_claim *begun, bool from_back)
{
	struct answer_counts n;
	bool ok = true;

	for (size_t i = 0; ok && i < s->n; i++) {
		size_t at = from_back ? s->n - 1 - i : i;

		if (is_for_both(&s->all[at]) && !begun[at]++)
			ok = make_page(s, &s->all[at], &n);
	}
	return ok;
}

static bool
make_own(struct site *s, struct answer_counts *first)
{
	struct answer_counts n;
	bool ok = true;

	for (size_t i = 0; ok && i < s->n; i++)
		if (!is_for_both(&s->all[i]))
			ok = make_page(s, &s->all[i], i ? &n : first);
	return ok;
}

static bool
put_number(int to, size_t n)
{
	return write_all(to, (struct str){ (const char *)&n, sizeof n });
}

static _Noreturn void
be_copy(struct site *s, site_claim *begun, int to)
{
	bool ok = make_shared(s, begun, false);

	for (size_t i = 0; ok && i < s->n; i++) {
		struct str html = s->all[i].html;

		if (html.n)
			ok = put_number(to, i) && put_number(to, html.n) &&
			    write_all(to, html);
	}
	_exit(!ok);
}

static bool
take_number(struct str *from, size_t *n)
{
	if (from->n < sizeof *n)
		return false;
	memcpy(n, from->s, sizeof *n);
	*from = str_from(*from, sizeof *n);
	return true;
}

/* Takes what the copy made. */
static bool
take_copied(struct site *s, int from)
{
	struct buf all = { 0 };
	struct str rest;
	FILE *in = lseek(from, 0, SEEK_SET) == 0 ? fdopen(from, "r") : NULL;
	bool ok = in && buf_read(&all, in, SIZE_MAX / 2);

	rest = buf_str(&all);
	while (ok && rest.n) {
		size_t at, n;

		ok = take_number(&rest, &at) && take_number(&rest, &n) &&
		    at < s->n && rest.n >= n;
		if (!ok)
			break;
		s->all[at].html = arena_keep(&s->arena, str_first(rest, n));
		rest = str_from(rest, n);
	}
	if (in)
		fclose(in);
	else
		close(from);
	buf_release(&all);
	return ok ||
	    found_trouble(s->to, _("half of the pages got lost: %s"),
		strerror(errno));
}

/* What the copy has to say of a page it has said itself. */
static bool
end_copy(struct site *s, pid_t copy)
{
	int status = 0;
	pid_t ended;

	while ((ended = waitpid(copy, &status, 0)) < 0 && errno == EINTR)
		;
	if (ended == copy && status == 0)
		return true;
	if (ended == copy && WIFSIGNALED(status))
		found_trouble(s->to, _("half of the pages got lost: %s"),
		    strsignal(WTERMSIG(status)));
	return false;
}

static bool
make_all(struct site *s, struct answer_counts *first)
{
	site_claim *begun = mmap(NULL, s->n, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int copied;
	pid_t copy;
	bool ok;

	if (begun == MAP_FAILED)
		mem_out();
	copied = memfd_create("ketnap", MFD_CLOEXEC);
	copy = copied < 0 ? -1 : fork();
	if (copy == 0)
		be_copy(s, begun, copied);
	ok = make_own(s, first) && make_shared(s, begun, true);
	if (copy > 0)
		ok = end_copy(s, copy) && ok;
	if (copy > 0 && ok)
		ok = take_copied(s, copied);
	else if (copied >= 0)
		close(copied);
	munmap((void *)begun, s->n);
	return ok;
}

static void
note_all(const struct site *s)
{
	for (size_t i = 0; i < s->reports.n; i++) {
		const struct report *r = &s->reports.all[i];
		struct compose c = *s->like;

		c.report = r;
		if (is_page(r) || r->site.kind == REPORT_INDEX ||
		    r->site.kind == REPORT_EACH)
			compose_note(&c);
		if (r->site.kind == REPORT_EACH)
			answer_note(c.answer, r->site.from);
	}
}

/* Half a site is never seen: until it is shown or removed again, signals
 * wait. */
static bool
put_all(struct site *s, const char *dir)
{
	sigset_t all, before;
	struct atomic_dir *d;
	struct buf list = { 0 };
	bool ok;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	d = atomic_dir_again(dir, list_file, s->to);
	ok = d;
	for (size_t i = 0; ok && i < s->n; i++) {
		ok = atomic_dir_write(d, s->all[i].file, s->all[i].html);
		buf_addf(&list, "%s\n", s->all[i].file);
	}
	ok = ok && atomic_dir_write(d, list_file, buf_str(&list)) &&
	    atomic_dir_show(d);
	atomic_dir_end(d);
	sigprocmask(SIG_SETMASK, &before, NULL);
	buf_release(&list);
	return ok;
}

/* Before all the work: is there a place for it? */
static bool
may_be_put(struct site *s, const char *dir)
{
	struct atomic_dir *d = atomic_dir_again(dir, list_file, s->to);

	atomic_dir_end(d);
	return d;
}

bool
site_write(const struct compose *like, struct schema *schema, const char *dir,
    size_t *pages, struct answer_counts *n)
{
	struct site s = { .like = like,
		.schema = schema,
		.to = like->answer->to };
	bool ok = may_be_put(&s, dir) &&
	    reports_read(&s.reports, schema, s.to) && find_index(&s);

	if (ok)
		note_all(&s);
	ok = ok && find_pages(&s) && make_all(&s, n) && put_all(&s, dir);
	*pages = s.n;
	map_release(&s.files);
	free(s.all);
	free(s.verdicts.all);
	map_release(&s.defaults.by_sql);
	arena_release(&s.defaults.arena);
	arena_release(&s.verdicts.arena);
	arena_release(&s.arena);
	return ok;
}
