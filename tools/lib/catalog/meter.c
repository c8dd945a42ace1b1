/* meter: what a function of ours may cost. */
#include "catalog/meter.h"

#include <sqlite3.h>

bool
meter_spend(sqlite3_context *c, size_t work)
{
	const struct meter *m = sqlite3_user_data(c);

	if (!m->spend || m->spend(m->to, work))
		return true;
	sqlite3_result_error_code(c, SQLITE_INTERRUPT);
	return false;
}
