/* schema: what a repository's schema/ says. */
#include "schema/schema.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "schema/bonds.h"
#include "text/date.h"
#include "git/entry.h"
#include "schema/page_keys.h"
#include "base/mem.h"
#include "git/source.h"
#include "text/zone.h"

/* One reading of a schema. */
struct reading {
	struct schema *schema;
	struct findings *to;
	struct page_keys *type_pages; /* by type */
	bool lost;                    /* a type's page does not read */
	int *years;                   /* that have a calendar page */
	size_t n_years;
	bool bad;
};

/* Where a page of the schema is, or a pattern of such. */
static const char *
page_path(const struct schema *s, const char *name, struct arena *a)
{
	if (strcmp(s->folder, ".") == 0)
		return arena_z(a, str_of(name));
	return arena_f(a, "%s/%s", s->folder, name);
}

bool
schema_pages(const struct schema *s, const char *glob, struct arena *a,
    struct entry **all, size_t *n, struct findings *to)
{
	struct str match = str_of(page_path(s, glob, a));
	struct str except = STR("README.md");
	struct globs globs = { &match, &except, 1, 1 };

	*all = NULL;
	*n = 0;
	return source_list(s->source, &globs, a, all, n, to);
}

bool
schema_is_of(const struct schema *s, struct source *commit, const char *folder)
{
	const struct schema there = { .source = commit, .folder = folder };
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct entry *all;
	size_t n;
	bool same = s->n_pages &&
	    schema_pages(&there, "**/*.md", &a, &all, &n, &silent) &&
	    n == s->n_pages;

	for (size_t i = 0; same && i < n; i++)
		same = !strcmp(all[i].path, s->pages[i].path) &&
		    !strcmp(all[i].id, s->pages[i].id);
	arena_release(&a);
	return same;
}

static struct entry *
pages_in(struct reading *r, const char *glob, size_t *n)
{
	struct schema *s = r->schema;
	struct entry *list;

	if (!schema_pages(s, glob, &s->arena, &list, n, r->to))
		r->bad = true;
	return list;
}

static bool
open_page(struct reading *r, const char *path, struct page_keys *f)
{
	struct schema *s = r->schema;
	bool ok = page_keys_open(f, s->source, path, &s->arena, r->to);

	r->bad |= !ok;
	return ok;
}

/* The page of that name, which need not be there. */
static bool
open_if_there(struct reading *r, const char *name, struct page_keys *f)
{
	const char *path = page_path(r->schema, name, &r->schema->arena);

	return source_has(r->schema->source, path) && open_page(r, path, f);
}

const struct type *
schema_type_asked(const struct schema *s, struct page_keys *f,
    const struct node *map, const char *key)
{
	struct str name = page_keys_text(map, key);
	const struct type *t = schema_type(s, name);
	struct str near;

	if (t || !name.n)
		return t;
	near = schema_type_near(s, name);
	page_keys_wrong(f, FIND_SCHEMA_NAME, page_keys_get(map, key),
	    _("there is no type '%.*s'%s"), STRF(name),
	    name_meant(f->arena, near));
	return NULL;
}

/* Of what stands under 'levels', ids of the tools' findings are known here,
 * those of rules when these are read. */
static void
level_read(struct reading *r, struct page_keys *f, const struct node *levels,
    const struct node *e)
{
	const char *key = arena_z(f->arena, e->key);
	const struct finding_row *row = finding_named(e->key);
	struct schema *s = r->schema;
	enum level level;

	if (e->absent || e->kind != NODE_SCALAR) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, e,
		    _("'%s' must be one of %s"), key,
		    "note, warning, error, off");
		return;
	}
	level = page_keys_level(f, levels, key);
	if (!row)
		s->rule_levels[s->n_rule_levels++] =
		    (struct rule_level){ e->key, level,
			    front_place(&f->front, f->path, e->key_off) };
	else if (row->level == TROUBLE)
		page_keys_wrong(f, FIND_SCHEMA_NAME, e,
		    _("the level of '%s' cannot be set: where it is found, the "
		      "answer is not whole"),
		    key);
	else if (row->guard)
		page_keys_wrong(f, FIND_SCHEMA_NAME, e,
		    _("the level of '%s' cannot be set: it guards what was "
		      "recorded, and by whom"),
		    key);
	else
		found_set_level(&s->levels, row, level);
}

static void
levels_read(struct reading *r, struct page_keys *f, const struct node *root)
{
	const struct node *levels = page_keys_node(root, "levels", KEY_MAP);

	if (!levels)
		return;
	r->schema->rule_levels =
	    ARENA_ARRAY(f->arena, struct rule_level, levels->n);
	for (const struct node *e = levels->first; e; e = e->next)
		level_read(r, f, levels, e);
}

static const char *
zone_wrong(struct str zone, struct arena *a)
{
	const char *near = zone_near(zone);

	return arena_f(a,
	    near ? _("there is no time zone '%.*s'; did you mean '%s'?") :
		   _("there is no time zone '%.*s'; that of Vietnam is '%s'"),
	    STRF(zone), near ? near : "Asia/Ho_Chi_Minh");
}

static void
zone_read(struct reading *r, struct page_keys *f, const struct node *root)
{
	struct str zone = page_keys_text(root, "zone");

	if (!zone.n)
		return;
	r->schema->zone = str_of(arena_z(&r->schema->arena, zone));
	if (!zone_is(zone))
		page_keys_wrong(f, FIND_SCHEMA_NAME,
		    page_keys_get(root, "zone"), "%s",
		    zone_wrong(zone, &r->schema->arena));
}

/* A shorter id, or a name, may lead elsewhere one day. */
static void
history_read(struct reading *r, struct page_keys *f, const struct node *root)
{
	const struct node *map = page_keys_node(root, "history", KEY_MAP);
	const char *id;

	if (!map)
		return;
	page_keys_form(f, map, &page_form_history);
	id = arena_z(&r->schema->arena, page_keys_text(map, "schema_from"));
	if (!*id)
		return;
	if (strlen(id) == ENTRY_ID - 1 &&
	    strspn(id, "0123456789abcdef") == ENTRY_ID - 1)
		r->schema->schema_from = id;
	else
		page_keys_wrong(f, FIND_SCHEMA_FORM,
		    page_keys_get(map, "schema_from"),
		    _("'schema_from' must be the whole id of a commit, as 'git "
		      "rev-parse %s' prints it"),
		    strlen(id) < ENTRY_ID - 1 &&
			    strspn(id, "0123456789abcdefABCDEF") == strlen(id) ?
			id :
			"COMMIT");
}

bool
schema_zone(const struct schema *s, struct findings *to)
{
	struct arena a = { 0 };
	const char *zone = arena_z(&a, s->zone);
	bool ok = false;

	if (!zone_is(s->zone))
		found(to, FIND_SCHEMA_NAME, place_file("schema/repository.md"),
		    "%s", zone_wrong(s->zone, &a));
	else if (!day_has_zone(zone))
		found(to, FIND_AT_ZONE, place_file(NULL),
		    _("this machine has no data of time zone '%s', so no day "
		      "can be told: install the time zone data (tzdata), or "
		      "correct it in schema/repository.md"),
		    zone);
	else
		ok = true;
	arena_release(&a);
	return ok;
}

bool
schema_today(const struct schema *s, const char *option, int *today,
    struct findings *to)
{
	const char *text = option ? option : getenv("KN_TODAY");
	struct arena a = { 0 };
	bool ok = schema_zone(s, to);

	if (ok && text && *text)
		ok = day_parse(str_of(text), today) ||
		    found_trouble(to,
			_("%s: '%s' must be a date such as 2021-06-30%s"),
			option ? "--today" : "KN_TODAY", text,
			date_advice(&a, str_of(text)));
	else if (ok)
		ok = day_today(arena_z(&a, s->zone), today) ||
		    found_trouble(to,
			_("the clock of this machine is set to no day"));
	arena_release(&a);
	return ok;
}

int
schema_latest(const struct schema *s, int today)
{
	struct arena a = { 0 };
	int clock;

	if (day_today(arena_z(&a, s->zone), &clock) && clock > today)
		today = clock;
	arena_release(&a);
	return today;
}

/* As git tells one: a folder with these is a repository itself. */
static bool
is_bare(struct source *s)
{
	return source_root(s) && source_has(s, "HEAD") &&
	    source_is_folder(s, "objects") && source_is_folder(s, "refs");
}

static void
say_none(struct reading *r, const char *path)
{
	struct source *source = r->schema->source;
	const char *commit = source_commit_id(source);

	r->bad = true;
	found(r->to, FIND_SCHEMA_NONE, place_file(path),
	    commit ?
		_("commit %.12s has no such page, and so no schema; --schema "
		  "DIR reads its records with that of a folder") :
		is_bare(source) ?
		_("there is no such page, as this repository is bare and has "
		  "no work tree; --at HEAD reads its last commit") :
		_("there is no such page; a data repository begins with it "
		  "(name its folder with -C, or a schema with --schema)"),
	    commit);
}

static void
read_repository(struct reading *r)
{
	struct schema *s = r->schema;
	const char *path = page_path(s, "repository.md", &s->arena);
	const struct node *root;
	struct page_keys f;
	int format = 0;

	s->zone = STR("UTC");
	if (!source_has(s->source, path)) {
		say_none(r, path);
		return;
	}
	if (!open_page(r, path, &f))
		return;
	root = f.front.root;
	page_keys_form(&f, root, &page_form_repository);
	if (page_keys_int(&f, root, "format", 1, 1000000, &format) &&
	    format > SCHEMA_FORMAT)
		page_keys_wrong(&f, FIND_SCHEMA_FORMAT,
		    page_keys_get(root, "format"),
		    _("format %d is newer than these tools, which read %d; "
		      "install a newer ketnap"),
		    format, SCHEMA_FORMAT);
	zone_read(r, &f, root);
	s->label_spelling =
	    page_keys_choice(&f, root, "spelling", &page_form_spellings, 0);
	levels_read(r, &f, root);
	history_read(r, &f, root);
	s->whose = page_keys_text(root, "whose");
	s->whose_at = front_place(&f.front, path,
	    page_keys_get(root, "whose") ? page_keys_get(root, "whose")->off :
					   0);
	field_role_read(s->roles, &f, s->types, r->type_pages, s->n_types,
	    !r->lost);
	if (!r->lost)
		s->default_type =
		    schema_type_asked(s, &f, root, "default_type");
	r->bad |= f.bad;
}

static void
read_types(struct reading *r)
{
	struct schema *s = r->schema;
	size_t n;
	struct entry *pages = pages_in(r, "types/*.md", &n);
	struct page_keys *forms = ARENA_ARRAY(&s->arena, struct page_keys, n);

	r->type_pages = forms;
	s->types = ARENA_ARRAY(&s->arena, struct type, n);
	for (size_t i = 0; i < n; i++) {
		struct type *t = &s->types[s->n_types];

		if (!open_page(r, pages[i].path, &forms[s->n_types])) {
			r->lost = true;
			continue;
		}
		type_read(t, &forms[s->n_types], forms[s->n_types].front.root);
		bonds_read(&forms[s->n_types], t);
		t->index = s->n_types++;
		for (size_t k = 0; k < t->index; k++)
			if (str_eq(s->types[k].name.name, t->name.name))
				page_keys_wrong(&forms[t->index],
				    FIND_SCHEMA_CLASH,
				    page_keys_get(forms[t->index].front.root,
					"type"),
				    _("type '%.*s' has a page already: %s"),
				    STRF(t->name.name), s->types[k].page);
	}
	for (size_t i = 0; i < s->n_types && !r->lost; i++)
		type_check_refs(&s->types[i], s->types, n, &forms[i]);
}

static void
generation_read(struct page_keys *f, const struct node *n,
    const struct schema *s, struct generation *all, size_t *many)
{
	struct generation *g = &all[*many];
	struct str *documents;

	page_keys_form(f, n, &page_form_generation);
	g->gen = page_keys_text(n, "gen");
	g->document = page_keys_texts(f, n, "documents", &documents) ?
	    documents[0] :
	    STR("");
	g->since = g->until = DAY_NONE;
	g->confidence = page_keys_confidence(f, n, 'A');
	if (schema_generation(s, g->gen))
		page_keys_wrong(f, FIND_SCHEMA_CLASH, n,
		    _("generation '%.*s' stands here twice"), STRF(g->gen));
	if (!page_keys_day(f, n, "since", &g->since))
		return;
	if (*many) {
		if (g[-1].since >= g->since)
			page_keys_wrong(f, FIND_SCHEMA_FORM,
			    page_keys_get(n, "since"),
			    _("generations must stand in order of 'since'"));
		g[-1].until = g->since;
	}
	(*many)++;
}

static void
generations_read(struct page_keys *f, const char *key, const struct schema *s,
    struct generation **all, size_t *many)
{
	const struct node *list = page_keys_node(f->front.root, key, KEY_LIST);

	if (!list)
		return;
	*all = ARENA_ARRAY(f->arena, struct generation, list->n);
	for (const struct node *e = list->first; e; e = e->next)
		generation_read(f, e, s, *all, many);
}

static void
read_regulations(struct reading *r)
{
	struct schema *s = r->schema;
	struct page_keys f;

	if (!open_if_there(r, "regulations.md", &f))
		return;
	page_keys_form(&f, f.front.root, &page_form_regulations);
	generations_read(&f, "generations", s, &s->generations,
	    &s->n_generations);
	generations_read(&f, "standing", s, &s->standing, &s->n_standing);
	r->bad |= f.bad;
}

/* Calendar pages. */

static bool
in_year(struct page_keys *f, const struct node *at, int year, int day)
{
	char text[DAY_TEXT];
	int y, m, d;

	day_split(day, &y, &m, &d);
	if (!year || y == year)
		return true;
	page_keys_wrong(f, FIND_SCHEMA_FORM, at, _("%s is no day of %d"),
	    day_text(day, text), year);
	return false;
}

static void
holiday_read(struct page_keys *f, const struct node *n, int year,
    struct calendar *c)
{
	int from, to;

	page_keys_form(f, n, &page_form_holiday);
	if (page_keys_get(n, "day")) {
		if (page_keys_day(f, n, "day", &from) &&
		    in_year(f, page_keys_get(n, "day"), year, from))
			calendar_add_off(c, from, from);
		return;
	}
	if (!page_keys_day(f, n, "from", &from) ||
	    !page_keys_day(f, n, "to", &to)) {
		page_keys_wrong(f, FIND_SCHEMA_MISSING, n,
		    _("a holiday has a 'day', or 'from' and 'to'"));
		return;
	}
	if (to < from || to - from > 60)
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("'to' must be a day from 'from' on, at most 60 later"));
	else if (in_year(f, page_keys_get(n, "from"), year, from))
		calendar_add_off(c, from, to);
}

static void
year_once(struct reading *r, struct page_keys *f, int year)
{
	for (size_t i = 0; i < r->n_years; i++)
		if (r->years[i] == year)
			page_keys_wrong(f, FIND_SCHEMA_CLASH,
			    page_keys_get(f->front.root, "year"),
			    _("year %d has a page already"), year);
	r->years[r->n_years++] = year;
}

static void
calendar_page(struct reading *r, const char *path)
{
	struct calendar *c = &r->schema->calendar;
	const struct node *list, *root;
	struct str *days;
	struct page_keys f;
	int year = 0, day;
	size_t n;

	if (!open_page(r, path, &f))
		return;
	root = f.front.root;
	page_keys_form(&f, root, &page_form_calendar);
	if (page_keys_int(&f, root, "year", 1, 9999, &year)) {
		year_once(r, &f, year);
		if (page_keys_flag(&f, root, "complete"))
			calendar_add_year(c, year);
	}
	list = page_keys_node(root, "holidays", KEY_LIST);
	for (const struct node *e = list ? list->first : NULL; e; e = e->next)
		holiday_read(&f, e, year, c);
	n = page_keys_texts(&f, root, "workdays", &days);
	for (size_t i = 0; i < n; i++)
		if (day_parse(days[i], &day)) {
			if (in_year(&f, page_keys_get(root, "workdays"), year,
				day))
				calendar_add_on(c, day);
		} else {
			page_keys_wrong(&f, FIND_SCHEMA_FORM,
			    page_keys_get(root, "workdays"),
			    _("'%.*s' must be a date such as 2021-07-30"),
			    STRF(days[i]));
		}
	r->bad |= f.bad;
}

static void
read_calendar(struct reading *r)
{
	size_t n;
	struct entry *pages = pages_in(r, "calendar/*.md", &n);

	r->years = ARENA_ARRAY(&r->schema->arena, int, n);
	for (size_t i = 0; i < n; i++)
		calendar_page(r, pages[i].path);
	calendar_ready(&r->schema->calendar);
}

/* What roles speak of is in the types, so all of them must read. */
static void
read_authority(struct reading *r)
{
	struct schema *s = r->schema;
	struct authority *a;
	struct page_keys f;

	if (r->lost || !open_if_there(r, "authority.md", &f))
		return;
	a = ARENA_NEW(&s->arena, struct authority);
	authority_read(a, &f, s);
	s->authority = a;
	r->bad |= f.bad;
}

static bool
is_of_records(const char *name)
{
	return !str_starts(str_of(name), STR("reports/")) &&
	    !str_starts(str_of(name), STR("import/"));
}

/* Gives every page's name and bytes: what cannot be read is empty. */
static void
take_pages(const struct schema *s,
    void (*take)(struct str page, bool of_records, void *), void *to)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct entry *pages;
	size_t n;

	schema_pages(s, "**/*.md", &a, &pages, &n, &silent);
	for (size_t i = 0; i < n; i++) {
		const char *name = pages[i].path;

		if (strcmp(s->folder, ".") != 0)
			name += strlen(s->folder) + 1;
		buf_clear(&b);
		buf_addz(&b, name);
		buf_addc(&b, '\0');
		source_read(s->source, pages[i].path, &b, &silent);
		buf_addc(&b, '\0');
		take(buf_str(&b), is_of_records(name), to);
	}
	buf_release(&b);
	arena_release(&a);
}

static void
add_number(struct str page, bool of_records, void *number)
{
	uint64_t *h = number;

	(void)of_records;
	for (size_t i = 0; i < page.n; i++)
		*h = (*h ^ (unsigned char)page.s[i]) * 0x100000001b3u;
}

/* A number over all of that (FNV-1a): two schemas that differ have, for all
 * purposes but an attacker's, different ones. */
static void
schema_number(struct schema *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	take_pages(s, add_number, &h);
	snprintf(s->id, sizeof s->id, "%016" PRIx64, h);
}

bool
schema_read(struct schema *s, struct source *source, const char *folder,
    struct findings *to)
{
	struct reading r = { .schema = s, .to = to };

	*s = (struct schema){ 0 };
	s->folder = arena_z(&s->arena, str_of(folder));
	s->source = source;
	read_types(&r);
	read_repository(&r);
	for (size_t i = 0; i < s->n_types; i++)
		r.bad |= r.type_pages[i].bad;
	read_regulations(&r);
	read_calendar(&r);
	read_authority(&r);
	schema_number(s);
	return !r.bad;
}

struct sums {
	struct sha256 records, others;
};

static void
add_sum(struct str page, bool of_records, void *to)
{
	struct sums *s = to;

	sha256_add(of_records ? &s->records : &s->others, page);
}

void
schema_sum(struct schema *s)
{
	struct sums sums;

	if (s->summed)
		return;
	sha256_begin(&sums.records);
	sha256_begin(&sums.others);
	take_pages(s, add_sum, &sums);
	sha256_end(&sums.records, s->record_sum);
	sha256_add(&sums.others,
	    (struct str){ (const char *)s->record_sum, SHA256_BYTES });
	sha256_end(&sums.others, s->sum);
	s->summed = true;
}

void
schema_record_sum(const struct schema *s, unsigned char out[SHA256_BYTES])
{
	struct schema own = *s;

	schema_sum(&own);
	memcpy(out, own.record_sum, SHA256_BYTES);
}

void
schema_release(struct schema *s)
{
	for (size_t i = 0; i < s->n_types; i++)
		type_release(&s->types[i]);
	calendar_release(&s->calendar);
	arena_release(&s->arena);
	free(s->kept);
	*s = (struct schema){ 0 };
}

const struct type *
schema_type(const struct schema *s, struct str name)
{
	return name_find(s->types, s->n_types, sizeof *s->types, name);
}

struct str
schema_type_near(const struct schema *s, struct str name)
{
	return name_near(s->types, s->n_types, sizeof *s->types, name);
}

static bool
is_excepted(const struct type *t, struct str path)
{
	struct str base = str_base(path);

	for (size_t i = 0; i < t->n_except; i++) {
		bool whole = str_find(t->except[i], '/') < t->except[i].n;

		if (glob_match(t->except[i], whole ? path : base))
			return true;
	}
	return false;
}

static bool
is_file_of(const struct type *t, struct str path)
{
	for (size_t i = 0; i < t->n_files; i++)
		if (str_starts(path, t->begins[i]) &&
		    glob_match(t->files[i], path))
			return !is_excepted(t, path);
	return false;
}

const struct type *
schema_type_of(const struct schema *s, const char *path,
    const struct type **two)
{
	const struct type *one = NULL;
	struct str whole = str_of(path);

	*two = NULL;
	for (size_t i = 0; i < s->n_types; i++) {
		if (!is_file_of(&s->types[i], whole))
			continue;
		if (one) {
			*two = &s->types[i];
			return one;
		}
		one = &s->types[i];
	}
	return one;
}

const struct generation *
schema_generation(const struct schema *s, struct str gen)
{
	for (size_t i = 0; i < s->n_generations; i++)
		if (str_eq(s->generations[i].gen, gen))
			return &s->generations[i];
	for (size_t i = 0; i < s->n_standing; i++)
		if (str_eq(s->standing[i].gen, gen))
			return &s->standing[i];
	return NULL;
}

bool
schema_is_standing(const struct schema *s, const struct generation *g)
{
	return s->n_standing && s->standing <= g &&
	    g < s->standing + s->n_standing;
}

bool
schema_below(const struct schema *s, struct str folder)
{
	for (size_t i = 0; s && i < s->n_types; i++)
		for (size_t k = 0; k < s->types[i].n_files; k++)
			if (glob_below(s->types[i].files[k], folder))
				return true;
	return false;
}
