/* rule_eval_words: what a judgement says to people. */
#include <string.h>

#include "catalog/catalog.h"
#include "check/rule_eval_inside.h"
#include "text/day.h"
#include "text/numeral.h"

/* A day or a month as people write it. An id that looks like one must be in
 * quotes in the message's own column. */
static void
add_cell(struct buf *b, struct cell c, enum lang lang)
{
	switch (c.kind) {
	case CELL_INT:
		buf_addf(b, "%lld", c.i);
		break;
	case CELL_REAL:
		buf_addf(b, "%g", c.d);
		break;
	default:
		numeral_add(b, &c, NUMERAL_DATE, lang);
	}
}

/* The label of a value, where a column shows it as the record has it. */
static struct cell
labelled(const struct column *of, struct cell c, enum lang lang)
{
	const struct field *f = of ? of->field : NULL;
	const struct name *value = f && c.kind == CELL_TEXT ?
	    name_find(f->values, f->n_values, sizeof *f->values, c.s) :
	    NULL;

	if (value)
		c.s = str_of(name_shown(value, lang));
	return c;
}

/* What {name} in a message stands for: a column, or, counted behind them, a
 * parameter. False: nothing has that name. */
static bool
find_named(const struct rule_eval *run, const struct query *q, struct str name,
    size_t *at)
{
	size_t n = query_columns(q);

	for (*at = 0; *at < n + run->rule->n_parameters; ++*at)
		if (*at < n ? str_is(name, query_name(q, *at)) :
			      str_eq(name, run->rule->parameters[*at - n]))
			return true;
	return false;
}

static void
add_named(const struct rule_eval *run, const struct query *q,
    const struct rule_row *row, const struct judged *j, size_t at,
    struct buf *b)
{
	size_t n = query_columns(q);
	char day[DAY_TEXT];
	bool spread = at < n && run->rule->spread && j->due != DAY_NONE &&
	    strcmp(query_name(q, at), "due") == 0;

	if (spread)
		add_cell(b, cell_text(str_of(day_text(j->due, day))),
		    run->lang);
	else if (at < n)
		add_cell(b,
		    labelled(query_origin(q, at), query_cell(q, at), run->lang),
		    run->lang);
	else
		add_cell(b,
		    row && row->in ? row->in->parameters[at - n] :
				     (struct cell){ .kind = CELL_NULL },
		    run->lang);
}

static void
add_words(const struct rule_eval *run, const struct query *q,
    const struct rule_row *row, const struct judged *j,
    const struct label *words, struct buf *b)
{
	struct str rest = str_of(lang_label(words, run->lang));

	while (rest.n) {
		size_t open = str_find(rest, '{');
		size_t close = str_find(rest, '}'), at;
		struct str name;

		buf_add(b, str_first(rest, open));
		if (open == rest.n)
			break;
		name = str_first(str_from(rest, open + 1), close - open - 1);
		if (close == rest.n || close < open ||
		    !find_named(run, q, name, &at)) {
			buf_addc(b, '{');
			rest = str_from(rest, open + 1);
		} else {
			add_named(run, q, row, j, at, b);
			rest = str_from(rest, close + 1);
		}
	}
}

static void
add_source(const struct rule_row *row, struct buf *b)
{
	if (row && row->in)
		buf_addf(b, " (%.*s: %.*s)", STRF(row->in->gen),
		    STRF(row->in->source));
}

bool
rule_eval_words_check(const struct rule_eval *run, const struct query *q,
    const struct label *words)
{
	for (int l = 0; l < 2; l++) {
		struct str rest = str_of(words->in[l]);
		size_t open, at;

		while ((open = str_find(rest, '{')) < rest.n) {
			struct str name;

			rest = str_from(rest, open + 1);
			name = str_first(rest, str_find(rest, '}'));
			if (!find_named(run, q, name, &at))
				return found(run->findings, FIND_SCHEMA_NAME,
				    place_file(run->rule->page),
				    _("the message names '{%.*s}', which is no "
				      "column of the rule's SQL and no "
				      "parameter"),
				    STRF(name));
		}
	}
	return true;
}

static void
add_no_text(const struct rule_row *row, struct buf *b)
{
	const struct generation *g = row->gen;

	if (g)
		buf_addf(b,
		    _("not enough evidence: what this rule rests on is not "
		      "known for the time of %.*s"),
		    STRF(g->document.n ? g->document : g->gen));
	else
		buf_addz(b,
		    _("not enough evidence: no regulation is known for that "
		      "day"));
}

static void
add_not_enough(const struct rule_eval *run, struct buf *b)
{
	const char *title = lang_label(&run->rule->label, run->lang);

	if (title)
		buf_addf(b, _("not enough evidence for the rule '%s'"), title);
	else
		buf_addz(b, _("not enough evidence for this rule"));
}

/* "put off until 2021-08-01: ", as people write the day. */
static void
add_put_off(const struct rule_eval *run, const struct judged *j, struct buf *b)
{
	struct buf day = { 0 };
	char text[DAY_TEXT];

	add_cell(&day, cell_text(str_of(day_text(j->put_off, text))),
	    run->lang);
	buf_addf(b, _("put off until %s: "), buf_z(&day));
	buf_release(&day);
}

void
rule_eval_words_text(const struct rule_eval *run, const struct query *q,
    const struct rule_row *row, const struct judged *j, struct buf *b)
{
	if (rule_eval_lacks_text(run, row, j)) {
		add_no_text(row, b);
		return;
	}
	if (j->put_off != DAY_NONE)
		add_put_off(run, j, b);
	if (rule_eval_unconfirmed(row))
		buf_addz(b, _("unconfirmed: "));
	if (j->ok == 0 || j->due != DAY_NONE)
		add_words(run, q, row, j, &run->rule->message, b);
	else if (j->ok < 0)
		add_not_enough(run, b);
	else
		buf_addz(b, _("nothing is wrong"));
	if (rule_eval_approx(run, q))
		buf_addz(b, _(", working days approximate"));
	add_source(row, b);
}

void
rule_eval_words_next(const struct rule_eval *run, const struct query *q,
    int next, const struct rule_row *row, const struct judged *j, struct buf *b)
{
	if (next >= 0 && query_cell(q, (size_t)next).kind == CELL_TEXT)
		add_cell(b, query_cell(q, (size_t)next), run->lang);
	else
		add_words(run, q, row, j, &run->rule->next, b);
}
