#ifndef AUDIT_PUSH_AUDIT_H
#define AUDIT_PUSH_AUDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/found.h"
#include "base/map.h"
#include "git/revwalk.h"

/* What knaudit would say of commits, asked before they are taken. */
struct push_audit {
	struct revwalk *past;   /* of the data folder */
	const struct oid *tips; /* what refs are to lead to */
	size_t n_tips;
	/* commits by whose schemas and authorities they are judged, too */
	const struct oid *there;
	size_t n_there;
	struct revwalk_known outside; /* what no ref would gain */
	struct revwalk_known settled; /* what is here already */
	int today;
	struct map *said;    /* kept for the next: nothing is said twice */
	struct arena *arena; /* of its keys */
};

/* Today in the zone of a tip's schema; what is wrong with that is said
 * elsewhere. */
bool push_audit_today(const char *tip, int *today, struct findings *);

/* Says errors only. False: there are some, or it could not be found out. */
bool push_audit_judge(const struct push_audit *, struct findings *);

#endif
