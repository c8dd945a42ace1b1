/* Which name was perhaps meant. */
#include "text/name.h"

#include "test.h"

static const struct name values[] = {
	{ .name = { "tot", 3 }, .label = { { "Tốt", "Good" } } },
	{ .name = { "kha", 3 }, .label = { { "Khá", "Fair" } } },
	{ .name = { "khac", 4 }, .label = { { "Khác", "Other" } } },
	{ .name = { "khong-dat", 9 }, .label = { { "Không đạt", "Failed" } } },
	{ .name = { "dat", 3 }, .label = { { "Đạt", "Passed" } } },
	{ .name = { "dang-ky", 7 }, .label = { { "Đăng ký", "Enrolled" } } },
};
enum { N = sizeof values / sizeof *values };

static const struct {
	const char *typed, *name, *value;
} rows[] = {
	{ "Tốt", "tot", "tot" },
	{ "TOT", "tot", "tot" },
	{ "good", "tot", "tot" },
	{ "khong dat", "khong-dat", "khong-dat" },
	{ "khong-dta", "khong-dat", "khong-dat" },
	{ "không đạt", "khong-dat", "khong-dat" },
	{ "dang-kyy", "dang-ky", "dang-ky" },
	/* one letter makes another word */
	{ "khat", NULL, "" },
	{ "toi", NULL, "" },
	/* and what says the opposite is not near */
	{ "chua-dat", NULL, "" },
	{ "xyz", "", "" },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str typed = str_of(rows[i].typed);
		struct str name = name_near(values, N, sizeof *values, typed);
		struct str value =
		    name_near_value(values, N, sizeof *values, typed);

		if (rows[i].name)
			ok(str_is(name, rows[i].name),
			    "'%s' is near the name '%s', not '%.*s'",
			    rows[i].typed, rows[i].name, STRF(name));
		ok(str_is(value, rows[i].value),
		    "'%s' is near the value '%s', not '%.*s'", rows[i].typed,
		    rows[i].value, STRF(value));
	}
	return done();
}
