#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Vietnamese text in UTF-8: comparing, searching, ordering, measuring. All of
 * it is independent of locale. Only case.c and the files of
 * text know utf8proc. */

/* The code point that starts at v.s[i], or -1 where the bytes are not UTF-8;
 * *next is the index after it (i + 1 for a bad byte). */
int32_t text_at(struct str v, size_t i, size_t *next);

/* The first byte from i on that is not ASCII, or the end. */
size_t text_skip_ascii(struct str, size_t i);

bool text_valid(struct str,
    size_t *bad);          /* is it UTF-8? else *bad: where not */
bool text_nfc(struct str); /* is it in NFC? (valid UTF-8 only) */

/* In NFC: the same view when it is plainly so already, else one of b. */
struct str text_as_nfc(struct str, struct buf *b);

void text_add_char(struct buf *, int32_t); /* as UTF-8 */

/* Each adds a form of v to b. Bytes that are not UTF-8 are kept as they are. */
void text_add_nfc(struct buf *, struct str v);
void text_add_fold(struct buf *, struct str v); /* lower case, no marks, đ→d */
void text_add_lower(struct buf *, struct str v); /* NFC, case folded */

/* Equal for two spellings that differ only in normal form or tone placement:
 * hòa = hoà. Lower case; each word is letters followed by its tone digit. */
void text_add_tone_key(struct buf *, struct str v);

/* As a tone key, with runs of white space made one blank and trimmed: how a
 * label, a key or an enum value is matched (record(5)). */
void text_add_spelling(struct buf *, struct str v);

/* Bytes that memcmp puts in Vietnamese order: 29-letter alphabet with f j w z
 * in their places, then tones (không, huyền, hỏi, ngã, sắc, nặng), then case;
 * as CLDR vi, but hòa = hoà up to the last level. */
void text_add_order_key(struct buf *, struct str v);

/* The same by given name, then middle, then family: last word, then the words
 * between, then the first. */
void text_add_name_key(struct buf *, struct str v);

/* Compares as the order key does, then by bytes: collation "vi". */
int text_compare(struct str, struct str);

size_t text_width(struct str); /* columns on a terminal */
/* Characters as a reader counts them: a letter with all its marks, and an emoji
 * of several signs, are one each. */
size_t text_length(struct str);
struct str text_cut(struct str, size_t width); /* the longest start that fits */

/* Makes control bytes, bidirectional controls and bytes that are not UTF-8
 * harmless from b->s[from] on: they become \xNN or \u{NNNN}. A newline
 * becomes \n, a tab \t. */
void text_harmless(struct buf *, size_t from);

/* A character that must not stand in front matter: controls other than tab and
 * line ends, bidirectional controls, zero-width and other invisible ones,
 * NBSP, U+0085, U+2028, U+2029, U+FEFF. NULL: it may; else its name,
 * untranslated. */
const char *text_forbidden(int32_t);

/* One of those that someone may mean: spaces of other widths, joiners (in
 * emoji and Persian), the soft hyphen, tag letters (in flags). */
bool text_hidden(int32_t);

#endif
