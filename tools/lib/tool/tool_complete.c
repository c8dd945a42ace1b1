/* tool_complete: what may stand where somebody types a command.
 *
 * A shell asks with --complete and the words so far. Which words a tool takes
 * its own usage says, and which values an option: TYPE, COL, PATH and so on
 * mean the same everywhere. */
#include "tool/tool_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog/catalog.h"
#include "git/source.h"
#include "lsp/roster.h"
#include "schema/report.h"
#include "schema/rule.h"
#include "text/day.h"
#include "text/phrase.h"
#include "text/text.h"

const char tool_complete_any[] = "\001";

struct completing {
	struct tool *tool;
	const struct tool_option *rows;
	size_t n_rows;
	struct str typed;  /* the part that is completed */
	struct str before; /* what stands before it in its word */
	bool open;         /* the repository's schema was read */
	bool tried;
	bool *paths; /* was it said that the shell completes them? */
};

/* Words out. */

static bool
begins(struct str word, struct str typed)
{
	return str_starts(word, typed);
}

/* On one line, and what it means without a tab. */
static void
print(const struct completing *c, struct str word, const char *about)
{
	struct buf b = { 0 };

	buf_add(&b, c->before);
	buf_add(&b, word);
	text_harmless(&b, 0);
	if (about && *about) {
		size_t from = b.n + 1;

		buf_addf(&b, "\t%s", about);
		text_harmless(&b, from);
	}
	printf("%s\n", buf_z(&b));
	buf_release(&b);
}

static void
offer(const struct completing *c, struct str word, const char *about)
{
	if (begins(word, c->typed))
		print(c, word, about);
}

void
tool_complete_words(const struct tool *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(str_of(words[i]), str_of(t->completing)))
			printf("%s\n", words[i]);
}

/* The repository. */

static bool
is_open(struct completing *c)
{
	struct tool *t = c->tool;

	if (!c->tried) {
		c->tried = true;
		t->takes &= ~(unsigned)(TOOL_AT | TOOL_HISTORY);
		t->takes |= TOOL_DEFAULT_TYPE;
		c->open = tool_open(t);
	}
	return c->open;
}

static void
offer_types(struct completing *c)
{
	const struct schema *s = &c->tool->schema;

	for (size_t i = 0; is_open(c) && i < s->n_types; i++)
		offer(c, s->types[i].name.name,
		    name_shown(&s->types[i].name, c->tool->lang));
}

static struct catalog *
catalog_of(struct completing *c)
{
	struct tool *t = c->tool;
	struct catalog_options o = { .today = t->today, .lang = t->lang };

	if (is_open(c) && !t->catalog)
		t->catalog = catalog_new(&t->schema, t->source, &o, &t->to);
	return t->catalog;
}

static void
offer_tables(struct completing *c)
{
	struct catalog *catalog = catalog_of(c);
	size_t n = 0;
	const struct table *all = catalog ? catalog_tables(catalog, &n) : NULL;

	for (size_t i = 0; i < n; i++)
		offer(c, all[i].name,
		    all[i].type ?
			name_shown(&all[i].type->name, c->tool->lang) :
			NULL);
}

/* Moves what is completed behind a sign, which stays. */
static void
go_behind(struct completing *c, size_t n)
{
	c->before.n += n;
	c->typed = str_from(c->typed, n);
}

static void
offer_columns(struct completing *c)
{
	struct catalog *catalog = catalog_of(c);
	const struct table *t = catalog && c->tool->type ?
	    catalog_table(catalog, c->tool->type->name.name) :
	    NULL;

	if (str_starts(c->typed, STR("-")))
		go_behind(c, 1);
	for (size_t i = 0; t && i < t->n; i++)
		offer(c, t->columns[i].name,
		    name_shown(&t->columns[i].shown, c->tool->lang));
}

/* The last of several, between commas. */
static void
offer_list(struct completing *c)
{
	for (size_t i = c->typed.n; i > 0; i--)
		if (c->typed.s[i - 1] == ',') {
			go_behind(c, i);
			break;
		}
	offer_columns(c);
}

static void
offer_fields(struct completing *c)
{
	const struct type *t = is_open(c) ? c->tool->type : NULL;

	for (size_t i = 0; t && i < t->fields.n; i++)
		offer(c, t->fields.all[i].name.name,
		    name_shown(&t->fields.all[i].name, c->tool->lang));
}

/* What people call a record, where that may be shown. */
static const char *
called(const struct completing *c, const struct roster_record *one)
{
	const struct field *name = type_called(one->type);

	if (name && field_private(name) && !c->tool->private)
		return NULL;
	return arena_z(&c->tool->arena, one->called);
}

/* Ids of a type. A name stands for the id that it alone has. */
static void
offer_ids(struct completing *c, const struct type *type)
{
	struct tool *t = c->tool;
	struct roster roster = { 0 };
	const struct roster_record *named = NULL;
	size_t n = 0, n_named = 0;
	struct buf folded = { 0 };

	roster_load(&roster, &t->schema, t->source, t->today);
	text_add_fold(&folded, c->typed);
	for (size_t i = 0; i < roster.n; i++) {
		const struct roster_record *one = roster.all[i];

		if (one->type != type || !one->id)
			continue;
		if (begins(one->id->id, c->typed)) {
			print(c, one->id->id, called(c, one));
			n++;
		} else if (phrase_found(one->folded, buf_str(&folded))) {
			named = one;
			n_named++;
		}
	}
	if (!n && n_named == 1)
		print(c, named->id->id, called(c, named));
	buf_release(&folded);
	roster_release(&roster);
}

static void
offer_own_ids(struct completing *c)
{
	if (is_open(c) && c->tool->type)
		offer_ids(c, c->tool->type);
}

static void
offer_rules(struct completing *c)
{
	struct rules rules = { 0 };

	if (!is_open(c) || !rules_read(&rules, &c->tool->schema, &c->tool->to))
		return;
	for (size_t i = 0; i < rules.n; i++)
		offer(c, rules.all[i].id,
		    lang_label(&rules.all[i].label, c->tool->lang));
	for (size_t i = 0; i < FINDS; i++) {
		const struct finding_row *row = finding_row((enum find)i);

		offer(c, str_of(row->id), _(row->why));
	}
	offer_types(c);
}

static void
offer_reports(struct completing *c)
{
	struct reports reports = { 0 };

	if (!is_open(c) ||
	    !reports_read(&reports, &c->tool->schema, &c->tool->to))
		return;
	for (size_t i = 0; i < reports.n; i++) {
		const struct report *r = &reports.all[i];

		offer(c, r->name,
		    arena_z(&c->tool->arena,
			report_text(r, c->tool->lang)->title));
	}
}

/* What a field or parameter may be. */

static void
offer_values(struct completing *c, const struct field *f)
{
	const struct type *to;

	if (f->kind == KIND_LIST && f->of)
		f = f->of;
	for (size_t i = 0; i < f->n_values; i++)
		offer(c, f->values[i].name,
		    name_shown(&f->values[i], c->tool->lang));
	if (f->kind == KIND_FLAG) {
		offer(c, STR("co"), NULL);
		offer(c, STR("khong"), NULL);
	}
	to = f->kind == KIND_REF ? schema_type(&c->tool->schema, f->to) : NULL;
	if (to)
		offer_ids(c, to);
}

/* Of a word KEY=VALUE the key, and moves behind the sign; false: there is no
 * sign yet. */
static bool
take_key(struct completing *c, struct str *key)
{
	size_t n = str_find(c->typed, '=');

	*key = str_first(c->typed, n);
	if (n == c->typed.n)
		return false;
	go_behind(c, n + 1);
	return true;
}

/* With the sign behind it, unless it was given already. */
static void
offer_key(struct completing *c, struct str key, const char *about)
{
	struct tool *t = c->tool;

	for (size_t i = 0; i < t->n_words; i++) {
		struct str word = str_of(t->words[i]);

		if (str_starts(word, key) && word.n > key.n &&
		    word.s[key.n] == '=')
			return;
	}
	offer(c, str_of(arena_f(&t->arena, "%.*s=", STRF(key))), about);
}

/* The type that the first word names, by itself or by a record of it. */
static void
find_type(struct completing *c)
{
	struct tool *t = c->tool;
	const struct type *two, *one = NULL;
	struct str word = str_of(t->n_words ? t->words[0] : NULL);
	struct roster roster = { 0 };
	const char *path;

	if (!is_open(c) || !word.n || t->type_text)
		return;
	one = schema_type(&t->schema, word);
	path = one ? NULL : source_path(t->source, t->words[0], &t->arena);
	if (path)
		one = schema_type_of(&t->schema, path, &two);
	if (!one) {
		roster_load(&roster, &t->schema, t->source, t->today);
		for (size_t i = 0; !one && i < t->schema.n_types; i++) {
			const struct roster_id *id =
			    roster_find(&roster, &t->schema.types[i], word);

			if (id && id->record)
				one = id->type;
		}
		roster_release(&roster);
	}
	if (one)
		t->type = one;
}

/* The fields that a value may be given to: of the list that the second word
 * names, else of the type. */
static const struct fields *
assigned(const struct tool *t)
{
	const struct field *list =
	    t->n_words > 1 ? type_field(t->type, str_of(t->words[1])) : NULL;

	return list && list->kind == KIND_LIST && !list->of ? &list->fields :
							      &t->type->fields;
}

static void
offer_assignments(struct completing *c)
{
	const struct fields *in;
	const struct field *f;
	struct str key;
	int at;

	find_type(c);
	if (!is_open(c) || !c->tool->type)
		return;
	in = assigned(c->tool);
	if (take_key(c, &key)) {
		at = spellings_find(&in->by, key);
		f = at == NAME_NONE ? type_field(c->tool->type, key) :
				      &in->all[at];
		if (f)
			offer_values(c, f);
		return;
	}
	for (size_t i = 0; i < in->n; i++) {
		f = &in->all[i];
		offer_key(c, f->name.name, name_shown(&f->name, c->tool->lang));
	}
}

static void
offer_list_fields(struct completing *c)
{
	find_type(c);
	for (size_t i = 0;
	     is_open(c) && c->tool->type && i < c->tool->type->fields.n; i++) {
		const struct field *f = &c->tool->type->fields.all[i];

		if (f->kind == KIND_LIST)
			offer(c, f->name.name,
			    name_shown(&f->name, c->tool->lang));
	}
}

static void
offer_parameter(struct completing *c, const struct report *r)
{
	struct str key;

	if (!take_key(c, &key)) {
		for (size_t i = 0; i < r->n_parameters; i++)
			offer_key(c, r->parameters[i].name.name,
			    name_shown(&r->parameters[i].name, c->tool->lang));
		return;
	}
	for (size_t i = 0; i < r->n_parameters; i++) {
		const struct parameter *p = &r->parameters[i];

		if (!str_eq(p->name.name, key))
			continue;
		for (size_t k = 0; k < p->n_values; k++)
			offer(c, p->values[k], NULL);
		if (p->to)
			offer_ids(c, p->to);
	}
}

static void
offer_parameters(struct completing *c)
{
	struct tool *t = c->tool;
	struct report r;

	if (is_open(c) && t->n_words &&
	    report_read(&r, &t->schema, str_of(t->words[0]), &t->to))
		offer_parameter(c, &r);
}

/* A condition: columns, and behind = the values of the one before it. */
static void
offer_where(struct completing *c)
{
	size_t from = c->typed.n;
	struct str column;
	const struct field *f;

	while (from && !strchr(" (=<>!", c->typed.s[from - 1]))
		from--;
	column = str_trim(str_first(c->typed, from ? from - 1 : 0));
	if (from && c->typed.s[from - 1] == '=' && is_open(c) &&
	    c->tool->type) {
		while (column.n && strchr(" (", column.s[0]))
			column = str_from(column, 1);
		for (size_t i = column.n; i > 0; i--)
			if (strchr(" (", column.s[i - 1])) {
				column = str_from(column, i);
				break;
			}
		go_behind(c, from);
		f = type_field(c->tool->type, column);
		for (size_t i = 0; f && i < f->n_values; i++)
			offer(c,
			    str_of(arena_f(&c->tool->arena, "'%.*s'",
				STRF(f->values[i].name))),
			    name_shown(&f->values[i], c->tool->lang));
		return;
	}
	go_behind(c, from);
	offer_columns(c);
}

static void
offer_today(struct completing *c)
{
	char text[DAY_TEXT];

	if (is_open(c))
		offer(c, str_of(day_text(c->tool->today, text)), NULL);
}

/* Files and folders: what their paths begin with is completed by the shell. */
static void
offer_files(struct completing *c)
{
	if (!*c->paths)
		puts(":files");
	*c->paths = true;
}

static void
offer_folders(struct completing *c)
{
	if (!*c->paths)
		puts(":folders");
	*c->paths = true;
}

/* What the words in a usage mean. */
static const struct {
	const char *word;
	void (*offer)(struct completing *);
} meanings[] = {
	{ "TYPE", offer_types },
	{ "COL", offer_columns },
	{ "COL,...", offer_list },
	{ "EXPR,...", offer_list },
	{ "FIELD", offer_fields },
	{ "FIELD=VALUE", offer_assignments },
	{ "FIELD=[VALUE]", offer_assignments },
	{ "LIST", offer_list_fields },
	{ "WHERE", offer_where },
	{ "SQL", offer_tables },
	{ "TABLE", offer_tables },
	{ "NAME", offer_reports },
	{ "PARAM=VALUE", offer_parameters },
	{ "ID", offer_own_ids },
	{ "PATH", offer_files },
	{ "FILE", offer_files },
	{ "DIR", offer_folders },
	{ "DATE", offer_today },
};

/* Where words mean something else. */
static const struct {
	const char *tool, *word;
	void (*offer)(struct completing *);
} others[] = {
	{ "kncheck", "ID", offer_rules },
	{ "knaudit", "ID", NULL },
	{ "knimport", "NAME", NULL },
};

/* One of a usage: a meaning, or itself in small letters. */
static void
offer_one(struct completing *c, const char *word)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].tool, c->tool->name) == 0 &&
		    strcmp(others[i].word, word) == 0) {
			if (others[i].offer)
				others[i].offer(c);
			return;
		}
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (strcmp(meanings[i].word, word) == 0) {
			meanings[i].offer(c);
			return;
		}
	if (word[0] >= 'a' && word[0] <= 'z')
		offer(c, str_of(word), NULL);
}

/* "REV|DATE": each of them, from the same start. */
static void
offer_each(struct completing *c, struct str words)
{
	struct completing at = *c;
	struct str word;

	while (str_split(&words, '|', &word)) {
		struct completing own = at;

		own.tried = c->tried;
		own.open = c->open;
		offer_one(&own, arena_z(&c->tool->arena, word));
		c->tried = own.tried;
		c->open = own.open;
	}
}

/* The words of a usage. */

struct usage_word {
	struct str text;
	size_t at;    /* which of the words in a row */
	bool repeats; /* and all that follow */
};

struct usage_words {
	struct usage_word *all;
	size_t n, cap;
	size_t at;
	bool option; /* the next one may be the value of an option */
	bool other;  /* it stands in place of the one before */
};

static struct str
without_brackets(struct str v)
{
	while (v.n && v.s[0] == '[')
		v = str_from(v, 1);
	while (v.n && v.s[v.n - 1] == ']' && str_find(v, '[') == v.n)
		v.n--;
	return v;
}

static void
read_word(struct usage_words *u, const struct tool *t, struct str word)
{
	bool closed = str_ends(word, STR("]")), repeats;
	struct str text = without_brackets(word);

	repeats = str_ends(text, STR("...")) && text.n > 3 &&
	    !str_ends(text, STR(",..."));
	if (repeats)
		text.n -= 3;
	if (str_is(text, t->name)) {
		u->at = 0;
		u->option = u->other = false;
	} else if (str_is(text, "|")) {
		u->other = !u->option;
		u->option = false;
	} else if (str_is(text, "...") && u->n) {
		u->all[u->n - 1].repeats = true;
	} else if (str_starts(text, STR("-"))) {
		u->option = !closed && !str_is(text, "--");
	} else if (u->option) {
		u->option = false;
	} else if (text.n) {
		if (u->other && u->at)
			u->at--;
		*MEM_PUSH(u->all, u->n, u->cap) =
		    (struct usage_word){ text, u->at++, repeats };
		u->other = false;
	}
}

static void
offer_words(struct completing *c)
{
	struct usage_words u = { 0 };
	struct str rest = str_of(c->tool->usage), word;
	size_t at = c->tool->n_words;

	while (rest.n) {
		size_t n = 0;

		while (n < rest.n && !strchr(" \n", rest.s[n]))
			n++;
		word = str_first(rest, n);
		if (n)
			read_word(&u, c->tool, word);
		rest = str_from(rest, n + 1);
	}
	for (size_t i = 0; i < u.n; i++)
		if (u.all[i].at == at || (u.all[i].at < at && u.all[i].repeats))
			offer_each(c, u.all[i].text);
	free(u.all);
}

/* Options. */

static const struct tool_option *
row_named(const struct completing *c, struct str name)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].name && str_is(name, c->rows[i].name))
			return &c->rows[i];
	return NULL;
}

static const struct tool_option *
row_lettered(const struct completing *c, char letter)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].letter && c->rows[i].letter == letter)
			return &c->rows[i];
	return NULL;
}

static void
give(struct completing *c, const struct tool_option *row, const char *value)
{
	struct tool *t = c->tool;

	if (row->value)
		*row->value = value;
	else if (!row->flag && chdir(value) < 0)
		c->tried = true; /* no repository there */
	if (row->value == &t->lang_text)
		lang_start(value, &t->lang);
}

/* A word before the last; the option whose value is the next. */
static const struct tool_option *
read_option(struct completing *c, const char *word)
{
	const char *value = strchr(word, '=');
	const struct tool_option *row;

	if (word[1] == '-') {
		row = row_named(c,
		    str_first(str_of(word + 2),
			value ? (size_t)(value - word - 2) : strlen(word)));
		if (row && row->flag)
			*row->flag = true;
		if (row && row->arg && value)
			give(c, row, value + 1);
		return row && row->arg && !value ? row : NULL;
	}
	for (word++; *word; word++) {
		row = row_lettered(c, *word);
		if (row && row->flag)
			*row->flag = true;
		if (!row || !row->arg)
			continue;
		if (!word[1])
			return row;
		give(c, row, word + 1);
		break;
	}
	return NULL;
}

/* Options are offered by their names; those that have none by their letter. */
static void
offer_options(struct completing *c)
{
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct tool_option *row = &c->rows[i];

		if (row->name)
			offer(c,
			    str_of(arena_f(&c->tool->arena, "--%s", row->name)),
			    _(row->help));
		if (row->letter)
			offer(c,
			    str_of(
				arena_f(&c->tool->arena, "-%c", row->letter)),
			    _(row->help));
	}
}

/* True: the tool itself knows the words. */
static bool
offer_value(struct completing *c, const struct tool_option *row)
{
	static const char *const own[] = { "FORMAT", "WHOM" };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(row->arg, own[i]) == 0 && row->value) {
			*row->value = tool_complete_any;
			c->tool->completing =
			    arena_z(&c->tool->arena, c->typed);
			return true;
		}
	offer_each(c, str_of(row->arg));
	return false;
}

bool
tool_complete(struct tool *t, const struct tool_option *rows, size_t n_rows,
    size_t n, char **words)
{
	bool paths = false;
	struct completing c = { .tool = t,
		.rows = rows,
		.n_rows = n_rows,
		.paths = &paths };
	const struct tool_option *due = NULL;
	bool only_words = false;
	struct str last = str_of(n ? words[n - 1] : "");
	size_t equals = str_find(last, '=');

	t->to.say = NULL;
	t->completing = "";
	for (size_t i = 0; i + 1 < n; i++)
		if (due) {
			give(&c, due, words[i]);
			due = NULL;
		} else if (strcmp(words[i], "--") == 0 && !only_words) {
			only_words = true;
		} else if (words[i][0] == '-' && words[i][1] && !only_words) {
			due = read_option(&c, words[i]);
		} else {
			*MEM_PUSH(t->words, t->n_words, t->cap_words) =
			    words[i];
		}
	t->n_before = t->n_words;
	c.before = str_first(last, 0);
	c.typed = last;
	if (due)
		return offer_value(&c, due);
	if (only_words) {
		offer_each(&c, STR("PATH"));
	} else if (str_starts(last, STR("--")) && equals < last.n) {
		due = row_named(&c, str_from(str_first(last, equals), 2));
		go_behind(&c, equals + 1);
		return due && due->arg && offer_value(&c, due);
	} else if (str_starts(last, STR("-"))) {
		offer_options(&c);
	} else {
		offer_words(&c);
	}
	return false;
}
