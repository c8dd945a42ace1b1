/* report_with: the common tables that the blocks of a page share. */
#include "schema/report_with.h"

#include <stdlib.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "parse/sql_tree.h"
#include "text/text.h"

/* Reading. */

/* A block of common tables that is read. */
struct reading {
	struct str text;
	struct place at; /* of text */
	size_t next;
	struct sql_token t; /* text.n 0: there are no more */
	struct findings *to;
};

static struct place
place_of(const struct reading *d, size_t off)
{
	return place_within(d->at, d->text, off);
}

/* Where the bytes at s of a block stand in its page. */
static struct place
place_in(const struct report_block *b, const char *page, const char *s)
{
	return place_within((struct place){ page, b->line, 1 }, b->written,
	    (size_t)(s - b->written.s));
}

static void
advance(struct reading *d)
{
	if (!sql_next(d->text, &d->next, &d->t))
		d->t = (struct sql_token){ .off = d->text.n };
}

static bool
take_word(struct reading *d, const char *upper)
{
	if (!sql_is_word(d->t, upper))
		return false;
	advance(d);
	return true;
}

/* Passes over what stands in brackets, from the one to its other. False: it is
 * not closed, or something in it is not. */
static bool
take_brackets(struct reading *d)
{
	long depth = 0;

	for (; d->t.text.n && d->t.kind != SQL_OPEN; advance(d)) {
		depth += sql_is_op(d->t, "(") - sql_is_op(d->t, ")");
		if (depth == 0) {
			advance(d);
			return true;
		}
	}
	return false;
}

static bool
not_closed(struct reading *d, size_t off)
{
	if (d->t.text.n)
		return found(d->to, FIND_REPORT_BLOCK, place_of(d, d->t.off),
		    _("what begins with '%.*s' is never closed"),
		    STRF(text_cut(d->t.text, 20)));
	return found(d->to, FIND_REPORT_BLOCK, place_of(d, off),
	    _("this bracket is never closed"));
}

static bool
not_a_table(struct reading *d)
{
	if (sql_is_word(d->t, "WITH") || sql_is_word(d->t, "RECURSIVE"))
		return found(d->to, FIND_REPORT_BLOCK, place_of(d, d->t.off),
		    _("common tables stand here without the word %.*s"),
		    STRF(d->t.text));
	return found(d->to, FIND_REPORT_BLOCK, place_of(d, d->t.off),
	    _("here a common table is awaited, NAME AS (SELECT …); several are "
	      "parted by commas"));
}

static bool
is_name(struct sql_token t)
{
	return t.kind == SQL_WORD || t.kind == SQL_NAME;
}

/* A name as it is without quotes, in the arena of the tables. */
static struct str
plain_name(struct with *w, struct str written)
{
	struct buf plain = { 0 };

	sql_add_plain(&plain, written);
	return arena_take(&w->arena, &plain);
}

static struct with_table *
table_named(const struct with *w, struct str plain)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->all[i].plain.n == plain.n &&
		    strncasecmp(w->all[i].plain.s, plain.s, plain.n) == 0)
			return &w->all[i];
	return NULL;
}

static bool
take_table(struct reading *d, struct with *w)
{
	struct sql_token name = d->t;
	struct str text, plain;
	size_t open;
	bool once;

	if (!is_name(name) || sql_is_word(name, "WITH") ||
	    sql_is_word(name, "RECURSIVE"))
		return not_a_table(d);
	advance(d);
	open = d->t.off;
	if (sql_is_op(d->t, "(") && !take_brackets(d))
		return not_closed(d, open);
	if (!take_word(d, "AS"))
		return not_a_table(d);
	once = take_word(d, "NOT");
	take_word(d, "MATERIALIZED");
	open = d->t.off;
	if (!sql_is_op(d->t, "("))
		return not_a_table(d);
	if (!take_brackets(d))
		return not_closed(d, open);
	plain = plain_name(w, name.text);
	if (table_named(w, plain))
		return found(d->to, FIND_REPORT_NAME, place_of(d, name.off),
		    _("two common tables are named '%.*s'"), STRF(name.text));
	text = sql_strip(
	    str_first(str_from(d->text, name.off), d->t.off - name.off));
	*MEM_PUSH(w->all, w->n, w->cap) = (struct with_table){
		.name = name.text,
		.plain = plain,
		.at = place_of(d, name.off),
		.text = text,
		.body = str_first(str_from(d->text, open + 1),
		    (size_t)(text.s + text.n - d->text.s) - open - 2),
		.once = once,
	};
	return true;
}

bool
report_with_read(struct with *w, struct str text, struct place at,
    struct findings *to)
{
	struct reading d = { .text = text, .at = at, .to = to };

	while (d.text.n && d.text.s[d.text.n - 1] == '\n')
		d.text.n--;
	advance(&d);
	while (take_table(&d, w)) {
		if (!d.t.text.n)
			return true;
		if (!sql_is_op(d.t, ","))
			return not_a_table(&d);
		advance(&d);
	}
	return false;
}

void
report_with_release(struct with *w)
{
	free(w->all);
	free(w->uses);
	arena_release(&w->arena);
	*w = (struct with){ 0 };
}

/* What a statement uses. Not every name counts that is written in it: a column
 * may be called as a common table is, and what is not read must neither cost
 * anything nor mask what is: a UNION does, in a common table that is not
 * named, too. */

static bool
is_among(const struct with_uses *u, struct str plain)
{
	for (size_t i = 0; i < u->n; i++)
		if (str_eq(u->names[i], plain))
			return true;
	return false;
}

static struct with_uses
uses_read(struct with *w, struct str sql)
{
	struct with_uses u = { .text = sql };
	struct arena a = { 0 };
	struct sql_words words = sql_words(&a, sql);
	struct sql_table *tables = sql_tree(&a, &words).tables;
	size_t most = 0;

	for (struct sql_table *n = tables; n; n = n->next)
		most++;
	u.names = ARENA_ARRAY(&w->arena, struct str, most);
	for (struct sql_table *n = tables; n; n = n->next) {
		struct str plain = plain_name(w, n->name);

		if (!is_among(&u, plain))
			u.names[u.n++] = plain;
	}
	arena_release(&a);
	return u;
}

/* The tables that a text names itself, each once. It is asked several times of
 * each block and body, and read once. */
static struct with_uses
uses_of(struct with *w, struct str sql)
{
	for (size_t i = 0; i < w->n_uses; i++)
		if (w->uses[i].text.s == sql.s && w->uses[i].text.n == sql.n)
			return w->uses[i];
	return *MEM_PUSH(w->uses, w->n_uses, w->cap_uses) = uses_read(w, sql);
}

/* Marks what a statement names, and what that names, up to what is kept. */
static void
mark_used(struct with *w, struct str sql, bool *used, bool kept)
{
	struct with_uses u = uses_of(w, sql);

	for (size_t i = 0; i < u.n; i++) {
		const struct with_table *t = table_named(w, u.names[i]);

		if (!t || used[t - w->all] || (kept && t->keep))
			continue;
		used[t - w->all] = true;
		mark_used(w, t->body, used, kept);
	}
}

/* Counts what a statement names itself, once each. */
static void
count_uses(struct with *w, struct str sql, const struct with_table *but,
    size_t *uses)
{
	struct with_uses u = uses_of(w, sql);

	for (size_t i = 0; i < u.n; i++) {
		const struct with_table *t = table_named(w, u.names[i]);

		if (t && t != but)
			uses[t - w->all]++;
	}
}

/* Joining. */

/* A statement that is put together. */
struct joint {
	struct buf sql;
	struct report_piece *pieces;
	size_t n;
	int line; /* of sql, from 1 */
};

static void
add_piece(struct joint *j, struct str text, struct place at)
{
	if (j->sql.n) {
		buf_addc(&j->sql, '\n');
		j->line++;
	}
	j->pieces[j->n++] = (struct report_piece){ j->line, at.line, at.col };
	buf_add(&j->sql, text);
	for (size_t i = 0; i < text.n; i++)
		j->line += text.s[i] == '\n';
}

/* Puts the marked tables before a statement. */
static void
join(const struct with *w, const bool *used, struct report_block *b,
    const char *page, struct arena *a)
{
	struct joint j = { .line = 1 };
	struct str sql = sql_strip(b->written);
	struct sql_token t = { 0 };
	size_t i = 0;
	bool own;

	own = sql_next(sql, &i, &t) && sql_is_word(t, "WITH");
	if (own) {
		size_t next = i;

		if (sql_next(sql, &next, &t) && sql_is_word(t, "RECURSIVE"))
			i = next;
		sql = sql_strip(str_from(sql, i));
	}
	j.pieces = ARENA_ARRAY(a, struct report_piece, w->n + 2);
	add_piece(&j, STR("WITH RECURSIVE"), place_in(b, page, b->written.s));
	for (size_t k = 0; k < w->n; k++) {
		if (!used[k])
			continue;
		if (j.n > 1)
			buf_addc(&j.sql, ',');
		add_piece(&j, w->all[k].text, w->all[k].at);
	}
	if (own)
		buf_addc(&j.sql, ',');
	add_piece(&j, sql, place_in(b, page, sql.s));
	b->sql = arena_take(a, &j.sql);
	b->pieces = j.pieces;
	b->n_pieces = j.n;
}

static bool
defines_shared(struct with *w, const struct report_block *b, const char *page,
    struct findings *to)
{
	const struct with_table *shared = NULL;
	const struct sql_token *t;
	struct arena a = { 0 };
	struct sql_words words = sql_words(&a, b->written);

	for (size_t i = 0; !shared && (t = sql_cte(&words, &i));) {
		shared = table_named(w, plain_name(w, t->text));
		if (shared)
			found(to, FIND_REPORT_NAME,
			    place_in(b, page, t->text.s),
			    _("'%.*s' is a common table of the page already, "
			      "from line %d; give what WITH defines another "
			      "name"),
			    STRF(t->text), shared->at.line);
	}
	arena_release(&a);
	return shared;
}

static void
set_used(struct with *w, const bool *used)
{
	for (size_t i = 0; i < w->n; i++)
		w->all[i].used |= used[i];
}

/* Is any marked? */
static bool
any(const struct with *w, const bool *used)
{
	for (size_t i = 0; i < w->n; i++)
		if (used[i])
			return true;
	return false;
}

bool
report_with_join(struct with *w, struct report_block *b, const char *page,
    struct arena *a, struct findings *to)
{
	bool *used;

	b->sql = b->written;
	if (!w->n)
		return true;
	if (defines_shared(w, b, page, to))
		return false;
	used = mem_alloc(w->n * sizeof *used);
	mark_used(w, b->written, used, false);
	set_used(w, used);
	if (any(w, used))
		join(w, used, b, page, a);
	free(used);
	return true;
}

/* What is run of a block: only what is not kept comes before it. */
static void
set_run(struct with *w, struct report_block *b, const struct with_table *own,
    const char *page, struct arena *a)
{
	bool *used = mem_alloc(w->n * sizeof *used);
	struct report_block run = *b;

	if (own)
		used[own - w->all] = true;
	mark_used(w, own ? own->body : b->written, used, true);
	if (any(w, used))
		join(w, used, &run, page, a);
	else
		run.sql = run.written;
	b->run = run.sql;
	free(used);
}

static bool
names_parameter(struct str sql)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(sql, &i, &t);)
		if (t.kind == SQL_PARAMETER)
			return true;
	return false;
}

void
report_with_keep(struct with *w, struct report_block *blocks, size_t n,
    bool often, const char *page, struct arena *a)
{
	size_t *uses = mem_alloc(w->n * sizeof *uses);

	for (size_t i = 0; i < n; i++)
		count_uses(w, blocks[i].written, NULL, uses);
	for (size_t i = 0; i < w->n; i++)
		count_uses(w, w->all[i].body, &w->all[i], uses);
	for (size_t i = 0; i < w->n; i++)
		w->all[i].keep = !w->all[i].once &&
		    (uses[i] > 1 ||
			(often && uses[i] && !names_parameter(w->all[i].body)));
	free(uses);
	for (size_t i = 0; i < n; i++)
		set_run(w, &blocks[i], NULL, page, a);
}

static struct report_block
table_block(struct with *w, const struct with_table *t, struct arena *a)
{
	struct report_block b = { .kind = BLOCK_WITH,
		.used = t->used,
		.line = t->at.line,
		.name = arena_keep(a, t->plain),
		.alone = str_of(
		    arena_f(a, "WITH RECURSIVE\n%.*s\nSELECT * FROM %.*s",
			STRF(t->text), STRF(t->name))),
		.written =
		    str_of(arena_f(a, "SELECT * FROM %.*s", STRF(t->name))) };
	bool *used = mem_alloc(w->n * sizeof *used);

	used[t - w->all] = true;
	mark_used(w, t->body, used, false);
	join(w, used, &b, t->at.path, a);
	free(used);
	set_run(w, &b, t, t->at.path, a);
	if (t->keep)
		b.keep = arena_z(a, t->plain);
	return b;
}

/* Adds the block of a table behind those of the tables that it uses. */
static void
add_block(struct with *w, size_t table, bool *added, struct report_block *all,
    size_t *n, struct arena *a)
{
	struct with_uses u;

	if (added[table])
		return;
	added[table] = true;
	u = uses_of(w, w->all[table].body);
	for (size_t i = 0; i < u.n; i++) {
		const struct with_table *t = table_named(w, u.names[i]);

		if (t)
			add_block(w, (size_t)(t - w->all), added, all, n, a);
	}
	all[(*n)++] = table_block(w, &w->all[table], a);
}

struct report_block *
report_with_tables(struct with *w, struct arena *a)
{
	struct report_block *all = ARENA_ARRAY(a, struct report_block, w->n);
	bool *added = mem_alloc(w->n * sizeof *added);
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		add_block(w, i, added, all, &n, a);
	free(added);
	return all;
}
