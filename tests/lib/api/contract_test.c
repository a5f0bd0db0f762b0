/*
 * contract: the document is JSON, has every route of every program under its
 * method, and points nowhere that does not exist.
 */
#include "api/contract.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct json_object *doc;

static void
setup(void)
{
	struct buf b = { 0 };

	contract_write(&b);
	ck_assert(!b.failed);
	doc = json_tokener_parse(buf_str(&b));
	ck_assert_ptr_nonnull(doc);
	buf_free(&b);
}

static void
teardown(void)
{
	json_object_put(doc);
}

static struct json_object *
at(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	ck_assert_msg(json_object_object_get_ex(o, key, &v), "there is no %s", key);
	return v;
}

static const struct { const char *path, *method; } routes[] = {
#define ROUTE(m, p, ...) { p, #m },
#include "api/routes/carts.def"
#include "api/routes/catalog.def"
#include "api/routes/coupons.def"
#include "api/routes/members.def"
#include "api/routes/orders.def"
#undef ROUTE
};

static const char *
lower(const char *method)
{
	static const char *const names[][2] = { { "GET", "get" }, { "POST", "post" }, { "PUT", "put" }, { "PATCH", "patch" },
	    { "DELETE", "delete" } };

	for (int i = 0; i < ROWS(names); i++)
		if (strcmp(names[i][0], method) == 0)
			return names[i][1];
	return method;
}

START_TEST(every_route_is_told)
{
	struct json_object *operation = at(at(at(doc, "paths"), routes[_i].path), lower(routes[_i].method));

	ck_assert_int_gt((int)strlen(json_object_get_string(at(operation, "summary"))), 5);
	ck_assert_int_gt(json_object_object_length(at(operation, "responses")), 1);
}
END_TEST

/* Every "$ref" below a value, resolved in the document. */
static int
resolve(struct json_object *v)
{
	int n = 0;

	if (json_object_is_type(v, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(v); i++)
			n += resolve(json_object_array_get_idx(v, i));
	} else if (json_object_is_type(v, json_type_object)) {
		json_object_object_foreach(v, key, member) {
			if (strcmp(key, "$ref") != 0) {
				n += resolve(member);
				continue;
			}
			char path[256], *save, *word;
			struct json_object *to = doc;
			snprintf(path, sizeof(path), "%s", json_object_get_string(member));
			ck_assert_int_eq(strncmp(path, "#/", 2), 0);
			for (word = strtok_r(path + 2, "/", &save); word != NULL; word = strtok_r(NULL, "/", &save))
				to = at(to, word);
			n++;
		}
	}
	return n;
}

START_TEST(references_lead_somewhere)
{
	ck_assert_int_gt(resolve(doc), 20);
}
END_TEST

START_TEST(version_is_3_1)
{
	ck_assert_str_eq(json_object_get_string(at(doc, "openapi")), "3.1.0");
}
END_TEST

Suite *
contract_suite(void)
{
	Suite *s = suite_create("contract");
	TCase *c = tcase_create("document");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, every_route_is_told, 0, ROWS(routes));
	tcase_add_test(c, references_lead_somewhere);
	tcase_add_test(c, version_is_3_1);
	suite_add_tcase(s, c);
	return s;
}
