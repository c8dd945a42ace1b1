/* make-records: invented records, the same on every machine.
 *
 *	make-records commune DIR		the demonstration commune
 *	make-records bench DIR N [BYTES]	N people in folders of 1,000
 *
 * Nobody in them exists. What happened to a person is laid backward from its
 * last event, so that it fits the day of the records and the rules in force.
 * Everyone is drawn from a seed of their own: one more changes nobody else.
 * All is written below DIR/records. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "date.h"

#define COUNT(a)	(sizeof (a) / sizeof *(a))

static _Noreturn void
fail(const char *path)
{
	fprintf(stderr, "make-records: %s: %s\n", path, strerror(errno));
	exit(2);
}

/* Chance: splitmix64. Only one draw to an expression: the order of two would
 * be the compiler's. */

static uint64_t
chance(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int
between(uint64_t *seed, int least, int most)
{
	return least + (int)(chance(seed) % (uint64_t)(most - least + 1));
}

static uint64_t
seed_of(uint64_t what, uint64_t which)
{
	uint64_t seed = what * UINT64_C(1000003) + which;

	return chance(&seed);
}

#define PICK(seed, a)	((a)[between((seed), 0, (int)COUNT(a) - 1)])

/* Days on which offices work, and as text. */

static bool
is_off(int day)
{
	static const char *const off[][2] = {	/* first and last */
		{ "2019-01-01", "2019-01-01" }, { "2019-02-04", "2019-02-08" },
		{ "2019-04-15", "2019-04-15" }, { "2019-04-29", "2019-05-01" },
		{ "2019-09-02", "2019-09-02" }, { "2020-01-01", "2020-01-01" },
		{ "2020-01-23", "2020-01-29" }, { "2020-04-02", "2020-04-02" },
		{ "2020-04-30", "2020-05-01" }, { "2020-09-02", "2020-09-02" },
		{ "2021-01-01", "2021-01-01" }, { "2021-02-10", "2021-02-16" },
		{ "2021-04-21", "2021-04-21" }, { "2021-04-30", "2021-05-03" },
	};
	char text[DATE_TEXT];

	if (day_of_week(day) > 5)
		return true;
	day_text(day, text);
	for (size_t i = 0; i < COUNT(off); i++)
		if (strcmp(off[i][0], text) <= 0 && strcmp(text, off[i][1]) <= 0)
			return true;
	return false;
}

static int
work_day(int day)			/* that day, or the last one before it */
{
	while (is_off(day))
		day--;
	return day;
}

static int
year_of(int day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return y;
}

static void
put_day(FILE *f, const char *before, int day)
{
	char text[DATE_TEXT];

	fprintf(f, "%s%s", before, day_text(day, text));
}

/* Files. */

struct page {
	FILE *f;
	char *text;
	size_t n;
};

static FILE *
page_open(struct page *p)
{
	*p = (struct page){0};
	p->f = open_memstream(&p->text, &p->n);
	if (!p->f)
		fail("memory");
	return p->f;
}

static void
make_folders(char *path)
{
	for (char *c = strchr(path + 1, '/'); c; c = strchr(c + 1, '/')) {
		*c = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			fail(path);
		*c = '/';
	}
}

/* Writes it to DIR/records/FOLDER/ID.md. Making folders takes time: once for
 * many files is enough. */
static void
page_save(struct page *p, const char *dir, const char *folder, const char *id,
    bool make)
{
	struct page path;
	FILE *f = page_open(&path);

	fprintf(f, "%s/records/%s/%s.md", dir, folder, id);
	if (fclose(f) || fclose(p->f))
		fail("memory");
	if (make)
		make_folders(path.text);
	f = fopen(path.text, "w");
	if (!f || fwrite(p->text, 1, p->n, f) != p->n || fclose(f))
		fail(path.text);
	free(path.text);
	free(p->text);
}

/* What is invented from. */

static const char *const families[] = {
	"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi",
	"Đỗ", "Hồ", "Ngô", "Dương", "Đoàn", "Trương", "Lương", "Châu", "Mai",
};
static const char *const middles[2][8] = {
	{ "Văn", "Hữu", "Đức", "Minh", "Quang", "Thanh", "Ngọc", "Quốc" },
	{ "Thị", "Thị Bích", "Thị Thu", "Thị Kim", "Ngọc", "Thị Mỹ",
	    "Thị Hồng", "Thị Thanh" },
};
static const char *const givens[2][16] = {
	{ "An", "Bảo", "Cường", "Dũng", "Hải", "Hiếu", "Hùng", "Khánh", "Long",
	    "Nam", "Phúc", "Quân", "Sơn", "Thắng", "Tuấn", "Vinh" },
	{ "Ánh", "Châu", "Diệu", "Hà", "Hạnh", "Hiền", "Hòa", "Lan", "Linh",
	    "Mai", "Ngọc", "Nhung", "Phương", "Thảo", "Thủy", "Yến" },
};
static const char *const jobs[] = {
	"Nông dân", "Ngư dân", "Công nhân may", "Buôn bán nhỏ", "Thợ cơ khí",
	"Giáo viên mầm non", "Kế toán", "Lái xe", "Chủ hộ kinh doanh",
	"Dân quân thường trực", "Cán bộ không chuyên trách thôn",
};
static const char *const tasks[] = {
	"Vận động thanh niên khám sơ tuyển nghĩa vụ quân sự",
	"Phụ trách đội hình trực chốt phòng, chống dịch của thôn",
	"Vận động các hộ góp công làm đường bê tông nông thôn",
	"Hướng dẫn các hộ dùng dịch vụ công trực tuyến",
	"Tổ chức ngày chủ nhật xanh ở bãi biển",
	"Giúp hai hộ cận nghèo làm hồ sơ vay vốn chính sách",
	"Cập nhật danh sách người đi làm xa của thôn",
	"Tuyên truyền bầu cử đại biểu Hội đồng nhân dân ở thôn",
};
static const char *const about[] = {
	"Sinh ra và lớn lên tại địa phương, gia đình làm nghề biển.",
	"Gia đình thuần nông, bản thân là lao động chính.",
	"Học xong trung học phổ thông, đi làm công ty ba năm rồi về quê.",
	"Làm công nhân ở khu kinh tế mở Chu Lai, đi làm theo ca.",
	"Đã hoàn thành nghĩa vụ quân sự, nay tham gia dân quân của xã.",
	"Đã lập gia đình, có một con nhỏ, nhà ở ổn định trong thôn.",
	"Đang nuôi mẹ già, kinh tế gia đình thuộc diện trung bình.",
	"Mở tiệm sửa máy nổ tại nhà, thu nhập khá ổn định.",
	"Nhiều năm tham gia phong trào văn nghệ, thể thao của thôn.",
	"Là hội viên tích cực, nhiều năm liền được biểu dương.",
};
static const char *const remarks[] = {
	"Chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước.",
	"Nhiệt tình với phong trào của thôn, được bà con tin cậy.",
	"Hoàn thành việc được giao đúng hẹn, có báo cáo lại với chi bộ.",
	"Cần mạnh dạn hơn khi phát biểu trong các cuộc họp dân.",
	"Động cơ phấn đấu rõ ràng, chịu khó học hỏi.",
	"Đi làm theo ca nên có tháng vắng họp, đã xin phép.",
	"Sống chan hòa, đoàn kết với xóm giềng.",
	"Giữ gìn vệ sinh môi trường và vận động gia đình cùng làm.",
	"Tham gia đầy đủ các đợt trực phòng, chống dịch.",
	"Chi ủy thống nhất tiếp tục theo dõi và giao thêm việc thử thách.",
	"Gia đình đồng tình, tạo điều kiện để phấn đấu vào Đảng.",
	"Đề nghị đảng viên giúp đỡ gặp gỡ, trao đổi hằng tháng.",
};

static void
put_name(FILE *f, uint64_t *seed, bool woman)
{
	const char *family = PICK(seed, families), *middle, *given;

	do {
		middle = PICK(seed, middles[woman]);
		given = PICK(seed, givens[woman]);
	} while (strstr(middle, given));
	fprintf(f, "ho_ten: %s %s %s\n", family, middle, given);
}

/* Organisations. */

struct unit {
	const char *slug, *name, *kind;
	int official, probationary;		/* members of a cell */
};

static const struct unit cells[] = {
	{ "an-hai-dong", "Chi bộ thôn An Hải Đông", "chi-bo-thon", 21, 2 },
	{ "an-hai-tay", "Chi bộ thôn An Hải Tây", "chi-bo-thon", 18, 1 },
	{ "sam-linh-dong", "Chi bộ thôn Sâm Linh Đông", "chi-bo-thon", 15, 1 },
	{ "sam-linh-tay", "Chi bộ thôn Sâm Linh Tây", "chi-bo-thon", 12, 1 },
	{ "thanh-long", "Chi bộ thôn Thanh Long", "chi-bo-thon", 14, 2 },
	{ "xuan-trung", "Chi bộ thôn Xuân Trung", "chi-bo-thon", 17, 1 },
	{ "truong-thcs", "Chi bộ Trường THCS", "chi-bo-truong-hoc", 9, 1 },
	{ "tram-y-te", "Chi bộ Trạm Y tế", "chi-bo-y-te", 6, 0 },
};
static const struct unit masses[] = {
	{ "mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "mat-tran", 0, 0 },
	{ "doan-tn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã",
	    "doan-thanh-nien", 0, 0 },
	{ "hoi-lhpn", "Hội Liên hiệp Phụ nữ xã", "phu-nu", 0, 0 },
	{ "hoi-nd", "Hội Nông dân xã", "nong-dan", 0, 0 },
	{ "hoi-ccb", "Hội Cựu chiến binh xã", "cuu-chien-binh", 0, 0 },
	{ "cong-doan", "Công đoàn xã", "cong-doan", 0, 0 },
};
enum { CELLS = COUNT(cells), YOUTH = 1, WOMEN = 2, FARMERS = 3, MEMBERS = 3 };

static void
unit_write(const char *dir, const char *folder, const char *slug,
    const struct unit *u, const char *up, const char *more)
{
	struct page p;
	FILE *f = page_open(&p);

	fprintf(f, "---\nma: %s%s%s\n", up && *folder ? up : "",
	    up && *folder ? "/" : "", slug);
	fprintf(f, "ten: %s\nloai: %s\n", u->name, u->kind);
	if (up)
		fprintf(f, "cap_tren: %s\n", up);
	fputs(more, f);
	if (u->official)
		fprintf(f, "so_dang_vien:\n  - {ngay: 2020-12-31, "
		    "chinh_thuc: %d, du_bi: %d}\n", u->official,
		    u->probationary);
	fputs("---\n", f);
	if (*folder) {
		char into[64];

		snprintf(into, sizeof into, "to_chuc/%s", folder);
		page_save(&p, dir, into, slug, true);
	} else {
		page_save(&p, dir, "to_chuc", slug, true);
	}
}

static void
commune_units(const char *dir, const char *slug)
{
	for (size_t i = 0; i < COUNT(cells); i++)
		unit_write(dir, slug, cells[i].slug, &cells[i], slug, "");
	for (size_t i = 0; i < COUNT(masses); i++)
		unit_write(dir, slug, masses[i].slug, &masses[i], slug, "");
}

/* Members: three in each cell; the last one of some cells was transferred. */

enum { TRANSFERRED = 2 };

static int
member_number(size_t cell, int i)
{
	return (int)cell * MEMBERS + i + 1;
}

static void
member_write(const char *dir, const char *slug, size_t cell, int i)
{
	int number = member_number(cell, i);
	uint64_t seed = seed_of(17, (uint64_t)number);
	int joined = work_day(between(&seed, day_make(1988, 1, 4),
	    day_make(2014, 12, 31)));
	bool woman = between(&seed, 0, 2) == 0;
	char folder[64], id[64];
	struct page p;
	FILE *f = page_open(&p);

	snprintf(folder, sizeof folder, "dang_vien/%s", slug);
	snprintf(id, sizeof id, "dv-%s-%04d", slug, number);
	fprintf(f, "---\nma: %s\n", id);
	put_name(f, &seed, woman);
	put_day(f, "chi_bo:\n  - {tu: ", joined);
	fprintf(f, ", don_vi: %s/%s}\n", slug, cells[cell].slug);
	put_day(f, "chinh_thuc: ", month_add(joined, 12));
	if (i == TRANSFERRED && cell % 2)
		fputs("\nra: {ngay: 2021-04-15, ly_do: chuyen-sinh-hoat}", f);
	fputs("\n---\n", f);
	page_save(&p, dir, folder, id, i == 0);
}

static void
commune_members(const char *dir, const char *slug)
{
	for (size_t cell = 0; cell < COUNT(cells); cell++)
		for (int i = 0; i < MEMBERS; i++)
			member_write(dir, slug, cell, i);
}

/* What happens to people, in order, each so many days after what was before. */

enum step {
	INTRODUCED, LISTED, SENT, CERTIFIED, HELPED, APPLIED, VERIFIED, ASKED,
	VOTED, SECTION, COMMITTEE, SENT_UP, DECIDED, CEREMONY, NEW_CLASS,
	VOTED_AGAIN, OFFICIAL, STEPS
};

static const struct gap {
	int least, most;
} gaps[STEPS] = {
	[LISTED] = { 14, 45 }, [SENT] = { 20, 90 }, [CERTIFIED] = { 12, 40 },
	[HELPED] = { 7, 40 }, [APPLIED] = { 60, 240 }, [VERIFIED] = { 14, 28 },
	[ASKED] = { 25, 60 }, [VOTED] = { 5, 14 }, [SECTION] = { 5, 9 },
	[COMMITTEE] = { 7, 14 }, [SENT_UP] = { 2, 5 }, [DECIDED] = { 14, 28 },
	[CEREMONY] = { 7, 18 }, [NEW_CLASS] = { 60, 160 },
	[VOTED_AGAIN] = { 3, 20 }, [OFFICIAL] = { 10, 24 },
};

enum story {
	PLAIN, BACK, MOVED, NEW_HELPER, SECTIONAL, PARTIAL, TWO_VOTES, CAME_BACK,
	LEFT, FAILED, REFUSED, PAUSED,
	TOO_YOUNG, OPEN_AGE, OLD_PAPER, FEW_VOTES, ACCEPTED
};

/* Somebody whose last step was so many days ago. */
struct plan {
	enum step last;
	struct gap ago;
	enum story story;
	const char *why;			/* of LEFT and CAME_BACK */
	int many;
};

struct person {
	const struct plan *plan;
	const char *slug;			/* of the commune */
	uint64_t seed;
	int today, born, birth_parts;		/* 3: year, month and day are known */
	size_t cell;
	bool woman, youth;
	bool has[STEPS];
	int day[STEPS];
	int out;				/* the day of leaving; 0: none */
};

static bool
happens(const struct person *p, enum step s)
{
	if (s > p->plan->last)
		return false;
	return s != SECTION || p->plan->story == SECTIONAL;
}

static int
gap(struct person *p, enum step s)
{
	return between(&p->seed, gaps[s].least, gaps[s].most);
}

/* The day of what was before s. The class for new members falls within the
 * year of probation and holds up nothing. */
static int
before(struct person *p, enum step s, int day)
{
	day -= gap(p, s);
	return work_day(s == VOTED_AGAIN ? month_add(day, -12) : day);
}

static void
lay_days(struct person *p)
{
	const struct plan *plan = p->plan;
	int day = work_day(p->today -
	    between(&p->seed, plan->ago.least, plan->ago.most));

	for (enum step s = plan->last; ; s--) {
		if (happens(p, s) && (s != NEW_CLASS || s == plan->last)) {
			p->has[s] = true;
			p->day[s] = day;
			day = before(p, s, day);
		}
		if (s == INTRODUCED)
			break;
	}
	if (plan->last > NEW_CLASS) {
		p->has[NEW_CLASS] = true;
		p->day[NEW_CLASS] = work_day(p->day[CEREMONY] +
		    gap(p, NEW_CLASS));
	}
}

/* Makes the certificate older than 60 months on the day of the vote. */
static void
lay_old_paper(struct person *p)
{
	int shift = month_add(p->day[VOTED], -61) - p->day[CERTIFIED];

	for (enum step s = INTRODUCED; s <= CERTIFIED; s++)
		p->day[s] = work_day(p->day[s] + shift);
}

static void
lay_birth(struct person *p)
{
	int on = p->has[VOTED] ? p->day[VOTED] : p->today;
	int years = between(&p->seed, 0, 3) ? between(&p->seed, 20, 29) :
	    between(&p->seed, 30, 46);

	p->birth_parts = 3;
	p->born = month_add(on, -12 * years) - between(&p->seed, 1, 360);
	switch (p->plan->story) {
	case PARTIAL:
		p->birth_parts = between(&p->seed, 1, 2);
		break;
	case TOO_YOUNG:				/* 17 years and 11 months */
		p->born = month_add(on, -12 * 18) + 19;
		break;
	case OPEN_AGE:
		p->born = month_add(on, -12 * 18);
		p->birth_parts = 2;
		break;
	case LEFT:
		if (strcmp(p->plan->why, "qua-tuoi") == 0)
			p->born = month_add(p->today, -12 * 60 - 4);
		break;
	default:
		break;
	}
	p->youth = p->born > month_add(p->today, -12 * 30);
}

static struct person
person_draw(const struct plan *plan, const char *slug, uint64_t seed)
{
	struct person p = { .plan = plan, .slug = slug, .seed = seed,
	    .today = day_make(2021, 6, 30) };

	p.cell = (size_t)between(&p.seed, 0, CELLS - 1);
	p.woman = between(&p.seed, 0, 1);
	lay_days(&p);
	if (plan->story == OLD_PAPER)
		lay_old_paper(&p);
	lay_birth(&p);
	if (plan->story == LEFT || plan->story == CAME_BACK)
		p.out = work_day(p.day[plan->last] + between(&p.seed, 20, 60));
	return p;
}

/* Fields of a record. */

static size_t
cell_now(const struct person *p)
{
	return p->plan->story == MOVED ? (p->cell + 1) % CELLS : p->cell;
}

static void
put_cell(FILE *f, const char *before, const struct person *p, size_t cell)
{
	fprintf(f, "%s%s/%s", before, p->slug, cells[cell].slug);
}

static void
put_member(FILE *f, const char *before, const struct person *p, int i)
{
	fprintf(f, "%sdv-%s-%04d", before, p->slug,
	    member_number(cell_now(p), i));
}

static void
put_who(FILE *f, struct person *p)
{
	static const char *const degrees[] = {
		"so-cap", "trung-cap", "cao-dang", "dai-hoc"
	};
	static const int digits[] = { 0, 4, 7, 10 };
	bool schooled = between(&p->seed, 0, 4) > 0;
	char text[DATE_TEXT];

	put_name(f, &p->seed, p->woman);
	fprintf(f, "ngay_sinh: %.*s\n", digits[p->birth_parts],
	    day_text(p->born, text));
	fprintf(f, "gioi_tinh: %s\ndan_toc: Kinh\nton_giao: Không\n"
	    "hoc_van: %s\n", p->woman ? "nu" : "nam",
	    schooled ? "thpt" : "thcs");
	if (schooled && p->born < month_add(p->today, -12 * 23) &&
	    between(&p->seed, 0, 1))
		fprintf(f, "trinh_do: %s\n", PICK(&p->seed, degrees));
	fprintf(f, "nghe_nghiep: %s\n", PICK(&p->seed, jobs));
	fprintf(f, "doan_vien: %s\n", p->youth ? "co" : "khong");
	fprintf(f, "o_xa: %s\n", between(&p->seed, 0, 5) ? "khong" : "co");
}

static void
put_cells(FILE *f, const struct person *p)
{
	put_day(f, "chi_bo:\n  - {tu: ", p->day[INTRODUCED]);
	put_cell(f, ", don_vi: ", p, p->cell);
	if (p->plan->story == MOVED) {
		put_day(f, "}\n  - {tu: ", p->day[HELPED]);
		put_cell(f, ", don_vi: ", p, cell_now(p));
	}
	fputs("}\n", f);
}

static void
put_start(FILE *f, struct person *p)
{
	int mass = p->youth ? YOUTH : p->woman ? WOMEN :
	    between(&p->seed, FARMERS, (int)COUNT(masses) - 1);

	put_day(f, "gioi_thieu: {ngay: ", p->day[INTRODUCED]);
	fprintf(f, ", boi: %s/%s}\n", p->slug, masses[mass].slug);
	if (p->has[LISTED]) {
		put_day(f, "vao_nguon: {ngay: ", p->day[LISTED]);
		fprintf(f, ", bien_ban: %02d-BB/CB}\n", between(&p->seed, 1, 12));
	}
	if (p->has[SENT])
		put_day(f, "lop_nhan_thuc:\n  cu_di: ", p->day[SENT]);
	if (p->has[CERTIFIED]) {
		fprintf(f, "\n  so: %d/%d", between(&p->seed, 11, 480),
		    year_of(p->day[CERTIFIED]));
		put_day(f, "\n  cap_ngay: ", p->day[CERTIFIED]);
	}
	if (p->has[SENT])
		fputc('\n', f);
}

static void
put_helpers(FILE *f, struct person *p)
{
	int since = p->day[HELPED];

	if (!p->has[HELPED])
		return;
	fputs("giup_do:\n", f);
	if (p->plan->story == NEW_HELPER) {
		put_day(f, "  - {tu: ", since);
		put_day(f, ", den: ", since + 45);
		put_member(f, ", dang_vien: ", p, TRANSFERRED);
		fputs(", ly_do: Chuyển công tác}\n", f);
		since += 46;
	}
	put_day(f, "  - {tu: ", since);
	put_member(f, ", dang_vien: ", p, 0);
	fputs("}\n", f);
}

/* The first day on which no more tasks and remarks are written. */
static int
followed_until(const struct person *p)
{
	int end = p->has[CEREMONY] ? p->day[CEREMONY] : p->today + 1;

	return p->out && p->out < end ? p->out : end;
}

static void
put_task(FILE *f, struct person *p)
{
	static const char *const results[] = { "tot", "tot", "dat" };
	int given = p->day[HELPED] + between(&p->seed, 5, 25);
	int took = between(&p->seed, 20, 40);
	const char *task = PICK(&p->seed, tasks);

	if (!p->has[HELPED] || given >= followed_until(p))
		return;
	put_day(f, "nhiem_vu:\n  - giao: ", given);
	fprintf(f, "\n    viec: %s", task);
	put_day(f, "\n    han: ", given + 45);
	if (given + took < followed_until(p)) {
		put_day(f, "\n    xong: ", given + took);
		fprintf(f, "\n    ket_qua: %s", PICK(&p->seed, results));
	}
	fputc('\n', f);
}

static void
put_remarks(FILE *f, struct person *p)
{
	static const struct { const char *name; int y, m; } quarters[] = {
		{ "2020-Q3", 2020, 9 }, { "2020-Q4", 2020, 12 },
		{ "2021-Q1", 2021, 3 }, { "2021-Q2", 2021, 6 },
	};
	static const char *const ratings[] = {
		"tot", "tot", "kha", "kha", "trung-binh"
	};
	bool any = false;

	for (size_t i = 0; p->has[HELPED] && i < COUNT(quarters); i++) {
		int day = work_day(day_make(quarters[i].y, quarters[i].m, 26));

		if (day <= p->day[HELPED] + 20 || day >= followed_until(p))
			continue;
		put_day(f, any ? "  - {ngay: " : "nhan_xet:\n  - {ngay: ", day);
		fprintf(f, ", ky: %s, xep_loai: %s", quarters[i].name,
		    PICK(&p->seed, ratings));
		put_member(f, ", boi: ", p, 0);
		fputs("}\n", f);
		any = true;
	}
}

static void
put_opinions(FILE *f, const struct person *p)
{
	int day = p->day[ASKED];

	fputs("nguoi_gioi_thieu:\n", f);
	for (int i = 0; i < (p->youth ? 1 : 2); i++) {
		put_member(f, "  - {dang_vien: ", p, i);
		put_day(f, ", ngay: ", work_day(day - 5));
		fputs("}\n", f);
	}
	put_day(f, "y_kien: {doan_the: ", work_day(day - 4));
	put_day(f, ", cu_tru: ", work_day(day - 2));
	put_day(f, ", tong_hop: ", day);
	fputs("}\n", f);
}

static void
put_dossier(FILE *f, const struct person *p)
{
	if (p->has[APPLIED]) {
		put_day(f, "ho_so:\n  don: ", p->day[APPLIED]);
		put_day(f, "\n  ly_lich: ", work_day(p->day[APPLIED] + 4));
		fputs("\n  noi_luu: Văn phòng Đảng ủy xã\n", f);
	}
	if (p->has[VERIFIED]) {
		put_day(f, "tham_tra:\n  - {noi: Đảng ủy xã nơi cư trú, gui: ",
		    p->day[VERIFIED]);
		if (p->has[ASKED]) {
			put_day(f, ", tra_loi: ", work_day(p->day[ASKED] - 6));
			fputs(", ket_luan: ro", f);
		}
		fputs("}\n", f);
	}
	if (p->has[ASKED])
		put_opinions(f, p);
}

static void
put_vote(FILE *f, struct person *p, int day, bool enough, bool passed)
{
	int all = cells[cell_now(p)].official;
	int needed = (2 * all + 2) / 3;
	int present = between(&p->seed, needed, all);
	int votes = enough ? between(&p->seed, needed, present) : needed - 1;

	put_day(f, "  - {ngay: ", day);
	put_cell(f, ", don_vi: ", p, cell_now(p));
	fprintf(f, ", tong: %d, co_mat: %d,\n     tan_thanh: %d, "
	    "khong_tan_thanh: %d, ket_qua: %s", all, present, votes,
	    present - votes, passed ? "dat" : "khong-dat");
	if (passed)
		fprintf(f, ", nghi_quyet: %02d-NQ/CB", between(&p->seed, 1, 14));
	fputs("}\n", f);
}

static void
put_votes(FILE *f, struct person *p)
{
	enum story story = p->plan->story;
	bool few = story == FEW_VOTES || story == ACCEPTED || story == FAILED;

	if (!p->has[VOTED])
		return;
	fputs("xet:\n", f);
	if (story == TWO_VOTES)
		put_vote(f, p, work_day(p->day[ASKED] - 75), false, false);
	put_vote(f, p, p->day[VOTED], !few, story != FAILED);
}

static void
put_committees(FILE *f, struct person *p)
{
	if (p->has[SECTION]) {
		put_day(f, "dang_uy_bo_phan: {ngay: ", p->day[SECTION]);
		fputs(", so: 03-BC/ĐUBP}\n", f);
	}
	if (p->has[COMMITTEE]) {
		put_day(f, "dang_uy: {ngay: ", p->day[COMMITTEE]);
		fprintf(f, ", tong: 15, tan_thanh: %d", between(&p->seed, 13, 15));
		fprintf(f, ", so: %02d-NQ/ĐU}\n", between(&p->seed, 15, 60));
	}
	if (p->has[SENT_UP]) {
		put_day(f, "trinh: {ngay: ", p->day[SENT_UP]);
		fputs(", noi: nui-thanh}\n", f);
	}
	if (p->plan->story == REFUSED) {
		put_day(f, "tu_choi: {ngay: ", work_day(p->day[SENT_UP] + 35));
		fputs(", so: 88-TB/HU}\n", f);
	}
}

static void
put_decision(FILE *f, struct person *p)
{
	if (p->has[DECIDED]) {
		put_day(f, "quyet_dinh: {ngay: ", p->day[DECIDED]);
		fprintf(f, ", so: %d-QĐ/HU", between(&p->seed, 201, 940));
		put_day(f, ", nhan: ", p->day[DECIDED] + 3);
		fputs(", co_quan: nui-thanh}\n", f);
	}
	if (p->has[CEREMONY]) {
		put_day(f, "le_ket_nap: {ngay: ", p->day[CEREMONY]);
		fprintf(f, ", bien_ban: %02d-BB/CB}\n", between(&p->seed, 1, 12));
	}
	if (p->has[NEW_CLASS]) {
		put_day(f, "lop_dang_vien_moi: {cap_ngay: ", p->day[NEW_CLASS]);
		fprintf(f, ", so: %d/%d}\n", between(&p->seed, 1, 90),
		    year_of(p->day[NEW_CLASS]));
	}
	if (p->has[VOTED_AGAIN]) {
		fputs("xet_chinh_thuc:\n", f);
		put_vote(f, p, p->day[VOTED_AGAIN], true, true);
	}
	if (p->has[OFFICIAL]) {
		put_day(f, "cong_nhan: {ngay: ", p->day[OFFICIAL]);
		fprintf(f, ", so: %d-QĐ/HU", between(&p->seed, 201, 940));
		put_day(f, ", tu: ", month_add(p->day[CEREMONY], 12));
		fputs("}\n", f);
	}
}

static void
put_pause(FILE *f, const struct person *p)
{
	int since = p->day[p->plan->last] + 30;

	put_day(f, "tam_dung:\n  - {tu: ", since);
	if (p->plan->story == BACK)
		put_day(f, ", den: ", since + 120);
	fprintf(f, ", ly_do: %s}\n",
	    p->plan->story == BACK ? "thai-san" : "nghia-vu");
}

static void
put_acceptance(FILE *f, const struct person *p)
{
	fputs("chap_nhan:\n  - quy_tac: phieu-chi-bo\n    ly_do: Chi bộ đã họp "
	    "lại và biểu quyết đủ phiếu, biên bản 41-BB/CB", f);
	put_day(f, "\n    ngay: ", p->day[VOTED] + 7);
	put_member(f, "\n    boi: ", p, 1);
	put_day(f, "\n    muc: ", p->day[VOTED]);
	fputc('\n', f);
}

static void
put_ways_out(FILE *f, const struct person *p)
{
	enum story story = p->plan->story;

	if (p->out) {
		put_day(f, "ra: {ngay: ", p->out);
		fprintf(f, ", ly_do: %s%s}\n", p->plan->why,
		    strncmp(p->plan->why, "chuyen", 6) ? "" :
		    ", noi_den: \"thành phố Tam Kỳ, Quảng Nam\"");
	}
	if (story == CAME_BACK) {
		put_day(f, "dieu_chinh:\n  - ngay: ", work_day(p->out + 60));
		fputs("\n    giai_doan: nguon\n    ly_do: Đã về lại địa phương, "
		    "có đơn xin tiếp tục phấn đấu", f);
		put_member(f, "\n    boi: ", p, 0);
		fputc('\n', f);
	}
	if (story == PAUSED || story == BACK)
		put_pause(f, p);
	if (story == ACCEPTED)
		put_acceptance(f, p);
}

/* Sentences until the record has its size. */
static void
put_body(struct page *page, struct person *p, size_t bytes)
{
	int most = (int)COUNT(about) - 1;
	int first = between(&p->seed, 0, most);
	int second = (first + between(&p->seed, 1, most)) % (most + 1);
	int next = between(&p->seed, 0, (int)COUNT(remarks) - 1);
	FILE *f = page->f;

	fprintf(f, "---\n\n## Hoàn cảnh\n\n%s\n%s\n\n## Nhận xét\n\n",
	    about[first], about[second]);
	for (int i = 1; ; i++) {
		fprintf(f, "%s\n", remarks[next]);
		next = (next + 5) % (int)COUNT(remarks);
		fflush(f);
		if (page->n + 40 >= bytes)
			return;
		if (i % 5 == 0)
			fputc('\n', f);
	}
}

static void
person_write(const char *dir, const char *folder, struct person *p, int number,
    size_t bytes, bool make)
{
	struct page page;
	char id[96];
	FILE *f = page_open(&page);

	snprintf(id, sizeof id, "qc-%s-%d-%04d", p->slug,
	    year_of(p->day[INTRODUCED]), number);
	fprintf(f, "---\nma: %s\n", id);
	put_who(f, p);
	put_cells(f, p);
	put_start(f, p);
	put_helpers(f, p);
	put_task(f, p);
	put_remarks(f, p);
	put_dossier(f, p);
	put_votes(f, p);
	put_committees(f, p);
	put_decision(f, p);
	put_ways_out(f, p);
	put_body(&page, p, bytes);
	page_save(&page, dir, folder, id, make);
}

/* The commune: somebody at every stage and in every way out. */

static const struct plan commune_plans[] = {
	{ INTRODUCED, { 4, 40 }, PLAIN, NULL, 3 },
	{ LISTED, { 4, 120 }, PLAIN, NULL, 4 },
	{ SENT, { 4, 30 }, PLAIN, NULL, 3 },
	{ CERTIFIED, { 10, 300 }, PLAIN, NULL, 5 },
	{ HELPED, { 10, 150 }, PLAIN, NULL, 2 },
	{ HELPED, { 200, 220 }, BACK, NULL, 1 },
	{ APPLIED, { 4, 30 }, PLAIN, NULL, 1 },
	{ APPLIED, { 4, 30 }, PARTIAL, NULL, 1 },
	{ VERIFIED, { 4, 30 }, NEW_HELPER, NULL, 1 },
	{ VERIFIED, { 4, 30 }, PLAIN, NULL, 1 },
	{ ASKED, { 3, 10 }, PLAIN, NULL, 1 },
	{ ASKED, { 3, 10 }, PARTIAL, NULL, 1 },
	{ VOTED, { 3, 9 }, PLAIN, NULL, 1 },
	{ VOTED, { 10, 20 }, TWO_VOTES, NULL, 1 },
	{ SECTION, { 3, 6 }, SECTIONAL, NULL, 1 },
	{ COMMITTEE, { 2, 4 }, PLAIN, NULL, 1 },
	{ SENT_UP, { 3, 14 }, PLAIN, NULL, 1 },
	{ DECIDED, { 3, 12 }, PLAIN, NULL, 2 },
	{ CEREMONY, { 6, 170 }, PLAIN, NULL, 4 },
	{ CEREMONY, { 20, 90 }, MOVED, NULL, 1 },
	{ CEREMONY, { 190, 320 }, PLAIN, NULL, 2 },
	{ NEW_CLASS, { 20, 60 }, PLAIN, NULL, 2 },
	{ VOTED_AGAIN, { 3, 12 }, PLAIN, NULL, 1 },
	{ OFFICIAL, { 10, 120 }, PLAIN, NULL, 3 },
	{ CERTIFIED, { 100, 200 }, LEFT, "rut", 1 },
	{ CERTIFIED, { 180, 240 }, CAME_BACK, "rut", 1 },
	{ LISTED, { 100, 200 }, LEFT, "dua-ra", 1 },
	{ VOTED, { 15, 40 }, FAILED, NULL, 1 },
	{ SENT_UP, { 60, 70 }, REFUSED, NULL, 1 },
	{ VERIFIED, { 100, 200 }, LEFT, "tieu-chuan-chinh-tri", 1 },
	{ CERTIFIED, { 100, 200 }, LEFT, "qua-tuoi", 1 },
	{ HELPED, { 100, 200 }, LEFT, "chuyen-di", 1 },
	{ HELPED, { 100, 200 }, PAUSED, NULL, 1 },
	{ CEREMONY, { 210, 300 }, LEFT, "xoa-ten-du-bi", 1 },
	{ OFFICIAL, { 70, 100 }, LEFT, "xoa-ten", 1 },
	{ CEREMONY, { 210, 300 }, LEFT, "xin-ra", 1 },
	{ OFFICIAL, { 70, 100 }, LEFT, "khai-tru", 1 },
	{ CEREMONY, { 190, 220 }, LEFT, "chuyen-sinh-hoat", 1 },
	{ APPLIED, { 100, 200 }, LEFT, "tu-tran", 1 },
	{ SENT_UP, { 3, 14 }, TOO_YOUNG, NULL, 1 },
	{ COMMITTEE, { 2, 4 }, OPEN_AGE, NULL, 1 },
	{ CEREMONY, { 30, 40 }, OLD_PAPER, NULL, 1 },
	{ COMMITTEE, { 2, 4 }, FEW_VOTES, NULL, 1 },
	{ CEREMONY, { 40, 60 }, ACCEPTED, NULL, 1 },
};

static const struct unit district = {
	"nui-thanh", "Đảng bộ huyện Núi Thành", "dang-bo-huyen", 0, 0
};

enum { BYTES = 1100 };				/* of a person's record */

static void
commune_write(const char *dir)
{
	static const struct unit then = {
		"tam-quang", "Đảng bộ xã Tam Quang", "dang-bo-xa", 0, 0
	}, now = {
		"xa-nui-thanh", "Đảng bộ xã Núi Thành", "dang-bo-xa", 0, 0
	};
	int number = 0;

	unit_write(dir, "", district.slug, &district, NULL,
	    "ma_dvhc: \"517\"\nden: 2025-06-30\n");
	unit_write(dir, "", then.slug, &then, district.slug,
	    "ma_dvhc: \"20998\"\nden: 2025-06-30\n");
	unit_write(dir, "", now.slug, &now, NULL, "tu: 2025-07-01\nthay_the:\n"
	    "  - {don_vi: tam-quang, ngay: 2025-07-01}\n");
	commune_units(dir, then.slug);
	commune_members(dir, then.slug);
	for (size_t i = 0; i < COUNT(commune_plans); i++)
		for (int k = 0; k < commune_plans[i].many; k++) {
			struct person p;

			number++;
			p = person_draw(&commune_plans[i], then.slug,
			    seed_of(20998, (uint64_t)number));
			person_write(dir, "quan_chung/tam-quang", &p, number,
			    BYTES, true);
		}
}

/* Any number of people, to measure with: most of them early in their course. */

static const struct plan bench_plans[] = {
	{ INTRODUCED, { 4, 300 }, PLAIN, NULL, 12 },
	{ LISTED, { 4, 300 }, PLAIN, NULL, 24 },
	{ SENT, { 4, 120 }, PLAIN, NULL, 10 },
	{ CERTIFIED, { 10, 300 }, PLAIN, NULL, 18 },
	{ HELPED, { 10, 300 }, PLAIN, NULL, 10 },
	{ APPLIED, { 4, 90 }, PLAIN, NULL, 6 },
	{ VERIFIED, { 4, 60 }, PARTIAL, NULL, 2 },
	{ VOTED, { 3, 20 }, PLAIN, NULL, 3 },
	{ CEREMONY, { 6, 300 }, PLAIN, NULL, 5 },
	{ OFFICIAL, { 10, 200 }, PLAIN, NULL, 4 },
	{ CERTIFIED, { 100, 300 }, LEFT, "rut", 3 },
	{ LISTED, { 100, 300 }, LEFT, "dua-ra", 3 },
};

static const struct plan *
bench_plan(uint64_t *seed)
{
	const struct plan *p = bench_plans;
	int at = 0;

	for (size_t i = 0; i < COUNT(bench_plans); i++)
		at += bench_plans[i].many;
	at = between(seed, 0, at - 1);
	while (at >= p->many)
		at -= p++->many;
	return p;
}

static void
bench_write(const char *dir, long n, size_t bytes)
{
	enum { FOLDER = 1000 };
	struct unit commune = { NULL, "Đảng bộ xã", "dang-bo-xa", 0, 0 };
	char slug[32], folder[64];

	unit_write(dir, "", district.slug, &district, NULL, "");
	for (long i = 0; i < n; i++) {
		uint64_t seed = seed_of(1, (uint64_t)i);
		struct person p;

		if (i % FOLDER == 0) {
			snprintf(slug, sizeof slug, "xa-%04ld", i / FOLDER);
			snprintf(folder, sizeof folder, "quan_chung/%s", slug);
			unit_write(dir, "", slug, &commune, district.slug, "");
			commune_units(dir, slug);
			commune_members(dir, slug);
		}
		p = person_draw(bench_plan(&seed), slug, seed);
		person_write(dir, folder, &p, (int)(i % FOLDER), bytes,
		    i % FOLDER == 0);
	}
}

static long
number_of(const char *z)			/* -1: it is none, or too large */
{
	char *end;
	long n = strtol(z, &end, 10);

	return *z && !*end && n > 0 && n <= 10000000 ? n : -1;
}

int
main(int argc, char **argv)
{
	long n = argc > 3 ? number_of(argv[3]) : -1;
	long bytes = argc > 4 ? number_of(argv[4]) : BYTES;

	if (argc == 3 && strcmp(argv[1], "commune") == 0) {
		commune_write(argv[2]);
	} else if ((argc == 4 || argc == 5) && strcmp(argv[1], "bench") == 0 &&
	    n > 0 && bytes > 0) {
		bench_write(argv[2], n, (size_t)bytes);
	} else {
		fputs("usage: make-records commune DIR\n"
		    "       make-records bench DIR N [BYTES]\n", stderr);
		return 2;
	}
	return 0;
}
