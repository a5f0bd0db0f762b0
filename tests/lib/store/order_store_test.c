/* order_store: orders read back with all that belongs to them, lists with their cursors, boards with their owners. */
#include "store/order_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

#define ALL (ORDER_DETAIL | ORDER_USES)

static struct testshop t;
static const struct uuid nobody;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static void
put(struct order *const *o, size_t n)
{
	struct order_rows r;

	order_rows_start(&r, t.t.arena);
	for (size_t i = 0; i < n; i++)
		order_rows_add(&r, o[i]);
	ck_ok(order_rows_write(t.db, &r));
}

/* One alone and several together are read by different statements. */
START_TEST(everything)
{
	struct order *o[] = { testorder_full(&t, &t.kim), testorder_bare(&t), testorder_full(&t, &t.lee) };
	struct uuid ids[] = { o[2]->id, uuid_new(), o[0]->id, o[1]->id };
	struct orders got;

	put(o, 3);
	for (int i = 0; i < 3; i++)
		for (int lock = 0; lock < 2; lock++) {
			ck_ok(order_store_get(t.db, t.t.arena, &o[i]->id, 1, lock != 0, ALL, &got));
			ck_assert_uint_eq(got.n, 1);
			testorder_same(&got.v[0], o[i], ALL);
		}
	for (int lock = 0; lock < 2; lock++) {
		ck_ok(order_store_get(t.db, t.t.arena, ids, 4, lock != 0, ALL, &got));
		ck_assert_uint_eq(got.n, 3);	/* in the order asked for, without the one that is not there */
		testorder_same(&got.v[0], o[2], ALL);
		testorder_same(&got.v[1], o[0], ALL);
		testorder_same(&got.v[2], o[1], ALL);
	}
	ck_ok(order_store_get(t.db, t.t.arena, &ids[1], 1, false, ALL, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_ok(order_store_get(t.db, t.t.arena, ids, 0, true, ALL, &got));
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

/* Exactly the parts asked for, of one and of two. */
START_TEST(parts_asked_for)
{
	struct order *o[] = { testorder_full(&t, &t.kim), testorder_full(&t, &t.kim) };
	struct uuid ids[] = { o[0]->id, o[1]->id };

	put(o, 2);
	for (unsigned parts = 0; parts < 64; parts++)
		for (size_t n = 1; n <= 2; n++) {
			struct orders got;
			ck_ok(order_store_get(t.db, t.t.arena, ids, n, false, parts, &got));
			ck_assert_uint_eq(got.n, n);
			for (size_t i = 0; i < n; i++) {
				/* A customisation lies with its item. */
				unsigned seen = (parts & ORDER_ITEMS) != 0 ? parts : parts & ~(unsigned)ORDER_CUSTOMIZATIONS;
				testorder_same(&got.v[i], o[i], seen);
				ck_assert_int_eq(got.v[i].nitems > 0, (parts & ORDER_ITEMS) != 0);
				ck_assert_int_eq(got.v[i].nuses > 0, (parts & ORDER_USES) != 0);
				ck_assert_int_eq(got.v[i].cake != NULL, (parts & ORDER_CAKE) != 0);
				ck_assert_int_eq(got.v[i].nhistory > 0, (parts & ORDER_HISTORY) != 0);
				ck_assert_int_eq(uuid_is_zero(&got.v[i].payment.id), (parts & ORDER_PAYMENT) == 0);
			}
			arena_reset(t.t.arena);
			/* The orders lay in there: made again the same. */
			if (parts == 63 && n == 2)
				return;
			for (int i = 0; i < 2; i++) {
				ck_ok(order_store_get(t.db, t.t.arena, &ids[i], 1, false, ALL, &got));
				o[i] = got.v;
			}
		}
}
END_TEST

/* The latest payment of several is the one that counts. */
START_TEST(several_payments)
{
	struct order *o = testorder_full(&t, &t.kim);
	struct orders got;

	put(&o, 1);
	struct uuid later = uuid_new();
	char id[UUID_TEXT], of[UUID_TEXT];
	testshop_sql(&t, "INSERT INTO payments (payment_id, order_id, method, status, amount, created_at)"
	    " VALUES ('%s', '%s', 'BALANCE', 'SUCCESS', 5, NOW(3))", uuid_text(&later, id), uuid_text(&o->id, of));
	ck_ok(order_store_get(t.db, t.t.arena, &o->id, 1, false, ORDER_PAYMENT, &got));
	ck_assert_int_eq(uuid_cmp(&got.v[0].payment.id, &later), 0);
	ck_assert_int_eq((int)got.v[0].payment.method, PAY_BALANCE);
	ck_assert_int_eq(got.v[0].payment.paid_at, 0);
	ck_assert_ptr_null(got.v[0].payment.card_brand);
}
END_TEST

/* A locked order waits for nobody who only looks, and lets nobody else lock it. */
START_TEST(locked)
{
	struct order *o[] = { testorder_bare(&t), testorder_bare(&t) };
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct orders got;

	put(o, 2);
	ck_ok(db_script(other, t.t.arena, "SET innodb_lock_wait_timeout = 1"));
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(order_store_get(t.db, t.t.arena, &o[0]->id, 1, true, 0, &got));
	ck_ok(order_store_get(other, t.t.arena, &o[0]->id, 1, false, ALL, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_ok(db_begin(other, t.t.arena));
	ck_ok(order_store_get(other, t.t.arena, &o[1]->id, 1, true, 0, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_fails(order_store_get(other, t.t.arena, &o[0]->id, 1, true, 0, &got), UNAVAILABLE, "ORDERS_LOCK");
	ck_assert_int_eq(db_last_fault(other), DB_FAULT_LOCK_TIMEOUT);
	db_rollback(other);
	db_rollback(t.db);
	db_close(other);
}
END_TEST

/* Whatever room there is: all of it, or an error; never an order that is not there, and never half of one. */
START_TEST(without_room)
{
	struct order *o[] = { testorder_full(&t, &t.kim), testorder_full(&t, &t.lee) };
	struct uuid ids[] = { o[0]->id, o[1]->id };
	int done = 0;

	put(o, 2);
	for (size_t cap = 16; cap < 40000 && done < 40; cap += cap < 4096 ? 64 : 256)
		for (int kind = 0; kind < 3; kind++) {
			struct arena *small = arena_new(cap);
			struct orders got;
			const struct err *e = order_store_get(t.db, small, ids, kind == 0 ? 1 : 2, kind == 2, ALL, &got);
			if (e == NULL) {
				ck_assert_uint_eq(got.n, kind == 0 ? 1 : 2);
				for (size_t i = 0; i < got.n; i++)
					testorder_same(&got.v[i], o[i], ALL);
				done++;
			} else
				ck_assert_int_eq((int)e->code, ERR_INTERNAL_SERVER_ERROR);
			arena_free(small);
		}
	ck_assert_int_gt(done, 0);
}
END_TEST

/* --- lists -------------------------------------------------------------------- */

START_TEST(of_user)
{
	struct order *o[30], *mine[20];
	struct uuid before = nobody;
	size_t nmine = 0, seen = 0;
	int64_t count;

	for (int i = 0; i < 30; i++) {
		o[i] = i % 3 == 2 ? testorder_full(&t, &t.lee) : testorder_full(&t, &t.kim);
		o[i]->stage = i % 2 == 0 ? ITEM_PENDING : ITEM_DELIVERED;
		if (i % 3 != 2)
			mine[nmine++] = o[i];
	}
	put(o, 30);
	/* Newest first, page after page, each once. */
	for (;;) {
		struct orders page;
		ck_ok(order_store_of_user(t.db, t.t.arena, &t.kim, -1, &before, 7, ORDER_SUMMARY, &page));
		ck_assert_uint_eq(page.n, nmine - seen < 7 ? nmine - seen : 7);
		if (page.n == 0)
			break;
		for (size_t i = 0; i < page.n; i++)
			testorder_same(&page.v[i], mine[nmine - ++seen], ORDER_SUMMARY);
		before = page.v[page.n - 1].id;
	}
	ck_assert_uint_eq(seen, nmine);
	/* By stage. */
	struct orders page;
	ck_ok(order_store_of_user(t.db, t.t.arena, &t.kim, ITEM_DELIVERED, &nobody, 100, 0, &page));
	ck_assert_uint_eq(page.n, 10);
	for (size_t i = 0; i < page.n; i++)
		ck_assert_int_eq((int)page.v[i].stage, ITEM_DELIVERED);
	ck_ok(order_store_count(t.db, t.t.arena, &t.kim, -1, &count));
	ck_assert_int_eq(count, 20);
	ck_ok(order_store_count(t.db, t.t.arena, &t.kim, ITEM_DELIVERED, &count));
	ck_assert_int_eq(count, 10);
	ck_ok(order_store_count(t.db, t.t.arena, &t.kim, ITEM_CONFIRMED, &count));
	ck_assert_int_eq(count, 0);
	ck_ok(order_store_of_user(t.db, t.t.arena, &t.admin, -1, &nobody, 100, ORDER_SUMMARY, &page));
	ck_assert_uint_eq(page.n, 0);
}
END_TEST

/* Six orders: whose they are in the kitchen and on the road, and where they stand. */
static const struct { enum item_state stage; int cook, courier; } board[] = {
	{ ITEM_PENDING, 0, 0 },
	{ ITEM_PENDING, 1, 0 },
	{ ITEM_PREPARING, 2, 0 },
	{ ITEM_READY_FOR_DELIVERY, 1, 0 },
	{ ITEM_READY_FOR_DELIVERY, 1, 1 },
	{ ITEM_IN_DELIVERY, 2, 2 },
	{ ITEM_DELIVERED, 1, 1 },
	{ ITEM_READY_FOR_PICKUP, 0, 0 },
};
#define B(s) ITEM_BIT(ITEM_##s)
static const struct { unsigned stages; int cook, courier; const char *seen; } looks[] = {
	{ 0, 0, 0, "" },
	{ B(PENDING), 0, 0, "01" },
	{ B(PENDING) | B(PREPARING), 0, 0, "012" },
	{ B(PENDING) | B(PREPARING), 1, 0, "01" },
	{ B(PENDING) | B(PREPARING), 2, 0, "02" },
	{ B(PENDING) | B(PREPARING) | B(READY_FOR_PICKUP), 2, 0, "027" },
	{ B(READY_FOR_DELIVERY) | B(IN_DELIVERY), 0, 0, "345" },
	{ B(READY_FOR_DELIVERY) | B(IN_DELIVERY), 0, 1, "34" },
	{ B(READY_FOR_DELIVERY) | B(IN_DELIVERY), 0, 2, "35" },
	{ B(DELIVERED) | B(CONFIRMED), 0, 0, "6" },
	{ B(CONFIRMED), 0, 0, "" },
};

START_TEST(on_board)
{
	const struct uuid *cooks[] = { &nobody, &t.cook, &t.cook2 }, *couriers[] = { &nobody, &t.courier, &t.courier2 };
	struct order *o[ROWS(board)];
	struct uuid after = nobody;
	struct orders got;
	size_t want = strlen(looks[_i].seen);

	for (int i = 0; i < ROWS(board); i++) {
		o[i] = testorder_full(&t, &t.kim);
		o[i]->stage = board[i].stage;
		o[i]->cook_id = *cooks[board[i].cook];
		o[i]->courier_id = *couriers[board[i].courier];
	}
	put(o, ROWS(board));
	ck_ok(order_store_on_board(t.db, t.t.arena, looks[_i].stages, cooks[looks[_i].cook], couriers[looks[_i].courier], false, &nobody, 100,
	    ORDER_SUMMARY, &got));
	ck_assert_uint_eq(got.n, want);
	for (size_t i = 0; i < got.n; i++)	/* oldest first */
		testorder_same(&got.v[i], o[looks[_i].seen[i] - '0'], ORDER_SUMMARY);
	/* The same one by one. */
	for (size_t i = 0; i <= want; i++) {
		ck_ok(order_store_on_board(t.db, t.t.arena, looks[_i].stages, cooks[looks[_i].cook], couriers[looks[_i].courier], false, &after, 1, 0, &got));
		ck_assert_uint_eq(got.n, i < want);
		if (i < want)
			ck_assert_int_eq(uuid_cmp(&got.v[0].id, &o[looks[_i].seen[i] - '0']->id), 0);
		after = i < want ? got.v[0].id : after;
	}
}
END_TEST

/* What sellers alone send is not the house's: pages are as full without it. */
START_TEST(own_board)
{
	static const char seen[] = "135";	/* of which a line or both are the shop's own */
	static const uint32_t sellers[][2] = { { 5, 6 }, { 5, 0 }, { 5, 5 }, { 0, 5 }, { 7, 5 }, { 0, 0 } };
	struct order *o[ROWS(sellers)];
	struct uuid after = nobody;
	struct orders got;

	for (int i = 0; i < ROWS(sellers); i++) {
		o[i] = testorder_full(&t, &t.kim);
		o[i]->stage = ITEM_PENDING;
		o[i]->nitems = 2;
		for (int k = 0; k < 2; k++)
			o[i]->items[k].seller_id = sellers[i][k];
	}
	put(o, ROWS(sellers));
	ck_ok(order_store_on_board(t.db, t.t.arena, B(PENDING), &nobody, &nobody, false, &nobody, 100, 0, &got));
	ck_assert_uint_eq(got.n, ROWS(sellers));
	for (size_t i = 0; i <= strlen(seen); i++) {
		ck_ok(order_store_on_board(t.db, t.t.arena, B(PENDING), &t.cook, &t.courier, true, &after, 1, 0, &got));
		ck_assert_uint_eq(got.n, i < strlen(seen));
		if (i < strlen(seen)) {
			ck_assert_int_eq(uuid_cmp(&got.v[0].id, &o[seen[i] - '0']->id), 0);
			after = got.v[0].id;
		}
	}
	ck_ok(order_store_on_board(t.db, t.t.arena, B(PREPARING), &nobody, &nobody, true, &nobody, 100, 0, &got));
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

/* The largest board there is fits into the statement. */
START_TEST(widest_board)
{
	struct order *o[ITEM__MAX];
	struct orders got;
	size_t n = 0;

	for (int s = 0; s < ITEM__MAX; s++) {
		o[s] = testorder_bare(&t);
		o[s]->stage = (enum item_state)s;
	}
	put(o, ITEM__MAX);
	for (int role = 0; role < ROLE__MAX; role++) {
		unsigned stages = staff_board((enum role)role);
		ck_ok(order_store_on_board(t.db, t.t.arena, stages, &nobody, &nobody, false, &nobody, 100, 0, &got));
		ck_assert_uint_eq(got.n, (size_t)__builtin_popcount(stages));
		for (n = 0; n < got.n; n++)
			ck_assert_uint_ne(stages & ITEM_BIT(got.v[n].stage), 0);
	}
}
END_TEST

Suite *
order_store_suite(void)
{
	Suite *s = suite_create("store/order_store");
	TCase *c = tcase_create("order_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, everything);
	tcase_add_test(c, parts_asked_for);
	tcase_add_test(c, several_payments);
	tcase_add_test(c, locked);
	tcase_add_test(c, without_room);
	tcase_add_test(c, of_user);
	tcase_add_loop_test(c, on_board, 0, ROWS(looks));
	tcase_add_test(c, own_board);
	tcase_add_test(c, widest_board);
	suite_add_tcase(s, c);
	return s;
}
