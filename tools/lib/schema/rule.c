/* rule: the pages of schema/rules, as they are read. */
#include "schema/rule.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/day.h"
#include "schema/page_keys.h"
#include "parse/markdown.h"
#include "git/source.h"

struct reading {
	struct page_keys f;
	struct schema *schema;
	struct rule *rule;
};

static size_t
parameter_index(const struct rule *r, struct str name)
{
	size_t i = 0;

	while (i < r->n_parameters && !str_eq(r->parameters[i], name))
		i++;
	return i;
}

static void
parameters_read(struct reading *d, const struct node *list)
{
	static const char *const taken[] = { "id", "n", "day", "every", "first",
		"grace", "spread" };
	struct rule *r = d->rule;
	size_t most = 0;

	for (const struct node *row = list->first; row; row = row->next)
		most += row->n;
	r->parameters = ARENA_ARRAY(d->f.arena, struct str, most);
	for (const struct node *row = list->first; row; row = row->next)
		for (const struct node *e = row->first; e; e = e->next) {
			bool ok = page_keys_is_plain(e->key);

			if (page_form_key(&page_form_in_force, e->key) ||
			    parameter_index(r, e->key) < r->n_parameters)
				continue;
			for (size_t i = 0; i < sizeof taken / sizeof *taken;
			     i++)
				ok = ok && !str_is(e->key, taken[i]);
			if (!ok)
				page_keys_wrong(&d->f, FIND_SCHEMA_FORM, e,
				    _("'%.*s' cannot name a parameter; use "
				      "small letters, digits and _, and none "
				      "of table rule's own columns"),
				    STRF(e->key));
			r->parameters[r->n_parameters++] = e->key;
		}
}

static struct cell
cell_of(const struct node *n)
{
	struct cell c = { .kind = CELL_TEXT, .s = n->value };
	char *end, z[24];

	if (n->absent)
		return (struct cell){ .kind = CELL_NULL };
	if (n->style != STYLE_PLAIN || n->value.n >= sizeof z || !n->value.n)
		return c;
	memcpy(z, n->value.s, n->value.n);
	z[n->value.n] = '\0';
	if (strspn(z, "-0123456789") == n->value.n) {
		c.i = strtoll(z, &end, 10);
		if (!*end)
			c.kind = CELL_INT;
	} else if (strspn(z, "-0123456789.") == n->value.n) {
		c.d = strtod(z, &end);
		if (!*end)
			c.kind = CELL_REAL;
	}
	return c;
}

/* The first YYYY-MM-DD that a source names; DAY_NONE: none. */
static int
source_day(struct str source)
{
	int day;

	for (size_t i = 0; i + 10 <= source.n; i++)
		if (day_parse((struct str){ source.s + i, 10 }, &day))
			return day;
	return DAY_NONE;
}

static void
check_span(struct reading *d, const struct node *n, const struct in_force *row)
{
	const struct rule *r = d->rule;
	int day = source_day(row->source);

	if (day != DAY_NONE && row->since < day)
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("this row begins before the day of its source; give it "
		      "its own 'since'"));
	if (row->until != DAY_NONE && row->until <= row->since)
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("'until' must be after 'since'"));
	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct in_force *o = &r->in_force[i];

		if (o->standing == row->standing &&
		    (o->until == DAY_NONE || row->since < o->until) &&
		    (row->until == DAY_NONE || o->since < row->until))
			page_keys_wrong(&d->f, FIND_SCHEMA_CLASH, n,
			    _("this row and that of %.*s hold on the same "
			      "days"),
			    STRF(o->gen));
	}
}

static void
row_read(struct reading *d, const struct node *n)
{
	struct rule *r = d->rule;
	struct in_force *row = &r->in_force[r->n_in_force];
	const struct generation *g;

	row->gen = page_keys_text(n, "gen");
	g = schema_generation(d->schema, row->gen);
	if (!g) {
		page_keys_wrong(&d->f, FIND_SCHEMA_NAME, n,
		    _("'%.*s' is no generation of regulations.md"),
		    STRF(row->gen));
		return;
	}
	row->source = page_keys_text(n, "source");
	if (!row->source.n)
		page_keys_wrong(&d->f, FIND_SCHEMA_MISSING, n,
		    _("'%s' is missing"), "source");
	row->standing = schema_is_standing(d->schema, g);
	row->since = g->since;
	row->until = g->until;
	page_keys_day(&d->f, n, "since", &row->since);
	page_keys_day(&d->f, n, "until", &row->until);
	row->none = page_keys_flag(&d->f, n, "none");
	row->confidence = page_keys_confidence(&d->f, n, r->confidence);
	row->n_parameters = r->n_parameters;
	row->parameters = ARENA_ARRAY(d->f.arena, struct cell, r->n_parameters);
	for (const struct node *e = n->first; e; e = e->next)
		if (!page_form_key(&page_form_in_force, e->key))
			row->parameters[parameter_index(r, e->key)] =
			    cell_of(e);
	check_span(d, n, row);
	r->n_in_force++;
}

static void
in_force_read(struct reading *d, const struct node *root)
{
	const struct node *list = page_keys_node(root, "in_force", KEY_LIST);

	if (!list)
		return;
	parameters_read(d, list);
	d->rule->in_force = ARENA_ARRAY(d->f.arena, struct in_force, list->n);
	for (const struct node *n = list->first; n; n = n->next)
		if (n->kind == NODE_MAP)
			row_read(d, n);
		else
			page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
			    _("a row is {gen: …, source: …, …}"));
}

/* "30d" in days; -1 after saying that it is not that. */
static int
days_read(struct reading *d, const struct node *map, const char *key)
{
	struct str v = page_keys_text(map, key);
	int n;

	if (v.n >= 2 && v.n <= 5 && v.s[v.n - 1] == 'd' &&
	    str_digits(v, 0, v.n - 1, &n))
		return n;
	page_keys_wrong(&d->f, FIND_SCHEMA_FORM, page_keys_get(map, key),
	    _("'%s' must be a number of days such as 10d"), key);
	return -1;
}

static bool
is_every(struct str v)
{
	size_t i = 0;

	while (i < v.n && v.s[i] >= '0' && v.s[i] <= '9')
		i++;
	return i > 0 && i + 1 == v.n && i < 5 &&
	    (v.s[i] == 'M' || v.s[i] == 'Q' || v.s[i] == 'd');
}

static void
cadence_read(struct reading *d, const struct node *root)
{
	const struct node *n = page_keys_node(root, "cadence", KEY_MAP);
	struct cadence *c = &d->rule->cadence;

	if (!n)
		return;
	page_keys_form(&d->f, n, &page_form_cadence);
	c->has = true;
	c->every = page_keys_text(n, "every");
	c->first = page_keys_text(n, "first");
	c->grace = page_keys_text(n, "grace");
	c->spread = page_keys_text(n, "spread");
	if (c->every.n && !is_every(c->every))
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM,
		    page_keys_get(n, "every"),
		    _("'every' must be such as 1M, 1Q or 30d"));
	if (c->grace.n)
		d->rule->grace = days_read(d, n, "grace");
	if (c->spread.n)
		d->rule->spread = days_read(d, n, "spread");
}

static void
path_named(struct reading *d, const struct node *at, struct str v,
    struct path *p)
{
	p->list = FIELD_NONE;
	if (!v.n || !d->rule->type || field_path(&d->rule->type->fields, v, p))
		return;
	p->n = 0;
	page_keys_wrong(&d->f, FIND_SCHEMA_NAME, at,
	    _("'%.*s' is no field of type '%.*s'"), STRF(v),
	    STRF(d->rule->type->name.name));
}

static void
path_read(struct reading *d, const struct node *root, const char *key,
    struct path *p)
{
	path_named(d, page_keys_get(root, key), page_keys_text(root, key), p);
}

static const struct field *
last(const struct path *p)
{
	return p->at[p->n - 1];
}

static bool
is_own_day(const struct path *p)
{
	return p->list == FIELD_NONE && !last(p)->partial;
}

/* A step that several fields may date, or that is awaited, must be dated by
 * whole days: of the record, or of the entries of one list. */
static void
check_step(struct reading *d, const struct node *at)
{
	const struct rule *r = d->rule;
	const struct path *open = &r->open;
	bool ok = !open->n || !last(open)->partial;

	if (r->n_measured == 1 && !open->n)
		return;
	for (size_t i = 0; i < r->n_measured; i++)
		ok = ok &&
		    (is_own_day(&r->measured[i]) ||
			(r->n_measured == 1 && is_own_day(open) &&
			    !last(&r->measured[i])->partial));
	if (!ok)
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, at,
		    _("where 'measured' names several dates, or 'open' is "
		      "there, each must be a whole day of the record; one of "
		      "the two may be the day of a list's entries"));
}

static void
measured_read(struct reading *d, const struct node *root)
{
	const struct node *at = page_keys_get(root, "measured");
	struct rule *r = d->rule;
	struct str *names;
	size_t n = page_keys_texts(&d->f, root, "measured", &names);
	bool dates = true;

	r->measured = ARENA_ARRAY(d->f.arena, struct path, n);
	for (size_t i = 0; i < n; i++) {
		struct path *p = &r->measured[r->n_measured];

		path_named(d, at, names[i], p);
		r->n_measured += p->n > 0;
		dates = dates && (!p->n || last(p)->kind == KIND_DATE);
	}
	path_read(d, root, "open", &r->open);
	if (r->open.n && (!n || last(&r->open)->kind != KIND_DATE))
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "open"),
		    _("'open' must name a date, beside 'measured'"));
	if (!dates)
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, at,
		    _("'measured' must name a date"));
	else if (r->n_measured == n && n)
		check_step(d, at);
}

/* The blocks of the page. */

static struct str
word_of(struct str *rest)
{
	struct str part = { 0 };

	while (str_split(rest, ' ', &part) && !part.n)
		;
	return part;
}

const char *const rule_verdict_names[] = {
	[VERDICT_OK] = "ok",
	[VERDICT_FAIL] = "fail",
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_NONE] = "none",
	[VERDICT_GIVEN] = "given",
};

static bool
verdict_named(struct str v, enum rule_verdict *out)
{
	for (size_t i = 0; i <= VERDICT_GIVEN; i++)
		if (str_is(v, rule_verdict_names[i])) {
			*out = (enum rule_verdict)i;
			return true;
		}
	return false;
}

static bool
example_word(struct reading *d, struct example *e, struct str word)
{
	if (str_starts(word, STR("case=")))
		e->name = str_from(word, 5);
	else if (str_starts(word, STR("today=")))
		return day_parse(str_from(word, 6), &e->today);
	else if (str_starts(word, STR("type=")))
		return (e->type = schema_type(d->schema, str_from(word, 5)));
	else
		return verdict_named(word, &e->want);
	return true;
}

static void
example_read(struct reading *d, const struct fence *fence)
{
	struct rule *r = d->rule;
	struct example *e = &r->examples[r->n_examples++];
	struct str rest = fence->info, word;

	*e = (struct example){ .type = r->type,
		.today = DAY_NONE,
		.text = fence->text,
		.line = fence->line,
		.want = VERDICT_GIVEN };
	word_of(&rest);
	while ((word = word_of(&rest)).n)
		if (!example_word(d, e, word)) {
			found(d->f.to, FIND_SCHEMA_FORM,
			    (struct place){ r->page, fence->line - 1, 1 },
			    _("an example begins ```record ok, fail, unknown, "
			      "none or given, and may say case=, type= or "
			      "today=; not '%.*s'"),
			    STRF(word));
			d->f.bad = true;
		}
}

static void
blocks_read(struct reading *d)
{
	struct rule *r = d->rule;
	struct fence *fences;
	size_t n = markdown_fences(d->f.front.body, d->f.front.body_line,
	    d->f.arena, &fences);
	size_t sqls = 0;

	r->examples = ARENA_ARRAY(d->f.arena, struct example, n);
	for (size_t i = 0; i < n; i++) {
		if (str_is(fences[i].info, "sql")) {
			r->sql = fences[i].text;
			r->sql_line = fences[i].line;
			sqls++;
		} else if (str_starts(fences[i].info, STR("record"))) {
			example_read(d, &fences[i]);
		}
	}
	if (sqls != (r->check_none ? 0 : 1))
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, NULL,
		    r->check_none ?
			_("a rule with 'check: none' has no ```sql block") :
			_("a rule has exactly one ```sql block"));
}

/* The page's prose up to its first block, for --explain. */
static const char *
prose(const struct reading *d)
{
	struct str body = d->f.front.body;
	size_t end = str_find_str(body, STR("```"));

	return arena_z(d->f.arena, str_trim(str_first(body, end)));
}

static void
level_set_to(struct rule *r, enum level level)
{
	r->off = level == LEVEL_OFF;
	r->level = r->off ? NOTE : level;
}

static void
rule_read(struct reading *d)
{
	const struct node *root = d->f.front.root;
	struct rule *r = d->rule;
	int version = 0;

	r->page = d->f.path;
	page_keys_form(&d->f, root, &page_form_rule);
	r->id = arena_keep(d->f.arena, page_keys_text(root, "rule"));
	if (finding_named(r->id))
		page_keys_wrong(&d->f, FIND_SCHEMA_CLASH,
		    page_keys_get(root, "rule"),
		    _("'%.*s' is the id of a finding of the tools; choose "
		      "another name"),
		    STRF(r->id));
	page_keys_int(&d->f, root, "version", 1, 1000000, &version);
	level_set_to(r, page_keys_level(&d->f, root, "level"));
	r->type = schema_type_asked(d->schema, &d->f, root, "type");
	path_read(d, root, "field", &r->field);
	measured_read(d, root);
	r->label = page_keys_label(&d->f, root, "label");
	r->help = page_keys_label(&d->f, root, "help");
	r->message = page_keys_label(&d->f, root, "message");
	r->next = page_keys_label(&d->f, root, "next");
	r->confidence = page_keys_confidence(&d->f, root, 'A');
	r->check_none =
	    page_keys_choice(&d->f, root, "check", &page_form_checks, 0);
	r->depends_all =
	    page_keys_choice(&d->f, root, "depends", &page_form_depends, 0);
	r->n_safe = page_keys_texts(&d->f, root, "safe", &r->safe);
	in_force_read(d, root);
	cadence_read(d, root);
	blocks_read(d);
	r->why = prose(d);
	if (!r->check_none && !lang_label(&r->message, LANG_EN))
		page_keys_wrong(&d->f, FIND_SCHEMA_MISSING, root,
		    _("'%s' is missing"), "message");
	if (r->n_measured && !r->in_force && !r->check_none)
		page_keys_wrong(&d->f, FIND_SCHEMA_MISSING, root,
		    _("a rule with 'measured' needs 'in_force'"));
}

static int
by_id(const void *a, const void *b)
{
	return str_cmp(((const struct rule *)a)->id,
	    ((const struct rule *)b)->id);
}

/* Levels that repository.md sets for rules go before those of their pages. */
static bool
levels_set(struct rules *rules, const struct schema *s, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; i < s->n_rule_levels; i++) {
		const struct rule_level *set = &s->rule_levels[i];
		struct rule *r = (struct rule *)rules_find(rules, set->id);
		const struct rule *rule = rules_near(rules, set->id);
		const struct finding_row *row = finding_near(set->id);
		const char *near = rule ? rule->id.s : row ? row->id : NULL;

		if (r)
			level_set_to(r, set->level);
		else
			ok = found(to, FIND_SCHEMA_NAME, set->at,
			    near ?
				_("there is no rule or finding '%.*s'; did you "
				  "mean '%s'? (kncheck --list shows all)") :
				_("there is no rule or finding '%.*s' (kncheck "
				  "--list shows all)"),
			    STRF(set->id), near);
	}
	return ok;
}

bool
rules_read(struct rules *rules, struct schema *s, struct findings *to)
{
	struct entry *pages;
	bool ok;
	size_t n;

	if (s->rules) {
		*rules = *s->rules;
		return true;
	}
	*rules = (struct rules){ 0 };
	ok = schema_pages(s, "rules/**/*.md", &s->arena, &pages, &n, to);
	rules->all = ARENA_ARRAY(&s->arena, struct rule, n);
	for (size_t i = 0; i < n; i++) {
		struct reading d = { .schema = s,
			.rule = &rules->all[rules->n] };

		if (!page_keys_open(&d.f, s->source, pages[i].path, &s->arena,
			to)) {
			ok = false;
			continue;
		}
		rule_read(&d);
		if (rules_find(rules, d.rule->id))
			page_keys_wrong(&d.f, FIND_SCHEMA_CLASH, NULL,
			    _("rule '%.*s' has a page already: %s"),
			    STRF(d.rule->id),
			    rules_find(rules, d.rule->id)->page);
		ok = ok && !d.f.bad;
		rules->n++;
	}
	if (rules->n)
		qsort(rules->all, rules->n, sizeof *rules->all, by_id);
	return ok && levels_set(rules, s, to); /* else it may be that one */
}

const struct rule *
rules_find(const struct rules *rules, struct str id)
{
	for (size_t i = 0; i < rules->n; i++)
		if (str_eq(rules->all[i].id, id))
			return &rules->all[i];
	return NULL;
}

const struct rule *
rules_near(const struct rules *rules, struct str id)
{
	const struct rule *best = NULL;

	for (size_t i = 0; i < rules->n; i++)
		if (str_nearer(id, rules->all[i].id, best ? best->id : STR("")))
			best = &rules->all[i];
	return best;
}
