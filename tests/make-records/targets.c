/* How many is each commune asked for? */
#include "targets.h"

#include <stdio.h>

#include "days.h"
#include "output.h"

enum { PLAN = 100 }; /* of the district, as printed */

static void
target_write(const char *dir, const struct commune *k, int year,
    const char *what, int number)
{
	bool admit = !*what;
	char id[64];
	struct page p;
	FILE *f = page_open(&p);

	snprintf(id, sizeof id, "%s%s%s-%d", k->slug, admit ? "" : "-", what,
	    year);
	fprintf(f,
	    "---\nma: %s\ndon_vi: %s\ntu: %d-01-01\nden: %d-12-31\n"
	    "ky_in: năm %d\n",
	    id, k->slug, year, year, year);
	if (!admit)
		fprintf(f, "viec: %s\n", what);
	fprintf(f,
	    "toan_tu: %s\nso: %d\nsuy_ra: co\nnguon:\n  khoa: MAU\n"
	    "  trich: \"Số đặt ra cho bộ dữ liệu mẫu, không có trong văn bản "
	    "nào\"\n---\n",
	    admit ? "dat" : "it-nhat", number);
	page_save(&p, dir, "chi_tieu", id, true);
}

/* By the number of cells, the rest to the first ones: the sum is the plan. */
int
target_of(const struct district *d, size_t commune)
{
	size_t cells = 0, done = 0;
	int given = 0, part = 0;

	for (size_t i = 0; i < d->n_communes; i++)
		if (!d->communes[i].district)
			cells += d->communes[i].cells;
	for (size_t i = 0; i <= commune; i++) {
		if (d->communes[i].district)
			continue;
		done += d->communes[i].cells;
		part = (int)((size_t)PLAN * done / cells) - given;
		given += part;
	}
	return part;
}

void
targets_write(const struct district *d, const char *dir)
{
	for (size_t i = 0; i < d->n_communes; i++) {
		const struct commune *k = &d->communes[i];
		int part = target_of(d, i);

		if (k->district)
			continue;
		target_write(dir, k, year_of(d->today), "", part);
		target_write(dir, k, year_of(d->today), "gioi-thieu",
		    2 * part + 3);
	}
}
