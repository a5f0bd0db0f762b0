/*
 * testorder: see testorder.h.
 */
#include "support/testorder.h"

#include <check.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/order_store.h"
#include "support/testshop.h"

static struct order *
begin(struct testshop *t)
{
	struct order *o = ARENA_NEW(t->t.arena, struct order);

	o->id = uuid_new();
	order_number_new(clock_now(), o->number);
	o->version = 1;
	o->created_at = clock_now();
	o->estimated_at = o->created_at + 3600000;
	o->status = ORDER_PENDING_PAYMENT;
	o->stage = ITEM_PENDING;
	o->payment = (struct payment){ .id = uuid_new(), .method = PAY_ON_DELIVERY, .amount = 0, .created_at = o->created_at };
	return o;
}

struct order *
testorder_full(struct testshop *t, const struct uuid *user)
{
	struct order *o = begin(t);
	struct customization *c = ARENA_ARRAY(t->t.arena, struct customization, 3);
	struct order_item *it = ARENA_ARRAY(t->t.arena, struct order_item, 3);
	struct stock_use *use = ARENA_ARRAY(t->t.arena, struct stock_use, 3);
	struct history_entry *h = ARENA_ARRAY(t->t.arena, struct history_entry, 5);
	struct cake_wish *cake = ARENA_NEW(t->t.arena, struct cake_wish);

	c[0] = (struct customization){ 1, "premium_steak", "프리미엄 스테이크", "Premium steak", 2000, 3000, 18000 };
	c[1] = (struct customization){ 2, "wine", "와인", NULL, 2000, 0, -9000 };
	c[2] = (struct customization){ 25, "cake_base", "케이크 시트", "Cake base", 1500, 2000, 6000 };
	it[0] = (struct order_item){ .product_id = 1, .kind = PRODUCT_DINNER, .code = "valentine", .variant = "grand", .name = "발렌타인 디너",
	    .name_en = "Valentine dinner", .quantity = 2, .unit_price = 35000, .customization_cost = 9000, .discount = 4000, .order_discount = 4000, .total = 75000,
	    .status = ITEM_PREPARING, .customizations = c, .ncustomizations = 2 };
	it[1] = (struct order_item){ .product_id = 10, .kind = PRODUCT_CAKE, .code = "custom_cake", .variant = "vanilla/size_2", .name = "케이크",
	    .quantity = 3, .cancelled_quantity = 1, .unit_price = 42000, .customization_cost = 6000, .total = 132000,
	    .status = ITEM_CANCEL_REQUESTED, .customizations = &c[2], .ncustomizations = 1 };
	it[2] = (struct order_item){ .product_id = 99, .kind = PRODUCT_GOODS, .variant = "", .name = "머그", .quantity = 1, .unit_price = 700,
	    .seller_id = 5, .discount = 600, .product_discount = 100, .order_discount = 200, .points = 300, .total = 100, .status = ITEM_EXCHANGED };
	use[0] = (struct stock_use){ 1, 3000, 0 };
	use[1] = (struct stock_use){ 7, 1500, 500 };
	use[2] = (struct stock_use){ 25, 4500, 4500 };
	*cake = (struct cake_wish){ .image_path = "/api/cake/customizations/image/a.webp", .message = "생일 축하해 🎂", .flavor = "vanilla",
	    .size = "size_2" };
	o->user_id = *user;
	o->status = ORDER_PARTIALLY_CANCELLED;
	o->stage = ITEM_CANCEL_REQUESTED;
	o->type = ORDER_DELIVERY;
	o->price = (struct pricing){ .base_price_total = 70700, .customization_cost = 15000, .side_dish_total = 0, .cake_total = 126000,
	    .discount_total = 4600, .delivery_fee = 3000, .final_price = 210100 };
	o->delivery_address = "서울시 강남구 테헤란로 1 'quoted' \\";
	o->notes = "첫 줄\n둘째 줄";
	o->recipient_name = "이몽룡";
	o->recipient_phone = "010-1234-5678";
	o->delivery_notes = "문 앞에 놓아주세요";
	o->slot = INT64_C(2026112712001400);
	o->payable_until = o->created_at + 1800000;
	o->cook_id = t->cook;
	o->courier_id = t->courier;
	o->reordered_from = uuid_new();
	o->version = 41;
	o->items = it;
	o->nitems = 3;
	o->fees = ARENA_ARRAY(t->t.arena, struct order_fee, 1);
	o->fees[0] = (struct order_fee){ .seller_id = 5, .charged = 3000, .waived = 500 };
	o->nfees = 1;
	o->uses = use;
	o->nuses = 3;
	o->cake = cake;
	o->payment = (struct payment){ .id = uuid_new(), .method = PAY_CARD, .status = PAYMENT_PARTIALLY_REFUNDED, .amount = 210100, .refunded = 42000,
	    .masked_card_number = "**** **** **** 1234", .card_brand = "VISA", .transaction_id = arena_printf(t->t.arena, "tx-%s", o->number), .failure_code = "none",
	    .created_at = o->created_at, .paid_at = o->created_at + 1500 };
	h[0] = (struct history_entry){ .id = uuid_new(), .item_index = 0, .pieces = 2, .event = "ORDER", .to = "PENDING", .actor = ACTOR_BUYER,
	    .actor_id = *user, .at = o->created_at };
	h[1] = (struct history_entry){ .id = uuid_new(), .item_index = 1, .event = "ORDER", .to = "PENDING", .actor = ACTOR_BUYER,
	    .actor_id = *user, .at = o->created_at };
	h[2] = (struct history_entry){ .id = uuid_new(), .item_index = 0, .event = "PREPARE", .from = "PENDING", .to = "PREPARING",
	    .actor = ACTOR_STAFF, .actor_id = t->cook, .at = o->created_at + 1 };
	h[3] = (struct history_entry){ .id = uuid_new(), .item_index = 1, .event = "REQUEST_CANCEL", .from = "PREPARING",
	    .to = "CANCEL_REQUESTED", .actor = ACTOR_BUYER, .actor_id = *user, .at = o->created_at + 2, .reason = "너무 많아요" };
	h[4] = (struct history_entry){ .id = uuid_new(), .item_index = -1, .event = "CANCEL_PART", .from = "PAID",
	    .to = "PARTIALLY_CANCELLED", .actor = ACTOR_SYSTEM, .at = o->created_at + 3 };
	o->history = h;
	o->nhistory = 5;
	return o;
}

struct order *
testorder_bare(struct testshop *t)
{
	struct order *o = begin(t);

	o->items = ARENA_NEW(t->t.arena, struct order_item);
	o->items[0] = (struct order_item){ .product_id = 1, .kind = PRODUCT_DINNER, .code = "valentine", .variant = "simple", .name = "디너",
	    .quantity = 1, .status = ITEM_PENDING };
	o->nitems = 1;
	o->type = ORDER_PICKUP;
	o->guest = hash_of(&o->id, sizeof(o->id));
	return o;
}

static void
same_item(const struct order_item *a, const struct order_item *b, bool customizations)
{
	ck_assert_uint_eq(a->product_id, b->product_id);
	ck_assert_int_eq((int)a->kind, (int)b->kind);
	ck_assert_pstr_eq(a->code, b->code);
	ck_assert_str_eq(a->variant, b->variant);
	ck_assert_str_eq(a->name, b->name);
	ck_assert_pstr_eq(a->name_en, b->name_en);
	ck_assert_int_eq(a->quantity, b->quantity);
	ck_assert_int_eq(a->cancelled_quantity, b->cancelled_quantity);
	ck_assert_int_eq(a->unit_price, b->unit_price);
	ck_assert_int_eq(a->customization_cost, b->customization_cost);
	ck_assert_int_eq(a->discount, b->discount);
	ck_assert_int_eq(a->total, b->total);
	ck_assert_uint_eq(a->seller_id, b->seller_id);
	ck_assert_int_eq(a->product_discount, b->product_discount);
	ck_assert_int_eq(a->order_discount, b->order_discount);
	ck_assert_int_eq(a->points, b->points);
	ck_assert_int_eq((int)a->status, (int)b->status);
	if (!customizations)
		return;
	ck_assert_uint_eq(a->ncustomizations, b->ncustomizations);
	for (size_t i = 0; i < a->ncustomizations; i++) {
		const struct customization *x = &a->customizations[i], *y = &b->customizations[i];
		ck_assert_uint_eq(x->sku_id, y->sku_id);
		ck_assert_str_eq(x->code, y->code);
		ck_assert_str_eq(x->name, y->name);
		ck_assert_pstr_eq(x->name_en, y->name_en);
		ck_assert_int_eq(x->base_quantity, y->base_quantity);
		ck_assert_int_eq(x->quantity, y->quantity);
		ck_assert_int_eq(x->price_change, y->price_change);
	}
}

static void
same_payment(const struct payment *a, const struct payment *b)
{
	ck_assert_int_eq(uuid_cmp(&a->id, &b->id), 0);
	ck_assert_int_eq((int)a->method, (int)b->method);
	ck_assert_int_eq((int)a->status, (int)b->status);
	ck_assert_int_eq(a->amount, b->amount);
	ck_assert_int_eq(a->refunded, b->refunded);
	ck_assert_pstr_eq(a->masked_card_number, b->masked_card_number);
	ck_assert_pstr_eq(a->card_brand, b->card_brand);
	ck_assert_pstr_eq(a->transaction_id, b->transaction_id);
	ck_assert_pstr_eq(a->failure_code, b->failure_code);
	ck_assert_int_eq(a->created_at, b->created_at);
	ck_assert_int_eq(a->paid_at, b->paid_at);
}

static void
same_history(const struct order *a, const struct order *b)
{
	ck_assert_uint_eq(a->nhistory, b->nhistory);
	for (size_t i = 0; i < a->nhistory; i++) {
		const struct history_entry *x = &a->history[i], *y = &b->history[i];
		ck_assert_int_eq(uuid_cmp(&x->id, &y->id), 0);
		ck_assert_int_eq(x->item_index, y->item_index);
		ck_assert_str_eq(x->event, y->event);
		ck_assert_pstr_eq(x->from, y->from);
		ck_assert_str_eq(x->to, y->to);
		ck_assert_int_eq((int)x->actor, (int)y->actor);
		ck_assert_int_eq(uuid_cmp(&x->actor_id, &y->actor_id), 0);
		ck_assert_int_eq(x->at, y->at);
		ck_assert_pstr_eq(x->reason, y->reason);
		ck_assert_int_eq(x->pieces, y->pieces);
	}
}

static void
same_row(const struct order *a, const struct order *b)
{
	ck_assert_int_eq(uuid_cmp(&a->id, &b->id), 0);
	ck_assert_str_eq(a->number, b->number);
	ck_assert_int_eq(uuid_cmp(&a->user_id, &b->user_id), 0);
	ck_assert(hash_equal(&a->guest, &b->guest));
	ck_assert_int_eq((int)a->status, (int)b->status);
	ck_assert_int_eq((int)a->stage, (int)b->stage);
	ck_assert_int_eq((int)a->type, (int)b->type);
	ck_assert_mem_eq(&a->price, &b->price, sizeof(a->price));
	ck_assert_pstr_eq(a->delivery_address, b->delivery_address);
	ck_assert_pstr_eq(a->notes, b->notes);
	ck_assert_pstr_eq(a->recipient_name, b->recipient_name);
	ck_assert_pstr_eq(a->recipient_phone, b->recipient_phone);
	ck_assert_pstr_eq(a->delivery_notes, b->delivery_notes);
	ck_assert_int_eq(a->slot, b->slot);
	ck_assert_int_eq(a->payable_until, b->payable_until);
	ck_assert_int_eq(uuid_cmp(&a->cook_id, &b->cook_id), 0);
	ck_assert_int_eq(uuid_cmp(&a->courier_id, &b->courier_id), 0);
	ck_assert_int_eq(uuid_cmp(&a->reordered_from, &b->reordered_from), 0);
	ck_assert_int_eq(a->version, b->version);
	ck_assert_int_eq(a->created_at, b->created_at);
	ck_assert_int_eq(a->estimated_at, b->estimated_at);
}

void
testorder_same(const struct order *a, const struct order *b, unsigned parts)
{
	same_row(a, b);
	if ((parts & ORDER_ITEMS) != 0) {
		ck_assert_uint_eq(a->nitems, b->nitems);
		for (size_t i = 0; i < a->nitems; i++)
			same_item(&a->items[i], &b->items[i], (parts & ORDER_CUSTOMIZATIONS) != 0);
	}
	if ((parts & ORDER_FEES) != 0) {
		ck_assert_uint_eq(a->nfees, b->nfees);
		for (size_t i = 0; i < a->nfees; i++) {
			ck_assert_uint_eq(a->fees[i].seller_id, b->fees[i].seller_id);
			ck_assert_int_eq(a->fees[i].charged, b->fees[i].charged);
			ck_assert_int_eq(a->fees[i].waived, b->fees[i].waived);
		}
	}
	if ((parts & ORDER_USES) != 0) {
		ck_assert_uint_eq(a->nuses, b->nuses);
		for (size_t i = 0; i < a->nuses; i++) {
			ck_assert_uint_eq(a->uses[i].sku_id, b->uses[i].sku_id);
			ck_assert_int_eq(a->uses[i].quantity, b->uses[i].quantity);
			ck_assert_int_eq(a->uses[i].returned, b->uses[i].returned);
		}
	}
	if ((parts & ORDER_CAKE) != 0) {
		ck_assert_int_eq(a->cake != NULL, b->cake != NULL);
		if (a->cake != NULL) {
			ck_assert_pstr_eq(a->cake->image_path, b->cake->image_path);
			ck_assert_pstr_eq(a->cake->message, b->cake->message);
			ck_assert_pstr_eq(a->cake->flavor, b->cake->flavor);
			ck_assert_pstr_eq(a->cake->size, b->cake->size);
		}
	}
	if ((parts & ORDER_PAYMENT) != 0)
		same_payment(&a->payment, &b->payment);
	if ((parts & ORDER_HISTORY) != 0)
		same_history(a, b);
}
