#ifndef TEXT_NAMES_H
#define TEXT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
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

enum { NAME_NONE = -1 };

/* Finds a name by any of its spellings (record(5), SPELLINGS): exactly, or its
 * label in either language or one of its other spellings after NFC, case, white
 * space and tone placement. All-zero finds nothing. */
struct spellings {
	struct map exact, spelled; /* → index + 1 */
};

/* Adds the name with that index. NULL, or the index + 1 of another name with
 * one of the same spellings, which is then in *spelling. Spellings are kept in
 * the arena. */
size_t spellings_add(struct spellings *, const struct name *, size_t index,
    struct arena *, struct str *spelling);
int spellings_find(const struct spellings *, struct str key); /* or NAME_NONE */
void spellings_release(struct spellings *);

/* The name that was perhaps meant: the same without marks or case, or nearly
 * the same. Names are n elements of the given size, each beginning with a
 * struct name. NULL: none is near. */
const struct name *name_near(const void *names, size_t n, size_t size,
    struct str typed);

#endif
