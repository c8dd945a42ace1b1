/* finding: the table of what can be found. */
#include "text/found.h"

#include "base/lang.h"

static const struct finding_row rows[FINDS] = {
#define FIND(name, id, level, why) [FIND_##name] = { id, level, why, false },
#define GUARD(name, id, level, why) [FIND_##name] = { id, level, why, true },
#include "text/finding.def"
#undef FIND
};

const struct finding_row *
finding_row(enum find f)
{
	return &rows[f];
}

const struct finding_row *
finding_named(struct str id)
{
	for (size_t i = 0; i < FINDS; i++)
		if (str_is(id, rows[i].id))
			return &rows[i];
	return NULL;
}

/* The nearest to what was typed. */
const struct finding_row *
finding_near(struct str id)
{
	const struct finding_row *best = NULL;

	for (size_t i = 0; i < FINDS; i++)
		if (str_nearer(id, str_of(rows[i].id),
			str_of(best ? best->id : NULL)))
			best = &rows[i];
	return best;
}
