/* authz: what did a commit do, and who says that he made it? */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "base/buf.h"
#include "git/fsck_name.h"
#include "text/glob.h"
#include "base/mem.h"
#include "record/record.h"
#include "schema/schema.h"

struct authz *
authz_new(struct revwalk *past, struct history *history, bool keep)
{
	struct authz *w = mem_alloc(sizeof *w);

	w->past = past;
	w->history = history;
	w->units = unit_tree_new(past);
	w->signatures = signatures_new(keep ? revwalk_folder(past) : NULL);
	return w;
}

void
authz_free(struct authz *w)
{
	if (!w)
		return;
	unit_tree_free(w->units);
	signatures_free(w->signatures);
	map_release(&w->told);
	map_release(&w->by_act);
	map_release(&w->by_text);
	free(w->lines);
	free(w->gaps);
	free(w->operation.acts);
	free(w->reasons);
	arena_release(&w->now);
	free(w);
}

/* What was told. */

void
authz_no_acts(struct authz *w)
{
	w->operation.n = 0;
	map_release(&w->by_act);
}

void
authz_begin(struct authz *w, bool asked, int day)
{
	w->asked = asked;
	w->day = day;
	w->n_lines = w->n_gaps = 0;
	authz_no_acts(w);
	arena_reset(&w->now);
}

void
authz_change(struct authz *w, const struct history_change *c)
{
	struct line *l;

	if (!w->asked)
		return;
	l = MEM_PUSH(w->lines, w->n_lines, w->cap_lines);
	*l = (struct line){ .op = c->op,
		.type = arena_keep(&w->now, c->type),
		.id = arena_keep(&w->now, c->id),
		.path = arena_keep(&w->now, c->path),
		.field = arena_keep(&w->now, c->field) };
	if (c->op == HISTORY_MOVE)
		l->from = arena_keep(&w->now, c->old);
}

void
authz_gap(struct authz *w, struct str path)
{
	if (w->asked)
		*MEM_PUSH(w->gaps, w->n_gaps, w->cap_gaps) =
		    arena_keep(&w->now, path);
}

/* What it comes to. */

static void
add_act(struct authz *w, const struct action *a)
{
	const char *key = arena_f(&w->now, "%d%d\1%.*s\1%.*s\1%.*s\1%p",
	    a->kind, a->whole, STRF(a->type), STRF(a->field), STRF(a->stage),
	    (const void *)a->units);
	void **slot = map_put(&w->by_act, str_of(key));
	struct action *had;

	if (!*slot) {
		*MEM_PUSH(w->operation.acts, w->operation.n, w->cap_acts) = *a;
		*slot = (void *)w->operation.n;
	}
	had = &w->operation.acts[(size_t)*slot - 1];
	if (!had->records || !str_eq(had->path, a->path))
		had->records++;
}

/* The accepting field is for the role 'accept' alone. */
static void
add_record_act(struct authz *w, const struct side *s, enum action_kind kind,
    struct str field, bool whole, struct str path)
{
	struct action a = { .kind = kind,
		.type = s->type,
		.field = field,
		.whole = whole,
		.staged = s->staged,
		.stage = s->stage,
		.units = s->units,
		.n_units = s->n_units,
		.path = path };

	if (!s->there)
		return;
	if (s->accept.n && str_starts(field, s->accept) &&
	    (field.n == s->accept.n || field.s[s->accept.n] == '.'))
		a.kind = ACTION_ACCEPT;
	add_act(w, &a);
}

bool
authz_side(struct authz *w, const struct revwalk_commit *c, struct str path,
    struct side *s, struct findings *to)
{
	const struct schema *schema = history_schema(w->history, c, to);
	const struct record *r;

	*s = (struct side){ 0 };
	r = schema ? history_record(w->history, c, path, &s->stage, to) : NULL;
	if (to->count[TROUBLE])
		return false;
	if (!r)
		return true;
	s->there = true;
	s->type = r->type->name.name;
	s->accept = schema->accept;
	s->staged = r->type->n_stages > 0;
	s->stage = s->stage.n ? arena_keep(&w->now, s->stage) : STR("");
	return unit_tree_of(w->units, c, schema, r, &s->units, &s->n_units, to);
}

/* A stage that follows from fields is no field; nobody writes it. */
static bool
is_derived(const struct authz *w, const struct line *l, struct findings *to)
{
	const struct schema *s = history_schema(w->history, w->commit, to);
	const struct type *t = s ? schema_type(s, l->type) : NULL;

	return str_is(l->field, "stage") && t &&
	    (t->stage_field == FIELD_NONE ||
		!str_is(t->fields.all[t->stage_field].name.name, "stage"));
}

void
authz_add_line(struct authz *w, const struct line *l, const struct side *s)
{
	add_record_act(w, s,
	    l->op == HISTORY_DELETE ? ACTION_ERASE : ACTION_RECORD, l->field,
	    false, l->path);
}

void
authz_add_gap(struct authz *w, struct str path, const struct side *s)
{
	add_record_act(w, s, ACTION_RECORD, STR(""), true, path);
}

static bool
add_lines(struct authz *w, const struct line *l, size_t n, const struct side *s,
    struct findings *to)
{
	for (size_t i = 0; i < n; i++)
		if (!is_derived(w, &l[i], to))
			authz_add_line(w, &l[i], s);
	return !to->count[TROUBLE];
}

/* The lines of one record, n of them: it is changed as it was in each of the
 * parents. */
static bool
add_record(struct authz *w, const struct line *l, size_t n, struct findings *to)
{
	struct str from = l->path;
	struct side s;

	for (size_t i = 0; i < n; i++)
		if (l[i].from.s)
			from = l[i].from;
	for (size_t i = 0; i < w->commit->n_parents; i++) {
		const struct revwalk_commit *p =
		    revwalk_commit(w->past, &w->commit->parents[i], to);

		if (!p || !authz_side(w, p, from, &s, to) ||
		    !add_lines(w, l, n, &s, to))
			return false;
	}
	return authz_side(w, w->commit, l->path, &s, to) &&
	    add_lines(w, l, n, &s, to);
}

static bool
is_same_record(const struct line *a, const struct line *b)
{
	return str_eq(a->path, b->path) && str_eq(a->id, b->id) &&
	    str_eq(a->type, b->type);
}

/* What was made unreadable could be anything: it is the whole record. */
static bool
add_gap(struct authz *w, struct str path, struct findings *to)
{
	const struct schema *s = history_schema(w->history, w->commit, to);
	const struct type *two, *type;
	struct side side;
	bool any = false;

	for (size_t i = 0; i < w->commit->n_parents; i++) {
		const struct revwalk_commit *p =
		    revwalk_commit(w->past, &w->commit->parents[i], to);

		if (!p || !authz_side(w, p, path, &side, to))
			return false;
		any |= side.there;
		authz_add_gap(w, path, &side);
	}
	type = s ? schema_type_of(s, arena_z(&w->now, path), &two) : NULL;
	side = (struct side){ .there = type && !any };
	if (type)
		side.type = type->name.name;
	authz_add_gap(w, path, &side);
	return !to->count[TROUBLE];
}

/* The schema. */

/* Of what governs records, what a commit changed. */
struct governing {
	struct authz *w;
	struct findings *to;
	bool schema;
	struct str other; /* the first file elsewhere */
};

static bool
is_schema(struct str path)
{
	return str_is(path, "schema") || str_starts(path, STR("schema/"));
}

static bool
any_folder(struct str folder, void *to)
{
	(void)folder;
	(void)to;
	return true;
}

static bool
has_records(const struct schema *s, struct str folder)
{
	for (size_t i = 0; s && i < s->n_types; i++)
		for (size_t k = 0; k < s->types[i].n_files; k++)
			if (glob_below(s->types[i].files[k], folder))
				return true;
	return false;
}

/* By attributes git checks files out and merges them. */
static bool
is_of_attributes(struct governing *g, struct str path)
{
	struct str rest = path, name = path, folder;

	while (str_split(&rest, '/', &name))
		;
	folder = str_first(path, path.n - name.n);
	folder.n -= folder.n > 0;
	return fsck_git_file(name) == GIT_FILE_ATTRIBUTES &&
	    (!folder.n ||
		has_records(history_schema(g->w->history, g->w->commit, g->to),
		    folder));
}

/* Does a data folder within this one begin here, or its page? It would be
 * judged by what it says itself. */
static bool
begins_another(struct governing *g, struct str path, const struct oid *ids)
{
	if (oid_none(&ids[0]) ||
	    (!str_ends(path, STR("/schema/repository.md")) &&
		!str_ends(path, STR("/schema/authority.md"))))
		return false;
	for (size_t i = 1; i <= g->w->commit->n_parents; i++)
		if (!oid_none(&ids[i]))
			return false;
	return true;
}

static void
note_governing(struct str path, const struct oid *ids, void *to)
{
	struct governing *g = to;

	if (is_schema(path))
		g->schema = true;
	else if (!g->other.n &&
	    (is_of_attributes(g, path) || begins_another(g, path, ids)))
		g->other = arena_keep(&g->w->now, path);
}

static void
add_schema_act(struct authz *w, struct str path)
{
	struct action a = { .kind = ACTION_SCHEMA, .path = path };

	add_act(w, &a);
}

static bool
find_schema(struct authz *w, const struct oid *tree, struct oid *id,
    struct findings *to)
{
	bool folder;

	return revwalk_find(w->past, tree, "schema", id, &folder, to);
}

/* What is no file is not seen by comparing files, yet a work tree has it: it
 * must be as it is in a parent. */
static bool
add_odd_schema(struct authz *w, struct findings *to)
{
	struct oid now, was;
	bool plain;

	if (!find_schema(w, &w->commit->tree, &now, to))
		return false;
	for (size_t i = 0; i < w->commit->n_parents; i++) {
		const struct revwalk_commit *p =
		    revwalk_commit(w->past, &w->commit->parents[i], to);

		if (!p || !find_schema(w, &p->tree, &was, to))
			return false;
		if (oid_eq(&was, &now))
			return true;
	}
	if (w->commit->n_parents == 1 ||
	    (w->commit->n_parents && oid_none(&now))) {
		add_schema_act(w, STR("schema"));
		return true;
	}
	if (!revwalk_is_plain(w->past, &now, &plain, to))
		return false;
	if (!plain)
		add_schema_act(w, STR("schema"));
	return true;
}

static bool
add_tree(struct authz *w, const struct oid *id, struct oid *tree,
    struct findings *to)
{
	const struct revwalk_commit *c = revwalk_commit(w->past, id, to);

	if (c)
		*tree = c->tree;
	return c;
}

/* A merge that takes one side's pages where both sides merged are others
 * changes them, too. */
static bool
add_schema(struct authz *w, struct findings *to)
{
	const struct revwalk_commit *c = w->commit;
	struct governing g = { .w = w, .to = to };
	struct revwalk_seen seen = { any_folder, note_governing, &g };
	size_t *base = ARENA_ARRAY(&w->now, size_t, c->n_parents + 1);
	struct revwalk_trees trees = { NULL, 1 + c->n_parents, c->n_parents,
		base };
	struct oid *all = NULL;
	size_t n = 0, cap = 0;
	bool ok = true;

	*MEM_PUSH(all, n, cap) = c->tree;
	for (size_t i = 0; ok && i < c->n_parents; i++)
		ok = add_tree(w, &c->parents[i], MEM_PUSH(all, n, cap), to);
	for (size_t i = 1; ok && i <= c->n_parents; i++) {
		struct oid *bases = NULL;
		size_t more = 0;

		base[i] = n;
		if (i < c->n_parents)
			ok = revwalk_bases(w->past, c->parents, i + 1, &bases,
			    &more, to);
		for (size_t k = 0; ok && k < more; k++)
			ok = add_tree(w, &bases[k], MEM_PUSH(all, n, cap), to);
		free(bases);
	}
	trees.all = all;
	trees.n = n;
	ok = ok && revwalk_compare(w->past, &trees, &seen, to);
	free(all);
	if (g.schema || g.other.n)
		add_schema_act(w, g.schema ? STR("schema") : g.other);
	return ok;
}

/* Who. */

static bool
find_proof(struct authz *w, struct findings *to)
{
	struct buf by = { 0 }, text = { 0 }, key = { 0 };
	char hex[ENTRY_ID];
	bool ok = revwalk_signature(w->past, &w->commit->id, &by, &text, to) &&
	    signature_check(w->signatures, str_of(oid_hex(&w->commit->id, hex)),
		buf_str(&by), buf_str(&text), &w->operation.proof, &key, to);

	w->operation.key = arena_keep(&w->now, buf_str(&key));
	buf_release(&by);
	buf_release(&text);
	buf_release(&key);
	return ok;
}

const struct operation *
authz_operation(struct authz *w, const struct revwalk_commit *c, int day,
    struct findings *to)
{
	bool ok;

	w->commit = c;
	w->operation.email = c->email;
	w->operation.day = day;
	ok = find_proof(w, to) && add_schema(w, to) && add_odd_schema(w, to);
	for (size_t i = 0, n; ok && i < w->n_lines; i += n) {
		n = 1;
		while (i + n < w->n_lines &&
		    is_same_record(&w->lines[i], &w->lines[i + n]))
			n++;
		ok = add_record(w, &w->lines[i], n, to);
	}
	for (size_t i = 0; ok && i < w->n_gaps; i++)
		ok = add_gap(w, w->gaps[i], to);
	return ok ? &w->operation : NULL;
}
