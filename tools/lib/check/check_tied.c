/* check_tied: what records owe each other. */
#include "check/check_inside.h"

#include <string.h>

#include "catalog/notes.h"
#include "check/kept_bytes.h"
#include "schema/authority.h"

/* A role in a unit that is not there is in force nowhere, and a person whose
 * record is not there is told nothing. */
static void
check_authority(struct check_begun *r)
{
	const struct authority *a = r->check->schema->authority;
	const struct type *unit =
	    a ? schema_type(r->check->schema, a->unit_type) : NULL;
	const struct type *member =
	    a ? schema_type(r->check->schema, a->member_type) : NULL;

	for (size_t i = 0; member && i < a->n_people; i++)
		if (a->people[i].member.n)
			references_page(&r->refer, member, a->people[i].member,
			    a->people[i].member_at, &r->to_tied);

	for (size_t i = 0; unit && i < a->n_people; i++)
		for (size_t k = 0; k < a->people[i].n_grants; k++) {
			const struct grant *g = &a->people[i].grants[k];

			for (size_t u = 0; u < g->n_units; u++)
				references_page(&r->refer, unit, g->units[u],
				    g->unit_at[u], &r->to_tied);
		}
}

void
check_tied_end(struct check_begun *r)
{
	references_end(&r->refer, &r->to_tied);
	check_authority(r);
}

size_t
check_tied_paths(struct check_begun *r, const struct type *t, struct str id,
    struct arena *a, const char ***paths)
{
	const struct reference *first, *one;
	size_t n = 0;

	if (!r->refer.schema)
		return catalog_paths(r->catalog, t, id, a, paths);
	first = references_find(&r->refer, t, id);
	for (one = first; one; one = one->next)
		n += str_eq(one->id, id); /* not in other capitals */
	*paths = ARENA_ARRAY(a, const char *, n);
	n = 0;
	for (one = first; one; one = one->next)
		if (str_eq(one->id, id))
			(*paths)[n++] = one->path;
	return n;
}

/* From notes. */

static void
take_file(struct str key, struct str value, void *to)
{
	struct check_begun *r = to;
	struct arena a = { 0 };
	struct unpack p = pack_from(value);
	const struct type *t;
	const char *path = check_notes_path(r, key, &t, &r->arena);
	struct ties ties = { 0 };

	if (path && pack_take_number(&p)) {
		r->broken |= !ties_unpack(&ties, t, &p, &a);
		references_record(&r->refer, &ties, path, &r->to_tied);
		ties_release(&ties);
	} else if (path) {
		references_unread(&r->refer, t, pack_take_str(&p), path);
	}
	r->broken |= !path || !p.ok;
	arena_release(&a);
}

bool
check_tied_again(struct check_begun *r)
{
	references_start(&r->refer, r->check->schema, r->check->source);
	if (!notes_each(r->notes.pad, NOTES_TIES, take_file, r) || r->broken)
		return false;
	check_tied_end(r);
	return true;
}

/* What is told of a reference that leads nowhere may rest on what any record is
 * called. */
static bool
is_of_all(const struct finding *f)
{
	return f->row == finding_row(FIND_REF) ||
	    f->row == finding_row(FIND_REF_UNSURE);
}

bool
check_tied_same(struct check_begun *r, const struct map *changed)
{
	struct buf said = { 0 };
	struct unpack p;
	bool ok = notes_get(r->notes.pad, NOTES_TIED, STR(""), &said);

	p = pack_from(buf_str(&said));
	kept_bytes_take(&p, &r->tied);
	ok = ok && pack_end(&p);
	for (size_t i = 0; ok && i < r->tied.n; i++) {
		const struct finding *f = &r->tied.all[i];

		ok = !is_of_all(f) &&
		    !(f->at.path && map_get(changed, str_of(f->at.path)));
	}
	buf_release(&said);
	if (!ok)
		kept_release(&r->tied);
	return ok;
}
