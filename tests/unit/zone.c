/* Names of zones, and what is meant by those that are none. */
#include "text/zone.h"

#include "test.h"

static void
test_names(void)
{
	static const char *const there[] = {
		"UTC", "Asia/Ho_Chi_Minh", "Asia/Saigon", "Africa/Abidjan",
		"America/Argentina/ComodRivadavia", "Etc/GMT-7", "Zulu",
		"GMT+0", "W-SU",
	}, *const none[] = {
		"", "utc", "Asia/Ho_Chi_Min", "Asia/Ho_Chi_Minh ", "Asia",
		"Asia/Hanoi", "../../etc/passwd", "Factory", "posix/UTC",
	};

	for (size_t i = 0; i < sizeof there / sizeof *there; i++)
		ok(zone_is(str_of(there[i])), "'%s' is one", there[i]);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		ok(!zone_is(str_of(none[i])), "'%s' is none", none[i]);
}

static void
test_near(void)
{
	static const struct {
		const char *typed, *near;
	} cases[] = {
		{ "Asia/Ho_Chi_Min", "Asia/Ho_Chi_Minh" },
		{ "Asia/Hồ Chí Minh", "Asia/Ho_Chi_Minh" },
		{ "asia/ho_chi_minh", "Asia/Ho_Chi_Minh" },
		{ "HoChiMinh", "Asia/Ho_Chi_Minh" },
		{ "Ho_Chi_Minh", "Asia/Ho_Chi_Minh" },
		{ "Asia/Hanoi", "Asia/Ho_Chi_Minh" },
		{ "Asia/Hà Nội", "Asia/Ho_Chi_Minh" },
		{ "Việt Nam", "Asia/Ho_Chi_Minh" },
		{ "GMT+7", "Asia/Ho_Chi_Minh" },
		{ "+07:00", "Asia/Ho_Chi_Minh" },
		{ "Europe/Berlln", "Europe/Berlin" },
		{ "utc", "UTC" },
		{ "Asia/Tokio", "Asia/Tokyo" },
		{ "Mars/Olympus_Mons", NULL },
		{ "../../etc/passwd", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *near = zone_near(str_of(cases[i].typed));

		ok(near == cases[i].near ||
			(near && cases[i].near &&
			    str_is(str_of(near), cases[i].near)),
		    "'%s' means %s", cases[i].typed, near ? near : "nothing");
	}
}

int
main(void)
{
	test_names();
	test_near();
	return done();
}
