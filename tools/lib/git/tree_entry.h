#ifndef GIT_TREE_ENTRY_H
#define GIT_TREE_ENTRY_H

#include <stdbool.h>

#include "base/str.h"
#include "git/oid.h"

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

struct oid tree_entry_id(const struct tree_entry *);
/* As git writes modes: a MODE_ of entry.h, or 0100755. */
unsigned tree_entry_mode(const struct tree_entry *);

bool tree_entry_is_folder(const struct tree_entry *);
bool tree_entry_is_file(const struct tree_entry *);
bool tree_entry_is_module(const struct tree_entry *);

/* Would git itself check it out under this name? Else no record is there. */
bool tree_entry_may_be(const struct tree_entry *);

/* As git orders a tree: a folder as if '/' ended its name. */
int tree_entry_order(const struct tree_entry *, const struct tree_entry *);

#endif
