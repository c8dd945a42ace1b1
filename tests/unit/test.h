#ifndef TEST_H
#define TEST_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* TAP on stdout: ok(what was expected, its name) any number of times, then
 * "return done();" from main. */

static int test_count, test_failed;

__attribute__((format(printf, 2, 3), unused)) static bool
ok(bool cond, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", cond ? "" : "not ", ++test_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	test_failed += !cond;
	return cond;
}

static int
done(void)
{
	printf("1..%d\n", test_count);
	return test_failed || !test_count;
}

#endif
