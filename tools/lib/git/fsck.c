/* fsck: commits and tags that git would not write.
 *
 * The checks and their order are those of git's fsck.c; what git passes over,
 * such as a second tree further down, is wrong here. */
#include "git/fsck.h"

#include <limits.h>
#include <string.h>

#include "base/lang.h"

static const struct {
	const char *name, *text;
} rows[] = {
#define FSCK(id, name, text) [FSCK_##id] = { name, text },
#include "git/fsck.def"
#undef FSCK
};

void
fsck_tell(struct buf *b, const char *kind, const unsigned char id[20],
    const struct fsck_wrong *wrong)
{
	enum { SHOWN = 6 }; /* bytes, as git's short ids */

	buf_addf(b, "%s ", kind);
	for (size_t i = 0; i < SHOWN; i++)
		buf_addf(b, "%02x", id[i]);
	buf_addz(b, ": ");
	if (wrong->at.n)
		buf_addf(b, "'%.*s': ", (int)wrong->at.n, wrong->at.s);
	buf_addf(b, "%s (%s)", _(rows[wrong->what].text),
	    rows[wrong->what].name);
}

/* An object on its way from one line to the next. */
struct fsck_object {
	struct str rest;
	struct fsck_wrong *wrong;
};

static bool
is_wrong(struct fsck_object *r, enum fsck what)
{
	*r->wrong = (struct fsck_wrong){ .what = what };
	return false;
}

/* Headers end with an empty line, or with the object. */
static bool
has_end(struct fsck_object *r)
{
	struct str s = r->rest;

	for (size_t i = 0; i < s.n; i++) {
		if (!s.s[i])
			return is_wrong(r, FSCK_NUL_IN_HEADER);
		if (s.s[i] == '\n' && i + 1 < s.n && s.s[i + 1] == '\n')
			return true;
	}
	return (s.n && s.s[s.n - 1] == '\n') ||
	    is_wrong(r, FSCK_UNTERMINATED_HEADER);
}

static bool
take_id(struct str *s)
{
	enum { HEX = 40 };
	size_t n = 0;

	while (n < s->n && n < HEX && s->s[n] &&
	    strchr("0123456789abcdef", s->s[n]))
		n++;
	if (n < HEX)
		return false;
	*s = str_from(*s, n);
	return str_take(s, STR("\n"));
}

/* Up to one of these characters, or the end. */
static void
pass(struct str *s, const char *stop)
{
	size_t n = 0;

	while (n < s->n && !strchr(stop, s->s[n]))
		n++;
	*s = str_from(*s, n);
}

static bool
take_time(struct fsck_object *r)
{
	struct str *s = &r->rest;
	unsigned long long time = 0;
	size_t n = 0;

	if (s->n > 1 && s->s[0] == '0' && s->s[1] != ' ')
		return is_wrong(r, FSCK_ZERO_PADDED_DATE);
	for (; n < s->n && str_is_digit(s->s[n]); n++) {
		if (time > (LLONG_MAX - 9) / 10)
			return is_wrong(r, FSCK_BAD_DATE_OVERFLOW);
		time = 10 * time + (unsigned long long)(s->s[n] - '0');
	}
	*s = str_from(*s, n);
	return (n && str_take(s, STR(" "))) || is_wrong(r, FSCK_BAD_DATE);
}

static bool
take_zone(struct fsck_object *r)
{
	struct str *s = &r->rest;
	bool ok = str_take(s, STR("+")) || str_take(s, STR("-"));

	for (int i = 0; ok && i < 4; i++) {
		ok = s->n && str_is_digit(s->s[0]);
		*s = str_from(*s, 1);
	}
	return (ok && str_take(s, STR("\n"))) || is_wrong(r, FSCK_BAD_TIMEZONE);
}

/* "Name <address> 1624928400 +0700" and the end of the line. */
static bool
take_person(struct fsck_object *r)
{
	struct str *s = &r->rest;

	if (str_starts(*s, STR("<")))
		return is_wrong(r, FSCK_MISSING_NAME_BEFORE_EMAIL);
	pass(s, "<>\n");
	if (str_starts(*s, STR(">")))
		return is_wrong(r, FSCK_BAD_NAME);
	if (!str_starts(*s, STR("<")))
		return is_wrong(r, FSCK_MISSING_EMAIL);
	if (s->s[-1] != ' ')
		return is_wrong(r, FSCK_MISSING_SPACE_BEFORE_EMAIL);
	*s = str_from(*s, 1);
	pass(s, "<>\n");
	if (!str_take(s, STR(">")))
		return is_wrong(r, FSCK_BAD_EMAIL);
	if (!str_take(s, STR(" ")))
		return is_wrong(r, FSCK_MISSING_SPACE_BEFORE_DATE);
	return take_time(r) && take_zone(r);
}

/* Commits. */

/* What may follow the committer. */
static const struct header {
	struct str name;
	bool prefix;       /* of a family */
	bool many, folded; /* may stand twice, go on */
} headers[] = {
	{ { "encoding", 8 }, false, false, false },
	{ { "mergetag", 8 }, false, true, true },
	{ { "gpgsig", 6 }, false, false, true },
	{ { "gpgsig-sha256", 13 }, false, false, true },
	{ { "HG:", 3 }, true, true, true }, /* what Mercurial knew of it */
};
enum { HEADERS = sizeof headers / sizeof *headers };

static int
header_of(struct str name)
{
	for (int i = 0; i < HEADERS; i++)
		if (headers[i].prefix ? str_starts(name, headers[i].name) :
					str_eq(name, headers[i].name))
			return i;
	return -1;
}

static bool
is_early(struct str name)
{
	return str_is(name, "tree") || str_is(name, "parent") ||
	    str_is(name, "author") || str_is(name, "committer");
}

static bool
is_wrong_header(struct fsck_object *r, enum fsck what, struct str name)
{
	*r->wrong = (struct fsck_wrong){ what, name };
	return false;
}

static bool
take_headers(struct fsck_object *r)
{
	unsigned seen = 0;
	struct str line;
	int last = -1;

	while (str_split(&r->rest, '\n', &line) && line.n) {
		struct str name = str_first(line, str_find(line, ' '));
		int i = header_of(name);

		if (!name.n && last >= 0 && headers[last].folded)
			continue;
		if (is_early(name) ||
		    (i >= 0 && !headers[i].many && seen & 1u << i))
			return is_wrong_header(r, FSCK_REPEATED_HEADER, name);
		if (i < 0 || name.n == line.n)
			return is_wrong_header(r, FSCK_UNKNOWN_HEADER, name);
		seen |= 1u << i;
		last = i;
	}
	return true;
}

bool
fsck_commit(struct str bytes, struct fsck_wrong *wrong)
{
	struct fsck_object r = { bytes, wrong };

	*wrong = (struct fsck_wrong){ 0 };
	if (!has_end(&r))
		return false;
	if (!str_take(&r.rest, STR("tree ")))
		return is_wrong(&r, FSCK_MISSING_TREE);
	if (!take_id(&r.rest))
		return is_wrong(&r, FSCK_BAD_TREE_SHA1);
	while (str_take(&r.rest, STR("parent ")))
		if (!take_id(&r.rest))
			return is_wrong(&r, FSCK_BAD_PARENT_SHA1);
	if (!str_take(&r.rest, STR("author ")))
		return is_wrong(&r, FSCK_MISSING_AUTHOR);
	if (!take_person(&r))
		return false;
	if (str_starts(r.rest, STR("author ")))
		return is_wrong(&r, FSCK_MULTIPLE_AUTHORS);
	if (!str_take(&r.rest, STR("committer ")))
		return is_wrong(&r, FSCK_MISSING_COMMITTER);
	if (!take_person(&r) || !take_headers(&r))
		return false;
	return str_find(r.rest, '\0') == r.rest.n ||
	    is_wrong(&r, FSCK_NUL_IN_COMMIT);
}

/* Tags. */

static bool
is_type(struct str s)
{
	return str_is(s, "commit") || str_is(s, "tree") || str_is(s, "blob") ||
	    str_is(s, "tag");
}

/* As git check-ref-format has it for refs/tags/NAME. */
static bool
is_tag_name(struct str s)
{
	struct str rest = s, part;

	if (!s.n || str_ends(s, STR("/")) || str_ends(s, STR(".")) ||
	    str_find_str(s, STR("@{")) != s.n ||
	    str_find_str(s, STR("..")) != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] <= ' ' || s.s[i] == '\177' ||
		    strchr("~^:?*[\\", s.s[i]))
			return false;
	while (str_split(&rest, '/', &part))
		if (!part.n || part.s[0] == '.' || str_ends(part, STR(".lock")))
			return false;
	return true;
}

static bool
take_line(struct fsck_object *r, struct str name, struct str *line,
    enum fsck missing, enum fsck endless)
{
	if (!str_take(&r->rest, name))
		return is_wrong(r, missing);
	if (str_find(r->rest, '\n') == r->rest.n)
		return is_wrong(r, endless);
	return str_split(&r->rest, '\n', line);
}

bool
fsck_tag(struct str bytes, struct fsck_wrong *wrong)
{
	struct fsck_object r = { bytes, wrong };
	struct str line;

	*wrong = (struct fsck_wrong){ 0 };
	if (!has_end(&r))
		return false;
	if (!str_take(&r.rest, STR("object ")))
		return is_wrong(&r, FSCK_MISSING_OBJECT);
	if (!take_id(&r.rest))
		return is_wrong(&r, FSCK_BAD_OBJECT_SHA1);
	if (!take_line(&r, STR("type "), &line, FSCK_MISSING_TYPE_ENTRY,
		FSCK_MISSING_TYPE))
		return false;
	if (!is_type(line))
		return is_wrong(&r, FSCK_BAD_TYPE);
	if (!take_line(&r, STR("tag "), &line, FSCK_MISSING_TAG_ENTRY,
		FSCK_MISSING_TAG))
		return false;
	if (!is_tag_name(line))
		return is_wrong(&r, FSCK_BAD_TAG_NAME);
	if (!str_take(&r.rest, STR("tagger ")))
		return is_wrong(&r, FSCK_MISSING_TAGGER_ENTRY);
	if (!take_person(&r))
		return false;
	if (str_split(&r.rest, '\n', &line) && line.n)
		return is_wrong_header(&r, FSCK_EXTRA_HEADER_ENTRY,
		    str_first(line, str_find(line, ' ')));
	return str_find(r.rest, '\0') == r.rest.n ||
	    is_wrong(&r, FSCK_NUL_IN_TAG);
}
