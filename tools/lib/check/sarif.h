#ifndef CHECK_SARIF_H
#define CHECK_SARIF_H

#include <stdio.h>

#include "text/found.h"
#include "base/lang.h"

struct rules;
struct source;

/* Findings as a log of SARIF 2.1.0, which viewers, forges and other programs
 * read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Trouble is no result
 * but a notification of the tool, and so is how many findings are left out. */
struct sarif;

/* A log on out of what the named tool finds. */
struct sarif *sarif_new(FILE *out, const char *tool, enum lang);

/* What is known later: the rules and the levels that are in force. Each may be
 * NULL. */
void sarif_knows(struct sarif *, const struct rules *,
    const struct found_levels *);

/* Where the files of the findings that follow are, for columns in characters
 * and for paths from the top of a repository. NULL: unknown. */
void sarif_reads(struct sarif *, struct source *);

/* say: a result, at once, or a notification. */
void sarif_say(const struct finding *, void *sarif);

/* Writes the rest, with the status that the tool ends with; frees. */
void sarif_end(struct sarif *, int status);

#endif
