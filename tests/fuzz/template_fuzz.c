/*
 * template_fuzz: any bytes as a template and as data.  What comes before the first NUL is the template "page" (it may
 * include itself), what follows is JSON.
 */
#include <stdint.h>
#include <string.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/buf.h"
#include "page/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	static const char words[] = "a = {} 가 | a {}\n";
	const uint8_t *nul = n > 0 ? memchr(input, '\0', n) : NULL;
	size_t len = nul != NULL ? (size_t)(nul - input) : n;
	struct templates *set = templates_new();
	struct arena *arena = arena_new(1u << 20);
	struct json_tokener *reader = json_tokener_new_ex(8);
	struct json_object *tree = NULL;
	struct buf out = { .cap = 1u << 16 };
	char why[300];

	if (set != NULL && arena != NULL && reader != NULL) {
		if (nul != NULL && n - len - 1 > 0)
			tree = json_tokener_parse_ex(reader, (const char *)nul + 1, (int)(n - len - 1));
		templates_add_messages(set, "fuzz.ini", (const char *)input, len, why, sizeof(why));
		templates_add_messages(set, "messages.ini", words, sizeof(words) - 1, why, sizeof(why));
		if (templates_add(set, "page", (const char *)input, len, why, sizeof(why)) == 0
		    && templates_check(set, why, sizeof(why)) == 0) {
			template_render(set, "page", tree, LANG_KO, arena, &out);
			template_render(set, "page", tree, LANG_EN, arena, &out);
		}
	}
	buf_free(&out);
	json_object_put(tree);
	json_tokener_free(reader);
	arena_free(arena);
	templates_free(set);
	return 0;
}
