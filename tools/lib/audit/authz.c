/* authz: what did a commit do, and who says that he made it? */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "base/buf.h"
#include "git/fsck_name.h"
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
	map_release(&w->said);
	map_release(&w->by_act);
	map_release(&w->by_text);
	free(w->operation.acts);
	free(w->reasons);
	arena_release(&w->now);
	free(w);
}

const struct map *
authz_said(const struct authz *w)
{
	return &w->said;
}

void
authz_note_said(struct authz *w, struct str id)
{
	*map_put(&w->said, id) = w;
}

size_t
authz_doubts(const struct authz *w)
{
	return signatures_doubts(w->signatures);
}

void
authz_no_acts(struct authz *w)
{
	w->operation.n = 0;
	map_release(&w->by_act);
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
add_record_act(struct authz *w, const struct standing *s, enum action_kind kind,
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
authz_standing(struct authz *w, const struct revwalk_commit *c, struct str path,
    struct standing *s, struct findings *to)
{
	const struct schema *schema;
	const struct record *r = NULL;
	const struct field *accept;

	*s = (struct standing){ 0 };
	if (!history_schema(w->history, c, &schema, NULL, to) ||
	    (schema &&
		!history_version(w->history, c, path, &r, &s->stage, to)))
		return false;
	if (!r)
		return true;
	s->there = true;
	s->type = r->type->name.name;
	accept = r->type->roles[FIELD_ACCEPT].field;
	s->accept = accept ? accept->name.name : STR("");
	s->staged = r->type->n_stages > 0;
	s->stage = s->stage.n ? arena_keep(&w->now, s->stage) : STR("");
	return unit_tree_of(w->units, c, schema, r, &s->units, &s->n_units, to);
}

void
authz_add_changed(struct authz *w, const struct changed *k,
    const struct standing *s)
{
	const struct history_record *r = k->told;

	for (size_t i = r->from; i < r->from + r->n; i++) {
		const struct history_change *c = &w->told->changes[i];

		if (!k->derived || !str_is(c->field, "stage"))
			add_record_act(w, s,
			    c->op == HISTORY_DELETE ? ACTION_ERASE :
						      ACTION_RECORD,
			    c->field, false, r->path);
	}
	for (size_t i = 0; i < k->n_spelled; i++)
		add_record_act(w, s, ACTION_RECORD, k->spelled[i], false,
		    r->path);
}

void
authz_add_gap(struct authz *w, struct str path, const struct standing *s)
{
	add_record_act(w, s, ACTION_RECORD, STR(""), true, path);
}

static bool
find_changed(struct authz *w, const struct history_record *r, struct changed *k,
    struct findings *to)
{
	const struct schema *s;
	const struct type *t;

	k->told = r;
	k->from = r->path;
	for (size_t i = r->from; i < r->from + r->n; i++)
		if (w->told->changes[i].op == HISTORY_MOVE)
			k->from = w->told->changes[i].old;
	authz_spelled(w, k);
	if (!history_schema(w->history, w->commit, &s, NULL, to))
		return false;
	t = s ? schema_type(s, r->type) : NULL;
	k->derived = t &&
	    (t->stage_field == FIELD_NONE ||
		!str_is(t->fields.all[t->stage_field].name.name, "stage"));
	return true;
}

static bool
parent_standing(struct authz *w, size_t i, struct str path, struct standing *s,
    struct findings *to)
{
	const struct revwalk_commit *p =
	    revwalk_commit(w->past, &w->commit->parents[i], to);

	return p && authz_standing(w, p, path, s, to);
}

/* A record is changed as it was in each of the parents, and as it is. */
static bool
add_record(struct authz *w, const struct history_record *r, struct changed *k,
    struct findings *to)
{
	struct standing s;

	if (!find_changed(w, r, k, to))
		return false;
	for (size_t i = 0; i < w->commit->n_parents; i++) {
		if (!parent_standing(w, i, k->from, &s, to))
			return false;
		authz_add_changed(w, k, &s);
	}
	if (!authz_standing(w, w->commit, r->path, &s, to))
		return false;
	authz_add_changed(w, k, &s);
	return true;
}

/* What was made unreadable could be anything: it is the whole record. */
static bool
add_gap(struct authz *w, struct str path, struct findings *to)
{
	const struct schema *schema;
	const struct type *two, *type;
	struct standing s;
	bool any = false;

	for (size_t i = 0; i < w->commit->n_parents; i++) {
		if (!parent_standing(w, i, path, &s, to))
			return false;
		any |= s.there;
		authz_add_gap(w, path, &s);
	}
	if (!history_schema(w->history, w->commit, &schema, NULL, to))
		return false;
	type = schema ? schema_type_of(schema, arena_z(&w->now, path), &two) :
			NULL;
	s = (struct standing){ .there = type && !any };
	if (type)
		s.type = type->name.name;
	authz_add_gap(w, path, &s);
	return true;
}

/* The schema. */

/* Of what governs records, what a commit changed. */
struct governing {
	struct authz *w;
	const struct schema *in_force; /* NULL: none */
	bool schema;
	struct str other; /* the first file elsewhere */
};

static bool
is_schema(struct str path)
{
	return str_is(path, "schema") || str_starts(path, STR("schema/"));
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
	    (!folder.n || schema_below(g->in_force, folder));
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

/* A merge that takes one side's pages where both sides merged are others
 * changes them, too. */
static bool
add_schema(struct authz *w, struct findings *to)
{
	struct governing g = { .w = w };
	struct revwalk_seen seen = { NULL, note_governing, &g };
	const struct revwalk_commit **commits;
	struct revwalk_trees trees;

	if (!history_schema(w->history, w->commit, &g.in_force, NULL, to) ||
	    !history_trees(w->past, w->commit, &w->now, &trees, &commits, to) ||
	    !revwalk_compare(w->past, &trees, &seen, to))
		return false;
	if (g.schema || g.other.n)
		add_schema_act(w, g.schema ? STR("schema") : g.other);
	return true;
}

/* Who. */

static bool
find_proof(struct authz *w, struct findings *to)
{
	struct buf key = { 0 };
	bool ok = signature_check_commit(w->signatures, w->past, &w->commit->id,
	    &w->operation.proof, &key, to);

	w->operation.key = arena_take(&w->now, &key);
	return ok;
}

const struct operation *
authz_operation(struct authz *w, const struct revwalk_commit *c, int day,
    const struct history_told *told, struct findings *to)
{
	bool ok;

	authz_no_acts(w);
	arena_reset(&w->now);
	w->commit = c;
	w->told = told;
	w->changed = ARENA_ARRAY(&w->now, struct changed, told->n_records);
	w->operation.email = c->email;
	w->operation.day = day;
	ok = find_proof(w, to) && add_schema(w, to) && add_odd_schema(w, to);
	for (size_t i = 0; ok && i < told->n_records; i++)
		ok = add_record(w, &told->records[i], &w->changed[i], to);
	for (size_t i = 0; ok && i < told->n_gaps; i++)
		ok = add_gap(w, told->gaps[i], to);
	return ok ? &w->operation : NULL;
}

const struct operation *
authz_tell(struct authz *w, const struct revwalk_commit *c, struct findings *to)
{
	const struct history_told *told;
	int day;

	if (!history_day(w->history, c, &day, to))
		return NULL;
	told = history_tell(w->history, c, day, true, to);
	return told ? authz_operation(w, c, day, told, to) : NULL;
}

bool
authz_authority(struct authz *w, const struct oid *id,
    const struct authority **a, struct findings *to)
{
	const struct revwalk_commit *c = revwalk_commit(w->past, id, to);
	const struct schema *s;

	if (!c || !history_schema(w->history, c, &s, NULL, to))
		return false;
	*a = s ? s->authority : NULL;
	return true;
}
