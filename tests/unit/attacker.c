/* Someone who may write nothing but notes pushes a thousand times: histories
 * with merges, old trees brought back, and objects made by hand. Whatever is
 * taken must leave records and schema as those who may write them left them.
 *
 * That is judged by libgit2 alone, in oracle(): nothing of ours reads what is
 * pushed here but the hook. A new way to push is a row in ways[]. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2.h>

#include "buf.h"
#include "entry.h"
#include "push.h"
#include "test.h"

enum { PUSHES = 1000, SEED = 20260101, OLD = 64, RECORDS = 6 };

static const char binh[] = "Lê Thị Bình <binh@example.vn>";
static const char chi[] = "Hồ Chi <chi@example.vn>";

/* The server, and what the attacker has seen of it. */
struct world {
	uint64_t chance;
	git_repository *repo;
	git_odb *odb;
	git_oid tip;				/* of main */
	git_oid old[OLD];			/* earlier tips, and own commits */
	size_t n_old;
	long long now;
	unsigned serial;
	size_t taken[2], refused[2];		/* of the clerk's, the attacker's */
	size_t altered;
};

static size_t
roll(struct world *w, size_t n)
{
	w->chance ^= w->chance << 13;
	w->chance ^= w->chance >> 7;
	w->chance ^= w->chance << 17;
	return (size_t)(w->chance % n);
}

static git_oid
put(struct world *w, git_object_t type, const struct buf *b)
{
	git_oid id = {0};

	if (git_odb_write(&id, w->odb, b->s ? b->s : "", b->n, type))
		abort();
	return id;
}

static git_oid
put_text(struct world *w, const char *text)
{
	struct buf b = {0};
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
	struct buf b = {0};
	git_oid id;

	for (size_t i = 0; i < n; i++) {
		buf_addf(&b, "%s %s", all[i].mode, all[i].name);
		buf_addc(&b, '\0');
		buf_add(&b, (struct str){ (const char *)all[i].id.id,
		    GIT_OID_RAWSZ });
	}
	id = put(w, GIT_OBJECT_TREE, &b);
	buf_release(&b);
	return id;
}

/* What stands at a path of a commit; all zero: nothing. */
static git_oid
at(struct world *w, const git_oid *commit, const char *path)
{
	git_oid id = {0};
	git_object *o = NULL;
	char spec[GIT_OID_HEXSZ + 64], hex[GIT_OID_HEXSZ + 1];

	snprintf(spec, sizeof spec, "%s:%s", git_oid_tostr(hex, sizeof hex,
	    commit), path);
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
	struct buf b = {0};
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
	    { "100644", "repository.md", at(w, of, "schema/repository.md") },
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
		all[1] = more;			/* in place of records */
	return put_tree(w, all, n);
}

/* A record that is something else than a file. */
static git_oid
odd_record(struct world *w, const git_oid *of)
{
	static const char *const modes[] = { "120000", "160000", "100755",
	    "40000", "100600", "0100644" };
	const char *mode = modes[roll(w, 6)];
	struct item all[] = { { "100644", names[0], at(w, of,
	    "records/nguoi/an.md") }, { mode, "zz.md", *of } };
	git_oid below;

	if (mode[0] != '4' && mode[1] != '6')
		all[1].id = put_text(w, "../../notes/x.md");
	else if (mode[0] == '4')
		all[1].id = notes(w);
	below = put_tree(w, all, 2);
	return with_records(w, of, put_tree(w, &(struct item){ "40000",
	    "nguoi", below }, 1));
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

enum odd_text { TEXT_PLAIN, TEXT_TREE_AFTER, TEXT_TREE_BEFORE,
    TEXT_TREE_LAST, TEXT_AUTHOR, TEXT_AUTHOR_LATER, TEXT_PARENT_LATER,
    TEXT_NUL, TEXT_BODY_SIGNED, TEXT_FOLDED, TEXTS };

static git_oid
put_commit(struct world *w, const struct text *t, enum odd_text odd)
{
	struct buf b = {0};
	git_oid id;

	w->now += 60;
	if (odd == TEXT_TREE_BEFORE)
		add_id(&b, "tree", &t->evil);
	add_id(&b, "tree", odd == TEXT_TREE_AFTER || odd == TEXT_TREE_LAST ||
	    odd == TEXT_FOLDED ? &t->evil : &t->tree);
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
	{ harmless, 6 }, { edit, 3 }, { drop, 2 }, { bring_back, 4 },
	{ rights, 2 }, { odd_entry, 6 }, { odd_record, 3 },
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

/* A history of one to three commits that comes to main's tip at its end. */
static git_oid
attack(struct world *w)
{
	bool aside = w->n_old && roll(w, 3) == 0;
	git_oid now = aside ? w->old[roll(w, w->n_old)] : w->tip;
	size_t n = 1 + roll(w, 2);

	for (size_t i = 0; i < n; i++) {
		struct text t = { any_tree(w, &now), edit(w, &now), { now }, 1,
		    chi };

		now = put_commit(w, &t, roll(w, 3) ? TEXT_PLAIN :
		    (enum odd_text)roll(w, TEXTS));
	}
	if (aside) {
		bool first = roll(w, 2);
		struct text t = { roll(w, 2) ? at(w, &w->tip, "") :
		    any_tree(w, &w->tip), edit(w, &w->tip),
		    { first ? w->tip : now, first ? now : w->tip }, 2, chi };

		now = put_commit(w, &t, TEXT_PLAIN);
	}
	remember(w, &now);
	return now;
}

static git_oid
clerk(struct world *w)
{
	struct text t = { edit(w, &w->tip), {{0}}, { w->tip }, 1, binh };

	return put_commit(w, &t, TEXT_PLAIN);
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

static bool
oracle(struct world *w, const git_oid *now)
{
	git_oid r = at(w, &w->tip, "records"), s = at(w, &w->tip, "schema");
	git_commit *c = NULL;
	git_tree *tree = NULL;
	bool ok = git_commit_lookup(&c, w->repo, now) == 0 &&
	    git_commit_tree(&tree, c) == 0 && is_kept(tree, "records", &r) &&
	    is_kept(tree, "schema", &s);

	for (size_t i = 0; ok && i < git_tree_entrycount(tree); i++) {
		const char *name = git_tree_entry_name(
		    git_tree_entry_byindex(tree, i));

		ok = !is_called(name, ".git") && !is_called(name, "git~1");
	}
	git_tree_free(tree);
	git_commit_free(c);
	return ok;
}

/* The server. */

static bool
hook_takes(const git_oid *old, const git_oid *new)
{
	struct findings silent = {0};
	char a[GIT_OID_HEXSZ + 1], b[GIT_OID_HEXSZ + 1], line[256];
	FILE *f;
	bool ok;

	snprintf(line, sizeof line, "%s %s refs/heads/main\n",
	    git_oid_tostr(a, sizeof a, old), git_oid_tostr(b, sizeof b, new));
	f = fmemopen(line, strlen(line), "r");
	ok = f && push_judge(f, LANG_EN, &silent);
	if (f)
		fclose(f);
	return ok;
}

static void
set_main(struct world *w, const git_oid *id)
{
	git_reference *ref = NULL;

	if (git_reference_create(&ref, w->repo, "refs/heads/main", id, 1, NULL))
		abort();
	git_reference_free(ref);
	w->tip = *id;
}

static void
push(struct world *w)
{
	bool attacks = roll(w, 8) != 0;
	git_oid new = attacks ? attack(w) : clerk(w);

	if (!hook_takes(&w->tip, &new)) {
		w->refused[attacks]++;
		return;
	}
	w->taken[attacks]++;
	if (attacks && !oracle(w, &new)) {
		char hex[GIT_OID_HEXSZ + 1];

		printf("# taken: %s\n", git_oid_tostr(hex, sizeof hex, &new));
		w->altered++;
		return;				/* go on from what is right */
	}
	set_main(w, &new);
	remember(w, &new);
}

static void
found_office(struct world *w)
{
	static const char repository[] = "---\nformat: 1\ndefault_type: nguoi\n"
	    "zone: Asia/Ho_Chi_Minh\n---\n";
	static const char type[] = "---\ntype: nguoi\nid: ma\nfields:\n"
	    "  ma: slug\n  ten: line\n---\n";
	static const char authority[] = "---\npeople:\n"
	    "  - {name: Lê Thị Bình, email: binh@example.vn, roles: "
	    "[{role: van-phong}, {role: schema}]}\n"
	    "  - {name: Hồ Chi, email: chi@example.vn}\n"
	    "roles:\n  van-phong: {types: [nguoi]}\n---\n";
	struct item types[] = { { "100644", "nguoi.md", put_text(w, type) } };
	struct item pages[] = { { "100644", "authority.md", put_text(w,
	    authority) }, { "100644", "repository.md", put_text(w,
	    repository) }, { "40000", "types", put_tree(w, types, 1) } };
	struct item all[RECORDS];
	struct text t = { .who = binh };
	git_oid first;

	for (size_t i = 0; i < RECORDS; i++)
		all[i] = (struct item){ "100644", names[i], record(w, i) };
	first = put_tree(w, all, RECORDS);
	first = put_tree(w, &(struct item){ "40000", "nguoi", first }, 1);
	t.tree = root(w, notes(w), first, put_tree(w, pages, 3));
	first = put_commit(w, &t, TEXT_PLAIN);
	set_main(w, &first);
	remember(w, &first);
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
	    "%zu refused\n", w.taken[0], w.refused[0], w.taken[1],
	    w.refused[1]);
	ok(w.altered == 0, "nothing is altered without the right (%zu times)",
	    w.altered);
	ok(w.taken[0] > PUSHES / 16 && w.refused[0] == 0,
	    "who may write is never refused");
	ok(w.taken[1] > PUSHES / 32, "what harms nothing is taken, too");
	ok(w.refused[1] > PUSHES / 4, "what does is refused");
	git_odb_free(w.odb);
	git_repository_free(w.repo);
	git_libgit2_shutdown();
	return done();
}
