/* html_document: a document of HTML that needs nothing beside it. */
#include "report/html_document.h"

#include "text/html.h"
#include "base/install.h"

static const char *const style[] = {
#include "report/page.css.lines"
};
static const char *const script[] = {
#include "report/page.js.lines"
};

static const char style_hash[] =
#include "report/page.css.sha256"
    ;
static const char script_hash[] =
#include "report/page.js.sha256"
    ;

static void
add_lines(struct buf *b, const char *const *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addz(b, lines[i]);
}

void
html_document_open(struct buf *b, enum lang lang, struct str title)
{
	buf_addf(b,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'sha256-%s'; script-src "
	    "'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta name=\"generator\" content=\"ketnap " KN_VERSION "\">\n"
	    "<title>",
	    lang_name(lang), style_hash, script_hash);
	html_add(b, title);
	buf_addz(b, "</title>\n<style>");
	add_lines(b, style, sizeof style / sizeof *style);
	buf_addz(b, "</style>\n</head>\n<body data-filter=\"");
	html_add(b, str_of(_("Filter the rows")));
	buf_addz(b, "\">\n");
}

void
html_document_close(struct buf *b)
{
	buf_addz(b, "<script>");
	add_lines(b, script, sizeof script / sizeof *script);
	buf_addz(b, "</script>\n</body>\n</html>\n");
}
