#ifndef YEAR_H
#define YEAR_H

#include <stdio.h>

#include "district.h"

/* What the committees of the district did in its year: plans, briefings,
 * visits, inspections, directives and obstacles. All of it is drawn from seeds
 * of its own, after the rest, so that no other record depends on it. */

enum paper_kind { WORK_PLAN, BRIEFING, VISIT, INSPECTION, DIRECTIVE };

enum { TASKS = 9, ANSWERS = 24, LINES = 4 };

/* Something that is to be done: by a member, by a unit, or by nobody. */
struct task {
	char what[256];
	size_t member; /* NOBODY: none is named */
	char unit[72];
	int due, done;      /* DAY_NONE: is not told, is not done */
	const char *result; /* or NULL */
};

#define NOBODY ((size_t)-1)

/* A unit that was to report or to do, and the day it did; DAY_NONE: never. */
struct answer {
	char unit[72];
	int day, number; /* number: the target of a unit in a plan */
};

struct paper {
	enum paper_kind kind;
	char id[96], unit[72], by[72], number[40];
	size_t commune, member; /* member: who chaired it or came */
	int day, month, due;
	bool by_duty; /* the briefing is a report by duty */
	struct task tasks[TASKS];
	size_t n_tasks;
	struct answer answers[ANSWERS];
	size_t n_answers;
	char lines[LINES][192]; /* goals, remarks, next month's work */
	size_t n_lines;
	char obstacle[96]; /* that came up at a visit, or "" */
	char body[256];
};

struct obstacle {
	char id[96], unit[72], raised_by[72], at[72];
	const char *what, *about, *level, *answer;
	int day, reported, due, answered, solved;
	const char *body;
};

struct year {
	struct paper *papers;
	size_t n_papers, cap_papers;
	struct obstacle *obstacles;
	size_t n_obstacles, cap_obstacles;
};

void year_draw(struct year *, const struct district *);
void year_release(struct year *);
void year_write(const struct year *, const struct district *, const char *dir);

/* Requests of people about the data on them, under the law of 2026; they are
 * people whose course goes on until then. */
void requests_write(const struct district *, const char *dir);

/* Prints how often each shortcoming of the year's work is there: its sign, what
 * it is and the number, with tabs between. */
void year_shortcomings(const struct district *, FILE *);

/* Hands over each finding that is to be made of it on a day: the rule, the
 * folder of the record and its id. */
typedef void year_say(void *to, const char *rule, const char *folder,
    const char *id);
void year_expect(const struct year *, int today, year_say *, void *to);

/* Is it past its day and not done? Is it nobody's, or without a day? */
bool task_late(const struct task *, int today);
bool task_loose(const struct task *);

/* The parts of it; each adds to the year. Obstacles come before visits, at
 * which some of them came up. */
void year_plans(struct year *, const struct district *);
void year_briefings(struct year *, const struct district *);
void year_obstacles(struct year *, const struct district *);
void year_visits(struct year *, const struct district *);
void year_directives(struct year *, const struct district *);

/* The day a commune's plan was adopted; DAY_NONE: it has none. */
int plan_day(const struct district *, size_t commune);

struct paper *paper_add(struct year *, enum paper_kind, size_t commune,
    int day);

/* A sentence, and who does what it says: s the commune's secretary, t the
 * standing member, u one of the committee, r the cadre of records, c the cell,
 * b the cell's secretary, 0 to 5 a mass organisation, - nobody. %s in it is the
 * cell. */
struct phrase {
	const char *text;
	char who;
};

/* NULL: the paper has it already, or is full. */
struct task *task_add(struct paper *, const struct district *,
    const struct phrase *, size_t cell);

/* Its day, and whether it was done: so many of a hundred are. */
void task_settle(struct task *, const struct district *, uint64_t *seed,
    int given, int due, int percent);

void text_add(struct paper *, const char *text);
void answer_add(struct paper *, const char *unit, int day, int number);

/* The i-th village cell of a commune, counted around. */
size_t village_of(const struct district *, size_t commune, size_t i);

const char *cell_called(const struct district *, size_t cell, char out[96]);

#endif
