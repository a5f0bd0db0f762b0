/*
 * form_fuzz: any bytes as an urlencoded body and as a query string.  The tree stays within its limits, its
 * lists have no gaps, and its leaves are texts.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "http/body.h"
#include "http/utf8.h"

static size_t
look(struct json_object *o, int depth)
{
	size_t leaves = 0;

	if (json_object_is_type(o, json_type_object)) {
		MUST(depth < BODY_DEPTH);
		json_object_object_foreach(o, key, value) {
			MUST(utf8_valid(key, strlen(key)));
			leaves += look(value, depth + 1);
		}
	} else if (json_object_is_type(o, json_type_array)) {
		MUST(depth < BODY_DEPTH && json_object_array_length(o) <= BODY_ENTRIES && json_object_array_length(o) > 0);
		for (size_t i = 0; i < json_object_array_length(o); i++)
			leaves += look(json_object_array_get_idx(o, i), depth + 1);
	} else {
		MUST(json_object_is_type(o, json_type_string));
		MUST(utf8_valid(json_object_get_string(o), (size_t)json_object_get_string_len(o)));
		leaves = 1;
	}
	return leaves;
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	struct arena *arena = arena_new(1u << 20);
	struct json_object *tree = NULL;
	struct body b = { 0 };

	if (arena == NULL)
		return 0;
	const struct err *e = body_parse(arena, "application/x-www-form-urlencoded", (const char *)input, n, &b);
	if (e == NULL && n > 0)
		MUST(look(b.tree, 0) <= BODY_FIELDS);
	else if (e != NULL)
		MUST(e->nfaults == 1);
	char *query = arena_memdup(arena, input, n);
	if (query != NULL && (e = body_parse_query(arena, query, &tree)) == NULL)
		MUST(look(tree, 0) <= BODY_FIELDS);
	else if (e != NULL && e->nfaults > 0)
		MUST(e->faults[0].pointer[0] != '/');
	arena_free(arena);
	return 0;
}
