/* deal: see deal.h. */
#include "support/deal.h"

#include <check.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/batch.h"
#include "shop/goods.h"
#include "shop/purse.h"
#include "shop/tell.h"
#include "shop/ticket.h"
#include "store/goods_store.h"

struct selling { struct ticket ticket; struct order *order; struct stock_use use[DEAL_LINES]; size_t nuses; };

static const struct err *
decide(struct ticket *k, struct batch *b)
{
	struct selling *s = (struct selling *)k;
	struct shortage shorts[DEAL_LINES];
	size_t n;

	ck_assert(stock_take(&b->stock, s->use, s->nuses, shorts, &n));
	ck_assert_ptr_null(purse_take(k->arena, b, s->order, k->issued, k->nissued));
	if (s->order->status == ORDER_PENDING_PAYMENT)
		order_rows_compensation(&b->rows, &(struct compensation){ .id = s->order->payment.id, .kind = COMPENSATE_SETTLE,
		    .order_id = s->order->id, .payment_id = s->order->payment.id, .amount = s->order->payment.amount, .due_at = b->now + 60000,
		    .created_at = b->now, .reason = "PAYMENT" });
	order_rows_add(&b->rows, s->order);
	event_tell(b, s->order, EVENT_ORDER_PLACED);
	return NULL;
}

static const struct ticket_op sell_op = { .name = "sell", .decide = decide };

static void
add_line(struct order *o, const struct deal_line *l, enum item_state state)
{
	struct order_item *it = &o->items[o->nitems];

	*it = (struct order_item){ .product_id = l->goods->id, .kind = PRODUCT_GOODS, .variant = "", .name = l->goods->name, .quantity = l->quantity,
	    .unit_price = l->goods->price, .seller_id = l->goods->seller_id, .product_discount = l->product_discount,
	    .order_discount = l->order_discount, .points = l->points, .discount = l->product_discount + l->order_discount + l->points, .status = state };
	it->total = it->unit_price * it->quantity - it->discount;
	ck_assert_int_ge(it->total, 0);
	o->price.base_price_total += it->unit_price * it->quantity;
	o->price.discount_total += it->discount;
	o->history[o->nitems] = (struct history_entry){ .id = uuid_new(), .item_index = (int)o->nitems, .event = "ORDER", .to = item_state_names[state],
	    .actor = ACTOR_BUYER, .actor_id = o->user_id, .at = o->created_at };
	o->nitems++;
	o->nhistory++;
}

struct uuid
deal_make(struct testshop *t, const struct deal *w)
{
	struct order_item items[DEAL_LINES];
	struct history_entry history[DEAL_LINES];
	struct order_fee fee[DEAL_LINES];
	struct order o = { .id = uuid_new(), .user_id = w->user, .version = 1, .type = ORDER_DELIVERY, .items = items, .fees = fee, .nfees = w->nfees,
	    .history = history, .created_at = clock_now(), .estimated_at = clock_now(), .delivery_address = "서울시 강남구",
	    .status = w->waits ? ORDER_PENDING_PAYMENT : ORDER_PAID };
	struct selling s = { .ticket = { .op = &sell_op, .arena = t->t.arena, .wallet_user = w->user }, .order = &o };

	o.stage = w->waits ? ITEM_PENDING_PAYMENT : ITEM_PENDING;
	order_number_new(o.created_at, o.number);
	for (size_t i = 0; i < w->nlines; i++) {
		add_line(&o, &w->line[i], o.stage);
		ck_assert(stock_need(s.use, &s.nuses, DEAL_LINES, w->line[i].goods->sku_id, w->line[i].quantity * QTY_ONE));
	}
	for (size_t i = 0; i < w->nfees; i++) {
		fee[i] = w->fee[i];
		o.price.delivery_fee += fee[i].charged;
	}
	o.price.final_price = o.price.base_price_total - o.price.discount_total + o.price.delivery_fee;
	o.payment = (struct payment){ .id = uuid_new(), .method = w->method, .status = w->waits ? PAYMENT_PROGRESS : PAYMENT_SUCCESS,
	    .amount = o.price.final_price, .transaction_id = w->transaction_id, .created_at = o.created_at, .paid_at = w->waits ? 0 : o.created_at };
	o.uses = s.use;
	o.nuses = s.nuses;
	s.ticket.uses = s.use;
	s.ticket.nuses = s.nuses;
	if (!uuid_is_zero(&w->coupon)) {
		s.ticket.issued = &w->coupon;
		s.ticket.nissued = 1;
	}
	ck_ok(ticket_serve(t->shop, &s.ticket));
	return o.id;
}

const struct goods *
deal_goods(struct testshop *t, uint32_t seller_id, won_t price, int64_t pieces)
{
	struct goods_offer offer = { .name = "머그컵", .name_en = "Mug", .price = price, .stock = pieces, .category = "cups", .seller_id = seller_id };
	struct goods_offering o = { .offer = &offer, .actor = { t->admin, ROLE_ADMIN } };

	ck_ok(goods_offer(t->shop, t->t.arena, &o));
	return o.goods;
}

static const struct err *
after(struct testshop *t, struct aftersale *as, struct after_refunded *out)
{
	const struct err *e = order_after(t->shop, t->t.arena, as);

	if (out != NULL)
		*out = as->refunded;
	return e;
}

const struct err *
deal_wish(struct testshop *t, const struct uuid *order, size_t index, enum after_wish wish, int64_t pieces, const struct uuid *user, int role,
    struct after_refunded *out)
{
	return after(t, &(struct aftersale){ .order_id = *order, .index = index, .wish = wish, .pieces = pieces, .actor = testshop_actor(user, role),
	    .reason = "test" }, out);
}

const struct err *
deal_move(struct testshop *t, const struct uuid *order, size_t index, enum item_state to, const struct uuid *user, int role, struct after_refunded *out)
{
	return after(t, &(struct aftersale){ .order_id = *order, .index = index, .to_state = true, .to = to, .serves = true,
	    .actor = testshop_actor(user, role) }, out);
}

void
deal_deliver(struct testshop *t, const struct uuid *order, size_t index)
{
	static const enum item_state way[] = { ITEM_PREPARING, ITEM_READY_FOR_DELIVERY, ITEM_IN_DELIVERY, ITEM_DELIVERED };

	for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++)
		ck_ok(deal_move(t, order, index, way[i], &t->admin, ROLE_ADMIN, NULL));
}
