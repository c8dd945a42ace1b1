/* What did the district and the communes tell others to do in writing? */
#include "year.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"

static const struct known {
	const char *unit, *number, *id, *day, *due;
	const char *what;
	int percent;   /* of the units that did it */
	bool troubled; /* only to units with troubled cells */
} known[] = {
	{ "nui-thanh", "212-CV/HU", "cd-nui-thanh-212-cv", "2021-01-11",
	    "2021-01-29",
	    "Về việc xây dựng kế hoạch phát triển đảng viên năm "
	    "2021",
	    -1, false },
	{ "nui-thanh", "225-CV/HU", "cd-nui-thanh-225-cv", "2021-02-22",
	    "2021-03-31",
	    "Về việc rà soát chi bộ nhiều năm chưa kết nạp được đảng viên", 85,
	    true },
	{ "nui-thanh", "231-CV/HU", "cd-nui-thanh-231-cv", "2021-03-09",
	    "2021-05-14",
	    "Về việc phát triển đảng viên gắn với phục vụ bầu cử đại biểu Quốc "
	    "hội khóa XV và Hội đồng nhân dân các cấp",
	    92, false },
	{ "nui-thanh", "240-CV/HU", "cd-nui-thanh-240-cv", "2021-04-05",
	    "2021-04-20",
	    "Về việc nhận xét quý I đối với người đã học lớp bồi dưỡng nhận "
	    "thức về Đảng",
	    80, false },
	{ "nui-thanh", "252-CV/HU", "cd-nui-thanh-252-cv", "2021-05-10",
	    "2021-05-31",
	    "Về việc mở lớp bồi dưỡng và tổ chức lễ kết nạp trong điều kiện "
	    "phòng, chống dịch Covid-19",
	    90, false },
	{ "nui-thanh", "259-CV/HU", "cd-nui-thanh-259-cv", "2021-06-04",
	    "2021-06-25",
	    "Về việc báo cáo sơ kết 6 tháng đầu năm công tác phát triển đảng "
	    "viên",
	    82, false },
	{ "nui-thanh", "263-CV/HU", "cd-nui-thanh-263-cv", "2021-06-14",
	    "2021-07-30",
	    "Về việc giải quyết người có giấy chứng nhận sắp quá 60 tháng", 15,
	    false },
	{ "tam-xuan-1", "19-CV/ĐU", "cd-tam-xuan-1-19-cv", "2021-02-24",
	    "2021-03-26",
	    "Về việc lập danh sách quần chúng ưu tú của các chi bộ", 88,
	    false },
	{ "tam-quang", "27-CV/ĐU", "cd-tam-quang-27-cv", "2021-04-12",
	    "2021-05-14",
	    "Về việc phân công đảng viên giúp đỡ người đã học lớp nhận thức về "
	    "Đảng",
	    75, false },
	{ "tam-nghia", "31-CV/ĐU", "cd-tam-nghia-31-cv", "2021-05-17",
	    "2021-06-18",
	    "Về việc giao nhiệm vụ cho quần chúng trong danh sách nguồn", 70,
	    false },
};

static bool
has_trouble(const struct district *d, size_t commune)
{
	const struct commune *k = &d->communes[commune];

	for (size_t i = k->cell; i < k->cell + k->cells; i++)
		if (d->cells[i].trouble && d->cells[i].trouble->years)
			return true;
	return false;
}

/* The day on which a unit did it, mostly before the last day. The directive on
 * plans was done when the plan was made. */
static int
done_by(const struct district *d, const struct known *k, size_t commune,
    uint64_t *seed)
{
	int from = day_of(k->day), to = day_of(k->due);
	bool done = between(seed, 1, 100) <= k->percent;
	int day = work_day(to - between(seed, -3, (to - from) * 2 / 3));

	if (k->percent < 0)
		return plan_day(d, commune);
	return done && day <= d->today ? day : DAY_NONE;
}

static void
sent_to_communes(struct paper *p, const struct district *d,
    const struct known *k, uint64_t *seed)
{
	for (size_t i = 0; i < d->n_communes; i++)
		if (!d->communes[i].district &&
		    (!k->troubled || has_trouble(d, i)))
			answer_add(p, d->communes[i].slug,
			    done_by(d, k, i, seed), 0);
}

static void
sent_to_cells(struct paper *p, const struct district *d, const struct known *k,
    uint64_t *seed)
{
	const struct commune *c = &d->communes[p->commune];

	for (size_t i = c->cell; i < c->office; i++)
		answer_add(p, d->cells[i].id, done_by(d, k, p->commune, seed),
		    0);
}

void
year_directives(struct year *y, const struct district *d)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		const struct known *k = &known[i];
		uint64_t seed = seed_of(610, i);
		size_t at = 0;
		struct paper *p;

		while (strcmp(d->communes[at].slug, k->unit) != 0)
			at++;
		p = paper_add(y, DIRECTIVE, at, day_of(k->day));
		p->due = day_of(k->due);
		snprintf(p->id, sizeof p->id, "%s", k->id);
		snprintf(p->unit, sizeof p->unit, "%s", k->unit);
		snprintf(p->number, sizeof p->number, "%s", k->number);
		text_add(p, k->what);
		if (d->communes[at].district)
			sent_to_communes(p, d, k, &seed);
		else
			sent_to_cells(p, d, k, &seed);
		snprintf(p->body, sizeof p->body,
		    d->communes[at].district ?
			"Gửi các đảng bộ xã, thị trấn; Ban Tổ chức Huyện ủy "
			"theo dõi, tổng hợp." :
			"Gửi các chi bộ thôn; cán bộ tổ chức của Đảng ủy theo "
			"dõi, tổng hợp.");
	}
}
