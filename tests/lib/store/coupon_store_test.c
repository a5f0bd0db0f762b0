/* coupon_store: coupons added, listed, locked, given out once each; issued ones used, given back, expired; what the schema itself refuses. */
#include "store/coupon_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

#define FROM INT64_C(1700000000000)
#define TO INT64_C(1800000000000)
static struct testshop t;
static struct coupon order_coupon, product_coupon, delivery_coupon;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	static const uint32_t products[] = { 3, 5, 8 };

	testshop_open(&t);
	order_coupon = (struct coupon){ .name = "3,000원 할인", .name_en = "3,000 won off", .description = "모든 주문", .description_en = "Any order", .kind = COUPON_FIXED, .value = 3000,
	    .min_order_amount = 20000, .quantity = 2, .issue_from = FROM, .issue_to = TO, .valid_days = 7, .created_at = FROM };
	product_coupon = (struct coupon){ .name = "반값", .kind = COUPON_PERCENT, .scope = COUPON_FOR_PRODUCT, .value = 50,
	    .product_ids = products, .nproducts = 3, .quantity = 100, .issue_from = FROM, .issue_to = TO, .valid_days = 30, .created_at = FROM };
	delivery_coupon = (struct coupon){ .name = "무료 배송", .kind = COUPON_FREE_DELIVERY, .quantity = 5, .issue_from = FROM - 5,
	    .issue_to = FROM, .valid_days = 1, .created_at = FROM };
	ck_ok(coupon_store_add(t.db, t.t.arena, &order_coupon));
	ck_ok(coupon_store_add(t.db, t.t.arena, &product_coupon));
	ck_ok(coupon_store_add(t.db, t.t.arena, &delivery_coupon));
}

static void
teardown(void)
{
	testshop_close(&t);
}

static void
same(const struct coupon *c, const struct coupon *want)
{
	ck_assert_uint_eq(c->id, want->id);
	ck_assert_str_eq(c->name, want->name);
	ck_assert_pstr_eq(c->name_en, want->name_en);
	ck_assert_pstr_eq(c->description, want->description);
	ck_assert_pstr_eq(c->description_en, want->description_en);
	ck_assert_int_eq((int)c->kind, (int)want->kind);
	ck_assert_int_eq((int)c->scope, (int)want->scope);
	ck_assert_int_eq(c->value, want->value);
	ck_assert_int_eq(c->min_order_amount, want->min_order_amount);
	ck_assert_int_eq(c->quantity, want->quantity);
	ck_assert_int_eq(c->issued, want->issued);
	ck_assert_int_eq(c->issue_from, want->issue_from);
	ck_assert_int_eq(c->issue_to, want->issue_to);
	ck_assert_int_eq(c->valid_days, want->valid_days);
	ck_assert_int_eq(c->created_at, want->created_at);
}

START_TEST(added_and_read)
{
	uint32_t ids[] = { order_coupon.id, product_coupon.id, delivery_coupon.id, 4000000000u }, id;
	struct coupons c;

	ck_assert_uint_gt(order_coupon.id, 0);
	ck_ok(coupon_store_read(t.db, t.t.arena, ids, 4, &c));
	ck_assert_uint_eq(c.n, 3);
	same(&c.v[0], &order_coupon);
	same(&c.v[1], &product_coupon);
	same(&c.v[2], &delivery_coupon);
	ck_assert_uint_eq(c.v[0].nproducts, 0);
	ck_assert_uint_eq(c.v[1].nproducts, 3);
	ck_assert_mem_eq(c.v[1].product_ids, product_coupon.product_ids, 3 * sizeof(uint32_t));
	ck_assert_ptr_eq(coupons_find(&c, product_coupon.id), &c.v[1]);
	ck_assert_ptr_null(coupons_find(&c, 4000000000u));
	ck_assert_ptr_null(coupons_find(&(struct coupons){ 0 }, 1));
	ck_ok(coupon_store_read(t.db, t.t.arena, NULL, 0, &c));
	ck_assert_uint_eq(c.n, 0);
	ck_ok(coupon_store_named(t.db, t.t.arena, "반값", &id));
	ck_assert_uint_eq(id, product_coupon.id);
	ck_ok(coupon_store_named(t.db, t.t.arena, "없음", &id));
	ck_assert_uint_eq(id, 0);
}
END_TEST

START_TEST(offered)
{
	struct coupons c;

	/* One whose time is over is offered no more; the newest is first. */
	ck_ok(coupon_store_offered(t.db, t.t.arena, FROM, UINT32_MAX, 10, &c));
	ck_assert_uint_eq(c.n, 2);
	same(&c.v[0], &product_coupon);
	ck_assert_uint_eq(c.v[0].nproducts, 3);
	same(&c.v[1], &order_coupon);
	ck_ok(coupon_store_offered(t.db, t.t.arena, FROM - 1, product_coupon.id, 10, &c));
	ck_assert_uint_eq(c.n, 1);
	ck_ok(coupon_store_offered(t.db, t.t.arena, FROM - 1, UINT32_MAX, 1, &c));
	ck_assert_uint_eq(c.n, 1);
	ck_assert_uint_eq(c.v[0].id, delivery_coupon.id);
	ck_ok(coupon_store_offered(t.db, t.t.arena, TO, UINT32_MAX, 10, &c));
	ck_assert_uint_eq(c.n, 0);
}
END_TEST

/* Gives one out as the desk does; its error, if any. */
static const struct err *
claim(uint32_t coupon_id, struct uuid user, int64_t now, struct issued_coupon *out)
{
	struct coupon_wish wish = { coupon_id, user };
	struct coupon_rows rows;
	struct coupons c;
	bool has;
	const struct err *e;

	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(coupon_store_lock(t.db, t.t.arena, &coupon_id, 1, &c));
	ck_assert_uint_eq(c.n, 1);
	ck_ok(coupon_store_held(t.db, t.t.arena, &wish, 1, &has));
	if ((e = coupon_claim(t.t.arena, &c.v[0], has, now)) != NULL) {
		db_rollback(t.db);
		return e;
	}
	*out = (struct issued_coupon){ .id = uuid_new(), .user_id = user, .coupon = &c.v[0], .issued_at = now,
	    .expires_at = coupon_expiry(now, c.v[0].valid_days) };
	coupon_rows_start(&rows, t.t.arena);
	coupon_rows_count(&rows, &c.v[0]);
	coupon_rows_add(&rows, out);
	ck_ok(coupon_rows_write(t.db, &rows));
	ck_ok(db_commit(t.db, t.t.arena));
	return NULL;
}

START_TEST(given_out)
{
	struct issued_coupon one;
	struct issued_coupons of;

	ck_ok(claim(order_coupon.id, t.kim, FROM, &one));
	ck_assert(err_is(claim(order_coupon.id, t.kim, FROM, &one), ERR_COUPON_ALREADY_ISSUED));
	ck_ok(claim(order_coupon.id, t.lee, FROM, &one));
	ck_assert(err_is(claim(order_coupon.id, t.cook, FROM, &one), ERR_COUPON_SOLD_OUT));
	ck_ok(claim(product_coupon.id, t.kim, FROM, &one));
	ck_assert_int_eq(testshop_number(&t, "SELECT issued FROM coupons WHERE coupon_id = %u", order_coupon.id), 2);

	ck_ok(coupon_store_of_user(t.db, t.t.arena, &t.kim, -1, FROM, NULL, 10, &of));
	ck_assert_uint_eq(of.n, 2);
	ck_assert_int_eq(uuid_cmp(&of.v[0].id, &one.id), 0);
	same(of.v[1].coupon, &(struct coupon){ order_coupon.id, order_coupon.name, order_coupon.name_en,
	    order_coupon.description, order_coupon.description_en, COUPON_FIXED, COUPON_FOR_ORDER,
	    3000, 20000, NULL, 0, 2, 2, FROM, TO, 7, FROM });
	ck_assert_uint_eq(of.v[0].coupon->nproducts, 3);
	ck_assert_int_eq((int)of.v[0].state, COUPON_IS_ACTIVE);
	ck_assert_int_eq(of.v[0].issued_at, FROM);
	ck_assert_int_eq(of.v[0].expires_at, coupon_expiry(FROM, 30));
	ck_assert_int_eq(of.v[0].used_at, 0);
	ck_assert(uuid_is_zero(&of.v[0].order_id));
	ck_ok(coupon_store_of_user(t.db, t.t.arena, &t.kim, -1, FROM, &of.v[0].id, 10, &of));
	ck_assert_uint_eq(of.n, 1);
	ck_ok(coupon_store_of_user(t.db, t.t.arena, &t.cook, -1, FROM, NULL, 10, &of));
	ck_assert_uint_eq(of.n, 0);
}
END_TEST

START_TEST(held)
{
	struct issued_coupon one;
	bool has[4];

	ck_ok(claim(order_coupon.id, t.kim, FROM, &one));
	ck_ok(claim(product_coupon.id, t.lee, FROM, &one));
	struct coupon_wish wish[] = { { order_coupon.id, t.lee }, { order_coupon.id, t.kim }, { product_coupon.id, t.lee }, { product_coupon.id, t.kim } };
	ck_ok(coupon_store_held(t.db, t.t.arena, wish, 4, has));
	ck_assert(!has[0] && has[1] && has[2] && !has[3]);
	ck_ok(coupon_store_held(t.db, t.t.arena, wish, 0, has));
}
END_TEST

/* Who is giving a coupon out has it alone; others are free. */
START_TEST(locked)
{
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	uint32_t ids[] = { order_coupon.id, product_coupon.id };
	struct coupons c;

	ck_ok(db_script(other, t.t.arena, "SET innodb_lock_wait_timeout = 1"));
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(coupon_store_lock(t.db, t.t.arena, ids, 1, &c));
	ck_assert_uint_eq(c.n, 1);
	ck_ok(db_begin(other, t.t.arena));
	ck_ok(coupon_store_lock(other, t.t.arena, &ids[1], 1, &c));
	ck_fails(coupon_store_lock(other, t.t.arena, ids, 2, &c), UNAVAILABLE, "COUPONS_LOCK");
	db_rollback(other);
	db_rollback(t.db);
	db_close(other);
}
END_TEST

START_TEST(used_and_given_back)
{
	struct issued_coupon one;
	struct issued_coupons got;
	struct coupon_rows rows;
	struct uuid order = { { 9 } }, *ids;
	size_t n;

	ck_ok(claim(product_coupon.id, t.kim, FROM, &one));
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(coupon_store_lock_issued(t.db, t.t.arena, &one.id, 1, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_uint_eq(got.v[0].coupon->nproducts, 3);
	got.v[0].state = coupon_move_find(got.v[0].state, "USE")->to;
	got.v[0].order_id = order;
	got.v[0].used_at = FROM + 5;
	coupon_rows_start(&rows, t.t.arena);
	coupon_rows_change(&rows, &got.v[0]);
	ck_ok(coupon_rows_write(t.db, &rows));
	ck_ok(db_commit(t.db, t.t.arena));
	ck_ok(coupon_store_usable(t.db, t.t.arena, &t.kim, FROM, 10, &got));
	ck_assert_uint_eq(got.n, 0);

	/* Found by the order, and given back. */
	ck_ok(coupon_store_of_orders(t.db, t.t.arena, &order, 1, &ids, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(uuid_cmp(&ids[0], &one.id), 0);
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(coupon_store_lock_issued(t.db, t.t.arena, ids, n, &got));
	ck_assert_int_eq((int)got.v[0].state, COUPON_IS_USED);
	ck_assert_int_eq(got.v[0].used_at, FROM + 5);
	ck_assert_int_eq(uuid_cmp(&got.v[0].order_id, &order), 0);
	got.v[0].state = coupon_move_find(got.v[0].state, "GIVE_BACK")->to;
	got.v[0].order_id = (struct uuid){ { 0 } };
	got.v[0].used_at = 0;
	coupon_rows_start(&rows, t.t.arena);
	coupon_rows_change(&rows, &got.v[0]);
	ck_ok(coupon_rows_write(t.db, &rows));
	ck_ok(db_commit(t.db, t.t.arena));
	ck_ok(coupon_store_of_orders(t.db, t.t.arena, &order, 1, &ids, &n));
	ck_assert_uint_eq(n, 0);
	ck_ok(coupon_store_usable(t.db, t.t.arena, &t.kim, FROM, 10, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_ok(coupon_store_of_orders(t.db, t.t.arena, NULL, 0, &ids, &n));
	ck_ok(coupon_store_issued(t.db, t.t.arena, NULL, 0, &got));
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

START_TEST(expired)
{
	struct issued_coupon one, two, three;
	struct issued_coupons got;
	int64_t n;

	ck_ok(claim(order_coupon.id, t.kim, FROM, &one));
	ck_ok(claim(order_coupon.id, t.lee, FROM, &two));
	ck_ok(claim(product_coupon.id, t.kim, FROM, &three));
	ck_ok(coupon_store_expire(t.db, t.t.arena, one.expires_at - 1, 10, &n));
	ck_assert_int_eq(n, 0);
	ck_ok(coupon_store_usable(t.db, t.t.arena, &t.kim, one.expires_at, 10, &got));
	ck_assert_uint_eq(got.n, 1);	/* before anybody wrote it down */
	ck_ok(coupon_store_expire(t.db, t.t.arena, one.expires_at, 1, &n));
	ck_assert_int_eq(n, 1);
	ck_ok(coupon_store_expire(t.db, t.t.arena, one.expires_at, 10, &n));
	ck_assert_int_eq(n, 1);
	ck_ok(coupon_store_issued(t.db, t.t.arena, &one.id, 1, &got));
	ck_assert_int_eq((int)got.v[0].state, COUPON_IS_EXPIRED);
	ck_ok(coupon_store_issued(t.db, t.t.arena, &three.id, 1, &got));
	ck_assert_int_eq((int)got.v[0].state, COUPON_IS_ACTIVE);
}
END_TEST

/* The last guard, should anybody write past the rules: more than there are, two each, used by nothing. */
static const struct { const char *sql; enum db_fault fault; } guarded[] = {
	{ "UPDATE coupons SET issued = quantity + 1", DB_FAULT_CHECK },
	{ "UPDATE coupons SET value = 101 WHERE kind = 'PERCENT'", DB_FAULT_CHECK },
	{ "INSERT INTO issued_coupons SELECT UUID(), coupon_id, user_id, status, NULL, issued_at, expires_at, NULL FROM issued_coupons", DB_FAULT_DUPLICATE },
	{ "UPDATE issued_coupons SET status = 'USED'", DB_FAULT_CHECK },
	{ "UPDATE issued_coupons SET order_id = UUID()", DB_FAULT_CHECK },
	{ "UPDATE issued_coupons SET used_at = NOW(3)", DB_FAULT_CHECK },
};

START_TEST(guards)
{
	struct issued_coupon one;

	ck_ok(claim(order_coupon.id, t.kim, FROM, &one));
	ck_assert_ptr_nonnull(db_script(t.db, t.t.arena, guarded[_i].sql));
	ck_assert_int_eq((int)db_last_fault(t.db), (int)guarded[_i].fault);
}
END_TEST

START_TEST(rows_nobody_understands)
{
	struct issued_coupon one;
	struct issued_coupons got;

	ck_ok(claim(order_coupon.id, t.kim, FROM, &one));
	testshop_sql(&t, "DELETE FROM coupons");
	ck_fails(coupon_store_issued(t.db, t.t.arena, &one.id, 1, &got), INTERNAL_SERVER_ERROR, "without its coupon");
}
END_TEST

/* With too little room it says so; it never says that there is none. */
START_TEST(without_room)
{
	struct issued_coupon one;
	bool done = false;

	ck_ok(claim(product_coupon.id, t.kim, FROM, &one));
	for (size_t cap = 16; cap < 32768 && !done; cap += 64) {
		struct arena *small = arena_new(cap);
		struct issued_coupons got = { 0 };
		const struct err *e = coupon_store_lock_issued(t.db, small, &one.id, 1, &got);
		done = e == NULL;
		if (done)
			ck_assert_uint_eq(got.v[0].coupon->nproducts, 3);
		else
			ck_assert_int_eq((int)e->code, ERR_INTERNAL_SERVER_ERROR);
		arena_free(small);
	}
	ck_assert(done);
}
END_TEST

Suite *
coupon_store_suite(void)
{
	Suite *s = suite_create("store/coupon_store");
	TCase *c = tcase_create("coupon_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, added_and_read);
	tcase_add_test(c, offered);
	tcase_add_test(c, given_out);
	tcase_add_test(c, held);
	tcase_add_test(c, locked);
	tcase_add_test(c, used_and_given_back);
	tcase_add_test(c, expired);
	tcase_add_loop_test(c, guards, 0, ROWS(guarded));
	tcase_add_test(c, rows_nobody_understands);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
