#ifndef SCHEMA_RULE_H
#define SCHEMA_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/cell.h"
#include "text/found.h"
#include "base/lang.h"
#include "schema/schema.h"
#include "base/str.h"

/* Rules of the repository: schema/rules/NAME.md, see schema(5). A rule is SQL
 * that judges records; the regulation in force on the measured day gives its
 * parameters. */

/* What a generation of the regulations says, or a part of its time. */
struct in_force {
	struct str gen, source;
	int since, until; /* days [since, until); until DAY_NONE: open */
	char confidence;
	bool none;               /* known to have no such rule */
	bool standing;           /* where no generation says more */
	struct cell *parameters; /* as rule.parameters names them */
	size_t n_parameters;     /* as many */
};

struct cadence {
	bool has;
	struct str every, first, grace, spread; /* as written */
};

/* An example record of the page, and what the rule must say of it. */
enum rule_verdict {
	VERDICT_OK,
	VERDICT_FAIL,
	VERDICT_UNKNOWN,
	VERDICT_NONE, /* it is not concerned */
	VERDICT_GIVEN /* it is only there for the others */
};
extern const char *const rule_verdict_names[];

struct example {
	enum rule_verdict want;
	struct str name; /* case=NAME; empty: on its own */
	const struct type *type;
	int today; /* DAY_NONE: not said */
	struct str text;
	int line;
};

struct rule {
	struct str id;
	const char *page;
	int sql_line; /* on which the SQL begins */
	enum level level;
	bool off;
	bool check_none; /* listed, never judged */
	const struct type *type;
	struct path field;     /* where a finding points; n 0: the record */
	struct path *measured; /* dates of the step that is judged */
	size_t n_measured;
	struct path open;         /* since when it is awaited; n 0: never */
	struct label label, help; /* title and explanation, for people */
	struct label message;
	struct label next; /* what to do by the day in column due */
	char confidence;
	struct cadence cadence;
	int grace, spread; /* days */
	bool depends_all;
	struct str sql;
	struct str *parameters; /* names of columns of table rule */
	size_t n_parameters;
	struct in_force *in_force;
	size_t n_in_force;
	struct example *examples;
	size_t n_examples;
	struct str *safe;
	size_t n_safe;
	const char *why; /* the page's prose */
};

struct rules {
	struct rule *all; /* sorted by id */
	size_t n;
};

/* Reads every page of the schema's rules. False, with everything wrong said,
 * when one cannot be used. What they hold lives in the schema's arena. */
bool rules_read(struct rules *, struct schema *, struct findings *);
const struct rule *rules_find(const struct rules *, struct str id);
const struct rule *rules_near(const struct rules *, struct str id);

#endif
