/* record_edit_value: values and keys as people write them, spelled as the
 * record spells. */
#include "record/record_edit_inside.h"

#include <string.h>

#include "text/flag.h"
#include "text/period.h"
#include "text/text.h"

void
record_edit_listen(struct record_edit *e)
{
	e->voice = voice_of(&e->type->fields, e->record.front.root,
	    e->schema->label_spelling);
}

struct str
record_edit_key(struct record_edit *e, const struct fields *in,
    const struct node *map, const struct field *f)
{
	return voice_spell(voice_of_map(in, map, e->voice), &f->name);
}

const char *
record_edit_name(struct record_edit *e, const struct field *f)
{
	return arena_z(&e->arena, voice_spell(e->voice, &f->name));
}

const char *
record_edit_shown(struct record_edit *e, const struct field *f)
{
	return voice_shown(e->voice, f, &e->arena);
}

static struct str
nfc(struct record_edit *e, struct str v)
{
	struct buf b = { 0 };
	struct str same = text_as_nfc(v, &b);

	return same.s == v.s ? v : arena_take(&e->arena, &b);
}

/* 67,14 as 67.14. */
static struct str
with_point(struct record_edit *e, struct str v)
{
	size_t comma = str_find(v, ',');
	char *z;

	if (comma == v.n)
		return v;
	for (size_t i = 0; i < v.n; i++)
		if (i != comma && !str_is_digit(v.s[i]) &&
		    !(i == 0 && *v.s == '-'))
			return v;
	z = arena_z(&e->arena, v);
	z[comma] = '.';
	return (struct str){ z, v.n };
}

static struct str
canonical_day(struct record_edit *e, const struct field *f, struct str v)
{
	char day[DAY_TEXT];

	if (date_mistyped(v, day) && (f->partial || strlen(day) == 10))
		return str_of(arena_z(&e->arena, str_of(day)));
	return v;
}

static struct str
canonical_period(struct record_edit *e, struct str v)
{
	char name[PERIOD_TEXT];
	struct date d;

	if (!period_parse(v, &d) && period_meant(v, name))
		return str_of(arena_z(&e->arena, str_of(name)));
	return v;
}

struct str
record_edit_canonical(struct record_edit *e, const struct field *f,
    struct str v)
{
	int i;

	if (f->kind != KIND_TEXT)
		v = str_trim(v);
	switch (f->kind) {
	case KIND_ENUM:
		i = spellings_find(&f->by_value, v);
		return i == NAME_NONE ? v : f->values[i].name;
	case KIND_FLAG:
		i = flag_parse(v);
		return i < 0 ? v : i ? STR("1") : STR("0");
	case KIND_DATE:
		return canonical_day(e, f, v);
	case KIND_PERIOD:
		return canonical_period(e, v);
	case KIND_DECIMAL:
		return with_point(e, v);
	case KIND_REF:
		v = nfc(e, v);
		return e->refer ? e->refer(e->refer_to, f, v, &e->arena) : v;
	default:
		return nfc(e, v);
	}
}

static bool
is_vietnamese(const struct type *t)
{
	bool marked = name_marked(&t->name);

	for (size_t i = 0; i < t->fields.n && !marked; i++)
		marked = name_marked(&t->fields.all[i].name);
	return marked;
}

/* The word for yes or no that goes with the one that stands there. */
static struct str
flag_word(const struct record_edit *e, const struct node *now, bool yes)
{
	static const char *const pairs[][2] = { { "khong", "co" },
		{ "không", "có" }, { "false", "true" }, { "no", "yes" },
		{ "off", "on" } };
	enum { PAIRS = sizeof pairs / sizeof *pairs };
	enum { NAMES, MARKED, ENGLISH, WORDS };
	size_t which = e->voice.labels ?
	    e->voice.lang == LANG_VI ? MARKED : WORDS :
	    is_vietnamese(e->type) ? NAMES :
				     ENGLISH;

	for (size_t i = 0; now && i < PAIRS; i++)
		for (int k = 0; k < 2; k++)
			if (str_is_word(now->value, pairs[i][k]))
				which = i;
	return str_of(pairs[which][yes]);
}

struct str
record_edit_spelled(struct record_edit *e, const struct field *f,
    const struct node *now, struct str v)
{
	const struct name *n;
	int i;

	if (now && (now->kind != NODE_SCALAR || now->absent))
		now = NULL;
	if (f->kind == KIND_FLAG && (str_is(v, "0") || str_is(v, "1")))
		return flag_word(e, now, str_is(v, "1"));
	if (f->kind != KIND_ENUM)
		return v;
	n = name_find(f->values, f->n_values, sizeof *f->values, v);
	if (!n)
		return v;
	i = now ? spellings_find(&f->by_value, now->value) : NAME_NONE;
	return voice_spell(i == NAME_NONE ?
		e->voice :
		voice_of_word(&f->values[i], &now->value, e->voice),
	    n);
}

struct str
record_edit_said(struct record_edit *e, const struct field *f, struct str v)
{
	const struct name *n = f->kind == KIND_ENUM && e->voice.labels ?
	    name_find(f->values, f->n_values, sizeof *f->values, v) :
	    NULL;

	if (f->kind == KIND_FLAG && (str_is(v, "0") || str_is(v, "1")))
		return flag_word(e, NULL, str_is(v, "1"));
	return n ? voice_spell(e->voice, n) : v;
}
