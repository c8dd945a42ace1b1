/* tree_entry: the bytes of a tree. */
#include "git/tree_entry.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
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
tree_entry_marks(struct str tree, uint32_t **marks)
{
	struct str rest = tree;
	struct tree_entry e;
	size_t n = 0, cap = 0;

	*marks = NULL;
	*MEM_PUSH(*marks, n, cap) = 0;
	while (tree.n <= UINT32_MAX && rest.n && tree_entry_take(&rest, &e))
		*MEM_PUSH(*marks, n, cap) = (uint32_t)(tree.n - rest.n);
	return rest.n || tree.n > UINT32_MAX ? 0 : n;
}

/* How many bytes two texts begin with alike: large pieces first. */
static size_t
alike(struct str a, struct str b)
{
	size_t n = 0, most = a.n < b.n ? a.n : b.n, piece = 256;

	for (; piece >= sizeof(uint64_t); piece /= 4)
		while (most - n >= piece && !memcmp(a.s + n, b.s + n, piece))
			n += piece;
	while (n < most && a.s[n] == b.s[n])
		n++;
	return n;
}

/* The last mark up to a byte. */
static size_t
mark_before(const uint32_t *marks, size_t n, size_t off)
{
	size_t low = 0, high = n;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (marks[mid] <= off)
			low = mid;
		else
			high = mid;
	}
	return low;
}

bool
tree_entry_same_marks(struct str tree, struct str other, const uint32_t *marks,
    size_t n)
{
	size_t off = 0;

	if (tree.n != other.n)
		return false;
	while (off < tree.n) {
		size_t to =
		    off + alike(str_from(tree, off), str_from(other, off));
		size_t at = mark_before(marks, n, to);

		off = marks[at];
		if (at + 1 == n)
			break;
		if (memcmp(tree.s + off, other.s + off,
			marks[at + 1] - off - ID))
			return false;
		off = marks[at + 1];
	}
	return true;
}

size_t
tree_entry_alike(struct str a, struct str b, const uint32_t *marks, size_t n,
    size_t off)
{
	return marks[mark_before(marks, n, off + alike(a, b))] - off;
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
