/* record_letters: letters of a value that are not what they look like. */
#include "text/letters.h"
#include "text/old_font.h"
#include "text/text.h"
#include "base/buf.h"
#include "record/inside.h"

/* What each is in a text, and in a name or an id. */
static const enum find letter_finds[LETTERS_KINDS][2] = {
	[LETTERS_LIKE] = { FIND_TEXT_LETTER, FIND_VALUE_LETTER },
	[LETTERS_SPACE] = { FIND_TEXT_SPACE, FIND_VALUE_SPACE },
	[LETTERS_HIDDEN] = { FIND_TEXT_HIDDEN, FIND_VALUE_HIDDEN },
	[LETTERS_LOST] = { FIND_TEXT_LOST, FIND_VALUE_LOST },
};

/* A byte of a value's text in the file: exactly, where the text is a view of
 * that; else where the character is written first. */
static struct place
place_of_letter(const struct typing *t, const struct node *n, size_t off)
{
	struct str file = t->r->front.text, v = n->value, rest;
	size_t next, at;

	if (v.s >= file.s && v.s < file.s + file.n)
		return place_at(t->r->path, file, (size_t)(v.s - file.s) + off);
	text_at(v, off, &next);
	rest = str_from(str_first(file, n->end), n->off);
	at = str_find_str(rest, (struct str){ v.s + off, next - off });
	return at < rest.n ? place_at(t->r->path, file, n->off + at) :
			     value_place(t, n);
}

/* The right text, or what of it begins with the word that is wrong. */
static const char *
right_text(const struct typing *t, struct str right, size_t word)
{
	struct str line;

	while (right.n && right.s[right.n - 1] == '\n')
		right.n--;
	if (text_cut(right, QUOTED).n == right.n &&
	    str_find(right, '\n') == right.n)
		return arena_z(t->arena, right);
	line = str_from(right, word);
	line = text_cut(str_first(line, str_find(line, '\n')), QUOTED);
	return arena_f(t->arena, "%s%.*s%s", word ? "…" : "", STRF(line),
	    word + line.n < right.n ? "…" : "");
}

static const char *
private_letter(const struct typing *t, const struct field *f,
    enum letters_kind kind)
{
	return arena_f(t->arena,
	    kind == LETTERS_LIKE ?
		_("%s has a letter here that only looks like the right one; "
		  "type it again") :
		kind == LETTERS_SPACE ?
		_("%s has a space here that is not the one of the keyboard; "
		  "type it again") :
		kind == LETTERS_HIDDEN ?
		_("%s has a character here that does not show; take it "
		  "out") :
		_("%s has a sign here that some program wrote for a letter "
		  "it could not read; type that letter again"),
	    shown(t, f));
}

static const char *
shown_letter(const struct typing *t, const struct field *f,
    enum letters_kind kind, const struct letters_wrong *w, struct str right)
{
	const char *instead = right_text(t, right, w->right);
	unsigned c = (unsigned)w->c;

	if (kind == LETTERS_LIKE)
		return arena_f(t->arena,
		    _("%s has U+%04X, which only looks like '%.*s'; write "
		      "%s"),
		    shown(t, f), c, STRF(w->as), instead);
	return arena_f(t->arena,
	    kind == LETTERS_SPACE ?
		_("%s has U+%04X, a space that is not the one of the "
		  "keyboard; write %s") :
		kind == LETTERS_HIDDEN ?
		_("%s has U+%04X, which does not show; write %s") :
		_("%s has U+%04X, which some program wrote for a letter it "
		  "could not read; type that letter again: %s"),
	    shown(t, f), c, instead);
}

/* Is there one right answer? What was lost is not known; a space or a character
 * that does not show, and words of another script, may be meant in a text. */
static bool
is_sure(const struct letters *l, enum letters_in in, enum letters_kind kind)
{
	if (l->first[LETTERS_LOST].c || kind == LETTERS_LOST || l->foreign)
		return false;
	return in != LETTERS_TEXT ||
	    (!l->first[LETTERS_SPACE].c && !l->first[LETTERS_HIDDEN].c);
}

/* Is nothing wrong? */
static bool
check_letters(const struct typing *t, const struct field *f,
    const struct node *n)
{
	enum letters_in in = f->kind == KIND_LINE || f->kind == KIND_TEXT ?
	    LETTERS_TEXT :
	    f->kind == KIND_NAME ? LETTERS_NAME :
				   LETTERS_CODE;
	struct letters l;
	struct buf right = { 0 }; /* what could be written for the value */

	if (!letters_look(n->value, in, &l, &right)) {
		buf_release(&right);
		return true;
	}
	for (int k = 0; k < LETTERS_KINDS; k++) {
		const struct letters_wrong *w = &l.first[k];
		bool firm =
		    in != LETTERS_TEXT && !(k == LETTERS_LIKE && l.foreign);

		if (w->c)
			found_fix(t->to, letter_finds[k][firm],
			    place_of_letter(t, n, w->off),
			    is_sure(&l, in, k) ? value_fix_letters(t, n, in) :
						 NULL,
			    "%s",
			    is_quiet(t, f) ?
				private_letter(t, f, k) :
				shown_letter(t, f, k, w, buf_str(&right)));
	}
	buf_release(&right);
	return false;
}

/* Typed for an old font, its letters are none of those they look like. */
static bool
check_font(const struct typing *t, const struct field *f, const struct node *n,
    const char *font)
{
	return found(t->to,
	    f->kind == KIND_LINE || f->kind == KIND_TEXT ? FIND_TEXT_FONT :
							   FIND_VALUE_FONT,
	    value_place(t, n),
	    _("%s is not in Unicode: its letters look like %s; type it again, "
	      "or convert the text first"),
	    shown(t, f), _(font));
}

bool
record_letters(const struct typing *t, const struct field *f,
    const struct node *n)
{
	bool name = f->kind == KIND_NAME;
	const char *font = old_font(n->value, name);

	if (font)
		return check_font(t, f, n, font);
	return !(t->r->front.rare ||
		   (name && str_find(n->value, '?') < n->value.n)) ||
	    check_letters(t, f, n);
}
