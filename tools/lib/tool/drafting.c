/* drafting: a new record as a form that somebody fills in. */
#include "tool/drafting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "check/check.h"
#include "check/fix.h"
#include "git/editor.h"
#include "git/replace_all.h"
#include "git/source.h"
#include "record/form.h"
#include "schema/rule.h"

enum { CANDIDATES_SHOWN = 8 };

/* The form. */

/* What people call a record, where that is not private. */
static void
add_called(struct tool *t, const struct type *type, const char *path,
    struct buf *b)
{
	const struct field *f = type_called(type);
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct buf bytes = { 0 };
	struct record r;

	if (source_read(t->source, path, &bytes, &silent) &&
	    record_read(&r, type, path, buf_str(&bytes), &a, &silent) &&
	    r.id.n) {
		const struct value *v = f ? &r.values[f->index] : NULL;

		buf_addf(b, b->n ? "; %.*s" : "%.*s", STRF(r.id));
		if (v && v->node && !v->bad && !field_private(f))
			buf_addf(b, " (%.*s)", STRF(v->text));
	}
	buf_release(&bytes);
	arena_release(&a);
}

/* Whom a ref may name: all, or how they are found. */
static void
add_candidates(void *to, struct str name, struct buf *b)
{
	struct tool *t = to;
	const struct type *type = schema_type(&t->schema, name);
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct buf all = { 0 };
	struct entry *list;
	struct globs which;
	size_t n = 0;

	if (!type)
		return;
	which = (struct globs){ type->files, type->except, type->n_files,
		type->n_except };
	source_files(t->source, &which, &a, &list, &n, &silent);
	for (size_t i = 0; n <= CANDIDATES_SHOWN && i < n; i++)
		add_called(t, type, list[i].path, &all);
	buf_addf(b, _("an id of '%s'"), name_shown(&type->name, t->lang));
	if (n > CANDIDATES_SHOWN)
		buf_addf(b, _(" (%zu; knquery -t %.*s -k WORDS finds one)"), n,
		    STRF(name));
	else if (all.n)
		buf_addf(b, ": %s", buf_z(&all));
	buf_release(&all);
	arena_release(&a);
}

static struct str
form_of(struct editing *e, struct record_edit *r)
{
	struct form form = { .labels = r->voice.labels,
		.lang = r->voice.lang,
		.refer = add_candidates,
		.to = e->tool };
	struct buf b = { 0 };

	form_add(&form, &r->record, &b);
	return arena_take(&e->tool->arena, &b);
}

int
drafting_form(struct editing *e, struct record_edit *r)
{
	r->text = form_of(e, r);
	return editing_end(e);
}

/* What was saved. */

/* How the file is written is mended without a word, as it is cleaned. */
static void
say_typed(const struct finding *f, void *to)
{
	if (f->row != finding_row(FIND_FRONT_BOM) &&
	    f->row != finding_row(FIND_FRONT_CRLF) &&
	    f->row != finding_row(FIND_FRONT_NFC) &&
	    f->row != finding_row(FIND_FRONT_DOTS))
		found_pass(to, f);
}

/* The findings that kncheck has about it. False: there is an error. *any: an
 * error or a warning. */
static bool
check_saved(struct editing *e, struct source *source, const char *path,
    bool *any)
{
	struct tool *t = e->tool;
	struct findings shown = { .say = t->to.say, .to = t->to.to };
	struct findings to = { .say = say_typed, .to = &shown };
	struct rules rules = { 0 };
	struct check c = { .dir = ".",
		.fixed = t->pages,
		.schema = &t->schema,
		.source = source,
		.rules = &rules,
		.today = t->today,
		.lang = t->lang,
		.no_cache = true,
		.paths = &path,
		.n_paths = 1 };
	bool good = rules_read(&rules, &t->schema, &t->to) &&
	    check_run(&c, &to) && !shown.count[ERROR] && !shown.count[TROUBLE];

	*any = !good || shown.count[WARNING];
	free(c.tallies);
	return good;
}

static bool
is_of_file(const struct finding *f, void *to)
{
	(void)to;
	return strncmp(f->id, "front-", 6) == 0;
}

/* Without the form's comments, and as files should be written. */
static struct str
cleaned(struct editing *e, struct record_edit *r, struct str saved,
    struct str form)
{
	struct fixing f = { .type = r->type,
		.path = r->path,
		.wanted = is_of_file };
	struct buf b = { 0 };
	struct str text;

	form_strip(saved, form, &b);
	fix_record(&f, buf_str(&b));
	text = arena_keep(&e->tool->arena, f.text);
	fix_release(&f);
	buf_release(&b);
	return text;
}

static bool
put(struct editing *e, const char *path, struct str was, struct str now)
{
	const char *root = source_root(e->tool->source);
	struct replacement one = { path, was, now };

	return replace_all(root, &one, 1, &e->tool->to);
}

/* Nothing was typed that the form did not say. */
static int
take_back(struct editing *e, struct record_edit *r, struct str form)
{
	struct str none = { 0 };

	if (put(e, r->path, form, none))
		found_trouble(&e->tool->to, _("nothing was made"));
	return 2;
}

enum choice { CHOICE_EDIT, CHOICE_KEEP, CHOICE_DELETE, CHOICE_NONE };

/* By the first letter, in either language. */
static enum choice
choose(void)
{
	char line[64];

	fflush(stdout);
	for (;;) {
		fputs(_("[e] edit again, [k] keep it as it is, [d] delete "
			"it? "),
		    stderr);
		fflush(stderr);
		if (!fgets(line, sizeof line, stdin)) {
			fputc('\n', stderr);
			return CHOICE_NONE;
		}
		switch (line[0]) {
		case '\n':
		case 'e':
		case 's': /* sửa */
			return CHOICE_EDIT;
		case 'k':
		case 'g': /* giữ */
			return CHOICE_KEEP;
		case 'd':
		case 'x': /* xóa */
			return CHOICE_DELETE;
		}
	}
}

/* It is there with what is wrong with it. */
static int
keep(struct editing *e, struct record_edit *r, struct str saved,
    struct str form)
{
	if (!put(e, r->path, saved, cleaned(e, r, saved, form)))
		return 2;
	found_as(&e->tool->to, NULL, NOTE, place_file(r->path),
	    _("it is kept as it is; 'kncheck %s' says again what is wrong"),
	    r->path);
	return 1;
}

static int
finish(struct editing *e, struct record_edit *r, struct str saved,
    struct str form)
{
	e->options.unfinished = false;
	editing_go_on(r, saved, cleaned(e, r, saved, form));
	return editing_end(e);
}

static bool
read_saved(struct editing *e, struct source *source, const char *path,
    struct str *saved)
{
	struct tool *t = e->tool;
	struct buf b = { 0 };
	bool ok;

	if (!source_mode(source, path))
		return found_trouble(&t->to,
		    _("the file was deleted in the editor; nothing was made"));
	ok = source_read(source, path, &b, &t->to);
	*saved = arena_keep(&t->arena, buf_str(&b));
	buf_release(&b);
	return ok;
}

/* Opens the editor once. False: that is all, *status to end with. */
static bool
edit_once(struct editing *e, struct record_edit *r, struct str form,
    int *status)
{
	struct tool *t = e->tool;
	const char *root = source_root(t->source);
	const char *path = arena_f(&t->arena, "%s/%s", root, r->path);
	bool any, good, well = editor_open(root, path, &t->to);
	/* what is there now, not what was when we began */
	struct source *source = source_worktree(root, &t->to);
	struct str saved, none = { 0 };
	enum choice choice = CHOICE_KEEP;

	*status = 2;
	good = source && read_saved(e, source, r->path, &saved);
	if (!good || !well) {
		source_close(source);
		if (good && str_eq(saved, form))
			*status = take_back(e, r, form);
		else if (good)
			found_trouble(&t->to,
			    _("what was typed is kept in '%s'"), r->path);
		return false;
	}
	good = check_saved(e, source, r->path, &any);
	source_close(source);
	if (!good && str_eq(saved, form)) {
		*status = take_back(e, r, form);
		return false;
	}
	if (!good || any)
		choice = choose();
	if (choice == CHOICE_KEEP)
		*status =
		    good ? finish(e, r, saved, form) : keep(e, r, saved, form);
	else if (choice == CHOICE_DELETE)
		*status = put(e, r->path, saved, none) ? 1 : 2;
	else if (choice == CHOICE_NONE)
		found_trouble(&t->to, _("what was typed is kept in '%s'"),
		    r->path);
	return choice == CHOICE_EDIT;
}

int
drafting_edit(struct editing *e, struct record_edit *r)
{
	struct str form = form_of(e, r);
	int status;

	/* whoever typed a value may be told what of it is wrong */
	e->tool->schema.types[r->type->index].open = true;
	r->text = form;
	if (!editing_write(e))
		return 2;
	while (edit_once(e, r, form, &status))
		continue;
	return status;
}
