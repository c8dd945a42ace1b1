/* selftest: the examples of a rule's page, run as the page says. */
#include "check/selftest.h"

#include "base/buf.h"
#include "catalog/catalog.h"
#include "check/rule_eval.h"
#include "text/day.h"
#include "base/map.h"
#include "record/new_path.h"
#include "record/record.h"
#include "git/source.h"

/* Examples that make one repository. */
struct group {
	const struct rule *rule;
	const struct schema *schema;
	struct source *source;
	struct arena arena;
	struct findings *to;
	int today; /* DAY_NONE: no example said it */
	size_t judged;
	bool ok;
	struct outcome {
		const struct example *example;
		struct str id;
		size_t pass, fail, unknown;
	} * outcomes;
	size_t n;
};

static void
wrong(struct group *g, const struct example *e, const char *text)
{
	g->ok = false;
	found(g->to, FIND_SELF_TEST,
	    (struct place){ g->rule->page, e->line, 1 }, "%s", text);
}

/* What is wrong with an example record by itself, at its place in the page. */
struct relay {
	struct group *group;
	const struct example *example;
};

static void
say_of_example(const struct finding *f, void *to)
{
	struct relay *relay = to;
	struct place at = { relay->group->rule->page,
		relay->example->line + (f->at.line ? f->at.line - 1 : 0),
		f->at.col };

	if (f->level < ERROR)
		return;
	relay->group->ok = false;
	found_as(relay->group->to, f->id, ERROR, at, "%s", f->text);
}

static void
add_example(struct group *g, const struct example *e)
{
	struct relay relay = { g, e };
	struct findings to = { .say = say_of_example,
		.to = &relay,
		.levels = &g->schema->levels };
	struct outcome *o = &g->outcomes[g->n++];
	struct record r;
	struct findings silent = { 0 };
	const char *path;

	/* Read once for its id, then again under the name that goes with it. */
	o->example = e;
	if (!record_read(&r, e->type, "example.md", e->text, &g->arena,
		&silent))
		record_read(&r, e->type, "example.md", e->text, &g->arena, &to);
	path = new_path(&r, &g->arena);
	if (record_read(&r, e->type, path, e->text, &g->arena, &to))
		o->id = r.id;
	source_memory_add(g->source, str_of(path), e->text);
}

static void
judged(const struct judged *j, void *to)
{
	struct group *g = to;

	for (size_t i = 0; i < g->n; i++) {
		struct outcome *o = &g->outcomes[i];

		if (o->example->type != j->rule->type || !str_eq(o->id, j->id))
			continue;
		if (j->ok > 0)
			o->pass++;
		else if (j->ok < 0)
			o->unknown++;
		else
			o->fail++;
	}
}

static void
compare(struct group *g, const struct outcome *o)
{
	const struct example *e = o->example;
	enum rule_verdict is = o->fail ? VERDICT_FAIL :
	    o->unknown                 ? VERDICT_UNKNOWN :
	    o->pass                    ? VERDICT_OK :
					 VERDICT_NONE;

	if (e->want == VERDICT_GIVEN)
		return;
	g->judged++;
	if (is != e->want)
		wrong(g, e,
		    is == VERDICT_NONE ?
			_("the rule says nothing of this example; it is not "
			  "concerned") :
			arena_f(&g->arena,
			    _("the rule says '%s' of this example, not '%s'"),
			    rule_verdict_names[is],
			    rule_verdict_names[e->want]));
}

/* Puts the first example that is in no group yet, and all that go with it, into
 * one: those of its case, or, where the rule reads no other record than the one
 * it judges, all others of that day, whose ids differ. To make a repository of
 * each takes much longer than to judge it. */
static void
gather(struct group *g, const struct rule *r, const struct str *ids,
    bool *taken, size_t first)
{
	const struct example *a = &r->examples[first];
	struct map seen = { 0 };

	for (size_t i = first; i < r->n_examples; i++) {
		const struct example *b = &r->examples[i];
		bool fits = i == first ||
		    (a->name.n ?
			    str_eq(a->name, b->name) :
			    !b->name.n && !r->depends_all && ids[first].n &&
				ids[i].n && a->today == b->today &&
				!map_get(&seen, ids[i]));

		if (taken[i] || !fits)
			continue;
		taken[i] = true;
		add_example(g, b);
		if (g->today == DAY_NONE)
			g->today = b->today;
		if (!a->name.n)
			*map_put(&seen, ids[i]) = g;
	}
	map_release(&seen);
	if (g->today == DAY_NONE)
		wrong(g, a, _("an example must say its day: today=2021-06-30"));
}

static void
run_group(struct group *g, enum lang lang)
{
	struct catalog_options o = { .today = g->today, .lang = lang };
	struct catalog *catalog = g->today == DAY_NONE ?
	    NULL :
	    catalog_new(g->schema, g->source, &o, g->to);
	struct rule_eval *eval =
	    catalog ? rule_eval_new(g->rule, catalog, g->schema, g->to) : NULL;

	if (!eval || !rule_eval_run(eval, g->today, lang, judged, g))
		g->ok = false;
	rule_eval_free(eval);
	for (size_t i = 0; catalog && i < g->n; i++)
		compare(g, &g->outcomes[i]);
	catalog_free(catalog);
}

static struct str
id_of(const struct example *e, struct arena *arena)
{
	struct findings silent = { 0 };
	struct record r;

	return record_read(&r, e->type, "example.md", e->text, arena, &silent) ?
	    r.id :
	    STR("");
}

bool
selftest_rule(const struct rule *r, const struct schema *s, enum lang lang,
    size_t *n, struct findings *to)
{
	struct arena arena = { 0 };
	struct str *ids = ARENA_ARRAY(&arena, struct str, r->n_examples);
	bool *taken = ARENA_ARRAY(&arena, bool, r->n_examples);
	bool ok = true;

	*n = 0;
	for (size_t i = 0; i < r->n_examples; i++)
		ids[i] = id_of(&r->examples[i], &arena);
	for (size_t i = 0; i < r->n_examples; i++) {
		struct group g = { .rule = r,
			.schema = s,
			.to = to,
			.ok = true,
			.today = DAY_NONE };

		if (taken[i])
			continue;
		g.source = source_memory();
		g.outcomes =
		    ARENA_ARRAY(&g.arena, struct outcome, r->n_examples - i);
		gather(&g, r, ids, taken, i);
		run_group(&g, lang);
		ok = ok && g.ok;
		*n += g.judged;
		source_close(g.source);
		arena_release(&g.arena);
	}
	arena_release(&arena);
	return ok;
}
