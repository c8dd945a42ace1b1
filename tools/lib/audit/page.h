#ifndef AUDIT_PAGE_H
#define AUDIT_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "audit/audit.h"
#include "audit/rules.h"
#include "text/found.h"
#include "text/kept.h"
#include "base/lang.h"

/* What an audit came to, as a page for someone who inspects the office and
 * knows no git: what was examined, what was not, what was found, which
 * corrections there are and why, and how to see by hand that it is so. Texts of
 * others stand in it as they are, never as Markdown or HTML. */
struct audit_page {
	enum lang lang;
	int today;
	const char *dir;    /* in the repository */
	const char *range;  /* as asked for; NULL: all of HEAD */
	const char *tip;    /* the commit it ends with; "": none */
	const char *schema; /* id of what --schema gave; NULL */
	const struct audit *audit;
	const struct audit_rules *rules;
	const struct kept *found; /* trouble is not among them */
	const char *baseline;     /* file of known findings; NULL */
	size_t known;             /* findings that it knows */
	size_t checkpoints;
};

/* Markdown, or a file of HTML. False after saying why it could not be made. */
bool audit_page(const struct audit_page *, bool html, FILE *,
    struct findings *);

#endif
