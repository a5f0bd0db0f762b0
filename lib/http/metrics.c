/*
 * metrics: counters in shards, summed up on demand.
 *
 * Each thread adds to one of a few shards, so that threads rarely meet on a
 * cache line.  A shard is an array of cells, one per route (the last for paths
 * of no route).
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "http/metrics.h"

#define SHARDS 8
#define METRICS_TYPE(name, type, help) "# HELP " name " " help "\n# TYPE " name " " type "\n"

/* Upper bounds of the latency buckets, microseconds. */
static const int64_t bounds[] = {
	500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 10000000,
};
#define NBOUNDS (sizeof(bounds) / sizeof(bounds[0]))

/* Every status this house answers; others are counted under 0. */
static const int statuses[] = {
	200, 201, 202, 204, 303, 304, 400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 428, 429,
	500, 502, 503, 504, 0,
};
#define NSTATUSES (sizeof(statuses) / sizeof(statuses[0]))

typedef _Atomic(uint64_t) counter;

struct cell {
	counter	 by_status[NSTATUSES];
	counter	 by_latency[NBOUNDS + 1];
	counter	 us;
};

static struct {
	const char		*program;
	const struct route	*routes;
	size_t			 n;
	struct cell		*cells;		/* [SHARDS][n + 1] */
	_Atomic(int64_t)	 running;
} metrics;

static atomic_uint next_shard;
static _Thread_local unsigned my_shard;		/* + 1; 0 = not yet given */

int
metrics_start(const char *program, const struct route *routes, size_t n)
{
	metrics_stop();
	metrics.cells = calloc(SHARDS * (n + 1), sizeof(struct cell));
	if (metrics.cells == NULL)
		return -1;
	metrics.program = program;
	metrics.routes = routes;
	metrics.n = n;
	return 0;
}

void
metrics_stop(void)
{
	free(metrics.cells);
	metrics.cells = NULL;
	atomic_store(&metrics.running, 0);
}

static void
count(counter *c, uint64_t n)
{
	atomic_fetch_add_explicit(c, n, memory_order_relaxed);
}

void
metrics_enter(void)
{
	atomic_fetch_add_explicit(&metrics.running, 1, memory_order_relaxed);
}

void
metrics_leave(const struct route *route, int status, int64_t us)
{
	struct cell *cell;
	size_t r = metrics.n, s = 0, b = 0;

	atomic_fetch_sub_explicit(&metrics.running, 1, memory_order_relaxed);
	if (metrics.cells == NULL)
		return;
	if (my_shard == 0)
		my_shard = 1 + atomic_fetch_add(&next_shard, 1) % SHARDS;
	if (route >= metrics.routes && route < metrics.routes + metrics.n)
		r = (size_t)(route - metrics.routes);
	while (statuses[s] != status && statuses[s] != 0)
		s++;
	while (b < NBOUNDS && us > bounds[b])
		b++;
	cell = &metrics.cells[(my_shard - 1) * (metrics.n + 1) + r];
	count(&cell->by_status[s], 1);
	count(&cell->by_latency[b], 1);
	count(&cell->us, us > 0 ? (uint64_t)us : 0);
}

/* Where a counter lies in a cell, so that the shards can be summed alike. */
static uint64_t
sum(size_t r, size_t offset)
{
	uint64_t n = 0;

	for (size_t shard = 0; shard < SHARDS; shard++) {
		char *cell = (char *)&metrics.cells[shard * (metrics.n + 1) + r];

		n += atomic_load_explicit((counter *)(void *)(cell + offset), memory_order_relaxed);
	}
	return n;
}

static void
labels(struct buf *out, size_t r)
{
	static const char *const methods[HTTP__MAX] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

	buf_printf(out, "{program=\"%s\",route=\"%s\",method=\"%s\"", metrics.program,
	    r < metrics.n ? metrics.routes[r].path : "none",
	    r < metrics.n ? methods[metrics.routes[r].method] : "none");
}

static void
write_requests(struct buf *out, size_t r)
{
	for (size_t s = 0; s < NSTATUSES; s++) {
		uint64_t n = sum(r, offsetof(struct cell, by_status) + s * sizeof(counter));

		if (n == 0)
			continue;
		buf_puts(out, "banquet_http_requests_total");
		labels(out, r);
		buf_printf(out, ",status=\"%d\"} %llu\n", statuses[s], (unsigned long long)n);
	}
}

static void
write_latency(struct buf *out, size_t r)
{
	uint64_t n = 0, us = sum(r, offsetof(struct cell, us));
	uint64_t by_bucket[NBOUNDS + 1];

	for (size_t b = 0; b <= NBOUNDS; b++) {
		n += sum(r, offsetof(struct cell, by_latency) + b * sizeof(counter));
		by_bucket[b] = n;
	}
	if (n == 0)
		return;
	for (size_t b = 0; b <= NBOUNDS; b++) {
		buf_puts(out, "banquet_http_request_duration_seconds_bucket");
		labels(out, r);
		if (b < NBOUNDS)
			buf_printf(out, ",le=\"%g\"} ", (double)bounds[b] / 1e6);
		else
			buf_puts(out, ",le=\"+Inf\"} ");
		buf_printf(out, "%llu\n", (unsigned long long)by_bucket[b]);
	}
	buf_puts(out, "banquet_http_request_duration_seconds_sum");
	labels(out, r);
	buf_printf(out, "} %llu.%06llu\n", (unsigned long long)(us / 1000000), (unsigned long long)(us % 1000000));
	buf_puts(out, "banquet_http_request_duration_seconds_count");
	labels(out, r);
	buf_printf(out, "} %llu\n", (unsigned long long)n);
}

void
metrics_write(struct buf *out)
{
	if (metrics.cells == NULL)
		return;
	buf_puts(out, METRICS_TYPE("banquet_http_requests_total", "counter", "Requests answered."));
	for (size_t r = 0; r <= metrics.n; r++)
		write_requests(out, r);
	buf_puts(out, METRICS_TYPE("banquet_http_request_duration_seconds", "histogram",
	    "Time from the request's last header to its answer."));
	for (size_t r = 0; r <= metrics.n; r++)
		write_latency(out, r);
	buf_puts(out, METRICS_TYPE("banquet_http_requests_in_flight", "gauge", "Requests being handled."));
	buf_printf(out, "banquet_http_requests_in_flight{program=\"%s\"} %lld\n", metrics.program,
	    (long long)atomic_load(&metrics.running));
}
