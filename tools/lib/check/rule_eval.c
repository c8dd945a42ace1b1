/* rule_eval: a rule, run over the catalog.
 *
 * Table rule gets a row for each record, or entry of a list, that has the
 * measured day, with what was in force on it. Where no text is known for that
 * day, the SQL only says who is concerned; the answer is not enough evidence,
 * never a pass. */
#include "check/rule_eval.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "catalog/rule_days.h"
#include "check/rule_eval_inside.h"
#include "text/workday_certainty.h"
#include "text/day.h"
#include "base/mem.h"
#include "git/source.h"

/* Columns that table rule has before the parameters. */
static const char *const rule_columns[] = { "id", "n", "day", "gen", "source",
	"every", "first", "grace", "spread" };
enum {
	RULE_COLUMNS = sizeof rule_columns / sizeof *rule_columns,
	RULE_N = 1,
	RULE_DAY
};

static struct place
sql_place(const struct rule *r)
{
	return (struct place){ r->page, r->sql_line, 1 };
}

/* What the engine itself reads of a rule's answer, also from private columns.
 * In a message they are as hidden as any other. */
static const char *const special[] = { "id", "ok", "list", "n", "n1", "n2",
	"level", "due", "owner" };
enum {
	COL_ID,
	COL_OK,
	COL_LIST,
	COL_N,
	COL_N1,
	COL_N2,
	COL_LEVEL,
	COL_DUE,
	COL_OWNER,
	SPECIALS
};

static bool
is_special(const char *name)
{
	for (size_t s = 0; s < SPECIALS; s++)
		if (strcmp(name, special[s]) == 0)
			return true;
	return false;
}

/* The rule's statement, as anyone may see its answer. Its rows come as they are
 * found: findings are sorted later, and what was counted approximately is known
 * row by row. */
static struct query *
ask_rule(struct rule_eval *run)
{
	const struct rule *r = run->rule;
	struct query_options o = { .at = sql_place(r),
		.masked = true,
		.safe = r->safe,
		.n_safe = r->n_safe,
		.any_order = true,
		.later = true,
		.own = r->type,
		.evidence = is_special };

	return query_new(run->catalog, r->sql, &o, run->findings);
}

/* Is one of the days that pick the generation private? */
static bool
is_private_day(const struct rule *r)
{
	bool hidden = r->open.n && field_private(r->open.at[r->open.n - 1]);

	for (size_t i = 0; i < r->n_measured; i++)
		hidden |=
		    field_private(r->measured[i].at[r->measured[i].n - 1]);
	return hidden;
}

static bool
make_table(const struct rule_eval *run,
    bool (*make)(struct catalog *, const struct column *, size_t,
	struct findings *))
{
	const struct rule *r = run->rule;
	size_t n = RULE_COLUMNS + r->n_parameters;
	struct column *all;
	bool ok;

	if (!rule_days_has_table(r)) /* nor is that of another rule its own */
		return make(run->catalog, NULL, 0, run->findings);
	all = mem_alloc(n * sizeof *all);
	for (size_t i = 0; i < n; i++) {
		all[i].name = i < RULE_COLUMNS ?
		    str_of(rule_columns[i]) :
		    r->parameters[i - RULE_COLUMNS];
		all[i].shown.name = all[i].name;
		all[i].sqltype = "";
		if (i >= RULE_COLUMNS)
			all[i].kind = rule_days_kind(r, i - RULE_COLUMNS);
	}
	all[RULE_N].kind = CELL_INT;
	all[RULE_DAY].holds = HOLDS_DAY;
	all[RULE_DAY].private = is_private_day(r);
	ok = make(run->catalog, all, n, run->findings);
	free(all);
	return ok;
}

static struct query *
ask(struct rule_eval *run, struct str sql)
{
	struct query_options o = { .at = place_file(run->rule->page),
		.inside = true,
		.later = true,
		.awaits = true, /* see part_in_force */
		.own = run->rule->type };

	return query_new(run->catalog, sql, &o, run->findings);
}

static bool
read_applied(struct rule_eval *run)
{
	struct query *q = run->applying;
	int more = 0;

	if (!q)
		return true;
	if (!query_open(q, run->findings))
		return false;
	while ((more = query_step(q, run->findings)) > 0) {
		struct str id = query_cell(q, 0).s, gen = query_cell(q, 1).s;

		*map_put(&run->applied, arena_keep(&run->row_arena, id)) =
		    (void *)schema_generation(run->schema, gen);
	}
	return more == 0;
}

/* Asks all that a rule asks. */
static bool
prepare(struct rule_eval *run)
{
	struct buf sql = { 0 };
	bool ok = make_table(run, catalog_rule_table);

	if (ok && rule_days_has_table(run->rule))
		ok = rule_days_sql(run->rule, run->catalog, &sql,
			 run->findings) &&
		    (run->days = ask(run, buf_str(&sql)));
	buf_clear(&sql);
	if (ok && rule_days_has_table(run->rule))
		ok = rule_days_applied_sql(run->rule, run->schema, run->catalog,
		    &sql, run->findings);
	if (ok && sql.n)
		ok = (run->applying = ask(run, buf_str(&sql)));
	buf_release(&sql);
	ok = ok &&
	    (run->snoozes = snooze_new(run->rule, run->catalog, run->findings));
	return ok && (run->judging = ask_rule(run));
}

/* Notes what one of its statements reads; NULL: it has none of these. */
static void
note_reads(struct rule_eval *run, const struct query *q)
{
	if (!q)
		return;
	reads_add(&run->reads, query_reads(q), &run->arena, run->catalog);
	run->local &= query_local(q);
}

static void
find_reads(struct rule_eval *run)
{
	const struct rule *r = run->rule;
	struct reads *to = &run->reads;

	run->local = !r->depends_all;
	note_reads(run, run->days);
	note_reads(run, run->applying);
	note_reads(run, snooze_query(run->snoozes));
	note_reads(run, run->judging);
	run->day_seen = rule_days_has_table(r) && rule_days_seen(r);
	to->today |= r->open.n || (rule_days_has_table(r) && !r->n_measured);
	for (size_t i = 0; i < query_columns(run->judging); i++)
		to->today |= strcmp(query_name(run->judging, i), "due") == 0;
}

struct steady
rule_eval_steady(const struct rule_eval *run)
{
	return run->steady;
}

const struct reads *
rule_eval_reads(const struct rule_eval *run)
{
	return &run->reads;
}

bool
rule_eval_guessed(const struct rule_eval *run)
{
	return run->guessed;
}

bool
rule_eval_local(const struct rule_eval *run)
{
	return run->local;
}

struct rule_eval *
rule_eval_new(const struct rule *r, struct catalog *c, const struct schema *s,
    struct findings *to)
{
	struct rule_eval *run = mem_alloc(sizeof *run);

	*run = (struct rule_eval){ .rule = r,
		.catalog = c,
		.schema = s,
		.findings = to };
	if (prepare(run)) {
		find_reads(run);
		return run;
	}
	rule_eval_free(run);
	return NULL;
}

void
rule_eval_free(struct rule_eval *run)
{
	if (!run)
		return;
	query_free(run->days);
	query_free(run->applying);
	snooze_free(run->snoozes);
	query_free(run->judging);
	map_release(&run->applied);
	free(run->rows);
	arena_release(&run->arena);
	arena_release(&run->row_arena);
	free(run);
}

static const struct generation *
generation_on(const struct schema *s, int day)
{
	for (size_t i = 0; i < s->n_generations; i++) {
		const struct generation *g = &s->generations[i];

		if (g->since <= day && (g->until == DAY_NONE || day < g->until))
			return g;
	}
	return NULL;
}

static void
say_unknown(struct rule_eval *run, struct str id, long long n, const char *why)
{
	struct judged j = { .rule = run->rule,
		.id = id,
		.n = (long)n,
		.n2 = -1,
		.ok = -1,
		.level = NOTE,
		.text = why,
		.due = DAY_NONE,
		.put_off = DAY_NONE };

	run->say(&j, run->to);
}

static struct cell
text_cell(struct str v)
{
	return (struct cell){ .kind = v.n ? CELL_TEXT : CELL_NULL, .s = v };
}

static bool
add_row(struct rule_eval *run, const struct rule_row *row, int day)
{
	const struct in_force *in = row->in;
	const struct rule *r = run->rule;
	size_t many = RULE_COLUMNS + r->n_parameters;
	struct cell *cells = mem_alloc(many * sizeof *cells);
	char text[DAY_TEXT];
	bool ok;

	cells[0] = text_cell(row->id);
	if (row->n >= 0)
		cells[1] = (struct cell){ .kind = CELL_INT, .i = row->n };
	cells[2] = text_cell(str_of(day_text(day, text)));
	cells[3] = text_cell(row->gen ? row->gen->gen : STR(""));
	cells[4] = text_cell(in ? in->source : STR(""));
	cells[5] = text_cell(r->cadence.every);
	cells[6] = text_cell(r->cadence.first);
	cells[7] = text_cell(r->cadence.grace);
	cells[8] = text_cell(r->cadence.spread);
	for (size_t i = 0; in && i < r->n_parameters; i++)
		cells[RULE_COLUMNS + i] = in->parameters[i];
	ok = catalog_rule_add(run->catalog, cells);
	free(cells);
	*MEM_PUSH(run->rows, run->n, run->cap) = *row;
	return ok;
}

/* What a step is judged by that is awaited and that no regulation of today is
 * known to speak of: the last one before that did, as far as the step's time
 * was over while it held. */
static void
take_lapsed(const struct rule_eval *run, struct rule_row *row)
{
	const struct in_force *last = in_force_before(run->rule, run->today);

	row->lapsed = last && !last->none;
	if (row->lapsed)
		row->in = last;
}

/* It is today that is measured: what is in force today may not be tomorrow. */
static void
part_in_force(struct rule_eval *run)
{
	const struct rule *r = run->rule;
	const struct schema *s = run->schema;
	struct steady *to = &run->steady;

	if (run->day_seen)
		*to = steady_both(*to, steady_on(run->today));
	for (size_t i = 0; i < r->n_in_force; i++) {
		steady_part(to, run->today, r->in_force[i].since);
		steady_part(to, run->today, r->in_force[i].until);
	}
	for (size_t i = 0; i < s->n_generations; i++) {
		steady_part(to, run->today, s->generations[i].since);
		steady_part(to, run->today, s->generations[i].until);
	}
}

static bool
measure(struct rule_eval *run, struct str id, long long n, struct cell day_cell,
    bool awaited)
{
	const struct rule *r = run->rule;
	const struct generation *named = map_get(&run->applied, id);
	struct rule_row row = { .n = n };
	int day = run->today;

	if (r->n_measured &&
	    !(day_cell.kind == CELL_TEXT && day_parse(day_cell.s, &day))) {
		say_unknown(run, id, n,
		    _("not enough evidence: the day that counts for this rule "
		      "is not whole"));
		return true;
	}
	if (awaited || !r->n_measured)
		part_in_force(run);
	row.in = named ? in_force_of(r, named, day) : in_force_on(r, day);
	if (awaited && !named && (!row.in || row.in->standing))
		take_lapsed(run, &row);
	if (row.in && row.in->none)
		return true;
	row.gen = named ? named : generation_on(run->schema, day);
	row.id = arena_keep(&run->row_arena, id);
	return add_row(run, &row, day);
}

static bool
fill_table(struct rule_eval *run)
{
	struct query *q = run->days;
	int more = 0;

	if (!q)
		return true;
	if (!make_table(run, catalog_rule_begin) ||
	    !query_open(q, run->findings))
		return false;
	while ((more = query_step(q, run->findings)) > 0) {
		struct cell id = query_cell(q, 0), n = query_cell(q, 1);
		bool awaited = query_columns(q) > 3 &&
		    query_cell(q, 3).kind == CELL_INT && query_cell(q, 3).i;

		if (id.kind != CELL_TEXT)
			continue;
		if (!measure(run, id.s, n.kind == CELL_INT ? n.i : -1,
			query_cell(q, 2), awaited))
			break;
	}
	return more == 0;
}

/* The rule's own rows. */

struct columns {
	int at[SPECIALS]; /* -1: not there */
	int next;         /* shown to people, so as hidden as any other */
};

static void
find_columns(const struct query *q, struct columns *c)
{
	c->next = -1;
	for (size_t i = 0; i < query_columns(q); i++)
		if (strcmp(query_name(q, i), "next") == 0)
			c->next = (int)i;
	for (size_t s = 0; s < SPECIALS; s++) {
		c->at[s] = -1;
		for (size_t i = 0; i < query_columns(q); i++)
			if (strcmp(query_name(q, i), special[s]) == 0)
				c->at[s] = (int)i;
	}
}

static struct cell
special_cell(const struct query *q, const struct columns *c, int which)
{
	if (c->at[which] < 0)
		return (struct cell){ .kind = CELL_NULL };
	return query_evidence(q, (size_t)c->at[which]);
}

static long
entry_cell(const struct query *q, const struct columns *c, int which)
{
	struct cell n = special_cell(q, c, which);

	return n.kind == CELL_INT && n.i >= 0 && n.i <= UINT32_MAX ? (long)n.i :
								     -1;
}

static int
row_order(struct str id, long long n, const struct rule_row *r)
{
	int c = str_cmp(id, r->id);

	return c ? c : (n > r->n) - (n < r->n);
}

/* The row of table rule that a judgement is about; the first of its record
 * when it does not say which entry. */
static const struct rule_row *
row_of(const struct rule_eval *run, struct str id, long long n)
{
	size_t lo = 0, hi = run->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (row_order(id, n, &run->rows[mid]) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < run->n && str_eq(run->rows[lo].id, id) &&
		(n < 0 || run->rows[lo].n == n || run->rows[lo].n < 0) ?
	    &run->rows[lo] :
	    NULL;
}

static bool
row_wrong(const struct rule_eval *run, const char *column, const char *due)
{
	return found(run->findings, FIND_SCHEMA_FORM, sql_place(run->rule),
	    _("column '%s' of a rule's SQL must be %s"), column, due);
}

/* Was its time over while the text still held that is no longer in force? */
static bool
was_over(const struct rule_eval *run, const struct rule_row *row,
    const struct judged *j)
{
	return j->due != DAY_NONE && j->due + run->rule->grace < row->in->until;
}

bool
rule_eval_lacks_text(const struct rule_eval *run, const struct rule_row *row,
    const struct judged *j)
{
	if (!row || !run->rule->n_in_force)
		return false;
	return !row->in || (row->lapsed && !was_over(run, row, j));
}

bool
rule_eval_unconfirmed(const struct rule_row *row)
{
	return row && row->in && row->in->confidence == 'C';
}

/* So that not all records ask for the same on one day, each has one of its own,
 * always the same. */
static int
spread_days(const struct rule *r, struct str id)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < id.n; i++)
		hash = (hash ^ (unsigned char)id.s[i]) * 16777619u;
	return (int)(hash % (uint32_t)(r->spread + 1));
}

/* Until its day, and while it is put off, a step is pending; then it has
 * failed. */
static void
decide_by_day(struct rule_eval *run, struct judged *j)
{
	j->due += spread_days(run->rule, j->id);
	steady_part(&run->steady, run->today, j->due + run->rule->grace + 1);
	j->put_off = snooze_until(run->snoozes, j);
	j->overdue =
	    j->put_off == DAY_NONE && j->due + run->rule->grace < run->today;
	j->ok = j->overdue ? 0 : -1;
}

/* Who is to do it, and what. */
static void
read_who(const struct query *q, const struct columns *c, struct judged *j)
{
	struct cell owner = special_cell(q, c, COL_OWNER);

	if (owner.kind == CELL_TEXT)
		j->owner = owner.s;
}

/* What a row says beside the message; false after saying what it must not. */
static bool
read_row(struct rule_eval *run, const struct query *q, const struct columns *c,
    const struct rule_row *row, struct judged *j)
{
	struct cell ok = special_cell(q, c, COL_OK);
	struct cell due = special_cell(q, c, COL_DUE);
	struct cell level = special_cell(q, c, COL_LEVEL);

	if (ok.kind == CELL_INT && (ok.i == 0 || ok.i == 1))
		j->ok = (int)ok.i;
	else if (ok.kind != CELL_NULL)
		return row_wrong(run, "ok", _("1, 0 or NULL"));
	if (level.kind != CELL_NULL &&
	    !(level.kind == CELL_TEXT && level_named(level.s, &j->level)))
		return row_wrong(run, "level", _("error, warning or note"));
	if (due.kind != CELL_NULL &&
	    !(due.kind == CELL_TEXT && day_parse(due.s, &j->due)))
		return row_wrong(run, "due", _("a day such as 2021-06-30"));
	if (rule_eval_lacks_text(run, row, j)) {
		j->ok = -1;
		j->due = DAY_NONE;
	}
	if (j->ok != 1 && j->due != DAY_NONE) {
		decide_by_day(run, j);
		read_who(q, c, j);
	}
	if (j->ok < 0)
		j->level = NOTE;
	return true;
}

/* The days that the row shows tell, where working days were counted from or to
 * one of them; else the row may be any of those that do. */
bool
rule_eval_approx(const struct rule_eval *run, const struct query *q)
{
	const struct workday_certainty *counted = catalog_counted(run->catalog);
	bool sure = false;
	int day;

	for (size_t i = 0; counted->guessed && i < query_columns(q); i++) {
		struct cell c = is_special(query_name(q, i)) ?
		    query_evidence(q, i) :
		    query_cell(q, i);
		enum how_certain how =
		    c.kind == CELL_TEXT && day_parse(c.s, &day) ?
		    workday_certainty_how(counted, day) :
		    COUNTED_NOT;

		if (how == COUNTED_GUESSED)
			return true;
		sure |= how == COUNTED_SURE;
	}
	return counted->guessed && !sure;
}

/* What rests on a text that was not confirmed finds nothing, it only notes. */
static void
make_note(struct judged *j)
{
	if (j->overdue)
		j->due = DAY_NONE;
	j->overdue = false;
	j->ok = -1;
	j->level = NOTE;
}

static bool
judge(struct rule_eval *run, const struct query *q, const struct columns *c)
{
	struct cell id = special_cell(q, c, COL_ID);
	struct cell list = special_cell(q, c, COL_LIST);
	long n = entry_cell(q, c, COL_N);
	struct judged j = { .rule = run->rule,
		.id = id.s,
		.list = list.kind == CELL_TEXT ? list.s : STR(""),
		.n = n < 0 ? entry_cell(q, c, COL_N1) : n,
		.n2 = entry_cell(q, c, COL_N2),
		.due = DAY_NONE,
		.put_off = DAY_NONE,
		.ok = -1,
		.level = run->rule->level,
		.hidden_id = query_masked(q, (size_t)c->at[COL_ID]) };
	const struct rule_row *row;
	struct buf text = { 0 }, next = { 0 };

	if (id.kind != CELL_TEXT)
		return true; /* a record without an id */
	row = row_of(run, j.id, j.n);
	if (!read_row(run, q, c, row, &j))
		return false;
	if (j.ok != 1 || rule_eval_unconfirmed(row)) {
		rule_eval_words_text(run, q, row, &j, &text);
		j.text = buf_z(&text);
	}
	if (rule_eval_unconfirmed(row))
		make_note(&j);
	j.no_text = rule_eval_lacks_text(run, row, &j);
	j.in = row && !j.no_text ? row->in : NULL;
	if (j.due != DAY_NONE)
		rule_eval_words_next(run, q, c->next, row, &j, &next);
	if (next.n)
		j.next = buf_z(&next);
	run->say(&j, run->to);
	buf_release(&text);
	buf_release(&next);
	return true;
}

static bool
judge_all(struct rule_eval *run)
{
	struct workday_certainty *counted = catalog_counted(run->catalog);
	struct query *q = run->judging;
	bool guessed = counted->guessed;
	struct columns c;
	int more;

	find_columns(q, &c);
	if (c.at[COL_ID] < 0 || c.at[COL_OK] < 0)
		return found(run->findings, FIND_SCHEMA_FORM,
		    sql_place(run->rule),
		    _("a rule's SQL must give columns 'id' and 'ok'"));
	if (!rule_eval_words_check(run, q, &run->rule->message) ||
	    !rule_eval_words_check(run, q, &run->rule->next))
		return false;
	workday_certainty_release(counted);
	while ((more = query_step(q, run->findings)) > 0)
		if (!judge(run, q, &c))
			break;
	counted->guessed |= guessed;
	return more == 0;
}

static bool
is_ready(struct rule_eval *run, struct query *q)
{
	return !q || query_ready(q, run->findings);
}

bool
rule_eval_ready(struct rule_eval *run)
{
	return (!run->days || make_table(run, catalog_rule_begin)) &&
	    is_ready(run, run->applying) && is_ready(run, run->days) &&
	    snooze_ready(run->snoozes) && is_ready(run, run->judging);
}

/* What an earlier run left. */
static void
forget(struct rule_eval *run)
{
	run->n = 0;
	map_release(&run->applied);
	arena_reset(&run->row_arena);
}

bool
rule_eval_run(struct rule_eval *run, int today, enum lang lang,
    void (*say)(const struct judged *, void *), void *to)
{
	struct workday_certainty *counted = catalog_counted(run->catalog);
	bool guessed = counted->guessed, ok;

	counted->guessed = false;
	run->today = today;
	run->lang = lang;
	run->say = say;
	run->to = to;
	run->steady = steady_ever;
	forget(run);
	catalog_watch_begin(run->catalog);
	ok = read_applied(run) && snooze_open(run->snoozes) &&
	    fill_table(run) && query_open(run->judging, run->findings) &&
	    judge_all(run);
	run->steady = steady_both(run->steady, catalog_watched(run->catalog));
	run->guessed = counted->guessed;
	counted->guessed |= guessed; /* for who asks when all is done */
	return ok;
}
