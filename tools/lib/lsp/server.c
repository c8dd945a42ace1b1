/* server: the life of a language server, and who answers which message. */
#include "lsp/server_inside.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/write.h"
#include "lsp/diagnose.h"

/* Messages out. */

void
server_send(struct server *s, struct wire *w)
{
	struct buf text = { 0 }, framed = { 0 };

	wire_write(w, &text);
	frames_add(&framed, buf_str(&text));
	if (!write_all(s->options->out, buf_str(&framed)))
		s->gone = true; /* nobody reads any more */
	buf_release(&text);
	buf_release(&framed);
	wire_free(w);
}

struct wire *
server_message(const char *method, struct wire *params)
{
	struct wire *w = wire_object();

	wire_set(w, "jsonrpc", wire_of_z("2.0"));
	if (method)
		wire_set(w, "method", wire_of_z(method));
	if (params)
		wire_set(w, "params", params);
	return w;
}

static void
reply(struct server *s, const struct wire *id, struct wire *result)
{
	struct wire *w = server_message(NULL, NULL);

	wire_set(w, "id", wire_copy(id));
	wire_set(w, "result", result ? result : wire_null());
	server_send(s, w);
}

static void
refuse(struct server *s, const struct wire *id, int code, const char *why)
{
	struct wire *w = server_message(NULL, NULL), *error = wire_object();

	wire_set(error, "code", wire_number(code));
	wire_set(error, "message", wire_of_z(why));
	wire_set(w, "id", wire_copy(id));
	wire_set(w, "error", error);
	server_send(s, w);
}

void __attribute__((format(printf, 3, 4)))
server_tell(struct server *s, int type, const char *fmt, ...)
{
	struct wire *w = wire_object();
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	wire_set(w, "type", wire_number(type));
	wire_set(w, "message", wire_of(buf_str(&text)));
	server_send(s, server_message("window/logMessage", w));
	buf_release(&text);
}

/* Where every question is answered first, what is found is told once then. */
void
server_publish(struct server *s, struct document *d)
{
	struct wire *w;

	d->untold = s->options->wait && s->busy;
	if (d->untold)
		return;
	w = wire_object();

	wire_set(w, "uri", wire_of_z(d->uri));
	wire_set(w, "version", wire_number(d->version));
	wire_set(w, "diagnostics", diagnose_list(d, s->client.units));
	server_send(s, server_message("textDocument/publishDiagnostics", w));
}

/* Why a request cannot be answered; NULL, as its result. */
struct wire *__attribute__((format(printf, 3, 4)))
server_wrong(struct server *s, int error, const char *fmt, ...)
{
	va_list ap;

	s->error = error;
	buf_clear(&s->why);
	va_start(ap, fmt);
	buf_addv(&s->why, fmt, ap);
	va_end(ap);
	return NULL;
}

/* Messages in. */

static struct wire *
shutdown_server(struct server *s, const struct wire *params)
{
	(void)params;
	s->shut = true;
	return NULL;
}

static struct wire *
leave(struct server *s, const struct wire *params)
{
	(void)params;
	s->gone = true;
	return NULL;
}

static struct wire *
ignore(struct server *s, const struct wire *params)
{
	(void)s, (void)params;
	return NULL;
}
/* Who answers. A request has an id and gets one answer; what is wrong with a
 * notification is told as a log message. */
static const struct method {
	const char *name;
	bool request;
	struct wire *(*answer)(struct server *, const struct wire *params);
} methods[] = {
	{ "initialize", true, server_initialize },
	{ "shutdown", true, shutdown_server },
	{ "textDocument/codeAction", true, server_actions },
	{ "textDocument/codeLens", true, server_lenses },
	{ "textDocument/completion", true, server_complete },
	{ "textDocument/definition", true, server_definition },
	{ "textDocument/documentSymbol", true, server_symbols },
	{ "textDocument/hover", true, server_hover },
	{ "textDocument/references", true, server_references },
	{ "$/cancelRequest", false, ignore },
	{ "$/setTrace", false, ignore },
	{ "exit", false, leave },
	{ "initialized", false, server_initialized },
	{ "textDocument/didChange", false, server_edited },
	{ "textDocument/didClose", false, server_closed },
	{ "textDocument/didOpen", false, server_opened },
	{ "textDocument/didSave", false, server_saved },
	{ "workspace/didChangeConfiguration", false, ignore },
	{ "workspace/didChangeWatchedFiles", false, server_files },
};

static const struct method *
method_named(struct str name)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (str_is(name, methods[i].name))
			return &methods[i];
	return NULL;
}

static void
answer_request(struct server *s, const struct wire *id, const struct method *m,
    struct str name, const struct wire *params)
{
	struct wire *result;
	bool first = m && m->answer == server_initialize;

	if (!m || !m->request)
		server_wrong(s, METHOD_NOT_FOUND,
		    _("there is no method '%.*s'"), STRF(name));
	else if (!s->initialized && !first)
		server_wrong(s, NOT_INITIALIZED,
		    _("the first request must be 'initialize'"));
	else if (s->shut || (s->initialized && first))
		server_wrong(s, INVALID_REQUEST,
		    _("'%.*s' cannot be asked any more"), STRF(name));
	if (s->error) {
		refuse(s, id, s->error, buf_z(&s->why));
		return;
	}
	result = m->answer(s, params);
	if (s->error)
		refuse(s, id, s->error, buf_z(&s->why));
	else
		reply(s, id, result);
}

static void
take_notice(struct server *s, const struct method *m, struct str name,
    const struct wire *params)
{
	if (m && m->answer == leave)
		leave(s, params);
	else if (!m && !str_starts(name, STR("$/")))
		server_tell(s, MESSAGE_LOG, _("there is no method '%.*s'"),
		    STRF(name));
	else if (m && s->initialized && !s->shut)
		m->answer(s, params);
	if (s->error)
		server_tell(s, MESSAGE_WARNING, "%s", buf_z(&s->why));
}

static void
take_message(struct server *s, struct str text)
{
	const char *why;
	struct wire *w = wire_read(text, &why);
	const struct wire *id = wire_get(w, "id");
	struct str name = wire_text(wire_get(w, "method"));
	const struct method *m = method_named(name);

	s->error = 0;
	if (!w)
		refuse(s, NULL, PARSE_ERROR, why);
	else if (name.s && wire_is_id(id))
		answer_request(s, id, m, name, wire_get(w, "params"));
	else if (name.s && (!m || !m->request))
		take_notice(s, m, name, wire_get(w, "params"));
	else if (!wire_is_id(id)) /* else the answer to a question of ours */
		refuse(s, NULL, INVALID_REQUEST,
		    _("a message is a request with an id, a notification or "
		      "an answer"));
	wire_free(w);
}
/* The loop. */

/* Waits for one job, or for all where each must be done. */
static void
settle(struct server *s)
{
	while (server_begin_due(s), s->n_jobs) {
		while (background_read(s->jobs[0]))
			;
		server_finish(s, 0);
	}
	s->busy = false;
	for (size_t i = 0; i < s->n_docs; i++)
		if (s->docs[i]->untold)
			server_publish(s, s->docs[i]);
}

static void
take_frames(struct server *s)
{
	struct str text;

	while (!s->gone)
		switch (frames_next(&s->in, &text)) {
		case FRAME_GIVEN:
			s->busy = true;
			take_message(s, text);
			if (s->options->wait)
				settle(s);
			break;
		case FRAME_BAD:
			refuse(s, NULL, PARSE_ERROR,
			    _("this is no header: it must tell a "
			      "Content-Length and end with an empty line"));
			break;
		case FRAME_LARGE:
			refuse(s, NULL, PARSE_ERROR,
			    _("the message is too long to be read"));
			break;
		default:
			return;
		}
}

static void
read_in(struct server *s)
{
	static char piece[1 << 16];
	ssize_t n;

	do
		n = read(s->options->in, piece, sizeof piece);
	while (n < 0 && errno == EINTR);
	if (n <= 0) {
		if (!frames_is_empty(&s->in))
			refuse(s, NULL, PARSE_ERROR,
			    _("the last message is not whole"));
		s->gone = true;
		return;
	}
	frames_take(&s->in, (struct str){ piece, (size_t)n });
	take_frames(s);
}

/* One turn: what came in, and what jobs have to say. */
static void
turn(struct server *s, int wait)
{
	size_t n = s->n_jobs;
	struct pollfd *all = mem_alloc((n + 1) * sizeof *all);

	all[0] = (struct pollfd){ s->options->in, POLLIN, 0 };
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct pollfd){ s->jobs[i]->fd, POLLIN, 0 };
	if (poll(all, n + 1, wait) > 0) {
		for (size_t i = n; i-- > 0;)
			if (all[i + 1].revents && !background_read(s->jobs[i]))
				server_finish(s, i);
		if (all[0].revents)
			read_in(s);
	}
	free(all);
}

int
server_run(const struct server_options *options)
{
	struct server s = { .options = options };
	int status;

	signal(SIGPIPE, SIG_IGN);
	s.client.lang = lang_now();
	while (!s.gone)
		turn(&s, server_begin_due(&s));
	status = s.shut ? 0 : 1;
	while (s.n_jobs)
		background_free(s.jobs[--s.n_jobs]);
	while (s.n_docs)
		document_free(s.docs[--s.n_docs]);
	while (s.n_spaces)
		workspace_free(s.spaces[--s.n_spaces]);
	free(s.jobs);
	free(s.docs);
	free(s.spaces);
	buf_release(&s.why);
	frames_release(&s.in);
	return status;
}
