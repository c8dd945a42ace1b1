#ifndef TEXT_LEVEL_H
#define TEXT_LEVEL_H

#include <stdbool.h>

#include "base/str.h"

/* What is wrong with a record is data; what stops the tool is trouble. */
enum level { NOTE, WARNING, ERROR, TROUBLE, LEVELS, LEVEL_OFF = LEVELS };

/* "error" and so on, never translated. level_named knows no "off". */
const char *level_name(enum level);
bool level_named(struct str, enum level *);

#endif
