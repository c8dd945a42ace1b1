#ifndef TEXT_NAME_H
#define TEXT_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
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

/* Of elements of a size, each beginning with a struct name: the i-th one; that
 * of just this name, or NULL. */
const struct name *name_at(const void *names, size_t size, size_t i);
const void *name_find(const void *names, size_t n, size_t size, struct str);

/* The name of such an element that was perhaps meant: the same without marks or
 * case, or nearly the same. Empty: none is near. */
struct str name_near(const void *names, size_t n, size_t size,
    struct str typed);

/* The value that was perhaps meant. Where one letter can turn a word round only
 * a slip of the hand is near, and only where one value is nearest. */
struct str name_near_value(const void *names, size_t n, size_t size,
    struct str typed);

/* The spelling of the one name that typed is but for marks that were left out
 * (none is another), capitals, and '-', '_' or a blank between words. Empty: it
 * is none, or there are two. */
struct str name_restored(const void *names, size_t n, size_t size,
    struct str typed);

/* Is it that, both in lower case, but for marks that were left out? */
bool name_is_restored(struct str typed, struct str spelling);

/* Is an id nearer to one that was typed than the best so far? Only where they
 * differ in case, marks or what parts their words, in a beginning that one of
 * them lacks, or in a slip within one word: another number or another word is
 * another record. */
bool name_id_nearer(struct str typed, struct str id, struct str best);

/* "; did you mean 'near'?", which stands behind what there is not; "" when
 * nothing is near (n 0). */
const char *name_meant(struct arena *, struct str near);

#endif
