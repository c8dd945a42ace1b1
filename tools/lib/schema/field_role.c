/* field_role: which fields the tools themselves read, by the names that the
 * repository has for them. */
#include "schema/field_role.h"

#include "base/buf.h"
#include "schema/type.h"

#define HAS(part) (1u << (part))

/* The keys of repository.md, and the names that count where it has none. */
static const struct {
	const char *key, *name;
} parts[FIELD_PARTS] = {
	[PART_RULE] = { "rule", "quy_tac" },
	[PART_ENTRY] = { "entry", "muc" },
	[PART_REASON] = { "reason", "ly_do" },
	[PART_BY] = { "by", "boi" },
	[PART_DAY] = { "day", "ngay" },
	[PART_UNTIL] = { "until", "den" },
	[PART_STAGE] = { "stage", "giai_doan" },
	[PART_GENERATION] = { "generation", "gen" },
};

static const struct {
	const char *key, *name;
	unsigned needs, may; /* parts */
	bool asked;          /* nothing has this role unless the page says so */
} roles[FIELD_ROLES] = {
	[FIELD_ACCEPT] = { "accept", "chap_nhan",
	    HAS(PART_RULE) | HAS(PART_REASON) | HAS(PART_BY) | HAS(PART_DAY),
	    HAS(PART_ENTRY) | HAS(PART_UNTIL), true },
	[FIELD_OVERRIDE] = { "override", "dieu_chinh",
	    HAS(PART_DAY) | HAS(PART_STAGE) | HAS(PART_REASON) | HAS(PART_BY),
	    0, false },
	[FIELD_APPLIES] = { "applies", "ap_dung",
	    HAS(PART_RULE) | HAS(PART_GENERATION), 0, false },
	[FIELD_SNOOZE] = { "snooze", "hoan", HAS(PART_RULE),
	    HAS(PART_ENTRY) | HAS(PART_REASON) | HAS(PART_UNTIL), false },
};

/* One reading of the names. */
struct roles_reading {
	struct role_names *names;
	struct page_keys *page;
	const struct node *at[FIELD_ROLES]; /* NULL: not said */
	struct type *types;
	size_t n;
};

static bool
is_map(const struct node *n)
{
	return n && n->kind == NODE_MAP;
}

/* accept: ack, or accept: {field: ack, reason: why, …}. */
static void
names_read(struct roles_reading *r, enum field_role role)
{
	struct role_names *names = &r->names[role];
	const struct node *at =
	    page_keys_get(r->page->front.root, roles[role].key);
	const struct page_key *key =
	    page_form_key(&page_form_repository, str_of(roles[role].key));

	if (at && at->kind == NODE_LIST)
		page_keys_wrong(r->page, FIND_SCHEMA_FORM, at,
		    _("'%s' must be the name of a field, or {field: …}"),
		    roles[role].key);
	for (size_t i = 0; i < FIELD_PARTS; i++) {
		names->part[i] = page_keys_text(at, parts[i].key);
		if (!names->part[i].n)
			names->part[i] = str_of(parts[i].name);
	}
	if (is_map(at))
		page_keys_form(r->page, at, key->in);
	names->field = is_map(at) ?
	    page_keys_text(at, "field") :
	    page_keys_text(r->page->front.root, roles[role].key);
	r->at[role] = names->field.n || is_map(at) ? at : NULL;
	if (!names->field.n && (r->at[role] || !roles[role].asked))
		names->field = str_of(roles[role].name);
}

static const struct field *
find(const struct fields *in, struct str name)
{
	int i = name.n ? spellings_find(&in->by, name) : FIELD_NONE;

	return i == FIELD_NONE ? NULL : &in->all[i];
}

static void
find_fields(struct roles_reading *r, enum field_role role)
{
	const struct role_names *names = &r->names[role];
	unsigned has = roles[role].needs | roles[role].may;

	for (size_t t = 0; t < r->n; t++) {
		struct role_field *f = &r->types[t].roles[role];

		f->field = find(&r->types[t].fields, names->field);
		for (size_t i = 0; f->field && i < FIELD_PARTS; i++)
			if (has & HAS(i))
				f->part[i] =
				    find(&f->field->fields, names->part[i]);
	}
}

/* What is wrong. */

/* Some type must have a field that the page names. */
static void
check_there(struct roles_reading *r, enum field_role role)
{
	struct str name = r->names[role].field;
	const struct node *at = r->at[role];
	struct str near = { 0 };

	for (size_t t = 0; t < r->n; t++) {
		const struct fields *in = &r->types[t].fields;

		if (r->types[t].roles[role].field)
			return;
		if (!near.n)
			near = name_near(in->all, in->n, sizeof *in->all, name);
	}
	if (is_map(at) && page_keys_get(at, "field"))
		at = page_keys_get(at, "field");
	page_keys_wrong(r->page, FIND_SCHEMA_NAME, at,
	    _("no type has a field '%.*s'%s"), STRF(name),
	    name_meant(r->page->arena, near));
}

/* "a, b, c" */
static const char *
names_of(struct roles_reading *r, const struct fields *in)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < in->n; i++)
		buf_addf(&b, "%s%.*s", i ? ", " : "",
		    STRF(in->all[i].name.name));
	return arena_take(r->page->arena, &b).s;
}

/* A part that the page names, or that it must name, is not in the entries. */
static void
part_wrong(struct roles_reading *r, enum field_role role, size_t part,
    const struct field *list)
{
	const struct node *at = page_keys_get(r->at[role], parts[part].key);

	page_keys_wrong(r->page, at ? FIND_SCHEMA_NAME : FIND_SCHEMA_MISSING,
	    at ? at : r->at[role],
	    _("'%.*s' has no field '%.*s' in its entries; '%s' must name one "
	      "of %s"),
	    STRF(list->name.name), STRF(r->names[role].part[part]),
	    parts[part].key, names_of(r, &list->fields));
}

/* Two parts of an entry are not one. */
static void
check_parts_apart(struct roles_reading *r, enum field_role role,
    const struct role_field *f)
{
	for (size_t i = 0; i < FIELD_PARTS; i++)
		for (size_t k = 0; f->part[i] && k < i; k++)
			if (f->part[k] == f->part[i])
				page_keys_wrong(r->page, FIND_SCHEMA_CLASH,
				    r->at[role],
				    _("'%.*s' stands for both '%s' and '%s'; "
				      "each needs a field of its own"),
				    STRF(f->part[i]->name.name), parts[k].key,
				    parts[i].key);
}

static bool
is_day(size_t part)
{
	return part == PART_DAY || part == PART_UNTIL;
}

/* The field that the page names for a role, in one type. */
static void
check_parts(struct roles_reading *r, enum field_role role,
    const struct role_field *f)
{
	const struct node *at = r->at[role];

	if (f->field->kind != KIND_LIST || f->field->of) {
		page_keys_wrong(r->page, FIND_SCHEMA_FORM, at,
		    _("'%.*s' must be a list with 'fields', one for each thing "
		      "that an entry says"),
		    STRF(f->field->name.name));
		return;
	}
	for (size_t i = 0; i < FIELD_PARTS; i++) {
		const struct field *part = f->part[i];

		if (part && is_day(i) && part->kind != KIND_DATE)
			page_keys_wrong(r->page, FIND_SCHEMA_FORM, at,
			    _("'%s' must name a date, which '%.*s' is not"),
			    parts[i].key, STRF(part->name.name));
		else if (!part &&
		    ((roles[role].needs & HAS(i)) ||
			page_keys_get(at, parts[i].key)))
			part_wrong(r, role, i, f->field);
	}
	check_parts_apart(r, role, f);
}

/* An acceptance is read as far as it goes where the page names only its
 * field. */
static bool
is_strict(const struct roles_reading *r, enum field_role role)
{
	return r->at[role] && (role != FIELD_ACCEPT || is_map(r->at[role]));
}

/* One field has one role: where the page names it for one, the name that
 * another has by default means nothing. */
static void
check_apart(struct roles_reading *r, enum field_role a, enum field_role b)
{
	for (size_t t = 0; t < r->n; t++) {
		struct role_field *of_a = &r->types[t].roles[a];
		struct role_field *of_b = &r->types[t].roles[b];

		if (!of_a->field || of_a->field != of_b->field)
			continue;
		if (r->at[a] && r->at[b]) {
			page_keys_wrong(r->page, FIND_SCHEMA_CLASH, r->at[b],
			    _("'%.*s' stands for both '%s' and '%s'; each "
			      "needs a field of its own"),
			    STRF(of_b->field->name.name), roles[a].key,
			    roles[b].key);
			return;
		}
		if (r->at[a])
			*of_b = (struct role_field){ 0 };
		else if (r->at[b])
			*of_a = (struct role_field){ 0 };
	}
}

/* An override must be able to say when, which stage, why and by whom. What
 * lacks by the names of today is said where the type declares it. */
static void
check_override(const struct role_names *names, const struct role_field *f,
    struct page_keys *page)
{
	static const enum field_part said[] = { PART_DAY, PART_STAGE,
		PART_REASON, PART_BY };
	const struct node *fields = page_keys_get(page->front.root, "fields");
	struct str own = f->field->name.name;

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		if (f->field->kind == KIND_LIST && f->part[said[i]])
			continue;
		page_keys_wrong(page, FIND_SCHEMA_MISSING,
		    page_keys_get(fields, arena_z(page->arena, own)),
		    _("'%.*s' must be a list whose entries have '%.*s', "
		      "'%.*s', '%.*s' and '%.*s'; '%.*s' is missing"),
		    STRF(own), STRF(names->part[PART_DAY]),
		    STRF(names->part[PART_STAGE]),
		    STRF(names->part[PART_REASON]), STRF(names->part[PART_BY]),
		    STRF(names->part[said[i]]));
		return;
	}
}

/* Where a stage is typed, none is set by hand. */
static void
overrides_settle(struct roles_reading *r, struct page_keys *pages)
{
	for (size_t t = 0; t < r->n; t++) {
		struct role_field *f = &r->types[t].roles[FIELD_OVERRIDE];

		if (r->types[t].stage_field != FIELD_NONE)
			*f = (struct role_field){ 0 };
		else if (f->field && !r->at[FIELD_OVERRIDE])
			check_override(&r->names[FIELD_OVERRIDE], f, &pages[t]);
	}
}

void
field_role_read(struct role_names *names, struct page_keys *page,
    struct type *types, struct page_keys *pages, size_t n, bool all)
{
	struct roles_reading r = { .names = names,
		.page = page,
		.types = types,
		.n = n };

	for (enum field_role i = 0; i < FIELD_ROLES; i++) {
		names_read(&r, i);
		find_fields(&r, i);
		if (r.at[i] && all)
			check_there(&r, i);
		for (size_t t = 0; is_strict(&r, i) && t < n; t++)
			if (types[t].roles[i].field)
				check_parts(&r, i, &types[t].roles[i]);
		for (enum field_role k = 0; k < i; k++)
			check_apart(&r, k, i);
	}
	overrides_settle(&r, pages);
}
