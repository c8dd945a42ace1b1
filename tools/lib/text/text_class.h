#ifndef TEXT_TEXT_CLASS_H
#define TEXT_TEXT_CLASS_H

#include <stdint.h>

/* What Unicode has a character for, as far as keys and forms of a text ask. */
enum text_class {
	TEXT_LETTER,
	TEXT_NONSPACING, /* a mark that takes no room: all that fold drops */
	TEXT_MARK,       /* another mark */
	TEXT_NUMBER,
	TEXT_CONTROL, /* nothing that is seen */
	TEXT_FOREIGN, /* not assigned, or in private use */
	TEXT_SIGN,    /* a blank, and all else */
	TEXT_CLASSES
};
enum text_class text_class(int32_t);

#endif
