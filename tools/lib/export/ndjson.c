/* ndjson: a line of JSON for each record, as a whole, or each row. */
#include "export/inside.h"

#include <stdlib.h>

#include "base/lang.h"
#include "export/pseudonym.h"
#include "export/stop.h"
#include "git/source.h"
#include "record/record_reader.h"
#include "text/print.h"
#include "text/text.h"

/* One record being written. */
struct ndjson_record {
	struct exporting *e;
	const struct type *type;
	const struct record *record;
	struct buf line;
};

static const char hidden[] = "\"\u2022\u2022\u2022\"";

static bool
is_hidden(const struct ndjson_record *r, bool private)
{
	return private && !r->e->o->private;
}

/* The type of the person that a value is the id of; NULL: of none. */
static const struct type *
person_of(const struct ndjson_record *r, const struct field *f)
{
	const struct type *to = NULL;

	if (!r->e->o->pseudonyms)
		return NULL;
	if (f->kind == KIND_REF)
		to = schema_type(r->e->o->schema, f->to);
	else if (!f->up && r->type->id != FIELD_NONE &&
	    f == &r->type->fields.all[r->type->id])
		to = r->type;
	return to && pseudonym_hides(to) ? to : NULL;
}

/* A number of JSON says just what was written, but begins with no nought. */
static void
add_number(struct buf *b, struct str v)
{
	if (v.n && *v.s == '-')
		buf_addc(b, '-');
	if (v.n && *v.s == '-')
		v = str_from(v, 1);
	while (v.n > 1 && v.s[0] == '0' && str_is_digit(v.s[1]))
		v = str_from(v, 1);
	buf_add(b, v);
}

static bool
is_number(struct str v)
{
	size_t digits = 0, points = 0;

	if (v.n && *v.s == '-')
		v = str_from(v, 1);
	for (size_t i = 0; i < v.n; i++)
		if (str_is_digit(v.s[i]))
			digits++;
		else if (v.s[i] != '.' || points++ || !digits || i + 1 == v.n)
			return false;
	return digits > 0;
}

/* Values that are not of their type are there as they were written: who reads
 * them sees what the record says. */
static void
add_single(struct ndjson_record *r, const struct field *f,
    const struct value *v)
{
	const struct type *person = person_of(r, f);
	struct str text = v->text.s ? v->text : v->node->value;
	char name[PSEUDONYM_TEXT];

	if (person && text.n)
		print_add_json(&r->line,
		    str_of(
			pseudonym_of(r->e->o->pseudonyms, person, text, name)));
	else if ((f->kind == KIND_INT || f->kind == KIND_DECIMAL) &&
	    is_number(text))
		add_number(&r->line, text);
	else if (f->kind == KIND_FLAG && !v->bad)
		buf_addz(&r->line, v->i ? "true" : "false");
	else
		print_add_json(&r->line, text);
}

/* What was written in the place of a value of another shape. */
static void
add_node(struct buf *b, const struct node *n)
{
	if (n->kind == NODE_SCALAR) {
		if (n->absent)
			buf_addz(b, "null");
		else
			print_add_json(b, n->value);
		return;
	}
	buf_addc(b, n->kind == NODE_LIST ? '[' : '{');
	for (const struct node *one = n->first; one; one = one->next) {
		print_json_name(b, NULL);
		if (n->kind == NODE_MAP) {
			print_add_json(b, one->key);
			buf_addc(b, ':');
		}
		add_node(b, one);
	}
	buf_addc(b, n->kind == NODE_LIST ? ']' : '}');
}

static void add_fields(struct ndjson_record *, const struct fields *,
    const struct value *, const struct node *);

static void
add_map(struct ndjson_record *r, const struct field *f, const struct value *v)
{
	buf_addc(&r->line, '{');
	add_fields(r, &f->fields, v->parts, v->node);
	buf_addc(&r->line, '}');
}

static void
add_entry(struct ndjson_record *r, const struct field *list,
    const struct value *v)
{
	print_json_name(&r->line, NULL);
	if (v->node->absent)
		buf_addz(&r->line, "null");
	else if (v->bad && v->node->kind != NODE_SCALAR)
		add_node(&r->line, v->node);
	else if (list->of)
		add_single(r, list->of, v);
	else if (v->parts)
		add_map(r, list, v);
	else
		add_node(&r->line, v->node);
}

static void
add_value(struct ndjson_record *r, const struct field *f, const struct value *v)
{
	bool parts = f->kind == KIND_MAP || f->kind == KIND_LIST;

	if (is_hidden(r, field_private(f))) {
		buf_addz(&r->line, hidden);
	} else if (!parts && v->node->kind == NODE_SCALAR) {
		add_single(r, f, v);
	} else if (!parts || !v->parts) {
		add_node(&r->line, v->node);
	} else if (f->kind == KIND_MAP) {
		add_map(r, f, v);
	} else {
		buf_addc(&r->line, '[');
		for (uint32_t i = 0; i < v->n; i++)
			add_entry(r, f, &v->parts[i]);
		buf_addc(&r->line, ']');
	}
}

/* A key that no one declared may be a private one that was mistyped. */
static void
add_unknown(struct ndjson_record *r, const struct fields *in,
    const struct node *map)
{
	for (const struct node *n = map->first; n; n = n->next) {
		if (spellings_find(&in->by, n->key) != NAME_NONE || n->absent)
			continue;
		print_json_name(&r->line, NULL);
		print_add_json(&r->line, n->key);
		buf_addc(&r->line, ':');
		if (is_hidden(r, true))
			buf_addz(&r->line, hidden);
		else
			add_node(&r->line, n);
	}
}

static void
add_fields(struct ndjson_record *r, const struct fields *in,
    const struct value *values, const struct node *map)
{
	for (size_t i = 0; i < in->n; i++) {
		if (!values[i].node)
			continue;
		print_json_name(&r->line, NULL);
		print_add_json(&r->line, in->all[i].name.name);
		buf_addc(&r->line, ':');
		add_value(r, &in->all[i], &values[i]);
	}
	if (map && map->kind == NODE_MAP)
		add_unknown(r, in, map);
}

/* The days of a course are those of its events, as private as they are. */
static bool
has_private_days(const struct exporting *e, const struct export_table *x)
{
	const struct column *c = tables_column(x->table, STR("stage_since"));

	return c && c->private && !e->o->private;
}

static void
add_stage(struct ndjson_record *r, const struct export_table *x)
{
	const struct record *rec = r->record;
	const struct column *stage = tables_column(x->table, STR("stage"));
	const struct stage_interval *now;
	char day[DAY_TEXT];

	if (!rec->n_intervals || rec->stage_unknown)
		return;
	now = &rec->intervals[rec->n_intervals - 1];
	print_json_name(&r->line, "@stage");
	if (is_hidden(r, stage && stage->private))
		buf_addz(&r->line, hidden);
	else
		print_add_json(&r->line, r->type->stages[now->stage].name.name);
	print_json_name(&r->line, "@stage_since");
	if (has_private_days(r->e, x))
		buf_addz(&r->line, hidden);
	else
		print_add_json(&r->line, str_of(day_text(now->since, day)));
}

static void
add_body(struct ndjson_record *r)
{
	bool private = !r->type->body_said || r->type->body_private;
	struct buf nfc = { 0 };

	print_json_name(&r->line, "@body");
	if (is_hidden(r, private))
		buf_addz(&r->line, hidden);
	else
		print_add_json(&r->line,
		    text_as_nfc(r->record->front.body, &nfc));
	buf_release(&nfc);
}

static bool
put_line(struct exporting *e, struct export_table *x, struct buf *line)
{
	bool ok;

	buf_addz(line, "}\n");
	ok = fwrite(line->s, 1, line->n, x->out) == line->n;
	buf_clear(line);
	return ok ||
	    found_trouble(e->to, _("'%s' cannot be written"),
		e->o->to ? e->o->to : "-");
}

static bool
put_record(struct ndjson_record *r, struct export_table *x)
{
	buf_clear(&r->line);
	buf_addc(&r->line, '{');
	if (!(r->e->o->pseudonyms && pseudonym_hides(r->type)))
		print_json_text(&r->line, "@path", str_of(r->record->path));
	add_stage(r, x);
	add_fields(r, &r->type->fields, r->record->values,
	    r->record->front.root);
	if (r->e->o->bodies)
		add_body(r);
	x->rows++;
	return put_line(r->e, x, &r->line);
}

static bool
put_whole(struct exporting *e, struct export_table *x)
{
	struct ndjson_record r = { .e = e, .type = x->table->type };
	struct globs globs = { r.type->files, r.type->except, r.type->n_files,
		r.type->n_except };
	struct record_reader *reader;
	struct read_record *read;
	struct arena paths = { 0 };
	struct entry *list;
	size_t n;
	bool ok = source_files(e->o->source, &globs, &paths, &list, &n, e->to);

	reader = record_reader_new(e->o->source, r.type, e->o->today, true,
	    list, ok ? n : 0);
	while (ok && (read = record_reader_next(reader))) {
		r.record = &read->record;
		if (read->parsed)
			ok = put_record(&r, x) && !stop_asked(e->to);
		else
			e->unreadable++;
	}
	record_reader_free(reader);
	arena_release(&paths);
	buf_release(&r.line);
	return ok;
}

static bool
open_table(struct exporting *e, struct export_table *x)
{
	x->out =
	    output_open(e->output, arena_f(&e->arena, "%s.ndjson", x->name));
	return x->out;
}

static bool
put_row(struct exporting *e, struct export_table *x, const struct cell *cells)
{
	struct buf line = { 0 };
	bool ok;

	buf_addc(&line, '{');
	for (size_t i = 0; i < x->n; i++)
		print_json_cell(&line, x->columns[i].name, &cells[i]);
	ok = put_line(e, x, &line);
	buf_release(&line);
	return ok;
}

static bool
close_table(struct exporting *e, struct export_table *x)
{
	FILE *out = x->out;

	x->out = NULL;
	return output_close(e->output, out);
}

const struct export_format export_ndjson = {
	.word = "ndjson",
	.place = EXPORT_STREAM,
	.open = open_table,
	.row = put_row,
	.whole = put_whole,
	.close = close_table,
};
