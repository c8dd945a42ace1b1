#ifndef BASE_LANG_H
#define BASE_LANG_H

#include <stdbool.h>

/* Words for people, in their language. Data, ids and the words error, warning
 * and note are never translated. */
#define _(s) lang_text(s)
#define N_(s) (s)

enum lang { LANG_EN, LANG_VI };

/* A message in the language that was chosen, itself where that has no words for
 * it. Not to be freed. */
const char *lang_text(const char *message) __attribute__((format_arg(1)));

/* A word in both languages. A missing one is given by the other. */
struct label {
	const char *in[2]; /* by enum lang; NULL: not given */
};

enum lang lang_now(void);                                /* that was chosen */
const char *lang_name(enum lang);                        /* "vi" or "en" */
const char *lang_label(const struct label *, enum lang); /* NULL: none at all */

/* Chooses the language: option (may be NULL), else KN_LANG, else the locale,
 * else English. False when option or KN_LANG names none of ours. The process
 * keeps the locale "C", so that no decimal comma enters data. */
bool lang_start(const char *option, enum lang *);

#endif
