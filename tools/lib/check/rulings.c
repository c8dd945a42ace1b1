/* rulings: what rules say of records, kept until something changes that they
 * read. */
#include "check/rulings.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "catalog/catalog.h"
#include "check/rule_notes.h"
#include "schema/rule.h"
#include "text/workday_certainty.h"
#include "text/day.h"

/* All that one rule says: of each record, as bytes. */
struct sayings {
	struct saying {
		struct str id, bytes;
	} * all;
	size_t n, cap;
};

struct judging {
	struct rulings *r;
	const struct type *type;
	struct rules rules;
	struct rule_notes notes;
	struct sayings *said; /* by rule */
	size_t rule;          /* that runs */
	struct arena arena;
};

/* Is it asked what the rule says? */
static bool
is_asked(const struct judging *j, size_t rule)
{
	const struct rule *r = &j->rules.all[rule];

	return r->type == j->type && !r->off && !r->check_none;
}

/* As bytes. */

static void
pack(struct buf *b, const struct judged *v)
{
	pack_str(b, v->id);
	pack_number(b, v->n);
	pack_number(b, v->ok);
	pack_str(b, v->text ? str_of(v->text) : (struct str){ 0 });
	pack_number(b, v->level);
	pack_number(b, v->overdue ? DAY_NONE : v->due);
	pack_number(b, v->no_text);
	pack_number(b, v->in ? v->in - v->rule->in_force + 1 : 0);
}

static bool
unpack(struct judging *j, const struct rule *rule, struct unpack *p,
    struct ruling *v)
{
	struct str text;
	size_t in;

	*v = (struct ruling){ .rule = rule, .id = pack_take_str(p) };
	v->n = (long)pack_take_number(p);
	v->ok = (int)pack_take_number(p);
	text = pack_take_str(p);
	v->text = text.s ? arena_z(&j->arena, text) : NULL;
	v->level = (enum level)pack_take_number(p);
	v->due = (int)pack_take_number(p);
	v->no_text = pack_take_number(p) != 0;
	in = (size_t)pack_take_number(p);
	v->in = in && in <= rule->n_in_force ? &rule->in_force[in - 1] : NULL;
	return p->ok;
}

static void
add(struct judging *j, size_t rule, struct str bytes)
{
	struct sayings *s = &j->said[rule];
	struct unpack p = pack_from(bytes);

	*MEM_PUSH(s->all, s->n, s->cap) =
	    (struct saying){ pack_take_str(&p), bytes };
}

static int
by_id(const void *va, const void *vb)
{
	const struct saying *a = va, *b = vb;
	int c = str_cmp(a->id, b->id);

	return c ? c : str_cmp(a->bytes, b->bytes);
}

/* Asking. */

static void
keep_saying(const struct judged *v, void *to)
{
	struct judging *j = to;
	struct buf b = { 0 };

	pack(&b, v);
	add(j, j->rule, arena_take(&j->arena, &b));
}

/* Of which records it was asked, the catalog knows. */
static bool
run_rule(size_t rule, void *to)
{
	struct judging *j = to;
	struct sayings *s = &j->said[rule];
	const struct rulings *r = j->r;
	struct buf all = { 0 };
	bool ok;

	j->rule = rule;
	ok = rule_eval_run(j->notes.evals[rule], r->today, r->lang, keep_saying,
	    j);
	if (s->n)
		qsort(s->all, s->n, sizeof *s->all, by_id);
	if (!ok || !j->notes.pad)
		return ok;
	pack_number(&all, rule_eval_guessed(j->notes.evals[rule]));
	for (size_t i = 0; i < s->n; i++)
		pack_str(&all, s->all[i].bytes);
	notes_put(j->notes.pad, NOTES_RULE, j->rules.all[rule].id,
	    buf_str(&all));
	buf_release(&all);
	return rule_notes_ran(&j->notes, rule);
}

static void
note_all(struct judging *j)
{
	struct buf b = { 0 };

	rule_notes_pack(&j->notes, &b);
	notes_put(j->notes.pad, NOTES_RULES, STR(""), buf_str(&b));
	buf_release(&b);
}

static void
start(struct judging *j)
{
	struct rulings *r = j->r;
	size_t n = j->rules.n + 1;

	j->notes =
	    (struct rule_notes){ .evals = mem_alloc(n * sizeof *j->notes.evals),
		    .pad = r->notes,
		    .rules = &j->rules,
		    .catalog = r->catalog,
		    .today = r->today };
	j->said = mem_alloc(n * sizeof *j->said);
	rule_notes_start(&j->notes);
}

static void
release(struct judging *j)
{
	for (size_t i = 0; j->said && i < j->rules.n; i++) {
		rule_eval_free(j->notes.evals[i]);
		free(j->said[i].all);
	}
	free(j->notes.evals);
	free(j->said);
	j->said = NULL;
	rule_notes_release(&j->notes);
	arena_reset(&j->arena);
}

/* All rules of all records. They are all asked before one is run, so that
 * records are read once. */
static bool
judge_all(struct judging *j)
{
	struct rulings *r = j->r;
	bool ok = true;

	if (r->notes)
		notes_clear(r->notes);
	for (size_t i = 0; ok && i < j->rules.n; i++)
		if (is_asked(j, i)) {
			j->notes.evals[i] = rule_eval_new(&j->rules.all[i],
			    r->catalog, r->schema, r->to);
			ok = j->notes.evals[i];
		}
	for (size_t i = 0; ok && i < j->rules.n; i++)
		if (is_asked(j, i))
			ok = run_rule(i, j);
	if (ok && r->notes)
		note_all(j);
	return ok;
}

/* What was noted. */

/* Of the records of which it is asked again it says something else. */
static bool
take_sayings(struct judging *j, size_t rule)
{
	const struct rule_noted *noted = &j->notes.all[rule];
	struct buf value = { 0 };
	struct unpack p;

	if (noted->again && !noted->some)
		return true;
	notes_get(j->r->notes, NOTES_RULE, j->rules.all[rule].id, &value);
	p = pack_from(arena_take(&j->arena, &value));
	if (pack_take_number(&p)) /* which the report tells */
		catalog_counted(j->r->catalog)->guessed = true;
	while (p.ok && p.rest.n) {
		struct str bytes = pack_take_str(&p);
		struct unpack one = pack_from(bytes);
		struct str id = pack_take_str(&one);

		if (one.ok && !(noted->again && map_get(&j->notes.ids, id)))
			add(j, rule, bytes);
		p.ok &= one.ok;
	}
	return p.ok;
}

static bool
take_rules(struct judging *j)
{
	struct buf value = { 0 };
	struct unpack p;
	bool ok = notes_get(j->r->notes, NOTES_RULES, STR(""), &value);

	p = pack_from(arena_take(&j->arena, &value));
	return ok && rule_notes_take(&j->notes, &p) && pack_end(&p);
}

/* The report rests on what its rules read, asked or not. */
static bool
judge_again(struct judging *j, struct findings *to)
{
	const struct rulings *r = j->r;
	bool ok = rule_notes_changes(&j->notes) && take_rules(j) &&
	    rule_notes_ask(&j->notes, r->schema, NULL, NULL, to);

	for (size_t i = 0; ok && i < j->rules.n; i++) {
		if (!is_asked(j, i))
			continue;
		catalog_recall_rests(r->catalog, &j->notes.all[i].reads);
		ok = take_sayings(j, i);
	}
	return ok && rule_notes_run(&j->notes, run_rule, j, to) &&
	    !notes_failed(r->notes);
}

/* What was said then is said when all is asked anew. */
static bool
was_judged_again(struct judging *j)
{
	struct findings aside = { .levels = j->r->to->levels };
	bool ok = judge_again(j, &aside);

	for (size_t i = 0; i < LEVELS; i++)
		ok &= !aside.count[i];
	return ok;
}

/* Where some records alone may have been asked: now no rule asks any more. */
static bool
show_all(const struct judging *j)
{
	const struct rulings *r = j->r;

	return !r->notes || catalog_restrict(r->catalog, NULL, 0, r->to);
}

/* Saying. */

static bool
say_all(struct judging *j, struct str id,
    void (*say)(const struct ruling *, void *), void *to)
{
	bool ok = true;

	for (size_t i = 0; ok && i < j->rules.n; i++) {
		const struct rule *rule = &j->rules.all[i];
		const struct sayings *s = &j->said[i];

		if (rule->type == j->type && !rule->off && rule->check_none &&
		    id.n)
			say(&(struct ruling){ .rule = rule,
				.id = id,
				.n = -1,
				.ok = -1,
				.level = NOTE,
				.due = DAY_NONE },
			    to);
		for (size_t k = 0; ok && k < s->n; k++) {
			struct unpack p = pack_from(s->all[k].bytes);
			struct ruling v;

			if (id.n && !str_eq(s->all[k].id, id))
				continue;
			ok = unpack(j, rule, &p, &v) && pack_end(&p);
			if (ok)
				say(&v, to);
		}
	}
	return ok;
}

static void
open_notes(struct rulings *r, const struct type *type)
{
	struct buf name = { 0 };

	notes_free(r->notes);
	r->notes = NULL;
	if (!r->keep)
		return;
	buf_addf(&name, "rulings %zu %d %d", type->index, (int)r->lang,
	    r->private);
	r->notes = notes_open(r->catalog, buf_str(&name));
	buf_release(&name);
}

bool
rulings_judge(struct rulings *r, const struct type *type, struct str id,
    void (*say)(const struct ruling *, void *), void *to)
{
	struct judging j = { .r = r, .type = type };
	bool ok = rules_read(&j.rules, r->schema, r->to);

	if (!ok)
		return false;
	open_notes(r, type);
	start(&j);
	if (!was_judged_again(&j)) {
		release(&j);
		start(&j);
		ok = show_all(&j) && judge_all(&j);
	}
	ok = ok && say_all(&j, id, say, to);
	release(&j);
	ok = ok && show_all(&j);
	arena_release(&j.arena);
	return ok;
}

void
rulings_release(struct rulings *r)
{
	notes_free(r->notes);
	r->notes = NULL;
}
