/*
 * reply: see reply.h.
 */
#include "remote/reply.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "base/arena.h"

static void
put_tree(void *tree)
{
	json_object_put(tree);
}

const struct json_object *
reply_parse(struct arena *arena, const char *text, size_t n)
{
	struct json_tokener *tok = n <= INT_MAX ? json_tokener_new_ex(REPLY_DEPTH) : NULL;

	if (tok == NULL)
		return NULL;
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* With its NUL, so that a number that ends the text is seen to end. */
	struct json_object *o = json_tokener_parse_ex(tok, text, (int)n);
	bool good = json_tokener_get_error(tok) == json_tokener_success && json_tokener_get_parse_end(tok) <= n &&
	    json_object_is_type(o, json_type_object);
	/* Strict refuses what follows, but white space. */
	json_tokener_free(tok);
	if (!good) {
		json_object_put(o);
		return NULL;
	}
	return arena_defer(arena, put_tree, o) == 0 ? o : NULL;
}

/* What the path leads to; NULL when it is not there, or null. */
static struct json_object *
at(const struct json_object *o, const char *path)
{
	struct json_object *here = (struct json_object *)(uintptr_t)o;
	char name[64];

	while (here != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");
		if (n >= sizeof(name))
			return NULL;
		memcpy(name, path, n);
		name[n] = '\0';
		path += n + (path[n] == '.');
		if (!json_object_is_type(here, json_type_object) || !json_object_object_get_ex(here, name, &here))
			return NULL;
	}
	return here;
}

const char *
reply_text(const struct json_object *o, const char *path)
{
	struct json_object *v = at(o, path);

	if (!json_object_is_type(v, json_type_string))
		return NULL;
	const char *s = json_object_get_string(v);
	/* A NUL within would hide what follows it. */
	return *s != '\0' && strlen(s) == (size_t)json_object_get_string_len(v) ? s : NULL;
}

bool
reply_int(const struct json_object *o, const char *path, int64_t *out)
{
	struct json_object *v = at(o, path);

	if (!json_object_is_type(v, json_type_int))
		return false;
	int64_t n = json_object_get_int64(v);
	if (n == INT64_MAX || n == INT64_MIN)	/* json-c's answer to what does not fit */
		return false;
	*out = n;
	return true;
}

bool
reply_true(const struct json_object *o, const char *path)
{
	struct json_object *v = at(o, path);

	return json_object_is_type(v, json_type_boolean) && json_object_get_boolean(v);
}

const struct json_object *
reply_object(const struct json_object *o, const char *path)
{
	struct json_object *v = at(o, path);

	return json_object_is_type(v, json_type_object) ? v : NULL;
}

bool
reply_has_list(const struct json_object *o, const char *path)
{
	return json_object_is_type(at(o, path), json_type_array);
}

size_t
reply_count(const struct json_object *o, const char *path)
{
	struct json_object *v = at(o, path);

	return json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 0;
}

const struct json_object *
reply_entry(const struct json_object *o, const char *path, size_t i)
{
	struct json_object *v = at(o, path);
	struct json_object *entry = json_object_is_type(v, json_type_array) ? json_object_array_get_idx(v, i) : NULL;

	return json_object_is_type(entry, json_type_object) ? entry : NULL;
}
