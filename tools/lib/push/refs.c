/* refs: what is there, and by whose page a push is judged. */
#include "push/refs.h"

#include <string.h>

#include "git/entry.h"
#include "base/lang.h"
#include "git/ref_name.h"
#include "git/run.h"

/* The first line of git's answer; NULL: none. */
static const char *
line_of(struct refs *r, const char *const args[])
{
	const char *line = run_git_line(".", args, &r->arena);

	return line && *line ? line : NULL;
}

void
refs_expect(struct refs *r, const char *ref)
{
	ref_name_note(&r->alike, ref, &r->arena);
}

static void
note_ref(struct str ref, struct str id, void *to)
{
	struct refs *r = to;

	ref = arena_keep(&r->arena, ref);
	*map_put(&r->ids, ref) = arena_z(&r->arena, id);
	refs_expect(r, ref.s);
}

/* The branch that holds the commit in which the page was changed last: none of
 * those that go on from it changed it again. */
static const char *
newest_page(struct refs *r)
{
	static const char *const log[] = { "log", "-1", "--format=%H",
		"--full-history", "--date-order", "--branches", "--",
		":(top,glob)**/schema/authority.md", NULL };
	const char *commit = line_of(r, log), *tip;

	if (!commit)
		return NULL;
	tip = line_of(r,
	    (const char *const[]){ "for-each-ref", "--count=1",
		"--sort=-committerdate", "--format=%(objectname)",
		arena_f(&r->arena, "--contains=%s", commit), "refs/heads",
		NULL });
	return tip ? tip : commit;
}

static void
find_judge(struct refs *r)
{
	static const char *const name[] = { "symbolic-ref", "-q", "HEAD",
		NULL };
	static const char *const head[] = { "rev-parse", "--verify", "--quiet",
		"HEAD^{commit}", NULL };
	static const char *const first[] = { "rev-list", "-1", "--all", NULL };

	r->head = line_of(r, name);
	if (r->head)
		r->judge = line_of(r, head);
	if (!r->judge)
		r->judge = newest_page(r);
	if (!r->judge)
		r->judge = line_of(r, first);
}

bool
refs_read(struct refs *r, struct findings *to)
{
	*r = (struct refs){ 0 };
	if (!run_git_refs(".", note_ref, r, to))
		return false;
	if (r->ids.n)
		find_judge(r);
	return !r->ids.n || r->judge || run_git_failed(to, "rev-parse");
}

void
refs_release(struct refs *r)
{
	map_release(&r->ids);
	map_release(&r->alike);
	arena_release(&r->arena);
}
