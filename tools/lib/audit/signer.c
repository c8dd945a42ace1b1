/* signer: whose key signed a commit. */
#include "audit/signer.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/revwalk.h"
#include "audit/signature.h"

struct signers {
	const struct authority *authority;
	struct revwalk *past;
	struct signatures *signatures;
	struct arena arena;
	struct map by_commit; /* struct person, or nobody */
};

static const struct person nobody; /* for sure */

struct signers *
signers_new(const char *dir, const struct authority *a, bool keep,
    struct findings *to)
{
	struct revwalk *past = revwalk_open(dir, NULL, "UTC", to);
	struct signers *s;

	if (!past)
		return NULL;
	s = mem_alloc(sizeof *s);
	s->authority = a;
	s->past = past;
	s->signatures = signatures_new(keep ? revwalk_folder(past) : NULL);
	return s;
}

void
signers_free(struct signers *s)
{
	if (!s)
		return;
	signatures_free(s->signatures);
	revwalk_close(s->past);
	map_release(&s->by_commit);
	arena_release(&s->arena);
	free(s);
}

static bool
look_at(struct signers *s, struct str commit, const struct person **who,
    struct findings *to)
{
	struct buf key = { 0 };
	enum proof proof;
	struct oid id;
	bool ok = oid_read(&id, arena_z(&s->arena, commit)) &&
	    signature_check_commit(s->signatures, s->past, &id, &proof, &key,
		to);

	if (ok && proof == PROOF_GOOD)
		*who = authority_owner(s->authority, buf_str(&key));
	buf_release(&key);
	return ok;
}

bool
signers_find(struct signers *s, struct str commit, const struct person **who,
    struct findings *to)
{
	const struct person *known = map_get(&s->by_commit, commit);

	*who = known == &nobody ? NULL : known;
	if (known)
		return true;
	if (!look_at(s, commit, who, to))
		return false;
	*map_put(&s->by_commit, arena_keep(&s->arena, commit)) =
	    (void *)(*who ? *who : &nobody);
	return true;
}
