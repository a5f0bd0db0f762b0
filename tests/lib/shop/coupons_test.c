/* coupons: offered, listed page by page, held by their members, taken back. */
#include "shop/coupons.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/staff.h"
#include "shop/claim.h"
#include "support/suite.h"
#include "support/testgoods.h"

#define DAY INT64_C(86400000)

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_books(&t); testshop_close(&t); }

static struct coupon_offering
wanted(int64_t quantity)
{
	return (struct coupon_offering){ .coupon = { .name = "할인", .kind = COUPON_FIXED, .value = 1000, .quantity = quantity,
	    .issue_to = clock_now() + DAY, .valid_days = 1 } };
}

static uint32_t
offered(int64_t quantity)
{
	struct coupon_offering o = wanted(quantity);

	ck_ok(coupon_offer(t.shop, t.t.arena, &o));
	return o.coupon.id;
}

static struct uuid
claimed(uint32_t id, const struct uuid *user)
{
	struct claiming c = { .coupon_id = id, .user_id = *user };

	ck_ok(claim_make(t.shop, t.t.arena, &c));
	return c.issued->id;
}

START_TEST(offer)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 10);
	uint32_t ids[] = { cup->id };
	struct coupon_offering o = wanted(3);
	const struct coupon *got;

	o.coupon.scope = COUPON_FOR_PRODUCT;
	o.coupon.product_ids = ids;
	o.coupon.nproducts = 1;
	ck_ok(coupon_offer(t.shop, t.t.arena, &o));
	ck_assert(!o.replayed && o.kept == NULL);
	ck_assert_uint_gt(o.coupon.id, 0);
	ck_ok(coupon_get(t.shop, t.t.arena, o.coupon.id, &got));
	ck_assert_str_eq(got->name, "할인");
	ck_assert_uint_eq(got->nproducts, 1);
	ck_assert_uint_eq(got->product_ids[0], cup->id);
	ck_assert_int_eq(got->issue_from, got->created_at);
	ck_assert_int_eq(got->issued, 0);
}
END_TEST

/* A dinner is none of the store's goods; all that is wrong is told at once. */
/* Of each coupon the first ones; those of several once. */
START_TEST(goods_named)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 10), *plate = testgoods_add(&t, "접시", 500, 10), *bowl = testgoods_add(&t, "공기", 500, 10);
	const uint32_t two[] = { plate->id, cup->id }, three[] = { cup->id, plate->id, bowl->id };
	struct coupon v[] = { { .product_ids = two, .nproducts = 2 }, { .nproducts = 0 }, { .product_ids = three, .nproducts = 3 } };
	struct goods_list l;

	ck_ok(coupon_goods(t.shop, t.t.arena, &(struct coupons){ v, 3 }, 2, &l));
	ck_assert_uint_eq(l.n, 2);
	ck_assert_str_eq(l.v[0].name, "컵");
	ck_assert_str_eq(l.v[1].name, "접시");
	ck_ok(coupon_goods(t.shop, t.t.arena, &(struct coupons){ v, 3 }, 3, &l));
	ck_assert_uint_eq(l.n, 3);
	ck_ok(coupon_goods(t.shop, t.t.arena, &(struct coupons){ v + 1, 1 }, 3, &l));
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

START_TEST(offer_refused)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 10);
	uint32_t ids[] = { 1, cup->id, 4000000000 };
	struct coupon_offering o = wanted(3);
	const struct err *e;

	o.coupon.scope = COUPON_FOR_PRODUCT;
	o.coupon.product_ids = ids;
	o.coupon.nproducts = 3;
	o.coupon.issue_from = 1;
	o.coupon.issue_to = clock_now();
	e = coupon_offer(t.shop, t.t.arena, &o);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 3);
	ck_assert_str_eq(e->faults[0].pointer, "/issueTo");
	ck_assert_str_eq(e->faults[0].reason, "in_the_past");
	ck_assert_str_eq(e->faults[1].pointer, "/productIds/0");
	ck_assert_str_eq(e->faults[1].reason, "unknown");
	ck_assert_str_eq(e->faults[2].pointer, "/productIds/2");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM coupons"), 0);
}
END_TEST

static const struct err *
answer(void *arena, const struct coupon *c, struct kept *kept)
{
	kept->status = 201;
	kept->json = arena_printf(arena, "%u", c->id);
	return kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

START_TEST(offered_once_a_key)
{
	struct hash print = hash_of("x", 1);
	struct coupon_offering o = wanted(3), again;

	o.answer = answer;
	o.arg = t.t.arena;
	o.key = idem_make(t.admin.b, sizeof(t.admin.b), "/v1/coupons", "k", &print);
	again = o;
	ck_ok(coupon_offer(t.shop, t.t.arena, &o));
	ck_assert(!o.replayed);
	ck_ok(coupon_offer(t.shop, t.t.arena, &again));
	ck_assert(again.replayed);
	ck_assert_str_eq(again.kept->json, o.kept->json);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM coupons"), 1);
}
END_TEST

START_TEST(pages)
{
	uint32_t id[5], cursor = 0;
	struct coupon_page page;
	const struct coupon *got;

	for (int i = 0; i < 5; i++)
		id[i] = offered(1);
	for (int at = 4; at >= 0; at -= 2) {
		ck_ok(coupon_offered(t.shop, t.t.arena, cursor, 2, &page));
		ck_assert_uint_eq(page.coupons.n, at == 0 ? 1 : 2);
		ck_assert_uint_eq(page.coupons.v[0].id, id[at]);
		ck_assert_int_eq(page.next == 0, at == 0);
		cursor = page.next;
	}
	/* A page that is just full is the last. */
	ck_ok(coupon_offered(t.shop, t.t.arena, 0, 5, &page));
	ck_assert_uint_eq(page.coupons.n, 5);
	ck_assert_uint_eq(page.next, 0);
	clock_shift(DAY);
	ck_ok(coupon_offered(t.shop, t.t.arena, 0, 5, &page));
	ck_assert_uint_eq(page.coupons.n, 0);
	ck_ok(coupon_get(t.shop, t.t.arena, id[0], &got));	/* still to be seen */
	ck_assert(err_is(coupon_get(t.shop, t.t.arena, 0, &got), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(coupon_get(t.shop, t.t.arena, 4000000000, &got), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(coupon_get(t.shop, t.t.arena, INT64_C(1) << 32, &got), ERR_ENTITY_NOT_FOUND));
}
END_TEST

START_TEST(holdings)
{
	const struct uuid beginning = { { 0 } };
	struct uuid mine[3], cursor = beginning;
	struct issued_page page;
	struct coupons c = { 0 };
	uint32_t id[3];
	bool has[3];

	for (int i = 0; i < 3; i++)
		mine[i] = claimed(id[i] = offered(9), &t.kim);
	(void)claimed(id[1], &t.lee);
	for (int at = 2; at >= 0; at--) {
		ck_ok(coupon_holdings(t.shop, t.t.arena, &t.kim, -1, &cursor, 1, &page));
		ck_assert_uint_eq(page.issued.n, 1);
		ck_assert_int_eq(uuid_cmp(&page.issued.v[0].id, &mine[at]), 0);
		ck_assert_uint_eq(page.issued.v[0].coupon->id, id[at]);
		ck_assert_int_eq(uuid_is_zero(&page.next), at == 0);
		cursor = page.next;
	}
	ck_ok(coupon_holdings(t.shop, t.t.arena, &t.kim, COUPON_IS_ACTIVE, &beginning, 9, &page));
	ck_assert_uint_eq(page.issued.n, 3);
	ck_ok(coupon_holdings(t.shop, t.t.arena, &t.kim, COUPON_IS_EXPIRED, &beginning, 9, &page));
	ck_assert_uint_eq(page.issued.n, 0);
	ck_ok(coupon_holdings(t.shop, t.t.arena, &t.cook, -1, &beginning, 9, &page));
	ck_assert_uint_eq(page.issued.n, 0);
	ck_ok(coupon_store_read(t.db, t.t.arena, id, 3, &c));
	ck_ok(coupon_had(t.shop, t.t.arena, &t.lee, &c, has));
	ck_assert(!has[0] && has[1] && !has[2]);
	/* Past their time they are expired, before anybody writes that down. */
	clock_shift(3 * DAY);
	ck_ok(coupon_holdings(t.shop, t.t.arena, &t.kim, COUPON_IS_ACTIVE, &beginning, 9, &page));
	ck_assert_uint_eq(page.issued.n, 0);
	ck_ok(coupon_holdings(t.shop, t.t.arena, &t.kim, COUPON_IS_EXPIRED, &beginning, 9, &page));
	ck_assert_uint_eq(page.issued.n, 3);
}
END_TEST

START_TEST(whose)
{
	struct uuid id = claimed(offered(1), &t.kim), other = uuid_new();
	const struct issued_coupon *c;

	ck_ok(coupon_issued(t.shop, t.t.arena, &id, &t.kim, ROLE_CUSTOMER, &c));
	ck_assert_int_eq(uuid_cmp(&c->id, &id), 0);
	ck_ok(coupon_issued(t.shop, t.t.arena, &id, &t.admin, ROLE_ADMIN, &c));
	ck_assert(err_is(coupon_issued(t.shop, t.t.arena, &id, &t.lee, ROLE_CUSTOMER, &c), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(coupon_issued(t.shop, t.t.arena, &other, &t.admin, ROLE_ADMIN, &c), ERR_ENTITY_NOT_FOUND));
}
END_TEST

static const struct { const char *status; int64_t later; const char *refusal, *then; } revokes[] = {
	{ "ACTIVE", 0, NULL, "REVOKED" },
	{ "REVOKED", 0, NULL, "REVOKED" },
	{ "EXPIRED", 0, "coupon_expired", "EXPIRED" },
	{ "ACTIVE", 3 * DAY, "coupon_expired", "ACTIVE" },
	{ "USED", 0, "coupon_used", "USED" },
	{ "USED", 3 * DAY, "coupon_used", "USED" },
};

START_TEST(revoke)
{
	struct uuid id = claimed(offered(1), &t.kim), order = testshop_order(&t, &testshop_dinner, &t.kim);
	bool used = strcmp(revokes[_i].status, "USED") == 0;
	const struct issued_coupon *c;
	char text[UUID_TEXT];
	const struct err *e;

	testshop_sql(&t, "UPDATE issued_coupons SET status = '%s', order_id = %s%s%s, used_at = %s", revokes[_i].status,
	    used ? "'" : "", used ? uuid_text(&order, text) : "NULL", used ? "'" : "", used ? "NOW(3)" : "NULL");
	clock_shift(revokes[_i].later);
	e = coupon_revoke(t.shop, t.t.arena, &id, &c);
	if (revokes[_i].refusal == NULL) {
		ck_ok(e);
		ck_assert_int_eq((int)c->state, COUPON_IS_REVOKED);
	} else {
		ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
		ck_assert_str_eq(e->detail, revokes[_i].refusal);
	}
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM issued_coupons"), revokes[_i].then);
	/* It was given out, and stays so. */
	ck_assert_int_eq(testshop_number(&t, "SELECT issued FROM coupons"), 1);
}
END_TEST

START_TEST(revoke_none)
{
	struct uuid id = uuid_new();
	const struct issued_coupon *c;

	ck_assert(err_is(coupon_revoke(t.shop, t.t.arena, &id, &c), ERR_ENTITY_NOT_FOUND));
}
END_TEST

Suite *
coupons_suite(void)
{
	Suite *s = suite_create("shop/coupons");
	TCase *c = tcase_create("coupons");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, offer);
	tcase_add_test(c, goods_named);
	tcase_add_test(c, offer_refused);
	tcase_add_test(c, offered_once_a_key);
	tcase_add_test(c, pages);
	tcase_add_test(c, holdings);
	tcase_add_test(c, whose);
	tcase_add_loop_test(c, revoke, 0, ROWS(revokes));
	tcase_add_test(c, revoke_none);
	suite_add_tcase(s, c);
	return s;
}
