#ifndef IMPORT_FILE_H
#define IMPORT_FILE_H

#include <stdbool.h>

#include "import/sheet.h"
#include "text/found.h"
#include "text/old_code.h"

/* The workbook in a file, of whatever kind its bytes say that it is. code: as
 * delimited_read has it. False after saying what is wrong and the way out. */
bool file_read(struct workbook *, const char *path, const enum old_code *code,
    struct findings *);

#endif
