/* Globs against an oracle that tries everything, and cases by hand. */
#include "text/glob.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test.h"

struct match {
	const char *pattern, *path;
	bool match;
};

static const struct match cases[] = {
	{ "records/a/*.md", "records/a/x.md", true },
	{ "records/a/*.md", "records/a/b/x.md", false },
	{ "records/a/**/*.md", "records/a/x.md", true },
	{ "records/a/**/*.md", "records/a/b/x.md", true },
	{ "records/a/**/*.md", "records/a/b/c/d/x.md", true },
	{ "records/a/**/*.md", "records/ab/x.md", false },
	{ "records/a/**/*.md", "records/a/x.txt", false },
	{ "records/a/**/*.md", "records/a/.hidden.md", true },
	{ "**/x.md", "x.md", true },
	{ "**/x.md", "a/b/x.md", true },
	{ "a/**", "a/x", true },
	{ "a/**", "a/b/x", true },
	{ "a/**", "a", false },
	{ "a/**/b/**/c", "a/b/c", true },
	{ "a/**/b/**/c", "a/x/b/y/z/c", true },
	{ "a/**/b/**/c", "a/x/y/c", false },
	{ "a/**b/c", "a/xxb/c", true }, /* not a whole part: two stars */
	{ "a/**b/c", "a/x/b/c", false },
	{ "README.md", "README.md", true },
	{ "README.md", "records/a/README.md", true },
	{ "README.md", "records/README.md/a", false },
	{ "_*", "records/a/_draft.md", true },
	{ "_*", "records/_old/x.md", false },
	{ "a/?.md", "a/x.md", true },
	{ "a/?.md", "a/xy.md", false },
	{ "a/?.md", "a/\xe1\xba\xbf.md", true }, /* one letter, three bytes */
	{ "a/??.md", "a/\xe1\xba\xbf.md", false },
	{ "a/*?", "a/\xe1\xba\xbf", true },
	{ "a/*??", "a/\xe1\xba\xbf", false },
	{ "a/?", "a/\xff", true }, /* a bad byte is a character */
	{ "a/?", "a//", false },
	{ "a/*", "a/x\ny", true },
	{ "a/[xy]", "a/x", true },
	{ "a/[xy]", "a/[xy]", false },
	{ "a/[!xy]", "a/x", false },
	{ "a/[^xy]", "a/z", true },
	{ "a/[a-c]*.md", "a/bx.md", true },
	{ "a/[a-c]*.md", "a/dx.md", false },
	{ "a/[]x]", "a/]", true },
	{ "a/[]-]", "a/-", true },
	{ "a/[\\]]", "a/]", true },
	{ "a/[\xc3\xa0-\xe1\xbb\xb9]", "a/\xe1\xba\xbf", true },
	{ "a/[!x]", "a/\xe1\xba\xbf", true }, /* one letter, three bytes */
	{ "a/[!x]", "a/\xff", true },
	{ "[ab]/x", "b/x", true },
	{ "**/[ab].md", "x/y/a.md", true },
	{ "a/*[0-9]", "a/x12", true },
	{ "a/\\*", "a/*", true },
	{ "a/\\*", "a/\\bc", false },
	{ "a/\\[x]", "a/[x]", true },
	{ "a/[x", "a/[x", true }, /* refused where it is written */
	{ "a/*", "a/", true },
	{ "", "a", false },
	{ "a", "", false },
	{ "/a", "a", false },
	{ "a/", "a", false },
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct match *c = &cases[i];

		ok(!c->match ||
			str_starts(str_of(c->path),
			    glob_begins(str_of(c->pattern))),
		    "%s begins its paths", c->pattern);
		ok(glob_match(str_of(c->pattern), str_of(c->path)) == c->match,
		    "%s %s case %zu", c->pattern,
		    c->match ? "matches" : "does not match", i);
	}
}

static void
test_wrong(void)
{
	static const char *const right[] = {
		"a/*.md", "[a-z]", "[]a]", "[!]a]", "[a-]", "[a-z0-9]x", "\\[",
		"\\{a,b}", "{", "a}", "{a/b", "[{}]",
	}, *const wrong[] = {
		"[", "[a", "a/[x/y]", "[]", "[!]", "[z-a]", "[[:alpha:]]",
		"[a[:alpha:]]", "{a,b}", "x/{a}/y", "[a]{b,c}", "[a\\]", "a\\",
	};

	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		ok(!glob_wrong(str_of(right[i])), "'%s' is sound", right[i]);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ok(glob_wrong(str_of(wrong[i])) != NULL, "'%s' is not",
		    wrong[i]);
}

static void
test_folder(void)
{
	static const struct {
		const char *pattern, *folder;
		bool plain;
	} all[] = {
		{ "records/a/**/*.md", "records/a", false },
		{ "a/b/c.md", "a/b", true },
		{ "*.md", "", false },
		{ "a/x[0-9]/b", "a", false },
		{ "a/b\\*/c", "a", false },
		{ "a/x-?.md", "a", false },
		{ "a.md", "", true },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		bool plain;
		struct str folder = glob_folder(str_of(all[i].pattern), &plain);

		ok(str_is(folder, all[i].folder) && plain == all[i].plain,
		    "the folder of %s", all[i].pattern);
	}
}

/* The meaning, written down as it is said: every way is tried. */
static bool
oracle_name(const char *p, const char *end, const char *s, const char *s_end)
{
	if (p == end)
		return s == s_end;
	if (*p == '*')
		return oracle_name(p + 1, end, s, s_end) ||
		    (s < s_end && oracle_name(p, end, s + 1, s_end));
	return s < s_end && (*p == '?' || *p == *s) &&
	    oracle_name(p + 1, end, s + 1, s_end);
}

static bool
oracle(const char *p, const char *s)
{
	const char *p_end = strchrnul(p, '/'), *s_end = strchrnul(s, '/');

	if (p_end - p == 2 && memcmp(p, "**", 2) == 0) {
		if (!*p_end)
			return true;
		return oracle(p_end + 1, s) || (*s_end && oracle(p, s_end + 1));
	}
	if (!oracle_name(p, p_end, s, s_end))
		return false;
	if (!*p_end || !*s_end)
		return !*p_end && !*s_end;
	return oracle(p_end + 1, s_end + 1);
}

static const char *
random_text(char *out, size_t most, const char *letters)
{
	size_t n = 1 + (size_t)rand() % most;

	for (size_t i = 0; i < n; i++)
		out[i] = letters[(size_t)rand() % strlen(letters)];
	out[n] = '\0';
	return out;
}

/* Sets and escapes, against the C library's; '/' is not its concern. */
static void
test_library(void)
{
	char pattern[16], name[16];
	int wrong = 0, matches = 0, sound = 0;

	srand(11);
	for (int i = 0; i < 400000; i++) {
		bool want, got;

		random_text(pattern, 10, "ab[[]]!^-*?\\c");
		random_text(name, 4, "abc]-");
		if (glob_wrong(str_of(pattern)))
			continue;
		sound++;
		want = fnmatch(pattern, name, 0) == 0;
		got = glob_match(str_of(pattern), str_of(name));
		if (want != got && !wrong++)
			printf("# %s on %s: %d\n", pattern, name, got);
		matches += got;
	}
	ok(wrong == 0, "sets match as in the C library");
	ok(sound > 50000 && matches > 5000, "%d sound patterns, %d matches",
	    sound, matches);
}

static const char *
base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* By what the pattern comes to in the path's folder. */
static bool
match_there(const char *pattern, const char *path)
{
	struct str all = str_of(pattern), whole = str_of(path);
	struct globs g = { &all, NULL, 1, 0 }, here;
	size_t n = whole.n - str_base(whole).n;
	struct arena a = { 0 };
	bool is;

	here = globs_in(&g, str_first(whole, n ? n - 1 : 0), &a);
	is = globs_match(&here, whole);
	arena_release(&a);
	return is;
}

static bool
is_path(const char *path)
{
	size_t n = strlen(path);

	return n && *path != '/' && path[n - 1] != '/' && !strstr(path, "//");
}

static void
test_oracle(void)
{
	char pattern[16], path[16];
	int wrong = 0, matches = 0, unreached = 0, otherwise = 0;

	srand(7);
	for (int i = 0; i < 400000; i++) {
		bool want, got;

		random_text(pattern, 9, "ab**//?");
		random_text(path, 8, "aabb/");
		want = strchr(pattern, '/') ?
		    oracle(pattern, path) :
		    oracle_name(pattern, strchr(pattern, '\0'), base(path),
			strchr(path, '\0'));
		got = glob_match(str_of(pattern), str_of(path));
		if (want != got && !wrong++)
			printf("# %s on %s: %d\n", pattern, path, got);
		matches += got;
		if (is_path(path) && match_there(pattern, path) != got &&
		    !otherwise++)
			printf("# %s in the folder of %s\n", pattern, path);
		/* Every folder above a match can hold one. */
		for (char *s = path; got && (s = strchr(s, '/')); s++)
			unreached += !glob_below(str_of(pattern),
			    (struct str){ path, (size_t)(s - path) });
	}
	ok(wrong == 0, "agrees with trying everything");
	ok(matches > 1000, "and the trial found matches: %d", matches);
	ok(unreached == 0, "no folder above a match is passed over");
	ok(otherwise == 0, "and in each folder it comes to the same");
}

static void
test_below(void)
{
	static const struct match below[] = {
		{ "records/a/**/*.md", "", true },
		{ "records/a/**/*.md", "records", true },
		{ "records/a/**/*.md", "records/a", true },
		{ "records/a/**/*.md", "records/a/b/c", true },
		{ "records/a/**/*.md", "records/b", false },
		{ "records/a/**/*.md", "schema", false },
		{ "records/*.md", "records", true },
		{ "records/*.md", "records/a", false },
		{ "README.md", "any/where", true },
	};

	for (size_t i = 0; i < sizeof below / sizeof *below; i++)
		ok(glob_below(str_of(below[i].pattern),
		       str_of(below[i].path)) == below[i].match,
		    "%s is %sfor folder '%s'", below[i].pattern,
		    below[i].match ? "" : "not ", below[i].path);
}

static void
test_long(void)
{
	enum { LONG = 4000 };
	static char pattern[2 * LONG + 4], path[2 * LONG + 1];
	clock_t start = clock();

	for (int i = 0; i < LONG; i++) {
		memcpy(pattern + 2 * i, "*a", 2);
		memcpy(path + 2 * i, "aa", 2);
	}
	memcpy(pattern + 2 * LONG, "*/b", 4);
	ok(!glob_match(str_of(pattern), str_of(path)),
	    "thousands of stars that do not match");
	for (int i = 0; i + 3 <= 2 * LONG; i += 3)
		memcpy(pattern + i, "**/", 3);
	for (int i = 0; i + 2 <= 2 * LONG; i += 2)
		memcpy(path + i, "a/", 2);
	ok(!glob_match(str_of(pattern), str_of(path)),
	    "thousands of folders that do not match");
	ok((clock() - start) / CLOCKS_PER_SEC < 5, "in a moment");
}

static void
test_globs(void)
{
	const struct str match[] = { STR("records/**/*.md"), STR("a.md") };
	const struct str except[] = { STR("README.md"), STR("_*") };
	const struct globs g = { match, except, 2, 2 };
	const struct globs none = { 0 };

	ok(globs_match(&g, STR("records/x/y.md")), "matched");
	ok(globs_match(&g, STR("z/a.md")), "matched by the second");
	ok(!globs_match(&g, STR("records/x/README.md")), "excepted");
	ok(!globs_match(&g, STR("records/_x.md")), "excepted by the second");
	ok(!globs_match(&none, STR("a")) && !globs_below(&none, STR("")),
	    "no pattern matches nothing");
}

int
main(void)
{
	test_cases();
	test_wrong();
	test_folder();
	test_library();
	test_oracle();
	test_below();
	test_long();
	test_globs();
	return done();
}
