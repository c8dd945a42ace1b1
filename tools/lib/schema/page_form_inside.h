#ifndef SCHEMA_PAGE_FORM_INSIDE_H
#define SCHEMA_PAGE_FORM_INSIDE_H

#include "base/lang.h"
#include "schema/page_form.h"

/* What the files of page_form share. */

#define N(array) (sizeof(array) / sizeof *(array))

#endif
