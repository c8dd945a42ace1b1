/* name: does a name stand for one thing alone? */
#include "git/inside.h"

#include <string.h>

#include "base/buf.h"

/* Where git looks for a name, in this order; it takes the first, and warns. */
static const char *const places[] = { "", "refs/", "refs/tags/", "refs/heads/",
	"refs/remotes/" };

bool
name_is_ambiguous(struct snapshot *s, const char *at)
{
	size_t n = strcspn(at, "~^@:{"), all = 0;
	git_oid first, id;

	/* A whole id is always that of the commit. */
	if (n == ENTRY_ID - 1 && strspn(at, "0123456789abcdefABCDEF") == n)
		return false;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct buf name = { 0 };

		buf_addz(&name, places[i]);
		buf_add(&name, (struct str){ at, n });
		if (git_reference_name_to_id(&id, s->repo, name.s) == 0) {
			if (!all || git_oid_cmp(&first, &id))
				all++;
			first = id;
		}
		buf_release(&name);
	}
	return all > 1;
}
