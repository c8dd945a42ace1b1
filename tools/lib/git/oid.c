/* oid: names of objects. */
#include "git/oid.h"

#include <string.h>

#include "git/libgit.h"

bool
oid_eq(const struct oid *a, const struct oid *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

bool
oid_none(const struct oid *o)
{
	static const struct oid none;

	return oid_eq(o, &none);
}

struct str
oid_str(const struct oid *o)
{
	return (struct str){ (const char *)o->b, sizeof o->b };
}

char *
oid_hex(const struct oid *o, char out[ENTRY_ID])
{
	return libgit()->oid_tostr(out, ENTRY_ID, libgit_id(o));
}

bool
oid_read(struct oid *o, const char *hex)
{
	return oid_read_line(o, str_of(hex));
}

bool
oid_read_start(struct oid *o, struct str hex)
{
	git_oid id;

	if (hex.n < ENTRY_ID - 1 ||
	    libgit()->oid_fromstrn(&id, hex.s, ENTRY_ID - 1))
		return false;
	*o = *libgit_oid(&id);
	return true;
}

bool
oid_read_line(struct oid *o, struct str hex)
{
	return hex.n == ENTRY_ID - 1 && oid_read_start(o, hex);
}

struct place
oid_place(const struct oid *o, struct str path, struct arena *a)
{
	enum { WHOLE = ENTRY_ID - 1 };
	char *place = arena_room(a, WHOLE + 1 + path.n + 1);

	oid_hex(o, place);
	if (path.n) {
		place[WHOLE] = ':';
		memcpy(place + WHOLE + 1, path.s, path.n);
		place[WHOLE + 1 + path.n] = '\0';
	}
	return place_file(place);
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

const char *
oid_place_shown(const char *path, struct arena *a)
{
	enum { SHOWN = 12, WHOLE = ENTRY_ID - 1 };
	struct str place = str_of(path), id = str_first(place, WHOLE);
	char *shown;

	for (size_t i = 0; i < id.n; i++)
		if (!is_hex(id.s[i]))
			return path;
	if (id.n < WHOLE || (place.n > WHOLE && place.s[WHOLE] != ':'))
		return path;
	shown = arena_z(a, str_from(place, WHOLE - SHOWN));
	memcpy(shown, path, SHOWN);
	return shown;
}

void
oid_of_file(struct str bytes, char out[ENTRY_ID])
{
	git_oid id = { { 0 } };

	libgit()->odb_hash(&id, bytes.s ? bytes.s : "", bytes.n,
	    GIT_OBJECT_BLOB);
	libgit()->oid_tostr(out, ENTRY_ID, &id);
}
