/* tree_entry: the bytes of a tree. */
#include "git/tree_entry.h"

#include <stdint.h>
#include <string.h>

#include "git/entry.h"

enum { ID = 20 };

bool
tree_entry_take(struct str *rest, struct tree_entry *e)
{
	const char *s = rest->s, *end = s + rest->n, *zero;
	unsigned mode = 0;

	while (s < end && *s >= '0' && *s <= '7' && mode <= MODE_KIND)
		mode = mode * 8 + (unsigned)(*s++ - '0');
	zero = s < end ? memchr(s, '\0', (size_t)(end - s)) : NULL;
	if (!mode || !zero || *s != ' ' || (size_t)(end - zero) < 1 + ID)
		return false;
	*e = (struct tree_entry){ mode, { s + 1, (size_t)(zero - s - 1) },
		(const unsigned char *)zero + 1 };
	*rest = str_from(*rest, (size_t)(zero + 1 + ID - rest->s));
	return true;
}

size_t
tree_entry_alike(struct str a, struct str b)
{
	size_t n = 0, done = 0, most = a.n < b.n ? a.n : b.n;
	struct str rest = a;
	struct tree_entry e;

	while (most - n >= sizeof(uint64_t) &&
	    memcmp(a.s + n, b.s + n, sizeof(uint64_t)) == 0)
		n += sizeof(uint64_t);
	while (n < most && a.s[n] == b.s[n])
		n++;
	while (done < n && tree_entry_take(&rest, &e) && a.n - rest.n <= n)
		done = a.n - rest.n;
	return done;
}

struct oid
tree_entry_id(const struct tree_entry *e)
{
	struct oid id;

	memcpy(id.b, e->id, sizeof id.b);
	return id;
}

unsigned
tree_entry_mode(const struct tree_entry *e)
{
	enum { RUN = 0100, PROGRAM = 0100755 };
	unsigned kind = e->mode & MODE_KIND;

	if (kind == MODE_FOLDER || kind == MODE_LINK || kind == MODE_MODULE)
		return kind;
	return e->mode & RUN ? PROGRAM : MODE_FILE;
}

bool
tree_entry_is_folder(const struct tree_entry *e)
{
	return (e->mode & MODE_KIND) == MODE_FOLDER;
}

bool
tree_entry_is_file(const struct tree_entry *e)
{
	return (e->mode & MODE_KIND) == (MODE_FILE & MODE_KIND);
}

bool
tree_entry_is_module(const struct tree_entry *e)
{
	return (e->mode & MODE_KIND) == MODE_MODULE;
}

bool
tree_entry_may_be(const struct tree_entry *e)
{
	return str_find(e->name, '/') == e->name.n && entry_is_inside(e->name);
}

static unsigned char
at_end(const struct tree_entry *e, size_t n)
{
	if (n < e->name.n)
		return (unsigned char)e->name.s[n];
	return tree_entry_is_folder(e) ? '/' : '\0';
}

int
tree_entry_order(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int c = memcmp(a->name.s, b->name.s, n);
	unsigned char x, y;

	if (c)
		return c;
	x = at_end(a, n);
	y = at_end(b, n);
	return (x > y) - (x < y);
}
