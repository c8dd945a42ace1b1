/* A catalogue is found message by message, and a file that is cut or altered
 * anywhere gives texts that lie within it, or none. */
#include "base/mo.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "test.h"

static const struct {
	const char *id, *text;
} words[] = {
	/* in the order of strcmp */
	{ "", "Language: vi\n" },
	{ "cell", "chi bộ" },
	{ "cells", "các chi bộ" },
	{ "đ", "chữ đ" },
};

enum { WORDS = sizeof words / sizeof *words, HEADER = 28, ROW = 8 };

static void
add_number(struct buf *b, size_t n)
{
	for (int i = 0; i < 4; i++, n >>= 8)
		buf_addc(b, (char)(n & 0xff));
}

static void
add_table(struct buf *b, size_t *at, bool texts)
{
	for (size_t i = 0; i < WORDS; i++) {
		size_t n = strlen(texts ? words[i].text : words[i].id);

		add_number(b, n);
		add_number(b, *at);
		*at += n + 1;
	}
}

static void
make(struct buf *b)
{
	size_t at = HEADER + 2 * WORDS * ROW;

	add_number(b, 0x950412de);
	add_number(b, 0);
	add_number(b, WORDS);
	add_number(b, HEADER);
	add_number(b, HEADER + WORDS * ROW);
	add_number(b, 0);
	add_number(b, 0);
	add_table(b, &at, false);
	add_table(b, &at, true);
	for (size_t i = 0; i < WORDS; i++)
		buf_add(b,
		    (struct str){ words[i].id, strlen(words[i].id) + 1 });
	for (size_t i = 0; i < WORDS; i++)
		buf_add(b,
		    (struct str){ words[i].text, strlen(words[i].text) + 1 });
}

/* Opens the first n bytes of b as a file. */
static bool
opened(struct mo *m, const struct buf *b, size_t n)
{
	char path[] = "mo-XXXXXX";
	int fd = mkstemp(path);
	bool is;

	if (fd < 0 || write(fd, b->s, n) != (ssize_t)n)
		abort();
	close(fd);
	is = mo_open(m, path);
	unlink(path);
	return is;
}

/* Do all texts that are found lie in the file, to their ends? */
static bool
within(const struct mo *m)
{
	for (size_t i = 0; i < WORDS; i++) {
		const char *t = mo_find(m, words[i].id);
		const char *end = (const char *)m->s + m->n;

		if (t &&
		    (t < (const char *)m->s || t >= end ||
			!memchr(t, '\0', (size_t)(end - t))))
			return false;
	}
	return true;
}

int
main(void)
{
	struct buf b = { 0 };
	struct mo m = { 0 };
	bool kept = true, cut = true;

	ok(!mo_find(&m, "cell"), "nothing is found in an empty catalogue");
	ok(!mo_open(&m, "nowhere"), "a file that is not there");
	ok(!mo_open(&m, "."), "a folder is no catalogue");

	make(&b);
	ok(opened(&m, &b, b.n), "a catalogue opens");
	for (size_t i = 0; i < WORDS; i++) {
		const char *t = mo_find(&m, words[i].id);

		ok(t && strcmp(t, words[i].text) == 0, "'%s'", words[i].id);
	}
	ok(!mo_find(&m, "cel") && !mo_find(&m, "cellar") && !mo_find(&m, "zzz"),
	    "what is not in it");
	mo_close(&m);

	for (size_t n = 0; n < b.n; n++) {
		cut = cut && (!opened(&m, &b, n) || within(&m));
		mo_close(&m);
	}
	ok(cut, "cut anywhere");
	for (size_t i = 0; i < b.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			b.s[i] = (char)(b.s[i] ^ 1 << bit);
			kept = kept && (!opened(&m, &b, b.n) || within(&m));
			mo_close(&m);
			b.s[i] = (char)(b.s[i] ^ 1 << bit);
		}
	ok(kept, "any bit turned");
	buf_release(&b);
	return done();
}
