/* finding: what can be said of files, and how it is said. */
#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lang.h"
#include "mem.h"
#include "text.h"

static const struct find_row rows[FINDS] = {
#define FIND(name, id, level, why)	[FIND_##name] = { id, level, why },
#include "finding.def"
#undef FIND
};

static const char *const level_names[LEVELS] = {
	[NOTE] = "note",
	[WARNING] = "warning",
	[ERROR] = "error",
	[TROUBLE] = "error",
};

struct place
place_file(const char *path)
{
	return (struct place){ .path = path };
}

struct place
place_at(const char *path, struct str text, size_t off)
{
	struct place at = { path, 1, 1 };
	size_t line = 0;

	if (off > text.n)
		off = text.n;
	for (size_t i = 0; i < off; i++)
		if (text.s[i] == '\n') {
			at.line++;
			line = i + 1;
		}
	at.col = 1 + (int)text_width(
	    (struct str){ text.s + line, off - line });
	return at;
}

const struct find_row *
find_row(enum find f)
{
	return &rows[f];
}

const struct find_row *
find_named(struct str id)
{
	for (size_t i = 0; i < FINDS; i++)
		if (str_is(id, rows[i].id))
			return &rows[i];
	return NULL;
}

static void __attribute__((format(printf, 5, 0)))
tell(struct findings *f, const char *id, enum level level, struct place at,
    const char *fmt, va_list ap)
{
	struct finding one = { id, level, at, NULL };
	struct buf text = {0};

	f->count[level]++;
	if (!f->say)
		return;
	buf_addv(&text, fmt, ap);
	one.text = buf_z(&text);
	f->say(&one, f->to);
	buf_release(&text);
}

bool
found(struct findings *f, enum find which, struct place at,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, rows[which].id, rows[which].level, at, fmt, ap);
	va_end(ap);
	return false;
}

bool
found_as(struct findings *f, const char *id, enum level level,
    struct place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, id, level, at, fmt, ap);
	va_end(ap);
	return false;
}

const char *
level_name(enum level l)
{
	return level_names[l];
}

bool
level_named(struct str name, enum level *l)
{
	for (size_t i = 0; i < TROUBLE; i++)
		if (str_is(name, level_names[i])) {
			*l = (enum level)i;
			return true;
		}
	return false;
}

int
findings_status(const struct findings *f)
{
	return f->count[TROUBLE] ? 2 : f->count[ERROR] ? 1 : 0;
}

void
say_text(const struct finding *f, void *out)
{
	struct buf line = {0};

	if (f->at.path) {
		buf_addz(&line, f->at.path);
		if (f->at.line)
			buf_addf(&line, ":%d:%d", f->at.line, f->at.col);
		buf_addz(&line, ": ");
	}
	buf_addf(&line, "%s: %s", level_names[f->level], f->text);
	if (f->id)
		buf_addf(&line, " [%s]", f->id);
	text_harmless(&line, 0);
	buf_addc(&line, '\n');
	fwrite(line.s, 1, line.n, f->level == TROUBLE ? stderr : out);
	buf_release(&line);
}

static const char *
keep(struct arena *a, const char *z)
{
	return z ? arena_z(a, str_of(z)) : NULL;
}

void
say_keep(const struct finding *f, void *to)
{
	struct kept *k = to;
	struct finding *one = MEM_PUSH(k->all, k->n, k->cap);

	*one = *f;
	one->id = keep(&k->arena, f->id);
	one->text = keep(&k->arena, f->text);
	one->at.path = keep(&k->arena, f->at.path);
}

static int
by_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
in_order(const void *va, const void *vb)
{
	const struct finding *a = va, *b = vb;
	int c = by_text(a->at.path, b->at.path);

	if (!c)
		c = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	if (!c)
		c = (a->at.col > b->at.col) - (a->at.col < b->at.col);
	if (!c)
		c = (a->level < b->level) - (a->level > b->level);
	if (!c)
		c = by_text(a->id, b->id);
	return c ? c : by_text(a->text, b->text);
}

void
kept_sort(struct kept *k)
{
	size_t n = 0;

	if (k->n)
		qsort(k->all, k->n, sizeof *k->all, in_order);
	for (size_t i = 0; i < k->n; i++)
		if (!n || in_order(&k->all[n - 1], &k->all[i]) != 0)
			k->all[n++] = k->all[i];
	k->n = n;
}

void
kept_pass(const struct kept *k, struct findings *to)
{
	for (size_t i = 0; i < k->n; i++) {
		to->count[k->all[i].level]++;
		if (to->say)
			to->say(&k->all[i], to->to);
	}
}

void
kept_release(struct kept *k)
{
	arena_release(&k->arena);
	free(k->all);
	*k = (struct kept){0};
}
