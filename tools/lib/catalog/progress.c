/* progress: how far it is, for who waits. */
#include "catalog/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

double
progress_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_say(const struct catalog *c, double began, const char *fmt, ...)
{
	const double patience = 0.5;
	va_list ap;

	if (!c->options.progress || progress_now() - began <= patience ||
	    !isatty(STDERR_FILENO))
		return;
	fputs(fmt ? "\r" : "\r\033[K", stderr);
	va_start(ap, fmt);
	if (fmt)
		vfprintf(stderr, fmt, ap);
	va_end(ap);
}
