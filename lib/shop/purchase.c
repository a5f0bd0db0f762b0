/* purchase: bill, stock, purse, rows; all of it or nothing. */
#include "shop/purchase.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"
#include "shop/place.h"
#include "shop/purse.h"
#include "shop/shop.h"
#include "shop/step.h"
#include "shop/tell.h"
#include "shop/ticket.h"

#define DAYS_UNDER_WAY INT64_C(3)	/* goods, as a rule */
#define DAY_MS INT64_C(86400000)

struct buying {
	struct ticket		 ticket;
	struct purchase		*p;
	struct bill		*bill;		/* in the waiter's arena, like all a refusal may speak of */
	struct order		*order;
};

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the order");
}

static const struct err *
prepare(struct ticket *t, struct batch *b)
{
	struct buying *by = (struct buying *)t;

	return wares_price(t, &by->p->wares, b);
}

/* --- may it be paid, and what does it cost --------------------------------------------- */

/* Whether the sheet is open now: no row of an order says otherwise, nor has an earlier ticket of this batch begun it. */
static const struct err *
may_begin(const struct buying *by, const struct batch *b, const struct order *there)
{
	const struct sheet_lock *sheet;
	struct sheet now;

	if (by->p->sheet == NULL)
		return NULL;
	now = *by->p->sheet;
	if (there != NULL)
		now.status = there->status;
	else
		now.status = (sheet = batch_sheet(b, &now.order_key)) == NULL ? ORDER_CANCELLED : sheet->status;
	for (size_t i = 0; i < b->nbegun; i++)
		if (uuid_cmp(&b->begun[i], &now.order_key) == 0)
			now.status = by->p->hold != NULL ? ORDER_PENDING_PAYMENT : ORDER_PAID;
	return sheet_refusal(by->ticket.arena, &now, b->now);
}

/* A copy that outlives the batch: a refusal tells of it, in the buyer's language. */
static const struct issued_coupon *
kept_coupon(struct arena *a, const struct issued_coupon *c, bool english)
{
	struct issued_coupon *copy = (struct issued_coupon *)arena_memdup(a, c, sizeof(*c));
	struct coupon *of = (struct coupon *)arena_memdup(a, c->coupon, sizeof(*c->coupon));

	if (copy == NULL || of == NULL || (of->name = arena_strdup(a, coupon_name(c->coupon, english))) == NULL)
		return NULL;
	of->name_en = of->description = of->description_en = NULL;
	copy->coupon = of;	/* its products stay the batch's: they are not asked for after it */
	return copy;
}

static const struct err *
choose_coupons(struct buying *by, const struct batch *b)
{
	const struct purchase *p = by->p;

	for (size_t i = 0; i < p->ncoupons; i++) {
		const struct issued_coupon *c = purse_coupon(b, &p->coupons[i].issued_id);
		/* What another member holds is not told of. */
		if (c == NULL || uuid_cmp(&c->user_id, &p->user_id) != 0)
			return err_new(by->ticket.arena, ERR_COUPON_NOT_USABLE, "coupon_unknown");
		if ((c = kept_coupon(by->ticket.arena, c, p->english)) == NULL)
			return full(by->ticket.arena);
		by->bill->coupons[by->bill->ncoupons++] = (struct bill_coupon){ .issued = c, .picked = p->coupons[i].line };
	}
	by->bill->points = p->points;
	return NULL;
}

static const struct err *
compute(struct buying *by, const struct batch *b)
{
	struct arena *a = by->ticket.arena;
	const struct purchase *p = by->p;
	struct bill *then = ARENA_NEW(a, struct bill);
	const char *why;
	const struct err *e;

	if (then == NULL || (by->bill = ARENA_NEW(a, struct bill)) == NULL || !sheet_bill(a, &p->wares.lines, p->ncoupons, by->bill))
		return full(a);
	if ((e = choose_coupons(by, b)) != NULL || (e = discount_compute(a, by->bill, b->now)) != NULL)
		return e;
	if (p->sheet != NULL) {
		if (!sheet_bill(a, p->then, 0, then))
			return full(a);
		if ((e = discount_compute(a, then, b->now)) != NULL || (e = sheet_price(a, then, by->bill)) != NULL)
			return e;
	}
	return p->hold != NULL && (why = payment_elsewhere_check(by->bill->amounts.total)) != NULL ? err_fault(a, "", why) : NULL;
}

/* --- the order ------------------------------------------------------------------------------ */

static struct order_item
item_of(const struct sheet_line *l, const struct bill_line *bl)
{
	return (struct order_item){
		.product_id = l->product_id, .kind = PRODUCT_GOODS, .variant = "", .name = l->name, .name_en = l->name_en, .quantity = l->quantity,
		.unit_price = bl->unit_price, .discount = bl->product_discount + bl->order_discount + bl->points, .total = bl->total,
		.seller_id = l->seller_id, .product_discount = bl->product_discount, .order_discount = bl->order_discount, .points = bl->points,
		.status = ITEM_PENDING_PAYMENT
	};
}

/* Where it goes: as was said, or as the buyer usually wants it. */
static bool
address(struct buying *by, const struct batch *b)
{
	struct arena *a = by->ticket.arena;
	const struct delivery_default *to = by->p->delivery;
	struct order *o = by->order;

	for (size_t i = 0; to == NULL && i < b->usual.n; i++)
		if (uuid_cmp(&b->usual.v[i].user_id, &by->p->user_id) == 0)
			to = &b->usual.v[i].to;
	if (to == NULL)
		return true;
	/* The batch's texts go with it. */
	o->delivery_address = arena_strdup(a, to->address);
	o->recipient_name = arena_strdup(a, to->recipient_name);
	o->recipient_phone = arena_strdup(a, to->recipient_phone);
	o->delivery_notes = arena_strdup(a, to->delivery_notes);
	return (o->delivery_address != NULL) == (to->address != NULL) && (o->recipient_name != NULL) == (to->recipient_name != NULL) &&
	    (o->recipient_phone != NULL) == (to->recipient_phone != NULL) && (o->delivery_notes != NULL) == (to->delivery_notes != NULL);
}

static bool
compose(struct buying *by)
{
	struct arena *a = by->ticket.arena;
	const struct purchase *p = by->p;
	const struct bill *bill = by->bill;
	struct order *o = by->order = ARENA_NEW(a, struct order);
	const size_t n = p->wares.lines.n;

	if (o == NULL)
		return false;
	*o = (struct order){ .user_id = p->user_id, .type = ORDER_DELIVERY, .stage = ITEM_PENDING_PAYMENT, .status = ORDER_PENDING_PAYMENT,
	    .items = ARENA_ARRAY(a, struct order_item, n), .nitems = n, .fees = ARENA_ARRAY(a, struct order_fee, bill->nfees + 1),
	    .uses = p->wares.uses, .nuses = p->wares.nuses, .history = ARENA_ARRAY(a, struct history_entry, n) };
	if (o->items == NULL || o->fees == NULL || o->history == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		o->items[i] = item_of(&p->wares.lines.v[i], &bill->lines[i]);
	for (size_t i = 0; i < bill->nfees; i++)
		if (bill->fees[i].charged > 0 || bill->fees[i].waived > 0)
			o->fees[o->nfees++] = (struct order_fee){ bill->fees[i].seller_id, bill->fees[i].charged, bill->fees[i].waived };
	o->price = (struct pricing){ .base_price_total = bill->amounts.goods_total, .delivery_fee = bill->amounts.delivery_fee,
	    .discount_total = bill->amounts.product_discount + bill->amounts.order_discount + bill->amounts.points_used,
	    .final_price = bill->amounts.total };
	if (p->sheet != NULL)
		o->payable_until = p->sheet->expires_at;
	return true;
}

/* Who it is: a new order, or the one an earlier payment was for. */
static void
name_it(struct buying *by, const struct batch *b, const struct order *there)
{
	struct order *o = by->order;

	if (there != NULL) {
		o->id = there->id;
		o->version = there->version + 1;
		o->created_at = there->created_at;
		o->estimated_at = there->estimated_at;
		for (size_t i = 0; i < sizeof(o->number); i++)
			o->number[i] = there->number[i];
		return;
	}
	o->id = by->p->sheet != NULL ? by->p->sheet->order_key : uuid_new();
	order_number_new(b->now, o->number);
	o->version = 1;
	o->created_at = b->now;
	o->estimated_at = b->now + DAYS_UNDER_WAY * DAY_MS;
}

static void
begin_payment(struct buying *by, const struct batch *b)
{
	const struct card_hold *hold = by->p->hold;
	struct order *o = by->order;

	o->payment = (struct payment){ .id = uuid_new(), .method = by->p->method, .status = PAYMENT_PROGRESS, .amount = o->price.final_price,
	    .created_at = b->now };
	if (hold != NULL) {
		o->payment.id = hold->payment_id;
		o->payment.masked_card_number = hold->masked_number;
		o->payment.card_brand = hold->brand;
		o->payment.transaction_id = hold->known_as;
	} else {
		o->payment.status = PAYMENT_SUCCESS;
		o->payment.paid_at = b->now;
	}
}

/* --- its rows --------------------------------------------------------------------------------- */

/* Found again by the worker, should nobody else see it through. */
static void
settle_later(struct buying *by, struct batch *b)
{
	const struct order *o = by->order;

	order_rows_compensation(&b->rows, &(struct compensation){ .id = o->payment.id, .kind = COMPENSATE_SETTLE, .order_id = o->id,
	    .payment_id = o->payment.id, .amount = o->payment.amount, .state = COMPENSATION_OPEN,
	    .due_at = b->now + by->p->hold->ask_after_ms, .created_at = b->now, .reason = "PAYMENT" });
}

/* A new order; one paid at once is told of once, as paid. */
static void
write_new(struct buying *by, struct batch *b)
{
	struct order *o = by->order;
	const bool paid = by->p->hold == NULL;

	if (paid) {
		o->status = ORDER_PAID;
		o->stage = ITEM_PENDING;
	}
	o->nhistory = o->nitems;
	for (size_t i = 0; i < o->nitems; i++) {
		o->items[i].status = o->stage;
		o->history[i] = (struct history_entry){ .id = uuid_new(), .item_index = (int)i, .event = "ORDER",
		    .to = item_state_names[o->stage], .actor = ACTOR_BUYER, .actor_id = o->user_id, .at = b->now, .pieces = o->items[i].quantity };
	}
	order_rows_add(&b->rows, o);
	event_tell(b, o, paid ? EVENT_ORDER_PAID : EVENT_ORDER_PLACED);
	if (by->p->sheet != NULL)
		b->begun[b->nbegun++] = o->id;
}

/* The order an earlier payment was for, with what this one makes of it. */
static void
write_again(struct buying *by, struct batch *b, struct order *there)
{
	const struct step_by buyer = { .actor = ACTOR_BUYER, .actor_id = by->p->user_id };
	struct order *o = by->order;

	step_begin_payment(b, o, &buyer);
	order_rows_renew(&b->rows, o);
	if (by->p->hold == NULL) {
		step_items(b, o, ITEM_PENDING, &(struct step_by){ .actor = ACTOR_SYSTEM });
		step_follow(b, o, &(struct step_by){ .actor = ACTOR_SYSTEM });
	}
	order_rows_change(&b->rows, o, true);
	*there = *o;	/* for who comes after it in this batch */
}

static const struct err *
take_stock(struct buying *by, struct batch *b)
{
	struct arena *a = by->ticket.arena;
	struct wares *w = &by->p->wares;
	struct shortage *shorts = ARENA_ARRAY(a, struct shortage, w->nuses + 1);
	size_t n;

	if (shorts == NULL)
		return full(a);
	return stock_take(&b->stock, w->uses, w->nuses, shorts, &n) ? NULL : wares_short(a, w, shorts, n, by->p->english);
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct buying *by = (struct buying *)t;
	struct order *there = by->p->sheet == NULL ? NULL : batch_order(b, &t->order_id);
	const struct err *e;

	if ((e = may_begin(by, b, there)) != NULL || (e = compute(by, b)) != NULL)
		return e;
	if (!compose(by) || !address(by, b))
		return full(t->arena);
	name_it(by, b, there);
	begin_payment(by, b);
	if ((e = take_stock(by, b)) != NULL)
		return e;
	if ((e = purse_take(t->arena, b, by->order, t->issued, t->nissued)) != NULL) {
		stock_give_back(&b->stock, by->order->uses, by->order->nuses);
		return e;
	}
	if (there != NULL)
		write_again(by, b, there);
	else
		write_new(by, b);
	if (by->p->hold != NULL)
		settle_later(by, b);
	else if (by->p->sheet != NULL)
		sheet_rows_paid(&b->sheet_rows, &by->order->id, b->now);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct buying *by = (struct buying *)t;

	return by->p->answer(by->p->arg, by->order, kept);
}

static const struct ticket_op buy_op = { .name = "buy", .prepare = prepare, .decide = decide };

const struct err *
purchase_make(struct shop *shop, struct arena *a, struct purchase *p)
{
	struct uuid *issued = ARENA_ARRAY(a, struct uuid, p->ncoupons + 1);
	struct buying by = {
		.ticket = { .op = &buy_op, .arena = a, .issued = issued, .nissued = p->ncoupons, .key = p->key,
		    .key_use = p->hold != NULL ? KEY_OPEN : KEY_KEEP, .answer = answer,
		    .charged_as = p->hold != NULL ? p->hold->known_as : NULL },
		.p = p
	};
	const struct err *e;

	if (issued == NULL)
		return full(a);
	for (size_t i = 0; i < p->ncoupons; i++)
		issued[i] = p->coupons[i].issued_id;
	wares_name(&p->wares, &by.ticket);
	if (p->delivery == NULL)
		by.ticket.usual_of = p->user_id;
	if (p->sheet != NULL)
		by.ticket.order_id = by.ticket.sheet_key = p->sheet->order_key;
	if (p->hold == NULL || p->points > 0)
		by.ticket.wallet_user = p->user_id;
	e = ticket_serve(shop, &by.ticket);
	p->order = e != NULL || by.ticket.replayed ? NULL : by.order;
	p->kept = by.ticket.kept;
	return e;
}
