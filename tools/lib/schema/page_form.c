/* page_form: which keys the pages of a schema have, and what they mean. */
#include "schema/page_form_inside.h"

#include "text/numeral.h"

/* Words. */

static const char *const levels_words[] = { "note", "warning", "error", "off" };
const struct page_words page_form_levels = { levels_words, N(levels_words) };

static const char *const confidences_words[] = { "A", "B", "C" };
const struct page_words page_form_confidences = { confidences_words,
	N(confidences_words) };

static const char *const unknowns_words[] = { "error", "warning", "allow" };
const struct page_words page_form_unknowns = { unknowns_words,
	N(unknowns_words) };

static const char *const link_levels_words[] = { "error", "warning", "off" };
const struct page_words page_form_link_levels = { link_levels_words,
	N(link_levels_words) };

static const char *const spellings_words[] = { "name", "label" };
const struct page_words page_form_spellings = { spellings_words,
	N(spellings_words) };

static const char *const checks_words[] = { "sql", "none" };
const struct page_words page_form_checks = { checks_words, N(checks_words) };

static const char *const depends_words[] = { "own", "all" };
const struct page_words page_form_depends = { depends_words, N(depends_words) };

static const char *const sheets_words[] = { "a4", "a3", "dense" };
const struct page_words page_form_sheets = { sheets_words, N(sheets_words) };

static const char *const parameter_kinds_words[] = { "line", "text", "name",
	"id", "slug", "int", "decimal", "flag", "enum", "date", "period",
	"ref" };
const struct page_words page_form_parameter_kinds = { parameter_kinds_words,
	N(parameter_kinds_words) };

static const char *const days_words[] = { "dmy", "mdy", "ymd" };
const struct page_words page_form_days = { days_words, N(days_words) };

static const char *const doubts_words[] = { "leave", "take", "hold" };
const struct page_words page_form_doubts = { doubts_words, N(doubts_words) };

const struct page_words page_form_formats = { numeral_names + NUMERAL_INT,
	NUMERALS - NUMERAL_INT };

/* What stands in many pages. */

static const struct page_key label_keys[] = {
	{ .name = "vi", .kind = KEY_TEXT, .help = N_("in Vietnamese") },
	{ .name = "en", .kind = KEY_TEXT, .help = N_("in English") },
};
const struct page_form page_form_label = { .keys = label_keys,
	.n = N(label_keys) };

/* repository.md */

static const struct page_key accept_keys[] = {
	{ .name = "field",
	    .kind = KEY_TEXT,
	    .help = N_("the name of the field") },
	{ .name = "rule",
	    .kind = KEY_TEXT,
	    .help = N_("the part that names the rule") },
	{ .name = "reason",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says why") },
	{ .name = "by",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says who decided") },
	{ .name = "day",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says when") },
	{ .name = "entry",
	    .kind = KEY_TEXT,
	    .help = N_("the part that names the entry of a list") },
	{ .name = "until",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says until when") },
};
const struct page_form page_form_accept = { .keys = accept_keys,
	.n = N(accept_keys) };

static const struct page_key override_keys[] = {
	{ .name = "field",
	    .kind = KEY_TEXT,
	    .help = N_("the name of the field") },
	{ .name = "day",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says when") },
	{ .name = "stage",
	    .kind = KEY_TEXT,
	    .help = N_("the part that names the stage") },
	{ .name = "reason",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says why") },
	{ .name = "by",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says who decided") },
};
const struct page_form page_form_override = { .keys = override_keys,
	.n = N(override_keys) };

static const struct page_key applies_keys[] = {
	{ .name = "field",
	    .kind = KEY_TEXT,
	    .help = N_("the name of the field") },
	{ .name = "rule",
	    .kind = KEY_TEXT,
	    .help = N_("the part that names the rule") },
	{ .name = "generation",
	    .kind = KEY_TEXT,
	    .help =
		N_("the part that names the generation of the regulations") },
};
const struct page_form page_form_applies = { .keys = applies_keys,
	.n = N(applies_keys) };

static const struct page_key snooze_keys[] = {
	{ .name = "field",
	    .kind = KEY_TEXT,
	    .help = N_("the name of the field") },
	{ .name = "rule",
	    .kind = KEY_TEXT,
	    .help = N_("the part that names the rule") },
	{ .name = "entry",
	    .kind = KEY_TEXT,
	    .help = N_("the part that names the entry of a list") },
	{ .name = "reason",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says why") },
	{ .name = "until",
	    .kind = KEY_TEXT,
	    .help = N_("the part that says until when") },
};
const struct page_form page_form_snooze = { .keys = snooze_keys,
	.n = N(snooze_keys) };

static const struct page_key history_keys[] = {
	{ .name = "schema_from",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the whole id of the commit by whose schema commits "
		       "before the first one are read") },
};
const struct page_form page_form_history = { .keys = history_keys,
	.n = N(history_keys) };

static const struct page_key level_each = { .kind = KEY_TEXT,
	.words = &page_form_levels };
static const struct page_form level_names = { .each = &level_each,
	.names = PAGE_FINDING };

static const struct page_key repository_keys[] = {
	{ .name = "format",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the version of the formats of pages and records: 1") },
	{ .name = "default_type",
	    .kind = KEY_TEXT,
	    .help = N_("the type that a tool takes when none is named"),
	    .value = PAGE_TYPE },
	{ .name = "zone",
	    .kind = KEY_TEXT,
	    .help = N_("the time zone that decides what day it is, such as "
		       "Asia/Ho_Chi_Minh") },
	{ .name = "spelling",
	    .kind = KEY_TEXT,
	    .help = N_("how new keys are written: by name or by label"),
	    .words = &page_form_spellings },
	{ .name = "accept",
	    .kind = KEY_ANY,
	    .help = N_("the field in which a record accepts a finding"),
	    .value = PAGE_TOP,
	    .in = &page_form_accept },
	{ .name = "override",
	    .kind = KEY_ANY,
	    .help = N_("the field that sets the stage by hand"),
	    .value = PAGE_TOP,
	    .in = &page_form_override },
	{ .name = "applies",
	    .kind = KEY_ANY,
	    .help = N_("the field that lets another generation of the "
		       "regulations judge"),
	    .value = PAGE_TOP,
	    .in = &page_form_applies },
	{ .name = "snooze",
	    .kind = KEY_ANY,
	    .help = N_("the field that puts a reminder off"),
	    .value = PAGE_TOP,
	    .in = &page_form_snooze },
	{ .name = "levels",
	    .kind = KEY_MAP,
	    .help = N_("the level of findings and rules in this repository"),
	    .in = &level_names },
	{ .name = "history",
	    .kind = KEY_MAP,
	    .help = N_("what commits before there was a schema are read by"),
	    .in = &page_form_history },
	{ .name = "whose",
	    .kind = KEY_TEXT,
	    .help = N_("the view that says whose work a record is"),
	    .value = PAGE_VIEW },
};
const struct page_form page_form_repository = { .keys = repository_keys,
	.n = N(repository_keys) };

/* regulations.md, calendar/YEAR.md */
static const struct page_key generation_keys[] = {
	{ .name = "gen",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("its short name") },
	{ .name = "since",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the first day"),
	    .value = PAGE_DAY },
	{ .name = "documents",
	    .kind = KEY_ANY,
	    .help = N_("the texts of which it is made") },
	{ .name = "confidence",
	    .kind = KEY_TEXT,
	    .help = N_("A the text was read, B secondary, C not confirmed"),
	    .words = &page_form_confidences },
};
const struct page_form page_form_generation = { .keys = generation_keys,
	.n = N(generation_keys) };

static const struct page_key regulations_keys[] = {
	{ .name = "generations",
	    .kind = KEY_LIST,
	    .required = true,
	    .help = N_("the regulations in order; each holds until the next "
		       "one"),
	    .in = &page_form_generation },
	{ .name = "standing",
	    .kind = KEY_LIST,
	    .help = N_("what holds beside them, such as statutes"),
	    .in = &page_form_generation },
};
const struct page_form page_form_regulations = { .keys = regulations_keys,
	.n = N(regulations_keys) };

static const struct page_key holiday_keys[] = {
	{ .name = "day",
	    .kind = KEY_TEXT,
	    .help = N_("the day"),
	    .value = PAGE_DAY },
	{ .name = "from",
	    .kind = KEY_TEXT,
	    .help = N_("the first of several days"),
	    .value = PAGE_DAY },
	{ .name = "to",
	    .kind = KEY_TEXT,
	    .help = N_("the last of them"),
	    .value = PAGE_DAY },
	{ .name = "name",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
};
const struct page_form page_form_holiday = { .keys = holiday_keys,
	.n = N(holiday_keys) };

static const struct page_key calendar_keys[] = {
	{ .name = "year",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the year") },
	{ .name = "complete",
	    .kind = KEY_TEXT,
	    .help = N_("true: all days off of the year are known"),
	    .value = PAGE_FLAG },
	{ .name = "holidays",
	    .kind = KEY_LIST,
	    .help = N_("days off"),
	    .in = &page_form_holiday },
	{ .name = "workdays",
	    .kind = KEY_ANY,
	    .help = N_("weekend days that are worked"),
	    .value = PAGE_DAY },
	{ .name = "source",
	    .kind = KEY_ANY,
	    .help = N_("the text and the point in it") },
};
const struct page_form page_form_calendar = { .keys = calendar_keys,
	.n = N(calendar_keys) };

/* authority.md */

static const struct page_key role_keys[] = {
	{ .name = "types",
	    .kind = KEY_ANY,
	    .required = true,
	    .help = N_("the types whose records it may write"),
	    .value = PAGE_TYPE },
	{ .name = "fields",
	    .kind = KEY_ANY,
	    .help = N_("the fields it may write; body is the text") },
	{ .name = "stages",
	    .kind = KEY_ANY,
	    .help = N_("the stages in which it may") },
};
const struct page_form page_form_role = { .keys = role_keys,
	.n = N(role_keys) };

static const struct page_key grant_keys[] = {
	{ .name = "role",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("which role"),
	    .value = PAGE_ROLE },
	{ .name = "units",
	    .kind = KEY_ANY,
	    .help = N_("in which units; without it everywhere"),
	    .value = PAGE_RECORD },
	{ .name = "since",
	    .kind = KEY_TEXT,
	    .help = N_("the first day"),
	    .value = PAGE_DAY },
	{ .name = "until",
	    .kind = KEY_TEXT,
	    .help = N_("the last day"),
	    .value = PAGE_DAY },
};
const struct page_form page_form_grant = { .keys = grant_keys,
	.n = N(grant_keys) };

static const struct page_key person_keys[] = {
	{ .name = "name",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the person's name") },
	{ .name = "email",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("with which the person commits") },
	{ .name = "member",
	    .kind = KEY_TEXT,
	    .help = N_("the id of the person's own record"),
	    .value = PAGE_RECORD },
	{ .name = "keys",
	    .kind = KEY_ANY,
	    .help = N_("public SSH keys, in quotes") },
	{ .name = "roles",
	    .kind = KEY_LIST,
	    .help = N_("what the person may do, where and when"),
	    .in = &page_form_grant },
};
const struct page_form page_form_person = { .keys = person_keys,
	.n = N(person_keys) };

static const struct page_key role_each = { .kind = KEY_MAP,
	.in = &page_form_role };
static const struct page_form role_names = { .each = &role_each,
	.names = PAGE_ANYTHING };

static const struct page_key unit_each = { .kind = KEY_TEXT,
	.value = PAGE_FIELD };
static const struct page_form unit_names = { .each = &unit_each,
	.names = PAGE_TYPE };

static const struct page_key unit_keys[] = {
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the type whose records are units"),
	    .value = PAGE_TYPE },
	{ .name = "above",
	    .kind = KEY_TEXT,
	    .help = N_("the field that names the unit above"),
	    .value = PAGE_FIELD },
	{ .name = "in",
	    .kind = KEY_MAP,
	    .help = N_("in which field a record of each type names its unit"),
	    .in = &unit_names },
};
const struct page_form page_form_unit = { .keys = unit_keys,
	.n = N(unit_keys) };

static const struct page_key authority_keys[] = {
	{ .name = "signed",
	    .kind = KEY_TEXT,
	    .help = N_("true: a commit without a signature is an error"),
	    .value = PAGE_FLAG },
	{ .name = "people",
	    .kind = KEY_LIST,
	    .required = true,
	    .help = N_("who may commit"),
	    .in = &page_form_person },
	{ .name = "roles",
	    .kind = KEY_MAP,
	    .help = N_("what each role may write"),
	    .in = &role_names },
	{ .name = "unit",
	    .kind = KEY_MAP,
	    .help = N_("which records are units, and how records belong to "
		       "them"),
	    .in = &page_form_unit },
	{ .name = "members",
	    .kind = KEY_TEXT,
	    .help = N_("the type of the records that member names"),
	    .value = PAGE_TYPE },
};
const struct page_form page_form_authority = { .keys = authority_keys,
	.n = N(authority_keys) };

const struct page_key *
page_form_key(const struct page_form *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_is(name, f->keys[i].name))
			return &f->keys[i];
	return NULL;
}

const struct page_form *
page_form_of(struct str path)
{
	static const struct {
		const char *begin, *end;
		const struct page_form *form;
	} pages[] = {
		{ "repository.md", "", &page_form_repository },
		{ "regulations.md", "", &page_form_regulations },
		{ "authority.md", "", &page_form_authority },
		{ "types/", ".md", &page_form_type },
		{ "rules/", ".md", &page_form_rule },
		{ "views/", ".md", &page_form_view },
		{ "reports/", ".en.md", &page_form_english },
		{ "reports/", ".md", &page_form_report },
		{ "import/", ".md", &page_form_import },
		{ "calendar/", ".md", &page_form_calendar },
	};

	for (size_t i = 0; i < N(pages); i++)
		if (*pages[i].end ? str_starts(path, str_of(pages[i].begin)) &&
			    str_ends(path, str_of(pages[i].end)) :
				    str_is(path, pages[i].begin))
			return pages[i].form;
	return NULL;
}
