/* clock: what commits say of when they were made. */
#include "audit/clock.h"

#include <stdlib.h>

#include "base/arena.h"
#include "text/day.h"
#include "text/numeral.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"

struct audit_clock {
	struct revwalk *past;
	struct history *history;
	/* by commit, of what it goes on from the latest day (int; DAY_NONE:
	 * none has one): it was not made before that */
	struct map undated;
	struct arena arena, now;
};

struct audit_clock *
audit_clock_new(struct revwalk *past, struct history *history)
{
	struct audit_clock *k = mem_alloc(sizeof *k);

	k->past = past;
	k->history = history;
	return k;
}

void
audit_clock_free(struct audit_clock *k)
{
	if (!k)
		return;
	map_release(&k->undated);
	arena_release(&k->arena);
	arena_release(&k->now);
	free(k);
}

static struct place
place_of(struct audit_clock *k, const struct revwalk_commit *c)
{
	arena_reset(&k->now);
	return oid_place(&c->id, STR(""), &k->now);
}

/* The latest day of what c goes on from. *sure: all of them tell theirs. One
 * that was never noted is not looked behind. */
static bool
latest_before(struct audit_clock *k, const struct revwalk_commit *c,
    int *latest, bool *sure, struct findings *out)
{
	*latest = DAY_NONE;
	*sure = true;
	for (size_t i = 0; i < c->n_parents; i++) {
		const struct revwalk_commit *p =
		    revwalk_commit(k->past, &c->parents[i], out);
		int day, *known;

		if (!p || !history_day(k->history, p, &day, out))
			return false;
		if (day == DAY_NONE) {
			*sure = false;
			known = map_get(&k->undated, oid_str(&p->id));
			day = known ? *known : DAY_NONE;
		}
		if (day > *latest) /* DAY_NONE is the least */
			*latest = day;
	}
	return true;
}

bool
audit_clock_note(struct audit_clock *k, const struct revwalk_commit *c, int day,
    struct findings *out)
{
	int *latest;
	bool sure;

	if (day != DAY_NONE)
		return true;
	latest = ARENA_NEW(&k->arena, int);
	*map_put(&k->undated, oid_str(&c->id)) = latest;
	return latest_before(k, c, latest, &sure, out);
}

void
audit_clock_known(struct audit_clock *k, const struct oid *id, int latest)
{
	struct oid *key = ARENA_NEW(&k->arena, struct oid);
	int *day = ARENA_NEW(&k->arena, int);

	*key = *id;
	*day = latest;
	*map_put(&k->undated, oid_str(key)) = day;
}

int
audit_clock_latest(const struct audit_clock *k, const struct oid *id)
{
	const int *day = map_get(&k->undated, oid_str(id));

	return day ? *day : DAY_NONE;
}

/* What is wrong with a time, NULL: nothing. */
static const char *
wrong_with(const struct stamp *s)
{
	static const char *const texts[] = {
		[STAMP_NONE] = N_("it says none, or not in git's form"),
		[STAMP_BEFORE] = N_("it lies before the year 1970"),
		[STAMP_AFTER] = N_("it lies after the year 9999"),
	};

	return s->when == STAMP_TOLD ? NULL : _(texts[s->when]);
}

static bool
say_stamp(struct audit_clock *k, const struct revwalk_commit *c,
    const struct stamp *s, const char *who, struct findings *out)
{
	const char *wrong = wrong_with(s);

	if (wrong)
		found(out, FIND_AUDIT_DAY, place_of(k, c),
		    _("its day cannot be told from the time of its %s: %s; "
		      "'git commit --amend --reset-author' gives the last "
		      "commit a new one"),
		    who, wrong);
	else if (!s->zoned)
		found(out, FIND_AUDIT_DAY, place_of(k, c),
		    _("the time of its %s has the zone '%.*s', which is none, "
		      "so that git may show another day than it is; 'git "
		      "commit --amend --reset-author' gives the last commit a "
		      "new one"),
		    who, STRF(s->zone));
	return wrong || !s->zoned;
}

void
audit_clock_told(struct audit_clock *k, const struct revwalk_commit *c,
    struct findings *out)
{
	if (!say_stamp(k, c, &c->made, _("committer"), out))
		say_stamp(k, c, &c->written, _("author"), out);
}

void
audit_clock_today(struct audit_clock *k, const struct revwalk_commit *c,
    int day, int today, struct findings *out)
{
	char text[DAY_TEXT];

	if (day != DAY_NONE && today != DAY_NONE && day > today)
		found(out, FIND_AUDIT_CLOCK, place_of(k, c),
		    _("made, it says, on %s, which is yet to come"),
		    numeral_day(&k->arena, str_of(day_text(day, text))));
}

bool
audit_clock_order(struct audit_clock *k, const struct revwalk_commit *c,
    int day, bool roles, struct findings *out)
{
	char a[DAY_TEXT], b[DAY_TEXT];
	int before;
	bool sure;

	if (!latest_before(k, c, &before, &sure, out))
		return false;
	if (day == DAY_NONE)
		return true;
	if (before > day)
		found(out, roles ? FIND_AUDIT_CLOCK : FIND_AUDIT_UNKNOWN,
		    place_of(k, c),
		    roles ?
			_("made, it says, on %s, but it goes on from a commit "
			  "of %s") :
			_("made, it says, on %s, but it goes on from a commit "
			  "of %s: whether it enters late, or changes, what was "
			  "past is not certain"),
		    numeral_day(&k->arena, str_of(day_text(day, a))),
		    numeral_day(&k->arena, str_of(day_text(before, b))));
	else if (!sure)
		found(out, FIND_AUDIT_UNKNOWN, place_of(k, c),
		    _("it goes on from a commit whose day cannot be told, and "
		      "so whether it was made after it"));
	return true;
}
