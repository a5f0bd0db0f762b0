/*
 * json_fuzz: any bytes as a JSON body.  What is accepted, json-c accepts too, and it is still the same
 * after it has been written and read again.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "http/jsonr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	struct arena *arena = arena_new(1u << 20);
	struct json_object *tree = NULL, *again = NULL;
	const struct err *e;

	if (arena == NULL)
		return 0;
	e = jsonr_parse(arena, (const char *)input, n, &tree);
	MUST((e == NULL) == (tree != NULL));
	if (e != NULL)
		/* Of what is in there only a list that is too long has a name. */
		MUST(e->nfaults == 1 && (e->faults[0].pointer[0] == '\0' || strcmp(e->faults[0].reason, "too_many") == 0));
	else {
		MUST(json_object_is_type(tree, json_type_object));
		const char *text = json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN);
		MUST(jsonr_parse(arena, text, strlen(text), &again) == NULL);
		MUST(json_object_equal(tree, again));
	}
	arena_free(arena);
	return 0;
}
