/*
 * storefront_test: the storefront's files as they are shipped: they load, every page can be rendered, and every word the
 * shop's tables know has a name in both languages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/goods.h"
#include "domain/item_state.h"
#include "domain/order.h"
#include "domain/payment.h"
#include "domain/seller.h"
#include "domain/staff.h"
#include "page/template.h"
#include "support/suite.h"

static struct templates *
shipped(void)
{
	const char *srcdir = getenv("srcdir");
	char dir[4096], why[500];
	struct templates *set;

	snprintf(dir, sizeof(dir), "%s/storefront", srcdir != NULL ? srcdir : ".");
	set = templates_load(dir, why, sizeof(why));
	ck_assert_msg(set != NULL, "%s", why);
	return set;
}

/* A page needs nothing but what view_new() puts into every tree; the rest may be absent. */
static const char *const pages[] = { "menu", "dinner", "order", "orders", "sign_in", "register", "staff", "problem", "problem_type",
    "goods", "product", "cart", "admin", "admin_sellers", "seller", "seller_goods", "seller_product", "seller_items" };

START_TEST(page_renders)
{
	struct templates *set = shipped();
	struct arena *arena = arena_new(1u << 20);

	for (int lang = LANG_KO; lang <= LANG_EN; lang++) {
		struct json_object *tree = json_tokener_parse("{\"order\":{},\"problem\":{},\"me\":{\"staff\":true,\"name\":\"<Kim>\"}}");
		struct buf out = { 0 };

		json_object_object_add(tree, "lang", json_object_new_string(lang == LANG_EN ? "en" : "ko"));
		ck_assert_ptr_null(template_render(set, pages[_i], tree, (enum lang)lang, arena, &out));
		ck_assert_ptr_nonnull(strstr(buf_str(&out), lang == LANG_EN ? "<html lang=\"en\">" : "<html lang=\"ko\">"));
		ck_assert_ptr_nonnull(strstr(buf_str(&out), "&lt;Kim&gt;"));
		ck_assert_ptr_nonnull(strstr(buf_str(&out), "</html>"));
		/* The pages' policy allows neither. */
		ck_assert_ptr_null(strstr(buf_str(&out), " style=\""));
		ck_assert_ptr_null(strstr(buf_str(&out), "<script>"));
		buf_free(&out);
		json_object_put(tree);
	}
	arena_free(arena);
	templates_free(set);
}
END_TEST

/* What a page leaves out, for it would say nothing there. */
static const struct { const char *page, *tree, *text; bool shown; } parts[] = {
	{ "menu", "{\"menu\":{\"data\":[]},\"sides\":{\"data\":[]}}", "id=\"sides\"", false },
	{ "menu", "{\"menu\":{\"data\":[]},\"sides\":{\"data\":[{\"name\":\"Salad\"}]}}", "id=\"sides\"", true },
	{ "order", "{\"order\":{\"order_type\":\"PICKUP\",\"pricing\":{\"final_price\":1}}}", "<dt>Delivery</dt>", false },
	{ "order", "{\"order\":{\"order_type\":\"DELIVERY\",\"pricing\":{\"final_price\":1}}}", "<dt>Delivery</dt>", true },
	{ "seller", "{\"me\":{}}", "href=\"/seller/items\"", false },
	{ "seller", "{\"me\":{\"sells\":true}}", "href=\"/seller/items\"", true },
	{ "seller", "{\"may_ask\":true}", "action=\"/seller\"", true },
	{ "seller", "{\"seller\":{\"status\":\"REQUESTED\"}}", "action=\"/seller\"", false },
	{ "product", "{\"me\":{},\"product\":{},\"seller\":{\"sellerId\":1}}", "href=\"/seller/items\"", false },
	{ "seller_items", "{\"list\":{\"items\":[{\"item\":{},\"can\":{\"ways\":[{\"event\":\"DEPART\"}]}}]}}", "Send off", false },	/* with its number */
	{ "seller_items", "{\"list\":{\"items\":[{\"item\":{},\"tracked\":true,\"departs\":true,\"can\":{\"ways\":[{\"event\":\"DEPART\"}]}}]}}", "Send off", true },
};

START_TEST(parts_without_meaning_are_left_out)
{
	struct templates *set = shipped();
	struct arena *arena = arena_new(1u << 20);
	struct json_object *tree = json_tokener_parse(parts[_i].tree);
	struct buf out = { 0 };

	ck_assert_ptr_null(template_render(set, parts[_i].page, tree, LANG_EN, arena, &out));
	ck_assert_int_eq(strstr(buf_str(&out), parts[_i].text) != NULL, parts[_i].shown);
	buf_free(&out);
	json_object_put(tree);
	arena_free(arena);
	templates_free(set);
}
END_TEST

static void
assert_named(const struct templates *set, const char *prefix, const char *word)
{
	char key[100];

	snprintf(key, sizeof(key), "%s.%s", prefix, word);
	for (int lang = LANG_KO; lang <= LANG_EN; lang++)
		ck_assert_msg(strcmp(template_message(set, key, (enum lang)lang), key) != 0, "%s has no name", key);
}

START_TEST(words_are_named)
{
	struct templates *set = shipped();

	for (int s = 0; s < ITEM__MAX; s++)
		assert_named(set, "stage", item_state_names[s]);
	for (size_t m = 0; m < item_moves_n; m++)
		if (item_moves[m].movers & (MOVER_COOK | MOVER_COURIER | MOVER_ADMIN))
			assert_named(set, "move", item_state_names[item_moves[m].to]);
	for (size_t m = 0; m < item_moves_n; m++)
		if (item_moves[m].movers & (MOVER_COOK | MOVER_COURIER | MOVER_ADMIN))
			assert_named(set, "goods_move", item_state_names[item_moves[m].to]);
	for (int s = 0; s < ITEM__MAX; s++)
		assert_named(set, "goods_stage", item_state_names[s]);
	for (size_t m = 0; m < item_moves_n; m++)
		if (!item_moves[m].part && (item_moves[m].movers & ~(unsigned)(MOVER_BUYER | MOVER_SYSTEM)) != 0)
			assert_named(set, "item_event", item_moves[m].event);
	for (int s = 0; s < SELLER_STATUS__MAX; s++)
		assert_named(set, "seller_status", seller_status_names[s]);
	for (int a = 0; a < ACTOR__MAX; a++)
		assert_named(set, "actor", actor_names[a]);
	for (int p = 0; p < PAYMENT__MAX; p++)
		assert_named(set, "payment", payment_status_shown((enum payment_status)p));
	for (int m = 0; m < PAY__MAX; m++)
		assert_named(set, "method", payment_method_names[m]);
	for (int t = 0; t < ORDER_TYPE__MAX; t++)
		assert_named(set, "type", order_type_names[t]);
	for (int s = 0; s < GOODS_STATUS__MAX; s++)
		assert_named(set, "goods_status", goods_status_names[s]);
	for (int s = 0; s < GOODS_SORT__MAX; s++)
		assert_named(set, "sort", goods_sort_names[s]);
	for (int s = 0; order_styles[s] != NULL; s++)
		assert_named(set, "style", order_styles[s]);
	templates_free(set);
}
END_TEST

Suite *
storefront_suite(void)
{
	Suite *s = suite_create("storefront");
	TCase *tc = tcase_create("storefront");

	tcase_add_loop_test(tc, page_renders, 0, ROWS(pages));
	tcase_add_loop_test(tc, parts_without_meaning_are_left_out, 0, ROWS(parts));
	tcase_add_test(tc, words_are_named);
	suite_add_tcase(s, tc);
	return s;
}
