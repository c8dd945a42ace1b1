/* object: objects as git keeps them, and those that are not there. */
#include "git/object.h"

#include "base/lang.h"
#include "git/fsck.h"

/* Saying. */

static struct place
place_of(const char *path)
{
	return place_file(path && *path ? path : NULL);
}

bool
object_lacks(const struct repository *r, const char *path, const struct oid *id,
    int rc, struct findings *f)
{
	struct place at = place_of(path);
	char hex[ENTRY_ID];

	oid_hex(id, hex);
	if (rc != GIT_ENOTFOUND)
		return found(f, FIND_GIT, at,
		    _("object %s cannot be read: %s; 'git fsck' says what is "
		      "damaged"),
		    hex, libgit_reason());
	if (repository_is_partial(r))
		return found(f, FIND_GIT_PARTIAL, at,
		    _("object %s was not fetched, as this clone is partial: "
		      "'git fetch --refetch --no-filter' gets all"),
		    hex);
	return found(f, FIND_GIT_MISSING, at,
	    _("object %s is not in the repository: 'git fsck' says what is "
	      "lost; fetch from a copy that has it"),
	    hex);
}

bool
object_is_damaged(const struct oid *id, struct findings *f)
{
	char hex[ENTRY_ID];

	return found(f, FIND_GIT, place_file(NULL),
	    _("object %s is damaged: 'git fsck' tells more"), oid_hex(id, hex));
}

static bool
wrong_type(const struct oid *id, git_object_t is, git_object_t should,
    const char *path, struct findings *f)
{
	char hex[ENTRY_ID];

	return found(f, FIND_GIT, place_of(path),
	    _("object %s is a %s, not a %s; 'git fsck' says what is damaged"),
	    oid_hex(id, hex), libgit()->object_type2string(is),
	    libgit()->object_type2string(should));
}

/* Reading. */

/* Files are asked for by size; what else git keeps is never so large. */
enum { OBJECT_MOST = 64 << 20 };

static bool
is_large(const struct repository *r, const struct oid *id, git_object_t type,
    struct findings *f)
{
	struct fsck_wrong large = { .what = FSCK_LARGE_OBJECT };
	git_object_t is;
	size_t size;
	struct buf b = { 0 };

	if (type == GIT_OBJECT_BLOB ||
	    libgit()->odb_read_header(&size, &is, r->odb, libgit_id(id)) ||
	    size <= OBJECT_MOST)
		return false;
	fsck_tell(&b, libgit()->object_type2string(is), id->b, &large);
	found(f, FIND_GIT, place_file(NULL), "%s", buf_z(&b));
	buf_release(&b);
	return true;
}

git_odb_object *
object_read(const struct repository *r, const struct oid *id, git_object_t type,
    const char *path, struct findings *f)
{
	git_odb_object *o = NULL;
	int rc;

	if (is_large(r, id, type, f))
		return NULL;
	rc = libgit()->odb_read(&o, r->odb, libgit_id(id));
	if (rc) {
		object_lacks(r, path, id, rc, f);
		return NULL;
	}
	if (libgit()->odb_object_type(o) == type)
		return o;
	wrong_type(id, libgit()->odb_object_type(o), type, path, f);
	libgit()->odb_object_free(o);
	return NULL;
}

struct str
object_bytes(git_odb_object *o)
{
	return (struct str){ libgit()->odb_object_data(o),
		libgit()->odb_object_size(o) };
}

bool
object_kind(const struct repository *r, const struct oid *id, const char *path,
    git_object_t *is, struct findings *f)
{
	size_t size;
	int rc = libgit()->odb_read_header(&size, is, r->odb, libgit_id(id));

	return rc == 0 || object_lacks(r, path, id, rc, f);
}

bool
object_is_file(const struct repository *r, const struct oid *id,
    const char *path, struct findings *f)
{
	git_object_t is;

	return object_kind(r, id, path, &is, f) &&
	    (is == GIT_OBJECT_BLOB ||
		wrong_type(id, is, GIT_OBJECT_BLOB, path, f));
}

bool
object_read_file(const struct repository *r, const struct oid *id,
    const char *path, size_t most, size_t *size, struct buf *b,
    struct findings *f)
{
	git_odb_object *o;
	git_object_t kind;

	if (libgit()->odb_read_header(size, &kind, r->odb, libgit_id(id)))
		*size = 0;
	if (*size > most)
		return false;
	o = object_read(r, id, GIT_OBJECT_BLOB, path, f);
	if (!o)
		return false;
	buf_add(b, object_bytes(o));
	libgit()->odb_object_free(o);
	return true;
}
