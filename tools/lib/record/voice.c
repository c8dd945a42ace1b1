/* voice: does a record speak names or labels? */
#include "record/voice.h"

#include "base/lang.h"
#include "record/record.h"
#include "text/text.h"

/* How often something is spelled by its name, and by its labels. */
struct counts {
	size_t names, labels[2];
};

static bool
is_spelled(const char *label, struct str spelled)
{
	struct buf a = { 0 }, b = { 0 };
	bool same;

	text_add_spelling(&a, str_of(label));
	text_add_spelling(&b, spelled);
	same = a.n && str_eq(buf_str(&a), buf_str(&b));
	buf_release(&a);
	buf_release(&b);
	return same;
}

/* Where there is no label, the name tells nothing. */
static void
count(struct counts *c, const struct name *n, struct str spelled)
{
	if (str_eq(n->name, spelled)) {
		c->names += n->label.in[LANG_EN] || n->label.in[LANG_VI];
		return;
	}
	for (int lang = LANG_EN; lang <= LANG_VI; lang++)
		if (is_spelled(n->label.in[lang], spelled))
			c->labels[lang]++;
}

static void
count_keys(const struct fields *in, const struct node *map, bool deep,
    struct counts *c)
{
	for (const struct node *n = map->first; n; n = n->next) {
		int i = spellings_find(&in->by, n->key);
		const struct field *f = i == FIELD_NONE ? NULL : &in->all[i];

		if (f)
			count(c, &f->name, n->key);
		if (!f || !deep)
			continue;
		if (f->kind == KIND_MAP && n->kind == NODE_MAP)
			count_keys(&f->fields, n, deep, c);
		if (f->kind == KIND_LIST && f->fields.n && n->kind == NODE_LIST)
			for (const struct node *r = n->first; r; r = r->next)
				if (r->kind == NODE_MAP)
					count_keys(&f->fields, r, deep, c);
	}
}

static struct voice
most(const struct counts *c, struct voice otherwise)
{
	size_t labels = c->labels[LANG_EN] + c->labels[LANG_VI];

	if (labels == c->names)
		return otherwise;
	return (struct voice){ labels > c->names,
		c->labels[LANG_EN] > c->labels[LANG_VI]     ? LANG_EN :
		    c->labels[LANG_VI] > c->labels[LANG_EN] ? LANG_VI :
							      otherwise.lang };
}

struct voice
voice_of(const struct fields *in, const struct node *root, bool otherwise)
{
	struct counts c = { 0 };

	count_keys(in, root, true, &c);
	return most(&c, (struct voice){ otherwise, LANG_VI });
}

struct voice
voice_of_map(const struct fields *in, const struct node *map,
    struct voice otherwise)
{
	struct counts c = { 0 };

	if (map)
		count_keys(in, map, false, &c);
	return most(&c, otherwise);
}

struct voice
voice_of_word(const struct name *n, const struct str *spelled,
    struct voice otherwise)
{
	struct counts c = { 0 };

	if (spelled) {
		count(&c, n, *spelled);
		if (!c.names && !c.labels[LANG_EN] && !c.labels[LANG_VI] &&
		    !str_eq(n->name, *spelled))
			otherwise.labels = true;
	}
	return most(&c, otherwise);
}

struct voice
voice_of_record(const struct record *r)
{
	return voice_of(&r->type->fields, r->front.root, false);
}

struct str
voice_spell(struct voice v, const struct name *n)
{
	return v.labels ? str_of(name_shown(n, v.lang)) : n->name;
}

static void
add_labels(struct voice v, const struct field *f, struct buf *b)
{
	if (f->up)
		add_labels(v, f->up, b);
	if (!f->name.name.n) /* what a list of values holds */
		return;
	buf_addz(b, b->n ? ": " : "");
	buf_add(b, voice_spell(v, &f->name));
}

const char *
voice_named(struct voice v, const struct field *f, struct arena *a)
{
	struct buf b = { 0 };

	if (!v.labels)
		return arena_z(a, f->dotted);
	add_labels(v, f, &b);
	return arena_take(a, &b).s;
}

const char *
voice_shown(struct voice v, const struct field *f, struct arena *a)
{
	return v.labels ? arena_f(a, _("'%s'"), voice_named(v, f, a)) :
			  field_shown(f, a);
}
