#ifndef GIT_FOLDER_NAMES_H
#define GIT_FOLDER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* The names in folders, each folder read once. */
struct folder_name {
	const char *name;
	unsigned char type; /* as in struct dirent, and known where it can be */
};

struct folder_names;
struct folder_names *folder_names_new(void);
void folder_names_free(struct folder_names *);

/* Those of a folder that is open, as their paths sort, without ".", ".." and
 * ".git"; lasting as long as names does. path tells one folder from another.
 * False, with errno set, when it cannot be read. */
bool folder_names_read(struct folder_names *, int fd, const char *path,
    const struct folder_name **, size_t *n);

#endif
