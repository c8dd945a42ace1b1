/* printf: printf of SQL, one conversion at a time by SQLite's own. */
#include "catalog/printf.h"

#include <string.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "catalog/meter.h"
#include "base/str.h"
#include "text/text.h"

struct printing {
	sqlite3_context *c;
	sqlite3_str *out;
	sqlite3_value **v; /* arguments not used yet */
	int n;
	size_t most, room; /* for widths and precisions */
	struct buf spec;   /* a conversion, without a * */
	bool failed;       /* and why is the result */
};

static sqlite3_value *
next_value(struct printing *p)
{
	return p->n ? p->n--, *p->v++ : NULL;
}

static sqlite3_int64
next_int(struct printing *p)
{
	sqlite3_value *v = next_value(p);

	return v ? sqlite3_value_int64(v) : 0;
}

/* Adds a width or precision to the conversion. False: there is no room. */
static bool
add_size(struct printing *p, sqlite3_int64 n)
{
	if (n < 0 || (size_t)n > p->room)
		return false;
	p->room -= (size_t)n;
	buf_addf(&p->spec, "%lld", (long long)n);
	return true;
}

/* "12" or "*" at f[*i]; nothing there is nothing. */
static bool
read_size(struct printing *p, struct str f, size_t *i, bool width)
{
	sqlite3_int64 n = 0;

	if (*i < f.n && f.s[*i] == '*') {
		++*i;
		n = next_int(p);
		if (n < -(sqlite3_int64)p->most)
			return false;
		if (n < 0 && width)
			buf_addc(&p->spec, '-');
		return add_size(p, n < 0 ? -n : n);
	}
	if (*i >= f.n || f.s[*i] < '0' || f.s[*i] > '9')
		return true;
	for (; *i < f.n && f.s[*i] >= '0' && f.s[*i] <= '9'; ++*i)
		if (n <= (sqlite3_int64)p->most)
			n = n * 10 + (f.s[*i] - '0');
	return add_size(p, n);
}

/* '!' has SQLite count characters, where it would count bytes. */
static void
put_text(struct printing *p, char kind)
{
	struct buf spec = { 0 };
	sqlite3_value *v = next_value(p);
	const char *text = v ? (const char *)sqlite3_value_text(v) : NULL;

	buf_addz(&spec, "%!");
	buf_add(&spec, str_from(buf_str(&p->spec), 1));
	buf_addc(&spec, kind == 'z' ? 's' : kind);
	sqlite3_str_appendf(p->out, buf_z(&spec), text);
	buf_release(&spec);
}

/* The first character of a text, as often as the precision says. */
static void
put_character(struct printing *p)
{
	sqlite3_value *v = next_value(p);
	struct str text = str_of(v ? (const char *)sqlite3_value_text(v) : "");
	size_t next;
	int32_t c = text.n ? text_at(text, 0, &next) : -1;

	if (c < 0)
		return;
	buf_addc(&p->spec, 'c');
	sqlite3_str_appendf(p->out, buf_z(&p->spec), (unsigned)c);
}

/* False: it is no conversion, and SQLite prints nothing from there on. */
static bool
put(struct printing *p, char kind)
{
	sqlite3_value *v;

	if (strchr("diuxXorp", kind)) {
		buf_addf(&p->spec, "ll%c", kind == 'p' ? 'X' : kind);
		sqlite3_str_appendf(p->out, buf_z(&p->spec), next_int(p));
	} else if (strchr("feEgG", kind)) {
		buf_addc(&p->spec, kind);
		v = next_value(p);
		sqlite3_str_appendf(p->out, buf_z(&p->spec),
		    v ? sqlite3_value_double(v) : 0.0);
	} else if (strchr("szqQw", kind)) {
		put_text(p, kind);
	} else if (kind == 'c') {
		put_character(p);
	} else if (kind == '%') {
		buf_addc(&p->spec, '%');
		sqlite3_str_appendf(p->out, buf_z(&p->spec));
	} else {
		return kind == 'n';
	}
	return true;
}

/* The conversion at f[*i], behind its %. */
static bool
convert(struct printing *p, struct str f, size_t *i)
{
	size_t room = p->room, from = *i;

	buf_clear(&p->spec);
	buf_addc(&p->spec, '%');
	while (*i < f.n && f.s[*i] && strchr("-+ #0!,", f.s[*i]))
		buf_addc(&p->spec, f.s[(*i)++]);
	if (!read_size(p, f, i, true))
		goto toobig;
	if (*i < f.n && f.s[*i] == '.') {
		buf_addc(&p->spec, f.s[(*i)++]);
		if (!read_size(p, f, i, false))
			goto toobig;
	}
	while (*i < f.n && f.s[*i] == 'l')
		++*i;
	p->failed = !meter_spend(p->c, room - p->room);
	if (p->failed)
		return false;
	if (*i < f.n)
		return put(p, f.s[(*i)++]);
	if (*i == from) /* a format that ends with % */
		sqlite3_str_appendchar(p->out, 1, '%');
	return false;
toobig:
	sqlite3_result_error_toobig(p->c);
	p->failed = true;
	return false;
}

static void
print(struct printing *p, struct str f)
{
	size_t i = 0, plain;

	while (i < f.n && !sqlite3_str_errcode(p->out)) {
		plain = str_find(str_from(f, i), '%');
		if (plain)
			sqlite3_str_append(p->out, f.s + i, (int)plain);
		i += plain;
		if (i < f.n && (++i, !convert(p, f, &i)))
			return;
	}
}

void
catalog_printf(sqlite3_context *c, int n, sqlite3_value **v)
{
	sqlite3 *db = sqlite3_context_db_handle(c);
	struct printing p = { .c = c, .v = v + 1, .n = n - 1 };
	const char *f = n ? (const char *)sqlite3_value_text(v[0]) : NULL;
	int rc, length;
	char *text;

	if (!f)
		return;
	p.most = p.room = (size_t)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1);
	p.out = sqlite3_str_new(db);
	print(&p, str_of(f));
	rc = sqlite3_str_errcode(p.out);
	length = sqlite3_str_length(p.out);
	text = sqlite3_str_finish(p.out);
	if (p.failed)
		; /* it is told */
	else if (rc == SQLITE_TOOBIG)
		sqlite3_result_error_toobig(c);
	else if (rc)
		sqlite3_result_error_nomem(c);
	else if (meter_spend(c, (size_t)length))
		sqlite3_result_text(c, text, length, SQLITE_TRANSIENT);
	sqlite3_free(text);
	buf_release(&p.spec);
}
