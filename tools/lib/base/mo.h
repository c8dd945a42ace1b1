#ifndef BASE_MO_H
#define BASE_MO_H

#include <stdbool.h>
#include <stddef.h>

/* A catalogue of messages as msgfmt writes it, numbers in little-endian order:
 * read from the file itself, since gettext asks for a locale that the machine
 * may not have. All-zero is a catalogue without messages. It can be read by
 * several threads. */
struct mo {
	const unsigned char *s; /* the whole file, mapped */
	size_t n;
	size_t messages, ids, texts; /* how many; where the tables are */
};

/* False: there is no such file, or it is no such catalogue. */
bool mo_open(struct mo *, const char *path);
void mo_close(struct mo *);

/* What stands for a message; NULL: nothing. It lives as long as the
 * catalogue. */
const char *mo_find(const struct mo *, const char *id);

#endif
