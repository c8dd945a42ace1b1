/* complete_sql: what can be written in SQL of a page. */
#include "lsp/complete_sql.h"

#include <ctype.h>

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/catalog.h"
#include "catalog/functions.h"
#include "lsp/diagnose.h"
#include "lsp/workspace.h"
#include "parse/sql.h"

/* Of the protocol: CompletionItemKind. */
enum { ITEM_FUNCTION = 3, ITEM_FIELD = 5, ITEM_CLASS = 7 };

struct sql_list {
	const struct document *doc;
	const struct client *client;
	struct wire *items;
	size_t from, to; /* the word that is there */
	struct wire *range;
	struct str before; /* x in x.|; empty: none */
	struct arena arena;
};

/* The block of SQL around a byte: one that begins ```sql, or the value of a key
 * of that name is not looked into. */
static bool
block_at(struct str text, size_t off, struct str *sql)
{
	size_t from = 0, i = 0;
	bool in = false;

	while (i <= text.n) {
		struct str line = str_from(text, i);

		line = str_first(line, str_find(line, '\n'));
		if (!in && str_starts(line, STR("```sql"))) {
			in = true;
			from = i + line.n + 1;
		} else if (in && str_starts(line, STR("```"))) {
			if (off >= from && off < i) {
				*sql =
				    str_first(str_from(text, from), i - from);
				return true;
			}
			in = false;
		}
		if (i > off && !in)
			return false;
		i += line.n + 1;
	}
	*sql = str_from(text, from);
	return in && off >= from;
}

static bool
is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void
find_word(struct sql_list *l, struct str sql, size_t off)
{
	const char *text = l->doc->text.s;
	size_t low = (size_t)(sql.s - text), end;

	l->from = l->to = off;
	while (l->from > low && is_name(text[l->from - 1]))
		l->from--;
	while (l->to < low + sql.n && is_name(text[l->to]))
		l->to++;
	if (l->from == low || text[l->from - 1] != '.')
		return;
	end = l->from - 1;
	for (low = end; low > (size_t)(sql.s - text) && is_name(text[low - 1]);)
		low--;
	l->before = (struct str){ text + low, end - low };
}

static void
add(struct sql_list *l, struct str name, int kind, const char *detail,
    const char *help)
{
	struct wire *w = wire_object(), *edit = wire_object();

	wire_set(w, "label", wire_of(name));
	wire_set(w, "kind", wire_number(kind));
	if (detail)
		wire_set(w, "detail", wire_of_z(detail));
	if (help)
		wire_set(w, "documentation", wire_of_z(help));
	if (!l->range)
		l->range = diagnose_range(l->doc->text, l->from, l->to,
		    l->client->units);
	wire_set(edit, "range", wire_copy(l->range));
	wire_set(edit, "newText", wire_of(name));
	wire_set(w, "textEdit", edit);
	wire_add(l->items, w);
}

static void
add_columns(struct sql_list *l, const struct table *t)
{
	for (size_t i = 0; t && i < t->n; i++) {
		const struct column *c = &t->columns[i];
		const char *label =
		    lang_label(&c->shown.label, l->client->lang);
		const char *detail = label ?
		    arena_f(&l->arena, "%s — %.*s", label, STRF(t->name)) :
		    arena_z(&l->arena, t->name);

		add(l, c->name, ITEM_FIELD, detail,
		    lang_label(&c->shown.help, l->client->lang));
	}
}

/* The table that a word stands for: itself, or what FROM calls so. */
static const struct table *
table_of(struct sql_list *l, struct catalog *c, struct str sql, struct str word)
{
	struct sql_words w = sql_words(&l->arena, sql);

	for (size_t i = 1; i < w.n; i++) {
		bool as = sql_is_word(w.all[i - 1], "AS");
		size_t k = as ? i - 1 : i;
		struct str name;

		if (!k || !sql_may_name(w.all[i]) ||
		    !sql_says(w.all[i].text, word))
			continue;
		name = w.all[k - 1].text;
		if (catalog_table(c, name))
			return catalog_table(c, name);
	}
	return catalog_table(c, word);
}

/* Tables that the statement names, each once. */
static void
add_named(struct sql_list *l, struct catalog *c, struct str sql)
{
	struct sql_words w = sql_words(&l->arena, sql);
	struct map seen = { 0 };

	for (size_t i = 0; i < w.n; i++) {
		const struct table *t = sql_may_name(w.all[i]) ?
		    catalog_table(c, w.all[i].text) :
		    NULL;

		if (!t || map_get(&seen, t->name))
			continue;
		*map_put(&seen, t->name) = l;
		add_columns(l, t);
	}
	map_release(&seen);
}

static void
add_tables(struct sql_list *l, struct catalog *c)
{
	size_t n;
	const struct table *all = catalog_tables(c, &n);

	for (size_t i = 0; i < n; i++)
		add(l, all[i].name, ITEM_CLASS,
		    all[i].type ?
			name_shown(&all[i].type->name, l->client->lang) :
			NULL,
		    NULL);
	for (const struct catalog_function *f = catalog_functions_list; f->name;
	     f++)
		add(l, str_of(f->name), ITEM_FUNCTION, f->call, _(f->gives));
}

void
complete_sql(struct document *d, size_t off, const struct client *client,
    struct wire *items)
{
	struct sql_list l = { .doc = d, .client = client, .items = items };
	struct catalog *c;
	struct str sql;

	if (!block_at(d->text, off, &sql))
		return;
	c = workspace_catalog(d->in, true);
	if (!c)
		return;
	find_word(&l, sql, off);
	if (l.before.n) {
		add_columns(&l, table_of(&l, c, sql, l.before));
	} else {
		add_named(&l, c, sql);
		add_tables(&l, c);
	}
	wire_free(l.range);
	arena_release(&l.arena);
}
