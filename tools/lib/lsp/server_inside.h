#ifndef LSP_SERVER_INSIDE_H
#define LSP_SERVER_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "lsp/background.h"
#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/frames.h"
#include "lsp/server.h"
#include "lsp/wire.h"
#include "lsp/workspace.h"

/* What the files of the server know of each other. */

/* Of JSON-RPC and of the protocol: ErrorCodes. */
enum {
	PARSE_ERROR = -32700,
	INVALID_REQUEST = -32600,
	METHOD_NOT_FOUND = -32601,
	INVALID_PARAMS = -32602,
	NOT_INITIALIZED = -32002,
};

/* MessageType. */
enum { MESSAGE_ERROR = 1, MESSAGE_WARNING = 2, MESSAGE_LOG = 4 };

/* How long nothing is typed before it is asked, in ms. */
enum { REST_NEAR = 60, REST_ALL = 700, REST_ANEW = 300 };

struct server {
	const struct server_options *options;
	struct client client;
	struct frames in;
	struct document **docs;
	size_t n_docs, cap_docs;
	struct workspace **spaces;
	size_t n_spaces, cap_spaces;
	struct background **jobs;
	size_t n_jobs, cap_jobs;
	bool initialized, shut, gone;
	bool busy; /* a message is taken, or what it asks */
	/* of the request that is answered now: why it cannot be */
	int error;
	struct buf why;
};

/* server.c: messages out. Each takes what it is given. */
void server_send(struct server *, struct wire *);
/* A message with its method and params; NULL: without. */
struct wire *server_message(const char *method, struct wire *params);
void server_tell(struct server *, int type, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void server_publish(struct server *, struct document *);
/* Why a request cannot be answered; NULL, as its result. */
struct wire *server_wrong(struct server *, int error, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* server_files.c: what is open, and where it lies. */

/* The document that params name; NULL: it is not open. */
struct document *server_find(const struct server *, const struct wire *params);
/* The same; NULL after saying why not. */
struct document *server_document(struct server *, const struct wire *params);
/* And the byte that they name. */
struct document *server_place(struct server *, const struct wire *params,
    size_t *off);
bool server_read_position(const struct wire *, struct position *);

/* Notifications: each gives NULL. */
struct wire *server_opened(struct server *, const struct wire *params);
struct wire *server_edited(struct server *, const struct wire *params);
struct wire *server_saved(struct server *, const struct wire *params);
struct wire *server_closed(struct server *, const struct wire *params);
struct wire *server_files(struct server *, const struct wire *params);

/* server_jobs.c: what the background is asked. */

/* What follows a change of the text. */
void server_changed(struct server *, struct document *);
/* Asks all of a workspace once nothing happened for so long, in ms. */
void server_ask_soon(struct workspace *, long long rest);
/* Begins what is due; the ms until the next is, or -1. */
int server_begin_due(struct server *);
/* Takes a job out of the list and its answer in. */
void server_finish(struct server *, size_t i);

/* server_requests.c: each gives what is the result, or says what is wrong. */
struct wire *server_initialize(struct server *, const struct wire *params);
struct wire *server_initialized(struct server *, const struct wire *params);
struct wire *server_complete(struct server *, const struct wire *params);
struct wire *server_hover(struct server *, const struct wire *params);
struct wire *server_definition(struct server *, const struct wire *params);
struct wire *server_references(struct server *, const struct wire *params);
struct wire *server_symbols(struct server *, const struct wire *params);
struct wire *server_actions(struct server *, const struct wire *params);
struct wire *server_lenses(struct server *, const struct wire *params);

#endif
