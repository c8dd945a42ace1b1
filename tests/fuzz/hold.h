#ifndef HOLD_H
#define HOLD_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What must hold of any input; the fuzzer keeps the one for which it does
 * not. */
static inline void
hold(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

#endif
