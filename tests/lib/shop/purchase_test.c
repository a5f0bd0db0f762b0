/* purchase: goods paid from the balance in one transaction, or held for a payment elsewhere; refused whole; paid anew after a payment failed. */
#include "shop/purchase.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "shop/carts.h"
#include "shop/checkout.h"
#include "shop/sheets.h"
#include "shop/shop.h"
#include "store/delivery_store.h"
#include "support/bank.h"
#include "support/buyer.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static struct bank bank;
static const struct goods *cup, *plate;		/* of the shop itself, 10,000 won; of a seller, 4,000 won, delivered for 3,000 */

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	bank_open(&bank, &t);
	cup = testgoods_add(&t, "컵", 10000, 100);
	plate = testgoods_add(&t, "접시", 4000, 100);
	testshop_sql(&t, "UPDATE products SET seller_id = %u WHERE product_id = %u", testgoods_seller(&t, &t.lee), plate->id);
}

static void
teardown(void)
{
	testshop_books(&t);
	clock_shift(0);
	testshop_close(&t);
	bank_close(&bank);
}

static int64_t
left(const struct goods *g)
{
	return testshop_number(&t, "SELECT CAST(available AS INT) FROM stock WHERE sku_id = %u", g->sku_id);
}

/* --- buying ------------------------------------------------------------------------- */

static const struct err *
told(void *arg, const struct order *o, struct kept *kept)
{
	char id[UUID_TEXT];

	(void)o;
	kept->status = 201;
	kept->json = "";
	kept->location = arena_printf(arg, "/v1/orders/%s", uuid_text(&o->id, id));
	return NULL;
}

static struct purchase
wants(struct arena *a, int64_t cups, int64_t plates)
{
	struct ware_wish wish[2] = { { cup->id, cups, 0 }, { plate->id, plates, 0 } };
	struct list list = { cups > 0 ? wish : wish + 1, (size_t)(cups > 0) + (plates > 0) };
	struct purchase p = { .user_id = t.kim, .method = PAY_BALANCE, .answer = told, .arg = a };

	ck_ok(wares_of_wishes(a, &list, &p.wares));
	return p;
}

static const struct err *
no_answer(void *arg, const struct sheet_shown *s, struct kept *kept)
{
	(void)arg;
	(void)s;
	kept->status = 201;
	kept->json = "";
	return NULL;
}

static struct sheet_shown
sheet_of(int64_t cups, int64_t plates)
{
	struct ware_wish wish[2] = { { cup->id, cups, 0 }, { plate->id, plates, 0 } };
	struct list list = { cups > 0 ? wish : wish + 1, (size_t)(cups > 0) + (plates > 0) };
	struct sheet_making m = { .user_id = t.kim, .items = &list, .answer = no_answer };

	ck_ok(sheet_make(t.shop, t.t.arena, &m));
	return *m.shown;
}

static struct purchase
pays(struct arena *a, const struct sheet_shown *s)
{
	struct purchase p = { .user_id = t.kim, .method = PAY_BALANCE, .sheet = &s->sheet, .then = &s->lines, .answer = told, .arg = a };

	ck_ok(wares_of_lines(a, &s->lines, &p.wares));
	return p;
}

/* A checkout by a good card of that purchase. */
static enum checkout_result by_card;

static const struct err *
told_card(void *arg, const struct order *o, enum checkout_result result, struct kept *kept)
{
	by_card = result;
	return told(arg, o, kept);
}

static const struct err *
pay_by_card(struct purchase *p, enum bank_mood mood, const char *wallet)
{
	static const struct gateway_card card = { "4242 4242 4242 4242", "홍길동", "12/39", "123" };
	struct checkout c = { .purchase = p, .user_id = t.kim, .answer = told_card, .arg = t.t.arena };

	if (wallet == NULL)
		c.card = &card;
	else {
		c.wallet = wallet;
		c.return_url = "https://shop.example/goods-orders/";
	}
	p->method = wallet == NULL ? PAY_CARD : PAY_NAVER;
	bank.charges = mood;
	return checkout_run(t.shop, t.t.arena, &c);
}

START_TEST(in_one_go)
{
	struct purchase p = wants(t.t.arena, 2, 3);
	struct order o;

	buyer_fill(&t, &t.kim, 40000, 0);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	o = testshop_get(&t, &p.order->id);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_int_eq((int)o.stage, ITEM_PENDING);
	ck_assert_int_eq(o.price.final_price, 20000 + 12000 + 3000);
	ck_assert_int_eq(o.price.delivery_fee, 3000);
	ck_assert_uint_eq(o.nfees, 1);
	ck_assert_int_eq(o.fees[0].charged, 3000);
	ck_assert_str_eq(o.items[1].name, "접시");
	ck_assert_uint_eq(o.items[1].seller_id, o.fees[0].seller_id);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 5000);
	ck_assert_int_eq(left(cup), 98);
	ck_assert_int_eq(left(plate), 97);
	ck_assert_str_eq(testshop_text(&t, "SELECT GROUP_CONCAT(type) FROM order_events"), "ORDER_PAID");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets"), 0);
}
END_TEST

START_TEST(where_it_goes)
{
	const struct delivery_default usual = { "서울시 중구 1", "홍길동", NULL, "문 앞" }, said = { .address = "부산시 1" };
	struct purchase p = wants(t.t.arena, 1, 0);
	struct order o;

	buyer_fill(&t, &t.kim, 100000, 0);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	ck_assert_ptr_null(p.order->delivery_address);		/* nobody ever said */
	testshop_sql(&t, "UPDATE users SET address = '집' WHERE email = 'kim@banquet.test'");
	p = wants(t.t.arena, 1, 0);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	ck_assert_str_eq(p.order->delivery_address, "집");
	ck_ok(delivery_store_put(t.db, t.t.arena, &t.kim, &usual, clock_now()));
	p = wants(t.t.arena, 1, 0);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	o = testshop_get(&t, &p.order->id);
	ck_assert_str_eq(o.delivery_address, "서울시 중구 1");
	ck_assert_str_eq(o.recipient_name, "홍길동");
	ck_assert_ptr_null(o.recipient_phone);
	ck_assert_str_eq(o.delivery_notes, "문 앞");
	p = wants(t.t.arena, 1, 0);
	p.delivery = &said;
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	o = testshop_get(&t, &p.order->id);
	ck_assert_str_eq(o.delivery_address, "부산시 1");
	ck_assert_ptr_null(o.recipient_name);
}
END_TEST

/* The same product twice is one line; what its seller delivers free from is counted over it. */
START_TEST(adds_up)
{
	struct ware_wish wish[3] = { { plate->id, 4, 0 }, { cup->id, 1, 0 }, { plate->id, 4, 0 } };
	struct list list = { wish, 3 };
	struct purchase p = { .user_id = t.kim, .method = PAY_BALANCE, .answer = told, .arg = t.t.arena };
	struct wares w;

	ck_ok(wares_of_wishes(t.t.arena, &list, &p.wares));
	buyer_fill(&t, &t.kim, 42000, 0);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	ck_assert_uint_eq(p.order->nitems, 2);
	ck_assert_int_eq(p.order->items[0].quantity, 8);
	ck_assert_int_eq(p.order->price.delivery_fee, 0);
	ck_assert_uint_eq(p.order->nfees, 0);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 0);
	wish[0].quantity = WARES_PIECES;
	ck_assert(err_is(wares_of_wishes(t.t.arena, &list, &w), ERR_INVALID_REQUEST));
}
END_TEST

/* --- from a sheet ------------------------------------------------------------------------ */

START_TEST(from_a_cart)
{
	struct cart cart;
	int64_t lines[2], other;
	struct sheet_making m = { .user_id = t.kim, .cart_items = lines, .ncart_items = 2, .answer = no_answer };
	struct purchase p;
	char id[UUID_TEXT];

	ck_ok(cart_add(t.shop, t.t.arena, &t.kim, plate->id, 2, &lines[0], &cart));
	ck_ok(cart_add(t.shop, t.t.arena, &t.kim, cup->id, 1, &lines[1], &cart));
	ck_ok(cart_add(t.shop, t.t.arena, &t.lee, cup->id, 1, &other, &cart));
	ck_ok(sheet_make(t.shop, t.t.arena, &m));
	ck_assert_int_eq(m.shown->bill.amounts.total, 8000 + 10000 + 3000);
	ck_assert_int_eq(left(cup), 100);
	p = pays(t.t.arena, m.shown);
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_BALANCE_NOT_ENOUGH));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM cart_items"), 3);
	buyer_fill(&t, &t.kim, 50000, 0);
	p = pays(t.t.arena, m.shown);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	ck_assert_int_eq(uuid_cmp(&p.order->id, &m.shown->sheet.order_key), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM cart_items"), 1);
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM order_sheets WHERE order_key = '%s'", uuid_text(&p.order->id, id)), "PAID");
	/* Once. */
	p = pays(t.t.arena, m.shown);
	ck_fails(purchase_make(t.shop, t.t.arena, &p), ORDER_STATE_CONFLICT, "sheet_paid");
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 29000);
	/* Its lines are in the cart no more. */
	ck_assert(err_is(sheet_make(t.shop, t.t.arena, &m), ERR_ENTITY_NOT_FOUND));
	m.cart_items = &other;
	m.ncart_items = 1;
	ck_assert(err_is(sheet_make(t.shop, t.t.arena, &m), ERR_ENTITY_NOT_FOUND));
}
END_TEST

START_TEST(expired)
{
	struct sheet_shown s = sheet_of(1, 0);
	struct purchase p = pays(t.t.arena, &s);
	struct sheet_means means;

	buyer_fill(&t, &t.kim, 50000, 0);
	clock_shift(30 * 60000 - 1000);
	ck_ok(sheet_checkout(t.shop, t.t.arena, &s.sheet.order_key, &t.kim, &s, &means));
	clock_shift(30 * 60000);
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_ORDER_SHEET_EXPIRED));
	ck_assert(err_is(sheet_checkout(t.shop, t.t.arena, &s.sheet.order_key, &t.kim, &s, &means), ERR_ORDER_SHEET_EXPIRED));
	ck_assert(err_is(sheet_checkout(t.shop, t.t.arena, &s.sheet.order_key, &t.lee, &s, &means), ERR_ENTITY_NOT_FOUND));
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 50000);
}
END_TEST

/* What a refusal says beside its code, after the batch is gone. */
static const char *
members(const struct err *e)
{
	struct buf out = { 0 };
	const char *text;

	ck_assert_ptr_nonnull(e->extra);
	e->extra(&out, e->extra_arg);
	text = arena_strdup(t.t.arena, buf_str(&out));
	buf_free(&out);
	return text;
}

START_TEST(price_changed)
{
	const struct err *e;

	struct sheet_shown s = sheet_of(1, 1);
	struct purchase p = pays(t.t.arena, &s);

	buyer_fill(&t, &t.kim, 50000, 0);
	testshop_sql(&t, "UPDATE products SET price = 9000 WHERE product_id = %u", cup->id);
	e = purchase_make(t.shop, t.t.arena, &p);
	ck_assert(err_is(e, ERR_PRICE_CHANGED));
	ck_assert_ptr_nonnull(strstr(members(e), "\"total\":16000"));
	ck_assert_ptr_nonnull(strstr(members(e), "\"items\":[{\"itemIndex\":0,\"unitPrice\":9000,\"was\":10000}]"));
	testshop_sql(&t, "UPDATE products SET price = 10000 WHERE product_id = %u", cup->id);
	testshop_sql(&t, "UPDATE sellers SET delivery_fee = 2500");
	p = pays(t.t.arena, &s);
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_PRICE_CHANGED));
	testshop_sql(&t, "UPDATE sellers SET delivery_fee = 3000");
	ck_assert_int_eq(left(cup), 100);
	p = pays(t.t.arena, &s);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
}
END_TEST

/* What is refused has taken nothing of anything. */
START_TEST(refused)
{
	struct coupon_choice mine = { buyer_coupon(&t, &t.kim), BILL_NO_LINE }, lees = { buyer_coupon(&t, &t.lee), BILL_NO_LINE };
	struct ware_wish nothing = { 4000000000, 1, 0 };
	struct list list = { &nothing, 1 };
	struct purchase p = { .user_id = t.kim, .method = PAY_BALANCE };
	const struct err *e;

	buyer_fill(&t, &t.kim, 30000, 500);
	ck_ok(wares_of_wishes(t.t.arena, &list, &p.wares));
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_ENTITY_NOT_FOUND));
	p = wants(t.t.arena, 101, 1);
	e = purchase_make(t.shop, t.t.arena, &p);
	ck_assert(err_is(e, ERR_STOCK_NOT_ENOUGH));
	ck_assert_ptr_nonnull(strstr(members(e), "\"name\":\"컵\",\"wanted\":101,\"available\":100"));
	p = wants(t.t.arena, 3, 1);
	p.coupons = &mine;
	p.ncoupons = 1;
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_BALANCE_NOT_ENOUGH));
	p = wants(t.t.arena, 1, 0);
	p.points = 501;
	p.coupons = &mine;
	p.ncoupons = 1;
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_POINTS_NOT_ENOUGH));
	p = wants(t.t.arena, 1, 0);
	p.coupons = &lees;
	p.ncoupons = 1;
	ck_fails(purchase_make(t.shop, t.t.arena, &p), COUPON_NOT_USABLE, "coupon_unknown");
	p = wants(t.t.arena, 1, 0);
	p.coupons = &mine;
	p.ncoupons = 1;
	testshop_sql(&t, "UPDATE coupons SET min_order_amount = 10001");
	e = purchase_make(t.shop, t.t.arena, &p);
	ck_fails(e, COUPON_NOT_USABLE, "coupon_below_minimum");
	ck_assert_ptr_nonnull(strstr(members(e), "\"name\":\"3,000원 할인\""));
	testshop_sql(&t, "UPDATE coupons SET min_order_amount = 0");
	p = wants(t.t.arena, 1, 0);
	p.points = 10001;
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_INVALID_REQUEST));
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE product_id = %u", cup->id);
	p = wants(t.t.arena, 1, 0);
	ck_assert(err_is(purchase_make(t.shop, t.t.arena, &p), ERR_INVALID_REQUEST));
	ck_assert_int_eq(left(cup), 100);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 30000);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 500);
	ck_assert_str_eq(buyer_coupon_status(&t, &mine.issued_id), "ACTIVE");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
}
END_TEST

/* --- one order, many payments --------------------------------------------------------------- */

START_TEST(declined_then_paid_otherwise)
{
	struct coupon_choice coupon = { buyer_coupon(&t, &t.kim), BILL_NO_LINE };
	struct sheet_shown s = sheet_of(2, 1);
	struct purchase p = pays(t.t.arena, &s);
	struct order o;

	buyer_fill(&t, &t.kim, 30000, 2000);
	p.points = 1500;
	p.coupons = &coupon;
	p.ncoupons = 1;
	ck_ok(pay_by_card(&p, BANK_DECLINES, NULL));
	ck_assert_int_eq((int)by_card, CHECKOUT_DECLINED);
	o = testshop_get(&t, &s.sheet.order_key);
	ck_assert_int_eq((int)o.status, ORDER_CREATED);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_FAILED);
	ck_assert_int_eq(left(cup), 100);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 2000);
	ck_assert_str_eq(buyer_coupon_status(&t, &coupon.issued_id), "ACTIVE");
	testshop_books(&t);
	/* Other means, other prices: the same order. */
	ck_ok(sheet_find(t.shop, t.t.arena, &s.sheet.order_key, &t.kim, &s));
	p = pays(t.t.arena, &s);
	p.coupons = &coupon;
	p.ncoupons = 1;
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	o = testshop_get(&t, &s.sheet.order_key);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_int_eq(o.price.final_price, 24000 + 3000 - 3000);
	ck_assert_int_eq(o.items[0].points + o.items[1].points, 0);
	ck_assert_int_eq(o.items[0].order_discount + o.items[1].order_discount, 3000);
	ck_assert_uint_eq(o.nearlier, 1);
	ck_assert_int_eq((int)o.earlier[0].method, PAY_CARD);
	ck_assert_int_eq((int)o.payment.method, PAY_BALANCE);
	ck_assert_int_eq(left(cup), 98);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 6000);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
	ck_assert_str_eq(testshop_text(&t, "SELECT GROUP_CONCAT(event ORDER BY history_id) FROM order_history WHERE item_index IS NULL"),
	    "DECLINE,START_PAYMENT,PAY");
	/* And back: of what was paid this time. */
	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 30000);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 2000);
	ck_assert_int_eq(left(cup), 100);
}
END_TEST

START_TEST(by_card_at_once)
{
	struct sheet_shown s = sheet_of(1, 0);
	struct purchase p = pays(t.t.arena, &s);
	struct order o;

	ck_ok(pay_by_card(&p, BANK_PAYS, NULL));
	ck_assert_int_eq((int)by_card, CHECKOUT_PAID);
	o = testshop_get(&t, &s.sheet.order_key);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM order_sheets"), "PAID");
	ck_assert_int_eq(bank_holds(&bank), 10000);
}
END_TEST

/* What has no sheet to go back to is cancelled. */
START_TEST(declined_in_one_go)
{
	struct purchase p = wants(t.t.arena, 1, 0);

	ck_ok(pay_by_card(&p, BANK_DECLINES, NULL));
	ck_assert_int_eq((int)bank_order(&t).status, ORDER_CANCELLED);
	ck_assert_int_eq(left(cup), 100);
}
END_TEST

/* The first payment was given up, and the order paid anew; then it is found: its money goes back, the order stays as it is. */
START_TEST(found_too_late)
{
	struct sheet_shown s = sheet_of(1, 0);
	struct purchase p = pays(t.t.arena, &s);
	struct order o;
	struct uuid first;

	testshop_sql(&t, "UPDATE order_sheets SET expires_at = expires_at + INTERVAL 1 DAY");
	ck_ok(sheet_find(t.shop, t.t.arena, &s.sheet.order_key, &t.kim, &s));
	p = pays(t.t.arena, &s);
	ck_ok(pay_by_card(&p, BANK_IS_SILENT, NULL));
	ck_assert_int_eq((int)by_card, CHECKOUT_PENDING);
	/* Nobody pays it meanwhile. */
	buyer_fill(&t, &t.kim, 30000, 0);
	p = pays(t.t.arena, &s);
	ck_fails(purchase_make(t.shop, t.t.arena, &p), ORDER_STATE_CONFLICT, "sheet_being_paid");
	clock_shift(70000);
	ck_assert_uint_eq(bank_work(&t), 1);
	o = testshop_get(&t, &s.sheet.order_key);
	ck_assert_int_eq((int)o.status, ORDER_CREATED);
	first = o.payment.id;
	p = pays(t.t.arena, &s);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	bank_book(&bank, &first, 10000);
	clock_shift(1000000);
	ck_assert_uint_eq(bank_work(&t), 1);	/* asked once more, and found */
	testshop_books(&t);
	ck_assert_uint_eq(bank_work(&t), 1);	/* given back */
	ck_assert_int_eq(bank_holds(&bank), 0);
	o = testshop_get(&t, &s.sheet.order_key);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq((int)o.earlier[0].status, PAYMENT_REFUNDED);
	ck_assert_int_eq(left(cup), 99);
}
END_TEST

/* NAVER: the buyer goes to the gateway's page; the worker finds out what they did there. */
START_TEST(by_wallet)
{
	struct sheet_shown s = sheet_of(1, 0);
	struct purchase p = pays(t.t.arena, &s);

	ck_ok(pay_by_card(&p, BANK_PONDERS, "NAVER"));
	ck_assert_int_eq((int)by_card, CHECKOUT_PENDING);
	ck_assert_int_eq((int)bank_order(&t).payment.method, PAY_NAVER);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "OPEN");
	bank_decide(&bank, "PAID");
	bank.finds = BANK_PAYS;
	clock_shift(30000);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq((int)bank_order(&t).status, ORDER_PAID);
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM order_sheets"), "PAID");
}
END_TEST

/* --- many at once ------------------------------------------------------------------------------ */

static struct sheet_shown shared;
static bool one_sheet;
static atomic_int paid, refused_all;

static void *
pay_once(void *arg)
{
	struct arena *a = arena_new(1 << 20);
	struct purchase p = one_sheet ? pays(a, &shared) : wants(a, 1, 0);
	const struct err *e = purchase_make(t.shop, a, &p);

	(void)arg;
	if (e == NULL)
		paid++;
	else if (err_is(e, one_sheet ? ERR_ORDER_STATE_CONFLICT : ERR_STOCK_NOT_ENOUGH))
		refused_all++;
	arena_free(a);
	return NULL;
}

START_TEST(at_once)
{
	static const struct { int n; bool sheet; int64_t stock; int get; } race[] = {
		{ 2, true, 100, 1 }, { 8, true, 100, 1 }, { 64, true, 100, 1 }, { 2, false, 1, 1 }, { 8, false, 3, 3 }, { 64, false, 10, 10 },
	};
	pthread_t thread[64];

	paid = refused_all = 0;
	one_sheet = race[_i].sheet;
	shared = sheet_of(1, 0);
	buyer_fill(&t, &t.kim, 10000000, 0);
	if (race[_i].stock != 100)
		testshop_stock(&t, cup->sku, race[_i].stock);
	for (int i = 0; i < race[_i].n; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, pay_once, NULL), 0);
	for (int i = 0; i < race[_i].n; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(paid, race[_i].get);
	ck_assert_int_eq(refused_all, race[_i].n - race[_i].get);
	ck_assert_int_eq(left(cup), race[_i].stock - race[_i].get);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), race[_i].get);
}
END_TEST

/* One transaction, and no more round trips than it has tables. */
START_TEST(round_trips)
{
	struct purchase p = wants(t.t.arena, 1, 0);
	struct db_counts before;

	buyer_fill(&t, &t.kim, 100000, 0);
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	p = wants(t.t.arena, 1, 0);
	before = db_counts();
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	/* batch, menu, address, goods, wallet, stock; stock, wallet, entry, order, item, take, payment, history, event, commit */
	ck_assert_uint_le(db_counts().round_trips - before.round_trips, 16);
}
END_TEST

/* A provider's token pays one order; who is refused has taken nothing. */
START_TEST(one_token)
{
	for (int i = 0; i < 2; i++) {
		const struct card_hold hold = { .payment_id = uuid_new(), .known_as = "paymentkey-1", .ask_after_ms = 1000 };
		struct purchase p = wants(t.t.arena, 1, 0);
		p.method = PAY_CARD;
		p.hold = &hold;
		const struct err *e = purchase_make(t.shop, t.t.arena, &p);
		if (i == 0) {
			ck_ok(e);
			continue;
		}
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_str_eq(e->faults[0].pointer, "/payment/payment_token");
		ck_assert_str_eq(e->faults[0].reason, "already_used");
	}
	ck_assert_int_eq(left(cup), 99);
}
END_TEST

Suite *
purchase_suite(void)
{
	Suite *s = suite_create("shop/purchase");
	TCase *c = tcase_create("purchase");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, one_token);
	tcase_add_test(c, in_one_go);
	tcase_add_test(c, where_it_goes);
	tcase_add_test(c, adds_up);
	tcase_add_test(c, from_a_cart);
	tcase_add_test(c, expired);
	tcase_add_test(c, price_changed);
	tcase_add_test(c, refused);
	tcase_add_test(c, declined_then_paid_otherwise);
	tcase_add_test(c, by_card_at_once);
	tcase_add_test(c, declined_in_one_go);
	tcase_add_test(c, found_too_late);
	tcase_add_test(c, by_wallet);
	tcase_add_loop_test(c, at_once, 0, 6);
	tcase_add_test(c, round_trips);
	suite_add_tcase(s, c);
	return s;
}
