/* mending: mends in records what has one right answer. */
#include "tool/mending.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "check/fix.h"
#include "git/diff_lines.h"
#include "git/replace_all.h"
#include "git/source.h"
#include "history/change_text.h"
#include "text/kept.h"
#include "text/say.h"

struct mending {
	struct tool *t;
	struct kept found; /* by the check */
	struct map said;   /* "path\nid": it was found, and not accepted */
	const char *path;  /* of the record that is mended */
	struct kept mended;
	struct replacement *all;
	size_t n, cap;
};

static struct str
key_of(struct mending *m, const char *path, const char *id)
{
	return str_of(arena_f(&m->t->arena, "%s\n%s", path, id));
}

/* What the check found, or would find now that something else was mended; of
 * texts only the former, since they may be accepted. */
static bool
is_found(const struct finding *f, void *to)
{
	struct mending *m = to;
	const struct found_levels *levels = &m->t->schema.levels;

	if (map_get(&m->said, key_of(m, m->path, f->id)))
		return true;
	return f->row && strncmp(f->id, "text-", 5) != 0 &&
	    found_level(levels, f->row) >= WARNING;
}

static bool
mend(struct mending *m, const char *path)
{
	struct tool *t = m->t;
	const struct type *two = NULL;
	struct fixing f = { .type = schema_type_of(&t->schema, path, &two),
		.path = path,
		.wanted = is_found,
		.to = m };
	struct buf was = { 0 };
	bool good = true;

	if (!f.type || two)
		return true;
	m->path = path;
	good = source_read(t->source, path, &was, &t->to);
	if (good)
		fix_record(&f, buf_str(&was));
	if (good && !str_eq(f.text, buf_str(&was))) {
		*MEM_PUSH(m->all, m->n, m->cap) = (struct replacement){ path,
			arena_keep(&t->arena, buf_str(&was)),
			arena_keep(&t->arena, f.text) };
		for (size_t i = 0; i < f.done.n; i++)
			kept_say(&f.done.all[i], &m->mended);
	}
	fix_release(&f);
	buf_release(&was);
	return good;
}

/* Each file in which something was found, once. */
static bool
mend_all(struct mending *m)
{
	const char *last = "";
	bool good = true;

	kept_sort(&m->found);
	for (size_t i = 0; i < m->found.n; i++) {
		const struct finding *f = &m->found.all[i];

		if (f->id && f->at.path && f->level >= WARNING)
			*map_put(&m->said, key_of(m, f->at.path, f->id)) = m;
	}
	for (size_t i = 0; i < m->found.n; i++) {
		const char *path = m->found.all[i].at.path;

		if (!path || strcmp(path, last) == 0)
			continue;
		last = path;
		good = mend(m, path) && good;
	}
	return good;
}

static void
tell(struct mending *m)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < m->mended.n; i++) {
		struct finding f = m->mended.all[i];

		buf_clear(&text);
		buf_addf(&text, _("mended: %s"), f.text);
		f.level = NOTE;
		f.text = buf_z(&text);
		say_text(&f, stdout);
	}
	fprintf(stderr, _("%zu things mended in %zu files\n"), m->mended.n,
	    m->n);
	buf_release(&text);
}

static void
show_difference(struct mending *m)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < m->n; i++)
		diff_lines(m->all[i].path, m->all[i].was, m->all[i].now, &b);
	change_text_lines(buf_str(&b), stdout);
	buf_release(&b);
}

static size_t
errors_of(const struct kept *k)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		n += k->all[i].level == ERROR;
	return n;
}

static int
run(struct mending *m, struct check *c, bool dry_run)
{
	struct tool *t = m->t;
	struct findings to = { .say = kept_say, .to = &m->found };
	const char *root = source_root(t->source);
	int lock = -1, status = 2;

	if (!dry_run && (lock = replace_lock(root, &t->to)) < 0)
		return 2;
	if (check_run(c, &to) && !to.count[TROUBLE] && mend_all(m) &&
	    (dry_run || replace_all(root, m->all, m->n, &t->to)))
		status = errors_of(&m->found) > errors_of(&m->mended);
	else
		kept_pass(&m->found, &t->to);
	if (lock >= 0)
		close(lock);
	if (status < 2 && dry_run)
		show_difference(m);
	else if (status < 2)
		tell(m);
	return status;
}

int
mending_run(struct tool *t, struct check *c, bool dry_run)
{
	struct mending m = { .t = t };
	int status;

	if (!source_root(t->source)) {
		tool_wrong(t,
		    _("records are changed in a work tree, and this is none"));
		return 2;
	}
	status = run(&m, c, dry_run);
	kept_release(&m.found);
	kept_release(&m.mended);
	map_release(&m.said);
	free(m.all);
	return status;
}
