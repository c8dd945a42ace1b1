/* diagnose: what is wrong with a file that is open. */
#include "lsp/diagnose.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "check/check.h"
#include "git/source.h"
#include "parse/front.h"
#include "record/links.h"
#include "record/record.h"
#include "record/voice.h"
#include "text/day.h"
#include "text/name.h"
#include "text/text.h"

/* References that lead nowhere: said as references.c says it, of what the
 * roster knows. */

enum { SHOWN = 10, NEAR_AMONG = 20000 };

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool
ends_in(struct str name, struct str words)
{
	return str_ends(name, words) &&
	    (name.n == words.n || name.s[name.n - words.n - 1] == ' ');
}

/* Is a record called so? whole: by all of its name. */
static bool
is_called(const struct roster_record *one, struct str folded, bool whole)
{
	struct str name =
	    str_first(one->folded, one->folded.n - one->id->id.n - 1);

	return whole ? str_eq(name, folded) : ends_in(name, folded);
}

static size_t
find_called(const struct roster *r, const struct type *t, struct str name,
    struct str **ids)
{
	struct buf folded = { 0 };
	size_t n = 0, cap = 0;

	*ids = NULL;
	text_add_fold(&folded, str_trim(name));
	for (int whole = 1; whole >= 0 && !n; whole--)
		for (size_t i = 0; folded.n && i < r->n; i++) {
			const struct roster_record *one = r->all[i];

			if (one->type == t && one->id && one->called.n &&
			    is_called(one, buf_str(&folded), whole))
				*MEM_PUSH(*ids, n, cap) = one->id->id;
		}
	if (n)
		qsort(*ids, n, sizeof **ids, by_text);
	buf_release(&folded);
	return n;
}

static struct str
find_near(const struct roster *r, const struct type *t, struct str id)
{
	const struct map *ids = &r->ids[t->index];
	struct str best = { 0 };
	struct buf b = { 0 };

	text_add_fold(&b, id);
	for (size_t i = 0; i < b.n; i++)
		b.s[i] = b.s[i] == ' ' ? '-' : b.s[i];
	for (size_t i = 0; ids->n <= NEAR_AMONG && i < ids->n; i++) {
		const struct roster_id *one = ids->pairs[i].value;

		if (one->record && name_id_nearer(buf_str(&b), one->id, best))
			best = one->id;
	}
	buf_release(&b);
	return best;
}

struct own {
	struct workspace *in;
	const struct record *record;
	struct arena *arena;
	struct findings *to;
};

/* An id instead of what was written, which one record alone is called. */
static const struct fix *
by_id(const struct own *o, const struct node *n, struct str id)
{
	struct splice *s = ARENA_NEW(o->arena, struct splice);
	struct fix *fix = ARENA_NEW(o->arena, struct fix);

	*s = (struct splice){ n->off, n->end, id };
	*fix = (struct fix){ s, 1 };
	return fix;
}

static void
say_lost(const struct own *o, const struct field *f, const struct type *t,
    const struct value *v)
{
	const struct roster *r = &o->in->roster;
	struct place at =
	    front_place(&o->record->front, o->record->path, v->node->off);
	const char *shown =
	    voice_shown(voice_of_record(o->record), f, o->arena);
	struct buf list = { 0 };
	struct str *ids;
	size_t n = find_called(r, t, v->text, &ids);

	for (size_t i = 0; i < n && i < SHOWN; i++)
		buf_addf(&list, "%s%.*s", i ? ", " : "", STRF(ids[i]));
	if (n > SHOWN)
		buf_addz(&list, ", …");
	if (n == 1)
		found_fix(o->to, FIND_REF, at, by_id(o, v->node, ids[0]),
		    _("%s takes an id; '%.*s' is the name of %s: write %s"),
		    shown, STRF(v->text), buf_z(&list), buf_z(&list));
	else if (n)
		found(o->to, FIND_REF, at,
		    _("%s takes an id; '%.*s' is the name of %zu records: "
		      "write one of %s"),
		    shown, STRF(v->text), n, buf_z(&list));
	else
		found_near(o->to, FIND_REF, at, find_near(r, t, v->text),
		    _("there is no '%.*s' among '%s'"), STRF(v->text),
		    name_shown(&t->name, lang_now()));
	free(ids);
	buf_release(&list);
}

static void
check_ref(const struct own *o, const struct field *f, const struct value *v)
{
	const struct type *t = schema_type(&o->in->schema, f->to);
	const struct roster_id *id =
	    t ? roster_find(&o->in->roster, t, v->text) : NULL;

	if (t && !(id && id->record))
		say_lost(o, f, t, v);
}

/* As deep as the schema, whose pages are read to a fixed depth. */
static void
check_refs(const struct own *o, const struct field *f, const struct value *v)
{
	if (!v->node || v->bad)
		return;
	if (f->kind == KIND_REF)
		check_ref(o, f, v);
	for (size_t i = 0; f->kind == KIND_MAP && v->parts && i < f->fields.n;
	     i++)
		check_refs(o, &f->fields.all[i], &v->parts[i]);
	for (uint32_t n = 0; f->kind == KIND_LIST && n < v->n; n++) {
		const struct value *e = &v->parts[n];

		if (f->of)
			check_refs(o, f->of, e);
		for (size_t i = 0; e->parts && i < f->fields.n; i++)
			check_refs(o, &f->fields.all[i], &e->parts[i]);
	}
}

/* Does the record accept what has that id? */
static bool
is_accepted(const struct record *rec, const char *id)
{
	const struct role_field *role = &rec->type->roles[FIELD_ACCEPT];
	const struct value *list =
	    role->field ? &rec->values[role->field->index] : NULL;

	for (uint32_t n = 0; list && n < list->n; n++) {
		const struct value *v =
		    record_part(&list->parts[n], role->part[PART_RULE]);

		if (v && !v->bad && str_is(v->text, id))
			return true;
	}
	return false;
}

struct accepting {
	const struct record *record;
	struct kept *kept;
};

static void
say_unaccepted(const struct finding *f, void *to)
{
	const struct accepting *a = to;

	if (!is_accepted(a->record, f->id))
		kept_say(f, a->kept);
}

/* The record by itself; those of its findings that it accepts are none. */
static void
check_own(struct document *d, const struct type *t, bool fixes,
    struct kept *out)
{
	struct workspace *w = d->in;
	struct kept all = { 0 };
	struct arena a = { 0 };
	struct body_link *links;
	size_t n_links;
	struct findings to = { .say = kept_say,
		.to = &all,
		.levels = &w->schema.levels,
		.fixes = fixes };
	struct record rec;
	struct own own = { w, &rec, &a, &to };
	struct accepting accepting = { &rec, out };
	struct findings some = { .say = say_unaccepted,
		.to = &accepting,
		.levels = to.levels };

	if (record_read(&rec, t, d->rel, d->text, &a, &to)) {
		roster_note(&w->roster, &rec, true);
		check_record(&rec, w->today,
		    schema_latest(&w->schema, w->today), &a, &to);
		n_links = links_read(&rec, &a, &links);
		links_check(t, d->rel, links, n_links, w->source, &to);
		for (size_t i = 0; i < t->fields.n; i++)
			check_refs(&own, &t->fields.all[i], &rec.values[i]);
		kept_pass(&all, &some);
	} else {
		workspace_note(w, d->rel, d->text);
		for (size_t i = 0; i < all.n; i++)
			kept_say(&all.all[i], out);
	}
	kept_release(&all);
	arena_release(&a);
}

static void
check_page(struct document *d)
{
	struct findings to = { .say = kept_say, .to = &d->own.kept };
	struct arena a = { 0 };
	struct front front;

	front_page(&front, d->text, d->rel, &a, &to);
	arena_release(&a);
}

void
diagnose_own(struct document *d)
{
	const struct type *t = workspace_type(d->in, d->rel);
	struct findings to = { .say = kept_say, .to = &d->own.kept };

	document_said_release(&d->own);
	d->own.version = d->version;
	d->own.is = true;
	if (!d->in)
		return;
	if (d->text.n > SOURCE_FILE_MOST)
		found(&to, FIND_READ_LARGE, place_file(d->rel),
		    _("file has %zu bytes; at most %zu are read"), d->text.n,
		    (size_t)SOURCE_FILE_MOST);
	else if (t && workspace_today(d->in) != DAY_NONE)
		check_own(d, t, false, &d->own.kept);
	else if (workspace_is_page(d->rel) &&
	    str_ends(str_of(d->rel), STR(".md")) &&
	    str_starts(d->text, STR("---")))
		check_page(d);
}

void
diagnose_fixes(struct document *d, struct kept *to)
{
	const struct type *t = workspace_type(d->in, d->rel);

	if (t && d->text.n <= SOURCE_FILE_MOST &&
	    workspace_today(d->in) != DAY_NONE)
		check_own(d, t, true, to);
}

/* What to tell of all that is known. */

/* Can only all records together tell it? */
static bool
is_of_all(const struct workspace *w, const char *id)
{
	static const enum find of_all[] = { FIND_ID_TWICE, FIND_UNIQUE,
		FIND_SAME_PERSON, FIND_REF_CIRCLE, FIND_ACCEPT_UNUSED,
		FIND_SNOOZE_UNUSED, FIND_FILE_TWICE, FIND_FILE_UNJUDGED };
	const struct rule *r =
	    w->ready ? rules_find(&w->rules, str_of(id)) : NULL;

	for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++)
		if (strcmp(id, finding_row(of_all[i])->id) == 0)
			return true;
	return r && r->depends_all;
}

static bool
is_ref(const char *id)
{
	return strcmp(id, finding_row(FIND_REF)->id) == 0 ||
	    strcmp(id, finding_row(FIND_REF_UNSURE)->id) == 0;
}

static bool
is_rule(const struct workspace *w, const char *id)
{
	return w->ready && rules_find(&w->rules, str_of(id));
}

static void
gather(const struct document *d, struct kept *to)
{
	const struct workspace *w = d->in;
	bool now = d->near.is && d->near.version == d->version;
	const struct document_said *rules =
	    d->near.is && d->near.version >= d->all.version ? &d->near :
							      &d->all;

	for (size_t i = 0; i < d->all.kept.n; i++) {
		const struct finding *f = &d->all.kept.all[i];

		if ((d->all.is && d->all.version == d->version) ||
		    is_of_all(w, f->id))
			kept_say(f, to);
	}
	if (d->all.is && d->all.version == d->version)
		return;
	for (size_t i = 0; i < d->own.kept.n; i++)
		if (!now || is_ref(d->own.kept.all[i].id))
			kept_say(&d->own.kept.all[i], to);
	for (size_t i = 0; i < rules->kept.n; i++) {
		const struct finding *f = &rules->kept.all[i];

		if (!is_of_all(w, f->id) && !is_ref(f->id) &&
		    (now || is_rule(w, f->id)))
			kept_say(f, to);
	}
}

/* Ranges. */

static struct wire *
position(struct position p)
{
	struct wire *w = wire_object();

	wire_set(w, "line", wire_number((long long)p.line));
	wire_set(w, "character", wire_number((long long)p.character));
	return w;
}

struct wire *
diagnose_range(struct str text, size_t from, size_t to,
    enum position_units units)
{
	struct wire *w = wire_object();

	wire_set(w, "start", position(position_at(text, from, units)));
	wire_set(w, "end",
	    position(position_at(text, to < from ? from : to, units)));
	return w;
}

struct wire *
diagnose_span(const struct position_any *from, const struct position_any *to,
    enum position_units units)
{
	struct wire *w = wire_object();

	wire_set(w, "start",
	    position((struct position){ from->line, from->character[units] }));
	wire_set(w, "end",
	    position((struct position){ to->line, to->character[units] }));
	return w;
}

/* The end of what begins at a byte, by the tree; 0: nothing does. */
static size_t
end_in_tree(const struct node *n, size_t off)
{
	if (n->key_end > n->key_off && n->key_off == off)
		return n->key_end;
	if (n->off == off && n->end > off && n->kind == NODE_SCALAR)
		return n->end;
	for (const struct node *c = n->first; c; c = c->next) {
		size_t end = end_in_tree(c, off);

		if (end)
			return end;
	}
	return n->off == off && n->end > off ? n->end : 0;
}

/* To the end of what stands there, at most of its line. */
static size_t
end_of(struct str text, const struct front *front, size_t off)
{
	struct str line = str_from(text, off);
	size_t end = front->root ? end_in_tree(front->root, off) : 0, n;

	n = str_find(line, '\n');
	line = str_first(line, n && line.s[n - 1] == '\r' ? n - 1 : n);
	if (!end) {
		n = str_find(line, ' ');
		return off + (n ? n : line.n);
	}
	return end - off < line.n ? end : off + line.n;
}

/* The protocol's DiagnosticSeverity. */
static int
severity(enum level l)
{
	return l >= ERROR ? 1 : l == WARNING ? 2 : 3;
}

static struct wire *
diagnostic(const struct document *d, const struct front *front,
    const struct finding *f, enum position_units units)
{
	struct wire *w = wire_object();
	size_t from = position_of_place(d->text, f->at);

	wire_set(w, "range",
	    diagnose_range(d->text, from, end_of(d->text, front, from), units));
	wire_set(w, "severity", wire_number(severity(f->level)));
	wire_set(w, "code", wire_of_z(f->id));
	wire_set(w, "source", wire_of_z("ketnap"));
	wire_set(w, "message", wire_of_z(f->text));
	return w;
}

struct wire *
diagnose_one(const struct document *d, const struct finding *f,
    enum position_units units)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct front front;
	struct wire *w;

	if (!front_page(&front, d->text, "", &a, &silent))
		front = (struct front){ 0 };
	w = diagnostic(d, &front, f, units);
	arena_release(&a);
	return w;
}

struct wire *
diagnose_list(const struct document *d, enum position_units units)
{
	enum { MOST = 500 }; /* more nobody reads */
	struct wire *list = wire_list();
	struct findings silent = { 0 };
	struct kept all = { 0 };
	struct arena a = { 0 };
	struct front front;

	if (d->in)
		gather(d, &all);
	kept_sort(&all);
	if (!all.n || d->text.n > SOURCE_FILE_MOST ||
	    !front_page(&front, d->text, "", &a, &silent))
		front = (struct front){ 0 };
	for (size_t i = 0; i < all.n && i < MOST; i++)
		wire_add(list, diagnostic(d, &front, &all.all[i], units));
	kept_release(&all);
	arena_release(&a);
	return list;
}
