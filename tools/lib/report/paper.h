#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/inside.h"

/* The head and the foot of a paper of the Party as lines of text, which each
 * form sets in its own way. */

enum paper_style {
	PAPER_PLAIN,
	PAPER_STRONG,
	PAPER_ITALIC,
	PAPER_RULE,
	PAPER_GAP
};

struct paper_line {
	struct str text;
	enum paper_style style;
};

struct paper_column {
	struct paper_line *lines;
	size_t n, cap;
};

struct paper {
	struct paper_column head[2]; /* left and right */
	struct str kind;             /* "BÁO CÁO"; empty: not given */
	struct paper_column recipients;
	struct paper_column signers[2];
	size_t n_signers;
};

/* Puts the values into its texts. */
struct paper *paper_new(struct report_run *, const struct report_paper *,
    const struct page_values *);

/* As text, and as Markdown. */
void paper_put_head(struct report_run *, struct paper *);
void paper_put_foot(struct report_run *, struct paper *);

#endif
