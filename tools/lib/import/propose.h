#ifndef IMPORT_PROPOSE_H
#define IMPORT_PROPOSE_H

#include <stdbool.h>
#include <stdio.h>

#include "import/sheet.h"
#include "schema/import_page.h"
#include "text/found.h"

/* Prints a mapping page for a workbook: for each heading the field that a page
 * of the type has for it, or whose name, label or other spelling it is, marks
 * aside, or what abbreviations that offices use stand for; where it is none, a
 * line that asks. only: of this sheet; NULL: of the one with the most headings.
 * False after saying that there are none. */
bool propose(const struct import_pages *, const struct type *,
    const struct workbook *, const char *only, FILE *, struct findings *);

#endif
