/* kept_bytes: findings as bytes, and back. */
#include "check/kept_bytes.h"

#include "base/mem.h"

static void
pack_finding(struct buf *b, const struct finding *f)
{
	pack_number(b, f->level);
	pack_str(b, str_of(f->id));
	pack_str(b, f->at.path ? str_of(f->at.path) : (struct str){ 0 });
	pack_number(b, f->at.line);
	pack_number(b, f->at.col);
	pack_str(b, str_of(f->text));
	pack_number(b, f->row != NULL);
	pack_number(b, (int64_t)f->more);
}

static const char *
take_text(struct unpack *p, struct arena *a)
{
	struct str s = pack_take_str(p);

	return s.s ? arena_z(a, s) : NULL;
}

static void
take_finding(struct unpack *p, struct kept *k)
{
	struct finding *f = MEM_PUSH(k->all, k->n, k->cap);

	*f = (struct finding){ .level = (enum level)pack_take_number(p) };
	f->id = take_text(p, &k->arena);
	f->at.path = take_text(p, &k->arena);
	f->at.line = (int)pack_take_number(p);
	f->at.col = (int)pack_take_number(p);
	f->text = take_text(p, &k->arena);
	if (pack_take_number(p) && f->id)
		f->row = finding_named(str_of(f->id));
	f->more = (size_t)pack_take_number(p);
}

void
kept_bytes_pack(struct buf *b, const struct kept *k, size_t from)
{
	pack_number(b, (int64_t)(k->n - from));
	for (size_t i = from; i < k->n; i++)
		pack_finding(b, &k->all[i]);
}

void
kept_bytes_take(struct unpack *p, struct kept *k)
{
	size_t n = pack_take_count(p);

	for (size_t i = 0; p->ok && i < n; i++)
		take_finding(p, k);
}
