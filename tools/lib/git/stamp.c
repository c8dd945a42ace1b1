/* stamp: who, and when. */
#include "git/stamp.h"

enum {
	ZONE_TEXT = 5, /* "+0700" */
	ZONE_WEST = 12 * 60,
	ZONE_EAST = 14 * 60, /* the clocks furthest off */
};

/* The end of 9999-12-30 in UTC: no zone is in the year 10000 then. */
static const long long last = 253402214399;

/* Takes a number from the front of s. More than fits is as much as fits. */
static enum stamp_when
take_time(struct str *s, long long *time)
{
	bool minus = s->n && s->s[0] == '-';
	size_t i = minus, start = i;
	long long n = 0;

	for (; i < s->n && str_is_digit(s->s[i]); i++)
		if (n <= last)
			n = 10 * n + (s->s[i] - '0');
	if (i == start || (i < s->n && s->s[i] != ' '))
		return STAMP_NONE;
	*s = str_trim(str_from(*s, i));
	if (minus)
		return STAMP_BEFORE;
	if (n > last)
		return STAMP_AFTER;
	*time = n;
	return STAMP_TOLD;
}

static bool
read_zone(struct str s, int *offset)
{
	int hours, minutes;

	if (s.n != ZONE_TEXT || (s.s[0] != '+' && s.s[0] != '-') ||
	    !str_digits(s, 1, 2, &hours) || !str_digits(s, 3, 2, &minutes))
		return false;
	*offset = 60 * hours + minutes;
	if (minutes > 59 || *offset > (s.s[0] == '-' ? ZONE_WEST : ZONE_EAST))
		return false;
	if (s.s[0] == '-')
		*offset = -*offset;
	return true;
}

struct stamp
stamp_read(struct str line)
{
	struct stamp s = { 0 };
	size_t open = str_find(line, '<'), end = line.n;
	int offset;

	while (end > open && line.s[end - 1] != '>')
		end--;
	s.name = str_trim(str_first(line, open));
	if (open == line.n || end == open)
		return s;
	s.email = str_trim(str_first(str_from(line, open + 1), end - open - 2));
	s.zone = str_trim(str_from(line, end));
	s.when = take_time(&s.zone, &s.time);
	s.zoned = read_zone(s.zone, &offset);
	if (s.zoned)
		s.offset = offset;
	return s;
}

struct str
stamp_line(struct str header, struct str keyword)
{
	struct str line;

	while (str_split(&header, '\n', &line) && line.n)
		if (str_take(&line, keyword) && str_take(&line, STR(" ")))
			return line;
	return (struct str){ 0 };
}
