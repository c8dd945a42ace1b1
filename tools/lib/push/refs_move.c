/* refs_move: may a branch or tag be made, moved or taken away? */
#include "push/refs.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "audit/checkpoint.h"
#include "git/data_folders.h"
#include "base/lang.h"
#include "push/ledger.h"
#include "git/ref_name.h"
#include "git/run.h"
#include "audit/vouch.h"

static const char branches[] = "refs/heads/", tags[] = "refs/tags/";
static const char checkpoints[] = "refs/tags/ketnap/";

struct moving {
	const struct refs *refs;
	struct ledger *ledger;
	const struct ref_move *m;
	const struct map *together;
	struct findings *to;
	struct arena arena;
};

static bool
refuse(struct moving *v, enum find why, const char *text)
{
	return found(v->to, why, place_file(NULL), "%s: %s", v->m->ref, text);
}

static bool
starts(const char *ref, const char *prefix)
{
	return str_starts(str_of(ref), str_of(prefix));
}

/* Names. A name must mean one thing, to git and to --at. */

/* Is there one of that name, or does it come in this push? */
static bool
is_or_comes(const struct moving *v, const char *ref)
{
	const struct ref_move *m = map_get(v->together, str_of(ref));

	return (m && m->new) || map_get(&v->refs->ids, str_of(ref));
}

static bool
may_be_called(struct moving *v)
{
	const char *ref = v->m->ref, *name, *else_, *twin, *alike;
	bool branch = starts(ref, branches);

	if (starts(ref, "refs/replace/"))
		return refuse(v, FIND_PUSH_KIND,
		    _("it would have git show something else than was "
		      "committed"));
	if (!branch && !starts(ref, tags))
		return refuse(v, FIND_PUSH_NAME,
		    _("only branches (refs/heads/…) and tags (refs/tags/…) are "
		      "taken"));
	name = ref + strlen(branch ? branches : tags);
	twin = arena_f(&v->arena, "%s%s", branch ? tags : branches, name);
	else_ = ref_name_means(name, branch);
	if (else_)
		return refuse(v, FIND_PUSH_NAME,
		    arena_f(&v->arena,
			_("'%s' could also be %s: take another name"), name,
			else_));
	if (!ref_name_is_portable(name))
		return refuse(v, FIND_PUSH_NAME,
		    arena_f(&v->arena,
			_("'%s' is a name that a file cannot have on every "
			  "computer: take another one"),
			name));
	alike = ref_name_alike(&v->refs->alike, ref, &v->arena);
	if (!alike)
		alike = ref_name_alike(&v->refs->alike, twin, &v->arena);
	if (alike)
		return refuse(v, FIND_PUSH_NAME,
		    arena_f(&v->arena,
			_("'%s' is the same name on some computers: take "
			  "another one"),
			alike));
	return !is_or_comes(v, twin) ||
	    refuse(v, FIND_PUSH_NAME,
		arena_f(&v->arena,
		    branch ? _("there is a tag '%s': take another name") :
			     _("there is a branch '%s': take another name"),
		    name));
}

/* Taking away. */

/* The text of a signed push ("git push --signed"), as git keeps it for hooks;
 * NULL: it is not signed, or may be an old one anew. */
static const char *
certificate(struct moving *v)
{
	const char *id = getenv("GIT_PUSH_CERT");
	const char *fresh = getenv("GIT_PUSH_CERT_NONCE_STATUS");
	const char *const args[] = { "cat-file", "blob", id, NULL };
	struct buf out = { 0 };
	const char *text = NULL;

	if (id && *id && fresh &&
	    (strcmp(fresh, "OK") == 0 || strcmp(fresh, "SLOP") == 0) &&
	    run_git(".", args, &out) == 0)
		text = arena_z(&v->arena, buf_str(&out));
	buf_release(&out);
	return text;
}

/* Its lines are those of the push: an empty one is before them, the signature
 * after. */
static bool
certifies(struct moving *v, const char *text)
{
	const char *line = arena_f(&v->arena, "\n%s %.*s %s\n", v->m->old,
	    (int)strlen(v->m->old),
	    "0000000000000000000000000000000000000000000000000000000000000000",
	    v->m->ref);
	struct str s = str_of(text), none = STR("\n\n");
	size_t end = str_find_str(s, STR("\n-----BEGIN ")) + 1;
	size_t start = str_find_str(s, none) + 1;

	return str_starts(s, STR("certificate version ")) && start < end &&
	    str_find_str(str_from(str_first(s, end), start), str_of(line)) <
	    end - start;
}

/* A bigger repository may have several data folders: each by itself is asked
 * until one refuses. */
static bool
ask_folders(struct moving *v, const char **why,
    bool (*ask)(struct moving *, const char **why, void *), void *to)
{
	struct data_folders all = { .arena = &v->arena };
	bool ok = data_folders_of_commit(&all, v->refs->judge, v->to);

	for (size_t i = 0; ok && !*why && i < all.n; i++) {
		data_folders_use(all.all[i]);
		ok = ask(v, why, to);
	}
	data_folders_use(NULL);
	free(all.all);
	return ok;
}

struct page_asked {
	const char *text; /* of a push that is signed; NULL: it is not */
	bool any;         /* has a folder a page? */
};

static bool
ask_page(struct moving *v, const char **why, void *to)
{
	static const enum action_kind kinds[] = { ACTION_REFS };
	struct page_asked *page = to;
	struct vouch *by = vouch_open(".", v->refs->judge, v->to);
	bool ok = by;
	int today;

	if (by && vouch_has_page(by)) {
		page->any = true;
		ok = !page->text ||
		    (vouch_today(by, &today, v->to) &&
			vouch_refuses(by, str_of(page->text), STR(""), kinds, 1,
			    today, &v->arena, why, v->to));
	}
	vouch_close(by);
	return ok;
}

static bool
is_asked_for(struct moving *v)
{
	struct page_asked page = { .text = certificate(v) };
	const char *why = NULL;

	if (page.text && !certifies(v, page.text))
		page.text = NULL;
	if (!ask_folders(v, &why, ask_page, &page))
		return false;
	if (!page.any)
		return refuse(v, FIND_PUSH_DELETE,
		    _("it cannot be deleted here: what it names is evidence"));
	if (!page.text)
		return refuse(v, FIND_PUSH_DELETE,
		    _("it can be deleted by role 'refs' alone, in a push that "
		      "is signed: 'git push --signed'"));
	return !why ||
	    refuse(v, FIND_PUSH_DELETE,
		arena_f(&v->arena, _("it cannot be deleted by this push: %s"),
		    why));
}

/* Does the ref stay, whatever else arrives with this push or just before? */
static bool
stays(struct moving *v, struct str ref)
{
	const struct ref_move *m = map_get(v->together, ref);
	const char *id = map_get(&v->refs->ids, ref);

	return id && !(m && !m->new) &&
	    !ledger_is_gone(v->ledger, arena_z(&v->arena, ref), id);
}

static bool
is_held(struct moving *v)
{
	const char *const args[] = { "for-each-ref",
		arena_f(&v->arena, "--contains=%s", v->m->old),
		"--format=%(refname)", NULL };
	struct buf out = { 0 };
	struct str rest, ref;
	bool held = false, ok = run_git(".", args, &out) == 0;

	rest = buf_str(&out);
	while (ok && !held && str_split(&rest, '\n', &ref))
		held = stays(v, ref);
	buf_release(&out);
	return held ||
	    refuse(v, FIND_PUSH_DELETE,
		_("it cannot be deleted here: no other branch or tag holds its "
		  "commits, so merge it first ('git merge -s ours' takes "
		  "nothing else of it)"));
}

static bool
may_go(struct moving *v)
{
	const char *ref = v->m->ref, *id = map_get(&v->refs->ids, str_of(ref));

	if (!id || !v->m->old || strcmp(id, v->m->old) != 0 || !v->refs->judge)
		return refuse(v, FIND_PUSH_DELETE,
		    _("it cannot be deleted here: what it names is evidence"));
	if (v->refs->head && strcmp(ref, v->refs->head) == 0)
		return refuse(v, FIND_PUSH_DELETE,
		    _("it cannot be deleted: it is the branch that HEAD names, "
		      "by which all others are judged"));
	if (starts(ref, checkpoints))
		return refuse(v, FIND_PUSH_DELETE,
		    _("it cannot be deleted: a checkpoint is evidence"));
	if (!is_asked_for(v) || !is_held(v))
		return false;
	ledger_gone(v->ledger, ref, id);
	return true;
}

/* Making and moving. */

static bool
may_begin(struct moving *v)
{
	const struct refs *r = v->refs;
	const char *const args[] = { "merge-base", "--is-ancestor", r->judge,
		v->m->new, NULL };
	struct buf out = { 0 };
	bool does;

	if (!r->judge || !r->head || strcmp(v->m->ref, r->head) != 0)
		return true;
	does = run_git(".", args, &out) == 0;
	buf_release(&out);
	return does ||
	    refuse(v, FIND_PUSH_BEHIND,
		arena_f(&v->arena,
		    _("HEAD names it, so by it all others will be judged: it "
		      "must go on from %.12s, by which they are judged now"),
		    r->judge));
}

static bool
ask_checkpoint(struct moving *v, const char **why, void *to)
{
	enum checkpoint_word word;

	(void)to;
	return checkpoint_counts(".", v->m->new, v->refs->judge, true,
	    &v->arena, &word, why, v->to);
}

static bool
may_be_tagged(struct moving *v)
{
	const char *why = NULL;
	bool ok = true;

	if (v->m->old)
		return refuse(v, FIND_PUSH_TAG,
		    _("a tag stays what it is: make another one, with a name "
		      "of its own"));
	if (ledger_is_gone(v->ledger, v->m->ref, NULL))
		return refuse(v, FIND_PUSH_TAG,
		    _("a tag of this name was deleted here, and none comes "
		      "again under it: take another name"));
	if (v->refs->judge && starts(v->m->ref, checkpoints))
		ok = ask_folders(v, &why, ask_checkpoint, NULL);
	if (why)
		return refuse(v, FIND_PUSH_TAG,
		    arena_f(&v->arena,
			_("as a checkpoint it would not count, and could never "
			  "be taken away: %s"),
			why));
	return ok;
}

bool
refs_may(const struct refs *r, struct ledger *ledger,
    const struct map *together, const struct ref_move *m, struct findings *to)
{
	struct moving v = { .refs = r,
		.ledger = ledger,
		.m = m,
		.together = together,
		.to = to };
	bool ok;

	if (!m->new)
		ok = may_go(&v);
	else
		ok = (m->old || may_be_called(&v)) &&
		    (!starts(m->ref, tags) || may_be_tagged(&v)) &&
		    (m->old || may_begin(&v));
	arena_release(&v.arena);
	return ok;
}

bool
refs_need_ledger(const struct ref_move *m)
{
	return !m->new || starts(m->ref, tags);
}
