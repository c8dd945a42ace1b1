#ifndef CHECK_SELFTEST_H
#define CHECK_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/rule.h"

/* Runs a page's examples, each in a repository of its own. Says what differs
 * from what the page expects; *n is how many were judged. */
bool selftest_rule(const struct rule *, const struct schema *, enum lang,
    size_t *n, struct findings *);

#endif
