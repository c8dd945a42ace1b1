#ifndef EXPORT_PSEUDONYM_H
#define EXPORT_PSEUDONYM_H

#include <stdbool.h>

#include "schema/schema.h"
#include "text/cell.h"
#include "text/found.h"

/* Other ids in the place of those of persons, the same for the same id, so that
 * tables still join. Who has the key can tell which is whose. */
struct pseudonyms;

/* The key is what stands in a file that only its owner may read and that is not
 * in the data repository, whose root is given (NULL: there is none). A file
 * that is not there is made, with a key by chance; made says so. NULL after
 * saying why not. */
struct pseudonyms *pseudonyms_open(const char *file, struct source *,
    bool *made, struct findings *);
void pseudonyms_free(struct pseudonyms *);

/* Are records of the type persons: is what people call them private? */
bool pseudonym_hides(const struct type *);

enum { PSEUDONYM_TEXT = 28 };
/* The pseudonym of a record; returns out. */
char *pseudonym_of(const struct pseudonyms *, const struct type *,
    struct str id, char out[PSEUDONYM_TEXT]);

#endif
