/* seller_page: what the forms of those who sell hold, what is shown of goods, and which ways an item has. */
#include "api/seller_page.h"

#include "base/arena.h"
#include "support/models.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 20); }
static void teardown(void) { arena_free(a); }

static const struct { const struct model *model; const char *json, *pointer, *reason; } reads[] = {
	{ &seller_goods_form_model, "{\"name\":\"x\",\"price\":1,\"category\":\"x\",\"version\":1}", NULL, NULL },
	{ &seller_goods_form_model, "{\"name\":\"x\",\"price\":1,\"category\":\"x\"}", "/version", "required" },
	{ &seller_goods_form_model, "{\"name\":\"\",\"price\":1,\"category\":\"x\",\"version\":1}", "/name", "required" },
	{ &seller_goods_form_model, "{\"name\":\"x\",\"price\":-1,\"category\":\"x\",\"version\":1}", "/price", "too_small" },
	{ &seller_goods_form_model, "{\"name\":\"4242 4242 4242 4242\",\"price\":1,\"category\":\"x\",\"version\":1}", "/name", "card_number" },
	{ &seller_sale_form_model, "{\"status\":\"DISCONTINUED\",\"version\":3}", NULL, NULL },
	{ &seller_sale_form_model, "{\"status\":\"SOLD_OUT\",\"version\":3}", "/status", "not_a_choice" },
	{ &seller_move_form_model, "{\"status\":\"PREPARING\",\"from\":\"PENDING\"}", NULL, NULL },
	{ &seller_move_form_model, "{\"status\":\"PREPARING\"}", "/from", "required" },
	{ &seller_move_form_model, "{\"status\":\"GONE\",\"from\":\"PENDING\"}", "/status", "not_a_choice" },
	{ &seller_move_form_model, "{\"status\":\"PREPARING\",\"from\":\"PENDING\",\"reason\":\"4242424242424242\"}", "/reason", "card_number" },
	{ &seller_parcel_form_model, "{\"from\":\"READY_FOR_DELIVERY\",\"status\":\"IN_DELIVERY\",\"carrier\":\"x\",\"trackingNumber\":\"1234\"}", NULL, NULL },
	{ &seller_parcel_form_model, "{\"from\":\"READY_FOR_DELIVERY\",\"status\":\"READY_FOR_DELIVERY\"}", "/status", "not_a_choice" },
	{ &seller_decision_model, "{\"status\":\"APPROVED\"}", NULL, NULL },
	{ &seller_decision_model, "{}", "/status", "required" },
};

START_TEST(read)
{
	const void *in = NULL;
	const struct err *e = read_json(a, reads[_i].model, reads[_i].json, &in);

	if (reads[_i].pointer == NULL) {
		ck_assert_ptr_null(e);
		return;
	}
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, reads[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, reads[_i].reason);
}
END_TEST

/* What a form leaves empty is to be empty; only what is as it was is the same. */
START_TEST(goods_as_a_form)
{
	struct seller_goods_form f = { .offer = { .name = "컵", .category = "cups", .price = 500 }, .version = 4 };
	const struct goods g = { .name = "컵", .name_en = NULL, .description = "", .category = "cups", .price = 500, .version = 9 };
	struct goods other = g;
	struct goods_change c = seller_goods_change(&f);

	ck_assert_str_eq(c.name, "컵");
	ck_assert_str_eq(c.name_en, "");
	ck_assert_str_eq(c.description, "");
	ck_assert_str_eq(c.description_en, "");
	ck_assert_int_eq(c.price, 500);
	ck_assert_int_eq(c.sale, -1);
	ck_assert(seller_goods_same(&g, &f));
	other.name_en = "Cup";
	ck_assert(!seller_goods_same(&other, &f));
	other = g;
	other.price = 501;
	ck_assert(!seller_goods_same(&other, &f));
	other = g;
	other.description = "x";
	ck_assert(!seller_goods_same(&other, &f));
}
END_TEST

START_TEST(goods_shown)
{
	const struct goods g = { .id = 7, .seller_id = 2, .name = "컵", .name_en = "Cup", .description = "좋다", .category = "cups", .price = 500, .on_sale = true,
	    .available = 0, .version = 3 };
	struct seller_goods_view v = seller_goods_view(&g);

	assert_written(&seller_goods_model, &v, "{\"productId\":7,\"sellerId\":2,\"name\":\"컵\",\"nameEn\":\"Cup\",\"description\":\"좋다\",\"descriptionEn\":null,"
	    "\"category\":\"cups\",\"price\":500,\"stock\":0,\"version\":3,\"status\":\"SOLD_OUT\",\"sale\":\"ON_SALE\"}", NULL);
}
END_TEST

static struct item_ways_view
ways(enum item_state in, int64_t asked, unsigned mover)
{
	struct order_item it = { .kind = PRODUCT_GOODS, .status = in, .quantity = 2, .unit_price = 1000, .total = 2000, .requested_quantity = asked };
	struct order o = { .type = ORDER_DELIVERY, .status = ORDER_PAID, .items = &it, .nitems = 1, .payment = { .method = PAY_CARD } };
	struct item_ways_view v;

	ck_assert(item_ways_view(a, &o, 0, mover, &v));
	return v;
}

START_TEST(ways_of_an_item)
{
	struct item_ways_view v = ways(ITEM_PENDING, 0, MOVER_SELLER);

	assert_written(&item_ways_model, &v, "{\"ways\":[{\"event\":\"PREPARE\",\"to\":\"PREPARING\",\"settles\":false,\"gives\":false},"
	    "{\"event\":\"CANCEL\",\"to\":\"CANCELLED\",\"settles\":true,\"gives\":true}],"
	    "\"left\":2,\"givesMoney\":2000,\"givesPoints\":0,\"payMethod\":\"CARD\"}", NULL);
	v = ways(ITEM_RETURN_REQUESTED, 1, MOVER_SELLER);
	assert_written(&item_ways_model, &v, "\"givesMoney\":1000", "CANCEL");
	v = ways(ITEM_DELIVERED, 0, MOVER_SELLER);
	ck_assert_uint_eq(v.ways.n, 0);
	v = ways(ITEM_DELIVERED, 0, MOVER_ADMIN);
	assert_written(&item_ways_model, &v, "REQUEST_RETURN", NULL);
	struct arena *small = arena_new(64);
	struct order_item it = { .kind = PRODUCT_GOODS };
	struct order o = { .items = &it, .nitems = 1 };
	ck_assert(!item_ways_view(small, &o, 0, MOVER_SELLER, &v));
	arena_free(small);
}
END_TEST

Suite *
seller_page_suite(void)
{
	Suite *s = suite_create("api/seller_page");
	TCase *c = tcase_create("seller_page");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, read, 0, ROWS(reads));
	tcase_add_test(c, goods_as_a_form);
	tcase_add_test(c, goods_shown);
	tcase_add_test(c, ways_of_an_item);
	suite_add_tcase(s, c);
	return s;
}
