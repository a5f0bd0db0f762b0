/* wallet_api: a wallet and its ledger as they are shown. */
#include "api/wallet_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;
static struct buf out;

static void setup(void) { a = arena_new(1u << 18); ck_assert_int_eq(clock_zone("Asia/Seoul"), 0); }
static void teardown(void) { arena_free(a); buf_free(&out); }

static struct uuid
id(unsigned char last)
{
	struct uuid u = { { 0 } };

	u.b[15] = last;
	return u;
}

START_TEST(balance)
{
	const struct balance_view v = balance_view(&(struct wallet){ .user_id = id(7), .purse = { [PURSE_BALANCE] = 12300, [PURSE_POINTS] = 45 } });

	model_write(&out, &balance_model, &v);
	ck_assert_str_eq(buf_str(&out), "{\"userId\":\"00000000-0000-0000-0000-000000000007\",\"balance\":12300,\"points\":45}");
}
END_TEST

START_TEST(entries)
{
	const struct wallet_entry en[] = {
		{ .id = id(2), .kind = WALLET_PAY, .change = -300, .after = 700, .order_id = id(9), .at = 2000 },
		{ .id = id(1), .kind = WALLET_ADJUST_POINTS, .change = 1000, .after = 1000, .reason = "생일", .at = 1000 } };
	const struct uuid next = id(1), none = { { 0 } };
	struct entries_answer v;

	ck_assert(entries_view(a, en, 2, &next, &v));
	model_write(&out, &entries_model, &v);
	ck_assert_str_eq(buf_str(&out), "{\"entries\":[{\"entryId\":\"00000000-0000-0000-0000-000000000002\",\"kind\":\"PAY\",\"purse\":\"BALANCE\","
	    "\"amount\":-300,\"balanceAfter\":700,\"orderKey\":\"00000000-0000-0000-0000-000000000009\",\"reason\":null,\"at\":\"1970-01-01T09:00:02.000+09:00\"},"
	    "{\"entryId\":\"00000000-0000-0000-0000-000000000001\",\"kind\":\"ADJUST_POINTS\",\"purse\":\"POINTS\",\"amount\":1000,\"balanceAfter\":1000,"
	    "\"orderKey\":null,\"reason\":\"생일\",\"at\":\"1970-01-01T09:00:01.000+09:00\"}],\"nextCursor\":\"00000000-0000-0000-0000-000000000001\"}");
	buf_reset(&out);
	ck_assert(entries_view(a, NULL, 0, &none, &v));
	model_write(&out, &entries_model, &v);
	ck_assert_str_eq(buf_str(&out), "{\"entries\":[],\"nextCursor\":null}");
}
END_TEST

static const struct { const char *json, *pointer, *reason; } requests[] = {
	{ "{\"amount\":100,\"payment\":{\"payment_token\":\"t\"}}", NULL, NULL },
	{ "{\"amount\":99999900,\"payment\":{\"payment_token\":\"t\"}}", NULL, NULL },
	{ "{\"amount\":0,\"payment\":{\"payment_token\":\"t\"}}", "/amount", "too_small" },
	{ "{\"amount\":-100,\"payment\":{\"payment_token\":\"t\"}}", "/amount", "too_small" },
	{ "{\"amount\":100000000,\"payment\":{\"payment_token\":\"t\"}}", "/amount", "too_large" },
	{ "{\"amount\":150,\"payment\":{\"payment_token\":\"t\"}}", "/amount", "not_in_hundreds" },
	{ "{\"amount\":100.5,\"payment\":{\"payment_token\":\"t\"}}", "/amount", "wrong_type" },
	{ "{\"payment\":{\"payment_token\":\"t\"}}", "/amount", "required" },
	{ "{\"amount\":100}", "/payment", "required" },
};

START_TEST(request)
{
	struct json_object *tree = json_tokener_parse(requests[_i].json);
	const void *in;
	const struct err *e = model_read(a, &charge_request_model, tree, MODEL_FROM_JSON, &in);

	if (requests[_i].pointer == NULL) {
		const struct charge_request *r = in;
		ck_assert_ptr_null(e);
		ck_assert_int_ge(r->amount, 100);
		ck_assert_str_eq(r->payment->payment_token, "t");
	} else {
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_str_eq(e->faults[0].pointer, requests[_i].pointer);
		ck_assert_str_eq(e->faults[0].reason, requests[_i].reason);
	}
	json_object_put(tree);
}
END_TEST

START_TEST(charges)
{
	const struct charge c = { .user_id = id(7), .payment = { .id = id(3), .status = PAYMENT_PROGRESS, .amount = 5000, .created_at = 1000,
	    .masked_card_number = "**** **** **** 4242", .card_brand = "VISA" } };
	const struct charged_view v = { charge_view(&c), 12300, 45 };

	model_write(&out, &charge_model, &v.charge);
	ck_assert_str_eq(buf_str(&out), "{\"paymentId\":\"00000000-0000-0000-0000-000000000003\",\"amount\":5000,\"status\":\"PENDING\",\"transactionId\":null,"
	    "\"maskedCardNumber\":\"**** **** **** 4242\",\"cardBrand\":\"VISA\",\"failureCode\":null,\"createdAt\":\"1970-01-01T09:00:01.000+09:00\","
	    "\"paidAt\":null}");
	buf_reset(&out);
	model_write(&out, &charged_model, &v);
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"paidAt\":null,\"balance\":12300,\"points\":45}"));
}
END_TEST

START_TEST(without_room)
{
	const struct wallet_entry en[4] = { { .kind = WALLET_PAY } };
	struct arena *small = arena_new(64);
	const struct uuid none = { { 0 } };
	struct entries_answer v;

	ck_assert(!entries_view(small, en, 4, &none, &v));
	arena_free(small);
}
END_TEST

Suite *
wallet_api_suite(void)
{
	Suite *s = suite_create("api/wallet_api");
	TCase *c = tcase_create("wallet_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, balance);
	tcase_add_test(c, entries);
	tcase_add_loop_test(c, request, 0, ROWS(requests));
	tcase_add_test(c, charges);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
