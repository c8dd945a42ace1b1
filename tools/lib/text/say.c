/* say: how findings are shown. */
#include "text/say.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "text/text.h"

void
say_text(const struct finding *f, void *out)
{
	struct buf line = { 0 };

	if (f->at.path) {
		buf_addz(&line, f->at.path);
		if (f->at.line)
			buf_addf(&line, ":%d:%d", f->at.line, f->at.col);
		buf_addz(&line, ": ");
	}
	buf_addz(&line, level_name(f->level));
	buf_addz(&line, ": ");
	buf_addz(&line, f->text);
	if (f->id) {
		buf_addz(&line, " [");
		buf_addz(&line, f->id);
		buf_addc(&line, ']');
	}
	text_harmless(&line, 0);
	buf_addc(&line, '\n');
	fwrite(line.s, 1, line.n, f->level == TROUBLE ? stderr : out);
	buf_release(&line);
}

/* How much of a path is a commit's id, with the ':' behind it; all of it where
 * no path follows. */
static size_t
commit_before(const char *path)
{
	enum { SHORTEST = 12 };
	size_t n = strspn(path, "0123456789abcdef");

	if (n < SHORTEST || (path[n] && path[n] != ':'))
		return 0;
	return n + (path[n] == ':');
}

void
say_below(const struct finding *f, void *to)
{
	const struct say_below *b = to;
	const char *path = f->at.path;
	struct finding above = *f;
	struct buf whole = { 0 };
	size_t n = path ? commit_before(path) : 0;

	if (path && *b->folder && path[0] != '/' && (path[n] || !n)) {
		buf_addf(&whole, "%.*s%s/%s", (int)n, path, b->folder,
		    path + n);
		above.at.path = buf_z(&whole);
	}
	b->to->count[f->level]++;
	if (b->to->say)
		b->to->say(&above, b->to->to);
	buf_release(&whole);
}

/* What GitHub's runner takes for its own is written in percent, in a property
 * also what ends one; other control bytes are made harmless. */
static void
add_percent(struct buf *line, const char *z, const char *special)
{
	while (*z) {
		size_t n = strcspn(z, special), from = line->n;

		buf_add(line, (struct str){ z, n });
		text_harmless(line, from);
		z += n;
		if (*z)
			buf_addf(line, "%%%02X", (unsigned char)*z++);
	}
}

static void
add_property(struct buf *line, const char *name, const char *z)
{
	buf_addf(line, "%s%s=", line->s[line->n - 1] == ' ' ? "" : ",", name);
	add_percent(line, z, "%\r\n:,");
}

void
say_github(const struct finding *f, void *out)
{
	static const char *const commands[LEVELS] = {
		[NOTE] = "notice",
		[WARNING] = "warning",
		[ERROR] = "error",
		[TROUBLE] = "error",
	};
	struct buf line = { 0 };

	buf_addf(&line, "::%s ", commands[f->level]);
	if (f->at.path)
		add_property(&line, "file", f->at.path);
	if (f->at.path && f->at.line)
		buf_addf(&line, ",line=%d,col=%d", f->at.line, f->at.col);
	if (f->id)
		add_property(&line, "title", f->id);
	if (line.s[line.n - 1] == ' ') /* no properties, no blank */
		line.n--;
	buf_addz(&line, "::");
	add_percent(&line, f->text, "%\r\n");
	buf_addc(&line, '\n');
	fwrite(line.s, 1, line.n, out);
	buf_release(&line);
}
