/* recall: what the last check of the same files found. */
#include "check/recall.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pack.h"
#include "catalog/catalog.h"
#include "check/kept_bytes.h"
#include "git/source.h"
#include "schema/rule.h"

void
recall_add_question(const struct check *c, struct buf *q)
{
	buf_addf(q, "check %d %d%d%d%d", (int)c->lang, c->show_accepted,
	    c->unjudged, c->private, c->subset);
	for (size_t i = 0; i < c->schema->n_types; i++)
		buf_addc(q, c->schema->types[i].open ? '1' : '0');
}

/* And what of it is asked. */
static void
add_question(const struct check *c, struct buf *q)
{
	recall_add_question(c, q);
	buf_addf(q, " %d %d %d", c->tallied, c->today,
	    schema_latest(c->schema, c->today));
	for (size_t i = 0; c->paths && i < c->n_paths; i++)
		pack_str(q, str_of(c->paths[i]));
}

bool
recall_may(const struct check *c)
{
	return !c->listener && !c->type && !c->alone &&
	    source_is_whole(c->source);
}

void
recall_begin(const struct check *c)
{
	if (recall_may(c) && !c->no_cache && !c->server)
		source_note_looks(c->source);
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
	struct findings silent = { 0 };
	struct unpack p;
	bool ok = recall_may(c);

	if (ok)
		add_question(c, &question);
	ok =
	    ok && catalog_recall(catalog, buf_str(&question), &answer, &silent);
	p = pack_from(buf_str(&answer));
	ok = ok && source_looks_same(c->source, pack_take_str(&p));
	if (ok) {
		take_counts(&p, c);
		kept_bytes_take(&p, found);
		kept_bytes_take(&p, unjudged);
		ok = pack_end(&p);
	}
	buf_release(&question);
	buf_release(&answer);
	return ok;
}

void
recall_keep(const struct check *c, struct catalog *catalog,
    const struct kept *found, const struct kept *unjudged,
    const struct notes *notes)
{
	struct buf question = { 0 }, answer = { 0 }, looks = { 0 };

	if (recall_may(c) && source_looks(c->source, &looks)) {
		add_question(c, &question);
		pack_str(&answer, buf_str(&looks));
		pack_counts(&answer, c);
		kept_bytes_pack(&answer, found, 0);
		kept_bytes_pack(&answer, unjudged, 0);
		catalog_recall_keep(catalog,
		    &(struct catalog_answer){ buf_str(&question),
			buf_str(&answer) },
		    1, notes);
	}
	buf_release(&question);
	buf_release(&answer);
	buf_release(&looks);
}
