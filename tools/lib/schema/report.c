/* report: the pages of schema/reports. */
#include "schema/report.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "schema/page_keys.h"
#include "parse/markdown.h"
#include "text/name.h"
#include "parse/page.h"
#include "schema/report_with.h"
#include "git/source.h"

/* One reading of a page and of its English text. */
struct reading {
	struct page_keys f;
	bool like; /* for the sake of a report that is like this one */
	struct schema *schema;
	struct report *report;
};

const char *const report_block_names[] = {
	[BLOCK_VALUES] = "values",
	[BLOCK_TABLE] = "table",
	[BLOCK_FIELDS] = "fields",
	[BLOCK_BAR] = "bar",
	[BLOCK_LINE] = "line",
	[BLOCK_FUNNEL] = "funnel",
	[BLOCK_SPARK] = "spark",
	[BLOCK_MAP] = "map",
	[BLOCK_WITH] = "with",
};

/* How blocks begin: the words after ```. */
static const char *const infos[] = {
	[BLOCK_VALUES] = "sql values",
	[BLOCK_TABLE] = "sql table",
	[BLOCK_FIELDS] = "sql fields",
	[BLOCK_BAR] = "sql chart=bar",
	[BLOCK_LINE] = "sql chart=line",
	[BLOCK_FUNNEL] = "sql chart=funnel",
	[BLOCK_SPARK] = "sql chart=spark",
	[BLOCK_MAP] = "sql chart=map",
	[BLOCK_WITH] = "sql with",
};
enum { INFOS = sizeof infos / sizeof *infos };

static bool
is_sql(struct str info)
{
	return str_is(info, "sql") || str_starts(info, STR("sql "));
}

bool
report_is_block(struct str info, enum block_kind *kind)
{
	for (size_t i = 0; i < INFOS; i++)
		if (str_is(info, infos[i])) {
			*kind = (enum block_kind)i;
			return true;
		}
	return false;
}

struct place
report_place(const struct report_block *b, struct place at)
{
	const struct report_piece *p = b->pieces;
	int line = at.line - b->line + 1;

	if (!at.line || !b->n_pieces)
		return at;
	for (size_t i = 1; i < b->n_pieces && p[1].from <= line; i++)
		p++;
	at.line = p->line + line - p->from;
	at.col += line == p->from ? p->col - 1 : 0;
	return at;
}

static void
wrong_block(struct reading *d, int line, const char *text)
{
	found(d->f.to, FIND_REPORT_BLOCK,
	    (struct place){ d->f.path, line - 1, 1 }, "%s", text);
	d->f.bad = true;
}

/* The blocks of SQL that will be run are those that stand by themselves; one
 * within a list or quote would silently be printed as code. */
static size_t
blocks_read(struct reading *d, struct str body, int line,
    struct report_block **out)
{
	struct page *page = page_new(body, line);
	struct report_block *all =
	    ARENA_ARRAY(d->f.arena, struct report_block, page_blocks(page));
	struct fence *fences;
	size_t n = 0, here = 0, inside;

	for (size_t i = 0; i < page_blocks(page); i++) {
		const struct fence *f = page_fence(page, i);

		if (!f || !is_sql(f->info))
			continue;
		here++;
		all[n].written = arena_keep(d->f.arena, f->text);
		all[n].line = f->line;
		if (report_is_block(f->info, &all[n].kind))
			n++;
		else
			wrong_block(d, f->line,
			    _("a block of SQL begins ```sql values, ```sql "
			      "table, ```sql with or ```sql chart=bar, line, "
			      "funnel, spark or map"));
	}
	page_free(page);
	inside = markdown_fences(body, line, d->f.arena, &fences);
	for (size_t i = 0; i < inside; i++)
		here -= is_sql(fences[i].info);
	if (here)
		wrong_block(d, line + 1,
		    _("a block of SQL stands in a list or a quote, where it is "
		      "not run; let it begin the line"));
	*out = all;
	return n;
}

/* Parts the blocks that are run from the common tables they use. */
static void
blocks_join(struct reading *d)
{
	struct report *r = d->report;
	struct with with = { 0 };

	r->blocks = ARENA_ARRAY(d->f.arena, struct report_block, r->n_written);
	for (size_t i = 0; i < r->n_written; i++) {
		struct report_block *b = &r->blocks[r->n_blocks];

		*b = r->written[i];
		if (b->kind != BLOCK_WITH) {
			d->f.bad |= !report_with_join(&with, b, d->f.path,
			    d->f.arena, d->f.to);
			r->n_blocks++;
		} else if (!report_with_read(&with, b->written,
			       (struct place){ d->f.path, b->line, 1 },
			       d->f.to)) {
			d->f.bad = true;
		}
	}
	report_with_keep(&with, r->blocks, r->n_blocks,
	    r->site.kind == REPORT_EACH, d->f.path, d->f.arena);
	r->common = report_with_tables(&with, d->f.arena);
	r->n_common = with.n;
	report_with_release(&with);
}

/* Parameters. */

/* Kinds that a parameter may have, as page_form_parameter_kinds names them:
 * those whose values are one word. */
static const enum field_kind parameter_kinds[] = {
	KIND_LINE,
	KIND_TEXT,
	KIND_NAME,
	KIND_ID,
	KIND_SLUG,
	KIND_INT,
	KIND_DECIMAL,
	KIND_FLAG,
	KIND_ENUM,
	KIND_DATE,
	KIND_PERIOD,
	KIND_REF,
};

/* default: VALUE, or {sql: EXPRESSION} or a SELECT. */
static void
default_read(struct reading *d, const struct node *n, struct parameter *p)
{

	if (!n)
		return;
	p->has_default = true;
	p->sql_default = n->kind == NODE_MAP;
	if (n->kind == NODE_SCALAR) {
		p->fallback = n->value;
	} else if (n->kind == NODE_MAP) {
		page_keys_form(&d->f, n, &page_form_default);
		p->fallback = page_keys_text(n, "sql");
	} else {
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("a default is a value, or {sql: …}"));
	}
}

static void
kind_read(struct reading *d, const struct node *n, struct parameter *p)
{
	struct str to = page_keys_text(n, "to");

	p->kind = parameter_kinds[page_keys_choice(&d->f, n, "type",
	    &page_form_parameter_kinds, 0)];
	p->n_values = page_keys_texts(&d->f, n, "values", &p->values);
	if ((p->kind == KIND_ENUM) != (p->n_values > 0))
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("a parameter has 'values' when it is an enum, and only "
		      "then"));
	if ((p->kind == KIND_REF) != (to.n > 0))
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("a parameter has 'to' when it is a ref, and only then"));
	else if (to.n && !(p->to = schema_type(d->schema, to)))
		page_keys_wrong(&d->f, FIND_SCHEMA_NAME, page_keys_get(n, "to"),
		    _("there is no type '%.*s'"), STRF(to));
}

static void
parameters_read(struct reading *d, const struct node *root)
{
	const struct node *map = page_keys_node(root, "params", KEY_MAP);
	struct report *r = d->report;

	if (!map)
		return;
	r->parameters = ARENA_ARRAY(d->f.arena, struct parameter, map->n);
	for (const struct node *n = map->first; n; n = n->next) {
		struct parameter *p = &r->parameters[r->n_parameters];

		if (!page_keys_is_plain(n->key) || n->kind != NODE_MAP) {
			page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
			    _("a parameter is NAME: {type: …}, its name in "
			      "small letters, digits and _"));
			continue;
		}
		page_keys_form(&d->f, n, &page_form_parameter);
		p->name.name = arena_keep(d->f.arena, n->key);
		p->name.label = page_keys_label(&d->f, n, "label");
		p->line = front_place(&d->f.front, d->f.path, n->key_off).line;
		kind_read(d, n, p);
		default_read(d, page_keys_get(n, "default"), p);
		r->n_parameters++;
	}
}

/* values: {CODE: {vi: …, en: …}}. */
static void
values_read(struct reading *d, const struct node *column,
    struct report_column *c)
{
	const struct node *map = page_keys_node(column, "values", KEY_MAP);

	if (!map)
		return;
	c->values = ARENA_ARRAY(d->f.arena, struct name, map->n);
	for (const struct node *n = map->first; n; n = n->next) {
		struct name *v = &c->values[c->n_values++];

		v->name = arena_keep(d->f.arena, n->key);
		v->label = page_keys_label(&d->f, map, v->name.s);
	}
}

static void
share_read(struct reading *d, const struct node *n, struct report_column *c)
{
	enum { PART_AND_WHOLE = 2 };
	size_t many = page_keys_texts(&d->f, n, "share", &c->share);

	if (many == PART_AND_WHOLE)
		return;
	c->share = NULL;
	if (page_keys_get(n, "share"))
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM,
		    page_keys_get(n, "share"),
		    _("'share' must be two columns: [part, whole]"));
}

static void
columns_read(struct reading *d, const struct node *root)
{
	const struct node *map = page_keys_node(root, "columns", KEY_MAP);
	struct report *r = d->report;

	if (!map)
		return;
	r->columns = ARENA_ARRAY(d->f.arena, struct report_column, map->n);
	for (const struct node *n = map->first; n; n = n->next) {
		struct report_column *c = &r->columns[r->n_columns];

		if (n->kind != NODE_MAP) {
			page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
			    _("a column is NAME: {label: …, format: …}"));
			continue;
		}
		page_keys_form(&d->f, n, &page_form_result);
		c->name.name = arena_keep(d->f.arena, n->key);
		c->name.label = page_keys_label(&d->f, n, "label");
		c->of = page_keys_text(n, "of");
		c->line = front_place(&d->f.front, d->f.path, n->key_off).line;
		c->format = (enum numeral)(NUMERAL_INT +
		    page_keys_choice(&d->f, n, "format", &page_form_formats,
			(size_t)-1));
		c->total = page_keys_flag(&d->f, n, "total");
		share_read(d, n, c);
		values_read(d, n, c);
		r->n_columns++;
	}
}

/* The paper that a page asks to be laid out as. */

enum { SIGNERS_MOST = 2 }; /* stand side by side */

static void
signer_read(struct reading *d, const struct node *n, struct report_paper *p)
{

	if (n->kind != NODE_MAP || p->n_signers == SIGNERS_MOST) {
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("'sign' is {capacity, position, name}, or a list of two "
		      "such"));
		return;
	}
	page_keys_form(&d->f, n, &page_form_signer);
	p->signers[p->n_signers++] = (struct report_signer){
		.capacity = page_keys_text(n, "capacity"),
		.position = page_keys_text(n, "position"),
		.name = page_keys_text(n, "name"),
	};
}

static const struct report_paper *
paper_read(struct reading *d)
{
	const struct node *n =
	    page_keys_node(d->f.front.root, "paper", KEY_MAP);
	const struct node *sign, *e;
	struct report_paper *p;

	if (!n)
		return NULL;
	page_keys_form(&d->f, n, &page_form_paper);
	p = ARENA_NEW(d->f.arena, struct report_paper);
	*p = (struct report_paper){
		.page = d->f.path,
		.line = front_place(&d->f.front, d->f.path, n->key_off).line,
		.above = page_keys_text(n, "above"),
		.issuer = page_keys_text(n, "issuer"),
		.number = page_keys_text(n, "number"),
		.place = page_keys_text(n, "place"),
		.kind = page_keys_text(n, "kind"),
		.signers =
		    ARENA_ARRAY(d->f.arena, struct report_signer, SIGNERS_MOST),
	};
	p->n_recipients =
	    page_keys_texts(&d->f, n, "recipients", &p->recipients);
	sign = page_keys_get(n, "sign");
	for (e = page_keys_first(n, "sign"); e; e = e == sign ? NULL : e->next)
		signer_read(d, e, p);
	return p;
}

/* Pages. */

/* The title, and what follows the front matter. */
static void
text_read(struct reading *d, struct report_text *t)
{
	struct label title = page_keys_label(&d->f, d->f.front.root, "title");

	t->page = d->f.path;
	t->paper = paper_read(d);
	t->title = str_of(lang_label(&title, t - d->report->text));
	t->body = d->f.front.body;
	t->body_line = d->f.front.body_line;
}

static void
check_name(struct reading *d)
{
	struct str name = page_keys_text(d->f.front.root, "report");

	if (name.n && !str_eq(name, d->report->name))
		page_keys_wrong(&d->f, FIND_SCHEMA_NAME,
		    page_keys_get(d->f.front.root, "report"),
		    _("report '%.*s' must be named as its page is: '%.*s'"),
		    STRF(name), STRF(d->report->name));
}

enum sheet { SHEET_A4, SHEET_A3, SHEET_DENSE };

/* A type whose records are judged, or the parameter whose record is. */
static void
judged_read(struct reading *d)
{
	struct report *r = d->report;
	struct str name = page_keys_text(d->f.front.root, "judged");
	const struct parameter *p = name_find(r->parameters, r->n_parameters,
	    sizeof *r->parameters, name);

	r->judged_one = p && p->to ? p : NULL;
	r->judged =
	    r->judged_one ? r->judged_one->to : schema_type(d->schema, name);
	if (name.n && !r->judged)
		page_keys_wrong(&d->f, FIND_SCHEMA_NAME,
		    page_keys_get(d->f.front.root, "judged"),
		    _("'%.*s' must be a type, or a parameter of type ref"),
		    STRF(name));
}

/* What a site makes of it: index, no, or {each: PARAMETER, from: SELECT …}. */
static void
site_read(struct reading *d)
{
	const struct node *n = page_keys_get(d->f.front.root, "site");
	struct report *r = d->report;
	struct report_site *s = &r->site;
	struct str each;

	if (!n)
		return;
	s->line = front_place(&d->f.front, d->f.path, n->key_off).line;
	if (n->kind == NODE_SCALAR && str_is(n->value, "index")) {
		s->kind = REPORT_INDEX;
	} else if (n->kind == NODE_SCALAR && str_is(n->value, "no")) {
		s->kind = REPORT_NONE;
	} else if (n->kind == NODE_MAP) {
		page_keys_form(&d->f, n, &page_form_site);
		s->kind = REPORT_EACH;
		s->from = page_keys_text(n, "from");
		each = page_keys_text(n, "each");
		s->each = name_find(r->parameters, r->n_parameters,
		    sizeof *r->parameters, each);
		if (each.n && !s->each)
			page_keys_wrong(&d->f, FIND_SCHEMA_NAME,
			    page_keys_get(n, "each"),
			    _("'%.*s' is no parameter of this report"),
			    STRF(each));
	} else {
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, n,
		    _("'site' is index, no, or {each: PARAMETER, from: SELECT "
		      "…}"));
	}
}

static void
main_page(struct reading *d)
{
	const struct node *root = d->f.front.root;
	struct report *r = d->report;
	size_t sheet;

	page_keys_form(&d->f, root, &page_form_report);
	check_name(d);
	text_read(d, &r->text[LANG_VI]);
	parameters_read(d, root);
	judged_read(d);
	sheet =
	    page_keys_choice(&d->f, root, "sheet", &page_form_sheets, SHEET_A4);
	r->wide = sheet == SHEET_A3;
	r->dense = sheet == SHEET_DENSE;
	site_read(d);
	columns_read(d, root);
	r->n_safe = page_keys_texts(&d->f, root, "safe", &r->safe);
	r->n_written =
	    blocks_read(d, d->f.front.body, d->f.front.body_line, &r->written);
	blocks_join(d);
}

static bool both_pages(struct report *, struct schema *, const char *path,
    bool like, struct findings *);

/* defaults: {NAME: VALUE or {sql: …}}, of parameters of the other page. */
static void
defaults_read(struct reading *d, const struct node *root)
{
	const struct node *map = page_keys_node(root, "defaults", KEY_MAP);
	struct report *r = d->report;

	for (const struct node *n = map ? map->first : NULL; n; n = n->next) {
		size_t i = 0;

		while (i < r->n_parameters &&
		    !str_eq(r->parameters[i].name.name, n->key))
			i++;
		if (i < r->n_parameters)
			default_read(d, n, &r->parameters[i]);
		else
			page_keys_wrong(&d->f, FIND_SCHEMA_NAME, n,
			    _("report '%.*s' has no parameter '%.*s'"),
			    STRF(page_keys_text(root, "like")), STRF(n->key));
	}
}

/* like: another report, of which this one has all but its own name, title and
 * what its parameters are where nothing is said. */
static void
like_page(struct reading *d)
{
	const struct node *root = d->f.front.root;
	const struct node *like = page_keys_get(root, "like");
	struct report *r = d->report;
	struct str name = r->name, folder = str_of(d->f.path);
	struct label title = page_keys_label(&d->f, root, "title");
	const char *path;

	page_keys_form(&d->f, root, &page_form_like);
	check_name(d);
	folder = str_first(folder, folder.n - name.n - strlen(".md"));
	path = arena_f(d->f.arena, "%.*s%.*s.md", STRF(folder),
	    STRF(page_keys_text(root, "like")));
	if (d->like || !source_has(d->schema->source, path))
		page_keys_wrong(&d->f, FIND_SCHEMA_NAME, like,
		    _("'like' names a report that has a text of its own"));
	else if (str_trim(d->f.front.body).n)
		page_keys_wrong(&d->f, FIND_SCHEMA_FORM, like,
		    _("a page with 'like' has no text of its own"));
	if (d->f.bad)
		return;
	if (!both_pages(r, d->schema, path, true, d->f.to)) {
		d->f.bad = true;
		return;
	}
	r->name = name;
	r->like = true;
	r->text[LANG_VI].title = str_of(lang_label(&title, LANG_VI));
	r->text[LANG_EN].title = str_of(lang_label(&title, LANG_EN));
	defaults_read(d, root);
}

/* The English page need not write the SQL again. */
static bool
is_same(const struct report_block *english, const struct report_block *b)
{
	struct str sql = str_trim(english->written);

	return english->kind == b->kind &&
	    (!sql.n || str_eq(sql, str_trim(b->written)));
}

/* The same report in English: its blocks must be those of the page, else the
 * two would show different figures. */
static void
english_page(struct reading *d)
{
	struct report *r = d->report;
	struct report_block *blocks;
	size_t n, same = 0;

	page_keys_form(&d->f, d->f.front.root, &page_form_english);
	check_name(d);
	text_read(d, &r->text[LANG_EN]);
	n = blocks_read(d, d->f.front.body, d->f.front.body_line, &blocks);
	while (same < n && same < r->n_written &&
	    is_same(&blocks[same], &r->written[same]))
		same++;
	if (d->f.bad || (same == n && same == r->n_written))
		return;
	found(d->f.to, FIND_REPORT_SAME,
	    (struct place){ d->f.path,
		same < n ? blocks[same].line : d->f.front.body_line, 1 },
	    _("block %zu of SQL is not that of %s; both pages have the same "
	      "blocks"),
	    same + 1, r->text[LANG_VI].page);
	d->f.bad = true;
}

static bool
page_read(struct report *r, struct schema *s, const char *path, bool english,
    bool like, struct findings *to)
{
	struct reading d = { .schema = s, .report = r, .like = like };

	if (!page_keys_open(&d.f, s->source, path, &s->arena, to))
		return false;
	if (english)
		english_page(&d);
	else if (page_keys_get(d.f.front.root, "like"))
		like_page(&d);
	else
		main_page(&d);
	return !d.f.bad;
}

/* An English page alone would never be seen. */
static bool
check_alone(struct schema *s, const char *path, struct findings *to)
{
	struct str stem =
	    str_first(str_of(path), strlen(path) - strlen(".en.md"));
	const char *page = arena_f(&s->arena, "%.*s.md", STRF(stem));

	if (source_has(s->source, page))
		return true;
	return found(to, FIND_REPORT_SAME, place_file(path),
	    _("this is the English text of a page that is not there: %s"),
	    page);
}

/* The pages there are, without the English texts; alone: is it said when one of
 * those has no page? */
static struct entry *
pages_list(struct schema *s, size_t *n, bool alone, struct findings *to,
    bool *ok)
{
	struct entry *list = NULL;
	size_t kept = 0;

	*ok = schema_pages(s, "reports/*.md", &s->arena, &list, n, to);
	for (size_t i = 0; i < *n; i++)
		if (!str_ends(str_of(list[i].path), STR(".en.md")))
			list[kept++] = list[i];
		else
			*ok &= !alone || check_alone(s, list[i].path, to);
	*n = kept;
	return list;
}

static bool
both_pages(struct report *r, struct schema *s, const char *path, bool like,
    struct findings *to)
{
	struct str stem = str_first(str_of(path), strlen(path) - 3);
	const char *english = arena_f(&s->arena, "%.*s.en.md", STRF(stem));
	struct str name = str_stem(str_of(path), STR(".md"));

	*r = (struct report){ .name = arena_keep(&s->arena, name) };
	if (!page_read(r, s, path, false, like, to))
		return false;
	return !source_has(s->source, english) ||
	    page_read(r, s, english, true, like, to);
}

bool
reports_read(struct reports *rs, struct schema *s, struct findings *to)
{
	bool ok;
	size_t n;
	struct entry *list = pages_list(s, &n, true, to, &ok);

	*rs = (struct reports){ .n = n };
	rs->all = ARENA_ARRAY(&s->arena, struct report, n);
	for (size_t i = 0; i < n; i++)
		ok &= both_pages(&rs->all[i], s, list[i].path, false, to);
	return ok;
}

static bool
no_report(const struct entry *list, size_t n, struct str name,
    struct findings *to)
{
	struct str near = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct str one = str_stem(str_of(list[i].path), STR(".md"));

		if (str_nearer(name, one, near))
			near = one;
	}
	return found_trouble(to,
	    near.n ? _("there is no report '%.*s'; did you mean '%.*s'?") :
		     _("there is no report '%.*s'; knreport --list names all"),
	    STRF(name), STRF(near));
}

bool
report_read(struct report *r, struct schema *s, struct str name,
    struct findings *to)
{
	bool ok;
	size_t n;
	struct entry *list = pages_list(s, &n, false, to, &ok);

	for (size_t i = 0; i < n; i++)
		if (str_eq(str_stem(str_of(list[i].path), STR(".md")), name))
			return both_pages(r, s, list[i].path, false, to);
	return ok && no_report(list, n, name, to);
}

const struct report_text *
report_text(const struct report *r, enum lang lang)
{
	return &r->text[r->text[lang].page ? lang : LANG_VI];
}

const struct report_paper *
report_paper(const struct report *r, enum lang lang)
{
	const struct report_paper *p = report_text(r, lang)->paper;

	return p ? p : r->text[LANG_VI].paper;
}

const struct report_column *
report_column(const struct report *r, struct str name)
{
	return name_find(r->columns, r->n_columns, sizeof *r->columns, name);
}
