/* What do the records of organisations hold? */
#include "units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "base/mem.h"
#include "members.h"
#include "output.h"
#include "places.h"

const struct mass_name masses[MASSES] = {
	[FRONT] = { "mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam", "mat-tran" },
	[YOUTH] = { "doan-tn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
	    "doan-thanh-nien" },
	[WOMEN] = { "hoi-lhpn", "Hội Liên hiệp Phụ nữ", "phu-nu" },
	[FARMERS] = { "hoi-nd", "Hội Nông dân", "nong-dan" },
	[VETERANS] = { "hoi-ccb", "Hội Cựu chiến binh", "cuu-chien-binh" },
	[UNION] = { "cong-doan", "Công đoàn", "cong-doan" },
};

#define LAST_DAY "2025-06-30" /* of the district */

FILE *
unit_open(struct page *p, const char *id, const char *name, const char *kind,
    const char *up)
{
	FILE *f = page_open(p);

	fprintf(f, "---\nma: %s\nten: %s\nloai: %s\n", id, name, kind);
	if (up)
		fprintf(f, "cap_tren: %s\n", up);
	return f;
}

void
unit_save(struct page *p, const char *dir, const char *id)
{
	const char *slash = strrchr(id, '/');
	char folder[96];

	fputs("---\n", p->f);
	snprintf(folder, sizeof folder, "to_chuc%s%.*s", slash ? "/" : "",
	    slash ? (int)(slash - id) : 0, id);
	page_save(p, dir, folder, id, true);
}

static void
simple_unit(const char *dir, const char *id, const char *name, const char *kind,
    const char *up, const char *more)
{
	struct page p;
	FILE *f = unit_open(&p, id, name, kind, up);

	fputs(more, f);
	unit_save(&p, dir, id);
}

/* The bodies by which the district's committee works. */
static const char *const advisory[][2] = {
	{ "nui-thanh/ban-to-chuc", "Ban Tổ chức Huyện ủy Núi Thành" },
	{ "nui-thanh/ban-tuyen-giao", "Ban Tuyên giáo Huyện ủy Núi Thành" },
	{ "nui-thanh/ban-dan-van", "Ban Dân vận Huyện ủy Núi Thành" },
	{ "nui-thanh/uy-ban-kiem-tra", "Ủy ban Kiểm tra Huyện ủy Núi Thành" },
	{ "nui-thanh/van-phong", "Văn phòng Huyện ủy Núi Thành" },
};

void
units_write_top(const char *dir, bool real)
{
	simple_unit(dir, "nui-thanh", "Đảng bộ huyện Núi Thành",
	    "dang-bo-huyen", real ? "quang-nam" : NULL,
	    real ? "ma_dvhc: \"517\"\nden: " LAST_DAY "\n" : "");
	simple_unit(dir, "nui-thanh/trung-tam-chinh-tri",
	    "Trung tâm chính trị huyện Núi Thành", "trung-tam-chinh-tri",
	    "nui-thanh", real ? "den: " LAST_DAY "\n" : "");
	for (size_t i = 0; real && i < COUNT(advisory); i++)
		simple_unit(dir, advisory[i][0], advisory[i][1],
		    "co-quan-tham-muu", "nui-thanh", "den: " LAST_DAY "\n");
	if (real)
		simple_unit(dir, "quang-nam", "Đảng bộ tỉnh Quảng Nam",
		    "dang-bo-tinh", NULL, "den: " LAST_DAY "\n");
}

void
put_responsible(FILE *f, const struct district *d, size_t member,
    const char *since)
{
	fprintf(f, "phu_trach:\n  - {tu: %s, dang_vien: %s}\n", since,
	    d->members[member].id);
}

static void
commune_write(const struct district *d, const char *dir, size_t i)
{
	const struct commune *k = &d->communes[i];
	char name[96];
	struct page p;
	FILE *f;

	snprintf(name, sizeof name, "Đảng bộ %s %s", k->kind, k->name);
	f = unit_open(&p, k->slug, name, "dang-bo-xa", "nui-thanh");
	if (k->code)
		fprintf(f, "ma_dvhc: \"%s\"\n", k->code);
	if (k->area)
		fprintf(f, "vung: [%s]\n", k->area);
	fputs("co_doan: co\n", f);
	put_responsible(f, d, member_of_district(d, i), "2020-08-20");
	if (*k->now)
		fputs("den: " LAST_DAY "\n", f);
	unit_save(&p, dir, k->slug);
}

static void
masses_write(const char *dir, const struct commune *k)
{
	for (size_t i = 0; i < MASSES; i++) {
		char id[96], name[160];

		snprintf(id, sizeof id, "%s/%s", k->slug, masses[i].slug);
		snprintf(name, sizeof name, "%s %s %s", masses[i].name, k->kind,
		    k->name);
		simple_unit(dir, id, name, masses[i].kind, k->slug,
		    *k->now ? "den: " LAST_DAY "\n" : "");
	}
}

/* Did the list of a cell change in the month of a day? */
static bool
list_changed(const struct district *d, size_t cell, int day, size_t from)
{
	for (size_t i = from; i < d->n_people; i++) {
		const struct person *p = &d->people[i];

		if (p->before != cell && p->cell != cell)
			continue;
		if (p->has[LISTED] && p->before == cell &&
		    p->day[LISTED] == day)
			return true;
		if (p->out != DAY_NONE && p->cell == cell && p->out == day)
			return true;
	}
	return false;
}

/* The reviews of the last twelve months, but for those that were not held. */
static void
put_reviews(FILE *f, const struct district *d, size_t cell, size_t from)
{
	enum { MONTHS = 12 };
	const struct trouble *t = d->cells[cell].trouble;
	int missing = t ? t->unreviewed : 0;

	fputs("ra_soat:\n", f);
	for (int back = MONTHS - 1; back >= missing; back--) {
		int day = meeting_day(day_add_months(d->today, -back), cell);

		fprintf(f, "  - {thang: %d-%02d", year_of(day), month_of(day));
		put_day(f, ", ngay: ", day);
		fprintf(f, ", bien_ban: %02d-BB/CB, thay_doi: %s}\n",
		    month_of(day),
		    list_changed(d, cell, day, from) ? "co" : "khong");
	}
}

void
put_areas(FILE *f, const struct district *d, size_t cell)
{
	bool any = false;

	for (size_t i = 0; i < d->n_places; i++)
		if (d->places[i].cell == (int)cell) {
			fprintf(f, "%s%s", any ? ", " : "dia_ban: [",
			    d->places[i].id);
			any = true;
		}
	if (any)
		fputs("]\n", f);
}

/* How many of the records' people were on probation in it on a day. */
static int
on_probation(const struct district *d, size_t cell, int day, size_t from)
{
	int n = 0;

	for (size_t i = from; i < d->n_people; i++) {
		const struct person *p = &d->people[i];

		n += p->cell == cell && p->has[CEREMONY] &&
		    p->day[CEREMONY] <= day &&
		    !(p->has[OFFICIAL] && p->day[OFFICIAL] <= day) &&
		    !(p->out != DAY_NONE && p->out <= day);
	}
	return n;
}

static void
cell_write(const struct district *d, const char *dir, size_t i,
    size_t from_person)
{
	const struct cell *c = &d->cells[i];
	const struct trouble *t = c->trouble;
	int counted = day_make(year_of(d->today) - 1, 12, 31);
	struct page p;
	FILE *f = unit_open(&p, c->id, c->name, cell_kinds[c->kind],
	    d->communes[c->commune].slug);

	put_areas(f, d, i);
	fprintf(f, "co_doan: %s\n", c->youth ? "co" : "khong");
	if (!t || !t->nobody)
		put_responsible(f, d,
		    c->kind == AGENCY ? member_of_district(d, 0) :
					member_above(d, c->commune, i),
		    "2020-06-10");
	if (c->since != DAY_NONE) {
		put_day(f, "tu: ", c->since);
		fputc('\n', f);
	}
	if (*c->now)
		fputs("den: " LAST_DAY "\n", f);
	put_day(f, "so_dang_vien:\n  - {ngay: ", counted);
	fprintf(f, ", chinh_thuc: %d, du_bi: %d}\n", c->official,
	    on_probation(d, i, counted, from_person));
	if (c->exhausted)
		fputs("het_nguon:\n  - {tu: 2020-10-05}\n", f);
	put_reviews(f, d, i, from_person);
	if (t && t->measure) {
		fprintf(f, "bien_phap:\n  - {ngay: 2021-03-12, viec: \"%s\"",
		    t->measure);
		fprintf(f, ", ai: %s, han: 2021-%s}\n",
		    d->members[member_above(d, c->commune, i)].id,
		    t->years % 2 ? "05-31" : "09-30");
	}
	unit_save(&p, dir, c->id);
}

static void
place_write(const struct district *d, const char *dir, const struct place *p)
{
	struct page page;
	FILE *f = unit_open(&page, p->id, p->name, p->kind,
	    d->communes[p->commune].slug);

	if (p->adults)
		fprintf(f, "dan_so:\n  - {ngay: 2020-12-31, tu_18: %d}\n",
		    p->adults);
	unit_save(&page, dir, p->id);
}

void
units_write(const struct district *d, const char *dir, size_t from,
    size_t from_person)
{
	for (size_t i = from; i < d->n_communes; i++) {
		const struct commune *k = &d->communes[i];

		if (!k->district) {
			commune_write(d, dir, i);
			masses_write(dir, k);
		}
		for (size_t c = k->cell; c < k->cell + k->cells; c++)
			cell_write(d, dir, c, from_person);
	}
	for (size_t i = 0; i < d->n_places; i++)
		if (d->places[i].commune >= from)
			place_write(d, dir, &d->places[i]);
}
