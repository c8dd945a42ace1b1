/* Which cells were visited, which units inspected, and what was found? */
#include "year.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "members.h"

enum { MONTHS = 6, BODIES = 4 };

static const char *const bodies[BODIES] = { "nui-thanh/ban-to-chuc",
	"nui-thanh/ban-tuyen-giao", "nui-thanh/ban-dan-van",
	"nui-thanh/uy-ban-kiem-tra" };

/* What is said of a cell, and what is asked of it for that: of cells where
 * nobody was admitted for years, and of others. */
struct remark {
	const char *text;
	struct phrase asked; /* text may be NULL */
};

static const struct remark of_trouble[] = {
	{ "Chi bộ nhiều năm chưa kết nạp được đảng viên, nguồn tại chỗ ít",
	    { "Giới thiệu đoàn viên ưu tú của thôn với chi bộ", '1' } },
	{ "Thanh niên của thôn phần lớn đi làm xa, chi bộ chưa có cách "
	  "liên lạc",
	    { "Liên lạc với thanh niên đi làm xa còn nguyện vọng vào Đảng",
		'b' } },
	{ "Nghị quyết các tháng không ghi việc rà soát quần chúng ưu tú",
	    { "Ghi việc rà soát quần chúng ưu tú vào nghị quyết hằng tháng",
		'b' } },
	{ "Đảng viên đa số lớn tuổi, ngại nhận việc giúp đỡ quần chúng",
	    { "Phân công đảng viên giúp đỡ từng người trong danh sách", 'c' } },
	{ "Chi bộ chưa phân công ai theo dõi người đã học lớp nhận thức",
	    { "Phân công đảng viên giúp đỡ từng người trong danh sách", 'c' } },
};

static const struct remark of_others[] = {
	{ "Chi bộ sinh hoạt đều, có rà soát danh sách quần chúng ưu tú",
	    { NULL, '-' } },
	{ "Nghị quyết tháng có nội dung phát triển đảng nhưng còn chung chung",
	    { "Nghị quyết hằng tháng ghi rõ việc, người làm và thời hạn",
		'b' } },
	{ "Đảng viên được phân công giúp đỡ có báo cáo với chi bộ",
	    { "Gặp gia đình quần chúng, nắm nguyện vọng", 'b' } },
	{ "Quần chúng được giao việc nhưng chi bộ chưa nhận xét",
	    { "Nhận xét việc đã giao cho từng quần chúng", 'c' } },
	{ "Chi đoàn thôn hoạt động khá, có đoàn viên ưu tú để giới thiệu",
	    { "Giới thiệu đoàn viên ưu tú của thôn với chi bộ", '1' } },
	{ "Đảng viên góp ý nhiều về việc vận động gia đình quần chúng",
	    { "Gặp gia đình quần chúng, nắm nguyện vọng", 'b' } },
	{ "Hồ sơ của quần chúng đang làm còn thiếu lý lịch",
	    { "Giúp chi bộ hoàn thành hồ sơ đang làm dở", 'r' } },
};

static const struct phrase findings[] = {
	{ "Sổ theo dõi nguồn không cập nhật theo tháng", 'r' },
	{ "Chưa phân công đảng viên giúp đỡ người đã học lớp nhận thức", 't' },
	{ "Chưa giao nhiệm vụ thử thách cho một số quần chúng", 'b' },
	{ "Biên bản họp chi bộ xét kết nạp ghi thiếu số đảng viên vắng", 'b' },
	{ "Đoàn thể chưa giới thiệu được ai trong năm", '1' },
	{ "Chưa nhận xét quần chúng theo quý", 'b' },
	{ "Kế hoạch năm không ghi người làm và thời hạn", 's' },
	{ "Lưu hồ sơ chưa đúng thứ tự, thiếu ý kiến nơi cư trú", 'r' },
};

static void
body_of_visit(struct paper *p, const struct cell *c, uint64_t *seed)
{
	int there = c->official - between(seed, 0, c->official / 4);

	snprintf(p->body, sizeof p->body,
	    "Dự họp thường kỳ của chi bộ, có mặt %d trên %d đảng viên chính "
	    "thức.",
	    there, c->official);
}

/* A visit on the day of the cell's meeting. The same cell is not visited
 * twice on one day. */
static struct paper *
visit(struct year *y, const struct district *d, size_t cell, int month,
    size_t member, const char *by)
{
	const struct cell *c = &d->cells[cell];
	int day = meeting_day(day_make(2021, month, 1), cell);
	uint64_t seed = seed_of(607, cell * 12 + (size_t)month);
	struct paper *p;
	bool bad = c->trouble && c->trouble->years;

	for (size_t i = 0; i < y->n_papers; i++)
		if (y->papers[i].kind == VISIT && y->papers[i].day == day &&
		    strcmp(y->papers[i].unit, c->id) == 0)
			return NULL;
	p = paper_add(y, VISIT, c->commune, day);
	snprintf(p->id, sizeof p->id, "dsh-%s-%s-2021-%02d",
	    d->communes[c->commune].slug, strchr(c->id, '/') + 1, month);
	snprintf(p->unit, sizeof p->unit, "%s", c->id);
	snprintf(p->by, sizeof p->by, "%s", by);
	p->member = member;
	for (int n = between(&seed, 1, 2); n--;) {
		const struct remark *r =
		    bad ? &PICK(&seed, of_trouble) : &PICK(&seed, of_others);
		struct task *t = NULL;

		text_add(p, r->text);
		if (r->asked.text)
			t = task_add(p, d, &r->asked, cell);
		if (t)
			task_settle(t, d, &seed, day,
			    day + between(&seed, 20, 40), bad ? 65 : 82);
	}
	body_of_visit(p, c, &seed);
	return p;
}

/* Of village cells with troubles the district sees some each month. */
static void
district_visits(struct year *y, const struct district *d)
{
	size_t at = 0, n = 0;

	for (int month = 1; month <= MONTHS; month++)
		for (size_t b = 0; b < BODIES; b++, n++) {
			/* On a round of all cells, it stops at every
			 * troubled one and at a few others. */
			while (d->cells[at].kind != VILLAGE ||
			    !(d->cells[at].trouble || at % 9 == 4))
				at = (at + 1) % d->n_cells;
			visit(y, d, at, month, member_of_district(d, b),
			    bodies[b]);
			at = (at + 1) % d->n_cells;
		}
}

/* The committee of a commune sees one or two of its cells, some none. */
static void
commune_visits(struct year *y, const struct district *d, size_t i)
{
	const struct commune *k = &d->communes[i];
	int many = (int)(i * 7 % 4);

	for (int n = 0; n < many; n++)
		visit(y, d, village_of(d, i, i * 5 + (size_t)n * 2),
		    1 + (int)((i + (size_t)n * 2) % MONTHS),
		    d->cells[k->office].member + 1 + (size_t)n, k->slug);
}

/* An obstacle that a cell raised came up at a visit, where one is told of. */
static void
visits_of_obstacles(struct year *y, const struct district *d)
{
	for (size_t i = 0; i < y->n_obstacles; i++) {
		const struct obstacle *o = &y->obstacles[i];

		for (size_t c = 0; c < d->n_cells && i % 2; c++) {
			struct paper *p;

			if (strcmp(d->cells[c].id, o->unit) != 0)
				continue;
			p = visit(y, d, c, month_of(o->day),
			    member_of_district(d, i), bodies[i % BODIES]);
			if (p)
				snprintf(p->obstacle, sizeof p->obstacle, "%s",
				    o->id);
		}
	}
}

static struct paper *
inspect(struct year *y, const struct district *d, size_t commune,
    const char *unit, const char *by, const char *number, const char *day)
{
	struct paper *p = paper_add(y, INSPECTION, commune, day_of(day));
	uint64_t seed = seed_of(608, y->n_papers);
	size_t cell = d->communes[commune].cell;

	for (size_t i = 0; i < d->n_cells; i++)
		if (strcmp(d->cells[i].id, unit) == 0)
			cell = i;
	snprintf(p->unit, sizeof p->unit, "%s", unit);
	snprintf(p->by, sizeof p->by, "%s", by);
	snprintf(p->number, sizeof p->number, "%s", number);
	for (int left = 8; left && p->n_tasks < 3; left--) {
		struct task *t = task_add(p, d, &PICK(&seed, findings), cell);

		if (t)
			task_settle(t, d, &seed, p->day,
			    p->day + between(&seed, 20, 45), 70);
	}
	snprintf(p->body, sizeof p->body,
	    "Xem sổ sách, hồ sơ và làm việc với cấp ủy; thông qua tại cuộc "
	    "họp kết luận.");
	return p;
}

static void
inspections(struct year *y, const struct district *d)
{
	static const struct {
		size_t commune;
		int village; /* -1: the commune itself */
		const char *number, *day;
	} held[] = {
		{ 5, -1, "08-KL/UBKTHU", "2021-03-18" },
		{ 13, -1, "11-KL/UBKTHU", "2021-04-16" },
		{ 3, -1, "14-KL/UBKTHU", "2021-05-12" },
		{ 16, -1, "17-KL/UBKTHU", "2021-06-10" },
		{ 1, 2, "03-KL/ĐU", "2021-03-25" },
		{ 7, 4, "02-KL/ĐU", "2021-04-27" },
		{ 9, 1, "05-KL/ĐU", "2021-05-19" },
		{ 12, 3, "04-KL/ĐU", "2021-06-16" },
	};

	for (size_t i = 0; i < COUNT(held); i++) {
		size_t k = held[i].commune;
		const char *slug = d->communes[k].slug;
		bool top = held[i].village < 0;
		size_t cell =
		    village_of(d, k, top ? 0 : (size_t)held[i].village);
		struct paper *p =
		    inspect(y, d, k, top ? slug : d->cells[cell].id,
			top ? "nui-thanh/uy-ban-kiem-tra" : slug,
			held[i].number, held[i].day);

		snprintf(p->id, sizeof p->id, "kt-%s%s%s-2021", slug,
		    top ? "" : "-",
		    top ? "" : strchr(d->cells[cell].id, '/') + 1);
	}
}

void
year_visits(struct year *y, const struct district *d)
{
	visits_of_obstacles(y, d);
	district_visits(y, d);
	for (size_t i = 0; i < d->n_communes; i++)
		if (!d->communes[i].district)
			commune_visits(y, d, i);
	inspections(y, d);
}
