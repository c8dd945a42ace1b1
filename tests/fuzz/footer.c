/* The footer of a report from anyone: what is read is whole or refused, and a
 * page whose footer is put into each form again says the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/footer.h"
#include "hold.h"
#include "text/print.h"
#include "text/text.h"

enum { MOST = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
is_line(struct str s)
{
	size_t bad;

	return text_valid(s, &bad) && str_find(s, '\n') == s.n &&
	    str_find(s, '\r') == s.n && str_find(s, '\0') == s.n;
}

/* Parameters as an object, each a text. */
static void
add_params(struct buf *b, const struct footer *f)
{
	buf_addc(b, '{');
	for (size_t i = 0; i < f->n_words; i++) {
		struct str word = str_of(f->words[i]);
		size_t eq = str_find(word, '=');

		hold(eq < word.n, "a parameter without a value");
		buf_addz(b, i ? "," : "");
		print_add_json(b, str_first(word, eq));
		buf_addc(b, ':');
		print_add_json(b, str_from(word, eq + 1));
	}
	buf_addc(b, '}');
}

static void
add_line(struct buf *b, const char *key, const char *value)
{
	buf_addf(b, "%s: %s\n", key, value);
}

static void
add_lines(struct buf *b, const struct footer *f)
{
	add_line(b, "report", f->report);
	buf_addz(b, "params: ");
	add_params(b, f);
	buf_addc(b, '\n');
	add_line(b, "commit", f->commit);
	add_line(b, "schema", f->schema);
	add_line(b, "today", f->today);
	add_line(b, "lang", f->lang);
	add_line(b, "format", f->format);
	add_line(b, "version", f->version);
	add_line(b, "private", f->private);
	add_line(b, "ids", f->ids);
	add_line(b, "reproducible", f->reproducible);
}

static void
check_same(const struct footer *f, struct str page)
{
	struct arena a = { 0 };
	struct footer g;

	hold(footer_read(&g, page, &a), "what was written is not read");
	hold(strcmp(f->report, g.report) == 0 &&
		strcmp(f->commit, g.commit) == 0 &&
		strcmp(f->reproducible, g.reproducible) == 0,
	    "another value is read");
	hold(f->n_words == g.n_words, "other parameters are read");
	for (size_t i = 0; i < f->n_words; i++)
		hold(strcmp(f->words[i], g.words[i]) == 0,
		    "another parameter is read");
	arena_release(&a);
}

static bool
is_plain(const struct footer *f)
{
	const char *all[] = { f->report, f->commit, f->schema, f->today,
		f->lang, f->format, f->version, f->private, f->ids,
		f->reproducible };
	bool ok = true;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		ok = ok && is_line(str_of(all[i])) &&
		    !strstr(all[i], "</pre>") && !strstr(all[i], "\x1b");
	for (size_t i = 0; i < f->n_words; i++)
		ok = ok && is_line(str_of(f->words[i]));
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = { 0 };
	struct footer f;
	struct buf b = { 0 };

	if (n > MOST)
		return 0;
	if (footer_read(&f, (struct str){ (const char *)bytes, n }, &a) &&
	    is_plain(&f)) {
		buf_addz(&b, "\n``` knreport\n");
		add_lines(&b, &f);
		buf_addz(&b, "```\n");
		check_same(&f, buf_str(&b));
	}
	buf_release(&b);
	arena_release(&a);
	return 0;
}
