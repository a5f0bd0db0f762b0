/* order: who sees an order and as what they may move it: every kind of order against every kind of caller. */
#include "domain/order.h"

#include <string.h>

#include "support/suite.h"

static const struct uuid kim = { { 1 } }, lee = { { 2 } };
static const struct hash key = { { 7 } }, other_key = { { 8 } };

enum { OF_KIM, OF_GUEST, OF_NOBODY, ORDERS };
static const struct order orders[ORDERS] = {
	[OF_KIM] = { .user_id = { { 1 } } },
	[OF_GUEST] = { .guest = { { 7 } } },
	[OF_NOBODY] = { .version = 1 },		/* neither: nobody's, not everybody's */
};

/* For each order: sees it; is its buyer. */
static const struct { const char *who; const struct uuid *user; int role; const struct hash *guest; bool sees[ORDERS], buyer[ORDERS]; } callers[] = {
	{ "a stranger", NULL, ROLE_CUSTOMER, NULL, { false, false, false }, { false, false, false } },
	{ "the guest", NULL, ROLE_CUSTOMER, &key, { false, true, false }, { false, true, false } },
	{ "another guest", NULL, ROLE_CUSTOMER, &other_key, { false, false, false }, { false, false, false } },
	/* A role is worth nothing without a user. */
	{ "a stranger said to be admin", NULL, ROLE_ADMIN, NULL, { false, false, false }, { false, false, false } },
	{ "Kim", &kim, ROLE_CUSTOMER, NULL, { true, false, false }, { true, false, false } },
	{ "Kim with the guest's key", &kim, ROLE_CUSTOMER, &key, { true, true, false }, { true, true, false } },
	{ "Lee", &lee, ROLE_CUSTOMER, NULL, { false, false, false }, { false, false, false } },
	{ "Lee with the guest's key", &lee, ROLE_CUSTOMER, &key, { false, true, false }, { false, true, false } },
	{ "a cook", &lee, ROLE_COOK, NULL, { true, true, true }, { false, false, false } },
	{ "a courier", &lee, ROLE_COURIER, NULL, { true, true, true }, { false, false, false } },
	{ "a seller", &lee, ROLE_SELLER, NULL, { false, false, false }, { false, false, false } },
	{ "an admin", &lee, ROLE_ADMIN, NULL, { true, true, true }, { false, false, false } },
	{ "Kim, who cooks", &kim, ROLE_COOK, NULL, { true, true, true }, { true, false, false } },
	{ "Kim, who sells", &kim, ROLE_SELLER, NULL, { true, false, false }, { true, false, false } },
	{ "Kim, who is admin", &kim, ROLE_ADMIN, &key, { true, true, true }, { true, true, false } },
};

static const struct { int role; unsigned mover; enum actor actor; } by_role[] = {
	{ ROLE_CUSTOMER, 0, ACTOR_BUYER },
	{ ROLE_COOK, MOVER_COOK, ACTOR_STAFF },
	{ ROLE_COURIER, MOVER_COURIER, ACTOR_STAFF },
	{ ROLE_SELLER, 0, ACTOR_SELLER },
	{ ROLE_ADMIN, MOVER_ADMIN, ACTOR_ADMIN },
};

static struct order_actor
caller(int i)
{
	struct order_actor a = { .role = callers[i].role };

	if (callers[i].user != NULL)
		a.user_id = *callers[i].user;
	if (callers[i].guest != NULL)
		a.guest = *callers[i].guest;
	return a;
}

START_TEST(visible)
{
	struct order_actor a = caller(_i);

	for (int o = 0; o < ORDERS; o++)
		ck_assert_msg(order_visible(&orders[o], &a) == callers[_i].sees[o], "%s, order %d", callers[_i].who, o);
}
END_TEST

START_TEST(movers)
{
	struct order_actor a = caller(_i);

	for (int o = 0; o < ORDERS; o++) {
		unsigned want = (callers[_i].user != NULL ? by_role[a.role].mover : 0) | (callers[_i].buyer[o] ? MOVER_BUYER : 0);
		ck_assert_msg(order_movers(&orders[o], &a) == want, "%s, order %d", callers[_i].who, o);
	}
}
END_TEST

/* The buyer acts as such where a buyer may; a cook who cooks their own dinner does it as staff. */
START_TEST(acting)
{
	struct order_actor a = caller(_i);

	for (int o = 0; o < ORDERS; o++) {
		ck_assert_int_eq((int)order_acting(&orders[o], &a, MOVER_BUYER | MOVER_COOK | MOVER_ADMIN),
		    (int)(callers[_i].buyer[o] ? ACTOR_BUYER : by_role[a.role].actor));
		ck_assert_int_eq((int)order_acting(&orders[o], &a, MOVER_COOK | MOVER_ADMIN), (int)by_role[a.role].actor);
	}
}
END_TEST

/* Whoever may move it at all may see it. */
START_TEST(who_moves_sees)
{
	struct order_actor a = caller(_i);

	for (int o = 0; o < ORDERS; o++)
		ck_assert(order_movers(&orders[o], &a) == 0 || order_visible(&orders[o], &a));
}
END_TEST

/* The shop's own lines are its cooks' and couriers', a seller's are the seller's; buyers and admins have to do with all. */
START_TEST(lines)
{
	struct order_item items[2] = { { .seller_id = 0 }, { .seller_id = 7 } };
	struct order o = { .user_id = kim, .items = items, .nitems = 2 };
	static const struct { int role; uint32_t seller; bool kim; unsigned own, sellers; bool sees; } want[] = {
		{ ROLE_CUSTOMER, 0, true, MOVER_BUYER, MOVER_BUYER, true },
		{ ROLE_CUSTOMER, 0, false, 0, 0, false },
		{ ROLE_COOK, 0, false, MOVER_COOK, 0, true },
		{ ROLE_COURIER, 0, false, MOVER_COURIER, 0, true },
		{ ROLE_ADMIN, 0, false, MOVER_ADMIN, MOVER_ADMIN, true },
		{ ROLE_SELLER, 7, false, 0, MOVER_SELLER, true },
		{ ROLE_SELLER, 7, true, MOVER_BUYER, MOVER_BUYER | MOVER_SELLER, true },
		{ ROLE_SELLER, 8, false, 0, 0, false },
		{ ROLE_SELLER, 0, false, 0, 0, false },
	};

	for (int i = 0; i < ROWS(want); i++) {
		struct order_actor a = { .user_id = want[i].kim ? kim : lee, .role = want[i].role, .seller_id = want[i].seller };
		ck_assert_uint_eq(order_item_movers(&o, &items[0], &a), want[i].own);
		ck_assert_uint_eq(order_item_movers(&o, &items[1], &a), want[i].sellers);
		ck_assert_int_eq(order_visible(&o, &a), want[i].sees);
		ck_assert_int_eq(order_item_seen(&o, &items[0], &a), want[i].sees && (want[i].seller == 0 || want[i].kim));
		ck_assert_int_eq(order_item_seen(&o, &items[1], &a), want[i].sees);
	}
}
END_TEST

START_TEST(styles)
{
	ck_assert_str_eq(order_styles[0], "simple");
	ck_assert_str_eq(order_styles[1], "grand");
	ck_assert_str_eq(order_styles[2], "deluxe");
	ck_assert_ptr_null(order_styles[3]);
}
END_TEST

Suite *
order_suite(void)
{
	Suite *s = suite_create("domain/order");
	TCase *c = tcase_create("order");

	tcase_add_loop_test(c, visible, 0, ROWS(callers));
	tcase_add_loop_test(c, movers, 0, ROWS(callers));
	tcase_add_loop_test(c, acting, 0, ROWS(callers));
	tcase_add_loop_test(c, who_moves_sees, 0, ROWS(callers));
	tcase_add_test(c, lines);
	tcase_add_test(c, styles);
	suite_add_tcase(s, c);
	return s;
}
