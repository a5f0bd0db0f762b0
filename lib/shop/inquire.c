/* inquire: see inquire.h. */
#include "shop/inquire.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "shop/charge_settle.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "store/charge_store.h"
#include "store/order_store.h"

/* Whose payment it is: an order's, or (user not zero) a charge of that member's balance. */
struct owner { struct payment payment; struct uuid user_id; };

static const struct err *
no_such(struct arena *a, const struct compensation *c)
{
	return err_new(a, ERR_ENTITY_NOT_FOUND, "no such payment of %s", uuid_is_zero(&c->order_id) ? "a member" : "this order");
}

static const struct err *
of_order(struct db *db, struct arena *a, const struct compensation *c, struct owner *out)
{
	const struct payment *p;
	struct orders found;
	const struct err *e;

	if ((e = order_store_get(db, a, &c->order_id, 1, false, ORDER_PAYMENT, &found)) != NULL)
		return e;
	if (found.n == 0 || (p = order_payment(&found.v[0], &c->payment_id)) == NULL)
		return no_such(a, c);
	*out = (struct owner){ .payment = *p };
	return NULL;
}

static const struct err *
of_member(struct db *db, struct arena *a, const struct compensation *c, struct owner *out)
{
	const struct charge *charge;
	const struct err *e;

	if ((e = charge_store_get(db, a, &c->payment_id, &charge)) != NULL)
		return e;
	if (charge == NULL)
		return no_such(a, c);
	*out = (struct owner){ charge->payment, charge->user_id };
	return NULL;
}

static const struct err *
owner_of(struct shop *shop, struct arena *a, const struct compensation *c, struct owner *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = (uuid_is_zero(&c->order_id) ? of_member : of_order)(db, a, c, out);
	db_return(shop->pool, db);
	return e;
}

static struct gateway_ref
ref_of(const struct payment *p)
{
	return (struct gateway_ref){ .payment_id = p->id, .transaction_id = p->transaction_id, .amount = p->amount, .created_at = p->created_at };
}

const struct err *
inquire_ref(struct shop *shop, struct arena *a, const struct compensation *c, struct gateway_ref *out)
{
	struct owner owner;
	const struct err *e = owner_of(shop, a, c, &owner);

	if (e == NULL)
		*out = ref_of(&owner.payment);
	return e;
}

/* A payment the gateway does not know: no call of ours can be under way any more, so there is none; but a gateway that was
 * stopped in the middle of one may still book it.  So what was held goes back now, and the gateway is asked once more later. */
static void
not_found(const struct conf *conf, const struct compensation *c, int64_t now, struct settlement *s)
{
	if (now < c->created_at + conf->gateway_settle_s * 1000) {
		s->outcome = SETTLE_LATER;
		s->ask_at = now + compensation_wait(c->attempts, conf->compensation_longest_s * 1000);
		s->why = "the gateway does not know it yet";
		return;
	}
	s->outcome = SETTLE_FAILED;
	s->failure_code = "not_charged";
	if (now < c->created_at + (conf->gateway_settle_s + conf->gateway_verify_s) * 1000)
		s->ask_at = now + conf->gateway_verify_s * 1000;
}

/* False when it is not decided. */
static bool
decided(const struct gateway_payment *p, struct settlement *s)
{
	s->transaction_id = p->transaction_id;
	switch (p->result) {
	case GATEWAY_PAID:
	case GATEWAY_RETURNED:	/* by somebody at the gateway's: reconciling shows it */
		s->outcome = SETTLE_PAID;
		return true;
	case GATEWAY_DECLINED:
		s->outcome = SETTLE_FAILED;
		s->failure_code = decline_word(p->decline);
		return true;
	default:
		return false;
	}
}

static const struct err *
write_down(struct shop *shop, struct arena *a, const struct owner *owner, struct settlement *s)
{
	crash_at(CRASH_COMPENSATE_ASKED);
	if (uuid_is_zero(&owner->user_id))
		return order_settle(shop, a, s);
	return charge_settle(shop, a, &(struct charge_settlement){ .found = *s, .user_id = owner->user_id });
}

/* Whose payment it is, how the provider knows it, and what that says of it now. */
static const struct err *
look(struct shop *shop, struct arena *a, const struct compensation *c, struct owner *owner, struct gateway_ref *ref, struct gateway_payment *p)
{
	const struct err *e = owner_of(shop, a, c, owner);

	if (e != NULL)
		return e;
	*ref = ref_of(&owner->payment);
	gateway_find(shop->gateway, a, ref, p);
	return NULL;
}

const struct err *
inquire(struct shop *shop, struct arena *a, const struct compensation *c, const char **why)
{
	struct settlement s = { .order_id = c->order_id, .payment_id = c->payment_id };
	struct gateway_payment p;
	struct gateway_ref ref;
	struct owner owner;
	const struct err *e;

	if ((e = look(shop, a, c, &owner, &ref, &p)) != NULL)
		return e;
	if (p.result == GATEWAY_PENDING)
		gateway_abandon(shop->gateway, a, &ref, &p);
	if (p.result == GATEWAY_NOT_FOUND) {
		s.transaction_id = p.transaction_id;
		not_found(shop->conf, c, clock_now(), &s);
	} else if (!decided(&p, &s)) {
		*why = p.code != NULL ? p.code : gateway_result_names[p.result];
		return NULL;
	}
	return write_down(shop, a, &owner, &s);
}

const struct err *
inquire_early(struct shop *shop, struct arena *a, const struct compensation *c, enum inquiry *out)
{
	struct settlement s = { .order_id = c->order_id, .payment_id = c->payment_id };
	struct gateway_payment p;
	struct gateway_ref ref;
	struct owner owner;
	const struct err *e;

	if ((e = look(shop, a, c, &owner, &ref, &p)) != NULL)
		return e;
	*out = p.result == GATEWAY_PENDING || p.result == GATEWAY_NOT_FOUND ? INQUIRY_OPEN : INQUIRY_SILENT;
	if (!decided(&p, &s))
		return NULL;
	if ((e = write_down(shop, a, &owner, &s)) == NULL)
		*out = INQUIRY_WRITTEN;
	return e;
}
