#ifndef GIT_WORKTREE_NAMES_INSIDE_H
#define GIT_WORKTREE_NAMES_INSIDE_H

#include "base/arena.h"
#include "base/siphash.h"
#include "git/file_stat.h"
#include "git/worktree_names.h"

/* What worktree_names_kept.c knows of the names, to keep them. */

struct worktree_name {
	const char *name;
	unsigned char type; /* as in struct dirent, and known where it can be */
	unsigned held;      /* as worktree_mode says */
	struct worktree_folder *folder; /* NULL: not looked at yet, or none */
};

struct worktree_folder {
	const char *path;    /* below the root; "": that itself */
	bool held;           /* git holds something below */
	bool read;           /* all that follows is known */
	int failed;          /* errno; 0: it could be read */
	bool repository;     /* .git lies in it */
	struct file_stat is; /* before it was read; all-zero: unknown */
	/* the file .gitignore in it, where that is kept; all-zero: none */
	struct file_stat ignores;
	struct worktree_name *all; /* as their paths sort */
	size_t n;
	bool told;   /* the id is known */
	uint64_t id; /* see worktree_names_id */
};

struct worktree_names {
	const struct worktree_dir *dir;
	struct worktree *git; /* NULL: it was not asked */
	bool everything;      /* it has no say */
	bool kept;            /* git was only asked of what is not kept */
	struct worktree_folder root;
	/* by which ids are told: nobody can foresee two that are one */
	struct sipkey secret;
	bool lasting; /* it is kept */
	struct arena arena;
};

/* Where a name in a folder lies, below the root. */
const char *worktree_names_path(struct worktree_names *,
    const struct worktree_folder *, const char *name);

/* The folder of that name, which is one, in a folder. */
struct worktree_folder *worktree_names_enter(struct worktree_names *,
    const struct worktree_folder *, struct worktree_name *);

/* Reads a folder anew, without what git says of its names. False: it failed. */
bool worktree_names_read(struct worktree_names *, struct worktree_folder *);
/* Reads it if that was not done. */
void worktree_names_ready(struct worktree_names *, struct worktree_folder *);

/* As paths sort, where a folder's name is followed by '/'. */
int worktree_names_order(const struct worktree_name *,
    const struct worktree_name *);

#endif
