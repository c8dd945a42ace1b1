/* text_class: what Unicode has a character for. */
#include "text/text_class.h"

#include <utf8proc.h>

#include "text/text_inside.h"

enum { NEXT_LINE = 0x85 }; /* a control, and a blank */

enum text_class
text_class(int32_t c)
{
	if (text_sign(c).letter)
		return TEXT_LETTER;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return TEXT_LETTER;
	case UTF8PROC_CATEGORY_MN:
		return TEXT_NONSPACING;
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return TEXT_MARK;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return TEXT_NUMBER;
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return (c >= '\t' && c <= '\r') || c == NEXT_LINE ?
		    TEXT_SIGN :
		    TEXT_CONTROL;
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
		return TEXT_FOREIGN;
	default:
		return TEXT_SIGN;
	}
}
