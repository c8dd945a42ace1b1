/* lines: libgit2's merge of lines, which is git's. */
#include "git/lines.h"

#include "git/libgit.h"

enum { MARK = 7 };

static const char ours_label[] = "ours", base_label[] = "base",
		  theirs_label[] = "theirs";

static size_t
mark_size(const struct marking *m)
{
	return m->size ? m->size : MARK;
}

static git_merge_file_input
input(struct str s)
{
	return (git_merge_file_input){ .version = GIT_MERGE_FILE_INPUT_VERSION,
		.ptr = s.s ? s.s : "",
		.size = s.n };
}

bool
lines_merge(const struct marking *m, struct str base, struct str ours,
    struct str theirs, struct buf *out)
{
	git_merge_file_options o = {
		.version = GIT_MERGE_FILE_OPTIONS_VERSION,
		.ancestor_label = base_label,
		.our_label = ours_label,
		.their_label = theirs_label,
		.marker_size = (unsigned short)mark_size(m),
		.flags = m->base ? GIT_MERGE_FILE_STYLE_DIFF3 : 0,
	};
	git_merge_file_input b = input(base), a = input(ours);
	git_merge_file_input t = input(theirs);
	git_merge_file_result r = { 0 };
	bool clean;

	if (libgit()->merge_file(&r, &b, &a, &t, &o)) { /* too large for it */
		lines_mark(m, base, ours, theirs, out);
		return false;
	}
	buf_add(out, (struct str){ r.ptr, r.len });
	clean = r.automergeable;
	libgit()->merge_file_result_free(&r);
	return clean;
}

bool
lines_merge_clean(struct str base, struct str ours, struct str theirs,
    struct buf *out, void *to)
{
	const struct marking plain = { 0 };
	size_t had = out->n;

	(void)to;
	if (lines_merge(&plain, base, ours, theirs, out))
		return true;
	buf_cut(out, had);
	return false;
}

static void
add_lines(struct buf *b, struct str lines)
{
	buf_add(b, lines);
	if (lines.n && lines.s[lines.n - 1] != '\n')
		buf_addc(b, '\n');
}

static void
add_mark(const struct marking *m, char c, const char *label, struct buf *b)
{
	buf_fill(b, c, mark_size(m));
	buf_addf(b, "%s%s\n", *label ? " " : "", label);
}

void
lines_mark(const struct marking *m, struct str base, struct str ours,
    struct str theirs, struct buf *out)
{
	add_mark(m, '<', ours_label, out);
	add_lines(out, ours);
	if (m->base) {
		add_mark(m, '|', base_label, out);
		add_lines(out, base);
	}
	add_mark(m, '=', "", out);
	add_lines(out, theirs);
	add_mark(m, '>', theirs_label, out);
}
