/* authority: may this person do that? */
#include "schema/authority.h"

#include "text/day.h"
#include "text/mail.h"

static bool
is_among(struct str s, const struct str *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i], s))
			return true;
	return false;
}

/* Who. */

static const struct person *
by_email(const struct authority *a, struct str email)
{
	for (size_t i = 0; i < a->n_people; i++)
		if (mail_same(a->people[i].email, email))
			return &a->people[i];
	return NULL;
}

const struct person *
authority_member(const struct authority *a, struct str id)
{
	for (size_t i = 0; id.n && i < a->n_people; i++)
		if (str_eq(a->people[i].member, id))
			return &a->people[i];
	return NULL;
}

const struct person *
authority_owner(const struct authority *a, struct str key)
{
	for (size_t i = 0; i < a->n_people; i++)
		if (is_among(key, a->people[i].keys, a->people[i].n_keys))
			return &a->people[i];
	return NULL;
}

const struct person *
authority_person(const struct authority *a, const struct operation *d,
    enum refusal *why)
{
	const struct person *p = NULL;

	*why = REFUSED_NOT;
	switch (d->proof) {
	case PROOF_BAD:
		*why = REFUSED_BAD;
		return NULL;
	case PROOF_OTHER:
		*why = REFUSED_OTHER;
		return NULL;
	case PROOF_NONE:
	case PROOF_COMING:
		p = by_email(a, d->email);
		if (!p || (a->signed_only && d->proof == PROOF_NONE))
			*why = p ? REFUSED_UNSIGNED : REFUSED_PERSON;
		break;
	case PROOF_GOOD:
		p = authority_owner(a, d->key);
		if (!p || !mail_same(p->email, d->email))
			*why = p ? REFUSED_AUTHOR : REFUSED_KEY;
		break;
	}
	return *why ? NULL : p;
}

/* What. */

static bool
has_unit(const struct grant *g, const struct action *a)
{
	if (!g->n_units)
		return true;
	for (size_t i = 0; i < a->n_units; i++)
		if (is_among(a->units[i], g->units, g->n_units))
			return true;
	return false;
}

/* A field holds what is below it. */
static bool
has_field(const struct role *r, const struct action *a)
{
	if (!r->n_fields || (!a->field.n && !a->whole))
		return true;
	for (size_t i = 0; i < r->n_fields && !a->whole; i++)
		if (str_starts(a->field, r->fields[i]) &&
		    (a->field.n == r->fields[i].n ||
			a->field.s[r->fields[i].n] == '.'))
			return true;
	return false;
}

static bool
is_in_force(const struct grant *g, int day)
{
	if (day == DAY_NONE)
		return g->since == DAY_NONE && g->until == DAY_NONE;
	return (g->since == DAY_NONE || g->since <= day) &&
	    (g->until == DAY_NONE || day <= g->until);
}

static enum refusal
refuses(const struct grant *g, const struct action *a, int day)
{
	const struct role *r = g->role;

	if (r->kind != a->kind)
		return REFUSED_ROLE;
	if (r->n_types && !is_among(a->type, r->types, r->n_types))
		return REFUSED_TYPE;
	if (!has_unit(g, a))
		return REFUSED_UNIT;
	if (r->n_stages && a->staged &&
	    !is_among(a->stage, r->stages, r->n_stages))
		return REFUSED_STAGE;
	if (!has_field(r, a))
		return REFUSED_FIELD;
	return is_in_force(g, day) ? REFUSED_NOT : REFUSED_DAY;
}

enum refusal
authority_refuses(const struct person *p, const struct action *a, int day,
    const struct grant **nearest)
{
	enum refusal worst = REFUSED_ROLE;

	*nearest = NULL;
	for (size_t i = 0; i < p->n_grants; i++) {
		enum refusal r = refuses(&p->grants[i], a, day);

		if (r == REFUSED_NOT || r > worst) {
			worst = r;
			*nearest = &p->grants[i];
		}
		if (r == REFUSED_NOT)
			return r;
	}
	return worst;
}

bool
authority_allows(const struct authority *a, const struct operation *d)
{
	enum refusal why;
	const struct person *p = authority_person(a, d, &why);
	const struct grant *nearest;

	for (size_t i = 0; p && i < d->n; i++)
		if (authority_refuses(p, &d->acts[i], d->day, &nearest))
			return false;
	return p;
}
