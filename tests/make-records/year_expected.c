/* What is kncheck to say of the year's work? */
#include "year.h"

#include <string.h>

#include "days.h"

/* The rule on work past its day, and that on work that is nobody's. */
static const struct {
	const char *folder, *late, *loose;
} rules[] = {
	[WORK_PLAN] = { "ke_hoach", "han-ke-hoach", "ke-hoach-co-nguoi" },
	[BRIEFING] = { "giao_ban", "han-ket-luan", "ket-luan-co-nguoi" },
	[VISIT] = { "du_sinh_hoat", "han-kien-nghi", "kien-nghi-co-nguoi" },
	[INSPECTION] = { "kiem_tra", "han-khac-phuc", "khac-phuc-co-nguoi" },
	[DIRECTIVE] = { "chi_dao", "han-chi-dao", NULL },
};

static void
expect_paper(const struct paper *p, int today, year_say *say, void *to)
{
	const char *folder = rules[p->kind].folder;

	for (size_t i = 0; i < p->n_tasks; i++) {
		if (task_late(&p->tasks[i], today))
			say(to, rules[p->kind].late, folder, p->id);
		if (task_loose(&p->tasks[i]))
			say(to, rules[p->kind].loose, folder, p->id);
	}
	for (size_t i = 0; i < p->n_answers && p->kind == DIRECTIVE; i++)
		if (p->answers[i].day == DAY_NONE && p->due < today)
			say(to, rules[p->kind].late, folder, p->id);
}

static void
expect_obstacle(const struct obstacle *o, int today, year_say *say, void *to)
{
	bool own = strcmp(o->level, "chi-bo") == 0;
	int since = own ? o->day : o->reported;
	int due = o->answered != DAY_NONE ? day_add_months(o->answered, 3) :
	    o->due != DAY_NONE            ? o->due :
	    since != DAY_NONE             ? day_add_months(since, 1) :
					    DAY_NONE;

	if (!own && o->reported == DAY_NONE && o->answered == DAY_NONE &&
	    o->solved == DAY_NONE && day_add_months(o->day, 1) < today)
		say(to, "vuong-mac-bao-cao", "vuong_mac", o->id);
	if (due != DAY_NONE && due < today && o->solved == DAY_NONE)
		say(to, "vuong-mac-cho", "vuong_mac", o->id);
}

void
year_expect(const struct year *y, int today, year_say *say, void *to)
{
	for (size_t i = 0; i < y->n_papers; i++)
		expect_paper(&y->papers[i], today, say, to);
	for (size_t i = 0; i < y->n_obstacles; i++)
		expect_obstacle(&y->obstacles[i], today, say, to);
}
