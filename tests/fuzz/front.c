/* The front matter reader on any bytes: the subset law, and that all it gives
 * lies where it says. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../law.h"

enum { MOST = 4096 }; /* libyaml is quadratic on nesting */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
hold(const char *wrong)
{
	if (!wrong)
		return;
	fprintf(stderr, "broken: %s\n", wrong);
	abort();
}

static bool
within(struct str part, struct str whole)
{
	return part.s >= whole.s && part.n <= whole.n &&
	    (size_t)(part.s - whole.s) <= whole.n - part.n;
}

/* The whole record: its parts lie in order, its tree in the head, and the
 * head read alone gives the same answer. */
static void
check_record(struct str text)
{
	struct arena a = { 0 };
	struct law_seen seen = { 0 }, alone = { 0 };
	struct findings to = { .say = law_say, .to = &seen };
	struct findings again = { .say = law_say, .to = &alone };
	struct front f;
	struct node *root;
	int line = 1;

	if (front_read(&f, text, "x.md", &a, &to)) {
		size_t head = (size_t)(f.head.s - text.s);

		if (!within(f.head, text) || !within(f.body, text) ||
		    f.head.s + f.head.n >= f.body.s)
			hold("head and body do not lie in the text");
		hold(law_tree(text, f.root, head, head + f.head.n, false));
		for (const char *p = text.s; p < f.body.s; p++)
			line += *p == '\n';
		if (f.body.n && line != f.body_line)
			hold("the body starts in another line");
		if (!front_yaml(&root, f.head, NULL, &a, &again) ||
		    root->n != f.root->n)
			hold("the head read alone is another");
	} else if (!seen.errors) {
		hold("refused without an error");
	}
	arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };

	if (n > MOST)
		return 0;
	if (!text.s)
		text.s = "";
	hold(law_broken(text));
	check_record(text);
	return 0;
}
