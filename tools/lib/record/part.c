/* part: what an entry of a list says under a field of it. */
#include "record/part.h"

#include "text/day.h"

struct str
part_text(const struct value *entry, const struct field *part)
{
	const struct value *v = record_part(entry, part);

	return v && !v->bad ? v->text : (struct str){ 0 };
}

int
part_day(const struct value *entry, const struct field *part)
{
	int day;

	return day_parse(part_text(entry, part), &day) ? day : DAY_NONE;
}
