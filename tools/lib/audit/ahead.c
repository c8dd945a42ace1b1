/* ahead: what commits did to records, found out before they are replayed. */
#include "audit/ahead.h"

#include <stdlib.h>

#include "audit/course.h"
#include "base/mem.h"
#include "base/pack.h"
#include "catalog/history_rows.h"
#include "history/workers.h"
#include "text/kept.h"

/* With fewer commits it takes longer to open the repository once more. */
enum { FEWEST = 32 };

struct ahead {
	struct commit_changes *all;
	size_t n, next;
	struct history_workers *workers;
	char tip[ENTRY_ID];
	struct history_told told;
};

/* Its course stands before its changes. */
static void
pack(struct buf *b, const struct history_record *of,
    const struct history_change *changes, int day)
{
	struct buf course = { 0 };

	if (!of->now && !of->n)
		return;
	if (of->now)
		course_add(&course, of->now, of->before, of->before[0] != NULL,
		    day);
	pack_str(b, buf_str(&course));
	history_rows_pack(b, changes, of->n);
	buf_release(&course);
}

/* Which commits. */

/* Its authority asks what records say, and a merge what each side did. */
static bool
needs_records(struct replay *r, const struct revwalk_commit *c, bool *ok)
{
	struct findings silent = { 0 };
	const struct schema *own, *first = NULL;
	const struct revwalk_commit *parent = NULL;

	if (c->n_parents > 1)
		return true;
	if (c->n_parents)
		parent = revwalk_commit(r->audit->past, c->parents, &silent);
	*ok = *ok && (parent || !c->n_parents) &&
	    history_schema(r->history, c, &own, NULL, &silent) &&
	    (!parent ||
		history_schema(r->history, parent, &first, NULL, &silent));
	return !*ok || (own && own->authority) || (first && first->authority);
}

static bool
add_commit(struct ahead *a, struct replay *r, const struct oid *id)
{
	struct findings silent = { 0 };
	const struct revwalk_commit *c =
	    revwalk_commit(r->audit->past, id, &silent);
	struct commit_changes *to = &a->all[a->n];
	bool ok = c;

	if (!ok || needs_records(r, c, &ok))
		return ok;
	to->id = *id;
	a->n++;
	return history_day(r->history, c, &to->day, &silent);
}

struct ahead *
ahead_new(struct replay *r, const struct oid *const *ids, size_t n)
{
	struct ahead *a;
	struct history_workers_job job = { .dir = ".",
		.fixed = r->audit->fixed,
		.from = r->audit->from,
		.schemas = r->schemas,
		.pack = pack,
		.versions = true };
	bool ok = true;

	if (n < FEWEST)
		return NULL;
	a = mem_alloc(sizeof *a);
	a->all = mem_alloc(n * sizeof *a->all);
	job.at = oid_hex(revwalk_tip(r->audit->past), a->tip);
	for (size_t i = 0; ok && i < n; i++)
		ok = add_commit(a, r, ids[i]);
	if (ok && a->n >= FEWEST) {
		a->workers = history_workers_new(&job, a->all, a->n);
		return a;
	}
	ahead_free(a);
	return NULL;
}

void
ahead_free(struct ahead *a)
{
	if (!a)
		return;
	history_workers_free(a->workers);
	free(a->all);
	free(a);
}

bool
ahead_has(const struct ahead *a, const struct oid *id)
{
	return a && a->next < a->n && oid_eq(&a->all[a->next].id, id);
}

/* Telling. */

static void
unpack(const struct record_changes *from, struct history_record *record,
    struct str *course, struct history_change *to)
{
	struct unpack p = pack_from(from->packed);
	struct history_row row;

	*course = pack_take_str(&p);
	record->type = from->type;
	record->id = from->id;
	record->path = from->path;
	record->n = from->n;
	for (size_t i = 0; i < from->n && history_rows_take(&p, &row); i++)
		to[i] = (struct history_change){ .op = row.op,
			.type = from->type,
			.id = from->id,
			.path = from->path,
			.field = row.field,
			.entry = row.entry,
			.old = row.old,
			.new = row.new,
			.private = row.private &HISTORY_PRIVATE_VALUES,
			.entry_private = row.private &HISTORY_PRIVATE_ENTRY };
}

static void
unpack_all(struct ahead *a, struct replay *r, const struct commit_changes *from)
{
	size_t n = 0;
	struct history_record *records =
	    ARENA_ARRAY(&r->now, struct history_record, from->n);
	struct str *courses = ARENA_ARRAY(&r->now, struct str, from->n);
	struct history_change *changes;

	for (size_t i = 0; i < from->n; i++)
		n += from->records[i].n;
	changes = ARENA_ARRAY(&r->now, struct history_change, n);
	a->told = (struct history_told){ changes, n, records, from->n,
		from->gaps, from->n_gaps };
	n = 0;
	for (size_t i = 0; i < from->n; i++) {
		records[i].from = n;
		unpack(&from->records[i], &records[i], &courses[i],
		    changes + n);
		n += records[i].n;
	}
	r->courses = courses;
}

const struct history_told *
ahead_tell(struct ahead *a, struct replay *r, struct findings *to)
{
	const struct commit_changes *told = history_workers_next(a->workers);

	a->next++;
	history_forget(r->history);
	kept_pass(&told->said, to);
	if (told->failed)
		return NULL;
	unpack_all(a, r, told);
	return &a->told;
}
