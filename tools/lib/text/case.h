#ifndef TEXT_CASE_H
#define TEXT_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Small and capital letters of all scripts, letter by letter: a letter has one
 * other case, or none. Two normal forms of one text are the same text. */

void case_add_small(struct buf *, struct str v);   /* NFC */
void case_add_capital(struct buf *, struct str v); /* NFC */

/* What a character is taken for where case does not matter: Unicode's simple
 * case folding. */
int32_t case_folded(int32_t);

/* Like strcmp, without regard to case and normal form. */
int case_compare(struct str, struct str);

/* SQL's LIKE, without regard to case and normal form: % is any text, _ one
 * character of NFC, what stands behind escape (0: none) is itself. *work grows
 * by the characters looked at, at most the product of both lengths. */
bool case_like(struct str text, struct str pattern, int32_t escape,
    size_t *work);

#endif
