/* verdicts: what the rules say of the records that a report is on, as rows of
 * table rule. */
#include "report/inside.h"

#include <stdlib.h>

#include "base/mem.h"
#include "schema/rule.h"
#include "text/day.h"

static const struct {
	const char *name, *sqltype;
} columns[] = {
	{ "id", "TEXT" },
	{ "rule", "TEXT" },
	{ "label", "TEXT" },
	{ "step", "TEXT" },
	{ "n", "INTEGER" },
	{ "ok", "INTEGER" },
	{ "level", "TEXT" },
	{ "due", "TEXT" },
	{ "text", "TEXT" },
	{ "source", "TEXT" },
	{ "gen", "TEXT" },
	{ "no_text", "INTEGER" },
	{ "by_hand", "INTEGER" },
};
enum { COLUMNS = sizeof columns / sizeof *columns, COLUMN_DUE = 7 };

struct row {
	struct cell cells[COLUMNS];
};

struct taking {
	struct report_run *run;
	struct row *all;
	size_t n, cap;
};

/* Is the table there from the page before? Only one of all records is. */
static bool
is_there(const struct report_run *r)
{
	return r->c && r->c->again && !r->report->judged_one;
}

bool
verdicts_table(struct report_run *r)
{
	struct column all[COLUMNS] = { 0 };

	if (!r->report->judged || is_there(r))
		return true;
	for (size_t i = 0; i < COLUMNS; i++) {
		all[i].name = str_of(columns[i].name);
		all[i].shown.name = all[i].name;
		all[i].sqltype = columns[i].sqltype;
	}
	all[COLUMN_DUE].holds = HOLDS_DAY;
	return catalog_rule_table(r->a->catalog, all, COLUMNS, r->a->to);
}

static struct cell
kept(struct report_run *r, struct str s)
{
	if (!s.n)
		return (struct cell){ .kind = CELL_NULL };
	return cell_text(arena_keep(&r->arena, s));
}

/* The date of the step that is judged, or else what a finding points to. */
static struct cell
step_of(const struct rule *rule)
{
	const struct path *p = rule->n_measured ? rule->measured : &rule->field;
	return cell_text(p->n ? p->at[p->n - 1]->dotted : STR(""));
}

static void
take(const struct ruling *v, void *to)
{
	struct taking *t = to;
	struct report_run *r = t->run;
	const struct rule *rule = v->rule;
	char day[DAY_TEXT];
	struct row row = { {
	    kept(r, v->id),
	    cell_text(rule->id),
	    kept(r, str_of(lang_label(&rule->label, r->a->lang))),
	    step_of(rule),
	    { .kind = v->n < 0 ? CELL_NULL : CELL_INT, .i = v->n },
	    { .kind = v->ok < 0 ? CELL_NULL : CELL_INT, .i = v->ok },
	    cell_text(str_of(level_name(v->level))),
	    kept(r,
		v->due == DAY_NONE ? STR("") : str_of(day_text(v->due, day))),
	    kept(r, str_of(v->text ? v->text : "")),
	    kept(r, v->in ? v->in->source : STR("")),
	    kept(r, v->in ? v->in->gen : STR("")),
	    { .kind = CELL_INT, .i = v->no_text },
	    { .kind = CELL_INT, .i = rule->check_none },
	} };

	*MEM_PUSH(t->all, t->n, t->cap) = row;
}

static bool
fill(struct report_run *r, const struct taking *t)
{
	bool ok = verdicts_table(r); /* the rules have one, each its own */

	for (size_t i = 0; ok && i < t->n; i++)
		ok = catalog_rule_add(r->a->catalog, t->all[i].cells);
	return ok;
}

static void
end_part(struct report_run *r, const struct taking *t)
{
	struct buf b = { 0 };

	pack_number(&b, (int64_t)t->n);
	for (size_t i = 0; r->parts && i < t->n; i++)
		for (size_t k = 0; k < COLUMNS; k++)
			parts_pack_cell(&b, &t->all[i].cells[k]);
	parts_end_sum(r, parts_verdicts(r), buf_str(&b), 0);
	buf_release(&b);
}

bool
verdicts_make(struct report_run *r)
{
	const struct parameter *one = r->report->judged_one;
	struct str id =
	    one ? r->parameters[one - r->report->parameters].s : STR("");
	struct taking t = { .run = r };
	bool ok;

	if (r->judged)
		return true;
	parts_begin(r);
	ok = r->c->judge(r->report->judged, id, take, &t, r->c->judge_to);
	if (ok)
		end_part(r, &t);
	ok = ok && fill(r, &t);
	r->judged = ok;
	free(t.all);
	return ok;
}

bool
verdicts_take(struct report_run *r)
{
	struct str value;

	r->judged = !r->report->judged || is_there(r);
	return r->judged || parts_same(r, parts_verdicts(r), NULL, &value) ||
	    verdicts_make(r);
}
