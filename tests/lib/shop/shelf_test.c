/* shelf: who sees which goods from behind, page by page, ended ones too, and how their pieces came and went. */
#include "shop/shelf.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/staff.h"
#include "shop/receive.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static uint32_t lee;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	lee = testgoods_seller(&t, &t.lee);
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
}

static struct goods_actor admin(void) { return (struct goods_actor){ t.admin, ROLE_ADMIN }; }
static struct goods_actor seller(const struct uuid *id) { return (struct goods_actor){ *id, ROLE_SELLER }; }

static const struct err *
look(struct goods_actor who, const struct shelf_ask *ask, struct shelf *s)
{
	return shelf_look(t.shop, t.t.arena, &who, ask, s);
}

START_TEST(page_by_page)
{
	const struct goods *mine[5], *changed, *ours = deal_goods(&t, 0, 100, 1);
	struct goods_actor who = seller(&t.lee);
	struct shelf s;

	for (int i = 0; i < 5; i++)
		mine[i] = deal_goods(&t, lee, 100, i);
	ck_ok(goods_change(t.shop, t.t.arena, &who, mine[4]->id, &(struct goods_change){ .price = -1, .sale = GOODS_SALE_ENDED }, NULL, 0, &changed));
	ck_ok(look(who, &(struct shelf_ask){ .limit = 2 }, &s));
	ck_assert_uint_eq(s.goods.n, 2);
	ck_assert_uint_eq(s.goods.v[0].id, mine[4]->id);
	ck_assert(!s.goods.v[0].on_sale);
	ck_assert_int_eq(s.next, mine[3]->id);
	ck_ok(look(who, &(struct shelf_ask){ .limit = 2, .before = s.next }, &s));
	ck_assert_uint_eq(s.goods.v[0].id, mine[2]->id);
	ck_ok(look(who, &(struct shelf_ask){ .limit = 2, .before = s.next }, &s));
	ck_assert_uint_eq(s.goods.n, 1);
	ck_assert_uint_eq(s.goods.v[0].id, mine[0]->id);
	ck_assert_int_eq(s.next, 0);
	/* Whatever a seller asks for, it is their own. */
	ck_ok(look(who, &(struct shelf_ask){ .limit = 9, .seller_id = lee + 1 }, &s));
	ck_assert_uint_eq(s.goods.n, 5);
	ck_ok(look(admin(), &(struct shelf_ask){ .limit = 9 }, &s));
	ck_assert_uint_eq(s.goods.n, 1);
	ck_assert_uint_eq(s.goods.v[0].id, ours->id);
	ck_ok(look(admin(), &(struct shelf_ask){ .limit = 9, .seller_id = lee }, &s));
	ck_assert_uint_eq(s.goods.n, 5);
	ck_ok(look(who, &(struct shelf_ask){ .limit = 9, .words = "no such thing" }, &s));
	ck_assert_uint_eq(s.goods.n, 0);
	ck_ok(look(who, &(struct shelf_ask){ .limit = 9, .words = mine[1]->name }, &s));
	ck_assert_uint_ge(s.goods.n, 1);
}
END_TEST

START_TEST(anothers_are_not_there)
{
	const struct goods *mine = deal_goods(&t, lee, 100, 1), *ours = deal_goods(&t, 0, 100, 1);
	struct goods_actor who = seller(&t.lee), boss = admin(), cook = { t.cook, ROLE_COOK }, kim = seller(&t.kim);
	struct shelf_goods g;
	struct shelf s;

	ck_ok(shelf_take(t.shop, t.t.arena, &who, mine->id, 0, &g));
	ck_assert_uint_eq(g.bookings.n, 0);
	ck_ok(shelf_take(t.shop, t.t.arena, &boss, mine->id, 0, &g));
	ck_ok(shelf_take(t.shop, t.t.arena, &boss, ours->id, 0, &g));
	ck_assert(err_is(shelf_take(t.shop, t.t.arena, &who, ours->id, 0, &g), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(shelf_take(t.shop, t.t.arena, &who, 4000000000, 0, &g), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(shelf_take(t.shop, t.t.arena, &boss, 1, 0, &g), ERR_ENTITY_NOT_FOUND));	/* a dinner */
	ck_assert(err_is(shelf_take(t.shop, t.t.arena, &cook, ours->id, 0, &g), ERR_FORBIDDEN));
	ck_assert(err_is(shelf_take(t.shop, t.t.arena, &kim, mine->id, 0, &g), ERR_FORBIDDEN));	/* asked, or not even that */
	ck_assert(err_is(look(cook, &(struct shelf_ask){ .limit = 1 }, &s), ERR_FORBIDDEN));
}
END_TEST

START_TEST(bookings)
{
	const struct goods *mine = deal_goods(&t, lee, 100, 5);
	struct goods_receipt r = { .product_id = mine->id, .actor = seller(&t.lee), .delta = -2, .reason = "깨짐" };
	struct shelf_goods g;
	const struct goods_booking *b;

	ck_ok(goods_receive(t.shop, t.t.arena, &r));
	r.delta = 7;
	r.reason = "입고";
	ck_ok(goods_receive(t.shop, t.t.arena, &r));
	ck_ok(shelf_take(t.shop, t.t.arena, &r.actor, mine->id, 2, &g));
	ck_assert_int_eq(g.goods->available, 10 * QTY_ONE);
	ck_assert_uint_eq(g.bookings.n, 2);
	b = g.bookings.v;
	ck_assert_int_eq(b[0].delta, 7 * QTY_ONE);
	ck_assert_str_eq(b[0].reason, "입고");
	ck_assert_int_eq(b[1].delta, -2 * QTY_ONE);
	ck_assert_int_gt(b[1].at, 0);
	ck_assert_int_ge(b[0].at, b[1].at);
}
END_TEST

/* An English name can go again; a Korean one can not. */
START_TEST(english_goes)
{
	static const struct goods_offer cup = { .name = "컵", .name_en = "Cup", .description = "좋다", .description_en = "Good", .price = 1, .category = "cups" };
	struct goods_offering o = { .offer = &cup, .actor = seller(&t.lee) };
	const struct goods *g;

	ck_ok(goods_offer(t.shop, t.t.arena, &o));
	ck_ok(goods_change(t.shop, t.t.arena, &o.actor, o.goods->id, &(struct goods_change){ .name_en = "", .description = "", .description_en = "", .price = -1,
	    .sale = -1 }, NULL, 0, &g));
	ck_assert_str_eq(g->name, "컵");
	ck_assert_ptr_null(g->name_en);
	ck_assert_str_eq(g->description, "");
	ck_assert_ptr_null(g->description_en);
	ck_assert_int_eq(g->price, 1);
}
END_TEST

Suite *
shelf_suite(void)
{
	Suite *s = suite_create("shop/shelf");
	TCase *c = tcase_create("shelf");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, page_by_page);
	tcase_add_test(c, anothers_are_not_there);
	tcase_add_test(c, bookings);
	tcase_add_test(c, english_goes);
	suite_add_tcase(s, c);
	return s;
}
