/* order_copy: a copy has everything of its own, or is none; and takes over what a step changed. */
#include "shop/order_copy.h"

#include <string.h>

#include "base/arena.h"
#include "store/order_store.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static struct order *
original(int which)
{
	return which == 0 ? testorder_full(&t, &t.kim) : testorder_bare(&t);
}

/* A copy of a copy whose arena is gone is still what the first one was. */
START_TEST(outlives)
{
	const struct order *o = original(_i);
	struct arena *batch = arena_new(1u << 20), *own = arena_new(1u << 20);
	struct order *there = order_copy(batch, o), *c;

	ck_assert_ptr_nonnull(there);
	testorder_same(there, o, ORDER_SUMMARY);
	ck_assert_ptr_nonnull(c = order_copy(own, there));
	memset(there->items, 0x5a, there->nitems * sizeof(*there->items));
	memset(there, 0x5a, sizeof(*there));
	arena_free(batch);
	testorder_same(c, o, ORDER_SUMMARY);
	ck_assert_ptr_null(c->uses);
	ck_assert_uint_eq(c->nuses, 0);
	ck_assert_ptr_null(c->history);
	ck_assert_uint_eq(c->nhistory, 0);
	arena_free(own);
}
END_TEST

/* No text is shared. */
START_TEST(shares_nothing)
{
	const struct order *o = original(0), *c = order_copy(t.t.arena, o);

	ck_assert_ptr_nonnull(c);
	ck_assert_ptr_ne(c->items, o->items);
	ck_assert_ptr_ne(c->delivery_address, o->delivery_address);
	ck_assert_ptr_ne(c->notes, o->notes);
	ck_assert_ptr_ne(c->cake, o->cake);
	ck_assert_ptr_ne(c->cake->message, o->cake->message);
	ck_assert_ptr_ne(c->payment.masked_card_number, o->payment.masked_card_number);
	ck_assert_ptr_ne(c->payment.card_brand, o->payment.card_brand);
	for (size_t i = 0; i < o->nitems; i++) {
		ck_assert_ptr_ne(c->items[i].name, o->items[i].name);
		if (o->items[i].ncustomizations == 0)
			continue;
		ck_assert_ptr_ne(c->items[i].customizations, o->items[i].customizations);
		ck_assert_ptr_ne(c->items[i].customizations[0].name, o->items[i].customizations[0].name);
	}
}
END_TEST

/* Whatever room there is: all of it, or nothing. */
START_TEST(without_room)
{
	const struct order *o = original(_i);
	bool copied = false;
	int refused = 0;

	for (size_t cap = 64; cap < 65536 && !copied; cap += 16) {
		struct arena *small = arena_new(cap);
		struct order *c = order_copy(small, o);
		copied = c != NULL;
		refused += c == NULL;
		if (copied)
			testorder_same(c, o, ORDER_SUMMARY);
		arena_free(small);
	}
	ck_assert(copied);
	ck_assert_int_gt(refused, 0);
}
END_TEST

START_TEST(refreshed)
{
	struct order *o = original(0), *c = order_copy(t.t.arena, o);

	ck_assert_ptr_nonnull(c);
	o->status = ORDER_REFUNDED;
	o->stage = ITEM_CANCELLED;
	o->version += 3;
	o->cook_id = t.cook;
	o->courier_id = t.courier;
	o->payment.status = PAYMENT_PARTIALLY_REFUNDED;
	o->payment.paid_at = 1795600000123;
	o->payment.refunded = 7;
	o->payment.transaction_id = "t-7";
	o->payment.failure_code = "late";
	for (size_t i = 0; i < o->nitems; i++) {
		o->items[i].status = ITEM_CANCELLED;
		o->items[i].cancelled_quantity = o->items[i].quantity;
	}
	order_copy_refresh(c, o);
	testorder_same(c, o, ORDER_SUMMARY);
}
END_TEST

Suite *
order_copy_suite(void)
{
	Suite *s = suite_create("shop/order_copy");
	TCase *c = tcase_create("order_copy");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, outlives, 0, 2);
	tcase_add_test(c, shares_nothing);
	tcase_add_loop_test(c, without_room, 0, 2);
	tcase_add_test(c, refreshed);
	suite_add_tcase(s, c);
	return s;
}
