/* sales_api: names in the reader's language, days as they were asked for. */
#include "api/sales_api.h"

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

static const char *
written(const struct model *m, const void *in)
{
	struct buf b = { 0 };
	const char *text;

	model_write(&b, m, in);
	text = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(popular)
{
	static const struct sale_popular two[] = { { 7, "컵", "Cup", 900, 12 }, { 8, "접시", NULL, 0, 3 } };
	struct popular_answer answer;

	ck_assert(popular_view(a, &(struct list){ two, 2 }, "2026-11-23", "2026-11-25", true, &answer));
	ck_assert_str_eq(written(&popular_model, &answer), "{\"products\":["
	    "{\"rank\":1,\"productId\":7,\"name\":\"Cup\",\"price\":900,\"quantitySold\":12},"
	    "{\"rank\":2,\"productId\":8,\"name\":\"접시\",\"price\":0,\"quantitySold\":3}],\"from\":\"2026-11-23\",\"to\":\"2026-11-25\"}");
	ck_assert(popular_view(a, &(struct list){ two, 1 }, "2026-11-23", "2026-11-25", false, &answer));
	ck_assert_str_eq(LIST_AT(answer.products, struct popular_product_view, 0)->name, "컵");
}
END_TEST

START_TEST(sales)
{
	const struct sale_of_day s = { .day = "2026-11-25", .kind = "DINNER", .code = "french", .name = "프렌치", .name_en = "French", .product_id = 2,
	    .quantity = 3, .amount = 90000 };
	struct sale_view v = sale_view(&s, false);
	struct sales_answer answer = { "2026-11-19", "2026-11-25", 3, 90000, { &v, 1 }, NULL };

	ck_assert_str_eq(written(&sales_model, &answer), "{\"from\":\"2026-11-19\",\"to\":\"2026-11-25\",\"quantitySold\":3,\"amount\":90000,"
	    "\"sales\":[{\"day\":\"2026-11-25\",\"productId\":2,\"sellerId\":0,\"name\":\"프렌치\",\"kind\":\"DINNER\",\"quantitySold\":3,"
	    "\"amount\":90000}],\"nextCursor\":null}");
}
END_TEST

START_TEST(query)
{
	struct json_object *tree = json_tokener_parse("{\"from\":\"2026-11-01\",\"limit\":\"101\"}");
	const void *in;
	const struct sales_query *q;

	ck_assert(err_is(model_read(a, &sales_query_model, tree, MODEL_FROM_QUERY, &in), ERR_INVALID_REQUEST));
	json_object_put(tree);
	ck_assert_ptr_null(model_read(a, &sales_query_model, NULL, MODEL_FROM_QUERY, &in));
	q = in;
	ck_assert_int_eq(q->limit, 20);
	ck_assert_ptr_null(q->from);
}
END_TEST

Suite *
sales_api_suite(void)
{
	Suite *s = suite_create("api/sales_api");
	TCase *c = tcase_create("sales_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, popular);
	tcase_add_test(c, sales);
	tcase_add_test(c, query);
	suite_add_tcase(s, c);
	return s;
}
