/* What stands in the way, who must answer, and what became of it? */
#include "year.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "base/mem.h"

/* How far it came. */
enum state { RAISED, REPORTED, ANSWERED, SOLVED };

static const struct known {
	const char *commune;
	int village; /* -1: the commune itself raised it */
	int month;
	enum state state;
	const char *about, *level, *what, *answer;
} known[] = {
	{ "tam-xuan-1", 1, 1, SOLVED, "lop", "huyen",
	    "Quần chúng làm ca ở công ty, khó dự lớp bồi dưỡng mở trong tuần",
	    "Mở lớp vào thứ bảy, chủ nhật" },
	{ "tam-xuan-2", 3, 1, SOLVED, "nguon", "dang-uy",
	    "Thanh niên của thôn phần lớn đi làm xa, chi bộ không có người để "
	    "giới thiệu",
	    "Giao Đoàn Thanh niên lập danh sách, gặp gỡ trong dịp Tết" },
	{ "tam-tien", -1, 2, ANSWERED, "tham-tra", "huyen",
	    "Nơi nhận thẩm tra ở tỉnh khác lâu chưa trả lời",
	    "Ban Tổ chức Huyện ủy có công văn nhắc" },
	{ "tam-son", 4, 2, REPORTED, "to-chuc", "dang-uy",
	    "Đảng viên của chi bộ đa số lớn tuổi, khó phân công người giúp đỡ",
	    NULL },
	{ "tam-thanh", 2, 2, RAISED, "nguon", "dang-uy",
	    "Đoàn thể ở thôn ít sinh hoạt, không có người để giới thiệu",
	    NULL },
	{ "tam-anh-bac", -1, 3, SOLVED, "ho-so", "huyen",
	    "Chưa rõ cách tính thời gian cùng công tác khi người giới thiệu "
	    "chuyển chi bộ",
	    "Tính theo tổ chức cơ sở đảng đã lãnh đạo, quản lý cả hai người" },
	{ "tam-anh-nam", 5, 3, SOLVED, "ho-so", "dang-uy",
	    "Mẫu lý lịch khai thiếu mục, phải làm lại nhiều lần",
	    "Hướng dẫn lại cho bí thư các chi bộ" },
	{ "tam-hoa", 2, 3, ANSWERED, "nguon", "dang-uy",
	    "Ngư dân đi biển dài ngày, không dự được sinh hoạt đoàn thể",
	    "Chi bộ gặp gỡ khi tàu về bến, giao việc theo chuyến biển" },
	{ "tam-hiep", -1, 3, REPORTED, "to-chuc", "huyen",
	    "Doanh nghiệp chưa có chi bộ, công nhân ở trọ không rõ chi bộ nào "
	    "theo dõi",
	    NULL },
	{ "tam-hai", -1, 4, REPORTED, "lop", "huyen",
	    "Người ở đảo đi học lớp bồi dưỡng phải qua đò nhiều ngày", NULL },
	{ "tam-giang", 1, 4, SOLVED, "to-chuc", "chi-bo",
	    "Đảng viên được phân công giúp đỡ đi làm xa, thiếu người thay",
	    "Chi bộ phân công người khác" },
	{ "tam-quang", 3, 4, RAISED, "nguon", "dang-uy",
	    "Thanh niên theo tàu cá, mỗi năm ở nhà vài tuần", NULL },
	{ "tam-nghia", -1, 4, SOLVED, "ho-so", "huyen",
	    "Giấy chứng nhận học lớp của một số quần chúng sắp quá 60 tháng",
	    "Xét trước những người này; ai quá hạn thì học lại" },
	{ "tam-my-tay", 2, 4, RAISED, "ho-so", "dang-uy",
	    "Chi ủy chưa quen ghi biên bản xét kết nạp, hồ sơ bị trả lại",
	    NULL },
	{ "tam-my-dong", 1, 5, REPORTED, "tieu-chuan", "dang-uy",
	    "Quần chúng nòng cốt chưa học hết trung học cơ sở", NULL },
	{ "tam-tra", -1, 2, REPORTED, "tieu-chuan", "tinh",
	    "Người có uy tín trong đồng bào Cor chưa đọc thông viết thạo",
	    NULL },
	{ "tam-tra", 4, 5, RAISED, "to-chuc", "dang-uy",
	    "Thôn xa trung tâm, đảng viên giúp đỡ đi lại khó vào mùa mưa",
	    NULL },
	{ "thi-tran-nui-thanh", -1, 5, ANSWERED, "lop", "huyen",
	    "Lớp bồi dưỡng nhận thức về Đảng hoãn do dịch, nguồn phải chờ",
	    "Mở bù khi dịch được kiểm soát, ưu tiên người chờ lâu" },
	{ "thi-tran-nui-thanh", 2, 5, SOLVED, "nguon", "dang-uy",
	    "Chi bộ nơi cư trú và nơi làm việc chưa thống nhất bên nào theo "
	    "dõi",
	    "Chi bộ nơi cư trú theo dõi, nơi làm việc nhận xét" },
	{ "tam-xuan-1", -1, 5, REPORTED, "ho-so", "huyen",
	    "Xác nhận nơi cư trú của người từng đi làm xa mất nhiều thời gian",
	    NULL },
	{ "tam-xuan-2", -1, 6, RAISED, "to-chuc", "huyen",
	    "Cán bộ tổ chức kiêm nhiệm, cập nhật danh sách nguồn chậm", NULL },
	{ "tam-tien", 5, 6, RAISED, "nguon", "chi-bo",
	    "Gia đình quần chúng chưa đồng tình", NULL },
	{ "tam-anh-nam", -1, 6, REPORTED, "tham-tra", "tinh",
	    "Quần chúng có người thân ở nước ngoài, chưa rõ cách thẩm tra",
	    NULL },
	{ "tam-quang", -1, 6, ANSWERED, "khac", "huyen",
	    "Lễ kết nạp phải lùi vì không được tập trung đông người",
	    "Tổ chức gọn trong chi bộ, bảo đảm phòng dịch" },
	{ "tam-nghia", 6, 2, SOLVED, "khac", "dang-uy",
	    "Chi bộ chưa có nơi họp riêng, lễ kết nạp phải mượn nhà dân",
	    "Bố trí hội trường Ủy ban nhân dân xã" },
};

static size_t
commune_of(const struct district *d, const char *slug)
{
	size_t i = 0;

	while (strcmp(d->communes[i].slug, slug) != 0)
		i++;
	return i;
}

/* The unit of the level that must answer. */
static const char *
level_unit(const struct district *d, const struct known *k, size_t cell)
{
	return strcmp(k->level, "chi-bo") == 0 ? d->cells[cell].id :
	    strcmp(k->level, "dang-uy") == 0   ? k->commune :
	    strcmp(k->level, "huyen") == 0     ? "nui-thanh" :
						 "quang-nam";
}

static int
later(uint64_t *seed, int day, int least, int most)
{
	return work_day_after(day + between(seed, least, most));
}

static void
lay_days(struct obstacle *o, const struct known *k, int today, uint64_t *seed)
{
	bool own = strcmp(k->level, "chi-bo") == 0;
	int reported = later(seed, o->day, 2, 6);
	int answered = later(seed, own ? o->day : reported, 4, 11);
	int solved = later(seed, answered, 5, 9);

	o->reported = k->state >= REPORTED && !own ? reported : DAY_NONE;
	o->due =
	    o->reported == DAY_NONE ? DAY_NONE : work_days_later(reported, 30);
	o->answered = k->state >= ANSWERED ? answered : DAY_NONE;
	o->solved = k->state == SOLVED ? solved : DAY_NONE;
	if (o->solved != DAY_NONE && o->solved > today)
		o->solved = DAY_NONE;
	if (o->answered != DAY_NONE && o->answered > today)
		o->answered = today;
}

void
year_obstacles(struct year *y, const struct district *d)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		const struct known *k = &known[i];
		size_t commune = commune_of(d, k->commune);
		bool top = k->village < 0;
		size_t cell =
		    village_of(d, commune, top ? 0 : (size_t)k->village);
		uint64_t seed = seed_of(609, i);
		struct obstacle *o =
		    MEM_PUSH(y->obstacles, y->n_obstacles, y->cap_obstacles);

		*o = (struct obstacle){ .what = k->what,
			.about = k->about,
			.level = k->level,
			.answer = k->answer };
		snprintf(o->id, sizeof o->id, "vm-%s-2021-%02zu", k->commune,
		    i + 1);
		snprintf(o->unit, sizeof o->unit, "%s",
		    top ? k->commune : d->cells[cell].id);
		snprintf(o->raised_by, sizeof o->raised_by, "%s", o->unit);
		snprintf(o->at, sizeof o->at, "%s", level_unit(d, k, cell));
		o->day = top ?
		    work_day(day_make(2021, k->month, 12 + (int)(i % 5))) :
		    meeting_day(day_make(2021, k->month, 1), cell);
		o->body = top ? "Nêu trong báo cáo tháng của đảng ủy." :
				"Nêu tại cuộc họp thường kỳ của chi bộ.";
		lay_days(o, k, d->today, &seed);
	}
}
