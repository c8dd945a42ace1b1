#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include <stdbool.h>

/* A language server (the protocol's specification 3.17) for records and the
 * pages of a schema. */
struct server_options {
	const char *today; /* --today; NULL: not given */
	bool lang_said;    /* --lang: the client's locale does not count */
	/* every question is answered before the next message is read: for
	 * scripts and tests */
	bool wait;
	int in, out; /* files to read from and write to */
};

/* Serves until the client says exit or is gone: the status to exit with, 0 when
 * it said shutdown before. Nothing else is read from in or written to out, and
 * no file is written. */
int server_run(const struct server_options *);

#endif
