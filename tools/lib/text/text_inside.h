#ifndef TEXT_TEXT_INSIDE_H
#define TEXT_TEXT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/text.h"

/* What the files of text share. ASCII and composed Vietnamese are known by
 * table and need no library call; utf8proc answers for the rest of Unicode. */

/* The letters in the order of the alphabet; ă â đ ê ô ơ ư are named as they
 * are typed. */
enum {
	L_A = 1,
	L_AW,
	L_AA,
	L_B,
	L_C,
	L_D,
	L_DD,
	L_E,
	L_EE,
	L_F,
	L_G,
	L_H,
	L_I,
	L_J,
	L_K,
	L_L,
	L_M,
	L_N,
	L_O,
	L_OO,
	L_OW,
	L_P,
	L_Q,
	L_R,
	L_S,
	L_T,
	L_U,
	L_UW,
	L_V,
	L_W,
	L_X,
	L_Y,
	L_Z
};

/* By L_A and so on: without marks, and in lower case. */
extern const char text_folded[];
extern const char *const text_lower[];

enum { LEVEL, HUYEN, HOI, NGA, SAC, NANG };

/* What a code point is in the Vietnamese alphabet; letter 0: nothing. */
struct text_sign {
	unsigned char letter, tone, upper;
};
/* Code points below LOW_END and from HIGH to HIGH_END, which is left out. */
enum { LOW_END = 0x1b1, HIGH = 0x1ea0, HIGH_END = 0x1efa };
extern const struct text_sign text_low_signs[LOW_END];
extern const struct text_sign text_high_signs[HIGH_END - HIGH];

static inline struct text_sign
text_sign(int32_t c)
{
	if (c >= 0 && c < LOW_END)
		return text_low_signs[c];
	if (c >= HIGH && c < HIGH_END)
		return text_high_signs[c - HIGH];
	return (struct text_sign){ 0 };
}

int text_tone_of_mark(int32_t); /* LEVEL: it is no tone's */

/* Is it punctuation or a sign that has no case and no other normal form? */
static inline bool
text_is_fixed(int32_t c)
{
	return (c >= 0xa0 && c < 0xc0 && c != 0xb5) ||
	    (c >= 0x2010 && c < 0x205f) || (c >= 0x20a0 && c < 0x20c1);
}

#endif
