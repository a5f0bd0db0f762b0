/* notice_api: notices in the reader's language, what may be asked. */
#include "api/notice_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

START_TEST(shown)
{
	const struct notice n = { .id = { { 1 } }, .order_id = { { 2 } }, .kind = NOTICE_PAYMENT_DONE, .part = 1, .number = "ORD-1", .amount = 30000,
	    .at = INT64_C(1795000000000) };
	struct notices_answer answer;
	struct buf b = { 0 };

	ck_assert(notices_view(a, &n, 1, 7, &(struct uuid){ { 0 } }, true, &answer));
	model_write(&b, &notices_model, &answer);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"kind\":\"PAYMENT_DONE\",\"title\":\"Payment received\","
	    "\"body\":\"Your payment of 30,000 won for order ORD-1 has been received.\",\"orderKey\":\"02000000-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"read\":false,\"at\":\"2026-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "}],\"unread\":7,\"nextCursor\":null}"));
	ck_assert(notices_view(a, &n, 1, 7, &n.id, false, &answer));
	ck_assert_str_eq(LIST_AT(answer.notifications, struct notice_view, 0)->title, "결제 완료");
	buf_free(&b);
}
END_TEST

static const struct { const char *json; bool good; } changes[] = {
	{ "{\"read\":true}", true }, { "{\"read\":false}", true }, { "{}", false }, { "{\"read\":null}", false }, { "{\"read\":1}", false },
	{ "{\"read\":\"yes\"}", false }, { "{\"read\":true,\"kind\":\"x\"}", false },
};

START_TEST(change)
{
	struct json_object *tree = json_tokener_parse(changes[_i].json);
	const void *in;

	ck_assert_int_eq(model_read(a, &notice_change_model, tree, MODEL_FROM_JSON, &in) == NULL, changes[_i].good);
	json_object_put(tree);
}
END_TEST

Suite *
notice_api_suite(void)
{
	Suite *s = suite_create("api/notice_api");
	TCase *c = tcase_create("notice_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, shown);
	tcase_add_loop_test(c, change, 0, ROWS(changes));
	suite_add_tcase(s, c);
	return s;
}
