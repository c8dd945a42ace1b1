/* html: text that stays text. */
#include "text/html.h"

#include "text/text.h"

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
html_add(struct buf *b, struct str text)
{
	struct buf safe = { 0 };
	const char *z;

	buf_add(&safe, text);
	text_harmless(&safe, 0);
	for (size_t i = 0; i < safe.n; i++)
		if ((z = entity(safe.s[i])))
			buf_addz(b, z);
		else
			buf_addc(b, safe.s[i]);
	buf_release(&safe);
}
