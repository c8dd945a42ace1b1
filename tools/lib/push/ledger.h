#ifndef PUSH_LEDGER_H
#define PUSH_LEDGER_H

#include <stdbool.h>

#include "text/found.h"
#include "base/str.h"

/* What a server must remember though its refs do not tell it. It is kept in
 * git's own folder, where no push writes:
 *
 * 	ketnap/first-push	"ketnap first push 1", then the lines "ID REF"
 * 	ketnap/first-push	of
 * 				the push that was trusted
 * 	ketnap/gone		"ketnap gone 1", then a line "ID REF" for each
 * 				branch or tag that was taken away
 * 	ketnap/lock		who holds it alone reads and writes them
 *
 * Hooks run before refs move. So what was noted may not have happened, when git
 * gave up after that; it counts as if it had. */
struct ledger;

/* Waits until it is ours. NULL after saying why not; a file that is not as it
 * was written is said, too. */
struct ledger *ledger_open(struct findings *);
void ledger_close(struct ledger *);

/* Is this the push that an empty repository trusts, the first or the same one
 * anew? moves: its lines "ID REF". ledger_first_note: from now on it is. */
bool ledger_first_may(const struct ledger *, struct str moves);
bool ledger_first_note(struct ledger *, struct str moves, struct findings *);
const char *ledger_first_path(const struct ledger *);

/* Was a ref of that name, and that id unless it is NULL, taken away? */
bool ledger_is_gone(const struct ledger *, const char *ref, const char *id);
/* From now on it is, once ledger_keep has written it. */
void ledger_gone(struct ledger *, const char *ref, const char *id);
bool ledger_keep(struct ledger *, struct findings *);

#endif
