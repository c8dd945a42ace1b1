#ifndef TEXT_MAIL_H
#define TEXT_MAIL_H

#include <stdbool.h>

#include "base/str.h"

/* Do two addresses name one mailbox? As mail has it: the domain in any case,
 * in any normal form and with or without a point at its end, the part before it
 * exactly as it is written. Domains in Punycode (xn--…) are not decoded. */
bool mail_same(struct str, struct str);

#endif
