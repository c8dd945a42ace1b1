#ifndef GIT_FILE_STAT_H
#define GIT_FILE_STAT_H

#include <stdbool.h>

struct stat;

/* By what a file is known to be the one it was, as git's index knows it.
 * All-zero is that of no file. Times are nanoseconds since 1970. */
struct file_stat {
	long long size, modified, changed;
	unsigned long long device, inode;
	unsigned mode;
};

void file_stat_take(struct file_stat *, const struct stat *);
bool file_stat_eq(const struct file_stat *, const struct file_stat *);

/* Could it change from now on and look the same? now: the time of a file that
 * was written just before it was looked at. Times of another file system may
 * come from another clock. */
bool file_stat_racy(const struct file_stat *, const struct file_stat *now);

#endif
