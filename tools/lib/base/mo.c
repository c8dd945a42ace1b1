/* mo: what a catalogue of messages says. The form of the file is in the manual
 * of gettext, "The Format of GNU MO Files". Nothing of it is believed before it
 * was compared with the file's size. */
#include "base/mo.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC UINT32_C(0x950412de)

/* The header: a number each. A row of a table is two: length and offset. */
enum {
	AT_MAGIC = 0,
	AT_MESSAGES = 8,
	AT_IDS = 12,
	AT_TEXTS = 16,
	HEADER = 28,
	ROW = 8
};

static size_t
number(const struct mo *m, size_t at)
{
	const unsigned char *s = m->s + at;

	return s[0] | (size_t)s[1] << 8 | (size_t)s[2] << 16 |
	    (size_t)s[3] << 24;
}

static bool
has_table(const struct mo *m, size_t at)
{
	return at <= m->n && m->messages <= (m->n - at) / ROW;
}

/* A row of a table as text; NULL where the file has none that ends. */
static const char *
text(const struct mo *m, size_t table, size_t i)
{
	size_t length = number(m, table + i * ROW);
	size_t at = number(m, table + i * ROW + 4);

	if (at >= m->n || length >= m->n - at || m->s[at + length])
		return NULL;
	return (const char *)m->s + at;
}

static bool
take(struct mo *m)
{
	if (m->n < HEADER || number(m, AT_MAGIC) != MAGIC)
		return false;
	m->messages = number(m, AT_MESSAGES);
	m->ids = number(m, AT_IDS);
	m->texts = number(m, AT_TEXTS);
	return has_table(m, m->ids) && has_table(m, m->texts);
}

bool
mo_open(struct mo *m, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *s = MAP_FAILED;

	*m = (struct mo){ 0 };
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		s = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
		    0);
	close(fd);
	if (s == MAP_FAILED)
		return false;
	m->s = s;
	m->n = (size_t)st.st_size;
	if (take(m))
		return true;
	mo_close(m);
	return false;
}

void
mo_close(struct mo *m)
{
	if (m->s)
		munmap((void *)(uintptr_t)m->s, m->n);
	*m = (struct mo){ 0 };
}

const char *
mo_find(const struct mo *m, const char *id)
{
	size_t from = 0, to = m->messages;

	while (from < to) {
		size_t i = from + (to - from) / 2;
		const char *other = text(m, m->ids, i);
		int order = other ? strcmp(id, other) : -1;

		if (order == 0)
			return text(m, m->texts, i);
		if (order < 0)
			to = i;
		else
			from = i + 1;
	}
	return NULL;
}
