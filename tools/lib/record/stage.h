#ifndef RECORD_STAGE_H
#define RECORD_STAGE_H

#include "record/record.h"

/* Derives a record's stays up to today from its dated events (record(5),
 * STAGES) into r->intervals, saying stage-order, stage-needs and
 * stage-override. Works on typed values only. */
void stage_derive(struct record *, int today, struct arena *,
    struct findings *);

#endif
