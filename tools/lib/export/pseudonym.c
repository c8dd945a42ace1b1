/* pseudonym: other ids in the place of persons' ids. */
#include "export/pseudonym.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "git/replace.h"
#include "git/source.h"

enum { KEY_LEAST = 16, KEY_MOST = 4096 }; /* bytes */

struct pseudonyms {
	struct buf key;
};

/* A key by chance, in hexadecimal digits. */
static bool
make_key(const char *file, struct buf *key, struct findings *to)
{
	unsigned char random[SHA256_BYTES];
	char hex[SHA256_HEX];

	if (getrandom(random, sizeof random, 0) != sizeof random)
		return found_trouble(to, _("no key can be made: %s"),
		    strerror(errno));
	buf_addf(key, "%s\n", sha256_hex(random, hex));
	return replace_file(file, buf_str(key), 0600, to);
}

/* Whoever reads the repository must not have the key. */
static bool
is_apart(const char *file, struct source *s, struct findings *to)
{
	struct arena a = { 0 };
	const char *inside = source_root(s) ? source_path(s, file, &a) : NULL;

	if (inside)
		found_trouble(to,
		    _("the key of pseudonyms must not lie in the data "
		      "repository, as '%s' would; name a file outside of it"),
		    file);
	arena_release(&a);
	return !inside;
}

static bool
read_key(const char *file, struct buf *key, struct findings *to)
{
	struct stat st;

	if (!buf_read_file(key, file, KEY_MOST))
		return found_trouble(to, _("the key '%s' cannot be read: %s"),
		    file, strerror(errno));
	if (stat(file, &st) == 0 && (st.st_mode & 077))
		return found_trouble(to,
		    _("the key '%s' can be read by others; 'chmod 600' it"),
		    file);
	if (str_trim(buf_str(key)).n < KEY_LEAST)
		return found_trouble(to,
		    _("the key '%s' is too short: it takes %d bytes or more; "
		      "name a file that is not there to have one made"),
		    file, KEY_LEAST);
	return true;
}

struct pseudonyms *
pseudonyms_open(const char *file, struct source *s, bool *made,
    struct findings *to)
{
	struct pseudonyms *p = mem_alloc(sizeof *p);

	*made = access(file, F_OK) < 0 && errno == ENOENT;
	if (is_apart(file, s, to) &&
	    (*made ? make_key(file, &p->key, to) : read_key(file, &p->key, to)))
		return p;
	pseudonyms_free(p);
	return NULL;
}

void
pseudonyms_free(struct pseudonyms *p)
{
	if (!p)
		return;
	if (p->key.s)
		explicit_bzero(p->key.s, p->key.n);
	buf_release(&p->key);
	free(p);
}

bool
pseudonym_hides(const struct type *t)
{
	const struct field *called = type_called(t);

	return called && field_private(called);
}

char *
pseudonym_of(const struct pseudonyms *p, const struct type *t, struct str id,
    char out[PSEUDONYM_TEXT])
{
	enum { KEPT = 12 }; /* bytes: one of 2^96 */
	unsigned char sum[SHA256_BYTES];
	struct buf text = { 0 };

	buf_addf(&text, "%.*s", STRF(t->name.name));
	buf_addc(&text, '\0');
	buf_add(&text, id);
	sha256_hmac(str_trim(buf_str(&p->key)), buf_str(&text), sum);
	buf_release(&text);
	snprintf(out, 3, "p-");
	for (int i = 0; i < KEPT; i++)
		snprintf(out + 2 + 2 * i, 3, "%02x", sum[i]);
	return out;
}
