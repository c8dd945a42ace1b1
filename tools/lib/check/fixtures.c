/* fixtures: the sample records of a schema. */
#include "check/fixtures.h"

#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "text/day.h"
#include "git/entry.h"
#include "schema/page_keys.h"
#include "parse/markdown.h"
#include "base/mem.h"
#include "record/new_path.h"
#include "record/record.h"
#include "git/source.h"

static bool
is_sample(struct str info)
{
	return str_is(info, "record") || str_starts(info, STR("record "));
}

/* What a block says of itself behind "record". */
static bool
read_info(struct fixture *s, struct str info, struct findings *to)
{
	struct str day = str_trim(str_from(info, strlen("record")));

	s->since = DAY_NONE;
	if (!day.n ||
	    (str_starts(day, STR("today=")) &&
		day_parse(str_from(day, strlen("today=")), &s->since)))
		return true;
	return found(to, FIND_SAMPLE,
	    (struct place){ s->type->page, s->line - 1, 1 },
	    _("a sample begins ```record and may say today=2021-06-30, not "
	      "'%.*s'"),
	    STRF(day));
}

/* Where a finding about a sample is in the page that it stands in. */
static struct place
place_in(const struct fixture *s, int line, int col)
{
	return (struct place){ s->type->page, s->line + (line ? line - 1 : 0),
		line ? col : 1 };
}

static const struct fixture *
sample_at(const struct fixtures *all, const char *path)
{
	for (size_t i = 0; path && i < all->n; i++)
		if (strcmp(all->all[i].path, path) == 0)
			return &all->all[i];
	return NULL;
}

/* Is it a place where its type looks for records, and free? */
static bool
has_place(const struct fixtures *all, const struct fixture *s,
    const struct schema *schema, struct findings *to)
{
	const struct type *two;

	if (!entry_is_inside(str_of(s->path)) ||
	    schema_type_of(schema, s->path, &two) != s->type || two)
		return found(to, FIND_SAMPLE, place_in(s, 0, 0),
		    _("the sample would be put at '%s', where no record of "
		      "'%.*s' lies; see 'new' and 'files'"),
		    s->path, STRF(s->type->name.name));
	if (sample_at(all, s->path))
		return found(to, FIND_SAMPLE, place_in(s, 0, 0),
		    _("two samples would be put at '%s'"), s->path);
	return true;
}

/* The samples of one type. What is wrong with such a record by itself is not
 * said here. */
static bool
of_type(struct fixtures *all, size_t *cap, const struct type *type,
    struct schema *schema, struct findings *to)
{
	struct findings silent = { 0 };
	struct record record;
	struct fence *fences;
	struct page_keys page;
	bool ok = true;
	size_t n;

	if (!page_keys_open(&page, schema->source, type->page, &schema->arena,
		to))
		return false;
	n = markdown_fences(page.front.body, page.front.body_line,
	    &schema->arena, &fences);
	for (size_t i = 0; i < n; i++) {
		struct fixture s = { .type = type,
			.text = fences[i].text,
			.line = fences[i].line };

		if (!is_sample(fences[i].info))
			continue;
		record_read(&record, type, "sample", s.text, &schema->arena,
		    &silent);
		s.path = new_path(&record, &schema->arena);
		if (read_info(&s, fences[i].info, to) &&
		    has_place(all, &s, schema, to))
			*MEM_PUSH(all->all, all->n, *cap) = s;
		else
			ok = false;
	}
	return ok;
}

bool
fixtures_read(struct fixtures *all, struct schema *schema, struct findings *to)
{
	size_t cap = 0;
	bool ok = true;

	*all = (struct fixtures){ 0 };
	for (size_t i = 0; i < schema->n_types; i++)
		ok &= of_type(all, &cap, &schema->types[i], schema, to);
	all->all = arena_take_array(&schema->arena, all->all, all->n,
	    sizeof *all->all);
	return ok;
}

/* Says a finding about a record at its place in the page; whatever its level,
 * a sample shows how it is done right. */
struct relay {
	const struct fixtures *all;
	struct findings *to;
	bool clean;
};

static void
say_in_page(const struct finding *f, void *to)
{
	struct relay *relay = to;
	const struct fixture *s = sample_at(relay->all, f->at.path);

	relay->clean = false;
	found_as(relay->to, f->id, f->level == TROUBLE ? TROUBLE : ERROR,
	    s ? place_in(s, f->at.line, f->at.col) : f->at, "%s", f->text);
}

bool
fixtures_check(const struct fixtures *all, const struct schema *schema,
    const struct rules *rules, int today, enum lang lang, struct findings *to)
{
	struct relay relay = { all, to, true };
	struct findings by_page = { .say = say_in_page, .to = &relay };
	struct check c = { .schema = schema,
		.rules = rules,
		.today = today,
		.lang = lang,
		.source = source_memory() };
	bool whole;

	for (size_t i = 0; i < all->n; i++) {
		source_memory_add(c.source, str_of(all->all[i].path),
		    all->all[i].text);
		if (all->all[i].since > c.today)
			c.today = all->all[i].since;
	}
	whole = check_run(&c, &by_page);
	free(c.tallies);
	source_close(c.source);
	return whole && relay.clean;
}
