/* docx: a report for a word processor, made by pandoc.
 *
 * pandoc gets the page in Markdown, and what Markdown has no words for (tables,
 * the head and the foot of a paper) as it stands in the file. How it looks is
 * in docx_styles.xml, which goes into the reference document; margins are not
 * those of any rule that was read, see knreport(1). */
#include "report/docx.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/zip.h"
#include "git/run.h"
#include "base/write.h"
#include "report/inside.h"
#include "report/paper.h"
#include "text/html.h"
#include "text/text.h"

/* The reference document. */

static const char *const styles[] = {
#include "report/docx_styles.xml.lines"
};

#define TYPE "application/vnd.openxmlformats-"

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
    "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"" TYPE
    "package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE
    "officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE
    "officedocument.wordprocessingml.styles+xml\"/></Types>\n";

#define RELATION                                                               \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
    "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATION
    "officeDocument\" Target=\"word/document.xml\"/></Relationships>\n";

static const char document_relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
    "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATION
    "styles\" Target=\"styles.xml\"/></Relationships>\n";

/* Sheets, in twentieths of a point. */
enum {
	A4_SHORT = 11906,
	A4_LONG = 16838,
	A3_LONG = 23811,
	MARGIN_TOP = 1134,  /* 20 mm, */
	MARGIN_LEFT = 1701, /* 30 */
	MARGIN_RIGHT = 851  /* and 15 */
};

static bool
is_wide(const struct report_run *r)
{
	return r->report->wide;
}

/* How wide its lines are. */
static int
text_space(const struct report_run *r)
{
	return (is_wide(r) ? A3_LONG : A4_SHORT) - MARGIN_LEFT - MARGIN_RIGHT;
}

static void
add_document(const struct report_run *r, struct buf *b)
{
	buf_addf(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document "
	    "xmlns:w=\"http://schemas.openxmlformats.org/"
	    "wordprocessingml/2006/main\"><w:body><w:p/><w:sectPr>"
	    "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" "
	    "w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
	    "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>"
	    "</w:sectPr></w:body></w:document>\n",
	    is_wide(r) ? A3_LONG : A4_SHORT, A4_LONG,
	    is_wide(r) ? " w:orient=\"landscape\"" : "", MARGIN_TOP,
	    MARGIN_RIGHT, MARGIN_TOP, MARGIN_LEFT);
}

static void
make_reference(const struct report_run *r, struct zip *z)
{
	struct buf b = { 0 };

	zip_add(z, "[Content_Types].xml", str_of(types));
	zip_add(z, "_rels/.rels", str_of(relations));
	add_document(r, &b);
	zip_add(z, "word/document.xml", buf_str(&b));
	buf_clear(&b);
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		buf_addz(&b, styles[i]);
	zip_add(z, "word/styles.xml", buf_str(&b));
	zip_add(z, "word/_rels/document.xml.rels", str_of(document_relations));
	zip_end(z);
	buf_release(&b);
}

/* What stands in the file as it is. */

static void
begin_raw(struct buf *b)
{
	buf_addz(b, "````{=openxml}\n");
}

static void
end_raw(struct buf *b)
{
	buf_addz(b, "\n````\n\n");
}

struct look {
	const char *style;
	bool strong, italic;
	const char *align; /* NULL: that of the style */
};

static void
add_paragraph(struct buf *b, struct str text, const struct look *look)
{
	struct str line;
	bool first = true;

	buf_addf(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", look->style);
	if (look->align)
		buf_addf(b, "<w:jc w:val=\"%s\"/>", look->align);
	buf_addz(b, "</w:pPr><w:r>");
	if (look->strong || look->italic)
		buf_addf(b, "<w:rPr>%s%s</w:rPr>", look->strong ? "<w:b/>" : "",
		    look->italic ? "<w:i/>" : "");
	while (str_split(&text, '\n', &line)) {
		buf_addz(b,
		    first ? "<w:t xml:space=\"preserve\">" :
			    "<w:br/><w:t xml:space=\"preserve\">");
		html_add(b, line);
		buf_addz(b, "</w:t>");
		first = false;
	}
	buf_addz(b, "</w:r></w:p>");
}

/* Tables. */

/* The longest of its words: what must not be broken. */
static size_t
longest_word(struct str text)
{
	size_t most = 0, end;

	while ((text = str_trim(text)).n) {
		size_t width;

		for (end = 0;
		     end < text.n && text.s[end] != ' ' && text.s[end] != '\n';)
			end++;
		width = text_width(str_first(text, end));
		most = width > most ? width : most;
		text = str_from(text, end);
	}
	return most;
}

/* What a column needs, in characters: for its longest word, and for all. */
static void
measure(struct report_run *r, const struct report_result *t, size_t column,
    size_t *least, size_t *whole)
{
	enum { WORD_MOST = 18, WHOLE_MOST = 60 };
	struct str label = str_of(result_column(t, column)->label);

	*least = longest_word(label);
	*whole = text_width(label) / 2;
	for (size_t k = 0; k < t->rows; k++) {
		struct str text = result_shown(r, t, k, column);
		size_t word = longest_word(text), all = text_width(text);

		*least = word > *least ? word : *least;
		*whole = all > *whole ? all : *whole;
	}
	*least = *least > WORD_MOST ? WORD_MOST : *least;
	*whole = *whole > WHOLE_MOST ? WHOLE_MOST : *whole;
	*whole = *whole < *least ? *least : *whole;
}

/* Each column gets room for its longest word, and then of what is left the more
 * the more it has to say; all less, where that is too much. */
static void
share_width(struct report_run *r, const struct report_result *t, int widths[])
{
	enum { LETTER = 135, SMALL = 100, BORDER = 190 };
	int space = text_space(r), sum = 0, left, more = 0;
	int letter = r->report->dense ? SMALL : LETTER;
	size_t n = t->n_printed;
	int *wish = ARENA_ARRAY(&r->arena, int, n);

	for (size_t i = 0; i < n; i++) {
		size_t least, whole;

		measure(r, t, i, &least, &whole);
		widths[i] = (int)least * letter + BORDER;
		wish[i] = (int)(whole - least) + 1;
		sum += widths[i];
		more += wish[i];
	}
	left = space - sum;
	for (size_t i = 0; i < n; i++)
		widths[i] = left >= 0 ? widths[i] + left * wish[i] / more :
					(int)((long)widths[i] * space / sum);
}

static void
begin_table(struct buf *b, const char *style, const int widths[], size_t n)
{
	begin_raw(b);
	buf_addf(b,
	    "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"5000\" "
	    "w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
	    "<w:tblGrid>",
	    style);
	for (size_t i = 0; i < n; i++)
		buf_addf(b, "<w:gridCol w:w=\"%d\"/>", widths[i]);
	buf_addz(b, "</w:tblGrid>");
}

/* A table is followed by a paragraph, so that two never grow together. */
static void
end_table(struct buf *b)
{
	buf_addz(b,
	    "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableCell\"/></w:pPr>"
	    "</w:p>");
	end_raw(b);
}

static void
add_cell(struct buf *b, struct str text, int width, const struct look *look)
{
	buf_addf(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>",
	    width);
	add_paragraph(b, text, look);
	buf_addz(b, "</w:tc>");
}

static const char *
cell_style(const struct report_run *r)
{
	return r->report->dense ? "TableCellSmall" : "TableCell";
}

static void
add_heading(struct report_run *r, const struct report_result *t, struct buf *b,
    const int widths[])
{
	struct look look = { cell_style(r), true, false, "center" };

	buf_addz(b, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
	for (size_t i = 0; i < t->n_printed; i++)
		add_cell(b, str_of(result_column(t, i)->label), widths[i],
		    &look);
	buf_addz(b, "</w:tr>");
}

static void
add_total(struct report_run *r, const struct report_result *t, struct buf *b,
    const int widths[])
{
	buf_addz(b, "<w:tr>");
	for (size_t i = 0; i < t->n_printed; i++) {
		const struct result_column *s = result_column(t, i);
		struct look look = { cell_style(r), true, false,
			result_is_number(t, i) ? "right" : "left" };

		add_cell(b,
		    s->total ?
			result_text(r, s, result_total(t, t->printed[i])) :
			i == 0 ? str_of(_("Total")) :
				 STR(""),
		    widths[i], &look);
	}
	buf_addz(b, "</w:tr>");
}

static void
add_table(struct report_run *r, const struct report_result *t, struct buf *b)
{
	int *widths = ARENA_ARRAY(&r->arena, int, t->n_printed);

	if (!t->rows || !t->n_printed) {
		buf_addf(b, "*%s*\n\n", _("(nothing)"));
		return;
	}
	share_width(r, t, widths);
	begin_table(b, "Table", widths, t->n_printed);
	add_heading(r, t, b, widths);
	for (size_t k = 0; k < t->rows; k++) {
		buf_addz(b, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
		for (size_t i = 0; i < t->n_printed; i++) {
			struct look look = { cell_style(r), false, false,
				result_is_number(t, i) ? "right" : "left" };

			add_cell(b, result_shown(r, t, k, i), widths[i], &look);
		}
		buf_addz(b, "</w:tr>");
	}
	if (result_has_total(t))
		add_total(r, t, b, widths);
	end_table(b);
}

static void
add_fields(struct report_run *r, const struct report_result *t, struct buf *b)
{
	enum { THIRD = 3 };
	int space = text_space(r);
	int widths[] = { space / THIRD, space - space / THIRD };
	struct look label = { cell_style(r), true, false, "left" },
		    value = { cell_style(r), false, false, "left" };

	for (size_t k = 0; k < t->rows; k++) {
		begin_table(b, "Table", widths, 2);
		for (size_t i = 0; i < t->n_printed; i++) {
			if (!result_has_field(t, k, i))
				continue;
			buf_addz(b, "<w:tr>");
			add_cell(b, str_of(result_column(t, i)->label),
			    widths[0], &label);
			add_cell(b, str_trim(result_shown(r, t, k, i)),
			    widths[1], &value);
			buf_addz(b, "</w:tr>");
		}
		end_table(b);
	}
}

/* The head and the foot of a paper: two columns without lines. */

static void
add_part(struct buf *b, const struct paper_column *c, int width,
    const char *style)
{
	buf_addf(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>",
	    width);
	for (size_t i = 0; i < c->n; i++) {
		const struct paper_line *l = &c->lines[i];
		struct look look = { style, l->style == PAPER_STRONG,
			l->style == PAPER_ITALIC, NULL };

		/* room for a signature */
		for (int gap = 0; l->style == PAPER_GAP && gap < 2; gap++)
			add_paragraph(b, STR(" "), &look);
		add_paragraph(b, l->text.n ? l->text : STR(" "), &look);
	}
	if (!c->n)
		add_paragraph(b, STR(" "), &(struct look){ .style = style });
	buf_addz(b, "</w:tc>");
}

static void
add_parts(struct report_run *r, struct buf *b, const struct paper_column *left,
    const struct paper_column *right, const char *style)
{
	/* the Party's name is longer than most issuers */
	int space = text_space(r), first = space * 45 / 100;
	int widths[] = { first, space - first };

	if (!left->n && !right->n)
		return;
	begin_table(b, "TableNormal", widths, 2);
	buf_addz(b, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
	add_part(b, left, widths[0], style);
	add_part(b, right, widths[1], "PaperPart");
	buf_addz(b, "</w:tr>");
	end_table(b);
}

static void
add_head(struct report_run *r, struct buf *b)
{
	struct paper *p = r->paper;
	struct look kind = { "Title", true, false, NULL };

	add_parts(r, b, &p->head[0], &p->head[1], "PaperPart");
	if (!p->kind.n)
		return;
	begin_raw(b);
	add_paragraph(b, p->kind, &kind);
	end_raw(b);
}

static void
add_foot(struct report_run *r, struct buf *b)
{
	struct paper *p = r->paper;

	if (p->n_signers > 1) {
		add_parts(r, b, &p->signers[0], &p->signers[1], "PaperPart");
		add_parts(r, b, &p->recipients, &(struct paper_column){ 0 },
		    "PaperRecipients");
	} else {
		add_parts(r, b, &p->recipients, &p->signers[0],
		    "PaperRecipients");
	}
}

/* The lines that tell what it was made from. */
static void
add_footer(struct report_run *r, struct buf *b)
{
	struct look look = { "SourceCode", false, false, NULL };
	const char *hidden = result_hidden(r);
	size_t n;
	const struct compose_fact *facts = run_facts(r, &n);
	struct buf lines = { 0 };

	if (hidden)
		buf_addf(b, "*%s*\n\n", hidden);
	buf_addf(&lines, "knreport: %.*s\nparams: ", STRF(r->report->name));
	parameters_add_json(r, &lines);
	for (size_t i = 0; i < n; i++)
		buf_addf(&lines, "\n%s: %s", facts[i].key, facts[i].value);
	begin_raw(b);
	add_paragraph(b, buf_str(&lines), &look);
	end_raw(b);
	buf_release(&lines);
}

/* A picture would be fetched, from wherever a page says: it stays a link. */
static void
add_prose(const struct page *page, size_t block, struct buf *b)
{
	struct buf md = { 0 };
	struct str rest;

	page_block(page, block, MARKDOWN_MD, 0, &md);
	rest = buf_str(&md);
	while (str_find_str(rest, STR("![")) < rest.n) {
		size_t at = str_find_str(rest, STR("!["));

		buf_add(b, str_first(rest, at));
		buf_addz(b, "\\![");
		rest = str_from(rest, at + 2);
	}
	buf_add(b, rest);
	buf_release(&md);
}

static void
add_all(struct report_run *r, const struct page *page, struct buf *b)
{
	size_t block = 0;

	if (r->paper)
		add_head(r, b);
	for (size_t i = 0; i < page_blocks(page); i++) {
		const struct fence *f = page_fence(page, i);
		enum block_kind kind;
		const struct report_result *t;

		if (!f || !report_is_block(f->info, &kind)) {
			add_prose(page, i, b);
			continue;
		}
		if (kind == BLOCK_WITH)
			continue;
		t = &r->results[block++];
		if (kind == BLOCK_FIELDS)
			add_fields(r, t, b);
		else if (kind != BLOCK_VALUES)
			add_table(r, t, b);
	}
	if (r->paper)
		add_foot(r, b);
	add_footer(r, b);
}

/* pandoc. */

#define SECONDS_MOST "120"
#define MEMORY_MOST "1g"

static const char program[] = "pandoc";

bool
docx_can(struct findings *to)
{
	static const char *const argv[] = { program, "--version", NULL };
	struct buf out = { 0 };
	bool ok = run_program(argv, (struct str){ 0 }, &out) == 0;

	buf_release(&out);
	return ok ||
	    found_trouble(to,
		_("-o docx needs the program '%s', which is not there; "
		  "Debian has it in the package %s"),
		program, program);
}

/* A file for the reference document; yours to free and to remove. */
static char *
keep_reference(const struct report_run *r)
{
	const char *folder = getenv("TMPDIR");
	char *path =
	    mem_f("%s/knreport.XXXXXX", folder && *folder ? folder : "/tmp");
	struct zip z = { 0 };
	int fd = mkstemp(path);
	bool ok;

	make_reference(r, &z);
	ok = fd >= 0 && write_all(fd, buf_str(&z.out));
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	buf_release(&z.out);
	if (ok)
		return path;
	found_trouble(r->a->to, _("'%s' cannot be written: %s"), path,
	    strerror(errno));
	if (fd >= 0)
		unlink(path);
	free(path);
	return NULL;
}

bool
docx_put(struct report_run *r, const struct page *page)
{
	char *reference = keep_reference(r), *option;
	struct buf text = { 0 }, out = { 0 };
	int status;

	if (!reference)
		return false;
	option = mem_f("--reference-doc=%s", reference);
	add_all(r, page, &text);
	status = run_program((const char *const[]){ "timeout", SECONDS_MOST,
				 program, "+RTS", "-M" MEMORY_MOST, "-RTS",
				 "--from=commonmark_x-smart", "--to=docx",
				 option, "-o", "-", NULL },
	    buf_str(&text), &out);
	if (status == 0 && out.n)
		fwrite(out.s, 1, out.n, r->c->out);
	unlink(reference);
	free(option);
	free(reference);
	buf_release(&text);
	buf_release(&out);
	return status == 0 ||
	    found_trouble(r->a->to, _("'%s' ended with status %d"), program,
		status);
}
