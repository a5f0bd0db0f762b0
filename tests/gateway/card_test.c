/* card_test: which cards are taken, what comes of them, and that the test cards are those that are told of. */
#include "gateway/card.h"

#include <string.h>

#include "base/clock.h"
#include "support/suite.h"

/* 21 November 2026, noon in UTC. */
#define NOW INT64_C(1795262400000)

static struct card_shown
card(const char *number, const char *expiry, const char *cvc)
{
	return (struct card_shown){ .card_number = number, .cardholder_name = "KIM", .expiry_date = expiry, .cvc = cvc };
}

static const struct { const char *number, *reason; enum card_manner manner; } told[] = {
	{ "4242424242424242", NULL, CARD_ANSWERS },
	{ "4000000000000002", "card_declined", CARD_ANSWERS },
	{ "4000000000009995", "insufficient_funds", CARD_ANSWERS },
	{ "4000000000000069", "expired_card", CARD_ANSWERS },
	{ "4000000000000127", "incorrect_cvc", CARD_ANSWERS },
	{ "4000000000000119", NULL, CARD_FAILS },
	{ "4000000000000259", NULL, CARD_DROPS },
	{ "4000000000000341", NULL, CARD_DAWDLES },
	{ "5555555555554444", NULL, CARD_ANSWERS },	/* any other pays */
};

START_TEST(each_card_has_its_verdict)
{
	const struct card_shown c = card(told[_i].number, "11/26", "123");
	struct card_verdict v = card_judge(&c, NOW);

	ck_assert_ptr_null(card_check_number(&c.card_number));
	ck_assert_pstr_eq(v.reason, told[_i].reason);
	ck_assert_int_eq(v.manner, told[_i].manner);
	ck_assert_str_eq(v.last_four, told[_i].number + 12);
}
END_TEST

START_TEST(the_table_is_what_is_told)
{
	ck_assert_uint_eq(card_rows_n + 1, (size_t)ROWS(told));
	for (size_t i = 0; i < card_rows_n; i++) {
		ck_assert_str_eq(card_rows[i].number, told[i].number);
		ck_assert(*card_rows[i].ko != '\0' && *card_rows[i].en != '\0');
	}
}
END_TEST

static const struct { const char *number; const char *brand, *cvc, *wrong_cvc; } brands[] = {
	{ "4242 4242 4242 4242", "VISA", "123", "1234" },
	{ "5555-5555-5555-4444", "MASTERCARD", "123", "12" },
	{ "2223003122003222", "MASTERCARD", "123", "1234" },
	{ "378282246310005", "AMEX", "1234", "123" },
	{ "3566002020360505", "JCB", "123", "12a" },
	{ "6011111111111117", "DISCOVER", "123", "1234" },
	{ "36227206271667", "DINERS", "123", "1234" },
	{ "6205500000000000004", "UNIONPAY", "123", "1234" },
	{ "9999999999999995", "DOMESTIC", "123", "1234" },
	{ "500000000009", "MAESTRO", "123", "1234" },
};

START_TEST(each_brand_is_known)
{
	const struct card_shown good = card(brands[_i].number, "12/30", brands[_i].cvc);
	const struct card_shown bad = card(brands[_i].number, "12/30", brands[_i].wrong_cvc);

	ck_assert_ptr_null(card_check_number(&good.card_number));
	ck_assert_str_eq(card_judge(&good, NOW).brand, brands[_i].brand);
	ck_assert(card_check_cvc(&good));
	ck_assert(!card_check_cvc(&bad));
}
END_TEST

static const char *const no_numbers[] = {
	"4242424242424241", "", "4242", "42424242424242424242", "4242x24242424242", "42424242424", "４２４２424242424242",
};

START_TEST(what_is_no_number)
{
	ck_assert_str_eq(card_check_number(&no_numbers[_i]), "invalid");
}
END_TEST

static const struct { const char *text, *fault, *reason; } expiries[] = {
	{ "11/26", NULL, NULL },		/* to the end of its month */
	{ "10/26", NULL, "expired_card" },
	{ "12/25", NULL, "expired_card" },
	{ "01/27", NULL, NULL },
	{ "13/30", "not_a_date", NULL }, { "00/30", "not_a_date", NULL }, { "1/30", "not_a_date", NULL },
	{ "12-30", "not_a_date", NULL }, { "12/300", "not_a_date", NULL }, { "", "not_a_date", NULL },
};

START_TEST(each_expiry)
{
	const struct card_shown c = card("4242424242424242", expiries[_i].text, "123");

	ck_assert_pstr_eq(card_check_expiry(&c.expiry_date), expiries[_i].fault);
	if (expiries[_i].fault == NULL)
		ck_assert_pstr_eq(card_judge(&c, NOW).reason, expiries[_i].reason);
}
END_TEST

/* An expired card is declined, whatever else its number would do. */
START_TEST(expired_comes_first)
{
	const struct card_shown c = card("4000000000000259", "01/20", "123");

	ck_assert_str_eq(card_judge(&c, NOW).reason, "expired_card");
	ck_assert_int_eq(card_judge(&c, NOW).manner, CARD_ANSWERS);
}
END_TEST

Suite *
card_suite(void)
{
	Suite *s = suite_create("card");
	TCase *tc = tcase_create("card");

	tcase_add_loop_test(tc, each_card_has_its_verdict, 0, ROWS(told));
	tcase_add_test(tc, the_table_is_what_is_told);
	tcase_add_loop_test(tc, each_brand_is_known, 0, ROWS(brands));
	tcase_add_loop_test(tc, what_is_no_number, 0, ROWS(no_numbers));
	tcase_add_loop_test(tc, each_expiry, 0, ROWS(expiries));
	tcase_add_test(tc, expired_comes_first);
	suite_add_tcase(s, tc);
	return s;
}
