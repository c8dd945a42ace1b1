/* html: text that stays text. */
#include "text/html.h"

#include <string.h>

#include "text/text.h"

/* What makes something of a text, and what it is written as. */
static const char special[] = "&<>\"'";
static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;",
	"&#39;" };

void
html_add(struct buf *b, struct str text)
{
	struct buf safe = { 0 };
	const char *c;

	buf_add(&safe, text);
	text_harmless(&safe, 0);
	for (size_t i = 0; i < safe.n; i++)
		if (safe.s[i] && (c = strchr(special, safe.s[i])))
			buf_addz(b, entities[c - special]);
		else
			buf_addc(b, safe.s[i]);
	buf_release(&safe);
}

/* The entity that s begins with; -1: none. */
static int
entity(struct str s)
{
	for (int i = 0; special[i]; i++)
		if (str_starts(s, str_of(entities[i])))
			return i;
	return -1;
}

void
html_read(struct buf *b, struct str html)
{
	while (html.n) {
		int i = html.s[0] == '&' ? entity(html) : -1;

		buf_addc(b, i < 0 ? html.s[0] : special[i]);
		html = str_from(html, i < 0 ? 1 : strlen(entities[i]));
	}
}
