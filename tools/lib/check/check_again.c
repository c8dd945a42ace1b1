/* check_again: a check of files of which a few changed.
 *
 * Everything that a record says by itself, all that ties it to others and all
 * that rules say of it was noted by the last check (check_notes.c). What is
 * read again is what changed; what is asked again are the rules that read
 * something of that, and where a rule is local only of the records that
 * changed. Wherever that is not sure, all is checked as it was the first
 * time. */
#include "check/check_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "catalog/changes.h"
#include "catalog/notes.h"
#include "check/kept_bytes.h"
#include "git/source.h"
#include "record/record_reader.h"

struct again {
	struct check_begun *b;
	struct arena arena;
	struct changed_file *all; /* by type and path */
	size_t n;
	struct map paths; /* of those */
	struct rule_notes *rules;
	struct str *gone; /* judgements that stand no more */
	size_t n_gone, cap_gone;
	bool tied; /* what ties records changed */
	bool broken;
};

/* What changed. */

/* Do they tie a record to others in the same way? */
static bool
is_tied_so(const struct ties *a, const struct ties *b)
{
	bool same =
	    str_eq(a->id, b->id) && a->n == b->n && !a->person == !b->person;

	for (size_t i = 0; same && i < a->n; i++)
		same = a->all[i].field == b->all[i].field &&
		    str_eq(a->all[i].text, b->all[i].text);
	for (size_t i = 0; same && a->person && i < a->type->n_same; i++)
		same = str_eq(a->person->text[i], b->person->text[i]);
	return same;
}

static bool
is_as_noted(struct check_begun *b, const struct ties *ties, const char *path)
{
	struct arena a = { 0 };
	struct buf value = { 0 };
	struct ties noted = { 0 };
	struct unpack p;
	bool same = notes_get(b->notes.pad, NOTES_TIES,
	    check_notes_file(&a, ties->type, path), &value);

	p = pack_from(buf_str(&value));
	same = same && pack_take_number(&p) &&
	    ties_unpack(&noted, ties->type, &p, &a) && is_tied_so(ties, &noted);
	ties_release(&noted);
	buf_release(&value);
	arena_release(&a);
	return same;
}

static void
take_record(struct again *g, struct read_record *fed)
{
	struct check_begun *b = g->b;
	const struct record *rec = &fed->record;
	struct check_looked *l;

	b->notes.own = b->kept.n;
	kept_pass(&fed->said, &b->to);
	if (!fed->parsed) {
		check_notes_unread(b, rec);
		g->tied = true;
	} else {
		l = check_record_look(b, rec, &fed->arena, &b->to);
		g->tied |= !is_as_noted(b, &l->ties, rec->path);
		check_notes_record(b, &l->ties, rec, l->accepted,
		    l->n_accepted);
	}
	g->broken |= !fed->read;
}

/* Those of a type follow each other. */
static void
read_files(struct again *g, const struct changed_file *all, size_t n)
{
	struct check_begun *b = g->b;
	struct entry *files = mem_alloc((n + 1) * sizeof *files);
	struct record_reader *feed;
	struct read_record *fed;
	size_t many = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].there)
			files[many++] = (struct entry){ .path = all[i].path,
				.mode = MODE_FILE };
	feed = record_reader_new(b->check->source, all->type, b->check->today,
	    true, files, many);
	while ((fed = record_reader_next(feed)))
		take_record(g, fed);
	record_reader_free(feed);
	free(files);
}

static void
forget_file(struct again *g, const struct changed_file *one)
{
	struct arena a = { 0 };
	struct str file = check_notes_file(&a, one->type, one->path);

	for (int kind = NOTES_TIES; kind <= NOTES_LINKS; kind++)
		notes_put(g->b->notes.pad, kind, file, STR(""));
	notes_put(g->b->notes.pad, NOTES_FUTURE, file, STR(""));
	g->tied = true;
	arena_release(&a);
}

/* What they say by themselves goes into kept again with all others'. */
static void
read_changed(struct again *g)
{
	for (size_t i = 0, next; i < g->n; i = next) {
		for (next = i;
		     next < g->n && g->all[next].type == g->all[i].type;
		     next++) {
			*map_put(&g->paths, str_of(g->all[next].path)) = g;
			if (!g->all[next].there)
				forget_file(g, &g->all[next]);
		}
		read_files(g, &g->all[i], next - i);
	}
	kept_release(&g->b->kept);
}

/* What was noted. */

static void
say_own(struct str file, struct str value, void *to)
{
	struct again *g = to;
	struct unpack p = pack_from(value);

	(void)file;
	kept_bytes_take(&p, &g->b->kept);
	g->broken |= !pack_end(&p);
}

static void
take_acceptances(struct str file, struct str value, void *to)
{
	struct again *g = to;
	struct check_begun *b = g->b;
	struct unpack p = pack_from(value);
	struct acceptance *all;
	const struct type *t;
	const char *path = check_notes_path(b, file, &t, &b->arena);
	size_t n = acceptances_unpack(&p, &b->arena, &all);

	if (path)
		acceptances_add(&b->accepted, path, all, n);
	g->broken |= !path || !pack_end(&p);
}

static void
check_links(struct str file, struct str value, void *to)
{
	struct again *g = to;
	struct check_begun *b = g->b;
	struct arena a = { 0 };
	struct unpack p = pack_from(value);
	const struct type *t;
	const char *path = check_notes_path(b, file, &t, &b->arena);
	struct ties ties = { 0 };

	if (path && pack_take_number(&p) && ties_unpack(&ties, t, &p, &a))
		links_check(t, path, ties.links, ties.n_links, b->check->source,
		    &b->to);
	else
		g->broken = true;
	ties_release(&ties);
	arena_release(&a);
}

/* Rules. */

static bool
read_rules(struct again *g)
{
	struct check_begun *b = g->b;
	struct buf value = { 0 };
	struct unpack p;
	bool ok = notes_get(b->notes.pad, NOTES_RULES, STR(""), &value);

	p = pack_from(arena_keep(&g->arena, buf_str(&value)));
	buf_release(&value);
	kept_bytes_take(&p, &b->kept);
	return ok && rule_notes_take(g->rules, &p) && pack_end(&p);
}

/* What was noted of a record lies in its file, at places that moved. */
static bool
was_said_local(struct again *g, size_t rule, struct str id)
{
	struct buf value = { 0 };
	struct arena a = { 0 };
	bool was = id.n &&
	    notes_get(g->b->notes.pad, NOTES_JUDGED,
		check_notes_id(&a, &g->b->check->rules->all[rule], id), &value);

	buf_release(&value);
	arena_release(&a);
	return was;
}

/* Is one of the rule's judgements noted in a file that changed? */
static bool
was_said_whole(struct again *g, size_t rule)
{
	const struct check *c = g->b->check;
	struct buf value = { 0 };
	bool was = notes_get(g->b->notes.pad, NOTES_RULE,
		       c->rules->all[rule].id, &value) &&
	    check_notes_speaks_of(buf_str(&value), &g->paths);

	buf_release(&value);
	return was;
}

/* Was something said of what changed, at a place that may have moved? */
static bool
was_said(size_t rule, void *to)
{
	struct again *g = to;
	const struct type *type = g->b->check->rules->all[rule].type;

	if (g->rules->all[rule].way == WAY_WHOLE)
		return was_said_whole(g, rule);
	for (size_t i = 0; i < g->n; i++)
		if (g->all[i].type == type &&
		    (was_said_local(g, rule, g->all[i].id) ||
			was_said_local(g, rule, g->all[i].id_now)))
			return true;
	return false;
}

/* A noted judgement that stands. */
static void
say_judged(struct str key, struct str value, void *to)
{
	struct again *g = to;
	struct check_begun *b = g->b;
	const struct rules *rules = b->check->rules;
	size_t n = str_find(key, '\n');
	const struct rule *r = rules_find(rules, str_first(key, n));
	size_t i = r ? (size_t)(r - rules->all) : 0;
	const struct rule_noted *noted = &g->rules->all[i];

	if (!r || n == key.n)
		g->broken = true;
	else if (noted->again && !noted->some)
		*MEM_PUSH(g->gone, g->n_gone, g->cap_gone) =
		    arena_keep(&g->arena, key);
	else if (!noted->again ||
	    !map_get(&g->rules->ids, str_from(key, n + 1)))
		g->broken |= !check_notes_say(b, i, value);
}

static void
say_noted(struct again *g)
{
	struct check_begun *b = g->b;
	const struct rules *rules = b->check->rules;

	for (size_t i = 0; i < rules->n; i++) {
		struct buf value = { 0 };

		if (g->rules->all[i].way == WAY_WHOLE &&
		    !g->rules->all[i].again &&
		    notes_get(b->notes.pad, NOTES_RULE, rules->all[i].id,
			&value))
			g->broken |= !check_notes_say(b, i, buf_str(&value));
		buf_release(&value);
	}
	g->broken |= !notes_each(b->notes.pad, NOTES_JUDGED, say_judged, g);
	for (size_t i = 0; i < g->n_gone; i++)
		notes_put(b->notes.pad, NOTES_JUDGED, g->gone[i], STR(""));
}

static bool
run_rule(size_t rule, void *to)
{
	struct again *g = to;
	struct check_begun *b = g->b;
	const struct rule *r = &b->check->rules->all[rule];
	struct arena a = { 0 };

	for (size_t i = 0; g->rules->all[rule].some && i < g->rules->ids.n; i++)
		notes_put(b->notes.pad, NOTES_JUDGED,
		    check_notes_id(&a, r, g->rules->ids.pairs[i].key), STR(""));
	arena_release(&a);
	return check_judged_run(b, rule) && check_notes_rule_end(b, rule);
}

static void
judge(struct again *g)
{
	struct check_begun *b = g->b;

	g->broken |=
	    !rule_notes_ask(g->rules, b->check->schema, was_said, g, &b->to);
	if (!g->broken)
		say_noted(g);
	if (!g->broken)
		g->broken = !rule_notes_run(g->rules, run_rule, g, &b->to);
}

/* Files of which a day has come meanwhile, or is yet to come again, may say
 * otherwise of it, though they did not change. */
struct coming {
	struct again *g;
	struct changed_file *all;
	size_t n, cap;
	struct map known; /* by type and path */
};

static void
take_future(struct str file, struct str value, void *to)
{
	struct coming *f = to;
	struct again *g = f->g;
	const struct type *t;
	const char *path = check_notes_path(g->b, file, &t, &g->arena);

	(void)value;
	g->broken |= !path;
	if (path && !map_get(&f->known, file))
		*MEM_PUSH(f->all, f->n, f->cap) =
		    (struct changed_file){ .type = t,
			    .path = path,
			    .there = true };
}

static int
by_file(const void *va, const void *vb)
{
	const struct changed_file *a = va, *b = vb;

	if (a->type != b->type)
		return a->type->index < b->type->index ? -1 : 1;
	return strcmp(a->path, b->path);
}

/* False: it is not known of which. */
static bool
add_future(struct again *g)
{
	struct coming f = { .g = g };
	bool same, ok = check_notes_latest(g->b, &same);

	if (!ok || same)
		return ok;
	for (size_t i = 0; i < g->n; i++) {
		*MEM_PUSH(f.all, f.n, f.cap) = g->all[i];
		*map_put(&f.known,
		    check_notes_file(&g->arena, g->all[i].type,
			g->all[i].path)) = g;
	}
	ok = notes_each(g->b->notes.pad, NOTES_FUTURE, take_future, &f) &&
	    !g->broken;
	g->n = f.n;
	if (f.n)
		qsort(f.all, f.n, sizeof *f.all, by_file);
	g->all = arena_take_array(&g->arena, f.all, f.n, sizeof *f.all);
	map_release(&f.known);
	return ok;
}

/* Is it known what changed, and all of it by an id? */
static bool
find_changes(struct again *g)
{
	struct check_begun *b = g->b;

	if (b->check->tallied || !rule_notes_changes(g->rules))
		return false;
	g->all = g->rules->changed;
	g->n = g->rules->n_changed;
	return add_future(g);
}

static void
say_all(struct again *g)
{
	struct check_begun *b = g->b;
	struct notes *pad = b->notes.pad;
	struct catalog_counts counts = catalog_kept(b->catalog);

	b->check->records = counts.read + counts.unreadable;
	b->check->unreadable = counts.unreadable;
	read_changed(g);
	g->broken |= !read_rules(g) ||
	    !notes_each(pad, NOTES_ACCEPTS, take_acceptances, g) ||
	    !notes_each(pad, NOTES_OWN, say_own, g) ||
	    !notes_each(pad, NOTES_LINKS, check_links, g);
	if (g->broken)
		return;
	check_places(b);
	if (g->tied || !check_tied_same(b, &g->paths))
		g->broken = !check_tied_again(b);
	if (!g->broken)
		judge(g);
}

/* As if nothing had been asked: also all records are seen again. */
static void
take_back(struct check_begun *b)
{
	struct check *c = b->check;

	for (size_t i = 0; i < c->rules->n; i++) {
		rule_eval_free(b->evals[i]);
		b->evals[i] = NULL;
	}
	kept_release(&b->kept);
	kept_release(&b->tied);
	kept_release(&b->unjudged);
	acceptances_release(&b->accepted);
	b->accepted = (struct acceptances){ 0 };
	references_release(&b->refer);
	for (size_t i = 0; i < LEVELS; i++)
		b->to.count[i] = b->to_tied.count[i] = 0;
	for (size_t i = 0; i < c->rules->n; i++)
		c->tallies[i] = (struct tally){ 0 };
	c->records = c->unreadable = c->accepted = c->put_off = 0;
	check_notes_release(&b->notes);
	b->broken = !catalog_restrict(b->catalog, NULL, 0, &b->to);
	check_notes_begin(b);
}

bool
check_again_run(struct check_begun *b)
{
	struct again g = { .b = b, .rules = &b->notes.rules };
	bool ok = find_changes(&g);

	if (ok) {
		say_all(&g);
		ok = !g.broken && !b->broken && !notes_failed(b->notes.pad) &&
		    !b->to.count[TROUBLE] && !b->to_tied.count[TROUBLE];
		if (!ok)
			take_back(b);
	}
	map_release(&g.paths);
	free(g.gone);
	arena_release(&g.arena);
	return ok;
}
