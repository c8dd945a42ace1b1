#ifndef CATALOG_LENT_H
#define CATALOG_LENT_H

#include "catalog/authorizer.h"

/* Results that stand for tables in plan, so that what is tried next may name
 * them: each is read once, and not again in whatever uses it. */

/* Gives the result of a statement that passed a name. False where it cannot be
 * called so, or one of its columns cannot. */
bool lent_add(struct statement *, struct str name);
/* Takes all of them back. */
void lent_end(struct catalog *);

#endif
