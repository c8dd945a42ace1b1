/* html_document: a document of HTML that needs nothing beside it. */
#include "report/html_document.h"

#include "text/html.h"
#include "base/install.h"
#include "base/sha256.h"

static const char *const style[] = {
#include "report/page.css.lines"
};
static const char *const script[] = {
#include "report/page.js.lines"
};

static void
add_lines(struct buf *b, const char *const *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addz(b, lines[i]);
}

static void
add_hash(struct buf *b, const char *what, struct str text)
{
	buf_addf(b, "; %s 'sha256-", what);
	sha256_add_base64(b, text);
	buf_addc(b, '\'');
}

static void
add_top(struct buf *b, enum lang lang, struct str title, struct str css,
    struct str js)
{
	buf_addf(b,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'",
	    lang_name(lang));
	add_hash(b, "style-src", css);
	add_hash(b, "script-src", js);
	buf_addz(b,
	    "; base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta name=\"generator\" content=\"ketnap " KN_VERSION "\">\n"
	    "<title>");
	html_add(b, title);
	buf_addz(b, "</title>\n<style>");
	buf_add(b, css);
	buf_addz(b, "</style>\n</head>\n<body data-filter=\"");
	html_add(b, str_of(_("Filter the rows")));
	buf_addz(b, "\">\n");
}

void
html_document_open(struct buf *b, enum lang lang, struct str title)
{
	struct buf css = { 0 }, js = { 0 };

	add_lines(&css, style, sizeof style / sizeof *style);
	add_lines(&js, script, sizeof script / sizeof *script);
	add_top(b, lang, title, buf_str(&css), buf_str(&js));
	buf_release(&css);
	buf_release(&js);
}

void
html_document_close(struct buf *b)
{
	buf_addz(b, "<script>");
	add_lines(b, script, sizeof script / sizeof *script);
	buf_addz(b, "</script>\n</body>\n</html>\n");
}
