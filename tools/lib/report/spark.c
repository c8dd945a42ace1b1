/* spark: the course of a figure, small enough to stand beside it. */
#include "report/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/html.h"

/* In units of the drawing. */
enum { WIDTH = 160, HEIGHT = 36, EDGE = 4 };

bool
spark_read(struct str text, double all[SPARK_MOST], size_t *n)
{
	struct str one;
	char z[32], *end;

	*n = 0;
	text = str_trim(text);
	while (str_split(&text, ' ', &one)) {
		if (!one.n)
			continue;
		if (*n == SPARK_MOST || one.n >= sizeof z)
			return false;
		memcpy(z, one.s, one.n);
		z[one.n] = '\0';
		all[*n] = strtod(z, &end);
		if (strspn(z, "-.0123456789") != one.n || *end ||
		    !isfinite(all[*n]))
			return false;
		++*n;
	}
	return true;
}

/* From the least to the most of them, and 0 where all are above it. */
static void
ends(const double *all, size_t n, double *lo, double *hi)
{
	*lo = *hi = 0;
	for (size_t i = 0; i < n; i++) {
		*lo = fmin(*lo, all[i]);
		*hi = fmax(*hi, all[i]);
	}
}

void
spark_add_text(struct buf *b, struct str text)
{
	static const char *const eighths[] = { "▁", "▂", "▃", "▄", "▅", "▆",
		"▇", "█" };
	enum { STEPS = sizeof eighths / sizeof *eighths - 1 };
	double all[SPARK_MOST], lo, hi;
	size_t n;

	if (!spark_read(text, all, &n))
		return;
	ends(all, n, &lo, &hi);
	for (size_t i = 0; i < n; i++)
		buf_addz(b,
		    eighths[hi > lo ?
			    (size_t)((all[i] - lo) / (hi - lo) * STEPS + 0.5) :
			    0]);
}

void
spark_add_svg(struct buf *b, struct str text, const char *id, struct str name)
{
	double all[SPARK_MOST], lo, hi, x = EDGE, y = 0;
	size_t n;

	if (!spark_read(text, all, &n) || n < 2)
		return;
	ends(all, n, &lo, &hi);
	buf_addf(b,
	    "<svg class=\"spark\" role=\"img\" aria-labelledby=\"t%s d%s\" "
	    "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n<title "
	    "id=\"t%s\">",
	    id, id, WIDTH, HEIGHT, WIDTH, HEIGHT, id);
	html_add(b, name);
	buf_addf(b, "</title>\n<desc id=\"d%s\">", id);
	html_add(b, str_trim(text));
	buf_addz(b,
	    "</desc>\n<path class=\"c s0\" fill=\"none\" stroke=\"#9a2b26\" "
	    "stroke-width=\"2\" d=\"");
	for (size_t i = 0; i < n; i++) {
		x = EDGE + (double)i / (double)(n - 1) * (WIDTH - 2 * EDGE);
		y = EDGE +
		    (HEIGHT - 2 * EDGE) *
			(hi > lo ? 1 - (all[i] - lo) / (hi - lo) : 1);
		buf_addf(b, "%c%.1f %.1f", i ? 'L' : 'M', x, y);
	}
	buf_addf(b,
	    "\"/>\n<path class=\"s0\" fill=\"#9a2b26\" d=\"M%.1f %.1fm-3 0a3 "
	    "3 0 1 0 6 0a3 3 0 1 0 -6 0z\"/>\n</svg>\n",
	    x, y);
}
