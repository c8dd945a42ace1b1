/* ref_name: what branches and tags are called. */
#include "git/ref_name.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "text/day.h"
#include "git/fsck_name.h"
#include "base/lang.h"
#include "base/str.h"
#include "text/text.h"

/* Git takes so few digits of an id for a commit where they are of one alone,
 * also behind what git describe writes before them. */
static bool
is_like_id(const char *name)
{
	enum { SHORT = 7 };
	const char *dash = strrchr(name, '-');
	const char *id = dash && dash[1] == 'g' ? dash + 2 : name;
	size_t n = strspn(id, "0123456789abcdefABCDEF");

	return n >= SHORT && !id[n];
}

/* HEAD, FETCH_HEAD and what else git keeps beside refs/; @ is HEAD. What begins
 * with one, as HEAD/x, stands where a clone keeps the server's HEAD. */
static bool
is_like_head(const char *name)
{
	size_t n = strcspn(name, "/");

	return strcmp(name, "@") == 0 ||
	    (n == 4 && strncasecmp(name, "HEAD", n) == 0) ||
	    (n > 5 && strncasecmp(name + n - 5, "_HEAD", 5) == 0);
}

/* Where git looks a short name up, a longer one stands in the way. */
static bool
is_like_ref(const char *name)
{
	static const char *const places[] = { "refs/", "heads/", "tags/",
		"remotes/", "origin/" };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (str_starts(str_of(name), str_of(places[i])))
			return true;
	return strcmp(name, "origin") == 0;
}

static bool
is_like_day(const char *name)
{
	int day;

	return day_parse(str_of(name), &day);
}

/* Checkpoints are tags below ketnap/: no other ref takes their place. */
static bool
is_like_checkpoint(const char *name, bool branch)
{
	static const char place[] = "ketnap";
	size_t n = sizeof place - 1;

	if (strncasecmp(name, place, n) || (name[n] && name[n] != '/'))
		return false;
	return branch || !name[n] || memcmp(name, place, n) != 0;
}

const char *
ref_name_means(const char *name, bool branch)
{
	return is_like_id(name) ? _("a commit's id") :
	    is_like_head(name)  ? _("what git calls HEAD") :
	    is_like_ref(name)   ? _("a place of branches or tags") :
	    is_like_day(name)   ? _("a day") :
	    is_like_checkpoint(name, branch) ? _("a checkpoint") :
	    *name == '-'                     ? _("an option of a command") :
					       NULL;
}

/* Git locks a ref by a file of its name with .lock behind it. */
static bool
is_like_lock(struct str part)
{
	size_t n = strlen(".lock");

	return part.n >= n && str_is_word(str_from(part, part.n - n), ".lock");
}

bool
ref_name_is_portable(const char *name)
{
	enum { NAME_MOST = 200 }; /* leaves room for where a clone lies */
	struct str rest = str_of(name), part;
	size_t bad;

	if (rest.n > NAME_MOST || !text_valid(rest, &bad))
		return false;
	while (str_split(&rest, '/', &part))
		if (fsck_file_name(part) != FSCK_SOUND || is_like_lock(part))
			return false;
	return true;
}

/* Alike. */

/* The part of a ref up to the next '/' after the first at bytes, or all. */
static struct str
next_part(const char *ref, size_t at)
{
	return (struct str){ ref, at + strcspn(ref + at, "/") };
}

static struct str
key_of(struct str part, struct buf *b)
{
	buf_clear(b);
	fsck_add_same(b, part);
	return buf_str(b);
}

void
ref_name_note(struct map *alike, const char *ref, struct arena *a)
{
	struct buf key = { 0 };

	for (size_t at = 0; at == 0 || ref[at - 1];) {
		struct str part = next_part(ref, at), k = key_of(part, &key);

		if (!map_get(alike, k))
			*map_put(alike, arena_keep(a, k)) = arena_z(a, part);
		at = part.n + 1;
	}
	buf_release(&key);
}

const char *
ref_name_alike(const struct map *alike, const char *ref, struct arena *a)
{
	struct buf key = { 0 };
	const char *other = NULL;

	for (size_t at = 0; !other && (at == 0 || ref[at - 1]);) {
		struct str part = next_part(ref, at);
		const char *had = map_get(alike, key_of(part, &key));

		if (had && !str_eq(str_of(had), part))
			other = arena_z(a, str_of(had));
		at = part.n + 1;
	}
	buf_release(&key);
	return other;
}
