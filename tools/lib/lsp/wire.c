/* wire: JSON as messages carry it, by jansson. */
#include "lsp/wire.h"

#include <jansson.h>

#include "base/mem.h"
#include "text/text.h"

static json_t *
theirs(const struct wire *w)
{
	return (json_t *)w;
}

/* Theirs is NULL only where there is no memory. */
static struct wire *
ours(json_t *j)
{
	if (!j)
		mem_out();
	return (struct wire *)j;
}

struct wire *
wire_read(struct str text, const char **why)
{
	static json_error_t error;

	*why = error.text;
	return (struct wire *)json_loadb(text.s ? text.s : "", text.n,
	    JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
}

void
wire_free(struct wire *w)
{
	json_decref(theirs(w));
}

const struct wire *
wire_get(const struct wire *w, const char *key)
{
	return (const struct wire *)json_object_get(theirs(w), key);
}

const struct wire *
wire_at(const struct wire *w, size_t i)
{
	return (const struct wire *)json_array_get(theirs(w), i);
}

size_t
wire_size(const struct wire *w)
{
	return json_array_size(theirs(w));
}

struct str
wire_text(const struct wire *w)
{
	return (struct str){ json_string_value(theirs(w)),
		json_string_length(theirs(w)) };
}

/* A client may write a whole number as 1.0. */
bool
wire_int(const struct wire *w, long long *n)
{
	double d = json_real_value(theirs(w));

	*n = json_integer_value(theirs(w));
	if (json_is_real(theirs(w)) && d >= -1e15 && d <= 1e15) {
		*n = (long long)d;
		return (double)*n == d;
	}
	return json_is_integer(theirs(w));
}

bool
wire_is_true(const struct wire *w)
{
	return json_is_true(theirs(w));
}

bool
wire_is_id(const struct wire *w)
{
	return json_is_string(theirs(w)) || json_is_number(theirs(w));
}

struct wire *
wire_object(void)
{
	return ours(json_object());
}

struct wire *
wire_list(void)
{
	return ours(json_array());
}

struct wire *
wire_null(void)
{
	return ours(json_null());
}

struct wire *
wire_of(struct str v)
{
	json_t *j = json_stringn(v.s ? v.s : "", v.n);
	struct buf b = { 0 };

	if (j)
		return (struct wire *)j;
	buf_add(&b, v);
	text_harmless(&b, 0);
	j = json_stringn(buf_z(&b), b.n);
	buf_release(&b);
	return ours(j);
}

struct wire *
wire_of_z(const char *z)
{
	return z ? wire_of(str_of(z)) : wire_null();
}

struct wire *
wire_number(long long n)
{
	return ours(json_integer(n));
}

struct wire *
wire_flag(bool is)
{
	return ours(json_boolean(is));
}

struct wire *
wire_copy(const struct wire *w)
{
	return w ? ours(json_deep_copy(theirs(w))) : wire_null();
}

void
wire_set(struct wire *object, const char *key, struct wire *value)
{
	if (json_object_set_new_nocheck(theirs(object), key, theirs(value)) < 0)
		mem_out();
}

void
wire_add(struct wire *list, struct wire *value)
{
	if (json_array_append_new(theirs(list), theirs(value)) < 0)
		mem_out();
}

static int
add(const char *s, size_t n, void *to)
{
	buf_add(to, (struct str){ s, n });
	return 0;
}

void
wire_write(const struct wire *w, struct buf *b)
{
	json_dump_callback(theirs(w), add, b, JSON_COMPACT | JSON_ENCODE_ANY);
}
