/* baseline: findings that are known, and may only become fewer. */
#include "check/baseline.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/kept.h"
#include "git/replace.h"
#include "git/run.h"

struct known {
	struct str key;
	int line;
	bool taken, barred; /* barred: it has no say */
	struct known *next; /* the same once more */
};

struct baseline {
	const char *path;
	struct arena arena;
	struct map by;      /* struct known */
	struct known **all; /* as written */
	size_t n, cap;
	size_t taken;
};

static const char head[] =
    "# Findings of knaudit that are known. Lines may go, none may come:\n"
    "# see knaudit(1), --baseline.\n";

static void
add_key(struct buf *b, const struct finding *f)
{
	const char *place = f->at.path ? f->at.path : "";

	buf_addz(b, f->id ? f->id : "-");
	buf_addc(b, ' ');
	for (; *place; place++)
		if (*place == '\n')
			buf_addz(b, "\\n");
		else if (*place == '\\')
			buf_addz(b, "\\\\");
		else
			buf_addc(b, *place);
}

/* Reading. */

static bool
read_all(const char *path, struct buf *b, struct findings *to)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return found(to, FIND_READ_KIND, place_file(path),
		    _("%s, where a file should be"),
		    S_ISDIR(st.st_mode) ? _("a folder") :
					  _("a socket or device"));
	return buf_read_file(b, path, SIZE_MAX / 4) ||
	    found(to, FIND_READ, place_file(path), _("file cannot be read: %s"),
		strerror(errno));
}

static bool
is_key(struct str line)
{
	size_t blank = str_find(line, ' ');

	return blank && blank < line.n && !memchr(line.s, '\0', line.n);
}

static void
add_known(struct baseline *b, struct str key, int line)
{
	struct known *k = ARENA_NEW(&b->arena, struct known);
	void **slot = map_put(&b->by, key);

	*k = (struct known){ .key = key, .line = line, .next = *slot };
	*slot = k;
	*MEM_PUSH(b->all, b->n, b->cap) = k;
}

struct baseline *
baseline_read(const char *path, struct findings *to)
{
	struct baseline *b = mem_alloc(sizeof *b);
	struct buf bytes = { 0 };
	struct str rest, line;
	bool ok;

	b->path = path;
	ok = read_all(path, &bytes, to);
	rest = arena_keep(&b->arena, buf_str(&bytes));
	for (int n = 1; ok && str_split(&rest, '\n', &line); n++) {
		if (!line.n || line.s[0] == '#')
			continue;
		if (is_key(line))
			add_known(b, line, n);
		else
			ok = found(to, FIND_BASELINE_LINE,
			    (struct place){ path, n, 1 },
			    _("a line is 'ID PLACE', as --write-baseline makes "
			      "it"));
	}
	buf_release(&bytes);
	if (ok)
		return b;
	baseline_free(b);
	return NULL;
}

void
baseline_free(struct baseline *b)
{
	if (!b)
		return;
	map_release(&b->by);
	arena_release(&b->arena);
	free(b->all);
	free(b);
}

/* Growth. */

/* The file as it was first committed, added to b. */
static bool
read_first(const char *path, struct buf *b)
{
	struct buf name = { 0 }, commit = { 0 };
	bool ok;

	ok = run_git(".",
		 (const char *const[]){ "ls-files", "--full-name", "-z", "--",
		     path, NULL },
		 &name) == 0 &&
	    name.n &&
	    run_git(".",
		(const char *const[]){ "log", "-1", "--diff-filter=A",
		    "--no-renames", "--format=%H", "--", path, NULL },
		&commit) == 0 &&
	    commit.n;
	if (ok) {
		commit.n = str_find(buf_str(&commit), '\n');
		buf_addf(&commit, ":%s", name.s);
		ok = run_git(".",
			 (const char *const[]){ "cat-file", "blob", commit.s,
			     NULL },
			 b) == 0;
	}
	buf_release(&name);
	buf_release(&commit);
	return ok;
}

/* Each of those lines lets one of ours stand. */
static void
let_stand(struct baseline *b, struct str lines)
{
	struct str line;

	while (str_split(&lines, '\n', &line)) {
		struct known *k = line.n ? map_get(&b->by, line) : NULL;

		while (k && !k->barred)
			k = k->next;
		if (k)
			k->barred = false;
	}
}

size_t
baseline_grown(struct baseline *b, struct findings *to)
{
	struct buf first = { 0 };
	size_t grown = 0;

	if (read_first(b->path, &first)) {
		for (size_t i = 0; i < b->n; i++)
			b->all[i]->barred = true;
		let_stand(b, buf_str(&first));
	}
	buf_release(&first);
	for (size_t i = 0; i < b->n; i++) {
		if (!b->all[i]->barred)
			continue;
		grown++;
		found(to, FIND_BASELINE_GROWN,
		    (struct place){ b->path, b->all[i]->line, 1 },
		    _("this line was not there when the file was first "
		      "committed, so it covers for nothing"));
	}
	return grown;
}

/* Asking. */

bool
baseline_takes(struct baseline *b, const struct finding *f)
{
	struct buf key = { 0 };
	struct known *k;

	add_key(&key, f);
	k = map_get(&b->by, buf_str(&key));
	while (k && (k->taken || k->barred))
		k = k->next;
	buf_release(&key);
	if (!k)
		return false;
	k->taken = true;
	b->taken++;
	return true;
}

size_t
baseline_taken(const struct baseline *b)
{
	return b->taken;
}

size_t
baseline_gone(const struct baseline *b, struct findings *to)
{
	size_t gone = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (b->all[i]->taken || b->all[i]->barred)
			continue;
		gone++;
		found(to, FIND_BASELINE_GONE,
		    (struct place){ b->path, b->all[i]->line, 1 },
		    _("'%.*s' is no longer found: take the line out, or let "
		      "--write-baseline do it"),
		    STRF(b->all[i]->key));
	}
	return gone;
}

/* Writing. */

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool
baseline_write(const char *path, const struct baseline *b,
    const struct kept *kept, struct findings *to)
{
	size_t most = b ? b->n : kept->n, n = 0;
	struct str *lines = mem_alloc((most + 1) * sizeof *lines);
	struct buf text = { 0 };
	struct arena a = { 0 };
	bool ok;

	for (size_t i = 0; i < most; i++) {
		struct buf key = { 0 };

		if (!b)
			add_key(&key, &kept->all[i]);
		else if (b->all[i]->taken)
			buf_add(&key, b->all[i]->key);
		if (key.n)
			lines[n++] = arena_keep(&a, buf_str(&key));
		buf_release(&key);
	}
	qsort(lines, n, sizeof *lines, by_bytes);
	buf_addz(&text, head);
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%.*s\n", STRF(lines[i]));
	ok = replace_file(path, buf_str(&text), 0, to);
	buf_release(&text);
	arena_release(&a);
	free(lines);
	return ok;
}
