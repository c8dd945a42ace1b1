/* history: what each commit changed, record by record and field by field.
 *
 * Every commit is handled alike: it is compared with what its parents merged
 * come to, which for one parent is that parent and for none is nothing. The
 * trees are compared first; only files that are not as they must then be are
 * read, in each of the trees. */
#include "history/chain.h"

#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "base/mem.h"

static const char *const op_names[HISTORY_OPS] = {
	[HISTORY_CREATE] = "create",
	[HISTORY_SET] = "set",
	[HISTORY_ADD] = "add",
	[HISTORY_REMOVE] = "remove",
	[HISTORY_MOVE] = "move",
	[HISTORY_DELETE] = "delete",
};

const char *
history_op_name(enum history_op op)
{
	return op_names[op];
}

struct telling {
	struct history *h;
	struct revwalk_trees trees;
	const struct revwalk_commit **commits; /* whose trees they are */
	struct candidates candidates;
	struct arena *arena; /* of them */
	/* By tree: 0 is the commit's own, then its parents', then those of
	 * their bases. */
	struct pairing records;
	struct map *elsewhere; /* by tree: version by key */
};

/* A parent without a schema has no records: all of the first commit with one
 * are new. */
static bool
take_trees(struct telling *t, const struct revwalk_commit *c)
{
	struct history *h = t->h;
	struct oid *trees;

	if (!history_trees(h->past, c, &h->now, &t->trees, &t->commits, h->to))
		return false;
	trees = ARENA_ARRAY(&h->now, struct oid, t->trees.n);
	for (size_t i = 0; i < t->trees.n; i++)
		if (schema_version_of(h, t->commits[i]))
			trees[i] = t->trees.all[i];
	t->trees.all = trees;
	return !h->failed;
}

/* Which files matter: those of a type in any of the schemas. */

static bool
is_below(struct str folder, void *to)
{
	const struct telling *t = to;

	for (size_t i = 0; i < t->trees.n; i++) {
		const struct schema_version *e =
		    schema_version_of(t->h, t->commits[i]);

		if (i && e == schema_version_of(t->h, t->commits[i - 1]))
			continue;
		if (e && schema_below(e->schema, folder))
			return true;
	}
	return false;
}

static void
note_candidate(struct str path, const struct oid *ids, void *to)
{
	struct telling *t = to;
	struct candidates *all = &t->candidates;
	struct candidate *c = MEM_PUSH(all->all, all->n, all->cap);

	c->path = arena_keep(t->arena, path);
	c->ids = ARENA_ARRAY(t->arena, struct oid, t->trees.n);
	c->told = NULL;
	memcpy(c->ids, ids, t->trees.n * sizeof *ids);
}

/* Which records they hold. */

/* Versions that are one file under one schema are read once. */
static struct version *
read_at(struct telling *t, const struct candidate *c, size_t tree,
    struct version *const *read, bool *gap)
{
	const struct schema_version *e =
	    schema_version_of(t->h, t->commits[tree]);

	*gap = false;
	for (size_t i = 0; i < tree; i++)
		if (read[i] && read[i]->epoch == e &&
		    oid_eq(&read[i]->blob, &c->ids[tree]))
			return read[i];
	return version_read(t->h, t->commits[tree], c->path, &c->ids[tree],
	    tree > 0, gap);
}

/* One file under one schema, of one record: what other files hold is nothing to
 * it. */
static bool
is_in_place(const struct version *now, const struct version *before)
{
	return now && before && now->epoch == before->epoch &&
	    str_eq(now->record.id, before->record.id);
}

static void
read_candidate(struct telling *t, const struct candidate *c,
    struct version **read)
{
	bool unreadable = false, gap;

	if (c->told) {
		pairing_add_told(&t->records, c);
		return;
	}

	memset(read, 0, t->trees.n * sizeof *read);
	for (size_t i = 0; i < t->trees.n && !t->h->failed; i++) {
		read[i] = read_at(t, c, i, read, &gap);
		unreadable |= i == 0 && gap;
	}
	if (t->trees.n_parents == 1 && is_in_place(read[0], read[1])) {
		pairing_in_place(&t->records, read[0], read[1]);
		return;
	}
	for (size_t i = 0; i < t->trees.n && !t->h->failed; i++)
		if (read[i])
			pairing_add(&t->records, i, read[i])->hidden |=
			    unreadable;
}

static void
read_candidates(struct telling *t, const struct candidates *c)
{
	struct version **read = mem_alloc((t->trees.n + 1) * sizeof *read);

	for (size_t i = 0; i < c->n && !t->h->failed; i++)
		read_candidate(t, &c->all[i], read);
	free(read);
}

/* A record that was moved on one side of a merge: only one of its two paths may
 * have come up. It is looked for among what is new on that side. */

struct seeking {
	struct telling *t;
	size_t tree;
};

static void
note_elsewhere(struct str path, const struct oid *ids, void *to)
{
	struct seeking *s = to;
	struct history *h = s->t->h;
	struct version *v;
	bool gap;

	if (!oid_none(&ids[1]) || oid_none(&ids[0]))
		return;
	v = version_read(h, s->t->commits[s->tree], path, &ids[0], true, &gap);
	if (v)
		*map_put(&s->t->elsewhere[s->tree],
		    pairing_key(&h->now, &v->record)) = v;
}

static bool
any_folder(struct str folder, void *to)
{
	return is_below(folder, ((struct seeking *)to)->t);
}

static void
seek_in(struct telling *t, size_t tree, size_t reference)
{
	struct oid two[] = { t->trees.all[tree], t->trees.all[reference] };
	struct revwalk_trees trees = { two, 2, 1, NULL };
	struct seeking s = { t, tree };
	struct revwalk_seen seen = { any_folder, note_elsewhere, &s };

	if (!revwalk_compare(t->h->past, &trees, &seen, t->h->to))
		t->h->failed = true;
	/* So that it is not gone through again. */
	*map_put(&t->elsewhere[tree], STR("")) = t;
}

static void
seek(struct telling *t, struct pair *s)
{
	size_t had = 0;

	while (had < t->trees.n && !s->at[had])
		had++;
	for (size_t i = t->trees.n; i-- > t->trees.n_parents + 1;)
		if (s->at[i])
			had = i;
	for (size_t i = 0; i <= t->trees.n_parents && !t->h->failed; i++) {
		if (s->at[i] || (i == 0 && s->hidden))
			continue;
		if (!map_get(&t->elsewhere[i], STR("")))
			seek_in(t, i, had);
		s->at[i] = map_get(&t->elsewhere[i], s->key);
	}
}

/* What it should be. */

static bool
same_bodies(const struct telling *t, const struct pair *s)
{
	const struct version *first = NULL;

	for (size_t i = 0; i < t->trees.n; i++) {
		if (!s->at[i])
			continue;
		if (first &&
		    !str_eq(first->record.front.body,
			s->at[i]->record.front.body))
			return false;
		first = s->at[i];
	}
	return true;
}

static struct expected
merge_parents(struct telling *t, const struct pair *s, bool body)
{
	struct expected e = { 0 };

	if (t->trees.n_parents)
		e = expected_of(t->h, s->at[1], body);
	for (size_t i = 1; i < t->trees.n_parents && !t->h->failed; i++) {
		size_t from = t->trees.base[i];
		struct expected_bases over = { t->commits + from, s->at + from,
			t->trees.base[i + 1] - from };

		expected_add(t->h, &e, s->at[1 + i], &over, body);
	}
	return e;
}

/* What differs from that. */

struct row_of {
	struct telling *t;
	const struct pair *subject;
	const struct record *record; /* as it is now, or was */
};

static void
tell(const struct row_of *r, struct history_change *c)
{
	struct history *h = r->t->h;

	c->type = r->record->type->name.name;
	c->id = r->record->id;
	c->path = str_of(r->record->path);
	*MEM_PUSH(h->changes, h->told.n, h->cap_changes) = *c;
}

/* A field called as what the engine gives is named as its column is. */
static struct str
field_name(const struct row_of *r, const struct item *i)
{
	const struct type *type = r->record->type;
	bool ours = str_is(i->path, "stage") || str_is(i->path, "body");

	if (!ours || !i->field ||
	    (type->stage_field != FIELD_NONE &&
		i->field == &type->fields.all[type->stage_field]))
		return i->path;
	return str_of(arena_f(&r->t->h->now, "f_%.*s", STRF(i->path)));
}

/* Of two versions that do not go together: that which was not taken. */
static const struct item *
not_taken(const struct merged *m, const struct item *now)
{
	bool ours =
	    now ? m->ours && str_eq(m->ours->value, now->value) : !m->ours;

	return ours ? m->theirs : m->ours;
}

static bool
is_stage(const struct item *i)
{
	return i && i->key.n && i->key.s[0] == '\1';
}

/* Whose change of an item is not in now. Of two that go together, or do not,
 * one may have been taken alone; what is neither was made of both by hand. In
 * the body, which is merged by lines, a text may have come under another
 * heading: there only what is as before was left out. */
static enum history_side
side_dropped(const struct merged *m, const struct item *now)
{
	bool ours = fields_same(now, m->ours),
	     theirs = fields_same(now, m->theirs);
	const struct item *any = now ? now : fields_any(m);

	if (!any->node && m->verdict != MERGE_CONFLICT &&
	    m->verdict != MERGE_TEXT && !fields_same(now, m->base))
		return HISTORY_NO_SIDE;
	if (m->verdict == MERGE_OURS)
		return HISTORY_OURS;
	if (m->verdict == MERGE_THEIRS)
		return HISTORY_THEIRS;
	if (ours != theirs)
		return ours ? HISTORY_THEIRS : HISTORY_OURS;
	return m->verdict == MERGE_BOTH || !now || fields_same(now, m->base) ?
	    HISTORY_BOTH :
	    HISTORY_NO_SIDE;
}

struct history_change
history_item_change(const struct item *before, const struct item *after,
    bool row)
{
	const struct item *any = after ? after : before;
	struct history_change c = { .op = HISTORY_SET,
		.field = any->path,
		.entry = any->entry,
		.private = any->private || (before && before->private),
		.entry_private = any->entry_private };

	if (before)
		c.old = fields_said(before);
	if (after)
		c.new = fields_said(after);
	if (row)
		c.op = after ? HISTORY_ADD : HISTORY_REMOVE;
	return c;
}

static void
tell_item(const struct row_of *r, const struct expected *e,
    const struct change *d)
{
	const struct item *any = d->after ? d->after : d->before;
	const struct merged *torn =
	    d->before ? map_get(&e->conflicts, d->before->key) : NULL;
	const struct item *before =
	    torn ? not_taken(torn, d->after) : d->before;
	const struct merged *m = torn ? torn : map_get(&e->changed, any->key);
	struct history_change c;

	/* Both took it away with what stands around it, which one of them had
	 * changed; and so it is not there. */
	if (!before && !d->after)
		return;
	c = history_item_change(before, d->after, d->row);
	c.field = field_name(r, any);
	c.private |= any->private;
	if (m && !is_stage(any)) {
		c.dropped = side_dropped(m, d->after);
		c.torn = torn && c.dropped != HISTORY_BOTH;
	}
	tell(r, &c);
}

/* A stage follows from fields: where all of them are as they must be, so is
 * it, whatever stages on both sides look like. And a field in which a record
 * says its stage is enough by itself. */
static bool
is_news(const struct row_of *r, const struct change *all, size_t n, size_t at)
{
	const struct type *type = r->record->type;
	const struct change *d = &all[at];

	if (!is_stage(d->before) && !is_stage(d->after))
		return true;
	if (type->stage_field != FIELD_NONE &&
	    str_is(type->fields.all[type->stage_field].name.name, "stage"))
		return false;
	return n > 1 || r->t->trees.n_parents < 2;
}

static void
tell_items(const struct row_of *r, const struct expected *e,
    struct version *now, bool body)
{
	const struct items *items = version_items(r->t->h, now, body);
	size_t n;
	struct change *all =
	    fields_compare(&e->items, items, &r->t->h->now, &n);

	for (size_t i = 0; i < n; i++)
		if (is_news(r, all, n, i))
			tell_item(r, e, &all[i]);
}

static const struct version *
last_of(const struct telling *t, const struct pair *s)
{
	for (size_t i = 0; i < t->trees.n; i++)
		if (s->at[i])
			return s->at[i];
	return NULL;
}

/* On which sides a record is there, or is not. */
static enum history_side
sides_with(const struct telling *t, const struct pair *s, bool there)
{
	enum history_side with = HISTORY_NO_SIDE;

	for (size_t i = 0; i < t->trees.n_parents; i++)
		if ((s->at[1 + i] != NULL) == there)
			with |= i ? HISTORY_THEIRS : HISTORY_OURS;
	return with;
}

static void
tell_expected(const struct row_of *r, const struct expected *e, bool body)
{
	struct version *now = r->subject->at[0];
	struct history_change c = { 0 };

	if (!now && !e->there && !e->torn)
		return;
	if (!now || !e->there) {
		c.op = now ? HISTORY_CREATE : HISTORY_DELETE;
		c.torn = e->torn;
		if (r->t->trees.n_parents > 1)
			c.dropped = sides_with(r->t, r->subject, !now);
		if (now &&
		    sides_with(r->t, r->subject, true) == HISTORY_NO_SIDE)
			c.dropped = HISTORY_NO_SIDE;
		tell(r, &c);
	} else if (!str_is(e->path, now->record.path)) {
		c.op = HISTORY_MOVE;
		c.old = e->path;
		c.new = str_of(now->record.path);
		tell(r, &c);
	}
	if (now)
		tell_items(r, e, now, body);
}

static bool
is_pair(const struct telling *t, const struct pair *s)
{
	return t->trees.n_parents == 1 && s->at[0] && s->at[1] &&
	    s->at[0]->epoch == s->at[1]->epoch;
}

/* One parent and the same bytes there: it was moved, if anything. */
static bool
is_untouched(const struct telling *t, const struct pair *s)
{
	return is_pair(t, s) && oid_eq(&s->at[0]->blob, &s->at[1]->blob);
}

/* What it is and was, with the schema of the first parent. */
static void
tell_versions(struct telling *t, const struct pair *s,
    struct history_record *to)
{
	struct history *h = t->h;
	size_t n = t->trees.n_parents;
	const struct schema_version *e =
	    n && t->commits ? schema_version_of(h, t->commits[1]) : NULL;
	const struct record **before =
	    ARENA_ARRAY(&h->now, const struct record *, n + 1);
	struct version *now = s->at[0];

	for (size_t i = 0; i < n; i++) {
		struct version *v = s->at[1 + i];

		v = v && e ? version_under(h, v, e) : v;
		before[i] = v ? &v->record : NULL;
	}
	now = e ? version_under(h, now, e) : now;
	to->now = now ? &now->record : NULL;
	to->before = before;
}

static void
tell_changes(const struct row_of *r)
{
	struct telling *t = r->t;
	const struct pair *s = r->subject;
	struct expected e;
	bool body;

	if (is_untouched(t, s)) {
		struct history_change c = { .op = HISTORY_MOVE,
			.old = str_of(s->at[1]->record.path),
			.new = str_of(s->at[0]->record.path) };

		if (!str_eq(c.old, c.new))
			tell(r, &c);
		return;
	}
	if (is_pair(t, s) && !s->at[0]->items[true])
		version_items_apart(t->h, s->at[0], s->at[1]);
	body = t->trees.n_parents < 2 || !same_bodies(t, s);
	e = merge_parents(t, s, body);
	if (!t->h->failed)
		tell_expected(r, &e, body);
	expected_release(&e);
}

static void
push_packed(struct history *h, const struct record_changes *r)
{
	if (r->packed.n)
		*MEM_PUSH(h->packed, h->n_packed, h->cap_packed) = *r;
}

/* What became of a record, as bytes in its stead. */
static void
pack(struct history *h, const struct history_record *of)
{
	buf_clear(&h->packing);
	h->pack(&h->packing, of, h->changes + of->from, h->day);
	h->told.n = of->from;
	push_packed(h,
	    &(struct record_changes){ .type = of->type,
		.id = of->id,
		.path = of->path,
		.packed = arena_keep(&h->now, buf_str(&h->packing)),
		.n = of->n });
}

static void
tell_subject(struct telling *t, struct pair *s)
{
	struct history *h = t->h;
	struct row_of r = { t, s, NULL };
	struct history_record of = { .from = h->told.n };

	if (s->told)
		push_packed(h, s->told->told);
	if (s->hidden || s->told)
		return;
	if (t->trees.n_parents > 1)
		seek(t, s);
	r.record = &last_of(t, s)->record;
	tell_changes(&r);
	of.type = r.record->type->name.name;
	of.id = r.record->id;
	of.path = str_of(r.record->path);
	of.n = h->told.n - of.from;
	if (h->versions && s->at[0] && !h->failed && !is_untouched(t, s))
		tell_versions(t, s, &of);
	if (h->pack)
		pack(h, &of);
	else if (of.n || of.now)
		*MEM_PUSH(h->records, h->told.n_records, h->cap_records) = of;
}

/* The schema itself: is it one that cannot be read, other than before? */
static bool
is_schema_gap(struct telling *t, const struct revwalk_commit *c)
{
	struct history *h = t->h;
	const struct schema_version *own;

	if (h->fixed)
		return false;
	own = schema_version_own(h, c);
	if (!own || own->schema)
		return false;
	for (size_t i = 0; i < c->n_parents; i++)
		if (schema_version_own(h, t->commits[1 + i]) == own)
			return false;
	return true;
}

static void
telling_release(struct telling *t)
{
	for (size_t i = 0; t->elsewhere && i < t->trees.n; i++)
		map_release(&t->elsewhere[i]);
	free(t->elsewhere);
	pairing_release(&t->records);
	free(t->candidates.all);
}

/* Told together with others. */

/* Is it read with the schema of its parent, or has that nothing? Then it is
 * compared with one. */
static bool
follows(struct telling *t)
{
	struct history *h = t->h;
	struct oid *two = ARENA_ARRAY(&h->now, struct oid, 2);
	const struct schema_version *e = schema_version_of(h, t->commits[0]);

	if (t->trees.n == 2 && !oid_none(&t->trees.all[1]) &&
	    schema_version_of(h, t->commits[1]) != e)
		return false;
	two[0] = t->trees.all[0];
	if (t->trees.n == 2)
		two[1] = t->trees.all[1];
	t->trees = (struct revwalk_trees){ two, 2, 1, NULL };
	return !h->failed;
}

bool
history_candidates(struct history *h, const struct revwalk_commit *c,
    struct arena *a, struct candidates *all, bool *gap)
{
	struct findings silent = { 0 };
	struct telling t = { .h = h, .arena = a };
	struct revwalk_seen seen = { is_below, note_candidate, &t };
	bool ok;

	arena_reset(&h->now);
	h->to = &silent;
	h->failed = false;
	ok = c->n_parents <= 1 && take_trees(&t, c) && follows(&t);
	if (ok) {
		*gap = is_schema_gap(&t, c);
		ok = !h->failed &&
		    revwalk_compare(h->past, &t.trees, &seen, &silent);
	}
	*all = t.candidates;
	if (ok)
		return true;
	free(all->all);
	*all = (struct candidates){ 0 };
	return false;
}

static struct str
keep(struct arena *a, struct str s)
{
	return s.s ? arena_keep(a, s) : s;
}

/* What was told of one record, if anything. */
static void
keep_packed(const struct history *h, struct arena *a,
    struct record_changes *told)
{
	*told = (struct record_changes){ 0 };
	if (!h->n_packed)
		return;
	told->type = keep(a, h->packed->type);
	told->id = keep(a, h->packed->id);
	told->path = keep(a, h->packed->path);
	told->packed = arena_keep(a, h->packed->packed);
	told->n = h->packed->n;
}

/* NULL: it is not there, or does not read. */
static void
read_in_place(struct history *h, const struct schema_version *e,
    const struct candidate *one, struct version *at[2])
{
	at[0] = at[1] = NULL;
	if (!h->chain)
		h->chain = chain_new();
	if (h->failed || chain_next(h, h->chain, e, one, at))
		return;
	for (size_t i = 0; i < 2; i++)
		at[i] = oid_none(&one->ids[i]) ?
		    NULL :
		    version_try(h, e, one->path, &one->ids[i]);
}

bool
history_in_place(struct history *h, const struct revwalk_commit *c, int day,
    const struct candidate *one, struct arena *a, struct record_changes *told)
{
	struct findings silent = { 0 };
	struct telling t = { .h = h, .trees = { .n = 2, .n_parents = 1 } };
	struct version *at[2];
	struct pair s = { .at = at };

	if (oid_none(&one->ids[0]))
		return false;
	arena_reset(&h->now);
	versions_make_room(h);
	h->to = &silent;
	h->failed = false;
	h->versions = h->pack_versions;
	h->told = (struct history_told){ 0 };
	h->n_packed = 0;
	h->day = day;
	read_in_place(h, schema_version_of(h, c), one, at);
	if (h->failed || !at[0] ||
	    (!oid_none(&one->ids[1]) && !is_in_place(at[0], at[1])))
		return false;
	tell_subject(&t, &s);
	keep_packed(h, a, told);
	return !h->failed;
}

static const struct history_told *
tell_commit(struct history *h, const struct revwalk_commit *c, int day,
    const struct candidates *known, struct findings *to)
{
	struct telling t = { .h = h, .arena = &h->now };
	struct revwalk_seen seen = { is_below, note_candidate, &t };

	arena_reset(&h->now);
	versions_make_room(h);
	h->told = (struct history_told){ 0 };
	h->n_packed = 0;
	h->to = to;
	h->failed = false;
	h->day = day;
	if (take_trees(&t, c)) {
		if (is_schema_gap(&t, c))
			*MEM_PUSH(h->gaps, h->told.n_gaps, h->cap_gaps) =
			    STR("schema");
		t.elsewhere = mem_alloc((t.trees.n + 1) * sizeof *t.elsewhere);
		if (!known && !revwalk_compare(h->past, &t.trees, &seen, to))
			h->failed = true;
		t.records =
		    (struct pairing){ .arena = &h->now, .sides = t.trees.n };
		read_candidates(&t, known ? known : &t.candidates);
		for (size_t i = 0; i < t.records.n && !h->failed; i++)
			tell_subject(&t, t.records.all[i]);
	} else {
		h->failed = true;
	}
	telling_release(&t);
	h->told.changes = h->changes;
	h->told.records = h->records;
	h->told.gaps = h->gaps;
	return h->failed ? NULL : &h->told;
}

const struct history_told *
history_tell(struct history *h, const struct revwalk_commit *c, int day,
    bool versions, struct findings *to)
{
	h->versions = versions;
	return tell_commit(h, c, day, NULL, to);
}

const struct history_told *
history_tell_rest(struct history *h, const struct revwalk_commit *c, int day,
    const struct candidates *known, struct findings *to)
{
	h->versions = h->pack_versions;
	return tell_commit(h, c, day, known, to);
}

void
history_forget(struct history *h)
{
	arena_reset(&h->now);
	versions_make_room(h);
}

bool
history_day(struct history *h, const struct revwalk_commit *c, int *day,
    struct findings *to)
{
	const struct schema_version *e;
	const struct schema *schema;
	struct buf zone = { 0 };

	*day = DAY_NONE;
	h->to = to;
	h->failed = false;
	e = schema_version_of(h, c);
	if (h->failed || c->made.when != STAMP_TOLD)
		return !h->failed;
	schema = e ? e->schema : NULL;
	if (h->span.day == DAY_NONE || h->zone != schema ||
	    c->made.time < h->span.from || c->made.time > h->span.to) {
		h->zone = schema;
		buf_add(&zone, schema ? schema->zone : STR("UTC"));
		if (!day_span(c->made.time, buf_z(&zone), &h->span))
			h->span.day = DAY_NONE;
		buf_release(&zone);
	}
	*day = h->span.day;
	return true;
}

bool
history_schema(struct history *h, const struct revwalk_commit *c,
    const struct schema **schema, bool *carried, struct findings *to)
{
	const struct schema_version *e;

	h->to = to;
	h->failed = false;
	e = schema_version_of(h, c);
	*schema = e ? e->schema : NULL;
	if (carried)
		*carried = e && e == &h->carried.epoch;
	return !h->failed;
}

bool
history_from(struct history *h, struct findings *to)
{
	h->to = to;
	h->failed = false;
	schema_version_carried(h);
	return !h->failed;
}

struct history *
history_new(struct revwalk *p, const struct schema *fixed, const char *from,
    struct schema_versions *schemas)
{
	struct history *h = mem_alloc(sizeof *h);

	h->past = p;
	h->own_schemas = !schemas;
	h->schemas = schemas ? schemas : schema_versions_new(NULL);
	h->span.day = DAY_NONE;
	h->carried.from = fixed ? NULL : from;
	if (fixed) {
		h->fixed = ARENA_NEW(&h->arena, struct schema_version);
		h->fixed->schema = fixed;
	}
	return h;
}

void
history_free(struct history *h)
{
	if (!h)
		return;
	schema_versions_release(h);
	versions_release(h);
	chain_free(h->chain);
	map_release(&h->good);
	arena_release(&h->now);
	arena_release(&h->arena);
	buf_release(&h->packing);
	free(h->packed);
	free(h->changes);
	free(h->records);
	free(h->gaps);
	free(h);
}

bool
history_is_import(struct str message, size_t created)
{
	struct str line;

	if (created >= HISTORY_IMPORT)
		return true;
	while (created && str_split(&message, '\n', &line))
		if (str_starts(line, STR("Import: ")) &&
		    str_trim(str_from(line, 8)).n)
			return true;
	return false;
}
