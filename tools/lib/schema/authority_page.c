/* authority_page: how schema/authority.md is read. */
#include "schema/authority.h"

#include <string.h>

#include "base/base64.h"
#include "text/day.h"
#include "schema/page_keys.h"
#include "text/mail.h"
#include "schema/schema.h"

/* One reading. */
struct reading {
	struct authority *a;
	struct page_keys *f;
	const struct schema *schema;
};

/* Roles whose names have one meaning everywhere. */
static const struct {
	const char *name;
	enum action_kind kind;
} fixed[] = {
	{ "schema", ACTION_SCHEMA },
	{ "accept", ACTION_ACCEPT },
	{ "erasure", ACTION_ERASE },
	{ "refs", ACTION_REFS },
};
enum { FIXED = sizeof fixed / sizeof *fixed };

const char *
authority_fixed(size_t i)
{
	return i < FIXED ? fixed[i].name : NULL;
}

/* Says that a name is not among those there, and which one was perhaps
 * meant. */
static void
not_there(struct page_keys *f, const struct node *at, struct str name,
    struct str near)
{
	page_keys_wrong(f, FIND_SCHEMA_NAME, at, _("there is no '%.*s'%s"),
	    STRF(name), name_meant(f->arena, near));
}

/* Types, fields and stages. */

static const struct type *
type_asked(struct reading *r, const struct node *at, struct str name)
{
	const struct schema *s = r->schema;
	const struct type *t =
	    name_find(s->types, s->n_types, sizeof *s->types, name);

	if (!t)
		not_there(r->f, at, name,
		    name_near(s->types, s->n_types, sizeof *s->types, name));
	return t;
}

/* "nhan_xet" or "nhan_xet.ky"; also the body, as history calls it. */
static bool
has_field(const struct type *t, struct str dotted)
{
	const struct fields *in = &t->fields;
	struct str part;

	if (str_is(dotted, "body"))
		return true;
	while (str_split(&dotted, '.', &part)) {
		int i = spellings_find(&in->by, part);

		if (i == FIELD_NONE || !str_eq(in->all[i].name.name, part))
			return false;
		in = &in->all[i].fields;
	}
	return true;
}

/* Each word must be one of a type that the role is for. */
static void
check_words(struct reading *r, const struct node *n, const char *key,
    const struct role *role, bool stages)
{
	const struct node *list = page_keys_get(n, key), *e;

	for (e = page_keys_first(n, key); e; e = e == list ? NULL : e->next) {
		struct str near = { 0 };
		bool found = false;

		for (size_t i = 0; i < r->schema->n_types && !found; i++) {
			const struct type *t = &r->schema->types[i];
			bool is_for = false;

			for (size_t k = 0; k < role->n_types; k++)
				is_for |= str_eq(role->types[k], t->name.name);
			if (!is_for)
				continue;
			found = stages ? type_stage(t, e->value) != NULL :
					 has_field(t, e->value);
			if (!found && !near.n)
				near = stages ?
				    name_near(t->stages,
					t->n_stages + t->n_exits,
					sizeof *t->stages, e->value) :
				    name_near(t->fields.all, t->fields.n,
					sizeof *t->fields.all, e->value);
		}
		if (!found && !e->absent)
			not_there(r->f, e, e->value, near);
	}
}

/* Roles. */

static enum action_kind
kind_of(struct str name)
{
	for (size_t i = 0; i < FIXED; i++)
		if (str_is(name, fixed[i].name))
			return fixed[i].kind;
	return ACTION_RECORD;
}

static void
role_read(struct reading *r, const struct node *n)
{
	struct role *role = &r->a->roles[r->a->n_roles++];
	const struct node *e = page_keys_first(n, "types");

	role->name = n->key;
	if (kind_of(n->key)) {
		page_keys_wrong(r->f, FIND_SCHEMA_CLASH, n,
		    _("'%.*s' is a role with a meaning of its own, which is "
		      "not told here: take it out, or take another name"),
		    STRF(n->key));
		return;
	}
	page_keys_form(r->f, n, &page_form_role);
	role->n_types = page_keys_texts(r->f, n, "types", &role->types);
	role->n_fields = page_keys_texts(r->f, n, "fields", &role->fields);
	role->n_stages = page_keys_texts(r->f, n, "stages", &role->stages);
	for (size_t i = 0; i < role->n_types; i++, e = e->next)
		if (!type_asked(r, e, role->types[i]))
			return; /* whose fields, nobody knows */
	if (!role->n_types)
		return;
	check_words(r, n, "fields", role, false);
	check_words(r, n, "stages", role, true);
}

static void
read_roles(struct reading *r)
{
	const struct node *map =
	    page_keys_node(r->f->front.root, "roles", KEY_MAP);
	size_t n = map ? map->n : 0;

	r->a->roles = ARENA_ARRAY(r->f->arena, struct role, n + FIXED);
	for (const struct node *e = map ? map->first : NULL; e; e = e->next)
		role_read(r, e);
	for (size_t i = 0; i < FIXED; i++)
		r->a->roles[r->a->n_roles++] =
		    (struct role){ .name = str_of(fixed[i].name),
			    .kind = fixed[i].kind };
}

static const struct role *
role_asked(struct reading *r, const struct node *n)
{
	const struct node *at = page_keys_get(n, "role");
	struct str name = page_keys_text(n, "role"), near = { 0 };

	for (size_t i = 0; i < r->a->n_roles; i++) {
		if (str_eq(r->a->roles[i].name, name))
			return &r->a->roles[i];
		if (str_nearer(name, r->a->roles[i].name, near))
			near = r->a->roles[i].name;
	}
	if (name.n)
		page_keys_wrong(r->f, FIND_SCHEMA_NAME, at,
		    near.n ?
			_("there is no role '%.*s'; did you mean '%.*s'?") :
			_("there is no role '%.*s': write it below 'roles:', "
			  "with its 'types'"),
		    STRF(name), STRF(near));
	return NULL;
}

/* Keys. */

static struct str
take_string(struct str *rest)
{
	const unsigned char *s = (const unsigned char *)rest->s;
	struct str part = { 0 };
	size_t n;

	if (rest->n < 4)
		return part;
	n = (size_t)s[0] << 24 | (size_t)s[1] << 16 | (size_t)s[2] << 8 | s[3];
	if (n > rest->n - 4)
		return part;
	part = str_first(str_from(*rest, 4), n);
	*rest = str_from(*rest, 4 + n);
	return part;
}

static bool
is_key_kind(struct str kind)
{
	static const char *const kinds[] = {
		"ssh-ed25519",
		"ssh-rsa",
		"ecdsa-sha2-nistp256",
		"ecdsa-sha2-nistp384",
		"ecdsa-sha2-nistp521",
		"sk-ssh-ed25519@openssh.com",
		"sk-ecdsa-sha2-nistp256@openssh.com",
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(kind, kinds[i]))
			return true;
	return false;
}

bool
authority_key(struct str text, struct buf *b)
{
	struct str rest = str_trim(text), kind = { 0 }, letters = { 0 }, bytes;
	size_t start = b->n;

	str_split(&rest, ' ', &kind);
	rest = str_trim(rest);
	str_split(&rest, ' ', &letters);
	if (!is_key_kind(kind) || !base64_read(b, letters))
		return false;
	bytes = str_from(buf_str(b), start);
	return str_eq(take_string(&bytes), kind) && bytes.n > 4;
}

static bool
is_taken(const struct authority *a, struct str key)
{
	for (size_t i = 0; i < a->n_people; i++)
		for (size_t k = 0; k < a->people[i].n_keys; k++)
			if (str_eq(a->people[i].keys[k], key))
				return true;
	return false;
}

static void
read_keys(struct reading *r, const struct node *n, struct person *p)
{
	const struct node *e = page_keys_first(n, "keys");
	struct str *texts;
	size_t many = page_keys_texts(r->f, n, "keys", &texts);

	p->keys = ARENA_ARRAY(r->f->arena, struct str, many);
	for (size_t i = 0; i < many; i++, e = e->next) {
		struct buf b = { 0 };

		if (!authority_key(texts[i], &b))
			page_keys_wrong(r->f, FIND_SCHEMA_FORM, e,
			    _("this is no public key: write the line of a file "
			      "such as ~/.ssh/id_ed25519.pub, in quotes: "
			      "\"ssh-ed25519 AAAA…\""));
		else if (is_taken(r->a, buf_str(&b)))
			page_keys_wrong(r->f, FIND_SCHEMA_CLASH, e,
			    _("this key is somebody's already: each person has "
			      "keys of their own"));
		else
			p->keys[p->n_keys++] =
			    arena_keep(r->f->arena, buf_str(&b));
		buf_release(&b);
	}
}

/* People. */

static void
read_units(struct reading *r, const struct node *n, struct grant *g)
{
	const struct node *e = page_keys_first(n, "units");

	g->n_units = page_keys_texts(r->f, n, "units", &g->units);
	g->unit_at = ARENA_ARRAY(r->f->arena, struct place, g->n_units);
	for (size_t i = 0; i < g->n_units; i++, e = e->next)
		g->unit_at[i] = front_place(&r->f->front, r->f->path, e->off);
}

static void
grant_read(struct reading *r, const struct node *n, struct person *p)
{
	struct grant *g = &p->grants[p->n_grants];

	page_keys_form(r->f, n, &page_form_grant);
	g->since = g->until = DAY_NONE;
	page_keys_day(r->f, n, "since", &g->since);
	page_keys_day(r->f, n, "until", &g->until);
	if (g->since != DAY_NONE && g->until != DAY_NONE && g->until < g->since)
		page_keys_wrong(r->f, FIND_SCHEMA_FORM,
		    page_keys_get(n, "until"),
		    _("'until' is the last day: it cannot be before 'since'"));
	read_units(r, n, g);
	g->role = role_asked(r, n);
	if (!g->role)
		return;
	if (g->n_units &&
	    (g->role->kind == ACTION_SCHEMA || g->role->kind == ACTION_REFS))
		page_keys_wrong(r->f, FIND_SCHEMA_FORM,
		    page_keys_get(n, "units"),
		    g->role->kind == ACTION_SCHEMA ?
			_("the schema is of all units: take 'units' out") :
			_("branches and tags are of all units: take 'units' "
			  "out"));
	else if (g->n_units && !r->a->unit_type.n)
		page_keys_wrong(r->f, FIND_SCHEMA_MISSING,
		    page_keys_get(n, "units"),
		    _("which records are units is not said: write 'unit: "
		      "{type: …, above: …, in: {…}}' in this page"));
	p->n_grants++;
}

/* The record of the person: one has one. */
static void
member_read(struct reading *r, const struct node *n, struct person *p)
{
	const struct node *at = page_keys_get(n, "member");

	p->member = page_keys_text(n, "member");
	if (!p->member.n)
		return;
	p->member_at = front_place(&r->f->front, r->f->path, at->off);
	if (!page_keys_get(r->f->front.root, "members"))
		page_keys_wrong(r->f, FIND_SCHEMA_MISSING, at,
		    _("which records are people is not said: write 'members: "
		      "TYPE' in this page"));
	if (authority_member(r->a, p->member))
		page_keys_wrong(r->f, FIND_SCHEMA_CLASH, at,
		    _("'%.*s' stands here twice: one person has one entry, "
		      "with all roles"),
		    STRF(p->member));
}

static void
person_read(struct reading *r, const struct node *n)
{
	struct authority *a = r->a;
	struct person *p = &a->people[a->n_people];
	const struct node *roles;

	page_keys_form(r->f, n, &page_form_person);
	p->name = page_keys_text(n, "name");
	p->email = page_keys_text(n, "email");
	for (size_t i = 0; i < a->n_people; i++)
		if (p->email.n && mail_same(a->people[i].email, p->email))
			page_keys_wrong(r->f, FIND_SCHEMA_CLASH,
			    page_keys_get(n, "email"),
			    _("'%.*s' stands here twice: one person has one "
			      "entry, with all roles"),
			    STRF(p->email));
	member_read(r, n, p);
	a->n_people++;
	read_keys(r, n, p);
	if (a->signed_only && !page_keys_get(n, "keys"))
		page_keys_wrong(r->f, FIND_SCHEMA_MISSING, n,
		    _("with 'signed: true' each person needs 'keys'"));
	roles = page_keys_node(n, "roles", KEY_LIST);
	p->grants =
	    ARENA_ARRAY(r->f->arena, struct grant, roles ? roles->n : 0);
	for (const struct node *e = roles ? roles->first : NULL; e; e = e->next)
		grant_read(r, e, p);
}

static void
read_people(struct reading *r)
{
	const struct node *list =
	    page_keys_node(r->f->front.root, "people", KEY_LIST);

	r->a->people =
	    ARENA_ARRAY(r->f->arena, struct person, list ? list->n : 0);
	for (const struct node *e = list ? list->first : NULL; e; e = e->next)
		person_read(r, e);
}

/* Units. */

/* The field at the end of a path must name records of the units' type. */
static void
check_unit_field(struct reading *r, const struct node *at, const struct type *t,
    struct str dotted)
{
	struct path path;
	const struct field *f = NULL;

	if (field_path(&t->fields, dotted, &path) && path.n)
		f = path.at[path.n - 1];
	if (f && f->kind == KIND_LIST && f->of)
		f = f->of;
	if (!f || f->kind != KIND_REF || !str_eq(f->to, r->a->unit_type))
		page_keys_wrong(r->f, FIND_SCHEMA_NAME, at,
		    _("'%.*s' is no field of '%.*s' that names a '%.*s'"),
		    STRF(dotted), STRF(t->name.name), STRF(r->a->unit_type));
}

static void
read_unit(struct reading *r)
{
	struct authority *a = r->a;
	const struct node *n =
			      page_keys_node(r->f->front.root, "unit", KEY_MAP),
			  *in;
	const struct type *t;

	if (!n)
		return;
	page_keys_form(r->f, n, &page_form_unit);
	a->unit_type = page_keys_text(n, "type");
	a->above = page_keys_text(n, "above");
	t = a->unit_type.n ?
	    type_asked(r, page_keys_get(n, "type"), a->unit_type) :
	    NULL;
	if (t && a->above.n)
		check_unit_field(r, page_keys_get(n, "above"), t, a->above);
	in = page_keys_node(n, "in", KEY_MAP);
	a->in = ARENA_ARRAY(r->f->arena, struct unit_field, in ? in->n : 0);
	for (const struct node *e = in ? in->first : NULL; e; e = e->next) {
		const struct type *of = type_asked(r, e, e->key);

		a->in[a->n_in++] = (struct unit_field){ e->key, e->value };
		if (of && t)
			check_unit_field(r, e, of, e->value);
	}
}

void
authority_read(struct authority *a, struct page_keys *f,
    const struct schema *schema)
{
	const struct type *members;
	struct reading r = { a, f, schema };
	const struct node *root = f->front.root;

	*a = (struct authority){ .text = f->front.text };
	page_keys_form(f, root, &page_form_authority);
	a->signed_only = page_keys_flag(f, root, "signed");
	read_unit(&r);
	members = page_keys_get(root, "members") ?
	    type_asked(&r, page_keys_get(root, "members"),
		page_keys_text(root, "members")) :
	    NULL;
	if (members)
		a->member_type = members->name.name;
	read_roles(&r);
	read_people(&r);
}
