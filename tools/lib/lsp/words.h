#ifndef LSP_WORDS_H
#define LSP_WORDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "lsp/roster.h"
#include "record/record.h"
#include "schema/page_form.h"
#include "schema/rule.h"

/* What an editor shows about things, as Markdown kept in an arena. plain: to
 * somebody who writes labels, so that no name is shown that has one. */

/* A field: what it is for, what it must be, which values it may have. */
struct str words_field(const struct field *, const struct schema *, enum lang,
    bool plain, struct arena *);
/* What a field of a kind must be. */
const char *words_kind(enum field_kind);
/* A key of a page: what it means, and what may stand there. */
struct str words_page_key(const struct page_key *, struct arena *);
/* The rules whose findings point at a field, and where each comes from; empty:
 * there are none. */
struct str words_rules(const struct rules *, const struct field *, int today,
    enum lang, struct arena *);
struct str words_rule(const struct rule *, int today, enum lang,
    struct arena *);
/* What one value of an enum means. */
struct str words_value(const struct name *, enum lang, bool plain,
    struct arena *);
/* In which stage a record is, and what leads to the next one; empty: its type
 * has none. Its stages must have been derived. */
struct str words_stage(const struct record *, enum lang, struct arena *);
/* Another record: its type, what people call it, its stage where that is
 * known. */
struct str words_record(const struct roster_record *, enum lang,
    struct arena *);

#endif
