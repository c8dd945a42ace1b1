#ifndef REPORT_FOOTER_H
#define REPORT_FOOTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* What a report says of how it was made (compose.h), read from the report in
 * whatever form it was printed. Everything is kept in the arena. */
struct footer {
	const char *report, *commit, *schema, *today, *lang, *format, *version,
	    *private, *ids, *reproducible; /* never NULL */
	const char **words;                /* its parameters, "ky=2021-H1" */
	size_t n_words;
};

/* False: these bytes have no footer, or one that is not whole. */
bool footer_read(struct footer *, struct str page, struct arena *);

#endif
