/* page_form_report: what pages of rules, views and reports may hold. */
#include "schema/page_form_inside.h"

static const char *const site_words[] = { "index", "no" };
static const struct page_words sites = { site_words, N(site_words) };

static const struct page_key in_force_keys[] = {
	{ .name = "gen",
	    .kind = KEY_TEXT,
	    .help = N_("the generation of the regulations"),
	    .value = PAGE_GENERATION },
	{ .name = "since",
	    .kind = KEY_TEXT,
	    .help = N_("the first day, where it is not that of the generation"),
	    .value = PAGE_DAY },
	{ .name = "until",
	    .kind = KEY_TEXT,
	    .help = N_("the first day on which it holds no more"),
	    .value = PAGE_DAY },
	{ .name = "source",
	    .kind = KEY_TEXT,
	    .help = N_("the text and the point in it") },
	{ .name = "confidence",
	    .kind = KEY_TEXT,
	    .help = N_("A the text was read, B secondary, C not confirmed"),
	    .words = &page_form_confidences },
	{ .name = "none",
	    .kind = KEY_TEXT,
	    .help = N_("true: the generation is known to have no such rule"),
	    .value = PAGE_FLAG },
};
const struct page_form page_form_in_force = { .keys = in_force_keys,
	.n = N(in_force_keys),
	.open = true };

static const struct page_key cadence_keys[] = {
	{ .name = "every",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("how often, such as 1M, 1Q or 30d") },
	{ .name = "first", .kind = KEY_TEXT, .help = N_("the first day") },
	{ .name = "grace",
	    .kind = KEY_TEXT,
	    .help =
		N_("days after the due day before it is overdue, as in 5d") },
	{ .name = "spread",
	    .kind = KEY_TEXT,
	    .help = N_("up to so many days later, one record always the same, "
		       "as in 3d") },
};
const struct page_form page_form_cadence = { .keys = cadence_keys,
	.n = N(cadence_keys) };

static const struct page_key rule_keys[] = {
	{ .name = "rule",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the id, which never changes its meaning") },
	{ .name = "version",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("a number: one more whenever what it asks changes") },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "level",
	    .kind = KEY_TEXT,
	    .help = N_("what its findings are: note, warning, error or off"),
	    .words = &page_form_levels },
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("whose records it judges"),
	    .value = PAGE_TYPE },
	{ .name = "field",
	    .kind = KEY_TEXT,
	    .help = N_("where a finding points"),
	    .value = PAGE_FIELD },
	{ .name = "measured",
	    .kind = KEY_ANY,
	    .help = N_("the date of the step that is judged, which picks the "
		       "generation"),
	    .value = PAGE_DATE },
	{ .name = "open",
	    .kind = KEY_TEXT,
	    .help = N_("the date since when the step is awaited"),
	    .value = PAGE_DATE },
	{ .name = "message",
	    .kind = KEY_ANY,
	    .help = N_("what a finding says; {name} stands for a column or "
		       "parameter"),
	    .in = &page_form_label },
	{ .name = "next",
	    .kind = KEY_ANY,
	    .help = N_("what is to be done by the day in column due"),
	    .in = &page_form_label },
	{ .name = "confidence",
	    .kind = KEY_TEXT,
	    .help = N_("A the text was read, B secondary, C not confirmed"),
	    .words = &page_form_confidences },
	{ .name = "in_force",
	    .kind = KEY_LIST,
	    .help = N_("what held when, and which text says so"),
	    .in = &page_form_in_force },
	{ .name = "check",
	    .kind = KEY_TEXT,
	    .help = N_("none: no program can judge it"),
	    .words = &page_form_checks },
	{ .name = "depends",
	    .kind = KEY_TEXT,
	    .help = N_("all: it reads more than its own record"),
	    .words = &page_form_depends },
	{ .name = "cadence",
	    .kind = KEY_MAP,
	    .help = N_("what is due again and again"),
	    .in = &page_form_cadence },
	{ .name = "safe",
	    .kind = KEY_ANY,
	    .help = N_("result columns that may be shown although the SQL "
		       "reads private ones") },
};
const struct page_form page_form_rule = { .keys = rule_keys,
	.n = N(rule_keys) };

/* views/NAME.md */

static const struct page_key view_keys[] = {
	{ .name = "view",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the name of the view in SQL") },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
};
const struct page_form page_form_view = { .keys = view_keys,
	.n = N(view_keys) };

/* reports/NAME.md and reports/NAME.en.md */

static const struct page_key default_keys[] = {
	{ .name = "sql",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("SQL that gives the value") },
};
const struct page_form page_form_default = { .keys = default_keys,
	.n = N(default_keys) };

static const struct page_key parameter_keys[] = {
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("what it is"),
	    .words = &page_form_parameter_kinds },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "default",
	    .kind = KEY_ANY,
	    .help = N_("what it is where nobody says: a value, or {sql: …}"),
	    .in = &page_form_default },
	{ .name = "to",
	    .kind = KEY_TEXT,
	    .help = N_("of a ref: the type whose records it names"),
	    .value = PAGE_TYPE },
	{ .name = "values",
	    .kind = KEY_ANY,
	    .help = N_("of an enum: which values there are") },
};
const struct page_form page_form_parameter = { .keys = parameter_keys,
	.n = N(parameter_keys) };

static const struct page_key parameter_each = { .kind = KEY_MAP,
	.in = &page_form_parameter };
static const struct page_form parameter_names = { .each = &parameter_each,
	.names = PAGE_ANYTHING };

static const struct page_key shown_each = { .kind = KEY_ANY,
	.in = &page_form_label };
static const struct page_form shown_names = { .each = &shown_each,
	.names = PAGE_ANYTHING };

static const struct page_key result_keys[] = {
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "format",
	    .kind = KEY_TEXT,
	    .help = N_("how its figures are written"),
	    .words = &page_form_formats },
	{ .name = "of",
	    .kind = KEY_TEXT,
	    .help = N_("another column that it is a share of") },
	{ .name = "total",
	    .kind = KEY_TEXT,
	    .help = N_("true: the last line adds it up"),
	    .value = PAGE_FLAG },
	{ .name = "share",
	    .kind = KEY_LIST,
	    .help = N_("[part, whole]: the two columns of which it is the "
		       "share") },
	{ .name = "values",
	    .kind = KEY_MAP,
	    .help = N_("what is shown for each code"),
	    .in = &shown_names },
};
const struct page_form page_form_result = { .keys = result_keys,
	.n = N(result_keys) };

static const struct page_key result_each = { .kind = KEY_MAP,
	.in = &page_form_result };
static const struct page_form result_names = { .each = &result_each,
	.names = PAGE_ANYTHING };

static const struct page_key signer_keys[] = {
	{ .name = "capacity",
	    .kind = KEY_TEXT,
	    .help = N_("such as T/M BAN THƯỜNG VỤ") },
	{ .name = "position", .kind = KEY_TEXT, .help = N_("such as BÍ THƯ") },
	{ .name = "name", .kind = KEY_TEXT, .help = N_("who signs") },
};
const struct page_form page_form_signer = { .keys = signer_keys,
	.n = N(signer_keys) };

static const struct page_key paper_keys[] = {
	{ .name = "above",
	    .kind = KEY_TEXT,
	    .help = N_("the body above the issuer") },
	{ .name = "issuer",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("who issues the paper") },
	{ .name = "number",
	    .kind = KEY_TEXT,
	    .help = N_("the document's number") },
	{ .name = "place", .kind = KEY_TEXT, .help = N_("where it is issued") },
	{ .name = "kind",
	    .kind = KEY_TEXT,
	    .help = N_("what the paper is, such as BÁO CÁO") },
	{ .name = "sign",
	    .kind = KEY_ANY,
	    .help = N_("who signs: one, or a list of two"),
	    .in = &page_form_signer },
	{ .name = "recipients",
	    .kind = KEY_ANY,
	    .help = N_("to whom it goes") },
};
const struct page_form page_form_paper = { .keys = paper_keys,
	.n = N(paper_keys) };

static const struct page_key site_keys[] = {
	{ .name = "each",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the parameter of which each value gets a page") },
	{ .name = "from",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the SELECT that gives the values") },
};
const struct page_form page_form_site = { .keys = site_keys,
	.n = N(site_keys) };

static const struct page_key default_each = { .kind = KEY_ANY,
	.in = &page_form_default };
static const struct page_form default_names = { .each = &default_each,
	.names = PAGE_ANYTHING };

static const struct page_key like_keys[] = {
	{ .name = "report",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the name, as its page is called"),
	    .value = PAGE_REPORT },
	{ .name = "title",
	    .kind = KEY_ANY,
	    .required = true,
	    .help = N_("the title"),
	    .in = &page_form_label },
	{ .name = "like",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the report that this one is, with other defaults"),
	    .value = PAGE_REPORT },
	{ .name = "defaults",
	    .kind = KEY_MAP,
	    .help = N_("what parameters of that report are where nobody says"),
	    .in = &default_names },
};
const struct page_form page_form_like = { .keys = like_keys,
	.n = N(like_keys),
	.other = &page_form_report };

static const struct page_key report_keys[] = {
	{ .name = "report",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the name, as its page is called"),
	    .value = PAGE_REPORT },
	{ .name = "title",
	    .kind = KEY_ANY,
	    .required = true,
	    .help = N_("the title"),
	    .in = &page_form_label },
	{ .name = "params",
	    .kind = KEY_MAP,
	    .help = N_("what may be asked for"),
	    .in = &parameter_names },
	{ .name = "judged",
	    .kind = KEY_TEXT,
	    .help = N_("the type, or the parameter of type ref, whose records "
		       "are judged"),
	    .value = PAGE_TYPE },
	{ .name = "sheet",
	    .kind = KEY_TEXT,
	    .help = N_("the paper: a4, a3 across, or dense"),
	    .words = &page_form_sheets },
	{ .name = "site",
	    .kind = KEY_ANY,
	    .help = N_("what a site makes of it: index, no, or {each: …, from: "
		       "…}"),
	    .words = &sites,
	    .in = &page_form_site },
	{ .name = "columns",
	    .kind = KEY_MAP,
	    .help = N_("columns of results: label, format, total"),
	    .in = &result_names },
	{ .name = "safe",
	    .kind = KEY_ANY,
	    .help = N_("result columns that may be shown although the SQL "
		       "reads private ones") },
	{ .name = "paper",
	    .kind = KEY_MAP,
	    .help = N_("the office paper that it is laid out as"),
	    .in = &page_form_paper },
};
const struct page_form page_form_report = { .keys = report_keys,
	.n = N(report_keys),
	.other = &page_form_like };

static const struct page_key english_keys[] = {
	{ .name = "report",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the name, as its page is called"),
	    .value = PAGE_REPORT },
	{ .name = "title",
	    .kind = KEY_ANY,
	    .required = true,
	    .help = N_("the title"),
	    .in = &page_form_label },
	{ .name = "paper",
	    .kind = KEY_MAP,
	    .help = N_("the office paper that it is laid out as"),
	    .in = &page_form_paper },
};
const struct page_form page_form_english = { .keys = english_keys,
	.n = N(english_keys) };
