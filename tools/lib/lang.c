/* lang: words for people, in their language. */
#include "lang.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "install.h"
#include "str.h"

static const char *const codes[] = { [LANG_EN] = "en", [LANG_VI] = "vi" };

const char *
lang_name(enum lang lang)
{
	return codes[lang];
}

const char *
label_in(const struct label *l, enum lang lang)
{
	return l->in[lang] ? l->in[lang] : l->in[lang == LANG_VI ? LANG_EN : LANG_VI];
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
	char *where;

	*lang = LANG_EN;
	if (!option)
		option = set("KN_LANG");
	if (!option)
		*lang = from_locale();
	else if (!named(option, lang))
		return false;
	/* No Vietnamese locale need be generated: gettext follows LANGUAGE in
	 * any locale but C. */
	setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", *lang == LANG_VI ? "vi" : "en", 1);
	where = install_path("locale");
	bindtextdomain("ketnap", where);
	free(where);
	bind_textdomain_codeset("ketnap", "UTF-8");
	textdomain("ketnap");
	return true;
}
