/* server_requests: what an editor asks for. */
#include "lsp/server_inside.h"

#include <stdlib.h>

#include "base/install.h"
#include "lsp/actions.h"
#include "lsp/complete.h"
#include "lsp/lookup.h"

static struct wire *
flags(const char *const *names, size_t n)
{
	struct wire *w = wire_object();

	for (size_t i = 0; i < n; i++)
		wire_set(w, names[i], wire_flag(true));
	return w;
}

static void
agree_on_units(struct server *s, const struct wire *general)
{
	const struct wire *offered = wire_get(general, "positionEncodings");
	static const enum position_units liked[] = { POSITION_UTF8,
		POSITION_UTF16, POSITION_UTF32 };

	for (size_t k = 0; k < POSITION_UNITS; k++)
		for (size_t i = 0; i < wire_size(offered); i++)
			if (str_is(wire_text(wire_at(offered, i)),
				position_names[liked[k]])) {
				s->client.units = liked[k];
				return;
			}
}

static void
agree_on_language(struct server *s, const struct wire *params)
{
	struct str locale = wire_text(wire_get(params, "locale"));
	enum lang lang;

	s->client.lang = lang_now();
	if (s->options->lang_said)
		return;
	if (str_starts(locale, STR("vi")))
		lang_start("vi", &lang);
	else if (str_starts(locale, STR("en")) && !getenv("KN_LANG"))
		lang_start("en", &lang);
	s->client.lang = lang_now();
}

static struct wire *
capabilities(const struct server *s)
{
	static const char *const providers[] = { "hoverProvider",
		"definitionProvider", "referencesProvider",
		"documentSymbolProvider" };
	static const char *const sync[] = { "openClose", "save" };
	struct wire *w = flags(providers, sizeof providers / sizeof *providers);
	struct wire *sync_how = flags(sync, sizeof sync / sizeof *sync);
	struct wire *complete = wire_object(), *letters = wire_list();
	struct wire *actions = wire_object(), *kinds = wire_list();

	wire_set(w, "positionEncoding",
	    wire_of_z(position_names[s->client.units]));
	wire_set(sync_how, "change", wire_number(2)); /* Incremental */
	wire_set(w, "textDocumentSync", sync_how);
	wire_add(letters, wire_of_z(" "));
	wire_add(letters, wire_of_z(":"));
	wire_add(letters, wire_of_z("."));
	wire_set(complete, "triggerCharacters", letters);
	wire_set(w, "completionProvider", complete);
	wire_set(w, "codeLensProvider", wire_object());
	for (size_t i = 0; i < 2; i++)
		wire_add(kinds, wire_of_z(actions_kinds[i]));
	wire_set(actions, "codeActionKinds", kinds);
	wire_set(w, "codeActionProvider", actions);
	return w;
}

struct wire *
server_initialize(struct server *s, const struct wire *params)
{
	const struct wire *can = wire_get(params, "capabilities");
	const struct wire *text = wire_get(can, "textDocument");
	struct wire *w = wire_object(), *info = wire_object();

	agree_on_units(s, wire_get(can, "general"));
	agree_on_language(s, params);
	s->client.nested_symbols =
	    wire_is_true(wire_get(wire_get(text, "documentSymbol"),
		"hierarchicalDocumentSymbolSupport"));
	s->client.snippets = wire_is_true(
	    wire_get(wire_get(wire_get(text, "completion"), "completionItem"),
		"snippetSupport"));
	s->client.watches = wire_is_true(wire_get(
	    wire_get(wire_get(can, "workspace"), "didChangeWatchedFiles"),
	    "dynamicRegistration"));
	s->initialized = true;
	wire_set(info, "name", wire_of_z("knlsp"));
	wire_set(info, "version", wire_of_z(KN_VERSION));
	wire_set(w, "capabilities", capabilities(s));
	wire_set(w, "serverInfo", info);
	return w;
}

struct wire *
server_complete(struct server *s, const struct wire *params)
{
	size_t off;
	struct document *d = server_place(s, params, &off);

	return d ? complete_list(d, off, &s->client) : NULL;
}

struct wire *
server_hover(struct server *s, const struct wire *params)
{
	size_t off;
	struct document *d = server_place(s, params, &off);

	return d ? lookup_hover(d, off, &s->client) : NULL;
}

struct wire *
server_definition(struct server *s, const struct wire *params)
{
	size_t off;
	struct document *d = server_place(s, params, &off);

	return d ? lookup_definition(d, off, &s->client) : NULL;
}

struct wire *
server_references(struct server *s, const struct wire *params)
{
	size_t off;
	struct document *d = server_place(s, params, &off);
	bool itself = wire_is_true(
	    wire_get(wire_get(params, "context"), "includeDeclaration"));

	return d ? lookup_references(d, off, itself, &s->client) : NULL;
}

struct wire *
server_symbols(struct server *s, const struct wire *params)
{
	struct document *d = server_document(s, params);

	return d ? lookup_symbols(d, &s->client) : NULL;
}

struct wire *
server_lenses(struct server *s, const struct wire *params)
{
	struct document *d = server_document(s, params);

	return d ? lookup_lenses(d, &s->client) : NULL;
}
struct wire *
server_initialized(struct server *s, const struct wire *params)
{
	struct wire *w, *options, *one, *list, *all;

	(void)params;
	if (!s->client.watches)
		return NULL;
	w = wire_object();
	options = wire_object();
	one = wire_object();
	list = wire_list();
	all = wire_list();
	wire_set(w, "globPattern", wire_of_z("**/*.md"));
	wire_add(list, w);
	wire_set(options, "watchers", list);
	wire_set(one, "id", wire_of_z("files"));
	wire_set(one, "method", wire_of_z("workspace/didChangeWatchedFiles"));
	wire_set(one, "registerOptions", options);
	wire_add(all, one);
	w = wire_object();
	wire_set(w, "registrations", all);
	w = server_message("client/registerCapability", w);
	wire_set(w, "id", wire_of_z("watch"));
	server_send(s, w);
	return NULL;
}

/* Which kinds of action the editor asks for: "source" is also any source.X. */
static unsigned
wanted(const struct wire *only)
{
	unsigned which = 0;

	for (size_t i = 0; i < wire_size(only); i++)
		for (unsigned k = 0; k < 2; k++) {
			struct str kind = wire_text(wire_at(only, i));
			struct str own = str_of(actions_kinds[k]);

			if (str_starts(own, kind) &&
			    (own.n == kind.n || own.s[kind.n] == '.'))
				which |= 1u << k;
		}
	return only ? which : ACTIONS_EACH | ACTIONS_ALL;
}

struct wire *
server_actions(struct server *s, const struct wire *params)
{
	struct document *d = server_document(s, params);
	const struct wire *range = wire_get(params, "range");
	struct position from, to;

	if (!d)
		return NULL;
	if (!server_read_position(wire_get(range, "start"), &from) ||
	    !server_read_position(wire_get(range, "end"), &to))
		return server_wrong(s, INVALID_PARAMS,
		    _("a range has a start and an end"));
	return actions_list(d, position_off(d->text, from, s->client.units),
	    position_off(d->text, to, s->client.units),
	    wanted(wire_get(wire_get(params, "context"), "only")), &s->client);
}
