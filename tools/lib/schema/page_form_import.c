/* page_form_import: what pages of imports may hold. */
#include "schema/page_form_inside.h"

static const char *const encoding_words[] = { "utf-8", "tcvn3", "vni", "viscii",
	"cp1258" };
static const struct page_words encodings = { encoding_words,
	N(encoding_words) };

static const struct page_key set_each = { .kind = KEY_ANY };
static const struct page_form set_names = { .each = &set_each,
	.names = PAGE_FIELD };

static const struct page_key meant_each = { .kind = KEY_TEXT };
static const struct page_form meant_names = { .each = &meant_each,
	.names = PAGE_ANYTHING };

static const struct page_key import_column_keys[] = {
	{ .name = "heading",
	    .kind = KEY_ANY,
	    .required = true,
	    .help = N_("one heading, or a list of those it may have") },
	{ .name = "field",
	    .kind = KEY_ANY,
	    .help = N_("which field its cells are, or a list of several"),
	    .value = PAGE_FIELD },
	{ .name = "agrees",
	    .kind = KEY_ANY,
	    .help = N_("the field that the cell must agree with"),
	    .value = PAGE_FIELD },
	{ .name = "skip",
	    .kind = KEY_TEXT,
	    .help = N_("true: the column is not read"),
	    .value = PAGE_FLAG },
	{ .name = "required",
	    .kind = KEY_TEXT,
	    .help = N_("true: the workbook must have the column"),
	    .value = PAGE_FLAG },
	{ .name = "values",
	    .kind = KEY_MAP,
	    .help = N_("what stands in a cell and the value it means"),
	    .in = &meant_names },
	{ .name = "begins",
	    .kind = KEY_MAP,
	    .help = N_("the same by how the cell begins"),
	    .in = &meant_names },
	{ .name = "digits",
	    .kind = KEY_TEXT,
	    .help =
		N_("how many digits a number has that lost its first zero") },
	{ .name = "days",
	    .kind = KEY_TEXT,
	    .help = N_("how a day is written in figures"),
	    .words = &page_form_days },
	{ .name = "doubts",
	    .kind = KEY_TEXT,
	    .help = N_("what becomes of a cell that is no sure value"),
	    .words = &page_form_doubts },
	{ .name = "with",
	    .kind = KEY_MAP,
	    .help = N_("values of other fields that go with a cell of this "
		       "column"),
	    .in = &set_names },
	{ .name = "if",
	    .kind = KEY_TEXT,
	    .help = N_("the field without which the line does not count"),
	    .value = PAGE_FIELD },
	{ .name = "unless",
	    .kind = KEY_TEXT,
	    .help = N_("the field with which the line does not count"),
	    .value = PAGE_FIELD },
};
const struct page_form page_form_import_column = { .keys = import_column_keys,
	.n = N(import_column_keys) };

static const struct page_key make_keys[] = {
	{ .name = "set",
	    .kind = KEY_MAP,
	    .help = N_("values that it has"),
	    .in = &set_names },
};
const struct page_form page_form_make = { .keys = make_keys,
	.n = N(make_keys) };

static const struct page_key make_each = { .kind = KEY_MAP,
	.in = &page_form_make };
static const struct page_form make_names = { .each = &make_each,
	.names = PAGE_FIELD };

static const struct page_key import_keys[] = {
	{ .name = "import",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("the name by which --as chooses it") },
	{ .name = "label",
	    .kind = KEY_ANY,
	    .help = N_("what people call it: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "help",
	    .kind = KEY_ANY,
	    .help = N_("an explanation for people: text, or {vi: …, en: …}"),
	    .in = &page_form_label },
	{ .name = "type",
	    .kind = KEY_TEXT,
	    .required = true,
	    .help = N_("of which type a row becomes a record"),
	    .value = PAGE_TYPE },
	{ .name = "key",
	    .kind = KEY_ANY,
	    .help = N_("the field, or fields, by which a row is known again"),
	    .value = PAGE_FIELD },
	{ .name = "encoding",
	    .kind = KEY_TEXT,
	    .help = N_("what the text was written in, where it is not Unicode"),
	    .words = &encodings },
	{ .name = "days",
	    .kind = KEY_TEXT,
	    .help = N_("how a day is written in figures"),
	    .words = &page_form_days },
	{ .name = "century",
	    .kind = KEY_TEXT,
	    .help = N_("the first year that a year of two figures may be") },
	{ .name = "doubts",
	    .kind = KEY_TEXT,
	    .help = N_("what becomes of a cell that is no sure value"),
	    .words = &page_form_doubts },
	{ .name = "empty",
	    .kind = KEY_ANY,
	    .help = N_("what people write where they know nothing") },
	{ .name = "words",
	    .kind = KEY_MAP,
	    .help = N_("abbreviations and what they stand for"),
	    .in = &meant_names },
	{ .name = "set",
	    .kind = KEY_MAP,
	    .help = N_("the value that every new record has in a field"),
	    .in = &set_names },
	{ .name = "make",
	    .kind = KEY_MAP,
	    .help = N_("how a record is made that cells describe and that is "
		       "not there yet"),
	    .in = &make_names },
	{ .name = "columns",
	    .kind = KEY_LIST,
	    .required = true,
	    .help = N_("a line for each column of the workbook"),
	    .in = &page_form_import_column },
};
const struct page_form page_form_import = { .keys = import_keys,
	.n = N(import_keys) };
