/* editing: what tools that change records share. */
#include "tool/editing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/check.h"
#include "git/commit_files.h"
#include "git/diff_lines.h"
#include "git/entry.h"
#include "git/replace_all.h"
#include "git/source.h"
#include "history/change_text.h"
#include "history/record_diff.h"
#include "record/lookup.h"
#include "text/text.h"

enum {
	CANDIDATES_SHOWN = 12,
	SUBJECT_MOST = 72, /* columns of a commit's first line */
};

struct edited {
	struct record_edit edit; /* first: see editing_touched */
	struct editing *editing;
	struct str id; /* as it was */
	bool changed;
	bool fresh;       /* it is not there yet */
	const char *from; /* the path that it had; NULL: the same */
	struct str there; /* what its file holds already; s NULL: see above */
	struct buf what;  /* of the commit's message */
};

/* Records. */

const struct type *
editing_type(struct tool *tool, const char *path)
{
	const struct type *two = NULL;
	const struct type *t = schema_type_of(&tool->schema, path, &two);

	if (!t)
		tool_wrong(tool,
		    _("'%s' is no record: it is among the files of no type"),
		    path);
	else if (two)
		tool_wrong(tool,
		    _("'%s' is among the files of two types, '%.*s' and "
		      "'%.*s'"),
		    path, STRF(t->name.name), STRF(two->name.name));
	return two ? NULL : t;
}

/* A path that was typed, if there is a file. NULL: none; *wrong: it was said
 * why it cannot be one. */
static const char *
path_typed(struct editing *e, const char *word, bool *wrong)
{
	struct source *s = e->tool->source;
	const char *path = source_path(s, word, &e->tool->arena);
	unsigned mode = path && *path ? source_mode(s, path) : 0;

	*wrong = false;
	if (mode == MODE_FILE)
		return path;
	*wrong = mode == MODE_LINK || (!path && access(word, F_OK) == 0);
	if (mode == MODE_LINK)
		tool_wrong(e->tool,
		    _("'%s' is a symbolic link, which is not written through"),
		    path);
	else if (*wrong)
		tool_wrong(e->tool, _("'%s' lies outside of the repository"),
		    word);
	return NULL;
}

static struct str
nearest(struct tool *t, struct str id)
{
	struct str best = { 0 };

	for (size_t i = 0; i < t->schema.n_types && !best.n; i++)
		if (!t->type || t->type == &t->schema.types[i])
			best = lookup_near(t->source, &t->schema.types[i], id,
			    &t->arena);
	return best;
}

static const char *
path_of_id(struct editing *e, const char *word)
{
	struct tool *t = e->tool;
	struct lookup *found;
	struct buf b = { 0 };
	size_t n;

	found = lookup_id(t->source, &t->schema, t->type, str_of(word),
	    &t->arena, &n);
	if (n == 1)
		return found->path;
	if (!n) {
		tool_wrong(t, _("there is no record '%s'%s"), word,
		    name_meant(&t->arena, nearest(t, str_of(word))));
		return NULL;
	}
	for (size_t i = 0; i < n && i < CANDIDATES_SHOWN; i++)
		buf_addf(&b, "%s%s", i ? ", " : "", found[i].path);
	tool_wrong(t,
	    _("'%s' is the id of %zu records: give the path of one: "
	      "%s"),
	    word, n, buf_z(&b));
	buf_release(&b);
	return NULL;
}

/* References. */

static void
list_candidates(const struct lookup *all, size_t n, struct buf *b)
{
	for (size_t i = 0; i < n && i < CANDIDATES_SHOWN; i++) {
		buf_addf(b, "%s%.*s", i ? "; " : "", STRF(all[i].id));
		if (all[i].unit.n)
			buf_addf(b, " (%.*s)", STRF(all[i].unit));
	}
	if (n > CANDIDATES_SHOWN)
		buf_addz(b, "; …");
}

/* The id that a value of a ref means. */
static struct str
refer(void *to, const struct field *f, struct str value, struct arena *a)
{
	struct edited *one = to;
	struct tool *t = one->editing->tool;
	const struct type *type = schema_type(&t->schema, f->to);
	const char *shown = record_edit_shown(&one->edit, f);
	struct lookup *all;
	struct buf b = { 0 };
	size_t n = 0;

	if (!type || !value.n)
		return value;
	lookup_id(t->source, &t->schema, type, value, a, &n);
	if (n)
		return value;
	all = lookup_name(t->source, type, value, t->today, a, &n);
	if (n == 1)
		return all->id;
	list_candidates(all, n, &b);
	if (n)
		found(&t->to, FIND_EDIT, place_file(one->edit.path),
		    _("%s: '%.*s' is the name of %zu records: give the id of "
		      "one: %s"),
		    shown, STRF(value), n, buf_z(&b));
	else
		found_near(&t->to, FIND_EDIT, place_file(one->edit.path),
		    lookup_near(t->source, type, value, a),
		    _("%s: among '%s' there is no id and no name '%.*s'"),
		    shown, name_shown(&type->name, t->lang), STRF(value));
	buf_release(&b);
	return (struct str){ 0 };
}

static bool
is_called(void *to, const struct field *f, struct str id, struct str name)
{
	struct tool *t = ((struct edited *)to)->editing->tool;
	const struct type *type = schema_type(&t->schema, f->to);

	return type && lookup_is_called(t->source, &t->schema, type, id, name);
}

bool
editing_begin(struct editing *e)
{
	const char *root = source_root(e->tool->source);

	e->lock = -1;
	if (!root)
		return tool_wrong(e->tool,
		    _("records are changed in a work tree, and this is none"));
	if (!e->options.dry_run)
		e->lock = replace_lock(root, &e->tool->to);
	return e->options.dry_run || e->lock >= 0;
}

static struct edited *
edited_new(struct editing *e, const char *path, const struct type *type)
{
	struct tool *t = e->tool;
	struct edited *one = mem_alloc(sizeof *one);

	one->editing = e;
	one->edit = (struct record_edit){ .schema = &t->schema,
		.type = type,
		.path = path,
		.latest = schema_latest(&t->schema, t->today),
		.to = &t->to,
		.refer = refer,
		.is_called = is_called,
		.refer_to = one };
	*MEM_PUSH(e->all, e->n, e->cap) = one;
	return one;
}

static struct edited *
begin(struct editing *e, const char *path, const struct type *type)
{
	struct tool *t = e->tool;
	struct edited *one = edited_new(e, path, type);
	struct buf text = { 0 };

	if (!source_read(t->source, path, &text, &t->to) ||
	    !record_edit_begin(&one->edit, buf_str(&text)))
		one = NULL;
	buf_release(&text);
	if (one)
		one->id = arena_keep(&t->arena, one->edit.record.id);
	return one;
}

struct record_edit *
editing_record(struct editing *e, const char *word)
{
	const struct type *type;
	struct edited *one;
	const char *path;
	bool wrong;

	path = path_typed(e, word, &wrong);
	if (!path && !wrong)
		path = path_of_id(e, word);
	if (!path)
		return NULL;
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->all[i]->edit.path, path) == 0)
			return &e->all[i]->edit;
	type = editing_type(e->tool, path);
	one = type ? begin(e, path, type) : NULL;
	return one ? &one->edit : NULL;
}

/* New and moved ones. */

struct record_edit *
editing_new(struct editing *e, const struct type *type)
{
	struct edited *one =
	    edited_new(e, arena_z(&e->tool->arena, type->name.name), type);

	one->fresh = true;
	return record_edit_begin(&one->edit, STR("---\n---\n")) ? &one->edit :
								  NULL;
}

bool
editing_place(struct editing *e, struct record_edit *edit, const char *path)
{
	struct edited *one = (struct edited *)edit;
	struct tool *t = e->tool;
	const struct type *two = NULL;

	if (!one->fresh && strcmp(path, edit->path) == 0)
		return true;
	if (!entry_is_inside(str_of(path)))
		return tool_wrong(t,
		    _("the record would be put at '%s', which is no path of "
		      "the repository"),
		    path);
	if (schema_type_of(&t->schema, path, &two) != edit->type || two)
		return tool_wrong(t,
		    _("the record would be put at '%s', where no record of "
		      "'%.*s' lies; see 'new' and 'files' of its page"),
		    path, STRF(edit->type->name.name));
	if (source_mode(t->source, path))
		return tool_wrong(t, _("there is '%s' already"), path);
	if (!one->fresh)
		one->from = edit->path;
	edit->path = arena_z(&edit->arena, str_of(path));
	return true;
}

void
editing_note(struct editing *e, const char *line)
{
	*MEM_PUSH(e->corrected, e->n_corrected, e->cap_corrected) =
	    arena_z(&e->tool->arena, str_of(line));
}

/* Corrections. */

static void
add_correction(struct editing *e, const struct edited *one,
    const struct field *f)
{
	char *line;

	if (!f->of)
		for (size_t i = 0; i < f->fields.n; i++)
			add_correction(e, one, &f->fields.all[i]);
	if (f->fields.n)
		return;
	/* a trailer's word: git takes none with marks */
	line = arena_f(&e->tool->arena, "%s: %.*s %.*s: %s",
	    e->tool->lang == LANG_VI ? "Dinh-chinh" : "Correction",
	    STRF(one->id), STRF(f->dotted), e->options.correct);
	for (size_t i = 0; i < e->n_corrected; i++)
		if (strcmp(e->corrected[i], line) == 0)
			return;
	*MEM_PUSH(e->corrected, e->n_corrected, e->cap_corrected) = line;
}

void
editing_touched(struct editing *e, struct record_edit *edit)
{
	if (e->options.correct && edit->field)
		add_correction(e, (struct edited *)edit, edit->field);
}

/* Telling. */

static struct cell
shown_value(struct edited *one, const struct field *f, struct str v, bool hide)
{
	if (!v.s)
		return (struct cell){ .kind = CELL_NULL };
	if (hide)
		return (struct cell){ .kind = CELL_MASKED };
	return (struct cell){ .kind = CELL_TEXT,
		.s = f ? record_edit_said(&one->edit, f, v) : v };
}

/* A field, or the stage, as the record would name it. */
static struct str
shown_field(struct edited *one, const struct field *f, struct str dotted)
{
	return f ? str_of(voice_named(one->edit.voice, f, &one->edit.arena)) :
		   dotted;
}

static struct str
stage_said(const struct edited *one, struct str v)
{
	const struct stage *s = v.s && one->edit.voice.labels ?
	    type_stage(one->edit.type, v) :
	    NULL;

	return s ? str_of(name_shown(&s->name, one->edit.voice.lang)) : v;
}

static void
tell_change(const struct history_change *c, void *to)
{
	struct edited *one = to;
	struct tool *t = one->editing->tool;
	const struct field *f = type_field(one->edit.type, c->field);
	bool stage = str_is(c->field, "stage"), hide = !t->private;
	struct change_text s = { str_of(history_op_name(c->op)),
		stage && one->edit.voice.labels ? str_of(_("stage")) :
						  shown_field(one, f, c->field),
		shown_value(one, NULL, c->entry, hide && c->entry_private),
		shown_value(one, f, stage ? stage_said(one, c->old) : c->old,
		    hide && c->private),
		shown_value(one, f, stage ? stage_said(one, c->new) : c->new,
		    hide && c->private) };
	struct buf b = { 0 };

	buf_addz(&b, "  ");
	change_text_add(&b, &s);
	change_text_line(&b, stdout);
	buf_release(&b);
}

/* Which fields changed, for the message; of entries that are new or gone as a
 * whole only that. No value stands in it. */
static void
name_change(const struct history_change *c, void *to)
{
	struct edited *one = to;
	const struct field *f = type_field(one->edit.type, c->field);
	struct change_text s = { .field = { 0 } };
	struct buf b = { 0 };

	if (!f)
		return;
	if (c->op != HISTORY_SET && f->up && f->up->kind == KIND_LIST)
		f = f->up;
	s.field = shown_field(one, f, f->dotted);
	s.entry = shown_value(one, NULL, c->entry, c->entry_private);
	change_text_add_item(&b, &s);
	if (str_find_str(buf_str(&one->what), buf_str(&b)) >= one->what.n)
		buf_addf(&one->what, one->what.n ? ", %.*s" : "%.*s",
		    STRF(buf_str(&b)));
	buf_release(&b);
}

static void
each_change(struct editing *e, struct edited *one,
    void (*change)(const struct history_change *, void *))
{
	struct tool *t = e->tool;
	struct findings silent = { 0 };
	struct record_diff *d =
	    record_diff_new(&t->schema, &t->schema, t->today);

	if (!one->fresh)
		record_diff_add(d, 0, one->from ? one->from : one->edit.path,
		    one->edit.was, &silent);
	record_diff_add(d, 1, one->edit.path, one->edit.text, &silent);
	record_diff_tell(d, change, one);
	record_diff_free(d);
}

static void
tell(struct editing *e)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < e->n; i++) {
		struct edited *one = e->all[i];

		if (one->from)
			buf_addf(&b, "%.*s → ", STRF(one->id));
		change_text_add_record(&b, one->edit.record.id,
		    str_of(one->edit.path));
		if (one->fresh)
			buf_addf(&b, ": %s", _(e->done));
		else if (!one->changed)
			buf_addz(&b, _(": nothing to change"));
		change_text_line(&b, stdout);
		if (one->changed && !one->fresh && !one->from)
			each_change(e, one, tell_change);
	}
	buf_release(&b);
}

static void
show_difference(struct editing *e)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < e->n; i++) {
		struct edited *one = e->all[i];
		const char *from = one->from ? one->from : one->edit.path;
		struct str none = { 0 };

		diff_lines(from, one->fresh ? none : one->edit.was,
		    one->from ? none : one->edit.text, &b);
		if (one->from)
			diff_lines(one->edit.path, none, one->edit.text, &b);
	}
	change_text_lines(buf_str(&b), stdout);
	buf_release(&b);
}

/* Committing. */

/* Is there a file that git does not know yet? */
static bool
has_new(const struct editing *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->all[i]->fresh || e->all[i]->from)
			return true;
	return false;
}

static struct commit_files
changed_files(struct editing *e)
{
	const char **paths =
	    ARENA_ARRAY(&e->tool->arena, const char *, 2 * e->n + 1);
	struct commit_files c = { .root = source_root(e->tool->source),
		.paths = paths,
		.added = has_new(e) };

	for (size_t i = 0; i < e->n; i++)
		if (e->all[i]->changed)
			paths[c.n++] = e->all[i]->edit.path;
	for (size_t i = 0; i < e->n; i++)
		if (e->all[i]->from)
			paths[c.n++] = e->all[i]->from;
	return c;
}

/* What became of one record, a line. */
static void
add_line(struct editing *e, struct edited *one, struct buf *lines)
{
	struct str id = one->fresh ? one->edit.record.id : one->id;

	if (!id.n)
		id = str_of(one->edit.path);
	if (one->from) /* the subject says it */
		return;
	if (one->fresh) {
		buf_addf(lines, "%.*s: %s\n", STRF(id), _(e->done));
		return;
	}
	each_change(e, one, name_change);
	buf_addf(lines, "%.*s: %s %.*s\n", STRF(id), _(e->done),
	    STRF(buf_str(&one->what)));
}

/* "ID: set A, B"; of many, or where that is long, a line each below. */
static void
add_message(struct editing *e, struct buf *b)
{
	const struct edited *only = NULL;
	struct buf lines = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		if (!e->all[i]->changed)
			continue;
		only = e->all[i];
		n++;
		add_line(e, e->all[i], &lines);
	}
	if (e->subject)
		buf_addf(b, lines.n ? "%s\n\n%s" : "%s\n", e->subject,
		    buf_z(&lines));
	else if (n == 1 && text_width(buf_str(&lines)) <= SUBJECT_MOST)
		buf_add(b, buf_str(&lines));
	else if (n == 1)
		buf_addf(b, "%.*s: %s\n\n%s",
		    STRF(only->id.n ? only->id : str_of(only->edit.path)),
		    _(e->done), buf_z(&lines));
	else {
		buf_addf(b, _("%zu records: %s"), n, _(e->done));
		buf_addf(b, "\n\n%s", buf_z(&lines));
	}
	if (e->n_corrected)
		buf_addc(b, '\n');
	for (size_t i = 0; i < e->n_corrected; i++)
		buf_addf(b, "%s\n", e->corrected[i]);
	buf_release(&lines);
}

static bool write_all_of(struct editing *, bool back);

/* What git did not take is put back, so that it can be asked for again. */
static bool
not_committed(struct editing *e)
{
	e->lock = replace_lock(source_root(e->tool->source), &e->tool->to);
	if (e->lock >= 0 && write_all_of(e, true))
		found_trouble(&e->tool->to,
		    e->options.correct || has_new(e) ?
			_("nothing was changed") :
			_("nothing was changed; where a correction is asked "
			  "for, 'knset --correct REASON' writes it"));
	return false;
}

static bool
commit(struct editing *e, const struct commit_files *files)
{
	struct buf message = { 0 };
	struct findings *to = &e->tool->to;
	bool done;

	add_message(e, &message);
	fflush(stdout);
	done = commit_files(files, buf_str(&message), -1, to);
	buf_release(&message);
	return done ||
	    (commit_files_unstage(files, -1, to) && not_committed(e));
}

/* Of a file that was written already, git knows nothing yet. */
static bool
may_commit(struct editing *e, const struct commit_files *files)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->all[i]->there.s)
			return true;
	return commit_files_ready(files, &e->tool->to);
}

/* Ending. */

/* Passes on what counts in a record that is to be finished later. */
static void
say_unfinished(const struct finding *f, void *to)
{
	if (f->row != finding_row(FIND_FIELD_MISSING))
		found_pass(to, f);
}

/* Of a new record all counts that is wrong with it. */
static bool
is_new_right(struct editing *e, struct edited *one)
{
	struct findings but = { .say = say_unfinished, .to = &e->tool->to };
	struct findings *to = e->options.unfinished ? &but : &e->tool->to;
	size_t errors = e->tool->to.count[ERROR];
	struct record r;

	if (!record_read(&r, one->edit.type, one->edit.path, one->edit.text,
		&one->edit.arena, to))
		return false;
	check_record(&r, e->tool->today,
	    schema_latest(&e->tool->schema, e->tool->today), &one->edit.arena,
	    to);
	return e->tool->to.count[ERROR] == errors;
}

static bool
is_right(struct editing *e)
{
	bool right = true;

	for (size_t i = 0; i < e->n; i++) {
		struct edited *one = e->all[i];

		one->changed =
		    one->fresh || !str_eq(one->edit.was, one->edit.text);
		right = (one->fresh ? is_new_right(e, one) :
				      record_edit_end(&one->edit)) &&
		    right;
	}
	return right;
}

static bool
write_all_of(struct editing *e, bool back)
{
	struct replacement *r =
	    ARENA_ARRAY(&e->tool->arena, struct replacement, 2 * e->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		const struct edited *one = e->all[i];
		struct str none = { 0 }, was = one->edit.was;

		if (!one->changed)
			continue;
		if (one->from)
			r[n++] = (struct replacement){ one->from, was, none };
		r[n++] = (struct replacement){ one->edit.path,
			one->there.s                ? one->there :
			    one->from || one->fresh ? none :
						      was,
			one->edit.text };
	}
	for (size_t i = 0; back && i < n; i++)
		r[i] = (struct replacement){ r[i].path, r[i].now, r[i].was };
	return replace_all(source_root(e->tool->source), r, n, &e->tool->to);
}

static void
unlock(struct editing *e)
{
	if (e->lock >= 0)
		close(e->lock);
	e->lock = -1;
}

bool
editing_write(struct editing *e)
{
	for (size_t i = 0; i < e->n; i++)
		e->all[i]->changed = e->all[i]->fresh ||
		    !str_eq(e->all[i]->edit.was, e->all[i]->edit.text);
	if (!write_all_of(e, false))
		return false;
	for (size_t i = 0; i < e->n; i++)
		e->all[i]->there = e->all[i]->edit.text;
	unlock(e);
	return true;
}

void
editing_go_on(struct record_edit *edit, struct str bytes, struct str now)
{
	struct edited *one = (struct edited *)edit;

	one->there = arena_keep(&edit->arena, bytes);
	edit->text = arena_keep(&edit->arena, now);
}

int
editing_end(struct editing *e)
{
	bool keep = e->options.commit || e->options.correct;
	struct commit_files files;

	if (!is_right(e))
		return found_status(&e->tool->to);
	files = changed_files(e);
	if (e->options.dry_run) {
		show_difference(e);
		return 0;
	}
	if (keep && files.n && !may_commit(e, &files))
		return 2;
	if (e->lock < 0)
		e->lock =
		    replace_lock(source_root(e->tool->source), &e->tool->to);
	if (e->lock < 0 || !write_all_of(e, false))
		return 2;
	unlock(e); /* hooks may take their time */
	if (keep && files.n && !commit(e, &files))
		return 2;
	tell(e);
	return 0;
}

void
editing_release(struct editing *e)
{
	unlock(e);
	for (size_t i = 0; i < e->n; i++) {
		record_edit_release(&e->all[i]->edit);
		buf_release(&e->all[i]->what);
		free(e->all[i]);
	}
	free(e->all);
	free(e->corrected);
	*e = (struct editing){ .lock = -1 };
}
