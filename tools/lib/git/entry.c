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
	struct entry *all = l->all;

	if (!is_sorted(l)) {
		qsort(l->all, l->n, sizeof *l->all, by_path);
		l->n = drop_doubles(l->all, l->n);
	}
	*n = l->n;
	l->all = NULL;
	l->n = l->cap = 0;
	return arena_take_array(l->arena, all, *n, sizeof *all);
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

bool
entry_step(struct buf *path, struct str part)
{
	if (!part.n || str_is(part, "."))
		return true;
	if (!str_is(part, "..")) {
		if (path->n)
			buf_addc(path, '/');
		buf_add(path, part);
		return true;
	}
	if (!path->n)
		return false;
	while (path->n && path->s[--path->n] != '/')
		;
	path->s[path->n] = '\0';
	return true;
}
