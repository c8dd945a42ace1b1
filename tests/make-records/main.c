/* make-records: invented records, the same on every machine.
 *
 *	make-records district DIR		the demonstration district
 *	make-records expected [DAY]		what kncheck is to say of it
 *	make-records wrong [DAY]		the same, for people to read
 *	make-records shortcomings [DAY]		how often each of them is there
 *	make-records bench DIR N [BYTES]	N people, 1,000 to a commune
 *
 * Nobody in them exists. What happened to a person is laid backward from its
 * last event, so that it fits the day of the records and the rules in force.
 * Everyone is drawn from a seed of their own. All is written below
 * DIR/records. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "classes.h"
#include "clerk.h"
#include "course.h"
#include "days.h"
#include "expected.h"
#include "members.h"
#include "merger.h"
#include "person.h"
#include "places.h"
#include "shortcomings.h"
#include "targets.h"
#include "units.h"
#include "year.h"

enum { BYTES = 1100 }; /* of a person's record */

void
district_release(struct district *d)
{
	free(d->communes);
	free(d->cells);
	free(d->places);
	free(d->members);
	free(d->people);
	*d = (struct district){ 0 };
}

static struct district
district_new(void)
{
	return (
	    struct district){ .today = day_make(2021, 6, 30), .suffix = "" };
}

static struct district
district_demo(void)
{
	struct district d = district_new();
	struct pools *pools;
	uint64_t number = 0;

	places_real(&d);
	members_fill(&d, 0);
	pools = pools_new(&d, 0);
	for (size_t i = 0; i < n_demo_plans; i++)
		for (int k = 0; k < demo_plans[i].many; k++)
			person_add(&d, pools, &demo_plans[i],
			    seed_of(517, ++number));
	clerk_number(&d, 0);
	pools_free(pools);
	return d;
}

static void
district_write(const char *dir)
{
	struct district d = district_demo();
	struct year y;

	units_write_top(dir, true);
	units_write(&d, dir, 0, 0);
	merger_write(&d, dir);
	members_write(&d, dir, 0);
	for (size_t i = 0; i < d.n_people; i++) {
		struct person *p = &d.people[i];
		char folder[64];

		snprintf(folder, sizeof folder, "quan_chung/%s",
		    d.communes[d.cells[p->cell].commune].slug);
		person_write(&d, dir, folder, p, BYTES, true);
	}
	classes_write(&d, dir, 0);
	targets_write(&d, dir);
	year_draw(&y, &d);
	year_write(&y, &d, dir);
	year_release(&y);
	requests_write(&d, dir);
	district_release(&d);
}

/* One commune of those to measure with. */
static void
bench_commune(struct district *d, const char *dir, long number, long people,
    size_t bytes)
{
	size_t commune = d->n_communes, cell = d->n_cells;
	size_t member = d->n_members, person = d->n_people;
	char suffix[32], folder[64];
	struct pools *pools;

	snprintf(suffix, sizeof suffix, "-xa%04ld", number);
	d->suffix = suffix;
	places_bench(d, number);
	members_fill(d, cell);
	pools = pools_new(d, cell);
	for (long i = 0; i < people; i++) {
		uint64_t seed = seed_of(1, (uint64_t)(number * 1000 + i));
		const struct plan *plan = bench_plan(&seed);

		person_add(d, pools, plan, seed);
	}
	clerk_number(d, person);
	units_write(d, dir, commune, person);
	members_write(d, dir, member);
	snprintf(folder, sizeof folder, "quan_chung/xa-%04ld", number);
	for (size_t i = person; i < d->n_people; i++)
		person_write(d, dir, folder, &d->people[i], bytes, i == person);
	classes_write(d, dir, person);
	pools_free(pools);
	d->n_people = person; /* they are no longer needed */
}

static void
bench_write(const char *dir, long n, size_t bytes)
{
	enum { COMMUNE = 1000 };
	struct district d = district_new();

	units_write_top(dir, false);
	for (long i = 0; i < n; i += COMMUNE)
		bench_commune(&d, dir, i / COMMUNE,
		    n - i < COMMUNE ? n - i : COMMUNE, bytes);
	district_release(&d);
}

static long
number_of(const char *z) /* -1: it is none, or too large */
{
	char *end;
	long n = strtol(z, &end, 10);

	return *z && !*end && n > 0 && n <= 10000000 ? n : -1;
}

/* What is said of the demonstration, on a day. */
static const struct {
	const char *name;
	void (*write)(const struct district *, int today, FILE *);
} tellers[] = {
	{ "expected", expected_write },
	{ "wrong", wrong_write },
	{ "shortcomings", shortcomings_write },
};

static bool
tell(const char *what, const char *day)
{
	struct district d = district_demo();
	int today = day ? day_of(day) : d.today;
	bool told = false;

	for (size_t i = 0; i < COUNT(tellers) && today != DAY_NONE; i++)
		if (strcmp(tellers[i].name, what) == 0) {
			tellers[i].write(&d, today, stdout);
			told = true;
		}
	district_release(&d);
	return told;
}

static const char usage[] =
    "usage: make-records district DIR\n"
    "       make-records expected|wrong|shortcomings [DAY]\n"
    "       make-records bench DIR N [BYTES]\n";

int
main(int argc, char **argv)
{
	long n = argc > 3 ? number_of(argv[3]) : -1;
	long bytes = argc > 4 ? number_of(argv[4]) : BYTES;

	if (argc == 3 && strcmp(argv[1], "district") == 0) {
		district_write(argv[2]);
		return 0;
	}
	if ((argc == 4 || argc == 5) && strcmp(argv[1], "bench") == 0 &&
	    n > 0 && bytes > 0) {
		bench_write(argv[2], n, (size_t)bytes);
		return 0;
	}
	if ((argc == 2 || argc == 3) && tell(argv[1], argv[2]))
		return 0;
	fputs(usage, stderr);
	return 2;
}
