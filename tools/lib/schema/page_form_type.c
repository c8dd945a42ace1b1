/* page_form_type: what pages of types may hold. */
#include "schema/page_form.h"

#include "base/lang.h"

#define N(array) (sizeof(array) / sizeof *(array))

static const char *const basename_words[] = { "id" };
static const struct page_words basenames = { basename_words, 1 };

static const struct page_key choice_keys[] = {
	{ .name = "vi", .kind = KEY_TEXT, .help = N_("in Vietnamese") },
	{ .name = "en", .kind = KEY_TEXT, .help = N_("in English") },
	{ .name = "also",
	    .kind = KEY_ANY,
	    .help = N_("other spellings, a list") },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
};
const struct page_form page_form_choice = { .keys = choice_keys,
	.n = N(choice_keys) };

static const struct page_key choice_each = { .kind = KEY_ANY,
	.in = &page_form_choice };
static const struct page_form choice_names = { .each = &choice_each,
	.names = PAGE_ANYTHING };

static const struct page_key field_each = { .kind = KEY_ANY,
	.value = PAGE_KIND,
	.in = &page_form_field };
static const struct page_form field_names = { .each = &field_each,
	.names = PAGE_ANYTHING };

static const struct page_key field_keys[] = {
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .help = N_("what it holds"),
	    .value = PAGE_KIND },
	{ .name = "required",
	    .kind = KEY_TEXT,
	    .help = N_("true: it must be there"),
	    .value = PAGE_FLAG },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "also",
	    .kind = KEY_ANY,
	    .help = N_("other spellings, a list") },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "private",
	    .kind = KEY_TEXT,
	    .help = N_("true: shown only where it is named or asked for"),
	    .value = PAGE_FLAG },
	{ .name = "pattern",
	    .kind = KEY_TEXT,
	    .help = N_("an extended regular expression that the whole value "
		       "must match") },
	{ .name = "min",
	    .kind = KEY_TEXT,
	    .help = N_("the least number or day, of a list how many entries, "
		       "of text how many characters") },
	{ .name = "max",
	    .kind = KEY_TEXT,
	    .help = N_("the largest number or day, of a list how many entries, "
		       "of text how many characters") },
	{ .name = "values",
	    .kind = KEY_ANY,
	    .help = N_("of an enum: a list of names, or a map from name to "
		       "label"),
	    .in = &choice_names },
	{ .name = "to",
	    .kind = KEY_TEXT,
	    .help = N_("of a ref: the type whose records it names"),
	    .value = PAGE_TYPE },
	{ .name = "key",
	    .kind = KEY_ANY,
	    .help = N_("of a list: the field, or fields, by which an entry is "
		       "known"),
	    .value = PAGE_WITHIN },
	{ .name = "span",
	    .kind = KEY_TEXT,
	    .help = N_("of a list: the date from which an entry holds, until "
		       "that of the next one"),
	    .value = PAGE_WITHIN },
	{ .name = "fields",
	    .kind = KEY_MAP,
	    .help = N_("of a map, or of each entry of a list: its fields"),
	    .in = &field_names },
	{ .name = "of",
	    .kind = KEY_ANY,
	    .help = N_("of a list of single values: what each is"),
	    .value = PAGE_KIND,
	    .in = &page_form_field },
	{ .name = "partial",
	    .kind = KEY_TEXT,
	    .help = N_("of a date: the year, or year and month, is enough; of "
		       "a docno: the number alone is"),
	    .value = PAGE_FLAG },
	{ .name = "immutable",
	    .kind = KEY_TEXT,
	    .help = N_("once given it never changes"),
	    .value = PAGE_FLAG },
	{ .name = "unique",
	    .kind = KEY_TEXT,
	    .help = N_("no two records may have one value"),
	    .value = PAGE_FLAG },
	{ .name = "event",
	    .kind = KEY_TEXT,
	    .help = N_("of a date: something happened on it, though no stage "
		       "begins by it"),
	    .value = PAGE_FLAG },
	{ .name = "plan",
	    .kind = KEY_TEXT,
	    .help = N_("of a date: it may lie ahead, and be moved"),
	    .value = PAGE_FLAG },
	{ .name = "late",
	    .kind = KEY_TEXT,
	    .help = N_("of a date: so many days may pass until it is entered, "
		       "as in 30d") },
	{ .name = "after",
	    .kind = KEY_ANY,
	    .help = N_("of a date: it must be later than this field, or these"),
	    .value = PAGE_BESIDE },
	{ .name = "not_before",
	    .kind = KEY_ANY,
	    .help = N_("of a date: it must not be earlier than this field, or "
		       "these"),
	    .value = PAGE_BESIDE },
	{ .name = "at_most",
	    .kind = KEY_ANY,
	    .help = N_("of a number: it must not be more than this field, or "
		       "these"),
	    .value = PAGE_BESIDE },
	{ .name = "no_circle",
	    .kind = KEY_TEXT,
	    .help = N_("of a ref to its own type: going on from record to "
		       "record never comes back"),
	    .value = PAGE_FLAG },
};
const struct page_form page_form_field = { .keys = field_keys,
	.n = N(field_keys) };

static const struct page_key when_each = { .kind = KEY_ANY };
static const struct page_form when_names = { .each = &when_each,
	.names = PAGE_FIELD };

static const struct page_key stage_keys[] = {
	{ .name = "since",
	    .kind = KEY_TEXT,
	    .help = N_("the field that dates it: a.b, or list[].b for each "
		       "entry"),
	    .value = PAGE_DATE },
	{ .name = "when",
	    .kind = KEY_MAP,
	    .help = N_("values that fields beside since must have"),
	    .in = &when_names },
	{ .name = "needs",
	    .kind = KEY_ANY,
	    .help = N_("fields that must be there once the stage is reached"),
	    .value = PAGE_FIELD },
	{ .name = "optional",
	    .kind = KEY_TEXT,
	    .help = N_("true: it may be dated against the declared order"),
	    .value = PAGE_FLAG },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "also",
	    .kind = KEY_ANY,
	    .help = N_("other spellings, a list") },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "start",
	    .kind = KEY_TEXT,
	    .help = N_("of a typed stage: a record may begin with it"),
	    .value = PAGE_FLAG },
	{ .name = "final",
	    .kind = KEY_TEXT,
	    .help = N_("of a typed stage: nothing follows"),
	    .value = PAGE_FLAG },
	{ .name = "next",
	    .kind = KEY_ANY,
	    .help = N_("of a typed stage: what may follow"),
	    .value = PAGE_STAGE },
};
const struct page_form page_form_stage = { .keys = stage_keys,
	.n = N(stage_keys) };

static const struct page_key exit_keys[] = {
	{ .name = "since",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the field that dates it: a.b, or list[].b for each "
		       "entry"),
	    .value = PAGE_DATE },
	{ .name = "when",
	    .kind = KEY_MAP,
	    .help = N_("values that fields beside since must have"),
	    .in = &when_names },
	{ .name = "until",
	    .kind = KEY_TEXT,
	    .help = N_("the date beside since on which the exit ends"),
	    .value = PAGE_FIELD },
	{ .name = "reopen",
	    .kind = KEY_ANY,
	    .help = N_("the stages that begin a new round"),
	    .value = PAGE_STAGE },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "also",
	    .kind = KEY_ANY,
	    .help = N_("other spellings, a list") },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
};
const struct page_form page_form_exit = { .keys = exit_keys,
	.n = N(exit_keys) };

static const struct page_key stage_each = { .kind = KEY_MAP,
	.in = &page_form_stage };
static const struct page_form stage_names = { .each = &stage_each,
	.names = PAGE_ANYTHING };

static const struct page_key exit_each = { .kind = KEY_MAP,
	.in = &page_form_exit };
static const struct page_form exit_names = { .each = &exit_each,
	.names = PAGE_ANYTHING };

static const struct page_key column_keys[] = {
	{ .name = "sql",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("SQL over the row") },
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .help = N_("what it holds"),
	    .value = PAGE_KIND },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
};
const struct page_form page_form_column = { .keys = column_keys,
	.n = N(column_keys) };

static const struct page_key column_each = { .kind = KEY_MAP,
	.in = &page_form_column };
static const struct page_form column_names = { .each = &column_each,
	.names = PAGE_ANYTHING };

static const struct page_key body_keys[] = {
	{ .name = "headings",
	    .kind = KEY_ANY,
	    .help = N_("headings of level 2 that must be there") },
	{ .name = "private",
	    .kind = KEY_TEXT,
	    .help = N_("true: the body is private"),
	    .value = PAGE_FLAG },
};
const struct page_form page_form_body = { .keys = body_keys,
	.n = N(body_keys) };

static const struct page_key life_keys[] = {
	{ .name = "born",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the date before which no date of the record lies"),
	    .value = PAGE_TOP },
	{ .name = "min",
	    .kind = KEY_TEXT,
	    .help = N_("no event lies within so many years of it (0)") },
	{ .name = "max",
	    .kind = KEY_TEXT,
	    .help = N_("the last date lies within so many years of it (120)") },
};
const struct page_form page_form_life = { .keys = life_keys,
	.n = N(life_keys) };

static const struct page_key type_keys[] = {
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the name, which is also that of the SQL table") },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "id",
	    .kind = KEY_TEXT,
	    .help = N_("the field that holds the id; without it the path is "
		       "the id"),
	    .value = PAGE_TOP },
	{ .name = "basename",
	    .kind = KEY_TEXT,
	    .help = N_("id: the file's name must be the last part of the id"),
	    .words = &basenames },
	{ .name = "new",
	    .kind = KEY_TEXT,
	    .help = N_("where a new record is put; {field} stands for what the "
		       "record holds there") },
	{ .name = "new_id",
	    .kind = KEY_TEXT,
	    .help = N_("how the id of a new record is made, with {year}, "
		       "{number:4}, {field}") },
	{ .name = "unknown",
	    .kind = KEY_TEXT,
	    .help = N_("what a field that no one declared is"),
	    .words = &page_form_unknowns },
	{ .name = "files",
	    .kind = KEY_ANY,
	    .help = N_("patterns of the paths of its records") },
	{ .name = "except",
	    .kind = KEY_ANY,
	    .help = N_("patterns of paths that are none of its records") },
	{ .name = "fields",
	    .kind = KEY_MAP,
	    .required = true,
	    .help = N_("what a record may hold"),
	    .in = &field_names },
	{ .name = "stages",
	    .kind = KEY_MAP,
	    .help = N_("the course of a record, in order"),
	    .in = &stage_names },
	{ .name = "exits",
	    .kind = KEY_MAP,
	    .help = N_("how a record leaves the course"),
	    .in = &exit_names },
	{ .name = "stage_field",
	    .kind = KEY_TEXT,
	    .help =
		N_("the enum whose value is the stage, where that is typed"),
	    .value = PAGE_TOP },
	{ .name = "columns",
	    .kind = KEY_MAP,
	    .help = N_("computed columns of the SQL table"),
	    .in = &column_names },
	{ .name = "body",
	    .kind = KEY_MAP,
	    .help = N_("what must be true of the text below the fields"),
	    .in = &page_form_body },
	{ .name = "links",
	    .kind = KEY_TEXT,
	    .help = N_("what a link is that leads to no file"),
	    .words = &page_form_link_levels },
	{ .name = "life",
	    .kind = KEY_MAP,
	    .help = N_("of persons: how their dates lie to the day of birth"),
	    .in = &page_form_life },
	{ .name = "same_person",
	    .kind = KEY_ANY,
	    .help = N_("fields by which two records may be one person twice"),
	    .value = PAGE_TOP },
};
const struct page_form page_form_type = { .keys = type_keys,
	.n = N(type_keys) };
