#ifndef TEXT_FIX_H
#define TEXT_FIX_H

#include <stddef.h>

#include "base/str.h"

/* Bytes of a file, [off, end), and what is to stand in their place. */
struct splice {
	size_t off, end;
	struct str by;
};

/* How what was found is mended, where there is one right answer: changes of the
 * file it was found in, in the order of their places, none of which touches
 * another. A finding carries one (struct finding, fix) where who asked for
 * findings asked for that too (struct findings, fixes). What is put in may be
 * private. */
struct fix {
	const struct splice *all;
	size_t n;
};

#endif
