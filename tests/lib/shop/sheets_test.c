/* sheets: made at the prices of the moment, taking nothing; under a key once; looked at with what could pay them; given up, or paid, never both. */
#include "shop/sheets.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/aftersale.h"
#include "shop/change.h"
#include "shop/place.h"
#include "shop/purchase.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "shop/wares.h"
#include "support/buyer.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static const struct goods *cup;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); cup = testgoods_add(&t, "컵", 10000, 5); }
static void teardown(void) { testshop_books(&t); clock_shift(0); testshop_close(&t); }

static const struct err *
answer(void *arg, const struct sheet_shown *s, struct kept *kept)
{
	char id[UUID_TEXT];

	kept->status = 201;
	kept->json = arena_strdup(arg, uuid_text(&s->sheet.order_key, id));
	return NULL;
}

static const struct err *
make(int64_t product, int64_t pieces, const char *key, struct sheet_making *out)
{
	struct ware_wish wish = { product, pieces, 0 };
	struct list list = { &wish, 1 };
	struct hash print = hash_of(&wish, sizeof(wish));
	const struct err *e;

	*out = (struct sheet_making){ .user_id = t.kim, .items = &list, .answer = answer, .arg = t.t.arena,
	    .key = idem_make(t.kim.b, sizeof(t.kim.b), "/v1/orders", key, &print) };
	e = sheet_make(t.shop, t.t.arena, out);
	out->items = NULL;
	return e;
}

START_TEST(made)
{
	struct sheet_making m;
	struct sheet_shown s;
	const char *first;

	ck_ok(make(cup->id, 2, "k", &m));
	ck_assert_int_eq(m.shown->bill.amounts.total, 20000);
	ck_assert_int_eq(m.shown->sheet.expires_at - m.shown->sheet.created_at, 30 * 60000);
	first = m.kept->json;
	ck_ok(sheet_find(t.shop, t.t.arena, &m.shown->sheet.order_key, &t.kim, &s));
	ck_assert_uint_eq(s.lines.n, 1);
	ck_assert_int_eq(s.lines.v[0].quantity, 2);
	ck_assert_int_eq(s.bill.amounts.total, 20000);
	ck_ok(make(cup->id, 2, "k", &m));
	ck_assert_ptr_null(m.shown);
	ck_assert_str_eq(m.kept->json, first);
	ck_assert(err_is(make(cup->id, 1, "k", &m), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets"), 1);
	/* Nothing is taken, and what can not be had is said at once. */
	ck_assert_int_eq(testshop_number(&t, "SELECT CAST(available AS INT) FROM stock WHERE sku_id = %u", cup->sku_id), 5);
	ck_assert(err_is(make(cup->id, 6, NULL, &m), ERR_STOCK_NOT_ENOUGH));
	ck_assert(err_is(make(4000000000, 1, NULL, &m), ERR_ENTITY_NOT_FOUND));
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE product_id = %u", cup->id);
	ck_assert(err_is(make(cup->id, 1, NULL, &m), ERR_INVALID_REQUEST));
}
END_TEST

START_TEST(means)
{
	struct sheet_making m;
	struct sheet_shown s;
	struct sheet_means w;
	struct uuid mine = buyer_coupon(&t, &t.kim), spent = buyer_coupon(&t, &t.kim), dear = buyer_coupon(&t, &t.kim);
	char id[UUID_TEXT];

	(void)buyer_coupon(&t, &t.lee);
	testshop_sql(&t, "UPDATE issued_coupons SET expires_at = NOW(3) - INTERVAL 1 DAY WHERE issued_coupon_id = '%s'", uuid_text(&spent, id));
	testshop_sql(&t, "UPDATE coupons c JOIN issued_coupons i USING (coupon_id) SET c.min_order_amount = 50000 WHERE i.issued_coupon_id = '%s'",
	    uuid_text(&dear, id));
	buyer_fill(&t, &t.kim, 700, 30);
	ck_ok(make(cup->id, 2, NULL, &m));
	ck_ok(sheet_checkout(t.shop, t.t.arena, &m.shown->sheet.order_key, &t.kim, &s, &w));
	ck_assert_uint_eq(w.ncoupons, 1);
	ck_assert_int_eq(uuid_cmp(&w.coupons[0].issued->id, &mine), 0);
	ck_assert_int_eq(w.coupons[0].saves, 3000);
	ck_assert_int_eq(w.wallet.purse[PURSE_BALANCE], 700);
	ck_assert_int_eq(w.wallet.purse[PURSE_POINTS], 30);
}
END_TEST

/* --- given up -------------------------------------------------------------------- */

static struct sheet_shown
sheet(int64_t pieces)
{
	struct sheet_making m;

	ck_ok(make(cup->id, pieces, NULL, &m));
	return *m.shown;
}

static const struct err *
give_up(struct arena *a, const struct uuid *key, const struct uuid *user, const char *idem, struct sheet_giving_up *g)
{
	struct hash print = hash_of(key, sizeof(*key));

	*g = (struct sheet_giving_up){ .order_key = *key, .user_id = *user, .answer = answer, .arg = a,
	    .key = idem_make(user->b, sizeof(user->b), "/v1/cancel", idem, &print) };
	return sheet_give_up(t.shop, a, g);
}

static const struct err *
pay(struct arena *a, const struct sheet_shown *s)
{
	struct purchase p = { .user_id = t.kim, .method = PAY_BALANCE, .sheet = &s->sheet, .then = &s->lines };

	ck_ok(wares_of_lines(a, &s->lines, &p.wares));
	return purchase_make(t.shop, a, &p);
}

START_TEST(given_up)
{
	struct sheet_shown s = sheet(2), seen, paid = sheet(1);
	struct sheet_giving_up g;
	struct sheet_means w;

	buyer_fill(&t, &t.kim, 100000, 0);
	ck_assert(err_is(give_up(t.t.arena, &s.sheet.order_key, &t.lee, NULL, &g), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(give_up(t.t.arena, &t.lee, &t.kim, NULL, &g), ERR_ENTITY_NOT_FOUND));
	ck_ok(give_up(t.t.arena, &s.sheet.order_key, &t.kim, "k", &g));
	ck_assert_uint_eq(g.shown.lines.n, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets WHERE status = 'EXPIRED' AND ended_at < expires_at"), 1);
	/* The same again under its key; otherwise it is over, for whatever is wanted of it. */
	ck_ok(give_up(t.t.arena, &s.sheet.order_key, &t.kim, "k", &g));
	ck_assert(err_is(give_up(t.t.arena, &s.sheet.order_key, &t.kim, NULL, &g), ERR_ORDER_SHEET_EXPIRED));
	ck_assert(err_is(sheet_checkout(t.shop, t.t.arena, &s.sheet.order_key, &t.kim, &seen, &w), ERR_ORDER_SHEET_EXPIRED));
	ck_assert(err_is(pay(t.t.arena, &s), ERR_ORDER_SHEET_EXPIRED));	/* whoever had looked at it before */
	ck_ok(pay(t.t.arena, &paid));
	ck_assert(err_is(give_up(t.t.arena, &paid.sheet.order_key, &t.kim, NULL, &g), ERR_ORDER_STATE_CONFLICT));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
}
END_TEST

/* A card was declined, or nobody knows yet: the order goes, asked for at either face, and its sheet with it. */
START_TEST(an_order_of_it)
{
	const bool declined = _i % 2 == 0, other_face = _i / 2 == 1;
	struct sheet_shown s = sheet(2);
	struct card_hold hold = { .payment_id = uuid_new(), .ask_after_ms = 60000 };
	struct purchase p = { .user_id = t.kim, .method = PAY_CARD, .hold = &hold, .sheet = &s.sheet, .then = &s.lines };
	struct settlement st = { .outcome = SETTLE_FAILED, .failure_code = "card_declined", .payment_id = hold.payment_id };
	struct aftersale as = { .order_id = s.sheet.order_key, .index = AFTER_ALL_LINES, .wish = AFTER_CANCEL, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER) };
	struct order_change c = { .order_id = s.sheet.order_key, .actor = as.actor, .to = ITEM_CANCELLED, .again_is_error = true };
	struct order o;

	ck_ok(wares_of_lines(t.t.arena, &s.lines, &p.wares));
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	st.order_id = p.order->id;
	if (declined)
		ck_ok(order_settle(t.shop, t.t.arena, &st));
	ck_ok(other_face ? order_move(t.shop, t.t.arena, &c) : order_after(t.shop, t.t.arena, &as));
	ck_assert_int_eq(as.refunded.money + as.refunded.points, 0);
	o = testshop_get(&t, &s.sheet.order_key);
	ck_assert_str_eq(order_state_names[o.status], "CANCELLED");
	ck_assert_str_eq(item_state_names[o.items[0].status], "CANCELLED");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets WHERE status = 'EXPIRED'"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT CAST(available AS INT) FROM stock WHERE sku_id = %u", cup->sku_id), 5);
	ck_assert(err_is(order_after(t.shop, t.t.arena, &as), ERR_ORDER_STATE_CONFLICT));
	buyer_fill(&t, &t.kim, 100000, 0);
	ck_assert(err_is(pay(t.t.arena, &s), ERR_ORDER_SHEET_EXPIRED));
	if (!declined)
		ck_ok(order_settle(t.shop, t.t.arena, &st));
}
END_TEST

struct asker { pthread_t thread; const struct sheet_shown *s; bool pays; int code; };

static void *
ask(void *arg)
{
	struct asker *me = arg;
	struct arena *a = arena_new(1u << 20);
	struct sheet_giving_up g;
	const struct err *e = me->pays ? pay(a, me->s) : give_up(a, &me->s->sheet.order_key, &t.kim, NULL, &g);

	me->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

static const int crowds[] = { 2, 8, 64 };

START_TEST(paid_or_given_up)
{
	const int n = crowds[_i];
	struct asker a[64];

	buyer_fill(&t, &t.kim, 1000000, 0);
	for (int round = 0; round < 5; round++) {
		struct sheet_shown s = sheet(1);
		int paid = 0, over = 0;
		for (int i = 0; i < n; i++) {
			a[i] = (struct asker){ .s = &s, .pays = (i + round) % 2 == 0 };
			ck_assert_int_eq(pthread_create(&a[i].thread, NULL, ask, &a[i]), 0);
		}
		for (int i = 0; i < n; i++) {
			pthread_join(a[i].thread, NULL);
			ck_assert(a[i].code == -1 || a[i].code == ERR_ORDER_SHEET_EXPIRED || a[i].code == ERR_ORDER_STATE_CONFLICT);
			*(a[i].pays ? &paid : &over) += a[i].code == -1;
		}
		ck_assert_int_eq(paid + over, 1);
		ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets WHERE status = 'PAID'"),
		    testshop_number(&t, "SELECT COUNT(*) FROM orders"));
		testshop_sql(&t, "UPDATE stock SET available = available + %d WHERE sku_id = %u;"
		    "INSERT INTO stock_receipts (receipt_id, sku_id, delta, reason, at) VALUES (UUID(), %u, %d, 'more', NOW(3))", 1, cup->sku_id, cup->sku_id, 1);
	}
}
END_TEST

Suite *
sheets_suite(void)
{
	Suite *s = suite_create("shop/sheets");
	TCase *c = tcase_create("sheets");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, made);
	tcase_add_test(c, means);
	tcase_add_test(c, given_up);
	tcase_add_loop_test(c, an_order_of_it, 0, 4);
	tcase_add_loop_test(c, paid_or_given_up, 0, ROWS(crowds));
	suite_add_tcase(s, c);
	return s;
}
