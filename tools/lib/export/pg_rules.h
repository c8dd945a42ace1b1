#ifndef EXPORT_PG_RULES_H
#define EXPORT_PG_RULES_H

#include "base/buf.h"

struct exporting;

/* The rules as views, where nothing is masked: of each rule "rule:ID", which is
 * its table rule, "judged:ID", what its SQL gives, and "verdict:ID", what comes
 * of it; and rule and verdict, which have those of all rules. */
void pg_rules_add(struct buf *, struct exporting *);

#endif
