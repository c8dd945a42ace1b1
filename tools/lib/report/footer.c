/* footer: what a report was made from, in each of the forms it is printed in.
 *
 * The last such block counts: what stands before it may be the text of a
 * record, which cannot come after it. */
#include "report/footer.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog/json.h"
#include "text/html.h"

static const struct row {
	const char *key;
	size_t at;
} rows[] = {
	{ "report", offsetof(struct footer, report) },
	{ "commit", offsetof(struct footer, commit) },
	{ "schema", offsetof(struct footer, schema) },
	{ "today", offsetof(struct footer, today) },
	{ "lang", offsetof(struct footer, lang) },
	{ "format", offsetof(struct footer, format) },
	{ "version", offsetof(struct footer, version) },
	{ "private", offsetof(struct footer, private) },
	{ "ids", offsetof(struct footer, ids) },
	{ "reproducible", offsetof(struct footer, reproducible) },
};

enum { ROWS = sizeof rows / sizeof *rows };

static const char **
slot(struct footer *f, size_t row)
{
	return (const char **)((char *)f + rows[row].at);
}

static void
take(struct footer *f, struct str key, struct str value, struct arena *a)
{
	for (size_t i = 0; i < ROWS; i++)
		if (str_is(key, rows[i].key))
			*slot(f, i) = arena_z(a, value);
}

/* JSON. */

struct taking {
	struct footer *footer;
	struct arena *arena;
	const char **words;
	size_t cap;
};

static void
take_fact(struct str key, struct str value, void *to)
{
	struct taking *t = to;

	take(t->footer, key, value, t->arena);
}

static void
take_word(struct str key, struct str value, void *to)
{
	struct taking *t = to;

	*MEM_PUSH(t->words, t->footer->n_words, t->cap) =
	    arena_f(t->arena, "%.*s=%.*s", STRF(key), STRF(value));
}

static bool
take_params(struct footer *f, struct str json, const char *path,
    struct arena *a)
{
	struct taking t = { .footer = f, .arena = a };
	bool ok;

	f->n_words = 0;
	ok = json_each(json, path, take_word, &t);
	f->words = ARENA_ARRAY(a, const char *, f->n_words + 1);
	if (f->n_words)
		memcpy(f->words, t.words, f->n_words * sizeof *f->words);
	free(t.words);
	return ok;
}

static bool
read_json(struct footer *f, struct str page, struct arena *a)
{
	struct taking t = { .footer = f, .arena = a };

	return json_each(page, "$", take_fact, &t) &&
	    json_each(page, "$.footer", take_fact, &t) &&
	    take_params(f, page, "$.params", a);
}

/* Lines "key: value". */

static bool
read_lines(struct footer *f, struct str block, struct arena *a)
{
	struct str line;
	bool params = false;

	while (str_split(&block, '\n', &line)) {
		size_t colon = str_find_str(line, STR(": "));
		struct str value = str_from(line, colon + 2);

		if (str_is(str_first(line, colon), "params"))
			params = take_params(f, value, "$", a);
		else
			take(f, str_first(line, colon), value, a);
	}
	return params;
}

/* What follows the last of these marks, up to end; n 0: nothing does. */
static struct str
last_block(struct str page, struct str mark, struct str end)
{
	struct str rest = page, block = { 0 };
	size_t at;

	while ((at = str_find_str(rest, mark)) < rest.n) {
		rest = str_from(rest, at + mark.n);
		block = str_first(rest, str_find_str(rest, end));
	}
	return block;
}

static bool
read_html(struct footer *f, struct str block, struct arena *a)
{
	struct buf lines = { 0 };
	bool ok;

	html_read(&lines, block);
	ok = read_lines(f, buf_str(&lines), a);
	buf_release(&lines);
	return ok;
}

bool
footer_read(struct footer *f, struct str page, struct arena *a)
{
	struct str lines =
	    last_block(page, STR("\n``` knreport\n"), STR("\n```\n"));
	struct str html =
	    last_block(page, STR("<pre id=\"knreport\">"), STR("</pre>"));
	bool ok;

	*f = (struct footer){ 0 };
	if (str_starts(page, STR("{\"report\":")))
		ok = read_json(f, page, a);
	else if (str_starts(page, STR("<!DOCTYPE html>")))
		ok = read_html(f, html, a);
	else
		ok = read_lines(f, lines, a);
	for (size_t i = 0; i < ROWS; i++)
		ok = ok && *slot(f, i);
	return ok;
}
