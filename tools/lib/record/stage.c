/* stage: where a record is in its course, from what has happened to it.
 *
 * Events up to today are ordered by day, then by declaration. The stage is the
 * furthest one reached in the round. An exit holds until its own end, after
 * which what was reached before counts again, or until a later event of a stage
 * that reopens it, which begins a new round. An override sets the stage it
 * names; later events go on from there. */
#include "record/stage.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/buf.h"
#include "base/mem.h"
#include "record/voice.h"

struct event {
	int day;
	int until; /* of an exit; DAY_NONE: open */
	size_t stage;
	size_t entry;          /* of the list it stands in */
	const struct node *at; /* its date */
	bool override;
};

struct course {
	struct record *r;
	int today;
	struct arena *arena;
	struct findings *to;
	struct event *events;
	size_t n, cap;
};

static struct place
place_of(const struct course *c, const struct node *n)
{
	return front_place(&c->r->front, c->r->path, n->off);
}

/* The values that stand beside the last field of a path, in entry n. */
static const struct value *
beside(const struct record *r, const struct path *p, size_t n)
{
	struct path up = *p;
	const struct value *v;

	if (p->n == 1)
		return r->values;
	up.n--;
	v = record_value(r, &up, n);
	return v ? v->parts : NULL;
}

/* 1 yes, 0 no, -1 cannot be told. */
static int
holds(const struct condition *c, const struct value *siblings)
{
	const struct value *v = &siblings[c->field->index];

	if (v->bad)
		return -1;
	if (!v->node)
		return 0;
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(v->text, c->values[i]))
			return 1;
	return 0;
}

static int
all_hold(const struct stage *s, const struct value *siblings)
{
	int all = 1;

	for (size_t i = 0; i < s->n_when; i++) {
		int one = holds(&s->when[i], siblings);

		if (one == 0)
			return 0;
		if (one < 0)
			all = -1;
	}
	return all;
}

static void
add_event(struct course *c, size_t stage, size_t entry)
{
	const struct stage *s = &c->r->type->stages[stage];
	const struct value *siblings = beside(c->r, &s->since, entry);
	const struct value *v, *until;
	struct event *e;
	int when;

	if (!siblings)
		return;
	v = &siblings[s->since.at[s->since.n - 1]->index];
	if (!v->node)
		return;
	when = all_hold(s, siblings);
	if (when == 0)
		return;
	if (when < 0 || v->bad || !date_whole(v->date)) {
		c->r->stage_unknown = true;
		return;
	}
	if (v->date.lo > c->today)
		return;
	e = MEM_PUSH(c->events, c->n, c->cap);
	*e = (struct event){ .day = v->date.lo,
		.until = DAY_NONE,
		.stage = stage,
		.entry = entry,
		.at = v->node };
	until = s->until ? &siblings[s->until->index] : NULL;
	if (!until || !until->node)
		return;
	if (until->bad || !date_whole(until->date))
		c->r->stage_unknown = true;
	else
		e->until = until->date.lo;
}

static void
gather(struct course *c)
{
	const struct type *t = c->r->type;

	for (size_t i = 0; i < t->n_stages + t->n_exits; i++) {
		const struct path *p = &t->stages[i].since;
		struct path list = *p;
		const struct value *v;

		if (!p->n)
			continue;
		if (p->list == FIELD_NONE) {
			add_event(c, i, 0);
			continue;
		}
		list.n = (size_t)p->list + 1;
		list.list = FIELD_NONE;
		v = record_value(c->r, &list, 0);
		for (uint32_t n = 0; v && n < v->n; n++)
			add_event(c, i, n);
	}
}

/* Overrides. */

/* Does an entry say all that it needs? False after saying what is missing. */
static bool
is_complete(struct course *c, const struct role_field *role,
    const struct value *entry)
{
	static const enum field_part needs[] = { PART_DAY, PART_STAGE,
		PART_REASON, PART_BY };
	const struct field *const *part = role->part;

	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (!record_part(entry, part[needs[i]]))
			return found(c->to, FIND_STAGE_OVERRIDE,
			    place_of(c, entry->node),
			    _("an entry of '%.*s' needs '%.*s', '%.*s', '%.*s' "
			      "and '%.*s'; '%.*s' is missing"),
			    STRF(role->field->name.name),
			    STRF(part[PART_DAY]->name.name),
			    STRF(part[PART_STAGE]->name.name),
			    STRF(part[PART_REASON]->name.name),
			    STRF(part[PART_BY]->name.name),
			    STRF(part[needs[i]]->name.name));
	return true;
}

/* The stage that an entry names; FIELD_NONE after saying that it names none. */
static int
stage_named(struct course *c, const struct field *named,
    const struct value *stage)
{
	int i = spellings_find(&c->r->type->by_stage, stage->text);
	struct place at = place_of(c, stage->node);

	bool hidden = field_private(named);

	if (i == FIELD_NONE)
		found(c->to, FIND_STAGE_OVERRIDE, at,
		    hidden ? _("'%.*s' names no stage") :
			     _("there is no stage '%.*s'"),
		    STRF(hidden ? named->name.name : stage->text));
	return i;
}

static void
add_override(struct course *c, const struct role_field *role,
    const struct value *entry)
{
	const struct field *named = role->part[PART_STAGE];
	const struct value *day;
	int stage;

	if (!is_complete(c, role, entry))
		return;
	stage = stage_named(c, named, record_part(entry, named));
	if (stage == FIELD_NONE)
		return;
	day = record_part(entry, role->part[PART_DAY]);
	if (day->bad || !date_whole(day->date)) {
		c->r->stage_unknown = true;
		return;
	}
	if (day->date.lo > c->today)
		return;
	*MEM_PUSH(c->events, c->n, c->cap) =
	    (struct event){ .day = day->date.lo,
		    .until = DAY_NONE,
		    .stage = (size_t)stage,
		    .at = day->node,
		    .override = true };
}

static void
gather_overrides(struct course *c)
{
	const struct role_field *role = &c->r->type->roles[FIELD_OVERRIDE];
	const struct value *v;

	if (!role->field)
		return;
	v = &c->r->values[role->field->index];
	for (uint32_t i = 0; i < v->n; i++)
		add_override(c, role, &v->parts[i]);
}

static int
in_order(const void *va, const void *vb)
{
	const struct event *a = va, *b = vb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->override != b->override)
		return a->override ? 1 : -1;
	if (a->stage != b->stage)
		return a->stage < b->stage ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* The walk through the events. */

struct course_walk {
	int round;
	size_t furthest; /* index + 1; 0: none yet */
	size_t exit;     /* index + 1 of the one that holds */
	int exit_until;
};

static void
stay(struct course *c, const struct course_walk *w, int day)
{
	struct record *r = c->r;
	size_t now = w->exit ? w->exit : w->furthest;
	struct stage_interval *last =
	    r->n_intervals ? &r->intervals[r->n_intervals - 1] : NULL;

	if (!now ||
	    (last && last->round == w->round && last->stage == now - 1 &&
		last->until == DAY_NONE))
		return;
	if (last)
		last->until = day;
	r->intervals[r->n_intervals++] =
	    (struct stage_interval){ w->round, now - 1, day, DAY_NONE };
}

/* An exit that was to end by day has ended: what was before counts again. */
static void
end_exit(struct course *c, struct course_walk *w, int day)
{
	struct record *r = c->r;
	int until = w->exit_until;

	if (!w->exit || until == DAY_NONE || until > day)
		return;
	w->exit = 0;
	w->exit_until = DAY_NONE;
	if (w->furthest)
		stay(c, w, until);
	else if (r->n_intervals)
		r->intervals[r->n_intervals - 1].until = until;
}

static bool
reopens(const struct stage *exit, size_t stage)
{
	for (size_t i = 0; i < exit->n_next; i++)
		if (exit->next[i] == stage)
			return true;
	return false;
}

static void
step(struct course *c, struct course_walk *w, const struct event *e)
{
	const struct stage *all = c->r->type->stages;

	if (all[e->stage].until && w->exit && !all[w->exit - 1].until) {
		return; /* who is out cannot pause */
	} else if (all[e->stage].exit) {
		w->exit = e->stage + 1;
		w->exit_until = e->until;
	} else if (e->override) {
		w->exit = 0;
		w->furthest = e->stage + 1;
	} else if (w->exit && reopens(&all[w->exit - 1], e->stage)) {
		w->exit = 0;
		w->round++;
		w->furthest = e->stage + 1;
	} else if (w->exit && w->exit_until == DAY_NONE) {
		return;
	} else if (e->stage + 1 > w->furthest) {
		w->furthest = e->stage + 1;
	}
	stay(c, w, e->day);
}

/* What does not fit. */

static void
check_needs(struct course *c, const struct event *e)
{
	const struct stage *s = &c->r->type->stages[e->stage];

	for (size_t i = 0; i < s->n_needs && !e->override; i++) {
		const struct path *p = &s->needs[i];
		const struct value *v =
		    record_value(c->r, p, p->list == FIELD_NONE ? 0 : e->entry);

		if (!v)
			found(c->to, FIND_STAGE_NEEDS, place_of(c, e->at),
			    _("stage '%s' needs %s, which is not there"),
			    name_shown(&s->name, lang_now()),
			    voice_shown(voice_of_record(c->r), p->at[p->n - 1],
				c->arena));
	}
}

/* The first event of each stage in a round, or since an override: in declared
 * order by day. */
static void
check_order(struct course *c, const struct event *events, size_t n)
{
	const struct stage *all = c->r->type->stages;
	const struct event *ahead = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct event *e = &events[i];
		bool first = true;

		if (all[e->stage].exit || all[e->stage].optional || e->override)
			continue;
		for (size_t k = 0; k < i; k++)
			first = first && events[k].stage != e->stage;
		if (!first)
			continue;
		if (ahead && ahead->stage > e->stage && ahead->day < e->day)
			found(c->to, FIND_STAGE_ORDER, place_of(c, e->at),
			    _("stage '%s' is dated after '%s', which comes "
			      "later in the course; correct one of the dates"),
			    name_shown(&all[e->stage].name, lang_now()),
			    name_shown(&all[ahead->stage].name, lang_now()));
		if (!ahead || e->stage > ahead->stage)
			ahead = e;
	}
}

/* Nobody leaves before coming: mostly the year is wrong. */
static void
check_first(struct course *c)
{
	const struct event *e = &c->events[0];
	const struct stage *s = &c->r->type->stages[e->stage];

	if (c->n > 1 && s->exit && !e->override && !c->r->stage_unknown)
		found(c->to, FIND_STAGE_ORDER, place_of(c, e->at),
		    _("'%s' is dated before everything else in the course; "
		      "correct its day"),
		    name_shown(&s->name, lang_now()));
}

static void
walk(struct course *c)
{
	struct course_walk w = { .round = 1, .exit_until = DAY_NONE };
	size_t round_from = 0;

	c->r->intervals =
	    ARENA_ARRAY(c->arena, struct stage_interval, 2 * c->n + 1);
	if (c->n)
		check_first(c);
	for (size_t i = 0; i < c->n; i++) {
		int round = w.round;

		end_exit(c, &w, c->events[i].day);
		step(c, &w, &c->events[i]);
		check_needs(c, &c->events[i]);
		if (w.round != round || c->events[i].override) {
			check_order(c, c->events + round_from, i - round_from);
			round_from = i;
		}
	}
	end_exit(c, &w, c->today);
	if (c->n)
		check_order(c, c->events + round_from, c->n - round_from);
}

/* A typed stage is where the record says it is; since when, git knows. */
static void
typed_stage(struct course *c)
{
	const struct type *t = c->r->type;
	const struct value *v = &c->r->values[t->stage_field];
	int i;

	c->r->stage_unknown = v->bad;
	if (!v->node || v->bad)
		return;
	i = spellings_find(&t->by_stage, v->text);
	if (i == FIELD_NONE)
		return;
	c->r->intervals = ARENA_NEW(c->arena, struct stage_interval);
	c->r->intervals[c->r->n_intervals++] =
	    (struct stage_interval){ 1, (size_t)i, DAY_NONE, DAY_NONE };
}

void
stage_derive(struct record *r, int today, struct arena *arena,
    struct findings *to)
{
	struct course c = { .r = r, .today = today, .arena = arena, .to = to };

	if (!(r->type->n_stages + r->type->n_exits))
		return;
	if (r->type->stage_field != FIELD_NONE) {
		typed_stage(&c);
		return;
	}
	gather(&c);
	gather_overrides(&c);
	if (c.n)
		qsort(c.events, c.n, sizeof *c.events, in_order);
	walk(&c);
	free(c.events);
}
