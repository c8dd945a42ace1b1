/* ical: a calendar of whole days. The one file that knows libical. */
#include "text/ical.h"

#include <libical/ical.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/install.h"
#include "base/mem.h"
#include "text/day.h"
#include "text/text.h"

struct ical {
	icalcomponent *calendar;
	int today;
};

/* At seven in the morning: on the day, and two days before. */
static const char *const alarms[] = { "PT7H", "-P1DT17H" };

static struct icaltimetype
time_of(int day)
{
	struct icaltimetype t = icaltime_null_time();

	day_split(day, &t.year, &t.month, &t.day);
	t.is_date = 1;
	return t;
}

/* Of any text what a calendar may hold: no byte that is none of its letters,
 * and lines only where they are meant. Good until the buf changes. */
static const char *
plain(struct buf *b, struct str text)
{
	struct str line;
	bool more = false;

	buf_clear(b);
	while (str_split(&text, '\n', &line)) {
		size_t from = b->n;

		if (more) {
			buf_addc(b, '\n');
			from++;
		}
		buf_add(b, line);
		text_harmless(b, from);
		more = true;
	}
	return buf_z(b);
}

struct ical *
ical_new(struct str name, int today)
{
	struct ical *c = mem_alloc(sizeof *c);
	icalproperty *p = icalproperty_new_x(NULL);
	struct buf b = { 0 };

	*c = (struct ical){ .today = today,
		.calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT,
		    icalproperty_new_version("2.0"),
		    icalproperty_new_prodid("-//ketnap//" KN_VERSION "//VI"),
		    icalproperty_new_calscale("GREGORIAN"),
		    icalproperty_new_method(ICAL_METHOD_PUBLISH), NULL) };
	icalproperty_set_x_name(p, "X-WR-CALNAME");
	icalproperty_set_x(p, plain(&b, name));
	icalcomponent_add_property(c->calendar, p);
	buf_release(&b);
	return c;
}

static icalcomponent *
alarm_of(const char *when, const char *title)
{
	return icalcomponent_vanew(ICAL_VALARM_COMPONENT,
	    icalproperty_new_action(ICAL_ACTION_DISPLAY),
	    icalproperty_new_description(title),
	    icalproperty_new_trigger(icaltriggertype_from_string(when)), NULL);
}

void
ical_add(struct ical *c, const struct ical_event *e)
{
	struct buf uid = { 0 }, title = { 0 }, text = { 0 }, kind = { 0 };
	struct icaltimetype stamp = time_of(c->today);
	icalcomponent *event;

	stamp.is_date = 0;
	stamp.zone = icaltimezone_get_utc_timezone();
	event = icalcomponent_vanew(ICAL_VEVENT_COMPONENT,
	    icalproperty_new_uid(plain(&uid, e->uid)),
	    icalproperty_new_dtstamp(stamp),
	    icalproperty_new_dtstart(time_of(e->day)),
	    icalproperty_new_dtend(time_of(e->day + 1)),
	    icalproperty_new_summary(plain(&title, e->title)),
	    icalproperty_new_description(plain(&text, e->text)),
	    icalproperty_new_categories(plain(&kind, e->kind)),
	    icalproperty_new_class(ICAL_CLASS_PRIVATE),
	    icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), NULL);
	for (size_t i = 0; e->reminds && i < sizeof alarms / sizeof *alarms;
	     i++)
		icalcomponent_add_component(event,
		    alarm_of(alarms[i], buf_z(&title)));
	icalcomponent_add_component(c->calendar, event);
	buf_release(&uid);
	buf_release(&title);
	buf_release(&text);
	buf_release(&kind);
}

void
ical_write(const struct ical *c, FILE *out)
{
	char *all = icalcomponent_as_ical_string_r(c->calendar);

	if (!all)
		mem_out();
	fputs(all, out);
	icalmemory_free_buffer(all);
}

void
ical_free(struct ical *c)
{
	if (!c)
		return;
	icalcomponent_free(c->calendar);
	free(c);
}
