/* What does the record of somebody hold, up to the dossier? */
#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "classes.h"
#include "course.h"
#include "days.h"
#include "members.h"
#include "merger.h"
#include "output.h"
#include "person.h"
#include "text/period.h"
#include "words.h"

void
put_member(FILE *f, const char *before, const struct district *d, size_t member)
{
	fprintf(f, "%s%s", before, d->members[member].id);
}

static void
put_schooling(FILE *f, const struct person *p)
{
	fprintf(f, "hoc_van: %s\n", p->facts.schooling);
	if (p->facts.degree)
		fprintf(f, "trinh_do: %s\n", p->facts.degree);
}

static void
put_identity(FILE *f, const struct district *d, struct person *p)
{
	static const char *const faiths[] = { "Công giáo", "Phật giáo",
		"Cao Đài" };
	static const int digits[] = { 0, 4, 7, 10 };
	const struct commune *k = &d->communes[d->cells[p->cell].commune];
	bool cor =
	    k->area && strstr(k->area, "dan-toc") && !one_in(&p->seed, 4);
	bool faith = one_in(&p->seed, 33);
	const char *which = PICK(&p->seed, faiths);
	char text[DAY_TEXT];

	put_name(f, &p->seed, p->woman, cor);
	fprintf(f, "ngay_sinh: %.*s\ngioi_tinh: %s\n", digits[p->birth_parts],
	    day_text(p->born, text), p->woman ? "nu" : "nam");
	fprintf(f, "dan_toc: %s\nton_giao: %s\n", cor ? "Cor" : "Kinh",
	    faith ? which : "Không");
}

static const char *
workplace(const struct district *d, const struct person *p, const struct job *j)
{
	const struct cell *c = &d->cells[p->cell];

	if (j->where && !*j->where) /* that of the firm's cell */
		return c->name + strlen("Chi bộ ");
	return j->where;
}

static void
put_work(FILE *f, const struct district *d, struct person *p,
    const struct job *j)
{
	unsigned slack = p->plan->slack;
	const char *where = workplace(d, p, j);
	bool abroad = slack & AWAY && one_in(&p->seed, 6);

	fprintf(f, "nghe_nghiep: %s\nnhom_nghe: %s\n", j->name, j->group);
	if (slack & AWAY)
		fprintf(f, "noi_lam_viec: {loai: %s}\no_xa: co\n",
		    abroad ? "nuoc-ngoai" : "ngoai-tinh");
	else if (where)
		fprintf(f, "noi_lam_viec: {ten: %s, loai: %s, co_chi_bo: %s}\n",
		    where, j->at,
		    strcmp(j->at, "doanh-nghiep") == 0 &&
			    d->cells[p->cell].kind != FIRM ?
			"khong" :
			"co");
	else
		fprintf(f, "noi_lam_viec: {loai: %s}\n", j->at);
	if (slack & STUDIES)
		fprintf(f,
		    "dang_hoc: {truong: Đại học Quảng Nam, den: %d-08}\n",
		    year_of(p->today) + one_in(&p->seed, 2));
}

static void
put_posts(FILE *f, struct person *p)
{
	static const char *const posts[] = { "truong-thon", "pho-thon",
		"thon-doi-truong", "can-bo-doan", "can-bo-hoi" };
	const char *post = PICK(&p->seed, posts);

	if (p->plan->slack & POST) {
		if (!p->youth && strcmp(post, "can-bo-doan") == 0)
			post = "can-bo-hoi";
		fprintf(f, "chuc_danh: %s\n", post);
	}
	if (p->plan->slack & PLANNED)
		fputs("quy_hoach: co\n", f);
}

static void
put_who(FILE *f, const struct district *d, struct person *p)
{
	static const struct {
		unsigned slack;
		const char *reason;
	} reasons[] = {
		{ BUSY, "lam-an" },
		{ AWAY, "di-lam-xa" },
		{ AT_FIRM, "lam-ca" },
		{ FAMILY, "gia-dinh" },
		{ STUDIES, "hoc-tap" },
	};
	static const char *const wishes[] = { "tha-thiet", "tha-thiet", "co",
		"co", "chua-ro" };
	const struct job *j = &jobs[p->job];

	put_identity(f, d, p);
	put_schooling(f, p);
	put_work(f, d, p, j);
	fprintf(f, "doan_vien: %s\n", p->youth ? "co" : "khong");
	if (d->cells[p->cell].kind == FIRM)
		fputs("cong_doan_vien: co\n", f);
	if (p->facts.fisher)
		fputs("ngu_dan: co\n", f);
	if (p->facts.elder)
		fputs("uy_tin: co\n", f);
	if (p->facts.children)
		fprintf(f, "dan_so: %s\n", p->facts.children);
	put_posts(f, p);
	if (p->has[LISTED] && !(p->plan->slack & NEVER_MET)) {
		const char *wish = PICK(&p->seed, wishes);

		fprintf(f, "nguyen_vong: %s\n",
		    p->has[APPLIED] ? "tha-thiet" : wish);
		fprintf(f, "dong_co: %s\n",
		    p->has[HELPED]              ? "dung-dan" :
			strcmp(wish, "chua-ro") ? "dung-dan" :
						  "chua-ro");
	}
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (p->plan->slack & reasons[i].slack) {
			fprintf(f, "ly_do_cham: %s\n", reasons[i].reason);
			break;
		}
}

static void
put_cells(FILE *f, const struct district *d, const struct person *p)
{
	put_day(f, "chi_bo:\n  - {tu: ", p->day[INTRODUCED]);
	fprintf(f, ", don_vi: %s}\n", d->cells[p->before].id);
	if (p->before != p->cell) {
		put_day(f, "  - {tu: ", p->day[HELPED]);
		fprintf(f, ", don_vi: %s}\n", d->cells[p->cell].id);
	}
	if (p->today >= merger_day())
		fprintf(f, "  - {tu: 2025-07-01, don_vi: %s}\n",
		    d->cells[p->cell].now);
}

static void
put_start(FILE *f, const struct district *d, struct person *p)
{
	const struct commune *k = &d->communes[d->cells[p->cell].commune];

	put_day(f, "gioi_thieu: {ngay: ", p->day[INTRODUCED]);
	fprintf(f, ", boi: %s/%s", k->slug, masses[p->facts.mass].slug);
	if (p->plan->story == NOT_TAKEN) {
		put_day(f, ", tra_loi: ",
		    meeting_day(day_add_months(p->day[INTRODUCED], 1),
			p->cell));
		fputs(", ket_qua: khong-nhan", f);
	} else if (p->has[LISTED]) {
		put_day(f, ", tra_loi: ", p->day[LISTED]);
		fputs(", ket_qua: nhan", f);
	}
	fputs("}\n", f);
	if (p->has[LISTED]) {
		put_day(f, "vao_nguon: {ngay: ", p->day[LISTED]);
		fprintf(f, ", bien_ban: %02d-BB/CB", month_of(p->day[LISTED]));
		put_day(f, ", dang_uy: ", work_day_after(p->day[LISTED] + 9));
		fputs("}\n", f);
	}
}

/* Contacts: one after listing. Of those who are on the way the last one was not
 * long ago, save with people who live away; with others it went on for some
 * time. */
static void
put_contacts(FILE *f, const struct district *d, struct person *p)
{
	static const char *const subjects[] = { "nguyen-vong", "tu-tuong",
		"gia-dinh", "cong-viec" };
	int end = followed_as_candidate(p);
	bool away = p->plan->slack & AWAY;
	int day = p->facts.first_contact;
	int left = d->members[p->helper].left;
	int last = work_day(p->today -
	    (away ? between(&p->seed, 95, 280) : between(&p->seed, 6, 80)));

	if (!has_contact(p))
		return;
	fputs("tiep_xuc:\n", f);
	for (int i = 0; i < 4 && day < end; i++) {
		bool done;

		if (is_open(p) && i && (i == 3 || day > last - 30) &&
		    last > day)
			day = last;
		done = i == 3 || day >= last;
		put_day(f, "  - {ngay: ", day);
		if (left == DAY_NONE || day <= left)
			put_member(f, ", ai: ", d, p->helper);
		fprintf(f, ", ve: %s", subjects[i]);
		if (is_open(p) && done)
			put_day(f, ", hen: ",
			    work_day_after(day + between(&p->seed, 40, 90)));
		fputs("}\n", f);
		if (is_open(p) && done)
			break;
		day = work_day_after(day + between(&p->seed, 45, 110));
	}
}

static void
put_standards(FILE *f, struct person *p)
{
	static const struct {
		unsigned slack;
		const char *about;
	} lacks[] = {
		{ TOO_OLD, "tuoi" },
		{ UNSCHOOLED, "hoc-van" },
		{ POLITICAL, "chinh-tri" },
	};
	const char *lack = NULL;
	int day =
	    p->has[APPLIED] ? work_day(p->day[APPLIED] - 10) : p->day[LISTED];

	for (size_t i = 0; i < COUNT(lacks); i++)
		if (p->plan->slack & lacks[i].slack)
			lack = lacks[i].about;
	if (!lack && !p->has[APPLIED])
		return;
	if (lack)
		day = meeting_day(day_add_months(p->day[LISTED], 1), p->cell);
	if (day > p->today)
		day = p->today;
	put_day(f, "tieu_chuan:\n  - {ngay: ", day);
	if (lack)
		fprintf(f, ", ket_luan: chua-du, vi: %s}\n", lack);
	else
		fputs(", ket_luan: du}\n", f);
}

/* What is to be done next, for those who are still on the way. */
static void
put_next_step(FILE *f, const struct district *d, struct person *p)
{
	static const char *const next[STEPS] = {
		[INTRODUCED] = "Chi bộ họp xem xét đưa vào nguồn",
		[LISTED] = "Đề nghị cử đi học lớp bồi dưỡng nhận thức về Đảng",
		[SENT] = "Nhắc nhận giấy chứng nhận sau lớp học",
		[CERTIFIED] = "Phân công đảng viên chính thức giúp đỡ",
		[HELPED] = "Hướng dẫn viết đơn xin vào Đảng",
		[APPLIED] = "Gửi công văn đề nghị thẩm tra lý lịch",
		[VERIFIED] = "Đôn đốc nơi thẩm tra trả lời",
		[ASKED] = "Đưa ra chi bộ xét",
		[VOTED] = "Trình đảng ủy cơ sở",
		[SECTION] = "Trình đảng ủy cơ sở",
		[COMMITTEE] = "Trình ban thường vụ huyện ủy",
		[SENT_UP] = "Theo dõi kết quả xét của huyện ủy",
		[DECIDED] = "Chuẩn bị lễ kết nạp",
	};
	bool late = p->plan->slack & LATE_STEP;
	int due = late ? work_day(p->today - between(&p->seed, 10, 70)) :
			 work_day_after(p->today + between(&p->seed, 5, 45));

	if (p->plan->vote || has_next_step(p))
		fputs("giai_phap:\n", f);
	if (p->plan->vote) { /* it was done long ago */
		fprintf(f, "  - {viec: %s", next[LISTED]);
		put_member(f, ", ai: ", d, p->helper);
		put_day(f, ", han: ", p->day[SENT] + 20);
		put_day(f, ", xong: ", p->day[SENT]);
		fputs("}\n", f);
	}
	if (!has_next_step(p))
		return;
	fprintf(f, "  - {viec: %s", next[p->plan->last]);
	put_member(f, ", ai: ", d, p->helper);
	put_day(f, ", han: ", due);
	fputs("}\n", f);
}

static void
put_class(FILE *f, const struct district *d, struct person *p)
{
	char id[CLASS_ID];
	struct class c;

	if (!p->has[SENT])
		return;
	c = p->has[CERTIFIED] ? class_before(p->day[CERTIFIED]) :
				class_open(p->day[SENT]);
	put_day(f, "lop_nhan_thuc:\n  cu_di: ", p->day[SENT]);
	fprintf(f, "\n  lop: %s\n", class_id(&c, d->suffix, id));
	if (p->has[CERTIFIED] && p->day[CERTIFIED] <= p->today) {
		fprintf(f, "  so: %d/%d", p->number[CERTIFIED],
		    year_of(p->day[CERTIFIED]));
		put_day(f, "\n  cap_ngay: ", p->day[CERTIFIED]);
		fputs("\n  noi_cap: Trung tâm chính trị huyện\n", f);
		if (p->facts.issue)
			fprintf(f, "  lan: %d\n", p->facts.issue);
	}
}

static void
put_helpers(FILE *f, const struct district *d, struct person *p)
{
	const struct cell *c = &d->cells[p->cell];
	const struct member *m = &d->members[p->helper];
	int since = p->day[HELPED];

	if (!p->has[HELPED])
		return;
	fputs("giup_do:\n", f);
	if (p->plan->story == NEW_HELPER) {
		put_day(f, "  - {tu: ", since);
		put_day(f, ", den: ", since + 45);
		put_member(f, ", dang_vien: ", d,
		    c->member + (p->helper - c->member + 2) % c->members);
		fputs(", ly_do: Bận công tác khác}\n", f);
		since += 46;
	}
	put_day(f, "  - {tu: ", since);
	if (p->plan->story == LOST_HELPER)
		put_day(f, ", den: ", m->left);
	put_member(f, ", dang_vien: ", d, p->helper);
	fputs("}\n", f);
	if (p->two && p->plan->story != LOST_HELPER) {
		put_day(f, "  - {tu: ", since);
		put_member(f, ", dang_vien: ", d, p->second);
		fputs("}\n", f);
	}
}

/* Tasks: one soon after helping began, one more later on. */
static void
put_tasks(FILE *f, struct person *p)
{
	static const char *const results[] = { "tot", "tot", "dat" };
	int end = followed_as_candidate(p), given = p->facts.first_task;
	const char *last = NULL;
	bool any = false;

	if (!has_task(p))
		return;
	for (int i = 0; i < 2 && given < end; i++) {
		int took = between(&p->seed, 20, 40);
		const char *task = draw_task(&p->seed);

		if (task == last)
			break;
		last = task;
		put_day(f, any ? "  - giao: " : "nhiem_vu:\n  - giao: ", given);
		fprintf(f, "\n    viec: %s", task);
		put_day(f, "\n    han: ", given + 45);
		if (given + took < end) {
			put_day(f, "\n    xong: ", given + took);
			fprintf(f, "\n    ket_qua: %s",
			    PICK(&p->seed, results));
		}
		fputc('\n', f);
		any = true;
		given += between(&p->seed, 90, 150);
	}
}

/* A remark for each quarter since the certificate: the helper's, or the
 * secretary's before there is one. */
static void
put_remarks(FILE *f, const struct district *d, struct person *p)
{
	static const char *const ratings[] = { "tot", "tot", "kha", "kha",
		"trung-binh" };
	bool any = false;

	if (remarked_since(p) == DAY_NONE)
		return;
	for (int day = quarter_end(remarked_since(p));
	     day <= quarter_end(p->today); day = quarter_end(day + 1)) {
		int on = remark_day(p, day);
		const char *rating = PICK(&p->seed, ratings);
		char quarter[PERIOD_TEXT];

		if (on == DAY_NONE)
			continue;
		period_of(day, 'Q', quarter);
		put_day(f, any ? "  - {ngay: " : "nhan_xet:\n  - {ngay: ", on);
		fprintf(f, ", ky: %s, xep_loai: %s", quarter,
		    p->has[APPLIED] && rating[0] == 't' && rating[1] == 'r' ?
			"kha" :
			rating);
		put_member(f, ", boi: ", d,
		    p->plan->story == LOST_HELPER ? p->second :
			p->has[HELPED] && p->day[HELPED] < on ?
						    p->helper :
						    d->cells[p->cell].member);
		fputs("}\n", f);
		any = true;
	}
}

void
person_write(const struct district *d, const char *dir, const char *folder,
    struct person *p, size_t bytes, bool make)
{
	struct page page;
	FILE *f = page_open(&page);

	fprintf(f, "---\nma: %s\n", p->id);
	put_who(f, d, p);
	put_cells(f, d, p);
	put_start(f, d, p);
	put_contacts(f, d, p);
	put_standards(f, p);
	put_next_step(f, d, p);
	put_class(f, d, p);
	put_helpers(f, d, p);
	put_tasks(f, p);
	put_remarks(f, d, p);
	put_dossier(f, d, p);
	put_decision(f, d, p);
	put_ways_out(f, d, p);
	put_body(f, &page.n, &p->seed, &jobs[p->job], p->plan->slack & AWAY,
	    bytes);
	page_save(&page, dir, folder, p->id, make);
}
