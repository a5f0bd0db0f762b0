/* compensate: one function a kind of row. */
#include "shop/compensate.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "shop/inquire.h"
#include "shop/job.h"
#include "shop/settle.h"
#include "shop/shop.h"

#define CLAIM 1			/* row at a time: a worker that dies holds up one, for as long as one attempt may take */
#define ROUNDS 1024		/* claims in one run */

/* --- giving back ------------------------------------------------------------------------------ */

static const struct err *
refund(struct shop *shop, struct arena *a, const struct compensation *c, const char **why)
{
	struct gateway_refund_ask ask = { .refund_id = c->id, .amount = c->amount };
	struct gateway_refund r;
	const struct err *e;

	if ((e = inquire_ref(shop, a, c, &ask.payment)) != NULL)
		return e;
	gateway_refund(shop->gateway, a, &ask, &r);
	if (r.result != GATEWAY_REFUNDED && r.result != GATEWAY_REFUND_NOT_DONE)
		gateway_find_refund(shop->gateway, a, &ask, &r);
	if (r.result != GATEWAY_REFUNDED) {
		*why = r.code != NULL ? r.code : gateway_refund_names[r.result];
		return NULL;
	}
	crash_at(CRASH_COMPENSATE_ASKED);
	return order_refunded(shop, a, c, r.transaction_id);
}

/* --- one row, and all that are due ------------------------------------------------------------ */

static const struct err *
try_again_later(struct shop *shop, struct arena *a, const struct compensation *c, const char *why)
{
	bool dead = c->attempts >= shop->conf->compensation_attempts;
	int64_t due = clock_now() + compensation_wait(c->attempts, shop->conf->compensation_longest_s * 1000);
	struct db *db;
	const struct err *e;

	log_event(dead ? LOG_ERROR : LOG_WARN, "compensation_failed", LOG_S("kind", compensation_kind_names[c->kind]),
	    LOG_I("attempts", c->attempts), LOG_S("why", why), LOG_I("dead", dead));
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = compensation_store_failed(db, a, &c->id, dead ? COMPENSATION_DEAD : COMPENSATION_OPEN, due, why);
	db_return(shop->pool, db);
	return e;
}

const struct err *
compensate_one(struct shop *shop, struct arena *a, const struct compensation *c)
{
	static const struct err *(*const act[COMPENSATE__MAX])(struct shop *, struct arena *, const struct compensation *, const char **) = {
		[COMPENSATE_SETTLE] = inquire,
		[COMPENSATE_REFUND] = refund,
	};
	const char *why = NULL;
	const struct err *e = act[c->kind](shop, a, c, &why);

	if (e != NULL)
		why = err_kind(e->code)->name;
	return why == NULL ? NULL : try_again_later(shop, a, c, why);
}

static const struct err *
claim(struct shop *shop, struct arena *a, struct compensations *out)
{
	const struct conf *c = shop->conf;
	/* Longer than one attempt of each of them can take. */
	int64_t lease = CLAIM * (4 * c->gateway_timeout_ms + c->desk_patience_ms);
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = compensation_store_claim(db, a, clock_now(), lease, CLAIM, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
compensate_job(struct job_run *run)
{
	const struct err *e = NULL;

	for (int round = 0; e == NULL && round < ROUNDS && !job_stopping(run); round++) {
		struct compensations due;
		if ((e = claim(run->shop, run->arena, &due)) != NULL || due.n == 0)
			break;
		for (size_t i = 0; e == NULL && i < due.n; i++, run->done++)
			e = compensate_one(run->shop, run->arena, &due.v[i]);
	}
	return e;
}

const struct err *
compensations_dead(struct shop *shop, struct arena *a, const struct uuid *after, int64_t limit, struct compensations *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = compensation_store_dead(db, a, after, limit, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
compensation_retry(struct shop *shop, struct arena *a, const struct uuid *id)
{
	bool found = false;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = compensation_store_retry(db, a, id, clock_now(), &found);
	db_return(shop->pool, db);
	return e != NULL ? e : found ? NULL : err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
}
