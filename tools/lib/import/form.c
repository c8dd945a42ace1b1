/* form: ids that are made of what a record says. */
#include "import/inside.h"

#include "base/buf.h"
#include "text/day.h"
#include "text/text.h"

/* a-z, digits and '-' of a text. */
static void
add_slug(struct buf *b, struct str s)
{
	struct buf fold = { 0 };

	text_add_fold(&fold, s);
	for (size_t i = 0; i < fold.n; i++)
		if (str_is_digit(fold.s[i]) ||
		    (fold.s[i] >= 'a' && fold.s[i] <= 'z'))
			buf_addc(b, fold.s[i]);
		else if (b->n && b->s[b->n - 1] != '-' && b->s[b->n - 1] != '/')
			buf_addc(b, '-');
	while (b->n && b->s[b->n - 1] == '-')
		buf_cut(b, b->n - 1);
	buf_release(&fold);
}

/* The value that one of "a|b|today" has. */
static struct str
value_of(struct importing *in, const struct draft *d, struct str names)
{
	struct str name, text;
	const struct draft_value *v;
	struct path p;
	char day[DAY_TEXT];

	while (str_split(&names, '|', &name)) {
		if (str_is(name, "today"))
			return arena_keep(in->arena,
			    str_of(day_text(in->import->today, day)));
		if (!field_path(&d->type->fields, name, &p))
			continue;
		v = draft_get(d, &p, 0);
		text = v ? v->text : (struct str){ 0 };
		if (text.n)
			return text;
	}
	return (struct str){ 0 };
}

static void
add_as(struct buf *b, struct str value, struct str as)
{
	if (str_is(as, "year"))
		buf_add(b, str_first(value, 4));
	else if (str_is(as, "top"))
		buf_add(b, str_first(value, str_find(value, '/')));
	else if (str_is(as, "slug"))
		add_slug(b, value);
	else
		buf_add(b, value);
}

struct str
form_fill(struct importing *in, const struct draft *d, struct str form,
    struct str *missing)
{
	struct buf b = { 0 };

	*missing = (struct str){ 0 };
	while (form.n) {
		size_t open = str_find(form, '{'), close = str_find(form, '}');
		struct str inside, name, value;

		buf_add(&b, str_first(form, open));
		if (open == form.n || close == form.n || close < open)
			break;
		inside = str_first(str_from(form, open + 1), close - open - 1);
		form = str_from(form, close + 1);
		if (str_is(inside, "n") || str_starts(inside, STR("n:"))) {
			buf_addf(&b, "{%.*s}", STRF(inside)); /* a number */
			continue;
		}
		name = str_first(inside, str_find(inside, ':'));
		value = value_of(in, d, name);
		if (!value.n && !missing->n)
			*missing = name;
		add_as(&b, value, str_from(inside, name.n + 1));
	}
	if (missing->n)
		buf_clear(&b);
	return arena_take(in->arena, &b);
}
