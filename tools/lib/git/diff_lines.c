/* diff_lines: libgit2's difference of two texts, which is git's. */
#include "git/diff_lines.h"

#include "git/libgit.h"

bool
diff_lines(const char *path, struct str was, struct str now, struct buf *out)
{
	git_diff_options o;
	git_patch *patch = NULL;
	git_buf text = { 0 };
	struct str all;
	bool ok;

	libgit()->diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	ok = libgit()->patch_from_buffers(&patch, was.s, was.n,
		 was.s ? path : NULL, now.s, now.n, now.s ? path : NULL,
		 &o) == 0 &&
	    libgit()->patch_to_buf(&text, patch) == 0;
	if (ok) {
		all = (struct str){ text.ptr, text.size };
		/* without git's own head: "diff --git", "index" */
		buf_add(out, str_from(all, str_find_str(all, STR("--- "))));
	}
	libgit()->buf_dispose(&text);
	libgit()->patch_free(patch);
	return ok;
}
