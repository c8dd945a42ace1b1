/* Workbooks: names of sheets, tables that are longer than one, and what is not
 * whole. What stands in the cells is shown by tests/spec/knexport.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "test.h"
#include "text/day.h"
#include "text/say.h"
#include "text/xlsx.h"

static const struct {
	const char *asked, *name;
} names[] = {
	{ "Người", "Người" },
	{ "người", "người (2)" },
	{ "NGƯỜI", "NGƯỜI (3)" },
	{ "a/b\\c[d]e*f?g", "a b c d e f g" },
	{ "Thi: Môn", "Thi - Môn" },
	{ "'trong nháy'", "trong nháy" },
	{ "", "-" },
	{ "???", "- (2)" },
	{ "History", "History (2)" },
	{ "một hai ba bốn năm sáu bảy tám chín",
	    "một hai ba bốn năm sáu bảy tám" },
	{ "một hai ba bốn năm sáu bảy tám mười",
	    "một hai ba bốn năm sáu bảy (2)" },
	{ "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600"
	  "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600"
	  "\U0001f600\U0001f600\U0001f600\U0001f600",
	    "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600"
	    "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600"
	    "\U0001f600\U0001f600\U0001f600" },
};

static const struct xlsx_column columns[] = { { .label = "N" },
	{ .label = "T" } };

static struct xlsx *
make(const char *path, struct findings *to)
{
	FILE *f = fopen(path, "w");

	if (f)
		fclose(f);
	return xlsx_new(path, ".", "t", day_make(2021, 6, 30), to);
}

static bool
put(struct xlsx_sheet *s, int i)
{
	struct cell row[] = { { .kind = CELL_INT, .i = i },
		cell_text(STR("=1+1")) };

	return xlsx_row(s, row, false);
}

static void
check_names(const char *path)
{
	struct findings to = { .say = say_text, .to = stdout };
	struct xlsx *w = make(path, &to);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *is = xlsx_name(xlsx_add(w, str_of(names[i].asked)));

		if (!ok(strcmp(is, names[i].name) == 0, "a sheet for '%s'",
			names[i].asked))
			printf("# it is '%s'\n", is);
	}
	ok(xlsx_finish(w), "a workbook with these is whole");
	xlsx_free(w);
}

/* Three sheets of ten rows, the heading among them. */
static void
check_long(const char *path)
{
	struct findings to = { .say = say_text, .to = stdout };
	struct xlsx *w = make(path, &to);
	struct xlsx_sheet *s = xlsx_add(w, STR("Dài"));
	bool good;

	xlsx_set_most(w, 10);
	good = xlsx_table(s, columns, 2);
	for (int i = 0; good && i < 9; i++)
		good = put(s, i);
	ok(good && strcmp(xlsx_name(s), "Dài") == 0, "nine rows fit");
	good = put(s, 9);
	ok(good && strcmp(xlsx_name(s), "Dài (2)") == 0,
	    "the tenth is in another sheet");
	for (int i = 10; good && i < 27; i++)
		good = put(s, i);
	ok(good && strcmp(xlsx_name(s), "Dài (3)") == 0, "and so on");
	ok(xlsx_finish(w), "it is whole");
	xlsx_free(w);
}

/* A file that was cut off anywhere is not whole. */
static void
check_cut(const char *path)
{
	struct buf all = { 0 };
	bool good = buf_read_file(&all, path, 1 << 20);
	size_t cuts = 0;

	for (size_t n = 0; good && n < all.n; n += 97, cuts++) {
		FILE *f = fopen(path, "w");

		fwrite(all.s, 1, n, f);
		fclose(f);
		if (xlsx_whole(path))
			good = ok(false, "cut off after %zu bytes", n);
	}
	ok(good && cuts > 50, "what is cut off is not whole");
	ok(!xlsx_whole("/nonexistent"), "nor what is not there");
	buf_release(&all);
}

int
main(void)
{
	char path[] = "xlsx-unit.XXXXXX";
	int fd;

	if (chdir("/dev/shm") < 0 && chdir("/tmp") < 0)
		return 1;
	fd = mkstemp(path);
	close(fd);
	check_names(path);
	check_long(path);
	check_cut(path);
	unlink(path);
	return done();
}
