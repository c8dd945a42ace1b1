/* finding: what can be said of files, and how it is said. */
#include "text/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "text/text.h"

static const struct find_row rows[FINDS] = {
#define FIND(name, id, level, why) [FIND_##name] = { id, level, why, false },
#define GUARD(name, id, level, why) [FIND_##name] = { id, level, why, true },
#include "text/finding.def"
#undef FIND
};

static const char *const level_names[] = {
	[NOTE] = "note",
	[WARNING] = "warning",
	[ERROR] = "error",
	[TROUBLE] = "error",
	[LEVEL_OFF] = "off",
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
	at.col = 1 + (int)text_width((struct str){ text.s + line, off - line });
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

/* The nearest to what was typed. */
const struct find_row *
find_near(struct str id)
{
	const struct find_row *best = NULL;

	for (size_t i = 0; i < FINDS; i++)
		if (str_nearer(id, str_of(rows[i].id), str_of(best ? best->id : NULL)))
			best = &rows[i];
	return best;
}

enum level
level_in_force(const struct levels *l, const struct find_row *row)
{
	signed char set = l ? l->set[row - rows] : 0;

	return set ? (enum level)(set - 1) : row->level;
}

void
level_set(struct levels *l, const struct find_row *row, enum level level)
{
	l->set[row - rows] = (signed char)(level + 1);
}

/* Passes a finding on, on the level that is in force for it. */
static void
pass(struct findings *f, const struct finding *given)
{
	struct finding one = *given;

	if (one.row)
		one.level = level_in_force(f->levels, one.row);
	if (one.level == LEVEL_OFF)
		return;
	f->count[one.level]++;
	if (f->say)
		f->say(&one, f->to);
}

static void __attribute__((format(printf, 3, 0)))
tell(struct findings *f, struct finding one, const char *fmt, va_list ap)
{
	struct buf text = { 0 };

	if (f->say)
		buf_addv(&text, fmt, ap);
	one.text = buf_z(&text);
	pass(f, &one);
	buf_release(&text);
}

bool
found(struct findings *f, enum find which, struct place at, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f,
	    (struct finding){ .id = rows[which].id,
		.row = &rows[which],
		.level = rows[which].level,
		.at = at },
	    fmt, ap);
	va_end(ap);
	return false;
}

bool
found_as(struct findings *f, const char *id, enum level level, struct place at,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, (struct finding){ .id = id, .level = level, .at = at }, fmt,
	    ap);
	va_end(ap);
	return false;
}

bool
found_troublev(struct findings *f, const char *fmt, va_list ap)
{
	tell(f, (struct finding){ .level = TROUBLE }, fmt, ap);
	return false;
}

bool
found_trouble(struct findings *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	found_troublev(f, fmt, ap);
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
	struct buf line = { 0 };

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

/* How much of a path is a commit's id, with the ':' behind it; all of it where
 * no path follows. */
static size_t
commit_before(const char *path)
{
	enum { SHORTEST = 12 };
	size_t n = strspn(path, "0123456789abcdef");

	if (n < SHORTEST || (path[n] && path[n] != ':'))
		return 0;
	return n + (path[n] == ':');
}

void
say_below(const struct finding *f, void *to)
{
	const struct below *b = to;
	const char *path = f->at.path;
	struct finding above = *f;
	struct buf whole = { 0 };
	size_t n = path ? commit_before(path) : 0;

	if (path && *b->folder && path[0] != '/' && (path[n] || !n)) {
		buf_addf(&whole, "%.*s%s/%s", (int)n, path, b->folder,
		    path + n);
		above.at.path = buf_z(&whole);
	}
	b->to->count[f->level]++;
	if (b->to->say)
		b->to->say(&above, b->to->to);
	buf_release(&whole);
}

/* What GitHub's runner takes for its own is written in percent, in a property
 * also what ends one; other control bytes are made harmless. */
static void
add_percent(struct buf *line, const char *z, const char *special)
{
	while (*z) {
		size_t n = strcspn(z, special), from = line->n;

		buf_add(line, (struct str){ z, n });
		text_harmless(line, from);
		z += n;
		if (*z)
			buf_addf(line, "%%%02X", (unsigned char)*z++);
	}
}

static void
add_property(struct buf *line, const char *name, const char *z)
{
	buf_addf(line, "%s%s=", line->s[line->n - 1] == ' ' ? "" : ",", name);
	add_percent(line, z, "%\r\n:,");
}

void
say_github(const struct finding *f, void *out)
{
	static const char *const commands[LEVELS] = {
		[NOTE] = "notice",
		[WARNING] = "warning",
		[ERROR] = "error",
		[TROUBLE] = "error",
	};
	struct buf line = { 0 };

	buf_addf(&line, "::%s ", commands[f->level]);
	if (f->at.path)
		add_property(&line, "file", f->at.path);
	if (f->at.path && f->at.line) {
		char n[2][16];

		snprintf(n[0], sizeof n[0], "%d", f->at.line);
		snprintf(n[1], sizeof n[1], "%d", f->at.col);
		add_property(&line, "line", n[0]);
		add_property(&line, "col", n[1]);
	}
	if (f->id)
		add_property(&line, "title", f->id);
	if (line.s[line.n - 1] == ' ') /* no properties, no blank */
		line.n--;
	buf_addz(&line, "::");
	add_percent(&line, f->text, "%\r\n");
	buf_addc(&line, '\n');
	fwrite(line.s, 1, line.n, out);
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
	for (size_t i = 0; i < k->n; i++)
		pass(to, &k->all[i]);
}

void
kept_release(struct kept *k)
{
	arena_release(&k->arena);
	free(k->all);
	*k = (struct kept){ 0 };
}
