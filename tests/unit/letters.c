/* Which characters of a value are not what they look like. */
#include "text/letters.h"

#include "test.h"

/* What should have been written; NULL: the value is right as it is. The other
 * columns: in a line or text, in a name or id. */
static const struct {
	const char *value, *line, *name;
} rows[] = {
	/* Đ */
	{ "Lê Ðông", "Lê Đông", "Lê Đông" },
	{ "LÊ ÐÔNG", "LÊ ĐÔNG", "LÊ ĐÔNG" },
	{ "ðảng ủy", "đảng ủy", "đảng ủy" },
	{ "Êðê", "Êđê", "Êđê" },
	{ "Ð", "Đ", "Đ" },
	{ "24-QÐ/TW", "24-QĐ/TW", "24-QĐ/TW" },
	{ "NÐ-CP, HÐND, LÐLÐ, BÐATGT", "NĐ-CP, HĐND, LĐLĐ, BĐATGT",
	    "NĐ-CP, HĐND, LĐLĐ, BĐATGT" },
	{ "ORÐ, BAÐ, Sigurður, hefð", NULL, NULL },
	{ "Ɖông, Ɖà, ƌi, ɖi", "Đông, Đà, đi, đi", "Đông, Đà, đi, đi" },
	{ "d̵ồng D̶ăk", "đồng Đăk", "đồng Đăk" },
	{ "d̶o̶n̶e̶", NULL, NULL },
	{ "Guðrún Garðarsdóttir", NULL, NULL },
	{ "GUÐRÚN", NULL, NULL },
	/* Letters of old fonts, and marks like those of Vietnamese. */
	{ "Trƣờng phƣơng Ƣu", "Trường phương Ưu", "Trường phương Ưu" },
	{ "tƣ̀", "từ", "từ" },
	{ "mo\u0315", "mơ", "mơ" },
	{ "ha\u0313i, a\u0342", "hải, ã", "hải, ã" },
	{ "Đǎk Lǎk, nǎm", "Đăk Lăk, năm", "Đăk Lăk, năm" },
	{ "Lǎo Zǐ", NULL, NULL },
	{ "kıến, kınh tế", "kiến, kınh tế", "kiến, kinh tế" },
	{ "Yıldız Işık", NULL, NULL },
	/* Other scripts. */
	{ "Nguyễn Vаn", "Nguyễn Van", "Nguyễn Van" },
	{ "Тrần Тhị Ноa", "Trần Thị Hoa", "Trần Thị Hoa" },
	{ "Αn Βình", "An Bình", "An Bình" },
	{ "cӑn", "căn", "căn" },
	{ "Nguyễn Văn А", NULL, "Nguyễn Văn A" },
	{ "Việt – Nga (СССР)", NULL, "Việt – Nga (CCCP)" },
	{ "Иван Петров", NULL, NULL },
	{ "Σωκράτης", NULL, NULL },
	{ "Иван (Ivan)", NULL, NULL },
	{ "NFκB, 5 μm, 3 kΩ, β-caroten", NULL, NULL },
	{ "Вера", NULL, "Bepa" },
	/* Forms of letters. */
	{ "oﬃce ﬂow", "office flow", "office flow" },
	{ "Ｖăn Ａ １", "Văn A 1", "Văn A 1" },
	{ "東京 ＡＢＣ", NULL, "東京 ABC" },
	{ "𝐍𝐠𝐮𝐲ễ𝐧 𝟐", "Nguyễn 2", "Nguyễn 2" },
	{ "1ᵉʳ, tʰ", NULL, "1er, th" },
	{ "Ⓐn", NULL, "An" },
	/* Spaces and what does not show. */
	{ "Lê\u00a0An", "Lê An", "Lê An" },
	{ "a\u1680b\u2007c\u202fd\u3000e", "a b c d e", "a b c d e" },
	{ "山田\u3000太郎", NULL, "山田 太郎" },
	{ "một\u00adhai", "mộthai", "mộthai" },
	{ "👨\u200d👩", "👨👩", "👨👩" },
	/* What is written here in Latin letters. */
	{ "Y Bhăm Êñuôl, H'Hen Niê, Kpă Klơng", NULL, NULL },
	{ "Êđê Êban, Ŭt, Čư̆ M'gar, Krông Păč, Ƀuôn Đôn", NULL, NULL },
	{ "Rơ Ô H’Bia, Ksor Kơ̆k, A Lăng, Zơrâm Bhơ", NULL, NULL },
	{ "Cil Múp Ha Ju, K'Tiếu, Bơ Jum, Ƀla, Pơloi Hơdrĕch", NULL, NULL },
	{ "Chế Linh, Po Klong Garai, Thạch Sô Phép, Lý Hồng", NULL, NULL },
	{ "hòa hoà, đồng chí, ĐẢNG ỦY, Nguyễn Thị Quỳnh", NULL, NULL },
	{ "Đoković, Łódź, São Paulo, Ærø, naïve", NULL, NULL },
};

static bool
holds(const char *value, bool strict, const char *want)
{
	struct letters l;
	struct buf right = { 0 };
	bool wrong = letters_look(str_of(value),
	    strict ? LETTERS_NAME : LETTERS_TEXT, &l, &right);
	bool good =
	    want ? wrong && str_is(buf_str(&right), want) : !wrong && !right.n;

	if (!good)
		printf("# '%s'\n", buf_z(&right));
	buf_release(&right);
	return good;
}

static void
first_ones(void)
{
	struct letters l;
	struct buf right = { 0 };

	letters_look(STR("Lê Ðông\u00a0\ufffd Ða\u200dm\u00a0"), LETTERS_NAME,
	    &l, &right);
	ok(!l.foreign, "Latin letters are among them");
	ok(l.first[LETTERS_LIKE].c == 0xd0 && l.first[LETTERS_LIKE].off == 4 &&
		str_is(l.first[LETTERS_LIKE].as, "Đ"),
	    "the first letter is told with its place");
	ok(l.first[LETTERS_SPACE].c == 0xa0 &&
		l.first[LETTERS_LOST].c == 0xfffd &&
		l.first[LETTERS_HIDDEN].c == 0x200d,
	    "and one of each other kind");
	ok(str_is(buf_str(&right), "Lê Đông \ufffd Đam "),
	    "what was lost stays, all else is put right");
	ok(str_starts(str_from(buf_str(&right), l.first[LETTERS_LIKE].right),
	       STR("Đông")),
	    "the word that is wrong is found in what is right");
	buf_clear(&right);
	ok(letters_look(STR("АВ-01"), LETTERS_NAME, &l, &right) && l.foreign,
	    "all letters may be of another script");
	buf_clear(&right);
	ok(letters_look(STR("ＡＢ"), LETTERS_NAME, &l, &right) && !l.foreign &&
		letters_look(STR("Ð"), LETTERS_NAME, &l, &right) && !l.foreign,
	    "but those of another form are Latin");
	buf_release(&right);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ok(holds(rows[i].value, false, rows[i].line), "line '%s'",
		    rows[i].value);
		ok(holds(rows[i].value, true, rows[i].name), "name '%s'",
		    rows[i].value);
	}
	first_ones();
	return done();
}
