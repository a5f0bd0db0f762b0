/* admin_api: a dead letter as it is told. */
#include "api/admin_api.h"

#include <string.h>

#include "base/buf.h"
#include "support/suite.h"

START_TEST(told)
{
	const struct compensation c = { .id = { { 1 } }, .kind = COMPENSATE_REFUND, .order_id = { { 2 } }, .payment_id = { { 3 } }, .amount = 30000,
	    .state = COMPENSATION_DEAD, .attempts = 40, .created_at = INT64_C(1795000000000), .reason = "ORDER_CANCELLED", .last_error = "REFUSED" };
	struct dead_letter_view v = dead_letter_view(&c);
	struct dead_letters_answer a = { { &v, 1 }, { { 0 } } };
	struct buf b = { 0 };

	model_write(&b, &dead_letters_answer_model, &a);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"kind\":\"REFUND\",\"orderKey\":\"02000000-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"paymentId\":\"03000000-"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"amount\":30000,\"attempts\":40,\"reason\":\"ORDER_CANCELLED\",\"lastError\":\"REFUSED\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"nextCursor\":null"));
	buf_free(&b);
}
END_TEST

Suite *
admin_api_suite(void)
{
	Suite *s = suite_create("admin_api");
	TCase *c = tcase_create("admin_api");

	tcase_add_test(c, told);
	suite_add_tcase(s, c);
	return s;
}
