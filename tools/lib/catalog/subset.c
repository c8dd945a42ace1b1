/* subset: says where a page's statement leaves the SQL that PostgreSQL runs
 * with the same answer. */
#include "catalog/authorizer.h"
#include "base/lang.h"
#include "parse/sql_subset.h"
#include "text/text.h"

enum { SHOWN = 40 }; /* columns of what is quoted */

static void
say(const struct statement *a, const struct sql_left *l)
{
	struct place at = wrong_place_of(a, l->at.s);
	struct str v = text_cut(l->at, SHOWN);

	switch (l->why) {
	case SQL_TRUTH_AS_VALUE:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("'%.*s' is true or false in PostgreSQL and no "
		      "number; write CAST(… AS INTEGER)"),
		    STRF(v));
		break;
	case SQL_VALUE_AS_TRUTH:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("'%.*s' is no condition in PostgreSQL; write … <> 0"),
		    STRF(v));
		break;
	case SQL_NO_NAME:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL wants a name behind (%.*s …)"), STRF(v));
		break;
	case SQL_NO_ON:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL wants ON behind %.*s; write ON TRUE "
		      "where every row goes with each"),
		    STRF(v));
		break;
	case SQL_COMMA_JOIN:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("in PostgreSQL %.*s does not know what stands before a "
		      "comma; write JOIN … ON TRUE in place of the comma"),
		    STRF(v));
		break;
	case SQL_BARE_COLUMN:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("'%.*s' stands neither in GROUP BY nor in an "
		      "aggregate; of which row it is PostgreSQL does "
		      "not guess"),
		    STRF(v));
		break;
	case SQL_IS_VALUE:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL compares with %.*s only NULL, TRUE "
		      "and FALSE; write IS [NOT] DISTINCT FROM"),
		    STRF(v));
		break;
	case SQL_NO_RECURSIVE:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("'%.*s' reads itself; PostgreSQL wants WITH RECURSIVE"),
		    STRF(v));
		break;
	case SQL_IN_TABLE:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL wants brackets: IN (SELECT … FROM %.*s)"),
		    STRF(v));
		break;
	case SQL_LIMIT_COMMA:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL has no %.*s with a comma; write "
		      "LIMIT n OFFSET m"),
		    STRF(v));
		break;
	case SQL_NO_OPERATOR:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL has no %.*s, or another; write "
		      "LIKE, = or substr(…)"),
		    STRF(v));
		break;
	case SQL_NO_COLLATION:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL has no order %.*s; write text_key(…)"),
		    STRF(v));
		break;
	case SQL_NO_FUNCTION:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("PostgreSQL has no %.*s, or another"), STRF(v));
		break;
	case SQL_QUOTES:
		found(a->to, FIND_SQL_SUBSET, at,
		    _("names stand in \"…\" in PostgreSQL, and %.*s is none"),
		    STRF(v));
		break;
	case SQL_LEAVINGS:
		break;
	}
}

void
subset_say(const struct statement *a)
{
	struct arena arena = { 0 };

	for (const struct sql_left *l = sql_subset(&arena, &a->words, &a->tree);
	     l; l = l->next)
		say(a, l);
	arena_release(&arena);
}

static void
raise_level(const struct finding *f, void *to)
{
	found_as(to, f->id, TROUBLE, f->at, "%s", f->text);
}

bool
subset_holds(const struct statement *a)
{
	struct findings raised = { .say = raise_level, .to = a->to };
	struct statement as = *a;
	size_t n = a->to->count[TROUBLE];

	as.to = &raised;
	subset_say(&as);
	return a->to->count[TROUBLE] == n;
}
