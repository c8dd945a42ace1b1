/* Someone who may write nothing but notes pushes a thousand times: histories
 * with merges, old trees brought back, and objects made by hand, to branches
 * and tags that are there or new, one or several at once. Whatever is taken
 * must leave records, schema and refs as those who may write them left them.
 *
 * That is judged by libgit2 alone, in oracle(): nothing of ours reads what is
 * pushed here but the hook. A new way to make a tree is a row in ways[], one to
 * move a ref a row in moves[]. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/entry.h"
#include "base/map.h"
#include "push/push.h"
#include "test.h"
#include "../draw.h"

enum {
	PUSHES = 1000,
	SEED = 20260101,
	OLD = 64,
	RECORDS = 6,
	REFS = 24,
	MOVES = 4,
	NAME = 32
};

static const char binh[] = "Lê Thị Bình <binh@example.vn>";
static const char chi[] = "Hồ Chi <chi@example.vn>";

/* A branch or tag, and what it leads to: a commit, or a tag that does. */
struct ref {
	char name[NAME]; /* after refs/ */
	git_oid id;
	bool tag;
};

/* What is asked of one; an id of zeros: it is not there, or is to go. */
struct move {
	char name[NAME];
	git_oid old, new, commit;
	bool tag;
};

/* The server, and what the attacker has seen of it. */
struct world {
	uint64_t chance;
	git_repository *repo;
	git_odb *odb;
	git_oid tip;      /* of main */
	git_oid old[OLD]; /* earlier tips, and own commits */
	size_t n_old;
	/* but main; later ones take the place of earlier ones here */
	struct ref refs[REFS];
	size_t n_refs, made;
	long long now;
	unsigned serial;
	size_t taken[2], refused[2]; /* of the clerk's, the attacker's */
	struct map known;            /* commits that lead to its refs */
	struct arena ids;
	size_t altered, careful; /* careful: harmless, but refused */
};

static struct str
id_str(const git_oid *id)
{
	return (struct str){ (const char *)id->id, GIT_OID_RAWSZ };
}

static const git_oid *
keep(struct world *w, const git_oid *id)
{
	git_oid *kept = ARENA_NEW(&w->ids, git_oid);

	*kept = *id;
	return kept;
}

static size_t
roll(struct world *w, size_t n)
{
	return (size_t)(draw_number(&w->chance) % n);
}

static git_oid
put(struct world *w, git_object_t type, const struct buf *b)
{
	git_oid id = { 0 };

	if (git_odb_write(&id, w->odb, b->s ? b->s : "", b->n, type))
		abort();
	return id;
}

static git_oid
put_text(struct world *w, const char *text)
{
	struct buf b = { 0 };
	git_oid id;

	buf_addz(&b, text);
	id = put(w, GIT_OBJECT_BLOB, &b);
	buf_release(&b);
	return id;
}

/* Trees, as lists that need not be such as git would write. */

struct item {
	const char *mode, *name;
	git_oid id;
};

static git_oid
put_tree(struct world *w, const struct item *all, size_t n)
{
	struct buf b = { 0 };
	git_oid id;

	for (size_t i = 0; i < n; i++) {
		buf_addf(&b, "%s %s", all[i].mode, all[i].name);
		buf_addc(&b, '\0');
		buf_add(&b,
		    (struct str){ (const char *)all[i].id.id, GIT_OID_RAWSZ });
	}
	id = put(w, GIT_OBJECT_TREE, &b);
	buf_release(&b);
	return id;
}

/* What stands at a path of a commit; all zero: nothing. */
static git_oid
at(struct world *w, const git_oid *commit, const char *path)
{
	git_oid id = { 0 };
	git_object *o = NULL;
	char spec[GIT_OID_HEXSZ + 64], hex[GIT_OID_HEXSZ + 1];

	snprintf(spec, sizeof spec, "%s:%s",
	    git_oid_tostr(hex, sizeof hex, commit), path);
	if (git_revparse_single(&o, w->repo, spec) == 0)
		id = *git_object_id(o);
	git_object_free(o);
	return id;
}

static const char *const names[RECORDS] = { "an.md", "binh.md", "dung.md",
	"giang.md", "hoa.md", "khanh.md" };

static git_oid
record(struct world *w, size_t i)
{
	struct buf b = { 0 };
	git_oid id;

	buf_addf(&b, "---\nma: %.*s\nten: Người %u\n---\n",
	    (int)strcspn(names[i], "."), names[i], w->serial++);
	id = put(w, GIT_OBJECT_BLOB, &b);
	buf_release(&b);
	return id;
}

/* records/, of a commit, with one of its files put anew or left out. */
static git_oid
records(struct world *w, const git_oid *of, bool drop)
{
	struct item all[RECORDS];
	size_t n = 0, which = roll(w, RECORDS);
	git_oid below;

	for (size_t i = 0; i < RECORDS; i++) {
		char path[64];
		git_oid id;

		snprintf(path, sizeof path, "records/nguoi/%s", names[i]);
		id = i == which ? record(w, i) : at(w, of, path);
		if (!git_oid_is_zero(&id) && !(drop && i == which))
			all[n++] = (struct item){ "100644", names[i], id };
	}
	below = put_tree(w, all, n);
	return put_tree(w, &(struct item){ "40000", "nguoi", below }, 1);
}

static git_oid
notes(struct world *w)
{
	char text[32];
	git_oid id;

	snprintf(text, sizeof text, "x%u\n", w->serial++);
	id = put_text(w, text);
	return put_tree(w, &(struct item){ "100644", "x.md", id }, 1);
}

static git_oid
root(struct world *w, git_oid note, git_oid of_records, git_oid of_schema)
{
	struct item all[] = { { "40000", "notes", note },
		{ "40000", "records", of_records },
		{ "40000", "schema", of_schema } };

	return put_tree(w, all, 3);
}

static git_oid
with_records(struct world *w, const git_oid *of, git_oid of_records)
{
	return root(w, notes(w), of_records, at(w, of, "schema"));
}

/* Ways to make the tree of a commit that goes on from another. */

static git_oid
harmless(struct world *w, const git_oid *of)
{
	return with_records(w, of, at(w, of, "records"));
}

static git_oid
edit(struct world *w, const git_oid *of)
{
	return with_records(w, of, records(w, of, false));
}

static git_oid
drop(struct world *w, const git_oid *of)
{
	return with_records(w, of, records(w, of, true));
}

static git_oid
bring_back(struct world *w, const git_oid *of)
{
	const git_oid *old = w->n_old ? &w->old[roll(w, w->n_old)] : of;

	return at(w, old, "");
}

static git_oid
rights(struct world *w, const git_oid *of)
{
	static const char page[] = "---\npeople: []\nroles: {}\n---\n";
	struct item all[] = { { "100644", "authority.md", put_text(w, page) },
		{ "100644", "repository.md",
		    at(w, of, "schema/repository.md") },
		{ "40000", "types", at(w, of, "schema/types") } };

	return root(w, notes(w), at(w, of, "records"), put_tree(w, all, 3));
}

/* An entry more, before or after the others, that some take for another. */
static git_oid
odd_entry(struct world *w, const git_oid *of)
{
	static const char *const odd[] = { "records", "schema", "Records",
		"SCHEMA", ".GIT", ".git", "git~1", "rec\342\200\214ords", "..",
		"records/nguoi", "notes", "records." };
	static const char *const modes[] = { "40000", "120000", "160000",
		"100644", "040000", "40755" };
	git_oid evil = records(w, of, false), r = at(w, of, "records");
	struct item more = { modes[roll(w, 6)], odd[roll(w, 12)], evil };
	struct item all[5] = { { "40000", "notes", notes(w) } };
	size_t place = roll(w, 4), n = 1;

	if (more.mode[0] == '1')
		more.id = put_text(w, "notes");
	if (more.mode[1] == '6')
		more.id = *of;
	if (place == 1)
		all[n++] = more;
	all[n++] = (struct item){ "40000", "records", r };
	if (place == 2)
		all[n++] = more;
	all[n++] = (struct item){ "40000", "schema", at(w, of, "schema") };
	if (place == 3)
		all[n++] = more;
	if (place == 0)
		all[1] = more; /* in place of records */
	return put_tree(w, all, n);
}

/* A record that is something else than a file. */
static git_oid
odd_record(struct world *w, const git_oid *of)
{
	static const char *const modes[] = { "120000", "160000", "100755",
		"40000", "100600", "0100644" };
	const char *mode = modes[roll(w, 6)];
	struct item all[] = { { "100644", names[0],
				  at(w, of, "records/nguoi/an.md") },
		{ mode, "zz.md", *of } };
	git_oid below;

	if (mode[0] != '4' && mode[1] != '6')
		all[1].id = put_text(w, "../../notes/x.md");
	else if (mode[0] == '4')
		all[1].id = notes(w);
	below = put_tree(w, all, 2);
	return with_records(w, of,
	    put_tree(w, &(struct item){ "40000", "nguoi", below }, 1));
}

/* Ways to write the text of a commit. */

struct text {
	git_oid tree, evil, parents[2];
	size_t n_parents;
	const char *who;
};

static void
add_id(struct buf *b, const char *header, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	buf_addf(b, "%s %s\n", header, git_oid_tostr(hex, sizeof hex, id));
}

enum odd_text {
	TEXT_PLAIN,
	TEXT_TREE_AFTER,
	TEXT_TREE_BEFORE,
	TEXT_TREE_LAST,
	TEXT_AUTHOR,
	TEXT_AUTHOR_LATER,
	TEXT_PARENT_LATER,
	TEXT_NUL,
	TEXT_BODY_SIGNED,
	TEXT_FOLDED,
	TEXTS
};

static git_oid
put_commit(struct world *w, const struct text *t, enum odd_text odd)
{
	struct buf b = { 0 };
	git_oid id;

	w->now += 60;
	if (odd == TEXT_TREE_BEFORE)
		add_id(&b, "tree", &t->evil);
	add_id(&b, "tree",
	    odd == TEXT_TREE_AFTER || odd == TEXT_TREE_LAST ||
		    odd == TEXT_FOLDED ?
		&t->evil :
		&t->tree);
	if (odd == TEXT_TREE_AFTER)
		add_id(&b, "tree", &t->tree);
	for (size_t i = 0; i < t->n_parents; i++)
		add_id(&b, "parent", &t->parents[i]);
	if (odd == TEXT_AUTHOR)
		buf_addf(&b, "author %s %lld +0700\n", binh, w->now);
	buf_addf(&b, "author %s %lld +0700\n", t->who, w->now);
	if (odd == TEXT_AUTHOR_LATER)
		buf_addf(&b, "author %s %lld +0700\n", binh, w->now);
	buf_addf(&b, "committer %s %lld +0700\n", t->who, w->now);
	if (odd == TEXT_TREE_LAST)
		add_id(&b, "tree", &t->tree);
	if (odd == TEXT_FOLDED)
		add_id(&b, "mergetag object\n tree", &t->tree);
	if (odd == TEXT_PARENT_LATER)
		add_id(&b, "parent", &w->tip);
	buf_addz(&b, "\nx\n");
	if (odd == TEXT_NUL)
		buf_addc(&b, '\0');
	if (odd == TEXT_NUL || odd == TEXT_BODY_SIGNED)
		buf_addz(&b, "gpgsig x\n\nCorrection: an ten: x\n");
	id = put(w, GIT_OBJECT_COMMIT, &b);
	buf_release(&b);
	return id;
}

/* What may be pushed. Nothing but harmless may be taken; what is odd need not
 * show, so that it is taken is no fault by itself. */
static const struct {
	git_oid (*tree)(struct world *, const git_oid *of);
	size_t often;
} ways[] = {
	{ harmless, 6 },
	{ edit, 3 },
	{ drop, 2 },
	{ bring_back, 4 },
	{ rights, 2 },
	{ odd_entry, 6 },
	{ odd_record, 3 },
};
enum { WAYS = sizeof ways / sizeof *ways };

static git_oid
any_tree(struct world *w, const git_oid *of)
{
	size_t sum = 0, pick;

	for (size_t i = 0; i < WAYS; i++)
		sum += ways[i].often;
	pick = roll(w, sum);
	for (size_t i = 0;; pick -= ways[i++].often)
		if (pick < ways[i].often)
			return ways[i].tree(w, of);
}

static void
remember(struct world *w, const git_oid *id)
{
	w->old[w->n_old < OLD ? w->n_old++ : roll(w, OLD)] = *id;
}

/* A history of one to three commits that goes on from a tip at its end, or from
 * something else. */
static git_oid
attack(struct world *w, const git_oid *tip)
{
	bool aside = w->n_old && roll(w, 3) == 0;
	git_oid now = aside ? w->old[roll(w, w->n_old)] : *tip;
	size_t n = 1 + roll(w, 2);

	for (size_t i = 0; i < n; i++) {
		struct text t = { any_tree(w, &now), edit(w, &now), { now }, 1,
			chi };

		now = put_commit(w, &t,
		    roll(w, 3) ? TEXT_PLAIN : (enum odd_text)roll(w, TEXTS));
	}
	if (aside) {
		bool first = roll(w, 2);
		struct text t = { roll(w, 2) ? at(w, tip, "") :
					       any_tree(w, tip),
			edit(w, tip),
			{ first ? *tip : now, first ? now : *tip }, 2, chi };

		now = put_commit(w, &t, TEXT_PLAIN);
	}
	remember(w, &now);
	return now;
}

/* Ways to move a ref. */

static void
call(struct move *m, const char *name)
{
	snprintf(m->name, sizeof m->name, "%.*s", NAME - 1, name);
	m->tag = strncmp(name, "tags/", 5) == 0;
}

static void
call_new(struct world *w, struct move *m, const char *place)
{
	char name[NAME];

	snprintf(name, sizeof name, "%s/n%u", place, w->serial++);
	call(m, name);
}

static void
go_to(struct move *m, git_oid commit)
{
	m->new = m->commit = commit;
}

static const struct ref *
any_ref(struct world *w)
{
	return w->n_refs ? &w->refs[roll(w, w->n_refs)] : NULL;
}

static void
main_goes_on(struct world *w, struct move *m)
{
	call(m, "heads/main");
	m->old = w->tip;
	go_to(m, attack(w, &w->tip));
}

static void
new_branch(struct world *w, struct move *m)
{
	call_new(w, m, "heads");
	go_to(m, attack(w, &w->tip));
}

/* What was once a tip, or is refused, under a new name: work follows later. */
static void
old_tip(struct world *w, struct move *m)
{
	call_new(w, m, "heads");
	go_to(m, w->n_old ? w->old[roll(w, w->n_old)] : w->tip);
}

static void
ref_goes_on(struct world *w, struct move *m)
{
	const struct ref *r = any_ref(w);

	if (!r) {
		main_goes_on(w, m);
		return;
	}
	call(m, r->name);
	m->old = r->id;
	go_to(m, r->tag ? w->tip : attack(w, &r->id));
}

static void
ref_goes_back(struct world *w, struct move *m)
{
	ref_goes_on(w, m);
	go_to(m, w->n_old ? w->old[roll(w, w->n_old)] : w->tip);
}

static void
ref_goes_away(struct world *w, struct move *m)
{
	ref_goes_on(w, m);
	m->new = m->commit = (git_oid){ { 0 } };
}

static void
new_tag(struct world *w, struct move *m)
{
	struct buf b = { 0 };
	git_oid to =
	    roll(w, 2) ? attack(w, &w->tip) : w->old[roll(w, w->n_old)];

	call_new(w, m, roll(w, 6) ? "tags" : "tags/ketnap");
	go_to(m, to);
	if (roll(w, 2)) {
		add_id(&b, "object", &to);
		buf_addf(&b, "type commit\ntag %s\ntagger %s %lld +0700\n\nx\n",
		    m->name + sizeof "tags/" - 1, chi, w->now);
		m->new = put(w, GIT_OBJECT_TAG, &b);
	}
	buf_release(&b);
}

/* A name that stands for a branch and a tag. */
static void
twin(struct world *w, struct move *m)
{
	const struct ref *r = any_ref(w);
	const char *name = r ? strchr(r->name, '/') + 1 : "main";
	char other[NAME + 8];

	snprintf(other, sizeof other, "%s/%s", r && r->tag ? "heads" : "tags",
	    name);
	call(m, other);
	go_to(m, w->tip);
}

static const struct {
	void (*make)(struct world *, struct move *);
	size_t often;
} moves[] = {
	{ main_goes_on, 12 },
	{ new_branch, 4 },
	{ old_tip, 3 },
	{ ref_goes_on, 6 },
	{ ref_goes_back, 1 },
	{ ref_goes_away, 1 },
	{ new_tag, 3 },
	{ twin, 1 },
};
enum { MOVE_WAYS = sizeof moves / sizeof *moves };

static void
any_move(struct world *w, struct move *m)
{
	size_t sum = 0, pick;

	*m = (struct move){ 0 };
	for (size_t i = 0; i < MOVE_WAYS; i++)
		sum += moves[i].often;
	pick = roll(w, sum);
	for (size_t i = 0;; pick -= moves[i++].often)
		if (pick < moves[i].often) {
			moves[i].make(w, m);
			return;
		}
}

/* Who may write does it on main, or on a branch of his or another's. */
static void
clerk(struct world *w, struct move *m)
{
	const struct ref *r = any_ref(w);
	struct text t = { .n_parents = 1, .who = binh };

	*m = (struct move){ 0 };
	call(m, "heads/main");
	m->old = w->tip;
	if (r && !r->tag && roll(w, 4) == 0) {
		call(m, r->name);
		m->old = r->id;
	}
	t.parents[0] = m->old;
	t.tree = edit(w, &m->old);
	go_to(m, put_commit(w, &t, TEXT_PLAIN));
}

/* The oracle. */

static bool
is_called(const char *name, const char *what)
{
	return strcasecmp(name, what) == 0;
}

/* One folder of that name, however it is written, and the one we had. */
static bool
is_kept(const git_tree *now, const char *name, const git_oid *was)
{
	size_t found_at = 0;
	bool same = false;

	for (size_t i = 0; i < git_tree_entrycount(now); i++) {
		const git_tree_entry *e = git_tree_entry_byindex(now, i);

		if (!is_called(git_tree_entry_name(e), name))
			continue;
		found_at++;
		same = git_tree_entry_type(e) == GIT_OBJECT_TREE &&
		    git_oid_equal(git_tree_entry_id(e), was);
	}
	return found_at == 1 && same;
}

/* Takes the conflicts out that are about notes; false: there are others. */
static bool
settle(git_index *merged)
{
	git_index_conflict_iterator *all = NULL;
	const git_index_entry *base, *ours, *theirs;
	bool notes_only = git_index_conflict_iterator_new(&all, merged) == 0;

	while (notes_only &&
	    git_index_conflict_next(&base, &ours, &theirs, all) == 0) {
		const git_index_entry *e = ours ? ours : theirs ? theirs : base;

		notes_only = strncmp(e->path, "notes/", 6) == 0;
	}
	git_index_conflict_iterator_free(all);
	return notes_only && git_index_conflict_cleanup(merged) == 0;
}

/* What a commit's parents come to by themselves, as libgit2 merges them. False:
 * that is for nobody to say who may not write. */
static bool
expected(struct world *w, const git_commit *c, git_oid *tree)
{
	git_commit *side[2] = { 0 };
	git_index *merged = NULL;
	bool ok;

	if (git_commit_parentcount(c) == 1) {
		*tree = at(w, git_commit_parent_id(c, 0), "");
		return true;
	}
	ok = git_commit_parentcount(c) == 2 &&
	    git_commit_parent(&side[0], c, 0) == 0 &&
	    git_commit_parent(&side[1], c, 1) == 0 &&
	    git_merge_commits(&merged, w->repo, side[0], side[1], NULL) == 0 &&
	    settle(merged) &&
	    git_index_write_tree_to(tree, merged, w->repo) == 0;
	git_index_free(merged);
	git_commit_free(side[0]);
	git_commit_free(side[1]);
	return ok;
}

static git_oid
entry_of(struct world *w, const git_oid *tree, const char *name)
{
	git_tree *t = NULL;
	const git_tree_entry *e = NULL;
	git_oid id = { 0 };

	if (git_tree_lookup(&t, w->repo, tree) == 0)
		e = git_tree_entry_byname(t, name);
	if (e)
		id = *git_tree_entry_id(e);
	git_tree_free(t);
	return id;
}

/* A commit that leaves records and schema as its parents have them. */
static bool
is_harmless(struct world *w, const git_oid *now)
{
	git_commit *c = NULL;
	git_tree *tree = NULL;
	git_oid want, r, s;
	bool ok = git_commit_lookup(&c, w->repo, now) == 0 &&
	    git_commit_tree(&tree, c) == 0 && expected(w, c, &want);

	if (ok) {
		r = entry_of(w, &want, "records");
		s = entry_of(w, &want, "schema");
		ok =
		    is_kept(tree, "records", &r) && is_kept(tree, "schema", &s);
	}
	for (size_t i = 0; ok && i < git_tree_entrycount(tree); i++) {
		const char *name =
		    git_tree_entry_name(git_tree_entry_byindex(tree, i));

		ok = !is_called(name, ".git") && !is_called(name, "git~1");
	}
	git_tree_free(tree);
	git_commit_free(c);
	return ok;
}

/* What leads to a commit, in seen; not what leads to one that was known before.
 * False: git could not read one. (libgit2's own walk loses memory over
 * such.) */
static bool
walk(struct world *w, const git_oid *from, struct map *seen,
    const struct map *known)
{
	*map_put(seen, id_str(keep(w, from))) = w;
	for (size_t i = 0; i < seen->n; i++) {
		git_oid id;
		git_commit *c;
		unsigned n;

		memcpy(id.id, seen->pairs[i].key.s, GIT_OID_RAWSZ);
		if (git_commit_lookup(&c, w->repo, &id))
			return false;
		n = git_commit_parentcount(c);
		for (unsigned k = 0; k < n; k++) {
			const git_oid *p = git_commit_parent_id(c, k);

			if (!map_get(seen, id_str(p)) &&
			    !(known && map_get(known, id_str(p))))
				*map_put(seen, id_str(keep(w, p))) = w;
		}
		git_commit_free(c);
	}
	return true;
}

/* All that leads to a commit and to no ref of the server: parents first, as
 * libgit2 loses memory over a merge of what nobody could check out. */
static bool
are_harmless(struct world *w, const git_oid *tip)
{
	struct map new = { 0 };
	bool ok = true;

	if (map_get(&w->known, id_str(tip)))
		return true;
	ok = walk(w, tip, &new, &w->known);
	for (size_t i = new.n; ok &&i-- > 0;) {
		git_oid id;

		memcpy(id.id, new.pairs[i].key.s, GIT_OID_RAWSZ);
		ok = is_harmless(w, &id);
	}
	map_release(&new);
	return ok;
}

static bool
leads_to(struct world *w, const git_oid *old, const git_oid *new)
{
	struct map seen = { 0 };
	bool does = walk(w, new, &seen, NULL) && map_get(&seen, id_str(old));

	map_release(&seen);
	return does;
}

static bool
is_there(struct world *w, const struct move *all, size_t n, const char *name)
{
	char whole[NAME + 16];
	git_oid id;

	snprintf(whole, sizeof whole, "refs/%s", name);
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			return true;
	return git_reference_name_to_id(&id, w->repo, whole) == 0;
}

/* The refs by themselves: none goes, a tag stays, a branch only goes on, and a
 * name stands for one thing. */
static bool
may_move(struct world *w, const struct move *all, size_t n, size_t i)
{
	const struct move *m = &all[i];
	char other[NAME + 8];

	snprintf(other, sizeof other, "%s%s", m->tag ? "heads/" : "tags/",
	    strchr(m->name, '/') + 1);
	if (git_oid_is_zero(&m->new) || is_there(w, all, n, other) ||
	    strncmp(m->name, "tags/ketnap/", 12) == 0)
		return false;
	return git_oid_is_zero(&m->old) ||
	    (!m->tag && leads_to(w, &m->old, &m->new));
}

static bool
oracle(struct world *w, const struct move *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!may_move(w, all, n, i) || !are_harmless(w, &all[i].commit))
			return false;
	return true;
}

/* The server. */

static bool
hook_takes(const struct move *all, size_t n)
{
	struct findings silent = { 0 };
	char a[GIT_OID_HEXSZ + 1], b[GIT_OID_HEXSZ + 1];
	struct buf lines = { 0 };
	FILE *f;
	bool ok;

	for (size_t i = 0; i < n; i++)
		buf_addf(&lines, "%s %s refs/%s\n",
		    git_oid_tostr(a, sizeof a, &all[i].old),
		    git_oid_tostr(b, sizeof b, &all[i].new), all[i].name);
	f = fmemopen(lines.s, lines.n, "r");
	ok = f && push_judge(f, LANG_EN, &silent);
	if (f)
		fclose(f);
	buf_release(&lines);
	return ok;
}

static void
apply(struct world *w, const struct move *m)
{
	git_reference *ref = NULL;
	char name[NAME + 8];
	struct ref *r = NULL;

	snprintf(name, sizeof name, "refs/%s", m->name);
	if (git_reference_create(&ref, w->repo, name, &m->new, 1, NULL))
		abort();
	git_reference_free(ref);
	if (!map_get(&w->known, id_str(&m->commit)) &&
	    !walk(w, &m->commit, &w->known, NULL))
		abort();
	remember(w, &m->commit);
	if (strcmp(m->name, "heads/main") == 0) {
		w->tip = m->commit;
		return;
	}
	for (size_t i = 0; i < w->n_refs; i++)
		if (strcmp(w->refs[i].name, m->name) == 0)
			r = &w->refs[i];
	if (!r)
		r = &w->refs[w->n_refs < REFS ? w->n_refs++ : w->made++ % REFS];
	memcpy(r->name, m->name, sizeof r->name);
	r->id = m->new;
	r->tag = m->tag;
}

/* No ref is named twice in a push: git refuses that by itself. */
static size_t
any_moves(struct world *w, struct move *all)
{
	size_t n = 0, most = roll(w, 4) ? 1 : 1 + roll(w, MOVES);

	for (size_t i = 0; i < most; i++) {
		bool twice = false;

		any_move(w, &all[n]);
		for (size_t k = 0; k < n; k++)
			twice |= strcmp(all[k].name, all[n].name) == 0;
		n += !twice;
	}
	return n;
}

static void
push(struct world *w)
{
	bool attacks = roll(w, 8) != 0, lawful;
	struct move all[MOVES];
	size_t n = 1;

	if (attacks)
		n = any_moves(w, all);
	else
		clerk(w, &all[0]);
	lawful = !attacks || oracle(w, all, n);
	if (!hook_takes(all, n)) {
		w->refused[attacks]++;
		w->careful += attacks && lawful;
		return;
	}
	w->taken[attacks]++;
	if (!lawful) {
		char hex[GIT_OID_HEXSZ + 1];

		for (size_t i = 0; i < n; i++)
			printf("# taken: %s %s\n", all[i].name,
			    git_oid_tostr(hex, sizeof hex, &all[i].new));
		w->altered++;
		return; /* go on from what is right */
	}
	for (size_t i = 0; i < n; i++)
		apply(w, &all[i]);
}

static void
found_office(struct world *w)
{
	static const char repository[] = "---\nformat: 1\ndefault_type: nguoi\n"
					 "zone: Asia/Ho_Chi_Minh\n---\n";
	static const char type[] = "---\ntype: nguoi\nid: ma\nfields:\n"
				   "  ma: slug\n  ten: line\n---\n";
	static const char authority[] =
	    "---\npeople:\n"
	    "  - {name: Lê Thị Bình, email: binh@example.vn, roles: [{role: "
	    "van-phong}, {role: schema}]}\n"
	    "  - {name: Hồ Chi, email: chi@example.vn}\n"
	    "roles:\n  van-phong: {types: [nguoi]}\n---\n";
	struct item types[] = { { "100644", "nguoi.md", put_text(w, type) } };
	struct item pages[] = { { "100644", "authority.md",
				    put_text(w, authority) },
		{ "100644", "repository.md", put_text(w, repository) },
		{ "40000", "types", put_tree(w, types, 1) } };
	struct item all[RECORDS];
	struct text t = { .who = binh };
	struct move m = { 0 };
	git_oid first;

	for (size_t i = 0; i < RECORDS; i++)
		all[i] = (struct item){ "100644", names[i], record(w, i) };
	first = put_tree(w, all, RECORDS);
	first = put_tree(w, &(struct item){ "40000", "nguoi", first }, 1);
	t.tree = root(w, notes(w), first, put_tree(w, pages, 3));
	first = put_commit(w, &t, TEXT_PLAIN);
	call(&m, "heads/main");
	go_to(&m, first);
	apply(w, &m);
}

int
main(void)
{
	struct world w = { .chance = SEED, .now = 1609725600 };

	git_libgit2_init();
	if (git_repository_init(&w.repo, "server.git", 1) ||
	    git_repository_odb(&w.odb, w.repo) || chdir("server.git"))
		return 1;
	found_office(&w);
	for (int i = 0; i < PUSHES; i++)
		push(&w);
	printf("# the clerk: %zu taken, %zu refused; the attacker: %zu taken, "
	       "%zu refused\n",
	    w.taken[0], w.refused[0], w.taken[1], w.refused[1]);
	printf("# %zu were refused though they would have harmed nothing\n",
	    w.careful);
	ok(w.altered == 0, "nothing is altered without the right (%zu times)",
	    w.altered);
	ok(w.taken[0] > PUSHES / 16 && w.refused[0] == 0,
	    "who may write is never refused");
	ok(w.taken[1] > PUSHES / 32, "what harms nothing is taken, too");
	ok(w.refused[1] > PUSHES / 4, "what does is refused");
	map_release(&w.known);
	arena_release(&w.ids);
	git_odb_free(w.odb);
	git_repository_free(w.repo);
	git_libgit2_shutdown();
	return done();
}
