/* checkout_request: what a checkout may hold, by its faults; and what becomes of one that is right. */
#include "api/checkout_request.h"

#include <string.h>

#include "base/arena.h"
#include "support/models.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

#define DINNER "\"menu_code\":\"valentine\",\"style\":\"grand\""
#define TO ",\"delivery\":{\"address\":\"어딘가 1\"}"
#define CARD(number, expiry, cvc) ",\"payment\":{\"card_number\":\"" number "\",\"cardholder_name\":\"KIM\",\"expiry_date\":\"" expiry \
	"\",\"cvc\":\"" cvc "\"}"
#define GOOD CARD("4242 4242-42424242", "12/99", "123")

/* Requests with exactly one fault, and which. */
static const struct { const char *json, *pointer, *reason; } refused[] = {
	{ "{\"style\":\"grand\"" TO GOOD "}", "/menu_code", "required" },
	{ "{" DINNER GOOD "}", "/delivery", "required" },
	{ "{" DINNER ",\"delivery\":{}" GOOD "}", "/delivery/address", "required" },
	{ "{" DINNER ",\"delivery\":{\"address\":\"4242424242424242\"}" GOOD "}", "/delivery/address", "card_number" },
	{ "{" DINNER ",\"delivery\":{\"address\":\"어딘가 1\",\"recipient_phone\":\"call me\"}" GOOD "}", "/delivery/recipient_phone", "not_a_phone" },
	{ "{" DINNER ",\"delivery\":{\"address\":\"어딘가 1\",\"delivery_notes\":\"4242 4242 4242 4242\"}" GOOD "}", "/delivery/delivery_notes", "card_number" },
	{ "{" DINNER TO "}", "/payment", "required" },
	{ "{" DINNER TO CARD("4242424242424241", "12/99", "123") "}", "/payment/card_number", "not_a_card" },
	{ "{" DINNER TO CARD("4242424242424242", "13/99", "123") "}", "/payment/expiry_date", "not_an_expiry" },
	{ "{" DINNER TO CARD("4242424242424242", "01/20", "123") "}", "/payment/expiry_date", "card_expired" },
	{ "{" DINNER TO CARD("4242424242424242", "12/99", "1234") "}", "/payment/cvc", "not_a_cvc" },
	{ "{" DINNER TO CARD("378282246310005", "12/99", "123") "}", "/payment/cvc", "not_a_cvc" },	/* four digits on these */
	{ "{" DINNER TO ",\"payment\":{\"card_number\":\"4242424242424242\",\"expiry_date\":\"12/99\",\"cvc\":\"123\"}}",
	  "/payment/cardholder_name", "required" },
	{ "{" DINNER TO GOOD ",\"coupon\":1}", "/coupon", "unknown_field" },
	{ "{" DINNER TO GOOD ",\"quantity\":11}", "/quantity", "too_large" },
};

START_TEST(refuses)
{
	const void *in = NULL;
	const struct err *e = read_json(arena, &checkout_request_model, refused[_i].json, &in);

	ck_assert_ptr_nonnull(e);
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, refused[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, refused[_i].reason);
	ck_assert_ptr_null(in);
}
END_TEST

START_TEST(all_faults_at_once)
{
	const void *in;
	const struct err *e = read_json(arena, &checkout_request_model, "{\"delivery\":{\"address\":\"\"},\"payment\":{}}", &in);

	ck_assert_ptr_nonnull(e);
	ck_assert_uint_eq(e->nfaults, 7);	/* menu, style, address, four of the card */
}
END_TEST

START_TEST(takes)
{
	const struct checkout_request *in;
	struct order_wish w;

	ck_assert_ptr_null(read_json(arena, &checkout_request_model, "{" DINNER ",\"quantity\":2,\"delivery\":{\"address\":\"어딘가 1\",\"recipient_name\":"
	    "\"춘향\",\"recipient_phone\":\"010-1234-5678\",\"delivery_notes\":\"벨\",\"scheduled_date\":\"2026-11-27\",\"scheduled_time_slot\":\"12:00\"}"
	    ",\"customizations\":{\"wine\":2},\"save_as_default_address\":true" GOOD "}", (const void **)&in));
	ck_assert(in->save_as_default_address);
	w = checkout_wish(in);
	ck_assert_str_eq(w.dinner_code, "valentine");
	ck_assert_int_eq(w.quantity, 2);
	ck_assert_int_eq(w.order_type, ORDER_DELIVERY);
	ck_assert_str_eq(w.delivery_address, "어딘가 1");
	ck_assert_str_eq(w.recipient_name, "춘향");
	ck_assert_str_eq(w.recipient_phone, "010-1234-5678");
	ck_assert_str_eq(w.delivery_notes, "벨");
	ck_assert_str_eq(w.scheduled_date, "2026-11-27");
	ck_assert_str_eq(w.scheduled_time_slot, "12:00");
	ck_assert_uint_eq(w.customizations.n, 1);
}
END_TEST

/* A token in place of a card; nothing of either is in the fingerprint, and both are wiped. */
START_TEST(secrets)
{
	const struct checkout_request *card, *token;
	struct hash a, b;

	ck_assert_ptr_null(read_json(arena, &checkout_request_model, "{" DINNER TO GOOD "}", (const void **)&card));
	ck_assert_ptr_null(read_json(arena, &checkout_request_model, "{" DINNER TO ",\"payment\":{\"payment_token\":\"tok_1\"}}", (const void **)&token));
	ck_assert_ptr_null(token->payment->card_number);
	a = model_fingerprint(&checkout_request_model, card);
	b = model_fingerprint(&checkout_request_model, token);
	ck_assert(hash_equal(&a, &b));
	model_wipe(&checkout_request_model, (void *)card);
	ck_assert_int_eq(card->payment->card_number[0], 0);
	ck_assert_int_eq(card->payment->cvc[0], 0);
	ck_assert_int_eq(card->payment->expiry_date[0], 0);
	ck_assert_int_eq(card->payment->cardholder_name[0], 0);
}
END_TEST

START_TEST(quote)
{
	const struct checkout_request *in;
	struct order_wish w;

	ck_assert_ptr_null(read_json(arena, &quote_request_model, "{" DINNER "}", (const void **)&in));
	w = checkout_wish(in);
	ck_assert_int_eq(w.order_type, ORDER_PICKUP);	/* no address is asked for */
	ck_assert_ptr_null(w.delivery_address);
}
END_TEST

static const struct { const char *there, *here; } pointers[] = {
	{ "/dinner_code", "/menu_code" }, { "/delivery_address", "/delivery/address" },
	{ "/scheduled_date", "/delivery/scheduled_date" }, { "/scheduled_time_slot", "/delivery/scheduled_time_slot" },
	{ "/customizations/wine", "/customizations/wine" },
};

START_TEST(pointers_of_this_request)
{
	const struct err *e = checkout_err(arena, err_fault(arena, pointers[_i].there, "unknown"));

	ck_assert_int_eq((int)e->code, ERR_INVALID_REQUEST);
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, pointers[_i].here);
	ck_assert_str_eq(e->faults[0].reason, "unknown");
	ck_assert_ptr_null(checkout_err(arena, NULL));
	ck_assert_int_eq((int)checkout_err(arena, err_static(ERR_SLOT_FULL))->code, ERR_SLOT_FULL);
}
END_TEST

Suite *
checkout_request_suite(void)
{
	Suite *s = suite_create("checkout_request");
	TCase *c = tcase_create("checkout_request");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, refuses, 0, ROWS(refused));
	tcase_add_test(c, all_faults_at_once);
	tcase_add_test(c, takes);
	tcase_add_test(c, secrets);
	tcase_add_test(c, quote);
	tcase_add_loop_test(c, pointers_of_this_request, 0, ROWS(pointers));
	suite_add_tcase(s, c);
	return s;
}
