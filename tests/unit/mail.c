/* Which addresses are one. */
#include "text/mail.h"

#include "test.h"

static const struct {
	const char *a, *b;
	bool same;
} rows[] = {
	{ "an@x.vn", "an@x.vn", true },
	{ "an@x.vn", "an@X.VN", true },
	{ "an@Tinh.Gov.vn", "an@tinh.gov.vn", true },
	{ " an@x.vn", "an@x.vn  ", true },
	{ "an@x.vn.", "an@x.vn", true },
	{ "an@ĐẢNG.vn", "an@đảng.vn", true },
	{ "an@đa\u0309ng.vn", "an@đảng.vn", true },
	{ "an@x\u3002vn", "an@x.vn", true },
	{ "\"a@b\"@X.vn", "\"a@b\"@x.vn", true },
	{ "An@x.vn", "an@x.vn", false },
	{ "an@x.vn", "an@y.vn", false },
	{ "an@x.vn", "an@x.vn.evil", false },
	{ "an+git@x.vn", "an@x.vn", false },
	{ "an", "AN", false },
	{ "an@", "an", false },
	{ "@x.vn", "@X.vn", true },
	{ "", "an@x.vn", false },
	{ "a\"@x.vn", "a@x.vn", false },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(mail_same(str_of(rows[i].a), str_of(rows[i].b)) ==
			    rows[i].same &&
			mail_same(str_of(rows[i].b), str_of(rows[i].a)) ==
			    rows[i].same,
		    "'%s' %s '%s'", rows[i].a, rows[i].same ? "is" : "is not",
		    rows[i].b);
	return done();
}
