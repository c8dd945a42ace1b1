#ifndef RECORD_LAYOUT_H
#define RECORD_LAYOUT_H

#include <stdbool.h>

#include "record/record_edit.h"

/* Lays a record that was begun out as its schema does: keys, and the values of
 * enums, by their names or labels alone (of labels those of the language that
 * most of its keys are in, else Vietnamese); the keys of each map in the order
 * in which they are declared, one that is not behind the key it stood behind.
 * A comment moves with the key that it stands above or behind; one that an
 * empty line parts from the first key of a map stays on top, one that is
 * indented deeper than the key below it stays with what is above it. A map in
 * brackets with a comment between its entries keeps its order. Every other byte
 * stays. What is laid out already is not changed.
 *
 * The text is read again and says what it said; else, and where a field stands
 * twice in a map, false after saying so, with the text as it was. */
bool record_layout(struct record_edit *, bool labels);

#endif
