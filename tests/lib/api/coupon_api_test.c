/* coupon_api: what a coupon is asked for with, all that is wrong with it at once, and how coupons are shown. */
#include "api/coupon_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

#define TIMES "\"issueFrom\":\"2026-11-25T00:00:00+09:00\",\"issueTo\":\"2026-12-25T00:00:00+09:00\""

/* Pointers and reasons in their order, "" = fine. */
static const struct { const char *json, *faults; } reads[] = {
	{ "{\"name\":\"x\",\"kind\":\"FIXED\",\"value\":1000,\"quantity\":10,\"validDays\":7," TIMES "}", "" },
	{ "{\"name\":\"x\",\"kind\":\"PERCENT\",\"value\":100,\"scope\":\"PRODUCT\",\"productIds\":[3,5],\"quantity\":1,\"validDays\":3650," TIMES "}", "" },
	{ "{\"name\":\"x\",\"kind\":\"FREE_DELIVERY\",\"minOrderAmount\":15000,\"quantity\":100000000,\"validDays\":1,"
	  "\"issueTo\":\"2026-12-25T00:00:00Z\",\"issueFrom\":null}", "" },
	{ "{\"name\":\"반값\",\"nameEn\":\"Half price\",\"descriptionEn\":null,\"kind\":\"FIXED\",\"value\":1000,\"quantity\":10,\"validDays\":7," TIMES "}", "" },
	{ "{\"name\":\"x\",\"nameEn\":\"4242 4242 4242 4242\",\"descriptionEn\":5,\"kind\":\"FIXED\",\"value\":1000,\"quantity\":10,\"validDays\":7," TIMES "}",
	  "/nameEn card_number /descriptionEn wrong_type " },
	{ "{}", "/name required /kind required /quantity required /issueTo required /validDays required " },
	{ "{\"name\":\"4242 4242 4242 4242\",\"kind\":\"HALF\",\"value\":-1,\"scope\":\"\",\"productIds\":[0],\"minOrderAmount\":-1,\"quantity\":0,"
	  "\"issueFrom\":\"today\",\"issueTo\":\"2026-12-25\",\"validDays\":3651,\"colour\":1}",
	  "/name card_number /kind not_a_choice /value too_small /productIds/0 too_small /minOrderAmount too_small /quantity too_small "
	  "/issueFrom not_a_time /issueTo not_a_time /validDays too_large /colour unknown_field " },
	/* What does not go together. */
	{ "{\"name\":\"x\",\"kind\":\"PERCENT\",\"value\":101,\"productIds\":[1],\"quantity\":1,\"validDays\":1,"
	  "\"issueFrom\":\"2026-12-25T00:00:00Z\",\"issueTo\":\"2026-12-25T00:00:00Z\"}",
	  "/value too_large /productIds not_used /issueTo ends_before_it_begins " },
	{ "{\"name\":\"x\",\"kind\":\"FREE_DELIVERY\",\"value\":1,\"scope\":\"PRODUCT\",\"productIds\":[4,4],\"quantity\":1,\"validDays\":1," TIMES "}",
	  "/value not_used /scope not_offered /productIds duplicate_field " },
	{ "{\"name\":\"x\",\"kind\":\"FIXED\",\"scope\":\"PRODUCT\",\"quantity\":1,\"validDays\":1," TIMES "}",
	  "/value too_small /productIds required " },
};

START_TEST(read)
{
	struct json_object *tree = json_tokener_parse(reads[_i].json);
	const void *in = NULL;
	const struct err *e = model_read(a, &coupon_request_model, tree, MODEL_FROM_JSON, &in);
	struct buf b = { 0 };

	for (size_t i = 0; e != NULL && i < e->nfaults; i++)
		buf_printf(&b, "%s %s ", e->faults[i].pointer, e->faults[i].reason);
	ck_assert_str_eq(buf_str(&b), reads[_i].faults);
	ck_assert_int_eq(in != NULL, e == NULL);
	buf_free(&b);
	json_object_put(tree);
}
END_TEST

START_TEST(asked_for)
{
	struct json_object *tree = json_tokener_parse(reads[1].json);
	const void *in;
	struct coupon c;

	ck_assert_ptr_null(model_read(a, &coupon_request_model, tree, MODEL_FROM_JSON, &in));
	ck_assert(coupon_of_request(a, in, &c));
	ck_assert_str_eq(c.name, "x");
	ck_assert_ptr_null(c.description);
	ck_assert_int_eq((int)c.kind, COUPON_PERCENT);
	ck_assert_int_eq((int)c.scope, COUPON_FOR_PRODUCT);
	ck_assert_int_eq(c.value, 100);
	ck_assert_uint_eq(c.nproducts, 2);
	ck_assert_uint_eq(c.product_ids[1], 5);
	ck_assert_int_eq(c.min_order_amount, 0);
	ck_assert_int_eq(c.issue_to - c.issue_from, INT64_C(30) * 86400000);
	json_object_put(tree);
}
END_TEST

static const uint32_t products[] = { 3, 5 };
static const struct coupon coupon = { .id = 7, .name = "반값", .name_en = "Half price", .description_en = "Of one line", .kind = COUPON_PERCENT, .scope = COUPON_FOR_PRODUCT, .value = 50,
    .product_ids = products, .nproducts = 2, .quantity = 10, .issued = 4, .issue_from = 1000, .issue_to = 2000, .valid_days = 3 };

/* In the language asked for; what was not given in it, in Korean. */
static const struct { bool english; const char *name, *description; } tongues[] = {
	{ false, "반값", "null" },
	{ true, "Half price", "\"Of one line\"" },
};

START_TEST(shown)
{
	struct coupon_list_answer answer;
	struct buf b = { 0 }, want = { 0 };

	ck_assert(coupon_list_view(a, &coupon, 1, "7", tongues[_i].english, &answer));
	model_write(&b, &coupon_list_model, &answer);
	buf_printf(&want, "{\"coupons\":[{\"couponId\":7,\"name\":\"%s\",\"description\":%s,\"kind\":\"PERCENT\",\"value\":50,"
	    "\"scope\":\"PRODUCT\",\"productIds\":[3,5],\"minOrderAmount\":0,\"quantity\":10,\"remaining\":6,"
	    "\"issueFrom\":\"1970-01-01T00:00:01.000+00:00\",\"issueTo\":\"1970-01-01T00:00:02.000+00:00\",\"validDays\":3}],\"nextCursor\":\"7\"}", tongues[_i].name, tongues[_i].description);
	ck_assert_str_eq(buf_str(&b), buf_str(&want));
	buf_free(&b);
	buf_free(&want);
}
END_TEST

/* One past its time is expired, whether somebody wrote that down or not. */
static const struct { enum coupon_state state; int64_t now; const char *status; } lives[] = {
	{ COUPON_IS_ACTIVE, 4999, "ACTIVE" },
	{ COUPON_IS_ACTIVE, 5000, "EXPIRED" },
	{ COUPON_IS_USED, 5000, "USED" },
	{ COUPON_IS_EXPIRED, 5000, "EXPIRED" },
	{ COUPON_IS_REVOKED, 5000, "REVOKED" },
};

START_TEST(held)
{
	const struct issued_coupon c = { .id = { { 1 } }, .coupon = &coupon, .state = lives[_i].state, .issued_at = 1500, .expires_at = 5000 };
	const struct uuid end = { { 0 } };
	struct holdings_answer answer;
	struct buf b = { 0 }, want = { 0 };

	ck_assert(holdings_view(a, &c, 1, &end, lives[_i].now, _i == 0, &answer));
	model_write(&b, &holdings_model, &answer);
	buf_printf(&want, "{\"coupons\":[{\"issuedCouponId\":\"01000000-0000-0000-0000-000000000000\",\"couponId\":7,\"name\":\"%s\","
	    "\"kind\":\"PERCENT\",\"value\":50,\"scope\":\"PRODUCT\",\"minOrderAmount\":0,\"status\":\"%s\",\"issuedAt\":\"1970-01-01T00:00:01.500+00:00\","
	    "\"expiresAt\":\"1970-01-01T00:00:05.000+00:00\",\"orderKey\":null}],\"nextCursor\":null}", _i == 0 ? "Half price" : "반값", lives[_i].status);
	ck_assert_str_eq(buf_str(&b), buf_str(&want));
	buf_free(&b);
	buf_free(&want);
}
END_TEST

Suite *
coupon_api_suite(void)
{
	Suite *s = suite_create("api/coupon_api");
	TCase *c = tcase_create("coupon_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, read, 0, ROWS(reads));
	tcase_add_test(c, asked_for);
	tcase_add_loop_test(c, shown, 0, ROWS(tongues));
	tcase_add_loop_test(c, held, 0, ROWS(lives));
	suite_add_tcase(s, c);
	return s;
}
