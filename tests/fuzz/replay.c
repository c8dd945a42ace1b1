/* Feeds saved inputs to a fuzz target, with any compiler: files, and all files
 * in folders. A broken property aborts, as under the fuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
feed(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct buf b = { 0 };
	int c;

	if (!in) {
		perror(path);
		return false;
	}
	while ((c = getc(in)) != EOF)
		buf_addc(&b, (char)c);
	bool ok = !ferror(in);
	fclose(in);
	if (ok) {
		/* Exactly as many bytes as there are, so that one read too
		 * many is seen. */
		uint8_t *exact = malloc(b.n ? b.n : 1);
		for (size_t i = 0; exact && i < b.n; i++)
			exact[i] = (uint8_t)b.s[i];
		LLVMFuzzerTestOneInput(exact, b.n);
		free(exact);
	}
	buf_release(&b);
	return ok;
}

static bool
replay(const char *path, size_t *n)
{
	struct dirent **list;
	struct stat st;
	int count;
	bool ok = true;

	if (stat(path, &st)) {
		perror(path);
		return false;
	}
	if (!S_ISDIR(st.st_mode)) {
		++*n;
		return feed(path);
	}
	count = scandir(path, &list, NULL, alphasort);
	if (count < 0) {
		perror(path);
		return false;
	}
	for (int i = 0; i < count; i++) {
		struct buf b = { 0 };
		buf_addf(&b, "%s/%s", path, list[i]->d_name);
		if (list[i]->d_name[0] != '.')
			ok &= replay(buf_z(&b), n);
		buf_release(&b);
		free(list[i]);
	}
	free(list);
	return ok;
}

int
main(int argc, char **argv)
{
	bool all = argc > 1;

	for (int i = 1; i < argc; i++) {
		size_t n = 0;
		bool ok = replay(argv[i], &n) && n > 0;
		printf("%sok %d - replay %s: %zu inputs\n", ok ? "" : "not ", i,
		    argv[i], n);
		all &= ok;
	}
	printf("1..%d\n", argc - 1);
	return !all;
}
