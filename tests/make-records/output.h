#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

/* A record on its way to a file. */
struct page {
	FILE *f;
	char *text;
	size_t n; /* good after fflush(f) */
};

FILE *page_open(struct page *);

/* Writes it to DIR/records/FOLDER/ID.md, and gives its memory back. The last
 * part of the id is the name of the file. Making folders takes time: once for
 * many files is enough. */
void page_save(struct page *, const char *dir, const char *folder,
    const char *id, bool make);

void page_drop(struct page *); /* it is not written after all */

void put_day(FILE *, const char *before, int day);

#endif
