#ifndef SCHEMA_JSON_SCHEMA_H
#define SCHEMA_JSON_SCHEMA_H

#include "base/buf.h"
#include "base/lang.h"
#include "schema/schema.h"

/* The form of a type's records as JSON Schema, draft 7, which editors and
 * validators of any language read. What a record owes others and the calendar,
 * and letters that are not what they look like, JSON Schema cannot say. */
enum json_schema_of {
	/* as `knexport -o ndjson` writes a record: canonical values under the
	 * fields' names, and what the tools add under "@path" and so on */
	JSON_SCHEMA_EXPORTED,
	/* as any YAML reader gives the front matter: also labels and other
	 * spellings (exactly), the words for yes and no, numbers in quotes or
	 * without */
	JSON_SCHEMA_WRITTEN
};

/* The name that stands for it in `knexport`; NULL after the last. */
const char *json_schema_word(enum json_schema_of);

/* Adds the JSON Schema of one type, with labels and help in a language. */
void json_schema_add(struct buf *, const struct schema *, const struct type *,
    enum json_schema_of, enum lang);

#endif
