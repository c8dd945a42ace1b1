/* editor: a file in somebody's editor. */
#include "git/editor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/lang.h"
#include "git/run.h"

/* Outside of any repository git cannot be asked. */
static const char *
from_environment(void)
{
	static const char *const names[] = { "GIT_EDITOR", "VISUAL", "EDITOR" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return NULL;
}

/* The editor may be a command with arguments, which is its owner's own: like
 * git, we leave that to a shell, and hand it the path as an argument. */
static int
run(const char *editor, const char *path, struct arena *a)
{
	const char *line = arena_f(a, "%s \"$@\"", editor);
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", line, editor, path, (char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

bool
editor_open(const char *dir, const char *path, struct findings *to)
{
	static const char *const var[] = { "var", "GIT_EDITOR", NULL };
	struct arena a = { 0 };
	const char *editor = run_git_line(dir, var, &a);
	int status;
	bool well;

	if (!editor || !*editor)
		editor = from_environment();
	if (!editor) {
		arena_release(&a);
		return found_trouble(to,
		    _("no editor is set: 'git config core.editor NAME' sets "
		      "one"));
	}
	status = run(editor, path, &a);
	well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (status == -1)
		found_trouble(to, "%s: %s", editor, strerror(errno));
	else if (WIFSIGNALED(status))
		found_trouble(to, _("the editor was ended by signal %d"),
		    WTERMSIG(status));
	else if (!well)
		found_trouble(to, _("the editor ended with status %d"),
		    WEXITSTATUS(status));
	arena_release(&a);
	return well;
}
