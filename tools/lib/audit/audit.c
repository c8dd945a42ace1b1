/* audit: the history of records, replayed against what their types declare. */
#include "audit/audit_inside.h"

#include <stdint.h>
#include <string.h>

#include "audit/ahead.h"
#include "audit/course.h"
#include "audit/correction_trailer.h"
#include "audit/correction_unused.h"
#include "text/day.h"
#include "text/glob.h"
#include "text/numeral.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "record/agree.h"

/* Saying. */

static struct place
place_of(struct replay *r, struct str path)
{
	return oid_place(&r->commit->id, path, &r->now);
}

/* As a message names what was changed. */
static const char *
named(struct replay *r, const struct history_change *c, const struct field *f)
{
	const char *name = field_shown(f, &r->now);

	if (c->entry.s && c->entry.n && !c->entry_private)
		return arena_f(&r->now, _("%s of entry %s"), name,
		    numeral_day(&r->now, c->entry));
	return name;
}

/* Corrections. */

/* Of the commit that is replayed, each is kept once. */
static void
note_correction(struct replay *r, const struct correction *c)
{
	struct audit *a = r->audit;
	struct audit_correction *k;
	char hex[ENTRY_ID];
	struct str commit = str_of(oid_hex(&r->commit->id, hex));

	for (size_t i = a->n_corrections; i-- > 0;) {
		k = &a->corrections[i];
		if (!str_eq(k->commit, commit))
			break;
		if (str_eq(k->id, c->id) && str_eq(k->field, c->field))
			return;
	}
	k = MEM_PUSH(a->corrections, a->n_corrections, a->cap_corrections);
	*k = (struct audit_correction){ arena_keep(&a->arena, commit), r->day,
		arena_keep(&a->arena, c->id),
		c->duplicate ?
		    str_of(arena_f(&a->arena,
			_("(deleted, is the same as %.*s)"), STRF(c->field))) :
		    arena_keep(&a->arena, c->field),
		arena_keep(&a->arena, c->reason) };
}

static bool
allowed(struct replay *r, const struct history_change *c)
{
	struct correction why;
	bool is =
	    correction_trailer_find(&why, r->commit->message, c->id, c->field);

	r->audit->corrected += is;
	if (is)
		note_correction(r, &why);
	return is;
}

/* The line of a message that would have allowed it. */
static const char *
missing(struct replay *r, const char *line)
{
	struct buf *b = r->audit->missing;

	if (b && str_find_str(buf_str(b), str_of(line)) == b->n)
		buf_addf(b, "%s\n", line);
	return line;
}

static const char *
missing_correction(struct replay *r, const struct history_change *c)
{
	return missing(r,
	    arena_f(&r->now, _("Correction: %.*s %.*s: WHY"), STRF(c->id),
		STRF(c->field)));
}

/* A date on which something happened to the record: of a stage, or said to be
 * one. */
static bool
is_event(const struct type *t, const struct field *f)
{
	if (f->kind != KIND_DATE)
		return false;
	for (size_t i = 0; i < t->n_stages + t->n_exits; i++)
		if (course_is_date(&t->stages[i], f))
			return true;
	return f->event;
}

static bool
day_of(struct str s, int *day)
{
	return s.s && day_parse(s, day);
}

/* Dates. */

/* A rule about time cannot be asked, since the commit's day is not known. */
static void
not_known(struct replay *r, struct str path, const char *what)
{
	struct findings to = { .say = kept_say, .to = &r->unknown };

	found(&to, FIND_AUDIT_UNKNOWN, place_of(r, path),
	    _("not enough evidence, as the day of the commit cannot be told: "
	      "%s"),
	    what);
}

/* Of an import only how many. */
static void
say_unknown(struct replay *r)
{
	if (r->import && r->unknown.n)
		found(r->out, FIND_AUDIT_UNKNOWN, place_of(r, STR("")),
		    _("not enough evidence, as the day of the commit cannot be "
		      "told: whether %zu dates and stages that this import "
		      "brings are in time"),
		    r->unknown.n);
	else
		kept_pass(&r->unknown, r->out);
	kept_release(&r->unknown);
}

/* Is the record that is judged new in this commit? */
static bool
is_created(const struct replay *r)
{
	const struct history_record *k = r->record;

	for (size_t i = 0; i < k->n; i++)
		if (r->told->changes[k->from + i].op == HISTORY_CREATE)
			return true;
	return false;
}

static void
judge_new_date(struct replay *r, const struct history_change *c,
    const struct field *f)
{
	int day;

	if (!day_of(c->new, &day))
		return;
	if (r->day == DAY_NONE) {
		if (!f->plan || (f->late && !c->old.s))
			not_known(r, c->path,
			    arena_f(&r->now,
				_("whether %s was entered in time, and not "
				  "before it happened"),
				named(r, c, f)));
		return;
	}
	if (day > r->day && !f->plan && !allowed(r, c))
		found(r->out, FIND_AUDIT_FUTURE, place_of(r, c->path),
		    _("%s is later than the commit that says so"),
		    named(r, c, f));
	if (!f->late || c->old.s || r->day - day <= f->late)
		return;
	if (r->import && is_created(r))
		r->late++;
	else if (!allowed(r, c))
		found(r->out, FIND_AUDIT_LATE, place_of(r, c->path),
		    _("%s was entered %d days after its day; at most %d are "
		      "allowed"),
		    named(r, c, f), r->day - day, f->late);
}

static void
judge_old_date(struct replay *r, const struct history_change *c,
    const struct field *f)
{
	int day;

	if (!day_of(c->old, &day) || (r->day != DAY_NONE && day > r->day) ||
	    allowed(r, c))
		return;
	if (r->day == DAY_NONE) {
		not_known(r, c->path,
		    arena_f(&r->now,
			_("whether %s was past when it was changed"),
			named(r, c, f)));
		return;
	}
	found(r->out, FIND_AUDIT_PAST, place_of(r, c->path),
	    c->new.s ? _("%s was past and is changed; '%s' in the message "
			 "would allow it") :
		       _("%s was past and is taken away; '%s' in the "
			 "message would allow it"),
	    named(r, c, f), missing_correction(r, c));
}

/* Typed stages. */

static void
judge_birth(struct replay *r, const struct history_change *c,
    const struct type *t, int stage)
{
	bool any = false;

	for (size_t i = 0; i < t->n_stages; i++)
		any |= t->stages[i].start;
	if (any && !t->stages[stage].start && !allowed(r, c))
		found(r->out, FIND_AUDIT_STAGE, place_of(r, c->path),
		    _("a record is not born in stage '%s'"),
		    name_shown(&t->stages[stage].name, lang_now()));
}

static void
judge_step(struct replay *r, const struct history_change *c,
    const struct type *t, int from, int to)
{
	const struct stage *s = &t->stages[from];
	bool may = false;

	for (size_t i = 0; i < s->n_next; i++)
		may |= s->next[i] == (size_t)to;
	if (may || allowed(r, c))
		return;
	found(r->out, FIND_AUDIT_STAGE, place_of(r, c->path),
	    s->final ? _("stage '%s' is final, but '%s' follows") :
		       _("stage '%s' may not lead to '%s'"),
	    name_shown(&s->name, lang_now()),
	    name_shown(&t->stages[to].name, lang_now()));
}

static void
judge_stage(struct replay *r, const struct history_change *c,
    const struct type *t)
{
	int from = c->old.s ? spellings_find(&t->by_stage, c->old) : FIELD_NONE;
	int to = c->new.s ? spellings_find(&t->by_stage, c->new) : FIELD_NONE;

	if (to == FIELD_NONE)
		return;
	if (!c->old.s)
		judge_birth(r, c, t, to);
	else if (from != FIELD_NONE)
		judge_step(r, c, t, from, to);
}

/* Whole records. */

static struct str
record_key(struct replay *r, const struct history_change *c)
{
	return str_of(arena_f(&r->arena, "%.*s\1%.*s", STRF(c->type),
	    STRF(c->id.n ? c->id : c->path)));
}

/* So many in one history are looked for among all files of their commits. */
enum { DUPLICATES_MOST = 100 };

/* Looks for a record of a type among the files of a commit. */
struct looking {
	struct replay *r;
	const struct type *type;
	struct str id;
	const struct record *is; /* NULL: none yet */
};

static void
look_at(struct str path, const struct oid *blob, void *to)
{
	struct looking *l = to;
	const struct type *t = l->type;
	struct globs which = { t->files, t->except, t->n_files, t->n_except };
	struct findings silent = { 0 };
	struct str stage;

	(void)blob;
	if (l->is || !globs_match(&which, path) ||
	    (t->basename_id &&
		!str_eq(str_stem(str_base(path), STR(".md")), l->id)))
		return;
	history_version(l->r->history, l->r->commit, path, &l->is, &stage,
	    &silent);
	if (l->is && !str_eq(l->is->id, l->id))
		l->is = NULL;
}

static const struct record *
find_still(struct replay *r, struct str type, struct str id)
{
	struct findings silent = { 0 };
	struct looking l = { r, r->schema ? schema_type(r->schema, type) : NULL,
		id, NULL };
	struct oid root;

	if (l.type &&
	    revwalk_root(r->audit->past, &r->commit->tree, &root, &silent))
		revwalk_files(r->audit->past, &root, look_at, &l, &silent);
	return l.is;
}

/* Is what is deleted, as a parent had it, someone else, and by which fields? */
static bool
is_apart(struct replay *r, const struct history_change *c,
    const struct record *stays, struct buf *apart)
{
	const struct revwalk_commit *on;
	const struct record *was;
	struct findings f = { 0 };
	struct str s;

	for (size_t i = 0; i < r->commit->n_parents && !apart->n; i++) {
		on = revwalk_commit(r->audit->past, r->commit->parents + i, &f);
		if (on &&
		    history_version(r->history, on, c->path, &was, &s, &f) &&
		    was)
			agree_apart(was, stays, apart);
	}
	return apart->n;
}

/* What was there twice may go, if the other one is named and stays. It is
 * looked for among all files, so there must be an end. */
static bool
is_duplicate(struct replay *r, const struct history_change *c,
    struct correction *why, struct buf *apart)
{
	const struct record *stays;

	if (!correction_trailer_duplicate(why, r->commit->message, c->id) ||
	    r->duplicates++ >= DUPLICATES_MOST ||
	    !(stays = find_still(r, c->type, why->field)) ||
	    is_apart(r, c, stays, apart))
		return false;
	r->audit->corrected++;
	note_correction(r, why);
	return true;
}

static void
judge_deletion(struct replay *r, const struct history_change *c)
{
	struct str id = c->id.n ? c->id : c->path;
	struct correction why;
	struct buf apart = { 0 };

	if (is_duplicate(r, c, &why, &apart))
		found(r->out, FIND_AUDIT_ERASED, place_of(r, c->path),
		    _("record '%.*s' is deleted, since it is '%.*s' again"),
		    STRF(id), STRF(why.field));
	else if (apart.n)
		found(r->out, FIND_AUDIT_DELETED, place_of(r, c->path),
		    _("record '%.*s' is deleted as if it were '%.*s' again, "
		      "but they differ in %s: if they are one person, correct "
		      "that first, in a commit of its own; if not, the record "
		      "stays, or goes without this line by role 'erasure' in "
		      "schema/authority.md"),
		    STRF(id), STRF(why.field), buf_z(&apart));
	else if (!c->id.n || (r->schema && r->schema->authority))
		/* an authority is asked whether its author may */
		found(r->out,
		    r->schema && r->schema->authority ? FIND_AUDIT_ERASED :
							FIND_AUDIT_DELETED,
		    place_of(r, c->path), _("record '%.*s' is deleted"),
		    STRF(id));
	else
		found(r->out, FIND_AUDIT_DELETED, place_of(r, c->path),
		    _("record '%.*s' is deleted, and records stay; of one that "
		      "is there twice, '%s' in the message would allow it, of "
		      "others role 'erasure' in schema/authority.md"),
		    STRF(id),
		    missing(r,
			arena_f(&r->now,
			    _("Duplicate: %.*s ID-THAT-STAYS: WHY"),
			    STRF(id))));
	buf_release(&apart);
}

/* Did the record that is deleted get another id in this very commit? Then two
 * clones had given one, and the other clone's record has it. */
static bool
is_renumbered(struct replay *r, const struct history_change *c)
{
	struct findings silent = { 0 };
	const struct record *now;
	struct correction why;

	if (!correction_trailer_duplicate(&why, r->commit->message, c->id) ||
	    r->duplicates >= DUPLICATES_MOST ||
	    !(now = find_still(r, c->type, why.field)))
		return false;
	for (size_t i = 0; i < r->commit->n_parents; i++) {
		const struct revwalk_commit *on = revwalk_commit(r->audit->past,
		    r->commit->parents + i, &silent);
		struct oid file;
		bool folder;

		if (!on ||
		    !revwalk_find(r->audit->past, &on->tree, now->path, &file,
			&folder, &silent) ||
		    !oid_none(&file))
			return false;
	}
	return true;
}

static void
judge_whole(struct replay *r, const struct history_change *c)
{
	if (c->op == HISTORY_DELETE) {
		if (!is_renumbered(r, c))
			*map_put(&r->deleted, record_key(r, c)) = r;
		if (r->judged)
			judge_deletion(r, c);
	} else if (c->op == HISTORY_CREATE && r->judged &&
	    r->commit->n_parents < 2 && r->deleted.n &&
	    map_get(&r->deleted, record_key(r, c))) {
		found(r->out, FIND_AUDIT_REUSED, place_of(r, c->path),
		    _("id '%.*s' was that of a record that is deleted"),
		    STRF(c->id.n ? c->id : c->path));
	}
}

/* type_field, where the names of fields that come again lie where they lay. */
static const struct field *
field_named(struct replay *r, const struct type *t, struct str name)
{
	size_t places = sizeof r->fields / sizeof *r->fields;
	struct field_at *at = &r->fields[(uintptr_t)name.s / 8 % places];

	if (at->type == t && str_eq(at->field->dotted, name))
		return at->field;
	*at = (struct field_at){ t, type_field(t, name) };
	if (at->field)
		return at->field;
	at->type = NULL;
	return NULL;
}

static void
judge_change(struct replay *r, const struct type *t,
    const struct history_change *c)
{
	const struct field *f;

	judge_whole(r, c);
	if (!t || !r->judged || !c->field.s)
		return;
	f = field_named(r, t, c->field);
	if (t->stage_field != FIELD_NONE && f == &t->fields.all[t->stage_field])
		judge_stage(r, c, t);
	if (!f)
		return;
	if (f->immutable && c->old.s && !allowed(r, c))
		found(r->out, FIND_AUDIT_IMMUTABLE, place_of(r, c->path),
		    _("%s never changes, but this commit does it; '%s' in "
		      "the message would allow it"),
		    named(r, c, f), missing_correction(r, c));
	if (!is_event(t, f))
		return;
	judge_new_date(r, c, f);
	if (c->old.s && !f->immutable && !f->plan)
		judge_old_date(r, c, f);
}

/* Derived stages. */

static void
say_course(struct replay *r, struct str path, struct course *course)
{
	struct str text;
	bool order;

	while (course_next(course, &order, &text))
		found(r->out, order ? FIND_AUDIT_ORDER : FIND_AUDIT_NEEDS,
		    place_of(r, path), "%.*s", STRF(text));
}

/* A date of the stage that was changed is judged by itself. */
static bool
may_go_back(struct replay *r, const struct history_record *k,
    const struct type *t, const struct stage *lost)
{
	bool any = false;

	for (size_t i = k->n; i-- > 0;) {
		const struct history_change *c = &r->told->changes[k->from + i];

		if (!c->field.s)
			continue;
		if (c->old.s && course_is_date(lost, type_field(t, c->field)))
			return true;
		if (!course_is_of(t, c->field))
			continue;
		any = true;
		if (allowed(r, c))
			return true;
	}
	return !any;
}

static void
judge_course(struct replay *r, const struct history_record *k,
    const struct type *t, struct str bytes)
{
	struct course course;

	if (r->day == DAY_NONE) {
		if (t->n_stages && t->stage_field == FIELD_NONE)
			not_known(r, k->path,
			    _("what stage the record is in, and whether it may "
			      "be"));
		return;
	}
	course_take(&course, bytes, t);
	say_course(r, k->path, &course);
	if (!course.lost || may_go_back(r, k, t, course.lost))
		return;
	if (course.in)
		found(r->out, FIND_AUDIT_BACK, place_of(r, k->path),
		    _("stage '%s' is taken back, the record is in '%s'"),
		    name_shown(&course.lost->name, lang_now()),
		    name_shown(&course.in->name, lang_now()));
	else
		found(r->out, FIND_AUDIT_BACK, place_of(r, k->path),
		    _("stage '%s' is taken back, the record is in none"),
		    name_shown(&course.lost->name, lang_now()));
}

/* Objects. */

static bool
has_place(const struct schema *s, struct str path)
{
	for (size_t i = 0; s && i < s->n_types; i++)
		for (size_t k = 0; k < s->types[i].n_files; k++)
			if (glob_match(s->types[i].files[k], path))
				return true;
	return schema_below(s, path);
}

bool
audit_is_of_records(struct str path, void *to)
{
	struct replay *r = to;

	for (size_t i = 0; i < r->n_there; i++)
		if (has_place(r->there[i], path))
			return true;
	return str_is(path, "schema") || str_starts(path, STR("schema/")) ||
	    has_place(r->schema, path) || has_place(r->own, path);
}

/* Commits. */

static size_t
created(const struct replay *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->told->n; i++)
		n += r->told->changes[i].op == HISTORY_CREATE;
	return n;
}

/* The schema that is in use is changed by commits of its own: not one that is
 * given instead, nor a folder of that name which is none. */
static bool
judge_schema(struct replay *r, struct findings *to)
{
	const struct revwalk_commit *c = r->commit, *parent;
	struct oid now, before, page;
	bool folder;

	if (c->n_parents != 1 || !r->told->n || r->audit->fixed)
		return true;
	parent = revwalk_commit(r->audit->past, &c->parents[0], to);
	if (!parent ||
	    !revwalk_find(r->audit->past, &c->tree, "schema", &now, &folder,
		to) ||
	    !revwalk_find(r->audit->past, &parent->tree, "schema", &before,
		&folder, to) ||
	    !revwalk_find(r->audit->past, &parent->tree, "schema/repository.md",
		&page, &folder, to))
		return false;
	if (!oid_eq(&now, &before) && !oid_none(&page))
		found(r->out, FIND_AUDIT_SCHEMA, place_of(r, STR("schema")),
		    _("this commit changes the schema and records: make two of "
		      "it, the schema first"));
	return true;
}

static void
judge_root(struct replay *r)
{
	if (!r->commit->n_parents && r->roots++ && r->judged)
		found(r->out, FIND_AUDIT_ROOT, place_of(r, STR("")),
		    _("a second history begins here, of which nothing before "
		      "is known"));
}

/* The first with one judges itself, also where one is carried back to those
 * before it. */
static bool
find_schema(struct replay *r, struct findings *to)
{
	const struct revwalk_commit *c = r->commit;
	bool carried;

	if (!history_schema(r->history, c, &r->own, &r->carried, to))
		return false;
	if (c->n_parents)
		c = revwalk_commit(r->audit->past, &c->parents[0], to);
	if (!c || !history_schema(r->history, c, &r->schema, &carried, to))
		return false;
	if ((!r->schema || carried) && !r->carried)
		r->schema = r->own;
	return true;
}

void
audit_note_day(struct audit *a, int day)
{
	if (day == DAY_NONE)
		return;
	if (a->first == DAY_NONE || day < a->first)
		a->first = day;
	if (a->last == DAY_NONE || day > a->last)
		a->last = day;
}

/* Who may commit what. */

static const struct authority *
authority_of(const struct schema *s)
{
	return s ? s->authority : NULL;
}

/* Is there one that may be asked about the commit? */
static bool
has_authority(const struct replay *r)
{
	for (size_t i = 0; i < r->n_there; i++)
		if (authority_of(r->there[i]))
			return true;
	return authority_of(r->schema);
}

static bool
is_judged(const struct oid *id, void *to)
{
	struct replay *r = to;

	return !map_get(&r->known, oid_str(id));
}

static bool
has_settled(const struct replay *r, const struct oid *id)
{
	const struct audit_push *p = r->audit->push;

	return p && p->settled.known && p->settled.known(id, p->settled.to);
}

static void
judge_deed(struct replay *r, const struct operation *d)
{
	int arrival =
	    r->audit->push && !r->settled ? r->audit->today : DAY_NONE;
	struct operation coming = *d;

	if (r->audit->missing && d->proof == PROOF_NONE) {
		coming.proof = PROOF_COMING;
		d = &coming;
	}
	if (!r->settled)
		authz_judge(r->authz, r->commit, d, authority_of(r->schema),
		    arrival, r->out);
	for (size_t i = 0; i < r->n_there; i++)
		if (r->there[i] != r->schema || r->settled)
			authz_judge(r->authz, r->commit, d,
			    authority_of(r->there[i]), arrival, r->out);
}

static bool
judge_author(struct replay *r, struct findings *to)
{
	const struct revwalk_known judged = { is_judged, r };
	const struct operation *d = NULL;
	bool touches;

	if (!revwalk_touches(r->audit->past, r->commit, &touches, to))
		return false;
	if (!touches)
		return true;
	r->audit->open += !authority_of(r->schema);
	if (has_authority(r)) {
		d = authz_operation(r->authz, r->commit, r->day, r->told, to);
		if (!d ||
		    !audit_clock_order(r->clock, r->commit, r->day, true,
			r->out))
			return false;
		r->audit->claimed += d->proof == PROOF_NONE;
		authz_schema(r->authz, r->commit, d, r->out);
		judge_deed(r, d);
	}
	return (r->audit->push ||
		   authz_merge(r->authz, r->commit, &judged, r->out)) &&
	    (r->settled || authz_moves(r->authz, r->commit, &judged, r->out));
}

static void
judge_changes(struct replay *r, const struct schema *schema)
{
	const struct schema *was = r->schema;

	r->schema = schema;
	for (size_t i = 0; i < r->told->n_records; i++) {
		const struct history_record *k = &r->told->records[i];
		const struct type *t =
		    schema ? schema_type(schema, k->type) : NULL;

		r->record = k;
		for (size_t n = 0; n < k->n; n++)
			judge_change(r, t, &r->told->changes[k->from + n]);
	}
	r->schema = was;
}

static bool
judge_clock(struct replay *r)
{
	audit_clock_told(r->clock, r->commit, r->out);
	audit_clock_today(r->clock, r->commit, r->day, r->audit->today, r->out);
	return has_authority(r) ||
	    audit_clock_order(r->clock, r->commit, r->day, false, r->out);
}

/* What records and their stages became. */
static void
judge_records(struct replay *r)
{
	struct buf course = { 0 };

	for (size_t i = 0; r->judged && i < r->told->n_records; i++) {
		const struct history_record *k = &r->told->records[i];

		if (r->courses && r->courses[i].n) {
			judge_course(r, k, schema_type(r->own, k->type),
			    r->courses[i]);
		} else if (k->now) {
			buf_clear(&course);
			course_add(&course, k->now, k->before,
			    r->commit->n_parents, r->day);
			judge_course(r, k, k->now->type, buf_str(&course));
		}
	}
	buf_release(&course);
}

static void
judge_all_changes(struct replay *r)
{
	r->import = history_is_import(r->commit->message, created(r));
	judge_changes(r, r->schema);
	for (size_t i = 0; i < r->n_there; i++)
		if (r->there[i] != r->schema)
			judge_changes(r, r->there[i]);
	if (r->late)
		found(r->out, FIND_AUDIT_IMPORT, place_of(r, STR("")),
		    _("import of %zu records, with %zu dates that are entered "
		      "late"),
		    created(r), r->late);
	say_unknown(r);
	if (r->judged && r->schema && r->commit->n_parents < 2)
		correction_unused_say(r->commit->message, r->told, r->schema,
		    place_of(r, STR("")), r->out);
}

static void
count(struct replay *r)
{
	struct audit *a = r->audit;

	a->commits++;
	a->undated += r->day == DAY_NONE;
	a->before += !r->own;
	a->carried += r->own && r->carried;
	a->changes += r->told->n;
	audit_note_day(a, r->day);
}

bool
audit_commit(struct replay *r, const struct revwalk_commit *c,
    struct findings *to)
{
	arena_reset(&r->now);
	r->late = r->duplicates = 0;
	r->commit = c;
	r->judged = !map_get(&r->known, oid_str(&c->id));
	r->settled = has_settled(r, &c->id);
	if (!history_day(r->history, c, &r->day, to) ||
	    !audit_clock_note(r->clock, c, r->day, to) || !find_schema(r, to))
		return false;
	r->courses = NULL;
	r->told = ahead_has(r->ahead, &c->id) ?
	    ahead_tell(r->ahead, r, to) :
	    history_tell(r->history, c, r->day, r->judged, to);
	if (!r->told)
		return false;
	r->audit->unread += r->judged ? r->told->n_gaps : 0;
	if (r->settled)
		return judge_author(r, to);
	judge_records(r);
	if (r->judged &&
	    (!sound_commit(&r->sound, c, place_of(r, STR("")), to) ||
		!judge_clock(r)))
		return false;
	judge_root(r);
	judge_all_changes(r);
	if (!r->judged)
		return true;
	count(r);
	return judge_schema(r, to) && judge_author(r, to);
}
