/* measure: what one run of a command costs, as "ms kb" on stdout: wall time
 * since its start, or with -m its peak of anonymous memory (looked at often,
 * which takes time itself: the other number is then 0). Its output is dropped.
 * A status over 1 is trouble. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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
	int status = 0;
	double begun;
	long kb = 0;
	pid_t pid;

	argv += 1 + memory;
	if (!*argv) {
		fputs("usage: measure [-m] command [argument ...]\n", stderr);
		return 2;
	}
	begun = now_ms();
	pid = start(argv);
	if (pid < 0 || (!memory && waitpid(pid, &status, 0) < 0)) {
		perror("measure");
		return 2;
	}
	if (memory)
		kb = peak_kb(pid, &status);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "measure: %s failed, wait status %d\n", *argv,
		    status);
		return 2;
	}
	printf("%.2f %ld\n", memory ? 0 : now_ms() - begun, kb);
	return fclose(stdout) ? 2 : 0;
}
