/*
 * picture_fuzz: any bytes as an upload: refused by one of the reasons there are, or pixels no larger than the side allows, which
 * can be encoded; a WebP file made bare is no longer than it was, and still begins like one.
 */
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "fuzz/fuzz.h"
#include "image/bare.h"
#include "image/picture.h"
#include "image/sniff.h"

#define SIDE 800

static void
start_once(void)
{
	static const struct conf conf = { .image_side = SIDE, .image_decodes = 1, .image_patience_ms = 1000 };
	static int started;
	char why[256];

	if (!started)
		MUST(picture_start(&conf, why, sizeof(why)) == 0);
	started = 1;
}

static void
make_bare(const uint8_t *input, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);
	size_t len;

	MUST(copy != NULL);
	memcpy(copy, input, n);
	len = bare_webp(copy, n);
	MUST(len <= n);
	MUST(len == 0 || memcmp(copy, "RIFF", 4) == 0);
	MUST(len > 0 || memcmp(copy, input, n) == 0);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	struct arena *arena = arena_new(1u << 20);
	struct image_files files;
	struct picture p;
	const struct err *e;

	start_once();
	make_bare(input, n);
	if (arena == NULL)
		return 0;
	e = picture_read(arena, "/file", input, n, &p);
	if (e != NULL) {
		MUST(e->code == ERR_INVALID_REQUEST || e->code == ERR_UNSUPPORTED_MEDIA_TYPE);
		MUST((sniff(input, n) == SNIFF_OTHER && n > 0) == (e->code == ERR_UNSUPPORTED_MEDIA_TYPE));
	} else {
		MUST(p.width > 0 && p.width <= SIDE && p.height > 0 && p.height <= SIDE);
		MUST(picture_encode(arena, &p, &files) == NULL);
		for (int i = 0; i < IMAGE_SIZE__MAX; i++)
			MUST(sniff(files.size[i].p, files.size[i].len) == SNIFF_WEBP);
	}
	arena_free(arena);
	return 0;
}
