#ifndef AUDIT_UNIT_TREE_H
#define AUDIT_UNIT_TREE_H

#include <stddef.h>

#include "schema/authority.h"
#include "text/found.h"
#include "git/revwalk.h"
#include "record/record.h"
#include "schema/schema.h"

/* Which unit a record belongs to, and which units lie above that one, as a
 * commit has them. */

struct unit_tree;
struct unit_tree *unit_tree_new(struct revwalk *);
void unit_tree_free(struct unit_tree *);

/* The unit of a record and, in order, those above it, kept as long as this
 * is: n is 0 where it belongs to none. The schema is that which the commit's
 * records are read with. False after saying why that could not be found out. */
bool unit_tree_of(struct unit_tree *, const struct revwalk_commit *,
    const struct schema *, const struct record *, const struct str **all,
    size_t *n, struct findings *);

#endif
