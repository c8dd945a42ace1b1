/* json_schema: the form of a type's records, in JSON Schema. */
#include "schema/json_schema.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text/date.h"
#include "text/print.h"
#include "text/text.h"

struct writing {
	struct buf *out;
	const struct schema *schema;
	const struct type *type;
	enum json_schema_of of;
	enum lang lang;
	struct buf at; /* the pointer to what is written now: "/properties/a" */
};

static const char *const words[] = { "exported", "written" };

const char *
json_schema_word(enum json_schema_of of)
{
	return of < sizeof words / sizeof *words ? words[of] : NULL;
}

static bool
is_written(const struct writing *w)
{
	return w->of == JSON_SCHEMA_WRITTEN;
}

/* Patterns: those of POSIX as ECMA-262 has them. */

/* What stands in brackets for a class of POSIX. */
static const struct {
	const char *name, *as;
} classes[] = {
	{ "alnum", "0-9A-Za-z" },
	{ "alpha", "A-Za-z" },
	{ "blank", " \\t" },
	{ "cntrl", "\\x00-\\x1f\\x7f" },
	{ "digit", "0-9" },
	{ "graph", "!-~" },
	{ "lower", "a-z" },
	{ "print", " -~" },
	{ "punct", "!-\\/:-@\\[-`{-~" },
	{ "space", "\\t-\\r " },
	{ "upper", "A-Z" },
	{ "xdigit", "0-9A-Fa-f" },
};

/* "[:digit:]", "[=a=]" or "[.a.]" at i; gives where it ends, or i. */
static size_t
add_class(struct buf *b, struct str p, size_t i)
{
	char kind = i + 1 < p.n && p.s[i] == '[' ? p.s[i + 1] : '\0';
	struct str rest = str_from(p, i + 2), name;
	char end[] = { kind, ']', '\0' };
	size_t n;

	if (!kind || !strchr(":=.", kind))
		return i;
	n = str_find_str(rest, str_of(end));
	if (n == rest.n)
		return i;
	name = str_first(rest, n);
	for (size_t k = 0; k < sizeof classes / sizeof *classes; k++)
		if (kind == ':' && str_is(name, classes[k].name))
			buf_addz(b, classes[k].as);
	if (kind != ':')
		buf_add(b, name);
	return i + 2 + n + 2;
}

/* The bracket expression at i; gives where it ends. In one a backslash means
 * itself to POSIX, and so does a ']' that is first. */
static size_t
add_brackets(struct buf *b, struct str p, size_t i)
{
	size_t first;

	buf_addc(b, p.s[i++]);
	if (i < p.n && p.s[i] == '^')
		buf_addc(b, p.s[i++]);
	for (first = i; i < p.n && (p.s[i] != ']' || i == first);) {
		size_t next = add_class(b, p, i);

		if (next > i) {
			i = next;
			continue;
		}
		if (strchr("\\[]^", p.s[i]))
			buf_addc(b, '\\');
		buf_addc(b, p.s[i++]);
	}
	buf_addc(b, ']');
	return i + 1;
}

static void
add_ecma(struct buf *b, struct str p)
{
	buf_addz(b, "^(?:");
	for (size_t i = 0; i < p.n;) {
		if (p.s[i] == '[') {
			i = add_brackets(b, p, i);
			continue;
		}
		if (p.s[i] == '\\' && i + 1 < p.n) {
			i++;
			if (strchr("^$\\.*+?()[]{}|/", p.s[i]))
				buf_addc(b, '\\');
		} else if (p.s[i] == '/' || p.s[i] == ']' || p.s[i] == '}') {
			size_t open = str_find(str_first(p, i), '{');

			/* the end of a bound is one, else it is itself */
			if (p.s[i] != '}' || open == i)
				buf_addc(b, '\\');
		}
		buf_addc(b, p.s[i++]);
	}
	buf_addz(b, ")$");
}

/* Members of an object. */

static void
add_label(struct writing *w, const struct name *n)
{
	const char *help = lang_label(&n->help, w->lang);

	print_json_text(w->out, "title", str_of(name_shown(n, w->lang)));
	if (help)
		print_json_text(w->out, "description", str_of(help));
}

/* In front matter an absent value may be written out; no entry of a list is. */
static bool
may_be_null(const struct writing *w, const struct field *f)
{
	return is_written(w) && !f->required && f->name.name.n;
}

static void
add_type(struct writing *w, const struct field *f, const char *exported,
    const char *written)
{
	struct str rest = str_of(is_written(w) ? written : exported), one;
	bool null = may_be_null(w, f);
	bool many = null || str_find(rest, ' ') < rest.n;

	print_json_name(w->out, "type");
	if (many)
		buf_addc(w->out, '[');
	while (str_split(&rest, ' ', &one)) {
		if (many)
			print_json_name(w->out, NULL);
		print_add_json(w->out, one);
	}
	if (null) {
		print_json_name(w->out, NULL);
		print_add_json(w->out, STR("null"));
	}
	if (many)
		buf_addc(w->out, ']');
}

static void
add_pattern(struct writing *w, const char *form)
{
	print_json_text(w->out, "pattern", str_of(form));
}

static void
add_number(struct writing *w, const char *name, double v)
{
	print_json_name(w->out, name);
	buf_addf(w->out, "%.15g", v);
}

static void
add_bounds(struct writing *w, const struct field *f, const char *least,
    const char *most)
{
	if (f->has_min)
		add_number(w, least, f->min);
	if (f->has_max)
		add_number(w, most, f->max);
}

/* A pattern that stands beside the form's own. */
static void
begin_all(struct writing *w)
{
	print_json_name(w->out, "allOf");
	buf_addc(w->out, '[');
}

static void
add_one_of_all(struct writing *w, struct str pattern)
{
	print_json_name(w->out, NULL);
	buf_addz(w->out, "{\"pattern\":");
	print_add_json(w->out, pattern);
	buf_addc(w->out, '}');
}

/* Days. Those that the calendar has, and no others. */

#define YEAR "(?!0000)[0-9]{4}"
#define DAY                                                                    \
	YEAR "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|"              \
	     "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|"                          \
	     "02-(?:0[1-9]|1[0-9]|2[0-8]))|"                                   \
	     "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|"                   \
	     "(?!0000)(?:[02468][048]|[13579][26])00)-02-29"

static const char day[] = "^(?:" DAY ")$";
static const char partial_day[] =
    "^(?:" DAY "|" YEAR "(?:-(?:0[1-9]|1[0-2]))?)$";
static const char period[] = "^" YEAR "(?:-(?:H[12]|Q[1-4]|(?:[245789]|1[01])T|"
			     "0[1-9]|1[0-2]|[0-9]{4}))?$";

/* Adds to a pattern what is not less than text (or not more), of the same
 * length: '-' is where text has it. */
static void
add_not_beyond(struct buf *b, const char *text, size_t n, bool less)
{
	for (size_t i = 0; i < n; i++) {
		char c = text[i], edge = less ? '0' : '9';

		if (c == '-' || c == edge)
			continue;
		buf_addf(b, "%.*s[%c-%c].*|", (int)i, text, less ? '0' : c + 1,
		    less ? c - 1 : '9');
	}
	buf_addf(b, "%.*s", (int)n, text);
}

enum { YEAR_ONLY = 4, YEAR_MONTH = 7, WHOLE = 10 };

/* The first year or month (or the last) of which every day is within a bound.
 * False: there is none. */
static bool
part_within(int bound, bool last, size_t n, char out[DAY_TEXT])
{
	int y, m, d, at;

	day_split(bound, &y, &m, &d);
	if (last) {
		at = n == YEAR_ONLY ? day_make(y, 12, 31) : day_month_end(y, m);
		if (at != bound)
			at = n == YEAR_ONLY ? day_make(y - 1, 12, 31) :
					      day_make(y, m, 1) - 1;
	} else {
		at = day_make(y, n == YEAR_ONLY ? 1 : m, 1);
		if (at != bound)
			at = n == YEAR_ONLY ? day_make(y + 1, 1, 1) :
					      day_month_end(y, m) + 1;
	}
	if (at < day_make(1, 1, 1) || at > day_make(9999, 12, 31))
		return false;
	day_text(at, out);
	return true;
}

static void
add_day_bound(struct writing *w, const struct field *f, int bound, bool last)
{
	char text[DAY_TEXT];
	struct buf b = { 0 };

	buf_addf(&b, "^(?:(?=.{%d}$)(?:", WHOLE);
	add_not_beyond(&b, day_text(bound, text), WHOLE, last);
	buf_addz(&b, ")");
	for (size_t n = YEAR_ONLY; f->partial && n < WHOLE;
	     n += YEAR_MONTH - YEAR_ONLY)
		if (part_within(bound, last, n, text)) {
			buf_addf(&b, "|(?=.{%zu}$)(?:", n);
			add_not_beyond(&b, text, n, last);
			buf_addz(&b, ")");
		}
	buf_addz(&b, ")$");
	add_one_of_all(w, buf_str(&b));
	buf_release(&b);
}

static void
add_date(struct writing *w, const struct field *f)
{
	/* a year alone is a number to a reader of YAML */
	add_type(w, f, "string", f->partial ? "string integer" : "string");
	if (!f->partial)
		print_json_text(w->out, "format", STR("date"));
	add_pattern(w, f->partial ? partial_day : day);
	if (!f->has_min && !f->has_max)
		return;
	begin_all(w);
	if (f->has_min)
		add_day_bound(w, f, (int)f->min, false);
	if (f->has_max)
		add_day_bound(w, f, (int)f->max, true);
	buf_addc(w->out, ']');
}

/* Words. */

static void
add_string(struct writing *w, struct str v)
{
	print_json_name(w->out, NULL);
	print_add_json(w->out, v);
}

enum { ALSO_FROM = 3 };

/* The i-th spelling of a name: it, its labels, others; perhaps empty. */
static struct str
any_spelling(const struct name *n, size_t i)
{
	return !i         ? n->name :
	    i < ALSO_FROM ? str_of(n->label.in[i - 1]) :
			    n->also[i - ALSO_FROM];
}

/* The i-th of those that are taken; empty where there is none, or where it came
 * before. False: there are no more. */
static bool
spelling_at(const struct writing *w, const struct name *n, size_t i,
    struct str *out)
{
	if (i >= (is_written(w) ? ALSO_FROM + n->n_also : 1))
		return false;
	*out = any_spelling(n, i);
	for (size_t k = 0; k < i; k++)
		if (str_eq(any_spelling(n, k), *out))
			*out = (struct str){ 0 };
	return true;
}

static void
add_enum(struct writing *w, const struct field *f)
{
	struct str v;

	print_json_name(w->out, "enum");
	buf_addc(w->out, '[');
	for (size_t i = 0; i < f->n_values; i++)
		for (size_t k = 0; spelling_at(w, &f->values[i], k, &v); k++)
			if (v.n)
				add_string(w, v);
	if (may_be_null(w, f)) {
		print_json_name(w->out, NULL);
		buf_addz(w->out, "null");
	}
	buf_addc(w->out, ']');
}

static void
add_flag(struct writing *w, const struct field *f)
{
	add_type(w, f, "boolean", "boolean string");
	if (is_written(w))
		add_pattern(w,
		    "^(?:[Cc][Oo]|[Cc]\u00f3|C\u00d3|[Kk][Hh][Oo][Nn][Gg]|"
		    "[Kk]h\u00f4ng|KH\u00d4NG|[Tt][Rr][Uu][Ee]|"
		    "[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|"
		    "[Oo][Ff][Ff])$");
}

/* In front matter a value of plain digits is a number to other readers. */
#define ANY_SCALAR "string number boolean"

#define NO_BLANK "[^\\u0000-\\u0020]"

/* The form of each kind. A period is taken as people write it, too. */
static const struct {
	const char *exported, *written, *pattern;
	bool any_written; /* the pattern is of what is exported only */
} forms[KINDS] = {
	[KIND_LINE] = { "string", ANY_SCALAR, "^[^\\n]*$", false },
	[KIND_TEXT] = { "string", ANY_SCALAR, NULL, false },
	[KIND_NAME] = { "string", ANY_SCALAR, "^[^\\n]*$", false },
	[KIND_ID] = { "string", ANY_SCALAR, "^" NO_BLANK "+$", false },
	[KIND_REF] = { "string", ANY_SCALAR, "^[^\\n]+$", false },
	[KIND_SLUG] = { "string", ANY_SCALAR, "^[a-z0-9-]+(?:/[a-z0-9-]+)*$",
	    false },
	[KIND_INT] = { "integer", "integer string", "^(?:-?[1-9][0-9]*|-?0)$",
	    false },
	[KIND_DECIMAL] = { "number", "number string",
	    "^-?[0-9]+(?:\\.[0-9]+)?$", false },
	[KIND_PERIOD] = { "string", "string integer", period, true },
	[KIND_DOCNO] = { "string", "string", NULL, false },
};

#define DOCNO "(?=[^ ]*[-/])[0-9]" NO_BLANK "*(?: (?:" DAY "))?"

static void
add_docno(struct writing *w, const struct field *f)
{
	add_type(w, f, "string", f->partial ? "string integer" : "string");
	add_pattern(w,
	    f->partial ? "^(?:" DOCNO "|[0-9]+)$" : "^(?:" DOCNO ")$");
}

static void
add_form(struct writing *w, const struct field *f)
{
	add_type(w, f, forms[f->kind].exported, forms[f->kind].written);
	if (forms[f->kind].pattern &&
	    !(is_written(w) ? forms[f->kind].any_written :
			      strcmp(forms[f->kind].exported, "string") != 0))
		add_pattern(w, forms[f->kind].pattern);
	if (f->kind == KIND_INT || f->kind == KIND_DECIMAL)
		add_bounds(w, f, "minimum", "maximum");
	else if (f->kind != KIND_PERIOD)
		add_bounds(w, f, "minLength", "maxLength");
}

static void
add_own_pattern(struct writing *w, const struct field *f)
{
	struct buf b = { 0 };

	if (!f->pattern.n)
		return;
	add_ecma(&b, f->pattern);
	if (f->kind == KIND_DATE && (f->has_min || f->has_max)) {
		buf_cut(w->out, w->out->n - 1); /* one more of them */
		add_one_of_all(w, buf_str(&b));
	} else {
		begin_all(w);
		add_one_of_all(w, buf_str(&b));
	}
	buf_addc(w->out, ']');
	buf_release(&b);
}

static void
add_scalar(struct writing *w, const struct field *f)
{
	switch (f->kind) {
	case KIND_ENUM:
		add_enum(w, f);
		return;
	case KIND_FLAG:
		add_flag(w, f);
		return;
	case KIND_DATE:
		add_date(w, f);
		break;
	case KIND_DOCNO:
		add_docno(w, f);
		break;
	default:
		add_form(w, f);
		break;
	}
	add_own_pattern(w, f);
}

/* Maps, lists and the record. */

static void add_fields(struct writing *, const struct fields *);

static void
add_map(struct writing *w, const struct field *f)
{
	add_type(w, f, "object", "object");
	add_fields(w, &f->fields);
}

static void
add_list(struct writing *w, const struct field *f)
{
	size_t at = w->at.n;

	add_type(w, f, "array", "array");
	add_bounds(w, f, "minItems", "maxItems");
	print_json_name(w->out, "items");
	buf_addc(w->out, '{');
	buf_addz(&w->at, "/items");
	if (f->of) {
		add_scalar(w, f->of);
	} else {
		print_json_name(w->out, "type");
		buf_addz(w->out,
		    is_written(w) ? "[\"object\",\"null\"]" : "\"object\"");
		add_fields(w, &f->fields);
	}
	buf_cut(&w->at, at);
	buf_addc(w->out, '}');
}

static void
add_field(struct writing *w, const struct field *f)
{
	size_t at = w->at.n;

	buf_addf(&w->at, "/properties/%.*s", STRF(f->name.name));
	print_json_name(w->out, NULL);
	print_add_json(w->out, f->name.name);
	buf_addz(w->out, ":{");
	add_label(w, &f->name);
	if (f->kind == KIND_MAP)
		add_map(w, f);
	else if (f->kind == KIND_LIST)
		add_list(w, f);
	else
		add_scalar(w, f);
	buf_addc(w->out, '}');
	buf_cut(&w->at, at);
}

/* The field under the other spellings of its name. */
static void
add_others(struct writing *w, const struct field *f)
{
	struct str v;

	for (size_t i = 1; spelling_at(w, &f->name, i, &v); i++) {
		if (!v.n)
			continue;
		print_json_name(w->out, NULL);
		print_add_json(w->out, v);
		buf_addf(w->out, ":{\"$ref\":\"#%s/properties/%.*s\"}",
		    buf_z(&w->at), STRF(f->name.name));
	}
}

/* A field that must be there, under one of its spellings. */
static void
add_required_any(struct writing *w, const struct field *f)
{
	struct str v;

	print_json_name(w->out, NULL);
	buf_addz(w->out, "{\"anyOf\":[");
	for (size_t i = 0; spelling_at(w, &f->name, i, &v); i++) {
		if (!v.n)
			continue;
		print_json_name(w->out, NULL);
		buf_addz(w->out, "{\"required\":[");
		print_add_json(w->out, v);
		buf_addz(w->out, "]}");
	}
	buf_addz(w->out, "]}");
}

static void
add_required(struct writing *w, const struct fields *in)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n; i++)
		n += in->all[i].required;
	if (!n)
		return;
	if (is_written(w))
		begin_all(w);
	else
		print_json_name(w->out, "required");
	if (!is_written(w))
		buf_addc(w->out, '[');
	for (size_t i = 0; i < in->n; i++)
		if (in->all[i].required && is_written(w))
			add_required_any(w, &in->all[i]);
		else if (in->all[i].required)
			add_string(w, in->all[i].name.name);
	buf_addc(w->out, ']');
}

/* What the tools add to a record. */
static void
add_added(struct writing *w)
{
	const struct type *t = w->type;

	print_json_name(w->out, "@path");
	buf_addz(w->out, "{\"type\":\"string\"}");
	if (t->n_stages + t->n_exits) {
		print_json_name(w->out, "@stage");
		buf_addz(w->out, "{\"enum\":[");
		for (size_t i = 0; i < t->n_stages + t->n_exits; i++)
			add_string(w, t->stages[i].name.name);
		buf_addz(w->out, "]}");
		print_json_name(w->out, "@stage_since");
		buf_addz(w->out, "{\"type\":\"string\",\"format\":\"date\"}");
	}
	print_json_name(w->out, "@body");
	buf_addz(w->out, "{\"type\":\"string\"}");
}

/* Is a field that no one declared wrong? */
static bool
is_closed(const struct writing *w)
{
	const struct type *t = w->type;
	enum level level = t->unknown_said ?
	    t->unknown :
	    found_level(&w->schema->levels, finding_row(FIND_FIELD_UNKNOWN));

	return !t->unknown_allowed && level >= ERROR && level != LEVEL_OFF;
}

static void
add_fields(struct writing *w, const struct fields *in)
{
	bool top = in == &w->type->fields;

	print_json_name(w->out, "properties");
	buf_addc(w->out, '{');
	if (top && !is_written(w))
		add_added(w);
	for (size_t i = 0; i < in->n; i++)
		add_field(w, &in->all[i]);
	for (size_t i = 0; is_written(w) && i < in->n; i++)
		add_others(w, &in->all[i]);
	buf_addc(w->out, '}');
	add_required(w, in);
	if (is_closed(w)) {
		print_json_name(w->out, "additionalProperties");
		buf_addz(w->out, "false");
	}
}

void
json_schema_add(struct buf *out, const struct schema *schema,
    const struct type *type, enum json_schema_of of, enum lang lang)
{
	struct writing w = { .out = out,
		.schema = schema,
		.type = type,
		.of = of,
		.lang = lang };

	buf_addc(out, '{');
	print_json_text(out, "$schema",
	    STR("http://json-schema.org/draft-07/schema#"));
	add_label(&w, &type->name);
	print_json_text(out, "type", STR("object"));
	add_fields(&w, &type->fields);
	buf_addc(out, '}');
	buf_release(&w.at);
}
