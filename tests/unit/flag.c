/* The words for yes and no: none is turned round. */
#include "text/flag.h"

#include "test.h"

/* Taken; or refused, with what to write. */
static const struct {
	const char *z;
	int flag, meant;
	const char *write;
} rows[] = {
	{ "co", 1, 0, NULL },
	{ "khong", 0, 0, NULL },
	{ "Có", 1, 0, NULL },
	{ "không", 0, 0, NULL },
	{ "KHÔNG", 0, 0, NULL },
	{ "kho\u0302ng", 0, 0, NULL },
	{ "true", 1, 0, NULL },
	{ "True", 1, 0, NULL },
	{ "TRUE", 1, 0, NULL },
	{ "false", 0, 0, NULL },
	{ "FALSE", 0, 0, NULL },
	{ "yes", 1, 0, NULL },
	{ "Yes", 1, 0, NULL },
	{ "no", 0, 0, NULL },
	{ "No", 0, 0, NULL },
	{ "NO", 0, 0, NULL },
	{ "on", 1, 0, NULL },
	{ "On", 1, 0, NULL },
	{ "off", 0, 0, NULL },
	{ "1", -1, 1, NULL },
	{ "0", -1, 0, NULL },
	{ "y", -1, 1, NULL },
	{ "N", -1, 0, NULL },
	{ "ko", -1, 0, "khong" },
	{ "k", -1, 0, "khong" },
	{ "ture", -1, 1, "true" },
	{ "flase", -1, 0, "false" },
	{ "khng", -1, 0, "khong" },
	{ "khôg", -1, 0, "khong" },
	{ "yess", -1, 1, "yes" },
	{ "offf", -1, 0, "off" },
	{ "x", -1, -1, NULL },
	{ "-", -1, -1, NULL },
	{ "2", -1, -1, NULL },
	{ "untrue", -1, -1, NULL },
	{ "not", -1, -1, NULL },
	{ "nope", -1, -1, NULL },
	{ "oui", -1, -1, NULL },
	{ "none", -1, -1, NULL },
	{ "", -1, -1, NULL },
	{ "có lẽ không", -1, -1, NULL },
};

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && str_is(str_of(a), b));
}

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *word = NULL;
		bool sure;
		struct str v = str_of(rows[i].z);

		ok(flag_parse(v) == rows[i].flag, "'%s' is %d", rows[i].z,
		    rows[i].flag);
		if (rows[i].flag < 0)
			ok(flag_meant(v, &word, &sure) == rows[i].meant &&
				same(word, rows[i].write),
			    "'%s' meant %s", rows[i].z,
			    rows[i].write ? rows[i].write : "none");
	}
	return done();
}
