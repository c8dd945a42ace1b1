/* What does the record of somebody hold from the dossier on? */
#include <stdio.h>
#include <string.h>

#include "classes.h"
#include "course.h"
#include "days.h"
#include "merger.h"
#include "output.h"
#include "person.h"
#include "plans.h"

/* "before" and the day, or nothing where there is none. */
static void
put_if(FILE *f, const char *before, int day)
{
	if (day != DAY_NONE)
		put_day(f, before, day);
}

static void
put_letters(FILE *f, const struct facts *x)
{
	fputs("tham_tra:\n", f);
	for (size_t i = 0; i < x->n_letters; i++) {
		const struct letter *l = &x->letters[i];
		const char *quote = strchr(l->to, ',') ? "\"" : "";

		fprintf(f, "  - {noi: %s%s%s, o: trong-nuoc", quote, l->to,
		    quote);
		put_day(f, ", gui: ", l->sent);
		if (l->answered != DAY_NONE) {
			put_day(f, ",\n     tra_loi: ", l->answered);
			fputs(", ket_luan: ro", f);
		}
		if (l->carried)
			fprintf(f, ", qua: %s", l->carried);
		fputs("}\n", f);
	}
}

static void
put_opinions(FILE *f, const struct district *d, const struct person *p)
{
	static const int digits[] = { 0, 4, 7, 10 };
	const struct facts *x = &p->facts;

	if (x->n_introducers)
		fputs("nguoi_gioi_thieu:\n", f);
	for (size_t i = 0; i < x->n_introducers; i++) {
		const struct introducer *by = &x->introducers[i];
		char text[DAY_TEXT];

		put_member(f, "  - {dang_vien: ", d, by->member);
		put_day(f, ", ngay: ", by->day);
		fprintf(f, ", cung_tu: %.*s}\n", digits[by->parts],
		    day_text(by->together, text));
	}
	fputs("y_kien: {", f);
	put_if(f, "doan_the: ", x->youth_union);
	put_if(f, "cong_doan: ", x->union_);
	put_if(f,
	    x->youth_union != DAY_NONE || x->union_ != DAY_NONE ? ", cu_tru: " :
								  "cu_tru: ",
	    x->residence);
	put_day(f, ", tong_hop: ", p->day[ASKED]);
	fputs("}\n", f);
}

void
put_dossier(FILE *f, const struct district *d, const struct person *p)
{
	const struct commune *k = &d->communes[d->cells[p->cell].commune];
	const struct facts *x = &p->facts;

	if (p->has[APPLIED]) {
		put_day(f, "ho_so:\n  don: ", p->day[APPLIED]);
		put_if(f, "\n  ly_lich: ", x->cv);
		put_if(f, "\n  giap_lai: ", x->stamped);
		put_if(f, "\n  chi_bo_nhan_xet: ", x->commented);
		put_if(f, "\n  dang_uy_chung_nhan: ", x->attested);
		fprintf(f, "\n  noi_luu: Văn phòng Đảng ủy %s\n", k->kind);
	}
	if (x->n_letters)
		put_letters(f, x);
	if (p->has[ASKED])
		put_opinions(f, d, p);
}

static void
put_votes(FILE *f, const char *before, const struct district *d,
    const struct person *p, const struct vote *votes, size_t n)
{
	if (n)
		fputs(before, f);
	for (size_t i = 0; i < n; i++) {
		const struct vote *v = &votes[i];

		put_day(f, "  - {ngay: ", v->day);
		fprintf(f, ", don_vi: %s, tong: %d, ",
		    v->day < merger_day() ? d->cells[p->cell].id :
					    d->cells[p->cell].now,
		    v->all);
		if (v->exempt)
			fprintf(f, "mien: %d, ", v->exempt);
		fprintf(f,
		    "co_mat: %d,\n     tan_thanh: %d, khong_tan_thanh: "
		    "%d, ket_qua: %s",
		    v->present, v->votes, v->present - v->votes,
		    v->passed ? "dat" : "khong-dat");
		if (v->number)
			fprintf(f, ", nghi_quyet: %02d-NQ/CB", v->number);
		fputs("}\n", f);
	}
}

static void
put_committees(FILE *f, const struct district *d, const struct person *p)
{
	const struct facts *x = &p->facts;
	const struct commune *k = &d->communes[d->cells[p->cell].commune];

	if (p->has[SECTION]) {
		put_day(f, "dang_uy_bo_phan: {ngay: ", p->day[SECTION]);
		fprintf(f, ", so: %02d-BC/ĐUBP}\n", p->number[SECTION]);
	}
	if (p->has[COMMITTEE]) {
		put_day(f, "dang_uy: {ngay: ", p->day[COMMITTEE]);
		fprintf(f,
		    ", tong: %d, co_mat: %d, tan_thanh: %d, so: "
		    "%02d-NQ/ĐU%s}\n",
		    x->committee_all, x->committee_all - 1, x->committee_for,
		    p->number[COMMITTEE],
		    x->may_decide ? ", uy_quyen: co" : "");
	}
	if (p->has[SENT_UP]) {
		put_day(f, "trinh: {ngay: ", p->day[SENT_UP]);
		fprintf(f, ", noi: %s}\n",
		    p->day[SENT_UP] < merger_day() ? "nui-thanh" : k->now);
	}
	if (x->refused != DAY_NONE) {
		put_day(f, "tu_choi: {ngay: ", x->refused);
		fputs(", so: 88-TB/HU}\n", f);
	}
	if (p->has[DECIDED]) {
		put_day(f, "quyet_dinh: {ngay: ", p->day[DECIDED]);
		fprintf(f, ", so: %d-QĐ/%s", p->number[DECIDED],
		    p->day[DECIDED] < merger_day() ? "HU" : "ĐU");
		put_if(f, ", nhan: ", x->received);
		fprintf(f, ", co_quan: %s}\n", x->decided_by);
	}
}

/* What is said of somebody comes after the self-review. */
static int
after_review(const struct person *p, int day)
{
	int review = self_review_day(p);

	return day < review ? review : day;
}

static void
put_probation(FILE *f, const struct district *d, const struct person *p)
{
	const struct facts *x = &p->facts;
	bool voted = p->has[VOTED_AGAIN];
	char id[CLASS_ID];

	if (p->has[NEW_CLASS]) {
		struct class c = class_after(p->day[CEREMONY] + 10);

		fprintf(f, "lop_dang_vien_moi: {lop: %s, so: %d/%d",
		    class_id(&c, d->suffix, id), p->number[NEW_CLASS], c.year);
		put_day(f, ", cap_ngay: ", p->day[NEW_CLASS]);
		fputs("}\n", f);
	}
	if (x->member_cv == DAY_NONE && !voted)
		return;
	fputs("ho_so_chinh_thuc:", f);
	put_if(f, "\n  ly_lich_dang_vien: ", x->member_cv);
	if (voted) {
		int day = p->day[VOTED_AGAIN];

		put_day(f, "\n  tu_kiem_diem: ", self_review_day(p));
		put_day(f,
		    "\n  nguoi_giup_do: ", after_review(p, work_day(day - 7)));
		put_day(f,
		    "\n  tong_hop: ", after_review(p, work_day(day - 3)));
	}
	fputc('\n', f);
}

static void
put_recognition(FILE *f, const struct person *p)
{
	const struct facts *x = &p->facts;

	put_day(f,
	    "dang_uy_chinh_thuc: {ngay: ", work_day(p->day[VOTED_AGAIN] + 4));
	fprintf(f, ", so: %02d-NQ/ĐU}\n", p->number[VOTED_AGAIN] + 60);
	put_day(f, "cong_nhan: {ngay: ", p->day[OFFICIAL]);
	fprintf(f, ", so: %d-QĐ/%s", p->number[OFFICIAL],
	    p->day[OFFICIAL] < merger_day() ? "HU" : "ĐU");
	put_day(f, ", tu: ", x->official);
	fprintf(f, "%s}\n", x->not_at_fault ? ", khach_quan: co" : "");
}

void
put_decision(FILE *f, const struct district *d, const struct person *p)
{
	const struct facts *x = &p->facts;

	put_votes(f, "xet:\n", d, p, x->votes, x->n_votes);
	put_committees(f, d, p);
	if (p->has[CEREMONY]) {
		put_day(f, "le_ket_nap: {ngay: ", p->day[CEREMONY]);
		fprintf(f, ", bien_ban: %02d-BB/LKN}\n", p->number[CEREMONY]);
		put_probation(f, d, p);
	}
	put_votes(f, "xet_chinh_thuc:\n", d, p, x->again, x->n_again);
	if (p->has[OFFICIAL])
		put_recognition(f, p);
}

static void
put_consents(FILE *f, const struct person *p)
{
	const struct left_party *l = &p->facts.left;
	const struct consent *c = &p->facts.consent;

	if (l->why) {
		put_day(f, "ket_nap_lai: {ra_ngay: ", l->day);
		fprintf(f, ", ra_vi: %s", l->why);
		if (l->crime) {
			put_day(f, ", an_tich: ", l->cleared);
			fprintf(f, ", muc_an: %s", l->crime);
		}
		fputs(", lan: 1}\n", f);
	}
	if (c->to) {
		fprintf(f, "dong_y:\n  - {viec: %s", c->to);
		put_day(f, ", ngay: ", c->day);
		fputs(", so: 1204-CV/TU, co_quan: Ban Thường vụ Tỉnh ủy}\n", f);
	}
}

static void
put_leaving(FILE *f, const struct district *d, const struct person *p)
{
	static const char to[] =
	    "\"Đảng ủy phường Tân Thạnh, thành phố Tam Kỳ\"";
	bool moves = strncmp(p->plan->why, "chuyen", 6) == 0;

	if (moves && p->has[CEREMONY]) {
		put_day(f, "chuyen_sinh_hoat:\n  - {ngay: ", p->out);
		put_day(f, ", nop: ", p->facts.handed_in);
		fprintf(f, ", noi_den: %s}\n", to);
	} else if (moves) {
		put_day(f, "ban_giao:\n  - {ngay: ", p->out);
		fprintf(f,
		    ", tu: %s, noi_den: %s,\n     giay_to: [chung-nhan, "
		    "nhan-xet]}\n",
		    d->cells[p->cell].id, to);
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
	fprintf(f, ", ly_do: %s}\n",
	    back         ? "suc-khoe" :
		p->woman ? "thai-san" :
			   "nghia-vu");
}

static void
put_acceptance(FILE *f, const struct district *d, const struct person *p)
{
	const struct acceptance *a = &p->facts.accepted;

	fprintf(f, "chap_nhan:\n  - quy_tac: %s\n    ly_do: %s", a->rule,
	    a->reason);
	put_day(f, "\n    ngay: ", p->day[VOTED] + 7);
	put_member(f, "\n    boi: ", d, p->second);
	put_day(f, "\n    muc: ", p->day[VOTED]);
	fputc('\n', f);
}

void
put_ways_out(FILE *f, const struct district *d, const struct person *p)
{
	enum story story = p->plan->story;

	put_consents(f, p);
	if (p->out != DAY_NONE)
		put_leaving(f, d, p);
	if (story == CAME_BACK) {
		put_day(f, "dieu_chinh:\n  - ngay: ", work_day(p->out + 60));
		fputs("\n    giai_doan: nguon\n    ly_do: Đã về lại địa "
		      "phương, có đơn xin tiếp tục phấn đấu",
		    f);
		put_member(f, "\n    boi: ", d, p->helper);
		fputc('\n', f);
	}
	if (story == PAUSED || story == BACK)
		put_pause(f, p);
	if (p->facts.accepted.rule)
		put_acceptance(f, d, p);
}
