/* What did the office do in its year, and how is it written? */
#include "year.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "base/mem.h"
#include "output.h"

void
year_draw(struct year *y, const struct district *d)
{
	*y = (struct year){ 0 };
	year_plans(y, d);
	year_briefings(y, d);
	year_obstacles(y, d);
	year_visits(y, d);
	year_directives(y, d);
}

void
year_release(struct year *y)
{
	free(y->papers);
	free(y->obstacles);
	*y = (struct year){ 0 };
}

struct paper *
paper_add(struct year *y, enum paper_kind kind, size_t commune, int day)
{
	struct paper *p = MEM_PUSH(y->papers, y->n_papers, y->cap_papers);

	*p = (struct paper){ .kind = kind,
		.commune = commune,
		.member = NOBODY,
		.day = day,
		.due = DAY_NONE };
	return p;
}

size_t
village_of(const struct district *d, size_t commune, size_t i)
{
	const struct commune *k = &d->communes[commune];

	return k->cell + i % (k->office - k->cell);
}

const char *
cell_called(const struct district *d, size_t cell, char out[96])
{
	snprintf(out, 96, "%s", d->cells[cell].name);
	if (*out == 'C')
		*out = 'c';
	return out;
}

static void
give_to(struct task *t, const struct district *d, const struct paper *p,
    char who, size_t cell)
{
	static const char offices[] = "-stu?r";
	const struct commune *k = &d->communes[p->commune];
	const char *at = strchr(offices, who);
	size_t office = d->cells[k->office].member;

	t->member = NOBODY;
	if (who >= '0' && who < '0' + MASSES)
		snprintf(t->unit, sizeof t->unit, "%s/%s", k->slug,
		    masses[who - '0'].slug);
	else if (who == 'c')
		snprintf(t->unit, sizeof t->unit, "%s", d->cells[cell].id);
	else if (who == 'b')
		t->member = d->cells[cell].member;
	else if (at && who != '-')
		t->member = office + (size_t)(at - offices);
}

struct task *
task_add(struct paper *p, const struct district *d, const struct phrase *f,
    size_t cell)
{
	char called[96];
	const char *at = strstr(f->text, "%s");
	struct task *t = &p->tasks[p->n_tasks];

	if (p->n_tasks == TASKS)
		return NULL;
	*t = (struct task){ .due = DAY_NONE, .done = DAY_NONE };
	if (at)
		snprintf(t->what, sizeof t->what, "%.*s%s%s",
		    (int)(at - f->text), f->text, cell_called(d, cell, called),
		    at + 2);
	else
		snprintf(t->what, sizeof t->what, "%s", f->text);
	for (size_t i = 0; i < p->n_tasks; i++)
		if (strcmp(p->tasks[i].what, t->what) == 0)
			return NULL;
	give_to(t, d, p, f->who, cell);
	p->n_tasks++;
	return t;
}

void
task_settle(struct task *t, const struct district *d, uint64_t *seed, int given,
    int due, int percent)
{
	static const char *const good[] = { "Đã xong", "Đã báo cáo kết quả",
		"Hoàn thành đúng hạn", "Đã làm, có biên bản" };
	static const char *const bad[] = { "Đang làm", "Làm được một phần",
		"Chưa làm được, xin lùi thời gian" };
	bool done = between(seed, 1, 100) <= percent;
	int day = work_day(due + between(seed, -12, 4));
	bool told = one_in(seed, 2);
	const char *well = PICK(seed, good);
	const char *ill = PICK(seed, bad);

	t->due = work_day(due);
	if (day <= given)
		day = work_day_after(given + 1);
	if (done && day <= d->today) {
		t->done = day;
		t->result = !told ? NULL :
		    day > t->due  ? "Đã làm, chậm so với hạn" :
				    well;
	} else if (t->due <= d->today && told) {
		t->result = ill;
	}
}

bool
task_late(const struct task *t, int today)
{
	return t->due != DAY_NONE && t->due < today && t->done == DAY_NONE;
}

bool
task_loose(const struct task *t)
{
	return t->due == DAY_NONE || (t->member == NOBODY && !*t->unit);
}

void
text_add(struct paper *p, const char *text)
{
	for (size_t i = 0; i < p->n_lines; i++)
		if (strcmp(p->lines[i], text) == 0)
			return;
	if (p->n_lines < LINES)
		snprintf(p->lines[p->n_lines++], sizeof p->lines[0], "%s",
		    text);
}

void
answer_add(struct paper *p, const char *unit, int day, int number)
{
	struct answer *a = &p->answers[p->n_answers];

	if (p->n_answers == ANSWERS)
		return;
	p->n_answers++;
	snprintf(a->unit, sizeof a->unit, "%s", unit);
	a->day = day;
	a->number = number;
}

static void
put_lines(FILE *f, const char *field, const struct paper *p)
{
	if (p->n_lines)
		fprintf(f, "%s:\n", field);
	for (size_t i = 0; i < p->n_lines; i++)
		fprintf(f, "  - %s\n", p->lines[i]);
}

static void
put_tasks(FILE *f, const char *field, const struct district *d,
    const struct paper *p)
{
	if (p->n_tasks)
		fprintf(f, "%s:\n", field);
	for (size_t i = 0; i < p->n_tasks; i++) {
		const struct task *t = &p->tasks[i];

		fprintf(f, "  - {viec: \"%s\"", t->what);
		if (t->member != NOBODY)
			fprintf(f, ", ai: %s", d->members[t->member].id);
		if (*t->unit)
			fprintf(f, ", don_vi: %s", t->unit);
		if (t->due != DAY_NONE)
			put_day(f, ", han: ", t->due);
		if (t->done != DAY_NONE)
			put_day(f, ", xong: ", t->done);
		if (t->result)
			fprintf(f, ", ket_qua: \"%s\"", t->result);
		fputs("}\n", f);
	}
}

static void
put_plan(FILE *f, const struct district *d, const struct paper *p)
{
	fprintf(f, "don_vi: %s\nky: %d\n", p->unit, year_of(d->today));
	if (*p->number)
		fprintf(f, "so: %s\n", p->number);
	put_day(f, "ngay: ", p->day);
	fputc('\n', f);
	put_lines(f, "muc_tieu", p);
	put_tasks(f, "giai_phap", d, p);
	if (p->n_answers)
		fputs("chi_tieu:\n", f);
	for (size_t i = 0; i < p->n_answers; i++)
		fprintf(f, "  - {don_vi: %s, so: %d}\n", p->answers[i].unit,
		    p->answers[i].number);
}

static void
put_briefing(FILE *f, const struct district *d, const struct paper *p)
{
	fprintf(f, "don_vi: %s\nthang: %d-%02d\n", p->unit, year_of(d->today),
	    p->month);
	put_day(f, "ngay: ", p->day);
	fprintf(f, "\nkieu: %s\n", p->by_duty ? "truc-bao" : "giao-ban");
	fprintf(f, "chu_tri: %s\nbao_cao:\n", d->members[p->member].id);
	for (size_t i = 0; i < p->n_answers; i++) {
		const struct answer *a = &p->answers[i];

		fprintf(f, "  - {don_vi: %s, co: %s", a->unit,
		    a->day == DAY_NONE ? "khong" : "co");
		if (a->day != DAY_NONE)
			put_day(f, ", ngay: ", a->day);
		fputs("}\n", f);
	}
	put_tasks(f, "ket_luan", d, p);
	put_lines(f, "viec_toi", p);
}

static void
put_visit(FILE *f, const struct district *d, const struct paper *p)
{
	fprintf(f, "nguoi: %s\nco_quan: %s\ndon_vi: %s\n",
	    d->members[p->member].id, p->by, p->unit);
	put_day(f, "ngay: ", p->day);
	fputc('\n', f);
	put_lines(f, "nhan_xet", p);
	put_tasks(f, "kien_nghi", d, p);
	if (*p->obstacle)
		fprintf(f, "vuong_mac: [%s]\n", p->obstacle);
}

static void
put_inspection(FILE *f, const struct district *d, const struct paper *p)
{
	fprintf(f, "don_vi: %s\nboi: %s\n", p->unit, p->by);
	put_day(f, "ngay: ", p->day);
	fprintf(f, "\nso: %s\n", p->number);
	put_tasks(f, "phat_hien", d, p);
}

static void
put_directive(FILE *f, const struct district *d __attribute__((unused)),
    const struct paper *p)
{
	fprintf(f, "so: %s\n", p->number);
	put_day(f, "ngay: ", p->day);
	fprintf(f, "\ndon_vi: %s\ntrich_yeu: %s\n", p->unit, p->lines[0]);
	put_day(f, "han: ", p->due);
	fputs("\ngui:\n", f);
	for (size_t i = 0; i < p->n_answers; i++) {
		const struct answer *a = &p->answers[i];

		fprintf(f, "  - {don_vi: %s", a->unit);
		if (a->day != DAY_NONE)
			put_day(f, ", xong: ", a->day);
		fputs("}\n", f);
	}
}

static const struct {
	const char *folder;
	void (*put)(FILE *, const struct district *, const struct paper *);
} kinds[] = {
	[WORK_PLAN] = { "ke_hoach", put_plan },
	[BRIEFING] = { "giao_ban", put_briefing },
	[VISIT] = { "du_sinh_hoat", put_visit },
	[INSPECTION] = { "kiem_tra", put_inspection },
	[DIRECTIVE] = { "chi_dao", put_directive },
};

static void
put_if(FILE *f, const char *before, int day)
{
	if (day == DAY_NONE)
		return;
	put_day(f, before, day);
	fputc('\n', f);
}

static void
obstacle_write(const struct obstacle *o, const char *dir)
{
	struct page p;
	FILE *f = page_open(&p);

	fprintf(f, "---\nma: %s\ndon_vi: %s\nneu_boi: %s\n", o->id, o->unit,
	    o->raised_by);
	put_if(f, "ngay: ", o->day);
	fprintf(f, "noi_dung: %s\nlinh_vuc: %s\ncap: %s\nnoi: %s\n", o->what,
	    o->about, o->level, o->at);
	put_if(f, "bao_cao: ", o->reported);
	put_if(f, "han: ", o->due);
	put_if(f, "tra_loi: ", o->answered);
	if (o->answered != DAY_NONE)
		fprintf(f, "y_kien: %s\n", o->answer);
	put_if(f, "xong: ", o->solved);
	fprintf(f, "---\n\n%s\n", o->body);
	page_save(&p, dir, "vuong_mac", o->id, true);
}

void
year_write(const struct year *y, const struct district *d, const char *dir)
{
	for (size_t i = 0; i < y->n_papers; i++) {
		const struct paper *paper = &y->papers[i];
		struct page p;
		FILE *f = page_open(&p);

		fprintf(f, "---\nma: %s\n", paper->id);
		kinds[paper->kind].put(f, d, paper);
		fprintf(f, "---\n\n%s\n", paper->body);
		page_save(&p, dir, kinds[paper->kind].folder, paper->id, true);
	}
	for (size_t i = 0; i < y->n_obstacles; i++)
		obstacle_write(&y->obstacles[i], dir);
}
