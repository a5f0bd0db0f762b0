/* wallet_store: wallets locked, changed with their entries, read back; what the schema itself refuses. */
#include "store/wallet_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(lock)
{
	struct uuid ids[3] = { t.kim, t.lee, t.cook };
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct wallet_book b, none;

	ck_ok(wallet_store_book(t.db, t.t.arena, &t.lee, WALLET_ADJUST, 700, NULL));
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(wallet_store_lock(t.db, t.t.arena, ids, 2, &b));
	ck_assert_uint_eq(b.n, 2);	/* who had none has one now */
	ck_assert_int_eq(wallet_find(&b, &t.kim)->purse[PURSE_BALANCE], 0);
	ck_assert_int_eq(wallet_find(&b, &t.lee)->purse[PURSE_BALANCE], 700);
	ck_assert(!b.row[0].changed && !b.row[1].changed);
	/* Nobody else may have them meanwhile, not even the one that has just been made; others they may. */
	ck_ok(db_script(other, t.t.arena, "SET innodb_lock_wait_timeout = 1"));
	ck_ok(db_begin(other, t.t.arena));
	ck_ok(wallet_store_lock(other, t.t.arena, &ids[2], 1, &none));
	ck_fails(wallet_store_lock(other, t.t.arena, &ids[1], 1, &none), UNAVAILABLE, "WALLETS_LOCK");
	db_rollback(other);
	ck_ok(db_begin(other, t.t.arena));
	ck_fails(wallet_store_lock(other, t.t.arena, &ids[0], 1, &none), UNAVAILABLE, "WALLETS_");
	db_rollback(other);
	ck_ok(db_commit(t.db, t.t.arena));
	ck_ok(db_begin(other, t.t.arena));
	ck_ok(wallet_store_lock(other, t.t.arena, ids, 2, &none));
	db_rollback(other);
	db_close(other);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallets"), 2);
	struct db_counts before = db_counts();
	ck_ok(wallet_store_lock(t.db, t.t.arena, NULL, 0, &b));
	ck_assert_uint_eq(b.n, 0);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

START_TEST(written_together)
{
	struct uuid ids[2] = { t.kim, t.lee }, order = { { 9 } };
	struct wallet_book b;
	struct wallet_rows rows;
	struct wallet_entry en[4];
	struct wallet_entries got;
	struct wallet w;

	ck_ok(db_begin(t.db, t.t.arena));
	wallet_rows_start(&rows, t.t.arena);
	ck_ok(wallet_store_lock(t.db, t.t.arena, ids, 2, &b));
	struct wallet *kim = wallet_find(&b, &t.kim);
	ck_ok(wallet_apply(t.t.arena, kim, WALLET_CHARGE, 10000, NULL, NULL, 1000, &en[0]));
	ck_ok(wallet_apply(t.t.arena, kim, WALLET_PAY, 4000, &order, NULL, 2000, &en[1]));
	ck_ok(wallet_apply(t.t.arena, kim, WALLET_EARN, 40, &order, "구매확정", 3000, &en[2]));
	ck_ok(wallet_apply(t.t.arena, kim, WALLET_REVOKE_EARNED, 15, &order, NULL, 4000, &en[3]));
	for (int i = 0; i < 4; i++)
		wallet_rows_add(&rows, &en[i]);
	ck_ok(wallet_rows_write(t.db, t.t.arena, &rows, &b));
	ck_ok(db_commit(t.db, t.t.arena));

	ck_ok(wallet_store_read(t.db, t.t.arena, &t.kim, &w));
	ck_assert_int_eq(w.purse[PURSE_BALANCE], 6000);
	ck_assert_int_eq(w.purse[PURSE_POINTS], 25);
	ck_ok(wallet_store_read(t.db, t.t.arena, &t.lee, &w));
	ck_assert_int_eq(w.purse[PURSE_BALANCE], 0);
	ck_ok(wallet_store_read(t.db, t.t.arena, &t.cook, &w));	/* has none at all */
	ck_assert_int_eq(w.purse[PURSE_POINTS], 0);
	ck_assert_int_eq(uuid_cmp(&w.user_id, &t.cook), 0);

	/* The ledger, page by page, newest first. */
	ck_ok(wallet_store_entries(t.db, t.t.arena, &t.kim, NULL, 3, &got));
	ck_assert_uint_eq(got.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct wallet_entry *want = &en[3 - i];
		ck_assert_int_eq(uuid_cmp(&got.v[i].id, &want->id), 0);
		ck_assert_int_eq((int)got.v[i].kind, (int)want->kind);
		ck_assert_int_eq(got.v[i].change, want->change);
		ck_assert_int_eq(got.v[i].after, want->after);
		ck_assert_int_eq(uuid_cmp(&got.v[i].order_id, &order), 0);
		ck_assert_pstr_eq(got.v[i].reason, want->reason);
		ck_assert_int_eq(got.v[i].at, want->at);
	}
	ck_ok(wallet_store_entries(t.db, t.t.arena, &t.kim, &got.v[2].id, 3, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq((int)got.v[0].kind, WALLET_CHARGE);
	ck_assert(uuid_is_zero(&got.v[0].order_id));
	ck_ok(wallet_store_entries(t.db, t.t.arena, &t.lee, NULL, 10, &got));
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

/* One entry by itself: it stands with its figure, or neither does. */
START_TEST(booked_alone)
{
	ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, 500, "welcome"));
	ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -200, NULL));
	const struct err *e = wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -301, NULL);
	ck_assert(err_is(e, ERR_POINTS_NOT_ENOUGH));
	ck_assert_int_eq(testshop_number(&t, "SELECT points FROM wallets"), 300);
	ck_assert_int_eq(testshop_number(&t, "SELECT SUM(amount) FROM wallet_entries"), 300);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 2);
}
END_TEST

/* Every kind of entry is one the schema knows, and comes back as what it was. */
START_TEST(every_kind)
{
	struct wallet_entries got;
	int taken = wallet_kinds[_i].sign < 0;

	if (taken)
		ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim,
		    wallet_kinds[_i].purse == PURSE_BALANCE ? WALLET_ADJUST : WALLET_ADJUST_POINTS, 1000, NULL));
	ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, (enum wallet_kind)_i, 7, NULL));
	ck_ok(wallet_store_entries(t.db, t.t.arena, &t.kim, NULL, 1, &got));
	ck_assert_int_eq((int)got.v[0].kind, _i);
}
END_TEST

/* The last guard, should anybody write past the rules. */
static const char *const guarded[] = {
	"INSERT INTO wallets VALUES (UUID(), -1, 0)", "INSERT INTO wallets VALUES (UUID(), 0, -1)",
	"INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES (UUID(), UUID(), 'PAY', 0, 0, NOW(3))",
	"INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES (UUID(), UUID(), 'PAY', -5, -5, NOW(3))",
};

START_TEST(guards)
{
	ck_assert_ptr_nonnull(db_script(t.db, t.t.arena, guarded[_i]));
	ck_assert_int_eq(db_last_fault(t.db), DB_FAULT_CHECK);
}
END_TEST

/* With too little room it says so, and nothing is booked. */
START_TEST(without_room)
{
	bool done = false;

	for (size_t cap = 16; cap < 16384 && !done; cap += 64) {
		struct arena *small = arena_new(cap);
		const struct err *e = wallet_store_book(t.db, small, &t.kim, WALLET_ADJUST, 5, NULL);
		done = e == NULL;
		if (!done)
			ck_assert_int_eq((int)e->code, ERR_INTERNAL_SERVER_ERROR);
		arena_free(small);
		ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), done);
		arena_reset(t.t.arena);
	}
	ck_assert(done);
}
END_TEST

Suite *
wallet_store_suite(void)
{
	Suite *s = suite_create("store/wallet_store");
	TCase *c = tcase_create("wallet_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, lock);
	tcase_add_test(c, written_together);
	tcase_add_test(c, booked_alone);
	tcase_add_loop_test(c, every_kind, 0, WALLET_KIND__MAX);
	tcase_add_loop_test(c, guards, 0, ROWS(guarded));
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
