#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

/* Libraries that most runs do without, and that take longer to load than a
 * short run takes: they are loaded by who asks them. What is not there ends the
 * program, as it would have when it was started. */

void *library_load(const char *name); /* "libx.so.1" */

/* Looks a function up, for a pointer to it. */
void library_find(void *library, const char *name, void *pointer);

#endif
