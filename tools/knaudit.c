/* knaudit: replay the history of records against their types. See knaudit.1. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/journal.h"
#include "audit/page.h"
#include "audit/rules.h"
#include "check/capped.h"
#include "audit/checkpoint.h"
#include "text/day.h"
#include "text/kept.h"
#include "base/buf.h"
#include "base/build.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/out.h"
#include "git/cachefile.h"
#include "git/revwalk.h"
#include "git/replace.h"
#include "git/run.h"
#include "text/print.h"
#include "text/say.h"
#include "tool/tool.h"

static const char usage[] =
    "knaudit [-C DIR] [-o FORMAT] [--strict] [--no-cache] [--rules-at REV]...\n"
    "               [--today DATE]\n"
    "               [--baseline FILE | --write-baseline FILE] [--checkpoint]\n"
    "               [--expect-checkpoint ID] [A..B | B]";

struct options {
	bool strict, checkpoint;
	const char *baseline, *write_baseline, *expect;
};

/* Known findings, in a file. */

struct known {
	struct str key;
	int line;
	bool taken, barred; /* barred: it has no say */
	struct known *next; /* the same once more */
};

/* Findings that are known, in a file with a line "ID PLACE" for each, sorted as
 * bytes: lines may go, none may come. A finding said twice has two lines. In a
 * place a new line is \n and a backslash \\. Lines that begin with # and empty
 * ones say nothing. */
struct baseline {
	const char *path;
	struct arena arena;
	struct map by;      /* struct known */
	struct known **all; /* as written */
	size_t n, cap;
	size_t taken;
};

static const char head[] =
    "# Findings of knaudit that are known. Lines may go, none may come:\n"
    "# see knaudit(1), --baseline.\n";

static void
add_key(struct buf *b, const struct finding *f)
{
	const char *place = f->at.path ? f->at.path : "";

	buf_addz(b, f->id ? f->id : "-");
	buf_addc(b, ' ');
	for (; *place; place++)
		if (*place == '\n')
			buf_addz(b, "\\n");
		else if (*place == '\\')
			buf_addz(b, "\\\\");
		else
			buf_addc(b, *place);
}

static bool
read_all(const char *path, struct buf *b, struct findings *to)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return found(to, FIND_READ_KIND, place_file(path),
		    _("%s, where a file should be"),
		    S_ISDIR(st.st_mode) ? _("a folder") :
					  _("a socket or device"));
	return buf_read_file(b, path, SIZE_MAX / 4) ||
	    found(to, FIND_READ, place_file(path), _("file cannot be read: %s"),
		strerror(errno));
}

static bool
is_key(struct str line)
{
	size_t blank = str_find(line, ' ');

	return blank && blank < line.n && !memchr(line.s, '\0', line.n);
}

static void
add_known(struct baseline *b, struct str key, int line)
{
	struct known *k = ARENA_NEW(&b->arena, struct known);
	void **slot = map_put(&b->by, key);

	*k = (struct known){ .key = key, .line = line, .next = *slot };
	*slot = k;
	*MEM_PUSH(b->all, b->n, b->cap) = k;
}

static void
baseline_free(struct baseline *b)
{
	if (!b)
		return;
	map_release(&b->by);
	arena_release(&b->arena);
	free(b->all);
	free(b);
}

/* NULL after saying why it cannot be used. */
static struct baseline *
baseline_read(const char *path, struct findings *to)
{
	struct baseline *b = mem_alloc(sizeof *b);
	struct buf bytes = { 0 };
	struct str rest, line;
	bool ok;

	b->path = path;
	ok = read_all(path, &bytes, to);
	rest = arena_keep(&b->arena, buf_str(&bytes));
	for (int n = 1; ok && str_split(&rest, '\n', &line); n++) {
		if (!line.n || line.s[0] == '#')
			continue;
		if (is_key(line))
			add_known(b, line, n);
		else
			ok = found(to, FIND_BASELINE_LINE,
			    (struct place){ path, n, 1 },
			    _("a line is 'ID PLACE', as --write-baseline makes "
			      "it"));
	}
	buf_release(&bytes);
	if (ok)
		return b;
	baseline_free(b);
	return NULL;
}

/* The file as it was first committed, added to b. */
static bool
read_first(const char *path, struct buf *b)
{
	struct buf name = { 0 }, commit = { 0 };
	bool ok;

	ok = run_git(".",
		 (const char *const[]){ "ls-files", "--full-name", "-z", "--",
		     path, NULL },
		 &name) == 0 &&
	    name.n &&
	    run_git(".",
		(const char *const[]){ "log", "-1", "--diff-filter=A",
		    "--no-renames", "--format=%H", "--", path, NULL },
		&commit) == 0 &&
	    commit.n;
	if (ok) {
		commit.n = str_find(buf_str(&commit), '\n');
		buf_addf(&commit, ":%s", name.s);
		ok = run_git(".",
			 (const char *const[]){ "cat-file", "blob", commit.s,
			     NULL },
			 b) == 0;
	}
	buf_release(&name);
	buf_release(&commit);
	return ok;
}

/* Each of those lines lets one of ours stand. */
static void
let_stand(struct baseline *b, struct str lines)
{
	struct str line;

	while (str_split(&lines, '\n', &line)) {
		struct known *k = line.n ? map_get(&b->by, line) : NULL;

		while (k && !k->barred)
			k = k->next;
		if (k)
			k->barred = false;
	}
}

/* Lines that were not in the file when it was first committed to the repository
 * around the current folder, or put there again, know nothing and are said. */
static void
baseline_grown(struct baseline *b, struct findings *to)
{
	struct buf first = { 0 };

	if (read_first(b->path, &first)) {
		for (size_t i = 0; i < b->n; i++)
			b->all[i]->barred = true;
		let_stand(b, buf_str(&first));
	}
	buf_release(&first);
	for (size_t i = 0; i < b->n; i++)
		if (b->all[i]->barred)
			found(to, FIND_BASELINE_GROWN,
			    (struct place){ b->path, b->all[i]->line, 1 },
			    _("this line was not there when the file was first "
			      "committed, so it covers for nothing"));
}

/* Is this a known finding? Each line stands for one. */
static bool
baseline_takes(struct baseline *b, const struct finding *f)
{
	struct buf key = { 0 };
	struct known *k;

	add_key(&key, f);
	k = map_get(&b->by, buf_str(&key));
	while (k && (k->taken || k->barred))
		k = k->next;
	buf_release(&key);
	if (!k)
		return false;
	k->taken = true;
	b->taken++;
	return true;
}

/* How many lines no finding took; said one by one. */
static size_t
baseline_gone(const struct baseline *b, struct findings *to)
{
	size_t gone = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (b->all[i]->taken || b->all[i]->barred)
			continue;
		gone++;
		found(to, FIND_BASELINE_GONE,
		    (struct place){ b->path, b->all[i]->line, 1 },
		    _("'%.*s' is no longer found: take the line out, or let "
		      "--write-baseline do it"),
		    STRF(b->all[i]->key));
	}
	return gone;
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Puts a new file in the place of the old one: with the lines that were taken;
 * of none (b NULL) with a line for each of these findings. */
static bool
baseline_write(const char *path, const struct baseline *b,
    const struct kept *kept, struct findings *to)
{
	size_t most = b ? b->n : kept->n, n = 0;
	struct str *lines = mem_alloc((most + 1) * sizeof *lines);
	struct buf text = { 0 };
	struct arena a = { 0 };
	bool ok;

	for (size_t i = 0; i < most; i++) {
		struct buf key = { 0 };

		if (!b)
			add_key(&key, &kept->all[i]);
		else if (b->all[i]->taken)
			buf_add(&key, b->all[i]->key);
		if (key.n)
			lines[n++] = arena_keep(&a, buf_str(&key));
		buf_release(&key);
	}
	qsort(lines, n, sizeof *lines, by_bytes);
	buf_addz(&text, head);
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%.*s\n", STRF(lines[i]));
	ok = replace_file(path, buf_str(&text), 0, to);
	buf_release(&text);
	arena_release(&a);
	free(lines);
	return ok;
}

/* What becomes of findings. */
struct sink {
	struct baseline *known; /* NULL: none is */
	struct kept all;
	bool keep; /* all, saying nothing */
	/* what places of rules begin with that will be another tomorrow */
	const char *moving;
	size_t fresh; /* errors and warnings not known */
	struct findings *out;
};

/* What was judged. */
struct auditing {
	struct audit audit;
	struct audit_rules rules;
	struct sink sink;
	size_t checkpoints;
	size_t count[LEVELS]; /* all that was found */
};

static struct finding
lasting(const struct sink *s, const struct finding *f)
{
	struct finding g = *f;
	size_t n = s->moving ? strlen(s->moving) : 0;

	if (n && f->at.path && strncmp(f->at.path, s->moving, n) == 0)
		g.at.path += n;
	return g;
}

static void
sink_say(const struct finding *f, void *to)
{
	struct sink *s = to;
	struct finding shown = *f, last = lasting(s, f);
	struct arena a = { 0 };

	if (f->level != TROUBLE && s->keep) {
		kept_say(&last, &s->all);
		return;
	}
	if (f->level != TROUBLE && s->known && baseline_takes(s->known, &last))
		return;
	if (f->at.path)
		shown.at.path = oid_place_shown(f->at.path, &a);
	s->fresh += f->level == ERROR || f->level == WARNING;
	shown.row = NULL; /* its level is in force */
	found_pass(s->out, &shown);
	arena_release(&a);
}

static void
say_row(const struct finding *f, void *to)
{
	struct cell row[] = {
		{ .kind = CELL_TEXT, .s = str_of(f->at.path) },
		{ .kind = CELL_TEXT, .s = str_of(level_name(f->level)) },
		{ .kind = CELL_TEXT, .s = str_of(f->id) },
		{ .kind = CELL_TEXT, .s = str_of(f->text) },
		{ .kind = CELL_INT, .i = (long long)f->more },
	};

	if (f->level == TROUBLE)
		say_text(f, stderr);
	else
		print_row(to, row);
}

/* Rules, on the end of the range or on the commits that were named. */
static bool
judge_rules(struct tool *t, struct auditing *j, struct findings *out)
{
	struct revwalk *past = j->audit.past;
	char end[ENTRY_ID];
	bool ok = true;

	j->rules = (struct audit_rules){
		.fixed = t->pages ? &t->schema : NULL,
		.likely = &t->schema,
		.lang = t->lang,
		.zone = arena_z(&t->arena, t->schema.zone),
		.today = t->today_text ? t->today : DAY_NONE,
		.progress = isatty(STDERR_FILENO),
		.no_cache = j->audit.no_cache,
	};
	for (size_t i = 0; ok && i < t->n_each; i++)
		ok = audit_rules(&j->rules, t->all_each[i], true, out);
	if (!t->n_each && !revwalk_is_empty(past)) {
		j->rules.journal = j->audit.journal;
		j->sink.moving =
		    arena_f(&t->arena, "%s:", oid_hex(revwalk_tip(past), end));
		ok = audit_rules(&j->rules, oid_hex(revwalk_tip(past), end),
		    false, out);
	}
	return ok;
}

/* Was there nothing to judge what there is by? */
static bool
is_unjudged(const struct audit *a)
{
	return a->commits && a->before == a->commits;
}

static void
say_before(struct tool *t, const struct audit *a)
{
	if (is_unjudged(a))
		found_as(&t->to, NULL, TROUBLE, place_file(NULL),
		    _("nothing was judged: none of these commits has a schema, "
		      "nor one before it; 'history: {schema_from: COMMIT}' in "
		      "schema/repository.md names the commit whose schema they "
		      "are to be read with"));
	else if (a->before)
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("%zu of them are from before there was a schema, so "
		      "nothing in them was judged; 'history: {schema_from: "
		      "COMMIT}' in schema/repository.md names the commit whose "
		      "schema they are to be read with"),
		    a->before);
	if (a->from)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("%zu of them are from before there was a schema, and "
		      "were read with that of commit %.12s, as "
		      "schema/repository.md says; who might do what was not "
		      "asked there"),
		    a->carried, a->from);
}

static void
say_sum(struct tool *t, const struct auditing *j, const struct findings *f)
{
	const struct audit *a = &j->audit;

	if (j->rules.commits)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("%zu rules run on %zu records of %zu commits, %zu "
		      "findings accepted"),
		    j->rules.rules, j->rules.records, j->rules.commits,
		    j->rules.accepted);
	found_as(&t->to, NULL, a->unread ? WARNING : NOTE, place_file(NULL),
	    _("%zu commits, %zu changes judged, %zu corrections, %zu versions "
	      "unreadable; findings: errors %zu, warnings %zu, notes %zu"),
	    a->commits, a->changes, a->corrected, a->unread, f->count[ERROR],
	    f->count[WARNING], f->count[NOTE]);
	say_before(t, a);
	if (a->undated)
		found_as(&t->to, NULL, WARNING, place_file(NULL),
		    _("of %zu of them the day cannot be told, so no rule about "
		      "time is asked about them"),
		    a->undated);
	if (a->open)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("no schema/authority.md was in force for %zu of them: "
		      "there everybody may do everything"),
		    a->open);
	if (a->claimed)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("%zu of them are not signed: who made them is only "
		      "claimed"),
		    a->claimed);
}

/* Known findings. */

static bool
is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* Is all judged that could be found? */
static bool
is_whole(const struct tool *t)
{
	return !t->n_words && !t->n_each && !t->today_text && !t->pages;
}

static bool
open_baseline(struct tool *t, const struct options *o, struct sink *s)
{
	const char *path = o->baseline ? o->baseline : o->write_baseline;

	if (o->baseline && o->write_baseline)
		return tool_wrong(t,
		    _("--baseline and --write-baseline exclude each other"));
	if (o->write_baseline && !is_whole(t))
		return tool_wrong(t,
		    _("--write-baseline is for all that is found: it goes with "
		      "no range, --rules-at, --today or --schema"));
	if (o->checkpoint && !is_whole(t))
		return tool_wrong(t,
		    _("--checkpoint notes all there is: it goes with no range, "
		      "--rules-at, --today or --schema"));
	if (!path)
		return true;
	s->keep = o->write_baseline && !is_there(path);
	if (!s->keep)
		s->known = baseline_read(path, &t->to);
	return s->keep || s->known;
}

static bool
close_baseline(struct tool *t, const struct options *o, struct sink *s)
{
	size_t known = s->known ? s->known->taken : s->all.n;
	struct findings silent = { 0 };
	size_t gone = 0;

	if (s->known && is_whole(t))
		gone = baseline_gone(s->known, o->baseline ? s->out : &silent);
	if (o->write_baseline &&
	    !baseline_write(o->write_baseline, s->known, &s->all, &t->to))
		return false;
	if (!out_flush(t->name))
		return false;
	if (s->known || s->keep)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("%zu known findings are not shown, %zu are no longer "
		      "found"),
		    known, gone);
	return true;
}

/* What was found before holds for the same build of the tools, and of the
 * libraries they ran with, in the same language, for the same data folder. Of a
 * range, or of another end than HEAD, nothing is kept. */
static struct journal *
open_journal(struct tool *t, const struct audit *a)
{
	struct buf key = { 0 };
	struct str base = str_of(revwalk_base(a->past));
	struct journal *j = NULL;

	if (!a->no_cache && !a->fixed && build_id(&key)) {
		journal_add(&key, base);
		journal_add(&key, str_of(a->from));
		j = journal_open(revwalk_folder(a->past),
		    cachefile_name(&t->arena,
			arena_f(&t->arena, "audit-%s", lang_name(t->lang)),
			base),
		    buf_str(&key), !a->known && revwalk_is_head(a->past),
		    &t->to);
	}
	buf_release(&key);
	return j;
}

static bool
judge(struct tool *t, const struct options *o, struct auditing *j,
    const char *from, const char *to)
{
	const char *zone = arena_z(&t->arena, t->schema.zone);
	struct findings all = { .say = sink_say, .to = &j->sink };
	struct audit *a = &j->audit;
	bool ok;

	a->past = revwalk_open(".", to, zone, &t->to);
	if (a->past && from)
		a->known = revwalk_open(".", from, zone, &t->to);
	if (!a->past || (from && !a->known))
		return false;
	a->journal = open_journal(t, a);
	ok = audit_run(a, &all) && judge_rules(t, j, &all);
	journal_close(a->journal, ok, &t->to);
	a->journal = NULL;
	ok = ok && checkpoint_look(".", o->expect, &j->checkpoints, &all);
	memcpy(j->count, all.count, sizeof j->count);
	return ok;
}

/* What there is now, for whoever looks later. */
static bool
make_checkpoint(struct tool *t, const struct auditing *j)
{
	struct checkpoint c = { .dir = ".", .day = t->today };
	bool ok;

	memcpy(c.count, j->count, sizeof c.count);
	ok = checkpoint_make(&c, &t->to);
	if (ok)
		found_as(&t->to, NULL, c.is_signed ? NOTE : WARNING,
		    place_file(NULL),
		    c.is_signed ?
			_("checkpoint %s is tag %s: push it, and keep this id "
			  "where nobody can change it") :
			_("checkpoint %s is tag %s, but not signed: 'git "
			  "config user.signingkey' says with which key"),
		    c.name, c.id);
	checkpoint_release(&c);
	return ok;
}

/* How it is told. */

enum telling { TELL_TEXT, TELL_JSON, TELL_MD, TELL_HTML };

static bool
put_page(struct tool *t, const struct options *o, const struct auditing *j,
    const struct kept *found, bool html)
{
	char tip[ENTRY_ID] = "";
	struct audit_page page = {
		.lang = t->lang,
		.today = t->today,
		.dir = ".",
		.tip = tip,
		.range = t->n_words && strstr(t->words[0], "..") ? t->words[0] :
								   NULL,
		.schema = t->pages ? t->schema.id : NULL,
		.audit = &j->audit,
		.rules = &j->rules,
		.found = found,
		.baseline = o->baseline,
		.checkpoints = j->checkpoints,
		.known = j->sink.known ? j->sink.known->taken : 0,
	};

	if (!revwalk_is_empty(j->audit.past))
		oid_hex(revwalk_tip(j->audit.past), tip);
	return audit_page(&page, html, stdout, &t->to);
}

static void
say_shown(const struct finding *f, void *to)
{
	if (f->level == TROUBLE)
		say_text(f, stderr);
	else
		kept_say(f, to);
}

/* Judges and tells. False: the answer is not whole. */
static bool
tell(struct tool *t, const struct options *o, enum telling form,
    struct auditing *j)
{
	static const char *const names[] = { "place", "level", "id", "text",
		"more" };
	struct capped capped = { .say = say_text, .to = stdout };
	struct findings *out = j->sink.out;
	struct print *p = NULL;
	struct kept shown = { 0 };
	const char *from = NULL, *to = NULL;
	bool ok;

	if ((t->n_words && !tool_range(t, t->words[0], &from, &to)) ||
	    !open_baseline(t, o, &j->sink))
		return false;
	if (!to) { /* the end alone */
		to = from;
		from = NULL;
	}
	*out = (struct findings){ .say = capped_say, .to = &capped };
	if (form == TELL_JSON) {
		capped.say = say_row;
		capped.to = p =
		    tool_rows(t, names, sizeof names / sizeof *names);
	} else if (form != TELL_TEXT) {
		*out = (struct findings){ .say = say_shown, .to = &shown };
	}
	if (j->sink.known)
		baseline_grown(j->sink.known, out);
	ok = judge(t, o, j, from, to) && close_baseline(t, o, &j->sink);
	capped_end(&capped);
	if (ok && form >= TELL_MD)
		ok = put_page(t, o, j, &shown, form == TELL_HTML);
	print_free(p);
	kept_release(&shown);
	return out_flush(t->name) && ok;
}

static int
audit(struct tool *t, const struct options *o, enum telling form)
{
	struct findings out = { 0 };
	struct auditing j = { .audit.fixed = t->pages ? &t->schema : NULL,
		.audit.from = t->pages ? NULL : t->schema.schema_from,
		.audit.likely = &t->schema,
		.audit.today = t->today,
		.audit.no_cache = t->no_cache,
		.sink.out = &out };
	int status = 2;

	if (tell(t, o, form, &j)) {
		say_sum(t, &j, &out);
		/* Where what is old is known, nothing new is to come. */
		status = is_unjudged(&j.audit) ?
		    2 :
		    out.count[ERROR] || (j.sink.known && j.sink.fresh);
		if ((o->checkpoint && !make_checkpoint(t, &j)) ||
		    (o->strict && (j.audit.unread || j.rules.unread)))
			status = 2;
	}
	revwalk_close(j.audit.past);
	revwalk_close(j.audit.known);
	audit_release(&j.audit);
	baseline_free(j.sink.known);
	kept_release(&j.sink.all);
	return status;
}

/* Inspectors read Vietnamese where nobody says otherwise. */
static void
choose_language(struct tool *t)
{
	const char *env = getenv("KN_LANG");

	if (!t->lang_text && (!env || !*env))
		lang_start("vi", &t->lang);
}

static int
work(struct tool *t, const struct options *o)
{
	static const char *const formats[] = {
		[TELL_TEXT] = "text",
		[TELL_JSON] = "json",
		[TELL_MD] = "md",
		[TELL_HTML] = "html",
	};
	int format = tool_format(t, formats, sizeof formats / sizeof *formats);

	if (format < 0)
		return 2;
	if (t->n_words > 1)
		return tool_misused(t, _("'%s' is one argument too many"),
		    t->words[1]);
	if (format >= TELL_MD)
		choose_language(t);
	return tool_open(t) ? audit(t, o, (enum telling)format) : 2;
}

int
main(int argc, char **argv)
{
	struct tool t = { .name = "knaudit",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_FORMAT | TOOL_TODAY | TOOL_HISTORY };
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "strict", 0, NULL,
		    N_("status 2 when a version of a record cannot be read"),
		    NULL, &o.strict },
		{ "rules-at", 0, "REV",
		    N_("run the rules on this commit; may be repeated"),
		    &t.each, NULL },
		{ "baseline", 0, "FILE",
		    N_("show only what this file does not know"), &o.baseline,
		    NULL },
		{ "write-baseline", 0, "FILE",
		    N_("write what is found to this file"), &o.write_baseline,
		    NULL },
		{ "checkpoint", 0, NULL,
		    N_("note what every ref holds now, as a signed tag"), NULL,
		    &o.checkpoint },
		{ "expect-checkpoint", 0, "ID",
		    N_("error if the checkpoint of this id is gone"), &o.expect,
		    NULL },
	};

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
