#ifndef GIT_OBJECT_H
#define GIT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "git/repository.h"

/* Objects, read as git keeps them. To be given libgit2's git_odb_object is to
 * free it. path: of the file that needs one, for what is said; NULL or "": of
 * none. */

/* One of this kind. NULL after saying why not: not there, of another kind, or
 * larger than git's own are (a file may be of any size). */
git_odb_object *object_read(const struct repository *, const struct oid *,
    git_object_t, const char *path, struct findings *);
struct str object_bytes(git_odb_object *);

/* The bytes of a file, added to b. False after saying why not; *size larger
 * than most: only for that, which is not said. */
bool object_read_file(const struct repository *, const struct oid *,
    const char *path, size_t most, size_t *size, struct buf *b,
    struct findings *);

/* False after saying that it is not there, or cannot be read. */
bool object_kind(const struct repository *, const struct oid *,
    const char *path, git_object_t *, struct findings *);

/* Is it there and a file's? False after saying that it is not. */
bool object_is_file(const struct repository *, const struct oid *,
    const char *path, struct findings *);

/* Say what is wrong with an object: always false. What libgit2 returned when
 * it was asked for it; that its bytes are not such as git writes. */
bool object_lacks(const struct repository *, const char *path,
    const struct oid *, int rc, struct findings *);
bool object_is_damaged(const struct oid *, struct findings *);

#endif
