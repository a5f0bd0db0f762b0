/*
 * order_answer: the JSON of orders has the fields the contract names: in
 * lists the summary, for one order its items, history and payment too.
 */
#include "api/order_answer.h"

#include "support/models.h"
#include "support/suite.h"

static const struct pricing pricing = { 70000, -4500, 7000, 35000, 0, 0, 107500 };
static const struct item_view item = { 0, "DINNER", "valentine", "grand", "발렌타인", 2, 0, 35000, -4500, 0, 65500, "PENDING" };
static const struct history_view history = { 0, "ORDER", NULL, "PENDING", "BUYER", { { 0 } }, 1000, NULL };
static const struct payment_view payment = { { { 8 } }, { { 9 } }, 107500, 0, 0, "NONE", "PENDING", "ON_DELIVERY", NULL, NULL, NULL, 1000, 0, NULL };
static const struct pair change = { "wine", 1 };
static const struct order_view view = {
	.id = { { 9 } }, .order_number = "ORD-20261121-7K3M9Q", .status = "PENDING", .order_status = "PENDING_PAYMENT",
	.payment_status = "PENDING", .order_type = "PICKUP", .menu_code = "valentine", .menu_name = "발렌타인", .style = "grand",
	.quantity = 2, .unit_price = 35000, .total_price = 107500, .pricing = &pricing, .customizations = { &change, 1 },
	.created_at = 1000, .order_date = 1000, .estimated_delivery_time = 2000,
	.items = { &item, 1 }, .history = { &history, 1 }, .payment = &payment
};
static const struct order_created created = { .order = &view, .order_token = "abc", .message = "됐다" };
static const struct order_answer answer = { &view };
static const struct refund_view refund = { 0, "NONE" };
static const struct order_cancelled cancelled = { &view, &refund };
static const struct order_list list = { { &view, 1 }, 7, { { 0 } } };
static const struct order_changes_answer changes = { { NULL, 0 }, NULL };

static const struct { const struct model *model; const void *answer; const char *holds, *lacks; } answers[] = {
	{ &order_created_model, &created, "{\"order\":{\"id\":\"09000000-", "\"history\"" },
	{ &order_created_model, &created, "\"order_token\":\"abc\"", "\"payment\":" },
	{ &order_created_model, &created, "\"pricing\":{\"base_price_total\":70000,\"customization_cost\":-4500,\"side_dish_total\":7000,"
	  "\"cake_total\":35000,\"discount_total\":0,\"delivery_fee\":0,\"final_price\":107500}", NULL },
	{ &order_created_model, &created, "\"customizations\":{\"wine\":1}", NULL },
	{ &order_created_model, &created, "\"delivery_address\":null,\"notes\":null", "cook_id" },
	{ &order_answer_model, &answer, "\"items\":[{\"item_index\":0,\"kind\":\"DINNER\"", NULL },
	{ &order_answer_model, &answer, "\"event\":\"ORDER\",\"from\":null,\"to\":\"PENDING\",\"actor\":\"BUYER\",\"actor_id\":null", NULL },
	{ &order_answer_model, &answer, "\"method\":\"ON_DELIVERY\",\"masked_card_number\":null", NULL },
	{ &order_moved_model, &answer, "\"status\":\"PENDING\"", "\"items\"" },
	{ &order_cancelled_model, &cancelled, "\"refund\":{\"amount\":0,\"status\":\"NONE\"}", NULL },
	{ &order_list_model, &list, "\"total_count\":7,\"next_cursor\":null}", "\"history\"" },
	{ &order_board_model, &list, "\"next_cursor\":null}", "total_count" },
	{ &order_changes_model, &changes, "{\"customizations\":[],\"cake_customization\":null}", NULL },
};

START_TEST(written)
{
	assert_written(answers[_i].model, answers[_i].answer, answers[_i].holds, answers[_i].lacks);
}
END_TEST

Suite *
order_answer_suite(void)
{
	Suite *s = suite_create("order_answer");
	TCase *c = tcase_create("models");

	tcase_add_loop_test(c, written, 0, ROWS(answers));
	suite_add_tcase(s, c);
	return s;
}
