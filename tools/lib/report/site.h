#ifndef REPORT_SITE_H
#define REPORT_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "report/compose.h"
#include "schema/schema.h"

/* A folder of pages of HTML that lead to each other: the first page, one for
 * each value where a report has a page each, and one for every other report
 * that needs no parameter. Records are read once for all of them.
 *
 * like says how each is made; its report and words are not looked at. The
 * folder is shown whole, in place of an older site or not at all. n: the counts
 * of the first page; pages: how many there are. False after saying why nothing
 * was written. */
bool site_write(const struct compose *like, struct schema *, const char *dir,
    size_t *pages, struct answer_counts *n);

#endif
