/* tables: which tables and columns a schema makes (schema(5)). */
#include "catalog/inside.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "catalog/authorizer.h"
#include "catalog/history_rows.h"
#include "base/mem.h"

/* Columns that the catalog itself gives. */
static const struct name engine_names[] = {
	{ .name = { "id", 2 }, .label.in = { "Id", "Mã" } },
	{ .name = { "path", 4 }, .label.in = { "File", "Tệp" } },
	{ .name = { "stage", 5 }, .label.in = { "Stage", "Giai đoạn" } },
	{ .name = { "stage_since", 11 },
	    .label.in = { "In this stage since", "Ở giai đoạn này từ" } },
	{ .name = { "body", 4 }, .label.in = { "Text", "Nội dung" } },
	{ .name = { "n", 1 }, .label.in = { "Entry", "Mục thứ" } },
	{ .name = { "since", 5 }, .label.in = { "Since", "Từ" } },
	{ .name = { "until", 5 }, .label.in = { "Until", "Đến" } },
	{ .name = { "value", 5 }, .label.in = { "Value", "Giá trị" } },
	{ .name = { "round", 5 }, .label.in = { "Round", "Vòng" } },
	{ .name = { "type", 4 }, .label.in = { "Type", "Loại" } },
	{ .name = { "field", 5 }, .label.in = { "Field", "Trường" } },
	{ .name = { "raw", 3 }, .label.in = { "As written", "Như đã ghi" } },
};

/* A table that is being made. Pointers into the catalog's arrays change when
 * one is added, so this names it by index. */
struct making {
	struct catalog *catalog;
	const struct type *type;
	struct findings *to;
	size_t table;
	struct made_column {
		struct column column;
		struct cell_from from;
	} * columns;
	size_t n, cap;
	size_t n_engine;  /* how many the catalog gave */
	struct map names; /* → what has it: "field 'x'" */
	struct path path; /* fields walked into, to here */
	size_t in;        /* from which of them on a row begins */
	bool ok;
};

struct str
tables_plain(struct arena *a, struct str v)
{
	char *s = arena_z(a, v);

	for (size_t i = 0; i < v.n; i++)
		if (s[i] >= 'A' && s[i] <= 'Z')
			s[i] += 'a' - 'A';
		else if (s[i] == '-')
			s[i] = '_';
	return (struct str){ s, v.n };
}

static size_t
find_lower(const struct catalog *c, struct str name)
{
	uintptr_t at = (uintptr_t)map_get(&c->by_name, name);

	return at ? at - 1 : SIZE_MAX;
}

size_t
tables_find(const struct catalog *c, struct str name)
{
	struct buf lower = { 0 };
	size_t at;

	for (at = 0; at < name.n; at++)
		if (name.s[at] >= 'A' && name.s[at] <= 'Z')
			break;
	if (at == name.n)
		return find_lower(c, name);
	buf_add(&lower, name);
	for (size_t i = 0; i < lower.n; i++)
		if (lower.s[i] >= 'A' && lower.s[i] <= 'Z')
			lower.s[i] += 'a' - 'A';
	at = find_lower(c, buf_str(&lower));
	buf_release(&lower);
	return at;
}

size_t
tables_find_written(const struct catalog *c, struct str written)
{
	struct buf plain = { 0 };
	size_t at;

	if (written.n && !strchr("\"'`[", written.s[0]))
		return tables_find(c, written);
	sql_add_plain(&plain, written);
	at = tables_find(c, buf_str(&plain));
	buf_release(&plain);
	return at;
}

void
tables_add_names(struct buf *sql, const struct table *t, size_t n, bool typed)
{
	sql_add_name(sql, t->name);
	for (size_t i = 0; i < n; i++) {
		buf_addz(sql, i ? "," : "(");
		sql_add_name(sql, t->columns[i].name);
		if (typed)
			buf_addf(sql, " %s", t->columns[i].sqltype);
	}
	buf_addc(sql, ')');
}

/* ASCII case aside. */
static bool
same_name(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || strncasecmp(a.s, b.s, a.n) == 0);
}

const struct column *
tables_column(const struct table *t, struct str name)
{
	for (size_t i = 0; i < t->n; i++)
		if (same_name(t->columns[i].name, name))
			return &t->columns[i];
	return NULL;
}

static bool
name_taken(struct str name)
{
	static const char *const taken[] = { "history_commit", "history_change",
		"json_each", "json_tree", HISTORY_ROWS };

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_is(name, taken[i]))
			return true;
	return str_starts(name, STR("sqlite_")) ||
	    str_starts(name, STR("pragma_"));
}

struct table_state *
tables_add(struct catalog *c, struct str name, enum table_kind kind,
    const struct type *type, const char *page, struct findings *to)
{
	size_t had = tables_find(c, name), at = c->n;
	struct table_state *s;
	struct table *t;

	name = tables_plain(&c->arena, name);
	if (kind != TABLE_HISTORY && name_taken(name)) {
		found(to, FIND_SCHEMA_CLASH, place_file(page),
		    _("'%.*s' is a table of SQLite or of the history; choose "
		      "another name"),
		    STRF(name));
		return NULL;
	}
	if (had != SIZE_MAX) {
		const struct table *other = &c->tables[had];

		found(to, FIND_SCHEMA_CLASH, place_file(page),
		    _("table '%.*s' would be made twice, by %s and by %s; "
		      "choose another name"),
		    STRF(name), page,
		    other->type     ? other->type->page :
			other->view ? c->states[had].at.path :
				      "ketnap");
		return NULL;
	}
	t = MEM_PUSH(c->tables, c->n, c->cap);
	c->n--;
	s = MEM_PUSH(c->states, c->n, c->cap_states);
	*t = (struct table){ .name = name,
		.type = type,
		.list.list = FIELD_NONE,
		.view = kind == TABLE_VIEW };
	*s = (struct table_state){ .kind = kind, .at = place_file(page) };
	*map_put(&c->by_name, name) = (void *)(uintptr_t)(at + 1);
	return s;
}

static bool
is_engine(const struct making *m, struct str name)
{
	for (size_t i = 0; i < m->n_engine; i++)
		if (str_eq(m->columns[i].column.name, name))
			return true;
	return false;
}

/* what: who has the name, for the message of a clash. */
static struct column *
add_column(struct making *m, struct str name, const char *what,
    const char *sqltype, struct cell_from from)
{
	void **slot = map_put(&m->names, name);
	struct made_column *c = MEM_PUSH(m->columns, m->n, m->cap);

	if (*slot && m->ok)
		m->ok = found(m->to, FIND_SCHEMA_CLASH,
		    place_file(m->type->page),
		    _("%s and %s would both be column '%.*s' of table '%.*s'; "
		      "rename one"),
		    (const char *)*slot, what, STRF(name),
		    STRF(m->catalog->tables[m->table].name));
	*slot = (void *)what;
	*c = (struct made_column){
		{ .name = name, .shown.name = name, .sqltype = sqltype }, from
	};
	return &c->column;
}

/* Columns of the engine that hold days. */
static const char *const engine_days[] = { "stage_since", "since", "until",
	"day" };

const struct name *
tables_own_name(struct str name)
{
	for (size_t i = 0; i < sizeof engine_names / sizeof *engine_names; i++)
		if (str_eq(engine_names[i].name, name))
			return &engine_names[i];
	return NULL;
}

static struct column *
add_engine(struct making *m, const char *name, const char *sqltype,
    enum take take)
{
	struct column *c = add_column(m, str_of(name), name, sqltype,
	    (struct cell_from){ .take = take });

	for (size_t i = 0; i < sizeof engine_days / sizeof *engine_days; i++)
		if (strcmp(engine_days[i], name) == 0)
			c->holds = HOLDS_DAY;

	if (tables_own_name(str_of(name)))
		c->shown = *tables_own_name(str_of(name));
	m->n_engine = m->n;
	return c;
}

static void
begin(struct making *m, struct catalog *c, const struct type *type,
    struct findings *to)
{
	*m =
	    (struct making){ .catalog = c, .type = type, .to = to, .ok = true };
	m->path.list = FIELD_NONE;
}

/* Gives the columns to the table. */
static bool
end(struct making *m)
{
	struct table *t = &m->catalog->tables[m->table];
	struct table_state *s = &m->catalog->states[m->table];
	struct arena *a = &m->catalog->arena;

	t->n = m->n;
	t->columns = ARENA_ARRAY(a, struct column, m->n);
	s->from = ARENA_ARRAY(a, struct cell_from, m->n);
	for (size_t i = 0; i < m->n; i++) {
		t->columns[i] = m->columns[i].column;
		s->from[i] = m->columns[i].from;
	}
	map_release(&m->names);
	free(m->columns);
	return m->ok;
}

/* The names of the fields of a path from one on, joined. */
static struct str
joined(struct arena *a, const struct path *p, size_t from)
{
	struct buf b = { 0 };
	struct str v;

	for (size_t i = from; i < p->n; i++) {
		if (b.n)
			buf_addc(&b, '_');
		buf_add(&b, p->at[i]->name.name);
	}
	v = tables_plain(a, buf_str(&b));
	buf_release(&b);
	return v;
}

/* "Map: field" in both languages, since many maps have a "day". */
static struct name
shown(struct arena *a, const struct path *p, size_t from, struct str column)
{
	struct name n = p->at[p->n - 1]->name;

	n.name = column;
	for (int l = 0; l < 2 && p->n > from + 1; l++) {
		struct buf b = { 0 };

		for (size_t i = from; i < p->n; i++)
			buf_addf(&b, "%s%s", i > from ? ": " : "",
			    name_shown(&p->at[i]->name, (enum lang)l));
		n.label.in[l] = arena_take(a, &b).s;
	}
	return n;
}

static struct cell_from
from_path(const struct making *m, enum take take)
{
	struct cell_from f = { .take = take };

	for (size_t i = m->in; i < m->path.n; i++)
		f.step[f.n++] = m->path.at[i]->index;
	return f;
}

static unsigned
holds_of(enum field_kind kind, bool raw)
{
	switch (kind) {
	case KIND_DATE:
		return raw ? HOLDS_TIME : HOLDS_DAY;
	case KIND_PERIOD:
		return HOLDS_PERIOD;
	case KIND_INT:
	case KIND_FLAG:
	case KIND_DECIMAL:
		return raw ? HOLDS_OTHER : HOLDS_NUMBER;
	case KIND_NAME:
	case KIND_ENUM:
		return HOLDS_WORD;
	case KIND_LINE:
	case KIND_TEXT:
		return HOLDS_LINE;
	default:
		return HOLDS_OTHER;
	}
}

static void
add_field_column(struct making *m, const struct field *f, struct name label,
    const char *suffix, const char *sqltype, enum take take)
{
	struct arena *a = &m->catalog->arena;
	const char *name = arena_f(a, "%.*s%s", STRF(label.name), suffix);
	struct column *c;

	if (is_engine(m, str_of(name)))
		name = arena_f(a, "f_%s", name);
	c = add_column(m, str_of(name),
	    arena_f(a, _("field '%.*s'"), STRF(f->dotted)), sqltype,
	    from_path(m, take));
	c->shown = label;
	c->shown.name = c->name;
	c->field = f;
	c->holds = holds_of(f->kind, take == TAKE_TEXT && *suffix);
	c->private = field_private(f);
	if (!f->up && m->type->stage_field != FIELD_NONE &&
	    f == &m->type->fields.all[m->type->stage_field])
		c->stages_of = m->type;
}

/* The columns of one scalar field; m->path leads to it. */
static void
add_scalar(struct making *m, const struct field *f, struct str name)
{
	struct name label = f->name;

	if (m->path.n > m->in)
		label = shown(&m->catalog->arena, &m->path, m->in, name);
	label.name = name;
	switch (f->kind) {
	case KIND_INT:
	case KIND_FLAG:
		add_field_column(m, f, label, "", "INTEGER", TAKE_INT);
		break;
	case KIND_DECIMAL:
		add_field_column(m, f, label, "", "REAL", TAKE_REAL);
		add_field_column(m, f, label, "_raw", "TEXT", TAKE_TEXT);
		break;
	case KIND_DATE:
		add_field_column(m, f, label, "", "TEXT",
		    f->partial ? TAKE_DAY : TAKE_TEXT);
		if (!f->partial)
			break;
		add_field_column(m, f, label, "_min", "TEXT", TAKE_FIRST);
		add_field_column(m, f, label, "_max", "TEXT", TAKE_LAST);
		add_field_column(m, f, label, "_raw", "TEXT", TAKE_TEXT);
		break;
	default:
		add_field_column(m, f, label, "", "TEXT", TAKE_TEXT);
		break;
	}
}

/* The schema is read to a depth of YAML that is less than PATH_MOST maps, but
 * that is another file's promise. */
static bool
walk_in(struct making *m, const struct field *f)
{
	if (m->path.n == PATH_MOST) {
		if (m->ok)
			m->ok = found(m->to, FIND_SCHEMA_FORM,
			    place_file(m->type->page),
			    _("fields stand in each other deeper than %d"),
			    PATH_MOST);
		return false;
	}
	m->path.at[m->path.n++] = f;
	return true;
}

static void
add_fields(struct making *m, const struct fields *fields)
{
	for (size_t i = 0; i < fields->n; i++) {
		const struct field *f = &fields->all[i];

		if (f->kind == KIND_LIST || !walk_in(m, f))
			continue;
		if (f->kind == KIND_MAP)
			add_fields(m, &f->fields);
		else
			add_scalar(m, f,
			    joined(&m->catalog->arena, &m->path, m->in));
		m->path.n--;
	}
}

static void
add_computed(struct making *m)
{
	struct arena *a = &m->catalog->arena;

	for (size_t i = 0; i < m->type->n_columns; i++) {
		const struct computed *k = &m->type->columns[i];
		const char *type = k->kind == KIND_INT || k->kind == KIND_FLAG ?
		    "INTEGER" :
		    k->kind == KIND_DECIMAL ? "REAL" :
					      "TEXT";
		struct str name = tables_plain(a, k->name.name);
		struct column *c = add_column(m, name,
		    arena_f(a, _("computed column '%.*s'"), STRF(name)), type,
		    (struct cell_from){ .take = TAKE_NONE });

		c->shown = k->name;
		c->shown.name = name;
		c->sql = db_nfc(a, k->sql);
		c->holds = holds_of(k->kind, false);
	}
}

/* What is not stored comes behind what is: SQLite would make it anew for every
 * row that goes in, so such columns are only added to the full table. */
static void
move_last(struct making *m, size_t column)
{
	struct made_column c = m->columns[column];

	memmove(&m->columns[column], &m->columns[column + 1],
	    (m->n - column - 1) * sizeof c);
	m->columns[m->n - 1] = c;
}

static bool
is_private_path(const struct path *p)
{
	return p->n && field_private(p->at[p->n - 1]);
}

/* The days of a record's course are the dates of its events, as they stand. */
static bool
has_private_days(const struct type *t)
{
	const struct field *day = t->roles[FIELD_OVERRIDE].part[PART_DAY];

	for (size_t k = 0; k < t->n_stages + t->n_exits; k++)
		if (is_private_path(&t->stages[k].since) ||
		    (t->stages[k].until && field_private(t->stages[k].until)))
			return true;
	return day && field_private(day);
}

/* A stage that is typed is what stands in its field. */
static bool
has_private_stage(const struct type *t)
{
	return t->stage_field != FIELD_NONE &&
	    field_private(&t->fields.all[t->stage_field]);
}

static void
add_stage(struct making *m)
{
	struct column *c = add_engine(m, "stage", "TEXT", TAKE_STAGE);

	c->stages_of = m->type;
	c->private = has_private_stage(m->type);
}

static bool
make_record(struct catalog *c, const struct type *type, struct findings *to)
{
	struct making m;
	struct column *body;

	begin(&m, c, type, to);
	m.table = c->n;
	if (!tables_add(c, type->name.name, TABLE_RECORD, type, type->page, to))
		return false;
	add_engine(&m, "id", "TEXT", TAKE_ID);
	add_engine(&m, "path", "TEXT", TAKE_PATH);
	add_stage(&m);
	add_engine(&m, "stage_since", "TEXT", TAKE_STAGE_SINCE)->private =
	    has_private_days(type);
	body = add_engine(&m, "body", "TEXT", TAKE_NONE);
	body->private = !type->body_said || type->body_private;
	body->sql = STR("kn_body(path)");
	add_fields(&m, &type->fields);
	move_last(&m, m.n_engine - 1);
	add_computed(&m);
	return end(&m);
}

/* How a row's entry is reached: a part of the path for each list in it. */
static void
set_lists(struct table_state *s, const struct path *p)
{
	struct list_from *l = &s->lists[0];

	for (size_t i = 0; i < p->n; i++) {
		l->step[l->n++] = p->at[i]->index;
		if (p->at[i]->kind == KIND_LIST) {
			l->span = p->at[i]->span;
			s->n_lists++;
			l++;
		}
	}
}

static void
add_entry_columns(struct making *m, const struct field *list)
{
	size_t lists = m->catalog->states[m->table].n_lists;

	add_engine(m, "id", "TEXT", TAKE_ID);
	add_engine(m, "path", "TEXT", TAKE_PATH);
	if (lists == 1)
		add_engine(m, "n", "INTEGER", TAKE_N);
	for (size_t i = 0; lists > 1 && i < lists; i++) {
		add_engine(m, arena_f(&m->catalog->arena, "n%zu", i + 1),
		    "INTEGER", TAKE_N);
		m->columns[m->n - 1].from.n = i;
	}
	if (list->of)
		return;
	if (list->span != FIELD_NONE) {
		bool private = field_private(&list->fields.all[list->span]);

		add_engine(m, "since", "TEXT", TAKE_SINCE)->private = private;
		add_engine(m, "until", "TEXT", TAKE_UNTIL)->private = private;
	}
}

static bool make_lists(struct catalog *, const struct type *,
    const struct fields *, struct path *, struct findings *);

static bool
make_list(struct catalog *c, const struct type *type, struct path *p,
    struct findings *to)
{
	const struct field *list = p->at[p->n - 1];
	struct making m;
	struct table_state *s;
	struct str name;

	begin(&m, c, type, to);
	m.table = c->n;
	name = str_of(arena_f(&c->arena, "%.*s_%.*s", STRF(type->name.name),
	    STRF(joined(&c->arena, p, 0))));
	s = tables_add(c, name, TABLE_LIST, type, type->page, to);
	if (!s)
		return false;
	set_lists(s, p);
	c->tables[m.table].list = *p;
	m.path = *p;
	m.in = p->n;
	add_entry_columns(&m, list);
	if (list->of)
		add_scalar(&m, list->of, STR("value"));
	else
		add_fields(&m, &list->fields);
	return end(&m) && make_lists(c, type, &list->fields, p, to);
}

/* A table for every list in the fields, at any depth. */
static bool
make_lists(struct catalog *c, const struct type *type,
    const struct fields *fields, struct path *p, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; i < fields->n; i++) {
		const struct field *f = &fields->all[i];
		int list = p->list;

		if ((f->kind != KIND_LIST && f->kind != KIND_MAP) ||
		    p->n == PATH_MOST)
			continue;
		if (f->kind == KIND_LIST && p->list == FIELD_NONE)
			p->list = (int)p->n;
		p->at[p->n++] = f;
		if (f->kind == KIND_MAP)
			ok = make_lists(c, type, &f->fields, p, to) && ok;
		else
			ok = make_list(c, type, p, to) && ok;
		p->n--;
		p->list = list;
	}
	return ok;
}

static bool
make_stage(struct catalog *c, const struct type *type, struct findings *to)
{
	struct making m;
	bool private = has_private_days(type);
	const char *name =
	    arena_f(&c->arena, "%.*s_stage", STRF(type->name.name));

	begin(&m, c, type, to);
	m.table = c->n;
	if (!tables_add(c, str_of(name), TABLE_STAGE, type, type->page, to))
		return false;
	add_engine(&m, "id", "TEXT", TAKE_ID);
	add_engine(&m, "round", "INTEGER", TAKE_NONE);
	add_stage(&m);
	add_engine(&m, "n", "INTEGER", TAKE_NONE);
	add_engine(&m, "since", "TEXT", TAKE_NONE)->private = private;
	add_engine(&m, "until", "TEXT", TAKE_NONE)->private = private;
	return end(&m);
}

/* Of tables that no type makes; those of the history in the order of the views
 * that history.c makes of them. What is private in raw and old may be what
 * stands in a private field. */
static const struct {
	const char *table, *column, *sqltype;
	bool private;
	struct label label; /* none: that of engine_names */
} own_columns[] = {
	{ "bad", "type", "TEXT", false, { { NULL } } },
	{ "bad", "id", "TEXT", false, { { NULL } } },
	{ "bad", "path", "TEXT", false, { { NULL } } },
	{ "bad", "field", "TEXT", false, { { NULL } } },
	{ "bad", "raw", "TEXT", true, { { NULL } } },
	{ "unread", "type", "TEXT", false, { { NULL } } },
	{ "unread", "id", "TEXT", false, { { NULL } } },
	{ "unread", "path", "TEXT", false, { { NULL } } },
	{ "history_commit", "id", "TEXT", false, { { "Commit", "Commit" } } },
	{ "history_commit", "day", "TEXT", false, { { "Day", "Ngày" } } },
	{ "history_commit", "at", "TEXT", false, { { "At", "Lúc" } } },
	{ "history_commit", "author", "TEXT", false,
	    { { "Author", "Người sửa" } } },
	{ "history_commit", "email", "TEXT", false,
	    { { "Author's address", "Địa chỉ người sửa" } } },
	{ "history_commit", "committer", "TEXT", false,
	    { { "Committer", "Người ghi" } } },
	{ "history_commit", "subject", "TEXT", false,
	    { { "Subject", "Nội dung commit" } } },
	{ "history_commit", "parents", "TEXT", false,
	    { { "Parents", "Commit trước" } } },
	{ "history_commit", "n", "INTEGER", false,
	    { { "In turn", "Thứ tự" } } },
	{ "history_change", "commit_id", "TEXT", false,
	    { { "Commit", "Commit" } } },
	{ "history_change", "day", "TEXT", false, { { "Day", "Ngày" } } },
	{ "history_change", "type", "TEXT", false, { { "Type", "Loại" } } },
	{ "history_change", "id", "TEXT", false, { { "Id", "Mã" } } },
	{ "history_change", "path", "TEXT", false, { { "File", "Tệp" } } },
	{ "history_change", "op", "TEXT", false, { { "Change", "Thay đổi" } } },
	{ "history_change", "field", "TEXT", false, { { "Field", "Trường" } } },
	{ "history_change", "entry", "TEXT", false, { { "Entry", "Mục" } } },
	{ "history_change", "old", "TEXT", true, { { "Before", "Trước" } } },
	{ "history_change", "new", "TEXT", true, { { "After", "Sau" } } },
	{ "history_change", "private", "INTEGER", false,
	    { { "Private", "Riêng tư" } } },
};

/* Gives its number. */
static size_t
make_own(struct catalog *c, const char *table, enum table_kind kind,
    struct findings *to)
{
	struct making m;

	begin(&m, c, NULL, to);
	m.table = c->n;
	tables_add(c, str_of(table), kind, NULL, "ketnap", to);
	for (size_t i = 0; i < sizeof own_columns / sizeof *own_columns; i++) {
		struct column *col;

		if (strcmp(own_columns[i].table, table) != 0)
			continue;
		col = add_engine(&m, own_columns[i].column,
		    own_columns[i].sqltype, TAKE_NONE);
		if (own_columns[i].label.in[0])
			col->shown.label = own_columns[i].label;
		col->private = own_columns[i].private;
	}
	end(&m);
	return m.table;
}

bool
tables_make(struct catalog *c, struct findings *to)
{
	const struct schema *s = c->schema;
	bool ok = true;

	c->bad = make_own(c, "bad", TABLE_BAD, to);
	c->unread = make_own(c, "unread", TABLE_UNREAD, to);
	c->rule = c->n;
	tables_add(c, STR("rule"), TABLE_RULE, NULL, "ketnap", to);
	make_own(c, "history_commit", TABLE_HISTORY, to);
	make_own(c, "history_change", TABLE_HISTORY, to);
	for (size_t i = 0; i < s->n_types; i++) {
		const struct type *t = &s->types[i];
		struct path p = { .list = FIELD_NONE };

		ok = make_record(c, t, to) && ok;
		ok = make_lists(c, t, &t->fields, &p, to) && ok;
		if (t->n_stages + t->n_exits)
			ok = make_stage(c, t, to) && ok;
	}
	return ok;
}
