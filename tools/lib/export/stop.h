#ifndef EXPORT_STOP_H
#define EXPORT_STOP_H

#include <stdbool.h>

struct findings;

/* Who interrupts an export leaves nothing half written: from now on a signal
 * that would end the program is only noted. */
void stop_listen(void);

/* Was there one? Says so. */
bool stop_asked(struct findings *);

#endif
