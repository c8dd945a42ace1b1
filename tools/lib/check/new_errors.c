/* new_errors: what a change makes wrong. */
#include "check/new_errors.h"

#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "schema/rule.h"
#include "schema/schema.h"

/* Judging. */

/* The pages that everything is judged by. */
struct law {
	struct schema schema;
	struct rules rules;
	int today;
	enum lang lang;
};

static bool
law_read(struct law *l, struct source *s, struct findings *to)
{
	return schema_read(&l->schema, s, "schema", to) &&
	    rules_read(&l->rules, &l->schema, to) &&
	    schema_today(&l->schema, NULL, &l->today, to);
}

/* Everything wrong with the records of a source. */
static bool
judge(const struct law *l, struct source *s, struct kept *said)
{
	struct findings to = { .say = kept_say, .to = said };
	struct check c = { .schema = &l->schema,
		.source = s,
		.rules = &l->rules,
		.today = l->today,
		.lang = l->lang,
		/* what is refused must leave nothing behind */
		.no_cache = true };
	bool whole = check_run(&c, &to);

	free(c.tallies);
	kept_sort(said);
	return whole;
}

/* What was wrong before. */

/* A finding without its line and column, which any edit above it changes. */
static struct str
finding_key(struct arena *a, const struct finding *f, bool path)
{
	return str_of(arena_f(a, "%s\n%s\n%s",
	    path && f->at.path ? f->at.path : "", f->id ? f->id : "", f->text));
}

void
new_errors_before_add(struct before *b, const struct kept *k,
    struct source *now)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct finding *f = &k->all[i];

		*map_put(&b->at_path, finding_key(&b->arena, f, true)) = b;
		if (f->at.path && (!now || !source_has(now, f->at.path)))
			*map_put(&b->moved, finding_key(&b->arena, f, false)) =
			    b;
	}
}

bool
new_errors_before_has(const struct before *b, const struct finding *f)
{
	struct arena a = { 0 };
	bool has = map_get(&b->at_path, finding_key(&a, f, true)) ||
	    map_get(&b->moved, finding_key(&a, f, false));

	arena_release(&a);
	return has;
}

void
new_errors_before_release(struct before *b)
{
	map_release(&b->at_path);
	map_release(&b->moved);
	arena_release(&b->arena);
}

/* The gate. */

static void
judge_before(const struct law *l, struct source *const before[], size_t n,
    struct source *now, struct before *b)
{
	for (size_t i = 0; i < n; i++) {
		struct kept said = { 0 };

		judge(l, before[i], &said);
		new_errors_before_add(b, &said, now);
		kept_release(&said);
	}
}

/* No error, but only who writes the second record of a person can tell. */
static bool
is_told(const struct finding *f)
{
	return f->level == WARNING &&
	    strcmp(f->id, finding_row(FIND_SAME_PERSON)->id) == 0;
}

bool
new_errors_check(struct source *now, struct source *const before[], size_t n,
    enum lang lang, size_t *old, struct findings *to)
{
	struct law law = { .lang = lang };
	struct before was = { 0 };
	struct kept said = { 0 };
	bool sound = law_read(&law, now, to), asked = false;

	*old = 0;
	if (sound)
		sound = judge(&law, now, &said);
	for (size_t i = 0; i < said.n; i++) {
		const struct finding *f = &said.all[i];

		if (f->level < ERROR && !is_told(f))
			continue;
		if (!asked) /* only now it is worth the time */
			judge_before(&law, before, n, now, &was);
		asked = true;
		if (f->level < TROUBLE && new_errors_before_has(&was, f)) {
			*old += f->level == ERROR;
			continue;
		}
		found_as(to, f->id, f->level, f->at, "%s", f->text);
		sound &= f->level < ERROR;
	}
	new_errors_before_release(&was);
	kept_release(&said);
	schema_release(&law.schema);
	return sound;
}
