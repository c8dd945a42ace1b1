/* Which classes were held, and who attended them? */
#include "classes.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "merger.h"
#include "output.h"
#include "plans.h"

static const struct {
	int month, day;
} on_the_party[] = {
	{ 3, 15 }, { 5, 10 }, { 6, 21 }, { 8, 9 }, { 10, 11 }, { 11, 22 },
}, for_new_members[] = {
	{ 3, 22 }, { 7, 12 }, { 11, 15 },
};

static struct class class_make(bool new_members, int year, int i)
{
	int month =
	    new_members ? for_new_members[i].month : on_the_party[i].month;
	int day = new_members ? for_new_members[i].day : on_the_party[i].day;
	struct class c = { .new_members = new_members,
		.year = year,
		.number = i + 1,
		.first = work_day_after(day_make(year, month, day)) };

	c.last = work_days_later(c.first, new_members ? 7 : 4);
	c.certified = work_day_after(c.last + 10);
	return c;
}

char *
class_id(const struct class *c, const char *suffix, char out[CLASS_ID])
{
	snprintf(out, CLASS_ID, "%04d-%02d%s%s", c->year, c->number,
	    c->new_members ? "-dvm" : "", suffix);
	return out;
}

struct class class_before(int day)
{
	int year = year_of(day);
	size_t i = COUNT(on_the_party);
	struct class c;

	do {
		if (i == 0) {
			year--;
			i = COUNT(on_the_party);
		}
		c = class_make(false, year, (int)--i);
	} while (c.certified > day);
	return c;
}

static struct class first_after(bool new_members, size_t n, int day,
    bool begins)
{
	int year = year_of(day) - 1;
	size_t i = 0;
	struct class c;

	do {
		c = class_make(new_members, year, (int)i);
		if (++i == n) {
			year++;
			i = 0;
		}
	} while ((begins ? c.first : c.certified) <= day);
	return c;
}

struct class class_open(int day)
{
	return first_after(false, COUNT(on_the_party), day, false);
}

struct class class_after(int day)
{
	return first_after(true, COUNT(for_new_members), day, true);
}

/* Was somebody in the class, and did they get the certificate by today? */
static bool
attended(const struct class *c, const struct person *p, bool *certified)
{
	enum step s = c->new_members ? NEW_CLASS : CERTIFIED;

	*certified =
	    p->has[s] && p->day[s] == c->certified && c->certified <= p->today;
	if (c->new_members || p->has[CERTIFIED])
		return p->has[s] && p->day[s] == c->certified;
	return p->has[SENT] && class_open(p->day[SENT]).first == c->first;
}

static bool
put_roll(FILE *f, const struct district *d, const struct class *c, size_t from)
{
	bool any = false, certified;

	for (size_t i = from; i < d->n_people; i++) {
		const struct person *p = &d->people[i];
		enum step s = c->new_members ? NEW_CLASS : CERTIFIED;

		if (!attended(c, p, &certified))
			continue;
		fprintf(f, "%s  - {nguoi: %s", any ? "" : "hoc_vien:\n", p->id);
		if (certified)
			fprintf(f, ", ket_qua: dat, so: %d/%d", p->number[s],
			    c->year);
		else if (p->plan->story == CLASS_FAILED)
			fprintf(f, ", ket_qua: %s",
			    p->index % 2 ? "khong-dat" : "bo-hoc");
		fputs("}\n", f);
		any = true;
	}
	return any;
}

static void
class_write(const struct district *d, const char *dir, const struct class *c,
    size_t from)
{
	char id[CLASS_ID];
	struct page p;
	FILE *f = page_open(&p);

	fprintf(f, "---\nma: %s\nloai: %s\n", class_id(c, d->suffix, id),
	    c->new_members ? "dang-vien-moi" : "nhan-thuc");
	fprintf(f, "don_vi: %s/trung-tam-chinh-tri\nmo: {so: %02d-QĐ/TTCT",
	    c->first < merger_day() ? "nui-thanh" : "xa-nui-thanh",
	    c->number * 4 - 1);
	put_day(f, ", ngay: ", work_day(c->first - 14));
	put_day(f, "}\ntu: ", c->first);
	put_day(f, "\nden: ", c->last);
	fprintf(f, "\nnoi: Trung tâm chính trị %s\nbuoi: %d\ntiet: %d\n",
	    c->first < merger_day() ? "huyện" : "xã Núi Thành",
	    c->new_members ? 16 : 10, c->new_members ? 80 : 50);
	if (put_roll(f, d, c, from)) {
		fputs("---\n", f);
		page_save(&p, dir, "lop", id, true);
	} else {
		page_drop(&p);
	}
}

void
classes_write(const struct district *d, const char *dir, size_t from)
{
	for (int year = 2012; year <= 2026; year++) {
		for (int i = 0; i < (int)COUNT(on_the_party); i++) {
			struct class c = class_make(false, year, i);

			class_write(d, dir, &c, from);
		}
		for (int i = 0; i < (int)COUNT(for_new_members); i++) {
			struct class c = class_make(true, year, i);

			class_write(d, dir, &c, from);
		}
	}
}
