#ifndef SCHEMA_PAGE_KEYS_H
#define SCHEMA_PAGE_KEYS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/found.h"
#include "parse/front.h"
#include "base/lang.h"
#include "base/str.h"
#include "schema/page_form.h"

struct source;

/* Reads the pages of a schema: only known keys, each of its form, with the
 * messages that a record gets. Whatever is wrong in a page is trouble. */
struct page_keys {
	const char *path;
	struct front front; /* of the page */
	struct findings *to;
	struct arena *arena; /* where what is read stays */
	bool bad;            /* something was wrong */
};

/* Reads a page whose bytes and tree stay in the arena. False after saying why:
 * it could not be read or has no front matter that parses. */
bool page_keys_open(struct page_keys *, struct source *, const char *path,
    struct arena *, struct findings *);

/* Says what is wrong with the keys of a map: unknown (with what was perhaps
 * meant), missing, or not of their form. Only then may the rest be asked. */
void page_keys_form(struct page_keys *, const struct node *map,
    const struct page_form *);

/* Says that something is wrong at a node (NULL: the page), as find. */
void page_keys_wrong(struct page_keys *, enum find, const struct node *,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* What stands under a key. NULL: nothing, or it is absent. */
const struct node *page_keys_get(const struct node *map, const char *key);
const struct node *page_keys_node(const struct node *map, const char *key,
    enum page_key_kind); /* NULL also when of another kind */
struct str page_keys_text(const struct node *map,
    const char *key); /* empty: none */
/* flag.h; false when it is not said */
bool page_keys_flag(struct page_keys *, const struct node *map,
    const char *key);
bool page_keys_int(struct page_keys *, const struct node *map, const char *key,
    int least, int most, int *); /* false: not there, or said wrong */
bool page_keys_day(struct page_keys *, const struct node *map, const char *key,
    int *day);
struct label page_keys_label(struct page_keys *, const struct node *map,
    const char *key);
/* A list of scalars, or one scalar, as an array in the arena. */
size_t page_keys_texts(struct page_keys *, const struct node *map,
    const char *key, struct str **);
/* The first node of such a list, or the one; NULL: there is none. */
const struct node *page_keys_first(const struct node *map, const char *key);
/* The index of a word among those there are, or otherwise when there is none;
 * says what is wrong when it is none of them. */
size_t page_keys_choice(struct page_keys *, const struct node *map,
    const char *key, const struct page_words *, size_t otherwise);
/* note, warning, error or off, which is LEVEL_OFF; ERROR when not said. */
enum level page_keys_level(struct page_keys *, const struct node *map,
    const char *key);
/* What stands under "confidence": 'A', 'B' or 'C'. */
char page_keys_confidence(struct page_keys *, const struct node *map,
    char otherwise);

/* Small letters, digits and _, none of the digits first: what may name a type,
 * a column or a parameter. */
bool page_keys_is_plain(struct str name);

#endif
