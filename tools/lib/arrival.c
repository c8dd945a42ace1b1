/* arrival: would the history be found fault with? */
#include "arrival.h"

#include "audit.h"
#include "buf.h"
#include "date.h"
#include "gate.h"
#include "mem.h"
#include "past.h"
#include "schema.h"
#include "source.h"

struct judging {
	const struct arrival *arrival;
	struct findings *to;
	struct map range, new;			/* by id */
};

static void
say_error(const struct finding *f, void *to)
{
	struct judging *j = to;
	const struct arrival *a = j->arrival;
	void **slot;

	if (f->level < ERROR)
		return;
	slot = map_put(a->said, str_of(arena_f(a->arena, "%s\n%s",
	    f->at.path ? f->at.path : "", f->text)));
	if (!*slot)
		found_as(j->to, f->id, f->level, f->at.path ? place_file(
		    audit_place(f->at.path, a->arena)) : f->at, "%s", f->text);
	*slot = j;
}

static void
note_ids(struct map *map, const char *const *ids, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		struct oid *id = ARENA_NEW(a, struct oid);

		if (oid_read(id, ids[i]))
			*map_put(map, oid_str(id)) = id;
	}
}

static bool
is_outside(const struct oid *id, void *to)
{
	const struct judging *j = to;

	return !map_get(&j->range, oid_str(id));
}

static bool
has_settled(const struct oid *id, void *to)
{
	const struct judging *j = to;

	return !map_get(&j->new, oid_str(id));
}

/* Today in the zone of what is pushed; what is wrong with its schema is said
 * elsewhere. */
static bool
today_of(const struct arrival *a, int *today, struct findings *to)
{
	struct findings silent = {0};
	struct source *s = source_commit(".", a->tip, "UTC", &silent);
	struct schema schema = {0};
	bool ok = s && schema_read(&schema, s, "schema", &silent);

	if (!ok)
		schema.zone = STR("UTC");
	ok = gate_today(&schema, today, to);
	schema_release(&schema);
	source_close(s);
	return ok;
}

bool
arrival_judge(const struct arrival *a, struct findings *to)
{
	struct judging j = { .arrival = a, .to = to };
	struct findings out = { .say = say_error, .to = &j };
	struct arena ids = {0};
	struct oid *there = ARENA_ARRAY(&ids, struct oid, a->n_there);
	struct audit_push push = {
		.there = there,
		.outside = { is_outside, &j }, .settled = { has_settled, &j },
	};
	struct audit audit = { .push = &push };
	bool ok;

	if (!a->n)
		return true;
	for (size_t i = 0; i < a->n_there; i++)
		push.n_there += oid_read(&there[push.n_there], a->there[i]);
	note_ids(&j.range, a->range, a->n, &ids);
	note_ids(&j.new, a->new, a->n_new, &ids);
	audit.past = past_open(".", a->tip, "UTC", to);
	ok = audit.past && today_of(a, &audit.today, to) &&
	    audit_run(&audit, &out) && !out.count[ERROR];
	past_close(audit.past);
	audit_release(&audit);
	map_release(&j.range);
	map_release(&j.new);
	arena_release(&ids);
	return ok;
}
