/*
 * batch, over locks: somebody else holds the rows, for a while, for longer than is waited, or in another order;
 * several programs and cancellations among the orders.  All come to an end, and the books agree.
 */
#include "shop/batch.h"

#include <pthread.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/shop.h"
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

static int
placed(const struct crowd *c)
{
	int n = 0;

	for (int i = 0; i < c->n; i++)
		n += c->one[i].code == -1;
	return n;
}

static void
in_other(struct db *db, struct arena *a, const char *sql)
{
	const struct err *e = db_script(db, a, sql);

	/* The one that is chosen to give way is told so. */
	ck_assert(e == NULL || err_is(e, ERR_UNAVAILABLE));
}

struct meddler { struct db *db; struct arena *arena; const char *first, *then; long pause_ms; };

static void *
meddle(void *arg)
{
	struct meddler *m = arg;

	in_other(m->db, m->arena, m->first);
	nanosleep(&(struct timespec){ m->pause_ms / 1000, m->pause_ms % 1000 * 1000000 }, NULL);
	in_other(m->db, m->arena, m->then);
	in_other(m->db, m->arena, "ROLLBACK");
	return NULL;
}

/* Somebody holds the wine: for a while, longer than a lock is waited for, or in the wrong order. */
static const struct { const char *first, *then; long ms; } clashes[] = {
	{ "BEGIN; SELECT * FROM stock WHERE sku_id = 2 FOR UPDATE", "DO 0", 300 },
	{ "BEGIN; SELECT * FROM stock WHERE sku_id = 2 FOR UPDATE", "DO 0", 3600 },
	{ "BEGIN; UPDATE stock SET available = available - 1 WHERE sku_id = 2", "UPDATE stock SET available = available - 1 WHERE sku_id = 1", 300 },
};

START_TEST(clash)
{
	struct crowd c = { .n = 4, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct meddler m = { testdb_connect(&t.t, NULL, 0), arena_new(1u << 20), clashes[_i].first, clashes[_i].then, clashes[_i].ms };
	pthread_t thread;

	t.t.conf.desk_patience_ms = 8000;
	testshop_reopen(&t);
	(void)testshop_order(&t, &testshop_dinner, &t.kim);
	ck_assert_int_eq(pthread_create(&thread, NULL, meddle, &m), 0);
	nanosleep(&(struct timespec){ 0, 100000000 }, NULL);
	crowd_place(&c, &t.shop, 1);
	pthread_join(thread, NULL);
	ck_assert_int_eq(placed(&c), 4);
	ck_assert_int_eq(orders(), 5);
	db_close(m.db);
	arena_free(m.arena);
	t.t.conf.desk_patience_ms = 5000;
}
END_TEST

/* Many small batches of several programs over the same rows, and cancellations among them: all come to an end, and the books agree. */
struct walker { struct shop *shop; const struct uuid *user; int failed; };

static void *
order_and_cancel(void *arg)
{
	struct walker *w = arg;

	for (int i = 0; i < 12; i++) {
		struct arena *a = arena_new(1u << 20);
		struct placement p = testshop_placement(a, &testshop_dinner, w->user, NULL);
		if (order_create(w->shop, a, &p) != NULL)
			w->failed++;
		else if (i % 2 == 0) {
			struct order_change c = { .order_id = p.order->id, .actor = testshop_actor(w->user, ROLE_CUSTOMER), .to = ITEM_CANCELLED,
			    .again_is_error = true };
			w->failed += order_move(w->shop, a, &c) != NULL;
		}
		arena_free(a);
	}
	return NULL;
}

START_TEST(orders_and_cancellations)
{
	enum { N = 8 };
	struct shop *shops[2];
	struct walker w[N];
	pthread_t thread[N];
	char why[256];

	t.t.conf.desk_batch = 4;
	t.t.conf.desk_leaders = 2;
	testshop_reopen(&t);
	shops[0] = t.shop;
	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < N; i++) {
		w[i] = (struct walker){ shops[i % 2], i < 4 ? &t.kim : &t.lee, 0 };
		ck_assert_int_eq(pthread_create(&thread[i], NULL, order_and_cancel, &w[i]), 0);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(thread[i], NULL);
		ck_assert_int_eq(w[i].failed, 0);
	}
	shop_close(shops[1]);
	ck_assert_int_eq(orders(), N * 12);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders WHERE status = 'CANCELLED'"), N * 6);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - N * 6) * QTY_ONE);
}
END_TEST

Suite *
batch_clash_suite(void)
{
	Suite *s = suite_create("shop/batch_clash");
	TCase *c = tcase_create("clash");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, clash, 0, ROWS(clashes));
	tcase_add_test(c, orders_and_cancellations);
	suite_add_tcase(s, c);
	return s;
}
