#ifndef IMPORT_XLSX_H
#define IMPORT_XLSX_H

#include <stdbool.h>

#include "import/sheet.h"
#include "text/found.h"

/* The cells of an XLSX or XLSM file, read by Debian's python3-openpyxl in a
 * process of its own with limits of time, memory and output, which can write no
 * file and runs nothing of the workbook. False after saying what is wrong and,
 * where the package is missing, which one. */
bool xlsx_read(struct workbook *, const char *path, struct findings *);

#endif
