#ifndef GIT_TREE_ENTRY_H
#define GIT_TREE_ENTRY_H

#include <stdbool.h>

#include "base/str.h"

/* One entry of a tree, as git keeps it: "mode name\0id". */
struct tree_entry {
	unsigned mode;
	struct str name;         /* a NUL follows it */
	const unsigned char *id; /* 20 bytes */
};

/* Takes the next one off the bytes, of which some must be left. False: they
 * are none. */
bool tree_entry_take(struct str *rest, struct tree_entry *);

/* How many bytes of entries two trees begin with alike. */
size_t tree_entry_alike(struct str, struct str);

bool tree_entry_is_folder(const struct tree_entry *);

/* As git orders a tree: a folder as if '/' ended its name. */
int tree_entry_order(const struct tree_entry *, const struct tree_entry *);

#endif
