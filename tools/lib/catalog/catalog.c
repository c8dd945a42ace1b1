/* catalog: records as tables of an embedded database. */
#include "catalog/catalog.h"

#include <stdint.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "catalog/authorizer.h"
#include "catalog/inside.h"
#include "catalog/reads.h"
#include "catalog/remote.h"
#include "catalog/row_cache.h"
#include "parse/front.h"
#include "base/mem.h"
#include "git/source.h"
#include "text/text.h"

struct catalog *
catalog_new(const struct schema *s, struct source *source,
    const struct catalog_options *options, struct findings *to)
{
	struct catalog *c = mem_alloc(sizeof *c);

	*c = (struct catalog){ .schema = s,
		.source = source,
		.options = *options };
	c->functions.watch.on = options->watched;
	c->types = ARENA_ARRAY(&c->arena, struct type_state, s->n_types);
	if (tables_make(c, to) && views_read(c, to) &&
	    (c->plan = connect_open(c, ":memory:", &c->in_plan, to)) &&
	    row_cache_open(c, to) && remote_begin(c, to))
		return c;
	catalog_free(c);
	return NULL;
}

void
catalog_free(struct catalog *c)
{
	if (!c)
		return;
	remote_end(c);
	row_cache_free(c);
	for (size_t i = 0; i < c->n; i++)
		sqlite3_finalize(c->states[i].insert);
	for (size_t i = 0; i < c->schema->n_types; i++)
		sqlite3_finalize(c->types[i].paths);
	sqlite3_close(c->plan);
	sqlite3_close(c->db);
	history_cache_free(c);
	workday_certainty_release(&c->functions.counted);
	workday_certainty_release(&c->in_plan.counted);
	map_release(&c->by_name);
	buf_release(&c->refused);
	buf_release(&c->refused_name);
	free(c->tables);
	free(c->states);
	free(c->kept);
	arena_release(&c->arena);
	free(c);
}

const struct table *
catalog_tables(const struct catalog *c, size_t *n)
{
	*n = c->n;
	return c->tables;
}

const struct table *
catalog_table(const struct catalog *c, struct str name)
{
	size_t i = tables_find(c, name);

	return i == SIZE_MAX ? NULL : &c->tables[i];
}

const struct column *
catalog_field_column(const struct catalog *c, const struct type *type,
    const struct field *field, const struct table **table)
{
	size_t n;
	const struct table *all = catalog_tables(c, &n);

	for (size_t t = 0; field && t < n; t++)
		for (size_t i = 0; all[t].type == type && i < all[t].n; i++)
			if (all[t].columns[i].field == field) {
				*table = &all[t];
				return &all[t].columns[i];
			}
	return NULL;
}

struct source *
catalog_source(const struct catalog *c)
{
	return c->source;
}

/* Was a table asked for whose rows are of records of that type? */
static bool
is_asked(const struct catalog *c, const struct type *type)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->states[i].wanted &&
		    (c->tables[i].type == type || i == c->bad ||
			i == c->unread))
			return true;
	return false;
}

static struct catalog_counts
counts_remote(const struct catalog *c)
{
	struct catalog_counts all = { 0 };

	for (size_t i = 0; i < c->schema->n_types; i++)
		if (c->asked[i]) {
			struct catalog_counts n =
			    remote_counts(c, &c->schema->types[i]);

			all.read += n.read;
			all.unreadable += n.unreadable;
		}
	return all;
}

struct catalog_counts
catalog_counts(const struct catalog *c)
{
	struct catalog_counts all = { 0 };

	if (c->remote)
		return counts_remote(c);
	if (!c->synced)
		return c->counts;
	for (size_t i = 0; i < c->schema->n_types; i++)
		if (is_asked(c, &c->schema->types[i])) {
			all.read += c->types[i].kept.read;
			all.unreadable += c->types[i].kept.unreadable;
		}
	return all;
}

bool
catalog_is_whole(const struct catalog *c)
{
	return c->rows_kept && c->synced;
}

struct catalog_counts
catalog_kept(const struct catalog *c)
{
	struct catalog_counts all = { 0 };

	for (size_t i = 0; i < c->schema->n_types; i++) {
		all.read += c->types[i].kept.read;
		all.unreadable += c->types[i].kept.unreadable;
	}
	return all;
}

struct workday_certainty *
catalog_counted(struct catalog *c)
{
	return &c->functions.counted;
}

void
catalog_watch_begin(struct catalog *c)
{
	c->functions.watch.steady =
	    c->options.watched ? steady_ever : steady_on(c->functions.today);
}

struct steady
catalog_watched(const struct catalog *c)
{
	return c->functions.watch.steady;
}

bool
catalog_check(struct catalog *c, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; i < c->n; i++)
		if (c->states[i].kind != TABLE_RULE)
			ok = plan_ready(c, i, to) && ok;
	return ok;
}

bool
catalog_is_remote(const struct catalog *c)
{
	return c->remote;
}

bool
catalog_in_memory(const struct catalog *c)
{
	return c->db && !c->rows_kept && !c->remote && !c->history;
}
