#ifndef TOOL_DRAFTING_H
#define TOOL_DRAFTING_H

#include "tool/editing.h"

/* A new record as a form, which somebody fills in: now in an editor, or later.
 * The record was made by editing_new, and has its path. The status to end
 * with. */

/* Leaves the form where the record is to be. */
int drafting_form(struct editing *, struct record_edit *);

/* Opens the form in an editor, and says what is wrong with what was saved, at
 * its lines, until nothing is or whoever types decides; the form's comments
 * then go. What was typed is never thrown away unasked. */
int drafting_edit(struct editing *, struct record_edit *);

#endif
