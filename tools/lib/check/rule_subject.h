#ifndef CHECK_RULE_SUBJECT_H
#define CHECK_RULE_SUBJECT_H

#include "record/record.h"
#include "check/rule_eval.h"
#include "schema/rule.h"

/* What of a record a judgement is about. */

/* Where it points: to the rule's field in the entry that was judged, else to
 * what is nearest to that: what the field stands in, the entry, the day of the
 * step. NULL: nothing of that is there. */
const struct value *rule_subject_value(const struct record *,
    const struct judged *);

/* The fields that a judgement asks for and that say too little: those that are
 * not there and dates that are not whole, of the rule's field and, where that
 * is there, of what stands beside it. */
void rule_subject_lacking(const struct record *, const struct judged *,
    struct buf *absent, struct buf *partial);

/* The list of the entry, by its dotted name; empty: it is about no entry. */
struct str rule_subject_list_name(const struct judged *);
/* Is a part of its key private? */
bool rule_subject_key_private(const struct judged *);
/* The key of the entry; empty: it is about no entry, or that has none. */
struct str rule_subject_key(const struct record *, const struct judged *,
    struct arena *);

#endif
