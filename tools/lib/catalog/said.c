/* said: what SQLite complains of, in words of our own.
 *
 * Its words change from version to version, and speak of its own making. */
#include "catalog/authorizer.h"

#include <string.h>

#include "base/lang.h"

/* What SQLite says begins so; {} in our words is what stands between that and
 * ends, or the rest. NULL: the words of the next one. */
static const struct said {
	const char *begins, *ends, *ours;
} all_said[] = {
	/* Of a statement. */
	{ "near \"", "\": syntax error", N_("'{}' is not expected here") },
	{ "incomplete input", "",
	    N_("the statement ends where more is expected") },
	{ "unrecognized token: \"", "\"", N_("'{}' is no SQL") },
	{ "wrong number of arguments to function ", "(",
	    N_("function '{}' is given too few values or too many") },
	{ "misuse of aggregate: ", "(", NULL },
	{ "misuse of aggregate function ", "(", NULL },
	{ "misuse of aliased aggregate ", "",
	    N_("'{}' gathers rows and may not stand here; what is asked of a "
	       "group stands behind HAVING") },
	{ "misuse of window function ", "(", NULL },
	{ "misuse of aliased window function ", "",
	    N_("'{}' needs OVER, and stands in the list of columns or behind "
	       "ORDER BY only") },
	{ "no such window: ", "", N_("there is no window '{}'") },
	{ "no such collation sequence: ", "",
	    N_("there is no order '{}'; COLLATE takes vi, nocase, binary and "
	       "rtrim") },
	{ "sub-select returns ", " ",
	    N_("a SELECT in brackets gives {} columns where another number is "
	       "expected") },
	{ "SELECTs to the left and right of ", " do not",
	    N_("both sides of {} must have as many columns") },
	{ "all VALUES must", "",
	    N_("each row of VALUES must have as many values") },
	{ "ORDER BY clause should come after ", " not",
	    N_("ORDER BY stands behind the whole of {}") },
	{ "LIMIT clause should come after ", " not",
	    N_("LIMIT stands behind the whole of {}") },
	{ "row value misused", "",
	    N_("several values in brackets can only be compared with as "
	       "many") },
	{ "no tables specified", "",
	    N_("there is no table that * could stand for") },
	{ "circular reference: ", "", N_("'{}' is made from itself") },
	{ "recursive reference in a subquery: ", "", NULL },
	{ "multiple recursive references: ", "", NULL },
	{ "multiple references to recursive table: ", "",
	    N_("'{}' may name itself only once, behind the FROM of its last "
	       "SELECT") },
	{ "duplicate WITH table name: ", "", N_("WITH defines '{}' twice") },
	{ "cannot join using column ", " -",
	    N_("USING ({}): not each of the tables has it") },
	{ "unknown join type: ", "", NULL },
	{ "unknown or unsupported join type: ", "",
	    N_("there is no join '{}'") },
	{ "ON clause references tables to its right", "",
	    N_("ON speaks of a table that comes only after it") },
	{ "Expression tree is too large", "", NULL },
	{ "parser stack overflow", "", N_("the statement is nested too deep") },
	{ "too many ", "", N_("the statement has too many {}") },
	{ "at most ", " tables in a join",
	    N_("more than {} tables are joined") },
	{ "DISTINCT aggregates must", "",
	    N_("behind DISTINCT stands one value only") },
	{ "DISTINCT is not supported for window", "",
	    N_("DISTINCT and OVER do not go together") },
	{ "FILTER ", "", N_("FILTER stands only behind what gathers rows") },
	{ "unsupported frame specification", "",
	    N_("the rows behind OVER begin or end where they cannot") },
	{ "RANGE with offset", "",
	    N_("RANGE with a number needs one column behind ORDER BY") },
	{ "frame ", "",
	    N_("the rows behind OVER begin and end by a whole number that is "
	       "not below 0") },
	/* While it runs. */
	{ "malformed JSON", "", N_("what should be JSON is none") },
	{ "JSON path error near '", "'", NULL },
	{ "bad JSON path: '", "'",
	    N_("'{}' is no path into JSON; write $.name or $[0]") },
	{ "JSON cannot hold BLOB", "", N_("JSON cannot hold a blob") },
	{ "json_object() labels", "",
	    N_("the names in json_object must be text") },
	{ "json_object() requires", "",
	    N_("json_object takes names and values in turn") },
	{ "integer overflow", "",
	    N_("a whole number is greater than there is room for") },
	{ "second argument to nth_value", "",
	    N_("nth_value takes a whole number above 0") },
	{ "argument of ntile", "", N_("ntile takes a whole number above 0") },
	{ "second argument to likelihood()", "",
	    N_("likelihood takes a number between 0.0 and 1.0") },
};

static bool
add_ours(struct buf *b, const struct said *s, struct str why)
{
	struct str ours;
	size_t hole;

	if (!str_starts(why, str_of(s->begins)))
		return false;
	why = str_from(why, strlen(s->begins));
	if (*s->ends)
		why = str_first(why, str_find_str(why, str_of(s->ends)));
	while (!s->ours)
		s++;
	ours = str_of(_(s->ours));
	hole = str_find_str(ours, STR("{}"));
	buf_add(b, str_first(ours, hole));
	if (hole < ours.n) {
		buf_add(b, why);
		buf_add(b, str_from(ours, hole + STR("{}").n));
	}
	return true;
}

/* "1st ORDER BY term out of range - should be between 1 and 2" */
static bool
add_term(struct buf *b, struct str why)
{
	static const char *const clauses[] = { "ORDER BY", "GROUP BY" };

	for (size_t i = 0; i < 2; i++)
		if (str_find_str(why, str_of(clauses[i])) < 6 &&
		    str_find_str(why, STR(" term ")) < why.n) {
			buf_addf(b,
			    _("what stands behind %s names no column of the "
			      "result"),
			    clauses[i]);
			return true;
		}
	return false;
}

void
said_add(struct buf *b, const char *why)
{
	struct str v = str_of(why);

	for (size_t i = 0; i < sizeof all_said / sizeof *all_said; i++)
		if (add_ours(b, &all_said[i], v))
			return;
	if (str_ends(v, STR("may not be used as a window function")))
		buf_addf(b, _("'%.*s' may not stand before OVER"),
		    STRF(str_first(v, str_find(v, '('))));
	else if (str_starts(v, STR("HAVING clause on a non-aggregate")))
		buf_addz(b,
		    _("HAVING stands only where rows are gathered; write "
		      "WHERE"));
	else if (str_starts(v, STR("table ")) &&
	    str_find_str(v, STR(" values for ")) < v.n)
		buf_addz(b,
		    _("WITH names more columns, or fewer, than its SELECT "
		      "has"));
	else if (!add_term(b, v))
		buf_add(b, v);
}
