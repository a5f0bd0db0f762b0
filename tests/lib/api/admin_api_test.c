/* admin_api: dead letters and the funnel as they are told. */
#include "api/admin_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

START_TEST(told)
{
	struct letter l[] = { { { { 1 } }, "REFUND", { { 2 } }, { { 3 } }, 30000, 40, "ORDER_CANCELLED", "REFUSED", NULL, INT64_C(1795000000000), false },
	    { { { 4 } }, "EVENT", { { 2 } }, { { 0 } }, 0, 10, "ORDER_PAID", NULL, "PLATFORM", INT64_C(1795000000000), false },
	    { { { 5 } }, "EMAIL", { { 2 } }, { { 0 } }, 0, 1, "PAYMENT_DONE", "no answer", NULL, INT64_C(1795000000000), true } };
	struct dead_letters_answer answer;
	struct buf b = { 0 };

	ck_assert(dead_letters_view(a, &(struct letters){ l, 3, { { 0 } } }, &answer));
	model_write(&b, &dead_letters_answer_model, &answer);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"kind\":\"REFUND\",\"orderKey\":\"02000000-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"paymentId\":\"03000000-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"amount\":30000,\"attempts\":40,\"reason\":\"ORDER_CANCELLED\",\"lastError\":\"REFUSED\",\"consumer\":null"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"paymentId\":null,\"amount\":0,\"attempts\":10,\"reason\":\"ORDER_PAID\",\"lastError\":null,\"consumer\":\"PLATFORM\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"kind\":\"EMAIL\",\"orderKey\":\"02000000-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"reason\":\"PAYMENT_DONE\",\"lastError\":\"no answer\",\"consumer\":null,"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"mayHaveArrived\":true}]"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"nextCursor\":null"));
	buf_free(&b);
}
END_TEST

START_TEST(funnel)
{
	const struct conf c = { .funnel_window_min = 30, .funnel_unpaid_percent = 80, .funnel_least = 20 };
	const struct funnel_minute m = { INT64_C(1795600020000), { 3, 2, 1 } };
	const struct funnel_alert al = { { { 9 } }, INT64_C(1795600000000), 0, { 0, 1, 19 } };
	struct funnel_view f = { { 30, 1, 19 }, 9500, { &m, 1 }, { &al, 1 } };
	struct funnel_answer answer;
	struct buf b = { 0 };

	ck_assert(funnel_answer_of(a, &f, &c, &answer));
	model_write(&b, &funnel_model, &answer);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "{\"alert\":true,\"window\":{\"minutes\":30,\"made\":30,\"paid\":1,\"expired\":19,"
	    "\"unpaidBasisPoints\":9500,\"limitBasisPoints\":8000,\"least\":20}"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"made\":3,\"paid\":2,\"expired\":1}]"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"endedAt\":null,\"paid\":1,\"expired\":19}]"));
	buf_reset(&b);
	f.alerts.n = 0;
	ck_assert(funnel_answer_of(a, &f, &c, &answer));
	ck_assert(!answer.alert);
	buf_free(&b);
}
END_TEST

Suite *
admin_api_suite(void)
{
	Suite *s = suite_create("admin_api");
	TCase *c = tcase_create("admin_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, told);
	tcase_add_test(c, funnel);
	suite_add_tcase(s, c);
	return s;
}
