#ifndef HISTORY_CHAIN_H
#define HISTORY_CHAIN_H

#include "history/inside.h"

/* The versions of files, file by file and each from the first to the last, of
 * which only what changes is read. */
struct chain;
struct chain *chain_new(void);
void chain_free(struct chain *);

/* What a file was, at[1], and is, at[0], under one schema: with those items,
 * bodies included, that may differ, and else only for what they are as a whole
 * and where. One that is new is told as it is, and what it was left alone. They
 * last until the next. False: both are to be read otherwise, or
 * h->failed. */
bool chain_next(struct history *h, struct chain *,
    const struct schema_version *, const struct candidate *,
    struct version *at[2]);

#endif
