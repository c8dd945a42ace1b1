#ifndef MERGE_ATTRIBUTES_H
#define MERGE_ATTRIBUTES_H

#include "text/found.h"

/* Whether git gives the records of the data folder around dir to knmerge; where
 * there is none, those of each one in the repository. Says as warnings what
 * .gitattributes there lacks, or says otherwise. */
void attributes_check(const char *dir, struct findings *);

#endif
