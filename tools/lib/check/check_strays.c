/* check_strays: says what lies where records lie and is none. It rests on names
 * alone, so that it is looked for again only when some are others. */
#include "check/check_inside.h"

#include "base/pack.h"
#include "catalog/notes.h"
#include "check/kept_bytes.h"
#include "git/source.h"
#include "record/strays.h"

/* More is said of one that was asked for. */
static bool
is_one_asked(const struct check *c)
{
	for (size_t i = 0; i < c->n_paths; i++)
		if (strays_is(c->schema, c->paths[i]))
			return true;
	return false;
}

/* False: nothing was noted, or it may be otherwise now. */
static bool
say_again(struct check_begun *b)
{
	struct buf noted = { 0 };
	struct kept found = { 0 };
	struct unpack p;
	bool ok = notes_get(b->notes.pad, NOTES_STRAYS, STR(""), &noted);
	struct str looks;

	p = pack_from(buf_str(&noted));
	looks = pack_take_str(&p);
	kept_bytes_take(&p, &found);
	ok = ok && pack_end(&p) && source_looks_again(b->check->source, looks);
	if (ok)
		kept_pass(&found, &b->to);
	kept_release(&found);
	buf_release(&noted);
	return ok;
}

static void
find(struct check_begun *b)
{
	static const struct map none;
	struct check *c = b->check;

	strays_find(c->schema, c->source, c->type ? &none : &b->asked, &b->to);
}

static void
find_and_note(struct check_begun *b)
{
	struct buf looks = { 0 }, noted = { 0 };
	size_t from = b->kept.n;
	bool whole;

	source_looks_begin(b->check->source);
	find(b);
	whole = source_looks_end(b->check->source, &looks);
	pack_str(&noted, buf_str(&looks));
	kept_bytes_pack(&noted, &b->kept, from);
	notes_put(b->notes.pad, NOTES_STRAYS, STR(""),
	    whole ? buf_str(&noted) : STR(""));
	buf_release(&looks);
	buf_release(&noted);
}

void
check_strays(struct check_begun *b)
{
	if (!b->notes.pad || is_one_asked(b->check))
		find(b);
	else if (!say_again(b))
		find_and_note(b);
}
