/* goods_api: requests as they are read, goods as they are shown. */
#include "api/goods_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/models.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

START_TEST(offer)
{
	const void *in;
	const struct goods_offer *o;

	ck_assert_ptr_null(read_json(a, &goods_offer_model, "{\"name\":\" 컵 \",\"nameEn\":\"Cup\",\"price\":0,\"category\":\"cups\",\"sellerId\":7}", &in));
	o = in;
	ck_assert_str_eq(o->name, "컵");
	ck_assert_str_eq(o->name_en, "Cup");
	ck_assert_ptr_null(o->description);
	ck_assert_int_eq(o->price, 0);
	ck_assert_int_eq(o->stock, 0);
	ck_assert_int_eq(o->seller_id, 7);
}
END_TEST

/* What is left out of a change is told apart from what is set to nothing. */
START_TEST(change)
{
	const void *in;
	const struct goods_change *c;

	ck_assert_ptr_null(read_json(a, &goods_change_model, "{}", &in));
	c = in;
	ck_assert_ptr_null(c->name);
	ck_assert_int_eq(c->price, -1);
	ck_assert_int_eq(c->sale, -1);
	ck_assert_ptr_null(read_json(a, &goods_change_model, "{\"price\":0,\"status\":\"DISCONTINUED\"}", &in));
	c = in;
	ck_assert_int_eq(c->price, 0);
	ck_assert_int_eq(c->sale, GOODS_SALE_ENDED);
}
END_TEST

static const struct { const struct model *model; const char *json, *pointer, *reason; } faults[] = {
	{ &goods_offer_model, "{\"name\":\"x\",\"price\":1,\"category\":\"x\",\"stock\":100000001}", "/stock", "too_large" },
	{ &goods_offer_model, "{\"name\":\"x\",\"price\":1000000001,\"category\":\"x\"}", "/price", "too_large" },
	{ &goods_offer_model, "{\"name\":\"4242 4242 4242 4242\",\"price\":1,\"category\":\"x\"}", "/name", "card_number" },
	{ &goods_change_model, "{\"status\":\"SOLD_OUT\"}", "/status", "not_a_choice" },
	{ &goods_change_model, "{\"price\":-1}", "/price", "too_small" },
	{ &stock_request_model, "{\"delta\":0,\"reason\":\"x\"}", "/delta", "invalid" },
	{ &stock_request_model, "{\"delta\":-100000001,\"reason\":\"x\"}", "/delta", "too_small" },
	{ &stock_request_model, "{\"delta\":1}", "/reason", "required" },
	{ &goods_list_query_model, "{\"sort\":\"popular\"}", "?sort", "not_a_choice" },
};

START_TEST(fault)
{
	struct json_object *tree = json_tokener_parse(faults[_i].json);
	const void *in;
	const struct err *e = model_read(a, faults[_i].model, tree,
	    faults[_i].pointer[0] == '?' ? MODEL_FROM_QUERY : MODEL_FROM_JSON, &in);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, faults[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, faults[_i].reason);
	json_object_put(tree);
}
END_TEST

START_TEST(shown)
{
	struct goods g[] = { { .id = 7, .seller_id = 3, .name = "컵", .name_en = "Cup", .description = "흰", .category = "cups", .price = 500,
	    .on_sale = true, .available = 2500, .created_at = 1000, .updated_at = 2000 },
	    { .id = 8, .name = "잔", .description = "", .category = "cups", .on_sale = true,
	    .created_at = 1000, .updated_at = 2000 } };
	struct goods_list l = { g, 2 };
	struct goods_list_answer answer;
	struct buf b = { 0 };

	ck_assert(goods_list_view(a, &l, "8", true, &answer));
	model_write(&b, &goods_list_model, &answer);
	ck_assert_str_eq(buf_str(&b), "{\"products\":[{\"productId\":7,\"sellerId\":3,\"name\":\"Cup\",\"description\":\"흰\",\"price\":500,\"stock\":2,"
	    "\"status\":\"ON_SALE\",\"category\":\"cups\",\"createdAt\":\"1970-01-01T00:00:01.000+00:00\",\"updatedAt\":\"1970-01-01T00:00:02.000+00:00\"},"
	    "{\"productId\":8,\"sellerId\":0,\"name\":\"잔\",\"description\":\"\",\"price\":0,\"stock\":0,\"status\":\"SOLD_OUT\",\"category\":\"cups\","
	    "\"createdAt\":\"1970-01-01T00:00:01.000+00:00\",\"updatedAt\":\"1970-01-01T00:00:02.000+00:00\"}],\"nextCursor\":\"8\"}");
	ck_assert_str_eq(goods_view(&g[0], false).name, "컵");
	buf_free(&b);
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	struct goods g[8] = { { .id = 1 } };
	struct goods_list l = { g, 8 };
	struct goods_list_answer answer;

	ck_assert(!goods_list_view(small, &l, NULL, false, &answer));
	arena_free(small);
}
END_TEST

Suite *
goods_api_suite(void)
{
	Suite *s = suite_create("api/goods_api");
	TCase *c = tcase_create("goods_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, offer);
	tcase_add_test(c, change);
	tcase_add_loop_test(c, fault, 0, ROWS(faults));
	tcase_add_test(c, shown);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
