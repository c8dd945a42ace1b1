/* tool: what every tool does alike. */
#include "tool/tool.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "text/day.h"
#include "text/say.h"
#include "parse/front.h"
#include "schema/schema_kept.h"
#include "base/install.h"
#include "base/mem.h"
#include "text/spelling.h"
#include "base/out.h"
#include "git/source.h"
#include "server/connection.h"
#include "text/text.h"
#include "tool/tool_inside.h"
#include "tool/uncommitted.h"

/* Findings. */

bool
tool_wrong(struct tool *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	found_troublev(&t->to, fmt, ap);
	va_end(ap);
	return false;
}

int
tool_misused(struct tool *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	found_troublev(&t->to, fmt, ap);
	va_end(ap);
	if (!t->completing)
		fprintf(stderr, _("usage: %s\n"), t->usage);
	return 2;
}

int
tool_choice(struct tool *t, const char *what, struct str text,
    const char *const *words, size_t n)
{
	struct buf all = { 0 };
	struct str near = { 0 };

	if (t->completing && str_is(text, tool_complete_any)) {
		tool_complete_words(t, words, n);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		if (str_is(text, words[i])) {
			buf_release(&all);
			return (int)i;
		}
		buf_addf(&all, "%s%s", i ? ", " : "", words[i]);
		if (str_nearer(text, str_of(words[i]), near))
			near = str_of(words[i]);
	}
	tool_wrong(t, _("%s: there is no '%.*s'%s (there are: %s)"), what,
	    STRF(text), name_meant(&t->arena, near), buf_z(&all));
	buf_release(&all);
	return -1;
}

int
tool_format(struct tool *t, const char *const *formats, size_t n)
{
	if (!t->format)
		t->format = formats[0];
	return tool_choice(t, "-o", str_of(t->format), formats, n);
}

struct print *
tool_rows(struct tool *t, const char *const *names, size_t n)
{
	enum print_format format;

	return print_format_named(str_of(t->format), &format) ?
	    print_new(format, stdout, names, NULL, n, 0) :
	    NULL;
}

bool
tool_number(struct tool *t, const char *what, const char *text, long long least,
    long long most, long long *n)
{
	char *end;

	errno = 0;
	*n = strtoll(text, &end, 10);
	if (!*text || strspn(text, "-0123456789") != strlen(text) || *end ||
	    errno || *n < least || *n > most)
		return tool_wrong(t,
		    _("%s: '%s' must be a whole number from %lld to %lld"),
		    what, text, least, most);
	return true;
}

/* Options. */

/* All rows that a tool takes, the common ones first. */
struct rows {
	struct tool_option *all;
	size_t n, cap;
	bool help, version;
	uint64_t given; /* which of them, by bit */
};

static void
add_row(struct rows *r, struct tool_option row)
{
	*MEM_PUSH(r->all, r->n, r->cap) = row;
}

static void
add_common(struct rows *r, struct tool *t)
{
	const struct {
		unsigned takes; /* 0: every tool */
		struct tool_option row;
	} common[] = {
		{ TOOL_COUNTS,
		    { "counts", 0, NULL,
			N_("say how many were read, matched and so on"), NULL,
			&t->counts } },
		{ TOOL_STRICT,
		    { "strict", 0, NULL,
			N_("status 2 when a record cannot be read"), NULL,
			&t->strict } },
		{ TOOL_TYPE | TOOL_DEFAULT_TYPE,
		    { "type", 't', "TYPE", N_("records of this type"),
			&t->type_text, NULL } },
		{ TOOL_FORMAT,
		    { "output", 'o', "FORMAT", N_("how the answer is written"),
			&t->format, NULL } },
		{ TOOL_NUL,
		    { "null", '0', NULL,
			N_("end each path with NUL, not with a new line"), NULL,
			&t->nul } },
		{ TOOL_CACHE,
		    { "no-cache", 0, NULL,
			N_("read all anew, and keep nothing for the next time"),
			NULL, &t->no_cache } },
		{ TOOL_ON,
		    { "on", 0, "URL",
			N_("ask the server that the records were loaded into"),
			&t->on, NULL } },
		{ TOOL_PRIVATE,
		    { "private", 0, NULL, N_("mask nothing"), NULL,
			&t->private } },
		{ TOOL_AT,
		    { "at", 0, "REV|DATE",
			N_("records and schema as recorded in that commit"),
			&t->at, NULL } },
		{ TOOL_AT,
		    { "staged", 0, NULL,
			N_("records and schema as staged in the index"), NULL,
			&t->staged } },
		{ TOOL_TODAY,
		    { "today", 0, "DATE",
			N_("the day that counts as today (else KN_TODAY)"),
			&t->today_text, NULL } },
		{ 0,
		    { "schema", 0, "DIR",
			N_("this schema, not the repository's"), &t->schema_dir,
			NULL } },
		{ 0,
		    { NULL, 'C', "DIR", N_("as if started in DIR"), NULL,
			NULL } },
		{ 0,
		    { "lang", 0, "vi|en",
			N_("language of messages and labels (else KN_LANG)"),
			&t->lang_text, NULL } },
		{ 0,
		    { "help", 'h', NULL, N_("show this and end"), NULL,
			&r->help } },
		{ 0,
		    { "version", 0, NULL, N_("show the version and end"), NULL,
			&r->version } },
	};

	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (!common[i].takes || common[i].takes & t->takes)
			add_row(r, common[i].row);
}

/* What getopt_long returns for a row: past every letter. */
enum { ROW_FIRST = 256 };

static struct option *
long_options(const struct rows *r)
{
	struct option *all = mem_alloc((r->n + 1) * sizeof *all), *o = all;

	for (size_t i = 0; i < r->n; i++)
		if (r->all[i].name)
			*o++ = (struct option){ r->all[i].name,
				r->all[i].arg ? required_argument : no_argument,
				NULL, ROW_FIRST + (int)i };
	return all;
}

/* '-': words that are no options come in their turn; ':': we say what is
 * wrong. */
static char *
short_options(const struct rows *r)
{
	struct buf b = { 0 };

	buf_addz(&b, "-:");
	for (size_t i = 0; i < r->n; i++)
		if (r->all[i].letter)
			buf_addf(&b, "%c%s", r->all[i].letter,
			    r->all[i].arg ? ":" : "");
	return buf_take(&b);
}

/* What getopt calls wrong about the word it has just read. */
static int
unknown_option(struct tool *t, const struct rows *r, const char *word)
{
	struct str typed = str_from(str_of(word), 2), near = { 0 };

	if (optopt >= ROW_FIRST)
		return tool_misused(t, _("option '--%s' takes no value"),
		    r->all[optopt - ROW_FIRST].name);
	if (optopt)
		return tool_misused(t, _("unknown option '-%c'"), optopt);
	typed = str_first(typed, str_find(typed, '='));
	for (size_t i = 0; i < r->n; i++)
		if (str_nearer(typed, str_of(r->all[i].name), near))
			near = str_of(r->all[i].name);
	if (near.n)
		near = str_of(arena_f(&t->arena, "--%.*s", STRF(near)));
	return tool_misused(t, _("unknown option '--%.*s'%s"), STRF(typed),
	    name_meant(&t->arena, near));
}

/* The row of what getopt gives: its number or its letter. */
static const struct tool_option *
row_of(const struct rows *r, int c)
{
	const struct tool_option *row = r->all;

	if (c >= ROW_FIRST)
		return row + (c - ROW_FIRST);
	while (row->letter != c)
		row++;
	return row;
}

static int
missing_value(struct tool *t, const struct rows *r)
{
	const struct tool_option *row = row_of(r, optopt);

	if (optopt >= ROW_FIRST)
		return tool_misused(t, _("option '--%s' needs a value: %s"),
		    row->name, row->arg);
	return tool_misused(t, _("option '-%c' needs a value: %s"), optopt,
	    row->arg);
}

/* Where the last alone would count, nobody is told that the first did not. */
static bool
is_twice(struct tool *t, struct rows *r, const struct tool_option *row)
{
	uint64_t bit = (uint64_t)1 << (row - r->all);
	bool twice = row->value && row->value != &t->each && r->given & bit;
	const char *as;

	r->given |= bit;
	if (!twice)
		return false;
	as = row->name ? arena_f(&t->arena, "--%s", row->name) :
			 arena_f(&t->arena, "-%c", row->letter);
	if (strchr(row->arg, ','))
		tool_misused(t,
		    _("option '%s' is given twice; give it once, with a comma "
		      "between its values: %s"),
		    as, row->arg);
	else
		tool_misused(t, _("option '%s' is given twice; give it once"),
		    as);
	return true;
}

/* Does what a row says. */
static bool
take(struct tool *t, struct rows *r, int c)
{
	const struct tool_option *row = row_of(r, c);

	if (is_twice(t, r, row))
		return false;
	if (row->flag)
		*row->flag = true;
	else if (row->value)
		*row->value = optarg;
	else if (chdir(optarg) < 0)
		return tool_wrong(t, _("-C: folder '%s' cannot be entered: %s"),
		    optarg, strerror(errno));
	if (row->value == &t->each)
		*MEM_PUSH(t->all_each, t->n_each, t->cap_each) = optarg;
	if (row->value == &t->lang_text && !lang_start(optarg, &t->lang))
		return tool_wrong(t,
		    _("--lang: unknown language '%s'; there are vi and en"),
		    optarg);
	return true;
}

static int
read_options(struct tool *t, struct rows *r, int argc, char **argv,
    const char *letters, const struct option *names)
{
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, letters, names, NULL)) != -1)
		if (c == 1)
			*MEM_PUSH(t->words, t->n_words, t->cap_words) = optarg;
		else if (c == '?')
			return unknown_option(t, r, argv[optind - 1]);
		else if (c == ':')
			return missing_value(t, r);
		else if (!take(t, r, c))
			return 2;
	t->n_before = t->n_words;
	for (; optind < argc; optind++)
		*MEM_PUSH(t->words, t->n_words, t->cap_words) = argv[optind];
	return -1;
}

static void
print_help(const struct tool *t, const struct rows *r)
{
	enum { HELP_COLUMN = 26 };
	struct buf b = { 0 };

	printf(_("usage: %s\n"), t->usage);
	putchar('\n');
	for (size_t i = 0; i < r->n; i++) {
		const struct tool_option *row = &r->all[i];

		buf_clear(&b);
		buf_addz(&b, "  ");
		if (row->letter)
			buf_addf(&b, "-%c", row->letter);
		else
			buf_addz(&b, "  ");
		if (row->name)
			buf_addf(&b, "%s --%s", row->letter ? "," : " ",
			    row->name);
		if (row->arg)
			buf_addf(&b, " %s", row->arg);
		do
			buf_addc(&b, ' ');
		while (text_width(buf_str(&b)) < HELP_COLUMN);
		printf("%s%s\n", buf_z(&b), _(row->help));
	}
	buf_release(&b);
}

bool
tool_options(struct tool *t, int argc, char **argv,
    const struct tool_option *own, size_t n)
{
	bool known = lang_start(NULL, &t->lang);
	struct rows rows = { 0 };
	struct option *names;
	char *letters;

	/* a caller may ignore it, and no end of a git would be told */
	signal(SIGCHLD, SIG_DFL);
	t->to.levels = &t->schema.levels;
	if (!t->to.say) {
		t->capped.say = say_text;
		t->capped.to = stderr;
		t->to.say = capped_say;
		t->to.to = &t->capped;
	}
	for (size_t i = 0; i < n; i++)
		add_row(&rows, own[i]);
	add_common(&rows, t);
	if (argc > 1 && strcmp(argv[1], "--complete") == 0) {
		bool more = tool_complete(t, rows.all, rows.n, (size_t)argc - 2,
		    argv + 2);

		free(rows.all);
		return more;
	}
	names = long_options(&rows);
	letters = short_options(&rows);
	t->status = read_options(t, &rows, argc, argv, letters, names);
	if (t->status < 0 && !known && !t->lang_text) {
		tool_wrong(t,
		    _("KN_LANG: unknown language '%s'; there are vi and en"),
		    getenv("KN_LANG"));
		t->status = 2;
	} else if (t->status < 0 && rows.help) {
		print_help(t, &rows);
		t->status = 0;
	} else if (t->status < 0 && rows.version) {
		printf("%s (ketnap) %s\n", t->name, KN_VERSION);
		t->status = 0;
	}
	free(names);
	free(letters);
	free(rows.all);
	return t->status < 0;
}

/* Opening. */

/* The zone that a repository names; empty: none. Read before the schema, which
 * may be that of another commit. */
static struct str
zone_of(struct source *s, const char *page, struct arena *a)
{
	struct findings silent = { 0 };
	struct buf text = { 0 };
	struct str zone = { 0 };
	const struct node *n;
	struct front front;

	if (source_read(s, page, &text, &silent) &&
	    front_page(&front, arena_keep(a, buf_str(&text)), page, a,
		&silent) &&
	    (n = front_get(front.root, "zone")) && n->kind == NODE_SCALAR)
		zone = n->value;
	buf_release(&text);
	return zone;
}

/* In what zone a date after --at is meant: that of the work tree's or, in a
 * bare repository, HEAD's. */
static const char *
zone_for_at(struct tool *t)
{
	struct findings silent = { 0 };
	struct source *s = source_worktree(".", &silent);
	struct str zone = { 0 };

	if (t->pages)
		zone = t->schema.zone;
	else if (s && source_has(s, "schema/repository.md"))
		zone = zone_of(s, "schema/repository.md", &t->arena);
	source_close(s);
	if (!zone.n && !t->pages) {
		s = source_commit(".", "HEAD", "UTC", &silent);
		if (s)
			zone = zone_of(s, "schema/repository.md", &t->arena);
		source_close(s);
	}
	return zone.n ? arena_z(&t->arena, zone) : "UTC";
}

static bool
open_source(struct tool *t)
{
	const char *at = t->at ? t->at : t->on ? "HEAD" : NULL;

	if (t->at && t->staged)
		return tool_wrong(t, _("--at and --staged exclude each other"));
	if (t->on && t->staged)
		return tool_wrong(t,
		    _("--on and --staged exclude each other: a server has the "
		      "records of a commit"));
	if (at) {
		int day;

		t->source = source_commit(".", at,
		    day_parse(str_of(at), &day) ? zone_for_at(t) : "UTC",
		    &t->to);
	} else if (t->staged) {
		t->source = source_index(".", &t->to);
	} else {
		t->source = source_worktree(".", &t->to);
	}
	if (t->source && t->takes & TOOL_NOTED)
		source_note(t->source);
	if (t->source && !t->no_cache)
		source_keep(t->source);
	return t->source != NULL;
}

/* --schema DIR: a folder of the file system, whatever repository it is in. */
static bool
open_pages(struct tool *t)
{
	char *real = realpath(t->schema_dir, NULL);
	const char *folder;

	if (!real)
		return tool_wrong(t,
		    _("--schema: folder '%s' cannot be read: %s"),
		    t->schema_dir, strerror(errno));
	t->pages = source_worktree(real, &t->to);
	folder = t->pages ? source_path(t->pages, real, &t->arena) : NULL;
	free(real);
	if (!t->pages)
		return false;
	source_take_ignored(t->pages);
	if (!folder)
		return tool_wrong(t,
		    _("--schema: folder '%s' lies outside of its repository"),
		    t->schema_dir);
	return schema_read(&t->schema, t->pages, *folder ? folder : ".",
	    &t->to);
}

static void
tell_today(struct tool *t)
{
	char then[DAY_TEXT], now[DAY_TEXT];
	int day =
	    source_commit_day(t->source, arena_z(&t->arena, t->schema.zone));
	int asked;

	if (!t->at || !(t->takes & TOOL_AT))
		return;
	/* of the day that was asked for, though the commit may be older */
	if (day != DAY_NONE && day_parse(str_of(t->at), &asked))
		day = asked;
	if (day == DAY_NONE)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("the records are those of a commit whose day cannot be "
		      "told: 'knaudit' says why"));
	if (day == DAY_NONE || t->today_text || day >= t->today)
		return;
	found_as(&t->to, NULL, NOTE, place_file(NULL),
	    _("the records are those of %s, but today is %s; with --today %s "
	      "the answer is as of then"),
	    day_text(day, then), day_text(t->today, now), then);
}

/* A type by its name or by what people call it. */
static const struct type *
type_named(const struct tool *t, struct str typed)
{
	const struct type *type = schema_type(&t->schema, typed);
	struct spellings by = { 0 };
	struct arena a = { 0 };
	struct str spelling;
	int i;

	if (type)
		return type;
	for (size_t k = 0; k < t->schema.n_types; k++)
		spellings_add(&by, &t->schema.types[k].name, k, &a, &spelling);
	i = spellings_find(&by, typed);
	spellings_release(&by);
	arena_release(&a);
	return i == NAME_NONE ? NULL : &t->schema.types[i];
}

static void
add_types(const struct schema *s, struct buf *b)
{
	for (size_t i = 0; i < s->n_types; i++)
		buf_addf(b, "%s%.*s", i ? ", " : "",
		    STRF(s->types[i].name.name));
}

static bool
find_type(struct tool *t)
{
	struct str near;
	struct buf all = { 0 };
	struct str typed;

	if (!t->type_text) {
		if (t->takes & TOOL_DEFAULT_TYPE)
			t->type = t->schema.default_type;
		if (t->type || !(t->takes & TOOL_DEFAULT_TYPE))
			return true;
		add_types(&t->schema, &all);
		tool_wrong(t,
		    _("the repository names no default type; say -t TYPE "
		      "(there are: %s)"),
		    buf_z(&all));
		buf_release(&all);
		return false;
	}
	typed = str_of(t->type_text);
	t->type = type_named(t, typed);
	if (t->type)
		return true;
	near = schema_type_near(&t->schema, typed);
	add_types(&t->schema, &all);
	tool_wrong(t, _("-t: there is no type '%s'%s (there are: %s)"),
	    t->type_text, name_meant(&t->arena, near), buf_z(&all));
	buf_release(&all);
	return false;
}

static bool
read_own_schema(struct tool *t, struct findings *to)
{
	return t->no_cache ?
	    schema_read(&t->schema, t->source, "schema", to) :
	    schema_kept_read(&t->schema, t->source, "schema", to);
}

static bool
read_schema(struct tool *t)
{
	static const char page[] = "schema/repository.md";
	struct findings silent = { 0 };

	if (!(t->takes & TOOL_HISTORY))
		return read_own_schema(t, &t->to);
	if (!source_has(t->source, page)) { /* as in a bare repository */
		struct source *head =
		    source_commit(".", "HEAD", "UTC", &silent);

		if (head) {
			source_close(t->source);
			t->source = head;
		}
	}
	if (!source_has(t->source, page))
		return read_own_schema(t, &t->to);
	read_own_schema(t, &silent);
	return true;
}

bool
tool_open(struct tool *t)
{
	if (t->schema_dir && !open_pages(t))
		return false;
	if (!open_source(t))
		return false;
	if (!t->pages && !read_schema(t))
		return false;
	if (!schema_today(&t->schema, t->today_text, &t->today, &t->to) ||
	    !find_type(t))
		return false;
	tell_today(t);
	return true;
}

bool
tool_server(struct tool *t)
{
	if (!t->on || t->server)
		return true;
	t->server = connection_open(t->on, &t->to);
	if (t->server && !t->at)
		uncommitted_say(&t->schema, &t->to);
	return t->server;
}

static bool
ask(struct tool *t, bool open, struct connection *server, struct answer *a)
{
	const struct catalog_options options = { .today = t->today,
		.lang = t->lang,
		.open = open,
		.private = t->private,
		.progress = isatty(STDERR_FILENO),
		.dir = ".",
		.fixed = t->pages,
		.no_cache = t->no_cache || server,
		.server = server,
		.at = t->at ? t->at : "HEAD" };

	t->catalog = catalog_new(&t->schema, t->source, &options, &t->to);
	*a = (struct answer){ t->catalog, t->lang, &t->to };
	return t->catalog;
}

bool
tool_ask_here(struct tool *t, bool open, struct answer *a)
{
	return ask(t, open, NULL, a);
}

bool
tool_ask(struct tool *t, bool open, struct answer *a)
{
	return tool_server(t) && ask(t, open, t->server, a);
}

/* Is something there under that path, whatever it is? What cannot be read is
 * for who reads it to say. */
static bool
is_there(const struct tool *t, const char *path)
{
	const char *root = source_root(t->source);
	struct buf whole = { 0 };
	struct stat st;
	bool there;

	if (strcmp(path, ".") == 0 || source_has(t->source, path))
		return true;
	if (!root)
		return false;
	buf_addf(&whole, "%s/%s", root, path);
	there = lstat(buf_z(&whole), &st) == 0;
	buf_release(&whole);
	return there;
}

const char **
tool_paths(struct tool *t, size_t from)
{
	size_t n = t->n_words - from;
	const char **paths = ARENA_ARRAY(&t->arena, const char *, n + 1);

	for (size_t i = 0; i < n; i++) {
		const char *typed = t->words[from + i];
		const char *path = source_path(t->source, typed, &t->arena);

		if (!path) {
			tool_wrong(t, _("'%s' lies outside of the repository"),
			    typed);
			return NULL;
		}
		if (!*path)
			path = ".";
		if (!is_there(t, path)) {
			tool_wrong(t, _("there is no file or folder '%s'"),
			    typed);
			return NULL;
		}
		paths[i] = path;
	}
	return paths;
}

int
tool_end(struct tool *t, int status)
{
	catalog_free(t->catalog);
	connection_close(t->server);
	capped_end(&t->capped);
	schema_release(&t->schema);
	source_close(t->source);
	source_close(t->pages);
	arena_release(&t->arena);
	free(t->words);
	free(t->all_each);
	return out_end(t->name, t->completing ? 0 : status);
}

bool
tool_range(struct tool *t, const char *word, const char **a, const char **b)
{
	const char *dots = strstr(word, "..");

	*a = word;
	*b = NULL;
	if (!dots)
		return true;
	if (dots[2] == '.')
		return tool_wrong(t,
		    _("'%s': write the two commits as A..B; 'git merge-base' "
		      "finds where they parted"),
		    word);
	*a = arena_z(&t->arena, str_first(str_of(word), (size_t)(dots - word)));
	*b = dots + 2;
	if (!**a)
		*a = "HEAD";
	if (!**b)
		*b = "HEAD";
	return true;
}
