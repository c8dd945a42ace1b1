/* origin: the row of a workbook, kept in the body of a record. */
#include "import/origin.h"

#include "base/mem.h"
#include "import/sheet.h"

static const char heading[] = "## Dòng gốc\n\n";
static const char fence[] = "```knimport ";
static const char *const marks[] = { "=", "?", "-" };

static void
add_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] == '\t')
			buf_addz(b, "\\t");
		else if (s.s[i] == '\n')
			buf_addz(b, "\\n");
		else if (s.s[i] == '\r')
			buf_addz(b, "\\r");
		else if (s.s[i] == '\\')
			buf_addz(b, "\\\\");
		else
			buf_addc(b, s.s[i]);
}

void
origin_write(const struct origin *o, struct buf *b)
{
	char letters[SHEET_LETTERS];

	buf_addf(b, "%s%s%.*s\n", heading, fence, STRF(o->page));
	add_escaped(b, o->file);
	buf_addc(b, '\t');
	add_escaped(b, o->sheet);
	buf_addf(b, "\t%d\n", o->row);
	for (size_t i = 0; i < o->n; i++) {
		const struct origin_cell *c = &o->cells[i];

		buf_addf(b, "%s\t%s\t", sheet_letters(c->column, letters),
		    marks[c->taken]);
		add_escaped(b, c->heading);
		buf_addc(b, '\t');
		add_escaped(b, c->text);
		buf_addc(b, '\n');
	}
	buf_addz(b, "```\n");
}

static struct str
unescaped(struct str s, struct arena *a)
{
	struct buf b = { 0 };

	if (str_find(s, '\\') == s.n)
		return s;
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] == '\\' && i + 1 < s.n) {
			char c = s.s[++i];

			buf_addc(&b,
			    c == 't'     ? '\t' :
				c == 'n' ? '\n' :
				c == 'r' ? '\r' :
					   c);
		} else {
			buf_addc(&b, s.s[i]);
		}
	return arena_take(a, &b);
}

static size_t
column_of(struct str letters)
{
	size_t n = 0;

	for (size_t i = 0; i < letters.n && i < 3; i++)
		n = n * 26 + (size_t)(letters.s[i] - 'A' + 1);
	return n ? n - 1 : 0;
}

static bool
read_cell(struct str line, struct origin_cell *c, struct arena *a)
{
	struct str letters, mark, head;

	if (!str_split(&line, '\t', &letters) ||
	    !str_split(&line, '\t', &mark) || !str_split(&line, '\t', &head) ||
	    !line.s)
		return false;
	*c = (struct origin_cell){ .column = column_of(letters),
		.taken = str_is(mark, "=") ? ORIGIN_TAKEN :
		    str_is(mark, "?")      ? ORIGIN_LEFT :
					     ORIGIN_SKIPPED,
		.heading = unescaped(head, a),
		.text = unescaped(line, a) };
	return true;
}

static bool
read_first(struct str line, struct origin *o, struct arena *a)
{
	struct str file, sheet;

	if (!str_split(&line, '\t', &file) || !str_split(&line, '\t', &sheet) ||
	    line.n > 9 || !line.n)
		return false;
	o->file = unescaped(file, a);
	o->sheet = unescaped(sheet, a);
	return str_digits(line, 0, line.n, &o->row);
}

bool
origin_read(struct origin *o, struct str text, size_t body, struct str page,
    struct arena *a)
{
	const char *open = arena_f(a, "%s%s%.*s\n", heading, fence, STRF(page));
	struct str rest = str_from(text, body), line;
	size_t at = str_find_str(rest, str_of(open)), cap = 0;
	struct origin_cell c;

	*o = (struct origin){ .page = page };
	if (at == rest.n || (at && rest.s[at - 1] != '\n'))
		return false;
	o->off = body + at;
	rest = str_from(rest, at + str_of(open).n);
	if (!str_split(&rest, '\n', &line) || !read_first(line, o, a))
		return false;
	while (str_split(&rest, '\n', &line) && !str_starts(line, STR("```")))
		if (read_cell(line, &c, a))
			*MEM_PUSH(o->cells, o->n, cap) = c;
	o->cells = arena_take_array(a, o->cells, o->n, sizeof *o->cells);
	o->end = rest.s ? (size_t)(rest.s - text.s) : text.n;
	return true;
}
