/* bonds: what ties the fields of a type together. */
#include "schema/bonds.h"

/* A bit for each kind that a bond may name. */
#define ON(kind) (1u << (kind))

static const struct {
	const char *key;
	unsigned on;
} bonds[BONDS] = {
	[BOND_AFTER] = { "after", ON(KIND_DATE) | ON(KIND_PERIOD) },
	[BOND_NOT_BEFORE] = { "not_before", ON(KIND_DATE) | ON(KIND_PERIOD) },
	[BOND_AT_MOST] = { "at_most", ON(KIND_INT) | ON(KIND_DECIMAL) },
};

/* Does a record hold it at most once, or once in the entry that it shares with
 * the field that names it? */
static bool
is_once(const struct field *f, const struct fields *beside)
{
	if (f->up == beside->all[0].up)
		return true;
	for (; f; f = f->up)
		if (f->kind == KIND_LIST)
			return false;
	return true;
}

/* What a field, or a type (beside its top fields), names under a key: beside
 * it, else from the top. NULL after saying what is wrong. */
static const struct field *
named(struct page_keys *f, const struct node *at, const char *key,
    const struct type *t, const struct fields *beside, struct str name)
{
	int i = spellings_find(&beside->by, name);
	const struct field *is =
	    i != FIELD_NONE ? &beside->all[i] : type_field(t, name);
	struct str near;

	if (is && is_once(is, beside))
		return is;
	near = name_near(beside->all, beside->n, sizeof *beside->all, name);
	if (is)
		page_keys_wrong(f, FIND_SCHEMA_NAME, at,
		    _("'%s' names '%.*s', which a record may hold more than "
		      "once"),
		    key, STRF(name));
	else if (near.n)
		page_keys_wrong(f, FIND_SCHEMA_NAME, at,
		    _("'%s' names '%.*s', which is no field; did you mean "
		      "'%.*s'?"),
		    key, STRF(name), STRF(near));
	else
		page_keys_wrong(f, FIND_SCHEMA_NAME, at,
		    _("'%s' names '%.*s', which is no field beside this one "
		      "and none of the type ('a.b' within a map)"),
		    key, STRF(name));
	return NULL;
}

static void
bonds_of(struct page_keys *f, const struct node *map, const struct type *t,
    const struct fields *beside, struct field *field, enum bond_kind kind)
{
	const char *key = bonds[kind].key;
	const struct node *at = page_keys_get(map, key);
	struct str *names;
	size_t n = page_keys_texts(f, map, key, &names), had = field->n_bonds;
	struct bond *all;

	if (!n)
		return;
	all = ARENA_ARRAY(f->arena, struct bond, had + n);
	for (size_t i = 0; i < had; i++)
		all[i] = field->bonds[i];
	field->bonds = all;
	for (size_t i = 0; i < n; i++) {
		const struct field *than =
		    named(f, at, key, t, beside, names[i]);

		if (than == field)
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("'%s' names the field itself"), key);
		else if (than && !(bonds[kind].on & ON(than->kind)))
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    kind == BOND_AT_MOST ?
				_("'%s' must name a number, which '%.*s' is "
				  "not") :
				_("'%s' must name a date, which '%.*s' is not"),
			    key, STRF(names[i]));
		else if (than)
			all[field->n_bonds++] = (struct bond){ than, kind };
	}
}

static void
no_circle_read(struct page_keys *f, const struct node *map,
    const struct type *t, struct field *field)
{
	const struct field *up = field->up;

	field->no_circle = page_keys_flag(f, map, "no_circle");
	while (up && up->kind == KIND_MAP)
		up = up->up;
	if (field->no_circle && (up || !str_eq(field->to, t->name.name)))
		page_keys_wrong(f, FIND_SCHEMA_FORM,
		    page_keys_get(map, "no_circle"),
		    _("'no_circle' goes with a ref to '%.*s' itself that is in "
		      "no list"),
		    STRF(t->name.name));
}

/* map: the node of the fields. */
static void
fields_read(struct page_keys *f, const struct node *map, const struct type *t,
    struct fields *in)
{
	for (const struct node *e = map ? map->first : NULL; e; e = e->next) {
		int i = spellings_find(&in->by, e->key);

		if (i == FIELD_NONE || e->kind != NODE_MAP)
			continue;
		for (int k = 0; k < BONDS; k++)
			bonds_of(f, e, t, in, &in->all[i], k);
		no_circle_read(f, e, t, &in->all[i]);
		fields_read(f, page_keys_node(e, "fields", KEY_MAP), t,
		    &in->all[i].fields);
	}
}

static void
life_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *map = page_keys_node(root, "life", KEY_MAP);
	const struct node *born = page_keys_get(map, "born");

	t->life_max = 120;
	if (!map)
		return;
	page_keys_form(f, map, &page_form_life);
	page_keys_int(f, map, "min", 0, 1000, &t->life_min);
	page_keys_int(f, map, "max", 1, 1000, &t->life_max);
	if (born)
		t->born = named(f, born, "born", t, &t->fields,
		    page_keys_text(map, "born"));
	if (t->born && t->born->kind != KIND_DATE)
		page_keys_wrong(f, FIND_SCHEMA_FORM, born,
		    _("'%s' must name a date, which '%.*s' is not"), "born",
		    STRF(t->born->name.name));
}

static void
same_person_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *at = page_keys_get(root, "same_person");
	struct str *names;
	size_t n = page_keys_texts(f, root, "same_person", &names);

	t->same = ARENA_ARRAY(f->arena, const struct field *, n);
	for (size_t i = 0; i < n; i++) {
		const struct field *is =
		    named(f, at, "same_person", t, &t->fields, names[i]);

		if (is && field_has_parts(is))
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("'%s' must name single values, and '%.*s' is "
			      "none"),
			    "same_person", STRF(names[i]));
		else if (is)
			t->same[t->n_same++] = is;
	}
}

void
bonds_read(struct page_keys *f, struct type *t)
{
	const struct node *root = f->front.root;

	fields_read(f, page_keys_node(root, "fields", KEY_MAP), t, &t->fields);
	life_read(f, root, t);
	same_person_read(f, root, t);
}
