/* found: a finding is said, on the level that is in force for it. */
#include "text/found.h"

#include <stdarg.h>

#include "base/buf.h"
#include "text/name.h"

enum level
found_level(const struct found_levels *l, const struct finding_row *row)
{
	signed char set = l ? l->set[row - finding_row(0)] : 0;

	return set ? (enum level)(set - 1) : row->level;
}

void
found_set_level(struct found_levels *l, const struct finding_row *row,
    enum level level)
{
	l->set[row - finding_row(0)] = (signed char)(level + 1);
}

void
found_pass(struct findings *f, const struct finding *given)
{
	struct finding one = *given;

	if (one.row)
		one.level = found_level(f->levels, one.row);
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
	found_pass(f, &one);
	buf_release(&text);
}

bool
found(struct findings *f, enum find which, struct place at, const char *fmt,
    ...)
{
	const struct finding_row *row = finding_row(which);
	va_list ap;

	va_start(ap, fmt);
	tell(f,
	    (struct finding){ .id = row->id,
		.row = row,
		.level = row->level,
		.at = at },
	    fmt, ap);
	va_end(ap);
	return false;
}

bool
found_fix(struct findings *f, enum find which, struct place at,
    const struct fix *fix, const char *fmt, ...)
{
	const struct finding_row *row = finding_row(which);
	va_list ap;

	va_start(ap, fmt);
	tell(f,
	    (struct finding){ .id = row->id,
		.row = row,
		.level = row->level,
		.at = at,
		.fix = fix },
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
found_near(struct findings *f, enum find which, struct place at,
    struct str near, const char *fmt, ...)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	found(f, which, at, "%s%s", buf_z(&text), name_meant(&a, near));
	buf_release(&text);
	arena_release(&a);
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

int
found_status(const struct findings *f)
{
	return f->count[TROUBLE] ? 2 : f->count[ERROR] ? 1 : 0;
}
