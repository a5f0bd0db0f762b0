/*
 * card_test: numbers, brands at both edges of every range, masks, expiries
 * at the turn of the month in the shop's zone, and CVCs by brand.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "domain/card.h"

static const struct { const char *number; bool good; } numbers[] = {
	{ "4242424242424242", true }, { "4242 4242 4242 4242", true }, { "4242-4242-4242-4242", true },
	{ "42 42-4242 424242-42", true }, { "4000000000000002", true }, { "4000000000009995", true },
	{ "4222222222222", true },			/* 13 digits, VISA */
	{ "4000000000000000006", true },		/* 19 */
	{ "5555555555554444", true }, { "2223003122003222", true }, { "378282246310005", true },
	{ "3782 822463 10005", true }, { "3530111333300000", true }, { "30569309025904", true },
	{ "6011111111111117", true }, { "6200000000000005", true }, { "9410000000000005", true },
	{ "9999999999999995", true }, { "500000000009", true },	/* 12 digits, MAESTRO */
	{ "100000000008", true },			/* a brand nobody knows, as short as they come */
	{ NULL, false }, { "", false }, { " ", false }, { "-", false }, { "0", false }, { "4", false },
	{ "4242424242424241", false }, { "4242424242424243", false }, { "2424242424242424", false },
	{ "4242 4242 4242  4242", false }, { "4242--424242424242", false }, { "4242 -424242424242", false },
	{ " 4242424242424242", false }, { "4242424242424242 ", false }, { "-4242424242424242", false },
	{ "4242424242424242-", false }, { "4242.4242.4242.4242", false }, { "4242424242424242x", false },
	{ "x4242424242424242", false }, { "4242\t4242 4242 4242", false }, { "４２４２424242424242", false },
	{ "0000000000000000", false }, { "0042424242424242", false },
	{ "37828224631000", false }, { "3782822463100052", false },	/* AMEX has 15 */
	{ "55555555555544443", false },			/* MASTERCARD has 16 */
	{ "42424242", false }, { "10000000007", false },	/* 11 */
	{ "40000000000000000004", false },		/* 20 */
	{ "4242424242424242424242424242424242424242424242424242", false },
};

START_TEST(numbers_are_checked)
{
	ck_assert_msg(card_validate_number(numbers[_i].number) == numbers[_i].good, "%s", numbers[_i].number);
}
END_TEST

/* Every digit altered, and every two neighbours swapped, is found out (but 09 and 90, which Luhn can not tell apart). */
START_TEST(typing_errors_are_found)
{
	static const char number[] = "4539148803436467";
	char s[sizeof(number)];

	ck_assert(card_validate_number(number));
	for (size_t i = 0; i < sizeof(number) - 1; i++) {
		memcpy(s, number, sizeof(s));
		for (char c = '0'; c <= '9'; c++) {
			s[i] = c;
			ck_assert(card_validate_number(s) == (c == number[i]));
		}
		memcpy(s, number, sizeof(s));
		if (i + 1 < sizeof(number) - 1 && s[i] != s[i + 1]) {
			s[i] = number[i + 1];
			s[i + 1] = number[i];
			ck_assert(!card_validate_number(s));
		}
	}
}
END_TEST

struct range { const char *brand; int first, last, least, most; };
static const struct range ranges[] = {
#define RANGE(brand, first, last, least, most) { #brand, first, last, least, most },
#include "domain/card_brand.def"
#undef RANGE
};

static const char *
brand_of(long long prefix, int digits)
{
	char s[32];

	(void)snprintf(s, sizeof(s), "%lld", prefix);
	for (size_t n = strlen(s); n < (size_t)digits; n++)
		strcpy(s + n, "0");
	return card_brand_names[card_brand(s)];
}

/* A number of that prefix and length whose check digit is right. */
static const char *
number_of(int prefix, int digits, char out[32])
{
	(void)snprintf(out, 32, "%d", prefix);
	for (int n = (int)strlen(out); n < digits; n++)
		strcpy(out + n, n % 2 != 0 ? "3" : "8");
	for (char c = '0'; c <= '9'; c++) {
		int sum = 0;
		out[digits - 1] = c;
		for (int i = 0; i < digits; i++) {
			int d = (out[digits - 1 - i] - '0') * (1 + i % 2);
			sum += d / 10 + d % 10;
		}
		if (sum % 10 == 0)
			return out;
	}
	return NULL;
}

START_TEST(ranges_have_their_brand_and_lengths)
{
	const struct range *r = &ranges[_i];
	char s[32];

	ck_assert_int_le(r->first, r->last);
	ck_assert_str_eq(brand_of(r->first, 16), r->brand);
	ck_assert_str_eq(brand_of(r->last, 16), r->brand);
	for (int n = 11; n <= 20; n++) {
		ck_assert_msg(card_validate_number(number_of(r->first, n, s)) == (n >= r->least && n <= r->most),
		    "%s, %d digits", s, n);
		ck_assert_str_eq(card_brand_names[card_brand(s)], r->brand);
	}
}
END_TEST

static const struct { const char *begins, *brand; } edges[] = {
	{ "3999", "DINERS" }, { "4000", "VISA" }, { "4999", "VISA" }, { "5000", "MAESTRO" }, { "5099", "MAESTRO" },
	{ "5100", "MASTERCARD" }, { "5599", "MASTERCARD" }, { "5600", "MAESTRO" }, { "5900", "OTHER" },
	{ "2220", "OTHER" }, { "2221", "MASTERCARD" }, { "2720", "MASTERCARD" }, { "2721", "OTHER" },
	{ "3399", "OTHER" }, { "3400", "AMEX" }, { "3499", "AMEX" }, { "3500", "OTHER" }, { "3799", "AMEX" },
	{ "3527", "OTHER" }, { "3528", "JCB" }, { "3589", "JCB" }, { "3590", "OTHER" },
	{ "2999", "OTHER" }, { "3000", "DINERS" }, { "3059", "DINERS" }, { "3060", "OTHER" },
	{ "3094", "OTHER" }, { "3095", "DINERS" }, { "3096", "OTHER" }, { "3600", "DINERS" }, { "3800", "DINERS" },
	{ "6010", "OTHER" }, { "6011", "DISCOVER" }, { "6012", "OTHER" }, { "6439", "OTHER" }, { "6440", "DISCOVER" },
	{ "6499", "DISCOVER" }, { "6500", "DISCOVER" }, { "6600", "OTHER" }, { "6199", "OTHER" }, { "6200", "UNIONPAY" },
	{ "6299", "UNIONPAY" }, { "6300", "MAESTRO" }, { "8099", "OTHER" }, { "8100", "UNIONPAY" }, { "8200", "OTHER" },
	{ "9399", "DOMESTIC" }, { "9400", "BC" }, { "9499", "BC" }, { "9500", "DOMESTIC" }, { "9", "DOMESTIC" },
	{ "0", "OTHER" }, { "", "OTHER" }, { NULL, "OTHER" }, { "5", "OTHER" }, { "62", "UNIONPAY" }, { "6-2", "UNIONPAY" },
};

START_TEST(brands_end_where_others_begin)
{
	ck_assert_str_eq(card_brand_names[card_brand(edges[_i].begins)], edges[_i].brand);
}
END_TEST

START_TEST(every_brand_has_a_name_and_a_range)
{
	for (int b = 0; b < CARD_OTHER; b++) {
		int n = 0;
		ck_assert_ptr_nonnull(card_brand_names[b]);
		for (int i = 0; i < ROWS(ranges); i++)
			n += strcmp(ranges[i].brand, card_brand_names[b]) == 0;
		ck_assert_int_gt(n, 0);
	}
	ck_assert_ptr_null(card_brand_names[CARD__MAX]);
}
END_TEST

static const struct { const char *number, *is; } masks[] = {
	{ "4242424242421234", "**** **** **** 1234" }, { "4242 4242 4242 1234", "**** **** **** 1234" },
	{ "378282246310005", "**** **** **** 0005" }, { "4242-4242-4242-1-2-3-4", "**** **** **** 1234" },
	{ "123", "**** **** **** *123" }, { "", "**** **** **** ****" }, { NULL, "**** **** **** ****" },
	{ "no card 7", "**** **** **** ***7" },
	{ "424242424242424242424242424242424242424242424242420000000000000000000000000000001234", "**** **** **** 1234" },
};

START_TEST(masks_show_four_digits)
{
	char out[CARD_MASK];

	ck_assert_str_eq(card_mask(masks[_i].number, out), masks[_i].is);
}
END_TEST

static const struct { const char *text; bool good; int month, year; } expiries[] = {
	{ "01/26", true, 1, 2026 }, { "12/99", true, 12, 2099 }, { "09/00", true, 9, 2000 }, { "10/30", true, 10, 2030 },
	{ NULL, false, 0, 0 }, { "", false, 0, 0 }, { "00/26", false, 0, 0 }, { "13/26", false, 0, 0 }, { "99/99", false, 0, 0 },
	{ "1/26", false, 0, 0 }, { "01/2026", false, 0, 0 }, { "0126", false, 0, 0 }, { "01-26", false, 0, 0 },
	{ "01/2x", false, 0, 0 }, { "x1/26", false, 0, 0 }, { "0x/26", false, 0, 0 }, { "01/x6", false, 0, 0 },
	{ " 1/26", false, 0, 0 }, { "01/26 ", false, 0, 0 }, { "/////", false, 0, 0 },
};

START_TEST(expiries_are_parsed)
{
	int month = -7, year = -8;

	ck_assert(card_expiry_parse(expiries[_i].text, &month, &year) == expiries[_i].good);
	ck_assert_int_eq(month, expiries[_i].good ? expiries[_i].month : -7);
	ck_assert_int_eq(year, expiries[_i].good ? expiries[_i].year : -8);
}
END_TEST

static const struct { int month, year; struct civil at; bool expired; } lives[] = {
	{ 11, 2026, { 2026, 11, 1, 0, 0, 0 }, false }, { 11, 2026, { 2026, 11, 30, 23, 59, 59 }, false },
	{ 11, 2026, { 2026, 12, 1, 0, 0, 0 }, true }, { 12, 2026, { 2026, 12, 31, 23, 59, 59 }, false },
	{ 12, 2026, { 2027, 1, 1, 0, 0, 0 }, true }, { 1, 2027, { 2026, 12, 31, 23, 59, 59 }, false },
	{ 2, 2028, { 2028, 2, 29, 23, 59, 59 }, false }, { 2, 2028, { 2028, 3, 1, 0, 0, 0 }, true },
	{ 1, 2027, { 2026, 2, 1, 0, 0, 0 }, false }, { 12, 2025, { 2026, 1, 1, 0, 0, 0 }, true },
};

START_TEST(cards_are_good_to_the_end_of_their_month)
{
	static const char *const zones[] = { "Asia/Seoul", "UTC", "America/New_York" };

	for (int z = 0; z < ROWS(zones); z++) {
		ck_assert_int_eq(clock_zone(zones[z]), 0);
		ck_assert_msg(card_expired(lives[_i].month, lives[_i].year, clock_moment(lives[_i].at)) == lives[_i].expired,
		    "in %s", zones[z]);
	}
}
END_TEST

/* The same moment is December in Seoul already, and November in UTC still. */
START_TEST(the_month_is_the_shops)
{
	int64_t now = INT64_C(1796050800000);	/* 2026-11-30T15:00:00Z */

	ck_assert_int_eq(clock_zone("UTC"), 0);
	ck_assert(!card_expired(11, 2026, now));
	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
	ck_assert(card_expired(11, 2026, now));
	ck_assert(!card_expired(11, 2026, now - 1));
}
END_TEST

static const struct { const char *cvc; bool three, four; } cvcs[] = {
	{ "123", true, false }, { "000", true, false }, { "1234", false, true }, { "12", false, false }, { "12345", false, false },
	{ "123456789012345678901234567890", false, false }, { "", false, false }, { NULL, false, false }, { "12a", false, false },
	{ "1 23", false, false }, { " 123", false, false }, { "123 ", false, false }, { "１２３", false, false }, { "-12", false, false },
};

START_TEST(cvcs_have_the_brands_length)
{
	for (int b = 0; b < CARD__MAX; b++) {
		bool fits = b == CARD_AMEX ? cvcs[_i].four : b == CARD_OTHER ? cvcs[_i].three || cvcs[_i].four : cvcs[_i].three;
		ck_assert_msg(card_cvc_fits(cvcs[_i].cvc, (enum card_brand)b) == fits, "%s", card_brand_names[b]);
	}
}
END_TEST

static const struct { struct card card; const char *number, *expiry, *cvc; } cards[] = {
	{ { "4242 4242 4242 4242", "Hong", "12/26", "123" }, NULL, NULL, NULL },
	{ { "378282246310005", "Hong", "11/26", "1234" }, NULL, NULL, NULL },
	{ { "378282246310005", "Hong", "11/26", "123" }, NULL, NULL, "not_a_cvc" },
	{ { "4242424242424242", "Hong", "10/26", "123" }, NULL, "card_expired", NULL },
	{ { "4242424242424242", "Hong", "1026", "123" }, NULL, "not_an_expiry", NULL },
	{ { "4242424242424241", "Hong", "12/26", "1234" }, "not_a_card", NULL, NULL },
	{ { NULL, NULL, NULL, NULL }, "required", "required", "required" },
	{ { "", "", "", "" }, "required", "required", "required" },
	{ { "x", "", "x", "x" }, "not_a_card", "not_an_expiry", "not_a_cvc" },
};

static void
same(const char *is, const char *wanted)
{
	ck_assert_str_eq(is != NULL ? is : "", wanted != NULL ? wanted : "");
}

START_TEST(cards_are_checked_as_a_whole)
{
	struct card_faults f = { "?", "?", "?" };
	bool fine = cards[_i].number == NULL && cards[_i].expiry == NULL && cards[_i].cvc == NULL;

	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
	int64_t now = clock_moment((struct civil){ 2026, 11, 21, 12, 0, 0 });
	ck_assert(card_check(&cards[_i].card, now, &f) == fine);
	same(f.number, cards[_i].number);
	same(f.expiry, cards[_i].expiry);
	same(f.cvc, cards[_i].cvc);
}
END_TEST

Suite *
card_suite(void)
{
	Suite *s = suite_create("card");
	TCase *t = tcase_create("card");

	tcase_add_loop_test(t, numbers_are_checked, 0, ROWS(numbers));
	tcase_add_test(t, typing_errors_are_found);
	tcase_add_loop_test(t, ranges_have_their_brand_and_lengths, 0, ROWS(ranges));
	tcase_add_loop_test(t, brands_end_where_others_begin, 0, ROWS(edges));
	tcase_add_test(t, every_brand_has_a_name_and_a_range);
	tcase_add_loop_test(t, masks_show_four_digits, 0, ROWS(masks));
	tcase_add_loop_test(t, expiries_are_parsed, 0, ROWS(expiries));
	tcase_add_loop_test(t, cards_are_good_to_the_end_of_their_month, 0, ROWS(lives));
	tcase_add_test(t, the_month_is_the_shops);
	tcase_add_loop_test(t, cvcs_have_the_brands_length, 0, ROWS(cvcs));
	tcase_add_loop_test(t, cards_are_checked_as_a_whole, 0, ROWS(cards));
	suite_add_tcase(s, t);
	return s;
}
