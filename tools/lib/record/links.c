/* links: where the links of a body lead. */
#include "record/links.h"

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "parse/markdown.h"

/* Adds a destination with its bytes of the form %20 decoded. */
static void
add_decoded(struct buf *b, struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		bool coded = v.s[i] == '%' && v.n - i > 2;
		int high = coded ? str_hex(v.s[i + 1]) : -1;
		int low = coded ? str_hex(v.s[i + 2]) : -1;

		if (high < 0 || low < 0 || !(high | low)) {
			buf_addc(b, v.s[i]);
		} else {
			buf_addc(b, (char)(high << 4 | low));
			i += 2;
		}
	}
}

static void
up(struct buf *path)
{
	while (path->n && path->s[--path->n] != '/')
		;
	path->s[path->n] = '\0';
}

/* Goes on from a folder along a path; false: out of the repository. */
static bool
walk(struct buf *path, struct str to)
{
	struct str part;

	while (str_split(&to, '/', &part)) {
		if (!part.n || str_is(part, "."))
			continue;
		if (!str_is(part, ".."))
			buf_addf(path, "%s%.*s", path->n ? "/" : "",
			    STRF(part));
		else if (path->n)
			up(path);
		else
			return false;
	}
	return path->n > 0;
}

bool
links_path(const char *from, struct str to, struct buf *path)
{
	const char *slash = strrchr(from, '/');
	struct buf plain = { 0 };
	bool here;

	to = str_first(to, str_find(to, '#'));
	to = str_first(to, str_find(to, '?'));
	if (!to.n || str_starts(to, STR("//")) || str_find(to, ':') < to.n)
		return false;
	if (slash && to.s[0] != '/')
		buf_add(path, (struct str){ from, (size_t)(slash - from) });
	add_decoded(&plain, to);
	here = walk(path, buf_str(&plain));
	buf_release(&plain);
	return here;
}

/* Does one of these stand in a body? They begin with one byte, seldom there. */
static bool
has_one(struct str body, const char *const *of)
{
	for (size_t i; (i = str_find(body, **of)) < body.n;) {
		body = str_from(body, i);
		for (const char *const *one = of; *one; one++)
			if (str_starts(body, str_of(*one)))
				return true;
		body = str_from(body, 1);
	}
	return false;
}

/* Could there be a link to a record at all? cmark is not asked for nothing. A
 * name that ends in .md says so in plain letters, or one of them is written by
 * its number, or by a name that HTML has for it or for the sign of a number. */
static bool
may_link(struct str body)
{
	static const char *const to[] = { "](", "]:", NULL };
	static const char *const plain[] = { ".md", NULL };
	static const char *const number[] = { "%2e", "%2E", "%6d", "%6D", "%64",
		NULL };
	static const char *const entity[] = { "&#", "&period;", "&percnt;",
		NULL };

	return has_one(body, to) &&
	    (has_one(body, plain) || has_one(body, number) ||
		has_one(body, entity));
}

static void
say_nowhere(const struct type *t, const char *path,
    const struct body_link *link, struct findings *to)
{
	struct place at = { path, link->line, link->col };
	struct buf text = { 0 };

	if (type_hides_body(t))
		buf_addz(&text,
		    _("a link here leads to a file that is not there; its path "
		      "counts from this file's folder"));
	else
		buf_addf(&text,
		    _("the link '%.*s' leads to '%s', which is not there"),
		    STRF(link->to), link->path);
	if (t->links_said)
		found_as(to, finding_row(FIND_BODY_LINK)->id, t->links, at,
		    "%s", buf_z(&text));
	else
		found(to, FIND_BODY_LINK, at, "%s", buf_z(&text));
	buf_release(&text);
}

size_t
links_read(const struct record *rec, struct arena *a, struct body_link **links)
{
	struct link *all;
	size_t n, some = 0;

	*links = NULL;
	if (rec->type->links == LEVEL_OFF || !may_link(rec->front.body))
		return 0;
	n = markdown_links(rec->front.body, rec->front.body_line, a, &all);
	*links = ARENA_ARRAY(a, struct body_link, n);
	for (size_t i = 0; i < n; i++) {
		struct buf path = { 0 };

		if (links_path(rec->path, all[i].to, &path) &&
		    str_ends(buf_str(&path), STR(".md")) &&
		    strlen(buf_z(&path)) == path.n)
			(*links)[some++] = (struct body_link){ all[i].to,
				arena_z(a, buf_str(&path)), all[i].line,
				all[i].col };
		buf_release(&path);
	}
	return some;
}

void
links_check(const struct type *t, const char *path,
    const struct body_link *links, size_t n, struct source *source,
    struct findings *to)
{
	for (size_t i = 0; i < n; i++)
		if (!source_mode(source, links[i].path))
			say_nowhere(t, path, &links[i], to);
}
