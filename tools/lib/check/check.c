/* check: what is wrong with records.
 *
 * One pass reads every file once: what can be said of a record by itself is
 * said then, and ids, references and acceptances are gathered for what needs
 * all records. Then the rules run over the catalog that the pass filled. */
#include "check/check_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/recall.h"
#include "git/source.h"
#include "record/salvage.h"
#include "record/stage.h"
#include "record/strays.h"

/* The pass over the files. */

static void *
look(const struct record *rec, struct arena *a, struct findings *to, void *r)
{
	return check_record_look(r, rec, a, to);
}

static void
seen(const struct record *rec, bool parsed, void *looked, void *to)
{
	struct check_begun *r = to;
	const struct check_looked *l = looked;
	const char *path;

	r->check->records++;
	if (!parsed) {
		r->check->unreadable++;
		references_unread(&r->refer, rec->type, rec->id, rec->path);
		check_notes_unread(r, rec);
		return;
	}
	path = arena_z(&r->arena, str_of(rec->path));
	acceptances_add(&r->accepted, path, l->accepted, l->n_accepted);
	check_notes_record(r, &l->ties, rec, l->accepted, l->n_accepted);
	references_record(&r->refer, &l->ties, path, &r->to_tied);
	links_check(rec->type, path, l->ties.links, l->ties.n_links,
	    r->check->source, &r->to);
	r->notes.own = r->kept.n;
}

static void
missed(const struct type *type, void *to)
{
	struct check_begun *r = to;

	references_missed(&r->refer, type);
}

/* A file that was named with a type and that no type claims is checked by
 * itself. */
static void
check_alone(struct check_begun *r, const char *path)
{
	struct buf bytes = { 0 };
	struct arena a = { 0 };
	struct record rec;
	void *looked = NULL;
	bool parsed;

	if (source_read(r->check->source, path, &bytes, &r->to)) {
		parsed = record_read(&rec, r->check->type, path,
		    buf_str(&bytes), &a, &r->to);
		if (parsed) {
			stage_derive(&rec, r->check->today, &a, &r->to);
			looked = check_record_look(r, &rec, &a, &r->to);
		} else
			rec = (struct record){ .path = path,
				.type = r->check->type,
				.id = salvage_id(r->check->type, path,
				    buf_str(&bytes), &a) };
		seen(&rec, parsed, looked, r);
	}
	buf_release(&bytes);
	arena_release(&a);
}

/* A file that someone named must not be passed over in silence. */
static void
check_named(struct check_begun *r, const char *path)
{
	const struct schema *schema = r->check->schema;
	unsigned mode = source_mode(r->check->source, path);
	const struct type *two;

	if (mode == MODE_FOLDER && strcmp(path, ".") != 0 &&
	    !strays_may(schema, path))
		found(&r->to, FIND_FILE_OTHER, place_file(path),
		    _("no type claims a file in this folder, so nothing in it "
		      "is judged"));
	if (strcmp(path, ".") == 0 || mode == MODE_FOLDER ||
	    mode == MODE_MODULE)
		return;
	if (schema_type_of(schema, path, &two)) {
		if (!mode && source_has(r->check->source, path))
			found(&r->to, FIND_FILE_UNJUDGED, place_file(path),
			    _("git ignores this file, so no tool reads it; "
			      "'git check-ignore -v' tells by which line"));
	} else if (r->check->type) {
		check_alone(r, path);
	} else if (!strays_is(schema, path)) {
		found(&r->to, FIND_FILE_OTHER, place_file(path),
		    _("no type claims this file, so it is judged as no record; "
		      "-t names a type to judge it by"));
	}
}

/* Is a path, or a folder it lies in, among those asked for? */
static bool
is_asked(const struct check_begun *r, const char *path)
{
	struct str whole = str_of(path);

	if (!r->check->paths || !path || map_get(&r->asked, STR(".")))
		return true;
	for (size_t n = whole.n; n > 0; n--)
		if ((n == whole.n || whole.s[n] == '/') &&
		    map_get(&r->asked, str_first(whole, n)))
			return true;
	return false;
}

static void
note_asked(struct check_begun *r)
{
	const struct check *c = r->check;

	for (size_t i = 0; i < c->n_paths; i++)
		*map_put(&r->asked, str_of(c->paths[i])) = r;
}

/* Trouble is always said: it may be why nothing is found. What two passes over
 * the folders met is said once. */
static void
pass_on(struct check_begun *r, struct kept *k, enum level least)
{
	kept_sort(k);
	for (size_t i = 0; i < k->n; i++) {
		const struct finding *f = &k->all[i];

		if (f->level < least ||
		    (f->level != TROUBLE && !is_asked(r, f->at.path)))
			continue;
		if (f->level == LEVEL_OFF)
			continue;
		r->out->count[f->level]++;
		if (r->out->say)
			r->out->say(f, r->out->to);
	}
}

static void
prepare_rules(struct check_begun *r, struct catalog *catalog)
{
	const struct rules *rules = r->check->rules;

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = &rules->all[i];

		if (rule->off || rule->check_none)
			continue;
		r->evals[i] =
		    rule_eval_new(rule, catalog, r->check->schema, &r->to);
		r->broken |= !r->evals[i];
	}
}

static struct findings
findings_into(const struct check *c, struct kept *k)
{
	return (struct findings){ .say = kept_say,
		.to = k,
		.levels = &c->schema->levels };
}

static struct check_begun *
begin(struct check *c, struct findings *out)
{
	struct check_begun *b = mem_alloc(sizeof *b);
	struct catalog_options o = { .today = c->today,
		.lang = c->lang,
		.private = c->private,
		.progress = c->progress,
		.dir = c->dir,
		.fixed = c->fixed,
		.no_cache = c->no_cache || c->server,
		.subset = c->subset,
		.watched = recall_may(c) && !c->no_cache && !c->server,
		.server = c->server,
		.at = c->at };

	b->check = c;
	b->out = out;
	b->to = findings_into(c, &b->kept);
	b->to_tied = findings_into(c, &b->tied);
	b->latest = schema_latest(c->schema, c->today);
	c->tallies = mem_alloc(c->rules->n * sizeof *c->tallies);
	b->evals = mem_alloc((c->rules->n + 1) * sizeof *b->evals);
	note_asked(b);
	recall_begin(c);
	b->catalog = catalog_new(c->schema, c->source, &o, &b->to);
	b->broken = !b->catalog;
	return b;
}

static void
prepare(struct check_begun *b)
{
	const struct check_listener *l = b->check->listener;

	if (!b->catalog || b->broken)
		return;
	b->broken = !catalog_check(b->catalog, &b->to);
	prepare_rules(b, b->catalog);
	if (l && !b->broken)
		b->broken = !l->ask(b->catalog, &b->to, l->to);
	check_notes_prepared(b);
}

struct check_begun *
check_begin(struct check *c, struct findings *out)
{
	struct check_begun *b = begin(c, out);

	prepare(b);
	return b;
}

void
check_places(struct check_begun *b)
{
	struct check *c = b->check;

	for (size_t i = 0; i < c->n_paths; i++)
		check_named(b, c->paths[i]);
	check_strays(b);
}

/* Reads all records and says what is wrong with them. */
static void
check_all(struct check_begun *b)
{
	const struct check_listener *l = b->check->listener;
	struct catalog_hook hook = { look, seen, missed, b };

	references_start(&b->refer, b->check->schema, b->check->source);
	catalog_load(b->catalog, NULL, &hook, &b->to);
	check_places(b);
	check_tied_end(b);
	check_judged_all(b);
	if (l && !b->broken)
		b->broken = !l->answer(&b->to, l->to);
}

/* All that needs all findings. */
static void
conclude(struct check_begun *b)
{
	kept_pass(&b->tied, &b->to);
	check_accepted_texts(b);
	check_accepted_unused(b);
	if (!b->broken && !b->to.count[TROUBLE]) {
		check_notes_end(b);
		recall_keep(b->check, b->catalog, &b->kept, &b->unjudged,
		    b->notes.pad);
	}
}

static bool
end(struct check_begun *b)
{
	bool ok;

	pass_on(b, &b->kept, b->check->unjudged ? TROUBLE : NOTE);
	pass_on(b, &b->unjudged, NOTE);
	ok = !b->broken && !b->to.count[TROUBLE];
	check_drop(b);
	return ok;
}

bool
check_end(struct check_begun *b)
{
	if (b->catalog && !b->broken) {
		check_all(b);
		conclude(b);
	}
	return end(b);
}

void
check_drop(struct check_begun *b)
{
	for (size_t i = 0; i < b->check->rules->n; i++)
		rule_eval_free(b->evals[i]);
	free(b->evals);
	check_notes_release(&b->notes);
	catalog_free(b->catalog);
	references_release(&b->refer);
	kept_release(&b->kept);
	kept_release(&b->tied);
	kept_release(&b->unjudged);
	acceptances_release(&b->accepted);
	map_release(&b->asked);
	buf_release(&b->file_bytes);
	arena_release(&b->file_arena);
	arena_release(&b->judged);
	arena_release(&b->arena);
	free(b);
}

bool
check_run(struct check *c, struct findings *out)
{
	struct check_begun *b = begin(c, out);

	if (b->catalog && recall_read(c, b->catalog, &b->kept, &b->unjudged))
		return end(b);
	if (b->catalog)
		check_notes_begin(b);
	if (b->catalog && check_again_run(b)) {
		conclude(b);
		return end(b);
	}
	prepare(b);
	return check_end(b);
}
