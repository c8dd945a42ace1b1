/* Who made a plan for the year, and what stands in it? */
#include "year.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "targets.h"

enum { DISTRICT_PLAN = 100 };

/* The communes without a plan, and one whose plan came late. */
static const struct {
	const char *slug, *day; /* NULL: none */
} odd[] = {
	{ "tam-thanh", NULL },
	{ "tam-hai", NULL },
	{ "tam-my-tay", NULL },
	{ "tam-tra", NULL },
	{ "tam-son", "2021-04-06" },
};

/* In these the targets of the cells do not add up to the commune's. */
static const char *const short_of[] = { "tam-anh-nam", "tam-giang" };

/* Measures, and the month and day by which. */
static const struct measure {
	struct phrase phrase;
	int month, day;
} measures[] = {
	{ { "Rà soát, lập danh sách quần chúng ưu tú ở từng chi bộ", 't' }, 3,
	    26 },
	{ { "Giới thiệu đoàn viên ưu tú cho chi bộ xem xét, mỗi chi đoàn ít "
	    "nhất một người",
	      '1' },
	    5, 28 },
	{ { "Chọn hội viên nòng cốt, giới thiệu với chi bộ thôn", '2' }, 6,
	    25 },
	{ { "Lập danh sách nông dân sản xuất giỏi để bồi dưỡng, giới thiệu",
	      '3' },
	    4, 29 },
	{ { "Gặp gỡ bộ đội xuất ngũ về địa phương để tạo nguồn", '4' }, 3, 31 },
	{ { "Vận động đoàn viên công đoàn phấn đấu vào Đảng", '5' }, 11, 26 },
	{ { "Đưa việc giới thiệu người vào Đảng vào chương trình phối hợp của "
	    "Mặt trận",
	      '0' },
	    4, 15 },
	{ { "Dự sinh hoạt với chi bộ nhiều năm chưa kết nạp được đảng viên",
	      's' },
	    2, 26 },
	{ { "Cử quần chúng đủ điều kiện học lớp bồi dưỡng nhận thức về Đảng",
	      'r' },
	    9, 30 },
	{ { "Kiểm tra việc giao nhiệm vụ thử thách ở các chi bộ thôn", 'u' }, 6,
	    18 },
	{ { "Rà soát trưởng thôn, bí thư chi đoàn chưa là đảng viên", 'r' }, 4,
	    23 },
	{ { "Phân công đảng viên giúp đỡ tất cả người đã học lớp nhận thức về "
	    "Đảng",
	      't' },
	    5, 14 },
	{ { "Sơ kết sáu tháng công tác phát triển đảng viên", 's' }, 7, 15 },
	{ { "Tổng kết năm, biểu dương chi bộ làm tốt", 's' }, 12, 17 },
};

static const struct measure of_masses[MASSES][3] = {
	[FRONT] = { { { "Chọn người tiêu biểu trong ban công tác Mặt trận "
			"để giới "
			"thiệu",
			  '0' },
			4, 29 },
	    { { "Lấy ý kiến nhân dân nơi cư trú về người được giới thiệu",
		  '0' },
		6, 25 },
	    { { "Cùng các đoàn thể thống nhất danh sách giới thiệu quý III",
		  '0' },
		9, 15 } },
	[YOUTH] = { { { "Mở hội nghị gặp mặt đoàn viên ưu tú nhân ngày "
			"thành lập Đoàn",
			  '1' },
			3, 26 },
	    { { "Giao mỗi đoàn viên ưu tú một phần việc thanh niên", '1' }, 5,
		31 },
	    { { "Lập danh sách thanh niên đi làm xa, liên lạc trong dịp Tết",
		  '1' },
		2, 26 } },
	[WOMEN] = { { { "Chọn chi hội trưởng chưa là đảng viên để bồi dưỡng",
			  '2' },
			4, 20 },
	    { { "Vận động gia đình tạo điều kiện cho hội viên vào Đảng", '2' },
		6, 28 },
	    { { "Giới thiệu ít nhất ba hội viên với các chi bộ thôn", '2' }, 10,
		20 } },
	[FARMERS] = { { { "Bồi dưỡng hội viên làm kinh tế giỏi ở từng chi hội",
			    '3' },
			  5, 20 },
	    { { "Giới thiệu ít nhất hai hội viên với các chi bộ thôn", '3' }, 8,
		31 },
	    { { "Giao hội viên được giới thiệu phụ trách tổ hợp tác", '3' }, 6,
		15 } },
	[VETERANS] = { { { "Gặp mặt quân nhân xuất ngũ, nắm nguyện vọng "
			   "vào Đảng",
			     '4' },
			   3, 19 },
	    { { "Phân công hội viên là đảng viên kèm cặp thanh niên", '4' }, 6,
		30 },
	    { { "Kể chuyện truyền thống ở các chi đoàn thôn", '4' }, 7, 27 } },
	[UNION] = { { { "Giới thiệu đoàn viên công đoàn tiêu biểu trong "
			"trường học",
			  '5' },
			5, 25 },
	    { { "Gặp công nhân cư trú trên địa bàn, nắm người có nguyện vọng",
		  '5' },
		6, 11 },
	    { { "Đề nghị công đoàn doanh nghiệp phối hợp theo dõi nguồn", '5' },
		9, 10 } },
};

static const struct measure of_cells[] = {
	{ { "Họp xét, bổ sung danh sách quần chúng ưu tú", 'b' }, 3, 10 },
	{ { "Phân công đảng viên giúp đỡ từng quần chúng", 'b' }, 4, 9 },
	{ { "Giao mỗi quần chúng một việc, chi bộ nhận xét hằng quý", 'b' }, 6,
	    11 },
	{ { "Đến thăm, vận động gia đình quần chúng", 'b' }, 5, 21 },
	{ { "Hoàn thành hồ sơ, đề nghị kết nạp ít nhất một người", 'b' }, 10,
	    29 },
};

/* What nobody is asked to do by any day: wishes. */
static const struct phrase wishes[] = {
	{ "Nâng cao chất lượng nguồn phát triển đảng", '-' },
	{ "Tăng cường lãnh đạo công tác phát triển đảng viên", '-' },
	{ "Đẩy mạnh tuyên truyền trong thanh niên", '-' },
};

int
plan_day(const struct district *d, size_t commune)
{
	const struct commune *k = &d->communes[commune];

	for (size_t i = 0; i < COUNT(odd); i++)
		if (strcmp(odd[i].slug, k->slug) == 0)
			return odd[i].day ? day_of(odd[i].day) : DAY_NONE;
	return work_day(day_make(2021, 1, 12 + (int)(commune % 17)));
}

static void
measure_add(struct paper *p, const struct district *d, const struct measure *m,
    size_t cell, uint64_t *seed, int percent)
{
	int due = day_make(year_of(d->today), m->month, m->day);
	struct task *t = task_add(p, d, &m->phrase, cell);

	if (!t)
		return;
	if (due < p->day + 14)
		due = p->day + 14;
	task_settle(t, d, seed, p->day, due, percent);
}

/* The commune's own target, divided among its cells, villages first. */
static void
divide(struct paper *p, const struct district *d)
{
	const struct commune *k = &d->communes[p->commune];
	int left = target_of(d, p->commune);

	for (size_t i = 0; i < COUNT(short_of); i++)
		left -= strcmp(short_of[i], k->slug) == 0;
	for (size_t i = k->cell; i < k->cell + k->cells && left > 0; i++) {
		int more = left > (int)(k->cell + k->cells - i);

		if (d->cells[i].exhausted ||
		    d->cells[i].official < OFFICIAL_FEW)
			continue;
		answer_add(p, d->cells[i].id, DAY_NONE, 1 + more);
		left -= 1 + more;
	}
	if (left > 0)
		p->answers[0].number += left;
}

static void
commune_plan(struct year *y, const struct district *d, size_t i)
{
	const struct commune *k = &d->communes[i];
	uint64_t seed = seed_of(601, i);
	int day = plan_day(d, i);
	struct paper *p;
	char goal[160];

	if (day == DAY_NONE)
		return;
	p = paper_add(y, WORK_PLAN, i, day);
	snprintf(p->id, sizeof p->id, "kh-%s-2021", k->slug);
	snprintf(p->unit, sizeof p->unit, "%s", k->slug);
	snprintf(p->number, sizeof p->number, "%02d-KH/ĐU",
	    between(&seed, 3, 24));
	snprintf(goal, sizeof goal,
	    "Kết nạp từ %d đảng viên mới trở lên trong năm", target_of(d, i));
	text_add(p, goal);
	text_add(p,
	    "Người đã học lớp nhận thức về Đảng đều có đảng viên chính "
	    "thức giúp đỡ");
	if (i % 2)
		text_add(p,
		    "Mỗi chi bộ thôn có ít nhất hai người trong danh sách "
		    "nguồn");
	if (i % 3 == 1)
		text_add(p,
		    "Không còn chi bộ hai năm liền không kết nạp được ai");
	for (int left = 12; left && p->n_tasks < 5 + i % 3; left--)
		measure_add(p, d, &PICK(&seed, measures), k->cell, &seed, 76);
	if (i % 4 == 1)
		task_add(p, d, &wishes[i % COUNT(wishes)], k->cell);
	divide(p, d);
	snprintf(p->body, sizeof p->body,
	    "Hội nghị Ban Chấp hành Đảng bộ %s thảo luận, thống nhất ban "
	    "hành.\nGửi các chi bộ trực thuộc, Mặt trận và các đoàn thể.",
	    k->kind);
}

/* The plans of mass organisations: of all of them in some communes, of a few
 * in others, of none in most. */
static void
mass_plans(struct year *y, const struct district *d, size_t i)
{
	static const unsigned char who[] = { 0x3f, 0x02, 0x00, 0x07, 0x00, 0x00,
		0x06, 0x02, 0x00, 0x23, 0x00, 0x02, 0x0f, 0x22, 0x00, 0x00,
		0x00 };
	const struct commune *k = &d->communes[i];

	for (size_t m = 0; m < MASSES && i < COUNT(who); m++) {
		uint64_t seed = seed_of(602, i * MASSES + m);
		struct paper *p;

		if (!(who[i] & 1U << m))
			continue;
		p = paper_add(y, WORK_PLAN, i,
		    work_day_after(
			day_make(2021, 1, 20) + between(&seed, 0, 12)));
		snprintf(p->id, sizeof p->id, "kh-%s-%s-2021", k->slug,
		    masses[m].slug);
		snprintf(p->unit, sizeof p->unit, "%s/%s", k->slug,
		    masses[m].slug);
		text_add(p,
		    "Giới thiệu người đủ tiêu chuẩn cho chi bộ, quý "
		    "nào cũng có");
		for (size_t n = 0; n < 3; n++)
			measure_add(p, d, &of_masses[m][n], k->cell, &seed, 70);
		snprintf(p->body, sizeof p->body,
		    "Thực hiện kế hoạch của Đảng ủy %s về phát triển đảng "
		    "viên năm 2021.",
		    k->kind);
	}
}

/* A few village cells have one of their own, most have none. */
static void
cell_plans(struct year *y, const struct district *d, size_t i)
{
	const struct commune *k = &d->communes[i];

	for (size_t n = 0; n < (i % 4 == 0 ? 2 : i % 4 == 2 ? 1 : 0); n++) {
		size_t cell = village_of(d, i, i + 3 * n);
		const struct cell *c = &d->cells[cell];
		uint64_t seed = seed_of(603, cell);
		char called[96];
		struct paper *p = paper_add(y, WORK_PLAN, i,
		    meeting_day(day_make(2021, 2, 1), cell));

		snprintf(p->id, sizeof p->id, "kh-%s-%s-2021", k->slug,
		    strchr(c->id, '/') + 1);
		snprintf(p->unit, sizeof p->unit, "%s", c->id);
		text_add(p, "Kết nạp ít nhất một đảng viên mới");
		for (int left = 8; left && p->n_tasks < 3; left--)
			measure_add(p, d, &PICK(&seed, of_cells), cell, &seed,
			    80);
		snprintf(p->body, sizeof p->body,
		    "Họp %s thông qua; niêm yết ở nhà sinh hoạt thôn.",
		    cell_called(d, cell, called));
	}
}

static void
district_plan(struct year *y, const struct district *d, size_t i)
{
	static const struct measure own[] = {
		{ { "Giao chỉ tiêu năm cho từng đảng bộ xã, thị trấn", 't' }, 1,
		    29 },
		{ { "Mở tám lớp bồi dưỡng nhận thức về Đảng trong năm", 'u' },
		    12, 10 },
		{ { "Cử các ban xây dựng Đảng dự sinh hoạt với chi bộ nhiều "
		    "năm chưa kết nạp được đảng viên",
		      's' },
		    6, 25 },
		{ { "Kiểm tra công tác phát triển đảng viên ở bốn đảng bộ",
		      'u' },
		    10, 29 },
		{ { "Giao ban hằng tháng với các đảng bộ trực thuộc", 't' }, 12,
		    24 },
		{ { "Sơ kết 6 tháng, báo cáo Ban Thường vụ Tỉnh ủy", 's' }, 7,
		    9 },
		{ { "Làm việc với các doanh nghiệp lớn về lập tổ chức đảng",
		      's' },
		    5, 28 },
	};
	uint64_t seed = seed_of(604, 0);
	struct paper *p =
	    paper_add(y, WORK_PLAN, i, work_day(day_make(2021, 1, 8)));
	char goal[160];

	snprintf(p->id, sizeof p->id, "kh-%s-2021", d->communes[i].slug);
	snprintf(p->unit, sizeof p->unit, "%s", d->communes[i].slug);
	snprintf(p->number, sizeof p->number, "15-KH/HU");
	snprintf(goal, sizeof goal,
	    "Kết nạp từ %d đảng viên mới trở lên trong năm", DISTRICT_PLAN);
	text_add(p, goal);
	text_add(p,
	    "Giảm số chi bộ thôn nhiều năm chưa kết nạp được đảng "
	    "viên");
	text_add(p,
	    "Mỗi đảng bộ xã, thị trấn có kế hoạch riêng, rõ người, rõ "
	    "việc, rõ thời hạn");
	for (size_t n = 0; n < COUNT(own); n++)
		measure_add(p, d, &own[n], d->communes[i].cell, &seed, 80);
	for (size_t k = 0; k < d->n_communes; k++)
		if (!d->communes[k].district)
			answer_add(p, d->communes[k].slug, DAY_NONE,
			    target_of(d, k));
	snprintf(p->body, sizeof p->body,
	    "Thực hiện nghị quyết đại hội Đảng bộ huyện lần thứ XXII: mỗi năm "
	    "kết nạp từ %d đảng viên trở lên.",
	    DISTRICT_PLAN);
}

void
year_plans(struct year *y, const struct district *d)
{
	for (size_t i = 0; i < d->n_communes; i++) {
		if (d->communes[i].district) {
			district_plan(y, d, i);
			continue;
		}
		commune_plan(y, d, i);
		mass_plans(y, d, i);
		cell_plans(y, d, i);
	}
}
