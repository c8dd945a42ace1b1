/* markdown_plain: fences and headings of bodies that are paragraphs, headings
 * and fences.
 *
 * Pages of a schema are hundreds, read at every start, records are thousands,
 * and most are such: there a line alone tells whether a fence or a heading
 * begins or ends with it. Where one opens a quote, a list or HTML, or cmark
 * would change what is written, it is not said here. */
#include <string.h>

#include "base/mem.h"
#include "parse/markdown_inside.h"
#include "text/text.h"

enum { INDENTED = 4, FENCE_LEAST = 3 };

/* The fence that is open. */
struct open_fence {
	char sign; /* 0: none is */
	size_t signs, indent;
	struct str line, info;
	int at; /* its line, from 1 */
	struct buf text;
};

static size_t
count(struct str v, char c)
{
	size_t n = 0;

	while (n < v.n && v.s[n] == c)
		n++;
	return n;
}

static bool
is_space(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] != ' ' && v.s[i] != '\t')
			return false;
	return true;
}

static bool
ends_word(struct str v, size_t at)
{
	return at >= v.n || v.s[at] == ' ' || v.s[at] == '\t';
}

/* May a block begin with it in which others stand, or HTML? v is without what
 * it is indented by. */
static bool
opens_block(struct str v)
{
	size_t digits = 0;

	while (digits < v.n && v.s[digits] >= '0' && v.s[digits] <= '9')
		digits++;
	if (digits)
		return digits < v.n &&
		    (v.s[digits] == '.' || v.s[digits] == ')') &&
		    ends_word(v, digits + 1);
	return v.s[0] == '<' || v.s[0] == '>' ||
	    (strchr("-+*", v.s[0]) && ends_word(v, 1));
}

/* Would cmark leave an info string as it stands? */
static bool
is_plain_info(struct str v)
{
	size_t bad;

	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] == '&' || v.s[i] == '\\' ||
		    (unsigned char)v.s[i] < ' ')
			return false;
	return text_valid(v, &bad);
}

/* A line outside of any fence, indented by less than a block of code. False: it
 * is not sure what it is. */
static bool
read_outside(struct open_fence *f, struct str line, size_t indent, int at)
{
	struct str v = str_from(line, indent);
	size_t signs = count(v, v.s[0]);

	if (opens_block(v))
		return false;
	if ((v.s[0] != '`' && v.s[0] != '~') || signs < FENCE_LEAST)
		return true;
	f->info = str_from(v, signs);
	if (v.s[0] == '`' && str_find(f->info, '`') < f->info.n)
		return true;
	f->sign = v.s[0];
	f->signs = signs;
	f->indent = indent;
	f->line = line;
	f->info = str_trim(f->info);
	f->at = at;
	buf_clear(&f->text);
	return is_plain_info(f->info);
}

static bool
is_end(const struct open_fence *f, struct str line, size_t indent)
{
	struct str v = str_from(line, indent);
	size_t signs = count(v, f->sign);

	return indent < INDENTED && signs >= f->signs &&
	    is_space(str_from(v, signs));
}

/* The text as cmark gives it. False: is_fenced would not be sure of it. */
static bool
close(struct open_fence *f, int first_line, struct arena *a, struct fence *to)
{
	struct str text = buf_str(&f->text);
	struct str first = str_first(text, str_find(text, '\n'));
	size_t bad;

	*to = (struct fence){ .info = arena_keep(a, f->info),
		.text = arena_keep(a, text),
		.line = first_line + f->at };
	f->sign = 0;
	return text_valid(text, &bad) &&
	    (f->info.n || !str_eq(str_trim(first), str_trim(f->line)));
}

/* Do its lines end as we cut them, and begin as they are written? */
static bool
has_plain_lines(struct str body)
{
	return !memchr(body.s, '\r', body.n) && !memchr(body.s, 0, body.n) &&
	    !str_starts(body, STR("\xef\xbb\xbf"));
}

struct plain {
	struct open_fence open;
	struct fence *all;
	size_t n, cap;
};

static bool
read_line(struct plain *p, struct str line, int at, int first_line,
    struct arena *a)
{
	struct open_fence *f = &p->open;
	size_t indent = count(line, ' ');

	if (!f->sign) {
		if (indent == line.n || indent >= INDENTED)
			return true;
		return line.s[indent] != '\t' &&
		    read_outside(f, line, indent, at);
	}
	if (is_end(f, line, indent))
		return close(f, first_line, a, MEM_PUSH(p->all, p->n, p->cap));
	if (indent > f->indent)
		indent = f->indent;
	if (indent < f->indent && indent < line.n && line.s[indent] == '\t')
		return false; /* a part of it is taken away */
	buf_add(&f->text, str_from(line, indent));
	buf_addc(&f->text, '\n');
	return true;
}

bool
markdown_plain_fences(struct str body, int first_line, struct arena *a,
    struct fence **fences, size_t *n)
{
	struct plain p = { 0 };
	bool ok = has_plain_lines(body);

	for (int at = 1; ok && body.n; at++) {
		size_t end = str_find(body, '\n');

		ok = read_line(&p, str_first(body, end), at, first_line, a);
		body = str_from(body, end + 1);
	}
	ok =
	    ok && !p.open.sign; /* what is never closed has an end of its own */
	buf_release(&p.open.text);
	*n = p.n;
	*fences = arena_take_array(a, p.all, p.n, sizeof *p.all);
	return ok;
}

/* Headings of a body without fences. */

enum { LEVEL_MOST = 6 };

/* The line under a heading of its own kind, or one like it. */
static bool
underlines(struct str v)
{
	size_t signs = count(v, v.s[0]);

	return (v.s[0] == '=' || v.s[0] == '-') && is_space(str_from(v, signs));
}

/* Would cmark leave a text as it stands? */
static bool
is_plain_text(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.s[i] < ' ' || strchr("\\`*_&<[]!", v.s[i]))
			return false;
	return true;
}

/* Without the signs that may close a heading. */
static struct str
unclosed(struct str v)
{
	size_t n = v.n;

	while (n && v.s[n - 1] == '#')
		n--;
	return n && !ends_word(v, n - 1) ? v : str_trim(str_first(v, n));
}

/* A line that is indented by less than a block of code. A heading: level is not
 * 0. False: it is not sure what it is. */
static bool
read_heading(struct str v, struct heading *h, struct arena *a)
{
	size_t level = count(v, '#');
	struct str text;

	h->level = 0;
	if (opens_block(v) || underlines(v) || v.s[0] == '`' || v.s[0] == '~')
		return false;
	if (!level || level > LEVEL_MOST || !ends_word(v, level))
		return true;
	text = unclosed(str_trim(str_from(v, level)));
	h->level = (int)level;
	h->text = arena_keep(a, text);
	return is_plain_text(text);
}

bool
markdown_plain_headings(struct str body, int first_line, struct arena *a,
    struct heading **headings, size_t *n)
{
	struct heading *all = NULL;
	size_t cap = 0, bad;
	bool ok = has_plain_lines(body) && text_valid(body, &bad);

	*n = 0;
	for (int line = first_line; ok && body.n; line++) {
		struct str v = str_first(body, str_find(body, '\n'));
		size_t indent = count(v, ' ');
		struct heading h = { .line = line };

		body = str_from(body, v.n + 1);
		if (indent == v.n || indent >= INDENTED)
			continue;
		v = str_from(v, indent);
		ok = v.s[0] != '\t' && read_heading(v, &h, a);
		if (ok && h.level)
			*MEM_PUSH(all, *n, cap) = h;
	}
	*headings = arena_take_array(a, all, *n, sizeof *all);
	return ok;
}
