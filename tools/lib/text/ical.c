/* ical: a calendar of whole days. The one file that knows libical. */
#include "text/ical.h"

#include <assert.h>
#include <libical/ical.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/install.h"
#include "base/library.h"
#include "base/mem.h"
#include "text/day.h"
#include "text/text.h"

/* Loaded by who first writes a calendar: it brings large tables of letters. */
static struct libical {
#define LIBICAL(name) __typeof__(ical##name) *name;
#include "text/ical.def"
#undef LIBICAL
} functions;

static_assert(ICAL_MAJOR_VERSION == 3, "that of its name, which has no macro");

static void
load(void)
{
	void *library = library_load("libical.so.3");

#define LIBICAL(name) library_find(library, "ical" #name, &functions.name);
#include "text/ical.def"
#undef LIBICAL
}

static const struct libical *
libical(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &functions;
}

struct ical {
	icalcomponent *calendar;
	int today;
};

/* At seven in the morning: on the day, and two days before. */
static const char *const alarms[] = { "PT7H", "-P1DT17H" };

static struct icaltimetype
time_of(int day)
{
	struct icaltimetype t = libical()->time_null_time();

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
	icalproperty *p = libical()->property_new_x(NULL);
	struct buf b = { 0 };

	*c = (struct ical){ .today = today,
		.calendar = libical()->component_vanew(ICAL_VCALENDAR_COMPONENT,
		    libical()->property_new_version("2.0"),
		    libical()->property_new_prodid(
			"-//ketnap//" KN_VERSION "//VI"),
		    libical()->property_new_calscale("GREGORIAN"),
		    libical()->property_new_method(ICAL_METHOD_PUBLISH),
		    NULL) };
	libical()->property_set_x_name(p, "X-WR-CALNAME");
	libical()->property_set_x(p, plain(&b, name));
	libical()->component_add_property(c->calendar, p);
	buf_release(&b);
	return c;
}

static icalcomponent *
alarm_of(const char *when, const char *title)
{
	return libical()->component_vanew(ICAL_VALARM_COMPONENT,
	    libical()->property_new_action(ICAL_ACTION_DISPLAY),
	    libical()->property_new_description(title),
	    libical()->property_new_trigger(
		libical()->triggertype_from_string(when)),
	    NULL);
}

void
ical_add(struct ical *c, const struct ical_event *e)
{
	struct buf uid = { 0 }, title = { 0 }, text = { 0 }, kind = { 0 };
	struct icaltimetype stamp = time_of(c->today);
	icalcomponent *event;

	stamp.is_date = 0;
	stamp.zone = libical()->timezone_get_utc_timezone();
	event = libical()->component_vanew(ICAL_VEVENT_COMPONENT,
	    libical()->property_new_uid(plain(&uid, e->uid)),
	    libical()->property_new_dtstamp(stamp),
	    libical()->property_new_dtstart(time_of(e->day)),
	    libical()->property_new_dtend(time_of(e->day + 1)),
	    libical()->property_new_summary(plain(&title, e->title)),
	    libical()->property_new_description(plain(&text, e->text)),
	    libical()->property_new_categories(plain(&kind, e->kind)),
	    libical()->property_new_class(ICAL_CLASS_PRIVATE),
	    libical()->property_new_transp(ICAL_TRANSP_TRANSPARENT), NULL);
	for (size_t i = 0; e->reminds && i < sizeof alarms / sizeof *alarms;
	     i++)
		libical()->component_add_component(event,
		    alarm_of(alarms[i], buf_z(&title)));
	libical()->component_add_component(c->calendar, event);
	buf_release(&uid);
	buf_release(&title);
	buf_release(&text);
	buf_release(&kind);
}

void
ical_write(const struct ical *c, FILE *out)
{
	char *all = libical()->component_as_ical_string_r(c->calendar);

	if (!all)
		mem_out();
	fputs(all, out);
	libical()->memory_free_buffer(all);
}

void
ical_free(struct ical *c)
{
	if (!c)
		return;
	libical()->component_free(c->calendar);
	free(c);
}
