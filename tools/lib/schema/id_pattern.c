/* id_pattern: how the ids of new records are made. */
#include "schema/id_pattern.h"

enum { DIGITS_MOST = 9 };

static const char *const forms[] = {
	[ID_WHOLE] = "",
	[ID_TOP] = "top",
	[ID_BASE] = "base",
	[ID_FLAT] = "flat",
	[ID_FORM_YEAR] = "year",
	[ID_FORM_MONTH] = "month",
};

static bool
form_read(struct page_keys *f, const struct node *at, struct str word,
    struct id_part *p)
{
	bool timed = p->path.at[p->path.n - 1]->kind == KIND_DATE ||
	    p->path.at[p->path.n - 1]->kind == KIND_PERIOD;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (str_is(word, forms[i]))
			p->form = (enum id_part_form)i;
	if (!str_is(word, forms[p->form]))
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("'%.*s' is none of: top, base, flat, year, month"),
		    STRF(word));
	else if (p->form >= ID_FORM_YEAR && !timed)
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("'%.*s' goes with a date or a period"), STRF(word));
	else
		return true;
	return false;
}

static bool
field_part(struct page_keys *f, const struct node *at,
    const struct fields *fields, struct str name, struct str form,
    struct id_part *p)
{
	const struct field *last;

	p->kind = ID_FIELD;
	if (!field_path(fields, name, &p->path)) {
		field_path_wrong(f, at, name);
		return false;
	}
	last = p->path.at[p->path.n - 1];
	if (field_has_parts(last)) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("'%.*s' is no single value, of which an id could be "
		      "made"),
		    STRF(name));
		return false;
	}
	if (field_private(last)) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("'%.*s' is private, and an id stands in every list and "
		      "reference; let it tell nothing"),
		    STRF(name));
		return false;
	}
	return !form.s || form_read(f, at, form, p);
}

static bool
number_part(struct page_keys *f, const struct node *at, struct str digits,
    struct id_part *p)
{
	p->kind = ID_NUMBER;
	p->digits = 1;
	if (!digits.s)
		return true;
	if (digits.n == 1 && *digits.s >= '1' &&
	    *digits.s <= '0' + DIGITS_MOST) {
		p->digits = *digits.s - '0';
		return true;
	}
	page_keys_wrong(f, FIND_SCHEMA_FORM, at,
	    _("'number' takes how many digits it has at least, from 1 to %d"),
	    DIGITS_MOST);
	return false;
}

/* What stands between braces. */
static bool
brace(struct id_pattern *ids, struct page_keys *f, const struct node *at,
    const struct fields *fields, struct str inside, struct id_part *p)
{
	size_t colon = str_find(inside, ':');
	struct str name = str_first(inside, colon), form = { 0 };

	if (colon < inside.n)
		form = str_from(inside, colon + 1);
	if (str_is(name, "number")) {
		if (ids->has_number) {
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("an id has one number"));
			return false;
		}
		ids->has_number = true;
		return number_part(f, at, form, p);
	}
	if (str_is(name, "year") && !form.s) {
		p->kind = ID_YEAR;
		return true;
	}
	return field_part(f, at, fields, name, form, p);
}

void
id_pattern_read(struct id_pattern *ids, struct page_keys *f,
    const struct node *at, const struct fields *fields)
{
	struct str rest = at->value;
	size_t parts = 1;
	bool right = true;

	*ids = (struct id_pattern){ 0 };
	for (size_t i = 0; i < rest.n; i++)
		parts += 2 * (rest.s[i] == '{');
	ids->all = ARENA_ARRAY(f->arena, struct id_part, parts);
	while (rest.n) {
		size_t open = str_find(rest, '{'), close;

		if (open)
			ids->all[ids->n++] = (struct id_part){ .kind = ID_TEXT,
				.text = str_first(rest, open) };
		rest = str_from(rest, open);
		if (!rest.n)
			break;
		close = str_find(rest, '}');
		if (close == rest.n) {
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("the '{' before '%.*s' is never closed; write "
			      "{field}"),
			    STRF(str_from(rest, 1)));
			right = false;
			break;
		}
		right = brace(ids, f, at, fields,
			    str_first(str_from(rest, 1), close - 1),
			    &ids->all[ids->n++]) &&
		    right;
		rest = str_from(rest, close + 1);
	}
	if (!right)
		*ids = (struct id_pattern){ 0 };
}
