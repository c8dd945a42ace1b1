/* schema_image: a schema that was read, as bytes.
 *
 * The tables say what of each struct is a pointer: one more there needs its row
 * here (tests/unit/schema_image.c finds one that has none). */
#include "schema/schema_image.h"

#include <stdlib.h>
#include <string.h>

#include "base/image.h"
#include "base/mem.h"
#include "schema/rule.h"
#include "schema/schema.h"
#include "schema/view.h"

#define STR_AT(t, m)                                                           \
	{                                                                      \
		IMAGE_STR, .at = offsetof(t, m)                                \
	}
#define Z_AT(t, m)                                                             \
	{                                                                      \
		IMAGE_Z, .at = offsetof(t, m)                                  \
	}
#define TO_AT(t, m)                                                            \
	{                                                                      \
		IMAGE_TO, .at = offsetof(t, m)                                 \
	}
#define MAP_AT(t, m)                                                           \
	{                                                                      \
		IMAGE_MAP, .at = offsetof(t, m)                                \
	}
#define ONE_AT(t, m, shape)                                                    \
	{                                                                      \
		IMAGE_ONE, .at = offsetof(t, m), .of = &(shape)                \
	}
#define IN_AT(t, m, shape, many)                                               \
	{                                                                      \
		IMAGE_IN, .at = offsetof(t, m), .of = &(shape), .n = (many)    \
	}
#define MANY_AT(t, m, shape, many)                                             \
	{                                                                      \
		IMAGE_MANY, .at = offsetof(t, m), .of = &(shape),              \
			    .count = offsetof(t, many)                         \
	}
#define NOT_AT(t, m)                                                           \
	{                                                                      \
		IMAGE_NOT, .at = offsetof(t, m), .n = sizeof(((t *)NULL)->m)   \
	}

#define SHAPE(name, t, ...)                                                    \
	static const struct image_row name##_rows[] = { __VA_ARGS__ };         \
	static const struct image_shape name = { sizeof(t), name##_rows,       \
		sizeof name##_rows / sizeof *name##_rows }

/* What is all numbers. */
static const struct image_shape ints = { sizeof(int), NULL, 0 };
static const struct image_shape sizes = { sizeof(size_t), NULL, 0 };

static const struct image_row text_rows[] = { { IMAGE_STR, .at = 0 } };
static const struct image_shape text = { sizeof(struct str), text_rows, 1 };
static const struct image_row to_rows[] = { { IMAGE_TO, .at = 0 } };
static const struct image_shape to = { sizeof(void *), to_rows, 1 };

SHAPE(place, struct place, Z_AT(struct place, path));

SHAPE(label, struct label, Z_AT(struct label, in[0]),
    Z_AT(struct label, in[1]));

SHAPE(name, struct name, STR_AT(struct name, name),
    IN_AT(struct name, label, label, 1), IN_AT(struct name, help, label, 1),
    MANY_AT(struct name, also, text, n_also));

SHAPE(spellings, struct spellings, MAP_AT(struct spellings, exact),
    MAP_AT(struct spellings, spelled));

/* What is behind the last step is nothing. */
SHAPE(path, struct path,
    { IMAGE_TOS, .at = offsetof(struct path, at), .n = PATH_MOST,
	.count = offsetof(struct path, n) });

SHAPE(bond, struct bond, TO_AT(struct bond, than));

static const struct image_shape field;

SHAPE(fields, struct fields, MANY_AT(struct fields, all, field, n),
    IN_AT(struct fields, by, spellings, 1));

SHAPE(field, struct field, IN_AT(struct field, name, name, 1),
    STR_AT(struct field, dotted), STR_AT(struct field, pattern),
    NOT_AT(struct field, regex), MANY_AT(struct field, values, name, n_values),
    IN_AT(struct field, by_value, spellings, 1), STR_AT(struct field, to),
    MANY_AT(struct field, key, ints, n_key),
    MANY_AT(struct field, bonds, bond, n_bonds),
    IN_AT(struct field, fields, fields, 1), ONE_AT(struct field, of, field),
    TO_AT(struct field, up));

SHAPE(condition, struct condition, TO_AT(struct condition, field),
    MANY_AT(struct condition, values, text, n));

SHAPE(stage, struct stage, IN_AT(struct stage, name, name, 1),
    IN_AT(struct stage, since, path, 1),
    MANY_AT(struct stage, when, condition, n_when),
    MANY_AT(struct stage, needs, path, n_needs), TO_AT(struct stage, until),
    MANY_AT(struct stage, next, sizes, n_next));

SHAPE(computed, struct computed, IN_AT(struct computed, name, name, 1),
    STR_AT(struct computed, sql));

SHAPE(id_part, struct id_part, STR_AT(struct id_part, text),
    IN_AT(struct id_part, path, path, 1));

SHAPE(id_pattern, struct id_pattern,
    MANY_AT(struct id_pattern, all, id_part, n));

SHAPE(role_field, struct role_field, TO_AT(struct role_field, field),
    { IMAGE_IN, .at = offsetof(struct role_field, part), .of = &to,
	.n = FIELD_PARTS });

SHAPE(type, struct type, IN_AT(struct type, name, name, 1),
    Z_AT(struct type, page), MANY_AT(struct type, files, text, n_files),
    MANY_AT(struct type, begins, text, n_files),
    MANY_AT(struct type, except, text, n_except), STR_AT(struct type, new_path),
    IN_AT(struct type, new_id, id_pattern, 1),
    IN_AT(struct type, fields, fields, 1),
    MANY_AT(struct type, numbered, to, n_numbered),
    { IMAGE_MANY, .at = offsetof(struct type, stages), .of = &stage,
	.count = offsetof(struct type, n_stages),
	.more = offsetof(struct type, n_exits) },
    IN_AT(struct type, by_stage, spellings, 1),
    IN_AT(struct type, roles, role_field, FIELD_ROLES),
    TO_AT(struct type, born), MANY_AT(struct type, same, to, n_same),
    MANY_AT(struct type, columns, computed, n_columns),
    MANY_AT(struct type, headings, text, n_headings));

/* Authority. */

SHAPE(role, struct role, STR_AT(struct role, name),
    MANY_AT(struct role, types, text, n_types),
    MANY_AT(struct role, fields, text, n_fields),
    MANY_AT(struct role, stages, text, n_stages));

SHAPE(grant, struct grant, TO_AT(struct grant, role),
    MANY_AT(struct grant, units, text, n_units),
    MANY_AT(struct grant, unit_at, place, n_units));

SHAPE(person, struct person, STR_AT(struct person, name),
    STR_AT(struct person, email), STR_AT(struct person, member),
    IN_AT(struct person, member_at, place, 1),
    MANY_AT(struct person, keys, text, n_keys),
    MANY_AT(struct person, grants, grant, n_grants));

SHAPE(unit_field, struct unit_field, STR_AT(struct unit_field, type),
    STR_AT(struct unit_field, field));

SHAPE(authority, struct authority, STR_AT(struct authority, text),
    MANY_AT(struct authority, people, person, n_people),
    MANY_AT(struct authority, roles, role, n_roles),
    STR_AT(struct authority, unit_type), STR_AT(struct authority, above),
    STR_AT(struct authority, member_type),
    MANY_AT(struct authority, in, unit_field, n_in));

/* Rules and views. */

SHAPE(cell, struct cell, STR_AT(struct cell, s));

SHAPE(in_force, struct in_force, STR_AT(struct in_force, gen),
    STR_AT(struct in_force, source),
    MANY_AT(struct in_force, parameters, cell, n_parameters));

SHAPE(cadence, struct cadence, STR_AT(struct cadence, every),
    STR_AT(struct cadence, first), STR_AT(struct cadence, grace),
    STR_AT(struct cadence, spread));

SHAPE(example, struct example, STR_AT(struct example, name),
    TO_AT(struct example, type), STR_AT(struct example, text));

SHAPE(rule, struct rule, STR_AT(struct rule, id), Z_AT(struct rule, page),
    TO_AT(struct rule, type), IN_AT(struct rule, field, path, 1),
    MANY_AT(struct rule, measured, path, n_measured),
    IN_AT(struct rule, open, path, 1), IN_AT(struct rule, label, label, 1),
    IN_AT(struct rule, help, label, 1), IN_AT(struct rule, message, label, 1),
    IN_AT(struct rule, next, label, 1), IN_AT(struct rule, cadence, cadence, 1),
    STR_AT(struct rule, sql),
    MANY_AT(struct rule, parameters, text, n_parameters),
    MANY_AT(struct rule, in_force, in_force, n_in_force),
    MANY_AT(struct rule, examples, example, n_examples),
    MANY_AT(struct rule, safe, text, n_safe), Z_AT(struct rule, why));

SHAPE(rules, struct rules, MANY_AT(struct rules, all, rule, n));

SHAPE(view, struct view, STR_AT(struct view, name), Z_AT(struct view, page),
    STR_AT(struct view, sql));

SHAPE(views, struct views, MANY_AT(struct views, all, view, n));

/* The whole. */

SHAPE(generation, struct generation, STR_AT(struct generation, gen),
    STR_AT(struct generation, document));

SHAPE(rule_level, struct rule_level, STR_AT(struct rule_level, id),
    IN_AT(struct rule_level, at, place, 1));

SHAPE(numbers, struct calendar_numbers,
    MANY_AT(struct calendar_numbers, all, ints, n),
    NOT_AT(struct calendar_numbers, cap));

SHAPE(calendar, struct calendar, IN_AT(struct calendar, off, numbers, 1),
    IN_AT(struct calendar, on, numbers, 1),
    IN_AT(struct calendar, years, numbers, 1));

SHAPE(role_names, struct role_names, STR_AT(struct role_names, field),
    IN_AT(struct role_names, part, text, FIELD_PARTS));

SHAPE(page, struct schema_page, Z_AT(struct schema_page, path));

SHAPE(whole, struct schema, NOT_AT(struct schema, arena),
    NOT_AT(struct schema, source), Z_AT(struct schema, folder),
    MANY_AT(struct schema, types, type, n_types),
    MANY_AT(struct schema, generations, generation, n_generations),
    MANY_AT(struct schema, standing, generation, n_standing),
    IN_AT(struct schema, calendar, calendar, 1),
    TO_AT(struct schema, default_type), STR_AT(struct schema, zone),
    Z_AT(struct schema, schema_from),
    IN_AT(struct schema, roles, role_names, FIELD_ROLES),
    STR_AT(struct schema, whose), IN_AT(struct schema, whose_at, place, 1),
    ONE_AT(struct schema, authority, authority),
    MANY_AT(struct schema, rule_levels, rule_level, n_rule_levels),
    NOT_AT(struct schema, kept), MANY_AT(struct schema, pages, page, n_pages),
    ONE_AT(struct schema, rules, rules), ONE_AT(struct schema, views, views));

bool
schema_image_pack(struct buf *b, const struct schema *s)
{
	return image_pack(b, s, &whole);
}

/* What lies in no arena where a schema was read. */

static void
own(struct calendar_numbers *v)
{
	int *all = mem_alloc(v->n * sizeof *all);

	if (v->n)
		memcpy(all, v->all, v->n * sizeof *all);
	v->all = all;
	v->cap = v->n;
}

bool
schema_image_lay(struct schema *s, char *bytes, size_t n)
{
	const struct schema *lies = image_lay(bytes, n);
	bool ok = lies;

	*s = lies ? *lies : (struct schema){ 0 };
	if (!lies)
		return false;
	own(&s->calendar.off);
	own(&s->calendar.on);
	own(&s->calendar.years);
	for (size_t i = 0; i < s->n_types; i++)
		ok = field_patterns(&s->types[i].fields) && ok;
	return ok;
}
