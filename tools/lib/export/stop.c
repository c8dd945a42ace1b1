/* stop: signals that end an export where it can be ended. */
#include "export/stop.h"

#include <signal.h>
#include <stddef.h>

#include "base/lang.h"
#include "text/found.h"

static volatile sig_atomic_t stopped;

static void
stop(int signal)
{
	(void)signal;
	stopped = 1;
}

void
stop_listen(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old, act = { .sa_handler = stop };

	stopped = 0;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		sigaction(signals[i], NULL, &old);
		if (old.sa_handler != SIG_IGN)
			sigaction(signals[i], &act, NULL);
	}
}

bool
stop_asked(struct findings *to)
{
	if (stopped)
		found_trouble(to, _("interrupted; nothing was written"));
	return stopped;
}
