/* What a rule says of some records: the same as it says of them among all, for
 * every rule that speaks of each record by itself. Over the records of the
 * demonstration district. */
#include "check/rule_eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "catalog/reads.h"
#include "git/source.h"
#include "text/day.h"
#include "text/kept.h"
#include "test.h"

struct verdicts {
	struct arena arena;
	struct map of; /* id → struct buf */
	size_t n;
};

static void
note(const struct judged *j, void *to)
{
	struct verdicts *v = to;
	void **slot;
	struct buf *b;

	slot = map_put(&v->of, arena_keep(&v->arena, j->id));
	if (!*slot)
		*slot = mem_alloc(sizeof *b);
	b = *slot;
	v->n++;
	buf_addf(b, "%.*s %ld %ld %d %d due %d%s put off %d by %.*s: %s; %s; ",
	    STRF(j->list), j->n, j->n2, j->ok, j->level, j->due,
	    j->overdue ? " over" : "", j->put_off, STRF(j->owner),
	    j->text ? j->text : "", j->next ? j->next : "");
	buf_addf(b, "%s %s\n", j->no_text ? "no text" : "",
	    j->in ? j->in->source.s : "");
}

static void
release(struct verdicts *v)
{
	for (size_t i = 0; i < v->of.n; i++) {
		buf_release(v->of.pairs[i].value);
		free(v->of.pairs[i].value);
	}
	map_release(&v->of);
	arena_release(&v->arena);
	*v = (struct verdicts){ 0 };
}

struct world {
	struct source *source;
	struct schema schema;
	struct rules rules;
	struct kept kept;
	struct findings to;
	struct catalog *catalog;
	struct rule_eval **evals; /* of rules that are local; else NULL */
	struct verdicts *whole;   /* as these */
	int today;
	struct arena arena;
	struct map ids; /* of all records */
};

static void
seen(const struct record *rec, bool parsed, void *looked, void *to)
{
	struct world *w = to;

	(void)looked;
	if (parsed && rec->id.n)
		*map_put(&w->ids, arena_keep(&w->arena, rec->id)) = w;
}

static bool
begin(struct world *w, const char *root)
{
	struct catalog_options o = { .lang = LANG_VI };
	struct catalog_hook hook = { .seen = seen, .to = w };

	w->to = (struct findings){ .say = kept_say, .to = &w->kept };
	day_parse(STR("2026-11-30"), &w->today);
	o.today = w->today;
	w->source = root ? source_worktree(root, &w->to) : NULL;
	if (!w->source ||
	    !schema_read(&w->schema, w->source, "schema", &w->to) ||
	    !rules_read(&w->rules, &w->schema, &w->to))
		return false;
	w->catalog = catalog_new(&w->schema, w->source, &o, &w->to);
	if (!w->catalog)
		return false;
	w->evals = mem_alloc(w->rules.n * sizeof *w->evals);
	w->whole = mem_alloc(w->rules.n * sizeof *w->whole);
	for (size_t i = 0; i < w->rules.n; i++) {
		const struct rule *r = &w->rules.all[i];

		if (r->off || r->check_none)
			continue;
		w->evals[i] = rule_eval_new(r, w->catalog, &w->schema, &w->to);
		if (w->evals[i] && rule_eval_local(w->evals[i]))
			continue;
		rule_eval_free(w->evals[i]);
		w->evals[i] = NULL;
	}
	catalog_load(w->catalog, NULL, &hook, &w->to);
	return true;
}

static void
finish(struct world *w)
{
	for (size_t i = 0; w->evals && i < w->rules.n; i++) {
		rule_eval_free(w->evals[i]);
		release(&w->whole[i]);
	}
	free(w->evals);
	free(w->whole);
	catalog_free(w->catalog);
	schema_release(&w->schema);
	source_close(w->source);
	kept_release(&w->kept);
	map_release(&w->ids);
	arena_release(&w->arena);
}

static bool
judge_all(struct world *w, size_t *rules, size_t *judgements)
{
	bool ok = true;

	for (size_t i = 0; i < w->rules.n; i++) {
		if (!w->evals[i])
			continue;
		++*rules;
		ok = rule_eval_run(w->evals[i], w->today, LANG_VI, note,
			 &w->whole[i]) &&
		    ok;
		*judgements += w->whole[i].n;
	}
	return ok;
}

static unsigned long long state = 7;

static size_t
any(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

static const char *
said(const struct verdicts *v, struct str id)
{
	struct buf *b = map_get(&v->of, id);

	return b ? buf_z(b) : "";
}

/* Of each of these ids the same, and of no other anything. */
static bool
agrees(struct world *w, size_t rule, const struct str *ids, size_t n)
{
	struct verdicts some = { 0 };
	struct map asked = { 0 };
	bool is = rule_eval_run(w->evals[rule], w->today, LANG_VI, note, &some);

	for (size_t i = 0; i < n; i++) {
		const char *a = said(&w->whole[rule], ids[i]);
		const char *b = said(&some, ids[i]);

		*map_put(&asked, ids[i]) = w;
		if (strcmp(a, b) == 0)
			continue;
		printf("# %s of %.*s among all:\n# %s# and alone:\n# %s",
		    w->rules.all[rule].id.s, STRF(ids[i]), a, b);
		is = false;
	}
	for (size_t i = 0; i < some.of.n; i++)
		if (!map_get(&asked, some.of.pairs[i].key)) {
			printf("# %s speaks of %.*s too\n",
			    w->rules.all[rule].id.s,
			    STRF(some.of.pairs[i].key));
			is = false;
		}
	if (rule_eval_guessed(w->evals[rule]))
		printf("# %s counted days of an unknown year\n",
		    w->rules.all[rule].id.s);
	map_release(&asked);
	release(&some);
	return is;
}

static void
test_some(struct world *w, size_t n)
{
	struct str *ids = mem_alloc((n + 1) * sizeof *ids);
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++)
		ids[i] = w->ids.pairs[n == w->ids.n ? i : any(w->ids.n)].key;
	ok(catalog_restrict(w->catalog, ids, n, &w->to), "%zu records alone",
	    n);
	for (size_t i = 0; i < w->rules.n; i++)
		wrong += w->evals[i] && !agrees(w, i, ids, n);
	ok(!wrong, "every rule says the same of them");
	ok(catalog_restrict(w->catalog, NULL, 0, &w->to), "all again");
	free(ids);
}

static void
test_all_again(struct world *w)
{
	for (size_t i = 0; i < w->rules.n; i++) {
		struct verdicts again = { 0 };

		if (!w->evals[i])
			continue;
		rule_eval_run(w->evals[i], w->today, LANG_VI, note, &again);
		if (again.n != w->whole[i].n)
			ok(false, "%s says %zu things, then %zu",
			    w->rules.all[i].id.s, w->whole[i].n, again.n);
		release(&again);
	}
	ok(true, "all rules ran once more");
}

int
main(void)
{
	static const size_t many[] = { 0, 1, 1, 1, 1, 2, 5, 20, 100, 500 };
	struct world w = { 0 };
	size_t rules = 0, judgements = 0;

	if (ok(begin(&w, getenv("ROOT")), "the district can be read") &&
	    ok(judge_all(&w, &rules, &judgements), "its rules run")) {
		ok(rules > 50 && judgements > 5000,
		    "%zu rules speak of each record by itself, %zu times",
		    rules, judgements);
		for (size_t i = 0; i < sizeof many / sizeof *many; i++)
			test_some(&w, many[i]);
		test_some(&w, w.ids.n);
		test_all_again(&w);
	}
	for (size_t i = 0; i < w.kept.n && w.kept.all[i].level == TROUBLE; i++)
		printf("# %s\n", w.kept.all[i].text);
	finish(&w);
	return done();
}
