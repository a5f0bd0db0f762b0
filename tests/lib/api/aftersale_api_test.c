/* aftersale_api: what went back in a word, and an item's own history. */
#include "api/aftersale_api.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 20); ck_assert_int_eq(clock_zone("Asia/Seoul"), 0); }
static void teardown(void) { arena_free(a); }

static const struct { enum refund_way way; won_t money, points; const char *word; } words[] = {
	{ REFUND_TO_BALANCE, 100, 0, "DONE" }, { REFUND_BY_GATEWAY, 100, 5, "PENDING" }, { REFUND_BY_HAND, 100, 0, "BY_HAND" },
	{ REFUND_BY_GATEWAY, 0, 5, "DONE" }, { REFUND_TO_BALANCE, 0, 0, "NONE" }, { REFUND_BY_GATEWAY, 0, 0, "NONE" },
};

START_TEST(refund)
{
	ck_assert_str_eq(item_refund_word(words[_i].way, words[_i].money, words[_i].points), words[_i].word);
}
END_TEST

START_TEST(history)
{
	struct history_entry h[] = {
		{ .item_index = 0, .event = "ORDER", .to = "PENDING", .actor = ACTOR_BUYER, .actor_id = { { 1 } }, .at = 1000, .pieces = 3 },
		{ .item_index = 1, .event = "ORDER", .to = "PENDING" },
		{ .item_index = -1, .event = "PAY", .from = "PENDING_PAYMENT", .to = "PAID" },
		{ .item_index = 0, .event = "CANCEL", .from = "PENDING", .to = "CANCELLED", .actor = ACTOR_SELLER, .at = 2000, .reason = "품절" },
	};
	struct order o = { .history = h, .nhistory = ROWS(h) };
	struct item_history_view v;
	struct buf b = { 0 };

	ck_assert(item_history_view(a, &o, 0, &v));
	ck_assert_uint_eq(v.history.n, 2);
	model_write(&b, &item_history_model, &v);
	ck_assert_str_eq(buf_str(&b), "{\"history\":[{\"event\":\"ORDER\",\"from\":null,\"to\":\"PENDING\",\"quantity\":3,\"actor\":\"BUYER\","
	    "\"actorId\":\"01000000-0000-0000-0000-000000000000\",\"at\":\"1970-01-01T09:00:01.000+09:00\",\"reason\":null},"
	    "{\"event\":\"CANCEL\",\"from\":\"PENDING\",\"to\":\"CANCELLED\",\"quantity\":null,\"actor\":\"SELLER\",\"actorId\":null,\"at\":\"1970-01-01T09:00:02.000+09:00\","
	    "\"reason\":\"품절\"}]}");
	buf_free(&b);
	ck_assert(item_history_view(a, &o, 2, &v));
	ck_assert_uint_eq(v.history.n, 0);
	struct arena *small = arena_new(64);
	ck_assert(!item_history_view(small, &o, 0, &v));
	arena_free(small);
}
END_TEST

Suite *
aftersale_api_suite(void)
{
	Suite *s = suite_create("aftersale_api");
	TCase *c = tcase_create("aftersale_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, refund, 0, ROWS(words));
	tcase_add_test(c, history);
	suite_add_tcase(s, c);
	return s;
}
