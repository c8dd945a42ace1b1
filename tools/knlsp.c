/* knlsp: a language server for records. See knlsp.1. */
#include <unistd.h>

#include "lsp/server.h"
#include "tool/tool.h"

static const char usage[] =
    "knlsp [--lang vi|en] [--today DATE] [--stdio] [--wait]";

int
main(int argc, char **argv)
{
	struct tool t = { .name = "knlsp",
		.usage = usage,
		.takes = TOOL_TODAY };
	struct server_options o = { .in = STDIN_FILENO, .out = STDOUT_FILENO };
	bool stdio = false;
	const struct tool_option own[] = {
		{ "stdio", 0, NULL,
		    N_("talk over standard input and output, as always"), NULL,
		    &stdio },
		{ "wait", 0, NULL,
		    N_("end each check before the next message is read"), NULL,
		    &o.wait },
	};

	if (!TOOL_OPTIONS(&t, argc, argv, own))
		return tool_end(&t, t.status);
	if (t.n_words)
		return tool_end(&t,
		    tool_misused(&t, _("it takes no argument: '%s'"),
			t.words[0]));
	if (t.schema_dir)
		return tool_end(&t,
		    tool_misused(&t,
			_("--schema: each file is judged by the schema of its "
			  "own repository")));
	o.today = t.today_text;
	o.lang_said = t.lang_text;
	return tool_end(&t, server_run(&o));
}
