/* snooze: which reminders of a rule records put off, and until when. */
#include "check/snooze.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "catalog/query.h"
#include "check/rule_subject.h"
#include "git/source.h"
#include "parse/sql.h"
#include "record/record.h"
#include "text/day.h"

struct snooze {
	struct str path, key; /* key empty: of whatever entry */
	int until;
	struct snooze *next; /* of the same record */
};

struct snoozes {
	struct catalog *catalog;
	struct findings *findings;
	struct query *query; /* NULL: no record can say it */
	struct map by_id;    /* → struct snooze */
	struct arena arena;
};

/* What records put off today; nothing where they cannot say until when, or the
 * rule gives no day that could be. */
static bool
snooze_sql(const struct rule *r, const struct catalog *c, struct buf *sql)
{
	const struct role_field *snooze = &r->type->roles[FIELD_SNOOZE];
	const struct table *t = NULL;
	const struct column *rule, *until, *key;

	if (!snooze->field || snooze->field->kind != KIND_LIST ||
	    !sql_names(r->sql, STR("due")))
		return false;
	rule = catalog_field_column(c, r->type, snooze->part[PART_RULE], &t);
	until = catalog_field_column(c, r->type, snooze->part[PART_UNTIL], &t);
	key = catalog_field_column(c, r->type, snooze->part[PART_ENTRY], &t);
	if (!rule || !until)
		return false;
	buf_addz(sql, "SELECT id, path, ");
	sql_add_name(sql, until->name);
	buf_addz(sql, ", ");
	if (key)
		sql_add_name(sql, key->name);
	else
		buf_addz(sql, "NULL");
	buf_addz(sql, " FROM ");
	sql_add_name(sql, t->name);
	buf_addz(sql, " WHERE ");
	sql_add_name(sql, rule->name);
	buf_addz(sql, " = ");
	sql_add_text(sql, r->id);
	buf_addz(sql, " AND ");
	sql_add_name(sql, until->name);
	buf_addz(sql, " >= today()");
	return true;
}

struct snoozes *
snooze_new(const struct rule *r, struct catalog *c, struct findings *to)
{
	struct query_options o = { .at = place_file(r->page),
		.inside = true,
		.later = true,
		.own = r->type };
	struct snoozes *all = mem_alloc(sizeof *all);
	struct buf sql = { 0 };
	bool ok = true;

	*all = (struct snoozes){ .catalog = c, .findings = to };
	if (snooze_sql(r, c, &sql))
		ok = (all->query = query_new(c, buf_str(&sql), &o, to));
	buf_release(&sql);
	if (ok)
		return all;
	snooze_free(all);
	return NULL;
}

const struct query *
snooze_query(const struct snoozes *all)
{
	return all->query;
}

void
snooze_free(struct snoozes *all)
{
	if (!all)
		return;
	query_free(all->query);
	map_release(&all->by_id);
	arena_release(&all->arena);
	free(all);
}

bool
snooze_ready(struct snoozes *all)
{
	return !all->query || query_ready(all->query, all->findings);
}

bool
snooze_open(struct snoozes *all)
{
	struct query *q = all->query;
	int more = 0;

	if (!q)
		return true;
	map_release(&all->by_id);
	arena_reset(&all->arena);
	if (!query_open(q, all->findings))
		return false;
	while ((more = query_step(q, all->findings)) > 0) {
		struct cell until = query_cell(q, 2), key = query_cell(q, 3);
		struct snooze *s;
		void **slot;

		if (query_cell(q, 0).kind != CELL_TEXT)
			continue;
		s = ARENA_NEW(&all->arena, struct snooze);
		if (!day_parse(until.s, &s->until))
			continue;
		s->path = arena_keep(&all->arena, query_cell(q, 1).s);
		if (key.kind == CELL_TEXT)
			s->key = arena_keep(&all->arena, key.s);
		slot = map_put(&all->by_id,
		    arena_keep(&all->arena, query_cell(q, 0).s));
		s->next = *slot;
		*slot = s;
	}
	return more == 0;
}

/* Is a snooze of the entry that was judged? The key is in the record alone. */
static bool
is_of_entry(const struct snoozes *all, const struct snooze *s,
    const struct judged *j)
{
	struct findings silent = { 0 };
	struct buf bytes = { 0 };
	struct arena a = { 0 };
	struct record rec;
	const char *path = arena_z(&a, s->path);
	bool is =
	    source_read(catalog_source(all->catalog), path, &bytes, &silent) &&
	    record_read(&rec, j->rule->type, path, buf_str(&bytes), &a,
		&silent) &&
	    str_eq(rule_subject_key(&rec, j, &a), s->key);

	buf_release(&bytes);
	arena_release(&a);
	return is;
}

int
snooze_until(const struct snoozes *all, const struct judged *j)
{
	const struct snooze *s = map_get(&all->by_id, j->id);
	int until = DAY_NONE;

	if (j->level >= ERROR)
		return DAY_NONE;
	for (; s; s = s->next)
		if ((until == DAY_NONE || until < s->until) &&
		    (!s->key.n || is_of_entry(all, s, j)))
			until = s->until;
	return until;
}
