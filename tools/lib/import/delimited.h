#ifndef IMPORT_DELIMITED_H
#define IMPORT_DELIMITED_H

#include <stdbool.h>

#include "import/sheet.h"
#include "text/found.h"
#include "text/old_code.h"

/* CSV and TSV: the bytes of a file as the one sheet of a workbook. The
 * separator (comma, semicolon, tab or bar) is told by the first line that has
 * any; UTF-8, with or without its mark, and UTF-16 with its own are read by
 * themselves, another encoding only where it is named (code; NULL: not). False
 * after saying, with its line, what is wrong. */
bool delimited_read(struct workbook *, struct str bytes, const char *path,
    const enum old_code *code, struct findings *);

#endif
