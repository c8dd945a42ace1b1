#ifndef BASE_BUILD_H
#define BASE_BUILD_H

#include <stdbool.h>

#include "base/buf.h"

/* What tells this build of the program, and the libraries it runs with, from
 * any other: what was worked out by one need not be what another would. Added
 * to b. False: it cannot be told, as the linker left no id in it. */
bool build_id(struct buf *);

#endif
