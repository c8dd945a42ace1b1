#ifndef DISTRICT_H
#define DISTRICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "people.h"

/* All that records are made of, before they are written: communes with their
 * cells, the members in them, the people they follow and the classes. */

enum cell_kind {
	VILLAGE,
	STREET,
	OFFICE,
	SCHOOL,
	HEALTH,
	POLICE,
	ARMY,
	FIRM,
	AGENCY,
	CELL_KINDS
};

enum { OFFICIAL_FEW = 3 }; /* a cell needs so many */

/* Village cells that somebody should look at. */
struct trouble {
	int at;              /* which village cell, from 0 */
	int years;           /* nobody admitted for so long; 0: not so */
	bool no_source;      /* follows nobody */
	int unreviewed;      /* so many months without a review */
	bool nobody;         /* no one above answers for it */
	const char *measure; /* what was done about it */
};

struct cell {
	char id[72], now[72]; /* now: after the merger */
	char name[96];
	enum cell_kind kind;
	size_t commune;
	int official, probationary;    /* its members, by its own count */
	size_t member, members;        /* the first, and how many */
	const struct trouble *trouble; /* or NULL */
	int since;                     /* DAY_NONE: always there */
	bool one;                      /* merged with its like in 2025 */
	bool exhausted;                /* no one is left to admit */
	bool youth;                    /* it has a Youth Union branch */
};

/* Where people live and work. */
struct place {
	char id[72];
	const char *kind;
	char name[96];
	size_t commune;
	int cell;   /* that looks after it, or NO_CELL */
	int adults; /* 0: a firm */
};

enum { NO_CELL = -1 };

struct commune {
	char slug[32];
	const char *name, *kind, *code;
	const char *area; /* as vung says, or NULL */
	const char *now;  /* the commune after the merger */
	bool coast, town, district;
	size_t cell, cells; /* the first, and how many */
	size_t office;      /* its office's cell */
};

enum post {
	PLAIN_MEMBER,
	SECRETARY,
	DEPUTY,
	COMMITTEE_MEMBER,
	STANDING,
	COMMUNE_SECRETARY,
	RECORDS_CADRE,
	MASS_HEAD,
	DISTRICT_MEMBER
};

struct member {
	char id[64];
	size_t cell;
	enum post post;
	const char *mass;     /* of a MASS_HEAD */
	int joined, official; /* DAY_NONE: still on probation */
	int left;             /* DAY_NONE: has not */
	const char *why;
	bool woman;
};

struct district {
	int today;
	const char *suffix; /* of the ids of its classes */
	struct commune *communes;
	size_t n_communes, cap_communes;
	struct cell *cells;
	size_t n_cells, cap_cells;
	struct place *places;
	size_t n_places, cap_places;
	struct member *members;
	size_t n_members, cap_members;
	struct person *people;
	size_t n_people, cap_people;
};

void district_release(struct district *);

/* The mass organisations of every commune. */
enum mass { FRONT, YOUTH, WOMEN, FARMERS, VETERANS, UNION, MASSES };

extern const struct mass_name {
	const char *slug, *name, *kind;
} masses[MASSES];

#endif
