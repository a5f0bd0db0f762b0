/* items: who is shown which lines of an order, and what sellers and staff have to do, page by page. */
#include "shop/items.h"

#include "base/err.h"
#include "shop/aftersale.h"
#include "support/buyer.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static uint32_t seller;		/* Lee's */
static const struct goods *ours, *theirs;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	seller = testgoods_seller(&t, &t.lee);
	ours = deal_goods(&t, 0, 1000, 100);
	theirs = deal_goods(&t, seller, 10000, 100);
	buyer_fill(&t, &t.kim, 10000000, 0);
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
}

static struct uuid
both(void)
{
	return deal_make(&t, &(struct deal){ .user = t.kim, .method = PAY_BALANCE, .line = { { theirs, 1, 0, 0, 0 }, { ours, 1, 0, 0, 0 } }, .nlines = 2 });
}

START_TEST(who_is_shown_what)
{
	struct uuid id = both(), none = uuid_new();
	/* Of any line, of the seller's, of the shop's own, and of one that is not there. */
	const struct { const struct uuid *who; int role; bool any, first, second; } want[] = {
		{ &t.kim, ROLE_CUSTOMER, true, true, true }, { &t.lee, ROLE_SELLER, true, true, false }, { &t.lee, ROLE_CUSTOMER, false, false, false },
		{ &t.cook, ROLE_COOK, true, true, true }, { &t.courier, ROLE_COURIER, true, true, true }, { &t.admin, ROLE_ADMIN, true, true, true },
		{ &t.courier2, ROLE_SELLER, false, false, false },
	};

	for (int i = 0; i < ROWS(want); i++) {
		const struct { size_t index; bool sees; } asks[] = { { ITEMS_ANY, want[i].any }, { 0, want[i].first }, { 1, want[i].second }, { 2, false } };
		for (int k = 0; k < ROWS(asks); k++) {
			struct order_actor actor = testshop_actor(want[i].who, want[i].role);
			const struct order *o = NULL;
			const struct err *e = item_find(t.shop, t.t.arena, &id, asks[k].index, &actor, &o);
			ck_assert_msg((e == NULL) == asks[k].sees, "%d, %d", i, k);
			ck_assert(e == NULL ? o->nhistory == 2 : err_is(e, ERR_ENTITY_NOT_FOUND));
			ck_assert_uint_eq(actor.seller_id, i == 1 ? seller : 0);
		}
	}
	struct order_actor admin = testshop_actor(&t.admin, ROLE_ADMIN);
	const struct order *o;
	ck_assert(err_is(item_find(t.shop, t.t.arena, &none, ITEMS_ANY, &admin, &o), ERR_ENTITY_NOT_FOUND));
}
END_TEST

static size_t
to_do(const struct uuid *who, int role, int state, const struct item_ref *after, int64_t limit, struct items_page *p)
{
	struct order_actor a = testshop_actor(who, role);

	ck_ok(items_to_do(t.shop, t.t.arena, &a, &(struct items_ask){ .state = state, .seller_id = -1, .after = after, .limit = limit }, p));
	return p->n;
}

START_TEST(what_there_is_to_do)
{
	struct uuid id[5];
	struct items_page p;

	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, -1, NULL, 20, &p), 0);
	for (int i = 0; i < 5; i++)
		id[i] = both();
	testshop_order(&t, &testshop_dinner, &t.kim);	/* is on the cooks' board, not here */
	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, -1, NULL, 20, &p), 5);
	ck_assert(!p.more);
	for (int i = 0; i < 5; i++) {
		ck_assert_int_eq(uuid_cmp(&p.ref[i].order_id, &id[i]), 0);
		ck_assert_int_eq(p.ref[i].index, 0);
	}
	ck_assert_uint_eq(p.orders.n, 5);
	ck_assert_uint_eq(to_do(&t.cook, ROLE_COOK, -1, NULL, 3, &p), 3);
	ck_assert(p.more);
	ck_assert_int_eq(p.ref[0].index, 1);
	struct item_ref last = p.ref[2];
	ck_assert_uint_eq(to_do(&t.cook, ROLE_COOK, -1, &last, 3, &p), 2);
	ck_assert(!p.more);
	ck_assert_int_eq(uuid_cmp(&p.ref[0].order_id, &id[3]), 0);
	/* What is on its way is nobody's to do; what is asked for is again. */
	deal_deliver(&t, &id[2], 0);
	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, -1, NULL, 20, &p), 4);
	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, ITEM_DELIVERED, NULL, 20, &p), 1);
	ck_ok(deal_wish(&t, &id[2], 0, AFTER_RETURN, 0, &t.kim, ROLE_CUSTOMER, NULL));
	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, -1, NULL, 20, &p), 5);
	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, ITEM_RETURN_REQUESTED, NULL, 20, &p), 1);
}
END_TEST

START_TEST(nobodys)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER), no = testshop_actor(&t.courier2, ROLE_SELLER);
	struct items_page p;

	struct items_ask ask = { .state = -1, .seller_id = -1, .limit = 20 };

	ck_assert(err_is(items_to_do(t.shop, t.t.arena, &kim, &ask, &p), ERR_FORBIDDEN));
	ck_assert(err_is(items_to_do(t.shop, t.t.arena, &no, &ask, &p), ERR_FORBIDDEN));
}
END_TEST

/* An admin looks at any seller's; a board comes with what else a page shows. */
START_TEST(a_board)
{
	struct order_actor boss = testshop_actor(&t.admin, ROLE_ADMIN), lee = testshop_actor(&t.lee, ROLE_SELLER), cook = testshop_actor(&t.cook, ROLE_COOK);
	struct items_ask ask = { .state = ITEM_PENDING, .seller_id = -1, .limit = 2, .board = true };
	struct uuid id[3];
	struct items_page p;

	for (int i = 0; i < 3; i++)
		id[i] = both();
	ck_ok(deal_move(&t, &id[2], 0, ITEM_PREPARING, &t.lee, ROLE_SELLER, NULL));
	ck_ok(items_to_do(t.shop, t.t.arena, &boss, &ask, &p));
	ck_assert_int_eq(p.ref[0].index, 1);	/* the shop's own */
	ck_assert(p.more);
	ck_assert_int_eq(p.waiting[ITEM_PENDING], 3);
	ask.seller_id = seller;
	ck_ok(items_to_do(t.shop, t.t.arena, &boss, &ask, &p));
	ck_assert_uint_eq(p.n, 2);
	ck_assert(!p.more);
	ck_assert_int_eq(p.ref[0].index, 0);
	ck_assert_int_eq(p.waiting[ITEM_PENDING], 2);
	ck_assert_int_eq(p.waiting[ITEM_PREPARING], 1);
	ck_assert_int_eq(p.waiting[ITEM_DELIVERED], 0);
	for (size_t i = 0; i < p.n; i++) {
		ck_assert_int_eq(uuid_cmp(&items_order(&p, i)->id, &id[i]), 0);
		ck_assert_uint_eq(items_order(&p, i)->nhistory, 2);
	}
	/* Page by page within one state. */
	ask.limit = 1;
	ck_ok(items_to_do(t.shop, t.t.arena, &lee, &ask, &p));
	ck_assert(p.more);
	struct item_ref last = p.ref[0];
	ask.after = &last;
	ck_ok(items_to_do(t.shop, t.t.arena, &lee, &ask, &p));
	ck_assert(!p.more);
	ck_assert_int_eq(uuid_cmp(&p.ref[0].order_id, &id[1]), 0);
	/* Nobody else chooses. */
	ck_assert(err_is(items_to_do(t.shop, t.t.arena, &cook, &ask, &p), ERR_FORBIDDEN));
	ask.seller_id = seller + 1;
	ck_assert(err_is(items_to_do(t.shop, t.t.arena, &lee, &ask, &p), ERR_FORBIDDEN));
	ask.seller_id = 0;
	ck_assert(err_is(items_to_do(t.shop, t.t.arena, &lee, &ask, &p), ERR_FORBIDDEN));
}
END_TEST

/* Both lines of an order wait in one state: the second follows the first, also over a page's end. */
START_TEST(lines_of_one_order)
{
	struct deal d = { .user = t.kim, .method = PAY_BALANCE, .line = { { theirs, 1, 0, 0, 0 }, { ours, 1, 0, 0, 0 }, { theirs, 2, 0, 0, 0 } }, .nlines = 3 };
	struct uuid id = deal_make(&t, &d);
	struct items_page p;

	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, ITEM_PENDING, NULL, 1, &p), 1);
	ck_assert(p.more);
	struct item_ref last = p.ref[0];
	ck_assert_uint_eq(to_do(&t.lee, ROLE_SELLER, ITEM_PENDING, &last, 1, &p), 1);
	ck_assert(!p.more);
	ck_assert_int_eq(uuid_cmp(&p.ref[0].order_id, &id), 0);
	ck_assert_int_eq(p.ref[0].index, 2);
}
END_TEST

Suite *
items_suite(void)
{
	Suite *s = suite_create("shop/items");
	TCase *c = tcase_create("items");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, who_is_shown_what);
	tcase_add_test(c, what_there_is_to_do);
	tcase_add_test(c, nobodys);
	tcase_add_test(c, a_board);
	tcase_add_test(c, lines_of_one_order);
	suite_add_tcase(s, c);
	return s;
}
