/* server_jobs: what the background is asked, and what becomes of answers. */
#include "lsp/server_inside.h"

#include <string.h>

#include "base/mem.h"
#include "lsp/diagnose.h"

static bool
asks(const struct server *s, enum background_kind kind,
    const struct workspace *w, const struct document *d)
{
	for (size_t i = 0; i < s->n_jobs; i++) {
		const struct background *b = s->jobs[i];

		if (kind == BACKGROUND_NEAR ?
			b->kind == kind && b->doc == d :
			b->kind != BACKGROUND_NEAR && b->of == w)
			return true;
	}
	return false;
}

static void
begin(struct server *s, enum background_kind kind, struct workspace *w,
    struct document *d)
{
	struct background *b = background_start(kind, w, d, s->docs, s->n_docs);

	if (!b)
		return;
	*MEM_PUSH(s->jobs, s->n_jobs, s->cap_jobs) = b;
	if (kind == BACKGROUND_NEAR) {
		d->asked_near = true;
		d->near_version = d->version;
		d->near_shift = d->n_shifts;
		return;
	}
	for (size_t i = 0; i < s->n_docs; i++) {
		struct document *one = s->docs[i];

		if (one->in != w)
			continue;
		one->asked_all = true;
		one->all_version = one->version;
		one->all_shift = one->n_shifts;
	}
}

/* Where a finding of an answer goes. */
struct answered {
	struct server *server;
	struct background *job;
};

static void
keep(const struct finding *f, void *to)
{
	struct answered *a = to;
	struct server *s = a->server;

	if (!*f->at.path && f->level >= ERROR)
		server_tell(s, MESSAGE_ERROR, "%s", f->text);
	for (size_t i = 0; i < s->n_docs; i++) {
		struct document *d = s->docs[i];

		if (d->in != a->job->of || strcmp(d->rel, f->at.path) != 0)
			continue;
		if (a->job->kind == BACKGROUND_NEAR) {
			if (d == a->job->doc)
				kept_say(f, &d->near.kept);
		} else if (d->asked_all) {
			kept_say(f, &d->all.kept);
		}
	}
}

static void
take_near(struct server *s, struct background *b)
{
	struct answered a = { s, b };
	struct document *d = b->doc;

	document_said_release(&d->near);
	d->near.is = background_answer(b, keep, &a);
	d->near.version = d->near_version;
	d->asked_near = false;
	document_follow(d, &d->near, d->near_shift);
	server_publish(s, d);
}

static void
take_all(struct server *s, struct background *b)
{
	struct answered a = { s, b };
	bool whole;

	for (size_t i = 0; i < s->n_docs; i++)
		if (s->docs[i]->in == b->of && s->docs[i]->asked_all)
			document_said_release(&s->docs[i]->all);
	whole = background_answer(b, keep, &a);
	b->of->took = background_now() - b->began;
	for (size_t i = 0; i < s->n_docs; i++) {
		struct document *d = s->docs[i];

		if (d->in != b->of || !d->asked_all)
			continue;
		d->all.is = whole;
		d->all.version = d->all_version;
		d->asked_all = false;
		document_follow(d, &d->all, d->all_shift);
		server_publish(s, d);
	}
	if (!whole)
		server_tell(s, MESSAGE_ERROR,
		    _("%s: the check of the whole repository did not come to "
		      "its end"),
		    b->of->root);
}

/* Takes a job out of the list and its answer in. */
void
server_finish(struct server *s, size_t i)
{
	struct background *b = s->jobs[i];

	s->jobs[i] = s->jobs[--s->n_jobs];
	if (b->kind != BACKGROUND_NEAR)
		take_all(s, b);
	else if (b->doc)
		take_near(s, b);
	background_free(b);
	for (size_t k = 0; k < s->n_docs; k++)
		if (!s->docs[k]->asked_near && !s->docs[k]->asked_all)
			s->docs[k]->n_shifts = 0;
}

/* Begins what is due; the ms until the next is, or -1. */
int
server_begin_due(struct server *s)
{
	long long now = background_now(), next = -1;

	for (size_t i = 0; i < s->n_docs; i++) {
		struct document *d = s->docs[i];

		if (!d->near_due)
			continue;
		if (d->near_due <= now || s->options->wait) {
			if (asks(s, BACKGROUND_NEAR, d->in, d))
				continue;
			d->near_due = 0;
			begin(s, BACKGROUND_NEAR, d->in, d);
		} else if (next < 0 || d->near_due - now < next) {
			next = d->near_due - now;
		}
	}
	for (size_t i = 0; i < s->n_spaces; i++) {
		struct workspace *w = s->spaces[i];

		if (!w->due)
			continue;
		if (w->due <= now || s->options->wait) {
			if (asks(s, BACKGROUND_ALL, w, NULL))
				continue;
			w->due = 0;
			begin(s, w->anew ? BACKGROUND_ANEW : BACKGROUND_ALL, w,
			    NULL);
		} else if (next < 0 || w->due - now < next) {
			next = w->due - now;
		}
	}
	return (int)next;
}

void
server_ask_soon(struct workspace *w, long long rest)
{
	long long wait = 2 * w->took;

	w->due = background_now() + (rest > wait || !rest ? rest : wait) + 1;
}

/* What follows a change of the text. */
void
server_changed(struct server *s, struct document *d)
{
	struct workspace *w = d->in;

	diagnose_own(d);
	if (w && workspace_type(w, d->rel)) {
		d->near_due = background_now() + REST_NEAR;
		server_ask_soon(w, REST_ALL);
	} else if (w && workspace_is_page(d->rel)) {
		w->anew = true;
		server_ask_soon(w, REST_ANEW);
	}
	server_publish(s, d);
}
