/* fit: would the records that an import makes be taken? */
#include "import/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/map.h"
#include "check/check.h"
#include "check/new_errors.h"
#include "git/source.h"
#include "schema/rule.h"
#include "text/kept.h"

/* All files as they would be: those that are there, and over them ours. */
static struct source *
would_be(struct importing *in)
{
	struct import *m = in->import;
	struct source *s = source_memory();
	struct findings silent = { 0 };

	for (size_t t = 0; t < m->schema->n_types; t++) {
		const struct type *type = &m->schema->types[t];
		struct globs which = { type->files, type->except, type->n_files,
			type->n_except };
		struct entry *list;
		size_t n;

		source_files(m->source, &which, in->arena, &list, &n, &silent);
		for (size_t i = 0; i < n; i++) {
			struct buf b = { 0 };

			if (source_read(m->source, list[i].path, &b, &silent))
				source_memory_add(s, str_of(list[i].path),
				    buf_str(&b));
			buf_release(&b);
		}
	}
	for (size_t i = 0; i < m->n_files; i++)
		source_memory_add(s, str_of(m->files[i].path),
		    m->files[i].text);
	return s;
}

static bool
judge(struct importing *in, struct source *s, const struct rules *rules,
    struct kept *said)
{
	struct import *m = in->import;
	struct findings to = { .say = kept_say,
		.to = said,
		.levels = &m->schema->levels };
	struct check c = { .schema = m->schema,
		.source = s,
		.rules = rules,
		.today = m->today,
		.lang = m->lang,
		.no_cache = true };
	bool whole = check_run(&c, &to);

	free(c.tallies);
	kept_sort(said);
	return whole;
}

static struct made *
made_at(const struct importing *in, const char *path)
{
	struct made *m = in->made;

	while (m && (!m->path || strcmp(m->path, path) != 0))
		m = m->next;
	return m;
}

/* Rows that lead to a record which cannot be made go with it. */
static void
hold_users(struct importing *in)
{
	for (size_t i = 0; i < in->n_rows; i++)
		for (size_t k = 0; k < in->rows[i].n_made; k++)
			if (in->rows[i].made[k]->wrong && in->rows[i].file)
				doubt_hold(in, &in->rows[i], FIND_IMPORT_ROW,
				    in->rows[i].made[k]->wrong);
}

static void
hold_those(struct importing *in, const struct kept *said, struct map *by_path,
    const struct before *was)
{
	for (size_t i = 0; i < said->n; i++) {
		const struct finding *f = &said->all[i];
		struct row *r = f->at.path && f->level >= ERROR ?
		    map_get(by_path, str_of(f->at.path)) :
		    NULL;
		struct made *m = f->at.path && f->level >= ERROR ?
		    made_at(in, f->at.path) :
		    NULL;

		if (m)
			m->wrong = arena_f(in->arena, "%s: %s [%s]", f->at.path,
			    f->text, f->id ? f->id : "");
		if (r && !new_errors_before_has(was, f))
			doubt_hold(in, r, FIND_IMPORT_ROW,
			    arena_f(in->arena, "%s [%s]", f->text,
				f->id ? f->id : ""));
	}
	hold_users(in);
}

/* What was wrong already where a record is only changed. */
static void
judge_before(struct importing *in, const struct rules *rules,
    struct source *now, struct before *was)
{
	struct kept said = { 0 };
	bool changed = false;

	for (size_t i = 0; i < in->import->n_files; i++)
		changed |= in->import->files[i].was.s != NULL;
	if (changed)
		judge(in, in->import->source, rules, &said);
	new_errors_before_add(was, &said, now);
	kept_release(&said);
}

bool
fit_check(struct importing *in)
{
	struct import *m = in->import;
	struct rules rules;
	struct kept said = { 0 };
	struct before was = { 0 };
	struct map by_path = { 0 };
	struct source *now;
	bool ok;

	if (!m->n_files)
		return true;
	if (!rules_read(&rules, m->schema, m->to))
		return false;
	now = would_be(in);
	for (size_t i = 0; i < in->n_rows; i++)
		if (in->rows[i].file)
			*map_put(&by_path, str_of(in->rows[i].path)) =
			    &in->rows[i];
	ok = judge(in, now, &rules, &said);
	for (size_t i = 0; !ok && i < said.n; i++)
		if (said.all[i].level == TROUBLE)
			found_pass(m->to, &said.all[i]);
	judge_before(in, &rules, now, &was);
	hold_those(in, &said, &by_path, &was);
	new_errors_before_release(&was);
	map_release(&by_path);
	kept_release(&said);
	source_close(now);
	return ok;
}
