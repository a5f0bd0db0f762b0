/*
 * replay: runs a fuzz target over the files, or the directories of files, given as
 * arguments; without any, over the corpus it was built for.
 *
 * Prints how many inputs there were.  Exits 1 when there were none, or one could
 * not be read; what a target finds wrong aborts.
 */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

#ifndef CORPUS
#define CORPUS "."
#endif

static int inputs, failures;

static void
complain(const char *path, const char *why)
{
	fprintf(stderr, "%s: %s\n", path, why);
	failures++;
}

/* The bytes in memory of exactly their size, so that the sanitizers see the first one past it. */
static void
replay_file(const char *path, size_t size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(size > 0 ? size : 1);

	if (f == NULL || bytes == NULL)
		complain(path, strerror(errno));
	else if (fread(bytes, 1, size, f) != size)
		complain(path, "it became shorter while it was read");
	else {
		LLVMFuzzerTestOneInput(bytes, size);
		inputs++;
	}
	if (f != NULL)
		fclose(f);
	free(bytes);
}

static void
replay(const char *path)
{
	struct stat st;
	struct dirent *entry;
	DIR *d;

	if (stat(path, &st) != 0) {
		complain(path, strerror(errno));
		return;
	}
	if (!S_ISDIR(st.st_mode)) {
		replay_file(path, (size_t)st.st_size);
		return;
	}
	if ((d = opendir(path)) == NULL) {
		complain(path, strerror(errno));
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		char name[4096];
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(name, sizeof(name), "%s/%s", path, entry->d_name) >= (int)sizeof(name))
			complain(path, "a name in it is too long");
		else
			replay(name);
	}
	closedir(d);
}

int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	char corpus[4096];

	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc == 1) {
		snprintf(corpus, sizeof(corpus), "%s/%s", srcdir != NULL ? srcdir : ".", CORPUS);
		replay(corpus);
	}
	printf("%s: %d inputs\n", argv[0], inputs);
	return inputs > 0 && failures == 0 ? 0 : 1;
}
