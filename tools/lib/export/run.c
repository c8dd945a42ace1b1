/* run: asks the catalog for tables, and hands their rows to a form. */
#include "export/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/siphash.h"
#include "catalog/query.h"
#include "export/load.h"
#include "export/pseudonym.h"
#include "export/stop.h"

/* So many records are read at a time; all else of an export is smaller. */
enum { PORTION = 8192 };

/* Rows. */

static int
by_hash(const void *va, const void *vb)
{
	const uint64_t *a = va, *b = vb;

	return (*a > *b) - (*a < *b);
}

/* A hash of each id tells enough: that two of 64 bits are the same by chance is
 * as likely as nothing, and then there is a key less. */
static void
note_id(struct export_table *x, const struct cell *c)
{
	static const struct sipkey key = { 0x6b65746e6170, 0x6578706f7274 };

	if (c->kind != CELL_TEXT)
		x->keyed = false;
	if (x->keyed)
		*MEM_PUSH(x->ids, x->n_ids, x->cap_ids) = siphash(key, c->s);
}

static void
settle_ids(struct export_table *x)
{
	if (x->keyed && x->n_ids)
		qsort(x->ids, x->n_ids, sizeof *x->ids, by_hash);
	for (size_t i = 1; x->keyed && i < x->n_ids; i++)
		x->keyed = x->ids[i - 1] != x->ids[i];
	free(x->ids);
	x->ids = NULL;
	x->n_ids = x->cap_ids = 0;
}

static bool
is_id(const struct export_column *k)
{
	return k->column && !k->column->field && strcmp(k->name, "id") == 0;
}

/* The type of the record that a column has the id of. */
static const struct type *
person_type(const struct exporting *e, const struct export_table *x,
    const struct export_column *k)
{
	const struct field *f = k->column->field;

	return f && f->kind == KIND_REF ? schema_type(e->o->schema, f->to) :
					  x->table->type;
}

static void
show_cell(struct exporting *e, const struct export_table *x, size_t i,
    struct cell *c, char pseudonym[PSEUDONYM_TEXT])
{
	const struct export_column *k = &x->columns[i];

	if (k->is_dropped && c->kind != CELL_NULL)
		c->kind = CELL_MASKED;
	else if (k->is_person && c->kind == CELL_TEXT)
		*c = cell_text(str_of(pseudonym_of(e->o->pseudonyms,
		    person_type(e, x, k), c->s, pseudonym)));
	else if (e->format->people)
		answer_show(e->o->answer, k->column, c);
}

static bool
put_rows(struct exporting *e, struct export_table *x, struct query *q)
{
	struct cell *row = mem_alloc(x->n * sizeof *row);
	char(*names)[PSEUDONYM_TEXT] = mem_alloc(x->n * sizeof *names);
	int more = 1;
	bool ok = true;

	while (ok && (more = query_step(q, e->to)) == 1) {
		for (size_t i = 0; i < x->n; i++) {
			row[i] = query_cell(q, i);
			if (x->keyed && is_id(&x->columns[i]))
				note_id(x, &row[i]);
			show_cell(e, x, i, &row[i], names[i]);
		}
		x->rows++;
		ok = e->format->row(e, x, row) && !stop_asked(e->to);
	}
	free(names);
	free(row);
	return ok && more == 0;
}

/* Asking. */

static struct query *
ask(struct exporting *e, struct export_table *x, bool later)
{
	const struct query_options options = { .later = later,
		.any_order = x->table->type };

	return query_new(e->o->answer->catalog, x->sql, &options, e->to);
}

static void
note_masks(struct export_table *x, const struct query *q)
{
	for (size_t i = 0; i < x->n; i++)
		x->columns[i].masked =
		    query_masked(q, i) || x->columns[i].is_dropped;
}

/* The columns of a view are those of what it answers. */
static void
describe(struct exporting *e, struct export_table *x, const struct query *q)
{
	if (x->n)
		return;
	x->n = query_columns(q);
	x->columns = ARENA_ARRAY(&e->arena, struct export_column, x->n);
	for (size_t i = 0; i < x->n; i++) {
		const struct column *c = query_origin(q, i);
		const char *name = arena_z(&e->arena, str_of(query_name(q, i)));
		bool same = c && str_is(c->name, name);

		x->columns[i] = (struct export_column){ .column = c,
			.name = name,
			.label = same ? answer_label(e->o->answer, c) : name,
			.is_day = c && c->holds == HOLDS_DAY };
	}
}

static bool
open_table(struct exporting *e, struct export_table *x)
{
	return !e->format->open || e->format->open(e, x);
}

static bool
close_table(struct exporting *e, struct export_table *x)
{
	settle_ids(x);
	return !e->format->close || e->format->close(e, x);
}

/* All at once: a view, or what no type makes. */
static bool
run_alone(struct exporting *e, struct export_table *x)
{
	struct query *q = ask(e, x, false);
	bool ok = q;

	if (q) {
		describe(e, x, q);
		note_masks(x, q);
		ok = open_table(e, x) && put_rows(e, x, q) && close_table(e, x);
	}
	query_free(q);
	return ok;
}

/* The tables of one type. */
struct run_group {
	struct exporting *e;
	struct export_table *tables;
	size_t n;
};

static bool
is_whole(const struct exporting *e, const struct export_table *x)
{
	return e->format->whole && x->record;
}

static bool
put_portion(void *to)
{
	struct run_group *g = to;
	bool ok = true;

	for (size_t i = 0; ok && i < g->n; i++) {
		struct query *q;

		if (is_whole(g->e, &g->tables[i]))
			continue;
		q = ask(g->e, &g->tables[i], false);
		ok = q && put_rows(g->e, &g->tables[i], q);
		query_free(q);
	}
	return ok;
}

static bool
begin_group(struct run_group *g, size_t *asked)
{
	bool ok = true;

	*asked = 0;
	for (size_t i = 0; ok && i < g->n; i++) {
		struct export_table *x = &g->tables[i];
		struct query *q = NULL;

		if (!is_whole(g->e, x)) {
			q = ask(g->e, x, true);
			if (q)
				note_masks(x, q);
			ok = q;
			++*asked;
		}
		query_free(q);
		ok = ok && open_table(g->e, x);
	}
	return ok;
}

static bool
run_group(struct run_group *g)
{
	struct exporting *e = g->e;
	size_t asked;
	bool ok = begin_group(g, &asked);

	for (size_t i = 0; ok && i < g->n; i++)
		if (is_whole(e, &g->tables[i]))
			ok = e->format->whole(e, &g->tables[i]);
	ok = ok &&
	    (!asked ||
		catalog_load_portions(e->o->answer->catalog,
		    g->tables[0].table->type, PORTION, put_portion, g, e->to));
	for (size_t i = 0; ok && i < g->n; i++)
		ok = close_table(e, &g->tables[i]);
	return ok;
}

static bool
run_tables(struct exporting *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < e->n;) {
		struct run_group g = { e, &e->tables[i], 1 };
		const struct type *type = e->tables[i].table->type;

		while (type && i + g.n < e->n &&
		    e->tables[i + g.n].table->type == type)
			g.n++;
		ok = type ? run_group(&g) : run_alone(e, &e->tables[i]);
		i += g.n;
	}
	return ok;
}

/* Where to. */

static bool
is_sql(const char *to)
{
	return to && str_ends(str_of(to), STR(".sql"));
}

static bool
find_place(struct exporting *e, enum output_kind *kind)
{
	const char *to = e->o->to;

	*kind = OUTPUT_FOLDER;
	if (e->o->server) {
		*kind = OUTPUT_STDOUT;
		return true;
	}
	switch (e->format->place) {
	case EXPORT_STREAM:
		if (e->o->n_words == 1)
			*kind = to ? OUTPUT_FILE : OUTPUT_STDOUT;
		break;
	case EXPORT_FILE:
		*kind = OUTPUT_FILE;
		break;
	case EXPORT_SQL:
		if (!to || is_sql(to))
			*kind = to ? OUTPUT_FILE : OUTPUT_STDOUT;
		break;
	case EXPORT_FOLDER:
		break;
	}
	return to || *kind == OUTPUT_STDOUT ||
	    found_trouble(e->to,
		e->format->place == EXPORT_STREAM ?
		    _("these are several tables; name one, or with --to the "
		      "folder that gets a file for each") :
		    _("--to is missing: what '-o %s' makes is not for "
		      "standard output"),
		e->format->word);
}

static bool
write_all_of_it(struct exporting *e)
{
	bool ok = (!e->format->begin || e->format->begin(e)) && run_tables(e) &&
	    (!e->format->end || e->format->end(e)) &&
	    (output_kind(e->output) != OUTPUT_FOLDER || manifest_write(e));

	return ok && !stop_asked(e->to) && output_show(e->output);
}

/* What was read for a load that is to be done again. */
static void
forget_rows(struct exporting *e)
{
	if (e->format->release)
		e->format->release(e);
	for (size_t i = 0; i < e->n; i++) {
		struct export_table *x = &e->tables[i];

		x->rows = 0;
		x->n_ids = 0;
		x->keyed = x->record;
	}
}

static bool
load_all(struct exporting *e)
{
	bool ok = load_begin(e, false) && write_all_of_it(e);

	if (!ok && load_again(e)) {
		load_free(e);
		forget_rows(e);
		ok = load_begin(e, true) && write_all_of_it(e);
	}
	return ok;
}

bool
export_run(const struct export_options *o, struct export_counts *counts)
{
	struct exporting e = { .o = o,
		.format = o->server ? &export_load :
				      export_format(o->format, o->spreadsheet),
		.to = o->answer->to };
	enum output_kind kind = OUTPUT_STDOUT;
	bool ok = select_tables(&e) && find_place(&e, &kind) &&
	    (e.output = output_begin(kind, o->to, o->private, e.to));

	stop_listen();
	ok = ok && (o->server ? load_all(&e) : write_all_of_it(&e));
	if (e.format->release)
		e.format->release(&e);
	*counts = (struct export_counts){ .unreadable = e.unreadable +
		    catalog_counts(o->answer->catalog).unreadable };
	if (ok && o->server) {
		struct load_counts n = load_counts(&e);

		counts->files = n.files;
		counts->changed = n.changed;
		counts->gone = n.gone;
		counts->unreadable = n.unreadable;
	}
	load_free(&e);
	for (size_t i = 0; i < e.n; i++) {
		counts->rows += e.tables[i].rows;
		free(e.tables[i].ids);
		if (e.tables[i].out && kind != OUTPUT_STDOUT &&
		    kind != OUTPUT_FILE)
			fclose(e.tables[i].out);
	}
	output_end(e.output);
	free(e.tables);
	arena_release(&e.arena);
	return ok;
}
