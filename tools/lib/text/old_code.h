#ifndef TEXT_OLD_CODE_H
#define TEXT_OLD_CODE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Codes in which Vietnamese was written before Unicode, one byte a letter or
 * a letter and its mark. */
enum old_code {
	OLD_TCVN3, /* of the fonts .VnTime */
	OLD_VNI,   /* of the fonts VNI-Times */
	OLD_VISCII,
	OLD_CP1258, /* Windows, letters and marks apart */
	OLD_CODES
};

/* "tcvn3"; as it is chosen and shown. */
const char *old_code_name(enum old_code);
bool old_code_named(struct str, enum old_code *);

/* Adds what the bytes of a file mean in a code, in NFC. What means nothing in
 * it becomes U+FFFD. */
void old_code_add(struct buf *, struct str bytes, enum old_code);

/* The same of text in UTF-8 that was typed for the code's font, or whose bytes
 * were taken for those of Windows-1252; other letters stay. */
void old_code_add_typed(struct buf *, struct str text, enum old_code);

/* Which code bytes that are no UTF-8 look like. False: none. */
bool old_code_seems(struct str bytes, enum old_code *);

#endif
