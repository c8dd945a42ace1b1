/* recall: what the last check of the same files found. */
#include "check/recall.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pack.h"
#include "catalog/catalog.h"
#include "git/source.h"
#include "schema/rule.h"

/* All that an answer depends on, beside the files, the pages of the schema and
 * the build, which the catalog knows. */
static void
add_question(const struct check *c, struct buf *q)
{
	buf_addf(q, "check %d %d %d %d%d%d", c->today,
	    schema_latest(c->schema, c->today), (int)c->lang, c->show_accepted,
	    c->unjudged, c->private);
	for (size_t i = 0; i < c->schema->n_types; i++)
		buf_addc(q, c->schema->types[i].open ? '1' : '0');
	for (size_t i = 0; c->paths && i < c->n_paths; i++)
		pack_str(q, str_of(c->paths[i]));
}

/* Who listens is told more than is kept; a file of no type is none of which the
 * catalog knows that it changed. */
static bool
may_recall(const struct check *c)
{
	return !c->listener && !c->type;
}

void
recall_begin(const struct check *c)
{
	if (may_recall(c))
		source_note_looks(c->source);
}

/* Findings. */

static void
pack_finding(struct buf *b, const struct finding *f)
{
	pack_number(b, f->level);
	pack_str(b, str_of(f->id));
	pack_str(b, f->at.path ? str_of(f->at.path) : (struct str){ 0 });
	pack_number(b, f->at.line);
	pack_number(b, f->at.col);
	pack_str(b, str_of(f->text));
	pack_number(b, f->row != NULL);
	pack_number(b, (int64_t)f->more);
}

static const char *
take_text(struct unpack *p, struct arena *a)
{
	struct str s = pack_take_str(p);

	return s.s ? arena_z(a, s) : NULL;
}

static void
take_finding(struct unpack *p, struct kept *k)
{
	struct finding *f = MEM_PUSH(k->all, k->n, k->cap);

	*f = (struct finding){ .level = (enum level)pack_take_number(p) };
	f->id = take_text(p, &k->arena);
	f->at.path = take_text(p, &k->arena);
	f->at.line = (int)pack_take_number(p);
	f->at.col = (int)pack_take_number(p);
	f->text = take_text(p, &k->arena);
	if (pack_take_number(p) && f->id)
		f->row = finding_named(str_of(f->id));
	f->more = (size_t)pack_take_number(p);
}

static void
pack_kept(struct buf *b, const struct kept *k)
{
	pack_number(b, (int64_t)k->n);
	for (size_t i = 0; i < k->n; i++)
		pack_finding(b, &k->all[i]);
}

static void
take_kept(struct unpack *p, struct kept *k)
{
	size_t n = pack_take_count(p);

	for (size_t i = 0; p->ok && i < n; i++)
		take_finding(p, k);
}

/* Counts. */

static void
pack_counts(struct buf *b, const struct check *c)
{
	const size_t all[] = { c->records, c->unreadable, c->accepted,
		c->put_off };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		pack_number(b, (int64_t)all[i]);
	for (size_t i = 0; i < c->rules->n; i++) {
		const struct tally *t = &c->tallies[i];

		pack_number(b, (int64_t)t->concerned);
		pack_number(b, (int64_t)t->pass);
		pack_number(b, (int64_t)t->fail);
		pack_number(b, (int64_t)t->unknown);
		pack_number(b, (int64_t)t->accepted);
		pack_number(b, (int64_t)t->no_text);
	}
}

static void
take_counts(struct unpack *p, struct check *c)
{
	c->records = (size_t)pack_take_number(p);
	c->unreadable = (size_t)pack_take_number(p);
	c->accepted = (size_t)pack_take_number(p);
	c->put_off = (size_t)pack_take_number(p);
	for (size_t i = 0; i < c->rules->n; i++) {
		struct tally *t = &c->tallies[i];

		t->concerned = (size_t)pack_take_number(p);
		t->pass = (size_t)pack_take_number(p);
		t->fail = (size_t)pack_take_number(p);
		t->unknown = (size_t)pack_take_number(p);
		t->accepted = (size_t)pack_take_number(p);
		t->no_text = (size_t)pack_take_number(p);
	}
}

bool
recall_read(struct check *c, struct catalog *catalog, struct kept *found,
    struct kept *unjudged)
{
	struct buf question = { 0 }, answer = { 0 };
	struct unpack p;
	bool ok = may_recall(c);

	if (ok)
		add_question(c, &question);
	ok = ok && catalog_recall(catalog, buf_str(&question), &answer);
	p = pack_from(buf_str(&answer));
	ok = ok && source_looks_same(c->source, pack_take_str(&p));
	if (ok) {
		take_counts(&p, c);
		take_kept(&p, found);
		take_kept(&p, unjudged);
		ok = pack_end(&p);
	}
	buf_release(&question);
	buf_release(&answer);
	return ok;
}

void
recall_keep(const struct check *c, struct catalog *catalog,
    const struct kept *found, const struct kept *unjudged)
{
	struct buf question = { 0 }, answer = { 0 }, looks = { 0 };

	if (may_recall(c) && source_looks(c->source, &looks)) {
		add_question(c, &question);
		pack_str(&answer, buf_str(&looks));
		pack_counts(&answer, c);
		pack_kept(&answer, found);
		pack_kept(&answer, unjudged);
		catalog_recall_keep(catalog, buf_str(&question),
		    buf_str(&answer));
	}
	buf_release(&question);
	buf_release(&answer);
	buf_release(&looks);
}
