/* The form of a type, as JSON Schema. What validators make of it is shown by
 * tests/outside. */
#include <string.h>

#include "git/source.h"
#include "schema/json_schema.h"
#include "schema/schema.h"
#include "test.h"
#include "text/say.h"

static const char repository[] = "---\nformat: 1\n---\n";
static const char page[] =
    "---\n"
    "type: nguoi\n"
    "label: {vi: \"Người\", en: Person}\n"
    "fields:\n"
    "  ma: {type: id, required: true, pattern: 'n-[[:digit:]]{2}/[a-z\\]*'}\n"
    "  gioi: {type: enum, values: {nam: {vi: Nam, also: [Nam, \"Trai\"]}}}\n"
    "  tuoi: {type: int, min: 0, max: 120, label: {vi: \"Tuổi\"}}\n"
    "  vao: {type: date, partial: true, min: 1930-02-03}\n"
    "  nop: {type: decimal}\n"
    "  da: {type: flag}\n"
    "  the: {type: list, of: slug, min: 1}\n"
    "  o: {type: list, fields: {xa: {type: line, required: true}}}\n"
    "---\n";
static const char open_page[] = "---\ntype: vat\nunknown: allow\n"
				"fields: {ten: {type: name}}\n---\n";

/* What must be there, or with '!' must not. */
static const struct {
	enum json_schema_of of;
	const char *type, *what;
} wants[] = {
	{ JSON_SCHEMA_EXPORTED, "nguoi", "\"title\":\"Person\"" },
	{ JSON_SCHEMA_EXPORTED, "nguoi", "\"required\":[\"ma\"]" },
	{ JSON_SCHEMA_EXPORTED, "nguoi",
	    "\"^(?:n-[0-9]{2}\\\\/[a-z\\\\\\\\]*)$\"" },
	{ JSON_SCHEMA_EXPORTED, "nguoi", "\"enum\":[\"nam\"]" },
	{ JSON_SCHEMA_EXPORTED, "nguoi",
	    "\"type\":\"integer\",\"minimum\":0,\"maximum\":120}" },
	{ JSON_SCHEMA_EXPORTED, "nguoi",
	    "|(?=.{4}$)(?:[2-9].*|19[4-9].*|193[2-9].*|1931)" },
	{ JSON_SCHEMA_EXPORTED, "nguoi",
	    "\"da\":{\"title\":\"da\",\"type\":"
	    "\"boolean\"}" },
	{ JSON_SCHEMA_EXPORTED, "nguoi", "\"additionalProperties\":false" },
	{ JSON_SCHEMA_EXPORTED, "nguoi", "\"@path\":{\"type\":\"string\"}" },
	{ JSON_SCHEMA_EXPORTED, "nguoi", "!\"@stage\"" },
	{ JSON_SCHEMA_EXPORTED, "nguoi", "!null" },
	{ JSON_SCHEMA_EXPORTED, "nguoi",
	    "\"minItems\":1,\"items\":{\"type\":"
	    "\"string\"" },
	{ JSON_SCHEMA_EXPORTED, "vat", "!additionalProperties" },
	{ JSON_SCHEMA_WRITTEN, "nguoi", "!@path" },
	{ JSON_SCHEMA_WRITTEN, "nguoi",
	    "\"Tuổi\":{\"$ref\":\"#/properties/tuoi\"}" },
	{ JSON_SCHEMA_WRITTEN, "nguoi",
	    "\"enum\":[\"nam\",\"Nam\",\"Trai\","
	    "null]" },
	{ JSON_SCHEMA_WRITTEN, "nguoi",
	    "\"type\":[\"integer\",\"string\","
	    "\"null\"]" },
	{ JSON_SCHEMA_WRITTEN, "nguoi",
	    "{\"anyOf\":[{\"required\":[\"ma\"]}]}" },
};

static void
balanced(const char *z)
{
	int deep = 0;
	bool quoted = false, good = *z == '{';

	for (; *z; z++) {
		if (quoted && *z == '\\')
			z++;
		else if (*z == '"')
			quoted = !quoted;
		else if (!quoted && strchr("{[", *z))
			deep++;
		else if (!quoted && strchr("}]", *z))
			good = --deep >= 0 && good;
		else if (!quoted && *z == ',')
			good = good && !strchr(",:{[", z[-1]) &&
			    !strchr(",}]", z[1]);
	}
	ok(good && !deep && !quoted, "what is open is closed");
}

int
main(void)
{
	struct source *s = source_memory();
	struct findings to = { .say = say_text, .to = stdout };
	struct schema schema;

	source_memory_add(s, STR("schema/repository.md"), str_of(repository));
	source_memory_add(s, STR("schema/types/nguoi.md"), str_of(page));
	source_memory_add(s, STR("schema/types/vat.md"), str_of(open_page));
	if (!ok(schema_read(&schema, s, "schema", &to), "the schema reads"))
		return done();
	for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
		const char *what = wants[i].what;
		bool there = *what != '!';
		struct buf b = { 0 };

		json_schema_add(&b, &schema,
		    schema_type(&schema, str_of(wants[i].type)), wants[i].of,
		    LANG_EN);
		if (!ok((strstr(buf_z(&b), what + !there) != NULL) == there,
			"%s: %s", json_schema_word(wants[i].of), what))
			printf("# %s\n", buf_z(&b));
		balanced(buf_z(&b));
		buf_release(&b);
	}
	schema_release(&schema);
	source_close(s);
	return done();
}
