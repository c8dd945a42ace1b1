/* signature: was this signed, and with which key?
 *
 * The key is read from the signature, and ssh-keygen is then asked with a list
 * of allowed signers that has that key alone: a signature which it reads in
 * another way than we do is not taken. Days are left out of that list. Roles
 * have them, in the zone of the repository; ssh-keygen would count them in the
 * machine's, and the two would part at midnight. */
#include "audit/signature.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/base64.h"
#include "git/cachefile.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/run.h"
#include "base/write.h"

static const char begin[] = "-----BEGIN SSH SIGNATURE-----";
static const char end[] = "-----END SSH SIGNATURE-----";
static const char magic[] = "SSHSIG";
enum { VERSION_BYTES = 4, LENGTH_BYTES = 4 };

/* The first line of what is kept; ids follow. */
static const char kept_format[] = "ketnap signatures 1";

struct signatures {
	/* For what ssh-keygen wants to have as files; empty: not made yet. */
	struct buf folder, allowed, signature;

	struct cachefile *file; /* NULL: nothing is kept */
	struct arena arena;
	struct map good; /* ids */
	size_t n_fresh;  /* of them, not kept yet */
	size_t doubts;
};

/* What is kept. */

static void
read_kept(struct signatures *s)
{
	struct buf b = { 0 };
	struct str rest, line;

	buf_read_file(&b, cachefile_path(s->file), SIZE_MAX / 4);
	rest = arena_take(&s->arena, &b);
	if (str_split(&rest, '\n', &line) && str_is(line, kept_format))
		while (str_split(&rest, '\n', &line) && line.n)
			*map_put(&s->good, line) = s;
}

struct signatures *
signatures_new(const char *folder)
{
	struct signatures *s = mem_alloc(sizeof *s);

	if (folder)
		s->file = cachefile_open(folder, "signatures", NULL);
	if (s->file && cachefile_sealed(s->file))
		read_kept(s);
	return s;
}

/* Who cannot write it has lost time, no more. */
static void
keep(struct signatures *s)
{
	struct buf b = { 0 };

	if (!s->file || !s->n_fresh || !cachefile_change(s->file) ||
	    !cachefile_empty(s->file))
		return;
	buf_addf(&b, "%s\n", kept_format);
	for (size_t i = 0; i < s->good.n; i++)
		buf_addf(&b, "%.*s\n", STRF(s->good.pairs[i].key));
	if (write_file(cachefile_path(s->file), buf_str(&b)))
		cachefile_seal(s->file);
	buf_release(&b);
}

void
signatures_free(struct signatures *s)
{
	if (!s)
		return;
	keep(s);
	cachefile_close(s->file);
	map_release(&s->good);
	arena_release(&s->arena);
	if (s->folder.n) {
		unlink(s->allowed.s);
		unlink(s->signature.s);
		rmdir(s->folder.s);
	}
	buf_release(&s->folder);
	buf_release(&s->allowed);
	buf_release(&s->signature);
	free(s);
}

static bool
make_folder(struct signatures *s, struct findings *to)
{
	const char *in = getenv("TMPDIR");

	if (s->folder.n)
		return true;
	buf_addf(&s->folder, "%s/ketnap-XXXXXX", in && *in ? in : "/tmp");
	if (!mkdtemp(s->folder.s)) {
		found(to, FIND_WRITE, place_file(NULL),
		    _("folder '%s' cannot be made: %s"), s->folder.s,
		    strerror(errno));
		buf_clear(&s->folder);
		return false;
	}
	buf_addf(&s->allowed, "%s/allowed", s->folder.s);
	buf_addf(&s->signature, "%s/signature", s->folder.s);
	return true;
}

/* Lengths come first, the highest byte first. */
static bool
take_string(struct str *rest, struct str *part)
{
	const unsigned char *s = (const unsigned char *)rest->s;
	size_t n;

	if (rest->n < LENGTH_BYTES)
		return false;
	n = (size_t)s[0] << 24 | (size_t)s[1] << 16 | (size_t)s[2] << 8 | s[3];
	if (n > rest->n - LENGTH_BYTES)
		return false;
	*part = str_first(str_from(*rest, LENGTH_BYTES), n);
	*rest = str_from(*rest, LENGTH_BYTES + n);
	return true;
}

static bool
is_ssh(struct str signature)
{
	return str_starts(signature, STR(begin));
}

bool
signature_key(struct str signature, struct buf *key)
{
	struct str letters = str_from(signature, sizeof begin - 1), rest, part;
	struct buf bytes = { 0 };
	bool ok = is_ssh(signature);

	letters = str_first(letters, str_find_str(letters, STR(end)));
	ok = ok && base64_read(&bytes, letters);
	rest = buf_str(&bytes);
	ok = ok && str_starts(rest, STR(magic));
	rest = str_from(rest, sizeof magic - 1 + VERSION_BYTES);
	ok = ok && take_string(&rest, &part) && part.n > LENGTH_BYTES;
	if (ok)
		buf_add(key, part);
	buf_release(&bytes);
	return ok;
}

/* "signer ssh-ed25519 AAAA…" */
static void
add_allowed(struct buf *b, struct str key)
{
	struct str rest = key, kind = { 0 };

	take_string(&rest, &kind);
	buf_addf(b, "signer namespaces=\"git\" %.*s ", STRF(kind));
	base64_add(b, key);
	buf_addc(b, '\n');
}

/* A kind with a blank in it would be more than one word of that line. */
static bool
is_plain(struct str key)
{
	struct str kind = { 0 };
	bool is = take_string(&key, &kind);

	for (size_t i = 0; i < kind.n; i++)
		is = is && kind.s[i] > ' ' && kind.s[i] < 127;
	return is;
}

/* It is read at once and never again: nothing need be safe on the disk. */
static bool
put(const char *path, struct str bytes, struct findings *to)
{
	return write_file(path, bytes) ||
	    found(to, FIND_WRITE, place_file(path),
		_("file cannot be written: %s"), strerror(errno));
}

static bool
verify(struct signatures *s, struct str signature, struct str payload,
    struct str key, enum proof *proof, struct findings *to)
{
	struct buf allowed = { 0 }, out = { 0 };
	bool ok;
	int status;

	if (!make_folder(s, to))
		return false;
	add_allowed(&allowed, key);
	ok = put(s->allowed.s, buf_str(&allowed), to) &&
	    put(s->signature.s, signature, to);
	buf_release(&allowed);
	if (ok) {
		const char *const argv[] = { "ssh-keygen", "-Y", "verify", "-f",
			s->allowed.s, "-I", "signer", "-n", "git", "-s",
			s->signature.s, NULL };

		status = run_program(argv, payload, &out);
		*proof = status == 0 ? PROOF_GOOD : PROOF_BAD;
		if (status < 0)
			ok = found(to, FIND_SSH_KEYGEN, place_file(NULL),
			    _("ssh-keygen cannot be run, so no signature can "
			      "be checked: install OpenSSH's client (Debian: "
			      "apt-get install openssh-client)"));
	}
	buf_release(&out);
	return ok;
}

bool
signature_check(struct signatures *s, struct str id, struct str signature,
    struct str payload, enum proof *proof, struct buf *key, struct findings *to)
{
	size_t start = key->n;

	*proof = PROOF_NONE;
	if (!signature.n)
		return true;
	*proof = is_ssh(signature) ? PROOF_BAD : PROOF_OTHER;
	if (!signature_key(signature, key) ||
	    !is_plain(str_from(buf_str(key), start)))
		return true;
	if (map_get(&s->good, id)) {
		*proof = PROOF_GOOD;
		return true;
	}
	if (!verify(s, signature, payload, str_from(buf_str(key), start), proof,
		to))
		return false;
	if (*proof == PROOF_GOOD) {
		*map_put(&s->good, arena_keep(&s->arena, id)) = s;
		s->n_fresh++;
	} else {
		s->doubts++;
	}
	return true;
}

size_t
signatures_doubts(const struct signatures *s)
{
	return s->doubts;
}

bool
signature_check_commit(struct signatures *s, struct revwalk *past,
    const struct oid *id, enum proof *proof, struct buf *key,
    struct findings *to)
{
	struct buf by = { 0 }, text = { 0 };
	char hex[ENTRY_ID];
	bool ok = revwalk_signature(past, id, &by, &text, to) &&
	    signature_check(s, str_of(oid_hex(id, hex)), buf_str(&by),
		buf_str(&text), proof, key, to);

	buf_release(&by);
	buf_release(&text);
	return ok;
}
