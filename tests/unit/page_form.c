/* page_form: each key of each page says what it means, and leads to what the
 * reader reads. */
#include "schema/page_form.h"

#include <stdio.h>
#include <string.h>

#include "schema/field.h"
#include "test.h"

enum { DEEP = 8 };

static bool
key_good(const struct page_key *k)
{
	bool good = k->help && *k->help &&
	    k->help[strlen(k->help) - 1] != '.' &&
	    (!k->words || k->words->n > 0);

	if (!good)
		printf("# %s\n", k->name);
	return good;
}

static bool
form_good(const struct page_form *f, int deep)
{
	bool good = !f->each != !f->n && (deep < DEEP || f == &page_form_field);

	if (deep == DEEP)
		return good;
	for (size_t i = 0; i < f->n; i++)
		good = key_good(&f->keys[i]) &&
		    page_form_key(f, str_of(f->keys[i].name)) == &f->keys[i] &&
		    (!f->keys[i].in || f == &page_form_field ||
			form_good(f->keys[i].in, deep + 1)) &&
		    good;
	return good &&
	    (!f->each || !f->each->in || form_good(f->each->in, deep + 1));
}

int
main(void)
{
	static const char *const pages[] = { "repository.md", "regulations.md",
		"authority.md", "types/a.md", "rules/a/b.md", "views/a.md",
		"reports/a.md", "reports/a.en.md", "import/a.md",
		"calendar/2021.md" };

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		const struct page_form *f = page_form_of(str_of(pages[i]));

		ok(f && form_good(f, 0), "%s", pages[i]);
	}
	ok(page_form_of(STR("reports/a.en.md")) == &page_form_english &&
		page_form_of(STR("reports/a.md")) == &page_form_report,
	    "the English page of a report has fewer keys");
	ok(!page_form_of(STR("README.md")) && !page_form_of(STR("types/a.txt")),
	    "other files are no pages");
	ok(field_keyword_fits(STR("label"), STR("map")) &&
		field_keyword_fits(STR("partial"), STR("date")) &&
		!field_keyword_fits(STR("partial"), STR("line")) &&
		field_keyword_fits(STR("partial"), STR("dat")),
	    "a keyword goes with some kinds");
	return done();
}
