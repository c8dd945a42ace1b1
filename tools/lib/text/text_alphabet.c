/* text_alphabet: the letters of Vietnamese, by table. */
#include "text/text_inside.h"

const char text_folded[] = " aaabcddeefghijklmnooopqrstuuvwxyz";

const char *const text_lower[] = { "", "a", "ă", "â", "b", "c", "d", "đ", "e",
	"ê", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ", "p",
	"q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z" };

#define PAIR(up, low, l, t) [up] = { (l), (t), 1 }, [low] = { (l), (t), 0 }
#define PLAIN(c, l) PAIR((c), (c) + 0x20, (l), LEVEL)
#define LATIN(c, l, t) PAIR((c), (c) + 0x20, (l), (t))
#define NEXT(c, l, t) PAIR((c), (c) + 1, (l), (t))

const struct text_sign text_low_signs[LOW_END] = {
	PLAIN('A', L_A),
	PLAIN('B', L_B),
	PLAIN('C', L_C),
	PLAIN('D', L_D),
	PLAIN('E', L_E),
	PLAIN('F', L_F),
	PLAIN('G', L_G),
	PLAIN('H', L_H),
	PLAIN('I', L_I),
	PLAIN('J', L_J),
	PLAIN('K', L_K),
	PLAIN('L', L_L),
	PLAIN('M', L_M),
	PLAIN('N', L_N),
	PLAIN('O', L_O),
	PLAIN('P', L_P),
	PLAIN('Q', L_Q),
	PLAIN('R', L_R),
	PLAIN('S', L_S),
	PLAIN('T', L_T),
	PLAIN('U', L_U),
	PLAIN('V', L_V),
	PLAIN('W', L_W),
	PLAIN('X', L_X),
	PLAIN('Y', L_Y),
	PLAIN('Z', L_Z),
	LATIN(0xc0, L_A, HUYEN),
	LATIN(0xc1, L_A, SAC),
	LATIN(0xc2, L_AA, LEVEL),
	LATIN(0xc3, L_A, NGA),
	LATIN(0xc8, L_E, HUYEN),
	LATIN(0xc9, L_E, SAC),
	LATIN(0xca, L_EE, LEVEL),
	LATIN(0xcc, L_I, HUYEN),
	LATIN(0xcd, L_I, SAC),
	LATIN(0xd2, L_O, HUYEN),
	LATIN(0xd3, L_O, SAC),
	LATIN(0xd4, L_OO, LEVEL),
	LATIN(0xd5, L_O, NGA),
	LATIN(0xd9, L_U, HUYEN),
	LATIN(0xda, L_U, SAC),
	LATIN(0xdd, L_Y, SAC),
	NEXT(0x102, L_AW, LEVEL),
	NEXT(0x110, L_DD, LEVEL),
	NEXT(0x128, L_I, NGA),
	NEXT(0x168, L_U, NGA),
	NEXT(0x1a0, L_OW, LEVEL),
	NEXT(0x1af, L_UW, LEVEL),
};

#define TALL(c, l, t) NEXT((c)-HIGH, (l), (t))

const struct text_sign text_high_signs[HIGH_END - HIGH] = {
	TALL(0x1ea0, L_A, NANG),
	TALL(0x1ea2, L_A, HOI),
	TALL(0x1ea4, L_AA, SAC),
	TALL(0x1ea6, L_AA, HUYEN),
	TALL(0x1ea8, L_AA, HOI),
	TALL(0x1eaa, L_AA, NGA),
	TALL(0x1eac, L_AA, NANG),
	TALL(0x1eae, L_AW, SAC),
	TALL(0x1eb0, L_AW, HUYEN),
	TALL(0x1eb2, L_AW, HOI),
	TALL(0x1eb4, L_AW, NGA),
	TALL(0x1eb6, L_AW, NANG),
	TALL(0x1eb8, L_E, NANG),
	TALL(0x1eba, L_E, HOI),
	TALL(0x1ebc, L_E, NGA),
	TALL(0x1ebe, L_EE, SAC),
	TALL(0x1ec0, L_EE, HUYEN),
	TALL(0x1ec2, L_EE, HOI),
	TALL(0x1ec4, L_EE, NGA),
	TALL(0x1ec6, L_EE, NANG),
	TALL(0x1ec8, L_I, HOI),
	TALL(0x1eca, L_I, NANG),
	TALL(0x1ecc, L_O, NANG),
	TALL(0x1ece, L_O, HOI),
	TALL(0x1ed0, L_OO, SAC),
	TALL(0x1ed2, L_OO, HUYEN),
	TALL(0x1ed4, L_OO, HOI),
	TALL(0x1ed6, L_OO, NGA),
	TALL(0x1ed8, L_OO, NANG),
	TALL(0x1eda, L_OW, SAC),
	TALL(0x1edc, L_OW, HUYEN),
	TALL(0x1ede, L_OW, HOI),
	TALL(0x1ee0, L_OW, NGA),
	TALL(0x1ee2, L_OW, NANG),
	TALL(0x1ee4, L_U, NANG),
	TALL(0x1ee6, L_U, HOI),
	TALL(0x1ee8, L_UW, SAC),
	TALL(0x1eea, L_UW, HUYEN),
	TALL(0x1eec, L_UW, HOI),
	TALL(0x1eee, L_UW, NGA),
	TALL(0x1ef0, L_UW, NANG),
	TALL(0x1ef2, L_Y, HUYEN),
	TALL(0x1ef4, L_Y, NANG),
	TALL(0x1ef6, L_Y, HOI),
	TALL(0x1ef8, L_Y, NGA),
};

int
text_tone_of_mark(int32_t c)
{
	return c == 0x300 ? HUYEN :
	    c == 0x309    ? HOI :
	    c == 0x303    ? NGA :
	    c == 0x301    ? SAC :
	    c == 0x323    ? NANG :
			    LEVEL;
}
