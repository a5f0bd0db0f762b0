/*
 * route: which handler a method and path mean.
 *
 * serve asks for each request; a program has a dozen or two rows, so a walk
 * over them, comparing segments, is less work than keeping a tree.
 */
#include <string.h>

#include "base/arena.h"
#include "http/route.h"

/* More segments than any row has. */
#define SEGMENTS_MAX 16

struct segment { const char *p; size_t n; };

/* Takes the next segment off *path; false at the end.  A slash at the very end begins no segment:
 * "/api/orders" and "/api/orders/" are one resource. */
static bool
next_segment(const char **path, struct segment *s)
{
	if (**path != '/' || (*path)[1] == '\0')
		return false;
	s->p = *path + 1;
	s->n = strcspn(s->p, "/");
	*path = s->p + s->n;
	return true;
}

static bool
is_parameter(const struct segment *s)
{
	return s->n >= 2 && s->p[0] == '{' && s->p[s->n - 1] == '}';
}

/* How well a row fits: 0 = not at all; else literal segments count, earlier ones more. */
static unsigned
fit(const char *pattern, const char *path)
{
	struct segment want = { 0 }, have = { 0 };
	unsigned score = 1u << SEGMENTS_MAX;

	if (*path != '/')
		return 0;
	for (unsigned bit = 1u << (SEGMENTS_MAX - 1);; bit >>= 1) {
		bool wanted = next_segment(&pattern, &want), had = next_segment(&path, &have);
		if (!wanted || !had)
			return wanted == had ? score : 0;
		if (bit == 0 || have.n == 0)
			return 0;
		if (is_parameter(&want))
			continue;
		if (want.n != have.n || memcmp(want.p, have.p, want.n) != 0)
			return 0;
		score |= bit;
	}
}

/* False when the arena is full. */
static bool
take_params(const char *pattern, const char *path, struct arena *arena, struct route_match *m)
{
	struct segment want = { 0 }, have = { 0 };

	while (next_segment(&pattern, &want) && next_segment(&path, &have)) {
		if (!is_parameter(&want) || m->nparams == ROUTE_PARAMS)
			continue;
		const char *name = arena_memdup(arena, want.p + 1, want.n - 2);
		const char *value = arena_memdup(arena, have.p, have.n);
		if (name == NULL || value == NULL)
			return false;
		m->param[m->nparams].name = name;
		m->param[m->nparams++].value = value;
	}
	return true;
}

void
route_find(const struct route *routes, size_t n, enum http_method method, const char *path, struct arena *arena,
    struct route_match *out)
{
	struct route_match m = { 0 };
	unsigned best = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned score = fit(routes[i].path, path);
		if (score == 0)
			continue;
		m.allowed |= 1u << routes[i].method;
		if (routes[i].method == method && score > best) {
			best = score;
			m.route = &routes[i];
		}
	}
	/* Without room for its parameters a route must not be called: better not found. */
	if (m.route != NULL && !take_params(m.route->path, path, arena, &m))
		m = (struct route_match){ 0 };
	*out = m;
}

const char *
route_allow(unsigned methods, struct arena *arena)
{
	static const char *const names[HTTP__MAX] = {
		[HTTP_GET] = "GET, HEAD",
		[HTTP_POST] = "POST",
		[HTTP_PUT] = "PUT",
		[HTTP_PATCH] = "PATCH",
		[HTTP_DELETE] = "DELETE",
	};
	const char *text = "";

	for (unsigned i = 0; i < HTTP__MAX && text != NULL; i++)
		if ((methods & 1u << i) != 0)
			text = arena_printf(arena, "%s%s%s", text, *text != '\0' ? ", " : "", names[i]);
	return text != NULL ? text : "";
}
