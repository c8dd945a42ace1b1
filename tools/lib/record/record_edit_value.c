/* record_edit_value: values and keys as people write them, spelled as the
 * record spells. */
#include "record/record_edit_inside.h"

#include <string.h>

#include "text/flag.h"
#include "text/period.h"
#include "text/text.h"

/* How often something is spelled by its name, and by its labels. */
struct counts {
	size_t names, labels[2];
};

static bool
is_spelled(const char *label, struct str spelled)
{
	struct buf a = { 0 }, b = { 0 };
	bool same;

	text_add_spelling(&a, str_of(label));
	text_add_spelling(&b, spelled);
	same = a.n && str_eq(buf_str(&a), buf_str(&b));
	buf_release(&a);
	buf_release(&b);
	return same;
}

static void
count(struct counts *c, const struct name *n, struct str spelled)
{
	if (str_eq(n->name, spelled)) {
		c->names += n->label.in[LANG_EN] || n->label.in[LANG_VI];
		return;
	}
	for (int lang = LANG_EN; lang <= LANG_VI; lang++)
		if (is_spelled(n->label.in[lang], spelled))
			c->labels[lang]++;
}

static void
count_map(const struct fields *in, const struct node *map, struct counts *c)
{
	for (const struct node *n = map->first; n; n = n->next) {
		int i = spellings_find(&in->by, n->key);
		const struct field *f = i == FIELD_NONE ? NULL : &in->all[i];

		if (!f)
			continue;
		count(c, &f->name, n->key);
		if (f->kind == KIND_MAP && n->kind == NODE_MAP)
			count_map(&f->fields, n, c);
		if (f->kind == KIND_LIST && f->fields.n && n->kind == NODE_LIST)
			for (const struct node *r = n->first; r; r = r->next)
				if (r->kind == NODE_MAP)
					count_map(&f->fields, r, c);
	}
}

static bool
by_labels(const struct counts *c, bool otherwise)
{
	size_t labels = c->labels[LANG_EN] + c->labels[LANG_VI];

	return labels == c->names ? otherwise : labels > c->names;
}

void
record_edit_listen(struct record_edit *e)
{
	struct counts c = { 0 };

	count_map(&e->type->fields, e->record.front.root, &c);
	e->labels = by_labels(&c, e->schema->label_spelling);
	e->lang = c.labels[LANG_EN] > c.labels[LANG_VI] ? LANG_EN : LANG_VI;
}

static struct str
spell(const struct record_edit *e, const struct name *n, bool labels)
{
	return labels ? str_of(name_shown(n, e->lang)) : n->name;
}

struct str
record_edit_key(struct record_edit *e, const struct fields *in,
    const struct node *map, const struct field *f)
{
	struct counts c = { 0 };

	for (const struct node *n = map ? map->first : NULL; n; n = n->next) {
		int i = spellings_find(&in->by, n->key);

		if (i != FIELD_NONE)
			count(&c, &in->all[i].name, n->key);
	}
	return spell(e, &f->name, by_labels(&c, e->labels));
}

const char *
record_edit_name(struct record_edit *e, const struct field *f)
{
	return arena_z(&e->arena, spell(e, &f->name, e->labels));
}

static void
add_labels(const struct record_edit *e, const struct field *f, struct buf *b)
{
	if (f->up)
		add_labels(e, f->up, b);
	if (!f->name.name.n) /* what a list of values holds */
		return;
	buf_addz(b, b->n > 1 ? ": " : "");
	buf_add(b, spell(e, &f->name, true));
}

const char *
record_edit_shown(struct record_edit *e, const struct field *f)
{
	struct buf b = { 0 };

	if (!e->labels)
		return field_shown(f, &e->arena);
	buf_addc(&b, '\'');
	add_labels(e, f, &b);
	buf_addc(&b, '\'');
	return arena_take(&e->arena, &b).s;
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
	size_t which = e->labels && e->lang == LANG_VI ? 1 : 0;

	if (!is_vietnamese(e->type))
		which = 2;
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
	struct counts c = { 0 };
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
	if (i != NAME_NONE) /* another spelling is like a label */
		count(&c, &f->values[i], now->value);
	if (i != NAME_NONE && !c.names && !c.labels[0] && !c.labels[1])
		return spell(e, n, true);
	return spell(e, n, by_labels(&c, e->labels));
}

struct str
record_edit_said(struct record_edit *e, const struct field *f, struct str v)
{
	const struct name *n = f->kind == KIND_ENUM && e->labels ?
	    name_find(f->values, f->n_values, sizeof *f->values, v) :
	    NULL;

	if (f->kind == KIND_FLAG && (str_is(v, "0") || str_is(v, "1")))
		return flag_word(e, NULL, str_is(v, "1"));
	return n ? spell(e, n, true) : v;
}
