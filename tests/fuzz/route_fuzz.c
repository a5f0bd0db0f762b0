/*
 * route_fuzz: the first byte is the method, the rest a path.  What is found is allowed, its parameters are
 * segments of the path, and what is not found is not half found.
 */
#include <string.h>

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "http/model.h"
#include "http/route.h"

static const struct route routes[] = {
	{ .method = HTTP_GET,	.path = "/" },
	{ .method = HTTP_POST,	.path = "/api/orders/" },
	{ .method = HTTP_GET,	.path = "/api/orders/{order_id}" },
	{ .method = HTTP_GET,	.path = "/api/orders/user/{user_id}" },
	{ .method = HTTP_GET,	.path = "/api/orders/staff/all" },
	{ .method = HTTP_PATCH,	.path = "/api/orders/{order_id}/status" },
	{ .method = HTTP_DELETE, .path = "/v1/sessions/current" },
	{ .method = HTTP_PUT,	.path = "/x/{a}/{b}/{c}/{d}" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	struct arena *arena;
	struct route_match m;
	const char *path;

	if (n == 0 || (arena = arena_new(1u << 18)) == NULL)
		return 0;
	enum http_method method = (enum http_method)(input[0] % HTTP__MAX);
	if ((path = arena_memdup(arena, input + 1, n - 1)) != NULL) {
		route_find(routes, sizeof(routes) / sizeof(routes[0]), method, path, arena, &m);
		MUST((m.allowed == 0) == (*route_allow(m.allowed, arena) == '\0'));
		if (m.route == NULL)
			MUST(m.nparams == 0);
		else
			MUST(m.route->method == method && (m.allowed & 1u << method) != 0 && m.nparams <= ROUTE_PARAMS);
		for (size_t i = 0; i < m.nparams; i++) {
			MUST(m.param[i].value[0] != '\0' && strchr(m.param[i].value, '/') == NULL);
			MUST(strstr(path, m.param[i].value) != NULL && strstr(m.route->path, m.param[i].name) != NULL);
		}
	}
	arena_free(arena);
	return 0;
}
