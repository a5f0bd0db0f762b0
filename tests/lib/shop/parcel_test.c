/* parcel: saying where a delivery is brings its line there; carriers are said with it, before it, and not after. */
#include "shop/parcel.h"

#include <string.h>

#include "base/err.h"
#include "domain/delivery.h"
#include "support/buyer.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static const struct goods *theirs;	/* Lee's */

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	theirs = deal_goods(&t, testgoods_seller(&t, &t.lee), 10000, 100);
	buyer_fill(&t, &t.kim, 1000000, 0);
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
}

static struct uuid
sold(void)
{
	return deal_make(&t, &(struct deal){ .user = t.kim, .method = PAY_BALANCE, .line = { { theirs, 2, 0, 0, 0 } }, .nlines = 1 });
}

static const struct err *
say(const struct uuid *id, const struct uuid *who, int role, int state, const char *carrier, const char *number, struct aftersale *as)
{
	*as = (struct aftersale){ .order_id = *id, .actor = testshop_actor(who, role) };
	return parcel_say(t.shop, t.t.arena, as, &(struct parcel){ state, carrier, number });
}

START_TEST(on_its_way)
{
	struct uuid id = sold();
	struct aftersale as;
	const struct err *e;

	ck_ok(say(&id, &t.lee, ROLE_SELLER, DELIVERY_PREPARING, NULL, NULL, &as));
	ck_assert_int_eq((int)as.order->items[0].status, ITEM_PREPARING);
	ck_ok(say(&id, &t.lee, ROLE_SELLER, DELIVERY_PREPARING, NULL, NULL, &as));	/* is there already */
	ck_ok(say(&id, &t.lee, ROLE_SELLER, DELIVERY_READY, NULL, NULL, &as));
	e = say(&id, &t.lee, ROLE_SELLER, DELIVERY_IN_DELIVERY, "한진택배", NULL, &as);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/trackingNumber");
	ck_ok(say(&id, &t.lee, ROLE_SELLER, DELIVERY_IN_DELIVERY, "한진택배", "12345-678", &as));
	ck_assert_int_eq((int)as.order->items[0].status, ITEM_IN_DELIVERY);
	ck_assert_str_eq(testshop_get(&t, &id).items[0].carrier, "한진택배");
	/* The number alone: the carrier stays. */
	ck_ok(say(&id, &t.lee, ROLE_SELLER, -1, NULL, "12345-679", &as));
	ck_assert_str_eq(testshop_get(&t, &id).items[0].carrier, "한진택배");
	ck_assert_str_eq(testshop_get(&t, &id).items[0].tracking_number, "12345-679");
	ck_ok(say(&id, &t.admin, ROLE_ADMIN, DELIVERY_DELIVERED, NULL, NULL, &as));
	e = say(&id, &t.lee, ROLE_SELLER, -1, "한진택배", "99999", &as);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].reason, "final");
}
END_TEST

START_TEST(refused)
{
	struct uuid id = sold(), none = uuid_new();
	struct aftersale as;

	ck_assert(err_is(say(&none, &t.lee, ROLE_SELLER, -1, NULL, NULL, &as), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(say(&id, &t.lee, ROLE_CUSTOMER, -1, NULL, NULL, &as), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(say(&id, &t.kim, ROLE_CUSTOMER, DELIVERY_PREPARING, NULL, NULL, &as), ERR_ENTITY_NOT_FOUND));	/* who bought it does not send it */
	ck_assert(err_is(say(&id, &t.lee, ROLE_SELLER, DELIVERY_CANCELLED, NULL, NULL, &as), ERR_ORDER_STATE_CONFLICT));
	ck_assert(err_is(say(&id, &t.lee, ROLE_SELLER, DELIVERY_IN_DELIVERY, NULL, NULL, &as), ERR_ORDER_STATE_CONFLICT));
	ck_assert(err_is(say(&id, &t.cook, ROLE_COOK, DELIVERY_PREPARING, NULL, NULL, &as), ERR_ENTITY_NOT_FOUND));
}
END_TEST

Suite *
parcel_suite(void)
{
	Suite *s = suite_create("shop/parcel");
	TCase *c = tcase_create("parcel");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, on_its_way);
	tcase_add_test(c, refused);
	suite_add_tcase(s, c);
	return s;
}
