#ifndef MEMORY_SCHEMA_H
#define MEMORY_SCHEMA_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "git/source.h"
#include "schema/schema.h"
#include "text/say.h"

/* A schema with one type, which is read once and lasts. */
static const struct schema *
memory_schema(const char *repository, const char *type)
{
	static struct schema schema;
	static bool read;
	struct findings to = { .say = say_text, .to = stderr };

	if (!read) {
		struct source *s = source_memory();

		source_memory_add(s, STR("schema/repository.md"),
		    str_of(repository));
		source_memory_add(s, STR("schema/types/nguoi.md"),
		    str_of(type));
		if (!schema_read(&schema, s, "schema", &to))
			abort();
		read = true;
	}
	return &schema;
}

#endif
