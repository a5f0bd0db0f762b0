/* control: see control.h. */
#include "gateway/control.h"

#include <string.h>

#include "base/err.h"
#include "gateway/gateway.h"
#include "gateway/wire.h"
#include "http/serve.h"

void
knobs_init(struct knobs *k, int64_t threads)
{
	atomic_store(&k->slow_ms, SLOW_MS);
	k->slow_max = threads / 2;
}

/* One less, if there is one. */
static bool
take(_Atomic(int64_t) *n)
{
	int64_t left = atomic_load(n);

	while (left > 0)
		if (atomic_compare_exchange_weak(n, &left, left - 1))
			return true;
	return false;
}

const struct err *
knobs_before(struct knobs *k)
{
	int64_t ms = atomic_load(&k->latency_ms);

	if (ms > 0)
		serve_pause(ms);
	return take(&k->fail_next) ? err_static(ERR_UNAVAILABLE) : NULL;
}

bool
knobs_drop(struct knobs *k)
{
	return take(&k->drop_next);
}

bool
knobs_dawdle(struct knobs *k)
{
	bool room = atomic_fetch_add(&k->slow, 1) < k->slow_max;

	if (room)
		serve_pause(atomic_load(&k->slow_ms));
	atomic_fetch_sub(&k->slow, 1);
	return room;
}

const struct err *
control_get(struct request *rq, struct response *rs)
{
	struct gateway *g = rq->site;
	struct knobs_view v = { atomic_load(&g->knobs.latency_ms), atomic_load(&g->knobs.slow_ms),
	    atomic_load(&g->knobs.fail_next), atomic_load(&g->knobs.drop_next),
	    atomic_load(&g->knobs.expiry_s) };

	if (!g->conf.gateway_control)
		return err_static(ERR_ENTITY_NOT_FOUND);
	return gateway_answer(rq, rs, wire_json(rq->arena, &knobs_model, &v));
}

const struct err *
control_post(struct request *rq, struct response *rs)
{
	struct gateway *g = rq->site;
	const struct knobs_view *v = rq->in;

	if (!g->conf.gateway_control)
		return err_static(ERR_ENTITY_NOT_FOUND);
	atomic_store(&g->knobs.latency_ms, v->latency_ms);
	atomic_store(&g->knobs.slow_ms, v->slow_ms);
	atomic_store(&g->knobs.fail_next, v->fail_next);
	atomic_store(&g->knobs.drop_next, v->drop_next);
	atomic_store(&g->knobs.expiry_s, v->expiry_s);
	return control_get(rq, rs);
}
