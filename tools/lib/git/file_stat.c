/* file_stat: is it the same file with the same bytes? */
#include "git/file_stat.h"

#include <sys/stat.h>

enum { SECOND = 1000000000 };

/* So far may the clocks of two file systems differ. */
static const long long skew = 10LL * SECOND;

static long long
in_ns(struct timespec t)
{
	return t.tv_sec * (long long)SECOND + t.tv_nsec;
}

void
file_stat_take(struct file_stat *s, const struct stat *st)
{
	*s = (struct file_stat){ .size = st->st_size,
		.modified = in_ns(st->st_mtim),
		.changed = in_ns(st->st_ctim),
		.device = st->st_dev,
		.inode = st->st_ino,
		.mode = st->st_mode };
}

bool
file_stat_eq(const struct file_stat *a, const struct file_stat *b)
{
	return a->size == b->size && a->modified == b->modified &&
	    a->changed == b->changed && a->device == b->device &&
	    a->inode == b->inode && a->mode == b->mode;
}

bool
file_stat_racy(const struct file_stat *s, const struct file_stat *now)
{
	return s->changed >=
	    now->changed - (s->device == now->device ? 0 : skew);
}
