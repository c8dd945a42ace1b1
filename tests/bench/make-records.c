/* make-records: invented records, the same each time.
 *
 *	make-records commune DIR		a commune, at every stage and exit
 *	make-records bench DIR N [BYTES]	N people in folders of 1,000
 *
 * Nobody in them exists. Every person goes the way of schema/types/quan_chung
 * up to a step, with days between steps as offices report them; some then leave
 * it. All is written below DIR/records. */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "date.h"

/* Chance, from a seed: splitmix64. */

static uint64_t
chance(uint64_t *seed)
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static int
between(uint64_t *seed, int least, int most)
{
	return least + (int)(chance(seed) % (uint64_t)(most - least + 1));
}

#define COUNT(a)	(sizeof (a) / sizeof *(a))
#define PICK(seed, a)	((a)[chance(seed) % COUNT(a)])

/* Words. */

static const char *const families[] = {
	"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Bùi", "Đặng", "Đỗ",
	"Hồ", "Ngô", "Dương", "Lương", "Châu", "Ung"
};
static const char *const women[] = {
	"Thị Bích Ngọc", "Thị Thu Thủy", "Thị Ánh", "Thị Mỹ Hòa", "Thị Kim Oanh",
	"Thị Hồng Đào", "Thị Thanh Trà", "Thị Lệ Quyên", "Thị Diễm", "Thị Tuyết"
};
static const char *const men[] = {
	"Văn Đạt", "Đức Hòa", "Quốc Tuấn", "Thanh Lâm", "Minh Khôi", "Văn Ân",
	"Hữu Phước", "Ngọc Sơn", "Công Danh", "Tấn Đông"
};
static const char *const jobs[] = {
	"Ngư dân", "Giáo viên", "Công nhân", "Nông dân", "Buôn bán nhỏ",
	"Cán bộ thôn", "Y sĩ", "Bộ đội xuất ngũ", "Sinh viên", "Thợ mộc"
};
static const char *const schooling[] = { "thcs", "thpt", "thpt", "thpt" };
static const char *const tasks[] = {
	"Tham gia tổ tự quản an ninh bờ biển", "Vận động làm đường bê tông",
	"Phụ trách sinh hoạt hè thiếu nhi", "Trực chốt phòng, chống dịch",
	"Giúp hộ nghèo sửa nhà", "Tuyên truyền bầu cử ở thôn"
};
static const char *const ratings[] = { "tot", "tot", "kha", "kha", "trung-binh" };
static const char *const circumstances[] = {
	"Gia đình làm nghề biển, tham gia tốt các phong trào ở thôn.",
	"Sống cùng cha mẹ, là lao động chính trong nhà.",
	"Đã lập gia đình, vợ chồng cùng làm việc tại địa phương.",
	"Là thành viên nòng cốt của chi đoàn, được bà con tín nhiệm.",
	"Thường xuyên có mặt ở các buổi sinh hoạt của thôn."
};
static const char *const remarks[] = {
	"Hoàn thành việc được giao, báo cáo kết quả đúng hẹn.",
	"Nhiệt tình nhưng còn bận việc nhà, cần sắp xếp thời gian.",
	"Có tiến bộ rõ, chủ động nhận thêm việc của chi đoàn.",
	"Cần mạnh dạn phát biểu ý kiến hơn trong sinh hoạt."
};

static const struct unit {
	const char *id, *name, *kind, *above, *code;
} units[] = {
	{ "nui-thanh", "Đảng bộ huyện Núi Thành", "dang-bo-huyen", NULL, "517" },
	{ "tam-quang", "Đảng bộ xã Tam Quang", "dang-bo-xa", "nui-thanh",
	    "20998" },
	{ "tam-quang/xuan-trung", "Chi bộ thôn Xuân Trung", "chi-bo-thon",
	    "tam-quang", NULL },
	{ "tam-quang/an-hai-dong", "Chi bộ thôn An Hải Đông", "chi-bo-thon",
	    "tam-quang", NULL },
	{ "tam-quang/an-hai-tay", "Chi bộ thôn An Hải Tây", "chi-bo-thon",
	    "tam-quang", NULL },
	{ "tam-quang/sam-linh-dong", "Chi bộ thôn Sâm Linh Đông", "chi-bo-thon",
	    "tam-quang", NULL },
	{ "tam-quang/sam-linh-tay", "Chi bộ thôn Sâm Linh Tây", "chi-bo-thon",
	    "tam-quang", NULL },
	{ "tam-quang/thanh-long", "Chi bộ thôn Thanh Long", "chi-bo-thon",
	    "tam-quang", NULL },
	{ "tam-quang/truong-thcs", "Chi bộ Trường THCS Tam Quang",
	    "chi-bo-truong-hoc", "tam-quang", NULL },
	{ "tam-quang/tram-y-te", "Chi bộ Trạm Y tế xã Tam Quang", "chi-bo-y-te",
	    "tam-quang", NULL },
	{ "tam-quang/mttq", "Ủy ban MTTQ xã Tam Quang", "mat-tran",
	    "tam-quang", NULL },
	{ "tam-quang/doan-tn", "Đoàn xã Tam Quang", "doan-thanh-nien",
	    "tam-quang", NULL },
	{ "tam-quang/hoi-lhpn", "Hội LHPN xã Tam Quang", "phu-nu", "tam-quang",
	    NULL },
	{ "tam-quang/hoi-nd", "Hội Nông dân xã Tam Quang", "nong-dan",
	    "tam-quang", NULL },
	{ "tam-quang/hoi-ccb", "Hội CCB xã Tam Quang", "cuu-chien-binh",
	    "tam-quang", NULL },
	{ "tam-quang/cong-doan", "Công đoàn xã Tam Quang", "cong-doan",
	    "tam-quang", NULL },
};
enum { FIRST_CELL = 2, CELLS = 8, FIRST_BODY = 10, BODIES = 6,
	MEMBERS_A_CELL = 3 };

/* Files. */

static const char *root;

static _Noreturn void
fail(const char *path)
{
	fprintf(stderr, "make-records: %s: %s\n", path, strerror(errno));
	exit(2);
}

static FILE *
create(const char *fmt, ...)
{
	char path[4096];
	va_list ap;
	FILE *f;
	int n = snprintf(path, sizeof path, "%s/records/", root);

	va_start(ap, fmt);
	if (n < 0 || vsnprintf(path + n, sizeof path - (size_t)n, fmt, ap) < 0)
		fail(root);
	va_end(ap);
	for (char *c = path + 1; *c; c++)
		if (*c == '/') {
			*c = '\0';
			if (mkdir(path, 0777) != 0 && errno != EEXIST)
				fail(path);
			*c = '/';
		}
	f = fopen(path, "w");
	if (!f)
		fail(path);
	return f;
}

static void
finish(FILE *f)
{
	if (ferror(f) || fclose(f) != 0)
		fail(root);
}

/* Days as text; many at once in one printf. */

static const char *
text(int day)
{
	static char kept[8][DATE_TEXT];
	static int next;

	next = (next + 1) % 8;
	return day_text(day, kept[next]);
}

static int
year_of(int day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return y;
}

/* Units and members. */

static void
write_units(void)
{
	uint64_t seed = 20998;

	for (size_t i = 0; i < COUNT(units); i++) {
		const struct unit *u = &units[i];
		FILE *f = create("to_chuc/%s.md", u->id);

		fprintf(f, "---\nma: %s\nten: %s\nloai: %s\n", u->id, u->name,
		    u->kind);
		if (u->code)
			fprintf(f, "ma_dvhc: \"%s\"\n", u->code);
		if (u->above)
			fprintf(f, "cap_tren: %s\n", u->above);
		if (i >= FIRST_CELL && i < FIRST_CELL + CELLS)
			fprintf(f, "so_dang_vien:\n  - {ngay: 2021-01-01, "
			    "chinh_thuc: %d, du_bi: %d}\n",
			    between(&seed, 8, 21), between(&seed, 0, 2));
		fputs("---\n", f);
		finish(f);
	}
}

static const char *
a_name(uint64_t *seed, bool woman)
{
	static char name[128];

	snprintf(name, sizeof name, "%s %s", PICK(seed, families),
	    woman ? PICK(seed, women) : PICK(seed, men));
	return name;
}

static void
write_members(void)
{
	uint64_t seed = 17;

	for (int i = 0; i < CELLS * MEMBERS_A_CELL; i++) {
		FILE *f = create("dang_vien/dv-tam-quang-%04d.md", i + 1);
		bool woman = between(&seed, 0, 2) == 0;
		int joined = day_make(between(&seed, 1995, 2014),
		    between(&seed, 1, 12), between(&seed, 1, 28));

		fprintf(f, "---\nma: dv-tam-quang-%04d\nho_ten: %s\n", i + 1,
		    a_name(&seed, woman));
		fprintf(f, "ngay_sinh: %d\ngioi_tinh: %s\n",
		    year_of(joined) - between(&seed, 22, 40),
		    woman ? "nu" : "nam");
		fprintf(f, "chi_bo:\n  - {tu: %s, don_vi: %s}\n", text(joined),
		    units[FIRST_CELL + i / MEMBERS_A_CELL].id);
		fprintf(f, "vao_dang: %s\nchinh_thuc: %s\n---\n", text(joined),
		    text(month_add(joined, 12)));
		finish(f);
	}
}

/* The way of one person: steps in order, each so many days after the last. */

enum step {
	INTRODUCED, LISTED, SENT, CERTIFIED, HELPED, APPLIED, VERIFIED, ASKED,
	VOTED, SECTION, COMMITTEE, SENT_UP, DECIDED, CEREMONY, NEW_CLASS,
	VOTED_AGAIN, OFFICIAL, STEPS
};

static const struct gap {
	int least, most;
} gaps[STEPS] = {
	[INTRODUCED] = { 0, 0 }, [LISTED] = { 15, 40 }, [SENT] = { 60, 120 },
	[CERTIFIED] = { 20, 45 }, [HELPED] = { 10, 30 }, [APPLIED] = { 60, 200 },
	[VERIFIED] = { 8, 15 }, [ASKED] = { 25, 45 }, [VOTED] = { 5, 14 },
	[SECTION] = { 3, 8 }, [COMMITTEE] = { 8, 20 }, [SENT_UP] = { 3, 8 },
	[DECIDED] = { 12, 35 }, [CEREMONY] = { 8, 20 },
	[NEW_CLASS] = { 60, 200 }, [VOTED_AGAIN] = { 0, 0 },
	[OFFICIAL] = { 10, 25 },
};

/* How somebody leaves the way, and after which step. */
static const struct leaving {
	const char *why;			/* of ra; NULL: told another way */
	enum step after;
} leavings[] = {
	{ "rut", CERTIFIED }, { "dua-ra", LISTED },
	{ NULL, ASKED },			/* a vote that failed */
	{ NULL, SENT_UP },			/* refused */
	{ "tieu-chuan-chinh-tri", VERIFIED }, { "qua-tuoi", CERTIFIED },
	{ "chuyen-di", HELPED },
	{ NULL, CERTIFIED },			/* a pause */
	{ "xoa-ten-du-bi", CEREMONY }, { "xoa-ten", OFFICIAL },
	{ "xin-ra", OFFICIAL }, { "khai-tru", OFFICIAL },
	{ "chuyen-sinh-hoat", OFFICIAL }, { "tu-tran", APPLIED },
};
enum { LEAVE_FAILED = 2, LEAVE_REFUSED = 3, LEAVE_PAUSED = 7, STAYS = -1 };

/* What is wrong with somebody on purpose. */
enum flaw { NO_FLAW, TOO_YOUNG, OLD_CERTIFICATE, FEW_VOTES, ACCEPTED };

struct person {
	uint64_t seed;
	char id[96], folder[64];
	enum step last;
	int leaving;				/* index, or STAYS */
	enum flaw flaw;
	bool section;				/* is there a sectional committee? */
	int today;
	int day[STEPS];
	int cell;				/* of units */
	size_t bytes;				/* the file is at least so long */
};

static void
plan(struct person *p)
{
	int day = 0;

	for (enum step s = INTRODUCED; s <= p->last; s++) {
		day += between(&p->seed, gaps[s].least, gaps[s].most);
		if (s == VOTED_AGAIN)
			day = p->day[CEREMONY] + 370;
		p->day[s] = day;
	}
	day = p->today - between(&p->seed, 10, 50) - p->day[p->last];
	for (enum step s = INTRODUCED; s <= p->last; s++)
		p->day[s] += day;
	if (p->last >= VOTED_AGAIN)
		p->day[VOTED_AGAIN] = month_add(p->day[CEREMONY], 12) +
		    between(&p->seed, 1, 9);
	if (p->last == OFFICIAL && p->day[OFFICIAL] <= p->day[VOTED_AGAIN])
		p->day[OFFICIAL] = p->day[VOTED_AGAIN] + 10;
	if (p->flaw == OLD_CERTIFICATE) {
		int certified = month_add(p->day[VOTED], -61);

		for (enum step s = CERTIFIED; ; s--) {
			p->day[s] = certified;
			certified -= 40;
			if (s == INTRODUCED)
				break;
		}
		p->day[HELPED] = p->day[CERTIFIED] + 20;
	}
}

static int
member(struct person *p, int i)
{
	return (p->cell - FIRST_CELL) * MEMBERS_A_CELL + i + 1;
}

static void
write_head(struct person *p, FILE *f)
{
	bool woman = between(&p->seed, 0, 99) < 47;
	int age = between(&p->seed, 20, 38) * 12 + between(&p->seed, 1, 10);
	int on = p->last >= VOTED ? p->day[VOTED] : p->today;
	int born = month_add(on, -age) - between(&p->seed, 0, 27);

	if (p->flaw == TOO_YOUNG)
		born = month_add(p->day[VOTED], -18 * 12) + 20;
	fprintf(f, "---\nma: %s\nho_ten: %s\nngay_sinh: %s\ngioi_tinh: %s\n",
	    p->id, a_name(&p->seed, woman), text(born), woman ? "nu" : "nam");
	fprintf(f, "dan_toc: Kinh\nton_giao: Không\nhoc_van: %s\n"
	    "nghe_nghiep: %s\n", PICK(&p->seed, schooling),
	    PICK(&p->seed, jobs));
	fprintf(f, "doan_vien: %s\no_xa: %s\n", age < 31 * 12 ? "co" : "khong",
	    between(&p->seed, 0, 9) < 2 ? "co" : "khong");
}

static void
write_remarks(struct person *p, FILE *f)
{
	char quarter[PERIOD_TEXT], before[PERIOD_TEXT] = "";
	int until = p->last >= VOTED ? p->day[VOTED] : p->today;
	int n = 0;

	if (p->last < HELPED)
		return;
	for (int day = p->day[HELPED] + 40; day < until && n < 4; day += 91) {
		period_of(day, 'Q', quarter);
		if (strcmp(quarter, before) == 0)
			continue;
		strcpy(before, quarter);
		if (!n++)
			fputs("nhan_xet:\n", f);
		fprintf(f, "  - {ky: %s, ngay: %s, xep_loai: %s, "
		    "boi: dv-tam-quang-%04d}\n", quarter, text(day),
		    PICK(&p->seed, ratings), member(p, 0));
	}
}

static void
write_start(struct person *p, FILE *f)
{
	int *day = p->day;

	fprintf(f, "gioi_thieu: {ngay: %s, boi: %s}\n", text(day[INTRODUCED]),
	    units[FIRST_BODY + between(&p->seed, 0, BODIES - 1)].id);
	if (p->last < LISTED)
		return;
	fprintf(f, "chi_bo:\n  - {tu: %s, don_vi: %s}\n", text(day[LISTED]),
	    units[p->cell].id);
	fprintf(f, "vao_nguon: {ngay: %s, bien_ban: %d-BB/CB}\n",
	    text(day[LISTED]), between(&p->seed, 1, 30));
	if (p->last < SENT)
		return;
	fprintf(f, "lop_nhan_thuc:\n  cu_di: %s\n", text(day[SENT]));
	if (p->last < CERTIFIED)
		return;
	fprintf(f, "  so: %d/%d\n  cap_ngay: %s\n",
	    between(&p->seed, 1, 400), year_of(day[CERTIFIED]),
	    text(day[CERTIFIED]));
	if (p->last < HELPED)
		return;
	fprintf(f, "giup_do:\n  - {tu: %s, dang_vien: dv-tam-quang-%04d}\n",
	    text(day[HELPED]), member(p, 0));
	fprintf(f, "nhiem_vu:\n  - {giao: %s, viec: \"%s\", han: %s, xong: %s, "
	    "ket_qua: tot}\n", text(day[HELPED] + 5), PICK(&p->seed, tasks),
	    text(day[HELPED] + 60), text(day[HELPED] + 50));
}

static void
write_dossier(struct person *p, FILE *f)
{
	int *day = p->day;

	if (p->last < APPLIED)
		return;
	fprintf(f, "ho_so:\n  don: %s\n  ly_lich: %s\n"
	    "  noi_luu: Văn phòng Đảng ủy xã\n", text(day[APPLIED]),
	    text(day[APPLIED] + 4));
	if (p->last < VERIFIED)
		return;
	fprintf(f, "tham_tra:\n  - {noi: Đảng ủy xã Tam Quang, gui: %s, "
	    "tra_loi: %s, ket_luan: ro}\n", text(day[VERIFIED]),
	    text(day[VERIFIED] + 15));
	if (p->last < ASKED)
		return;
	fprintf(f, "nguoi_gioi_thieu:\n"
	    "  - {dang_vien: dv-tam-quang-%04d, ngay: %s}\n"
	    "  - {dang_vien: dv-tam-quang-%04d, ngay: %s}\n",
	    member(p, 0), text(day[ASKED] - 6),
	    member(p, 1), text(day[ASKED] - 5));
	fprintf(f, "y_kien: {doan_the: %s, cu_tru: %s, tong_hop: %s}\n",
	    text(day[ASKED] - 4), text(day[ASKED] - 3), text(day[ASKED]));
}

static void
write_vote(struct person *p, FILE *f, const char *field, int day, bool passed)
{
	int all = between(&p->seed, 9, 15);
	int least = (2 * all + 2) / 3;
	int votes = passed ? between(&p->seed, least, all) : least - 1;

	if ((p->flaw == FEW_VOTES || p->flaw == ACCEPTED) &&
	    strcmp(field, "xet") == 0)
		votes = least - 1;
	fprintf(f, "%s:\n  - {ngay: %s, don_vi: %s, tong: %d, co_mat: %d, "
	    "tan_thanh: %d, khong_tan_thanh: %d, ket_qua: %s, "
	    "nghi_quyet: %d-NQ/CB}\n", field, text(day), units[p->cell].id, all,
	    all, votes, all - votes, passed ? "dat" : "khong-dat",
	    between(&p->seed, 1, 60));
}

static void
write_decisions(struct person *p, FILE *f)
{
	int *day = p->day;

	if (p->last >= VOTED)
		write_vote(p, f, "xet", day[VOTED], true);
	if (p->last >= SECTION && p->section)
		fprintf(f, "dang_uy_bo_phan: {ngay: %s, so: %d-BC/ĐUBP}\n",
		    text(day[SECTION]), between(&p->seed, 1, 30));
	if (p->last >= COMMITTEE)
		fprintf(f, "dang_uy: {ngay: %s, tong: 15, tan_thanh: %d, "
		    "so: %d-NQ/ĐU}\n", text(day[COMMITTEE]),
		    between(&p->seed, 12, 15), between(&p->seed, 1, 90));
	if (p->last >= SENT_UP)
		fprintf(f, "trinh: {ngay: %s, noi: nui-thanh}\n",
		    text(day[SENT_UP]));
	if (p->last >= DECIDED)
		fprintf(f, "quyet_dinh: {ngay: %s, so: %d-QĐ/HU, nhan: %s, "
		    "co_quan: nui-thanh}\n", text(day[DECIDED]),
		    between(&p->seed, 100, 999), text(day[DECIDED] + 4));
	if (p->last >= CEREMONY)
		fprintf(f, "le_ket_nap: {ngay: %s, bien_ban: %d-BB/CB}\n",
		    text(day[CEREMONY]), between(&p->seed, 1, 60));
	if (p->last >= NEW_CLASS)
		fprintf(f, "lop_dang_vien_moi: {so: %d/%d, cap_ngay: %s}\n",
		    between(&p->seed, 1, 200), year_of(day[NEW_CLASS]),
		    text(day[NEW_CLASS]));
	if (p->last >= VOTED_AGAIN)
		write_vote(p, f, "xet_chinh_thuc", day[VOTED_AGAIN], true);
	if (p->last >= OFFICIAL)
		fprintf(f, "cong_nhan: {ngay: %s, so: %d-QĐ/HU, tu: %s}\n",
		    text(day[OFFICIAL]), between(&p->seed, 100, 999),
		    text(month_add(day[CEREMONY], 12)));
}

static void
write_leaving(struct person *p, FILE *f)
{
	int day = p->day[p->last] + 6;

	switch (p->leaving) {
	case STAYS:
		break;
	case LEAVE_FAILED:
		write_vote(p, f, "xet", day, false);
		break;
	case LEAVE_REFUSED:
		fprintf(f, "tu_choi: {ngay: %s, so: %d-TB/HU}\n", text(day),
		    between(&p->seed, 10, 99));
		break;
	case LEAVE_PAUSED:
		fprintf(f, "tam_dung:\n  - {tu: %s, den: %s, ly_do: nghia-vu}\n",
		    text(day), text(month_add(day, 24)));
		break;
	default:
		fprintf(f, "ra: {ngay: %s, ly_do: %s}\n", text(day),
		    leavings[p->leaving].why);
	}
}

static void
write_flaw(struct person *p, FILE *f)
{
	if (p->flaw == ACCEPTED)
		fprintf(f, "chap_nhan:\n  - {quy_tac: phieu-chi-bo, "
		    "ly_do: \"Chi bộ đã họp lại, xem biên bản 41-BB/CB\", "
		    "ngay: %s, boi: dv-tam-quang-0001, muc: %s}\n",
		    text(p->day[VOTED] + 7), text(p->day[VOTED]));
}

static void
write_person(struct person *p)
{
	FILE *f = create("quan_chung/%s/%s.md", p->folder, p->id);

	if (p->leaving != STAYS)
		p->last = leavings[p->leaving].after;
	plan(p);
	write_head(p, f);
	write_start(p, f);
	write_remarks(p, f);
	write_dossier(p, f);
	write_decisions(p, f);
	write_leaving(p, f);
	write_flaw(p, f);
	fprintf(f, "---\n\n## Hoàn cảnh\n\n%s\n", PICK(&p->seed, circumstances));
	if (p->bytes)
		fputs("\n## Nhận xét\n\n", f);
	while (p->bytes && (size_t)ftell(f) < p->bytes)
		fprintf(f, "%s\n", PICK(&p->seed, remarks));
	finish(f);
}

/* The commune: two at every step, one or two at every exit, and the flaws. */

static int number;

static void
add_person(enum step last, int leaving, enum flaw flaw)
{
	struct person p = { .last = last, .leaving = leaving, .flaw = flaw,
	    .today = day_make(2021, 6, 30), .folder = "tam-quang" };

	number++;
	p.seed = (uint64_t)number * 7919;
	p.cell = FIRST_CELL + number % CELLS;
	p.section = last == SECTION;
	snprintf(p.id, sizeof p.id, "qc-tam-quang-%d-%04d",
	    number % 3 ? 2021 : 2020, number);
	write_person(&p);
}

static void
write_commune(void)
{
	write_units();
	write_members();
	for (enum step s = INTRODUCED; s < STEPS; s++)
		for (int i = 0; i < 2; i++)
			add_person(s, STAYS, NO_FLAW);
	for (size_t i = 0; i < COUNT(leavings); i++)
		add_person(INTRODUCED, (int)i, NO_FLAW);
	for (int i = 0; i < 2; i++)
		add_person(INTRODUCED, LEAVE_PAUSED, NO_FLAW);
	for (int i = 0; i < 3; i++)
		add_person(CEREMONY, STAYS, NO_FLAW);
	for (int i = 0; i < 3; i++)
		add_person(CERTIFIED, STAYS, NO_FLAW);
	add_person(VOTED, STAYS, TOO_YOUNG);
	add_person(COMMITTEE, STAYS, OLD_CERTIFICATE);
	add_person(VOTED, STAYS, FEW_VOTES);
	add_person(CEREMONY, STAYS, ACCEPTED);
}

/* Any number of people, to measure with. */

static void
write_many(long n, size_t bytes)
{
	write_units();
	write_members();
	for (long i = 0; i < n; i++) {
		struct person p = { .seed = (uint64_t)i * 104729 + 1,
		    .leaving = STAYS, .today = day_make(2021, 6, 30),
		    .bytes = bytes };

		p.last = (enum step)(chance(&p.seed) % STEPS);
		if (between(&p.seed, 0, 7) == 0)
			p.leaving = between(&p.seed, 0,
			    (int)COUNT(leavings) - 1);
		p.cell = FIRST_CELL + (int)(i % CELLS);
		snprintf(p.folder, sizeof p.folder, "b%04ld", i / 1000);
		snprintf(p.id, sizeof p.id, "qc-%s-2021-%04ld", p.folder,
		    i % 1000);
		write_person(&p);
	}
}

int
main(int argc, char **argv)
{
	root = argc > 2 ? argv[2] : "";
	if (argc == 3 && strcmp(argv[1], "commune") == 0)
		write_commune();
	else if ((argc == 4 || argc == 5) && strcmp(argv[1], "bench") == 0)
		write_many(strtol(argv[3], NULL, 10),
		    argc == 5 ? strtoul(argv[4], NULL, 10) : 0);
	else {
		fputs("usage: make-records commune dir | bench dir n [bytes]\n",
		    stderr);
		return 2;
	}
	return 0;
}
