/* check_accepted: findings that records accept. */
#include "check/check_inside.h"

const char *
check_accepted_text(struct check_begun *r, const struct acceptance *a,
    const char *text)
{
	return a->quiet_why ? arena_f(&r->kept.arena, _("accepted: %s"), text) :
			      arena_f(&r->kept.arena, _("accepted (%.*s): %s"),
				  STRF(a->why), text);
}

/* What the toolkit itself finds and a record may accept: what someone may
 * mean. */
static bool
is_acceptable(const struct finding_row *row)
{
	return row == finding_row(FIND_TEXT_LETTER) ||
	    row == finding_row(FIND_TEXT_SPACE) ||
	    row == finding_row(FIND_TEXT_HIDDEN) ||
	    row == finding_row(FIND_TEXT_LOST) ||
	    row == finding_row(FIND_SAME_PERSON) ||
	    row == finding_row(FIND_TEXT_FONT);
}

/* What was found before its acceptance was read becomes a note, or nothing. */
void
check_accepted_texts(struct check_begun *r)
{
	for (size_t i = 0; i < r->kept.n; i++) {
		struct finding *f = &r->kept.all[i];
		struct acceptance *a = is_acceptable(f->row) ?
		    acceptances_find(&r->accepted, f->at.path, str_of(f->id),
			(struct str){ 0 }, r->check->today) :
		    NULL;

		if (!a)
			continue;
		a->used = true;
		r->check->accepted++;
		f->row = NULL;
		f->level = r->check->show_accepted ? NOTE : LEVEL_OFF;
		f->text = check_accepted_text(r, a, f->text);
	}
}

/* Why an acceptance accepts nothing. */
static void
say_unused(struct check_begun *r, const struct acceptance *a, struct place at)
{
	bool known = rules_find(r->check->rules, a->rule) ||
	    is_acceptable(finding_named(a->rule));
	const struct rule *near = rules_near(r->check->rules, a->rule);
	const struct str *name = r->check->schema->roles[FIELD_ACCEPT].part;

	if (a->quiet)
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing: what it names is not found here"));
	else if (!known && near)
		found_near(&r->to, FIND_ACCEPT_UNUSED, at, near->id,
		    _("there is no rule '%.*s' to accept"), STRF(a->rule));
	else if (!known)
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("there is no rule '%.*s' to accept; only what rules of "
		      "the repository find can be accepted"),
		    STRF(a->rule));
	else if (!acceptances_holds(a, r->check->today))
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing today: its days ('%.*s' to '%.*s') "
		      "are over or have not begun"),
		    STRF(name[PART_DAY]), STRF(name[PART_UNTIL]));
	else if (a->key.n)
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing: rule '%.*s' finds nothing at "
		      "entry '%.*s' ('%.*s')"),
		    STRF(a->rule), STRF(a->key), STRF(name[PART_ENTRY]));
	else
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing: rule '%.*s' finds nothing here, "
		      "or only at an entry, which '%.*s' must name"),
		    STRF(a->rule), STRF(name[PART_ENTRY]));
}

void
check_accepted_unused(struct check_begun *r)
{
	for (size_t i = 0; i < r->accepted.n; i++) {
		const struct acceptance *a = r->accepted.all[i];

		if (a->used || !a->rule.n || !a->why.n || !a->by.n)
			continue;
		say_unused(r, a, a->at);
	}
}
