/* What does the record of somebody hold from the dossier on? */
#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "classes.h"
#include "days.h"
#include "page.h"
#include "person.h"
#include "plans.h"

/* A vote of the cell; without a paper, one that did not pass. */
static void
put_vote(FILE *f, const struct district *d, struct person *p, int day,
    bool enough, const char *paper, int number)
{
	const struct cell *c = &d->cells[p->cell];
	int needed = (2 * c->official + 2) / 3;
	int present = between(&p->seed, needed, c->official);
	int votes = enough ? between(&p->seed, needed, present) : needed - 1;

	put_day(f, "  - {ngay: ", day);
	fprintf(f, ", don_vi: %s, tong: %d, co_mat: %d,\n     tan_thanh: %d, "
	    "khong_tan_thanh: %d, ket_qua: %s", c->id, c->official, present,
	    votes, present - votes, paper ? "dat" : "khong-dat");
	if (paper)
		fprintf(f, ", nghi_quyet: %02d-%s", number, paper);
	fputs("}\n", f);
}

/* Where somebody's papers are verified: at home, and often elsewhere too. */
static void
put_verification(FILE *f, const struct district *d, struct person *p)
{
	static const char *const elsewhere[] = {
		"Đảng ủy phường An Mỹ, thành phố Tam Kỳ",
		"Đảng ủy xã Tiên Thọ, huyện Tiên Phước",
		"Đảng ủy xã Tam Dân, huyện Phú Ninh",
		"Đảng ủy xã Bình Trị, huyện Bình Sơn, Quảng Ngãi",
		"Đảng ủy phường Hòa Khánh Bắc, thành phố Đà Nẵng",
	};
	const struct commune *k = &d->communes[d->cells[p->cell].commune];
	int places = between(&p->seed, 1, 2);

	fputs("tham_tra:\n", f);
	for (int i = 0; i < places; i++) {
		if (i == 0)
			fprintf(f, "  - {noi: Đảng ủy %s %s", k->kind, k->name);
		else
			fprintf(f, "  - {noi: \"%s\"",
			    PICK(&p->seed, elsewhere));
		fputs(", o: trong-nuoc", f);
		put_day(f, ", gui: ", work_day_after(p->day[VERIFIED] + i));
		if (p->has[ASKED]) {
			put_day(f, ",\n     tra_loi: ",
			    work_day(p->day[ASKED] - 9 - i));
			fputs(", ket_luan: ro", f);
		}
		fprintf(f, ", qua: %s}\n", i ? "can-bo" : "van-thu");
	}
}

static void
put_introducer(FILE *f, const struct district *d, struct person *p, size_t who)
{
	int since = p->day[INTRODUCED] - between(&p->seed, 500, 2400);

	put_member(f, "  - {dang_vien: ", d, who);
	put_day(f, ", ngay: ", work_day(p->day[ASKED] - 5));
	if (one_in(&p->seed, 3))
		fprintf(f, ", cung_tu: %d}\n", year_of(since));
	else
		put_day(f, ", cung_tu: ", since), fputs("}\n", f);
}

static void
put_opinions(FILE *f, const struct district *d, struct person *p)
{
	int day = p->day[ASKED];

	fputs("nguoi_gioi_thieu:\n", f);
	put_introducer(f, d, p, p->helper);
	if (p->two)
		put_introducer(f, d, p, p->second);
	if (p->youth)
		put_day(f, "y_kien: {doan_the: ", work_day(day - 4));
	else
		fputs("y_kien: {", f);
	put_day(f, p->youth ? ", cu_tru: " : "cu_tru: ", work_day(day - 2));
	put_day(f, ", tong_hop: ", day);
	fputs("}\n", f);
}

void
put_dossier(FILE *f, const struct district *d, struct person *p)
{
	const struct commune *k = &d->communes[d->cells[p->cell].commune];

	if (p->has[APPLIED]) {
		put_day(f, "ho_so:\n  don: ", p->day[APPLIED]);
		put_day(f, "\n  ly_lich: ", work_day(p->day[APPLIED] + 4));
		if (p->has[VERIFIED])
			put_day(f, "\n  giap_lai: ", work_day(p->day[VERIFIED] - 2));
		if (p->has[ASKED])
			put_day(f, "\n  chi_bo_nhan_xet: ",
			    work_day(p->day[ASKED] - 7));
		if (p->has[COMMITTEE])
			put_day(f, "\n  dang_uy_chung_nhan: ", p->day[COMMITTEE]);
		fprintf(f, "\n  noi_luu: Văn phòng Đảng ủy %s\n", k->kind);
	}
	if (p->has[VERIFIED])
		put_verification(f, d, p);
	if (p->has[ASKED])
		put_opinions(f, d, p);
}

void
put_votes(FILE *f, const struct district *d, struct person *p)
{
	if (!p->has[VOTED])
		return;
	fputs("xet:\n", f);
	if (p->failed != DAY_NONE)
		put_vote(f, d, p, p->failed, false, NULL, 0);
	if (p->plan->story == FAILED)
		put_vote(f, d, p, p->day[VOTED], false, NULL, 0);
	else
		put_vote(f, d, p, p->day[VOTED], true, "NQ/CB",
		    p->number[VOTED]);
}

static void
put_committees(FILE *f, struct person *p)
{
	if (p->has[SECTION]) {
		put_day(f, "dang_uy_bo_phan: {ngay: ", p->day[SECTION]);
		fprintf(f, ", so: %02d-BC/ĐUBP}\n", p->number[SECTION]);
	}
	if (p->has[COMMITTEE]) {
		int votes = between(&p->seed, 12, 14);

		put_day(f, "dang_uy: {ngay: ", p->day[COMMITTEE]);
		fprintf(f, ", tong: 15, co_mat: 14, tan_thanh: %d, "
		    "so: %02d-NQ/ĐU}\n", votes, p->number[COMMITTEE]);
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
put_probation(FILE *f, const struct district *d, struct person *p)
{
	char id[CLASS_ID];

	if (p->has[NEW_CLASS]) {
		struct class c = class_after(p->day[CEREMONY] + 10);

		fprintf(f, "lop_dang_vien_moi: {lop: %s, so: %d/%d",
		    class_id(&c, d->suffix, id), p->number[NEW_CLASS], c.year);
		put_day(f, ", cap_ngay: ", p->day[NEW_CLASS]);
		fputs("}\n", f);
	}
	if (p->day[CEREMONY] + 20 < d->today)
		put_day(f, "ho_so_chinh_thuc:\n  ly_lich_dang_vien: ",
		    work_day(p->day[CEREMONY] + 20));
	if (p->has[VOTED_AGAIN]) {
		int day = p->day[VOTED_AGAIN];

		put_day(f, "\n  tu_kiem_diem: ", work_day(day - 9));
		put_day(f, "\n  nguoi_giup_do: ", work_day(day - 7));
		put_day(f, "\n  tong_hop: ", work_day(day - 3));
	}
	if (p->day[CEREMONY] + 20 < d->today)
		fputc('\n', f);
}

void
put_decision(FILE *f, const struct district *d, struct person *p)
{
	put_committees(f, p);
	if (p->has[DECIDED]) {
		put_day(f, "quyet_dinh: {ngay: ", p->day[DECIDED]);
		fprintf(f, ", so: %d-QĐ/HU", p->number[DECIDED]);
		put_day(f, ", nhan: ", work_day_after(p->day[DECIDED] + 3));
		fputs(", co_quan: nui-thanh}\n", f);
	}
	if (!p->has[CEREMONY])
		return;
	put_day(f, "le_ket_nap: {ngay: ", p->day[CEREMONY]);
	fprintf(f, ", bien_ban: %02d-BB/LKN}\n", p->number[CEREMONY]);
	put_probation(f, d, p);
	if (p->has[VOTED_AGAIN]) {
		fputs("xet_chinh_thuc:\n", f);
		put_vote(f, d, p, p->day[VOTED_AGAIN], true, "NQ/CB",
		    p->number[VOTED_AGAIN]);
	}
	if (p->has[OFFICIAL]) {
		put_day(f, "dang_uy_chinh_thuc: {ngay: ",
		    work_day(p->day[VOTED_AGAIN] + 4));
		fprintf(f, ", so: %02d-NQ/ĐU}\n", p->number[VOTED_AGAIN] + 60);
		put_day(f, "cong_nhan: {ngay: ", p->day[OFFICIAL]);
		fprintf(f, ", so: %d-QĐ/HU", p->number[OFFICIAL]);
		put_day(f, ", tu: ", month_add(p->day[CEREMONY], 12));
		fputs("}\n", f);
	}
}

static void
put_leaving(FILE *f, const struct district *d, const struct person *p)
{
	bool moves = strncmp(p->plan->why, "chuyen", 6) == 0;
	static const char to[] = "\"Đảng ủy phường Tân Thạnh, thành phố Tam Kỳ\"";

	if (moves && p->has[CEREMONY]) {
		put_day(f, "chuyen_sinh_hoat:\n  - {ngay: ", p->out);
		put_day(f, ", nop: ", work_day(p->out + 15));
		fprintf(f, ", noi_den: %s}\n", to);
	} else if (moves) {
		put_day(f, "ban_giao:\n  - {ngay: ", p->out);
		fprintf(f, ", tu: %s, noi_den: %s,\n     giay_to: [chung-nhan, "
		    "nhan-xet]}\n", d->cells[p->cell].id, to);
	}
	put_day(f, "ra: {ngay: ", p->out);
	fprintf(f, ", ly_do: %s", p->plan->why);
	if (moves)
		fprintf(f, ", noi_den: %s", to);
	fputs("}\n", f);
}

static void
put_pause(FILE *f, const struct person *p)
{
	int since = p->day[p->plan->last] + 30;
	bool back = p->plan->story == BACK;

	put_day(f, "tam_dung:\n  - {tu: ", since);
	if (back)
		put_day(f, ", den: ", since + 120);
	fprintf(f, ", ly_do: %s}\n", back ? "suc-khoe" :
	    p->woman ? "thai-san" : "nghia-vu");
}

void
put_ways_out(FILE *f, const struct district *d, const struct person *p)
{
	enum story story = p->plan->story;

	if (p->out != DAY_NONE)
		put_leaving(f, d, p);
	if (story == CAME_BACK) {
		put_day(f, "dieu_chinh:\n  - ngay: ", work_day(p->out + 60));
		fputs("\n    giai_doan: nguon\n    ly_do: Đã về lại địa phương, "
		    "có đơn xin tiếp tục phấn đấu", f);
		put_member(f, "\n    boi: ", d, p->helper);
		fputc('\n', f);
	}
	if (story == PAUSED || story == BACK)
		put_pause(f, p);
}
