/* address_api: addresses as they are asked for and shown. */
#include "api/address_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); ck_assert_int_eq(clock_zone("Asia/Seoul"), 0); }
static void teardown(void) { arena_free(a); }

static const struct { const struct model *model; const char *json, *pointer, *reason; } requests[] = {
	{ &address_request_model, "{\"address\":\"서울\"}", NULL, NULL },
	{ &address_request_model, "{\"address\":\"서울\",\"label\":\"집\",\"recipientName\":\"춘향\",\"recipientPhone\":\"010-1234-5678\",\"notes\":\"문 앞\"}", NULL, NULL },
	{ &address_request_model, "{\"label\":\"집\"}", "/address", "required" },
	{ &address_request_model, "{\"address\":\"x\"}", "/address", "too_short" },
	{ &address_request_model, "{\"address\":\"서울\",\"recipientPhone\":\"call me\"}", "/recipientPhone", "not_a_phone" },
	{ &address_request_model, "{\"address\":\"4242 4242 4242 4242\"}", "/address", "card_number" },
	{ &address_change_model, "{}", NULL, NULL },
	{ &address_change_model, "{\"address\":\"x\"}", "/address", "too_short" },
};

START_TEST(request)
{
	struct json_object *tree = json_tokener_parse(requests[_i].json);
	const void *in;
	const struct err *e = model_read(a, requests[_i].model, tree, MODEL_FROM_JSON, &in);

	if (requests[_i].pointer == NULL)
		ck_assert_ptr_null(e);
	else {
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_str_eq(e->faults[0].pointer, requests[_i].pointer);
		ck_assert_str_eq(e->faults[0].reason, requests[_i].reason);
	}
	json_object_put(tree);
}
END_TEST

START_TEST(shown)
{
	const struct user_address ad[] = { { .id = { { [15] = 1 } }, .what = { .label = "집", .address = "서울" }, .created_at = 1000 } };
	struct arena *small = arena_new(64);
	struct addresses_answer v;
	struct buf out = { 0 };

	ck_assert(addresses_view(a, ad, 1, &v));
	model_write(&out, &addresses_model, &v);
	ck_assert_str_eq(buf_str(&out), "{\"addresses\":[{\"addressId\":\"00000000-0000-0000-0000-000000000001\",\"label\":\"집\",\"address\":\"서울\",\"recipientName\":null,"
	    "\"recipientPhone\":null,\"notes\":null,\"createdAt\":\"1970-01-01T09:00:01.000+09:00\"}]}");
	buf_free(&out);
	ck_assert(!addresses_view(small, ad, 4, &v));
	arena_free(small);
}
END_TEST

Suite *
address_api_suite(void)
{
	Suite *s = suite_create("api/address_api");
	TCase *c = tcase_create("address_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, request, 0, ROWS(requests));
	tcase_add_test(c, shown);
	suite_add_tcase(s, c);
	return s;
}
