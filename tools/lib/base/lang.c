/* lang: words for people, in their language. */
#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

#include "base/install.h"
#include "base/mo.h"
#include "base/str.h"

static const char *const codes[] = { [LANG_EN] = "en", [LANG_VI] = "vi" };

/* The words of a language: none of English, which the messages are written in,
 * and those of Vietnamese from when it is first chosen until the program ends.
 * Like gettext's own, the choice is one for the whole program. */
static struct mo words[2];
static enum lang chosen = LANG_EN;

const char *
lang_text(const char *message)
{
	const char *said = mo_find(&words[chosen], message);

	return said ? said : message;
}

enum lang
lang_now(void)
{
	return chosen;
}

const char *
lang_name(enum lang lang)
{
	return codes[lang];
}

const char *
lang_label(const struct label *l, enum lang lang)
{
	return l->in[lang] ? l->in[lang] :
			     l->in[lang == LANG_VI ? LANG_EN : LANG_VI];
}

/* "vi", "vi_VN.UTF-8"; "en", "en_GB". False for what is neither. */
static bool
named(const char *z, enum lang *lang)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strncmp(z, codes[i], 2) == 0 && strchr("_.@:", z[2])) {
			*lang = (enum lang)i;
			return true;
		}
	return false;
}

static const char *
set(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

/* What LC_ALL, LC_MESSAGES and LANG ask for, in their order; LANGUAGE counts
 * only beside one of them, as gettext has it. */
static enum lang
from_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	enum lang lang = LANG_EN;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = set(names[i]);

		if (!v)
			continue;
		if (set("LANGUAGE") && strcmp(v, "C") && strcmp(v, "POSIX"))
			named(set("LANGUAGE"), &lang);
		else
			named(v, &lang);
		return lang;
	}
	return lang;
}

bool
lang_start(const char *option, enum lang *lang)
{
	*lang = LANG_EN;
	if (!option)
		option = set("KN_LANG");
	if (!option)
		*lang = from_locale();
	else if (!named(option, lang))
		return false;
	chosen = *lang;
	if (chosen == LANG_VI && !words[LANG_VI].s) {
		char *where = install_path("locale/vi/LC_MESSAGES/ketnap.mo");

		mo_open(&words[LANG_VI], where);
		free(where);
	}
	return true;
}
