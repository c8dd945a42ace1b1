/* Which number does each paper have? */
#include "clerk.h"

#include <stdio.h>
#include <stdlib.h>

#include "chance.h"
#include "days.h"
#include "base/mem.h"

/* Books of papers: who keeps them, what is in them, and how far apart two
 * numbers may lie, since other papers stand between. */
enum keeper { OF_CELL, OF_COMMUNE, OF_DISTRICT };

static const struct book {
	enum keeper keeper;
	int first, apart;
	size_t n;
	enum step steps[2];
} books[] = {
	{ OF_CELL, 1, 2, 2, { VOTED, VOTED_AGAIN } },
	{ OF_CELL, 1, 1, 1, { CEREMONY } },
	{ OF_COMMUNE, 1, 3, 1, { SECTION } },
	{ OF_COMMUNE, 11, 4, 1, { COMMITTEE } },
	{ OF_DISTRICT, 201, 3, 2, { DECIDED, OFFICIAL } },
	{ OF_DISTRICT, 11, 2, 1, { CERTIFIED } },
	{ OF_DISTRICT, 1, 1, 1, { NEW_CLASS } },
};

struct entry {
	size_t keeper, person;
	int day;
	enum step step;
};

static int
by_day(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->keeper != y->keeper)
		return x->keeper < y->keeper ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return (int)x->step - (int)y->step;
}

static size_t
keeper_of(const struct district *d, const struct book *b,
    const struct person *p)
{
	switch (b->keeper) {
	case OF_CELL:
		return p->cell;
	case OF_COMMUNE:
		return d->cells[p->cell].commune;
	case OF_DISTRICT:
		break;
	}
	return 0;
}

static void
number_book(struct district *d, const struct book *b, size_t from)
{
	struct entry *e = NULL;
	size_t n = 0, cap = 0;
	uint64_t seed = seed_of(37, (uint64_t)(b - books));
	int number = 0;

	for (size_t i = from; i < d->n_people; i++)
		for (size_t k = 0; k < b->n; k++) {
			const struct person *p = &d->people[i];

			if (p->has[b->steps[k]])
				*MEM_PUSH(e, n, cap) =
				    (struct entry){ keeper_of(d, b, p), i,
					    p->day[b->steps[k]], b->steps[k] };
		}
	if (n)
		qsort(e, n, sizeof *e, by_day);
	for (size_t i = 0; i < n; i++) {
		bool new = i == 0 || e[i].keeper != e[i - 1].keeper ||
		    year_of(e[i].day) != year_of(e[i - 1].day);

		number = new ? b->first : number + between(&seed, 1, b->apart);
		d->people[e[i].person].number[e[i].step] = number;
	}
	free(e);
}

/* A resolution is of the vote that passed. */
static void
number_votes(struct vote *votes, size_t n, int number)
{
	for (size_t i = 0; i < n; i++)
		votes[i].number = votes[i].passed ? number : 0;
}

void
clerk_number(struct district *d, size_t from)
{
	enum { YEARS = 32, FIRST_YEAR = 2000 };
	int(*given)[YEARS] = mem_alloc(d->n_communes * sizeof *given);

	for (size_t i = from; i < d->n_people; i++) {
		struct person *p = &d->people[i];
		size_t commune = d->cells[p->cell].commune;
		int year = year_of(p->day[INTRODUCED]);

		snprintf(p->id, sizeof p->id, "qc-%s-%d-%04d",
		    d->communes[commune].slug, year,
		    ++given[commune][year - FIRST_YEAR]);
	}
	free(given);
	for (size_t i = 0; i < COUNT(books); i++)
		number_book(d, &books[i], from);
	for (size_t i = from; i < d->n_people; i++) {
		struct person *p = &d->people[i];

		if (p->facts.same_number)
			p->number[VOTED] = p[-1].number[VOTED];
		number_votes(p->facts.votes, p->facts.n_votes,
		    p->number[VOTED]);
		number_votes(p->facts.again, p->facts.n_again,
		    p->number[VOTED_AGAIN]);
	}
}
