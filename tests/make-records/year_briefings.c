/* Which committees met their cells, who reported, and what came of it? */
#include "year.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "members.h"

enum { MONTHS = 6 };

/* Months without a briefing, as bits from January on. */
static const struct {
	const char *slug;
	unsigned months;
} skipped[] = {
	{ "tam-tra", 1 << 1 | 1 << 4 },
	{ "tam-thanh", 1 << 0 | 1 << 1 | 1 << 3 },
	{ "tam-son", 1 << 0 | 1 << 1 },
	{ "tam-hai", 1 << 2 },
	{ "tam-my-tay", 1 << 3 | 1 << 4 },
	{ "tam-giang", 1 << 5 },
	{ "tam-anh-bac", 1 << 1 },
};

/* Conclusions that say not who, or not by when: commune, month, which. */
static const struct {
	const char *slug;
	int month;
	bool who; /* is missing, else the day */
} loose[] = {
	{ "tam-anh-nam", 2, true },
	{ "tam-giang", 3, true },
	{ "tam-xuan-2", 4, true },
	{ "tam-my-tay", 6, true },
	{ "tam-son", 4, false },
	{ "tam-hiep", 5, false },
	{ "tam-thanh", 5, false },
};

static const struct phrase conclusions[] = {
	{ "Các chi bộ rà soát danh sách quần chúng ưu tú, gửi về Đảng ủy",
	    'r' },
	{ "Phân công đảng viên chính thức giúp đỡ người đã học lớp nhận thức "
	  "về Đảng ở %s",
	    'c' },
	{ "Giới thiệu quần chúng ưu tú với %s", '1' },
	{ "Giới thiệu hội viên nòng cốt với %s", '2' },
	{ "Giới thiệu nông dân sản xuất giỏi với %s", '3' },
	{ "Hoàn chỉnh hồ sơ của quần chúng chi bộ đã xét, trình Đảng ủy", 'r' },
	{ "Làm việc với chi ủy %s về nguồn phát triển đảng", 't' },
	{ "Giao nhiệm vụ thử thách cho quần chúng đang được giúp đỡ", 'b' },
	{ "Đôn đốc nơi chưa trả lời thẩm tra lý lịch", 'r' },
	{ "Lập danh sách dự lớp bồi dưỡng nhận thức về Đảng đợt tới", 'r' },
	{ "Tổ chức lễ kết nạp cho người đã có quyết định", 'c' },
	{ "Nắm thanh niên của thôn đi làm xa còn giữ liên lạc", '1' },
	{ "Thống nhất người theo dõi đoàn viên công đoàn cư trú trên địa bàn",
	    '5' },
	{ "Dự sinh hoạt với %s, giúp ghi biên bản cho đúng", 'u' },
	{ "Báo cáo Ban Thường vụ Huyện ủy vướng mắc của các chi bộ", 's' },
	{ "Nhận xét theo quý người đã học lớp nhận thức về Đảng", 'b' },
};

static const char *const to_come[] = {
	"Xét, bổ sung danh sách quần chúng ưu tú ở các chi bộ",
	"Cử quần chúng dự lớp bồi dưỡng nhận thức về Đảng",
	"Thẩm định hồ sơ các chi bộ đề nghị",
	"Tổ chức lễ kết nạp đảng viên",
	"Gặp gỡ quần chúng ở chi bộ nhiều năm chưa kết nạp được ai",
	"Phối hợp Mặt trận, đoàn thể giới thiệu nguồn",
	"Nhận xét quý đối với người đã học lớp nhận thức về Đảng",
	"Xét chuyển đảng chính thức cho đảng viên đủ thời hạn",
};

/* What everybody is busy with in a month. */
static const char *const of_month[MONTHS] = {
	"Triển khai kế hoạch năm",
	"Gặp mặt thanh niên về quê ăn Tết, thanh niên lên đường nhập ngũ",
	"Sơ kết quý I",
	"Phục vụ bầu cử đại biểu Quốc hội và Hội đồng nhân dân các cấp",
	"Phân công đảng viên dự bị, quần chúng tham gia phục vụ bầu cử",
	"Sơ kết 6 tháng đầu năm",
};

static bool
skips(const struct commune *k, int month)
{
	for (size_t i = 0; i < COUNT(skipped); i++)
		if (strcmp(skipped[i].slug, k->slug) == 0)
			return skipped[i].months & 1U << (month - 1);
	return false;
}

static void
loosen(struct paper *p, const char *slug)
{
	for (size_t i = 0; i < COUNT(loose); i++) {
		struct task *t = &p->tasks[0];

		if (loose[i].month != p->month ||
		    strcmp(loose[i].slug, slug) != 0)
			continue;
		t->result = NULL;
		t->done = DAY_NONE;
		if (loose[i].who) {
			t->member = NOBODY;
			*t->unit = '\0';
		} else {
			t->due = DAY_NONE;
		}
	}
}

static void
conclude(struct paper *p, const struct district *d, uint64_t *seed, int many)
{
	for (int left = 12; left && p->n_tasks < (size_t)many; left--) {
		const struct phrase *f = &PICK(seed, conclusions);
		size_t cell =
		    village_of(d, p->commune, (size_t)between(seed, 0, 20));
		int days = between(seed, 15, 32);
		struct task *t = task_add(p, d, f, cell);

		if (t)
			task_settle(t, d, seed, p->day, work_day(p->day + days),
			    80);
	}
}

static void
plan_next(struct paper *p, uint64_t *seed)
{
	text_add(p, of_month[p->month % MONTHS]);
	for (int left = 2; left--;)
		text_add(p, PICK(seed, to_come));
}

/* A report comes some days before the meeting, or never. */
static void
await(struct paper *p, const char *unit, uint64_t *seed, int percent)
{
	bool came = between(seed, 1, 100) <= percent;
	int day = work_day(p->day - between(seed, 0, 4));

	answer_add(p, unit, came ? day : DAY_NONE, 0);
}

static int
last_of(int month)
{
	return day_add_months(day_make(2021, month, 1), 1) - 1;
}

static void
commune_briefing(struct year *y, const struct district *d, size_t i, int month)
{
	const struct commune *k = &d->communes[i];
	uint64_t seed = seed_of(605, i * MONTHS + (size_t)month);
	int day = work_day(last_of(month) - between(&seed, 1, 4));
	struct paper *p = paper_add(y, BRIEFING, i, day);
	size_t secretary = d->cells[k->office].member + 1;

	snprintf(p->id, sizeof p->id, "gb-%s-2021-%02d", k->slug, month);
	snprintf(p->unit, sizeof p->unit, "%s", k->slug);
	p->month = month;
	p->member = secretary + (one_in(&seed, 6) ? 1 : 0);
	for (size_t c = k->cell; c < k->cell + k->cells; c++)
		await(p, d->cells[c].id, &seed, d->cells[c].trouble ? 62 : 91);
	for (size_t m = 0; m < MASSES; m++) {
		char id[96];

		snprintf(id, sizeof id, "%s/%s", k->slug, masses[m].slug);
		await(p, id, &seed, m == YOUTH || m == FRONT ? 88 : 70);
	}
	conclude(p, d, &seed, 2 + one_in(&seed, 2) + one_in(&seed, 3));
	loosen(p, k->slug);
	plan_next(p, &seed);
	snprintf(p->body, sizeof p->body,
	    "Ban Thường vụ Đảng ủy %s giao ban với các chi bộ trực thuộc, Mặt "
	    "trận và đoàn thể.\n%s",
	    k->kind,
	    one_in(&seed, 3) ?
		"Đơn vị chưa gửi báo cáo thì báo cáo miệng tại cuộc họp sau." :
		"Kết luận gửi các đơn vị sau cuộc họp.");
}

static void
district_briefing(struct year *y, const struct district *d, size_t i, int month)
{
	static const struct phrase own[] = {
		{ "Làm việc với đảng ủy chưa có kế hoạch năm", 's' },
		{ "Nhắc các đảng ủy chưa giao ban tháng trước", 't' },
		{ "Tổng hợp vướng mắc của cơ sở, trình Ban Thường vụ Huyện ủy",
		    'r' },
		{ "Thống nhất lịch mở lớp bồi dưỡng với Trung tâm chính trị",
		    'u' },
		{ "Dự sinh hoạt với chi bộ nhiều năm chưa kết nạp được ai",
		    's' },
		{ "Thẩm định hồ sơ các đảng ủy trình, không để quá hạn", 'r' },
		{ "Rà soát người có giấy chứng nhận sắp quá 60 tháng", 'r' },
	};
	uint64_t seed = seed_of(606, (uint64_t)month);
	struct paper *p = paper_add(y, BRIEFING, i, work_day(last_of(month)));

	snprintf(p->id, sizeof p->id, "gb-%s-2021-%02d", d->communes[i].slug,
	    month);
	snprintf(p->unit, sizeof p->unit, "%s", d->communes[i].slug);
	p->month = month;
	p->by_duty = month % 3 == 0;
	p->member = member_of_district(d, 0);
	for (size_t k = 0; k < d->n_communes; k++)
		if (!d->communes[k].district)
			await(p, d->communes[k].slug, &seed,
			    skips(&d->communes[k], month) ? 20 : 95);
	for (int left = 12; left && p->n_tasks < 4; left--) {
		struct task *t = task_add(p, d, &PICK(&seed, own), 0);

		if (t)
			task_settle(t, d, &seed, p->day,
			    p->day + between(&seed, 14, 30), 85);
	}
	plan_next(p, &seed);
	snprintf(p->body, sizeof p->body,
	    p->by_duty ? "Trực báo quý của Thường trực Huyện ủy với bí thư các "
			 "đảng bộ xã, thị trấn." :
			 "Giao ban của Ban Thường vụ Huyện ủy với các đảng bộ "
			 "xã, thị trấn và các ban xây dựng Đảng.");
}

void
year_briefings(struct year *y, const struct district *d)
{
	for (size_t i = 0; i < d->n_communes; i++)
		for (int month = 1; month <= MONTHS; month++)
			if (d->communes[i].district)
				district_briefing(y, d, i, month);
			else if (!skips(&d->communes[i], month))
				commune_briefing(y, d, i, month);
}
