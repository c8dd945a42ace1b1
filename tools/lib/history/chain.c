/* chain: the versions of one file, one after the other.
 *
 * A version is mostly the one before it but for some lines. Of the next one
 * only those fields of the top level are read that these lines stand in: all
 * others are, byte for byte, what was read already, and one field says nothing
 * of how another is read. Where that is not sure nothing is told, and who asks
 * reads both as a whole. */
#include "history/chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/text.h"

enum { ROOM = 1 << 16 }; /* bytes; with more a chain begins anew */

/* A list of which an entry changed: each of them from its line on. */
struct listed {
	struct value *parts; /* those of the list's value */
	size_t *at; /* from its key on, where the line of its '-' begins */
	size_t n, cap;
	size_t col; /* of each '-' */
};

/* A field of the top level: from its key to that of the next one. */
struct block {
	struct node *node;
	size_t at;              /* in the file */
	struct listed *entries; /* NULL: it was read as a whole */
};

struct chain {
	const struct schema_version *epoch; /* that was asked for last */
	const struct type *type;
	struct str path;
	struct oid blob;      /* none: there is no version */
	struct buf file, new; /* its bytes, and those of the next one */
	struct str head;      /* of file */

	/* What the record views: the first version, and what was read of later
	 * ones. It stays where it is. */
	char *bytes;
	size_t n, cap;
	struct arena arena;
	/* whole, but for the nodes of the top level: those are in blocks */
	struct record record;
	struct block *blocks;
	size_t n_blocks, cap_blocks;
};

struct chain *
chain_new(void)
{
	return mem_alloc(sizeof(struct chain));
}

static void
entries_free(struct listed *e)
{
	if (!e)
		return;
	free(e->parts);
	free(e->at);
	free(e);
}

static void
forget_entries(struct chain *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		entries_free(c->blocks[i].entries);
		c->blocks[i].entries = NULL;
	}
}

void
chain_free(struct chain *c)
{
	if (!c)
		return;
	forget_entries(c, 0, c->n_blocks);
	arena_release(&c->arena);
	buf_release(&c->file);
	buf_release(&c->new);
	free(c->blocks);
	free(c->bytes);
	free(c);
}

/* A version that is read as a whole. */

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] >= 0x80)
			return false;
	return true;
}

/* Does a key begin its line, and is it like no other however that is written?
 */
static bool
is_plain_key(struct str text, const struct node *n)
{
	return n->key_off && text.s[n->key_off - 1] == '\n' && is_ascii(n->key);
}

static bool
find_blocks(struct chain *c)
{
	const struct front *f = &c->record.front;

	forget_entries(c, 0, c->n_blocks);
	c->n_blocks = 0;
	if (f->root->absent || f->root->style != STYLE_BLOCK)
		return false;
	for (struct node *n = f->root->first; n; n = n->next) {
		if (!is_plain_key(f->text, n))
			return false;
		*MEM_PUSH(c->blocks, c->n_blocks, c->cap_blocks) =
		    (struct block){ n, n->key_off, NULL };
	}
	return c->n_blocks;
}

static void
make_room(struct chain *c, size_t n)
{
	if (n <= c->cap)
		return;
	free(c->bytes);
	c->cap = n;
	c->bytes = mem_alloc(n);
}

static bool
start(struct chain *c, const struct type *type, struct str path)
{
	struct findings silent = { .unheard = true };

	arena_reset(&c->arena);
	make_room(c, c->file.n + ROOM);
	if (c->file.n)
		memcpy(c->bytes, c->file.s, c->file.n);
	c->n = c->file.n;
	c->type = type;
	c->path = arena_keep(&c->arena, path);
	if (!record_read(&c->record, type, arena_z(&c->arena, path),
		(struct str){ c->bytes, c->n }, &c->arena, &silent) ||
	    !find_blocks(c))
		return false;
	c->head = c->record.front.head;
	c->head.s = c->file.s + (c->head.s - c->bytes);
	return true;
}

/* The next one. */

/* What differs: blocks [from, to) of the one, and the bytes in both files. */
struct differing {
	size_t from, to;
	size_t off, end, new_end;
	struct str head, body; /* of the next one */
	/* the bytes of the one that really do, [first, last) */
	size_t first, last;
	/* entries [low, high) of a list, where that is all; NULL: it is not */
	struct listed *list;
	size_t low, high;
	int field;   /* whose list it is */
	size_t read; /* where those of the next version were added to bytes */
};

static size_t
alike(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n, i = 0;

	for (; i + sizeof(uint64_t) <= n; i += sizeof(uint64_t))
		if (memcmp(a.s + i, b.s + i, sizeof(uint64_t)))
			break;
	while (i < n && a.s[i] == b.s[i])
		i++;
	return i;
}

static size_t
alike_behind(struct str a, struct str b, size_t most)
{
	size_t i = 0;

	for (; i + sizeof(uint64_t) <= most; i += sizeof(uint64_t))
		if (memcmp(a.s + a.n - i - sizeof(uint64_t),
			b.s + b.n - i - sizeof(uint64_t), sizeof(uint64_t)))
			break;
	while (i < most && a.s[a.n - 1 - i] == b.s[b.n - 1 - i])
		i++;
	return i;
}

/* Do both open and close their front matter in the same bytes? */
static bool
same_fences(const struct chain *c, const struct differing *d)
{
	const char *a = c->file.s, *b = c->new.s;
	size_t open = (size_t)(c->head.s - a);
	size_t behind = c->file.n - open - c->head.n - c->record.front.body.n;

	return (size_t)(d->head.s - b) == open && !memcmp(a, b, open) &&
	    c->new.n - open - d->head.n - d->body.n == behind &&
	    !memcmp(c->head.s + c->head.n, d->head.s + d->head.n, behind);
}

/* The first block that is not before a byte. */
static size_t
block_at(const struct chain *c, size_t off)
{
	size_t low = 0, high = c->n_blocks;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c->blocks[mid].at < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* False: that is not what differs, or not all. */
static bool
find_differing(struct chain *c, struct differing *d)
{
	size_t open = (size_t)(c->head.s - c->file.s), before, behind, least;
	size_t end = open + c->head.n;

	if (c->new.n > SOURCE_FILE_MOST ||
	    !front_cut(buf_str(&c->new), &d->head, &d->body) ||
	    !same_fences(c, d))
		return false;
	before = alike(c->head, d->head);
	least = c->head.n < d->head.n ? c->head.n : d->head.n;
	behind = alike_behind(c->head, d->head, least - before);
	if (before == c->head.n && before == d->head.n) {
		d->from = d->to = c->n_blocks;
		return true;
	}
	/* That before it may go on where it ended. */
	d->from = block_at(c, open + before);
	if (!d->from)
		return false;
	d->from--;
	d->first = open + before;
	d->last = end - behind;
	d->to = block_at(c, end - behind);
	d->off = c->blocks[d->from].at;
	d->end = d->to < c->n_blocks ? c->blocks[d->to].at : end;
	d->new_end = d->end + d->head.n - c->head.n;
	return d->new_end > d->off && c->new.s[d->new_end - 1] == '\n';
}

/* Adds bytes, lines of their own, to those that the record views. n 0: there is
 * no room, or none were to be added. */
static struct str
add_bytes(struct chain *c, struct str s, struct str more)
{
	struct str to = { c->bytes + c->n + 1, s.n + more.n };

	if (!to.n || to.n > c->cap || c->n + 1 > c->cap - to.n)
		return (struct str){ 0 };
	c->bytes[c->n] = '\n';
	memcpy(c->bytes + c->n + 1, s.s, s.n);
	if (more.n)
		memcpy(c->bytes + c->n + 1 + s.n, more.s, more.n);
	c->n += 1 + to.n;
	return to;
}

/* One list alone: entries of it that differ, as fields of a record do. */

/* Where in text the line of a byte begins. */
static size_t
line_start(struct str text, size_t at)
{
	while (at && text.s[at - 1] != '\n')
		at--;
	return at;
}

/* False: its '-' is not what its line begins with. */
static bool
dash_of(struct str text, const struct node *entry, size_t *line, size_t *col)
{
	size_t dash = entry->key_off - 1;

	*line = line_start(text, dash);
	*col = dash - *line;
	for (size_t i = *line; i < dash; i++)
		if (text.s[i] != ' ')
			return false;
	return text.s[dash] == '-';
}

/* The field whose list a block is. */
static int
list_of(const struct chain *c, const struct node *node)
{
	const struct fields *in = &c->type->fields;

	if (node->kind != NODE_LIST || node->style != STYLE_BLOCK)
		return FIELD_NONE;
	for (size_t k = 0; k < in->n; k++)
		if (c->record.values[k].node == node)
			return in->all[k].kind == KIND_LIST &&
				c->record.values[k].n ?
			    (int)k :
			    FIELD_NONE;
	return FIELD_NONE;
}

/* The entries of a list, which was read as a whole. NULL: its lines are not
 * such. */
static struct listed *
find_entries(struct chain *c, struct block *b, const struct value *list)
{
	struct listed *e = mem_alloc(sizeof *e);
	struct str text = c->record.front.text;
	struct node *node = ARENA_NEW(&c->arena, struct node);

	e->n = e->cap = list->n;
	e->at = mem_alloc(e->cap * sizeof *e->at);
	e->parts = mem_alloc(e->cap * sizeof *e->parts);
	memcpy(e->parts, list->parts, e->n * sizeof *e->parts);
	for (size_t i = 0; i < e->n; i++) {
		size_t line, col;

		if (!dash_of(text, list->parts[i].node, &line, &col) ||
		    (i && col != e->col)) {
			entries_free(e);
			return NULL;
		}
		e->col = col;
		e->at[i] = line - b->node->key_off;
	}
	/* From now on its own bytes are nowhere as a whole. */
	*node = *b->node;
	node->off = node->end = node->key_off = node->key_end = 0;
	node->first = node->next = NULL;
	b->node = node;
	return b->entries = e;
}

static void
find_list(struct chain *c, struct differing *d)
{
	struct block *b = &c->blocks[d->from];
	struct listed *e;

	if (d->to != d->from + 1)
		return;
	d->field = list_of(c, b->node);
	if (d->field == FIELD_NONE)
		return;
	e = b->entries;
	if (!e) {
		e = find_entries(c, b, &c->record.values[d->field]);
		if (!e)
			return;
		c->record.values[d->field].node = b->node;
		c->record.values[d->field].parts = e->parts;
	}
	/* That before it may go on where it ended. */
	while (d->low < e->n && b->at + e->at[d->low] < d->first)
		d->low++;
	if (!d->low--)
		return;
	d->high = d->low + 1;
	while (d->high < e->n && b->at + e->at[d->high] < d->last)
		d->high++;
	d->list = e;
}

/* The bytes of the next version that stand for the entries. */
static struct str
entries_bytes(const struct chain *c, const struct differing *d)
{
	const struct listed *e = d->list;
	size_t off = c->blocks[d->from].at, end = d->new_end;

	if (d->high < e->n)
		end = off + e->at[d->high] + d->new_end - d->end;
	off += e->at[d->low];
	return (struct str){ c->new.s + off, end - off };
}

static struct record
entries_were(struct chain *c, const struct differing *d, struct arena *a)
{
	struct record r = { .path = c->record.path,
		.type = c->type,
		.front = c->record.front };
	struct value *v;

	r.values = ARENA_ARRAY(a, struct value, c->type->fields.n);
	v = &r.values[d->field];
	*v = c->record.values[d->field];
	v->parts = d->list->parts + d->low;
	v->n = (uint32_t)(d->high - d->low);
	r.front.root = ARENA_NEW(a, struct node);
	*r.front.root = (struct node){ .kind = NODE_MAP };
	r.front.root->first = c->blocks[d->from].node;
	r.front.root->first->next = NULL;
	return r;
}

/* Reads them, behind the key of their list. False: that is not one. */
static bool
read_entries(struct chain *c, struct differing *d, struct record *now)
{
	struct findings silent = { .unheard = true };
	size_t off = c->blocks[d->from].at, line, col;
	struct str key = { c->new.s + off, d->list->at[0] };
	struct str at = add_bytes(c, key, entries_bytes(c, d));
	struct str text = { c->bytes, c->n };
	const struct value *v;

	d->read = (size_t)(at.s - c->bytes) + key.n;
	if (!at.n || at.s[at.n - 1] != '\n' ||
	    !record_read_part(now, c->type, c->record.path, text,
		(size_t)(at.s - c->bytes), &c->arena, &silent))
		return false;
	v = &now->values[d->field];
	return v->n && now->front.root->first == v->node && !v->node->next &&
	    v->node->kind == NODE_LIST && v->node->style == STYLE_BLOCK &&
	    dash_of(text, v->parts[0].node, &line, &col) && col == d->list->col;
}

static void
take_entries(struct chain *c, const struct differing *d,
    const struct record *now)
{
	struct listed *e = d->list;
	const struct value *v = &now->values[d->field];
	struct str text = { c->bytes, c->n };
	size_t rest = e->n - d->high, n = d->low + v->n + rest;
	size_t start = e->at[d->low], line, col;

	if (n > e->cap) {
		e->cap = 2 * n;
		e->parts = mem_resize(e->parts, e->cap * sizeof *e->parts);
		e->at = mem_resize(e->at, e->cap * sizeof *e->at);
	}
	memmove(e->parts + n - rest, e->parts + d->high,
	    rest * sizeof *e->parts);
	memmove(e->at + n - rest, e->at + d->high, rest * sizeof *e->at);
	for (size_t i = n - rest; i < n; i++)
		e->at[i] += d->new_end - d->end;
	for (size_t i = 0; i < v->n; i++) {
		dash_of(text, v->parts[i].node, &line, &col);
		e->parts[d->low + i] = v->parts[i];
		e->at[d->low + i] = start + line - d->read;
	}
	e->n = n;
	c->record.values[d->field].parts = e->parts;
	c->record.values[d->field].n = (uint32_t)n;
	for (size_t i = d->to; i < c->n_blocks; i++)
		c->blocks[i].at += d->new_end - d->end;
}

/* The fields of some blocks, as a record. */
static struct record
part_of(struct chain *c, const struct differing *d, struct arena *a)
{
	struct record r = { .path = c->record.path,
		.type = c->type,
		.front = c->record.front };
	size_t n = c->type->fields.n;

	r.values = ARENA_ARRAY(a, struct value, n);
	r.front.root = ARENA_NEW(a, struct node);
	*r.front.root = (struct node){ .kind = NODE_MAP };
	for (size_t i = d->from; i < d->to; i++) {
		struct node *node = c->blocks[i].node;

		node->next = i + 1 < d->to ? c->blocks[i + 1].node : NULL;
		for (size_t k = 0; k < n; k++)
			if (c->record.values[k].node == node)
				r.values[k] = c->record.values[k];
	}
	if (d->from < d->to)
		r.front.root->first = c->blocks[d->from].node;
	return r;
}

/* Does it stand in a block that is as it was? */
static bool
is_outside(const struct chain *c, const struct differing *d, struct str key)
{
	for (size_t i = 0; i < c->n_blocks; i++)
		if ((i < d->from || i >= d->to) &&
		    str_eq(c->blocks[i].node->key, key))
			return true;
	return false;
}

/* Is no field of it anywhere else, by whatever name? */
static bool
is_apart(const struct chain *c, const struct differing *d,
    const struct record *was, const struct record *now)
{
	int id = c->type->id;

	if (id != FIELD_NONE && (was->values[id].node || now->values[id].node))
		return false;
	for (size_t k = 0; k < c->type->fields.n; k++)
		if (now->values[k].node && c->record.values[k].node &&
		    !was->values[k].node)
			return false;
	for (const struct node *n = now->front.root->first; n; n = n->next)
		if (!is_plain_key(now->front.text, n) ||
		    is_outside(c, d, n->key))
			return false;
	return true;
}

/* Reads the fields of the next version that differ. */
static bool
read_part(struct chain *c, const struct differing *d, const struct record *was,
    struct record *now)
{
	struct findings silent = { .unheard = true };
	struct str part = { c->new.s + d->off, d->new_end - d->off }, at;

	if (d->from == d->to) {
		*now = *was;
		return true;
	}
	at = add_bytes(c, part, STR(""));
	return at.n &&
	    record_read_part(now, c->type, c->record.path,
		(struct str){ c->bytes, c->n }, (size_t)(at.s - c->bytes),
		&c->arena, &silent) &&
	    now->front.root->style == STYLE_BLOCK && now->front.root->first &&
	    is_apart(c, d, was, now);
}

static bool
read_differing(struct chain *c, struct differing *d, struct record *was,
    struct record *now)
{
	if (d->from < d->to)
		find_list(c, d);
	if (d->list) {
		*was = entries_were(c, d, &c->arena);
		if (read_entries(c, d, now))
			return true;
		d->list = NULL;
	}
	*was = part_of(c, d, &c->arena);
	return read_part(c, d, was, now);
}

static bool
read_body(struct chain *c, const struct differing *d, struct record *now)
{
	const struct front *f = &c->record.front;
	size_t bad;

	now->front.body = f->body;
	now->front.body_line = f->body_line;
	now->front.plain = f->plain;
	if (str_eq(d->body, f->body))
		return true;
	if (!text_valid(d->body, &bad))
		return false;
	now->front.plain = false; /* nobody looked */
	now->front.body =
	    d->body.n ? add_bytes(c, d->body, STR("")) : str_first(f->body, 0);
	return now->front.body.n == d->body.n;
}

/* Puts what differs into the record and its blocks. */

static void
take_blocks(struct chain *c, const struct differing *d,
    const struct record *now)
{
	const struct node *first = now->front.root->first;
	size_t n = 0, rest = c->n_blocks - d->to, shift = d->off;

	for (const struct node *k = first; k; k = k->next)
		n++;
	while (c->n_blocks < d->from + n + rest)
		*MEM_PUSH(c->blocks, c->n_blocks, c->cap_blocks) =
		    (struct block){ 0 };
	forget_entries(c, d->from, d->to);
	memmove(c->blocks + d->from + n, c->blocks + d->to,
	    rest * sizeof *c->blocks);
	c->n_blocks = d->from + n + rest;
	if (first)
		shift -= first->key_off;
	n = d->from;
	for (struct node *k = now->front.root->first; k; k = k->next)
		c->blocks[n++] = (struct block){ k, k->key_off + shift, NULL };
	for (; n < c->n_blocks; n++)
		c->blocks[n].at += d->new_end - d->end;
}

static void
take(struct chain *c, const struct differing *d, const struct record *was,
    const struct record *now, const struct oid *blob)
{
	struct buf old = c->file;

	if (d->list) {
		take_entries(c, d, now);
	} else if (d->from < d->to) {
		for (size_t k = 0; k < c->type->fields.n; k++)
			if (was->values[k].node || now->values[k].node)
				c->record.values[k] = now->values[k];
		take_blocks(c, d, now);
	}
	c->record.front.body = now->front.body;
	c->record.front.plain = now->front.plain;
	c->record.front.text = (struct str){ c->bytes, c->n };
	c->file = c->new;
	c->new = old;
	c->head = d->head;
	c->blob = *blob;
}

/* Where there is another version, or none, begins with this one. */
static bool
begin_at(struct history *h, struct chain *c, const struct type *type,
    struct str path, const struct oid *blob)
{
	if (!oid_none(&c->blob) && oid_eq(&c->blob, blob) && c->type == type &&
	    str_eq(c->path, path))
		return true;
	c->blob = (struct oid){ 0 };
	buf_clear(&c->file);
	if (!version_bytes(h, path, blob, &c->file) || !start(c, type, path))
		return false;
	c->blob = *blob;
	return true;
}

static struct version *
version_of(struct history *h, const struct chain *c,
    const struct schema_version *e, const struct oid *blob)
{
	struct version *v = ARENA_NEW(&h->now, struct version);

	v->record = c->record;
	v->epoch = e;
	v->blob = *blob;
	version_find_stage(v, h->day, &h->now);
	return v;
}

/* What it was is to outlast what it becomes, which takes its place. */
static void
keep_values(struct history *h, const struct chain *c, const struct differing *d,
    struct version *was)
{
	size_t n = c->type->fields.n;
	struct value *to = ARENA_ARRAY(&h->now, struct value, n);

	memcpy(to, c->record.values, n * sizeof *to);
	for (size_t i = d->from; i < d->to; i++) {
		const struct listed *e = c->blocks[i].entries;

		for (size_t k = 0; e && k < n; k++) {
			if (to[k].parts != e->parts)
				continue;
			to[k].parts =
			    ARENA_ARRAY(&h->now, struct value, to[k].n);
			memcpy(to[k].parts, e->parts,
			    to[k].n * sizeof *e->parts);
		}
	}
	was->record.values = to;
}

static const struct type *
type_of(struct history *h, struct chain *c, const struct schema_version *e,
    struct str path)
{
	if (oid_none(&c->blob) || c->epoch != e || !str_eq(c->path, path)) {
		c->epoch = e;
		return version_type(h, e, path);
	}
	return c->type;
}

bool
chain_next(struct history *h, struct chain *c, const struct schema_version *e,
    const struct candidate *file, struct version *at[2])
{
	const struct type *type = type_of(h, c, e, file->path);
	struct differing d = { 0 };
	struct record was, now;
	struct items of_was, of_now;

	if (!type)
		return false;
	if (oid_none(&file->ids[1])) {
		/* All of it is asked for, which of a later version there is
		 * not. */
		c->blob = (struct oid){ 0 };
		if (!begin_at(h, c, type, file->path, &file->ids[0]))
			return false;
		at[0] = version_of(h, c, e, &file->ids[0]);
		return true;
	}
	if (!begin_at(h, c, type, file->path, &file->ids[1]))
		return false;
	at[1] = version_of(h, c, e, &file->ids[1]);
	buf_clear(&c->new);
	if (!version_bytes(h, file->path, &file->ids[0], &c->new) ||
	    !find_differing(c, &d)) {
		c->blob = (struct oid){ 0 };
		return false;
	}
	if (!read_differing(c, &d, &was, &now) || !read_body(c, &d, &now)) {
		c->blob = (struct oid){ 0 };
		return false;
	}
	fields_items_apart(&was, &now, true, &h->now, &of_was, &of_now);
	if (h->versions)
		keep_values(h, c, &d, at[1]);
	take(c, &d, &was, &now, &file->ids[0]);
	at[0] = version_of(h, c, e, &file->ids[0]);
	version_set_items(h, at[1], of_was);
	version_set_items(h, at[0], of_now);
	return true;
}
