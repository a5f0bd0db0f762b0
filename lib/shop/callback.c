/* callback: see callback.h. */
#include "shop/callback.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "remote/webhook.h"
#include "shop/inquire.h"
#include "shop/shop.h"
#include "store/compensation_store.h"
#include "store/payment_store.h"

#define ASK_AT_ONCE	8	/* calls that wait for the gateway at a time; they must not take the buyers' threads */
#define UNSIGNED_ATTEMPTS 5	/* of the worker's; beyond them who is not known hurries nobody */

const char *const callback_result_names[] = {
	[CALLBACK_SETTLED] = "SETTLED", [CALLBACK_DUE] = "DUE", [CALLBACK_NOTHING] = "NOTHING", [CALLBACK__MAX] = NULL
};

static atomic_int asking;

/* The row that wants to know; NULL when there is none any more. */
static const struct err *
find(struct shop *shop, struct arena *a, const struct webhook *w, const struct compensation **out)
{
	struct uuid id = w->payment_id;
	struct db *db;
	const struct err *e;

	*out = NULL;
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if (!uuid_is_zero(&id))
		e = compensation_store_get(db, a, &id, out);
	/* Some know it only by their own name. */
	if (e == NULL && *out == NULL && w->transaction_id != NULL) {
		if ((e = payment_store_named(db, a, w->transaction_id, &id)) == NULL && !uuid_is_zero(&id))
			e = compensation_store_get(db, a, &id, out);
	}
	db_return(shop->pool, db);
	if (e == NULL && *out != NULL && ((*out)->kind != COMPENSATE_SETTLE || (*out)->state == COMPENSATION_DONE))
		*out = NULL;
	return e;
}

static const struct err *
hurry(struct shop *shop, struct arena *a, const struct compensation *c, int64_t attempts, enum callback_result *out)
{
	struct db *db;
	bool hurried;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = compensation_store_hurry(db, a, &c->id, clock_now(), attempts, &hurried);
	db_return(shop->pool, db);
	if (e == NULL)
		*out = hurried ? CALLBACK_DUE : CALLBACK_NOTHING;
	return e;
}

static const struct err *
ask(struct shop *shop, struct arena *a, const struct compensation *c, enum callback_result *out)
{
	enum inquiry inquiry = INQUIRY_SILENT;
	const struct err *e = NULL;

	if (atomic_fetch_add(&asking, 1) < ASK_AT_ONCE && gateway_down_for(shop->gateway) == 0)
		e = inquire_early(shop, a, c, &inquiry);
	atomic_fetch_sub(&asking, 1);
	if (e != NULL)
		return e;
	if (inquiry == INQUIRY_SILENT)
		return hurry(shop, a, c, INT32_MAX, out);
	*out = inquiry == INQUIRY_WRITTEN ? CALLBACK_SETTLED : CALLBACK_NOTHING;
	return NULL;
}

const struct err *
callback_heard(struct shop *shop, struct arena *a, const struct webhook *w, bool is_signed, enum callback_result *out)
{
	const struct compensation *c;
	const struct err *e = find(shop, a, w, &c);

	*out = CALLBACK_NOTHING;
	if (e != NULL || c == NULL)
		return e;
	return is_signed ? ask(shop, a, c, out) : hurry(shop, a, c, UNSIGNED_ATTEMPTS, out);
}

const char *
callback_address(const struct conf *c, struct arena *a)
{
	const char *base = *c->gateway_callback_url != '\0' ? c->gateway_callback_url : c->public_url;

	size_t n = strlen(base);

	while (n > 0 && base[n - 1] == '/')
		n--;
	if (n == 0 || !webhook_can(c->gateway_provider, c->gateway_webhook_key))
		return NULL;
	return arena_printf(a, "%.*s/v1/payment-callbacks/%s", (int)n, base, c->gateway_provider);
}
