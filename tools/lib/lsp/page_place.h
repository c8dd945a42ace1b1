#ifndef LSP_PAGE_PLACE_H
#define LSP_PAGE_PLACE_H

#include "base/arena.h"
#include "lsp/cursor.h"
#include "lsp/document.h"
#include "schema/page_form.h"
#include "schema/schema.h"

/* Where in front matter of a page of the schema somebody is writing. */
struct page_place {
	struct cursor cursor;
	/* of the map that a key there stands in; NULL: none that is known */
	const struct page_form *form;
	/* whose value it is, or that holds the map; NULL: the page */
	const struct page_key *key;
	const struct type *type;     /* that it speaks of; NULL: none */
	const struct field *field;   /* that is declared there; NULL: none */
	const struct fields *beside; /* and those it stands beside */
};

/* False: the byte is not in front matter of a page that is known. The type and
 * its fields are those of the schema as it was last read. */
bool page_place_find(struct page_place *, const struct document *, size_t off,
    struct arena *);

/* What a word there names: the value, or a key of a map whose keys do. */
enum page_value page_place_names(const struct page_place *);
/* The keys that may stand there: key of its form, or of the other that the page
 * may have. NULL: none. */
const struct page_form *page_place_form(const struct page_place *);
/* The value that stands beside, under a key; empty: none. */
struct str page_place_beside(const struct page_place *, const char *key);

#endif
