#ifndef EXPORT_OUTPUT_H
#define EXPORT_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/arena.h"
#include "text/found.h"

/* Where an export goes: standard output, one file or a folder. What was there
 * is replaced when all is written, or stays. */
struct output;

enum output_kind { OUTPUT_STDOUT, OUTPUT_FILE, OUTPUT_FOLDER };

/* to: NULL for standard output. private: nobody else may read a new file. NULL
 * after saying why not. Findings and to must outlive it. */
struct output *output_begin(enum output_kind, const char *to, bool private,
    struct findings *);
enum output_kind output_kind(const struct output *);

/* Makes a file of a folder; of the other kinds gives the one there is. Not to
 * be closed but by output_close. NULL after saying why not. */
FILE *output_open(struct output *, const char *name);
/* Is done with it. False after saying that not all was written. */
bool output_close(struct output *, FILE *);

/* The path of the file that is written by name; of a folder that of its name.
 */
const char *output_path(struct output *, const char *name, struct arena *);
/* A file without a name where the output is. NULL after saying why not. */
FILE *output_scratch(struct output *);
/* The folder in which files may lie for a while. */
const char *output_folder(struct output *, struct arena *);

/* Shows it. False after saying why not. */
bool output_show(struct output *);
void output_end(struct output *);

/* The files of a folder, in order, and how each reads as sha256sum has it. */
size_t output_files(const struct output *);
const char *output_file(const struct output *, size_t i);
bool output_sum(struct output *, size_t i, char hex[], long long *bytes);

#endif
