/* stmts: every statement is what the migrated schema makes of it. */
#include "store/stmts.h"

#include <string.h>

#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(prepared)
{
	ck_ok(stmt_prepare_all(t.db, t.t.arena));
}
END_TEST

START_TEST(table)
{
	ck_assert_int_gt(STMT__MAX, 40);
	for (int i = 0; i < STMT__MAX; i++) {
		ck_assert_msg(stmts[i].name != NULL && stmts[i].sql != NULL && stmts[i].params != NULL && stmts[i].results != NULL,
		    "row %d", i);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(stmts[i].name, stmts[k].name);
		/* Values travel beside the text, never in it: no statement quotes a literal but words of the schema. */
		ck_assert_msg(strchr(stmts[i].sql, ';') == NULL, "%s", stmts[i].name);
	}
}
END_TEST

/* Reading by a set of keys finds rows by their key, whatever the optimizer thinks: no whole table is read. */
START_TEST(keys_are_used)
{
	static const char *const tables[] = { "orders", "order_items", "order_takes", "payments", "stock", "idempotency" };
	static const int by_keys[] = { STMT_ORDERS_BY_ID, STMT_ORDERS_LOCK, STMT_ITEMS_OF, STMT_CUSTOMIZATIONS_OF, STMT_TAKES_OF,
	    STMT_CAKES_OF, STMT_PAYMENTS_OF, STMT_HISTORY_OF, STMT_STOCK_LOCK, STMT_IDEMPOTENCY_FIND, STMT_GOODS_BY_IDS,
	    STMT_COUPONS_LOCK, STMT_COUPONS_BY_ID, STMT_ISSUED_HELD, STMT_ISSUED_LOCK, STMT_ISSUED_BY_ID, STMT_ISSUED_OF_ORDERS, STMT_WALLETS_LOCK };

	for (int i = 0; i < ROWS(tables); i++)
		testshop_sql(&t, "ANALYZE TABLE %s", tables[i]);
	for (int i = 0; i < ROWS(by_keys); i++) {
		const char *sql = stmts[by_keys[i]].sql, *mark = strchr(sql, '?');
		/* The plan of the table joined to the keys: its second row, read by eq_ref or ref. */
		const char *plan = testshop_text(&t, "EXPLAIN FORMAT=JSON %.*s'[1]'%s", (int)(mark - sql), sql, mark + 1);
		const char *joined = strstr(plan, "\"JSON_TABLE\"") != NULL ? strstr(plan, "\"JSON_TABLE\"") : plan;
		const char *second = strstr(joined, "\"access_type\": \"ALL\"");
		int whole = 0;
		for (; second != NULL; second = strstr(second + 1, "\"access_type\": \"ALL\""))
			whole++;
		ck_assert_msg(whole <= 1, "%s reads a whole table: %s", stmts[by_keys[i]].name, plan);
		ck_assert_msg(strstr(plan, "ref\"") != NULL, "%s: %s", stmts[by_keys[i]].name, plan);
	}
}
END_TEST

Suite *
stmts_suite(void)
{
	Suite *s = suite_create("store/stmts");
	TCase *c = tcase_create("stmts");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, prepared);
	tcase_add_test(c, table);
	tcase_add_test(c, keys_are_used);
	suite_add_tcase(s, c);
	return s;
}
