/* actions: what was found is mended by the editor, when it is asked to. */
#include "lsp/actions.h"

#include "base/buf.h"
#include "base/lang.h"
#include "check/fix.h"
#include "git/source.h"
#include "lsp/diagnose.h"
#include "lsp/workspace.h"

const char *const actions_kinds[] = { "quickfix", "source.fixAll" };

struct actions {
	const struct document *doc;
	const struct client *client;
	struct wire *list;
};

static struct wire *
edit(const struct actions *a, size_t from, size_t to, struct str by)
{
	struct wire *w = wire_object();

	wire_set(w, "range",
	    diagnose_range(a->doc->text, from, to, a->client->units));
	wire_set(w, "newText", wire_of(by));
	return w;
}

static void
add(struct actions *a, const char *title, const char *kind, struct wire *edits,
    struct wire *diagnostics)
{
	struct wire *w = wire_object(), *change = wire_object(),
		    *changes = wire_object();

	wire_set(changes, a->doc->uri, edits);
	wire_set(change, "changes", changes);
	wire_set(w, "title", wire_of_z(title));
	wire_set(w, "kind", wire_of_z(kind));
	if (diagnostics)
		wire_set(w, "diagnostics", diagnostics);
	wire_set(w, "edit", change);
	wire_add(a->list, w);
}

/* What is put in, in words: "write 1999-03-08". */
static void
add_title(struct buf *b, const struct finding *f, struct str text)
{
	const struct splice *s = &f->fix->all[0];
	struct str was = str_first(str_from(text, s->off), s->end - s->off);

	if (f->fix->n > 1 || str_find(s->by, '\n') < s->by.n ||
	    str_find(was, '\n') < was.n || !s->by.n)
		buf_addf(b, _("mend: %s"), f->text);
	else
		buf_addf(b, _("write %.*s"), STRF(s->by));
}

static void
add_one(struct actions *a, const struct finding *f)
{
	struct wire *edits = wire_list(), *about = wire_list();
	struct buf title = { 0 };

	for (size_t i = 0; i < f->fix->n; i++) {
		const struct splice *s = &f->fix->all[i];

		wire_add(edits, edit(a, s->off, s->end, s->by));
	}
	add_title(&title, f, a->doc->text);
	wire_add(about, diagnose_one(a->doc, f, a->client->units));
	add(a, buf_z(&title), actions_kinds[0], edits, about);
	buf_release(&title);
}

static bool
is_there(const struct finding *f, int from, int to)
{
	return f->fix && f->fix->n && f->at.line >= from && f->at.line <= to;
}

/* All that kncheck --fix would mend: one edit of what lies between the first
 * and the last byte that differ. */
static void
add_all(struct actions *a, const struct type *t, size_t fixable)
{
	struct str text = a->doc->text, as;
	struct fixing f = { .type = t, .path = a->doc->rel };
	size_t head = 0, tail = 0;
	struct wire *edits;

	if (fixable < 2)
		return;
	fix_record(&f, text);
	as = f.text;
	while (head < as.n && head < text.n && as.s[head] == text.s[head])
		head++;
	while (tail < as.n - head && tail < text.n - head &&
	    as.s[as.n - 1 - tail] == text.s[text.n - 1 - tail])
		tail++;
	/* no character is cut in two */
	while (head && ((unsigned char)text.s[head] & 0xc0) == 0x80)
		head--;
	while (tail && ((unsigned char)text.s[text.n - tail] & 0xc0) == 0x80)
		tail--;
	if (f.done.n > 1) {
		edits = wire_list();
		wire_add(edits,
		    edit(a, head, text.n - tail,
			str_first(str_from(as, head), as.n - head - tail)));
		add(a, _("mend all that has one right answer"), "source.fixAll",
		    edits, NULL);
	}
	fix_release(&f);
}

struct wire *
actions_list(struct document *d, size_t from, size_t to, unsigned which,
    const struct client *client)
{
	struct actions a = { d, client, wire_list() };
	const struct type *t = workspace_type(d->in, d->rel);
	int first = place_at(NULL, d->text, from).line;
	int last = place_at(NULL, d->text, to).line;
	struct kept all = { 0 };
	size_t fixable = 0;

	if (!t || d->text.n > SOURCE_FILE_MOST)
		return a.list;
	diagnose_fixes(d, &all);
	kept_sort(&all);
	for (size_t i = 0; i < all.n; i++) {
		fixable += all.all[i].fix != NULL;
		if (which & ACTIONS_EACH && is_there(&all.all[i], first, last))
			add_one(&a, &all.all[i]);
	}
	if (which & ACTIONS_ALL)
		add_all(&a, t, fixable);
	kept_release(&all);
	return a.list;
}
