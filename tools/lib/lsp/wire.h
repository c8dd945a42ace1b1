#ifndef LSP_WIRE_H
#define LSP_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* JSON as messages carry it. Only wire.c knows jansson. */

/* A value: an object, a list, a text, a number, true, false or null. */
struct wire;

/* NULL after saying in *why, until the next call, why text is none: it is not
 * UTF-8, nested too deep, or no JSON. Yours to free. */
struct wire *wire_read(struct str text, const char **why);
void wire_free(struct wire *); /* NULL is fine */

/* What stands under a key of an object, or at a place of a list: borrowed. NULL
 * where there is nothing, or no object or list. */
const struct wire *wire_get(const struct wire *, const char *key);
const struct wire *wire_at(const struct wire *, size_t i);
size_t wire_size(const struct wire *); /* of a list, else 0 */

/* A value as what it must be; false or empty: it is not. Text is borrowed. */
struct str wire_text(const struct wire *);
bool wire_int(const struct wire *, long long *);
bool wire_is_true(const struct wire *);
bool wire_is_id(const struct wire *); /* text or a number */

/* Values that are made: yours to free, or to give to one of the next. What is
 * no UTF-8 in a text is made harmless. */
struct wire *wire_object(void);
struct wire *wire_list(void);
struct wire *wire_null(void);
struct wire *wire_of(struct str);
struct wire *wire_of_z(const char *); /* NULL: null */
struct wire *wire_number(long long);
struct wire *wire_flag(bool);
struct wire *wire_copy(const struct wire *); /* NULL: null */

/* Each takes the value; a key is UTF-8. */
void wire_set(struct wire *object, const char *key, struct wire *value);
void wire_add(struct wire *list, struct wire *value);

/* Adds the value as JSON, on one line. */
void wire_write(const struct wire *, struct buf *);

#endif
