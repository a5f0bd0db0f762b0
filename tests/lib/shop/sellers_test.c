/* sellers: asking, deciding, and what goes with a decision. */
#include "shop/sellers.h"

#include "base/err.h"
#include "domain/staff.h"
#include "shop/goods.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static const struct err *
ask(const struct uuid *user, int role, const char *number, const struct seller **s)
{
	struct seller_wish w = testgoods_wish;

	w.registration_number = number;
	return seller_ask(t.shop, t.t.arena, user, role, &w, s);
}

static const struct err *
decide(uint32_t id, const struct uuid *caller, int role, int status, const struct seller **s)
{
	const struct seller_change c = { .delivery_fee = -1, .free_delivery_from = -1, .status = status };

	return seller_decide(t.shop, t.t.arena, id, caller, role, &c, s);
}

static const char *
role_of(const char *email)
{
	return testshop_text(&t, "SELECT role FROM users WHERE email = '%s@banquet.test'", email);
}

START_TEST(asking)
{
	const struct seller *s;

	ck_ok(ask(&t.kim, ROLE_CUSTOMER, "1248100998", &s));
	ck_assert_int_eq(s->status, SELLER_REQUESTED);
	ck_assert(err_is(ask(&t.kim, ROLE_CUSTOMER, "1248100998", &s), ERR_SELLER_STATE_CONFLICT));
	ck_assert(err_is(ask(&t.cook, ROLE_COOK, "2208162517", &s), ERR_FORBIDDEN));
	ck_assert(err_is(ask(&t.admin, ROLE_ADMIN, "2208162517", &s), ERR_FORBIDDEN));
	const struct err *e = ask(&t.lee, ROLE_CUSTOMER, "124-81-00998", &s);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/registrationNumber");
	ck_assert_str_eq(e->faults[0].reason, "taken");
	ck_assert_str_eq(role_of("kim"), "CUSTOMER");
}
END_TEST

START_TEST(deciding)
{
	const struct seller *s;
	struct goods_offer cup = { .name = "컵", .price = 1, .category = "cups" };
	struct goods_offering o = { .offer = &cup, .actor = { t.kim, ROLE_SELLER } };
	const struct goods *g;
	uint32_t id;

	ck_ok(ask(&t.kim, ROLE_CUSTOMER, "1248100998", &s));
	id = s->id;
	ck_assert(err_is(decide(id, &t.kim, ROLE_CUSTOMER, SELLER_APPROVED, &s), ERR_FORBIDDEN));
	ck_assert(err_is(decide(id, &t.lee, ROLE_CUSTOMER, SELLER_APPROVED, &s), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(decide(id + 1, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s), ERR_ENTITY_NOT_FOUND));
	ck_ok(decide(id, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s));
	ck_assert_int_eq(s->status, SELLER_APPROVED);
	ck_assert_str_eq(role_of("kim"), "SELLER");
	ck_ok(decide(id, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s));	/* again is nothing to do */
	ck_assert(err_is(decide(id, &t.admin, ROLE_ADMIN, SELLER_REQUESTED, &s), ERR_SELLER_STATE_CONFLICT));
	ck_assert(err_is(ask(&t.kim, ROLE_SELLER, "1248100998", &s), ERR_SELLER_STATE_CONFLICT));
	ck_ok(goods_offer(t.shop, t.t.arena, &o));
	testshop_books(&t);

	ck_ok(decide(id, &t.admin, ROLE_ADMIN, SELLER_REJECTED, &s));
	ck_assert_str_eq(role_of("kim"), "CUSTOMER");
	ck_ok(goods_find(t.shop, t.t.arena, o.goods->id, &g));
	ck_assert(!g->on_sale);
	ck_assert(err_is(goods_offer(t.shop, t.t.arena, &o), ERR_FORBIDDEN));
	testshop_books(&t);

	ck_ok(ask(&t.kim, ROLE_CUSTOMER, "2208162517", &s));
	ck_assert_uint_eq(s->id, id);
	ck_assert_int_eq(s->status, SELLER_REQUESTED);
}
END_TEST

/* Who became staff meanwhile stays that; who is a seller by an operator's hand can be approved. */
START_TEST(roles_stay)
{
	const struct seller *s;

	ck_ok(ask(&t.kim, ROLE_CUSTOMER, "1248100998", &s));
	testshop_sql(&t, "UPDATE users SET role = 'COOK' WHERE email = 'kim@banquet.test'");
	ck_assert(err_is(decide(s->id, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s), ERR_SELLER_STATE_CONFLICT));
	ck_assert_str_eq(role_of("kim"), "COOK");
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM sellers"), "REQUESTED");
	testshop_sql(&t, "UPDATE users SET role = 'SELLER' WHERE email = 'kim@banquet.test'");
	ck_ok(seller_find_own(t.shop, t.t.arena, &t.kim, &s));
	ck_ok(decide(s->id, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s));
	ck_assert_str_eq(role_of("kim"), "SELLER");
}
END_TEST

START_TEST(number_taken_meanwhile)
{
	const struct seller *s;
	uint32_t kim;

	ck_ok(ask(&t.kim, ROLE_CUSTOMER, "1248100998", &s));
	kim = s->id;
	ck_ok(decide(kim, &t.admin, ROLE_ADMIN, SELLER_REJECTED, &s));
	ck_ok(ask(&t.lee, ROLE_CUSTOMER, "1248100998", &s));
	ck_assert(err_is(decide(kim, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s), ERR_SELLER_STATE_CONFLICT));
	ck_assert_str_eq(role_of("kim"), "CUSTOMER");
}
END_TEST

START_TEST(seen_by)
{
	static const struct uuid nobody;
	const struct seller *s;
	uint32_t id;

	ck_ok(ask(&t.kim, ROLE_CUSTOMER, "1248100998", &s));
	id = s->id;
	ck_assert(err_is(seller_find(t.shop, t.t.arena, id, &nobody, 0, &s), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(seller_find(t.shop, t.t.arena, id, &t.lee, ROLE_CUSTOMER, &s), ERR_ENTITY_NOT_FOUND));
	ck_ok(seller_find(t.shop, t.t.arena, id, &t.kim, ROLE_CUSTOMER, &s));
	ck_ok(seller_find(t.shop, t.t.arena, id, &t.admin, ROLE_ADMIN, &s));
	ck_ok(decide(id, &t.admin, ROLE_ADMIN, SELLER_APPROVED, &s));
	ck_ok(seller_find(t.shop, t.t.arena, id, &nobody, 0, &s));
	ck_assert(err_is(seller_find(t.shop, t.t.arena, id + 1, &t.admin, ROLE_ADMIN, &s), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(seller_find_own(t.shop, t.t.arena, &t.lee, &s), ERR_ENTITY_NOT_FOUND));
	size_t n;
	ck_ok(sellers_list(t.shop, t.t.arena, SELLER_APPROVED, 0, 5, &s, &n));
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(own_data)
{
	const struct seller_change c = { .address = "부산시 1", .delivery_fee = 2500, .free_delivery_from = 50000, .status = -1 };
	const struct seller *s;

	testgoods_seller(&t, &t.kim);
	ck_ok(seller_find_own(t.shop, t.t.arena, &t.kim, &s));
	ck_ok(seller_decide(t.shop, t.t.arena, s->id, &t.kim, ROLE_SELLER, &c, &s));
	ck_assert_str_eq(s->address, "부산시 1");
	ck_assert_int_eq(s->delivery_fee, 2500);
	ck_assert_int_eq(s->free_delivery_from, 50000);
	ck_assert_int_eq(s->status, SELLER_APPROVED);
}
END_TEST

Suite *
sellers_suite(void)
{
	Suite *s = suite_create("shop/sellers");
	TCase *c = tcase_create("sellers");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, asking);
	tcase_add_test(c, deciding);
	tcase_add_test(c, roles_stay);
	tcase_add_test(c, number_taken_meanwhile);
	tcase_add_test(c, seen_by);
	tcase_add_test(c, own_data);
	suite_add_tcase(s, c);
	return s;
}
