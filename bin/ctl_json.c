/*
 * ctl_json: what banquetctl seed reads of the objects of its documents.
 */
#include "ctl_json.h"

#include <json-c/json.h>

struct json_object *
ctl_at(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ? v : NULL;
}

const char *
ctl_text(struct json_object *o, const char *key)
{
	return json_object_get_string(ctl_at(o, key));
}

int64_t
ctl_number(struct json_object *o, const char *key)
{
	return json_object_get_int64(ctl_at(o, key));
}
