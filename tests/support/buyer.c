/* buyer: see buyer.h. */
#include "support/buyer.h"

#include <check.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/batch.h"
#include "shop/purse.h"
#include "shop/tell.h"
#include "shop/ticket.h"
#include "store/goods_store.h"
#include "store/coupon_store.h"
#include "store/wallet_store.h"
#include "support/testgoods.h"

#define PRICE 10000
#define OFF 3000
#define DAYS INT64_C(86400000)

void
buyer_fill(struct testshop *t, const struct uuid *user, won_t balance, won_t points)
{
	if (balance != 0)
		ck_ok(wallet_store_book(t->db, t->t.arena, user, WALLET_ADJUST, balance, "test"));
	if (points != 0)
		ck_ok(wallet_store_book(t->db, t->t.arena, user, WALLET_ADJUST_POINTS, points, "test"));
}

static won_t
purse_of(struct testshop *t, const struct uuid *user, enum purse p)
{
	struct wallet w;

	ck_ok(wallet_store_read(t->db, t->t.arena, user, &w));
	return w.purse[p];
}

won_t buyer_balance(struct testshop *t, const struct uuid *user) { return purse_of(t, user, PURSE_BALANCE); }
won_t buyer_points(struct testshop *t, const struct uuid *user) { return purse_of(t, user, PURSE_POINTS); }

struct uuid
buyer_coupon(struct testshop *t, const struct uuid *user)
{
	struct coupon c = { .name = "3,000원 할인", .kind = COUPON_FIXED, .value = OFF, .quantity = 10, .issue_from = clock_now() - DAYS,
	    .issue_to = clock_now() + DAYS, .valid_days = 7, .created_at = clock_now() };
	struct issued_coupon i = { .id = uuid_new(), .user_id = *user, .coupon = &c, .issued_at = clock_now(), .expires_at = clock_now() + 7 * DAYS };
	struct coupon_rows rows;

	ck_ok(coupon_store_add(t->db, t->t.arena, &c));
	c.issued = 1;
	coupon_rows_start(&rows, t->t.arena);
	coupon_rows_count(&rows, &c);
	coupon_rows_add(&rows, &i);
	ck_ok(coupon_rows_write(t->db, &rows));
	return i.id;
}

const char *
buyer_coupon_status(struct testshop *t, const struct uuid *issued)
{
	char id[UUID_TEXT];

	return testshop_text(t, "SELECT status FROM issued_coupons WHERE issued_coupon_id = '%s'", uuid_text(issued, id));
}

struct buying { struct ticket ticket; const struct bought *w; const struct goods *goods; struct stock_use use; struct order *order; };

static void
compose(struct buying *by, struct batch *b)
{
	const struct bought *w = by->w;
	struct order *o = by->order;
	struct order_item *it = &o->items[0];
	bool balance = w->method == PAY_BALANCE;

	it->quantity = w->pieces;
	it->order_discount = uuid_is_zero(&w->coupon) ? 0 : OFF;
	it->points = w->points;
	it->discount = it->order_discount + it->points;
	it->total = PRICE * w->pieces - it->discount;
	it->status = o->stage = balance ? ITEM_PENDING : ITEM_PENDING_PAYMENT;
	o->status = balance ? ORDER_PAID : ORDER_PENDING_PAYMENT;
	o->price = (struct pricing){ .base_price_total = PRICE * w->pieces, .discount_total = it->discount, .final_price = it->total };
	o->created_at = o->estimated_at = b->now;
	o->payment = (struct payment){ .id = uuid_new(), .method = w->method, .status = balance ? PAYMENT_SUCCESS : PAYMENT_PROGRESS,
	    .amount = it->total, .created_at = b->now, .paid_at = balance ? b->now : 0 };
	order_number_new(b->now, o->number);
	o->history[0] = (struct history_entry){ .id = uuid_new(), .event = "ORDER", .to = item_state_names[it->status], .actor = ACTOR_BUYER,
	    .actor_id = w->user, .at = b->now };
}

static const struct err *
decide(struct ticket *k, struct batch *b)
{
	struct buying *by = (struct buying *)k;
	struct order *o = by->order;
	struct shortage shorts[1];
	const struct err *e;
	size_t n;

	compose(by, b);
	if (!stock_take(&b->stock, &by->use, 1, shorts, &n))
		return err_new(k->arena, ERR_STOCK_NOT_ENOUGH, NULL);
	if ((e = purse_take(k->arena, b, o, k->issued, k->nissued)) != NULL) {
		stock_give_back(&b->stock, &by->use, 1);
		by->use.returned = 0;
		return e;
	}
	if (o->payment.method != PAY_BALANCE)
		order_rows_compensation(&b->rows, &(struct compensation){ .id = o->payment.id, .kind = COMPENSATE_SETTLE, .order_id = o->id,
		    .payment_id = o->payment.id, .amount = o->payment.amount, .due_at = b->now, .created_at = b->now, .reason = "PAYMENT" });
	order_rows_add(&b->rows, o);
	event_tell(b, o, EVENT_ORDER_PLACED);
	return NULL;
}

static const struct ticket_op buy_op = { .name = "buy", .decide = decide };

static const struct goods *
cup(struct testshop *t)
{
	static const char name[] = "컵";
	int64_t id = testshop_number(t, "SELECT COALESCE(MAX(product_id), 0) FROM products WHERE kind = 'GOODS' AND name = '%s'", name);
	const struct goods *g;

	if (id == 0)
		return testgoods_add(t, name, PRICE, TESTSHOP_STOCK);
	ck_ok(goods_store_by_id(t->db, t->t.arena, id, &g));
	return g;
}

const struct err *
buyer_buy(struct testshop *t, const struct bought *w, struct uuid *id)
{
	const struct goods *g = cup(t);
	struct order_item it = { .product_id = g->id, .kind = PRODUCT_GOODS, .variant = "", .name = g->name, .unit_price = PRICE };
	struct history_entry h = { .event = "ORDER" };
	struct order o = { .id = uuid_new(), .user_id = w->user, .version = 1, .type = ORDER_DELIVERY, .items = &it, .nitems = 1,
	    .history = &h, .nhistory = 1, .nuses = 1 };
	struct buying by = { .ticket = { .op = &buy_op, .arena = t->t.arena, .wallet_user = w->user, .nuses = 1 },
	    .w = w, .goods = g, .use = { .sku_id = g->sku_id, .quantity = w->pieces * QTY_ONE }, .order = &o };
	const struct err *e;

	o.uses = &by.use;
	by.ticket.uses = &by.use;
	if (!uuid_is_zero(&w->coupon)) {
		by.ticket.issued = &w->coupon;
		by.ticket.nissued = 1;
	}
	if ((e = ticket_serve(t->shop, &by.ticket)) == NULL)
		*id = o.id;
	return e;
}
