/* capped: no more findings of one kind than somebody reads. */
#include "check/capped.h"

#include <string.h>

#include "base/lang.h"

struct capped_kind {
	const char *id;
	enum level level;
	size_t n; /* how many were found */
	struct capped_kind *next;
};

void
capped_end(struct capped *c)
{
	for (const struct capped_kind *k = c->first; k; k = k->next) {
		size_t more = k->n > SHOWN_MOST ? k->n - SHOWN_MOST : 0;
		struct finding left = { .id = k->id,
			.level = k->level,
			.at = place_file(c->path),
			.more = more };

		if (!more)
			continue;
		left.text = arena_f(&c->arena,
		    _("and %zu more of these, not shown"), more);
		c->say(&left, c->to);
	}
	arena_release(&c->arena);
	*c = (struct capped){ .say = c->say, .to = c->to };
}

static struct capped_kind *
kind_of(struct capped *c, const struct finding *f)
{
	struct capped_kind **at = &c->first;

	while (*at && ((*at)->level != f->level || strcmp((*at)->id, f->id)))
		at = &(*at)->next;
	if (!*at) {
		*at = ARENA_NEW(&c->arena, struct capped_kind);
		(*at)->id = arena_z(&c->arena, str_of(f->id));
		(*at)->level = f->level;
	}
	return *at;
}

void
capped_say(const struct finding *f, void *to)
{
	struct capped *c = to;

	if (c->path && (!f->at.path || strcmp(c->path, f->at.path) != 0))
		capped_end(c);
	if (!f->at.path || !f->id) {
		c->say(f, c->to);
		return;
	}
	if (!c->path)
		c->path = arena_z(&c->arena, str_of(f->at.path));
	if (kind_of(c, f)->n++ < SHOWN_MOST)
		c->say(f, c->to);
}
