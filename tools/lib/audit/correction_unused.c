/* correction_unused: lines of a commit message that allow nothing. */
#include "audit/correction_unused.h"

#include "audit/correction_trailer.h"
#include "base/lang.h"
#include "git/data_folders.h"

/* Is a changed field that one, or a part of it? */
static bool
is_within(struct str changed, struct str field)
{
	return str_eq(changed, field) ||
	    (changed.n > field.n && changed.s[field.n] == '.' &&
		str_starts(changed, field));
}

/* The changed field that was perhaps meant: one that is called so. Empty:
 * none. */
static struct str
meant_field(const struct correction *c, const struct history_told *told,
    const struct schema *s)
{
	for (size_t i = 0; i < told->n; i++) {
		const struct history_change *k = &told->changes[i];
		const struct type *t = schema_type(s, k->type);
		struct path way;

		if (str_eq(k->id, c->id) && k->field.s && t &&
		    field_path(&t->fields, c->field, &way) &&
		    is_within(k->field, way.at[way.n - 1]->dotted))
			return k->field;
	}
	return (struct str){ 0 };
}

/* Does it allow something, or could it? *record: its record is changed. */
static bool
is_used(const struct correction *c, const struct history_told *told,
    bool *record)
{
	*record = false;
	for (size_t i = 0; i < told->n; i++) {
		const struct history_change *k = &told->changes[i];

		if (!str_eq(k->id, c->id))
			continue;
		*record = true;
		if (c->duplicate ? k->op == HISTORY_DELETE :
				   str_eq(k->field, c->field))
			return true;
	}
	return false;
}

static void
say_field(const struct correction *c, struct str meant, struct place at,
    struct findings *to)
{
	if (meant.n)
		found(to, FIND_CORRECTION_UNUSED, at,
		    _("'%.*s: %.*s %.*s' counts for nothing, as a field is "
		      "named by its short name; write: %.*s: %.*s %.*s: %.*s"),
		    STRF(c->word), STRF(c->id), STRF(c->field), STRF(c->word),
		    STRF(c->id), STRF(meant), STRF(c->reason));
	else
		found(to, FIND_CORRECTION_UNUSED, at,
		    _("'%.*s: %.*s %.*s' allows nothing: this commit does not "
		      "change that field of the record"),
		    STRF(c->word), STRF(c->id), STRF(c->field));
}

/* A record that is not changed may lie in another data folder. */
static void
say_unused(const struct correction *c, struct place at, struct findings *to)
{
	const char *folder = data_folders_used();

	if (folder && *folder)
		return;
	found(to, FIND_CORRECTION_UNUSED, at,
	    c->duplicate ?
		_("'%.*s: %.*s %.*s' allows nothing: this commit does not "
		  "delete that record") :
		_("'%.*s: %.*s %.*s' allows nothing: this commit does not "
		  "change that record"),
	    STRF(c->word), STRF(c->id), STRF(c->field));
}

void
correction_unused_say(struct str message, const struct history_told *told,
    const struct schema *s, struct place at, struct findings *to)
{
	struct correction c;
	bool record;

	while (correction_trailer_next(&c, &message)) {
		if (!c.id.n || !c.field.n || !c.reason.n ||
		    is_used(&c, told, &record))
			continue;
		if (record && !c.duplicate)
			say_field(&c, meant_field(&c, told, s), at, to);
		else
			say_unused(&c, at, to);
	}
}
