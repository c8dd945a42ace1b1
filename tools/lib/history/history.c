/* history: what each commit changed, record by record and field by field.
 *
 * Every commit is handled alike: it is compared with what its parents merged
 * come to, which for one parent is that parent and for none is nothing. The
 * trees are compared first; only files that are not as they must then be are
 * read, in each of the trees. */
#include "history/inside.h"

#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "text/glob.h"
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

/* A file that is not as it must be, in each tree. */
struct candidate {
	struct str path;
	struct oid *ids;
};

/* A record that one of them holds, in each tree: 0 is the commit's own, then
 * its parents', then their bases'. */
struct subject {
	struct str key; /* its type and id */
	struct version **at;
	struct subject *twin; /* another file with that id */
	bool hidden;          /* it cannot be read now */
};

struct telling {
	struct history *h;
	struct revwalk_trees trees;
	const struct revwalk_commit **commits; /* whose trees they are */
	struct candidate *candidates;
	size_t n, cap;
	struct subject **subjects;
	size_t n_subjects, cap_subjects;
	struct map by_key;
	struct map *elsewhere; /* by tree: version by key */
};

/* Which trees are compared. */

static bool
add_commit(struct telling *t, const struct oid *id)
{
	const struct revwalk_commit *c =
	    revwalk_commit(t->h->past, id, t->h->to);

	if (!c)
		return false;
	t->commits[t->trees.n++] = c;
	return true;
}

/* The bases of parent i with what came of those before it. */
static bool
add_bases(struct telling *t, const struct revwalk_commit *c, size_t i,
    const struct revwalk_commit ***room)
{
	const struct revwalk_commit **more;
	struct oid *bases;
	size_t n;
	bool ok =
	    revwalk_bases(t->h->past, c->parents, i + 1, &bases, &n, t->h->to);

	more = ARENA_ARRAY(&t->h->now, const struct revwalk_commit *,
	    t->trees.n + n);
	memcpy(more, *room, t->trees.n * sizeof *more);
	*room = t->commits = more;
	for (size_t k = 0; ok && k < n; k++)
		ok = add_commit(t, &bases[k]);
	free(bases);
	return ok;
}

/* A parent without a schema has no records: all of the first commit with one
 * are new. */
static bool
take_trees(struct telling *t, const struct revwalk_commit *c)
{
	struct arena *a = &t->h->now;
	size_t *base = ARENA_ARRAY(a, size_t, c->n_parents + 1);
	struct oid *trees;
	bool ok;

	t->commits =
	    ARENA_ARRAY(a, const struct revwalk_commit *, c->n_parents + 1);
	t->trees.n_parents = c->n_parents;
	t->trees.base = base;
	ok = add_commit(t, &c->id);
	for (size_t i = 0; ok && i < c->n_parents; i++)
		ok = add_commit(t, &c->parents[i]);
	for (size_t i = 1; ok && i <= c->n_parents; i++) {
		base[i] = t->trees.n;
		if (i < c->n_parents)
			ok = add_bases(t, c, i, &t->commits);
	}
	if (!ok)
		return false;
	trees = ARENA_ARRAY(a, struct oid, t->trees.n);
	for (size_t i = 0; i < t->trees.n; i++)
		if (schema_version_of(t->h, t->commits[i]))
			trees[i] = t->commits[i]->tree;
	t->trees.all = trees;
	return !t->h->failed;
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
		for (size_t k = 0; e && k < e->schema->n_types; k++) {
			const struct type *type = &e->schema->types[k];

			for (size_t l = 0; l < type->n_files; l++)
				if (glob_below(type->files[l], folder))
					return true;
		}
	}
	return false;
}

static void
note_candidate(struct str path, const struct oid *ids, void *to)
{
	struct telling *t = to;
	struct candidate *c = MEM_PUSH(t->candidates, t->n, t->cap);

	c->path = arena_keep(&t->h->now, path);
	c->ids = ARENA_ARRAY(&t->h->now, struct oid, t->trees.n);
	memcpy(c->ids, ids, t->trees.n * sizeof *ids);
}

/* Which records they hold. */

static struct str
key_of(struct telling *t, const struct version *v)
{
	const struct record *r = &v->record;
	struct buf b = { 0 };

	buf_add(&b, r->type->name.name);
	buf_addc(&b, r->id.n ? '\0' : '\1');
	buf_add(&b, r->id.n ? r->id : str_of(r->path));
	return arena_take(&t->h->now, &b);
}

static struct subject *
subject_new(struct telling *t, struct str key)
{
	struct subject *s = ARENA_NEW(&t->h->now, struct subject);

	s->key = key;
	s->at = ARENA_ARRAY(&t->h->now, struct version *, t->trees.n);
	*MEM_PUSH(t->subjects, t->n_subjects, t->cap_subjects) = s;
	return s;
}

static bool
has_path(const struct telling *t, const struct subject *s, struct str path)
{
	for (size_t i = 0; i < t->trees.n; i++)
		if (s->at[i] && str_is(path, s->at[i]->record.path))
			return true;
	return false;
}

/* Of more files with one id it is not asked which of them was moved. */
enum { TWINS_MOST = 64 };

/* Puts a version with others of its record: of several files with one id, those
 * of one path go together, which come one after the other. */
static struct subject *
place(struct telling *t, size_t tree, struct version *v)
{
	struct str key = key_of(t, v), path = str_of(v->record.path);
	void **slot = map_put(&t->by_key, key);
	struct subject *s, *room = NULL;
	int left = TWINS_MOST;

	for (s = *slot; s && left; s = s->twin, left--) {
		if (s->at[tree])
			continue;
		if (has_path(t, s, path))
			break;
		if (!room)
			room = s;
	}
	if (!s || !left)
		s = room;
	if (!s) {
		s = subject_new(t, key);
		s->twin = *slot;
		*slot = s;
	}
	s->at[tree] = v;
	return s;
}

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

static void
read_candidate(struct telling *t, const struct candidate *c,
    struct version **read)
{
	bool unreadable = false, gap;

	memset(read, 0, t->trees.n * sizeof *read);
	for (size_t i = 0; i < t->trees.n && !t->h->failed; i++) {
		read[i] = read_at(t, c, i, read, &gap);
		unreadable |= i == 0 && gap;
	}
	for (size_t i = 0; i < t->trees.n && !t->h->failed; i++)
		if (read[i])
			place(t, i, read[i])->hidden |= unreadable;
}

static void
read_candidates(struct telling *t)
{
	struct version **read = mem_alloc((t->trees.n + 1) * sizeof *read);

	for (size_t i = 0; i < t->n && !t->h->failed; i++)
		read_candidate(t, &t->candidates[i], read);
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
		*map_put(&s->t->elsewhere[s->tree], key_of(s->t, v)) = v;
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
seek(struct telling *t, struct subject *s)
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
same_bodies(const struct telling *t, const struct subject *s)
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

enum { BASES_DEEP = 8 }; /* bases of bases of bases … in a criss-cross */

/* Several bases are merged first, over their own. */
static struct expected
merge_bases(struct history *h, const struct revwalk_commit **commits,
    struct version **at, size_t n, bool body, int deep)
{
	struct expected e = expected_of(h, at[0], body);
	struct oid *ids = mem_alloc((n + 1) * sizeof *ids);

	for (size_t i = 0; i < n; i++)
		ids[i] = commits[i]->id;
	for (size_t i = 1; i < n && !h->failed; i++) {
		struct expected other = expected_of(h, at[i], body),
				base = { 0 };
		struct expected was = e;
		size_t m = 0;
		struct oid *below = NULL;
		const struct revwalk_commit **of;
		struct version **v;

		if (deep < BASES_DEEP &&
		    !revwalk_bases(h->past, ids, i + 1, &below, &m, h->to))
			h->failed = true;
		of = ARENA_ARRAY(&h->now, const struct revwalk_commit *, m);
		v = ARENA_ARRAY(&h->now, struct version *, m);

		for (size_t k = 0; k < m && !h->failed; k++) {
			struct oid blob;
			bool folder, gap;
			struct str path =
			    at[i] ? str_of(at[i]->record.path) : was.path;

			of[k] = revwalk_commit(h->past, &below[k], h->to);
			h->failed = !of[k] ||
			    !revwalk_find(h->past, &of[k]->tree,
				arena_z(&h->now, path), &blob, &folder, h->to);
			if (!h->failed && path.n && !folder)
				v[k] = version_read(h, of[k], path, &blob, true,
				    &gap);
		}
		if (m && !h->failed)
			base = merge_bases(h, of, v, m, body, deep + 1);
		e = expected_merge(h, &base, &was, &other);
		expected_release(&base);
		expected_release(&was);
		free(below);
	}
	free(ids);
	return e;
}

static struct expected
merge_parents(struct telling *t, const struct subject *s, bool body)
{
	struct expected e = { 0 };

	if (t->trees.n_parents)
		e = expected_of(t->h, s->at[1], body);
	for (size_t i = 1; i < t->trees.n_parents && !t->h->failed; i++) {
		size_t from = t->trees.base[i], n = t->trees.base[i + 1] - from;
		struct expected base = { 0 }, was = e;
		struct expected other = expected_of(t->h, s->at[1 + i], body);

		if (n)
			base = merge_bases(t->h, t->commits + from,
			    s->at + from, n, body, 0);
		e = expected_merge(t->h, &base, &was, &other);
		expected_release(&base);
		expected_release(&was);
	}
	return e;
}

/* What differs from that. */

struct row_of {
	struct telling *t;
	const struct subject *subject;
	const struct record *record; /* as it is now, or was */
};

static void
tell(const struct row_of *r, struct history_change *c)
{
	const struct history_hook *hook = r->t->h->hook;

	c->type = r->record->type->name.name;
	c->id = r->record->id;
	c->path = str_of(r->record->path);
	if (hook->change)
		hook->change(c, hook->to);
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

static bool
same_value(const struct item *a, const struct item *b)
{
	return a && b ? str_eq(a->value, b->value) && a->bad == b->bad : a == b;
}

/* Whose change of an item is not in now. Of two that go together, or do not,
 * one may have been taken alone; what is neither was made of both by hand. In
 * the body, which is merged by lines, a text may have come under another
 * heading: there only what is as before was left out. */
static enum history_side
side_dropped(const struct merged *m, const struct item *now)
{
	bool ours = same_value(now, m->ours),
	     theirs = same_value(now, m->theirs);
	const struct item *any = now ? now :
	    m->base                  ? m->base :
	    m->ours                  ? m->ours :
				       m->theirs;

	if (!any->node && m->verdict != MERGE_CONFLICT &&
	    m->verdict != MERGE_TEXT && !same_value(now, m->base))
		return HISTORY_NO_SIDE;
	if (m->verdict == MERGE_OURS)
		return HISTORY_OURS;
	if (m->verdict == MERGE_THEIRS)
		return HISTORY_THEIRS;
	if (ours != theirs)
		return ours ? HISTORY_THEIRS : HISTORY_OURS;
	return m->verdict == MERGE_BOTH || !now || same_value(now, m->base) ?
	    HISTORY_BOTH :
	    HISTORY_NO_SIDE;
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
	struct history_change c = { .field = field_name(r, any),
		.entry = any->entry,
		.op = HISTORY_SET,
		.private = (before && before->private) || any->private,
		.entry_private = any->entry_private };

	if (before)
		c.old = before->value;
	if (d->after)
		c.new = d->after->value;
	if (d->row)
		c.op = d->after ? HISTORY_ADD : HISTORY_REMOVE;
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
last_of(const struct telling *t, const struct subject *s)
{
	for (size_t i = 0; i < t->trees.n; i++)
		if (s->at[i])
			return s->at[i];
	return NULL;
}

/* On which sides a record is there, or is not. */
static enum history_side
sides_with(const struct telling *t, const struct subject *s, bool there)
{
	enum history_side with = HISTORY_NO_SIDE;

	for (size_t i = 0; i < t->trees.n_parents; i++)
		if ((s->at[1 + i] != NULL) == there)
			with |= i ? HISTORY_THEIRS : HISTORY_OURS;
	return with;
}

static void
tell_expected(struct row_of *r, const struct expected *e, bool body)
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

/* One parent and the same bytes there: it was moved, if anything. */
static bool
is_untouched(const struct telling *t, const struct subject *s)
{
	return t->trees.n_parents == 1 && s->at[0] && s->at[1] &&
	    oid_eq(&s->at[0]->blob, &s->at[1]->blob) &&
	    s->at[0]->epoch == s->at[1]->epoch;
}

static bool
is_pair(const struct telling *t, const struct subject *s)
{
	return t->trees.n_parents == 1 && s->at[0] && s->at[1] &&
	    s->at[0]->epoch == s->at[1]->epoch;
}

static void
tell_record(struct telling *t, const struct subject *s)
{
	struct history *h = t->h;
	size_t n = t->trees.n_parents;
	const struct schema_version *e =
	    n ? schema_version_of(h, t->commits[1]) : NULL;
	const struct record **before;
	struct version *now = s->at[0];

	if (!h->hook->record || !now || h->failed)
		return;
	before = ARENA_ARRAY(&h->now, const struct record *, n);
	for (size_t i = 0; i < n; i++) {
		struct version *v = s->at[1 + i];

		v = v && e ? version_under(h, v, e) : v;
		before[i] = v ? &v->record : NULL;
	}
	now = e ? version_under(h, now, e) : now;
	if (now && !h->failed)
		h->hook->record(&now->record, before, n, h->hook->to);
}

static void
tell_subject(struct telling *t, struct subject *s)
{
	struct row_of r = { t, s, NULL };
	struct expected e;
	bool body;

	if (s->hidden)
		return;
	if (t->trees.n_parents > 1)
		seek(t, s);
	r.record = &last_of(t, s)->record;
	if (is_untouched(t, s)) {
		struct history_change c = { .op = HISTORY_MOVE,
			.old = str_of(s->at[1]->record.path),
			.new = str_of(s->at[0]->record.path) };

		if (!str_eq(c.old, c.new))
			tell(&r, &c);
		return;
	}
	if (is_pair(t, s)) {
		/* What it finds is what is asked for next. */
		version_items_apart(t->h, s->at[0], s->at[1]);
		body = false;
	} else {
		body = t->trees.n_parents < 2 || !same_bodies(t, s);
	}
	e = merge_parents(t, s, body);
	if (!t->h->failed)
		tell_expected(&r, &e, body);
	expected_release(&e);
	tell_record(t, s);
}

/* The schema itself. */
static void
tell_schema(struct telling *t)
{
	struct history *h = t->h;
	const struct schema_version *own;

	if (h->fixed)
		return;
	own = schema_version_own(h, h->commit);
	if (!own || own->schema)
		return;
	for (size_t i = 0; i < t->trees.n_parents; i++)
		if (schema_version_own(h, t->commits[1 + i]) == own)
			return;
	if (h->hook->gap)
		h->hook->gap(STR("schema"), h->hook->to);
}

static void
telling_release(struct telling *t)
{
	for (size_t i = 0; t->elsewhere && i < t->trees.n; i++)
		map_release(&t->elsewhere[i]);
	free(t->elsewhere);
	map_release(&t->by_key);
	free(t->candidates);
	free(t->subjects);
}

bool
history_tell(struct history *h, const struct revwalk_commit *c, int day,
    const struct history_hook *hook, struct findings *to)
{
	struct telling t = { .h = h };
	struct revwalk_seen seen = { is_below, note_candidate, &t };

	arena_reset(&h->now);
	versions_make_room(h);
	h->commit = c;
	h->hook = hook;
	h->to = to;
	h->failed = false;
	h->day = day;
	if (take_trees(&t, c)) {
		tell_schema(&t);
		t.elsewhere = mem_alloc((t.trees.n + 1) * sizeof *t.elsewhere);
		if (!revwalk_compare(h->past, &t.trees, &seen, to))
			h->failed = true;
		read_candidates(&t);
		for (size_t i = 0; i < t.n_subjects && !h->failed; i++)
			tell_subject(&t, t.subjects[i]);
	} else {
		h->failed = true;
	}
	telling_release(&t);
	return !h->failed;
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

const struct schema *
history_schema(struct history *h, const struct revwalk_commit *c,
    struct findings *to)
{
	const struct schema_version *e;

	h->to = to;
	h->failed = false;
	e = schema_version_of(h, c);
	return e ? e->schema : NULL;
}

bool
history_is_carried(struct history *h, const struct revwalk_commit *c,
    struct findings *to)
{
	h->to = to;
	h->failed = false;
	return schema_version_of(h, c) == &h->carried.epoch;
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
history_new(struct revwalk *p, const struct schema *fixed, const char *from)
{
	struct history *h = mem_alloc(sizeof *h);

	h->past = p;
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
	map_release(&h->good);
	arena_release(&h->now);
	arena_release(&h->arena);
	free(h);
}
