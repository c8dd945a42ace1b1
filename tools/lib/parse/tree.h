#ifndef PARSE_TREE_H
#define PARSE_TREE_H

#include "parse/reader.h"

/* The tree of our YAML profile between r->at and r->end. False: it is not to
 * be trusted, and why was said. */
bool tree_read(struct reader *, struct node *root);

#endif
