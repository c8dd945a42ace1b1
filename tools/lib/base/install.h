#ifndef BASE_INSTALL_H
#define BASE_INSTALL_H

/* The version of all tools; the Makefile and the pages take it from here. */
#define KN_VERSION "0.1.0"

/* Tells one build of the library from another: caches are of one. */
extern const char install_build[];

/* Where what came with the tools lies: ../share/ketnap/NAME beside the folder
 * of the running program, so that a build tree and an installation that was
 * moved both work. Yours to free. */
char *install_path(const char *name);

/* The folder of the running program. Yours to free; NULL: not known. */
char *install_bin(void);

#endif
