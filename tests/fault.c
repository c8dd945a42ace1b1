/* fault: a system call that fails, for tests. Preloaded into the program that
 * FAULT_IN names, it counts the calls of those below. All are noted in
 * FAULT_LOG, if that is set: "NUMBER CALL WAY", where WAY stands for how the
 * program came to it, the same in every run. The one that FAULT_AT names fails
 * as on a broken disk or a full machine: by its number, or, where not every run
 * makes as many calls before, as "CALL WAY N", the Nth that came this way. With
 * FAULT_KILL the program is killed there instead. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAY = 6 }; /* frames of a way, with those of this file */

static bool on, kills;
static __thread bool inside;
static unsigned long count, at;
static char at_call[32]; /* empty: at counts calls of all ways */
static uintmax_t at_way;
static int log_to = -1;

__attribute__((constructor)) static void
begin(void)
{
	const char *in = getenv("FAULT_IN"), *n = getenv("FAULT_AT");
	const char *log = getenv("FAULT_LOG");
	void *way[1];

	if (!in || strcmp(in, program_invocation_short_name))
		return;
	backtrace(way, 1); /* it loads what it needs */
	if (n && sscanf(n, "%31[a-z0-9_] %jx %lu", at_call, &at_way, &at) < 3) {
		at_call[0] = '\0';
		at = strtoul(n, NULL, 10);
	}
	kills = getenv("FAULT_KILL");
	if (log)
		log_to =
		    open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	on = true;
}

static uintmax_t
way_here(void)
{
	void *way[WAY];
	int n = backtrace(way, WAY);
	uint64_t hash = 14695981039346656037u;
	Dl_info of;

	for (int i = 0; i < n; i++) {
		uintptr_t from = (uintptr_t)way[i];

		if (dladdr(way[i], &of)) /* wherever it was loaded */
			from -= (uintptr_t)of.dli_fbase;
		hash = (hash ^ from) * 1099511628211u;
	}
	return hash;
}

static bool
is_at(const char *call)
{
	static unsigned long came;
	bool asked = at_call[0] && strcmp(call, at_call) == 0;
	uintmax_t way = log_to >= 0 || asked ? way_here() : 0;

	count++;
	if (log_to >= 0)
		dprintf(log_to, "%lu %s %jx\n", count, call, way);
	return at_call[0] ? asked && way == at_way && ++came == at :
			    count == at;
}

static bool
fails(const char *call)
{
	bool is;

	if (!on || inside)
		return false;
	inside = true;
	is = is_at(call);
	inside = false;
	if (is && kills)
		kill(getpid(), SIGKILL);
	errno = EIO;
	return is;
}

#define CALL(type, name, params, args, bad)                                    \
	type name params                                                       \
	{                                                                      \
		static type(*real) params;                                     \
		if (!real)                                                     \
			*(void **)&real = dlsym(RTLD_NEXT, #name);             \
		return fails(#name) ? (bad) : real args;                       \
	}

#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		static int (*real)(const char *, int, ...);                    \
		va_list ap;                                                    \
		int mode;                                                      \
		va_start(ap, flags);                                           \
		mode = flags & O_CREAT ? va_arg(ap, int) : 0;                  \
		va_end(ap);                                                    \
		if (!real)                                                     \
			*(void **)&real = dlsym(RTLD_NEXT, #name);             \
		return fails(#name) ? -1 : real(path, flags, mode);            \
	}

OPEN(open)
OPEN(open64)

int
openat(int dir, const char *path, int flags, ...)
{
	static int (*real)(int, const char *, int, ...);
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = flags & O_CREAT ? va_arg(ap, int) : 0;
	va_end(ap);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "openat");
	return fails("openat") ? -1 : real(dir, path, flags, mode);
}

/* With FAULT_PLAIN the file system knows nothing but a plain rename. */
int
renameat2(int d, const char *a, int e, const char *b, unsigned how)
{
	static int (*real)(int, const char *, int, const char *, unsigned);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "renameat2");
	if (on && how && getenv("FAULT_PLAIN")) {
		errno = EINVAL;
		return -1;
	}
	return fails("renameat2") ? -1 : real(d, a, e, b, how);
}

CALL(ssize_t, read, (int fd, void *b, size_t n), (fd, b, n), -1)
CALL(ssize_t, write, (int fd, const void *b, size_t n), (fd, b, n), -1)
CALL(ssize_t, pread64, (int fd, void *b, size_t n, off64_t o), (fd, b, n, o),
    -1)
CALL(off_t, lseek, (int fd, off_t o, int how), (fd, o, how), -1)
CALL(off64_t, lseek64, (int fd, off64_t o, int how), (fd, o, how), -1)
CALL(void *, mmap, (void *p, size_t n, int prot, int flags, int fd, off_t o),
    (p, n, prot, flags, fd, o), MAP_FAILED)
CALL(void *, mmap64,
    (void *p, size_t n, int prot, int flags, int fd, off64_t o),
    (p, n, prot, flags, fd, o), MAP_FAILED)
CALL(int, stat, (const char *p, struct stat *s), (p, s), -1)
CALL(int, lstat, (const char *p, struct stat *s), (p, s), -1)
CALL(int, fstat, (int fd, struct stat *s), (fd, s), -1)
CALL(int, stat64, (const char *p, struct stat64 *s), (p, s), -1)
CALL(int, lstat64, (const char *p, struct stat64 *s), (p, s), -1)
CALL(int, fstat64, (int fd, struct stat64 *s), (fd, s), -1)
CALL(int, access, (const char *p, int how), (p, how), -1)
CALL(int, mkdir, (const char *p, mode_t m), (p, m), -1)
CALL(int, rename, (const char *a, const char *b), (a, b), -1)
CALL(int, renameat, (int d, const char *a, int e, const char *b), (d, a, e, b),
    -1)
CALL(int, linkat, (int d, const char *a, int e, const char *b, int how),
    (d, a, e, b, how), -1)
CALL(int, unlinkat, (int d, const char *p, int how), (d, p, how), -1)
CALL(int, mkdirat, (int d, const char *p, mode_t m), (d, p, m), -1)
CALL(int, fchmod, (int fd, mode_t m), (fd, m), -1)
CALL(int, fsync, (int fd), (fd), -1)
CALL(int, flock, (int fd, int how), (fd, how), -1)
CALL(int, pipe2, (int ends[2], int flags), (ends, flags), -1)
CALL(int, memfd_create, (const char *name, unsigned flags), (name, flags), -1)
CALL(pid_t, waitpid, (pid_t pid, int *status, int how), (pid, status, how), -1)
CALL(int, posix_spawnp,
    (pid_t * pid, const char *file, const posix_spawn_file_actions_t *act,
	const posix_spawnattr_t *how, char *const argv[], char *const env[]),
    (pid, file, act, how, argv, env), EAGAIN)
