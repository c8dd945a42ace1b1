/* out: did all that was said arrive? */
#include "base/out.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"

/* A stdout that was closed from the start is no failure while nothing was to
 * be written. */
static int
close_output(void)
{
	int failed = ferror(stdout);

	errno = 0;
	if (fflush(stdout) != 0)
		failed = 1;
	if (failed)
		return errno ? errno : EIO;
	if (fclose(stdout) != 0 && errno != EBADF)
		return errno;
	return 0;
}

static bool
say_failed(const char *tool, int why)
{
	fprintf(stderr, _("%s: cannot write: %s"), tool, strerror(why));
	fputc('\n', stderr);
	return false;
}

bool
out_flush(const char *tool)
{
	if (fflush(stdout) == 0)
		return true;
	say_failed(tool, errno);
	clearerr(stdout); /* it is said: out_end need not say it again */
	return false;
}

int
out_end(const char *tool, int status)
{
	int why = close_output();

	return why ? say_failed(tool, why), 2 : status;
}
