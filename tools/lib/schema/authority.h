#ifndef SCHEMA_AUTHORITY_H
#define SCHEMA_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>

#include "text/place.h"
#include "base/str.h"

struct page_keys;
struct schema;

/* Who may commit what: schema/authority.md (schema(5), AUTHORITY), and the
 * decision itself. Pure: knows no git and reads no record. */

/* What is asked for. All but the first are for roles with a name of their
 * own. */
enum action_kind {
	ACTION_RECORD,
	ACTION_SCHEMA,
	ACTION_ACCEPT,
	ACTION_ERASE,
	ACTION_REFS,
	ACTION_KINDS
};

/* A change of a record as it was, or as it is then; whoever makes one needs
 * both. */
struct action {
	enum action_kind kind;
	struct str type, field;  /* field empty: none by itself */
	bool whole;              /* every field, whatever it is */
	bool staged;             /* its type has stages */
	struct str stage;        /* empty: none */
	const struct str *units; /* its own, then those above it */
	size_t n_units;

	struct str path; /* of the first record */
	size_t records;
};

/* How far a commit proves who made it. */
enum proof { PROOF_NONE, PROOF_COMING, PROOF_GOOD, PROOF_BAD, PROOF_OTHER };

/* A commit: who says or proves to have made it, when, and what it does. */
struct operation {
	struct str email; /* the author's, as claimed */
	/* PROOF_OTHER: of another kind; PROOF_COMING: may still be signed */
	enum proof proof;
	struct str key; /* that signed: its bytes */
	int day;
	struct action *acts;
	size_t n;
};

struct role {
	struct str name;
	enum action_kind kind;
	struct str *types, *fields, *stages; /* n 0: all */
	size_t n_types, n_fields, n_stages;
};

struct grant {
	const struct role *role;
	struct str *units; /* n 0: everywhere */
	size_t n_units;
	int since, until;      /* days, both in; DAY_NONE: open */
	struct place *unit_at; /* where the page names each */
};

struct person {
	struct str name, email;
	struct str member; /* the id of their record; empty: none */
	struct place member_at;
	struct str *keys; /* bytes */
	size_t n_keys;
	struct grant *grants;
	size_t n_grants;
};

/* Where records of a type name the unit that they belong to. */
struct unit_field {
	struct str type, field;
};

struct authority {
	struct str text; /* of the page */
	bool signed_only;
	struct person *people;
	size_t n_people;
	struct role *roles;
	size_t n_roles;
	struct str unit_type, above; /* empty: there are no units */
	struct str member_type;      /* whose records people are; empty */
	struct unit_field *in;
	size_t n_in;
};

/* Reads a page, of a schema with its types, into *a. Everything it says lives
 * in the form's arena. Problems are said through the form. */
void authority_read(struct authority *, struct page_keys *,
    const struct schema *);

/* Why not. Of several roles the one that comes nearest counts, so those of an
 * act are in the order in which they are looked at. */
enum refusal {
	REFUSED_NOT,
	REFUSED_PERSON,
	REFUSED_UNSIGNED,
	REFUSED_BAD,
	REFUSED_OTHER,
	REFUSED_KEY,
	REFUSED_AUTHOR,
	REFUSED_ROLE,
	REFUSED_TYPE,
	REFUSED_UNIT,
	REFUSED_STAGE,
	REFUSED_FIELD,
	REFUSED_DAY,
	REFUSALS
};

/* Who made it, by this authority; NULL: *why. */
const struct person *authority_person(const struct authority *,
    const struct operation *, enum refusal *why);

/* Whose record is it? NULL: nobody's. */
const struct person *authority_member(const struct authority *, struct str id);

/* Whose key is it? NULL: nobody's. */
const struct person *authority_owner(const struct authority *, struct str key);

/* May that person do it on that day? *nearest: the grant that allows it,
 * or comes nearest; NULL: none. */
enum refusal authority_refuses(const struct person *, const struct action *,
    int day, const struct grant **nearest);

/* Does one allow all of it? */
bool authority_allows(const struct authority *, const struct operation *);

/* The roles that have a meaning of their own; NULL: there are no more. */
const char *authority_fixed(size_t i);

/* A public key as in ~/.ssh/id_ed25519.pub, its bytes added to b. False: it is
 * none. */
struct buf;
bool authority_key(struct str text, struct buf *);

#endif
