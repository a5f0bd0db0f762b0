/* seller_api: what one asks with and changes, and how sellers are shown. */
#include "api/seller_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

static const struct { const struct model *model; const char *json, *pointer, *reason; } reads[] = {
	{ &seller_request_model, "{\"businessName\":\"x\",\"registrationNumber\":\"124-81-00998\",\"phone\":\"02-123-4567\",\"address\":\"xx\",\"category\":\"x\"}", NULL, NULL },
	{ &seller_request_model, "{\"businessName\":\"x\",\"registrationNumber\":\"124-81-00997\",\"phone\":\"02-123-4567\",\"address\":\"xx\",\"category\":\"x\"}",
	  "/registrationNumber", "not_a_business" },
	{ &seller_request_model, "{\"businessName\":\"x\",\"registrationNumber\":\"1248100998\",\"phone\":\"phone\",\"address\":\"xx\",\"category\":\"x\"}",
	  "/phone", "not_a_phone" },
	{ &seller_request_model, "{\"businessName\":\"x\",\"registrationNumber\":\"1248100998\",\"phone\":\"02-123-4567\",\"address\":\"xx\"}", "/category", "required" },
	{ &seller_change_model, "{}", NULL, NULL },
	{ &seller_change_model, "{\"deliveryFee\":0,\"freeDeliveryFrom\":0}", NULL, NULL },
	{ &seller_change_model, "{\"deliveryFee\":1000001}", "/deliveryFee", "too_large" },
	{ &seller_change_model, "{\"status\":\"approved\"}", "/status", "not_a_choice" },
};

START_TEST(read)
{
	struct json_object *tree = json_tokener_parse(reads[_i].json);
	const void *in = NULL;
	const struct err *e = model_read(a, reads[_i].model, tree, MODEL_FROM_JSON, &in);

	if (reads[_i].pointer == NULL) {
		ck_assert_ptr_null(e);
		ck_assert_ptr_nonnull(in);
	} else {
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_uint_eq(e->nfaults, 1);
		ck_assert_str_eq(e->faults[0].pointer, reads[_i].pointer);
		ck_assert_str_eq(e->faults[0].reason, reads[_i].reason);
	}
	json_object_put(tree);
}
END_TEST

START_TEST(left_out_stays)
{
	struct json_object *tree = json_tokener_parse("{\"phone\":\"02-123-4567\"}");
	const void *in;
	const struct seller_change *c;

	ck_assert_ptr_null(model_read(a, &seller_change_model, tree, MODEL_FROM_JSON, &in));
	c = in;
	ck_assert_str_eq(c->phone, "02-123-4567");
	ck_assert_ptr_null(c->address);
	ck_assert_int_eq(c->delivery_fee, -1);
	ck_assert_int_eq(c->free_delivery_from, -1);
	ck_assert_int_eq(c->status, -1);
	json_object_put(tree);
}
END_TEST

START_TEST(shown)
{
	const struct seller s = { .id = 5, .user_id = { { 1 } }, .business_name = "정가네", .registration_number = "1248100998", .phone = "02-1",
	    .address = "서울", .category = "cups", .status = SELLER_APPROVED, .delivery_fee = 3000, .free_delivery_from = 30000,
	    .created_at = 1000, .updated_at = 1000 };
	struct seller_list_answer answer;
	struct buf b = { 0 };

	ck_assert(seller_list_view(a, &s, 1, NULL, &answer));
	model_write(&b, &seller_list_model, &answer);
	ck_assert_str_eq(buf_str(&b), "{\"sellers\":[{\"sellerId\":5,\"userId\":\"01000000-0000-0000-0000-000000000000\",\"businessName\":\"정가네\","
	    "\"registrationNumber\":\"1248100998\",\"phone\":\"02-1\",\"address\":\"서울\",\"category\":\"cups\",\"status\":\"APPROVED\",\"deliveryFee\":3000,"
	    "\"freeDeliveryFrom\":30000,\"createdAt\":\"1970-01-01T00:00:01.000+00:00\",\"updatedAt\":\"1970-01-01T00:00:01.000+00:00\"}],\"nextCursor\":null}");
	buf_free(&b);
}
END_TEST

Suite *
seller_api_suite(void)
{
	Suite *s = suite_create("api/seller_api");
	TCase *c = tcase_create("seller_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, read, 0, ROWS(reads));
	tcase_add_test(c, left_out_stays);
	tcase_add_test(c, shown);
	suite_add_tcase(s, c);
	return s;
}
