/* warrant: was it for him to do that? */
#include "warrant.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "date.h"
#include "lang.h"
#include "map.h"
#include "mem.h"
#include "record.h"
#include "schema.h"
#include "signature.h"
#include "units.h"

enum { ID_SHOWN = 12 };

/* A change as it was told. */
struct line {
	enum history_op op;
	struct str type, id, path, field;
	struct str from;			/* its path before; s NULL: the same */
};

/* What is said of a deed, once however often it is the reason. */
struct reason {
	enum find find;
	struct str path;			/* empty: of the commit */
	const char *text;
	size_t records;
};

struct warrant {
	struct past *past;
	struct history *history;
	struct units *units;
	struct signatures *signatures;
	struct map told;			/* commits found in warrant_merge */

	/* The commit that is told. */
	bool asked;
	struct arena now;
	struct line *lines;
	size_t n_lines, cap_lines;
	struct str *gaps;
	size_t n_gaps, cap_gaps;
	const struct past_commit *commit;
	struct deed deed;
	size_t cap_acts;
	struct map by_act;			/* index + 1 in deed.acts */
	struct reason *reasons;
	size_t n_reasons, cap_reasons;
	struct map by_text;			/* index + 1 in reasons */
};

struct warrant *
warrant_new(struct past *past, struct history *history, bool keep)
{
	struct warrant *w = mem_alloc(sizeof *w);

	w->past = past;
	w->history = history;
	w->units = units_new(past);
	w->signatures = signatures_new(keep ? past_folder(past) : NULL);
	return w;
}

void
warrant_free(struct warrant *w)
{
	if (!w)
		return;
	units_free(w->units);
	signatures_free(w->signatures);
	map_release(&w->told);
	map_release(&w->by_act);
	map_release(&w->by_text);
	free(w->lines);
	free(w->gaps);
	free(w->deed.acts);
	free(w->reasons);
	arena_release(&w->now);
	free(w);
}

/* What was told. */

void
warrant_begin(struct warrant *w, bool asked)
{
	w->asked = asked;
	w->n_lines = w->n_gaps = w->deed.n = 0;
	map_release(&w->by_act);
	arena_reset(&w->now);
}

void
warrant_change(struct warrant *w, const struct history_change *c)
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
warrant_gap(struct warrant *w, struct str path)
{
	if (w->asked)
		*MEM_PUSH(w->gaps, w->n_gaps, w->cap_gaps) =
		    arena_keep(&w->now, path);
}

/* What it comes to. */

/* A record before or after, for those who may change it. */
struct side {
	bool there;
	bool staged;
	struct str stage;
	const struct str *units;
	size_t n_units;
	struct str type, accept;
};

static void
add_act(struct warrant *w, const struct act *a)
{
	const char *key = arena_f(&w->now, "%d%d\1%.*s\1%.*s\1%.*s\1%p",
	    a->kind, a->whole, STRF(a->type), STRF(a->field), STRF(a->stage),
	    (const void *)a->units);
	void **slot = map_put(&w->by_act, str_of(key));
	struct act *had;

	if (!*slot) {
		*MEM_PUSH(w->deed.acts, w->deed.n, w->cap_acts) = *a;
		*slot = (void *)w->deed.n;
	}
	had = &w->deed.acts[(size_t)*slot - 1];
	if (!had->records || !str_eq(had->path, a->path))
		had->records++;
}

/* The accepting field is for the role 'accept' alone. */
static void
add_record_act(struct warrant *w, const struct side *s, enum act_kind kind,
    struct str field, bool whole, struct str path)
{
	struct act a = { .kind = kind, .type = s->type, .field = field,
	    .whole = whole, .staged = s->staged, .stage = s->stage,
	    .units = s->units, .n_units = s->n_units, .path = path };

	if (!s->there)
		return;
	if (s->accept.n && str_starts(field, s->accept) &&
	    (field.n == s->accept.n || field.s[s->accept.n] == '.'))
		a.kind = ACT_ACCEPT;
	add_act(w, &a);
}

static bool
find_side(struct warrant *w, const struct past_commit *c, struct str path,
    struct side *s, struct findings *to)
{
	const struct schema *schema = history_schema(w->history, c, to);
	const struct record *r;

	*s = (struct side){0};
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
	return units_of(w->units, c, schema, r, &s->units, &s->n_units, to);
}

/* A stage that follows from fields is no field; nobody writes it. */
static bool
is_derived(const struct warrant *w, const struct line *l, struct findings *to)
{
	const struct schema *s = history_schema(w->history, w->commit, to);
	const struct type *t = s ? schema_type(s, l->type) : NULL;

	return str_is(l->field, "stage") && t && (t->stage_field ==
	    FIELD_NONE || !str_is(t->fields.all[t->stage_field].name.name,
	    "stage"));
}

static bool
add_lines(struct warrant *w, const struct line *l, size_t n,
    const struct side *s, struct findings *to)
{
	for (size_t i = 0; i < n; i++)
		if (!is_derived(w, &l[i], to))
			add_record_act(w, s, l[i].op == HISTORY_DELETE ?
			    ACT_ERASE : ACT_RECORD, l[i].field, false,
			    l->path);
	return !to->count[TROUBLE];
}

/* The lines of one record, n of them: it is changed as it was in each of the
 * parents. */
static bool
add_record(struct warrant *w, const struct line *l, size_t n,
    struct findings *to)
{
	struct str from = l->path;
	struct side s;

	for (size_t i = 0; i < n; i++)
		if (l[i].from.s)
			from = l[i].from;
	for (size_t i = 0; i < w->commit->n_parents; i++) {
		const struct past_commit *p = past_commit(w->past,
		    &w->commit->parents[i], to);

		if (!p || !find_side(w, p, from, &s, to) ||
		    !add_lines(w, l, n, &s, to))
			return false;
	}
	return find_side(w, w->commit, l->path, &s, to) &&
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
add_gap(struct warrant *w, struct str path, struct findings *to)
{
	const struct schema *s = history_schema(w->history, w->commit, to);
	const struct type *two, *type;
	struct side side;
	bool any = false;

	for (size_t i = 0; i < w->commit->n_parents; i++) {
		const struct past_commit *p = past_commit(w->past,
		    &w->commit->parents[i], to);

		if (!p || !find_side(w, p, path, &side, to))
			return false;
		any |= side.there;
		add_record_act(w, &side, ACT_RECORD, STR(""), true, path);
	}
	type = s ? schema_type_of(s, arena_z(&w->now, path), &two) : NULL;
	side = (struct side){ .there = type && !any };
	if (type)
		side.type = type->name.name;
	add_record_act(w, &side, ACT_RECORD, STR(""), true, path);
	return !to->count[TROUBLE];
}

/* The schema. */

static bool
is_schema(struct str folder, void *to)
{
	(void)to;
	return str_is(folder, "schema") ||
	    str_starts(folder, STR("schema/"));
}

static void
add_schema_act(struct warrant *w)
{
	struct act a = { .kind = ACT_SCHEMA, .path = STR("schema") };

	add_act(w, &a);
}

static void
note_schema(struct str path, const struct oid *ids, void *to)
{
	(void)ids;
	if (is_schema(path, NULL))
		add_schema_act(to);
}

static bool
find_schema(struct warrant *w, const struct oid *tree, struct oid *id,
    struct findings *to)
{
	bool folder;

	return past_find(w->past, tree, "schema", id, &folder, to);
}

/* What is no file is not seen by comparing files, yet a work tree has it: it
 * must be as it is in a parent. */
static bool
add_odd_schema(struct warrant *w, struct findings *to)
{
	struct oid now, was;
	bool plain;

	if (!find_schema(w, &w->commit->tree, &now, to))
		return false;
	for (size_t i = 0; i < w->commit->n_parents; i++) {
		const struct past_commit *p = past_commit(w->past,
		    &w->commit->parents[i], to);

		if (!p || !find_schema(w, &p->tree, &was, to))
			return false;
		if (oid_eq(&was, &now))
			return true;
	}
	if (w->commit->n_parents == 1 ||
	    (w->commit->n_parents && oid_none(&now))) {
		add_schema_act(w);
		return true;
	}
	if (!past_is_plain(w->past, &now, &plain, to))
		return false;
	if (!plain)
		add_schema_act(w);
	return true;
}

static bool
add_tree(struct warrant *w, const struct oid *id, struct oid *tree,
    struct findings *to)
{
	const struct past_commit *c = past_commit(w->past, id, to);

	if (c)
		*tree = c->tree;
	return c;
}

/* A merge that takes one side's pages where both sides merged are others
 * changes them, too. */
static bool
add_schema(struct warrant *w, struct findings *to)
{
	const struct past_commit *c = w->commit;
	struct past_seen seen = { is_schema, note_schema, w };
	size_t *base = ARENA_ARRAY(&w->now, size_t, c->n_parents + 1);
	struct past_trees trees = { NULL, 1 + c->n_parents, c->n_parents,
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
			ok = past_bases(w->past, c->parents, i + 1, &bases,
			    &more, to);
		for (size_t k = 0; ok && k < more; k++)
			ok = add_tree(w, &bases[k], MEM_PUSH(all, n, cap), to);
		free(bases);
	}
	trees.all = all;
	trees.n = n;
	ok = ok && past_compare(w->past, &trees, &seen, to);
	free(all);
	return ok;
}

/* Who. */

static bool
find_proof(struct warrant *w, struct findings *to)
{
	struct buf by = {0}, text = {0}, key = {0};
	char hex[ENTRY_ID];
	bool ok = past_signature(w->past, &w->commit->id, &by, &text, to) &&
	    signature_check(w->signatures, str_of(oid_hex(&w->commit->id,
	    hex)), buf_str(&by), buf_str(&text), &w->deed.proof, &key, to);

	w->deed.key = arena_keep(&w->now, buf_str(&key));
	buf_release(&by);
	buf_release(&text);
	buf_release(&key);
	return ok;
}

const struct deed *
warrant_deed(struct warrant *w, const struct past_commit *c, int day,
    struct findings *to)
{
	bool ok;

	w->commit = c;
	w->deed.email = c->email;
	w->deed.day = day;
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
	return ok ? &w->deed : NULL;
}

/* Why not. */

static void
add_reason(struct warrant *w, enum find find, const struct act *a,
    const char *text)
{
	void **slot = map_put(&w->by_text, str_of(text));
	struct reason *r;

	if (!*slot) {
		*MEM_PUSH(w->reasons, w->n_reasons, w->cap_reasons) =
		    (struct reason){ find, a ? a->path : STR(""), text, 0 };
		*slot = (void *)w->n_reasons;
	}
	r = &w->reasons[(size_t)*slot - 1];
	if (a && a->records > r->records)
		r->records = a->records;
}

static const char *
owner_of(const struct authority *a, struct str key, struct arena *to)
{
	for (size_t i = 0; i < a->n_people; i++)
		for (size_t k = 0; k < a->people[i].n_keys; k++)
			if (str_eq(a->people[i].keys[k], key))
				return arena_z(to, a->people[i].email);
	return "";
}

static void
refuse_person(struct warrant *w, const struct authority *a,
    const struct deed *d, enum refusal why)
{
	static const struct {
		enum find find;
		const char *text;
	} rows[REFUSALS] = {
		[REFUSED_PERSON] = { FIND_AUDIT_AUTHORITY,
		    N_("who is not in schema/authority.md") },
		[REFUSED_UNSIGNED] = { FIND_AUDIT_SIGNATURE,
		    N_("but not signed, as schema/authority.md asks for: "
		    "'git config gpg.format ssh' and 'git config "
		    "commit.gpgsign true' sign what is committed next") },
		[REFUSED_BAD] = { FIND_AUDIT_SIGNATURE,
		    N_("but the signature is of something else: the commit was "
		    "changed after it was signed") },
		[REFUSED_OTHER] = { FIND_AUDIT_SIGNATURE,
		    N_("but signed with no SSH key: 'git config gpg.format "
		    "ssh' takes one") },
		[REFUSED_KEY] = { FIND_AUDIT_SIGNATURE,
		    N_("but signed with a key that is nobody's in "
		    "schema/authority.md") },
	};
	const char *rest = why == REFUSED_AUTHOR ? arena_f(&w->now,
	    _("but signed with a key of '%s'"), owner_of(a, d->key, &w->now)) :
	    _(rows[why].text);

	add_reason(w, why == REFUSED_AUTHOR ? FIND_AUDIT_SIGNATURE :
	    rows[why].find, NULL, arena_f(&w->now,
	    _("made, it says, by '%.*s', %s"), STRF(d->email), rest));
}

static const char *
no_role(struct warrant *w, enum act_kind kind, const char *email)
{
	switch (kind) {
	case ACT_SCHEMA:
		return arena_f(&w->now, _("'%s' has no role 'schema', which "
		    "this needs"), email);
	case ACT_ACCEPT:
		return arena_f(&w->now, _("'%s' has no role 'accept', which "
		    "accepting a finding needs"), email);
	case ACT_ERASE:
		return arena_f(&w->now, _("'%s' has no role 'erasure', which "
		    "deleting a record needs"), email);
	default:
		return arena_f(&w->now, _("'%s' has no role in which records "
		    "are changed"), email);
	}
}

static const char *
act_text(struct warrant *w, const struct act *a, enum refusal why,
    const struct grant *g, const char *email, int day)
{
	const char *role = g ? arena_z(&w->now, g->role->name) : "";
	char text[DATE_TEXT];

	switch (why) {
	case REFUSED_TYPE:
		return arena_f(&w->now, _("'%s' has no role for records of "
		    "type '%.*s'"), email, STRF(a->type));
	case REFUSED_UNIT:
		return a->n_units ? arena_f(&w->now, _("'%s' has role '%s', "
		    "but not for unit '%.*s'"), email, role,
		    STRF(a->units[0])) : arena_f(&w->now, _("'%s' has role "
		    "'%s' for some units, and this belongs to none"), email,
		    role);
	case REFUSED_STAGE:
		return a->stage.n ? arena_f(&w->now, _("role '%s' of '%s' is "
		    "not for records in stage '%.*s'"), role, email,
		    STRF(a->stage)) : arena_f(&w->now, _("role '%s' of '%s' "
		    "is not for records that are in no stage yet"), role,
		    email);
	case REFUSED_FIELD:
		return a->whole ? arena_f(&w->now, _("role '%s' of '%s' is for "
		    "single fields, and this makes the record unreadable"),
		    role, email) : arena_f(&w->now, _("role '%s' of '%s' is "
		    "not for field '%.*s'"), role, email, STRF(a->field));
	case REFUSED_DAY:
		return arena_f(&w->now, _("role '%s' of '%s' is not in force "
		    "on %s"), role, email, day == DAY_NONE ? "?" :
		    day_text(day, text));
	default:
		return no_role(w, a->kind, email);
	}
}

static void
find_reasons(struct warrant *w, const struct deed *d,
    const struct authority *a, int arrival)
{
	const struct person *p;
	enum refusal why;

	w->n_reasons = 0;
	map_release(&w->by_text);
	p = authority_person(a, d, &why);
	if (!p)
		refuse_person(w, a, d, why);
	for (size_t i = 0; p && i < d->n; i++) {
		const struct act *act = &d->acts[i];
		const struct grant *g;
		int day = d->day;

		why = authority_refuses(p, act, day, &g);
		if (!why && arrival != DAY_NONE)
			why = authority_refuses(p, act, day = arrival, &g);
		if (why)
			add_reason(w, FIND_AUDIT_AUTHORITY, act, act_text(w,
			    act, why, g, arena_z(&w->now, p->email), day));
	}
}

static struct place
place_of(struct warrant *w, const struct past_commit *c, struct str path)
{
	char hex[ENTRY_ID];

	return place_file(arena_f(&w->now, "%.*s%s%.*s", ID_SHOWN,
	    oid_hex(&c->id, hex), path.n ? ":" : "", STRF(path)));
}

static const char *
whole_text(struct warrant *w, const struct reason *r)
{
	if (r->records < 2)
		return r->text;
	return arena_f(&w->now, _("%s; nor for %zu more records"), r->text,
	    r->records - 1);
}

void
warrant_judge(struct warrant *w, const struct past_commit *c,
    const struct deed *d, const struct authority *a, int arrival,
    struct findings *out)
{
	if (!a)
		return;
	find_reasons(w, d, a, arrival);
	for (size_t i = 0; i < w->n_reasons; i++)
		found(out, w->reasons[i].find,
		    place_of(w, c, w->reasons[i].path), "%s",
		    whole_text(w, &w->reasons[i]));
}

void
warrant_schema(struct warrant *w, const struct past_commit *c,
    const struct deed *d, struct findings *out)
{
	for (size_t i = 0; c->n_parents && i < d->n; i++)
		if (d->acts[i].kind == ACT_SCHEMA)
			found(out, FIND_AUDIT_RULES,
			    place_of(w, c, d->acts[i].path), _("the schema is "
			    "changed by '%.*s'; what follows is judged by it"),
			    STRF(d->email));
}

/* When. */

bool
warrant_clock(struct warrant *w, const struct past_commit *c, int day,
    int today, struct findings *out)
{
	char a[DATE_TEXT], b[DATE_TEXT];

	if (day == DAY_NONE)
		return true;
	if (today != DAY_NONE && day > today)
		found(out, FIND_AUDIT_CLOCK, place_of(w, c, STR("")),
		    _("made, it says, on %s, which is yet to come"),
		    day_text(day, a));
	for (size_t i = 0; i < c->n_parents; i++) {
		const struct past_commit *p = past_commit(w->past,
		    &c->parents[i], out);
		int before = p ? history_day(w->history, p, out) : DAY_NONE;

		if (!p)
			return false;
		if (before == DAY_NONE || before <= day)
			continue;
		found(out, FIND_AUDIT_CLOCK, place_of(w, c, STR("")),
		    _("made, it says, on %s, but it goes on from a commit of "
		    "%s"), day_text(day, a), day_text(before, b));
		break;
	}
	return true;
}

/* Merges. */

/* Commits that lead to one, added to seen, but none that is in but. */
static bool
walk(struct warrant *w, const struct oid *from, const struct map *but,
    struct map *seen, struct findings *to)
{
	const struct past_commit **way = NULL, *c;
	size_t n = 0, cap = 0;
	bool ok = true;

	c = past_commit(w->past, from, to);
	if (c && !(but && map_get(but, oid_str(&c->id))))
		*MEM_PUSH(way, n, cap) = c;
	ok = c;
	while (ok && n) {
		void **slot;

		c = way[--n];
		slot = map_put(seen, oid_str(&c->id));
		if (*slot)
			continue;
		*slot = (void *)c;
		for (size_t i = 0; ok && i < c->n_parents; i++) {
			const struct past_commit *p;

			if (but && map_get(but, oid_str(&c->parents[i])))
				continue;
			p = past_commit(w->past, &c->parents[i], to);
			ok = p;
			if (p)
				*MEM_PUSH(way, n, cap) = p;
		}
	}
	free(way);
	return ok;
}

static void
hear_change(const struct history_change *c, void *to)
{
	warrant_change(to, c);
}

static void
hear_gap(struct str path, void *to)
{
	warrant_gap(to, path);
}

static const struct authority *
authority_at(struct warrant *w, const struct oid *id, struct findings *to)
{
	const struct past_commit *c = past_commit(w->past, id, to);
	const struct schema *s = c ? history_schema(w->history, c, to) : NULL;

	return s ? s->authority : NULL;
}

static void
say_brought(struct warrant *w, const struct past_commit *merge,
    const struct past_commit *c, enum find find, struct findings *out)
{
	const struct reason *r = &w->reasons[0];
	char hex[ENTRY_ID];

	*map_put(&w->told, oid_str(&c->id)) = w;
	oid_hex(&merge->id, hex);
	if (find == FIND_AUDIT_OVER)
		found(out, find, place_of(w, c, r->path), _("merge %.*s joins "
		    "it when it was too late for that: %s"), ID_SHOWN, hex,
		    whole_text(w, r));
	else
		found(out, find, place_of(w, c, r->path), _("merge %.*s joins "
		    "it to a side that had changed who may do what, and does "
		    "not allow it: %s"), ID_SHOWN, hex, whole_text(w, r));
}

/* What its own first parent does not allow was said of it. */
static bool
judge_brought(struct warrant *w, const struct past_commit *merge,
    const struct past_commit *c, const struct authority *other,
    struct findings *out)
{
	struct history_hook hook = { hear_change, hear_gap, w };
	int day = history_day(w->history, c, out);
	const struct authority *own = authority_at(w, c->n_parents ?
	    &c->parents[0] : &c->id, out);
	const struct deed *d;

	if (map_get(&w->told, oid_str(&c->id)))
		return true;
	warrant_begin(w, true);
	if (!history_tell(w->history, c, day, &hook, out))
		return false;
	d = warrant_deed(w, c, day, out);
	if (!d)
		return false;
	if (own && !authority_allows(own, d))
		return true;
	find_reasons(w, d, other, DAY_NONE);
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_CONCURRENT, out);
	if (w->n_reasons)
		return true;
	find_reasons(w, d, other, history_day(w->history, merge, out));
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_OVER, out);
	return true;
}

static int
by_id(const void *a, const void *b)
{
	const struct past_commit *const *x = a, *const *y = b;

	return str_cmp(oid_str(&(*x)->id), oid_str(&(*y)->id));
}

/* The commits of one side alone. */
static bool
judge_side(struct warrant *w, const struct past_commit *merge,
    const struct oid *side, const struct oid *other,
    const struct past_known *judged, struct findings *out)
{
	const struct authority *a = authority_at(w, other, out);
	struct map there = {0}, here = {0};
	const struct past_commit **all = NULL;
	size_t n = 0, cap = 0;
	bool ok = walk(w, other, NULL, &there, out) &&
	    walk(w, side, &there, &here, out);

	for (size_t i = 0; ok && i < here.cap; i++)
		if (here.slots[i].value && judged->known(&((const struct
		    past_commit *)here.slots[i].value)->id, judged->to))
			*MEM_PUSH(all, n, cap) = here.slots[i].value;
	if (n)
		qsort(all, n, sizeof *all, by_id);
	for (size_t i = 0; ok && i < n; i++)
		ok = judge_brought(w, merge, all[i], a, out);
	free(all);
	map_release(&there);
	map_release(&here);
	return ok;
}

static struct str
text_of(const struct authority *a)
{
	return a ? a->text : STR("");
}

/* Only a side that changed who may do what has something to say of the other,
 * and, where it is the second one, of the merge: else whoever was given a role on one side would be unknown on every branch
 * that parted before. */
static bool
judge_pair(struct warrant *w, const struct past_commit *merge,
    const struct oid *one, const struct oid *two,
    const struct past_known *judged, struct findings *out)
{
	struct oid both[] = { *one, *two }, *bases;
	const struct authority *a, *b, *was = NULL;
	size_t n;
	bool ok = past_bases(w->past, both, 2, &bases, &n, out);

	if (!ok)
		return false;
	a = authority_at(w, one, out);
	b = authority_at(w, two, out);
	if (n)
		was = authority_at(w, &bases[0], out);
	free(bases);
	if (a && !str_eq(text_of(a), text_of(was)))
		ok = judge_side(w, merge, two, one, judged, out);
	if (ok && b && !str_eq(text_of(b), text_of(was)))
		ok = judge_side(w, merge, one, two, judged, out) &&
		    judge_brought(w, merge, merge, b, out);
	return ok;
}

bool
warrant_merge(struct warrant *w, const struct past_commit *c,
    const struct past_known *judged, struct findings *out)
{
	bool ok = true;

	for (size_t i = 1; ok && i < c->n_parents; i++)
		ok = judge_pair(w, c, &c->parents[0], &c->parents[i], judged,
		    out);
	return ok;
}
