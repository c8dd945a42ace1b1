#ifndef IMPORT_DAY_TEXT_H
#define IMPORT_DAY_TEXT_H

#include "base/arena.h"
#include "import/meaning.h"
#include "schema/import_page.h"

/* A day as people write it in the cells of a workbook. */

/* Reads it in that order. century: of two-digit years, 0: none was said.
 * partial: the year, or year and month, is enough. */
struct meaning day_text_read(struct str, enum import_days, int century,
    bool partial, struct arena *);

/* The same of the number by which a spreadsheet counts days. */
struct meaning day_text_serial(struct str digits, struct arena *);

#endif
