/* level: how bad a finding is. */
#include "text/level.h"

static const char *const level_names[] = {
	[NOTE] = "note",
	[WARNING] = "warning",
	[ERROR] = "error",
	[TROUBLE] = "error",
	[LEVEL_OFF] = "off",
};

const char *
level_name(enum level l)
{
	return level_names[l];
}

bool
level_named(struct str name, enum level *l)
{
	for (size_t i = 0; i < TROUBLE; i++)
		if (str_is(name, level_names[i])) {
			*l = (enum level)i;
			return true;
		}
	return false;
}
