/* footer: what a report was made from, in each of the forms it is printed in.
 *
 * The last such block counts: what stands before it may be the text of a
 * record, which cannot come after it. */
#include "report/footer.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

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

/* JSON as we write it: no blanks between. */

/* Where the value ends that begins at i; 0: nowhere. */
static size_t
value_end(struct str s, size_t i)
{
	size_t deep = 0;
	bool in_text = false;

	for (; i < s.n; i++) {
		char c = s.s[i];

		if (in_text) {
			i += c == '\\';
			in_text = c != '"';
		} else if (c == '"') {
			in_text = true;
		} else if (c == '{' || c == '[') {
			deep++;
		} else if ((c == '}' || c == ']') && deep) {
			deep--;
		} else if (!deep && (c == ',' || c == '}' || c == ']')) {
			return i;
		}
		if (!deep && !in_text && (c == '}' || c == ']'))
			return i + 1;
	}
	return 0;
}

static bool
hex_four(struct str s, size_t i, unsigned *code)
{
	*code = 0;
	for (size_t end = i + 4; i < end; i++) {
		const char *digits = "0123456789abcdef", *d;

		if (i >= s.n || !s.s[i] || !(d = strchr(digits, s.s[i])))
			return false;
		*code = 16 * *code + (unsigned)(d - digits);
	}
	return true;
}

static bool
add_character(struct buf *b, unsigned code)
{
	if (!code || (code >= 0xd800 && code < 0xe000))
		return false;
	if (code < 0x80) {
		buf_addc(b, (char)code);
		return true;
	}
	if (code < 0x800) {
		buf_addc(b, (char)(0xc0 | code >> 6));
	} else {
		buf_addc(b, (char)(0xe0 | code >> 12));
		buf_addc(b, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	buf_addc(b, (char)(0x80 | (code & 0x3f)));
	return true;
}

static bool
unescape(struct str s, size_t *i, struct buf *b)
{
	static const char from[] = "\"\\/nrtbf", to[] = "\"\\/\n\r\t\b\f";
	const char *known;
	unsigned code;

	if (++*i >= s.n)
		return false;
	known = s.s[*i] ? strchr(from, s.s[*i]) : NULL;
	if (known) {
		buf_addc(b, to[known - from]);
		return true;
	}
	if (s.s[*i] != 'u' || !hex_four(s, *i + 1, &code))
		return false;
	*i += 4;
	return add_character(b, code);
}

/* What a text says; another value as it stands. */
static bool
plain(struct str value, struct arena *a, struct str *out)
{
	struct buf b = { 0 };
	bool ok = true;

	*out = value;
	if (!value.n || value.s[0] != '"')
		return value.n;
	for (size_t i = 1; ok && i + 1 < value.n; i++)
		if (value.s[i] == '\\')
			ok = unescape(value, &i, &b);
		else
			buf_addc(&b, value.s[i]);
	*out = arena_take(a, &b);
	return ok;
}

/* The next member of an object, of which rest is what follows "{" or ",". */
static bool
member(struct str *rest, struct arena *a, struct str *key, struct str *value)
{
	size_t colon, end;

	if (!rest->n || rest->s[0] != '"')
		return false;
	colon = 1;
	while (colon < rest->n && rest->s[colon] != '"')
		colon += 1 + (rest->s[colon] == '\\');
	if (++colon >= rest->n || rest->s[colon] != ':')
		return false;
	end = value_end(*rest, colon + 1);
	if (!end || !plain(str_first(*rest, colon), a, key))
		return false;
	*value = str_first(str_from(*rest, colon + 1), end - colon - 1);
	*rest = str_from(*rest, end + 1);
	return true;
}

static bool
take_params(struct footer *f, struct str object, struct arena *a)
{
	struct str key, value, rest = str_from(object, 1);
	size_t cap = 0;
	const char **words = NULL;
	bool ok = object.n > 1 && object.s[0] == '{';

	f->n_words = 0;
	while (ok && member(&rest, a, &key, &value)) {
		if (str_is(value, "null"))
			continue;
		ok = plain(value, a, &value);
		*MEM_PUSH(words, f->n_words, cap) =
		    arena_f(a, "%.*s=%.*s", STRF(key), STRF(value));
	}
	f->words = ARENA_ARRAY(a, const char *, f->n_words + 1);
	if (f->n_words)
		memcpy(f->words, words, f->n_words * sizeof *words);
	free(words);
	return ok;
}

static bool
read_json(struct footer *f, struct str page, struct arena *a)
{
	struct str key, value, text, rest = str_from(page, 1);
	bool params = false;

	while (member(&rest, a, &key, &value))
		if (str_is(key, "footer")) {
			struct str inner = str_from(value, 1);

			while (member(&inner, a, &key, &value))
				if (plain(value, a, &text))
					take(f, key, text, a);
		} else if (str_is(key, "params")) {
			params = take_params(f, value, a);
		} else if (str_is(key, "report") && plain(value, a, &text)) {
			take(f, key, text, a);
		}
	return params;
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
			params = take_params(f, value, a);
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

static struct str
without_entities(struct str s, struct arena *a)
{
	static const struct {
		const char *is;
		char c;
	} entities[] = {
		{ "&amp;", '&' },
		{ "&lt;", '<' },
		{ "&gt;", '>' },
		{ "&quot;", '"' },
		{ "&#39;", '\'' },
	};
	struct buf b = { 0 };

	while (s.n) {
		size_t used = 0;

		for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
			if (str_starts(s, str_of(entities[i].is))) {
				buf_addc(&b, entities[i].c);
				used = strlen(entities[i].is);
			}
		if (!used) {
			buf_addc(&b, s.s[0]);
			used = 1;
		}
		s = str_from(s, used);
	}
	return arena_take(a, &b);
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
		ok = read_lines(f, without_entities(html, a), a);
	else
		ok = read_lines(f, lines, a);
	for (size_t i = 0; i < ROWS; i++)
		ok = ok && *slot(f, i);
	return ok;
}
