/* page: what an audit came to, for someone who knows no git. */
#include "audit/page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "audit/record_counts.h"
#include "text/day.h"
#include "text/kept.h"
#include "base/install.h"
#include "text/numeral.h"
#include "parse/page.h"
#include "git/run.h"
#include "report/html_document.h"
#include "text/text.h"

enum { SHOWN_MOST = 500, REFS_MOST = 50 }; /* of one kind */

struct writing {
	const struct audit_page *p;
	struct buf md;
	struct findings *to;
	size_t records;
	struct arena arena;
};

/* Within a word _ is no Markdown. */
static bool
is_inside(struct str s, size_t i)
{
	return i && i + 1 < s.n && isalnum((unsigned char)s.s[i - 1]) &&
	    isalnum((unsigned char)s.s[i + 1]);
}

/* A text of others: nothing of it is Markdown. */
static void
add_plain(struct buf *b, struct str s)
{
	struct buf one = { 0 };

	buf_add(&one, s);
	for (size_t i = 0; i < one.n; i++)
		if (one.s[i] == '\n' || one.s[i] == '\r')
			one.s[i] = ' ';
	text_harmless(&one, 0);
	for (size_t i = 0; i < one.n; i++) {
		if (strchr("\\`*{}[]<>#|&~!", one.s[i]) ||
		    (one.s[i] == '_' && !is_inside(buf_str(&one), i)))
			buf_addc(b, '\\');
		buf_addc(b, one.s[i]);
	}
	buf_release(&one);
}

static void __attribute__((format(printf, 2, 3)))
line(struct writing *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&w->md, fmt, ap);
	va_end(ap);
	buf_addc(&w->md, '\n');
}

static void
head(struct writing *w, const char *text)
{
	line(w, "\n## %s\n", text);
}

/* As people write it. */

static const char *
shown(struct writing *w, struct cell c, enum numeral as)
{
	struct buf b = { 0 };

	numeral_add(&b, &c, as, w->p->lang);
	return arena_take(&w->arena, &b).s;
}

static const char *
shown_day(struct writing *w, int day)
{
	char text[DAY_TEXT];
	struct cell c = { .kind = CELL_TEXT };

	if (day == DAY_NONE)
		return _("a day that cannot be told");
	c.s = str_of(day_text(day, text));
	return shown(w, c, NUMERAL_DATE);
}

static const char *
shown_count(struct writing *w, size_t n)
{
	return shown(w, (struct cell){ .kind = CELL_INT, .i = (long long)n },
	    NUMERAL_INT);
}

/* What was examined. */

static void
add_type(struct str type, size_t n, void *to)
{
	struct writing *w = to;

	buf_addz(&w->md, w->records++ ? ", " : "");
	add_plain(&w->md, type);
	buf_addf(&w->md, " %s", shown_count(w, n));
}

static bool
add_records(struct writing *w)
{
	struct findings silent = { 0 };

	if (!*w->p->tip)
		return true;
	buf_addf(&w->md, "- %s ", _("Records at its end, by type:"));
	if (!record_counts(w->p->dir, w->p->tip, add_type, w, &silent))
		return found(w->to, FIND_GIT, place_file(NULL),
		    _("the records of the last commit cannot be counted"));
	line(w, "%s", w->records ? "." : _("none."));
	return true;
}

static void
add_rules(struct writing *w)
{
	const struct audit_rules *r = w->p->rules;

	if (r->commits)
		line(w,
		    _("- Rules of the repository: %zu were run on %s records "
		      "of %zu commits. Of what they found, %zu are accepted in "
		      "the records with a reason."),
		    r->rules, shown_count(w, r->records), r->commits,
		    r->accepted);
	else
		line(w, _("- Rules of the repository: none were run."));
}

static bool
add_examined(struct writing *w)
{
	const struct audit_page *p = w->p;
	const struct audit *a = p->audit;

	head(w, _("What was examined"));
	if (*p->tip)
		line(w, _("- The history that leads to commit `%s`."), p->tip);
	else
		line(w, _("- Nothing: no commit was ever made."));
	if (p->range) {
		buf_addf(&w->md, "- %s ",
		    _("Only a part of it was asked for:"));
		add_plain(&w->md, str_of(p->range));
		line(w, ".");
	}
	if (a->first != DAY_NONE)
		line(w,
		    _("- %s commits of the days %s to %s; %s changes of "
		      "records, each field by itself."),
		    shown_count(w, a->commits), shown_day(w, a->first),
		    shown_day(w, a->last), shown_count(w, a->changes));
	else
		line(w,
		    _("- %s commits; %s changes of records, each field by "
		      "itself."),
		    shown_count(w, a->commits), shown_count(w, a->changes));
	if (!add_records(w))
		return false;
	if (p->schema)
		line(w,
		    _("- All commits were judged by one schema, `%s`, which "
		      "was named for this run."),
		    p->schema);
	else
		line(w,
		    _("- Each commit was judged by the schema that was in "
		      "force just before it, so that no change of the rules "
		      "excuses what came with it."));
	if (p->audit->from)
		line(w,
		    _("- The %zu commits from before there was a schema were "
		      "read with that of commit `%s`, as the page "
		      "`schema/repository.md` says. Who might do what was not "
		      "asked there."),
		    p->audit->carried, p->audit->from);
	add_rules(w);
	line(w,
	    _("- Checkpoints that were compared with what branches and tags "
	      "hold today: %zu."),
	    p->checkpoints);
	return true;
}

/* What was not. */

static bool
add_refs(struct writing *w)
{
	const char *tip = *w->p->tip ? w->p->tip : "HEAD";
	struct buf out = { 0 }, with = { 0 };
	struct str rest, ref;
	size_t n = 0;
	bool ok;

	buf_addf(&with, "--no-merged=%s", tip);
	ok = !*w->p->tip ||
	    run_git(w->p->dir,
		(const char *const[]){ "for-each-ref", "--format=%(refname)",
		    with.s, "refs/heads", "refs/tags", "refs/remotes", NULL },
		&out) == 0;
	rest = buf_str(&out);
	while (ok && str_split(&rest, '\n', &ref)) {
		if (!ref.n || ++n > REFS_MOST)
			continue;
		if (n == 1)
			line(w,
			    _("- Commits that only these branches and tags "
			      "hold:"));
		buf_addz(&w->md, "    - ");
		add_plain(&w->md, ref);
		line(w, "%s", "");
	}
	if (n > REFS_MOST)
		line(w, _("    - and %zu more"), n - REFS_MOST);
	if (ok && !n)
		line(w,
		    _("- No branch or tag holds commits that were left out."));
	buf_release(&out);
	buf_release(&with);
	return ok || run_git_failed(w->to, "for-each-ref");
}

static bool
add_left_out(struct writing *w)
{
	const struct audit_page *p = w->p;

	head(w, _("What was not examined"));
	if (p->audit->unread)
		line(w,
		    _("- **%zu versions of records or of the schema could not "
		      "be read.** What was changed in them shows only in the "
		      "next version that can."),
		    p->audit->unread);
	else
		line(w, _("- Every version of every record could be read."));
	if (p->audit->before)
		line(w,
		    _("- **%zu commits are from before there was a schema; "
		      "nothing in them was judged.**"),
		    p->audit->before);
	if (p->audit->undated)
		line(w,
		    _("- **Of %zu commits the day cannot be told.** What they "
		      "entered late, before it happened or after it was past, "
		      "nobody can say; they are found fault with below."),
		    p->audit->undated);
	if (!add_refs(w))
		return false;
	if (p->audit->open)
		line(w,
		    _("- Whether the author might: for %zu commits, as no "
		      "`schema/authority.md` was in force yet."),
		    p->audit->open);
	if (p->audit->claimed)
		line(w,
		    _("- Who made them: %zu commits are not signed, and their "
		      "authors are only what they say of themselves."),
		    p->audit->claimed);
	if (p->baseline) {
		buf_addf(&w->md,
		    _("- %zu findings are known from before and not listed "
		      "here; they stand in the file "),
		    p->known);
		add_plain(&w->md, str_of(p->baseline));
		line(w, ".");
	}
	line(w,
	    _("- Whether what the records say is true: only papers and people "
	      "can tell."));
	return true;
}

/* What was found. */

static int
by_kind(const void *va, const void *vb)
{
	const struct finding *a = *(const struct finding *const *)va;
	const struct finding *b = *(const struct finding *const *)vb;
	int c;

	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	c = strcmp(a->id ? a->id : "", b->id ? b->id : "");
	return c ? c : (a > b) - (a < b);
}

static bool
same_kind(const struct finding *a, const struct finding *b)
{
	return a->level == b->level &&
	    strcmp(a->id ? a->id : "", b->id ? b->id : "") == 0;
}

static void
add_kind(struct writing *w, const struct finding **all, size_t n, bool first)
{
	static const char *const levels[LEVELS] = {
		[NOTE] = N_("note"),
		[WARNING] = N_("warning"),
		[ERROR] = N_("error"),
		[TROUBLE] = N_("error"),
	};
	const char *id = all[0]->id ? all[0]->id : "-";
	const struct finding_row *row = finding_named(str_of(id));

	line(w, "%s### %s: %zu (%s)\n", first ? "" : "\n", id, n,
	    _(levels[all[0]->level]));
	if (row)
		add_plain(&w->md, str_of(_(row->why)));
	else
		buf_addf(&w->md,
		    _("This is a rule of the repository; the page "
		      "`schema/rules/%s.md` says what it asks for and why."),
		    id);
	line(w, "\n");
	for (size_t i = 0; i < n && i < SHOWN_MOST; i++) {
		buf_addz(&w->md, "- ");
		add_plain(&w->md, str_of(all[i]->at.path));
		buf_addz(&w->md, all[i]->at.path ? ": " : "");
		add_plain(&w->md, str_of(all[i]->text));
		line(w, "%s", "");
	}
	if (n > SHOWN_MOST)
		line(w, _("- and %zu more, which knaudit lists"),
		    n - SHOWN_MOST);
}

static void
add_found(struct writing *w)
{
	const struct kept *k = w->p->found;
	const struct finding **all;
	struct arena a = { 0 };
	size_t from = 0;

	head(w, _("What was found"));
	all = ARENA_ARRAY(&a, const struct finding *, k->n);
	for (size_t i = 0; i < k->n; i++)
		all[i] = &k->all[i];
	if (k->n)
		qsort(all, k->n, sizeof *all, by_kind);
	else
		line(w, "%s",
		    w->p->baseline ? _("Nothing new.") : _("Nothing."));
	for (size_t i = 1; i <= k->n; i++)
		if (i == k->n || !same_kind(all[from], all[i])) {
			add_kind(w, all + from, i - from, from == 0);
			from = i;
		}
	arena_release(&a);
}

static void
add_corrections(struct writing *w)
{
	const struct audit *a = w->p->audit;

	head(w, _("Corrections, and their reasons"));
	line(w,
	    _("What is past or never changes may be changed where the message "
	      "of the commit says why. It allowed %zu changes:\n"),
	    a->corrected);
	for (size_t i = 0; i < a->n_corrections; i++) {
		const struct audit_correction *c = &a->corrections[i];

		buf_addf(&w->md, "- %s, %.12s, ", shown_day(w, c->day),
		    c->commit.s);
		add_plain(&w->md, c->id);
		buf_addz(&w->md, " ");
		add_plain(&w->md, c->field);
		buf_addz(&w->md, ": ");
		add_plain(&w->md, c->reason);
		line(w, "%s", "");
	}
	if (!a->n_corrections)
		line(w, _("There is none."));
}

/* Why it can be believed. */

static void
add_trust(struct writing *w)
{
	const char *tip = *w->p->tip ? w->p->tip : "HEAD";

	head(w, _("Why this can be trusted, and how to check it"));
	line(w, "%s\n",
	    _("The id of a commit is a sum over its content, its message and "
	      "the ids of the commits before it. Nothing that leads to a "
	      "commit can be changed without giving it another id. So who has "
	      "the same id has the same history, and the same run on it finds "
	      "the same. What the records said on any day can be seen without "
	      "this program:"));
	line(w,
	    "```\ngit rev-parse %s\ngit fsck --full\ngit log --stat %s\n"
	    "git show COMMIT -- records/…\ngit for-each-ref refs/tags/ketnap\n"
	    "git verify-tag ketnap/…\n```",
	    tip, tip);
	line(w, "\n%s\n",
	    _("What this program found out before it keeps in the folder of "
	      "git, where whoever owns that copy could change it. So examine a "
	      "fresh clone, and have everything read anew:"));
	line(w,
	    "```\ngit clone --no-local REPOSITORY COPY\n"
	    "knaudit -C COPY --no-cache\n```");
	line(w, "\n%s",
	    _("In the findings above, what stands before the colon is the "
	      "commit, then the file: `git show COMMIT -- FILE` shows what was "
	      "changed, by whom it says it was and when. History as a whole "
	      "can be replaced by another one; a signed checkpoint, or an id "
	      "that was written down, shows whether it was."));
}

static void
add_facts(struct writing *w)
{
	const struct audit_page *p = w->p;
	char day[DAY_TEXT];

	line(w, "\n```knaudit");
	line(w, "commit: %s", *p->tip ? p->tip : "none");
	line(w, "range: %s", p->range ? p->range : "HEAD");
	line(w, "schema: %s", p->schema ? p->schema : "of each commit");
	if (p->audit->from)
		line(w, "schema_from: %s", p->audit->from);
	line(w, "today: %s", day_text(p->today, day));
	line(w, "lang: %s", lang_name(p->lang));
	line(w, "version: %s", KN_VERSION);
	line(w, "```");
}

static void
write_html(const struct writing *w, const char *title, FILE *out)
{
	struct page *page = page_new(buf_str(&w->md), 1);
	struct buf b = { 0 };

	html_document_open(&b, w->p->lang, str_of(title));
	buf_addz(&b, "<main>\n");
	for (size_t i = 0; i < page_blocks(page); i++)
		page_block(page, i, MARKDOWN_HTML, 0, &b);
	buf_addz(&b, "</main>\n");
	html_document_close(&b);
	fwrite(b.s, 1, b.n, out);
	buf_release(&b);
	page_free(page);
}

bool
audit_page(const struct audit_page *p, bool html, FILE *out,
    struct findings *to)
{
	struct writing w = { .p = p, .to = to };
	const char *title = _("The history of the records, examined");
	bool ok;

	line(&w, "# %s\n", title);
	line(&w,
	    _("Made on %s by knaudit. It replays every commit and compares "
	      "what it did to the records with what the types of records "
	      "allow."),
	    shown_day(&w, p->today));
	ok = add_examined(&w) && add_left_out(&w);
	if (ok) {
		add_found(&w);
		add_corrections(&w);
		add_trust(&w);
		add_facts(&w);
	}
	if (ok && html)
		write_html(&w, title, out);
	else if (ok)
		fwrite(w.md.s, 1, w.md.n, out);
	buf_release(&w.md);
	arena_release(&w.arena);
	return ok;
}
