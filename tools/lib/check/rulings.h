#ifndef CHECK_RULINGS_H
#define CHECK_RULINGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/lang.h"
#include "report/compose.h"

struct catalog;
struct notes;
struct schema;

/* What the rules of a type say of its records. Where the rows of the records
 * are kept it is noted beside them, and only rules that read something that
 * changed since are asked again, of the records that changed where they are
 * local. All-zero but for what the caller gives is nothing asked yet. */
struct rulings {
	struct catalog *catalog;
	struct schema *schema;
	struct findings *to;
	int today;
	enum lang lang;
	bool private;
	bool keep; /* it may be noted, and what was noted may be taken */
	/* what was noted, for catalog_recall_keep; NULL: nothing */
	struct notes *notes;
};

/* Hands each to say, rule by rule, and of a rule by the ids of the records, of
 * one record or of all (id empty). A rule that no program can judge says so of
 * one record. False after saying why they cannot be told. */
bool rulings_judge(struct rulings *, const struct type *, struct str id,
    void (*say)(const struct ruling *, void *), void *to);
void rulings_release(struct rulings *);

#endif
