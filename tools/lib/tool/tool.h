#ifndef TOOL_TOOL_H
#define TOOL_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "check/capped.h"
#include "query/answer.h"
#include "text/found.h"
#include "base/lang.h"
#include "text/print.h"
#include "schema/schema.h"

struct connection;
struct source;

/* What every tool does alike: options, then language, day, source, schema and
 * type. A tool lists its own options as rows that say where each one goes;
 * then its main is
 *
 *	struct tool t = { .name = "knsum", .usage = usage, .takes = TOOL_… };
 *
 *	return tool_end(&t,
 *	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t) : t.status);
 *
 * and work asks for tool_open when it knows that it is called as it should be.
 */

/* The common options that not every tool takes. -C, --schema, --lang, -h and
 * --version are for all. */
enum {
	TOOL_AT = 1 << 0,           /* --at, --staged */
	TOOL_TODAY = 1 << 1,        /* --today */
	TOOL_TYPE = 1 << 2,         /* -t: NULL without it */
	TOOL_DEFAULT_TYPE = 1 << 3, /* -t, else the default type */
	TOOL_FORMAT = 1 << 4,       /* -o */
	TOOL_NUL = 1 << 5,          /* -0 */
	TOOL_PRIVATE = 1 << 6,      /* --private */
	/* no option: the schema need not read, and may be that of HEAD */
	TOOL_HISTORY = 1 << 7,
	/* no option: what is read is noted, for source_same */
	TOOL_NOTED = 1 << 8,
	TOOL_STRICT = 1 << 9,  /* --strict */
	TOOL_COUNTS = 1 << 10, /* --counts */
	TOOL_CACHE = 1 << 11,  /* --no-cache */
	TOOL_ON = 1 << 12,     /* --on */
};

/* An option of a tool: at least one of name and letter, and the place that
 * what is given goes to. One with a value may be given once. */
struct tool_option {
	const char *name; /* of --name; NULL: none */
	char letter;      /* of -x; 0: none */
	/* what -h calls its argument; NULL: it takes none */
	const char *arg;
	const char *help;   /* one line, untranslated */
	const char **value; /* with arg */
	bool *flag;         /* without: becomes true */
};

struct tool {
	const char *name;  /* "knsum" */
	const char *usage; /* the synopsis, without "usage:" */
	unsigned takes;

	/* Options as given; NULL: not. -C is done: it is the current folder. */
	const char *schema_dir, *at, *today_text, *type_text, *format,
	    *lang_text;
	bool staged, nul, private, strict, counts;
	const char **words; /* what is no option, in order */
	size_t n_words, cap_words;
	size_t n_before; /* how many before "--", all without */
	int status;
	/* what a shell wants to be completed (--complete): nothing is said
	 * then; NULL: it does not ask */
	const char *completing;

	/* An option that may come several times has a row with this for its
	 * value (one of a tool can): all that it was given. */
	const char *each, **all_each;
	size_t n_each, cap_each;

	/* --no-cache, or set before tool_ask: records are read anew, not taken
	 * from what is kept of them. */
	bool no_cache;

	/* --on: a server answers, from the records of a commit: that of --at,
	 * else HEAD. Nothing else ever opens a connection. */
	const char *on;

	/* From tool_open. */
	/* say_text on stderr, capped, unless a say was set before */
	struct findings to;
	struct capped capped;
	enum lang lang;
	int today;
	struct source *source; /* of the records */
	struct source *pages;  /* of --schema, else NULL */
	struct schema schema;
	const struct type *type;
	struct connection *server; /* of --on, from tool_server; else NULL */
	struct catalog *catalog;   /* from tool_ask */
	struct arena arena;
};

/* Reads the options. False: status is what to end with, -h and --version having
 * been answered or the mistake been said. */
#define TOOL_OPTIONS(t, argc, argv, own)                                       \
	tool_options((t), (argc), (argv), (own), sizeof(own) / sizeof *(own))
bool tool_options(struct tool *, int argc, char **argv,
    const struct tool_option *own, size_t n);

/* Opens what the options ask for. False after saying why. Outside of any
 * repository it works with --schema. */
bool tool_open(struct tool *);

/* Connects to the server of --on, if it is given. False after saying why
 * not. */
bool tool_server(struct tool *);

/* Opens the catalog for questions, which the server of --on answers where it is
 * given; open: private columns show where they are named. False after saying
 * why. */
bool tool_ask(struct tool *, bool open, struct answer *);
/* The same, whatever --on says. */
bool tool_ask_here(struct tool *, bool open, struct answer *);

/* Gives everything back and ends the output: the status to exit with, 2 when
 * stdout could not be written. */
int tool_end(struct tool *, int status);

/* Something is wrong with what was asked for: said as trouble. False. */
bool tool_wrong(struct tool *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, and how the tool is called. The status 2. */
int tool_misused(struct tool *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Which of n words text is; -1 after saying that it is none of them, what was
 * perhaps meant and what of it there is ("-o", "--by"). */
int tool_choice(struct tool *, const char *what, struct str text,
    const char *const *words, size_t n);

/* Which of n formats -o asks for, which becomes t->format: without it the
 * first one, or what stands there. -1 after saying that it is none of them. */
int tool_format(struct tool *, const char *const *formats, size_t n);

/* Rows of that format, tsv or json, on stdout; NULL: it is another one. */
struct print *tool_rows(struct tool *, const char *const *names, size_t n);

/* A number from least to most, or false after saying so. */
bool tool_number(struct tool *, const char *what, const char *text,
    long long least, long long most, long long *);

/* The words from n_before on (or all, from 0) as paths relative to the
 * root, kept in the arena, NULL after the last; "." is the root itself. NULL
 * after saying that one lies outside or is not there. */
const char **tool_paths(struct tool *, size_t from);

/* Two commits, "A..B", or one alone: then *b is NULL. One of two that is left
 * out is HEAD. False after saying that this is no such thing. */
bool tool_range(struct tool *, const char *word, const char **a,
    const char **b);

#endif
