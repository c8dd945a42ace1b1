/* What text typed for an old font looks like. */
#include "text/old_font.h"

#include "base/lang.h"
#include "test.h"

static const struct {
	const char *text, *as; /* as: begins so; NULL: it is what it says */
	bool name;
} rows[] = {
	{ "Nguyễn Văn Mẫu", NULL, true },
	{ "Trần Thị Thu Hà", NULL, true },
	{ "Nguyen Van Mau", NULL, true },
	{ "Thôn Xuân Trung", NULL, false },
	{ "Müller", NULL, false },
	{ "où est la gare", NULL, false },
	{ "", NULL, true },
	{ "Nguyÿn", NULL, true },
	{ "NguyÔn V¨n MÉu", "the font code TCVN3", true },
	{ "TrÇn ThÞ MÉu", "the font code TCVN3", true },
	{ "§oµn x·", "the font code TCVN3", false },
	{ "Nguyeãn Vaên Maãu", "the font code VNI", true },
	{ "Traàn Thò Maãu", "the font code VNI", true },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *is = old_font(str_of(rows[i].text), rows[i].name);

		ok(rows[i].as ?
			is && str_starts(str_of(is), str_of(rows[i].as)) :
			!is,
		    "'%s' is %s, not %s", rows[i].text,
		    rows[i].as ? rows[i].as : "as it is", is ? is : "so");
	}
	return done();
}
