/* vouch: who stands for a text, and may he? */
#include "audit/vouch.h"

#include <stdlib.h>

#include "base/buf.h"
#include "text/day.h"
#include "text/numeral.h"
#include "base/lang.h"
#include "text/mail.h"
#include "base/mem.h"
#include "schema/schema.h"
#include "audit/signature.h"
#include "git/source.h"

struct vouch {
	struct source *source;
	struct schema schema;
	struct signatures *signatures;
};

struct vouch *
vouch_open(const char *dir, const char *commit, struct findings *to)
{
	struct vouch *v = mem_alloc(sizeof *v);
	struct findings silent = { 0 };

	v->source = source_commit(dir, commit, "UTC", to);
	v->signatures = signatures_new(NULL);
	if (v->source && schema_read(&v->schema, v->source, "schema", &silent))
		return v;
	if (v->source)
		found(to, FIND_PUSH_SCHEMA, place_file(NULL),
		    _("commit %.12s: its schema cannot be used, so who may do "
		      "what is not known"),
		    commit);
	vouch_close(v);
	return NULL;
}

void
vouch_close(struct vouch *v)
{
	if (!v)
		return;
	signatures_free(v->signatures);
	schema_release(&v->schema);
	source_close(v->source);
	free(v);
}

bool
vouch_has_page(const struct vouch *v)
{
	return v->schema.authority;
}

bool
vouch_today(const struct vouch *v, int *day, struct findings *to)
{
	return schema_today(&v->schema, NULL, day, to);
}

bool
vouch_day(const struct vouch *v, long long time, int *day)
{
	struct buf zone = { 0 };
	bool told;

	buf_add(&zone, v->schema.zone);
	told = day_of_instant(time, buf_z(&zone), day);
	buf_release(&zone);
	return told;
}

/* Who, by the page; NULL: *why. */
static const struct person *
signer(const struct vouch *v, enum proof proof, struct str key,
    struct str email, struct arena *a, const char **why)
{
	const struct person *p = NULL;

	switch (proof) {
	case PROOF_NONE:
	case PROOF_COMING:
		*why = _("it is not signed");
		return NULL;
	case PROOF_OTHER:
		*why = _("it is signed with no SSH key");
		return NULL;
	case PROOF_BAD:
		*why = _("its signature is of something else");
		return NULL;
	case PROOF_GOOD:
		p = authority_owner(v->schema.authority, key);
		break;
	}
	if (!p)
		*why = _("it is signed with a key that is nobody's in "
			 "schema/authority.md");
	else if (email.n && !mail_same(email, p->email))
		*why = arena_f(a,
		    _("it is signed with a key of '%.*s', and names '%.*s'"),
		    STRF(p->email), STRF(email));
	return *why ? NULL : p;
}

static const char *
may(const struct person *p, const enum action_kind *kinds, size_t n, int day,
    struct arena *a)
{
	char text[DAY_TEXT];
	bool ever = false;

	for (size_t i = 0; i < n; i++) {
		struct action act = { .kind = kinds[i] };
		const struct grant *near;
		enum refusal r = authority_refuses(p, &act, day, &near);

		if (r == REFUSED_NOT)
			return NULL;
		ever |= r == REFUSED_DAY;
	}
	if (ever)
		return arena_f(a,
		    _("role 'refs' of '%.*s' is not in force on %s"),
		    STRF(p->email),
		    day == DAY_NONE ?
			"?" :
			numeral_day(a, str_of(day_text(day, text))));
	return arena_f(a, _("'%.*s' has no role 'refs', which this needs"),
	    STRF(p->email));
}

bool
vouch_refuses(struct vouch *v, struct str text, struct str email,
    const enum action_kind *kinds, size_t n, int day, struct arena *a,
    const char **why, struct findings *to)
{
	const struct str begin = STR("\n-----BEGIN ");
	size_t at = str_find_str(text, begin);
	struct str signature = str_from(text, at + 1);
	const struct person *p;
	struct buf key = { 0 };
	enum proof proof;
	bool ok = signature_check(v->signatures, text, signature,
	    str_first(text, at + 1), &proof, &key, to);

	*why = NULL;
	if (ok) {
		p = signer(v, proof, buf_str(&key), email, a, why);
		if (p)
			*why = may(p, kinds, n, day, a);
	}
	buf_release(&key);
	return ok;
}
