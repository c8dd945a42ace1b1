/* push_audit: would the history be found fault with? */
#include "audit/push_audit.h"

#include "audit/audit.h"
#include "base/buf.h"
#include "text/day.h"
#include "schema/schema.h"
#include "git/source.h"

struct judging {
	const struct push_audit *asked;
	struct findings *to;
	bool sound; /* no error so far */
};

static void
say_error(const struct finding *f, void *to)
{
	struct judging *j = to;
	const struct push_audit *a = j->asked;
	void **slot;

	if (f->level < ERROR)
		return;
	j->sound = false;
	slot = map_put(a->said,
	    str_of(arena_f(a->arena, "%s\n%s", f->at.path ? f->at.path : "",
		f->text)));
	if (!*slot)
		found_as(j->to, f->id, f->level,
		    f->at.path ? place_file(audit_place(f->at.path, a->arena)) :
				 f->at,
		    "%s", f->text);
	*slot = j;
}

bool
push_audit_today(const char *tip, int *today, struct findings *to)
{
	struct findings silent = { 0 };
	struct source *s = source_commit(".", tip, "UTC", &silent);
	struct schema schema = { 0 };
	bool ok = s && schema_read(&schema, s, "schema", &silent);

	if (!ok)
		schema.zone = STR("UTC");
	ok = schema_today(&schema, NULL, today, to);
	schema_release(&schema);
	source_close(s);
	return ok;
}

bool
push_audit_judge(const struct push_audit *a, struct findings *to)
{
	struct judging j = { .asked = a, .to = to, .sound = true };
	struct findings out = { .say = say_error, .to = &j };
	struct audit_push push = { .tips = a->tips,
		.n_tips = a->n_tips,
		.there = a->there,
		.n_there = a->n_there,
		.outside = a->outside,
		.settled = a->settled };
	struct audit audit = { .past = a->past,
		.push = &push,
		.today = a->today };
	bool ok = audit_run(&audit, &out) && j.sound;

	audit_release(&audit);
	return ok;
}
