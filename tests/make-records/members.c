/* Who are the members that help, introduce and answer for units? */
#include "members.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "base/mem.h"
#include "output.h"
#include "words.h"

static const enum post village_posts[] = { SECRETARY, DEPUTY, PLAIN_MEMBER };
static const enum post office_posts[] = {
	SECRETARY,
	COMMUNE_SECRETARY,
	STANDING,
	COMMITTEE_MEMBER,
	COMMITTEE_MEMBER,
	RECORDS_CADRE,
	MASS_HEAD,
	MASS_HEAD,
	MASS_HEAD,
	MASS_HEAD,
	MASS_HEAD,
	MASS_HEAD,
};
static const enum post agency_posts[] = {
	SECRETARY,
	DISTRICT_MEMBER,
	DISTRICT_MEMBER,
	DISTRICT_MEMBER,
	DISTRICT_MEMBER,
	RECORDS_CADRE,
};

/* Members who are not what a helper should be; by cell and place in it. */
static const struct odd {
	const char *cell;
	int at;
	const char *left, *why; /* when and why, or NULL */
	const char *joined;     /* still on probation, or NULL */
} odd[] = {
	{ "tam-xuan-1/binh-giang", 2, "2021-03-15", "chuyen-sinh-hoat", NULL },
	{ "tam-giang/my-dong", 2, "2021-02-20", "tu-tran", NULL },
	{ "tam-hiep/hoa-thanh", 2, "2021-04-28", "xoa-ten", NULL },
	{ "tam-hoa/tan-dong", 2, NULL, NULL, "2020-11-20" },
};

static void
make_odd(struct member *m, const struct cell *c, int at)
{
	for (size_t i = 0; i < COUNT(odd); i++) {
		if (odd[i].at != at || strcmp(odd[i].cell, c->id) != 0)
			continue;
		if (odd[i].left)
			m->left = day_of(odd[i].left);
		m->why = odd[i].why;
		if (odd[i].joined) {
			m->joined = day_of(odd[i].joined);
			m->official = DAY_NONE;
		}
	}
}

static void
member_add(struct district *d, size_t cell, enum post post, int at, int mass)
{
	struct member *m = MEM_PUSH(d->members, d->n_members, d->cap_members);
	struct cell *c = &d->cells[cell];
	const struct commune *commune = &d->communes[c->commune];
	uint64_t seed = seed_of(17, d->n_members);
	size_t first = d->cells[commune->cell].member;

	*m = (struct member){ .cell = cell,
		.post = post,
		.left = DAY_NONE,
		.mass = post == MASS_HEAD ? masses[mass].slug : NULL };
	if (!c->members++)
		c->member = d->n_members - 1;
	if (cell == commune->cell)
		first = c->member;
	snprintf(m->id, sizeof m->id, "dv-%s-%04zu", commune->slug,
	    d->n_members - first);
	m->woman = mass == WOMEN || one_in(&seed, 3);
	m->joined = work_day(
	    between(&seed, day_make(1988, 1, 4), day_make(2012, 12, 31)));
	m->official = day_add_months(m->joined, 12);
	make_odd(m, c, at);
}

void
members_fill(struct district *d, size_t from_cell)
{
	for (size_t i = from_cell; i < d->n_cells; i++) {
		enum cell_kind kind = d->cells[i].kind;
		const enum post *posts = kind == OFFICE ? office_posts :
		    kind == AGENCY                      ? agency_posts :
							  village_posts;
		size_t n = kind == OFFICE ? COUNT(office_posts) :
		    kind == AGENCY        ? COUNT(agency_posts) :
					    COUNT(village_posts);
		int mass = 0;

		for (size_t k = 0; k < n; k++)
			member_add(d, i, posts[k], (int)k,
			    posts[k] == MASS_HEAD ? mass++ : -1);
	}
}

size_t
member_above(const struct district *d, size_t commune, size_t which)
{
	const struct cell *c = &d->cells[d->communes[commune].office];

	return c->member + 1 + which % 4;
}

size_t
member_of_district(const struct district *d, size_t which)
{
	for (size_t i = 0; i < d->n_cells; i++)
		if (d->cells[i].kind == AGENCY)
			return d->cells[i].member + 1 + which % 4;
	return 0;
}

size_t
member_helping(const struct district *d, const struct cell *c, size_t which,
    int day)
{
	for (size_t i = 0; i < c->members; i++) {
		size_t k = c->member + (which + i) % c->members;
		const struct member *m = &d->members[k];

		if (m->official != DAY_NONE &&
		    (m->left == DAY_NONE || (day != DAY_NONE && day < m->left)))
			return k;
	}
	return c->member;
}

/* What an office is called, and where it is held: c the cell, k the commune,
 * d the district, m the mass organisation. */
static const struct {
	const char *name;
	char at;
	const char *since;
} posts[] = {
	[SECRETARY] = { "bi-thu", 'c', "2020-01-15" },
	[DEPUTY] = { "pho-bi-thu", 'c', "2020-01-15" },
	[COMMITTEE_MEMBER] = { "dang-uy-vien", 'k', "2020-05-20" },
	[STANDING] = { "uy-vien-thuong-vu", 'k', "2020-05-20" },
	[COMMUNE_SECRETARY] = { "bi-thu", 'k', "2020-05-20" },
	[RECORDS_CADRE] = { "can-bo-to-chuc", 'k', "2018-09-03" },
	[MASS_HEAD] = { "truong-doan-the", 'm', "2019-06-14" },
	[DISTRICT_MEMBER] = { "huyen-uy-vien", 'd', "2020-08-05" },
};

/* The office after the merger: that in a cell stays, a committee's became one
 * of the new commune's. */
static void
put_post_now(FILE *f, const struct district *d, const struct member *m)
{
	const struct cell *c = &d->cells[m->cell];
	char at = posts[m->post].at;

	if (!*c->now || m->left != DAY_NONE)
		return;
	if (at == 'c' && !c->one)
		fprintf(f, "  - {tu: 2025-07-01, don_vi: %s, chuc: %s}\n",
		    c->now, posts[m->post].name);
	if (at == 'k')
		fprintf(f, "  - {tu: 2025-07-01, don_vi: %s, chuc: %s}\n",
		    d->communes[c->commune].now,
		    m->post == RECORDS_CADRE ? posts[m->post].name :
					       "dang-uy-vien");
}

static void
put_post(FILE *f, const struct district *d, const struct member *m)
{
	const struct cell *c = &d->cells[m->cell];
	const char *commune = d->communes[c->commune].slug;

	if (m->post == PLAIN_MEMBER)
		return;
	fprintf(f, "chuc_vu:\n  - {tu: %s", posts[m->post].since);
	if (*c->now)
		fputs(", den: 2025-06-30", f);
	fputs(", don_vi: ", f);
	switch (posts[m->post].at) {
	case 'c':
		fputs(c->id, f);
		break;
	case 'm':
		fprintf(f, "%s/%s", commune, m->mass);
		break;
	default:
		fputs(commune, f);
		break;
	}
	fprintf(f, ", chuc: %s}\n", posts[m->post].name);
	put_post_now(f, d, m);
}

static void
member_write(const struct district *d, const char *dir, size_t i, bool make)
{
	const struct member *m = &d->members[i];
	const struct cell *c = &d->cells[m->cell];
	uint64_t seed = seed_of(19, i);
	char folder[64];
	struct page p;
	FILE *f = page_open(&p);

	fprintf(f, "---\nma: %s\n", m->id);
	put_name(f, &seed, m->woman, false);
	put_day(f, "chi_bo:\n  - {tu: ", m->joined);
	fprintf(f, ", don_vi: %s}\n", c->id);
	if (*c->now && m->left == DAY_NONE)
		fprintf(f, "  - {tu: 2025-07-01, don_vi: %s}\n", c->now);
	if (m->official != DAY_NONE) {
		put_day(f, "chinh_thuc: ", m->official);
		fputc('\n', f);
	}
	put_post(f, d, m);
	if (m->left != DAY_NONE) {
		put_day(f, "ra: {ngay: ", m->left);
		fprintf(f, ", ly_do: %s}\n", m->why);
	}
	fputs("---\n", f);
	snprintf(folder, sizeof folder, "dang_vien/%s",
	    d->communes[c->commune].slug);
	page_save(&p, dir, folder, m->id, make);
}

void
members_write(const struct district *d, const char *dir, size_t from)
{
	for (size_t i = from; i < d->n_members; i++)
		member_write(d, dir, i,
		    i == from || d->members[i].cell != d->members[i - 1].cell);
}
