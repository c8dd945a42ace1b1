/* syllable: is a word a Vietnamese syllable? */
#include "text/syllable.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "text/text.h"

static const char *const onsets[] = { "ngh", "ch", "gh", "gi", "kh", "ng", "nh",
	"ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
	"n", "p", "r", "s", "t", "v", "x", "" };

static const char rhymes[] =
    " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân "
    "âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich "
    "iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan "
    "oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on "
    "ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng "
    "uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy "
    "uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương "
    "ươp ươt ươu ưt ưu y yêm yên yêt yêu ";

static bool
is_rhyme(struct str v)
{
	struct buf b = { 0 };
	bool is;

	buf_addf(&b, " %.*s ", STRF(v));
	is = v.n && strstr(rhymes, buf_z(&b));
	buf_release(&b);
	return is;
}

bool
syllable_is(struct str v)
{
	struct buf b = { 0 };
	struct str key;
	bool is = false;
	char tone;

	text_add_tone_key(&b, v);
	key = buf_str(&b);
	tone = key.n ? key.s[key.n - 1] : 0;
	key = str_first(key, key.n - !!key.n);
	for (size_t i = 0; i < sizeof onsets / sizeof *onsets && !is; i++)
		is = str_starts(key, str_of(onsets[i])) &&
		    is_rhyme(str_from(key, strlen(onsets[i])));
	if (is && (strchr("cpt", key.s[key.n - 1]) || str_ends(key, STR("ch"))))
		is = tone >= '4';
	buf_release(&b);
	return is;
}
