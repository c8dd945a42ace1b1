#ifndef PUSH_PUSH_H
#define PUSH_PUSH_H

#include <stdbool.h>
#include <stdio.h>

#include "text/found.h"
#include "base/lang.h"

/* What a server asks of a push before it takes it: hook pre-receive. */

/* Reads "old new ref" lines, as git gives them, and judges each in the
 * repository of the current folder, the pushed objects being in quarantine.
 * Says everything that is wrong, lines of another form or none at all too.
 * False: the push is to be refused. */
bool push_judge(FILE *updates, enum lang, struct findings *);

#endif
