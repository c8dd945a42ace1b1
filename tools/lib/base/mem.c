/* mem: memory, or the end of the program. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void
mem_out(void)
{
	fputs("ketnap: out of memory\n", stderr);
	exit(2);
}

void *
mem_alloc(size_t n)
{
	void *p = calloc(1, n ? n : 1);

	if (!p)
		mem_out();
	return p;
}

void *
mem_resize(void *old, size_t n)
{
	void *p = realloc(old, n ? n : 1);

	if (!p)
		mem_out();
	return p;
}

char *
mem_f(const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		mem_out();
	va_end(ap);
	return text;
}

void *
mem_grow(void *array, size_t n, size_t *cap, size_t size)
{
	size_t more;

	if (n >= *cap) {
		more = *cap ? *cap * 2 : 8;
		if (more > SIZE_MAX / size)
			mem_out();
		array = mem_resize(array, more * size);
		*cap = more;
	}
	memset((char *)array + n * size, 0, size);
	return array;
}
