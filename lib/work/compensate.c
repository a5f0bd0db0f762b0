/* compensate: one function a kind of row. */
#include "work/compensate.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "shop/inquire.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "work/job.h"

#define CLAIM 1			/* row at a time: a worker that dies holds up one, for as long as one attempt may take */
#define ROUNDS 1024		/* claims in one run, of each hand */
#define HANDS 4			/* rows a worker asks about at once: a gateway that is silent makes each wait as long as a call may take */
#define HAND_ARENA (16u << 20)	/* bytes */

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

/* One of those of a worker that work side by side. */
struct hand { struct job_run *run; struct arena *arena; pthread_t thread; const struct err *err; int64_t done; };

/* Row after row.  A gateway known to be down is not asked: that would cost each row an attempt and tell nothing. */
static void
work(struct hand *h, struct compensation *first)
{
	struct shop *shop = h->run->shop;
	struct compensations due = { first, first != NULL };

	for (int round = 0; h->err == NULL && round < ROUNDS && !job_stopping(h->run); round++) {
		if (due.n == 0 && (gateway_down_for(shop->gateway) > 0 || (h->err = claim(shop, h->arena, &due)) != NULL || due.n == 0))
			return;
		for (size_t i = 0; h->err == NULL && i < due.n; i++, h->done++)
			h->err = compensate_one(shop, h->arena, &due.v[i]);
		due.n = 0;
	}
}

static void *
help(void *arg)
{
	work(arg, NULL);
	return NULL;
}

/* What a hand has done; its error outlives its arena. */
static void
take_leave(struct hand *h, struct hand *first)
{
	pthread_join(h->thread, NULL);
	first->done += h->done;
	if (first->err == NULL && h->err != NULL)
		first->err = err_new(first->arena, h->err->code, "%s", h->err->detail == NULL ? "" : h->err->detail);
	arena_free(h->arena);
}

const struct err *
compensate_job(struct job_run *run)
{
	struct hand hand[HANDS] = { { .run = run, .arena = run->arena } };
	struct compensations due;
	size_t n = 1;
	const struct err *e;

	if (run->shop->gateway != NULL && gateway_down_for(run->shop->gateway) > 0)
		return NULL;
	if ((e = claim(run->shop, run->arena, &due)) != NULL || due.n == 0)
		return e;
	/* Those that can not be had are done without. */
	for (; n < HANDS; n++) {
		hand[n] = (struct hand){ .run = run, .arena = arena_new(HAND_ARENA) };
		if (hand[n].arena == NULL || pthread_create(&hand[n].thread, NULL, help, &hand[n]) != 0) {
			arena_free(hand[n].arena);
			break;
		}
	}
	work(&hand[0], due.v);
	while (n > 1)
		take_leave(&hand[--n], &hand[0]);
	run->done = hand[0].done;
	return hand[0].err;
}
