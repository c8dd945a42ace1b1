/* server_files: what is open in the editor, and what became of files. */
#include "lsp/server_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "git/source.h"
#include "lsp/diagnose.h"

struct document *
server_find(const struct server *s, const struct wire *params)
{
	struct str uri =
	    wire_text(wire_get(wire_get(params, "textDocument"), "uri"));

	for (size_t i = 0; uri.n && i < s->n_docs; i++)
		if (str_is(uri, s->docs[i]->uri))
			return s->docs[i];
	return NULL;
}

/* The document that a request is about; NULL after saying why not. */
struct document *
server_document(struct server *s, const struct wire *params)
{
	struct document *d = server_find(s, params);
	struct str uri =
	    wire_text(wire_get(wire_get(params, "textDocument"), "uri"));

	if (!d)
		server_wrong(s, INVALID_PARAMS,
		    _("no such document is open: '%.*s'"), STRF(uri));
	return d;
}

bool
server_read_position(const struct wire *w, struct position *p)
{
	long long line, character;

	if (!wire_int(wire_get(w, "line"), &line) ||
	    !wire_int(wire_get(w, "character"), &character) || line < 0 ||
	    character < 0)
		return false;
	*p = (struct position){ (size_t)line, (size_t)character };
	return true;
}

/* The document and the byte that a request is about. */
struct document *
server_place(struct server *s, const struct wire *params, size_t *off)
{
	struct document *d = server_document(s, params);
	struct position p;

	if (!d)
		return NULL;
	if (!server_read_position(wire_get(params, "position"), &p)) {
		server_wrong(s, INVALID_PARAMS,
		    _("a position has a line and a character, from 0"));
		return NULL;
	}
	*off = position_off(d->text, p, s->client.units);
	return d;
}

static struct workspace *
workspace_around(struct server *s, const char *path)
{
	struct workspace *w;

	for (size_t i = 0; i < s->n_spaces; i++) {
		struct str root = str_of(s->spaces[i]->root);
		char *rel = workspace_rel(s->spaces[i], path);
		bool inner = rel && strstr(rel, "/schema/");

		free(rel);
		if (rel && !inner && root.n)
			return s->spaces[i];
	}
	w = workspace_open(path, s->options->today, s->client.lang);
	if (w)
		*MEM_PUSH(s->spaces, s->n_spaces, s->cap_spaces) = w;
	return w;
}

static void
place_document(struct server *s, struct document *d)
{
	struct workspace *w = d->path ? workspace_around(s, d->path) : NULL;
	char *rel = w ? workspace_rel(w, d->path) : NULL;

	if (!rel) {
		server_tell(s, MESSAGE_LOG,
		    _("%s: no repository with schema/repository.md holds this "
		      "file, so it is not judged"),
		    d->uri);
		return;
	}
	d->in = w;
	d->rel = rel;
	if (w->source)
		source_cover(w->source, rel, &d->text);
}

/* Notifications. */

static void
close_document(struct server *s, struct document *d)
{
	size_t i = 0;

	while (s->docs[i] != d)
		i++;
	s->docs[i] = s->docs[--s->n_docs];
	for (i = 0; i < s->n_jobs; i++)
		if (s->jobs[i]->doc == d)
			s->jobs[i]->doc = NULL;
	if (d->in && d->in->source) {
		source_cover(d->in->source, d->rel, NULL);
		workspace_changed(d->in, d->rel);
	}
	document_free(d);
}

struct wire *
server_opened(struct server *s, const struct wire *params)
{
	const struct wire *w = wire_get(params, "textDocument");
	struct str uri = wire_text(wire_get(w, "uri"));
	struct str text = wire_text(wire_get(w, "text"));
	struct document *d = server_find(s, params);
	long long version = 0;

	if (!uri.n || !text.s)
		return server_wrong(s, INVALID_PARAMS,
		    _("a document has a uri and a text"));
	wire_int(wire_get(w, "version"), &version);
	if (d)
		close_document(s, d);
	d = document_new(uri, version, text);
	*MEM_PUSH(s->docs, s->n_docs, s->cap_docs) = d;
	place_document(s, d);
	server_changed(s, d);
	if (d->in) {
		d->near_due = 0;
		if (d->in->anew || workspace_type(d->in, d->rel) ||
		    workspace_is_page(d->rel)) {
			d->in->anew |= workspace_is_page(d->rel);
			server_ask_soon(d->in, 0);
		}
	}
	return NULL;
}

/* One change; false after saying why it was not made. */
static bool
change(struct server *s, struct document *d, const struct wire *w)
{
	const struct wire *range = wire_get(w, "range");
	struct str text = wire_text(wire_get(w, "text"));
	struct position from, to;

	if (!text.s)
		return false;
	if (!range) {
		document_replace(d, text);
		return true;
	}
	return server_read_position(wire_get(range, "start"), &from) &&
	    server_read_position(wire_get(range, "end"), &to) &&
	    document_splice(d, from, to, text, s->client.units);
}

struct wire *
server_edited(struct server *s, const struct wire *params)
{
	struct document *d = server_document(s, params);
	const struct wire *changes = wire_get(params, "contentChanges");
	long long version;

	if (!d)
		return NULL;
	if (!wire_int(wire_get(wire_get(params, "textDocument"), "version"),
		&version))
		version = d->version + 1;
	if (version <= d->version)
		return server_wrong(s, INVALID_PARAMS,
		    _("%s: version %lld comes after version %lld; it was not "
		      "taken"),
		    d->uri, version, d->version);
	d->version = version;
	for (size_t i = 0; i < wire_size(changes); i++)
		if (!change(s, d, wire_at(changes, i)))
			server_wrong(s, INVALID_PARAMS,
			    _("%s: change %zu of version %lld has no text, or "
			      "a range that ends before it begins; it was not "
			      "made"),
			    d->uri, i + 1, version);
	server_changed(s, d);
	return NULL;
}

/* The schema as it lies there now, for all that is open. */
static void
load_again(struct server *s, struct workspace *w)
{
	for (size_t i = 0; i < s->n_jobs;)
		if (s->jobs[i]->of == w &&
		    s->jobs[i]->kind == BACKGROUND_NEAR) {
			background_free(s->jobs[i]);
			s->jobs[i] = s->jobs[--s->n_jobs];
		} else {
			i++;
		}
	workspace_load(w, s->docs, s->n_docs);
	w->anew = true;
	for (size_t i = 0; i < s->n_docs; i++)
		if (s->docs[i]->in == w) {
			s->docs[i]->asked_near = false;
			diagnose_own(s->docs[i]);
		}
	server_ask_soon(w, REST_ANEW);
}

struct wire *
server_saved(struct server *s, const struct wire *params)
{
	struct document *d = server_document(s, params);

	if (!d || !d->in)
		return NULL;
	if (workspace_is_page(d->rel))
		load_again(s, d->in);
	else if (workspace_type(d->in, d->rel))
		server_ask_soon(d->in, 0);
	return NULL;
}

struct wire *
server_closed(struct server *s, const struct wire *params)
{
	struct document *d = server_document(s, params);
	struct wire *w;

	if (!d)
		return NULL;
	w = wire_object();
	wire_set(w, "uri", wire_of_z(d->uri));
	wire_set(w, "diagnostics", wire_list());
	server_send(s, server_message("textDocument/publishDiagnostics", w));
	close_document(s, d);
	return NULL;
}

static bool
is_open(const struct server *s, const struct workspace *w, const char *rel)
{
	for (size_t i = 0; i < s->n_docs; i++)
		if (s->docs[i]->in == w && strcmp(s->docs[i]->rel, rel) == 0)
			return true;
	return false;
}

static void
file_changed(struct server *s, struct workspace *w, const char *path,
    bool *pages)
{
	char *rel = workspace_rel(w, path);

	if (rel && workspace_is_page(rel))
		*pages = true;
	else if (rel && !is_open(s, w, rel))
		workspace_changed(w, rel);
	if (rel)
		server_ask_soon(w, REST_ANEW);
	free(rel);
}

struct wire *
server_files(struct server *s, const struct wire *params)
{
	const struct wire *changes = wire_get(params, "changes");

	for (size_t k = 0; k < s->n_spaces; k++) {
		bool pages = false;

		for (size_t i = 0; i < wire_size(changes); i++) {
			char *path = document_path(
			    wire_text(wire_get(wire_at(changes, i), "uri")));

			if (path)
				file_changed(s, s->spaces[k], path, &pages);
			free(path);
		}
		if (pages)
			load_again(s, s->spaces[k]);
	}
	return NULL;
}
