/* pictures_main: tests/pictures NAME writes the picture of that name to standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <vips/vips.h>

#include "support/pictures.h"

int
main(int argc, char **argv)
{
	struct picture_file f;
	size_t wrote;

	if (argc != 2 || VIPS_INIT(argv[0]) != 0)
		return EXIT_FAILURE;
	f = picture_make(argv[1]);
	wrote = fwrite(f.bytes, 1, f.len, stdout);
	free(f.bytes);
	vips_shutdown();
	return wrote == f.len && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
