/* flag: the words for yes and no. */
#include "text/flag.h"

#include <stddef.h>

#include "base/buf.h"
#include "text/text.h"

enum { LONGEST = 16 }; /* bytes of a word, and more */

struct word {
	const char *z;
	const char *write; /* NULL: as the others do */
	int flag;
};

static const struct word taken[] = {
	{ "khong", "khong", 0 },
	{ "co", "co", 1 },
	{ "false", "false", 0 },
	{ "true", "true", 1 },
	{ "no", "no", 0 },
	{ "yes", "yes", 1 },
	{ "off", "off", 0 },
	{ "on", "on", 1 },
	{ "không", "khong", 0 },
	{ "có", "co", 1 },
};

/* Short forms and words that elsewhere mean something else. */
static const struct word refused[] = {
	{ "0", NULL, 0 },
	{ "1", NULL, 1 },
	{ "n", NULL, 0 },
	{ "y", NULL, 1 },
	{ "f", NULL, 0 },
	{ "t", NULL, 1 },
	{ "ko", "khong", 0 },
	{ "k", "khong", 0 },
	{ "kg", "khong", 0 },
	{ "c", "co", 1 },
	{ "chưa", "khong", 0 },
	{ "rồi", "co", 1 },
	{ "sai", "khong", 0 },
	{ "đúng", "co", 1 },
};

static const struct word *
find(const struct word *all, size_t n, struct str v)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(v, all[i].z))
			return &all[i];
	return NULL;
}

#define FIND(all, v) find((all), sizeof(all) / sizeof *(all), (v))

static const struct word *
find_lower(struct str v, bool was_refused)
{
	const struct word *w;
	struct buf b = { 0 };

	if (v.n > LONGEST)
		return NULL;
	text_add_lower(&b, v);
	w = was_refused ? FIND(refused, buf_str(&b)) : FIND(taken, buf_str(&b));
	buf_release(&b);
	return w;
}

int
flag_parse(struct str v)
{
	const struct word *w = FIND(taken, v);

	if (!w)
		w = find_lower(v, false);
	return w ? w->flag : -1;
}

int
flag_meant(struct str v, const char **word, bool *sure)
{
	const struct word *w = find_lower(v, true);
	struct buf plain = { 0 };

	*sure = w != NULL;
	if (!w && v.n <= LONGEST) {
		text_add_fold(&plain, v);
		for (size_t i = 0; i < sizeof taken / sizeof *taken && !w; i++)
			if (str_near(str_of(taken[i].z), buf_str(&plain)))
				w = &taken[i];
		buf_release(&plain);
	}
	*word = w ? w->write : NULL;
	return w ? w->flag : -1;
}
