/* knlog: what became of records, field by field. See knlog.1. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "query/answer.h"
#include "text/date.h"
#include "history/history.h"
#include "base/map.h"
#include "text/print.h"
#include "query/select.h"
#include "audit/correction_trailer.h"
#include "audit/signature.h"
#include "history/change_text.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "knlog [-C DIR] [-t TYPE] [-o FORMAT] [--blame] [--field FIELD]\n"
    "             [--since DATE] [--private] [--no-cache] [ID | PATH | WHERE] "
    "...";

struct options {
	const char *field, *since;
	bool blame;
};

struct log {
	struct tool *tool;
	const struct options *options;
	struct answer answer;
	struct revwalk *past;     /* NULL: no page says whose keys are which */
	struct revwalk *messages; /* NULL: they cannot be read */
	struct signatures *signatures;
	struct map signers;    /* struct person, or nobody, by commit */
	bool unsure;           /* who signed could not be found out */
	struct buf which;      /* a condition on h, in SQL */
	struct query *created; /* how many records a commit did */
};

/* The columns of what is asked, in order. */
enum column_of {
	COMMIT,
	DAY,
	AUTHOR,
	SUBJECT,
	TYPE,
	ID,
	PATH,
	OP,
	FIELD,
	ENTRY,
	OLD,
	NEW,
	PRIVATE,
	ASKED,
	CLAIMED = ASKED, /* see find_author */
	COLUMNS
};

static const char select_all[] =
    "SELECT c.id AS \"commit\", c.day AS day, c.author AS author, c.subject AS "
    "subject, h.type AS type, h.id AS id, h.path AS path, h.op AS op, h.field "
    "AS field, h.entry AS entry, h.old AS old, h.new AS new, h.private AS "
    "private";
static const char from_all[] =
    " FROM history_change AS h JOIN history_commit AS c ON c.id = h.commit_id "
    "WHERE ";

/* In a record the whole comes first, then its stage, then its fields. */
static const char in_order[] =
    ", h.type, h.id, iif(h.id IS NULL, h.path, NULL), h.op NOT IN ('create', "
    "'delete', 'move'), h.field IS NOT 'stage', h.field, h.entry, h.old, "
    "h.new, h.path";

/* Of each value the last change, unless its record was deleted since; in the
 * order in which records got them. */
static const char select_last[] =
    "SELECT * FROM (SELECT *, max(turn) OVER item AS last, min(turn) OVER item "
    "AS first, max(iif(op = 'delete', turn, 0)) OVER (PARTITION BY type, "
    "coalesce(id, path)) AS gone FROM (%s, row_number() OVER (ORDER BY c.n%s) "
    "AS turn%s%s) WINDOW item AS (PARTITION BY type, coalesce(id, path), "
    "field, coalesce(entry, ''))) WHERE turn = last AND turn > gone AND field "
    "IS NOT NULL AND new IS NOT NULL ORDER BY type, coalesce(id, path), first";

/* Asking. */

/* Does anything in the history meet a condition? -1 after saying that it could
 * not be found out. */
static int
is_there(struct log *l, const char *condition)
{
	struct buf sql = { 0 };
	struct query *q;
	int there = -1;

	buf_addf(&sql, "SELECT 1 FROM history_change AS h WHERE %s LIMIT 1",
	    condition);
	q = answer_ask(&l->answer, buf_str(&sql));
	if (q)
		there = query_step(q, &l->tool->to);
	query_free(q);
	buf_release(&sql);
	return there;
}

static void
add_type(struct log *l, struct buf *b)
{
	if (!l->tool->type_text)
		return;
	buf_addz(b, " AND h.type = ");
	sql_add_text(b, l->tool->type->name.name);
}

static void
add_alternative(struct log *l, const char *condition)
{
	buf_addf(&l->which, "%s(%s)", l->which.n ? " OR " : "", condition);
}

static void
add_id(struct log *l, struct str id, struct buf *b)
{
	buf_addz(b, "h.id = ");
	sql_add_text(b, id);
	add_type(l, b);
}

/* Is it at a path, or below the folder of that name? */
static void
add_there(struct buf *b, const char *column, const char *path)
{
	struct buf below = { 0 };

	buf_addf(b, "(%s = ", column);
	sql_add_text(b, str_of(path));
	buf_addf(&below, "%s/", path);
	buf_addf(b, " OR %s > ", column);
	sql_add_text(b, buf_str(&below));
	below.s[below.n - 1] = '/' + 1;
	buf_addf(b, " AND %s < ", column);
	sql_add_text(b, buf_str(&below));
	buf_addc(b, ')');
	buf_release(&below);
}

/* A record that was moved is asked for by any of its paths; a folder stands for
 * all that is or was below. One without an id is known by its path alone. */
static void
add_path(struct log *l, const char *path, struct buf *b)
{
	buf_addz(b,
	    "((h.id, h.type) IN (SELECT id, type FROM history_change WHERE ");
	add_there(b, "path", path);
	buf_addz(b, ") OR (h.id IS NULL AND ");
	add_there(b, "h.path", path);
	buf_addz(b, "))");
	add_type(l, b);
}

/* What records say now picks them. */
static bool
add_where(struct log *l, struct str where)
{
	struct selection s = { .where = where };
	struct buf condition = { 0 }, b = { 0 };
	bool ok;

	s.table = catalog_table(l->answer.catalog, l->tool->type->name.name);
	ok = select_condition(&l->answer, &s, &condition);
	if (ok) {
		buf_addz(&b, "h.type = ");
		sql_add_text(&b, l->tool->type->name.name);
		buf_addz(&b, " AND (h.id IN (SELECT id FROM ");
		sql_add_name(&b, s.table->name);
		buf_addf(&b,
		    " WHERE %s) OR (h.id IS NULL AND h.path IN (SELECT path "
		    "FROM ",
		    buf_z(&condition));
		sql_add_name(&b, s.table->name);
		buf_addf(&b, " WHERE %s)))", buf_z(&condition));
		ok = is_there(l, buf_z(&b)) >= 0;
		add_alternative(l, buf_z(&b));
	}
	buf_release(&condition);
	buf_release(&b);
	return ok;
}

static bool
is_where(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (strchr(" =<>'\"()", word.s[i]))
			return true;
	return false;
}

static void
see_name(struct log *l, const char *typed, struct str name,
    bool (*nearer)(struct str, struct str, struct str), struct str *near)
{
	if (nearer(str_of(typed), name, *near))
		*near = arena_keep(&l->tool->arena, name);
}

static void
see_names(struct log *l, const char *typed, const char *sql,
    bool (*nearer)(struct str, struct str, struct str), struct str *near)
{
	struct query *q = answer_ask(&l->answer, str_of(sql));

	while (q && query_step(q, &l->tool->to) == 1)
		see_name(l, typed, query_cell(q, 0).s, nearer, near);
	query_free(q);
}

/* A file that is there, but of which the history knows nothing. */
static bool
no_history(struct log *l, const char *path)
{
	const struct type *two;

	if (!schema_type_of(&l->tool->schema, path, &two))
		return tool_wrong(l->tool,
		    _("'%s' is no record: no type's files are called so"),
		    path);
	return tool_wrong(l->tool,
	    _("'%s' is not in the history: it was never committed, or never as "
	      "something that can be read ('kncheck %s' tells)"),
	    path, path);
}

static bool
no_record(struct log *l, const char *word, const char *path)
{
	struct str near = { 0 };

	if (path && *path && source_has(l->tool->source, path))
		return no_history(l, path);
	see_names(l, word,
	    "SELECT DISTINCT id FROM history_change WHERE op = 'create'",
	    name_id_nearer, &near);
	return tool_wrong(l->tool, _("no record '%s' in the history%s"), word,
	    name_meant(&l->tool->arena, near));
}

/* An id, else a path, in that order. */
static bool
add_word(struct log *l, const char *word)
{
	const char *path;
	struct buf b = { 0 };
	int there;

	if (is_where(str_of(word)))
		return add_where(l, str_of(word));
	add_id(l, str_of(word), &b);
	there = is_there(l, buf_z(&b));
	path =
	    there ? NULL : source_path(l->tool->source, word, &l->tool->arena);
	if (path && !*path) {
		there = 1;
		buf_clear(&b);
		buf_addz(&b, "1");
		add_type(l, &b);
	} else if (path) {
		buf_clear(&b);
		add_path(l, path, &b);
		there = is_there(l, buf_z(&b));
	}
	if (there > 0)
		add_alternative(l, buf_z(&b));
	buf_release(&b);
	return there > 0 || (there == 0 && no_record(l, word, path));
}

static bool
add_words(struct log *l)
{
	for (size_t i = 0; i < l->tool->n_words; i++)
		if (!add_word(l, l->tool->words[i]))
			return false;
	if (!l->which.n) {
		buf_addz(&l->which, "1");
		add_type(l, &l->which);
	}
	return true;
}

/* Fields. */

static void
add_name(struct buf *names, struct str name)
{
	buf_addz(names, names->n ? ", " : "");
	sql_add_text(names, name);
}

/* A field and all that stands in it. */
static void
add_names(struct buf *names, const struct field *f)
{
	add_name(names, f->dotted);
	for (size_t i = 0; i < f->fields.n; i++)
		add_names(names, &f->fields.all[i]);
}

static void
see_fields(struct log *l, const char *typed, const struct fields *in,
    struct str *near)
{
	for (size_t i = 0; i < in->n; i++) {
		see_name(l, typed, in->all[i].dotted, str_nearer, near);
		see_fields(l, typed, &in->all[i].fields, near);
	}
}

static bool
no_field(struct log *l, const char *typed)
{
	const struct schema *s = &l->tool->schema;
	struct str near = { 0 };

	for (size_t i = 0; i < s->n_types; i++)
		see_fields(l, typed, &s->types[i].fields, &near);
	see_names(l, typed,
	    "SELECT DISTINCT field FROM history_change WHERE field IS NOT "
	    "NULL",
	    str_nearer, &near);
	return tool_wrong(l->tool, _("--field: there is no '%s'%s"), typed,
	    name_meant(&l->tool->arena, near));
}

/* By the schema of now, or, for what it has no longer, as it was called. */
static bool
add_field(struct log *l, const char *typed)
{
	const struct schema *s = &l->tool->schema;
	struct buf names = { 0 }, b = { 0 };
	int there = 1;

	for (size_t i = 0; i < s->n_types; i++) {
		const struct field *f = type_field(&s->types[i], str_of(typed));

		if (f)
			add_names(&names, f);
	}
	if (!names.n) {
		add_name(&names, str_of(typed));
		if (strcmp(typed, "stage") && strcmp(typed, "body")) {
			buf_addf(&b, "h.field = %s", buf_z(&names));
			there = is_there(l, buf_z(&b));
		}
	}
	buf_addf(&l->which, " AND h.field IN (%s)", buf_z(&names));
	buf_release(&names);
	buf_release(&b);
	return there > 0 || (there == 0 && no_field(l, typed));
}

/* Which changes are asked for. */
static bool
add_conditions(struct log *l)
{
	const struct options *o = l->options;
	struct buf b = { 0 };
	int day;

	if (!add_words(l))
		return false;
	buf_addf(&b, "(%s)", buf_z(&l->which));
	buf_release(&l->which);
	l->which = b;
	if (o->since && !day_parse(str_of(o->since), &day))
		return tool_wrong(l->tool,
		    _("%s: '%s' must be a date such as 2021-06-30%s"),
		    "--since", o->since,
		    date_advice(&l->tool->arena, str_of(o->since)));
	if (o->since)
		buf_addf(&l->which, " AND (c.day IS NULL OR c.day >= '%s')",
		    o->since);
	return !o->field || add_field(l, o->field);
}

static struct query *
ask(struct log *l)
{
	struct buf sql = { 0 };
	struct query *q;

	if (l->options->blame)
		buf_addf(&sql, select_last, select_all, in_order, from_all,
		    buf_z(&l->which));
	else
		buf_addf(&sql, "%s%s%s ORDER BY c.n DESC%s", select_all,
		    from_all, buf_z(&l->which), in_order);
	q = answer_ask(&l->answer, buf_str(&sql));
	buf_release(&sql);
	return q;
}

/* Privacy: what was private then or is now. A field that the schema does not
 * know any more is no one's word that it may be seen. */

enum { PRIVATE_VALUES = 1, PRIVATE_ENTRY = 2 }; /* in column private */

static bool
is_private_now(struct log *l, struct str type, struct str field)
{
	const struct type *t = schema_type(&l->tool->schema, type);
	const struct fields *in = t ? &t->fields : NULL;
	const struct field *f = NULL;
	struct str part;

	if (str_is(field, "stage"))
		return false;
	while (in && str_split(&field, '.', &part)) {
		int i = spellings_find(&in->by, part);

		f = i == FIELD_NONE ? NULL : &in->all[i];
		in = f ? &f->fields : NULL;
	}
	return !f || field_private(f);
}

static void
mask(struct log *l, struct cell *row)
{
	bool whole = row[FIELD].kind != CELL_TEXT;

	if (l->tool->private || whole)
		return;
	if (row[PRIVATE].i & PRIVATE_ENTRY && row[ENTRY].kind == CELL_TEXT)
		row[ENTRY].kind = CELL_MASKED;
	if (!(row[PRIVATE].i & PRIVATE_VALUES) &&
	    !is_private_now(l, row[TYPE].s, row[FIELD].s))
		return;
	for (int i = OLD; i <= NEW; i++)
		if (row[i].kind != CELL_NULL)
			row[i].kind = CELL_MASKED;
}

static void
read_row(struct log *l, struct query *q, struct cell *row)
{
	for (size_t i = 0; i < ASKED; i++)
		row[i] = query_cell(q, i);
	row[CLAIMED] = (struct cell){ .kind = CELL_NULL };
	mask(l, row);
}

static const struct person nobody; /* for sure */

/* The owner of the key that signed a commit; NULL: it is not signed, or not so
 * that it proves anything, or by nobody that the page knows. */
static const struct person *
find_signer(struct log *l, struct str commit)
{
	const struct person *who = map_get(&l->signers, commit);
	struct buf key = { 0 };
	enum proof proof;
	struct oid id;
	bool ok;

	if (who)
		return who == &nobody ? NULL : who;
	ok = oid_read_line(&id, commit) &&
	    signature_check_commit(l->signatures, l->past, &id, &proof, &key,
		&l->tool->to);
	l->unsure |= !ok;
	if (ok && proof == PROOF_GOOD)
		who = authority_owner(l->tool->schema.authority, buf_str(&key));
	if (ok)
		*map_put(&l->signers, arena_keep(&l->tool->arena, commit)) =
		    (void *)(who ? who : &nobody);
	buf_release(&key);
	return who;
}

/* Where a page says whose key is which, the author is the owner of the key that
 * signed the commit; what the commit says otherwise is only claimed. */
static void
find_author(struct log *l, struct cell *row)
{
	const struct person *who;

	if (!l->past)
		return;
	who = find_signer(l, row[COMMIT].s);
	if (who && row[AUTHOR].kind == CELL_TEXT &&
	    str_eq(who->name, row[AUTHOR].s))
		return;
	row[CLAIMED] = row[AUTHOR];
	row[AUTHOR] = who ? (struct cell){ .kind = CELL_TEXT, .s = who->name } :
			    (struct cell){ .kind = CELL_NULL };
}

/* Showing. */

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return a->kind == b->kind && str_eq(a->s, b->s);
}

enum { ID_SHOWN = 12 };

static struct str
short_id(const struct cell *commit)
{
	return str_first(commit->s, ID_SHOWN);
}

static struct str
day_of(const struct cell *day)
{
	return day->kind == CELL_NULL ? str_of(_("(no day)")) : day->s;
}

static void
add_author(struct buf *b, const struct cell *row)
{
	if (row[CLAIMED].kind == CELL_NULL)
		buf_add(b, row[AUTHOR].s);
	else if (row[AUTHOR].kind == CELL_NULL)
		buf_addf(b, _("%.*s (only claimed)"), STRF(row[CLAIMED].s));
	else
		buf_addf(b, _("%.*s (claims to be %.*s)"), STRF(row[AUTHOR].s),
		    STRF(row[CLAIMED].s));
}

static struct change_text
shown(const struct cell *row)
{
	return (struct change_text){ row[OP].s, row[FIELD].s, row[ENTRY],
		row[OLD], row[NEW] };
}

/* How many records a commit created. */
static long long
created_in(struct log *l, const struct cell *commit)
{
	long long n = 0;

	query_reset(l->created);
	query_bind(l->created, STR("commit"), commit);
	if (query_step(l->created, &l->tool->to) == 1)
		n = query_cell(l->created, 0).i;
	return n;
}

/* What a commit says, where that can be read. */
static struct str
message_of(struct log *l, const struct cell *commit)
{
	struct findings silent = { 0 };
	const struct revwalk_commit *c = NULL;
	struct oid id;

	if (l->messages && oid_read_line(&id, commit->s))
		c = revwalk_commit(l->messages, &id, &silent);
	return c ? c->message : STR("");
}

static void
put_commit(struct log *l, struct cell *row, bool first)
{
	struct buf b = { 0 };
	long long n = created_in(l, &row[COMMIT]);

	if (!first)
		putchar('\n');
	find_author(l, row);
	buf_addf(&b, "%.*s %.*s ", STRF(short_id(&row[COMMIT])),
	    STRF(day_of(&row[DAY])));
	add_author(&b, row);
	buf_addf(&b, ": %.*s", STRF(row[SUBJECT].s));
	change_text_line(&b, stdout);
	if (n && history_is_import(message_of(l, &row[COMMIT]), (size_t)n)) {
		buf_addf(&b, _("  import of %lld records"), n);
		change_text_line(&b, stdout);
	}
	buf_release(&b);
}

/* Why its commit says that a record was corrected. */
static void
put_corrections(struct log *l, const struct cell *row)
{
	struct correction why;
	struct str message;
	struct buf b = { 0 };

	message = message_of(l, &row[COMMIT]);
	while (correction_trailer_next(&why, &message)) {
		if (!why.reason.n || !str_eq(why.id, row[ID].s))
			continue;
		buf_addz(&b, "    ");
		buf_addf(&b,
		    why.duplicate ? _("the same as %.*s: %.*s") :
				    _("correction of %.*s: %.*s"),
		    STRF(why.field), STRF(why.reason));
		change_text_line(&b, stdout);
	}
	buf_release(&b);
}

static int
show_text(struct log *l, struct query *q)
{
	struct query_options options = { .any_order = true };
	struct findings silent = { 0 };
	struct cell row[COLUMNS], last[COLUMNS] = { { 0 } };
	struct arena arena = { 0 };
	struct buf b = { 0 };
	bool first = true;
	int more;

	l->created = query_new(l->answer.catalog,
	    STR("SELECT count(*) FROM history_change WHERE commit_id = :commit "
		"AND op = 'create'"),
	    &options, l->answer.to);
	if (!l->created)
		return 2;
	l->messages =
	    l->past ? l->past : revwalk_open(".", NULL, "UTC", &silent);
	while ((more = query_step(q, &l->tool->to)) == 1) {
		bool commit, record;
		struct change_text change;

		read_row(l, q, row);
		commit = first || !same_cell(&row[COMMIT], &last[COMMIT]);
		record = commit || !same_cell(&row[TYPE], &last[TYPE]) ||
		    !same_cell(&row[ID], &last[ID]) ||
		    !same_cell(&row[PATH], &last[PATH]);
		if (commit)
			put_commit(l, row, first);
		if (record) {
			buf_addz(&b, "  ");
			change_text_add_record(&b, row[ID].s, row[PATH].s);
			change_text_line(&b, stdout);
			put_corrections(l, row);
			arena_reset(&arena);
			for (size_t i = 0; i < COLUMNS; i++)
				last[i] = cell_keep(&arena, row[i]);
		}
		change = shown(row);
		buf_addz(&b, "    ");
		change_text_add(&b, &change);
		change_text_line(&b, stdout);
		first = false;
	}
	query_free(l->created);
	if (l->messages != l->past)
		revwalk_close(l->messages);
	buf_release(&b);
	arena_release(&arena);
	return more < 0 ? 2 : first;
}

static const char *const names[] = { "commit", "day", "author", "subject",
	"type", "id", "path", "op", "field", "entry", "old", "new" };

static int
show_rows(struct log *l, struct query *q, struct print *p)
{
	struct cell row[COLUMNS];
	bool none = true;
	int more;

	while ((more = query_step(q, &l->tool->to)) == 1) {
		read_row(l, q, row);
		print_row(p, row);
		none = false;
	}
	print_free(p);
	return more < 0 ? 2 : none;
}

/* Blame: the last change of each value that is there. */

static void
put_blame_text(const struct cell *row)
{
	struct change_text value = shown(row);
	struct buf b = { 0 };

	buf_addf(&b, "%.*s %.*s ", STRF(short_id(&row[COMMIT])),
	    STRF(day_of(&row[DAY])));
	add_author(&b, row);
	buf_addz(&b, ": ");
	change_text_add_item(&b, &value);
	buf_addz(&b, ": ");
	change_text_add_value(&b, &value.new);
	change_text_line(&b, stdout);
	buf_release(&b);
}

static void
put_record(const struct cell *row, bool first)
{
	struct buf b = { 0 };

	if (!first)
		putchar('\n');
	change_text_add_record(&b, row[ID].s, row[PATH].s);
	change_text_line(&b, stdout);
	buf_release(&b);
}

static int
show_blame(struct log *l, struct query *q)
{
	static const char *const columns[] = { "id", "field", "entry", "value",
		"commit", "day", "author", "claimed" };
	static const enum column_of from[] = { ID, FIELD, ENTRY, NEW, COMMIT,
		DAY, AUTHOR, CLAIMED };
	enum { N = sizeof from / sizeof *from };
	struct print *p = tool_rows(l->tool, columns, N);
	struct cell row[COLUMNS], shown[N], last[2] = { { 0 } };
	struct arena arena = { 0 };
	bool first = true;
	int more;

	while ((more = query_step(q, &l->tool->to)) == 1) {
		const struct cell *id = &row[ID];

		read_row(l, q, row);
		find_author(l, row);
		for (size_t k = 0; k < N; k++)
			shown[k] = row[from[k]];
		if (id->kind == CELL_NULL)
			id = &row[PATH];
		if (p) {
			print_row(p, shown);
		} else {
			if (first || !same_cell(&last[0], &row[TYPE]) ||
			    !same_cell(&last[1], id))
				put_record(row, first);
			put_blame_text(row);
		}
		arena_reset(&arena);
		last[0] = cell_keep(&arena, row[TYPE]);
		last[1] = cell_keep(&arena, *id);
		first = false;
	}
	print_free(p);
	arena_release(&arena);
	return more < 0 ? 2 : first;
}

static int
show(struct log *l)
{
	struct catalog_gaps gaps;
	struct print *rows;
	struct query *q;
	int status;

	if (!add_conditions(l)) {
		answer_say_gaps(&l->answer);
		return 2;
	}
	q = ask(l);
	if (!q)
		return 2;
	if (l->options->blame)
		status = show_blame(l, q);
	else if ((rows = tool_rows(l->tool, names, PRIVATE)))
		status = show_rows(l, q, rows);
	else
		status = show_text(l, q);
	query_free(q);
	answer_say_gaps(&l->answer);
	gaps = catalog_history_gaps(l->answer.catalog);
	return l->unsure || (gaps.commits && gaps.n_before == gaps.commits) ?
	    2 :
	    status;
}

static int
work(struct tool *t, const struct options *o)
{
	static const char *const formats[] = { "text", "tsv", "json" };
	struct catalog_options options = { .today = t->today,
		.lang = t->lang,
		.open = true,
		.private = true,
		.progress = isatty(STDERR_FILENO),
		.dir = ".",
		.fixed = t->pages,
		.no_cache = t->no_cache };
	struct log l = { .tool = t,
		.options = o,
		.answer = { .lang = t->lang, .to = &t->to } };
	int status;

	if (!tool_open(t) ||
	    tool_format(t, formats, sizeof formats / sizeof *formats) < 0)
		return 2;
	l.answer.catalog = catalog_new(&t->schema, t->source, &options, &t->to);
	if (!l.answer.catalog)
		return 2;
	if (t->schema.authority)
		l.past = revwalk_open(".", NULL, "UTC", &t->to);
	if (l.past)
		l.signatures =
		    signatures_new(t->no_cache ? NULL : revwalk_folder(l.past));
	status = t->schema.authority && !l.past ? 2 : show(&l);
	signatures_free(l.signatures);
	revwalk_close(l.past);
	map_release(&l.signers);
	buf_release(&l.which);
	catalog_free(l.answer.catalog);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "field", 0, "FIELD", N_("only changes of this field"),
		    &o.field, NULL },
		{ "since", 0, "DATE", N_("only commits of this day or later"),
		    &o.since, NULL },
		{ "blame", 0, NULL, N_("say of each value who changed it last"),
		    NULL, &o.blame },
	};
	struct tool t = { .name = "knlog",
		.usage = usage,
		.takes = TOOL_CACHE | TOOL_AT | TOOL_TODAY | TOOL_DEFAULT_TYPE |
		    TOOL_FORMAT | TOOL_PRIVATE };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &o) : t.status);
}
