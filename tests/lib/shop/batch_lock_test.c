/* batch_lock: what tickets name and what they may give back is locked, once each and in one order; nothing else is. */
#include "shop/batch_work.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/change.h"
#include "shop/place.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/crowd.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); bank_close(&bank); }

/* A ticket that looks at what is locked, and goes away. */
struct looking { struct ticket ticket; size_t orders, compensations, coupons, slots, stock; bool in_order, order, compensation, slot; };

static bool
sorted(const struct batch *b)
{
	bool is = true;

	for (size_t i = 1; i < b->orders.n; i++)
		is &= uuid_cmp(&b->orders.v[i - 1].id, &b->orders.v[i].id) < 0;
	for (size_t i = 1; i < b->coupons.n; i++)
		is &= b->coupons.v[i - 1].id < b->coupons.v[i].id;
	for (size_t i = 1; i < b->slots.n; i++)
		is &= b->slots.row[i - 1].slot < b->slots.row[i].slot;
	for (size_t i = 1; i < b->stock.n; i++)
		is &= b->stock.row[i - 1].sku_id < b->stock.row[i].sku_id;
	return is;
}

static const struct err *
look(struct ticket *k, struct batch *b)
{
	struct looking *me = (struct looking *)k;

	me->orders = b->orders.n;
	me->compensations = b->compensations.n;
	me->coupons = b->coupons.n;
	me->slots = b->slots.n;
	me->stock = b->stock.n;
	me->in_order = sorted(b);
	me->order = batch_order(b, &k->order_id) != NULL;
	me->compensation = batch_compensation(b, &k->compensation_id) != NULL;
	me->slot = slot_find(&b->slots, k->slot) != NULL;
	return err_new(k->arena, ERR_FORBIDDEN, "only looking");
}

static const struct ticket_op look_op = { .name = "look", .decide = look };
static const struct ticket_op give_op = { .name = "give", .decide = look, .gives_back = true };

static void
serve(struct looking *me)
{
	me->ticket.arena = t.t.arena;
	ck_assert(err_is(ticket_serve(t.shop, &me->ticket), ERR_FORBIDDEN));
	ck_assert(me->in_order);
}

/* A card order for tomorrow noon, or for now. */
static struct order
held(const struct order_wish *w)
{
	struct card_hold hold = { .payment_id = uuid_new(), .ask_after_ms = 60000 };
	struct placement p = testshop_placement(t.t.arena, w, &t.kim, NULL);

	p.card = &hold;
	ck_ok(order_create(t.shop, t.t.arena, &p));
	return *p.order;
}

START_TEST(nothing)
{
	struct looking me = { .ticket = { .op = _i == 0 ? &look_op : &give_op } };

	(void)held(&bank_dinner);
	serve(&me);
	ck_assert_uint_eq(me.orders + me.compensations + me.coupons + me.slots + me.stock, 0);
}
END_TEST

/* What it costs to look, warm: what a ticket does not name is no round trip. */
static uint64_t
trips(struct looking *me)
{
	serve(me);
	uint64_t before = db_counts().round_trips;
	serve(me);
	return db_counts().round_trips - before;
}

START_TEST(nothing_more_is_asked)
{
	struct coupon c = { .name = "x", .kind = COUPON_FIXED, .value = 1, .quantity = 1, .issue_from = 1000, .issue_to = 2000, .valid_days = 1,
	    .created_at = 1000 };
	struct looking idle = { .ticket = { .op = &look_op } }, claims = { .ticket = { .op = &look_op } };

	t.t.conf.desk_leaders = 1;	/* one connection, warm the second time */
	testshop_reopen(&t);
	ck_ok(coupon_store_add(t.db, t.t.arena, &c));
	claims.ticket.claim = (struct coupon_wish){ c.id, t.kim };
	uint64_t least = trips(&idle);
	ck_assert_uint_eq(trips(&claims) - least, 2);		/* the coupon, and who has had it */
	ck_assert_uint_eq(claims.coupons, 1);
	ck_assert_uint_eq(trips(&idle), least);
}
END_TEST

/* Only who may give back locks what there is to give. */
START_TEST(of_an_order)
{
	struct order o = held(&bank_dinner);
	struct looking me = { .ticket = { .op = &look_op, .order_id = o.id, .compensation_id = o.payment.id } };

	serve(&me);
	ck_assert(me.order && me.compensation);
	ck_assert_uint_eq(me.orders, 1);
	ck_assert_uint_eq(me.compensations, 1);
	ck_assert_uint_eq(me.slots + me.stock, 0);
	me.ticket.op = &give_op;
	serve(&me);
	ck_assert(me.order && me.compensation);
	ck_assert_uint_eq(me.slots, 1);
	ck_assert_uint_eq(me.stock, o.nuses);
	/* As soon as can be: there is no slot to lock. */
	o = held(&testshop_dinner);
	me = (struct looking){ .ticket = { .op = &give_op, .order_id = o.id } };
	serve(&me);
	ck_assert_uint_eq(me.slots, 0);
	ck_assert_uint_eq(me.stock, o.nuses);
}
END_TEST

START_TEST(what_is_not_there)
{
	struct uuid id = uuid_new();
	struct looking me = { .ticket = { .op = &give_op, .order_id = id, .compensation_id = id, .slot = 2026112712011403 } };

	serve(&me);
	ck_assert(!me.order && !me.compensation && !me.slot);
	ck_assert_uint_eq(me.orders + me.compensations + me.slots + me.stock, 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM slots"), 0);
}
END_TEST

/* One of the hours that can be booked, never booked before; and a day without hours, which nobody counts. */
START_TEST(a_slot_to_take)
{
	struct stock_use uses[2] = { { .sku_id = 1, .quantity = QTY_ONE }, { .sku_id = 3, .quantity = QTY_ONE } };
	struct looking me = { .ticket = { .op = &look_op, .slot = 2026112712001400, .uses = uses, .nuses = 2 } };

	serve(&me);
	ck_assert(me.slot);
	ck_assert_uint_eq(me.slots, 1);
	ck_assert_uint_eq(me.stock, 2);
	me.ticket.slot = 2026112700002400;
	serve(&me);
	ck_assert_uint_eq(me.slots, 0);
}
END_TEST

/* --- many tickets ------------------------------------------------------------------------------- */

static void *
serve_one(void *me)
{
	ticket_serve(t.shop, &((struct looking *)me)->ticket);
	return NULL;
}

/* The same orders, slots and SKUs over and over: each is locked once, whoever asked first. */
START_TEST(once_each)
{
	enum { N = 12 };
	struct order_wish evening = bank_dinner;
	struct order o[3] = { { .nuses = 0 } };
	struct looking one[N] = { { .orders = 0 } };
	struct stock_use use = { .sku_id = 1, .quantity = QTY_ONE };
	pthread_t thread[N];
	struct crowd_gate g;

	evening.scheduled_time_slot = "18:00-20:00";
	o[0] = held(&evening);
	o[1] = held(&bank_dinner);
	o[2] = held(&testshop_dinner);
	t.t.conf.desk_leaders = 1;
	testshop_reopen(&t);
	crowd_gate_hold(&g, t.shop);
	for (int i = 0; i < N; i++) {
		const struct order *mine = &o[(N - i) % 3];
		one[i].ticket = (struct ticket){ .op = &give_op, .arena = arena_new(1u << 14), .order_id = mine->id,
		    .compensation_id = mine->payment.id, .slot = o[i % 2].slot, .uses = &use, .nuses = 1 };
		ck_assert_int_eq(pthread_create(&thread[i], NULL, serve_one, &one[i]), 0);
		crowd_until_queued(t.shop, i + 1);
	}
	crowd_gate_open(&g);
	for (int i = 0; i < N; i++) {
		pthread_join(thread[i], NULL);
		ck_assert(one[i].in_order && one[i].order && one[i].compensation && one[i].slot);
		ck_assert_uint_eq(one[i].orders, 3);
		ck_assert_uint_eq(one[i].compensations, 3);
		ck_assert_uint_eq(one[i].slots, 2);
		ck_assert_uint_ge(one[i].stock, o[0].nuses);
		ck_assert_uint_le(one[i].stock, o[0].nuses + 1);
		arena_free(one[i].ticket.arena);
	}
}
END_TEST

/* Two programs, and many who cancel in one slot and book the other, crosswise: all come to an end, and the books agree. */
struct walker { struct shop *shop; const char *from, *to; pthread_t thread; int failed; };

static void *
walk(void *arg)
{
	struct walker *me = arg;

	for (int i = 0; i < 6; i++) {
		struct arena *a = arena_new(1u << 20);
		struct order_wish w = bank_dinner;
		w.scheduled_time_slot = i % 2 == 0 ? me->from : me->to;
		struct placement p = testshop_placement(a, &w, &t.kim, NULL);
		if (order_create(me->shop, a, &p) != NULL)
			me->failed++;
		else {
			struct order_change c = { .order_id = p.order->id, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER), .to = ITEM_CANCELLED };
			me->failed += order_move(me->shop, a, &c) != NULL;
		}
		arena_free(a);
	}
	return NULL;
}

START_TEST(crosswise)
{
	enum { N = 12 };
	static const char *const hours[] = { "12:00-14:00", "18:00-20:00" };
	struct shop *shops[2] = { t.shop };
	struct walker w[N];
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < N; i++) {
		w[i] = (struct walker){ .shop = shops[i % 2], .from = hours[i / 2 % 2], .to = hours[1 - i / 2 % 2] };
		ck_assert_int_eq(pthread_create(&w[i].thread, NULL, walk, &w[i]), 0);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(w[i].thread, NULL);
		ck_assert_int_eq(w[i].failed, 0);
	}
	shop_close(shops[1]);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM slots"), 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT SUM(taken) FROM slots"), 0);
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
}
END_TEST

Suite *
batch_lock_suite(void)
{
	Suite *s = suite_create("shop/batch_lock");
	TCase *c = tcase_create("batch_lock");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, nothing, 0, 2);
	tcase_add_test(c, nothing_more_is_asked);
	tcase_add_test(c, of_an_order);
	tcase_add_test(c, what_is_not_there);
	tcase_add_test(c, a_slot_to_take);
	tcase_add_test(c, once_each);
	tcase_add_test(c, crosswise);
	suite_add_tcase(s, c);
	return s;
}
