/* What is wrong on purpose, and what is to be said of it? */
#include "spoil.h"

#include <stddef.h>

#include "chance.h"
#include "days.h"
#include "facts.h"
#include "members.h"
#include "plans.h"

/* Not each of them looks at the district. */
#define PERSON                                                                 \
	const struct district *d __attribute__((unused)), struct person *p

static struct vote *
last_vote(struct person *p)
{
	return &p->facts.votes[p->facts.n_votes - 1];
}

static void
over_60(PERSON)
{
	struct facts *f = &p->facts;

	f->consent =
	    (struct consent){ "qua-tuoi", work_day(p->day[VOTED] - 9) };
	f->accepted = (struct acceptance){ "tuoi-ket-nap",
		"Ban Thường vụ Tỉnh ủy đồng ý bằng Công văn 1204-CV/TU" };
}

static void
low_school(PERSON)
{
	p->facts.schooling = "tieu-hoc";
	p->facts.degree = NULL;
}

static void
reads(PERSON)
{
	low_school(d, p);
	p->facts.schooling = "biet-chu";
}

static void
reads_only(PERSON)
{
	reads(d, p);
	p->facts.elder = true;
}

static void
cv_first(PERSON)
{
	p->facts.cv = work_day(p->day[APPLIED] - 3);
}

static void
late_member_cv(PERSON)
{
	p->facts.member_cv = work_days_later(p->day[CEREMONY], 34);
}

static void
few_committee(PERSON)
{
	p->facts.may_decide = true;
	p->facts.committee_for = 9;
}

static void
ended_decider(PERSON)
{
	p->facts.decided_by = "nui-thanh";
}

static void
late_transfer(PERSON)
{
	p->out = work_day_after(day_of("2025-09-08"));
	p->facts.handed_in = work_days_later(p->out, 66);
}

static void
no_paper(PERSON)
{
	p->has[CERTIFIED] = false;
}

static void
second_issue(PERSON)
{
	p->facts.issue = 2;
}

static void
one_introducer(PERSON)
{
	p->facts.n_introducers = 1;
	p->facts.youth_union = p->facts.union_ = DAY_NONE;
}

static void
probationer(PERSON)
{
	const struct cell *c = &d->cells[p->cell];

	for (size_t i = 0; i < c->members; i++)
		if (d->members[c->member + i].official == DAY_NONE)
			p->facts.introducers[0].member = c->member + i;
}

static void
short_together(PERSON)
{
	struct introducer *by = &p->facts.introducers[0];

	by->together = day_add_months(by->day, -8);
	by->parts = 3;
}

static void
open_together(PERSON)
{
	struct introducer *by = &p->facts.introducers[0];

	by->together = day_add_months(by->day, -12);
	by->parts = 1;
}

static void
wrong_order(PERSON)
{
	p->facts.commented = work_day(p->facts.letters[0].answered - 5);
}

static void
carried(PERSON)
{
	p->facts.letters[0].carried = "nguoi-than";
}

static void
no_cv(PERSON)
{
	p->facts.cv = DAY_NONE;
}

/* One vote less than two thirds. */
static void
few_votes(PERSON)
{
	struct vote *v = last_vote(p);

	v->votes = (2 * v->all + 2) / 3 - 1;
}

static void
accepted(PERSON)
{
	few_votes(d, p);
	p->facts.accepted = (struct acceptance){ "phieu-chi-bo",
		"Chi bộ đã họp lại và biểu quyết đủ phiếu, biên bản 41-BB/CB" };
}

/* Enough only if those who are away are not counted. */
static void
exempt(PERSON)
{
	struct vote *v = last_vote(p);

	v->votes = (2 * v->all + 2) / 3 - 1;
	v->exempt = v->all - 3 * v->votes / 2;
	v->present = v->all - v->exempt;
}

static void
one_resolution(PERSON)
{
	p->facts.same_number =
	    p->index > 0 && d->people[p->index - 1].plan == p->plan;
}

static void
wrong_decider(PERSON)
{
	p->facts.decided_by = d->communes[d->cells[p->cell].commune].slug;
}

/* The ceremony was held on that working day after the decision came. */
static void
received_before(struct person *p, int days)
{
	p->facts.received = work_days_before(p->day[CEREMONY], days);
}

static void
late_ceremony(PERSON)
{
	received_before(p, 31);
}

static void
last_day(PERSON)
{
	received_before(p, 30);
}

static void
late_agreed(PERSON)
{
	received_before(p, 42);
	p->facts.consent =
	    (struct consent){ "le-muon", work_day(p->day[CEREMONY] - 20) };
}

static void
early_official(PERSON)
{
	p->facts.official = day_add_months(p->day[CEREMONY], 11);
}

static void
early_vote(PERSON)
{
	int day = work_day(day_add_months(p->day[CEREMONY], 12) - 10);

	p->day[VOTED_AGAIN] = p->facts.again[0].day = day;
}

static void
wrong_day(PERSON)
{
	p->facts.not_at_fault = true;
	p->facts.official = p->day[VOTED_AGAIN];
}

static void
three_failed(PERSON)
{
	int day = work_day_after(day_add_months(p->day[CEREMONY], 12) + 6);

	p->facts.n_again = VOTES;
	for (int i = 0; i < VOTES; i++) {
		p->facts.again[i] = vote_draw(d, p, day, false);
		day = work_day_after(day + 30);
	}
}

static void
no_class(PERSON)
{
	p->has[NEW_CLASS] = false;
}

static void
left_before(struct person *p, int on, int months, const char *why)
{
	p->facts.left =
	    (struct left_party){ .day = work_day(day_add_months(on, -months)),
		    .why = why };
}

static void
again(PERSON)
{
	left_before(p, p->day[APPLIED], 70, "xoa-ten");
	p->facts.consent =
	    (struct consent){ "ket-nap-lai", work_day(p->day[DECIDED] - 6) };
}

static void
again_unasked(PERSON)
{
	left_before(p, p->day[APPLIED], 64, "xoa-ten");
}

static void
again_soon(PERSON)
{
	left_before(p, p->day[APPLIED], 30, "xoa-ten");
}

static void
again_cleared(PERSON)
{
	left_before(p, p->day[APPLIED], 90, "khai-tru");
	p->facts.left.crime = "it-nghiem-trong";
	p->facts.left.cleared = work_day(day_add_months(p->day[APPLIED], -40));
}

static void
again_child(PERSON)
{
	left_before(p, p->day[VOTED], 20, "dan-so");
	p->facts.children = "con-thu-ba";
}

static void
again_never(PERSON)
{
	left_before(p, p->day[APPLIED], 80, "tu-bo");
}

static void
again_open(PERSON)
{
	left_before(p, p->day[APPLIED], 60, "xin-ra");
}

static const struct spoilt {
	void (*spoil)(const struct district *, struct person *);
	struct meant meant[3]; /* the last one is empty */
} spoilt[STORIES] = {
	[LOST_HELPER] = { NULL,
	    {
		{ "thay-nguoi-giup-do", WARNING,
		    "the helper left, and the cell named no other" },
	    } },
	[TOO_YOUNG] = { NULL,
	    {
		{ "tuoi-ket-nap", ERROR, "voted on at 17 years and 11 months" },
	    } },
	[OPEN_AGE] = { NULL,
	    {
		{ "tuoi-ket-nap", NOTE,
		    "the month of birth leaves open if they were 18" },
	    } },
	[OVER_60] = { over_60,
	    {
		{ "tuoi-ket-nap", ACCEPTED_NOTE,
		    "voted on at 61, accepted with the consent of it" },
	    } },
	[LOW_SCHOOL] = { low_school,
	    {
		{ "hoc-van", ERROR, "primary school only, in no hard area" },
	    } },
	[PRIMARY_ONLY] = { .spoil = low_school },
	[READS_ONLY] = { .spoil = reads_only },
	[NO_PAPER] = { no_paper,
	    {
		{ "co-chung-nhan", ERROR, "voted on without a certificate" },
		{ "han-chung-nhan", NOTE,
		    "so there is no day to count its age from" },
	    } },
	[OLD_PAPER] = { NULL,
	    {
		{ "han-chung-nhan", WARNING,
		    "the certificate was more than 60 months old at the vote" },
	    } },
	[SECOND_ISSUE] = { second_issue,
	    {
		{ "chung-nhan-mot-lan", WARNING,
		    "the certificate was issued a second time" },
	    } },
	[ONE_INTRODUCER] = { one_introducer,
	    {
		{ "so-nguoi-gioi-thieu", ERROR,
		    "one introducer and no resolution" },
		{ "du-ho-so", ERROR,
		    "so the resolution that must come with one is missing" },
	    } },
	[TURNED_31] = { NULL,
	    {
		{ "so-nguoi-gioi-thieu", NOTE,
		    "turned 31 the day before the vote, with one introducer" },
	    } },
	[PROBATIONER] = { probationer,
	    {
		{ "nguoi-gioi-thieu-chinh-thuc", ERROR,
		    "introduced by somebody on probation" },
	    } },
	[SHORT_TOGETHER] = { short_together,
	    {
		{ "cung-cong-tac", ERROR,
		    "together with the introducer for 8 of the 12 months" },
	    } },
	[OPEN_TOGETHER] = { open_together,
	    {
		{ "cung-cong-tac", NOTE,
		    "together since a year that leaves the 12 months open" },
	    } },
	[WRONG_ORDER] = { wrong_order,
	    {
		{ "thu-tu-ly-lich", WARNING,
		    "the cell commented before the verification was answered" },
	    } },
	[CARRIED] = { carried,
	    {
		{ "nguoi-mang-tham-tra", WARNING,
		    "a relative carried the request for verification" },
	    } },
	[NO_CV] = { no_cv,
	    {
		{ "du-ho-so", ERROR, "the dossier has no curriculum vitae" },
	    } },
	[FEW_VOTES] = { few_votes,
	    {
		{ "phieu-chi-bo", ERROR,
		    "passed with one vote less than two thirds" },
	    } },
	[ACCEPTED] = { accepted,
	    {
		{ "phieu-chi-bo", ACCEPTED_NOTE,
		    "one vote less than two thirds, accepted with a reason" },
	    } },
	[EXEMPT] = { exempt,
	    {
		{ "phieu-chi-bo", NOTE,
		    "two thirds only if those who are away are not counted" },
	    } },
	[ONE_RESOLUTION] = { one_resolution,
	    {
		{ "xet-tung-nguoi", ERROR, "one resolution for two people" },
	    } },
	[TINY_CELL] = { NULL,
	    {
		{ "chi-bo-ba-dang-vien", ERROR,
		    "a cell of two official members voted" },
	    } },
	[WRONG_DECIDER] = { wrong_decider,
	    {
		{ "tham-quyen-quyet-dinh", ERROR,
		    "the commune's committee decided" },
	    } },
	[LATE_DECISION] = { NULL,
	    {
		{ "han-quyet-dinh", WARNING,
		    "decided more than 60 working days after the vote" },
	    } },
	[LATE_CEREMONY] = { late_ceremony,
	    {
		{ "han-le-ket-nap", WARNING, "the ceremony on working day 31" },
	    } },
	[LAST_DAY] = { .spoil = last_day },
	[LATE_AGREED] = { .spoil = late_agreed },
	[EARLY_OFFICIAL] = { early_official,
	    {
		{ "thoi-gian-du-bi", ERROR, "official after 11 months" },
	    } },
	[EARLY_VOTE] = { early_vote,
	    {
		{ "han-xet-chinh-thuc", ERROR,
		    "the cell voted before 12 months were over" },
	    } },
	[LATE_VOTE] = { NULL,
	    {
		{ "han-xet-chinh-thuc", WARNING,
		    "the cell voted more than 30 working days late" },
	    } },
	[WRONG_DAY] = { wrong_day,
	    {
		{ "han-xet-chinh-thuc", WARNING, "the cell voted late" },
		{ "ngay-chinh-thuc", ERROR,
		    "not their fault, yet official since another day" },
	    } },
	[THREE_FAILED] = { three_failed,
	    {
		{ "ba-lan-khong-dat", WARNING,
		    "three votes failed, and no report" },
	    } },
	[NO_CLASS] = { no_class,
	    {
		{ "lop-dang-vien-moi", ERROR,
		    "voted on without the class for new members" },
	    } },
	[LATE_RECOGNITION] = { NULL,
	    {
		{ "han-cong-nhan", WARNING,
		    "recognised more than 30 working days after the vote" },
	    } },
	[OVER_60_UNASKED] = { NULL,
	    {
		{ "tuoi-ket-nap", ERROR, "voted on at 61" },
		{ "qua-tuoi-dong-y", ERROR,
		    "admitted at 61 without a consent" },
	    } },
	[READS_NO_ELDER] = { reads,
	    {
		{ "hoc-van-vung-kho", ERROR,
		    "reads and writes only, on an island" },
	    } },
	[READS_UNASKED] = { reads_only,
	    {
		{ "hoc-van-uy-tin", ERROR,
		    "an elder who reads and writes only, without a consent" },
	    } },
	[CV_FIRST] = { cv_first,
	    {
		{ "don-truoc-ly-lich", WARNING,
		    "the curriculum vitae is older than the application" },
	    } },
	[OLD_DOSSIER] = { NULL,
	    {
		{ "ho-so-12-thang", ERROR,
		    "a dossier of more than 12 months, nothing made again" },
	    } },
	[LATE_MEMBER_CV] = { late_member_cv,
	    {
		{ "khai-ly-lich", WARNING,
		    "the member's curriculum vitae after 30 working days" },
	    } },
	[FEW_COMMITTEE] = { few_committee,
	    {
		{ "dang-uy-quyet-dinh", ERROR,
		    "an authorised committee decided with 9 of 15" },
	    } },
	[LATE_TRANSFER] = { late_transfer,
	    {
		{ "han-chuyen-sinh-hoat", WARNING,
		    "transfer papers handed in after 60 working days" },
	    } },
	[ENDED_DECIDER] = { ended_decider,
	    {
		{ "tham-quyen-quyet-dinh", ERROR,
		    "the district decided after it had ended" },
	    } },
	[AGAIN] = { .spoil = again },
	[AGAIN_SOON] = { again_soon,
	    {
		{ "ket-nap-lai-36-thang", ERROR,
		    "applied again 30 months after leaving the Party" },
	    } },
	[AGAIN_CLEARED] = { again_cleared,
	    {
		{ "ket-nap-lai-an-tich", ERROR,
		    "applied again before the term was over" },
	    } },
	[AGAIN_CHILD] = { again_child,
	    {
		{ "ket-nap-lai-dan-so", ERROR,
		    "voted on again before the term was over" },
	    } },
	[AGAIN_UNASKED] = { again_unasked,
	    {
		{ "ket-nap-lai-dong-y", ERROR,
		    "admitted again without the province's consent" },
	    } },
	[AGAIN_NEVER] = { again_never,
	    {
		{ "khong-ket-nap-lai", ERROR,
		    "a case in which nobody is admitted again" },
	    } },
	[AGAIN_OPEN] = { again_open,
	    {
		{ "khong-ket-nap-lai", NOTE,
		    "left on request; whether for hardship is not told" },
	    } },
};

void
spoil(const struct district *d, struct person *p)
{
	const struct spoilt *s = &spoilt[p->plan->story];

	if (s->spoil)
		s->spoil(d, p);
}

const struct meant *
spoil_meant(const struct person *p)
{
	return spoilt[p->plan->story].meant;
}
