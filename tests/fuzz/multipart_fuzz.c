/*
 * multipart_fuzz: the first line is a Content-Type, what follows is the body.  Files lie within the
 * body, behind each other, and their names are no paths.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "http/body.h"
#include "http/multipart.h"
#include "http/utf8.h"

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	struct arena *arena = arena_new(1u << 20);
	const uint8_t *line = n > 0 ? memchr(input, '\n', n) : NULL;
	struct body b = { 0 };

	if (arena == NULL || line == NULL) {
		arena_free(arena);
		return 0;
	}
	const char *type = arena_printf(arena, "multipart/form-data; %.*s", (int)(line - input), (const char *)input);
	const char *at = (const char *)line + 1, *end = (const char *)input + n;
	if (type != NULL && body_parse(arena, type, at, (size_t)(end - at), &b) == NULL) {
		MUST(at == end || b.tree != NULL);
		MUST(b.nfiles <= FILES_MAX);
		for (size_t i = 0; i < b.nfiles; i++) {
			const struct body_file *f = &b.files[i];
			MUST(f->data >= at && f->len <= (size_t)(end - f->data));
			MUST(strpbrk(f->filename, "/\\") == NULL);
			MUST(utf8_valid(f->filename, strlen(f->filename)) && utf8_valid(f->field, strlen(f->field)));
			at = f->data + f->len;
		}
	}
	arena_free(arena);
	return 0;
}
