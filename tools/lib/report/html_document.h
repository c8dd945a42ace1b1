#ifndef REPORT_HTML_DOCUMENT_H
#define REPORT_HTML_DOCUMENT_H

#include "base/buf.h"
#include "base/lang.h"
#include "base/str.h"

/* A document of HTML that needs nothing beside it. It runs one script and has
 * one style, both named by their hash, and no other: whatever got into a text,
 * nothing of it could run or be fetched. What the script adds, sorting and
 * filtering, is all that is lacking without it. */
void html_document_open(struct buf *, enum lang,
    struct str title); /* to <body> */
void html_document_close(struct buf *);

#endif
