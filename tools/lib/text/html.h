#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "base/buf.h"
#include "base/str.h"

/* Adds a text so that HTML and SVG show it as it is, between tags or in a
 * quoted attribute: it makes no tag, no entity and no end of either. Control
 * bytes and bidirectional controls are made harmless. */
void html_add(struct buf *, struct str);

/* Adds the text that was written so. */
void html_read(struct buf *, struct str html);

#endif
