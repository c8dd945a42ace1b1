/* words: what an editor shows about fields, rules, stages and records. */
#include "lsp/words.h"

#include "base/buf.h"
#include "schema/in_force.h"
#include "text/day.h"

/* What a field of a kind must be, where nothing more is to be said. */
static const char *const must_be[KINDS] = {
	[KIND_LINE] = N_("one line of text"),
	[KIND_TEXT] = N_("text of any number of lines"),
	[KIND_NAME] = N_("the name of a person or place"),
	[KIND_ID] = N_("a name without blanks"),
	[KIND_SLUG] = N_("small letters a-z, digits and '-' in parts divided "
			 "by '/', such as tam-quang/xuan-trung"),
	[KIND_INT] = N_("a whole number"),
	[KIND_DECIMAL] = N_("a number such as 67.14"),
	[KIND_FLAG] = N_("yes or no"),
	[KIND_DATE] = N_("a whole date such as 1999-03-08"),
	[KIND_PERIOD] = N_("a period such as 2021, 2021-H1, 2021-Q2, 2021-06 "
			   "or 2021-9T"),
	[KIND_DOCNO] = N_("a document's number such as 12-QĐ/HU, or with its "
			  "day: 24-QĐ/TW 2021-07-30"),
	[KIND_MAP] = N_("several fields, each on a line of its own"),
	[KIND_LIST] = N_("a list, each entry behind a '-'"),
};

static void
add_label(struct buf *b, const struct name *n, enum lang lang, bool plain)
{
	const char *label = lang_label(&n->label, lang);

	if (!label)
		buf_addf(b, "`%.*s`", STRF(n->name));
	else if (plain)
		buf_addf(b, "**%s**", label);
	else
		buf_addf(b, "**%s** (`%.*s`)", label, STRF(n->name));
}

static void
add_help(struct buf *b, const struct name *n, enum lang lang)
{
	const char *help = lang_label(&n->help, lang);

	if (help)
		buf_addf(b, "\n\n%s", help);
}

static void
add_values(struct buf *b, const struct field *f, enum lang lang, bool plain)
{
	for (size_t i = 0; i < f->n_values; i++) {
		buf_addz(b, i ? "\n- " : "\n\n- ");
		add_label(b, &f->values[i], lang, plain);
	}
}

static void
add_form(struct buf *b, const struct field *f, const struct schema *s,
    enum lang lang, bool plain)
{
	const struct type *to;

	if (f->kind == KIND_LIST && f->of)
		f = f->of;
	if (f->kind == KIND_ENUM)
		add_values(b, f, lang, plain);
	else if (f->kind == KIND_REF)
		buf_addf(b, _("the id of a record of '%s'"),
		    (to = schema_type(s, f->to)) ? name_shown(&to->name, lang) :
						   "–");
	else if (f->kind == KIND_DATE && f->partial)
		buf_addz(b, _("a date such as 1999-03-08, 1999-03 or 1999"));
	else if (must_be[f->kind])
		buf_addz(b, _(must_be[f->kind]));
}

const char *
words_kind(enum field_kind k)
{
	return k == KIND_ENUM ? _("one of the values that its page lists") :
	    k == KIND_REF     ? _("the id of another record") :
				_(must_be[k]);
}

static void
add_words(struct buf *b, const struct page_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		buf_addf(b, "%s- `%s`", i ? "\n" : "\n\n", w->all[i]);
}

struct str
words_page_key(const struct page_key *k, struct arena *a)
{
	const char *kinds = field_keyword_kinds(str_of(k->name));
	struct buf b = { 0 };

	buf_addf(&b, "`%s`", k->name);
	if (k->required)
		buf_addf(&b, " — %s", _("must be there"));
	if (k->help)
		buf_addf(&b, "\n\n%s", _(k->help));
	if (k->words)
		add_words(&b, k->words);
	for (enum field_kind f = 0; k->value == PAGE_KIND && f < KINDS; f++)
		buf_addf(&b, "%s- `%s`: %s", f ? "\n" : "\n\n",
		    field_kind_name(f), words_kind(f));
	if (kinds && page_form_key(&page_form_field, str_of(k->name)) == k)
		buf_addf(&b, "\n\n(%s)", kinds);
	return arena_take(a, &b);
}

struct str
words_field(const struct field *f, const struct schema *s, enum lang lang,
    bool plain, struct arena *a)
{
	struct buf b = { 0 };

	add_label(&b, &f->name, lang, plain);
	if (f->required)
		buf_addf(&b, " — %s", _("must be there"));
	add_help(&b, &f->name, lang);
	if (f->kind != KIND_ENUM)
		buf_addz(&b, "\n\n");
	add_form(&b, f, s, lang, plain);
	return arena_take(a, &b);
}

static void
add_source(struct buf *b, const struct rule *r, int today)
{
	const struct in_force *in =
	    today == DAY_NONE ? NULL : in_force_on(r, today);

	if (in && !in->none)
		buf_addf(b, " (%.*s: %.*s)", STRF(in->gen), STRF(in->source));
}

struct str
words_rule(const struct rule *r, int today, enum lang lang, struct arena *a)
{
	const char *title = lang_label(&r->label, lang);
	const char *help = lang_label(&r->help, lang);
	struct buf b = { 0 };

	buf_addf(&b, "**%s**", title ? title : r->id.s);
	add_source(&b, r, today);
	if (help)
		buf_addf(&b, "\n\n%s", help);
	return arena_take(a, &b);
}

struct str
words_rules(const struct rules *rules, const struct field *f, int today,
    enum lang lang, struct arena *a)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->all[i];
		const char *title = lang_label(&r->label, lang);

		if (r->off || !r->field.n || r->field.at[r->field.n - 1] != f)
			continue;
		buf_addf(&b, "%s- %s", b.n ? "\n" : "",
		    title ? title : r->id.s);
		add_source(&b, r, today);
	}
	return arena_take(a, &b);
}

struct str
words_value(const struct name *n, enum lang lang, bool plain, struct arena *a)
{
	struct buf b = { 0 };

	add_label(&b, n, lang, plain);
	add_help(&b, n, lang);
	for (size_t i = 0; i < n->n_also; i++)
		buf_addf(&b, "%s%.*s", i ? ", " : "\n\n= ", STRF(n->also[i]));
	return arena_take(a, &b);
}

/* Stages. */

/* A field with what it stands in: "Bồi dưỡng: Ngày cấp". */
static void
add_way(struct buf *b, const struct path *p, enum lang lang)
{
	for (size_t i = 0; i < p->n; i++)
		buf_addf(b, "%s%s", i ? ": " : "",
		    name_shown(&p->at[i]->name, lang));
}

static void
add_next(struct buf *b, const struct stage *s, enum lang lang)
{
	buf_addf(b, "\n- **%s**", name_shown(&s->name, lang));
	if (s->since.n) {
		buf_addz(b, " ← ");
		add_way(b, &s->since, lang);
	}
	for (size_t i = 0; i < s->n_needs; i++) {
		buf_addz(b, i ? ", " : _("; needs "));
		add_way(b, &s->needs[i], lang);
	}
}

/* Of a course that events make: up to the next stage that must be, optional
 * ones before it too. */
static void
add_following(struct buf *b, const struct type *t, size_t from, enum lang lang)
{
	for (size_t i = from; i < t->n_stages && !t->stages[i].exit; i++) {
		add_next(b, &t->stages[i], lang);
		if (!t->stages[i].optional)
			return;
	}
}

struct str
words_stage(const struct record *rec, enum lang lang, struct arena *a)
{
	const struct type *t = rec->type;
	const struct stage_interval *now =
	    rec->n_intervals ? &rec->intervals[rec->n_intervals - 1] : NULL;
	const struct stage *s = now ? &t->stages[now->stage] : NULL;
	struct buf b = { 0 };
	char day[DAY_TEXT];

	if (!t->n_stages)
		return STR("");
	if (rec->stage_unknown)
		buf_addz(&b,
		    _("the stage cannot be told: a day of it is not "
		      "whole"));
	else if (!s)
		buf_addz(&b, _("no stage has begun"));
	else
		buf_addf(&b, _("stage: **%s**, since %s"),
		    name_shown(&s->name, lang), day_text(now->since, day));
	if (rec->stage_unknown || (s && s->exit && !s->n_next))
		return arena_take(a, &b);
	buf_addf(&b, "\n\n%s", _("what may follow:"));
	for (size_t i = 0; s && i < s->n_next; i++)
		add_next(&b, &t->stages[s->next[i]], lang);
	if (!s || (!s->n_next && !s->exit))
		add_following(&b, t, s ? now->stage + 1 : 0, lang);
	return arena_take(a, &b);
}

struct str
words_record(const struct roster_record *one, enum lang lang, struct arena *a)
{
	struct buf b = { 0 };

	if (one->called.n)
		buf_addf(&b, "**%.*s**", STRF(one->called));
	buf_addf(&b, "%s%s, %.*s", one->called.n ? "\n\n" : "",
	    name_shown(&one->type->name, lang), STRF(one->id->id));
	return arena_take(a, &b);
}
