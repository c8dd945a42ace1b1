#ifndef CATALOG_PRINTF_H
#define CATALOG_PRINTF_H

struct sqlite3_context;
struct sqlite3_value;

/* SQLite's printf(format, …), whose widths and precisions are no longer, all
 * together, than a value may be. */
void catalog_printf(struct sqlite3_context *, int n, struct sqlite3_value **);

#endif
