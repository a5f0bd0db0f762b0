/* seller_store: asking once and again, whose a number is, roles that follow. */
#include "store/seller_store.h"

#include "base/err.h"
#include "db/db.h"
#include "domain/seller.h"
#include "domain/staff.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static enum seller_asked
ask(const struct uuid *user, const char *number)
{
	struct seller_wish w = testgoods_wish;
	enum seller_asked how;

	w.registration_number = number;
	ck_ok(seller_store_ask(t.db, t.t.arena, user, &w, &how));
	return how;
}

static const struct seller *
of(const struct uuid *user)
{
	const struct seller *s;

	ck_ok(seller_store_by_user(t.db, t.t.arena, user, &s));
	return s;
}

static bool
set(uint32_t id, int status)
{
	bool taken;

	ck_ok(seller_store_change(t.db, t.t.arena, id, &(struct seller_change){ .delivery_fee = -1, .free_delivery_from = -1, .status = status }, &taken));
	return !taken;
}

START_TEST(asking)
{
	ck_assert_ptr_null(of(&t.kim));
	ck_assert_int_eq((int)ask(&t.kim, "124-81-00998"), SELLER_ASKED);
	ck_assert_str_eq(of(&t.kim)->registration_number, "1248100998");
	ck_assert_str_eq(of(&t.kim)->business_name, testgoods_wish.business_name);
	ck_assert_str_eq(of(&t.kim)->phone, testgoods_wish.phone);
	ck_assert_str_eq(of(&t.kim)->address, testgoods_wish.address);
	ck_assert_str_eq(of(&t.kim)->category, testgoods_wish.category);
	ck_assert_int_eq(of(&t.kim)->status, SELLER_REQUESTED);
	ck_assert_int_eq(of(&t.kim)->delivery_fee, 3000);
	ck_assert_int_eq(of(&t.kim)->free_delivery_from, 30000);
	ck_assert_int_eq((int)ask(&t.kim, "2208162517"), SELLER_ALREADY);
	ck_assert_str_eq(of(&t.kim)->registration_number, "1248100998");
	ck_assert_int_eq((int)ask(&t.lee, "1248100998"), SELLER_NUMBER_TAKEN);
	ck_assert_int_eq((int)ask(&t.lee, "2208162517"), SELLER_ASKED);
}
END_TEST

/* A number is free again once who had it was rejected; and then it may be somebody else's by the time of a second approval. */
START_TEST(rejected)
{
	uint32_t kim;

	ck_assert_int_eq((int)ask(&t.kim, "1248100998"), SELLER_ASKED);
	kim = of(&t.kim)->id;
	ck_assert(set(kim, SELLER_REJECTED));
	ck_assert_int_eq((int)ask(&t.lee, "1248100998"), SELLER_ASKED);
	ck_assert(!set(kim, SELLER_APPROVED));
	ck_assert_int_eq(of(&t.kim)->status, SELLER_REJECTED);
	ck_assert_int_eq((int)ask(&t.kim, "1248100998"), SELLER_NUMBER_TAKEN);
	ck_assert_int_eq((int)ask(&t.kim, "2208162517"), SELLER_ASKED);
	ck_assert_uint_eq(of(&t.kim)->id, kim);
	ck_assert_int_eq(of(&t.kim)->status, SELLER_REQUESTED);
}
END_TEST

START_TEST(changing)
{
	const struct seller_change c = { .phone = "02-765-4321", .delivery_fee = 0, .free_delivery_from = -1, .status = -1 };
	const struct seller *s, *none;
	bool taken;

	ask(&t.kim, "1248100998");
	ck_ok(seller_store_change(t.db, t.t.arena, of(&t.kim)->id, &c, &taken));
	ck_assert(!taken);
	ck_ok(seller_store_by_id(t.db, t.t.arena, of(&t.kim)->id, false, &s));
	ck_assert_str_eq(s->phone, "02-765-4321");
	ck_assert_str_eq(s->address, testgoods_wish.address);
	ck_assert_int_eq(s->delivery_fee, 0);
	ck_assert_int_eq(s->free_delivery_from, 30000);
	ck_assert_int_eq(s->status, SELLER_REQUESTED);
	ck_ok(seller_store_by_id(t.db, t.t.arena, 4000000000u, true, &none));
	ck_assert_ptr_null(none);
}
END_TEST

START_TEST(listed)
{
	const struct seller *s;
	size_t n;

	ask(&t.kim, "1248100998");
	ask(&t.lee, "2208162517");
	set(of(&t.kim)->id, SELLER_APPROVED);
	ck_ok(seller_store_list(t.db, t.t.arena, -1, 0, 10, &s, &n));
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_lt(s[0].id, s[1].id);
	ck_ok(seller_store_list(t.db, t.t.arena, SELLER_REQUESTED, 0, 10, &s, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert(uuid_cmp(&s[0].user_id, &t.lee) == 0);
	ck_ok(seller_store_list(t.db, t.t.arena, -1, of(&t.kim)->id, 10, &s, &n));
	ck_assert_uint_eq(n, 1);
	ck_ok(seller_store_list(t.db, t.t.arena, -1, 0, 1, &s, &n));
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(roles)
{
	bool changed;

	ck_ok(seller_store_role(t.db, t.t.arena, &t.kim, ROLE_CUSTOMER, ROLE_SELLER, &changed));
	ck_assert(changed);
	ck_ok(seller_store_role(t.db, t.t.arena, &t.kim, ROLE_CUSTOMER, ROLE_SELLER, &changed));
	ck_assert(!changed);
	ck_ok(seller_store_role(t.db, t.t.arena, &t.cook, ROLE_CUSTOMER, ROLE_SELLER, &changed));
	ck_assert(!changed);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM users WHERE role = 'SELLER'"), 1);
}
END_TEST

Suite *
seller_store_suite(void)
{
	Suite *s = suite_create("store/seller_store");
	TCase *c = tcase_create("seller_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, asking);
	tcase_add_test(c, rejected);
	tcase_add_test(c, changing);
	tcase_add_test(c, listed);
	tcase_add_test(c, roles);
	suite_add_tcase(s, c);
	return s;
}
