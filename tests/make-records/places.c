/* Which communes, cells, villages and firms are there? */
#include "places.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "text/day.h"
#include "base/mem.h"

/* domain: the communes of district 517 until 2025-06-30. Names, codes and
 * what became of them are real; how many villages each has is invented. */
static const struct real {
	const char *slug, *name, *code, *now, *area;
	int villages;
	bool coast;
	const char *staff; /* which other cells it has */
} real[] = {
	{ "thi-tran-nui-thanh", "Núi Thành", "20965", "xa-nui-thanh", NULL, 9,
	    true, "OSHPAF" },
	{ "tam-xuan-1", "Tam Xuân I", "20968", "xa-tam-xuan", NULL, 9, false,
	    "OSHP" },
	{ "tam-xuan-2", "Tam Xuân II", "20971", "xa-tam-xuan", NULL, 9, false,
	    "OSA" },
	{ "tam-tien", "Tam Tiến", "20974", "xa-tam-xuan", NULL, 9, true,
	    "OSH" },
	{ "tam-son", "Tam Sơn", "20977", "xa-duc-phu", NULL, 6, false, "OS" },
	{ "tam-thanh", "Tam Thạnh", "20980", "xa-duc-phu", NULL, 7, false,
	    "OSP" },
	{ "tam-anh-bac", "Tam Anh Bắc", "20983", "xa-tam-anh", NULL, 6, false,
	    "OS" },
	{ "tam-anh-nam", "Tam Anh Nam", "20984", "xa-tam-anh", NULL, 8, false,
	    "OSH" },
	{ "tam-hoa", "Tam Hòa", "20986", "xa-tam-anh", NULL, 8, true, "OSA" },
	{ "tam-hiep", "Tam Hiệp", "20989", "xa-nui-thanh", NULL, 9, false,
	    "OSPFFff" },
	{ "tam-hai", "Tam Hải", "20992", "xa-tam-hai", "hai-dao", 7, true,
	    "OSHA" },
	{ "tam-giang", "Tam Giang", "20995", "xa-nui-thanh", NULL, 7, true,
	    "OS" },
	{ "tam-quang", "Tam Quang", "20998", "xa-nui-thanh", NULL, 8, true,
	    "OSHPA" },
	{ "tam-nghia", "Tam Nghĩa", "21001", "xa-nui-thanh", NULL, 9, false,
	    "OSHFf" },
	{ "tam-my-tay", "Tam Mỹ Tây", "21004", "xa-tam-my", NULL, 7, false,
	    "OSP" },
	{ "tam-my-dong", "Tam Mỹ Đông", "21005", "xa-tam-my", NULL, 7, false,
	    "OS" },
	{ "tam-tra", "Tam Trà", "21007", "xa-tam-my", "mien-nui, dan-toc", 8,
	    false, "OSHPA" },
};

const struct new_commune new_communes[] = {
	{ "xa-nui-thanh", "Núi Thành" },
	{ "xa-tam-xuan", "Tam Xuân" },
	{ "xa-duc-phu", "Đức Phú" },
	{ "xa-tam-anh", "Tam Anh" },
	{ "xa-tam-hai", "Tam Hải" },
	{ "xa-tam-my", "Tam Mỹ" },
};
const size_t n_new_communes = COUNT(new_communes);

const char *const cell_kinds[CELL_KINDS] = {
	[VILLAGE] = "chi-bo-thon",
	[STREET] = "chi-bo-khoi-pho",
	[OFFICE] = "chi-bo-co-quan",
	[SCHOOL] = "chi-bo-truong-hoc",
	[HEALTH] = "chi-bo-y-te",
	[POLICE] = "chi-bo-cong-an",
	[ARMY] = "chi-bo-quan-su",
	[FIRM] = "chi-bo-doanh-nghiep",
	[AGENCY] = "chi-bo-co-so",
};

/* Names of villages: one of each, a pair only once. */
static const char *const firsts[][2] = {
	{ "An", "an" },
	{ "Bình", "binh" },
	{ "Đức", "duc" },
	{ "Hòa", "hoa" },
	{ "Long", "long" },
	{ "Lộc", "loc" },
	{ "Mỹ", "my" },
	{ "Phú", "phu" },
	{ "Tân", "tan" },
	{ "Bích", "bich" },
	{ "Vĩnh", "vinh" },
	{ "Xuân", "xuan" },
};
static const char *const seconds[][2] = {
	{ "Điền", "dien" },
	{ "Đông", "dong" },
	{ "Giang", "giang" },
	{ "Hưng", "hung" },
	{ "Khê", "khe" },
	{ "Lâm", "lam" },
	{ "Lợi", "loi" },
	{ "Phước", "phuoc" },
	{ "Sơn", "son" },
	{ "Thành", "thanh" },
	{ "Trung", "trung" },
	{ "Yên", "yen" },
};

static const char *const firms[][2] = {
	{ "Công ty TNHH May Hoa Biển", "may-hoa-bien" },
	{ "Công ty CP Cơ khí Đồng Xanh", "co-khi-dong-xanh" },
	{ "Công ty TNHH Điện tử Sao Cát", "dien-tu-sao-cat" },
	{ "Công ty TNHH Da giày Hạc Trắng", "da-giay-hac-trang" },
	{ "Công ty CP Bao bì Lá Mới", "bao-bi-la-moi" },
	{ "Công ty CP Thủy sản Vạn Sóng", "thuy-san-van-song" },
	{ "Công ty TNHH Gỗ Mộc Lan", "go-moc-lan" },
};

/* Villages without a cell of their own, by their place among all: the cell
 * before looks after two of them, no one after the last. */
static const struct {
	int at;
	bool helped;
} bare[] = { { 40, true }, { 46, false }, { 131, true } };

/* What is wrong in village cells; the villages by their place among all. */
static const struct trouble troubles[] = {
	{ 3, 2, false, 0, false, "Cử cấp ủy viên dự sinh hoạt với chi bộ" },
	{ 14, 2, true, 0, false, NULL },
	{ 25, 2, false, 0, true, NULL },
	{ 38, 2, true, 4, false, NULL },
	{ 58, 2, false, 0, false,
	    "Giao Đoàn Thanh niên xã giới thiệu đoàn viên ưu tú" },
	{ 88, 2, true, 0, false, NULL },
	{ 43, 3, false, 0, false,
	    "Làm việc với chi ủy về nguồn phát triển đảng" },
	{ 65, 3, true, 0, false, NULL },
	{ 97, 3, false, 3, false, NULL },
	{ 117, 3, true, 0, true, NULL },
	{ 44, 5, true, 0, false,
	    "Phân công huyện ủy viên trực tiếp giúp chi bộ" },
	{ 128, 5, true, 5, false, NULL },
	{ 47, 8, true, 0, false, "Đưa vào diện chi bộ cần quan tâm đặc biệt" },
	{ 126, 8, false, 0, false, NULL },
	{ 8, 0, true, 0, false, NULL },
	{ 19, 0, true, 0, false, NULL },
	{ 33, 0, false, 2, false, NULL },
	{ 52, 0, true, 0, true, NULL },
	{ 71, 0, true, 0, false, NULL },
	{ 76, 0, false, 3, false, NULL },
	{ 83, 0, true, 0, false, NULL },
	{ 104, 0, false, 2, true, NULL },
	{ 110, 0, true, 0, false, NULL },
};

/* Cells of staff in which no one is left to admit. */
static const char *const exhausted[] = {
	"tam-son/truong-thcs",
	"tam-hoa/truong-thcs",
	"tam-giang/truong-thcs",
	"tam-thanh/co-quan",
	"tam-my-dong/co-quan",
	"tam-hai/tram-y-te",
	"tam-tra/tram-y-te",
	"tam-tien/tram-y-te",
};

static const struct trouble *
trouble_at(int village)
{
	for (size_t i = 0; i < COUNT(troubles); i++)
		if (troubles[i].at == village)
			return &troubles[i];
	return NULL;
}

static struct cell *
cell_add(struct district *d, enum cell_kind kind)
{
	struct cell *c = MEM_PUSH(d->cells, d->n_cells, d->cap_cells);
	uint64_t seed = seed_of(23, d->n_cells);
	static const int least[CELL_KINDS] = {
		[VILLAGE] = 14,
		[STREET] = 18,
		[OFFICE] = 19,
		[SCHOOL] = 10,
		[HEALTH] = 5,
		[POLICE] = 5,
		[ARMY] = 4,
		[FIRM] = 6,
		[AGENCY] = 16,
	};

	*c = (struct cell){ .kind = kind,
		.commune = d->n_communes - 1,
		.since = DAY_NONE,
		.youth = true };
	c->official = least[kind] + between(&seed, 0, least[kind] / 2);
	d->communes[c->commune].cells++;
	return c;
}

/* What it is called in its commune, and in the one after the merger. */
static void
cell_call(struct cell *c, const struct commune *k, const char *slug,
    const char *then)
{
	snprintf(c->id, sizeof c->id, "%s/%s", k->slug, slug);
	if (*k->now)
		snprintf(c->now, sizeof c->now, "%s/%s", k->now, then);
}

static struct place *
place_add(struct district *d, const char *kind, int cell)
{
	struct place *p = MEM_PUSH(d->places, d->n_places, d->cap_places);

	*p = (struct place){ .kind = kind,
		.commune = d->n_communes - 1,
		.cell = cell };
	return p;
}

/* A village or neighbourhood and, but for bare ones, its cell. */
static void
village_add(struct district *d, int village)
{
	const struct commune *c = &d->communes[d->n_communes - 1];
	const char *const *first = firsts[(size_t)village % COUNT(firsts)];
	const char *const *second =
	    seconds[((size_t)village / COUNT(firsts) + (size_t)village) %
		COUNT(seconds)];
	const char *kind = c->town ? "Khối phố" : "Thôn";
	int cell = (int)d->n_cells;
	uint64_t seed = seed_of(29, (uint64_t)village);
	char slug[32];
	struct place *p;

	for (size_t i = 0; i < COUNT(bare); i++)
		if (!c->now[0] || bare[i].at != village)
			continue;
		else
			cell = bare[i].helped ? (int)d->n_cells - 1 : NO_CELL;
	if (cell == (int)d->n_cells) {
		struct cell *new = cell_add(d, c->town ? STREET : VILLAGE);

		snprintf(slug, sizeof slug, "%s-%s", first[1], second[1]);
		cell_call(new, c, slug, slug);
		snprintf(new->name, sizeof new->name, "Chi bộ %s %s %s",
		    c->town ? "khối phố" : "thôn", first[0], second[0]);
		new->trouble = *c->now ? trouble_at(village) : NULL;
		if (new->trouble &&new->trouble->years == 8)
			new->since = day_make(2013, 4, 22);
		if (village == 128)
			new->since = day_make(2016, 3, 21);
	}
	p = place_add(d, c->town ? "khoi-pho" : "thon", cell);
	snprintf(p->id, sizeof p->id, "%s/%s-%s-%s", c->slug,
	    c->town ? "khoi-pho" : "thon", first[1], second[1]);
	snprintf(p->name, sizeof p->name, "%s %s %s", kind, first[0],
	    second[0]);
	p->adults = between(&seed, 560, 1180);
}

/* A firm; its cell where it has one. */
static void
firm_add(struct district *d, bool with_cell)
{
	const struct commune *c = &d->communes[d->n_communes - 1];
	size_t n = 0;
	struct place *p;

	for (size_t i = 0; i < d->n_places; i++)
		n += d->places[i].adults == 0;
	n %= COUNT(firms);
	if (with_cell) {
		struct cell *new = cell_add(d, FIRM);

		cell_call(new, c, firms[n][1], firms[n][1]);
		snprintf(new->name, sizeof new->name, "Chi bộ %s", firms[n][0]);
		new->youth = false;
	}
	p = place_add(d, "doanh-nghiep",
	    with_cell ? (int)d->n_cells - 1 : NO_CELL);
	snprintf(p->id, sizeof p->id, "%s/dn-%s", c->slug, firms[n][1]);
	snprintf(p->name, sizeof p->name, "%s", firms[n][0]);
}

/* The other cells of a commune, by the letter that tells their kind. What is
 * one in each commune is one in the new commune. */
static void
staff_add(struct district *d, char letter)
{
	static const struct {
		char letter;
		enum cell_kind kind;
		const char *name, *slug;
		bool one;
	} staff[] = {
		{ 'O', OFFICE, "Chi bộ Cơ quan", "co-quan", true },
		{ 'S', SCHOOL, "Chi bộ Trường THCS", "truong-thcs", false },
		{ 'H', HEALTH, "Chi bộ Trạm Y tế", "tram-y-te", false },
		{ 'P', POLICE, "Chi bộ Công an", "cong-an", true },
		{ 'A', ARMY, "Chi bộ Quân sự", "quan-su", true },
	};
	const struct commune *c = &d->communes[d->n_communes - 1];

	if (letter == 'F' || letter == 'f') {
		firm_add(d, letter == 'F');
		return;
	}
	for (size_t i = 0; i < COUNT(staff); i++) {
		struct cell *new;
		char then[64];

		if (staff[i].letter != letter)
			continue;
		new = cell_add(d, staff[i].kind);
		snprintf(then, sizeof then, "%s%s%s", staff[i].slug,
		    staff[i].one ? "" : "-", staff[i].one ? "" : c->slug);
		cell_call(new, c, staff[i].slug, then);
		snprintf(new->name, sizeof new->name, "%s %s %s", staff[i].name,
		    c->kind, c->name);
		new->one = staff[i].one;
		for (size_t k = 0; k < COUNT(exhausted); k++)
			if (strcmp(new->id, exhausted[k]) == 0)
				new->exhausted = true;
		if (strcmp(new->id, "tam-my-tay/cong-an") == 0)
			new->official = OFFICIAL_FEW - 1;
	}
}

static void
commune_fill(struct district *d, int *village, int villages, const char *staff)
{
	struct commune *c = &d->communes[d->n_communes - 1];

	c->cell = d->n_cells;
	for (int i = 0; i < villages; i++)
		village_add(d, (*village)++);
	c->office = d->n_cells;
	for (; *staff; staff++)
		staff_add(d, *staff);
}

/* The district's own: it is not a commune, but has cells and organisations. */
static void
district_add(struct district *d, const char *now)
{
	struct commune *c =
	    MEM_PUSH(d->communes, d->n_communes, d->cap_communes);
	struct cell *new;

	*c = (struct commune){ .name = "Núi Thành",
		.kind = "huyện",
		.now = now,
		.district = true };
	snprintf(c->slug, sizeof c->slug, "%s", "nui-thanh");
	c->cell = c->office = d->n_cells;
	new = cell_add(d, AGENCY);
	cell_call(new, c, "co-quan-huyen-uy", "co-quan");
	snprintf(new->name, sizeof new->name, "Chi bộ Cơ quan Huyện ủy");
}

void
places_real(struct district *d)
{
	int village = 0;

	for (size_t i = 0; i < COUNT(real); i++) {
		struct commune *c =
		    MEM_PUSH(d->communes, d->n_communes, d->cap_communes);
		const struct real *r = &real[i];

		*c = (struct commune){ .name = r->name,
			.code = r->code,
			.area = r->area,
			.now = r->now,
			.coast = r->coast,
			.town = i == 0,
			.kind = i == 0 ? "thị trấn" : "xã" };
		snprintf(c->slug, sizeof c->slug, "%s", r->slug);
		commune_fill(d, &village, r->villages, r->staff);
	}
	district_add(d, "xa-nui-thanh");
}

void
places_bench(struct district *d, long number)
{
	struct commune *c;
	int village = (int)(number % 100);

	if (number == 0)
		district_add(d, "");
	c = MEM_PUSH(d->communes, d->n_communes, d->cap_communes);
	*c = (struct commune){ .name = "Mẫu", .kind = "xã", .now = "" };
	snprintf(c->slug, sizeof c->slug, "xa-%04ld", number);
	commune_fill(d, &village, 12, "OSHPAF");
}
