/* fsck_name: what the name of a file means on other computers. */
#include "git/fsck_name.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "text/text.h"

enum { NAME_MOST = 255 }; /* bytes that Linux takes */

/* What macOS does not see in a name. */
static bool
is_unseen(int32_t c)
{
	return (c >= 0x200c && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x206a && c <= 0x206f) || c == 0xfeff;
}

static void
add_seen(struct buf *b, struct str name)
{
	for (size_t i = 0, next; i < name.n; i = next)
		if (!is_unseen(text_at(name, i, &next)))
			buf_add(b, (struct str){ name.s + i, next - i });
}

/* As Windows takes it: without a stream and without dots and blanks at the
 * end. */
static struct str
without_end(struct str s)
{
	s = str_first(s, str_find(s, ':'));
	while (s.n && (s.s[s.n - 1] == '.' || s.s[s.n - 1] == ' '))
		s.n--;
	return s;
}

/* What Windows keeps beside a longer name: SHORT~1 to 4, then two letters and
 * four digits of a hash, ~ and a number. */
static bool
is_short_of(struct str s, const char *shown, const char *hashed)
{
	size_t n = strlen(shown);

	if (s.n == n + 2 && strncasecmp(s.s, shown, n) == 0 && s.s[n] == '~' &&
	    s.s[n + 1] >= '1' && s.s[n + 1] <= '4')
		return true;
	n = str_find(s, '~');
	if (s.n != 8 || n > 6 || n < 1 || strncasecmp(s.s, hashed, n))
		return false;
	for (size_t i = n + 1; i < s.n; i++)
		if (s.s[i] < (i == n + 1 ? '1' : '0') || s.s[i] > '9')
			return false;
	return true;
}

static const struct {
	const char *name, *shown, *hashed;
	enum git_file is;
} git_files[] = {
	{ ".gitmodules", "gitmod", "gi7eba", GIT_FILE_MODULES },
	{ ".gitattributes", "gitatt", "gi7d29", GIT_FILE_ATTRIBUTES },
	{ ".gitignore", "gitign", "gi250a", GIT_FILE_IGNORE },
	{ ".mailmap", "mailma", "maba30", GIT_FILE_MAILMAP },
};

static enum git_file
git_file_alike(struct str s)
{
	for (size_t i = 0; i < sizeof git_files / sizeof *git_files; i++)
		if (str_is_word(s, git_files[i].name) ||
		    is_short_of(s, git_files[i].shown, git_files[i].hashed))
			return git_files[i].is;
	return GIT_FILE_NONE;
}

/* Could it be one? Most names are not, at a glance. */
static bool
may_be_gits(struct str s)
{
	return s.n &&
	    (s.s[0] == '.' || (signed char)s.s[0] < 0 || memchr(s.s, '~', s.n));
}

enum git_file
fsck_git_file(struct str name)
{
	struct buf seen = { 0 };
	enum git_file is;

	if (!may_be_gits(name))
		return GIT_FILE_NONE;
	add_seen(&seen, name);
	is = git_file_alike(without_end(buf_str(&seen)));
	buf_release(&seen);
	return is;
}

static bool
is_git(struct str name)
{
	struct buf seen = { 0 };
	struct str s;
	bool is;

	if (!may_be_gits(name))
		return false;
	add_seen(&seen, name);
	s = without_end(buf_str(&seen));
	is = str_is_word(s, ".git") || str_is_word(s, "git~1");
	buf_release(&seen);
	return is;
}

/* Names of devices, with whatever after a dot. */
static bool
is_device(struct str s)
{
	static const char *const all[] = { "con", "prn", "aux", "nul", "conin$",
		"conout$" };

	s = without_end(str_first(s, str_find(s, '.')));
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_is_word(s, all[i]))
			return true;
	return s.n == 4 && s.s[3] >= '1' && s.s[3] <= '9' &&
	    (strncasecmp(s.s, "com", 3) == 0 ||
		strncasecmp(s.s, "lpt", 3) == 0);
}

static bool
windows_takes(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] < ' ' || strchr("\\:*?\"<>|", s.s[i]))
			return false;
	return s.s[s.n - 1] != '.' && s.s[s.n - 1] != ' ' && !is_device(s);
}

/* A part before or after a backslash is a name by itself on Windows. */
static bool
has_git(struct str name)
{
	struct str part;

	while (str_split(&name, '\\', &part))
		if (is_git(part))
			return true;
	return false;
}

enum fsck
fsck_file_name(struct str s)
{
	if (!s.n)
		return FSCK_EMPTY_NAME;
	if (str_is(s, "."))
		return FSCK_HAS_DOT;
	if (str_is(s, ".."))
		return FSCK_HAS_DOTDOT;
	if (has_git(s))
		return FSCK_HAS_DOTGIT;
	if (str_find(s, '/') != s.n)
		return FSCK_FULL_PATHNAME;
	if (s.n > NAME_MOST)
		return FSCK_LARGE_PATHNAME;
	return windows_takes(s) ? FSCK_SOUND : FSCK_WINDOWS_NAME;
}

bool
fsck_is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((signed char)s.s[i] < 0 || (s.s[i] >= 'A' && s.s[i] <= 'Z'))
			return false;
	return true;
}

void
fsck_add_same(struct buf *b, struct str name)
{
	struct buf seen = { 0 };

	add_seen(&seen, name);
	text_add_lower(b, buf_str(&seen));
	buf_release(&seen);
}
