#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include "base/buf.h"
#include "base/str.h"

/* A .ZIP archive whose files are stored as they are. All-zero is an empty one.
 * Its bytes depend on nothing but what is added. */
struct zip {
	struct buf out, directory;
	unsigned n;
};

void zip_add(struct zip *, const char *name, struct str bytes);
/* Nothing is added any more: out is the archive, to be released. */
void zip_end(struct zip *);

#endif
