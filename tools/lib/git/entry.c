/* entry: lists of files. */
#include "git/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct entry *
entries_add(struct entries *l, struct str path, unsigned mode)
{
	struct entry *e = MEM_PUSH(l->all, l->n, l->cap);

	*e = (struct entry){ arena_z(l->arena, path), mode, "" };
	return e;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path,
	    ((const struct entry *)b)->path);
}

static bool
is_sorted(const struct entries *l)
{
	for (size_t i = 1; i < l->n; i++)
		if (by_path(&l->all[i - 1], &l->all[i]) >= 0)
			return false;
	return true;
}

static size_t
drop_doubles(struct entry *all, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!kept || by_path(&all[kept - 1], &all[i]))
			all[kept++] = all[i];
	return kept;
}

struct entry *
entries_take(struct entries *l, size_t *n)
{
	struct entry *all;

	if (!is_sorted(l)) {
		qsort(l->all, l->n, sizeof *l->all, by_path);
		l->n = drop_doubles(l->all, l->n);
	}
	all = ARENA_ARRAY(l->arena, struct entry, l->n);
	if (l->n)
		memcpy(all, l->all, l->n * sizeof *all);
	*n = l->n;
	free(l->all);
	l->all = NULL;
	l->n = l->cap = 0;
	return all;
}

bool
entry_is_inside(struct str path)
{
	struct str part;

	if (!path.n)
		return false;
	while (str_split(&path, '/', &part))
		if (!part.n || str_is(part, ".") || str_is(part, "..") ||
		    str_is(part, ".git"))
			return false;
	return true;
}
