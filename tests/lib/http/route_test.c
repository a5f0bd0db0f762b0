/* route_test: paths to rows, parameters, and what is allowed where nothing fits. */
#include "base/arena.h"
#include "http/model.h"
#include "http/route.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 16); }
static void teardown(void) { arena_free(arena); }

static const struct route routes[] = {
	{ .method = HTTP_GET,	.path = "/" },
	{ .method = HTTP_POST,	.path = "/api/orders/" },
	{ .method = HTTP_GET,	.path = "/api/orders/{order_id}" },
	{ .method = HTTP_GET,	.path = "/api/orders/user/{user_id}" },
	{ .method = HTTP_POST,	.path = "/api/orders/reorder/{order_id}" },
	{ .method = HTTP_GET,	.path = "/api/orders/staff/all" },
	{ .method = HTTP_GET,	.path = "/api/orders/{order_id}/customizations" },
	{ .method = HTTP_PATCH,	.path = "/api/orders/{order_id}/status" },
	{ .method = HTTP_GET,	.path = "/v1/users/{id}" },
	{ .method = HTTP_PATCH,	.path = "/v1/users/{id}" },
	{ .method = HTTP_GET,	.path = "/v1/users/me" },
	{ .method = HTTP_DELETE, .path = "/v1/sessions/current" },
	{ .method = HTTP_PUT,	.path = "/x/{a}/{b}/{c}/{d}" },
};
#define NROUTES (sizeof(routes) / sizeof(routes[0]))

static const struct { enum http_method method; const char *path, *row, *params, *allow; } rows[] = {
	{ HTTP_GET,	"/",				"/", "", "GET, HEAD" },
	{ HTTP_POST,	"/api/orders/",			"/api/orders/", "", "POST" },
	{ HTTP_POST,	"/api/orders",			"/api/orders/", "", "POST" },
	{ HTTP_GET,	"/api/orders/",			NULL, "", "POST" },
	{ HTTP_GET,	"/api/orders/42",		"/api/orders/{order_id}", "order_id=42 ", "GET, HEAD" },
	{ HTTP_GET,	"/api/orders/42/",		"/api/orders/{order_id}", "order_id=42 ", "GET, HEAD" },
	{ HTTP_GET,	"/api/orders/a b%20",		"/api/orders/{order_id}", "order_id=a b%20 ", "GET, HEAD" },
	{ HTTP_GET,	"/api/orders/user/7",		"/api/orders/user/{user_id}", "user_id=7 ", "GET, HEAD" },
	{ HTTP_GET,	"/api/orders/staff/all",	"/api/orders/staff/all", "", "GET, HEAD" },
	{ HTTP_POST,	"/api/orders/reorder/9",	"/api/orders/reorder/{order_id}", "order_id=9 ", "POST" },
	/* An earlier literal segment counts more than a later one. */
	{ HTTP_GET,	"/api/orders/user/customizations", "/api/orders/user/{user_id}", "user_id=customizations ", "GET, HEAD" },
	{ HTTP_PATCH,	"/api/orders/user/status",	"/api/orders/{order_id}/status", "order_id=user ", "GET, HEAD, PATCH" },
	{ HTTP_GET,	"/v1/users/me",			"/v1/users/me", "", "GET, HEAD, PATCH" },
	{ HTTP_PATCH,	"/v1/users/me",			"/v1/users/{id}", "id=me ", "GET, HEAD, PATCH" },
	{ HTTP_DELETE,	"/v1/users/me",			NULL, "", "GET, HEAD, PATCH" },
	{ HTTP_DELETE,	"/v1/sessions/current",		"/v1/sessions/current", "", "DELETE" },
	{ HTTP_PUT,	"/x/1/2/3/4",			"/x/{a}/{b}/{c}/{d}", "a=1 b=2 c=3 d=4 ", "PUT" },
	{ HTTP_GET,	"",				NULL, "", "" },
	{ HTTP_GET,	"/api",				NULL, "", "" },
	{ HTTP_GET,	"/api/orders/42/43/44",		NULL, "", "" },
	{ HTTP_GET,	"/api/order/42",		NULL, "", "" },
	{ HTTP_GET,	"/api/orders//customizations",	NULL, "", "" },
	{ HTTP_GET,	"//",				NULL, "", "" },
	{ HTTP_GET,	"/API/orders/42",		NULL, "", "" },
	{ HTTP_GET,	"api/orders/42",		NULL, "", "" },
	{ HTTP_GET,	"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19", NULL, "", "" },
};

START_TEST(finds)
{
	struct route_match m;
	const char *params = "";

	route_find(routes, NROUTES, rows[_i].method, rows[_i].path, arena, &m);
	for (size_t i = 0; i < m.nparams; i++)
		params = arena_printf(arena, "%s%s=%s ", params, m.param[i].name, m.param[i].value);
	if (rows[_i].row == NULL)
		ck_assert_ptr_null(m.route);
	else {
		ck_assert_ptr_nonnull(m.route);
		ck_assert_str_eq(m.route->path, rows[_i].row);
		ck_assert_int_eq(m.route->method, rows[_i].method);
	}
	ck_assert_str_eq(params, rows[_i].params);
	ck_assert_str_eq(route_allow(m.allowed, arena), rows[_i].allow);
}
END_TEST

START_TEST(allow)
{
	ck_assert_str_eq(route_allow(0, arena), "");
	ck_assert_str_eq(route_allow(~0u, arena), "GET, HEAD, POST, PUT, PATCH, DELETE");
}
END_TEST

START_TEST(full_arena)
{
	struct route_match m;

	while (arena_alloc(arena, 16) != NULL)
		;
	route_find(routes, NROUTES, HTTP_GET, "/api/orders/42", arena, &m);
	ck_assert_ptr_null(m.route);
	ck_assert_uint_eq(m.nparams, 0);
	ck_assert_str_eq(route_allow(~0u, arena), "");
}
END_TEST

Suite *
route_suite(void)
{
	Suite *s = suite_create("route");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, finds, 0, ROWS(rows));
	tcase_add_test(c, allow);
	tcase_add_test(c, full_arena);
	suite_add_tcase(s, c);
	return s;
}
