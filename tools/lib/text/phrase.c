/* phrase: words looked for in a text, in their order. */
#include "text/phrase.h"

#include <string.h>

#include "text/text.h"

/* Punctuation of Latin texts is none, nor are the spaces of typesetters. */
static bool
is_letter(struct str v, size_t i, size_t *next)
{
	int32_t c = text_at(v, i, next);

	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || str_is_digit(c);
	return c > 0xbf && !(c >= 0x2000 && c < 0x2070);
}

static bool
next_word(struct str *words, struct str *word)
{
	*words = str_trim(*words);
	word->s = words->s;
	word->n = 0;
	while (word->n < words->n && !strchr(" \t\n\r", words->s[word->n]))
		word->n++;
	*words = str_from(*words, word->n);
	return word->n > 0;
}

/* Do the words come next, behind the rest of the word that text begins in? */
static bool
follow(struct str text, struct str words)
{
	struct str word;
	size_t at = 0, next;

	while (next_word(&words, &word)) {
		while (at < text.n && is_letter(text, at, &next))
			at = next;
		while (!str_starts(str_from(text, at), word)) {
			if (at == text.n || text.s[at] == PHRASE_END ||
			    is_letter(text, at, &next))
				return false;
			at = next;
		}
		at += word.n;
	}
	return true;
}

static bool
begins_word(struct str text, size_t at)
{
	size_t before = at, next;

	if (!at || !is_letter(text, at, &next))
		return true;
	do
		before--;
	while (before && (text.s[before] & 0xc0) == 0x80);
	return !is_letter(text, before, &next);
}

static bool
has_phrase(struct str text, struct str words)
{
	struct str word;

	if (!next_word(&words, &word))
		return true;
	for (size_t at = 0; at < text.n; at++) {
		at += str_find_str(str_from(text, at), word);
		if (at < text.n && begins_word(text, at) &&
		    follow(str_from(text, at + word.n), words))
			return true;
	}
	return false;
}

bool
phrase_found(struct str text, struct str words)
{
	struct str phrase;

	while (str_split(&words, ',', &phrase))
		if (!has_phrase(text, phrase))
			return false;
	return true;
}
