#ifndef CLASSES_H
#define CLASSES_H

#include "district.h"

/* A class of the training centre. Their days come back each year. */
struct class
{
	bool new_members; /* else the one on the Party */
	int year, number;
	int first, last, certified; /* days; certified: when issued */
};

enum { CLASS_ID = 40 };

char *class_id(const struct class *, const char *suffix, char out[CLASS_ID]);

/* The last class on the Party whose certificates were issued by a day. */
struct class class_before(int day);

/* The class on the Party that is held on a day or comes next. */
struct class class_open(int day);

/* The first class for new members that begins after a day. */
struct class class_after(int day);

/* The rolls, as the certificates of people from the given one on tell them. */
void classes_write(const struct district *, const char *dir,
    size_t from_person);

#endif
