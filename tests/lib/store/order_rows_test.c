/* order_rows: many orders and changes in few round trips, all of them or none. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/order_store.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

#define ALL (ORDER_DETAIL | ORDER_USES)

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static struct order
get(const struct uuid *id)
{
	struct orders got;

	ck_ok(order_store_get(t.db, t.t.arena, id, 1, false, ALL, &got));
	ck_assert_uint_eq(got.n, 1);
	return got.v[0];
}

static const struct err *
put(struct order *const *o, size_t n)
{
	struct order_rows r;

	order_rows_start(&r, t.t.arena);
	for (size_t i = 0; i < n; i++)
		order_rows_add(&r, o[i]);
	return order_rows_write(t.db, &r);
}

START_TEST(nothing)
{
	struct order_rows r;
	struct db_counts before = db_counts();

	order_rows_start(&r, t.t.arena);
	ck_ok(order_rows_write(t.db, &r));
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

/* A receipt is a row of its own, whoever booked it. */
START_TEST(receipts)
{
	struct order_rows r;

	order_rows_start(&r, t.t.arena);
	order_rows_receipt(&r, 1, 2500, "a delivery", &t.admin, clock_now());
	order_rows_receipt(&r, 1, -500, "broken", NULL, clock_now());
	ck_ok(order_rows_write(t.db, &r));
	ck_assert_int_eq(testshop_number(&t, "SELECT SUM(delta) * 1000 FROM stock_receipts WHERE reason IN ('a delivery', 'broken')"), 2000);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts WHERE reason = 'broken' AND actor_id IS NULL"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts r JOIN users u ON u.user_id = r.actor_id"
	    " WHERE reason = 'a delivery' AND role = 'ADMIN'"), 1);
}
END_TEST

/* However many orders, a statement a table. */
START_TEST(many_at_once)
{
	struct order *o[64];

	for (int i = 0; i < 64; i++)
		o[i] = i % 4 == 3 ? testorder_bare(&t) : testorder_full(&t, &t.kim);
	ck_ok(stmt_prepare_all(t.db, t.t.arena));
	ck_ok(db_begin(t.db, t.t.arena));
	struct db_counts before = db_counts();
	ck_ok(put(o, 64));
	ck_assert_uint_eq(db_counts().statements - before.statements, 8);
	ck_ok(db_commit(t.db, t.t.arena));
	for (int i = 0; i < 64; i += 7) {
		struct order got = get(&o[i]->id);
		testorder_same(&got, o[i], ALL);
	}
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_items"), 48 * 3 + 16);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_customizations"), 48 * 3);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_history"), 48 * 5);
}
END_TEST

START_TEST(change)
{
	struct order *o = testorder_full(&t, &t.kim), *other = testorder_full(&t, &t.kim), *both[] = { o, other };
	struct order_rows r;
	struct history_entry h = { .id = uuid_new(), .item_index = -1, .event = "REFUND", .from = "PARTIALLY_CANCELLED", .to = "REFUNDED",
	    .actor = ACTOR_ADMIN, .actor_id = t.admin, .at = clock_now(), .reason = "r" };

	ck_ok(put(both, 2));
	o->status = ORDER_REFUNDED;
	o->stage = ITEM_CANCELLED;
	o->cook_id = t.cook2;
	o->courier_id = (struct uuid){ { 0 } };
	o->version = 42;
	for (size_t i = 0; i < o->nitems; i++) {
		o->items[i].status = ITEM_CANCELLED;
		o->items[i].cancelled_quantity = o->items[i].quantity;
	}
	for (size_t i = 0; i < o->nuses; i++)
		o->uses[i].returned = o->uses[i].quantity;
	o->payment.status = PAYMENT_REFUNDED;
	o->payment.refunded = o->payment.amount;
	o->payment.transaction_id = NULL;
	o->payment.failure_code = NULL;
	o->payment.paid_at = 0;
	o->items[0].confirmed = true;
	o->items[0].withheld = 30;
	o->items[1].confirmed = true;
	o->items[1].earned = 70;
	order_rows_start(&r, t.t.arena);
	order_rows_change(&r, o, true);
	order_rows_history(&r, &o->id, &h);
	ck_ok(order_rows_write(t.db, &r));
	struct order got = get(&o->id), left = get(&other->id);
	ck_assert(got.items[0].confirmed && got.items[0].earned == 0 && got.items[0].withheld == 30);
	ck_assert(got.items[1].confirmed && got.items[1].earned == 70 && got.items[1].withheld == 0);
	ck_assert(!left.items[0].confirmed);
	testorder_same(&got, o, ORDER_SUMMARY | ORDER_USES);
	ck_assert_uint_eq(got.nhistory, 6);
	ck_assert_str_eq(got.history[5].reason, "r");
	testorder_same(&left, other, ALL);	/* and nobody else's */
}
END_TEST

/* One row a line, of its latest arrival; one that was looked at goes, unless the line has come anew since. */
START_TEST(arrivals)
{
	const struct uuid id[2] = { uuid_new(), uuid_new() };
	struct order_rows r;
	struct arrivals got;

	order_rows_start(&r, t.t.arena);
	for (int64_t i = 0; i < 4; i++)
		order_rows_arrived(&r, &(struct arrival){ .order_id = id[i / 2], .index = i % 2, .at = 1700000000000 + 1000 * (4 - i) });
	order_rows_arrived(&r, &(struct arrival){ .order_id = id[0], .index = 0, .at = 1700000009000 });
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(order_store_arrivals(t.db, t.t.arena, 1700000003000, 10, &got));
	ck_assert_uint_eq(got.n, 3);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(got.v[i].at, 1700000001000 + 1000 * (int64_t)i);
		ck_assert_int_eq(uuid_cmp(&got.v[i].order_id, &id[i < 2]), 0);
		ck_assert_int_eq(got.v[i].index, i != 1);
	}
	ck_ok(order_store_arrivals(t.db, t.t.arena, INT64_C(1800000000000), 2, &got));
	ck_assert_uint_eq(got.n, 2);
	order_rows_start(&r, t.t.arena);
	order_rows_arrival_past(&r, &(struct arrival){ .order_id = id[0], .index = 0, .at = 1700000004000 });
	order_rows_arrival_past(&r, &(struct arrival){ .order_id = id[0], .index = 1, .at = 1700000003000 });
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(order_store_arrivals(t.db, t.t.arena, INT64_C(1800000000000), 10, &got));
	ck_assert_uint_eq(got.n, 3);
	ck_assert_int_eq(got.v[2].at, 1700000009000);
}
END_TEST

START_TEST(change_without_uses)
{
	struct order *o = testorder_full(&t, &t.kim);
	struct order_rows r;

	ck_ok(put(&o, 1));
	o->uses[0].returned = 1;
	o->version++;
	order_rows_start(&r, t.t.arena);
	order_rows_change(&r, o, false);
	ck_ok(order_rows_write(t.db, &r));
	o->uses[0].returned = 0;
	struct order got = get(&o->id);
	testorder_same(&got, o, ALL);
}
END_TEST

/* Two changes of one order in one write: the later one stands. */
START_TEST(changes_in_turn)
{
	struct order *o = testorder_full(&t, &t.kim);
	struct order_rows r;

	ck_ok(put(&o, 1));
	order_rows_start(&r, t.t.arena);
	for (int i = 0; i < 20; i++) {
		o->version++;
		o->stage = (enum item_state)(i % ITEM__MAX);
		o->items[0].status = o->stage;
		order_rows_change(&r, o, true);
	}
	ck_ok(order_rows_write(t.db, &r));
	struct order got = get(&o->id);
	testorder_same(&got, o, ALL);
}
END_TEST

/* One of three can not be written: none is, whichever row of it is at fault. */
static void duplicate_id(struct order *o, const struct order *first) { o->id = first->id; }
static void duplicate_number(struct order *o, const struct order *first) { memcpy(o->number, first->number, sizeof(o->number)); }
static void wrong_price(struct order *o, const struct order *first) { (void)first; o->price.final_price++; }
static void wrong_total(struct order *o, const struct order *first) { (void)first; o->items[1].total++; }
static void too_many_back(struct order *o, const struct order *first) { (void)first; o->uses[0].returned = o->uses[0].quantity + 1; }
static void refunded_too_much(struct order *o, const struct order *first) { (void)first; o->payment.refunded = o->payment.amount + 1; }
static void no_name(struct order *o, const struct order *first) { (void)first; o->items[2].name = NULL; }
static void same_sku_twice(struct order *o, const struct order *first) { (void)first; o->items[0].customizations[1].sku_id = 1; }
static const struct { void (*spoil)(struct order *, const struct order *); enum db_fault fault; } spoilt[] = {
	{ duplicate_id, DB_FAULT_DUPLICATE },
	{ duplicate_number, DB_FAULT_DUPLICATE },
	{ wrong_price, DB_FAULT_CHECK },
	{ wrong_total, DB_FAULT_CHECK },
	{ too_many_back, DB_FAULT_CHECK },
	{ refunded_too_much, DB_FAULT_CHECK },
	{ no_name, DB_FAULT_OTHER },
	{ same_sku_twice, DB_FAULT_DUPLICATE },
};

START_TEST(all_or_none)
{
	struct order *o[] = { testorder_full(&t, &t.kim), testorder_full(&t, &t.kim), testorder_bare(&t) };
	static const char *const tables[] = { "orders", "order_items", "order_customizations", "order_takes", "order_cakes", "payments",
	    "order_history" };

	spoilt[_i].spoil(o[1], o[0]);
	ck_ok(db_begin(t.db, t.t.arena));
	ck_assert_ptr_nonnull(put(o, 3));
	ck_assert_int_eq(db_last_fault(t.db), (int)spoilt[_i].fault);
	db_rollback(t.db);
	for (int i = 0; i < ROWS(tables); i++)
		ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM %s", tables[i]), 0);
}
END_TEST

START_TEST(without_room)
{
	struct order *o = testorder_full(&t, &t.kim);
	struct arena *small = arena_new(4096);
	struct order_rows r;

	order_rows_start(&r, small);
	for (int i = 0; i < 10; i++)
		order_rows_add(&r, o);
	ck_assert(err_is(order_rows_write(t.db, &r), ERR_INTERNAL_SERVER_ERROR));
	arena_free(small);
}
END_TEST

Suite *
order_rows_suite(void)
{
	Suite *s = suite_create("store/order_rows");
	TCase *c = tcase_create("order_rows");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, nothing);
	tcase_add_test(c, receipts);
	tcase_add_test(c, many_at_once);
	tcase_add_test(c, change);
	tcase_add_test(c, arrivals);
	tcase_add_test(c, change_without_uses);
	tcase_add_test(c, changes_in_turn);
	tcase_add_loop_test(c, all_or_none, 0, ROWS(spoilt));
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
