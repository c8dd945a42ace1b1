/* renumbering: another id for a record that nobody else has yet. */
#include "tool/renumbering.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "check/fix.h"
#include "git/run.h"
#include "git/source.h"
#include "parse/emit.h"
#include "parse/markdown.h"
#include "record/known_ids.h"
#include "record/links.h"
#include "record/lookup.h"
#include "record/new_id.h"

struct renumbering {
	struct tool *t;
	struct editing e;
	const struct type *type;
	const char *root;
	bool merged; /* another one that was pushed has the id here, too */
	struct str old, new;        /* ids */
	const char *path, *to_path; /* of the record's file */
	/* commits that others' branches point at, in hex */
	const char **others;
	size_t n_others, cap_others;
};

/* What others have. */

static void
note_other(struct str ref, struct str id, void *to)
{
	struct renumbering *r = to;

	if (str_starts(ref, STR("refs/remotes/")))
		*MEM_PUSH(r->others, r->n_others, r->cap_others) =
		    arena_z(&r->t->arena, id);
}

static bool
git_says(struct renumbering *r, const char *const args[])
{
	struct buf out = { 0 };
	bool says = run_git(r->root, args, &out) == 0;

	buf_release(&out);
	return says;
}

/* A path below the root as somebody could type it, wherever they are. */
static const char *
absolute(struct renumbering *r, const char *path)
{
	return arena_f(&r->t->arena, "%s/%s", source_root(r->t->source), path);
}

/* Is a file new here, in a commit that nobody else has, or in none yet? */
static bool
is_unpushed(struct renumbering *r, const char *path)
{
	struct arena a = { 0 };
	const char *in_head[] = { "cat-file", "-e",
		arena_f(&a, "HEAD:./%s", path), NULL };
	const char *added[] = { "log", "-1", "--diff-filter=A", "--format=%h",
		"HEAD", "--not", "--remotes", "--", path, NULL };
	const char *line;
	bool is;

	if (!git_says(r, in_head)) {
		arena_release(&a);
		return true;
	}
	line = run_git_line(r->root, added, &a);
	is = line && *line;
	arena_release(&a);
	return is;
}

/* The bytes of a file as a branch of others has it, added to b. */
static bool
read_other(struct renumbering *r, const char *commit, const char *path,
    struct buf *b)
{
	struct arena a = { 0 };
	const char *args[] = { "cat-file", "blob",
		arena_f(&a, "%s:./%s", commit, path), NULL };
	bool ok = run_git(r->root, args, b) == 0;

	arena_release(&a);
	return ok;
}

/* Has somebody else's record of that id come into the same file by a merge? */
static bool
is_merged_into(struct renumbering *r)
{
	for (size_t i = 0; i < r->n_others; i++) {
		const char *args[] = { "merge-base", "--is-ancestor",
			r->others[i], "HEAD", NULL };
		struct buf b = { 0 };
		bool there = read_other(r, r->others[i], r->path, &b);

		buf_release(&b);
		if (there && git_says(r, args))
			return true;
	}
	return false;
}

/* References. */

struct splices {
	struct splice *all;
	size_t n, cap;
};

static void
put_id(struct renumbering *r, struct splices *s, const struct node *n)
{
	struct buf b = { 0 };

	emit_scalar(&b, r->new, n->style, EMIT_FLOW);
	*MEM_PUSH(s->all, s->n, s->cap) =
	    (struct splice){ n->off, n->end, arena_take(&r->t->arena, &b) };
}

static bool
is_ref(const struct renumbering *r, const struct field *f)
{
	return f->kind == KIND_REF && str_eq(f->to, r->type->name.name);
}

static void refs_of_fields(struct renumbering *, const struct fields *,
    const struct value *, struct splices *);

static void
refs_of(struct renumbering *r, const struct field *f, const struct value *v,
    struct splices *s)
{
	if (!v->node || v->bad)
		return;
	if (is_ref(r, f) && str_eq(v->text, r->old))
		put_id(r, s, v->node);
	if (f->kind == KIND_MAP)
		refs_of_fields(r, &f->fields, v->parts, s);
	for (uint32_t i = 0; f->kind == KIND_LIST && i < v->n; i++)
		if (f->of)
			refs_of(r, f->of, &v->parts[i], s);
		else if (v->parts[i].parts)
			refs_of_fields(r, &f->fields, v->parts[i].parts, s);
}

static void
refs_of_fields(struct renumbering *r, const struct fields *in,
    const struct value *values, struct splices *s)
{
	for (size_t i = 0; values && i < in->n; i++)
		refs_of(r, &in->all[i], &values[i], s);
}

/* Entries that an acceptance or a reminder names by that id. */
static void
keys_of(struct renumbering *r, const struct record *rec, struct splices *s)
{
	for (int role = 0; role < FIELD_ROLES; role++) {
		const struct role_field *f = &rec->type->roles[role];
		const struct value *list =
		    f->field ? &rec->values[f->field->index] : NULL;

		for (uint32_t i = 0; list && i < list->n; i++) {
			const struct value *v = f->part[PART_ENTRY] ?
			    record_part(&list->parts[i], f->part[PART_ENTRY]) :
			    NULL;

			if (v && !v->bad && str_eq(v->text, r->old))
				put_id(r, s, v->node);
		}
	}
}

/* Links to the file that is to have another name. */
static void
links_of(struct renumbering *r, const struct record *rec, struct splices *s)
{
	struct str body = rec->front.body, text = rec->front.text;
	struct str name = str_base(str_of(r->path));
	struct str by = str_base(str_of(r->to_path));
	struct arena a = { 0 };
	struct link *all;
	bool leads = false;
	size_t n = 0, at = 0;

	if (str_find_str(body, name) < body.n)
		n = markdown_links(body, rec->front.body_line, &a, &all);
	for (size_t i = 0; i < n && !leads; i++) {
		struct buf path = { 0 };

		leads = links_path(rec->path, all[i].to, &path) &&
		    str_is(buf_str(&path), r->path);
		buf_release(&path);
	}
	while (
	    leads && (at += str_find_str(str_from(body, at), name)) < body.n) {
		size_t off = (size_t)(body.s - text.s) + at;

		if (!at || strchr("/(<[: ", body.s[at - 1]))
			*MEM_PUSH(s->all, s->n, s->cap) =
			    (struct splice){ off, off + name.n, by };
		at += name.n;
	}
	arena_release(&a);
}

static int
by_place(const void *a, const void *b)
{
	const struct splice *x = a, *y = b;

	return (x->off > y->off) - (x->off < y->off);
}

static void
all_of(struct renumbering *r, const struct record *rec, struct splices *s)
{
	refs_of_fields(r, &rec->type->fields, rec->values, s);
	keys_of(r, rec, s);
	if (strcmp(r->path, r->to_path) != 0)
		links_of(r, rec, s);
	if (s->n)
		qsort(s->all, s->n, sizeof *s->all, by_place);
}

/* Does a branch of others have the file with such a reference? Then that one
 * means their record. */
static bool
is_of_others(struct renumbering *r, const struct record *rec)
{
	bool is = false;

	for (size_t i = 0; i < r->n_others && !is; i++) {
		struct findings silent = { 0 };
		struct arena a = { 0 };
		struct buf b = { 0 };
		struct splices s = { 0 };
		struct record theirs;

		if (read_other(r, r->others[i], rec->path, &b) &&
		    record_read(&theirs, rec->type, rec->path, buf_str(&b), &a,
			&silent))
			all_of(r, &theirs, &s);
		is = s.n > 0;
		free(s.all);
		buf_release(&b);
		arena_release(&a);
	}
	return is;
}

/* Puts the new id, or name, where a record has the old one; own: it is the very
 * record. */
static bool
change(struct renumbering *r, struct record_edit *edit, bool own)
{
	struct splices s = { 0 };
	struct buf b = { 0 };
	struct fix fix;

	if (own)
		put_id(r, &s, edit->record.values[r->type->id].node);
	all_of(r, &edit->record, &s);
	if (!s.n)
		return true;
	fix = (struct fix){ s.all, s.n };
	fix_apply(&fix, edit->text, &b);
	free(s.all);
	return record_edit_put(edit, arena_take(&edit->arena, &b));
}

static bool
look_at(struct renumbering *r, const char *path, const struct type *type)
{
	struct tool *t = r->t;
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct splices s = { 0 };
	struct record rec;
	struct record_edit *edit;
	bool good = true;

	if (strcmp(path, r->path) == 0)
		return true;
	if (!source_read(t->source, path, &b, &t->to))
		good = false;
	else if (str_find_str(buf_str(&b), r->old) < b.n &&
	    record_read(&rec, type, path, buf_str(&b), &a, &silent))
		all_of(r, &rec, &s);
	if (s.n && is_of_others(r, &rec)) {
		found_as(&t->to, NULL, NOTE, place_file(path),
		    _("'%.*s' stays here: others have this reference, to "
		      "their record"),
		    STRF(r->old));
	} else if (s.n) {
		edit = editing_record(&r->e, absolute(r, path));
		good = edit && change(r, edit, false);
	}
	free(s.all);
	buf_release(&b);
	arena_release(&a);
	return good;
}

static bool
look_at_all(struct renumbering *r)
{
	struct tool *t = r->t;
	bool good = true;

	for (size_t i = 0; i < t->schema.n_types; i++) {
		const struct type *type = &t->schema.types[i];
		struct globs which = { type->files, type->except, type->n_files,
			type->n_except };
		struct entry *all;
		size_t n;

		good = source_files(t->source, &which, &t->arena, &all, &n,
			   &t->to) &&
		    good;
		for (size_t k = 0; k < n; k++)
			good = look_at(r, all[k].path, type) && good;
	}
	return good;
}

/* The record. */

/* Of an id's records that which only this clone has. */
static const char *
path_of(struct renumbering *r, const char *word)
{
	struct tool *t = r->t;
	const char *mine = NULL;
	struct lookup *all;
	size_t n, unpushed = 0;

	all =
	    lookup_id(t->source, &t->schema, NULL, str_of(word), &t->arena, &n);
	for (size_t i = 0; i < n; i++)
		if (is_unpushed(r, all[i].path)) {
			mine = all[i].path;
			unpushed++;
		}
	r->merged = n > unpushed && unpushed;
	if (!n)
		return word;
	if (unpushed == 1)
		return absolute(r, mine);
	if (!unpushed)
		tool_wrong(t,
		    _("'%s' was pushed already: others may refer to it, so "
		      "its id stays"),
		    word);
	else
		tool_wrong(t,
		    _("%zu records that were not pushed yet have id '%s': "
		      "give the path of one"),
		    unpushed, word);
	return NULL;
}

/* What of the old id stands before its number. */
static bool
pattern_of(struct renumbering *r, const struct record *rec, struct new_id *ids)
{
	struct str old = r->old;
	size_t n = old.n;

	*ids = new_id_of(rec, r->t->today, &r->t->arena);
	if (!ids->digits || ids->after.n)
		return ids->digits;
	while (n && str_is_digit(old.s[n - 1]))
		n--;
	if (n < old.n) {
		ids->before = str_first(old, n);
		ids->digits = (int)(old.n - n);
	}
	return true;
}

static bool
choose_id(struct renumbering *r, const struct record *rec, const char *id)
{
	struct tool *t = r->t;
	struct new_id ids;

	if (id) {
		r->new = str_of(id);
		return known_ids_is_free(&t->schema, t->source, r->type, r->new,
		    &t->to);
	}
	if (!rec->type->new_id.n || !pattern_of(r, rec, &ids))
		return tool_wrong(t,
		    _("ids of '%.*s' have no number that could be the next "
		      "one: give another id with -i"),
		    STRF(r->type->name.name));
	return known_ids_next(&t->schema, t->source, r->type, &ids, &r->new,
	    &t->arena, &t->to);
}

/* The path with another id. */
static const char *
path_with(struct renumbering *r)
{
	struct str folder = str_of(r->path);

	if (!r->type->basename_id)
		return r->path;
	folder = str_first(folder, folder.n - str_base(folder).n);
	return arena_f(&r->t->arena, "%.*s%.*s.md", STRF(folder),
	    STRF(str_base(r->new)));
}

static bool
take(struct renumbering *r, const char *word, const char *id,
    struct record_edit **edit)
{
	struct tool *t = r->t;
	const char *path = path_of(r, word);

	*edit = path ? editing_record(&r->e, path) : NULL;
	if (!*edit)
		return false;
	r->type = (*edit)->type;
	r->path = (*edit)->path;
	if (r->type->id == FIELD_NONE || !(*edit)->record.id.n)
		return tool_wrong(t, _("'%s' has no id"), r->path);
	r->old = arena_keep(&t->arena, (*edit)->record.id);
	if (!is_unpushed(r, r->path))
		return tool_wrong(t,
		    _("'%s' was pushed already: others may refer to it, so "
		      "its id stays"),
		    r->path);
	if (r->merged || is_merged_into(r))
		return tool_wrong(t,
		    _("since a merge two records of id '%.*s' are here: take "
		      "the merge back first ('git merge --abort', or 'git "
		      "reset --hard ORIG_HEAD' once it is committed)"),
		    STRF(r->old));
	return choose_id(r, &(*edit)->record, id);
}

/* A commit that takes an id away must say where its record is now. */
static void
explain(struct renumbering *r, bool committed)
{
	struct tool *t = r->t;
	const char *line = arena_f(&t->arena, "%s: %.*s %.*s: %s",
	    t->lang == LANG_VI ? "Trung-ho-so" : "Duplicate", STRF(r->old),
	    STRF(r->new), _("two clones gave one number"));

	r->e.subject = arena_f(&t->arena, _("%.*s is %.*s now"), STRF(r->old),
	    STRF(r->new));
	editing_note(&r->e, line);
	if (committed && !r->e.options.commit)
		found_as(&t->to, NULL, NOTE, place_file(NULL),
		    _("the message of the commit needs this line: %s"), line);
}

static int
renumber(struct renumbering *r, const char *word, const char *id)
{
	struct record_edit *edit;
	struct tool *t = r->t;
	const char *in_head[] = { "cat-file", "-e", NULL, NULL };

	if (!run_git_refs(r->root, note_other, r, &t->to) ||
	    !take(r, word, id, &edit))
		return 2;
	r->to_path = path_with(r);
	in_head[2] = arena_f(&t->arena, "HEAD:./%s", r->path);
	if (!change(r, edit, true) || !editing_place(&r->e, edit, r->to_path) ||
	    !look_at_all(r))
		return found_status(&t->to) ? found_status(&t->to) : 2;
	explain(r, git_says(r, in_head));
	return editing_end(&r->e);
}

int
renumbering_run(struct tool *t, const struct editing_options *how,
    const char *word, const char *id)
{
	struct renumbering r = { .t = t,
		.e = { .tool = t,
		    .options = *how,
		    .done = N_("set"),
		    .lock = -1 },
		.root = source_root(t->source) };
	int status = 2;

	if (editing_begin(&r.e))
		status = renumber(&r, word, id);
	editing_release(&r.e);
	free(r.others);
	return status;
}
