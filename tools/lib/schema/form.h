#ifndef FORM_H
#define FORM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/finding.h"
#include "parse/front.h"
#include "base/lang.h"
#include "base/str.h"

struct source;

/* Reads the pages of a schema: only known keys, each of its form, with the
 * messages that a record gets. Whatever is wrong in a page is trouble. */
struct form {
	const char *path;
	struct front front; /* of the page */
	struct findings *to;
	struct arena *arena; /* where what is read stays */
	bool bad;            /* something was wrong */
};

/* Reads a page whose bytes and tree stay in the arena. False after saying why:
 * it could not be read or has no front matter that parses. */
bool form_open(struct form *, struct source *, const char *path, struct arena *,
    struct findings *);

enum form_kind { FORM_TEXT, FORM_MAP, FORM_LIST, FORM_ANY };

struct form_key {
	const char *name;
	enum form_kind kind;
	bool required;
};

/* Says what is wrong with the keys of a map: unknown (with what was perhaps
 * meant), missing, or not of their form. Only then may the rest be asked. */
void form_keys(struct form *, const struct node *map, const struct form_key *,
    size_t n);

/* Says that something is wrong at a node (NULL: the page), as find. */
void form_wrong(struct form *, enum find, const struct node *, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/* What stands under a key. NULL: nothing, or it is absent. */
const struct node *form_get(const struct node *map, const char *key);
const struct node *form_node(const struct form *, const struct node *map,
    const char *key, enum form_kind); /* NULL also when of another kind */
struct str form_text(const struct node *map, const char *key); /* empty: none */
bool form_flag(struct form *, const struct node *map, const char *key,
    bool otherwise); /* flag.h */
bool form_int(struct form *, const struct node *map, const char *key, int least,
    int most, int *); /* false: not there, or said wrong */
bool form_day(struct form *, const struct node *map, const char *key, int *day);
struct label form_label(struct form *, const struct node *map, const char *key);
/* A list of scalars, or one scalar, as an array in the arena. */
size_t form_texts(struct form *, const struct node *map, const char *key,
    struct str **);
/* The index of a word among n, or otherwise when there is none; says what is
 * wrong when it is none of them. */
size_t form_choice(struct form *, const struct node *map, const char *key,
    const char *const *words, size_t n, size_t otherwise);

#endif
