/* What took the place of the communes and their cells in 2025? */
#include "merger.h"

#include <stdio.h>
#include <string.h>

#include "text/day.h"
#include "members.h"
#include "output.h"
#include "places.h"
#include "units.h"

#define FIRST_DAY "2025-07-01"

int
merger_day(void)
{
	return day_make(2025, 7, 1);
}

static void
put_replaced(FILE *f, bool *any, const char *id)
{
	fprintf(f, "%s  - {don_vi: %s, ngay: " FIRST_DAY "}\n",
	    *any ? "" : "thay_the:\n", id);
	*any = true;
}

static void
new_commune(const struct district *d, const char *dir,
    const struct new_commune *n)
{
	char name[96];
	bool any = false;
	struct page p;
	FILE *f;

	snprintf(name, sizeof name, "Đảng bộ xã %s", n->name);
	f = unit_open(&p, n->slug, name, "dang-bo-xa", "da-nang");
	fputs("co_doan: co\ntu: " FIRST_DAY "\n", f);
	for (size_t i = 0; i < d->n_communes; i++) {
		const struct commune *k = &d->communes[i];

		if (!k->district && strcmp(k->now, n->slug) == 0)
			put_replaced(f, &any, k->slug);
	}
	unit_save(&p, dir, n->slug);
}

static void
new_mass(const struct district *d, const char *dir, const struct new_commune *n,
    const struct mass_name *m)
{
	char id[96], name[160];
	bool any = false;
	struct page p;
	FILE *f;

	snprintf(id, sizeof id, "%s/%s", n->slug, m->slug);
	snprintf(name, sizeof name, "%s xã %s", m->name, n->name);
	f = unit_open(&p, id, name, m->kind, n->slug);
	fputs("tu: " FIRST_DAY "\n", f);
	for (size_t i = 0; i < d->n_communes; i++) {
		const struct commune *k = &d->communes[i];
		char old[96];

		if (k->district || strcmp(k->now, n->slug) != 0)
			continue;
		snprintf(old, sizeof old, "%s/%s", k->slug, m->slug);
		put_replaced(f, &any, old);
	}
	unit_save(&p, dir, id);
}

/* The cell that the i-th one became, once for all that became it. */
static void
new_cell(const struct district *d, const char *dir, const struct new_commune *n,
    size_t i)
{
	const struct cell *c = &d->cells[i];
	const char *what = strstr(c->name, d->communes[c->commune].kind);
	char name[160];
	bool any = false;
	struct page p;
	FILE *f;

	for (size_t k = 0; k < i; k++)
		if (strcmp(d->cells[k].now, c->now) == 0)
			return;
	if (c->one && what)
		snprintf(name, sizeof name, "%.*sxã %s", (int)(what - c->name),
		    c->name, n->name);
	else
		snprintf(name, sizeof name, "%s", c->name);
	f = unit_open(&p, c->now, name, cell_kinds[c->kind], n->slug);
	put_areas(f, d, i);
	if (d->communes[c->commune].area && !c->one)
		fprintf(f, "vung: [%s]\n", d->communes[c->commune].area);
	fprintf(f, "co_doan: %s\n", c->youth ? "co" : "khong");
	put_responsible(f, d, member_above(d, c->commune, i), "2025-07-10");
	fputs("tu: " FIRST_DAY "\n", f);
	for (size_t k = i; k < d->n_cells; k++)
		if (strcmp(d->cells[k].now, c->now) == 0)
			put_replaced(f, &any, d->cells[k].id);
	unit_save(&p, dir, c->now);
}

void
merger_write(const struct district *d, const char *dir)
{
	struct page p;
	FILE *f = unit_open(&p, "da-nang", "Đảng bộ thành phố Đà Nẵng",
	    "dang-bo-tinh", NULL);
	bool any = false;

	fputs("tu: " FIRST_DAY "\n", f);
	put_replaced(f, &any, "quang-nam");
	unit_save(&p, dir, "da-nang");
	any = false;
	f = unit_open(&p, "xa-nui-thanh/trung-tam-chinh-tri",
	    "Trung tâm chính trị xã Núi Thành", "trung-tam-chinh-tri",
	    "xa-nui-thanh");
	fputs("tu: " FIRST_DAY "\n", f);
	put_replaced(f, &any, "nui-thanh/trung-tam-chinh-tri");
	unit_save(&p, dir, "xa-nui-thanh/trung-tam-chinh-tri");
	for (size_t i = 0; i < n_new_communes; i++) {
		const struct new_commune *n = &new_communes[i];
		size_t slug = strlen(n->slug);

		new_commune(d, dir, n);
		for (size_t m = 0; m < MASSES; m++)
			new_mass(d, dir, n, &masses[m]);
		for (size_t c = 0; c < d->n_cells; c++)
			if (strncmp(d->cells[c].now, n->slug, slug) == 0 &&
			    d->cells[c].now[slug] == '/')
				new_cell(d, dir, n, c);
	}
}
