/* commit: what a commit says, from its bytes. */
#include "git/commit.h"

#include <iconv.h>
#include <string.h>

#include "base/buf.h"
#include "git/entry.h"
#include "base/mem.h"
#include "git/object.h"
#include "text/text.h"

/* Text in the encoding that a commit names, made UTF-8. What it is not counts
 * as Latin-1, which any bytes are. */
static bool
convert(struct buf *to, struct str text, const char *from)
{
	iconv_t cd = iconv_open("UTF-8", from);
	char *in = (char *)text.s;
	size_t left = text.n;
	bool ok = cd != (iconv_t)-1;

	if (!ok)
		return false;
	while (ok && left) {
		char *out;
		size_t room, had = to->n;

		buf_room(to, 4 * left + 16);
		out = to->s + had;
		room = to->cap - had - 1;
		ok = iconv(cd, &in, &left, &out, &room) != (size_t)-1;
		to->n = (size_t)(out - to->s);
	}
	iconv_close(cd);
	return ok;
}

static struct str
as_utf8(struct str text, const char *encoding, struct arena *a)
{
	struct buf b = { 0 };
	size_t bad;
	bool ok = false;

	if (*encoding)
		ok = convert(&b, text, encoding) &&
		    text_valid(buf_str(&b), &bad);
	else if (text_valid(text, &bad))
		return arena_keep(a, text);
	if (!ok) {
		buf_clear(&b);
		convert(&b, text, "ISO-8859-1");
	}
	return arena_take(a, &b);
}

/* What is kept of a line: names are, in UTF-8, elsewhere. */
static struct stamp
keep_stamp(struct stamp s, struct arena *a)
{
	s.name = s.email = (struct str){ 0 };
	s.zone = as_utf8(s.zone, "", a);
	return s;
}

static struct str
first_paragraph(struct str message, struct arena *a)
{
	struct str rest = message, line;
	struct buf b = { 0 };

	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.n && b.n)
			break;
		if (line.n && b.n)
			buf_addc(&b, ' ');
		buf_add(&b, line);
	}
	return arena_take(a, &b);
}

/* A commit as git takes it apart: a tree first, then parents, and nothing of
 * the kind later; behind an empty line its text, which ends where a NUL would
 * end it. */
static struct str
head_of(struct str bytes)
{
	return str_first(bytes, str_find_str(bytes, STR("\n\n")));
}

static struct str
text_behind(struct str bytes, struct str head)
{
	struct str text = str_from(bytes, head.n + strlen("\n\n"));

	return str_first(text, str_find(text, '\0'));
}

static bool
read_id(struct str *rest, struct str name, struct oid *id)
{
	struct str left = *rest, line;

	if (!str_split(&left, '\n', &line) || !str_take(&line, name) ||
	    line.n != ENTRY_ID - 1)
		return false;
	*rest = left;
	return oid_read_line(id, line);
}

static bool
read_parents(struct revwalk_commit *c, struct str *rest, struct arena *a)
{
	struct oid *all = NULL, id;
	size_t n = 0, cap = 0;

	while (read_id(rest, STR("parent "), &id))
		*MEM_PUSH(all, n, cap) = id;
	c->parents = arena_take_array(a, all, n, sizeof *all);
	c->n_parents = n;
	return !str_starts(*rest, STR("parent "));
}

bool
commit_read(struct revwalk_commit *c, struct str bytes, struct arena *a)
{
	struct str encoding = { 0 }, author = { 0 }, committer = { 0 }, line;
	struct str head = head_of(bytes), rest = head;
	struct stamp by, on;
	const char *from;

	if (!fsck_commit(bytes, &c->wrong))
		c->wrong.at = arena_keep(a, c->wrong.at);
	if (!read_id(&rest, STR("tree "), &c->tree) ||
	    !read_parents(c, &rest, a))
		return false;
	while (str_split(&rest, '\n', &line)) {
		if (!author.s && str_take(&line, STR("author ")))
			author = line;
		else if (!committer.s && str_take(&line, STR("committer ")))
			committer = line;
		else if (!encoding.s && str_take(&line, STR("encoding ")))
			encoding = line;
	}
	by = stamp_read(author);
	on = stamp_read(committer);
	from = arena_z(a, encoding);
	c->author = as_utf8(by.name, from, a);
	c->email = as_utf8(by.email, from, a);
	c->committer = as_utf8(on.name, from, a);
	c->message = as_utf8(text_behind(bytes, head), from, a);
	c->subject = first_paragraph(c->message, a);
	c->made = keep_stamp(on, a);
	c->written = keep_stamp(by, a);
	return !oid_none(&c->tree);
}

static bool
no_commit(const struct revwalk_commit *c, struct findings *f)
{
	struct buf b = { 0 };

	fsck_tell(&b, "commit", c->id.b, &c->wrong);
	found(f, FIND_GIT, place_file(NULL), "%s", buf_z(&b));
	buf_release(&b);
	return false;
}

bool
commit_load(const struct repository *r, const struct oid *id,
    struct revwalk_commit *c, struct arena *a, struct findings *f)
{
	git_odb_object *o = object_read(r, id, GIT_OBJECT_COMMIT, NULL, f);
	bool ok;

	if (!o)
		return false;
	*c = (struct revwalk_commit){ .id = *id };
	ok = commit_read(c, object_bytes(o), a) || no_commit(c, f);
	libgit()->odb_object_free(o);
	return ok;
}

/* The line of a header and those that go on with it, which begin with a blank;
 * from at: where one begins. */
static struct str
whole_header(struct str head, size_t at)
{
	size_t end = at;

	do {
		end += str_find(str_from(head, end), '\n');
		end += end < head.n;
	} while (end < head.n && head.s[end] == ' ');
	return (struct str){ head.s + at, end - at };
}

static void
add_signature(struct buf *to, struct str header, struct str name)
{
	struct str line;

	header = str_from(header, name.n);
	while (str_split(&header, '\n', &line)) {
		if (to->n)
			buf_addc(to, '\n');
		buf_add(to, str_from(line, to->n > 0));
	}
}

/* What one hash function's name is signed with is no part of what the other's
 * is. */
void
commit_signature(struct str bytes, struct buf *signature, struct buf *payload)
{
	static const struct str ours = { "gpgsig ", 7 };
	struct str head = str_first(bytes, head_of(bytes).n + 1);
	bool is_signed = false;

	for (size_t at = 0; at < head.n;) {
		struct str header = whole_header(head, at);

		at += header.n;
		if (str_starts(header, ours) && !is_signed) {
			add_signature(signature, header, ours);
			is_signed = true;
		} else if (!str_starts(header, STR("gpgsig-sha256 "))) {
			buf_add(payload, header);
		}
	}
	buf_add(payload, str_from(bytes, head.n));
	if (!is_signed)
		buf_clear(payload);
}
