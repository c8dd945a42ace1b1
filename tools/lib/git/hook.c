/* hook: small scripts that git runs, and who merges. */
#include "git/hook.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/install.h"
#include "base/lang.h"
#include "git/replace.h"
#include "git/run.h"
#include "base/str.h"

static const struct {
	const char *name;
	bool server;
} hooks[] = {
	{ "pre-commit", false },
	{ "pre-merge-commit", false },
	{ "commit-msg", false },
	{ "pre-receive", true },
};
enum { HOOKS = sizeof hooks / sizeof *hooks };

/* By this line a script is known as ours. */
static const char ours[] = "# Written by \"knhook install\".\n";

/* What stood there before, if it was kept. */
static const char kept[] = ".before-ketnap";

struct installing {
	const char *dir;
	const struct hook_options *how;
	struct findings *to;
	struct arena arena;
	const char *folder; /* of the hooks */
	bool bare;
};

/* git's answer to these arguments, in one line; NULL: none. */
static const char *
ask(struct installing *i, const char *const args[])
{
	return run_git_line(i->dir, args, &i->arena);
}

static bool
wanted(const struct installing *i, size_t n)
{
	return hooks[n].server ? i->bare || i->how->server : !i->bare;
}

/* Looking. */

static bool
look(struct installing *i)
{
	static const char *const bare[] = { "rev-parse", "--is-bare-repository",
		NULL };
	static const char *const set[] = { "config", "core.hooksPath", NULL };
	static const char *const folder[] = { "rev-parse",
		"--path-format=absolute", "--git-path", "hooks", NULL };
	const char *is_bare = ask(i, bare), *path = ask(i, set);

	if (!is_bare)
		return found_trouble(i->to,
		    _("'%s' is in no git repository: 'git init' makes one"),
		    i->dir);
	if (path && *path)
		return found(i->to, FIND_HOOK_THERE, place_file(NULL),
		    _("git looks for hooks in '%s' (core.hooksPath), which may "
		      "serve other repositories as well: call 'knhook' from "
		      "the hooks there, or 'git config --unset "
		      "core.hooksPath'"),
		    path);
	i->bare = strcmp(is_bare, "true") == 0;
	i->folder = ask(i, folder);
	return i->folder ||
	    found_trouble(i->to, _("git does not tell where its hooks are"));
}

enum there { THERE_NONE, THERE_OURS, THERE_OTHER };

static enum there
what_is_there(const char *path)
{
	char line[sizeof ours];
	FILE *f = fopen(path, "re");
	struct stat st;
	bool is = false;

	if (!f)
		return lstat(path, &st) == 0 ? THERE_OTHER : THERE_NONE;
	while (!is && fgets(line, sizeof line, f))
		is = strcmp(line, ours) == 0;
	fclose(f);
	return is ? THERE_OURS : THERE_OTHER;
}

static const char *
hook_path(struct installing *i, size_t n, const char *after)
{
	return arena_f(&i->arena, "%s/%s%s", i->folder, hooks[n].name, after);
}

/* Is every place free, or may what is there be moved? */
static bool
is_free(struct installing *i)
{
	bool is = true;

	for (size_t n = 0; n < HOOKS; n++) {
		const char *path = hook_path(i, n, ""), *aside;

		if (!wanted(i, n) || what_is_there(path) != THERE_OTHER)
			continue;
		aside = hook_path(i, n, kept);
		if (!i->how->chain)
			is = found(i->to, FIND_HOOK_THERE, place_file(path),
			    _("another hook is there: with --chain it is kept "
			      "as '%s%s' and run first, or call 'knhook %s "
			      "\"$@\"' from it"),
			    hooks[n].name, kept, hooks[n].name);
		else if (what_is_there(aside) != THERE_NONE)
			is = found(i->to, FIND_HOOK_THERE, place_file(path),
			    _("another hook is there, and so is '%s', where it "
			      "would be kept"),
			    aside);
	}
	return is;
}

/* Writing. */

static void
add_quoted(struct buf *b, const char *s)
{
	buf_addc(b, '\'');
	for (; *s; s++)
		if (*s == '\'')
			buf_addz(b, "'\\''");
		else
			buf_addc(b, *s);
	buf_addc(b, '\'');
}

/* Hooks and drivers look for our programs in PATH and, as the last place, where
 * we are: a newer installation counts. */
static void
add_path(struct buf *b, const char *end)
{
	char *bin = install_bin();

	if (bin) {
		buf_addz(b, "PATH=$PATH:");
		add_quoted(b, bin);
		buf_addz(b, end);
	}
	free(bin);
}

static void
add_script(size_t n, struct buf *b)
{
	const char *name = hooks[n].name;

	buf_addf(b, "#!/bin/sh\n%s", ours);
	add_path(b, "\n");
	buf_addf(b, "before=$(dirname \"$0\")/%s%s\n", name, kept);
	if (hooks[n].server)
		buf_addf(b,
		    "updates=$(cat)\n"
		    "[ ! -x \"$before\" ] ||\n"
		    "    printf '%%s\\n' \"$updates\" | \"$before\" \"$@\" || "
		    "exit\n"
		    "printf '%%s\\n' \"$updates\" | knhook %s \"$@\"\n",
		    name);
	else
		buf_addf(b,
		    "[ ! -x \"$before\" ] || \"$before\" \"$@\" || exit\n"
		    "exec knhook %s \"$@\"\n",
		    name);
}

static bool
write_hook(struct installing *i, size_t n)
{
	const char *path = hook_path(i, n, "");
	bool move = what_is_there(path) == THERE_OTHER;
	struct buf b = { 0 };
	bool ok;

	if (move && rename(path, hook_path(i, n, kept)) < 0)
		return found_trouble(i->to, _("'%s' cannot be moved: %s"), path,
		    strerror(errno));
	add_script(n, &b);
	ok = replace_file(path, buf_str(&b), 0755, i->to);
	buf_release(&b);
	if (ok && move)
		found_as(i->to, NULL, NOTE, place_file(path),
		    _("hook installed; the one that was there is kept as "
		      "'%s%s' and run first"),
		    hooks[n].name, kept);
	else if (ok)
		found_as(i->to, NULL, NOTE, place_file(path),
		    _("hook installed"));
	return ok;
}

/* The merge driver. */

static bool
is_there(struct installing *i, const char *folder, const char *program)
{
	return access(arena_f(&i->arena, "%s/%s", folder, program), X_OK) == 0;
}

/* In PATH, or beside us? */
static bool
is_found(struct installing *i, const char *program)
{
	struct str rest = str_of(getenv("PATH")), folder;
	char *bin = install_bin();
	bool is = bin && is_there(i, bin, program);

	free(bin);
	while (!is && str_split(&rest, ':', &folder))
		is = is_there(i, arena_z(&i->arena, folder), program);
	return is;
}

/* git puts what it merges in the place of %A and the like; a sign that stands
 * for itself is written twice. */
static void
add_literal(struct buf *b, const char *s)
{
	for (; *s; s++) {
		buf_addc(b, *s);
		if (*s == '%')
			buf_addc(b, '%');
	}
}

/* A driver that git does not find, or that does not come to an end, leaves ours
 * alone in the file, and no marks: then git itself merges the lines. */
static const char *
merge_command(struct installing *i)
{
	struct buf b = { 0 }, path = { 0 }, why = { 0 };
	const char *z;

	add_path(&path, "; ");
	add_quoted(&why,
	    _("knmerge did not merge this file, so its lines are merged as git "
	      "does it: is knmerge installed?"));
	add_literal(&b, buf_z(&path));
	buf_addz(&b,
	    "if command -v knmerge >/dev/null; then knmerge %O %A %B %L %P; "
	    "else (exit 127); fi; case $? in 0) ;; 1) false ;; *) printf '%%s: "
	    "warning: %%s\\n' %P ");
	add_literal(&b, buf_z(&why));
	buf_addz(&b,
	    " >&2; git merge-file -q --marker-size=%L -L ours -L base -L "
	    "theirs %A %O %B ;; esac");
	z = arena_take(&i->arena, &b).s;
	buf_release(&path);
	buf_release(&why);
	return z;
}

/* git puts the file's name behind it. */
static const char *
show_command(struct installing *i)
{
	struct buf b = { 0 };

	add_path(&b, "; ");
	buf_addz(&b, "kndiff --private --textconv");
	return arena_take(&i->arena, &b).s;
}

static bool
set(struct installing *i, const char *name, const char *value)
{
	const char *const args[] = { "config", name, value, NULL };

	return ask(i, args) ||
	    found_trouble(i->to,
		_("git cannot set '%s': is its configuration locked, or not "
		  "yours to write?"),
		name);
}

/* Who merges and, if kndiff is there, who shows what changed. */
static bool
set_drivers(struct installing *i)
{
	if (!is_found(i, "knmerge"))
		return found_trouble(i->to,
		    _("knmerge is neither in PATH nor beside this program"));
	if (!set(i, "merge.ketnap.name", "ketnap: by field and list entry") ||
	    !set(i, "merge.ketnap.driver", merge_command(i)) ||
	    (is_found(i, "kndiff") &&
		!set(i, "diff.ketnap.textconv", show_command(i))))
		return false;
	found_as(i->to, NULL, NOTE, place_file(NULL),
	    _("git merges with knmerge where .gitattributes says "
	      "merge=ketnap"));
	return true;
}

/* What is pushed is looked at by git, too, before the hook is asked. */
static bool
set_checks(struct installing *i)
{
	static const char *const names[] = { "receive.fsckObjects",
		"transfer.fsckObjects" };

	for (size_t n = 0; n < sizeof names / sizeof *names; n++)
		if (!set(i, names[n], "true"))
			return false;
	found_as(i->to, NULL, NOTE, place_file(NULL),
	    _("git itself looks at each pushed object, too: "
	      "receive.fsckObjects and transfer.fsckObjects are set"));
	return true;
}

/* Git understands pushes that are signed only where it has a secret of its own
 * to tell new ones from old ones by. */
static bool
set_secret(struct installing *i)
{
	static const char name[] = "receive.certNonceSeed";
	const char *const get[] = { "config", name, NULL };
	const char *had = ask(i, get);
	unsigned char bytes[32];
	struct buf hex = { 0 };
	bool ok;

	if (had && *had)
		return true;
	if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
		return found_trouble(i->to,
		    _("the machine gives no random number: %s"),
		    strerror(errno));
	for (size_t k = 0; k < sizeof bytes; k++)
		buf_addf(&hex, "%02x", bytes[k]);
	ok = set(i, name, buf_z(&hex));
	buf_release(&hex);
	return ok;
}

bool
hook_install(const char *dir, const struct hook_options *how, bool *merges,
    struct findings *to)
{
	struct installing i = { .dir = dir, .how = how, .to = to };
	bool ok = look(&i) && is_free(&i);

	if (ok && mkdir(i.folder, 0777) < 0 && errno != EEXIST)
		ok = found_trouble(i.to, _("folder '%s' cannot be made: %s"),
		    i.folder, strerror(errno));
	for (size_t n = 0; ok && n < HOOKS; n++)
		if (wanted(&i, n))
			ok = write_hook(&i, n);
	if (ok && (i.bare || how->server))
		ok = set_checks(&i);
	if (ok && !i.bare)
		ok = set_drivers(&i);
	if (ok && (i.bare || how->server))
		ok = set_secret(&i);
	*merges = !i.bare;
	arena_release(&i.arena);
	return ok;
}
