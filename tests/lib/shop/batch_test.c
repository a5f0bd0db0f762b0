/*
 * batch: many tickets in one transaction: the last pieces, one key, tickets
 * that can not be written, a menu that changes underneath.  Clashes over locks are in batch_clash.c;
 * what a broken connection does to it is in batch_lost_test.c.
 */
#include "shop/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "db/inside.h"
#include "domain/stock.h"
#include "shop/catalog.h"
#include "shop/desk.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "support/crowd.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

static int64_t
orders(void)
{
	return testshop_number(&t, "SELECT COUNT(*) FROM orders");
}

static void
reopen(int64_t batch, int64_t leaders)
{
	t.t.conf.desk_batch = batch;
	t.t.conf.desk_leaders = leaders;
	testshop_reopen(&t);
}

/* --- the last pieces ------------------------------------------------------------ */

static const struct { int64_t batch, leaders; int shops, pieces; } last[] = {
	{ 64, 1, 1, 10 },
	{ 64, 2, 1, 10 },
	{ 8, 4, 1, 17 },
	{ 1, 1, 1, 3 },
	{ 64, 1, 2, 10 },	/* two programs */
	{ 4, 2, 3, 29 },
};

START_TEST(last_pieces)
{
	struct shop *shops[3] = { NULL };
	struct crowd c = { .n = 48, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	int sold = 0, refused = 0;
	char why[256];

	reopen(last[_i].batch, last[_i].leaders);
	shops[0] = t.shop;
	for (int i = 1; i < last[_i].shops; i++)
		ck_assert_ptr_nonnull(shops[i] = shop_open(&t.t.conf, why, sizeof(why)));
	testshop_stock(&t, "premium_steak", last[_i].pieces);
	crowd_place(&c, shops, last[_i].shops);
	for (int i = 0; i < c.n; i++) {
		sold += c.one[i].code == -1;
		refused += c.one[i].code == ERR_STOCK_NOT_ENOUGH;
	}
	ck_assert_int_eq(sold, last[_i].pieces);
	ck_assert_int_eq(refused, c.n - last[_i].pieces);
	ck_assert_int_eq(orders(), last[_i].pieces);
	ck_assert_int_eq(testshop_available(&t, "premium_steak"), 0);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - last[_i].pieces) * QTY_ONE);
	for (int i = 1; i < last[_i].shops; i++)
		shop_close(shops[i]);
}
END_TEST

/* Different dinners that share some of their ingredients, taken by two leaders at a time: all that can be had, nothing more. */
START_TEST(mixed_dinners)
{
	struct crowd c = { .n = 60, .nwishes = 4, .user = &t.kim };
	static const struct pair more = { "wine", 2 };
	int sold = 0;

	for (int i = 0; i < 4; i++)
		c.wish[i] = testshop_dinner;
	c.wish[1].dinner_code = "french";
	c.wish[2].dinner_code = "champagne";
	c.wish[2].style = 1;
	c.wish[3].customizations = (struct list){ &more, 1 };
	testshop_stock(&t, "wine", 20);
	testshop_stock(&t, "premium_steak", 40);
	crowd_place(&c, &t.shop, 1);
	for (int i = 0; i < c.n; i++) {
		ck_assert(c.one[i].code == -1 || c.one[i].code == ERR_STOCK_NOT_ENOUGH);
		sold += c.one[i].code == -1;
	}
	ck_assert_int_eq(orders(), sold);
	/* One wine at least goes with each dinner: what is left is less than the thirstiest wants. */
	ck_assert_int_lt(testshop_available(&t, "wine"), 2 * QTY_ONE);
	ck_assert_int_ge(testshop_available(&t, "premium_steak"), 0);
	ck_assert_int_gt(sold, 9);
}
END_TEST

/* --- holding the desk, so that what comes meanwhile is one batch ------------------ */

/* Begins a batch that waits; with one leader all others queue behind it. */
static void
hold_desk(struct crowd_gate *g)
{
	reopen(64, 1);
	crowd_gate_hold(g, t.shop);
}

static int
placed(const struct crowd *c)
{
	int n = 0;

	for (int i = 0; i < c->n; i++)
		n += c->one[i].code == -1;
	return n;
}

/* The tickets of one transaction are served in their order; each is written with the others, under the same batch id. */
START_TEST(one_batch)
{
	struct crowd c = { .n = 20, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct crowd_gate g;

	testshop_stock(&t, "wine", 15);
	hold_desk(&g);
	struct batch_counts before = batch_counts();
	crowd_begin(&c, &t.shop, 1);
	crowd_gate_open(&g);
	crowd_end(&c);
	ck_assert_int_eq(placed(&c), 15);
	/* Those who came first got it. */
	for (int i = 0; i < c.n; i++)
		ck_assert_int_eq(c.one[i].code, i < 15 ? -1 : ERR_STOCK_NOT_ENOUGH);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT tickets FROM desk_batches"), 20);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(DISTINCT created_at) FROM orders"), 1);
	ck_assert_uint_eq(batch_counts().committed - before.committed, 2);
}
END_TEST

/* A batch in which all are refused leaves nothing behind. */
START_TEST(nothing_accepted)
{
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");

	testshop_stock(&t, "wine", 0);
	ck_assert(err_is(order_create(t.shop, t.t.arena, &p), ERR_STOCK_NOT_ENOUGH));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	/* And so the key is still good when there is wine again. */
	testshop_stock(&t, "wine", 1);
	p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");
	ck_ok(order_create(t.shop, t.t.arena, &p));
	ck_assert_ptr_nonnull(p.order);
}
END_TEST

/* --- one key ------------------------------------------------------------------- */

static void
same_answer(const struct crowd *c, int made)
{
	int first = 0;

	for (int i = 0; i < c->n; i++) {
		ck_assert_int_eq(c->one[i].code, -1);
		ck_assert_str_eq(c->one[i].json, c->one[0].json);
		ck_assert_int_eq(c->one[i].status, 201);
		first += c->one[i].made;
	}
	ck_assert_int_eq(first, made);
	ck_assert_int_eq(orders(), 1);
	ck_assert_str_eq(testshop_text(&t, "SELECT order_number FROM orders"), c->one[0].json);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 1) * QTY_ONE);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 1);
}

START_TEST(one_key_in_one_batch)
{
	struct crowd c = { .n = 16, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim, .key = "k" };
	struct crowd_gate g;

	hold_desk(&g);
	crowd_begin(&c, &t.shop, 1);
	crowd_gate_open(&g);
	crowd_end(&c);
	same_answer(&c, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), 1);
}
END_TEST

START_TEST(one_key_again_and_again)
{
	struct crowd c = { .n = 16, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim, .key = "k" };

	for (int i = 0; i < 3; i++) {
		crowd_place(&c, &t.shop, 1);
		same_answer(&c, i == 0);
	}
}
END_TEST

/* Two programs that know nothing of each other, and take it at the same moment. */
START_TEST(one_key_in_two_programs)
{
	struct shop *shops[2] = { t.shop };
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int round = 0; round < 10; round++) {
		struct crowd c = { .n = 8, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
		int made = 0;

		c.key = arena_printf(t.t.arena, "key %d", round);
		crowd_place(&c, shops, 2);
		for (int i = 0; i < c.n; i++) {
			ck_assert_int_eq(c.one[i].code, -1);
			ck_assert_str_eq(c.one[i].json, c.one[0].json);
			made += c.one[i].made;
		}
		ck_assert_int_eq(made, 1);
		ck_assert_int_eq(orders(), round + 1);
	}
	shop_close(shops[1]);
}
END_TEST

/* The last piece under one key, twice at once: who comes second is told of the first, not that there is nothing left. */
START_TEST(one_key_for_the_last_piece)
{
	struct shop *shops[2] = { t.shop };
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int round = 0; round < 10; round++) {
		struct crowd c = { .n = 6, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };

		testshop_stock(&t, "wine", 1);
		c.key = arena_printf(t.t.arena, "last %d", round);
		crowd_place(&c, shops, 2);
		for (int i = 0; i < c.n; i++) {
			ck_assert_int_eq(c.one[i].code, -1);
			ck_assert_str_eq(c.one[i].json, c.one[0].json);
		}
	}
	shop_close(shops[1]);
	ck_assert_int_eq(orders(), 10);
}
END_TEST

/* The same key for another wish: refused, in the same batch and later. */
START_TEST(key_reused)
{
	struct crowd c = { .n = 2, .wish = { testshop_dinner, testshop_dinner }, .nwishes = 2, .user = &t.kim, .key = "k" };
	struct crowd_gate g;

	c.wish[1].quantity = 2;
	if (_i == 0)
		hold_desk(&g);
	else
		reopen(1, 1);
	crowd_begin(&c, &t.shop, 1);
	if (_i == 0)
		crowd_gate_open(&g);
	crowd_end(&c);
	ck_assert_int_eq(placed(&c), 1);
	ck_assert_int_eq(c.one[0].code == -1 ? c.one[1].code : c.one[0].code, ERR_IDEMPOTENCY_KEY_REUSED);
	ck_assert_int_eq(orders(), 1);
	/* Somebody else's key of the same name is another key. */
	struct placement p = testshop_placement(t.t.arena, &c.wish[1], &t.lee, "k");
	ck_ok(order_create(t.shop, t.t.arena, &p));
	ck_assert_int_eq(orders(), 2);
}
END_TEST

START_TEST(key_in_flight)
{
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");
	struct db_value key = db_b(p.key.key.b, 32), print = db_b(p.key.fingerprint.b, 32);
	struct stmt_def add = { "add", "bb", "", "INSERT INTO idempotency (key_hash, fingerprint, created_at) VALUES (?, ?, NOW(3))" };
	const struct err *e;

	ck_ok(stmt_once(t.db, t.t.arena, &add, (struct db_value[]){ key, print }, 2, NULL));
	e = order_create(t.shop, t.t.arena, &p);
	ck_assert(err_is(e, ERR_IDEMPOTENCY_IN_FLIGHT));
	ck_assert_int_eq(e->retry_after, 1);
	ck_assert_int_eq(orders(), 0);
	testshop_sql(&t, "DELETE FROM idempotency");
}
END_TEST

/* A kept answer that somebody has changed is not believed, and not given; nor is the order placed a second time. */
START_TEST(kept_answer_spoilt)
{
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");

	ck_ok(order_create(t.shop, t.t.arena, &p));
	testshop_sql(&t, "UPDATE idempotency SET answer = REVERSE(answer)");
	p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");
	ck_assert(err_is(order_create(t.shop, t.t.arena, &p), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_eq(orders(), 1);
}
END_TEST

/* --- tickets that can not be written ---------------------------------------------- */

/* What is wrong with it shows only when it is written. */
static void
wrong_row(struct ticket *k, struct batch *b)
{
	struct order *o = ARENA_NEW(b->arena, struct order);	/* its rows point into it until they are written */
	struct order_item it = { .product_id = 1, .kind = PRODUCT_DINNER, .code = "valentine", .variant = "simple", .name = "x", .quantity = 1 };

	(void)k;
	*o = (struct order){ .id = uuid_new(), .user_id = t.kim, .items = &it, .nitems = 1, .version = 1, .created_at = b->now,
	    .estimated_at = b->now, .payment = { .id = uuid_new(), .method = PAY_ON_DELIVERY, .created_at = b->now },
	    .price = { .final_price = 1 } };	/* not the sum of its parts */
	order_number_new(b->now, o->number);
	order_rows_add(&b->rows, o);
}

/* Takes more of a SKU than there is, past all checks but the database's own. */
static void
wrong_stock(struct ticket *k, struct batch *b)
{
	struct stock_row *row = stock_find(&b->stock, k->uses[0].sku_id);

	row->available -= 1000000;
	row->change -= 1000000;
}

static void
double_history(struct ticket *k, struct batch *b)
{
	struct history_entry h = { .id = uuid_new(), .item_index = -1, .event = "X", .to = "Y", .actor = ACTOR_SYSTEM, .at = b->now };

	order_rows_history(&b->rows, &(struct uuid){ { 1 } }, &h);
	order_rows_history(&b->rows, &(struct uuid){ { 1 } }, &h);
	(void)k;
}

static void (*const poisons[])(struct ticket *, struct batch *) = { wrong_row, wrong_stock, double_history };
static int poisoned;

static const struct err *
decide_poison(struct ticket *k, struct batch *b)
{
	poisoned++;
	(*(void (*const *)(struct ticket *, struct batch *))k->arg)(k, b);
	return NULL;
}

static const struct ticket_op poison_op = { .name = "poison", .decide = decide_poison };

static const struct err *
never_answers(struct ticket *k, struct kept *kept)
{
	(void)kept;
	return err_new(k->arena, ERR_INTERNAL_SERVER_ERROR, "no words");
}

/* Serves a ticket in a thread of its own. */
static void *
serve(void *arg)
{
	ticket_serve(t.shop, arg);
	return NULL;
}

START_TEST(poison)
{
	static const struct stock_use one_wine = { .sku_id = 2, .quantity = 1000 };
	struct crowd c = { .n = 6, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim }, after = c;
	struct ticket k = { .op = &poison_op, .arena = arena_new(1u << 20), .arg = (void *)&poisons[_i], .uses = &one_wine, .nuses = 1 };
	struct crowd_gate g;
	pthread_t thread;

	hold_desk(&g);
	struct batch_counts before = batch_counts();
	crowd_begin(&c, &t.shop, 1);
	ck_assert_int_eq(pthread_create(&thread, NULL, serve, &k), 0);
	crowd_until_queued(t.shop, c.n + 1);
	crowd_begin(&after, &t.shop, 1);
	crowd_gate_open(&g);
	crowd_end(&c);
	crowd_end(&after);
	pthread_join(thread, NULL);
	ck_assert_int_eq(placed(&c), 6);
	ck_assert_int_eq(placed(&after), 6);
	ck_assert(err_is(k.err, ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_ge(poisoned, 2);		/* with the others, and alone */
	ck_assert_uint_ge(batch_counts().taken_apart - before.taken_apart, 1);
	ck_assert_int_eq(orders(), 12);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 12) * QTY_ONE);
	arena_free(k.arena);
}
END_TEST

static const struct err *
decide_nothing(struct ticket *k, struct batch *b)
{
	(void)k;
	(void)b;
	return NULL;
}

static const struct ticket_op nothing_op = { .name = "nothing", .decide = decide_nothing };

/* A key whose answer can not be made, or not be kept for want of room, takes no effect; and who shares the key lives. */
START_TEST(answer_can_not_be_kept)
{
	struct arena *room = arena_new(1u << 20), *none = arena_new(16);
	struct idem key = idem_make("x", 1, "route", "k", &(struct hash){ { 1 } });
	struct ticket a = { .op = &nothing_op, .arena = _i == 0 ? room : none, .key = key, .answer = never_answers };
	struct ticket b = { .op = &nothing_op, .arena = room, .key = key, .answer = never_answers };
	struct desk_ticket *both[] = { &a.queue, &b.queue };

	ck_assert_ptr_nonnull(arena_alloc(none, 16));	/* full */
	batch_run(t.shop, both, 2);
	ck_assert(err_is(a.err, ERR_INTERNAL_SERVER_ERROR));
	ck_assert(err_is(b.err, ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), 0);
	arena_free(room);
	arena_free(none);
}
END_TEST

/* What is cancelled in a batch can be sold in it. */
START_TEST(cancelled_and_sold_again)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct crowd c = { .n = 2, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.lee };
	struct crowd_gate g;
	struct crowd_cancel cancel = { .order = id, .user = &t.kim };

	testshop_stock(&t, "wine", 0);
	hold_desk(&g);
	crowd_cancel_begin(&cancel, t.shop);
	crowd_until_queued(t.shop, 1);
	crowd_begin(&c, &t.shop, 1);
	crowd_gate_open(&g);
	crowd_end(&c);
	crowd_cancel_end(&cancel);
	ck_assert_int_eq(cancel.code, -1);
	ck_assert_int_eq(placed(&c), 1);
	ck_assert_int_eq(c.one[0].code, -1);
	ck_assert_int_eq(testshop_available(&t, "wine"), 0);
}
END_TEST

/* --- a menu that changes underneath -------------------------------------------------- */

static const struct { const char *sql; int code; won_t price; qty_t wine; } menu_changes[] = {
	{ "UPDATE products SET price = 31000 WHERE code = 'valentine'", -1, 31000, 1000 },
	{ "UPDATE products SET status = 'DISCONTINUED' WHERE code = 'valentine'", ERR_INVALID_REQUEST, 0, 0 },
	{ "UPDATE recipes JOIN products USING (product_id) JOIN skus ON skus.sku_id = recipes.sku_id SET quantity = 2.5"
	  " WHERE products.code = 'valentine' AND skus.code = 'wine'", -1, 30000, 2500 },
	{ "UPDATE skus SET name = 'vino' WHERE code = 'wine'", -1, 30000, 1000 },
};

/* Composed with one menu, decided with the next: the order is of the one in force when it was taken. */
START_TEST(menu_changed_while_waiting)
{
	struct crowd c = { .n = 3, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct crowd_gate g;

	hold_desk(&g);
	crowd_begin(&c, &t.shop, 1);
	testshop_sql(&t, "%s", menu_changes[_i].sql);
	crowd_gate_open(&g);
	crowd_end(&c);
	for (int i = 0; i < c.n; i++)
		ck_assert_int_eq(c.one[i].code, menu_changes[_i].code);
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE - 3 * menu_changes[_i].wine);
	if (menu_changes[_i].code == -1)
		ck_assert_int_eq(testshop_number(&t, "SELECT MIN(final_price) + MAX(final_price) FROM orders"), 2 * menu_changes[_i].price);
}
END_TEST

/* While a batch makes its tickets anew the menu changes once more, and another leader has loaded that: the batch keeps to its own. */
static const struct err *
change_menu_again(struct ticket *k, const struct menu *m)
{
	const struct menu *newer;

	k->menu_version = m->version;
	testshop_sql(&t, "UPDATE products SET price = 32000 WHERE code = 'valentine'");
	ck_ok(catalog_menu_now(t.shop->catalog, t.db, t.t.arena, &newer));
	ck_assert_int_gt(newer->version, m->version);
	return NULL;
}

static const struct ticket_op changer_op = { .name = "changer", .remake = change_menu_again, .decide = decide_nothing };

START_TEST(menu_changed_twice)
{
	struct crowd c = { .n = 2, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct ticket k = { .op = &changer_op, .arena = arena_new(1u << 20), .menu_version = -1 };
	struct crowd_gate g;
	pthread_t thread;

	hold_desk(&g);
	ck_assert_int_eq(pthread_create(&thread, NULL, serve, &k), 0);
	crowd_until_queued(t.shop, 1);
	crowd_begin(&c, &t.shop, 1);
	testshop_sql(&t, "UPDATE products SET price = 31000 WHERE code = 'valentine'");
	crowd_gate_open(&g);
	crowd_end(&c);
	pthread_join(thread, NULL);
	ck_assert_int_eq(placed(&c), 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT MIN(final_price) FROM orders"), 31000);
	ck_assert_int_eq(testshop_number(&t, "SELECT MAX(final_price) FROM orders"), 31000);
	arena_free(k.arena);
}
END_TEST

START_TEST(order_of_a_batch)
{
	struct order o[] = { { .id = { { 1 } } }, { .id = { { 2 } } } };
	struct batch b = { .orders = { o, 2 } };

	ck_assert_ptr_eq(batch_order(&b, &o[1].id), &o[1]);
	ck_assert_ptr_null(batch_order(&b, &(struct uuid){ { 3 } }));
	ck_assert_ptr_null(batch_order(&b, &(struct uuid){ { 0 } }));
}
END_TEST

Suite *
batch_suite(void)
{
	Suite *s = suite_create("shop/batch");
	TCase *c = tcase_create("batch");

	tcase_set_timeout(c, 120);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, last_pieces, 0, ROWS(last));
	tcase_add_test(c, mixed_dinners);
	tcase_add_test(c, one_batch);
	tcase_add_test(c, nothing_accepted);
	tcase_add_test(c, one_key_in_one_batch);
	tcase_add_test(c, one_key_again_and_again);
	tcase_add_test(c, one_key_in_two_programs);
	tcase_add_test(c, one_key_for_the_last_piece);
	tcase_add_loop_test(c, key_reused, 0, 2);
	tcase_add_test(c, key_in_flight);
	tcase_add_test(c, kept_answer_spoilt);
	tcase_add_loop_test(c, poison, 0, ROWS(poisons));
	tcase_add_loop_test(c, answer_can_not_be_kept, 0, 2);
	tcase_add_test(c, cancelled_and_sold_again);
	tcase_add_loop_test(c, menu_changed_while_waiting, 0, ROWS(menu_changes));
	tcase_add_test(c, menu_changed_twice);
	tcase_add_test(c, order_of_a_batch);
	suite_add_tcase(s, c);
	return s;
}
