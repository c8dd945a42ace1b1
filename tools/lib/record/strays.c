/* strays: what lies where records lie and is none. */
#include "record/strays.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/glob.h"
#include "base/lang.h"
#include "base/mem.h"
#include "git/source.h"
#include "text/text.h"

struct search {
	const struct schema *schema;
	struct source *source;
	const struct map *named;
	struct findings *to;
	struct arena arena;
	struct str *match; /* all that is listed */
	size_t n, cap;
	bool **used; /* by type and pattern */

	/* the folder of the last file, and what the patterns of each type come
	 * to there */
	struct str folder;
	struct globs *here;
	struct arena in_folder; /* of those */
};

/* Folders of records: what stands before the first part of a pattern that is
 * not plain. Where that is below "records", all of "records" is one. */

static struct str
folder_of(struct str pattern)
{
	const struct str records = STR("records/");
	bool plain;
	struct str folder = glob_folder(pattern, &plain);

	if (str_starts(pattern, records))
		return str_first(records, records.n - 1);
	return plain ? (struct str){ 0 } : folder;
}

static bool
lies_below(struct str path, struct str folder)
{
	return folder.n && path.n > folder.n && str_starts(path, folder) &&
	    path.s[folder.n] == '/';
}

static bool
type_may(const struct type *t, struct str path)
{
	for (size_t i = 0; i < t->n_files; i++)
		if (lies_below(path, folder_of(t->files[i])))
			return true;
	return false;
}

static bool
matches_any(const struct str *patterns, size_t n, struct str path)
{
	for (size_t i = 0; i < n; i++)
		if (glob_match(patterns[i], path))
			return true;
	return false;
}

/* Files of git itself, such as .gitkeep, are left out, and what a type with
 * that folder leaves out; where there is none, what types do by habit. */
static bool
is_left_out(const struct schema *s, struct str path)
{
	static const struct str git = { ".git*", 5 };
	static const struct str habits[] = { { "README.md", 9 }, { "_*", 2 } };
	bool of_type = false;

	for (size_t i = 0; i < s->n_types; i++) {
		const struct type *t = &s->types[i];

		if (!type_may(t, path))
			continue;
		if (matches_any(t->except, t->n_except, path))
			return true;
		of_type = true;
	}
	return glob_match(git, path) ||
	    (!of_type &&
		matches_any(habits, sizeof habits / sizeof *habits, path));
}

bool
strays_is(const struct schema *s, const char *path)
{
	struct str whole = str_of(path);
	const struct type *two;
	bool below = glob_match(STR("records/**/*.md"), whole);

	if (schema_type_of(s, path, &two))
		return false;
	for (size_t i = 0; i < s->n_types && !below; i++)
		below = type_may(&s->types[i], whole);
	return below && !is_left_out(s, whole);
}

bool
strays_may(const struct schema *s, const char *folder)
{
	struct str path = str_of(folder);
	bool may = false, plain;

	for (size_t i = 0; i < s->n_types; i++)
		for (size_t k = 0; k < s->types[i].n_files; k++) {
			struct str in =
			    glob_folder(s->types[i].files[k], &plain);

			may |= str_eq(in, path) || lies_below(in, path) ||
			    (!plain && (!in.n || lies_below(path, in)));
		}
	return may;
}

/* Saying. */

static void
say_link(const struct search *s, const char *path, unsigned mode)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (mode == MODE_MODULE)
		found(s->to, FIND_FILE_LINK, place_file(path),
		    _("another git repository lies here, and no tool reads "
		      "what is in it; put its files here without its '.git', "
		      "or move it out"));
	else if (strncmp(name, ".#", 2) == 0)
		found(s->to, FIND_FILE_UNTYPED, place_file(path),
		    _("a link by which an editor locks '%s'; it goes when the "
		      "file is saved, and '.#*' in .gitignore keeps it out of "
		      "git"),
		    name + 2);
	else
		found(s->to, FIND_FILE_LINK, place_file(path),
		    _("a symbolic link, and no tool reads what it leads to; "
		      "put the file or folder itself here"));
}

/* Is there a type for this path, and nothing there? */
static bool
is_free(const struct search *s, struct buf *path)
{
	const struct type *two;

	return schema_type_of(s->schema, buf_z(path), &two) &&
	    !source_mode(s->source, buf_z(path));
}

/* Is it how some write the ending of Markdown, or of a text that may be it? */
static bool
is_markdown(struct str ending)
{
	static const char *const all[] = { ".md", ".markdown", ".mdown", ".mkd",
		".txt" };
	struct buf b = { 0 };
	bool is = false;

	text_add_lower(&b, ending);
	for (size_t i = 0; i < sizeof all / sizeof *all && !is; i++)
		is = str_is(buf_str(&b), all[i]);
	buf_release(&b);
	return is;
}

/* The name under which a file would be a record, if only its ending differs:
 * a.md.txt, a.markdown, a.MD. */
static bool
better_name(const struct search *s, struct str path, struct buf *name)
{
	size_t dot = path.n;

	while (dot && path.s[dot - 1] != '.' && path.s[dot - 1] != '/')
		dot--;
	if (!dot || path.s[dot - 1] != '.' ||
	    glob_match(STR(".*"), path)) /* an editor's own */
		return false;
	buf_add(name, str_first(path, dot - 1));
	if (str_ends(buf_str(name), STR(".md")))
		return is_free(s, name);
	buf_addz(name, ".md");
	return is_markdown(str_from(path, dot - 1)) && is_free(s, name);
}

static void
say_untyped(const struct search *s, const char *path)
{
	enum find find = map_get(s->named, str_of(path)) ? FIND_FILE_UNJUDGED :
							   FIND_FILE_UNTYPED;
	struct buf name = { 0 };

	bool better = better_name(s, str_of(path), &name);

	found(s->to, find, place_file(path),
	    better ?
		_("no type claims this file, so nothing checks it; for a "
		  "record, rename it to '%s'") :
		_("no type claims this file, so nothing checks it; move it, "
		  "or name it in a type's 'files' or 'except'"),
	    name.s);
	buf_release(&name);
}

/* Looking at what is there. */

/* In a folder of records any link does; elsewhere one where a record could be,
 * or a folder with some. */
static bool
hides_records(const struct search *s, const struct entry *e)
{
	struct str path = str_of(e->path);
	bool folder =
	    e->mode == MODE_MODULE || source_is_folder(s->source, e->path);

	for (size_t i = 0; i < s->schema->n_types; i++) {
		const struct type *t = &s->schema->types[i];

		if (type_may(t, path) ||
		    matches_any(t->files, t->n_files, path))
			return true;
		for (size_t k = 0; k < t->n_files && folder; k++)
			if (glob_below(t->files[k], path))
				return true;
	}
	return glob_match(STR("records/**/*.md"), path);
}

static void
note_used(struct search *s, const struct type *t, struct str path)
{
	for (size_t i = 0; i < t->n_files; i++)
		s->used[t->index][i] =
		    s->used[t->index][i] || glob_match(t->files[i], path);
}

static void
enter(struct search *s, struct str folder)
{
	if (s->here && str_eq(folder, s->folder))
		return;
	arena_reset(&s->in_folder);
	s->folder = folder;
	s->here = ARENA_ARRAY(&s->in_folder, struct globs, s->schema->n_types);
	for (size_t i = 0; i < s->schema->n_types; i++) {
		const struct type *t = &s->schema->types[i];
		struct globs all = { t->files, t->except, t->n_files,
			t->n_except };

		s->here[i] = globs_in(&all, folder, &s->in_folder);
	}
}

/* What schema_type_of says. */
static const struct type *
type_of(struct search *s, struct str path, const struct type **two)
{
	const struct type *one = NULL;
	size_t n = path.n - str_base(path).n;

	*two = NULL;
	enter(s, str_first(path, n ? n - 1 : 0));
	for (size_t i = 0; i < s->schema->n_types && !*two; i++)
		if (globs_match(&s->here[i], path))
			*(one ? two : &one) = &s->schema->types[i];
	return one;
}

static void
look(struct search *s, const struct entry *e)
{
	const struct type *one, *two;

	if ((e->mode & MODE_KIND) != (MODE_FILE & MODE_KIND)) {
		if (hides_records(s, e))
			say_link(s, e->path, e->mode);
		return;
	}
	one = type_of(s, str_of(e->path), &two);
	if (one)
		note_used(s, one, str_of(e->path));
	else if (strays_is(s->schema, e->path))
		say_untyped(s, e->path);
	if (!two)
		return;
	note_used(s, two, str_of(e->path));
	found(s->to, FIND_FILE_TWICE, place_file(e->path),
	    _("both '%.*s' and '%.*s' claim this file"), STRF(one->name.name),
	    STRF(two->name.name));
}

/* A folder of records, or one above it, may itself be a link. */
static void
look_above(struct search *s, struct str folder)
{
	for (size_t n = 1; n <= folder.n; n++) {
		struct str part = str_first(folder, n);
		const char *path;
		unsigned mode;

		if (n < folder.n && folder.s[n] != '/')
			continue;
		path = arena_z(&s->arena, part);
		mode = source_mode(s->source, path);
		if (mode == MODE_LINK || mode == MODE_MODULE)
			say_link(s, path, mode);
	}
}

static void
add_match(struct search *s, struct str pattern)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->match[i], pattern))
			return;
	*MEM_PUSH(s->match, s->n, s->cap) = pattern;
}

static void
add_pattern(struct search *s, struct str pattern)
{
	struct str folder = folder_of(pattern);
	bool plain;

	look_above(s, glob_folder(pattern, &plain));
	if (folder.n)
		add_match(s,
		    str_of(arena_f(&s->arena, "%.*s/**", STRF(folder))));
	else
		add_match(s, plain ? pattern : STR("**"));
}

/* Patterns that a page names. */

static void
say_unused(const struct search *s, const struct type *t, size_t i)
{
	struct findings silent = { 0 };
	struct buf page = { 0 };
	struct place at = place_file(t->page);

	if (source_read(s->schema->source, t->page, &page, &silent))
		at = place_at(t->page, buf_str(&page), t->files_off);
	found(s->to, FIND_FILES_NONE, at,
	    _("no file matches '%.*s', so this pattern brings no record; "
	      "correct it or take it out"),
	    STRF(t->files[i]));
	buf_release(&page);
}

void
strays_find(const struct schema *schema, struct source *source,
    const struct map *named, struct findings *to)
{
	struct search s = { .schema = schema,
		.source = source,
		.named = named,
		.to = to };
	struct globs globs;
	struct entry *list;
	size_t n;

	add_match(&s, STR("records/**/*.md"));
	s.used = ARENA_ARRAY(&s.arena, bool *, schema->n_types);
	for (size_t i = 0; i < schema->n_types; i++) {
		const struct type *t = &schema->types[i];

		s.used[i] = ARENA_ARRAY(&s.arena, bool, t->n_files);
		for (size_t k = 0; k < t->n_files; k++)
			add_pattern(&s, t->files[k]);
	}
	globs = (struct globs){ s.match, NULL, s.n, 0 };
	source_list(source, &globs, &s.arena, &list, &n, to);
	for (size_t i = 0; i < n; i++)
		look(&s, &list[i]);
	for (size_t i = 0; i < schema->n_types; i++)
		for (size_t k = 0;
		     schema->types[i].files_off && k < schema->types[i].n_files;
		     k++)
			if (!s.used[i][k])
				say_unused(&s, &schema->types[i], k);
	free(s.match);
	arena_release(&s.in_folder);
	arena_release(&s.arena);
}
