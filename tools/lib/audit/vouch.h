#ifndef AUDIT_VOUCH_H
#define AUDIT_VOUCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "schema/authority.h"
#include "text/found.h"
#include "base/str.h"

/* Whether someone whom authority.md allows it stands for what is no commit: a
 * tag, or a push. The text ends with the SSH signature of what is before it. */

struct vouch;

/* By the page as it is in a commit of the repository around dir. NULL after
 * saying why that cannot be read. */
struct vouch *vouch_open(const char *dir, const char *commit,
    struct findings *);
void vouch_close(struct vouch *);

bool vouch_has_page(const struct vouch *); /* else nobody is named */
bool vouch_today(const struct vouch *, int *day, struct findings *);
bool vouch_day(const struct vouch *, long long time, int *day);

/* Why the page does not let whoever signed the text do one of these things on
 * that day, in the arena; NULL: it does. email: with which the text names him;
 * empty: it does not. False after saying that it could not be found out. */
bool vouch_refuses(struct vouch *, struct str text, struct str email,
    const enum action_kind *, size_t n, int day, struct arena *,
    const char **why, struct findings *);

#endif
