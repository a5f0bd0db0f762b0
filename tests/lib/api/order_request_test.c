/*
 * order_request: what each request may hold, by its faults; and what becomes
 * of one that is right.
 */
#include "api/order_request.h"

#include <string.h>

#include "base/arena.h"
#include "http/body.h"
#include "support/models.h"
#include "support/suite.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

#define DINNER "\"dinner_code\":\"valentine\",\"style\":\"grand\""
#define TO ",\"delivery_address\":\"어딘가 1\""

/* Requests with exactly one fault, and which. */
static const struct { const struct model *model; const char *json, *pointer, *reason; } refused[] = {
	{ &order_request_model, "{\"style\":\"grand\"" TO "}", "/dinner_code", "required" },
	{ &order_request_model, "{\"dinner_code\":\"valentine\"" TO "}", "/style", "required" },
	{ &order_request_model, "{\"dinner_code\":\"valentine\",\"style\":\"royal\"" TO "}", "/style", "not_a_choice" },
	{ &order_request_model, "{" DINNER "}", "/delivery_address", "required" },
	{ &order_request_model, "{" DINNER ",\"delivery_address\":\"a\"}", "/delivery_address", "too_short" },
	{ &order_request_model, "{" DINNER TO ",\"quantity\":0}", "/quantity", "too_small" },
	{ &order_request_model, "{" DINNER TO ",\"quantity\":11}", "/quantity", "too_large" },
	{ &order_request_model, "{" DINNER TO ",\"quantity\":\"2\"}", "/quantity", "wrong_type" },
	{ &order_request_model, "{" DINNER TO ",\"quantity\":1.5}", "/quantity", "wrong_type" },
	{ &order_request_model, "{" DINNER TO ",\"customizations\":{\"wine\":-1}}", "/customizations/wine", "too_small" },
	{ &order_request_model, "{" DINNER TO ",\"customizations\":{\"wine\":100}}", "/customizations/wine", "too_large" },
	{ &order_request_model, "{" DINNER TO ",\"order_type\":\"DRONE\"}", "/order_type", "not_a_choice" },
	{ &order_request_model, "{" DINNER TO ",\"user_id\":\"me\"}", "/user_id", "not_a_uuid" },
	{ &order_request_model, "{" DINNER TO ",\"notes\":\"4242 4242 4242 4242\"}", "/notes", "card_number" },
	{ &order_request_model, "{" DINNER TO ",\"side_dishes\":[{\"quantity\":1}]}", "/side_dishes/0/code", "required" },
	{ &order_request_model, "{" DINNER TO ",\"side_dishes\":[{\"code\":\"salad\",\"quantity\":100}]}", "/side_dishes/0/quantity", "too_large" },
	{ &order_request_model, "{" DINNER TO ",\"cake_customization\":{\"image_path\":\"/etc/passwd\"}}",
	  "/cake_customization/image_path", "not_an_image_path" },
	{ &order_request_model, "{" DINNER TO ",\"cake_customization\":{\"image_path\":\"/api/cake/customizations/image/../x\"}}",
	  "/cake_customization/image_path", "not_an_image_path" },
	{ &order_request_model, "{" DINNER TO ",\"cake_customization\":{\"image_path\":\"/api/cake/customizations/image/\"}}",
	  "/cake_customization/image_path", "not_an_image_path" },
	{ &order_request_model, "{" DINNER TO ",\"price\":1}", "/price", "unknown_field" },
	{ &update_status_request_model, "{}", "/new_status", "required" },
	{ &update_status_request_model, "{\"new_status\":\"EATEN\"}", "/new_status", "not_a_choice" },
	{ &assign_request_model, "{}", "/staff_id", "required" },
	{ &reorder_request_model, "{\"order_type\":\"DRONE\"}", "/order_type", "not_a_choice" },
};

START_TEST(one_fault)
{
	const void *out;
	const struct err *e = read_json(arena, refused[_i].model, refused[_i].json, &out);

	ck_assert_msg(e != NULL, "%s was let through", refused[_i].json);
	ck_assert_int_eq(e->code, ERR_INVALID_REQUEST);
	ck_assert_msg(e->nfaults == 1, "%s: %zu faults", refused[_i].json, e->nfaults);
	ck_assert_str_eq(e->faults[0].pointer, refused[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, refused[_i].reason);
}
END_TEST

START_TEST(all_faults_at_once)
{
	const void *out;
	const struct err *e = read_json(arena, &order_request_model, "{\"quantity\":0,\"notes\":7,\"x\":1}", &out);

	ck_assert_ptr_nonnull(e);
	ck_assert_uint_ge(e->nfaults, 5);	/* dinner, style, quantity, notes, x */
}
END_TEST

START_TEST(an_order)
{
	const void *out;
	const struct order_wish *w;
	const char *json = "{" DINNER TO ",\"quantity\":2,\"customizations\":{\"wine\":0,\"bread\":3},\"notes\":\"두 줄\\n요청\","
	    "\"side_dishes\":[{\"code\":\"salad\"},{\"code\":\"custom_cake\",\"quantity\":0,\"flavor\":\"vanilla\",\"size\":\"size_1\"}],"
	    "\"cake_customization\":{\"image_path\":\"/api/cake/customizations/image/0a.webp\",\"message\":\"축하\",\"status\":\"draft\"}}";

	ck_assert_ptr_null(read_json(arena, &order_request_model, json, &out));
	w = out;
	ck_assert_str_eq(w->dinner_code, "valentine");
	ck_assert_str_eq(order_styles[w->style], "grand");
	ck_assert_int_eq(w->quantity, 2);
	ck_assert_int_eq(w->order_type, ORDER_DELIVERY);
	ck_assert_uint_eq(w->customizations.n, 2);
	ck_assert_uint_eq(w->side_dishes.n, 2);
	ck_assert_int_eq(LIST_AT(w->side_dishes, struct side_dish_wish, 0)->quantity, 1);
	ck_assert_int_eq(LIST_AT(w->side_dishes, struct side_dish_wish, 1)->quantity, 0);
	ck_assert_str_eq(w->cake_customization->message, "축하");
	ck_assert_str_eq(w->notes, "두 줄\n요청");
	ck_assert(uuid_is_zero(&w->user_id));
}
END_TEST

START_TEST(pickup_needs_no_address)
{
	const void *out;

	ck_assert_ptr_null(read_json(arena, &order_request_model, "{" DINNER ",\"order_type\":\"PICKUP\"}", &out));
	ck_assert_ptr_null(((const struct order_wish *)out)->delivery_address);
}
END_TEST

START_TEST(what_is_left_out)
{
	const void *out;

	ck_assert_ptr_null(read_json(arena, &reorder_request_model, "{}", &out));
	ck_assert_int_eq(((const struct reorder_request *)out)->order_type, -1);
	ck_assert_ptr_null(read_json(arena, &cancel_request_model, "{\"reason\":\"\"}", &out));
	ck_assert_ptr_null(((const struct cancel_request *)out)->reason);
	ck_assert_ptr_null(model_read(arena, &order_list_query_model, NULL, MODEL_FROM_QUERY, &out));
	ck_assert_int_eq(((const struct order_list_query *)out)->limit, 20);
	ck_assert_int_eq(((const struct order_list_query *)out)->status, -1);
}
END_TEST

static const struct { const char *query, *pointer, *reason; } queries[] = {
	{ "limit=0", "?limit", "too_small" },
	{ "limit=101", "?limit", "too_large" },
	{ "limit=many", "?limit", "not_a_number" },
	{ "cursor=first", "?cursor", "not_a_uuid" },
	{ "status=EATEN", "?status", "not_a_choice" },
};

START_TEST(bad_query)
{
	struct json_object *tree;
	const void *out;
	const struct err *e;

	ck_assert_ptr_null(body_parse_query(arena, queries[_i].query, &tree));
	e = model_read(arena, &order_list_query_model, tree, MODEL_FROM_QUERY, &out);
	ck_assert_ptr_nonnull(e);
	ck_assert_str_eq(e->faults[0].pointer, queries[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, queries[_i].reason);
}
END_TEST

Suite *
order_request_suite(void)
{
	Suite *s = suite_create("order_request");
	TCase *c = tcase_create("requests");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, one_fault, 0, ROWS(refused));
	tcase_add_test(c, all_faults_at_once);
	tcase_add_test(c, an_order);
	tcase_add_test(c, pickup_needs_no_address);
	tcase_add_test(c, what_is_left_out);
	tcase_add_loop_test(c, bad_query, 0, ROWS(queries));
	suite_add_tcase(s, c);
	return s;
}
