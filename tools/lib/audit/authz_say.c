/* authz_say: was it for him to do that, and on that day? */
#include "audit/authz_inside.h"

#include "text/day.h"
#include "text/numeral.h"
#include "base/lang.h"
#include "base/mem.h"

/* Why not. */

static void
add_reason(struct authz *w, enum find find, const struct action *a,
    const char *text)
{
	void **slot = map_put(&w->by_text, str_of(text));
	struct reason *r;

	if (!*slot) {
		*MEM_PUSH(w->reasons, w->n_reasons, w->cap_reasons) =
		    (struct reason){ find, a ? a->path : STR(""), text, 0 };
		*slot = (void *)w->n_reasons;
	}
	r = &w->reasons[(size_t)*slot - 1];
	if (a && a->records > r->records)
		r->records = a->records;
}

static const char *
owner_of(const struct authority *a, struct str key, struct arena *to)
{
	for (size_t i = 0; i < a->n_people; i++)
		for (size_t k = 0; k < a->people[i].n_keys; k++)
			if (str_eq(a->people[i].keys[k], key))
				return arena_z(to, a->people[i].email);
	return "";
}

static void
refuse_person(struct authz *w, const struct authority *a,
    const struct operation *d, enum refusal why)
{
	static const struct {
		enum find find;
		const char *text;
	} rows[REFUSALS] = {
		[REFUSED_PERSON] = { FIND_AUDIT_AUTHORITY,
		    N_("who is not in schema/authority.md") },
		[REFUSED_UNSIGNED] = { FIND_AUDIT_SIGNATURE,
		    N_("but not signed, as schema/authority.md asks for: 'git "
		       "config gpg.format ssh' and 'git config commit.gpgsign "
		       "true' sign what is committed next") },
		[REFUSED_BAD] = { FIND_AUDIT_SIGNATURE,
		    N_("but the signature is of something else: the commit was "
		       "changed after it was signed") },
		[REFUSED_OTHER] = { FIND_AUDIT_SIGNATURE,
		    N_("but signed with no SSH key: 'git config gpg.format "
		       "ssh' takes one") },
		[REFUSED_KEY] = { FIND_AUDIT_SIGNATURE,
		    N_("but signed with a key that is nobody's in "
		       "schema/authority.md") },
	};
	const char *rest = why == REFUSED_AUTHOR ?
	    arena_f(&w->now, _("but signed with a key of '%s'"),
		owner_of(a, d->key, &w->now)) :
	    _(rows[why].text);

	add_reason(w,
	    why == REFUSED_AUTHOR ? FIND_AUDIT_SIGNATURE : rows[why].find, NULL,
	    arena_f(&w->now, _("made, it says, by '%.*s', %s"), STRF(d->email),
		rest));
}

static const char *
no_role(struct authz *w, enum action_kind kind, const char *email)
{
	switch (kind) {
	case ACTION_SCHEMA:
		return arena_f(&w->now,
		    _("'%s' has no role 'schema', which this needs"), email);
	case ACTION_ACCEPT:
		return arena_f(&w->now,
		    _("'%s' has no role 'accept', which accepting a finding "
		      "needs"),
		    email);
	case ACTION_ERASE:
		return arena_f(&w->now,
		    _("'%s' has no role 'erasure', which deleting a record "
		      "needs"),
		    email);
	default:
		return arena_f(&w->now,
		    _("'%s' has no role in which records are changed"), email);
	}
}

static const char *
action_text(struct authz *w, const struct action *a, enum refusal why,
    const struct grant *g, const char *email, int day)
{
	const char *role = g ? arena_z(&w->now, g->role->name) : "";
	char text[DAY_TEXT];

	switch (why) {
	case REFUSED_TYPE:
		return arena_f(&w->now,
		    _("'%s' has no role for records of type '%.*s'"), email,
		    STRF(a->type));
	case REFUSED_UNIT:
		return a->n_units ?
		    arena_f(&w->now,
			_("'%s' has role '%s', but not for unit '%.*s'"), email,
			role, STRF(a->units[0])) :
		    arena_f(&w->now,
			_("'%s' has role '%s' for some units, and this belongs "
			  "to none"),
			email, role);
	case REFUSED_STAGE:
		return a->stage.n ?
		    arena_f(&w->now,
			_("role '%s' of '%s' is not for records in stage "
			  "'%.*s'"),
			role, email, STRF(a->stage)) :
		    arena_f(&w->now,
			_("role '%s' of '%s' is not for records that are in no "
			  "stage yet"),
			role, email);
	case REFUSED_FIELD:
		return a->whole ?
		    arena_f(&w->now,
			_("role '%s' of '%s' is for single fields, and this "
			  "makes the record unreadable"),
			role, email) :
		    arena_f(&w->now,
			_("role '%s' of '%s' is not for field '%.*s'"), role,
			email, STRF(a->field));
	case REFUSED_DAY:
		return day == DAY_NONE ?
		    arena_f(&w->now,
			_("role '%s' of '%s' has a first or last day, and that "
			  "of the commit cannot be told"),
			role, email) :
		    arena_f(&w->now,
			_("role '%s' of '%s' is not in force on %s"), role,
			email,
			numeral_day(&w->now, str_of(day_text(day, text))));
	default:
		return no_role(w, a->kind, email);
	}
}

void
authz_find_reasons(struct authz *w, const struct operation *d,
    const struct authority *a, int arrival)
{
	const struct person *p;
	enum refusal why;

	w->n_reasons = 0;
	map_release(&w->by_text);
	p = authority_person(a, d, &why);
	if (!p)
		refuse_person(w, a, d, why);
	for (size_t i = 0; p && i < d->n; i++) {
		const struct action *act = &d->acts[i];
		const struct grant *g;
		int day = d->day;

		why = authority_refuses(p, act, day, &g);
		if (!why && arrival != DAY_NONE)
			why = authority_refuses(p, act, day = arrival, &g);
		if (why)
			add_reason(w, FIND_AUDIT_AUTHORITY, act,
			    action_text(w, act, why, g,
				arena_z(&w->now, p->email), day));
	}
}

const char *
authz_text(struct authz *w, const struct reason *r)
{
	if (r->records < 2)
		return r->text;
	return arena_f(&w->now, _("%s; nor for %zu more records"), r->text,
	    r->records - 1);
}

void
authz_judge(struct authz *w, const struct revwalk_commit *c,
    const struct operation *d, const struct authority *a, int arrival,
    struct findings *out)
{
	if (!a)
		return;
	authz_find_reasons(w, d, a, arrival);
	for (size_t i = 0; i < w->n_reasons; i++)
		found(out, w->reasons[i].find,
		    oid_place(&c->id, w->reasons[i].path, &w->now), "%s",
		    authz_text(w, &w->reasons[i]));
}

void
authz_schema(struct authz *w, const struct revwalk_commit *c,
    const struct operation *d, struct findings *out)
{
	for (size_t i = 0; c->n_parents && i < d->n; i++)
		if (d->acts[i].kind == ACTION_SCHEMA &&
		    str_is(d->acts[i].path, "schema"))
			found(out, FIND_AUDIT_RULES,
			    oid_place(&c->id, d->acts[i].path, &w->now),
			    _("the schema is changed by '%.*s'; what follows "
			      "is judged by it"),
			    STRF(d->email));
}
