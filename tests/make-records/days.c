/* Which days do offices work? */
#include "days.h"

#include <string.h>

#include "chance.h"

static const char *const days_off[][2] = {
	/* first and last, in order */
	{ "2015-01-01", "2015-01-02" },
	{ "2015-02-16", "2015-02-23" },
	{ "2015-04-28", "2015-05-01" },
	{ "2015-09-02", "2015-09-02" },
	{ "2016-01-01", "2016-01-01" },
	{ "2016-02-07", "2016-02-12" },
	{ "2016-04-16", "2016-04-18" },
	{ "2016-04-30", "2016-05-03" },
	{ "2016-09-02", "2016-09-02" },
	{ "2017-01-01", "2017-01-02" },
	{ "2017-01-26", "2017-02-01" },
	{ "2017-04-06", "2017-04-06" },
	{ "2017-04-30", "2017-05-02" },
	{ "2017-09-02", "2017-09-04" },
	{ "2018-01-01", "2018-01-01" },
	{ "2018-02-14", "2018-02-20" },
	{ "2018-04-25", "2018-04-25" },
	{ "2018-04-30", "2018-05-01" },
	{ "2018-09-02", "2018-09-03" },
	{ "2018-12-31", "2019-01-01" },
	{ "2019-02-04", "2019-02-08" },
	{ "2019-04-14", "2019-04-15" },
	{ "2019-04-29", "2019-05-01" },
	{ "2019-09-02", "2019-09-02" },
	{ "2020-01-01", "2020-01-01" },
	{ "2020-01-23", "2020-01-29" },
	{ "2020-04-02", "2020-04-02" },
	{ "2020-04-30", "2020-05-01" },
	{ "2020-09-02", "2020-09-02" },
	{ "2021-01-01", "2021-01-01" },
	{ "2021-02-10", "2021-02-16" },
	{ "2021-04-21", "2021-04-21" },
	{ "2021-04-30", "2021-05-03" },
	{ "2021-09-02", "2021-09-03" },
	{ "2022-01-01", "2022-01-03" },
	{ "2022-01-31", "2022-02-04" },
	{ "2022-04-10", "2022-04-11" },
	{ "2022-04-30", "2022-05-03" },
	{ "2022-09-01", "2022-09-02" },
	{ "2023-01-01", "2023-01-02" },
	{ "2023-01-20", "2023-01-26" },
	{ "2023-04-29", "2023-05-03" },
	{ "2023-09-01", "2023-09-04" },
	{ "2024-01-01", "2024-01-01" },
	{ "2024-02-08", "2024-02-14" },
	{ "2024-04-18", "2024-04-18" },
	{ "2024-04-29", "2024-05-01" },
	{ "2024-09-02", "2024-09-03" },
	{ "2025-01-01", "2025-01-01" },
	{ "2025-01-27", "2025-01-31" },
	{ "2025-04-07", "2025-04-07" },
	{ "2025-04-30", "2025-05-02" },
	{ "2025-09-01", "2025-09-02" },
	{ "2026-01-01", "2026-01-02" },
	{ "2026-02-16", "2026-02-20" },
	{ "2026-04-26", "2026-04-27" },
	{ "2026-04-30", "2026-05-01" },
	{ "2026-09-01", "2026-09-02" },
};

bool
is_off(int day)
{
	char text[DAY_TEXT];

	if (day_of_week(day) > 5)
		return true;
	day_text(day, text);
	for (size_t i = 0; i < COUNT(days_off); i++)
		if (strcmp(text, days_off[i][1]) <= 0)
			return strcmp(days_off[i][0], text) <= 0;
	return false;
}

int
work_day(int day)
{
	while (is_off(day))
		day--;
	return day;
}

int
work_day_after(int day)
{
	while (is_off(day))
		day++;
	return day;
}

int
work_days_later(int day, int n)
{
	while (n--)
		day = work_day_after(day + 1);
	return day;
}

int
work_days_before(int day, int n)
{
	while (n--)
		day = work_day(day - 1);
	return day;
}

int
day_of(const char *text)
{
	int day = DAY_NONE;

	day_parse((struct str){ text, strlen(text) }, &day);
	return day;
}

int
year_of(int day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return y;
}

int
month_of(int day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return m;
}

int
quarter_end(int day)
{
	int last = (month_of(day) + 2) / 3 * 3;

	return day_add_months(day_make(year_of(day), last, 1), 1) - 1;
}

int
meeting_day(int day, size_t cell)
{
	return work_day_after(
	    day_make(year_of(day), month_of(day), 3 + (int)(cell % 4)));
}

int
meeting_before(int day, size_t cell)
{
	int that = meeting_day(day, cell);

	return that <= day ? that : meeting_day(day_add_months(day, -1), cell);
}
