#ifndef GIT_TREE_ENTRY_H
#define GIT_TREE_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* Where the entries of a tree begin, and it ends; never NULL, yours to free. 0:
 * something in it is no entry. */
size_t tree_entry_marks(struct str, uint32_t **);

/* The same of a tree which has an entry of the same name, in as many bytes,
 * wherever the other one has. False: it has not. */
bool tree_entry_same_marks(struct str, struct str other, const uint32_t *marks,
    size_t n);

/* How many bytes of entries two trees begin with alike. marks are those of a,
 * which begins at the one that is off. */
size_t tree_entry_alike(struct str a, struct str b, const uint32_t *marks,
    size_t n, size_t off);

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
