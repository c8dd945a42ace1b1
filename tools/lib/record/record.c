/* record: a file's front matter, typed by the schema. */
#include "record/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/flag.h"
#include "base/map.h"
#include "record/entry_key.h"
#include "record/inside.h"
#include "text/period.h"
#include "text/text.h"

/* So much is looked for in one record: more than anybody is shown of it. */
enum { SEARCHED = 1000 };

static struct place
place_of_key(const struct typing *t, const struct node *n)
{
	if (n->key_end == n->key_off || t->to->unheard)
		return value_place(t, n);
	return front_place(&t->r->front, t->r->path, n->key_off);
}

/* ", not 'x'" for what may be quoted, nothing for what is private. */
static const char *
not_this(const struct typing *t, const struct field *f, const struct node *n,
    bool open)
{
	struct str v = n->value;

	if (n->kind != NODE_SCALAR || (field_private(f) && !open))
		return "";
	v = text_cut(v, QUOTED);
	return arena_f(t->arena, _(", not '%.*s%s'"), STRF(v),
	    v.n < n->value.n ? "…" : "");
}

/* Says what a value must be, untranslated or made of translated parts: records
 * that are right ask for no translation. Always false. */
static bool
must_be(const struct typing *t, enum find find, const struct field *f,
    const struct node *n, const char *what)
{
	return found(t->to, find, value_place(t, n), _("%s must be %s%s"),
	    shown(t, f), _(what), not_this(t, f, n, false));
}

/* The same when what was meant can be told; of a private value only that it
 * can. fix: NULL where it is a guess. Always false. */
static bool
write_instead(const struct typing *t, enum find find, const struct field *f,
    const struct node *n, const char *what, const char *instead,
    const struct fix *fix)
{
	if (is_quiet(t, f))
		return found_fix(t->to, find, value_place(t, n), fix,
		    _("%s must be %s; the value is there, only its form is "
		      "wrong"),
		    shown(t, f), _(what));
	return found_fix(t->to, find, value_place(t, n), fix,
	    _("%s must be %s%s; write %s"), shown(t, f), _(what),
	    not_this(t, f, n, t->r->type->open), instead);
}

static bool
write_surely(const struct typing *t, enum find find, const struct field *f,
    const struct node *n, const char *what, const char *instead)
{
	return write_instead(t, find, f, n, what, instead,
	    value_fix(t, n, str_of(instead)));
}

/* Bounds. */

static const char *
bounds(const struct typing *t, const struct field *f)
{
	struct {
		bool has;
		double v;
	} b[2] = { { f->has_min, f->min }, { f->has_max, f->max } };
	const char *z[2] = { "", "" };
	char day[DAY_TEXT];

	for (int i = 0; i < 2; i++)
		if (b[i].has)
			z[i] = f->kind == KIND_DATE ?
			    arena_z(t->arena,
				str_of(day_text((int)b[i].v, day))) :
			    arena_f(t->arena, "%.15g", b[i].v);
	if (f->has_min && f->has_max)
		return arena_f(t->arena, _("from %s to %s"), z[0], z[1]);
	return f->has_min ? arena_f(t->arena, _("at least %s"), z[0]) :
			    arena_f(t->arena, _("at most %s"), z[1]);
}

static bool
in_bounds(const struct field *f, double lo, double hi)
{
	return !(f->has_min && lo < f->min) && !(f->has_max && hi > f->max);
}

/* Text: the normal form is what is compared. */

/* False: after saying that it has a letter that is not what it looks like. */
static bool
canonical_text(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	struct buf b = { 0 };
	bool good = t->to->unheard || record_letters(t, f, n);

	v->text = n->value;
	if (!t->r->front.rare || text_nfc(v->text))
		return good;
	text_add_nfc(&b, v->text);
	v->text = arena_take(t->arena, &b);
	return good;
}

/* The line ends behind a text are not counted: that they are there only tells
 * how it was written. */
static bool
check_length(const struct typing *t, const struct field *f,
    const struct value *v, const struct node *n)
{
	struct str text = v->text;
	size_t length;

	if (!f->has_min && !f->has_max)
		return true;
	while (text.n && text.s[text.n - 1] == '\n')
		text.n--;
	length = text_length(text);
	if (in_bounds(f, (double)length, (double)length))
		return true;
	return found(t->to, FIND_VALUE_RANGE, value_place(t, n),
	    _("%s must have %s characters, not %zu"), shown(t, f), bounds(t, f),
	    length);
}

static bool
type_text(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	canonical_text(t, f, v, n);
	if (f->kind != KIND_TEXT && str_find(v->text, '\n') < v->text.n)
		return must_be(t, FIND_VALUE_FORM, f, n,
		    N_("one line of text"));
	return check_length(t, f, v, n);
}

static bool
is_word(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.s[i] <= ' ')
			return false;
	return v.n > 0;
}

static bool
type_id(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	canonical_text(t, f, v, n);
	if (!is_word(v->text))
		return must_be(t, FIND_VALUE_FORM, f, n,
		    N_("a name without blanks"));
	return true;
}

static bool
type_ref(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	canonical_text(t, f, v, n);
	/* a name, with its blanks, leads to a record that can be told later */
	if (!v->text.n || str_find(v->text, '\n') < v->text.n)
		return must_be(t, FIND_VALUE_FORM, f, n,
		    arena_f(t->arena, _("the id of a record of '%.*s'"),
			STRF(f->to)));
	return true;
}

static bool
is_slug(struct str v)
{
	bool begins = true;

	for (size_t i = 0; i < v.n; i++) {
		char c = v.s[i];

		if (c == '/' && begins)
			return false;
		if (c != '/' && c != '-' && !(c >= 'a' && c <= 'z') &&
		    !str_is_digit(c))
			return false;
		begins = c == '/';
	}
	return v.n && !begins;
}

static bool
type_slug(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	v->text = n->value;
	if (!is_slug(v->text))
		return must_be(t, FIND_VALUE_FORM, f, n,
		    N_("small letters a-z, digits and '-' in parts divided by "
		       "'/', such as tam-quang/xuan-trung"));
	return true;
}

static bool
all_digits(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] < '0' || v.s[i] > '9')
			return false;
	return v.n > 0;
}

/* 12-QĐ/HU, 123/2021, 24-QĐ/TW 2021-07-30: numbers repeat, so a day may tell
 * them apart. */
static bool
is_docno(struct str v)
{
	size_t blank = str_find(v, ' ');
	struct str number = str_first(v, blank);
	int day;

	if (blank < v.n && !day_parse(str_from(v, blank + 1), &day))
		return false;
	return number.n && str_is_digit(number.s[0]) && is_word(number) &&
	    (str_find(number, '-') < number.n ||
		str_find(number, '/') < number.n);
}

static bool
type_docno(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	bool good = canonical_text(t, f, v, n);

	if (is_docno(v->text) || (f->partial && all_digits(v->text)))
		return true;
	if (good && all_digits(v->text))
		must_be(t, FIND_VALUE_FORM, f, n,
		    N_("a document's number with the sign behind it, such as "
		       "12-QĐ/HU"));
	else if (good) /* one cause is one finding */
		must_be(t, FIND_VALUE_FORM, f, n,
		    N_("a document's number such as 12-QĐ/HU, or with its "
		       "day: 24-QĐ/TW 2021-07-30"));
	return false;
}

/* Numbers. */

static struct str
unsigned_part(struct str v)
{
	return v.n && v.s[0] == '-' ? str_from(v, 1) : v;
}

/* 1.234 or 12.345.678: thousands as they are printed. */
static bool
is_thousands(struct str v)
{
	struct str part, rest = unsigned_part(v);
	size_t parts = 0;

	while (str_split(&rest, '.', &part)) {
		if (!all_digits(part) ||
		    (parts ? part.n != 3 : part.n > 3 || part.s[0] == '0'))
			return false;
		parts++;
	}
	return parts > 1;
}

static const char *
without_dots(const struct typing *t, struct str v)
{
	char *z = arena_z(t->arena, v), *to = z;

	for (const char *c = z; *c; c++)
		if (*c != '.')
			*to++ = *c;
	*to = '\0';
	return z;
}

static bool
check_bounds(const struct typing *t, const struct field *f,
    const struct node *n, double lo, double hi)
{
	return in_bounds(f, lo, hi) ||
	    must_be(t, FIND_VALUE_RANGE, f, n, bounds(t, f));
}

static bool
type_int(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	struct str digits = unsigned_part(n->value);
	const char *what = N_("a whole number");

	v->text = n->value;
	if (is_thousands(n->value))
		return write_surely(t, FIND_VALUE_NUMBER, f, n, what,
		    without_dots(t, n->value));
	if (!all_digits(digits) || (digits.n > 1 && digits.s[0] == '0'))
		return must_be(t, FIND_VALUE_NUMBER, f, n, what);
	errno = 0;
	v->i = strtoimax(arena_z(t->arena, v->text), NULL, 10);
	if (errno)
		return must_be(t, FIND_VALUE_NUMBER, f, n,
		    N_("a whole number of at most 18 digits"));
	return check_bounds(t, f, n, (double)v->i, (double)v->i);
}

/* 67,14: a comma where data has a point. */
static const char *
with_point(const struct typing *t, struct str v)
{
	size_t comma = str_find(v, ',');

	if (comma == v.n || !all_digits(str_from(v, comma + 1)))
		return NULL;
	if (!all_digits(unsigned_part(str_first(v, comma))) &&
	    !is_thousands(str_first(v, comma)))
		return NULL;
	return arena_f(t->arena, "%s.%.*s",
	    without_dots(t, str_first(v, comma)), STRF(str_from(v, comma + 1)));
}

static bool
type_decimal(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	struct str whole = unsigned_part(n->value);
	size_t point = str_find(whole, '.');
	const char *what = N_("a number such as 67.14");
	const char *meant = with_point(t, n->value);

	v->text = n->value;
	if (meant)
		return write_surely(t, FIND_VALUE_NUMBER, f, n, what, meant);
	if (!all_digits(str_first(whole, point)) ||
	    (point < whole.n && !all_digits(str_from(whole, point + 1))))
		return must_be(t, FIND_VALUE_NUMBER, f, n, what);
	v->d = strtod(arena_z(t->arena, v->text), NULL);
	if (is_thousands(n->value) && !in_bounds(f, v->d, v->d)) {
		meant = without_dots(t, n->value);
		if (in_bounds(f, strtod(meant, NULL), strtod(meant, NULL)))
			return write_surely(t, FIND_VALUE_NUMBER, f, n,
			    bounds(t, f), meant);
	}
	return check_bounds(t, f, n, v->d, v->d);
}

/* Does a type speak Vietnamese, by its labels or other spellings? */
static bool
is_vietnamese(const struct fields *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (name_marked(&in->all[i].name) ||
		    is_vietnamese(&in->all[i].fields))
			return true;
	return false;
}

/* Words for yes and no as a record writes them. */
struct flag_words {
	const char *word[2]; /* no, yes */
	const char *what;    /* untranslated */
};

static struct flag_words
words_of_flags(const struct record *r)
{
	struct voice v = voice_of_record(r);

	if (v.labels && v.lang == LANG_VI)
		return (
		    struct flag_words){ { "không", "có" }, N_("có or không") };
	if (v.labels)
		return (
		    struct flag_words){ { "no", "yes" }, N_("'yes' or 'no'") };
	if (name_marked(&r->type->name) || is_vietnamese(&r->type->fields))
		return (
		    struct flag_words){ { "khong", "co" }, N_("co or khong") };
	return (struct flag_words){ { "false", "true" }, N_("true or false") };
}

static bool
type_flag(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	const char *word;
	int flag = flag_parse(n->value);
	struct flag_words words;
	bool sure;

	if (flag >= 0) {
		v->i = flag;
		v->text = flag ? STR("1") : STR("0");
		return true;
	}
	words = words_of_flags(t->r);
	flag = flag_meant(n->value, &word, &sure);
	if (flag < 0)
		return must_be(t, FIND_VALUE_FORM, f, n, words.what);
	if (!word || voice_of_record(t->r).labels)
		word = words.word[flag];
	return write_instead(t, FIND_VALUE_FORM, f, n, words.what, word,
	    sure ? value_fix(t, n, str_of(word)) : NULL);
}

static const char *
spelled(const struct typing *t, const struct name *n)
{
	if (t->to->unheard)
		return "";
	return arena_z(t->arena, voice_spell(voice_of_record(t->r), n));
}

/* Each value as people call it and, where the record speaks names, as it is
 * written. */
static const char *
all_values(const struct typing *t, const struct field *f)
{
	struct voice v = voice_of_record(t->r);
	struct buf b = { 0 };

	buf_addz(&b, _("one of: "));
	for (size_t i = 0; i < f->n_values; i++) {
		const struct name *n = &f->values[i];
		const char *shown =
		    name_shown(n, v.labels ? v.lang : lang_now());

		buf_addf(&b,
		    v.labels || str_is(n->name, shown) ? "%s%s" : "%s%s (%.*s)",
		    i ? "; " : "", shown, STRF(n->name));
	}
	return arena_take(t->arena, &b).s;
}

static bool
type_enum(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	int i = spellings_named(&f->by_value, f->values, f->n_values,
	    sizeof *f->values, 0, n->value);
	struct str near = { 0 }, restored;

	if (i != FIELD_NONE) {
		v->i = i;
		v->text = f->values[i].name;
		return true;
	}
	if ((*t->searched)++ < SEARCHED)
		near = name_near_value(f->values, f->n_values,
		    sizeof *f->values, n->value);
	if (near.n) {
		restored = t->to->fixes ? name_restored(f->values, f->n_values,
					      sizeof *f->values, n->value) :
					  (struct str){ 0 };
		return write_instead(t, FIND_VALUE_ENUM, f, n, all_values(t, f),
		    spelled(t,
			name_find(f->values, f->n_values, sizeof *f->values,
			    near)),
		    restored.n ? value_fix(t, n, restored) : NULL);
	}
	return must_be(t, FIND_VALUE_ENUM, f, n, all_values(t, f));
}

/* Days. */

static bool
type_date(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	const char *what = f->partial ?
	    N_("a date such as 1999-03-08, 1999-03 or 1999") :
	    N_("a whole date such as 1999-03-08");
	char meant[DAY_TEXT];

	v->text = n->value;
	if (date_parse(n->value, &v->date) &&
	    (f->partial || date_whole(v->date)))
		return check_bounds(t, f, n, v->date.lo, v->date.hi);
	if (date_mistyped(n->value, meant) &&
	    (f->partial || strlen(meant) == 10))
		return write_surely(t, FIND_VALUE_DATE, f, n, what, meant);
	if (date_impossible(n->value))
		what = arena_f(t->arena, "%s%s", _("a day of the calendar"),
		    field_private(f) ? "" : date_advice(t->arena, n->value));
	return must_be(t, FIND_VALUE_DATE, f, n, what);
}

static bool
type_period(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	char name[PERIOD_TEXT];

	v->text = n->value;
	if (period_parse(v->text, &v->date))
		return true;
	if (!period_meant(n->value, name))
		return must_be(t, FIND_VALUE_DATE, f, n,
		    N_("a period such as 2021, 2021-H1, 2021-Q2, 2021-06 or "
		       "2021-9T"));
	v->text = str_of(arena_z(t->arena, str_of(name)));
	return period_parse(v->text, &v->date);
}

/* How a single value of each kind is typed. Maps and lists are not single. */
static bool (*const typed[KINDS])(const struct typing *, const struct field *,
    struct value *, const struct node *) = {
	[KIND_LINE] = type_text,
	[KIND_TEXT] = type_text,
	[KIND_NAME] = type_text,
	[KIND_ID] = type_id,
	[KIND_SLUG] = type_slug,
	[KIND_INT] = type_int,
	[KIND_DECIMAL] = type_decimal,
	[KIND_FLAG] = type_flag,
	[KIND_ENUM] = type_enum,
	[KIND_DATE] = type_date,
	[KIND_PERIOD] = type_period,
	[KIND_DOCNO] = type_docno,
	[KIND_REF] = type_ref,
};

static void
read_single(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	if (n->kind != NODE_SCALAR) {
		v->bad = true;
		found(t->to, FIND_VALUE_MANY, value_place(t, n),
		    n->kind == NODE_LIST ? _("%s holds one value, not a list") :
					   _("%s holds one value, not a map"),
		    shown(t, f));
		return;
	}
	v->bad = !typed[f->kind](t, f, v, n);
	if (!v->bad && !field_matches(f, v->text)) {
		v->bad = true;
		must_be(t, FIND_VALUE_PATTERN, f, n,
		    arena_f(t->arena, _("of the form %.*s"), STRF(f->pattern)));
	}
}

static void read_fields(const struct typing *, const struct fields *,
    struct value *, const struct node *, const struct field *up);
static void read_value(const struct typing *, const struct field *,
    struct value *, const struct node *);

static void
read_map(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	if (n->kind == NODE_MAP) {
		v->parts = ARENA_ARRAY(t->arena, struct value, f->fields.n);
		read_fields(t, &f->fields, v->parts, n, f);
		return;
	}
	v->bad = true;
	found(t->to, FIND_VALUE_FORM, value_place(t, n),
	    _("%s must be a map such as {%s: …}"), shown(t, f),
	    spelled(t, &f->fields.all[0].name));
}

/* Do all entries of a short list differ in the first field of their key? */
static bool
first_keys_differ(const struct field *f, const struct value *v)
{
	enum { SHORT = 16 };

	if (v->n > SHORT)
		return false;
	for (uint32_t i = 1; i < v->n; i++) {
		const struct value *a = &v->parts[i];

		for (uint32_t k = 0; a->parts && k < i; k++) {
			const struct value *b = &v->parts[k];

			if (b->parts &&
			    str_eq(a->parts[*f->key].text,
				b->parts[*f->key].text))
				return false;
		}
	}
	return true;
}

/* Entries with one key are one entry: each key may stand once. */
static void
check_keys(const struct typing *t, const struct field *f, const struct value *v)
{
	struct map seen = { 0 };

	for (uint32_t i = 0; i < v->n; i++) {
		struct str key = entry_key(f, &v->parts[i], t->arena);
		void **slot;

		if (!key.s)
			continue;
		slot = map_put(&seen, key);
		if (*slot)
			found(t->to, FIND_ENTRY_TWICE,
			    value_place(t, v->parts[i].parts[*f->key].node),
			    _("%s has this '%s' in two entries; join them, "
			      "or correct one"),
			    shown(t, f), entry_key_names(f, t->arena));
		*slot = (void *)v;
	}
	map_release(&seen);
}

static void
read_list(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	if (n->kind != NODE_LIST) {
		v->bad = true;
		found(t->to, FIND_VALUE_LIST, value_place(t, n),
		    f->of ? _("%s is a list; write %s: [first, second]") :
			    _("%s is a list; write each entry on a line of its "
			      "own beginning with '- ' below '%s:'"),
		    shown(t, f), spelled(t, &f->name));
		return;
	}
	v->parts = ARENA_ARRAY(t->arena, struct value, n->n);
	for (const struct node *e = n->first; e; e = e->next) {
		struct value *one = &v->parts[v->n++];

		one->node = e;
		if (f->of && e->absent)
			one->bad = true;
		else if (f->of)
			read_single(t, f->of, one, e);
		else if (!e->absent)
			read_map(t, f, one, e);
	}
	if (f->n_key && v->n > 1 && !t->to->unheard && !first_keys_differ(f, v))
		check_keys(t, f, v);
	if (!in_bounds(f, v->n, v->n))
		found(t->to, FIND_VALUE_RANGE, place_of_key(t, n),
		    _("%s must have %s entries, not %u"), shown(t, f),
		    bounds(t, f), (unsigned)v->n);
}

static void
read_value(const struct typing *t, const struct field *f, struct value *v,
    const struct node *n)
{
	v->node = n;
	if (f->kind == KIND_MAP)
		read_map(t, f, v, n);
	else if (f->kind == KIND_LIST)
		read_list(t, f, v, n);
	else
		read_single(t, f, v, n);
}

/* A key that lacks marks of a field's, which the map does not have. */
static const struct fix *
key_fix(const struct typing *t, const struct fields *in, const struct node *map,
    const struct node *n)
{
	struct str key;
	int i;

	if (!t->to->fixes)
		return NULL;
	key = name_restored(in->all, in->n, sizeof *in->all, n->key);
	i = key.n ? spellings_find(&in->by, key) : FIELD_NONE;
	for (const struct node *e = map->first; e && i != FIELD_NONE;
	     e = e->next)
		if (spellings_find(&in->by, e->key) == i)
			i = FIELD_NONE;
	return i != FIELD_NONE ? value_fix_key(t, n, key) : NULL;
}

/* cut: the last private field before n in a map in {}: the unknown key may be
 * the rest of its value, behind a comma. NULL: none. */
static void
unknown_field(const struct typing *t, const struct fields *in,
    const struct node *map, const struct field *cut, const struct node *n,
    const struct field *up)
{
	const struct type *type = t->r->type;
	const char *where = up ?
	    shown(t, up) :
	    arena_f(t->arena, "'%s'", name_shown(&type->name, lang_now()));
	struct str near = { 0 };
	const struct fix *fix = NULL;
	const struct field *meant;
	const char *text;

	if (!cut && (*t->searched)++ < SEARCHED)
		near = name_near(in->all, in->n, sizeof *in->all, n->key);
	meant = name_find(in->all, in->n, sizeof *in->all, near);
	if (near.n)
		fix = key_fix(t, in, map, n);
	if (cut)
		text = arena_f(t->arena,
		    _("there is no such field in %s; if a ',' cut the value "
		      "of '%s' in {}, put quotes around that value"),
		    where, spelled(t, &cut->name));
	else
		text = arena_f(t->arena, _("there is no field '%.*s' in %s%s"),
		    STRF(n->key), where,
		    name_meant(t->arena,
			meant ? str_of(spelled(t, &meant->name)) : near));
	if (type->unknown_said) /* of this type alone */
		found_pass(t->to,
		    &(struct finding){ .id =
					   finding_row(FIND_FIELD_UNKNOWN)->id,
			.level = type->unknown,
			.at = place_of_key(t, n),
			.text = text,
			.fix = fix });
	else
		found_fix(t->to, FIND_FIELD_UNKNOWN, place_of_key(t, n), fix,
		    "%s", text);
}

static void
read_fields(const struct typing *t, const struct fields *in,
    struct value *values, const struct node *map, const struct field *up)
{
	size_t next = 0; /* most records keep the declared order */
	const struct field *cut = NULL;

	for (const struct node *n = map->first; n; n = n->next) {
		int i = spellings_named(&in->by, in->all, in->n,
		    sizeof *in->all, next, n->key);

		if (i != FIELD_NONE)
			next = (size_t)i + 1;
		if (i != FIELD_NONE && map->style == STYLE_FLOW &&
		    field_private(&in->all[i]))
			cut = &in->all[i];
		if (i == FIELD_NONE && !t->r->type->unknown_allowed)
			unknown_field(t, in, map, cut, n, up);
		else if (i == FIELD_NONE)
			continue;
		else if (values[i].node)
			found(t->to, FIND_FIELD_TWICE, place_of_key(t, n),
			    _("'%.*s' is the field '%s', which stands here "
			      "already, as '%.*s'; keep one of them"),
			    STRF(n->key), spelled(t, &in->all[i].name),
			    STRF(values[i].node->key));
		else if (!n->absent)
			read_value(t, &in->all[i], &values[i], n);
	}
	for (size_t i = 0; i < in->n; i++)
		if (in->all[i].required && !values[i].node)
			found(t->to, FIND_FIELD_MISSING,
			    up ? place_of_key(t, map) :
				 (struct place){ t->r->path, 1, 1 },
			    _("%s is missing"), shown(t, &in->all[i]));
}

/* The last part of an id, which is what the file is called. */
static void
check_basename(const struct typing *t, const struct value *id)
{
	struct str base = str_stem(str_of(t->r->path), STR(".md"));
	struct str last = str_base(id->text);

	if (!str_eq(base, last))
		found(t->to, FIND_ID_BASENAME, value_place(t, id->node),
		    _("the file is called '%.*s', but its id ends in '%.*s'; "
		      "rename the file or correct the id"),
		    STRF(base), STRF(last));
}

bool
record_read(struct record *r, const struct type *type, const char *path,
    struct str text, struct arena *arena, struct findings *to)
{
	size_t searched = to->unheard ? SEARCHED : 0;
	struct typing t = { r, arena, to, &searched };

	*r = (struct record){ .path = path, .type = type };
	if (!front_read(&r->front, text, path, arena, to))
		return false;
	r->values = ARENA_ARRAY(arena, struct value, type->fields.n);
	read_fields(&t, &type->fields, r->values, r->front.root, NULL);
	if (type->id == FIELD_NONE) {
		r->id = str_of(path);
	} else if (r->values[type->id].node && !r->values[type->id].bad) {
		r->id = r->values[type->id].text;
		if (type->basename_id)
			check_basename(&t, &r->values[type->id]);
	}
	return true;
}

bool
record_read_part(struct record *r, const struct type *type, const char *path,
    struct str text, size_t from, struct arena *arena, struct findings *to)
{
	size_t searched = to->unheard ? SEARCHED : 0;
	struct typing t = { r, arena, to, &searched };

	*r = (struct record){ .path = path, .type = type };
	if (!front_read_part(&r->front, text, from, path, arena, to))
		return false;
	r->values = ARENA_ARRAY(arena, struct value, type->fields.n);
	read_fields(&t, &type->fields, r->values, r->front.root, NULL);
	return true;
}

const struct value *
record_value(const struct record *r, const struct path *p, size_t n)
{
	const struct value *in = r->values, *v = NULL;

	for (size_t i = 0; i < p->n; i++) {
		if (!in)
			return NULL;
		v = &in[p->at[i]->index];
		if (!v->node)
			return NULL;
		if ((int)i == p->list) {
			if (n >= v->n)
				return NULL;
			v = &v->parts[n];
		}
		in = v->parts;
	}
	return v;
}

const struct value *
record_part(const struct value *entry, const struct field *f)
{
	return f && entry->parts && entry->parts[f->index].node ?
	    &entry->parts[f->index] :
	    NULL;
}
