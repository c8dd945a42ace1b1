#ifndef RECORD_NEW_ID_H
#define RECORD_NEW_ID_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "record/record.h"

/* The id of a new record, as its type's "new_id" says. */

/* What stands around the number; without a number all is in before. */
struct new_id {
	struct str before, after;
	int digits; /* 0: no number */
	/* the field that the record does not hold, and the id needs; NULL */
	const struct field *lacks;
};

/* Lives in the arena. The type says how (n of new_id is not 0). */
struct new_id new_id_of(const struct record *, int today, struct arena *);

/* The number that another id of these has; 0: it is not one of them. What
 * stands behind it need not be the same: 2021-03-dvm is the third of 2021. */
long new_id_number(const struct new_id *, struct str id);

struct str new_id_with(const struct new_id *, long number, struct arena *);

#endif
