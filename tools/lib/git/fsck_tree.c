/* fsck_tree: trees that git would not write, and files that it reads. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "git/entry.h"
#include "git/fsck.h"
#include "git/fsck_name.h"
#include "base/mem.h"
#include "git/tree_entry.h"

static bool
is_wrong(struct fsck_wrong *wrong, enum fsck what, struct str at)
{
	*wrong = (struct fsck_wrong){ what, at };
	return false;
}

static bool
is_mode(unsigned mode)
{
	/* 0100664 was written by git before 2005 and means 0100644. */
	return mode == MODE_FILE || mode == 0100755 || mode == 0100664 ||
	    mode == MODE_LINK || mode == MODE_FOLDER || mode == MODE_MODULE;
}

/* A file that git reads must be one. */
static enum fsck
wrong_kind(const struct tree_entry *e)
{
	static const enum fsck links[] = {
		[GIT_FILE_MODULES] = FSCK_GITMODULES_SYMLINK,
		[GIT_FILE_ATTRIBUTES] = FSCK_GITATTRIBUTES_SYMLINK,
		[GIT_FILE_IGNORE] = FSCK_GITIGNORE_SYMLINK,
		[GIT_FILE_MAILMAP] = FSCK_MAILMAP_SYMLINK,
	};
	enum git_file is = fsck_git_file(e->name);

	if ((e->mode & MODE_KIND) == (MODE_FILE & MODE_KIND))
		return FSCK_SOUND;
	if (e->mode == MODE_LINK)
		return links[is];
	return is == GIT_FILE_MODULES ? FSCK_GITMODULES_BLOB :
	    is == GIT_FILE_ATTRIBUTES ? FSCK_GITATTRIBUTES_BLOB :
					FSCK_SOUND;
}

static enum fsck
wrong_entry(const struct tree_entry *e, char first)
{
	enum fsck what = fsck_file_name(e->name);
	struct oid id = tree_entry_id(e);

	if (oid_none(&id))
		return FSCK_NULL_SHA1;
	if (what)
		return what;
	if (first == '0')
		return FSCK_ZERO_PADDED_FILEMODE;
	return is_mode(e->mode) ? wrong_kind(e) : FSCK_BAD_FILEMODE;
}

struct entries_read {
	struct tree_entry *all;
	size_t n, cap;
	bool plain;
};

/* A file before a folder of its name need not stand next to it: "a", "a.b",
 * "a/". What lies between begins with that name, which is short. */
static bool
is_twice(const struct entries_read *r, const struct tree_entry *e)
{
	for (size_t i = r->n; i-- > 0;) {
		const struct tree_entry *was = &r->all[i];

		if (!str_starts(was->name, e->name))
			break;
		if (was->name.n == e->name.n)
			return true;
	}
	return false;
}

static enum fsck
wrong_place(const struct entries_read *r, const struct tree_entry *e)
{
	if (!r->n)
		return FSCK_SOUND;
	if (is_twice(r, e))
		return FSCK_DUPLICATE_ENTRIES;
	return tree_entry_order(&r->all[r->n - 1], e) < 0 ?
	    FSCK_SOUND :
	    FSCK_TREE_NOT_SORTED;
}

/* Names that are one on some computer. */

struct same {
	struct str key, name;
};

static int
by_key(const void *a, const void *b)
{
	return str_cmp(((const struct same *)a)->key,
	    ((const struct same *)b)->key);
}

static bool
are_apart(const struct entries_read *r, struct fsck_wrong *wrong)
{
	struct same *all;
	struct arena a = { 0 };
	struct buf key = { 0 };
	bool ok = true;

	if (r->plain)
		return true;
	all = mem_alloc(r->n * sizeof *all);
	for (size_t i = 0; i < r->n; i++) {
		struct str name = r->all[i].name;

		if (fsck_is_plain(name)) {
			all[i] = (struct same){ name, name };
			continue;
		}
		buf_clear(&key);
		fsck_add_same(&key, name);
		all[i] = (struct same){ arena_keep(&a, buf_str(&key)), name };
	}
	qsort(all, r->n, sizeof *all, by_key);
	for (size_t i = 1; ok && i < r->n; i++)
		if (str_eq(all[i - 1].key, all[i].key))
			ok = is_wrong(wrong, FSCK_SAME_NAME, all[i].name);
	buf_release(&key);
	arena_release(&a);
	free(all);
	return ok;
}

bool
fsck_tree(struct str bytes, struct fsck_wrong *wrong)
{
	struct entries_read r = { .plain = true };
	bool ok = true;

	*wrong = (struct fsck_wrong){ 0 };
	while (ok && bytes.n) {
		struct tree_entry e;
		char first = bytes.s[0];
		enum fsck what;

		if (!tree_entry_take(&bytes, &e)) {
			ok = is_wrong(wrong, FSCK_BAD_TREE, (struct str){ 0 });
			break;
		}
		what = wrong_entry(&e, first);
		if (!what)
			what = wrong_place(&r, &e);
		if (what)
			ok = is_wrong(wrong, what, e.name);
		r.plain = r.plain && fsck_is_plain(e.name);
		*MEM_PUSH(r.all, r.n, r.cap) = e;
	}
	ok = ok && are_apart(&r, wrong);
	free(r.all);
	return ok;
}

/* .gitmodules: git's form of settings, "[submodule "x"]" and "key = value". */

static struct str
value_of(struct str line, struct str *key)
{
	size_t n = str_find(line, '=');

	*key = str_trim(str_first(line, n));
	return str_trim(str_from(line, n + 1));
}

/* A name of which a part is "..". */
static bool
leads_out(struct str name)
{
	for (size_t i = 0, start = 0; i <= name.n; i++) {
		if (i < name.n && !strchr("/\\\"] \t", name.s[i]))
			continue;
		if (i - start == 2 && name.s[start] == '.' &&
		    name.s[start + 1] == '.')
			return true;
		start = i + 1;
	}
	return false;
}

/* What is quoted or escaped would have to be read as git does: such lines are
 * not needed, so they are wrong. */
static enum fsck
wrong_setting(struct str line)
{
	struct str key, value = value_of(line, &key);
	bool odd = value.n &&
	    (value.s[0] == '-' || memchr(value.s, '"', value.n) ||
		memchr(value.s, '\\', value.n));

	if (str_is_word(key, "update"))
		return value.n && (value.s[0] == '!' || odd) ?
		    FSCK_GITMODULES_UPDATE :
		    FSCK_SOUND;
	if (str_is_word(key, "path"))
		return odd ? FSCK_GITMODULES_PATH : FSCK_SOUND;
	if (!str_is_word(key, "url"))
		return FSCK_SOUND;
	return odd || str_find_str(value, STR("%0")) != value.n ||
		str_find_str(value, STR("::")) != value.n ?
	    FSCK_GITMODULES_URL :
	    FSCK_SOUND;
}

bool
fsck_modules(struct str text, struct fsck_wrong *wrong)
{
	struct str line;

	*wrong = (struct fsck_wrong){ 0 };
	while (str_split(&text, '\n', &line)) {
		enum fsck what = FSCK_SOUND;

		line = str_trim(line);
		if (!line.n || line.s[0] == '#' || line.s[0] == ';')
			continue;
		if (memchr(line.s, '\0', line.n) || line.s[line.n - 1] == '\\')
			what = FSCK_GITMODULES_PARSE;
		else if (line.s[0] != '[')
			what = wrong_setting(line);
		else if (leads_out(line))
			what = FSCK_GITMODULES_NAME;
		else if (line.s[line.n - 1] != ']') /* a setting follows */
			what = FSCK_GITMODULES_PARSE;
		if (what)
			return is_wrong(wrong, what, (struct str){ 0 });
	}
	return true;
}

bool
fsck_attributes(struct str text, struct fsck_wrong *wrong)
{
	enum { LINE_MOST = 2048 }; /* git's own */
	struct str line;

	*wrong = (struct fsck_wrong){ 0 };
	while (str_split(&text, '\n', &line))
		if (line.n >= LINE_MOST)
			return is_wrong(wrong, FSCK_GITATTRIBUTES_LINE_LENGTH,
			    (struct str){ 0 });
	return true;
}
