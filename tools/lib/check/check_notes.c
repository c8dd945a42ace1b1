/* check_notes: what a check finds, noted for the next one. */
#include "check/check_inside.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pack.h"
#include "catalog/notes.h"
#include "check/kept_bytes.h"
#include "check/recall.h"

struct str
check_notes_file(struct arena *a, const struct type *t, const char *path)
{
	return str_of(arena_f(a, "%04zu/%s", t->index, path));
}

struct str
check_notes_id(struct arena *a, const struct rule *r, struct str id)
{
	return str_of(arena_f(a, "%.*s\n%.*s", STRF(r->id), STRF(id)));
}

const char *
check_notes_path(const struct check_begun *b, struct str file,
    const struct type **t, struct arena *a)
{
	size_t n = str_find(file, '/'), index = 0;

	for (size_t i = 0; i < n; i++)
		index = index * 10 + (size_t)(file.s[i] - '0');
	if (n == file.n || index >= b->check->schema->n_types)
		return NULL;
	*t = &b->check->schema->types[index];
	return arena_z(a, str_from(file, n + 1));
}

/* Beginning. */

void
check_notes_begin(struct check_begun *b)
{
	struct check *c = b->check;
	struct check_notes *n = &b->notes;
	struct buf name = { 0 };

	if (!recall_may(c))
		return;
	recall_add_question(c, &name);
	n->pad = notes_open(b->catalog, buf_str(&name));
	n->past = DAY_NONE;
	buf_release(&name);
	n->rules = (struct rule_notes){ .evals = b->evals,
		.pad = n->pad,
		.rules = c->rules,
		.catalog = b->catalog,
		.today = c->today };
	rule_notes_start(&n->rules);
}

void
check_notes_prepared(struct check_begun *b)
{
	struct check_notes *n = &b->notes;

	if (!n->pad)
		return;
	notes_clear(n->pad);
	n->past = DAY_NONE;
	kept_bytes_pack(&n->prepared, &b->kept, 0);
	n->own = b->kept.n;
}

static void
forget_said(struct check_notes *n)
{
	for (size_t i = 0; i < n->said.n; i++)
		buf_release(n->said.pairs[i].value);
	map_release(&n->said);
	n->said = (struct map){ 0 };
	arena_reset(&n->arena);
}

void
check_notes_release(struct check_notes *n)
{
	notes_free(n->pad);
	forget_said(n);
	arena_release(&n->arena);
	buf_release(&n->used);
	buf_release(&n->prepared);
	rule_notes_release(&n->rules);
	*n = (struct check_notes){ 0 };
}

/* Records. */

static void
note_own(struct check_begun *b, struct str file)
{
	struct check_notes *n = &b->notes;
	struct buf own = { 0 };

	if (b->kept.n > n->own)
		kept_bytes_pack(&own, &b->kept, n->own);
	notes_put(n->pad, NOTES_OWN, file, buf_str(&own));
	buf_release(&own);
}

/* A day that is yet to come is said to be, until it comes. */
static void
note_future(struct check_begun *b, struct str file, const struct record *rec)
{
	struct check_notes *n = &b->notes;
	struct steady_dates dates = steady_dates(rec, b->latest);

	if (dates.past > n->past) /* DAY_NONE is the least */
		n->past = dates.past;
	notes_put(n->pad, NOTES_FUTURE, file,
	    dates.future == DAY_NONE ? STR("") : STR("1"));
}

void
check_notes_record(struct check_begun *b, const struct ties *ties,
    const struct record *rec, const struct acceptance *accepted,
    size_t n_accepted)
{
	struct check_notes *n = &b->notes;
	struct arena a = { 0 };
	struct buf value = { 0 }, accepts = { 0 };
	struct str file;

	if (!n->pad)
		return;
	file = check_notes_file(&a, ties->type, rec->path);
	note_own(b, file);
	note_future(b, file, rec);
	pack_number(&value, true);
	ties_pack(ties, &value);
	notes_put(n->pad, NOTES_TIES, file, buf_str(&value));
	notes_put(n->pad, NOTES_LINKS, file,
	    ties->n_links ? buf_str(&value) : STR(""));
	if (n_accepted)
		acceptances_pack(accepted, n_accepted, &accepts);
	notes_put(n->pad, NOTES_ACCEPTS, file, buf_str(&accepts));
	buf_release(&value);
	buf_release(&accepts);
	arena_release(&a);
}

void
check_notes_unread(struct check_begun *b, const struct record *rec)
{
	struct check_notes *n = &b->notes;
	struct arena a = { 0 };
	struct buf value = { 0 };
	struct str file;

	if (!n->pad)
		return;
	file = check_notes_file(&a, rec->type, rec->path);
	note_own(b, file);
	pack_number(&value, false);
	pack_str(&value, rec->id);
	notes_put(n->pad, NOTES_TIES, file, buf_str(&value));
	notes_put(n->pad, NOTES_LINKS, file, STR(""));
	notes_put(n->pad, NOTES_ACCEPTS, file, STR(""));
	notes_put(n->pad, NOTES_FUTURE, file, STR(""));
	n->own = b->kept.n;
	buf_release(&value);
	arena_release(&a);
}

/* Rules. */

void
check_notes_rule(struct check_begun *b)
{
	struct check_notes *n = &b->notes;

	forget_said(n);
	n->findings = 0;
}

void
check_notes_judging(struct check_begun *b)
{
	struct check_notes *n = &b->notes;

	n->kept = b->kept.n;
	n->unjudged = b->unjudged.n;
	n->accepted = b->check->accepted;
	n->put_off = b->check->put_off;
	n->no_text = b->tally->no_text;
	buf_clear(&n->used);
	n->n_used = 0;
}

void
check_notes_used(struct check_begun *b, const struct acceptance *a)
{
	struct check_notes *n = &b->notes;

	pack_str(&n->used, str_of(a->path));
	pack_str(&n->used, a->key);
	n->n_used++;
}

void
check_notes_judged(struct check_begun *b, struct str id)
{
	struct check_notes *n = &b->notes;
	size_t kept = b->kept.n - n->kept;
	size_t unjudged = b->unjudged.n - n->unjudged;
	struct buf *said;
	void **slot;

	n->findings += kept;
	if (!n->pad ||
	    (!kept && !unjudged && !n->n_used &&
		b->check->put_off == n->put_off &&
		b->tally->no_text == n->no_text))
		return;
	slot = map_put_kept(&n->said, id, &n->arena);
	if (!*slot)
		*slot = ARENA_NEW(&n->arena, struct buf);
	said = *slot;
	pack_number(said, (int64_t)(b->check->accepted - n->accepted));
	pack_number(said, (int64_t)(b->check->put_off - n->put_off));
	pack_number(said, (int64_t)(b->tally->no_text - n->no_text));
	kept_bytes_pack(said, &b->kept, n->kept);
	kept_bytes_pack(said, &b->unjudged, n->unjudged);
	pack_number(said, (int64_t)n->n_used);
	buf_add(said, buf_str(&n->used));
}

bool
check_notes_rule_end(struct check_begun *b, size_t rule)
{
	const struct rule *r = &b->check->rules->all[rule];
	struct check_notes *n = &b->notes;
	enum rule_notes_way way;
	struct buf all = { 0 };
	struct arena a = { 0 };
	bool as_noted;

	if (!n->pad)
		return true;
	as_noted = rule_notes_ran(&n->rules, rule);
	way = n->rules.all[rule].way;
	for (size_t i = 0; i < n->said.n; i++) {
		struct str said = buf_str(n->said.pairs[i].value);

		if (way == WAY_LOCAL)
			notes_put(n->pad, NOTES_JUDGED,
			    check_notes_id(&a, r, n->said.pairs[i].key), said);
		else
			buf_add(&all, said);
	}
	if (way == WAY_WHOLE)
		notes_put(n->pad, NOTES_RULE, r->id, buf_str(&all));
	buf_release(&all);
	arena_release(&a);
	forget_said(n);
	return as_noted;
}

static bool
say_once(struct check_begun *b, size_t rule, struct unpack *p)
{
	struct tally *t = &b->check->tallies[rule];
	struct arena a = { 0 };
	int64_t n_accepted = pack_take_number(p);
	size_t used;

	b->check->accepted += (size_t)n_accepted;
	t->accepted += (size_t)n_accepted;
	b->check->put_off += (size_t)pack_take_number(p);
	t->no_text += (size_t)pack_take_number(p);
	kept_bytes_take(p, &b->kept);
	kept_bytes_take(p, &b->unjudged);
	used = pack_take_count(p);
	for (size_t i = 0; p->ok && i < used; i++) {
		const char *path = arena_z(&a, pack_take_str(p));
		struct acceptance *one = acceptances_find(&b->accepted, path,
		    b->check->rules->all[rule].id, pack_take_str(p),
		    b->check->today);

		if (one)
			one->used = true;
	}
	arena_release(&a);
	return p->ok;
}

static bool
is_among(const struct kept *k, const struct map *paths)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->all[i].at.path &&
		    map_get(paths, str_of(k->all[i].at.path)))
			return true;
	return false;
}

bool
check_notes_speaks_of(struct str said, const struct map *paths)
{
	struct unpack p = pack_from(said);
	bool speaks = false;

	while (p.ok && p.rest.n && !speaks) {
		struct kept found = { 0 };
		size_t used;

		for (int counts = 0; counts < 3; counts++)
			pack_take_number(&p);
		kept_bytes_take(&p, &found); /* also those not judged */
		kept_bytes_take(&p, &found);
		speaks = is_among(&found, paths);
		used = pack_take_count(&p);
		for (size_t i = 0; p.ok && i < used; i++) {
			speaks |= map_get(paths, pack_take_str(&p)) != NULL;
			pack_take_str(&p);
		}
		kept_release(&found);
	}
	return speaks || !p.ok;
}

bool
check_notes_say(struct check_begun *b, size_t rule, struct str said)
{
	struct unpack p = pack_from(said);

	while (p.ok && p.rest.n)
		say_once(b, rule, &p);
	return p.ok;
}

/* Days. */

bool
check_notes_latest(struct check_begun *b, bool *same)
{
	struct buf value = { 0 };
	struct unpack p;
	int latest;
	bool ok = notes_get(b->notes.pad, NOTES_LATEST, STR(""), &value);

	p = pack_from(buf_str(&value));
	latest = (int)pack_take_number(&p);
	b->notes.past = (int)pack_take_number(&p);
	ok = ok && pack_end(&p);
	buf_release(&value);
	*same = latest == b->latest;
	return ok &&
	    (b->latest >= latest || b->notes.past == DAY_NONE ||
		b->notes.past <= b->latest);
}

static void
note_latest(struct check_begun *b)
{
	struct buf value = { 0 };

	pack_number(&value, b->latest);
	pack_number(&value, b->notes.past);
	notes_put(b->notes.pad, NOTES_LATEST, STR(""), buf_str(&value));
	buf_release(&value);
}

/* The end. */

static void
note_rules(struct check_begun *b)
{
	struct check_notes *n = &b->notes;
	struct buf rules = { 0 };

	buf_add(&rules, buf_str(&n->prepared));
	rule_notes_pack(&n->rules, &rules);
	notes_put(n->pad, NOTES_RULES, STR(""), buf_str(&rules));
	buf_release(&rules);
}

void
check_notes_end(struct check_begun *b)
{
	struct check_notes *n = &b->notes;
	struct buf tied = { 0 };

	if (!n->pad)
		return;
	kept_bytes_pack(&tied, &b->tied, 0);
	notes_put(n->pad, NOTES_TIED, STR(""), buf_str(&tied));
	note_latest(b);
	if (n->prepared.n)
		note_rules(b);
	buf_release(&tied);
}
