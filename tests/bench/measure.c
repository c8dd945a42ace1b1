/* measure: what one run of a command costs, as "elapsed cpu" in ms on stdout,
 * the processor's time with that of all that it started and waited for; or with
 * -m its peak of anonymous memory in KB (looked at often, which takes time
 * itself). Its output is dropped. A status over 1 is trouble. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double
ms(struct timeval t)
{
	return t.tv_sec * 1e3 + t.tv_usec / 1e3;
}

static pid_t
start(char **argv)
{
	pid_t pid = fork();
	int null;

	if (pid)
		return pid;
	null = open("/dev/null", O_WRONLY);
	if (null < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(126);
	execvp(*argv, argv);
	_exit(127);
}

/* 0 once the process has given its memory back. */
static long
anonymous_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "RssAnon: %ld", &kb) == 1)
			break;
	fclose(f);
	return kb;
}

static long
peak_kb(pid_t pid, int *status)
{
	const struct timespec pause = { .tv_nsec = 500 * 1000 };
	long most = 0, kb;

	while (waitpid(pid, status, WNOHANG) == 0) {
		kb = anonymous_kb(pid);
		if (kb > most)
			most = kb;
		nanosleep(&pause, NULL);
	}
	return most;
}

int
main(int argc, char **argv)
{
	int memory = argc > 1 && strcmp(argv[1], "-m") == 0;
	struct rusage used = { 0 };
	int status = 0;
	double begun;
	pid_t pid;

	argv += 1 + memory;
	if (!*argv) {
		fputs("usage: measure [-m] command [argument ...]\n", stderr);
		return 2;
	}
	begun = now_ms();
	pid = start(argv);
	if (pid < 0 || (!memory && wait4(pid, &status, 0, &used) < 0)) {
		perror("measure");
		return 2;
	}
	if (memory)
		printf("%ld\n", peak_kb(pid, &status));
	else
		printf("%.3f %.3f\n", now_ms() - begun,
		    ms(used.ru_utime) + ms(used.ru_stime));
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "measure: %s failed, wait status %d\n", *argv,
		    status);
		return 2;
	}
	return fclose(stdout) ? 2 : 0;
}
