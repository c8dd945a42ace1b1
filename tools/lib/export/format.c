/* format: the forms that tables are exported in, a row each. */
#include "export/inside.h"

#include <string.h>

static const struct export_format *const formats[] = {
	&export_csv,
	&export_csv_spreadsheet, /* the same word: behind the plain form */
	&export_ndjson,
	&export_xlsx,
	&export_sqlite,
	&export_postgres,
	&export_duckdb,
};

enum { FORMATS = sizeof formats / sizeof *formats };

/* And one that is no table of rows: export_json_schema. */
static const char *const words[] = { "csv", "ndjson", "xlsx", "sqlite",
	"postgres", "duckdb", "jsonschema" };

const char *const *
export_format_words(size_t *n)
{
	*n = sizeof words / sizeof *words;
	return words;
}

const struct export_format *
export_format(const char *word, bool spreadsheet)
{
	const struct export_format *found = NULL;

	for (size_t i = 0; i < FORMATS; i++)
		if (strcmp(formats[i]->word, word) == 0 &&
		    (!found || spreadsheet))
			found = formats[i];
	return found;
}

bool
export_format_has_spreadsheet(const char *word)
{
	return export_format(word, true) != export_format(word, false);
}

bool
export_format_needs_place(const char *word)
{
	const struct export_format *f = export_format(word, false);

	return f && f->place != EXPORT_STREAM && f->place != EXPORT_SQL;
}
