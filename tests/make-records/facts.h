#ifndef FACTS_H
#define FACTS_H

#include "district.h"

/* What the papers of somebody say, when all is as it should be. The numbers of
 * papers come later: see clerk.h. */
void facts_lay(const struct district *, struct person *);

/* A vote of the person's cell: as many as are needed or more, or one less. */
struct vote vote_draw(const struct district *, struct person *, int day,
    bool passed);

#endif
