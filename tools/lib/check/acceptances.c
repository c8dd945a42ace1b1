/* acceptances: findings that records accept. */
#include "check/acceptances.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/part.h"
#include "text/day.h"

size_t
acceptances_read(const struct record *rec, struct arena *arena,
    struct acceptance **all)
{
	const struct role_field *role = &rec->type->roles[FIELD_ACCEPT];
	const struct field *const *part = role->part;
	const struct value *list =
	    role->field ? &rec->values[role->field->index] : NULL;

	*all = list ? ARENA_ARRAY(arena, struct acceptance, list->n) : NULL;
	for (uint32_t n = 0; list && n < list->n; n++) {
		const struct value *e = &list->parts[n];

		(*all)[n] = (struct acceptance){
			.rule = part_text(e, part[PART_RULE]),
			.key = part_text(e, part[PART_ENTRY]),
			.why = part_text(e, part[PART_REASON]),
			.by = part_text(e, part[PART_BY]),
			.since = part_day(e, part[PART_DAY]),
			.until = part_day(e, part[PART_UNTIL]),
			.at = front_place(&rec->front, NULL, e->node->off),
			.quiet = field_private(part[PART_RULE]) ||
			    field_private(part[PART_ENTRY]),
			.quiet_why = field_private(part[PART_REASON]),
		};
	}
	return list ? list->n : 0;
}

void
acceptances_pack(const struct acceptance *all, size_t n, struct buf *b)
{
	pack_number(b, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		const struct acceptance *a = &all[i];

		pack_str(b, a->rule);
		pack_str(b, a->key);
		pack_str(b, a->why);
		pack_str(b, a->by);
		pack_number(b, a->since);
		pack_number(b, a->until);
		pack_number(b, a->at.line);
		pack_number(b, a->at.col);
		pack_number(b, a->quiet);
		pack_number(b, a->quiet_why);
	}
}

size_t
acceptances_unpack(struct unpack *p, struct arena *arena,
    struct acceptance **all)
{
	size_t n = pack_take_count(p);

	*all = ARENA_ARRAY(arena, struct acceptance, n);
	for (size_t i = 0; i < n; i++) {
		struct acceptance *a = &(*all)[i];

		a->rule = pack_take_str(p);
		a->key = pack_take_str(p);
		a->why = pack_take_str(p);
		a->by = pack_take_str(p);
		a->since = (int)pack_take_number(p);
		a->until = (int)pack_take_number(p);
		a->at.line = (int)pack_take_number(p);
		a->at.col = (int)pack_take_number(p);
		a->quiet = pack_take_number(p);
		a->quiet_why = pack_take_number(p);
	}
	return p->ok ? n : 0;
}

/* What one acceptance is for. */
static struct str
what_of(struct arena *a, const char *path, struct str rule, struct str key)
{
	return str_of(
	    arena_f(a, "%s\n%.*s\n%.*s", path, STRF(rule), STRF(key)));
}

void
acceptances_add(struct acceptances *as, const char *path,
    const struct acceptance *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct acceptance *a = ARENA_NEW(&as->arena, struct acceptance);
		void **slot;

		*a = all[i];
		a->path = a->at.path = path;
		a->rule = arena_keep(&as->arena, a->rule);
		a->key = arena_keep(&as->arena, a->key);
		a->why = arena_keep(&as->arena, a->why);
		a->by = arena_keep(&as->arena, a->by);
		slot = map_put(&as->by_what,
		    what_of(&as->arena, path, a->rule, a->key));
		a->next = *slot;
		*slot = a;
		*MEM_PUSH(as->all, as->n, as->cap) = a;
	}
}

bool
acceptances_holds(const struct acceptance *a, int today)
{
	return a->since != DAY_NONE && a->since <= today &&
	    (a->until == DAY_NONE || today <= a->until);
}

struct acceptance *
acceptances_find(const struct acceptances *as, const char *path,
    struct str rule, struct str key, int today)
{
	struct arena keys = { 0 };
	struct acceptance *a =
	    map_get(&as->by_what, what_of(&keys, path, rule, key));

	while (a && !(a->why.n && a->by.n && acceptances_holds(a, today)))
		a = a->next;
	arena_release(&keys);
	return a;
}

void
acceptances_release(struct acceptances *as)
{
	map_release(&as->by_what);
	free(as->all);
	arena_release(&as->arena);
}
