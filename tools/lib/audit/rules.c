/* rules: the rules of the repository, run on the records of a commit. */
#include "audit/rules.h"

#include <stdlib.h>

#include "audit/journal.h"
#include "check/check.h"
#include "text/day.h"
#include "schema/rule.h"
#include "git/source.h"

struct judging {
	struct audit_rules *a;
	struct source *source; /* the commit */
	struct schema *schema;
	struct rules rules;
	bool all; /* not only what rules find */
	struct findings *out;
};

/* Of what is wrong in the commit, what its rules find: the rest is told by
 * kncheck, and by the commits that made it so. */
static void
say_rule(const struct finding *f, void *to)
{
	struct judging *j = to;
	struct arena a = { 0 };
	const char *place;

	if (f->level != TROUBLE && !j->all &&
	    (!f->id || !rules_find(&j->rules, str_of(f->id))))
		return;
	place = arena_f(&a, "%s%s%s", source_commit_id(j->source),
	    f->at.path ? ":" : "", f->at.path ? f->at.path : "");
	found_as(j->out, f->id, f->level, place_file(place), "%s", f->text);
	arena_release(&a);
}

/* Rules need a day to be asked on. must: by who named the commit. */
static bool
say_undated(struct judging *j, bool must)
{
	struct place at = place_file(source_commit_id(j->source));

	if (must)
		return found_as(j->out, NULL, TROUBLE, at,
		    _("its rules cannot be run, as its day cannot be told: say "
		      "--today DATE"));
	found(j->out, FIND_AUDIT_UNKNOWN, at,
	    _("not enough evidence, as the day of the commit cannot be told: "
	      "its rules are not run, unless --today says on which day"));
	return true;
}

static bool
run(struct judging *j, bool must, struct findings *to)
{
	struct audit_rules *a = j->a;
	int day = source_commit_day(j->source,
	    arena_z(&j->schema->arena, j->schema->zone));
	struct check c = {
		.schema = j->schema,
		.source = j->source,
		.rules = &j->rules,
		.today = a->today == DAY_NONE ? day : a->today,
		.lang = a->lang,
		.progress = a->progress,
		.dir = ".",
		.fixed = a->fixed,
		.no_cache = a->no_cache,
	};
	bool ok;

	if (c.today == DAY_NONE)
		return say_undated(j, must);
	j->all = false;
	ok = check_run(&c, to);
	free(c.tallies);
	a->commits++;
	for (size_t i = 0; i < j->rules.n; i++)
		a->rules += !j->rules.all[i].off && !j->rules.all[i].check_none;
	a->records += c.records;
	a->unread += c.unreadable;
	a->accepted += c.accepted;
	return ok;
}

static bool
has_schema(const struct judging *j)
{
	return j->a->fixed || source_has(j->source, "schema/repository.md");
}

/* The commit's, which own is read for only where it must be. */
static bool
find_schema(struct judging *j, struct schema *own, struct findings *to)
{
	struct schema *likely = j->a->likely;

	if (j->a->fixed)
		j->schema = j->a->fixed;
	else if (likely && likely->rules &&
	    schema_is_of(likely, j->source, "schema"))
		j->schema = likely;
	else
		j->schema = own;
	return j->schema != own || schema_read(own, j->source, "schema", to);
}

static bool
judge(struct audit_rules *a, const char *at, bool must, struct findings *out)
{
	struct schema own = { 0 };
	struct judging j = { .a = a, .out = out, .all = true };
	struct findings to = { .say = say_rule, .to = &j };
	bool ok = true;

	j.source = source_commit(".", at, a->zone, out);
	if (!j.source)
		return false;
	if (must || has_schema(&j))
		ok = find_schema(&j, &own, &to) &&
		    rules_read(&j.rules, j.schema, &to) &&
		    (!j.rules.n || run(&j, must, &to));
	schema_release(&own);
	source_close(j.source);
	return ok;
}

/* What was found before. */

/* Numbers that it adds to. */
enum { NUMBERS = 5 };

static void
numbers_of(struct audit_rules *a, size_t *of[NUMBERS])
{
	of[0] = &a->commits;
	of[1] = &a->rules;
	of[2] = &a->records;
	of[3] = &a->unread;
	of[4] = &a->accepted;
}

static bool
say_again(struct audit_rules *a, struct str texts, struct findings *out)
{
	size_t *of[NUMBERS];
	long long n;

	numbers_of(a, of);
	for (size_t i = 0; i < NUMBERS; i++) {
		if (!journal_next_number(&texts, &n))
			return false;
		*of[i] += (size_t)n;
	}
	journal_pass(texts, out);
	return true;
}

struct hearing {
	struct findings *out;
	struct buf found;
	bool trouble;
};

static void
hear(const struct finding *f, void *to)
{
	struct hearing *h = to;

	h->trouble |= f->level == TROUBLE;
	journal_add_finding(&h->found, f);
	found_pass(h->out, f);
}

static bool
judge_noted(struct audit_rules *a, const char *at, bool must, struct str key,
    struct findings *out)
{
	struct hearing h = { .out = out };
	struct findings to = { .say = hear, .to = &h };
	size_t *of[NUMBERS], was[NUMBERS];
	struct buf texts = { 0 };
	bool ok;

	numbers_of(a, of);
	for (size_t i = 0; i < NUMBERS; i++)
		was[i] = *of[i];
	ok = judge(a, at, must, &to);
	for (size_t i = 0; i < NUMBERS; i++)
		journal_add_number(&texts, (long long)(*of[i] - was[i]));
	buf_add(&texts, buf_str(&h.found));
	if (ok && !h.trouble)
		journal_note_end(a->journal, key, buf_str(&texts));
	buf_release(&h.found);
	buf_release(&texts);
	return ok;
}

/* They are a function of the commit, of what leads to it, and of the day. */
bool
audit_rules(struct audit_rules *a, const char *at, bool must,
    struct findings *out)
{
	struct arena arena = { 0 };
	struct str key, was;
	bool ok;

	if (!a->journal)
		return judge(a, at, must, out);
	key = str_of(arena_f(&arena, "%s %d", at, a->today));
	was = journal_end(a->journal, key);
	if (was.n) {
		journal_note_end(a->journal, key, was);
		ok = say_again(a, was, out);
	} else {
		ok = judge_noted(a, at, must, key, out);
	}
	arena_release(&arena);
	return ok;
}
