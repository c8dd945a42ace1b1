/* form: a new record to be filled in. */
#include "record/form.h"

#include "base/map.h"
#include "parse/emit.h"
#include "text/text.h"

enum { COLUMNS = 79 };

struct writing {
	const struct form *form;
	struct buf *out;
};

static const char *
called(const struct writing *w, const struct name *n)
{
	return w->form->labels ? name_shown(n, w->form->lang) : n->name.s;
}

/* What may stand there. */

static void
add_values(const struct writing *w, const struct field *f, struct buf *b)
{
	for (size_t i = 0; i < f->n_values; i++) {
		const struct name *n = &f->values[i];
		const char *label = name_shown(n, w->form->lang);

		buf_addf(b, "%s%s", i ? "; " : "", called(w, n));
		if (!w->form->labels && !str_is(n->name, label))
			buf_addf(b, " (%s)", label);
	}
}

static void
add_length(const struct field *f, struct buf *b)
{
	if (f->has_min && f->has_max)
		buf_addf(b, _(", from %.15g to %.15g characters"), f->min,
		    f->max);
	else if (f->has_max)
		buf_addf(b, _(", at most %.15g characters"), f->max);
	else if (f->has_min)
		buf_addf(b, _(", at least %.15g characters"), f->min);
}

static void
add_kind(const struct writing *w, const struct field *f, struct buf *b)
{
	switch (f->kind) {
	case KIND_ENUM:
		add_values(w, f, b);
		break;
	case KIND_FLAG:
		buf_addz(b, _("yes; no"));
		break;
	case KIND_DATE:
		buf_addz(b,
		    f->partial ?
			_("a day such as 2026-11-05, or 2026-11, or 2026") :
			_("a day such as 2026-11-05"));
		break;
	case KIND_PERIOD:
		buf_addz(b, _("a period such as 2026, 2026-Q2 or 2026-06"));
		break;
	case KIND_INT:
		buf_addz(b, _("such as 12"));
		break;
	case KIND_DECIMAL:
		buf_addz(b, _("such as 67.14"));
		break;
	case KIND_DOCNO:
		buf_addz(b, _("a document's number such as 12-QĐ/HU"));
		break;
	case KIND_REF:
		if (w->form->refer)
			w->form->refer(w->form->to, f->to, b);
		break;
	case KIND_TEXT:
		buf_addz(b, _("text, of several lines below '|' too"));
		add_length(f, b);
		break;
	case KIND_LINE:
	case KIND_NAME:
		buf_addz(b, _("one line"));
		add_length(f, b);
		break;
	case KIND_ID:
	case KIND_SLUG:
		buf_addz(b, _("an id"));
		break;
	default:
		break;
	}
}

/* A list of single values says what each is. */
static void
add_hint(const struct writing *w, const struct field *f, struct buf *b)
{
	const char *help = lang_label(&f->name.help, w->form->lang);
	const char *label = lang_label(&f->name.label, w->form->lang);
	struct buf kind = { 0 };

	if (label && !w->form->labels)
		buf_addz(b, label);
	add_kind(w, f->of ? f->of : f, &kind);
	if (b->n && kind.n)
		buf_addz(b, ": ");
	if (f->of && kind.n)
		buf_addf(b, _("a list, [first, second], of: %s"), buf_z(&kind));
	else
		buf_add(b, buf_str(&kind));
	if (help)
		buf_addf(b, "%s%s", b->n ? ". " : "", help);
	buf_release(&kind);
}

/* Words in lines of comment, each beginning with "##". */
static void
add_wrapped(const struct writing *w, size_t indent, struct str words)
{
	struct str word;
	size_t column = 0;

	while (str_split(&words, ' ', &word)) {
		size_t width = text_width(word);

		if (!column || column + 1 + width > COLUMNS) {
			if (column)
				buf_addc(w->out, '\n');
			buf_addz(w->out, "##");
			buf_fill(w->out, ' ', indent + 1);
			column = 3 + indent + width;
		} else {
			buf_addc(w->out, ' ');
			column += 1 + width;
		}
		buf_add(w->out, word);
	}
	if (column)
		buf_addc(w->out, '\n');
}

/* Keys. */

/* "# KEY:  # HINT", or the hint in lines of its own before it. */
static void
add_key(const struct writing *w, const struct field *f, size_t indent,
    const char *lead, bool open, const char *note)
{
	struct buf hint = { 0 }, key = { 0 }, line = { 0 };
	size_t width;

	add_hint(w, f, &hint);
	if (note)
		buf_addf(&hint, "%s%s", hint.n ? "; " : "", note);
	emit_key(&key, str_of(called(w, &f->name)), EMIT_BLOCK);
	if (!open)
		buf_addz(&line, "# ");
	buf_fill(&line, ' ', indent);
	buf_addf(&line, "%s%s:", lead, buf_z(&key));
	width = text_width(buf_str(&line)) + 4 + text_width(buf_str(&hint));
	if (hint.n && width > COLUMNS)
		add_wrapped(w, indent, buf_str(&hint));
	buf_add(w->out, buf_str(&line));
	if (hint.n && width <= COLUMNS)
		buf_addf(w->out, "  # %s", buf_z(&hint));
	buf_addc(w->out, '\n');
	buf_release(&hint);
	buf_release(&key);
	buf_release(&line);
}

/* open: its line is no comment, since it must be filled in. */
static void
add_field(const struct writing *w, const struct field *f, size_t indent,
    const char *lead, bool open)
{
	bool list = f->kind == KIND_LIST;

	open = open && f->required;
	add_key(w, f, indent, lead, open, f->required ? _("required") : NULL);
	indent += str_of(lead).n;
	for (size_t i = 0; i < f->fields.n; i++)
		add_field(w, &f->fields.all[i], indent + (list && i ? 4 : 2),
		    list && !i ? "- " : "", open);
}

static bool
is_of_tools(const struct type *t, const struct field *f)
{
	for (int i = 0; i < FIELD_ROLES; i++)
		if (t->roles[i].field == f)
			return true;
	return false;
}

/* The lines of an entry of the top, as the record has them. */
static struct str
lines_of(const struct record *r, const struct node *n)
{
	struct str text = r->front.text;
	size_t end = n->next ?
	    n->next->key_off :
	    (size_t)(r->front.head.s - text.s) + r->front.head.n;

	return (struct str){ text.s + n->key_off, end - n->key_off };
}

void
form_add(const struct form *form, const struct record *r, struct buf *out)
{
	const struct type *t = r->type;
	struct writing w = { form, out };

	buf_addz(out, "---\n");
	for (size_t i = 0; i < t->fields.n; i++) {
		const struct field *f = &t->fields.all[i];

		if (r->values[i].node)
			buf_add(out, lines_of(r, r->values[i].node));
		else if (!is_of_tools(t, f))
			add_field(&w, f, 0, "", true);
	}
	buf_addz(out, "---\n");
	for (size_t i = 0; i < t->n_headings; i++)
		buf_addf(out, "\n## %.*s\n", STRF(t->headings[i]));
}

void
form_strip(struct str text, struct str form, struct buf *out)
{
	struct map put = { 0 };
	struct str line;
	size_t fences = 0;

	while (str_split(&form, '\n', &line))
		if (str_starts(line, STR("#")))
			*map_put(&put, line) = &put;
	while (text.n) {
		size_t n = str_find(text, '\n');
		struct str bare = str_first(text, n);

		if (str_ends(bare, STR("\r")))
			bare.n--;
		fences += str_is(bare, "---");
		if (fences != 1 || !map_get(&put, bare))
			buf_add(out, str_first(text, n + (n < text.n)));
		text = str_from(text, n + (n < text.n));
	}
	map_release(&put);
}
