#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* malloc and its kin that never return NULL: running out of memory ends the
 * program with a line on stderr and status 2. Zero bytes are one byte. */
void *mem_alloc(size_t); /* zeroed */
void *mem_resize(void *, size_t);
_Noreturn void mem_out(void);

/* What printf would print; yours to free. */
char *mem_f(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element of the given size in an array of n: zeroed,
 * the memory behind it untouched. */
void *mem_grow(void *array, size_t n, size_t *cap, size_t size);

/* One more element in an array kept as (array, n, cap): a pointer to it. */
#define MEM_PUSH(array, n, cap)                                                \
	((array) = mem_grow((array), (n), &(cap), sizeof *(array)),            \
	    &(array)[(n)++])

#endif
