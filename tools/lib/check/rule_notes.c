/* rule_notes: which rules are asked again when something changed. */
#include "check/rule_notes.h"

#include <stdlib.h>

#include "base/mem.h"

void
rule_notes_start(struct rule_notes *n)
{
	n->all = ARENA_ARRAY(&n->arena, struct rule_noted, n->rules->n);
}

void
rule_notes_release(struct rule_notes *n)
{
	map_release(&n->ids);
	arena_release(&n->arena);
	*n = (struct rule_notes){ 0 };
}

/* What was noted. */

bool
rule_notes_changes(struct rule_notes *n)
{
	if (!n->pad ||
	    !notes_changes(n->pad, &n->arena, &n->changed, &n->n_changed))
		return false;
	for (size_t i = 0; i < n->n_changed; i++) {
		const struct changed_file *one = &n->changed[i];

		if (one->nameless)
			return false;
		if (one->id.n)
			*map_put(&n->ids, one->id) = n;
		if (one->id_now.n)
			*map_put(&n->ids, one->id_now) = n;
	}
	return true;
}

static struct steady
unpack_steady(struct str noted)
{
	struct unpack p = pack_from(noted);
	struct steady s;

	s.from = (int)pack_take_number(&p);
	s.until = (int)pack_take_number(&p);
	return pack_end(&p) ? s : (struct steady){ 1, 0 }; /* on no day */
}

struct taking {
	struct rule_notes *notes;
	bool broken;
};

static void
take_steady(struct str rule, struct str value, void *to)
{
	struct taking *t = to;
	const struct rules *rules = t->notes->rules;
	const struct rule *r = rules_find(rules, rule);

	if (r)
		t->notes->all[r - rules->all].steady = unpack_steady(value);
	t->broken |= !r;
}

bool
rule_notes_take(struct rule_notes *n, struct unpack *p)
{
	struct taking t = { .notes = n };
	bool ok = true;

	for (size_t i = 0; ok && i < n->rules->n; i++) {
		struct rule_noted *r = &n->all[i];

		r->way = (enum rule_notes_way)pack_take_number(p);
		ok = p->ok &&
		    (r->way == WAY_NONE ||
			reads_unpack(&r->reads, &n->arena, n->catalog, p));
	}
	return ok && notes_each(n->pad, NOTES_STEADY, take_steady, &t) &&
	    !t.broken;
}

void
rule_notes_pack(const struct rule_notes *n, struct buf *b)
{
	for (size_t i = 0; i < n->rules->n; i++) {
		pack_number(b, (int64_t)n->all[i].way);
		if (n->all[i].way != WAY_NONE)
			reads_pack(rule_eval_reads(n->evals[i]), n->catalog, b);
	}
}

/* Asking. */

bool
rule_notes_ask(struct rule_notes *n, const struct schema *s,
    bool (*moved)(size_t rule, void *), void *to, struct findings *findings)
{
	for (size_t i = 0; i < n->rules->n; i++) {
		struct rule_noted *r = &n->all[i];
		bool anew = !steady_holds(&r->steady, n->today);

		if (r->way == WAY_NONE)
			continue;
		r->again = anew ||
		    changes_meet(n->changed, n->n_changed, &r->reads,
			n->catalog) ||
		    (moved && moved(i, to));
		r->some = r->way == WAY_LOCAL && !anew;
		if (!r->again)
			continue;
		n->evals[i] =
		    rule_eval_new(&n->rules->all[i], n->catalog, s, findings);
		if (!n->evals[i])
			return false;
	}
	return true;
}

/* All that are asked in one way. */
static bool
run_all(struct rule_notes *n, bool some, bool (*run)(size_t rule, void *),
    void *to, struct findings *findings)
{
	struct str *ids = mem_alloc((n->ids.n + 1) * sizeof *ids);
	bool restricted = false, ok = true;

	for (size_t i = 0; some && i < n->ids.n; i++)
		ids[i] = n->ids.pairs[i].key;
	for (size_t i = 0; ok && i < n->rules->n; i++) {
		if (!n->all[i].again || n->all[i].some != some)
			continue;
		if (!restricted)
			ok = catalog_restrict(n->catalog, some ? ids : NULL,
			    n->ids.n, findings);
		restricted = true;
		ok = ok && run(i, to);
	}
	free(ids);
	return ok;
}

bool
rule_notes_run(struct rule_notes *n, bool (*run)(size_t rule, void *), void *to,
    struct findings *findings)
{
	return run_all(n, true, run, to, findings) &&
	    run_all(n, false, run, to, findings);
}

/* A local rule that counted days of which nothing is known says of one record
 * what rests on others. */
static enum rule_notes_way
way_of(const struct rule_eval *e)
{
	return rule_eval_local(e) && !rule_eval_guessed(e) ? WAY_LOCAL :
							     WAY_WHOLE;
}

/* Where it ran of some records alone others stay as they were noted. */
static void
note_steady(struct rule_notes *n, size_t rule)
{
	struct rule_noted *r = &n->all[rule];
	struct steady s = rule_eval_steady(n->evals[rule]);
	struct buf value = { 0 };

	r->steady = r->some ? steady_both(s, r->steady) : s;
	pack_number(&value, r->steady.from);
	pack_number(&value, r->steady.until);
	notes_put(n->pad, NOTES_STEADY, n->rules->all[rule].id,
	    buf_str(&value));
	buf_release(&value);
}

bool
rule_notes_ran(struct rule_notes *n, size_t rule)
{
	struct rule_noted *r = &n->all[rule];
	enum rule_notes_way way = way_of(n->evals[rule]);

	if (!n->pad)
		return true;
	if (r->way == WAY_NONE)
		r->way = way;
	note_steady(n, rule);
	return r->way != WAY_LOCAL || way == WAY_LOCAL;
}
