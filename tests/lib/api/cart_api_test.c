/* cart_api: lines as they are asked for and shown. */
#include "api/cart_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

static const struct { const char *json; int64_t product, quantity; const char *pointer, *reason; } adds[] = {
	{ "{\"productId\":7}", 7, 1, NULL, NULL },
	{ "{\"productId\":7,\"quantity\":99}", 7, 99, NULL, NULL },
	{ "{\"productId\":7,\"quantity\":100}", 0, 0, "/quantity", "too_large" },
	{ "{\"productId\":7,\"quantity\":0}", 0, 0, "/quantity", "too_small" },
	{ "{\"productId\":0}", 0, 0, "/productId", "too_small" },
	{ "{\"quantity\":1}", 0, 0, "/productId", "required" },
};

START_TEST(add)
{
	struct json_object *tree = json_tokener_parse(adds[_i].json);
	const void *in;
	const struct err *e = model_read(a, &cart_add_model, tree, MODEL_FROM_JSON, &in);

	if (adds[_i].pointer == NULL) {
		const struct cart_add_request *r = in;
		ck_assert_ptr_null(e);
		ck_assert_int_eq(r->product_id, adds[_i].product);
		ck_assert_int_eq(r->quantity, adds[_i].quantity);
	} else {
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_str_eq(e->faults[0].pointer, adds[_i].pointer);
		ck_assert_str_eq(e->faults[0].reason, adds[_i].reason);
	}
	json_object_put(tree);
}
END_TEST

START_TEST(shown)
{
	const struct cart_line lines[] = {
		{ 1, 2, { .id = 7, .name = "컵", .name_en = "Cup", .price = 500, .on_sale = true, .available = 3000 } },
		{ 2, 1, { .id = 8, .name = "잔", .price = 900, .on_sale = true } } };
	struct cart c = { lines, 2 };
	struct cart_view v;
	struct buf b = { 0 };

	ck_assert(cart_view(a, &c, true, &v));
	model_write(&b, &cart_model, &v);
	ck_assert_str_eq(buf_str(&b), "{\"items\":[{\"cartItemId\":1,\"productId\":7,\"name\":\"Cup\",\"quantity\":2,\"unitPrice\":500,\"total\":1000,\"stock\":3,"
	    "\"status\":\"ON_SALE\"},{\"cartItemId\":2,\"productId\":8,\"name\":\"잔\",\"quantity\":1,\"unitPrice\":900,\"total\":900,\"stock\":0,"
	    "\"status\":\"SOLD_OUT\"}],\"total\":1000}");
	buf_reset(&b);
	model_write(&b, &cart_added_model, &(struct cart_added_view){ 2, { NULL, 0 }, 5 });
	ck_assert_str_eq(buf_str(&b), "{\"cartItemId\":2,\"items\":[],\"total\":5}");
	buf_free(&b);
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	const struct cart_line lines[4] = { { .id = 1 } };
	struct cart c = { lines, 4 };
	struct cart_view v;

	ck_assert(!cart_view(small, &c, false, &v));
	arena_free(small);
}
END_TEST

Suite *
cart_api_suite(void)
{
	Suite *s = suite_create("api/cart_api");
	TCase *c = tcase_create("cart_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, add, 0, ROWS(adds));
	tcase_add_test(c, shown);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
