/* How does a record get into its file? */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text/day.h"

static _Noreturn void
fail(const char *path)
{
	fprintf(stderr, "make-records: %s: %s\n", path, strerror(errno));
	exit(2);
}

FILE *
page_open(struct page *p)
{
	*p = (struct page){ 0 };
	p->f = open_memstream(&p->text, &p->n);
	if (!p->f)
		fail("memory");
	return p->f;
}

static void
make_folders(char *path)
{
	for (char *c = strchr(path + 1, '/'); c; c = strchr(c + 1, '/')) {
		*c = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			fail(path);
		*c = '/';
	}
}

void
page_save(struct page *p, const char *dir, const char *folder, const char *id,
    bool make)
{
	const char *base = strrchr(id, '/');
	struct page path;
	FILE *f = page_open(&path);

	fprintf(f, "%s/records/%s/%s.md", dir, folder, base ? base + 1 : id);
	if (fclose(f) || fclose(p->f))
		fail("memory");
	if (make)
		make_folders(path.text);
	f = fopen(path.text, "w");
	if (!f || fwrite(p->text, 1, p->n, f) != p->n || fclose(f))
		fail(path.text);
	free(path.text);
	free(p->text);
}

void
page_drop(struct page *p)
{
	if (fclose(p->f))
		fail("memory");
	free(p->text);
}

void
put_day(FILE *f, const char *before, int day)
{
	char text[DAY_TEXT];

	fprintf(f, "%s%s", before, day_text(day, text));
}
