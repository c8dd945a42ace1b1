#ifndef GIT_RUN_H
#define GIT_RUN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "text/found.h"

/* Runs programs without a shell, mostly git itself. In a hook git sets an
 * environment that speaks of one repository (its index file, objects in
 * quarantine): it counts for that one and is kept from any other. */

/* The nearest folder from dir upwards that holds .git; yours to free. NULL:
 * there is none. */
char *run_top(const char *dir);

/* git's own folder of the work tree whose top this is: .git, or where the file
 * .git leads. Yours to free; NULL: none. */
char *run_git_folder(const char *top);

/* Of a linked work tree, git's folder of the main one, in which the settings
 * lie; else the folder itself. Yours to free. */
char *run_common_folder(const char *folder);

/* Is there such an environment, and for the repository around dir? */
bool run_env_is_for(const char *dir);

/* git with these arguments (NULL at the end) in dir; what it prints is added
 * to out, its messages are dropped. Its exit status; -1: it did not run. */
int run_git(const char *dir, const char *const args[], struct buf *out);

/* The first line of what it prints, in the arena; "" when it prints nothing.
 * NULL: it failed, or did not run. */
const char *run_git_line(const char *dir, const char *const args[],
    struct arena *);

/* Tells of every ref, with the id in hex that it holds. False after saying that
 * git failed. */
bool run_git_refs(const char *dir,
    void (*each)(struct str ref, struct str id, void *), void *,
    struct findings *);

/* Says that git failed at something: always false. */
bool run_git_failed(struct findings *, const char *what);

/* As run_git, but what it prints is handed over piece by piece, each without
 * the byte that ends it, and not kept. When take says false, git is not heard
 * further. in: what git reads; s NULL: nothing. */
int run_git_lines(const char *dir, const char *const args[], struct str in,
    char end, bool (*take)(struct str, void *), void *);

/* As run_git in a repository that was just made, of which no environment
 * speaks; all that git says goes to our stderr. It can be interrupted even
 * while we hold signals back. */
int run_git_aloud(const char *dir, const char *const args[]);

/* The same where git reads in (s NULL: nothing). What kept lists, -1 at the end
 * (NULL: none), stays open in it and in what it runs: a file that they read, a
 * lock that they hold when we are killed and they go on. */
int run_git_given(const char *dir, const char *const args[], struct str in,
    const int *kept);

/* A file in memory that is read from its start; -1: there can be none. */
int run_input(struct str);

/* Another program, found in PATH, that reads in; what it prints is added to
 * out, its messages are dropped. Its exit status; -1: it did not run. */
int run_program(const char *const argv[], struct str in, struct buf *out);

/* The same, heard piece by piece as run_git_lines does: a program that take
 * leaves is told by its next writing. */
int run_program_lines(const char *const argv[], char end,
    bool (*take)(struct str, void *), void *);

#endif
