/* sheet_api: what ordering and paying are asked, all that is wrong with it at once; what is shown leaves out what does not apply. */
#include "api/sheet_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

#define CARD "{\"cardNumber\":\"4242 4242 4242 4242\",\"cardholderName\":\"KIM\",\"expiryDate\":\"12/40\",\"cvc\":\"123\"}"
#define ID "\"0193f0a0-1111-7000-8000-000000000001\""

/* Pointers and reasons in their order, "" = fine. */
static const struct { const struct model *model; const char *json, *faults; } reads[] = {
	{ &order_post_model, "{\"productId\":7}", "" },
	{ &order_post_model, "{\"items\":[{\"productId\":7,\"quantity\":2},{\"productId\":8}],\"payment\":{\"method\":\"BALANCE\"}}", "" },
	{ &order_post_model, "{}", "/productId required " },
	{ &order_post_model, "{\"productId\":7,\"items\":[{\"productId\":7}]}", "/items not_used " },
	{ &order_post_model, "{\"items\":[{\"quantity\":0}],\"payment\":{\"method\":\"CASH\"}}",
	  "/items/0/productId required /items/0/quantity too_small /payment/method not_a_choice " },
	{ &cart_order_model, "{\"cartItemIds\":[3,1]}", "" },
	{ &cart_order_model, "{\"cartItemIds\":[0]}", "/cartItemIds/0 too_small " },
	{ &pay_request_model, "{\"method\":\"NAVER\",\"points\":5,\"couponIds\":[" ID "],\"itemCoupons\":[{\"itemIndex\":0,\"issuedCouponId\":" ID "}],"
	  "\"delivery\":{\"address\":\"서울\",\"recipientName\":\"홍\",\"recipientPhone\":\"010-1234-5678\",\"notes\":\"앞\"}}", "" },
	{ &pay_request_model, "{\"method\":\"CARD\",\"card\":" CARD "}", "" },
	{ &pay_request_model, "{\"method\":\"CARD\",\"paymentToken\":\"tok\"}", "" },
	{ &pay_request_model, "{\"method\":\"CARD\"}", "/card required " },
	{ &pay_request_model, "{\"method\":\"KAKAO\",\"card\":" CARD "}", "/card not_used " },
	{ &pay_request_model, "{\"method\":\"BALANCE\",\"paymentToken\":\"tok\",\"couponIds\":[\"x\"]}", "/paymentToken not_used /couponIds/0 not_a_uuid " },
	{ &choice_request_model, "{}", "" },
	{ &choice_request_model, "{\"points\":5,\"couponIds\":[" ID "],\"itemCoupons\":[{\"itemIndex\":0,\"issuedCouponId\":" ID "}]}", "" },
	{ &choice_request_model, "{\"method\":\"CARD\"}", "/method unknown_field " },
	{ &choice_request_model, "{\"couponIds\":[\"x\"]}", "/couponIds/0 not_a_uuid " },
	{ &pay_request_model, "{\"points\":-1,\"card\":{\"cardNumber\":\"1\",\"expiryDate\":\"1/1\"},\"itemCoupons\":[{}],\"delivery\":{}}",
	  "/method required /itemCoupons/0/itemIndex required /itemCoupons/0/issuedCouponId required /card/cardNumber not_a_card "
	  "/card/cardholderName required /card/expiryDate not_an_expiry /card/cvc required /delivery/address required " },
};

START_TEST(read)
{
	struct json_object *tree = json_tokener_parse(reads[_i].json);
	const void *in = NULL;
	const struct err *e = model_read(a, reads[_i].model, tree, MODEL_FROM_JSON, &in);
	struct buf b = { 0 };

	for (size_t i = 0; e != NULL && i < e->nfaults; i++)
		buf_printf(&b, "%s %s ", e->faults[i].pointer, e->faults[i].reason);
	ck_assert_str_eq(buf_str(&b), reads[_i].faults);
	buf_free(&b);
	json_object_put(tree);
}
END_TEST

START_TEST(methods)
{
	static const struct { const char *word; enum payment_method method; } each[] = {
		{ "BALANCE", PAY_BALANCE }, { "NAVER", PAY_NAVER }, { "KAKAO", PAY_KAKAO },
	};

	for (int i = 0; i < ROWS(each); i++) {
		struct json_object *tree = json_tokener_parse(arena_printf(a, "{\"method\":\"%s\"}", each[i].word));
		const void *in;
		ck_assert_ptr_null(model_read(a, &pay_request_model, tree, MODEL_FROM_JSON, &in));
		ck_assert_int_eq((int)pay_method(in), (int)each[i].method);
		json_object_put(tree);
	}
	ck_assert(model_secret(&pay_request_model) && model_secret(&order_post_model));
}
END_TEST

START_TEST(shown)
{
	const struct amounts_view m = { 5, 1, 1, 1, 0, 2 };
	struct placed_view v = { .order_key = { { 1 } }, .status = "CREATED", .amounts = &m };
	struct buf b = { 0 };

	model_write(&b, &placed_model, &v);
	ck_assert_str_eq(buf_str(&b), "{\"orderKey\":\"01000000-0000-0000-0000-000000000000\",\"status\":\"CREATED\",\"items\":[],"
	    "\"amounts\":{\"goodsTotal\":5,\"productDiscount\":1,\"orderDiscount\":1,\"pointsUsed\":1,\"deliveryFee\":0,\"total\":2}}");
	buf_reset(&b);
	v.next_action = &(struct next_action_view){ "https://pay.example/1" };
	v.payment_status = "PROGRESS";
	model_write(&b, &placed_model, &v);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"paymentStatus\":\"PROGRESS\",\"nextAction\":{\"redirectUrl\":\"https://pay.example/1\"}"));
	buf_free(&b);
}
END_TEST

Suite *
sheet_api_suite(void)
{
	Suite *s = suite_create("api/sheet_api");
	TCase *c = tcase_create("sheet_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, read, 0, ROWS(reads));
	tcase_add_test(c, methods);
	tcase_add_test(c, shown);
	suite_add_tcase(s, c);
	return s;
}
