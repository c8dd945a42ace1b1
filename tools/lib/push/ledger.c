/* ledger: what a server must remember though its refs do not tell it. */
#include "push/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/replace.h"
#include "git/run.h"

static const char first_format[] = "ketnap first push 1\n";
static const char gone_format[] = "ketnap gone 1\n";
enum { LEDGER_MOST = 64 << 20 }; /* bytes; a larger one is none of ours */

struct ledger {
	struct arena arena;
	const char *first_path, *gone_path;
	int lock;
	/* with their first lines; empty: there is no such file */
	struct buf first, gone;
	struct map lines, names; /* of gone: "ID REF", and "REF" */
	bool changed;
};

static bool
cannot(struct findings *to, const char *path, const char *what)
{
	return found(to, FIND_WRITE, place_file(path), "%s: %s", what,
	    strerror(errno));
}

/* git's own folder, of all work trees. */
static const char *
git_folder(struct arena *a, struct findings *to)
{
	static const char *const args[] = { "rev-parse",
		"--path-format=absolute", "--git-common-dir", NULL };
	const char *folder = run_git_line(".", args, a);

	if (folder && *folder)
		return folder;
	found(to, FIND_GIT, place_file(NULL),
	    _("git does not tell where its own folder is"));
	return NULL;
}

static bool
is_damaged(const char *path, struct findings *to)
{
	return found(to, FIND_READ, place_file(path),
	    _("this is not as it was written: bring it back from a copy of the "
	      "server"));
}

/* A file is read whole, or it is no answer; one that is empty was cut off. */
static bool
read_whole(const char *path, struct buf *b, struct findings *to)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	bool ok = f && buf_read(b, f, LEDGER_MOST);

	if (fd < 0 && errno == ENOENT)
		return true;
	if (ok && b->n > LEDGER_MOST)
		errno = EFBIG;
	if (!ok || b->n > LEDGER_MOST)
		ok = found(to, FIND_READ, place_file(path),
		    _("file cannot be read: %s"), strerror(errno));
	if (f)
		fclose(f);
	return ok && (b->n || is_damaged(path, to));
}

static bool
read_first(struct ledger *l, struct findings *to)
{
	struct str s;

	if (!read_whole(l->first_path, &l->first, to))
		return false;
	s = buf_str(&l->first);
	return !s.n ||
	    (str_starts(s, STR(first_format)) && str_ends(s, STR("\n"))) ||
	    is_damaged(l->first_path, to);
}

static void
note_line(struct ledger *l, struct str line)
{
	*map_put(&l->lines, line) = l;
	*map_put(&l->names, str_from(line, str_find(line, ' ') + 1)) = l;
}

static bool
read_gone(struct ledger *l, struct findings *to)
{
	struct str rest, line;

	if (!read_whole(l->gone_path, &l->gone, to))
		return false;
	rest = buf_str(&l->gone);
	if (!rest.n)
		return true;
	if (!str_starts(rest, STR(gone_format)) || !str_ends(rest, STR("\n")))
		return is_damaged(l->gone_path, to);
	rest = arena_keep(&l->arena, str_from(rest, sizeof gone_format - 1));
	while (str_split(&rest, '\n', &line)) {
		if (!line.n)
			continue;
		if (!str_starts(str_from(line, str_find(line, ' ')),
			STR(" refs/")))
			return is_damaged(l->gone_path, to);
		note_line(l, line);
	}
	return true;
}

static bool
take_lock(struct ledger *l, const char *folder, struct findings *to)
{
	const char *ours = arena_f(&l->arena, "%s/ketnap", folder);
	const char *path = arena_f(&l->arena, "%s/lock", ours);

	if (mkdir(ours, 0777) < 0 && errno != EEXIST)
		return cannot(to, ours, _("folder cannot be made"));
	l->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	while (l->lock >= 0 && flock(l->lock, LOCK_EX) < 0)
		if (errno != EINTR)
			return cannot(to, path, _("file cannot be locked"));
	l->first_path = arena_f(&l->arena, "%s/first-push", ours);
	l->gone_path = arena_f(&l->arena, "%s/gone", ours);
	return l->lock >= 0 || cannot(to, path, _("file cannot be opened"));
}

struct ledger *
ledger_open(struct findings *to)
{
	struct ledger *l = mem_alloc(sizeof *l);
	const char *folder = git_folder(&l->arena, to);

	l->lock = -1;
	if (folder && take_lock(l, folder, to) && read_first(l, to) &&
	    read_gone(l, to))
		return l;
	ledger_close(l);
	return NULL;
}

void
ledger_close(struct ledger *l)
{
	if (!l)
		return;
	if (l->lock >= 0)
		close(l->lock);
	buf_release(&l->first);
	buf_release(&l->gone);
	map_release(&l->lines);
	map_release(&l->names);
	arena_release(&l->arena);
	free(l);
}

/* The first push. */

bool
ledger_first_may(const struct ledger *l, struct str moves)
{
	return !l->first.n ||
	    str_eq(str_from(buf_str(&l->first), sizeof first_format - 1),
		moves);
}

bool
ledger_first_note(struct ledger *l, struct str moves, struct findings *to)
{
	if (l->first.n)
		return true;
	buf_addz(&l->first, first_format);
	buf_add(&l->first, moves);
	return replace_file(l->first_path, buf_str(&l->first), 0, to);
}

const char *
ledger_first_path(const struct ledger *l)
{
	return l->first_path;
}

/* What was taken away. */

bool
ledger_is_gone(const struct ledger *l, const char *ref, const char *id)
{
	struct buf line = { 0 };
	bool is;

	if (!id)
		return map_get(&l->names, str_of(ref));
	buf_addf(&line, "%s %s", id, ref);
	is = map_get(&l->lines, buf_str(&line));
	buf_release(&line);
	return is;
}

void
ledger_gone(struct ledger *l, const char *ref, const char *id)
{
	const char *line = arena_f(&l->arena, "%s %s", id, ref);

	if (map_get(&l->lines, str_of(line)))
		return;
	note_line(l, str_of(line));
	if (!l->gone.n)
		buf_addz(&l->gone, gone_format);
	buf_addf(&l->gone, "%s\n", line);
	l->changed = true;
}

bool
ledger_keep(struct ledger *l, struct findings *to)
{
	if (!l->changed)
		return true;
	l->changed = false;
	return replace_file(l->gone_path, buf_str(&l->gone), 0, to);
}
