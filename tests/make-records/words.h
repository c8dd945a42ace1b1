#ifndef WORDS_H
#define WORDS_H

#include <stdio.h>

#include "district.h"

/* A person's name, as the line of a record. */
void put_name(FILE *, uint64_t *seed, bool woman, bool cor);

/* What somebody does for a living. */
struct job {
	const char *name, *group;    /* nghe_nghiep, nhom_nghe */
	const char *at;              /* the kind of their workplace */
	const char *where;           /* its name, or NULL */
	const char *school, *degree; /* at least */
	const char *for_cells;       /* letters of enum cell_kind's kinds */
	char sex;                    /* 'm', 'w' or 0: either */
	int least_age, most_age;
};

extern const struct job jobs[];
extern const size_t n_jobs;

/* The body: two headings, and sentences until the record has its size. */
void put_body(FILE *, const size_t *size, uint64_t *seed, const struct job *,
    bool away, size_t bytes);

const char *draw_task(uint64_t *seed);

#endif
