#ifndef EXPORT_DDL_H
#define EXPORT_DDL_H

#include "base/buf.h"

struct export_column;
struct export_table;
struct exporting;

/* Tables as SQL declares them: types, keys and comments, all of them from the
 * schema. What differs between databases is in the dialect. */

enum ddl_type { DDL_TEXT, DDL_INTEGER, DDL_REAL, DDL_FLAG, DDL_DAY, DDL_TYPES };

struct ddl_dialect {
	const char *types[DDL_TYPES];
	bool checks;   /* what a day, a flag and an enum value may be */
	bool comments; /* labels and help, as COMMENT ON */
	/* A key that is declared, "PRIMARY KEY", where the ids allow it. */
	bool key_inside;
	/* REFERENCES that are told, and not held. */
	bool references;
	size_t name_most; /* bytes of a name; 0: any */
};

enum ddl_type ddl_type(const struct export_column *);
/* "x", or "schema"."x". */
void ddl_add_name(struct buf *, const char *schema, const char *name);
/* CREATE TABLE, and its comments where the dialect has them. */
void ddl_add_table(struct buf *, const struct exporting *,
    const struct export_table *, const struct ddl_dialect *,
    const char *schema);
/* Its columns in brackets. */
void ddl_add_columns(struct buf *, const struct export_table *);
/* The table that a reference leads to, where it is exported as well, its ids
 * are one a record, and persons are not called otherwise; or NULL. */
const struct export_table *ddl_parent(const struct exporting *,
    const struct export_table *, const struct export_column *);
/* The table export, of keys and values: what it was made from, how many rows.
 */
void ddl_add_facts(struct buf *, struct exporting *, const struct ddl_dialect *,
    const char *schema);
/* False after saying that a name is too long for the database. */
bool ddl_names_fit(const struct exporting *, const struct ddl_dialect *);

#endif
