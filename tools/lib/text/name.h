#ifndef TEXT_NAME_H
#define TEXT_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "base/str.h"

/* A name in data, what people call it, and other spellings of it. */
struct name {
	struct str name;
	struct label label, help;
	struct str *also;
	size_t n_also;
};

/* What people see: the label, else the name. NUL-terminated. */
const char *name_shown(const struct name *, enum lang);

/* Is a label or another spelling written with Vietnamese letters? */
bool name_marked(const struct name *);

/* The name that was perhaps meant: the same without marks or case, or nearly
 * the same. Names are n elements of the given size, each beginning with a
 * struct name. NULL: none is near. */
const struct name *name_near(const void *names, size_t n, size_t size,
    struct str typed);

#endif
