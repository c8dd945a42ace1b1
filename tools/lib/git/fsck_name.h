#ifndef GIT_FSCK_NAME_H
#define GIT_FSCK_NAME_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/fsck.h"

/* Names in a tree: what they mean where files are checked out, be that under
 * Linux, Windows or macOS. */

enum fsck fsck_file_name(struct str); /* FSCK_SOUND: any may have it */

/* Files that git itself reads, in whatever spelling. */
enum git_file {
	GIT_FILE_NONE,
	GIT_FILE_MODULES,
	GIT_FILE_ATTRIBUTES,
	GIT_FILE_IGNORE,
	GIT_FILE_MAILMAP
};
enum git_file fsck_git_file(struct str);

/* Adds what two names that are one file on some computer have in common. A name
 * that is plain is that itself. */
void fsck_add_same(struct buf *, struct str);
bool fsck_is_plain(struct str);

#endif
