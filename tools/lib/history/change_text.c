/* change_text: a change of a record, for people. */
#include "history/change_text.h"

#include <unistd.h>

#include "base/lang.h"
#include "text/text.h"

enum { VALUE_SHOWN = 60 };

void
change_text_add_record(struct buf *b, struct str id, struct str path)
{
	buf_add(b, id.n ? id : str_of(_("(no id)")));
	buf_addc(b, ' ');
	buf_add(b, path);
}

void
change_text_add_value(struct buf *b, const struct cell *c)
{
	struct str line, cut;

	if (c->kind == CELL_MASKED) {
		buf_addz(b, "•••");
		return;
	}
	line = str_first(c->s, str_find(c->s, '\n'));
	cut = text_cut(line, VALUE_SHOWN);
	buf_add(b, cut);
	if (cut.n < c->s.n)
		buf_addz(b, " …");
}

void
change_text_add_item(struct buf *b, const struct change_text *s)
{
	buf_add(b, s->field);
	if (s->entry.kind == CELL_MASKED)
		buf_addz(b, "[•••]");
	else if (s->entry.kind == CELL_TEXT && s->entry.s.n)
		buf_addf(b, "[%.*s]", STRF(s->entry.s));
}

static void
add_values(struct buf *b, const struct change_text *s)
{
	bool old = s->old.kind != CELL_NULL, new = s->new.kind != CELL_NULL;

	if (old)
		change_text_add_value(b, &s->old);
	if (old)
		buf_addz(b, new ? " → " : " →");
	else if (str_is(s->op, "set"))
		buf_addz(b, "→ ");
	if (new)
		change_text_add_value(b, &s->new);
}

void
change_text_add(struct buf *b, const struct change_text *s)
{
	if (str_is(s->op, "create")) {
		buf_addz(b, _("created"));
	} else if (str_is(s->op, "delete")) {
		buf_addz(b, _("deleted"));
	} else if (str_is(s->op, "move")) {
		buf_addf(b, _("moved from %.*s"), STRF(s->old.s));
	} else {
		if (str_is(s->op, "add"))
			buf_addz(b, "+ ");
		else if (str_is(s->op, "remove"))
			buf_addz(b, "- ");
		change_text_add_item(b, s);
		buf_addz(b, ": ");
		add_values(b, s);
	}
}

void
change_text_line(struct buf *b, FILE *out)
{
	if (isatty(fileno(out)))
		text_harmless(b, 0);
	buf_addc(b, '\n');
	fwrite(b->s, 1, b->n, out);
	buf_clear(b);
}

void
change_text_lines(struct str text, FILE *out)
{
	struct buf one = { 0 };
	struct str line;

	while (str_split(&text, '\n', &line) && (text.s || line.n)) {
		buf_add(&one, line);
		change_text_line(&one, out);
	}
	buf_release(&one);
}
