#ifndef TEXT_FLAG_H
#define TEXT_FLAG_H

#include <stdbool.h>

#include "base/str.h"

/* The words for yes and no. */

/* 1 or 0; -1: it is none of them. Any case: co có true yes on, and khong không
 * false no off. */
int flag_parse(struct str);

/* The same of a word that is refused, where what it means can be told: y, 1, a
 * slip of the hand. *word: what to write, or NULL, where the sign is of no
 * language. *sure: it is no slip, but a word of its own. */
int flag_meant(struct str, const char **word, bool *sure);

#endif
