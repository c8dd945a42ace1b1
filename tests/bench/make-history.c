/* make-history: the years of work behind records, as a stream for git
 * fast-import.
 *
 * 	make-history COMMITS EACH <names | git fast-import
 *
 * names lists files, one a line, that are read below the current folder and are
 * the first commit; the next ones each enter a contact (tiep_xuc) into EACH
 * records, a day after the other. Every tenth is made on a branch and
 * merged. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/day.h"
#include "text/found.h"
#include "base/mem.h"
#include "git/source.h"
#include "../draw.h"

enum { FIRST_DAY = 17000, NOON = 5 * 3600, MERGE_EACH = 10 };

struct file {
	char *path;
	struct buf text;
	bool person;
};

static struct file *files;
static size_t n_files, n_persons; /* persons come first */

static void
read_files(void)
{
	struct findings silent = { 0 };
	struct source *in = source_worktree(".", &silent);
	char line[4096];
	size_t cap = 0;

	while (in && fgets(line, sizeof line, stdin)) {
		struct file f = { 0 };

		line[strcspn(line, "\n")] = '\0';
		if (!source_read(in, line, &f.text, &silent)) {
			fprintf(stderr, "make-history: %s cannot be read\n",
			    line);
			exit(2);
		}
		f.path = strdup(line);
		f.person = strstr(buf_z(&f.text), "\ntiep_xuc:\n");
		files = mem_grow(files, n_files, &cap, sizeof *files);
		files[n_files++] = f;
		if (f.person) {
			files[n_files - 1] = files[n_persons];
			files[n_persons++] = f;
		}
	}
	source_close(in);
}

static void
put_file(const struct file *f)
{
	printf("M 100644 inline %s\ndata %zu\n", f->path, f->text.n);
	fwrite(f->text.s, 1, f->text.n, stdout);
	putchar('\n');
}

/* Commits have marks from 1 on. from 0: the first. */
static void
put_commit(size_t mark, const char *ref, const char *what, size_t from,
    size_t merged)
{
	long long at = (long long)(FIRST_DAY + mark / 4) * 86400 + NOON +
	    (long long)mark % 4;

	printf("commit %s\nmark :%zu\n"
	       "committer Lê Thị Mẫu <mau@example.vn> %lld +0700\n"
	       "data %zu\n%s\n",
	    ref, mark, at, strlen(what), what);
	if (from)
		printf("from :%zu\n", from);
	if (merged)
		printf("merge :%zu\n", merged);
}

/* A contact is entered before those that are there. */
static void
enter(struct file *f, int day)
{
	const char *list = strstr(buf_z(&f->text), "\ntiep_xuc:\n") + 11;
	size_t before = (size_t)(list - f->text.s);
	struct buf b = { 0 };
	char ngay[DAY_TEXT];

	buf_add(&b, (struct str){ f->text.s, before });
	buf_addf(&b, "  - {ngay: %s, ai: dv-mau-0001, ve: cong-viec}\n",
	    day_text(day, ngay));
	buf_add(&b, (struct str){ f->text.s + before, f->text.n - before });
	buf_release(&f->text);
	f->text = b;
}

/* A small generator, the same on every machine. */
static size_t
chance(size_t below)
{
	static uint64_t state = 20210630;

	return draw_below(&state, below);
}

/* The files that were changed stay in order, so that a merge can name them. */
static size_t
put_contacts(size_t mark, const char *ref, size_t from, size_t start,
    size_t each)
{
	put_commit(mark, ref, "contacts", from, 0);
	for (size_t i = start; i < start + each; i++) {
		enter(&files[i], FIRST_DAY + (int)(mark / 4));
		put_file(&files[i]);
	}
	return mark;
}

int
main(int argc, char **argv)
{
	size_t commits = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	size_t each = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	size_t mark = 1, tip = 1, side, some, other, half;

	read_files();
	half = n_persons / 2;
	if (argc != 3 || !each || half < each) {
		fputs(
		    "usage: make-history COMMITS EACH <names, among them twice "
		    "EACH of people with contacts\n",
		    stderr);
		return 2;
	}
	put_commit(mark, "refs/heads/main", "import", 0, 0);
	for (size_t i = 0; i < n_files; i++)
		put_file(&files[i]);
	while (mark < commits) {
		some = chance(half - each + 1);
		if (++mark % MERGE_EACH) {
			tip = put_contacts(mark, "refs/heads/main", tip, some,
			    each);
			continue;
		}
		other = half + chance(half - each + 1);
		side =
		    put_contacts(mark++, "refs/heads/side", tip, other, each);
		tip = put_contacts(mark++, "refs/heads/main", tip, some, each);
		put_commit(mark, "refs/heads/main", "merge", tip, side);
		for (size_t i = other; i < other + each; i++)
			put_file(&files[i]);
		tip = mark;
	}
	return 0;
}
