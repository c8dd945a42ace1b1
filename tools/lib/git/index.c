/* index: what is to be committed next. */
#include "git/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"

/* With index.skipHash git writes zeros where libgit2 looks for a sum. */
static bool
has_no_sum(const char *path)
{
	enum { SUM = 20 };
	char sum[SUM];
	FILE *f = fopen(path, "rbe");
	bool has_none =
	    f && fseek(f, -SUM, SEEK_END) == 0 && fread(sum, 1, SUM, f) == SUM;

	for (int i = 0; has_none && i < SUM; i++)
		has_none = sum[i] == 0;
	if (f)
		fclose(f);
	return has_none;
}

static bool
say_no_index(const struct repository *r, const char *other, struct findings *f)
{
	const char *why = libgit_reason();
	char *own = mem_f("%sindex", libgit()->repository_path(r->git));
	bool no_sum = has_no_sum(other ? other : own);

	free(own);
	if (strstr(why, "'sdir'"))
		return found(f, FIND_GIT_SPARSE, place_file(NULL),
		    _("the index is sparse, which cannot be read: 'git "
		      "sparse-checkout reapply --no-sparse-index' makes it "
		      "whole"));
	if (strstr(why, "'link'"))
		return found(f, FIND_GIT_SPLIT, place_file(NULL),
		    _("the index is split, which cannot be read: 'git "
		      "update-index --no-split-index' joins it"));
	if (no_sum)
		return found(f, FIND_GIT_SUM, place_file(NULL),
		    _("the index has no checksum (index.skipHash), so it "
		      "cannot be read: 'git config index.skipHash false', then "
		      "'git update-index --force-write-index' writes one"));
	return found(f, FIND_GIT, place_file(NULL),
	    _("the index cannot be read: %s"), why);
}

static bool
read_whole(git_index *index, const struct repository *r, const char *other,
    struct findings *f)
{
	if (libgit()->index_read(index, false))
		return say_no_index(r, other, f);
	if (libgit()->repository_is_bare(r->git) &&
	    access(libgit()->index_path(index), F_OK) < 0)
		return found(f, FIND_GIT, place_file(NULL),
		    _("a bare repository has no index: read a commit, such as "
		      "'--at HEAD'"));
	/* Paths are bytes, whatever file system this is. */
	libgit()->index_set_caps(index,
	    libgit()->index_caps(index) & ~GIT_INDEX_CAPABILITY_IGNORE_CASE);
	return true;
}

git_index *
index_read(const struct repository *r, const char *dir, struct findings *f)
{
	const char *other = repository_hook_says(dir, "GIT_INDEX_FILE");
	git_index *index = NULL;

	if (other ? libgit()->index_open(&index, other) :
		    libgit()->repository_index(&index, r->git)) {
		say_no_index(r, other, f);
		return NULL;
	}
	if (read_whole(index, r, other, f))
		return index;
	libgit()->index_free(index);
	return NULL;
}

bool
index_is_announced(const git_index_entry *e)
{
	return e->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD;
}

bool
index_has_folder(git_index *index, const char *folder)
{
	return libgit()->index_find_prefix(NULL, index, folder) == 0;
}

bool
index_in_conflict(const char *path, struct findings *f)
{
	return found(f, FIND_GIT_CONFLICT, place_file(path),
	    _("not merged yet: resolve it, then 'git add %s'"), path);
}
