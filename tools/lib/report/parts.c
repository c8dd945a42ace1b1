/* parts: what a report is made of, and which parts come out as they did.
 *
 * Each parameter, the verdicts of the rules, each common table that is kept and
 * each block is a part. It is kept with what it read of records; it comes out
 * the same while nothing of that changed, and the parts that it names came out
 * the same. So an edit makes anew what reads it, and of what names that only
 * what sees another table. */
#include "report/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "base/siphash.h"
#include "catalog/changes.h"
#include "catalog/reads.h"
#include "text/workday_certainty.h"

struct part {
	/* as it was kept; value: what it came out as, or the sum of that */
	bool was, touched;
	struct str value;
	/* as it is now */
	bool same;
	struct str now; /* empty: not yet, or it cannot be kept */
	struct reads reads;
	bool guessed; /* working days, of years that the calendar lacks */
};

enum { SUMS = 2 };

struct parts {
	struct part *all;
	size_t n;
	bool moved; /* a parameter has another value */
	struct sipkey keys[SUMS];
	struct catalog_part begun;
};

size_t
parts_verdicts(const struct report_run *r)
{
	return r->report->n_parameters;
}

size_t
parts_common(const struct report_run *r, size_t common)
{
	return parts_verdicts(r) + 1 + common;
}

size_t
parts_block(const struct report_run *r, size_t block)
{
	return parts_common(r, r->report->n_common) + block;
}

/* What was kept. */

static bool
unpack(struct report_run *r, struct str kept, const struct changed_file *all,
    size_t n)
{
	struct parts *parts = r->parts;
	struct unpack p = pack_from(kept);
	bool ok = (size_t)pack_take_number(&p) == parts->n;

	for (size_t i = 0; ok && i < SUMS; i++) {
		parts->keys[i].a = (uint64_t)pack_take_number(&p);
		parts->keys[i].b = (uint64_t)pack_take_number(&p);
	}
	for (size_t i = 0; ok && i < parts->n; i++) {
		struct part *one = &parts->all[i];

		one->was = pack_take_number(&p) != 0;
		one->guessed = pack_take_number(&p) != 0;
		one->value = pack_take_str(&p);
		ok = reads_unpack(&one->reads, &r->arena, r->a->catalog, &p);
		one->touched = changes_meet(all, n, &one->reads, r->a->catalog);
	}
	return ok && pack_end(&p);
}

void
parts_open(struct report_run *r)
{
	struct compose_kept *k = r->c->kept;
	struct changed_file *all;
	struct buf kept = { 0 };
	struct parts *parts;
	size_t n;

	if (!k)
		return;
	r->parts = parts = ARENA_NEW(&r->arena, struct parts);
	parts->n = parts_block(r, r->report->n_blocks);
	parts->all = ARENA_ARRAY(&r->arena, struct part, parts->n);
	if (!catalog_recall_before(r->a->catalog, k->question, &kept, &r->arena,
		&all, &n) ||
	    !unpack(r, arena_take(&r->arena, &kept), all, n)) {
		memset(parts->all, 0, parts->n * sizeof *parts->all);
		for (size_t i = 0; i < SUMS; i++)
			parts->keys[i] = siphash_secret();
	}
	buf_release(&kept);
}

void
parts_keep(struct report_run *r)
{
	struct parts *parts = r->parts;
	struct buf *to = parts ? &r->c->kept->parts : NULL;

	if (!parts)
		return;
	pack_number(to, (int64_t)parts->n);
	for (size_t i = 0; i < SUMS; i++) {
		pack_number(to, (int64_t)parts->keys[i].a);
		pack_number(to, (int64_t)parts->keys[i].b);
	}
	for (size_t i = 0; i < parts->n; i++) {
		const struct part *one = &parts->all[i];

		pack_number(to, one->now.n > 0);
		pack_number(to, one->guessed);
		pack_str(to, one->now);
		reads_pack(&one->reads, r->a->catalog, to);
	}
}

/* Parts of now. */

/* SQLite takes what is written as a string for a name, too. */
static bool
names(struct str sql, struct str name)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(sql, &i, &t);)
		if (sql_may_name(t) && sql_says(t.text, name))
			return true;
	return false;
}

/* The parts that a statement may name, and which stand before it, end here. */
static size_t
named_end(const struct report_run *r, size_t part)
{
	size_t end = parts_block(r, 0);

	return part < end ? part : end;
}

bool
parts_named(const struct report_run *r, size_t part,
    const struct report_block *b, size_t *i)
{
	const struct report *p = r->report;

	for (; *i < named_end(r, part); ++*i) {
		const char *name = *i == parts_verdicts(r) ?
		    (p->judged ? "rule" : NULL) :
		    p->common[*i - parts_common(r, 0)].keep;

		if (name && names(b->run.n ? b->run : b->sql, str_of(name)))
			return true;
	}
	return false;
}

bool
parts_same(struct report_run *r, size_t part, const struct report_block *b,
    struct str *value)
{
	struct parts *parts = r->parts;
	struct part *one = parts ? &parts->all[part] : NULL;

	if (!one || !one->was || one->touched || parts->moved)
		return false;
	for (size_t i = parts_verdicts(r); b && parts_named(r, part, b, &i);
	     i++)
		if (!parts->all[i].same)
			return false;
	one->same = true;
	*value = one->now = one->value;
	catalog_recall_rests(r->a->catalog, &one->reads);
	catalog_counted(r->a->catalog)->guessed |= one->guessed;
	return true;
}

void
parts_begin(struct report_run *r)
{
	if (r->parts)
		catalog_recall_part(r->a->catalog, &r->parts->begun);
}

void
parts_end(struct report_run *r, size_t part, struct str value)
{
	struct parts *parts = r->parts;
	struct part *one;

	if (!parts)
		return;
	one = &parts->all[part];
	catalog_recall_part_end(r->a->catalog, &parts->begun);
	one->reads = parts->begun.reads;
	one->guessed = parts->begun.guessed;
	one->now = arena_keep(&r->arena, value);
	one->same = one->was && str_eq(one->now, one->value);
	parts->moved |= part < parts_verdicts(r) && !one->same;
}

/* Keyed by chance, so that nobody can write what comes out as something else
 * did. */
static void
add_sum(struct buf *b, const struct parts *parts, struct str value)
{
	for (size_t i = 0; i < SUMS; i++)
		pack_number(b, (int64_t)siphash(parts->keys[i], value));
}

enum { IS_SUM = 's', IS_WHOLE = 'w' };

void
parts_end_sum(struct report_run *r, size_t part, struct str value, size_t most)
{
	struct buf b = { 0 };
	bool whole = value.n <= most;

	if (r->parts && value.n) {
		buf_addc(&b, whole ? IS_WHOLE : IS_SUM);
		if (whole)
			buf_add(&b, value);
		else
			add_sum(&b, r->parts, value);
	}
	parts_end(r, part, buf_str(&b));
	buf_release(&b);
}

bool
parts_whole(struct report_run *r, size_t part, struct str *value)
{
	const struct part *one = r->parts ? &r->parts->all[part] : NULL;

	if (!one || !one->same || !one->now.n || one->now.s[0] != IS_WHOLE)
		return false;
	*value = str_from(one->now, 1);
	return true;
}

/* Values as bytes. */

void
parts_pack_cell(struct buf *b, const struct cell *c)
{
	pack_number(b, (int64_t)c->kind);
	if (c->kind == CELL_INT)
		pack_number(b, c->i);
	if (c->kind == CELL_REAL)
		pack_real(b, c->d);
	if (c->kind == CELL_TEXT)
		pack_str(b, c->s);
}

struct cell
parts_take_cell(struct unpack *p)
{
	struct cell c = { .kind = (enum cell_kind)pack_take_number(p) };

	if (c.kind == CELL_INT)
		c.i = pack_take_number(p);
	if (c.kind == CELL_TEXT)
		c.s = pack_take_str(p);
	if (c.kind == CELL_REAL)
		c.d = pack_take_real(p);
	return c;
}

/* What people see of a column of a table is that of a field, or has no other
 * name than its own. */

enum { OF_NONE, OF_TABLE, OF_ITSELF };

static bool
is_label(const struct label *a, const struct label *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static bool
is_like(const struct column *a, const struct column *b)
{
	return a->field == b->field && a->stages_of == b->stages_of &&
	    a->holds == b->holds && strcmp(a->sqltype, b->sqltype) == 0 &&
	    is_label(&a->shown.label, &b->shown.label);
}

/* The column of a table of records that one of a view, perhaps, shows. */
static bool
find_like(const struct catalog *c, const struct column *of, size_t *table,
    size_t *column)
{
	size_t n;
	const struct table *all = catalog_tables(c, &n);

	for (*table = 0; *table < n; ++*table)
		for (*column = 0; !all[*table].view && all[*table].type &&
		     *column < all[*table].n;
		     ++*column)
			if (is_like(&all[*table].columns[*column], of))
				return true;
	return false;
}

bool
parts_pack_column(const struct report_run *r, struct buf *b,
    const struct column *of)
{
	static const struct label none;
	size_t table, column;

	if (!of) {
		pack_number(b, OF_NONE);
		return true;
	}
	if (!of->field && !of->stages_of && is_label(&of->shown.label, &none)) {
		pack_number(b, OF_ITSELF);
		pack_number(b, of->holds);
		pack_str(b, str_of(of->sqltype));
	} else if (find_like(r->a->catalog, of, &table, &column)) {
		pack_number(b, OF_TABLE);
		pack_number(b, (int64_t)table);
		pack_number(b, (int64_t)column);
	} else
		return false;
	pack_str(b, of->name);
	return true;
}

const struct column *
parts_take_column(struct report_run *r, struct unpack *p)
{
	int64_t kind = pack_take_number(p);
	struct column *of;
	size_t n, table, column;
	const struct table *all = catalog_tables(r->a->catalog, &n);

	if (kind == OF_NONE)
		return NULL;
	of = ARENA_NEW(&r->arena, struct column);
	if (kind == OF_ITSELF) {
		of->holds = (unsigned)pack_take_number(p);
		of->sqltype = arena_z(&r->arena, pack_take_str(p));
	} else {
		table = (size_t)pack_take_number(p);
		column = (size_t)pack_take_number(p);
		p->ok &= table < n && column < all[table].n;
		if (p->ok)
			*of = all[table].columns[column];
	}
	of->name = arena_keep(&r->arena, pack_take_str(p));
	of->shown.name = of->name;
	return of;
}
