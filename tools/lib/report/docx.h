#ifndef REPORT_DOCX_H
#define REPORT_DOCX_H

#include <stdbool.h>

struct findings;

/* Is there what a report is made with for a word processor? False after saying
 * which package has it. */
bool docx_can(struct findings *);

#endif
